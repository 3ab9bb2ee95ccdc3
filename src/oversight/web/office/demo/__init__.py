"""Pages of the demonstration: its clock."""

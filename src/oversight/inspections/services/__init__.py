"""Changes to inspection tasks."""

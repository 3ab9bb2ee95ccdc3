"""Pages of the witness."""

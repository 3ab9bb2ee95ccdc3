"""Pages of inspection tasks."""

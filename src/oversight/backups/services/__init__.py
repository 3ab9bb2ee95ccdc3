"""Making backups, and trying them out."""

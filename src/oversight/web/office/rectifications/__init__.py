"""Pages of rectifications."""

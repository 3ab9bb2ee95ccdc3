"""Changes to draws."""

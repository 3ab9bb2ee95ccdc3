"""Pages of regulatory parameters and calendars."""

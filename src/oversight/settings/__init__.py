"""Settings: `base` is complete and safe; the others say what differs."""

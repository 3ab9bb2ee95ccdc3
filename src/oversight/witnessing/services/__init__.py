"""What changes in the witness: its key, the logs it follows, what it cosigned."""

"""What every app shares: errors for the user, moments, state machines, contributions."""

"""Words every app shares: errors fit for the user, working days, moments."""

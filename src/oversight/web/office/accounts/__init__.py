"""Pages of accounts, roles and signing in."""

"""Every change to organisations, accounts, rights, sessions and keys."""

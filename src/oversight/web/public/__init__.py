"""The public's pages: no sign-in."""

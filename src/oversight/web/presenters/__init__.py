"""What the apps show, in words for people."""

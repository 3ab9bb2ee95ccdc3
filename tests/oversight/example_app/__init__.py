"""An app as a newcomer would add it: this folder, and one line in the settings."""

"""Importing: a file is put aside, read, shown, and only then written, all at once or not at all."""

"""The steps of a draw on files and a log: what the command line and the platform both stand on."""

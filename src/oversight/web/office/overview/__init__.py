"""What stands above the apps: all deadlines, one search, all help."""

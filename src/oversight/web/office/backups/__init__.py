"""Backups, for whoever runs the site."""

"""Pages of draws and their ceremony."""

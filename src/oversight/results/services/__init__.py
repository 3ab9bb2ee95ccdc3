"""What people do with results, one function for each act."""

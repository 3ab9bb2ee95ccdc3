"""The changes of rectifications, one function for each."""

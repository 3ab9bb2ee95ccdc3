"""见证: watching the logs of neighbours, and asking them to watch this one (log-v1 3)."""

"""What changes publications: drafting, reviewing, releasing."""

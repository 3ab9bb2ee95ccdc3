"""Pages of long work: how its worker is."""

"""Pages of the directories."""

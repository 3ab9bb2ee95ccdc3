"""Questions to the directories."""

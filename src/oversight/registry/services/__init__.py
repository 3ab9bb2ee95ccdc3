"""Every change to the directories."""

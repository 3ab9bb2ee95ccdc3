"""Decisions on the directories as plain functions over values."""

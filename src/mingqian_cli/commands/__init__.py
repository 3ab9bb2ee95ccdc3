"""The commands: each parses, calls one thing, and says what came of it."""

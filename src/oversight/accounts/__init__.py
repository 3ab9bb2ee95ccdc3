"""Who may do what: the tree of organisations, people, and their appointments."""

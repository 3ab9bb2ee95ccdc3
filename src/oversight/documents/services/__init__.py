"""What changes documents, their templates and the words in their numbers."""

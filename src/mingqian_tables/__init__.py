"""Tables as offices keep them: files, columns and the codes of subjects."""

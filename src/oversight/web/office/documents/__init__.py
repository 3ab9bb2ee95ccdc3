"""文书: the pages of documents and of their templates."""

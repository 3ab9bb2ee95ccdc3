"""The authority's pages."""

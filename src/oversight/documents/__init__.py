"""文书: official documents, each produced from data, numbered without gaps, kept by digest."""

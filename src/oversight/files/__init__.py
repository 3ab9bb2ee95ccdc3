"""Files that people hand in: kept under their digests, looked at, given back as they came."""

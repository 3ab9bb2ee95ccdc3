"""HTTP in, HTTP out: pages for the public, the office and the field; nothing here writes."""

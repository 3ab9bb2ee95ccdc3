"""备份: an encrypted copy of the whole site, kept in two places and tried out again and again."""

"""责令改正: what is to be put right after an inspection, from the order to its end."""

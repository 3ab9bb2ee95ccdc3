"""What documents say: their types with fields, what is wrong in data, numbers, words in print."""

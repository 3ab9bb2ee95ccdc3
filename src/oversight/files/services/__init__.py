"""What changes files: storing them, whole or piece by piece, looking at them, sweeping."""

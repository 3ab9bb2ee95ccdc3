"""What a record from the spot must say, as functions of values, without the database."""

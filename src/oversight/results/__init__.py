"""What comes of each item at each subject, from the signed record to what may be published."""

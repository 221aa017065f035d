"""What only the staff may know, and where it stands all the same."""

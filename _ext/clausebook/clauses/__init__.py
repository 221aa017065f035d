"""What a clause is: its markers, its file, its name, and the placeholders in its text."""

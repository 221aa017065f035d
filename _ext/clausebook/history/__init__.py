"""What a project was before: its files in git's history, and what has changed since."""

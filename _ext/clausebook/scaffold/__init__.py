"""Beginnings: the folder of a new community, and a repository of its own."""

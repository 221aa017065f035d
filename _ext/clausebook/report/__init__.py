"""Findings as characters: for people, for programs, and as a patch."""

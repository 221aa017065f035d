"""Files and characters: what every other part builds on, and knows nothing of clauses."""

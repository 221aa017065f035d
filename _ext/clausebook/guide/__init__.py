"""Which clauses a page uses, in which wording, and the text that results."""

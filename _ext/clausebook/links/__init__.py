"""Where the pages of a built site lead, and whether readers arrive there."""

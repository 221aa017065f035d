"""A community's guides on paper: PDFs of the built pages, a card for the staff, a poster."""

"""Parts of a site that are built by themselves, on one machine or many, and joined afterwards."""

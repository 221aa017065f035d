"""What a community is: the facts of one event or chapter, checked, with the place of each mistake."""

# Where a value is in a TOML file: names of keys and indices of items, as in ("contacts", 0, "phone").
Location = tuple[str | int, ...]

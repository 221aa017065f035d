"""Everything that knows Sphinx: domain, directives, roles, transforms, navigation."""

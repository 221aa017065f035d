"""Sphinx configuration of this guide.  What readers see comes from community.toml and the pages beside it."""

project = "Code-of-conduct guide"
root_doc = "index"
language = "en"

extensions = ["clausebook"]
primary_domain = "coc"
# Every page keeps to a strict policy, and cloaks addresses.
clausebook_privacy = True
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = project
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_use_index = False
html_show_sourcelink = False
html_permalinks_icon = "#"

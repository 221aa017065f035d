"""Sphinx configuration of the Clausebook site.

``make html`` builds all of ``source/``; ``make html COMMUNITY=pycon`` builds
``source/communities/pycon/`` alone, with this same file.
"""

project = "Clausebook"
author = "the Clausebook contributors"
root_doc = "index"
language = "en"

extensions = ["clausebook"]
primary_domain = "coc"
# Every page keeps to a strict policy, and cloaks addresses.
clausebook_privacy = True
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

templates_path = ["_templates"]
html_theme = "furo"
html_title = project
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_use_index = False
html_show_sourcelink = False
html_permalinks_icon = "#"

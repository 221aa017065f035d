"""The list of pages for search engines (sitemaps.org), of those that they may show.

Not by the extension sphinx-sitemap: it lists only what a build has written, so that it forgets every page that a change
did not touch, and it starts a process of its own.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from sphinx.application import Sphinx

from clausebook.clauses.audiences import Edition
from clausebook.site.domain import domain_of
from clausebook.site.frame import writes
from clausebook.site.privacy import robots_of
from clausebook.text.edits import write_atomically

FILE = "sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Write the list, if the site knows its own address; take an old one away otherwise."""
    if exception is not None or not writes(app.builder):
        return
    file = Path(app.outdir, FILE)
    address = str(app.config.html_baseurl or "")
    if not address or domain_of(app.env).edition is Edition.STAFF:
        file.unlink(missing_ok=True)
        return
    root = ElementTree.Element("urlset", xmlns=_NAMESPACE)
    for docname in sorted(app.env.all_docs):
        if "noindex" not in robots_of(app, docname):
            place = ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc")
            place.text = f"{address.rstrip('/')}/{app.builder.get_target_uri(docname)}"
    ElementTree.indent(root, "")
    data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    if not file.is_file() or file.read_bytes() != data:
        write_atomically(file, data)

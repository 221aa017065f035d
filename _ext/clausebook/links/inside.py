"""Judging the links of built pages by what the site holds, without asking anybody."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from clausebook.community.model import Community
from clausebook.diagnostics import Code
from clausebook.links.faults import Fault
from clausebook.links.pages import BuiltLink, BuiltPage, BuiltSite
from clausebook.links.reaching import call_fault, mail_fault
from clausebook.links.resolving import Kind, Target, resolve
from clausebook.text.nearest import did_you_mean, nearest

# A browser scrolls to the beginning of the page for these (HTML Standard, “find a potential indicated element”).
_TOP = ("", "top")
# What web servers show where there is no page.
_NOT_FOUND = "404.html"
# What follows it are words to look for on the page, which leave the rest of the fragment as it is.
_TEXT_DIRECTIVE = ":~:"


@dataclass(frozen=True)
class Outside:
    """A link to another site: the address to ask for, and where it stands."""

    address: str
    page: str
    link: BuiltLink


@dataclass
class Judged:
    """What the pages of a site showed.

    The faults, the links to other sites, those to a community's own site whose address is not known, and how many
    links were looked at.
    """

    faults: list[Fault] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    rooted: list[Outside] = field(default_factory=list)
    count: int = 0


def judge(
    site: BuiltSite,
    community_of: Callable[[str], Community | None],
    foreign: Callable[[str], str],
    *,
    at_home: bool = False,
) -> Judged:
    """Judge all links of a site.

    ``community_of`` gives the community that a page (its name) is of, ``foreign`` says what a path that leads out of
    the site would be elsewhere, or "".  ``at_home`` says that a community is built alone, for its own site.
    """
    judged = Judged()
    for page in (*site.pages.values(), *site.styles.values()):
        community = community_of(page.name)
        prefix = _prefix_of(page)
        for link in page.links:
            judged.count += 1
            written = link.written
            if prefix and written.startswith(prefix):
                written = f"./{written.removeprefix(prefix)}"
            target = resolve(written, page.path, page.base, community.site if community else None)
            if target.kind is Kind.OUTSIDE:
                judged.outside.append(Outside(target.address, page.path, link))
                continue
            if target.kind is Kind.ROOTED and at_home and community:
                judged.rooted.append(Outside(target.address, page.path, link))
                continue
            for code, message in _faults(link, target, page, site, community, foreign):
                judged.faults.append(Fault(code, message, page.path, link.written, target.address))
    return judged


def _prefix_of(page: BuiltPage) -> str:
    """Give the path at which the site is served, as its page for lost readers has it; "" for all other pages.

    That page is shown at any address, so its links to the site go out from the root: the style sheets show from where.
    """
    if page.path != _NOT_FOUND:
        return ""
    rooted = (link.written.partition("_static/") for link in page.links if link.written.startswith("/"))
    return next((prefix for prefix, folder, _ in rooted if folder), "/")


def _faults(
    link: BuiltLink,
    target: Target,
    page: BuiltPage,
    site: BuiltSite,
    community: Community | None,
    foreign: Callable[[str], str],
) -> Iterator[tuple[Code, str]]:
    if target.kind is Kind.ROOTED:
        how = "write the whole address, or one from this page on"
        yield Code.UNUSABLE_LINK, f"“{_shown(link.written)}”, a path from “/” on, belongs to no site here: {how}"
    elif target.kind is Kind.NOWHERE:
        yield Code.UNUSABLE_LINK, f"“{_shown(link.written)}” leads nowhere: {target.fault}"
    elif target.kind is Kind.MAIL:
        fault = mail_fault(target.address)
        if fault:
            yield Code.WRONG_MAIL_LINK, f"the link “{_shown(link.written)}” reaches nobody: {fault}"
    elif target.kind is Kind.CALL:
        fault = call_fault(target.address, community)
        if fault:
            yield Code.WRONG_PHONE_LINK, f"the link “{_shown(link.written)}” may reach nobody: {fault}"
    elif target.kind is Kind.INSIDE:
        yield from _inside(link, target, page, site, foreign)


def _inside(
    link: BuiltLink, target: Target, page: BuiltPage, site: BuiltSite, foreign: Callable[[str], str]
) -> Iterator[tuple[Code, str]]:
    path = target.path
    if path not in site.files and f"{path}/index.html" in site.files:
        path = f"{path}/index.html"
    if path not in site.files:
        shown = _shown(link.written)
        if path.startswith(".."):
            what = foreign(path) or "it lies outside of the site"
            yield Code.BROKEN_LINK, f"“{shown}” leads out of this site: {what}; link to the whole address of a web site"
        elif link.loads:
            hint = _guess(path, site) or (
                "; correct the name, or put the file there: pictures in Markdown, ![…](…), are copied into the site, "
                "those in HTML are not"
            )
            needs = "this style sheet asks for" if page.path in site.styles else "this page shows"
            yield Code.MISSING_FILE, f"the site has no file “{path}”, which {needs} (“{shown}”){hint}"
        else:
            hint = _guess(path, site) or "; correct the link, or write that page"
            yield Code.BROKEN_LINK, f"the site has no page “{path}”, to which “{shown}” leads{hint}"
        return
    if link.loads and path == page.path and not target.fragment:
        yield Code.MISSING_FILE, f"“{_shown(link.written)}” names no file that this page could show; name one"
        return
    anchors = site.pages[path].anchors if path in site.pages else None
    fragment = target.fragment.partition(_TEXT_DIRECTIVE)[0]
    # The HTML Standard tries the fragment as it is, and then decoded.
    names = (fragment, unquote(fragment))
    if anchors is None or fragment.lower() in _TOP or any(name in anchors for name in names):
        return
    where = "this page" if path == page.path else f"“{path}”"
    guess = did_you_mean(names[1], anchors)
    if link.loads:
        hint = guess or "; correct what follows “#”"
        yield (
            Code.MISSING_FRAGMENT,
            f"{where} has no part “{_shown(names[1])}” to show (“{_shown(link.written)}”){hint}",
        )
        return
    hint = guess or "; link to a heading or clause that is there, or leave out all from “#” on"
    yield (
        Code.MISSING_FRAGMENT,
        f"{where} has no place “{_shown(names[1])}”, so that “{_shown(link.written)}” leads to its beginning{hint}",
    )


def _guess(path: str, site: BuiltSite) -> str:
    """Name the file that is probably meant: the same one elsewhere, or one with a similar name."""
    folder, name = posixpath.split(path)
    same = [file for file in site.files if posixpath.basename(file).lower() == name.lower()]
    if same and name != "index.html":
        return f"; did you mean “{min(same, key=lambda file: (file.lower() != path.lower(), file))}”?"
    stem, suffix = posixpath.splitext(name)
    beside = [file for file in site.files if posixpath.dirname(file) == folder and file.endswith(suffix)]
    stems = {posixpath.splitext(posixpath.basename(file))[0]: file for file in sorted(beside)}
    near = nearest(stem, stems)
    return f"; did you mean “{stems[near]}”?" if near else ""


def _shown(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"

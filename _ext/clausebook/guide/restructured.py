"""The directives by which a page in reStructuredText asks for clauses, read by docutils as Sphinx will.

docutils does not know Sphinx's directives.  One that it does not know is read as if its body were ordinary text, so
that a clause within ``.. only::`` is found, and an example within ``.. code-block::`` is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, Parser, directives, roles
from docutils.utils import new_document

from clausebook.guide.directives import Request, letter_request, split_names
from clausebook.text.blocks import LITERAL_DIRECTIVES
from clausebook.text.source import SourceText

_SETTINGS = {
    # What is wrong with the page is for Sphinx to tell.
    "report_level": 5,
    "halt_level": 6,
    "file_insertion_enabled": False,
    "raw_enabled": False,
}


class _request(nodes.Element):  # noqa: N801 -- docutils names nodes so
    """What a page asks for in this place: ``request``."""


class _AnyOption(dict[str, Any]):
    """Takes every option as it is written."""

    def __getitem__(self, key: str) -> Any:
        return directives.unchanged

    def __contains__(self, key: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True


class _Asking(Directive):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """Note what is asked for."""
        argument, name = " ".join(self.arguments), self.name.rpartition(":")[2].lower()
        if name == "report-helper":
            actions, fields = self.options.get("actions"), self.options.get("fields")
            request = letter_request(self.lineno, argument, actions, fields or "")
        elif name == "procedure":
            request = Request(self.lineno, stem=argument.strip(), omit=split_names(self.options.get("omit") or ""))
        else:
            names = split_names("\n".join([argument, *self.content]))
            request = Request(self.lineno, clauses=names, steps="steps" in self.options)
        return [_request(request=request)]


class _Unknown(_Asking):
    def run(self) -> list[nodes.Node]:
        """Read the body as text, unless it is something else."""
        box = nodes.container()
        if self.name.rpartition(":")[2] not in LITERAL_DIRECTIVES:
            self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def _no_role(*_arguments: Any, **_options: Any) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    return [], []


@contextmanager
def _our_directives() -> Iterator[None]:
    """Let docutils find the directives of this module while it reads a page, and no longer.

    Within a build its tables hold Sphinx's directives and roles too, which work on the page that Sphinx reads alone.
    """
    find_directive, find_role = directives.directive, roles.role

    def directive(name: str, language: Any, document: nodes.document) -> tuple[Any, list[Any]]:
        if name.lower().removeprefix("coc:") in ("clause", "procedure", "report-helper"):
            return _Asking, []
        found, _messages = find_directive(name, language, document)
        return (found if found and found.__module__.startswith("docutils.") else _Unknown), []

    vars(directives)["directive"] = directive
    vars(roles)["role"] = lambda *_arguments: (_no_role, [])
    try:
        yield
    finally:
        vars(directives)["directive"], vars(roles)["role"] = find_directive, find_role


def requests_of(source: SourceText) -> Iterator[Request]:
    """Find the directives of a page that ask for clauses, in order."""
    if "::" not in source.text:
        return
    settings = get_default_settings(Parser)
    vars(settings).update(_SETTINGS)
    document = new_document(source.path, settings)
    with _our_directives():
        Parser().parse(source.text, document)
    yield from (node["request"] for node in document.findall(_request))

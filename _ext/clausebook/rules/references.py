"""CB3 as far as one file shows it: footnotes and links that nothing defines."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.rules import signs
from clausebook.text.source import SourceText


def missing_definition(source: SourceText) -> Iterator[Diagnostic]:
    """Tell footnotes and links that a file of clauses uses and does not define.

    Readers see the brackets, and cannot follow the link.  A definition may stand anywhere in the file, in another
    clause too: where a clause goes, what it needs goes with it.  Within a project, own wording may also use what the
    shared file of the same name defines.

    What to do: Define the footnote or the link in the file, best between the markers of the clause that uses it.

    Fix: none. Nobody else knows where it should lead.

    Bad:

        <!-- clause:response -->
        Read the [code of conduct][coc] first[^why].
        <!-- endclause:response -->

    Good:

        <!-- clause:response -->
        Read the [code of conduct][coc] first[^why].
        <!-- endclause:response -->

        [coc]: https://example.org/conduct

        [^why]: It says what we promise.
    """
    text = source.text
    if not signs.of_undefined(text):
        return
    # Most files need no parser, and its import takes longer than their check.
    from clausebook.clauses.references import Form, is_ordinary_text, read_references

    reading = read_references(text)
    for reference in reading.references:
        if reference.key in reading.by_key or reference.form not in (Form.NOTE, Form.FULL):
            continue
        if reference.form is Form.FULL and is_ordinary_text(text, reference):
            continue
        shown = " ".join(text[reference.start : reference.end].split())
        label = text[reference.label_start : reference.label_end]
        if reference.form is Form.NOTE:
            message = f"the footnote “{shown}” is not defined in this file: add a line “[^{label}]: …” with its text"
        else:
            message = (
                f"the link “{shown}” leads nowhere, since nothing defines “{label}” in this file: "
                f"add a line “[{label}]: https://…” with the address"
            )
        yield diagnose(Code.MISSING_DEFINITION, message, source, reference.start, reference.end)

"""Findings as values: a stable code, a place, a message that says what to do, and where sound a fix."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from clausebook.text.source import Position, SourceText, UndecodableError


class Severity(StrEnum):
    """How much a finding matters.

    An ``error`` stops a guide from shipping, a ``warning`` has to be looked at, and a ``note`` is about a guide that
    is not in use: it is told on request, and fails nothing.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Applicability(StrEnum):
    """Who may apply a fix: anybody (``safe``), somebody who judges it (``unsafe``), only a person (``display``)."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Code(Enum):
    """Every kind of finding: a stable code, a short name in the style of linters, and one line on what it means.

    CB0 files, CB1 markers, CB2 clauses, CB3 references and placeholders, CB4 community files, CB5 pages, CB6 text,
    CB7 comments that ignore findings, CB8 where built pages lead.
    """

    UNREADABLE_FILE = "CB001", "unreadable-file", "A file cannot be read."
    NOT_UTF8 = "CB002", "not-utf8", "A file holds a byte that is not UTF-8."
    INVALID_FRONT_MATTER = "CB003", "invalid-front-matter", "The front matter of a clause file cannot be understood."

    MALFORMED_START = "CB101", "malformed-start-marker", "A start marker is damaged, so that its clause does not begin."
    MALFORMED_END = "CB102", "malformed-end-marker", "An end marker is damaged, so that its clause does not end."

    END_WITHOUT_START = "CB201", "end-without-start", "An end marker has no start marker before it."
    MISSING_END = "CB202", "missing-end", "A clause begins and does not end."
    WRONG_END_NAME = "CB203", "wrong-end-name", "An end marker names another clause than the one that is open."
    DUPLICATE_CLAUSE = "CB204", "duplicate-clause", "Two clauses of one file have the same name."
    NESTED_CLAUSE = "CB205", "nested-clause", "A clause begins inside another one."
    EMPTY_CLAUSE = "CB206", "empty-clause", "A clause has no text."
    SPLIT_LIST = "CB207", "split-list", "A clause holds a part of a list item, or cuts a list in two."
    SPLIT_NUMBERING = (
        "CB208",
        "split-numbering",
        "A marker between the items of a numbered list begins the numbers anew.",
    )
    SPLIT_FENCE = "CB209", "split-fence", "A clause holds one end of a fence and not the other."
    SPLIT_TABLE = "CB210", "split-table", "A marker stands between the rows of a table, and ends it."
    SPLIT_QUOTATION = "CB211", "split-quotation", "A clause holds a part of a quotation."
    SPLIT_HTML = "CB212", "split-html", "A clause holds one end of an HTML element and not the other."
    SPLIT_NOTE = "CB213", "split-note", "A clause holds a part of a footnote or of a definition."
    SPLIT_TEXT = (
        "CB214",
        "split-text",
        "A clause begins or ends in the middle of a link, of emphasis or of a paragraph.",
    )
    SKIPPED_HEADING = (
        "CB215",
        "skipped-heading-level",
        "A heading is more than one level deeper than the one before it.",
    )

    UNKNOWN_PLACEHOLDER = (
        "CB301",
        "unknown-placeholder",
        "A placeholder names a value that the community lacks.",
    )
    MALFORMED_PLACEHOLDER = "CB302", "malformed-placeholder", "Braces are damaged, or hold something else than a name."
    UNSAFE_LINK_VALUE = "CB303", "unsafe-link-value", "A value stands where a link goes, and is not a link."
    UNKNOWN_CLAUSE = "CB304", "unknown-clause", "A clause is asked for that nobody has written."
    CLAUSE_CYCLE = "CB305", "clause-cycle", "A clause contains itself, directly or through others."
    ORPHAN_WORDING = "CB306", "orphan-wording", "A community words a clause that the shared library does not have."
    DUPLICATE_FILE = "CB307", "duplicate-clause-file", "Two clause files have the same name."
    WORDING_DOES_NOT_FIT = (
        "CB308",
        "wording-does-not-fit",
        "A clause of several paragraphs stands in the middle of one.",
    )
    DUPLICATE_LINK = "CB309", "duplicate-link-definition", "A link is defined twice in the clauses of one procedure."
    MISSING_DEFINITION = "CB310", "missing-definition", "A footnote or a link is used that nothing defines."
    NO_CLAUSE = "CB311", "file-without-clause", "A clause file has text and no clause."
    UNREAD_FILE = "CB312", "unread-file", "A file or folder lies where clauses are looked for, and is not read."
    UNKNOWN_ELEMENT = "CB341", "unknown-element", "A clause says that it supplies an element that nobody counts."
    MISSING_ELEMENT = "CB342", "missing-element", "A guide lacks an element that its community requires."
    CONTRADICTED_CHOICE = (
        "CB343",
        "contradicted-choice",
        "A guide says what its community declined, or both of two opposites.",
    )

    LOCKED_CLAUSE = "CB321", "locked-clause", "A community replaces or leaves out a clause that is locked."
    OUTDATED_WORDING = "CB322", "outdated-wording", "The shared clause has changed since a community worded it anew."
    UNRECORDED_WORDING = (
        "CB323",
        "unrecorded-wording",
        "Own wording does not say which version of the shared clause it replaces.",
    )
    MISPLACED_ADDITION = "CB324", "misplaced-addition", "A clause is added to a clause that the shared file lacks."
    MISPLACED_TRAIT = "CB325", "misplaced-trait", "The front matter says of a clause what has no effect in its file."
    UNSHOWN_CLAUSE = "CB326", "unshown-clause", "A community wrote a clause that none of its pages shows."

    STAFF_CLAUSE = "CB351", "staff-clause-in-public", "A public text asks for a clause that is for the staff alone."
    STAFF_PAGE = "CB352", "link-to-staff-page", "A public page leads to a page or file that is for the staff alone."
    STAFF_VALUE = "CB353", "staff-value-in-public", "A public text names a value that is for the staff alone."
    STAFF_WORDS = "CB354", "staff-words-in-public", "A public text holds what only the staff may know."
    LEAK = "CB355", "leak", "A built site holds what only the staff may know."

    NO_SOURCE = "CB358", "no-source", "A clause does not say where its text comes from."
    UNKNOWN_LICENCE = "CB359", "unknown-licence", "A licence is no identifier that SPDX knows."
    LICENCES_CLASH = "CB360", "licences-clash", "The licences of a guide's clauses do not allow them in one text."
    NO_SUCH_SOURCE_CLAUSE = "CB361", "source-without-clause", "A source names a clause that the file does not have."

    ALIAS_TAKEN = "CB363", "alias-taken", "A clause's former name is the name of another clause."
    OLD_NAME = "CB364", "old-name", "A clause is asked for by a name that it does not have any more."
    NAME_GONE = "CB365", "name-gone", "A clause's name is gone, and links to it break."
    NAME_UNREGISTERED = "CB366", "name-unregistered", "A clause's name is not in the register of permalinks yet."
    INVALID_REGISTER = "CB367", "invalid-register", "The register of permalinks cannot be understood."

    INVALID_TOML = "CB401", "invalid-toml", "A community file is not TOML."
    INVALID_VALUE = "CB402", "invalid-value", "A value in a community file is wrong."
    UNKNOWN_KEY = "CB403", "unknown-key", "A community file has a key that means nothing."
    MISSING_KEY = "CB404", "missing-key", "A community file lacks a key that it must have."
    NOT_FILLED_IN = "CB405", "not-filled-in", "A fact is marked as still to be filled in."
    MISSING_COMMUNITY_FILE = "CB406", "missing-community-file", "A community's folder has no community.toml."
    DUPLICATE_COMMUNITY = "CB407", "duplicate-community", "Two communities have the same name."
    TOO_FEW_CONTACTS = "CB408", "too-few-contacts", "A live guide names fewer than two people who take reports."
    NO_EMERGENCY_NUMBER = "CB409", "no-emergency-number", "A live guide has no emergency number."
    FOLDER_NAME = "CB410", "folder-name", "A community's folder has a name that cannot be part of an address."
    FOREIGN_NUMBER = "CB411", "foreign-emergency-number", "An emergency number is not one of the community's country."
    PHONE_NUMBER = "CB412", "phone-number", "A phone number lacks its country code, or cannot exist in its country."
    LOOK_ALIKE = "CB413", "look-alike-address", "An address has letters of another script that look like its own."
    TOO_FEW_CHANNELS = "CB414", "too-few-channels", "A guide offers fewer than two ways to report."
    NO_INDEPENDENT_CONTACT = "CB415", "no-independent-contact", "No contact is independent of the organizers."
    REVIEW_OVERDUE = "CB416", "review-overdue", "The facts were last checked too long ago."
    CONTACT_EXPIRED = "CB417", "contact-expired", "A contact was there until a day that has gone by."
    REVIEW_IN_FUTURE = "CB418", "review-in-future", "The day of the last review has not come yet."
    PATH_WITHOUT_SITE = (
        "CB419",
        "path-without-site",
        "A link is a path of the community's site, which is not given.",
    )
    LEFTOVER_FACT = "CB420", "leftover-fact", "A fact holds a word that stands for something still to be written."
    MADE_UP_FACT = "CB421", "made-up-fact", "An address or a number is one that is set aside for examples."
    COPIED_CONTACT = (
        "CB422",
        "copied-contact",
        "Two communities have the same contact, and none says that this is meant.",
    )
    LINKED_FOLDER = "CB423", "linked-folder", "A community's folder or file is a link that leads elsewhere."

    LOW_CONTRAST = "CB424", "low-contrast", "An accent colour is too faint to be read."
    UNUSABLE_LOGO = "CB425", "unusable-logo", "A logo's file is not there, too large, or more than a picture."

    INVALID_DIRECTIVE = "CB501", "invalid-directive", "A page asks for clauses in a way that cannot be understood."
    UNKNOWN_OMISSION = "CB502", "unknown-omission", "A page leaves out a clause that the procedure does not have."
    MISSING_FRONT_PAGE = "CB503", "missing-front-page", "A community has no page index.md."

    LEFTOVER = "CB601", "leftover-placeholder", "The text holds a word that stands for something still to be written."
    MOJIBAKE = "CB602", "mojibake", "Characters were decoded with the wrong encoding."
    MAIL_LINK = "CB603", "mail-link-without-mailto", "A link to an e-mail address lacks mailto:."
    EMPTY_LABEL = "CB604", "label-without-target", "A label stands before nothing that it could label."
    EMPTY_LINK = "CB605", "empty-link", "A link shows nothing, or leads nowhere."
    CONFLICT = "CB606", "merge-conflict", "A merge left its marks in the text."
    BIDIRECTIONAL = (
        "CB607",
        "bidirectional-control",
        "An invisible character turns the direction of the text and is never ended.",
    )
    INVISIBLE = "CB608", "invisible-character", "An invisible character stands in a word, an address or a link."
    CONTROL = "CB609", "control-character", "The text holds a control character, which no reader can see."
    UNFILLED = (
        "CB610",
        "unfilled-placeholder",
        "A name in capitals or brackets stands for something still to be written.",
    )

    UNKNOWN_IGNORE = "CB701", "unknown-ignore", "A comment on what to ignore cannot be understood."
    UNUSED_IGNORE = "CB702", "unused-ignore", "A comment ignores something that is not there."

    DEAD_LINK = "CB801", "dead-link", "A link to another site leads to nothing."
    MISSING_ANCHOR = "CB802", "missing-anchor", "The page that a link leads to lacks the place that it names."
    BAD_CERTIFICATE = "CB803", "bad-certificate", "Browsers warn readers of the site that a link leads to."
    MOVED_LINK = "CB804", "moved-link", "The page that a link leads to has moved for good."
    REFUSED_LINK = "CB805", "refused-link", "A server does not let a program see whether a page is there."
    UNANSWERED_LINK = "CB806", "unanswered-link", "Nobody knows whether a link works."
    BROKEN_LINK = "CB811", "broken-link", "A link leads to a page that the built site does not have."
    MISSING_FRAGMENT = "CB812", "missing-fragment", "A link names a place that a page of the site does not have."
    MISSING_FILE = "CB813", "missing-file", "A page shows a picture or a file that the built site does not have."
    WRONG_PHONE_LINK = "CB814", "wrong-phone-link", "A link calls a number that nobody is known to have."
    WRONG_MAIL_LINK = "CB815", "wrong-mail-link", "A link writes to an address that cannot exist."
    UNUSABLE_LINK = "CB816", "unusable-link", "A link is no address that a browser can follow."

    def __init__(self, code: str, slug: str, summary: str) -> None:
        self.code = code
        self.slug = slug
        self.summary = summary

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the characters from ``start`` to ``end`` (offsets into the text, half open) by ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What would mend a finding: non-overlapping edits of its file, and who may apply them."""

    message: str
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.  ``start`` and ``end`` are half open; ``path`` is the file as the user named it."""

    code: Code
    message: str
    path: str
    start: Position
    end: Position
    severity: Severity = Severity.ERROR
    fix: Fix | None = None
    # Of facts to fill in or to mend: which to do first, from 0 on; None where there is no such order.
    rank: int | None = None
    # The guides that a fault of a link breaks: each page by its community and name.
    breaks: tuple[str, ...] = ()

    @property
    def sort_key(self) -> tuple[str, Position, str]:
        """Findings are told file by file, from top to bottom."""
        return self.path, self.start, self.code.code


def diagnose(
    code: Code,
    message: str,
    source: SourceText,
    start: int,
    end: int,
    *,
    severity: Severity = Severity.ERROR,
    fix: Fix | None = None,
    rank: int | None = None,
    breaks: tuple[str, ...] = (),
) -> Diagnostic:
    """Make a finding about the characters from ``start`` to ``end`` (offsets, half open) of a text."""
    first, last = source.position(start), source.position(end)
    return Diagnostic(code, message, source.path, first, last, severity, fix, rank, breaks)


def not_utf8(error: UndecodableError) -> Diagnostic:
    """Make the finding of a file that is not UTF-8."""
    message = f"byte 0x{error.byte:02x} is not UTF-8; save the file as UTF-8 in your editor"
    place = error.position
    return Diagnostic(Code.NOT_UTF8, message, error.path, place, Position(place.row, place.column + 1))

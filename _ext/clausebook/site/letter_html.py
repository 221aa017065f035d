"""What a reader fills in to get a letter, as HTML: fields, choices, the letter with its blanks, and buttons.

Of the letter itself each blank is an element with the name of its field, and what may be left out is an element too:
the script puts words in and takes the text.  No word of the page's own stands in the script: all can be translated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from clausebook.community.model import Contact
from clausebook.guide.letters import Blank, Letter, Meaning, Part, Piece
from clausebook.site.letter_words import GAP, example, in_action, label, left_empty, promise, said_by_script
from clausebook.site.words import translated as _

# What a browser, a keyboard and a spell checker must leave alone: some send what is written to their makers.
_PRIVATE = (
    'autocomplete="off" autocapitalize="sentences" autocorrect="off" spellcheck="false" data-gramm="false" '
    'data-lpignore="true" data-1p-ignore'
)
_LONG = frozenset({Meaning.WHAT, Meaning.EFFECT, Meaning.TAKEN})
_CHOSEN = frozenset({Meaning.CONTACT, Meaning.ACTIONS})
# So much of a sentence shows where its blank goes.
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody to whom a letter can go, and what a letter calls them."""

    name: str
    contact: Contact


def letter_html(
    letter: Letter, community: str, choices: tuple[Choice, ...], of_page: str = "", of_letter: str = ""
) -> str:
    """Write all of it as a ``template``, which shows nothing by itself.

    ``of_page`` and ``of_letter`` are attributes that say in which language either is.
    """
    return (
        f'<template class="report-template"><div class="report-helper"{of_page} {_data(community)}>\n'
        + "\n".join(
            [
                _promise(),
                _step(_("What happened"), _("Leave out what you do not want to tell."), "\n".join(_fields(letter))),
                _step(_("What you ask for"), _("Choose as many as you like, or none."), _actions(letter, of_letter)),
                _step(_("What else, if you like"), "", _options(letter, of_letter)),
                _step(
                    _("Whom you write to"),
                    _(
                        "Choose whom you trust. You need not write to anybody who is involved, or close to the person "
                        "who did it: choose somebody else."
                    ),
                    "\n".join([_choices(choices), *_fields(letter, is_sender=True)]),
                ),
                _step(_("Your letter"), _("You can change it here by hand, too."), _letter_and_buttons(of_letter)),
                f'<div class="report-letter" hidden>\n{_paragraphs(letter, community)}\n</div>',
            ]
        )
        + "\n</div></template>\n"
    )


def _data(community: str) -> str:
    words = {**said_by_script(), "unnamed": community}
    return " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())


def _promise() -> str:
    first, second, third = (escape(line) for line in promise())
    return f'<div class="report-promise"><p><strong>{first}</strong> {second}</p><p>{third}</p></div>'


def _step(title: str, hint: str, inside: str) -> str:
    if not inside:
        return ""
    note = f'<p class="report-hint">{escape(hint)}</p>' if hint else ""
    return f"<fieldset><legend><h2>{escape(title)}</h2></legend>{note}\n{inside}\n</fieldset>"


def _fields(letter: Letter, *, is_sender: bool = False) -> Iterator[str]:
    """Write the fields that the letter always needs, or the sender's; what may be left out brings its own."""
    keys = {blank.key: _context(part, blank) for part in letter.parts if part.option is None for blank in part.blanks}
    items = [piece for group in letter.actions for item in group.items for piece in item if isinstance(piece, Blank)]
    optional = {blank.key for part in letter.parts if part.option is not None for blank in part.blanks}
    # A blank of the actions alone is asked for, too.
    keys |= {blank.key: "" for blank in items if blank.key not in keys and blank.key not in optional}
    for blank in letter.blanks:
        if blank.key in keys and blank.meaning not in _CHOSEN and (blank.meaning is Meaning.SENDER) is is_sender:
            yield _field(blank, keys[blank.key])


def _context(part: Part, blank: Blank) -> str:
    """Give the words before a blank, back to the beginning of its part of the sentence."""
    before = ""
    for piece in part.pieces:
        if piece is blank:
            break
        before = "… " if isinstance(piece, Blank) else before + piece
    last = max(before.rfind(mark) for mark in ",.;:")
    words = before[last + 1 :].strip()
    return "" if not words else words if len(words) <= _CONTEXT else f"… {words[-_CONTEXT:].partition(' ')[2]}"


def _field(blank: Blank, context: str) -> str:
    name = f"report-{_slug(blank.key)}"
    hints = [example(blank.meaning)]
    if context and blank.meaning is not Meaning.SENDER:
        hints.append(_("In the letter: “%s …”.") % context)
    if empty := left_empty(blank):
        hints.append(_("If you leave it empty: “%s”.") % empty)
    hint = " ".join(filter(None, hints))
    described = f' aria-describedby="{name}-hint"' if hint else ""
    shared = f'id="{name}" data-fills="{escape(blank.key)}"{described} {_PRIVATE}'
    control = f'<textarea {shared} rows="3"></textarea>' if _is_long(blank) else f'<input type="text" {shared}>'
    note = f'<p class="report-hint" id="{name}-hint">{escape(hint)}</p>' if hint else ""
    return f'<div class="report-field"><label for="{name}">{escape(label(blank))}</label>{note}{control}</div>'


def _is_long(blank: Blank) -> bool:
    return blank.meaning in _LONG


def _slug(key: str) -> str:
    # Keys of unknown blanks are any text; an id must not hold a blank.
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in key)


def _actions(letter: Letter, of_letter: str) -> str:
    if not letter.takes_actions:
        return ""
    groups = []
    for group in letter.actions:
        items = "\n".join(_tick(f"data-action {_PRIVATE}", _shown(item), of_letter) for item in group.items)
        groups.append(f"<h3{of_letter}>{escape(group.title)}</h3>\n{items}" if group.title else items)
    own = _area("own-actions", _("Something else, a line for each"), "data-own-actions", "")
    return "\n".join([*groups, own])


def _options(letter: Letter, of_letter: str) -> str:
    always = {blank.key for part in letter.parts if part.option is None for blank in part.blanks}
    asked = {Meaning.CONTACT, Meaning.ACTIONS, Meaning.WHO}
    written = []
    for part in letter.parts:
        if part.option is None:
            continue
        fields = [b for b in part.blanks if b.key not in always and b.meaning not in asked]
        always |= {blank.key for blank in fields}
        inside = "\n".join(_field(blank, _context(part, blank)) for blank in fields)
        tick = _tick(f'data-option="{part.option}" {_PRIVATE}', _shown(part.pieces), of_letter)
        written.append(tick + (f'<div class="report-more" hidden>{inside}</div>' if inside else ""))
    hint = _("It goes to the end of the letter: a fuller account, names of witnesses, how to reach you.")
    return "\n".join([*written, _area("rest", _("Anything else that you want to say"), "data-rest", hint)])


def _tick(attributes: str, words: str, of_letter: str) -> str:
    return f'<label class="report-choice"><input type="checkbox" {attributes}><span{of_letter}>{words}</span></label>'


def _area(name: str, title: str, attributes: str, hint: str) -> str:
    identifier = f"report-{name}"
    note = f'<p class="report-hint" id="{identifier}-hint">{escape(hint)}</p>' if hint else ""
    described = f' aria-describedby="{identifier}-hint"' if hint else ""
    return (
        f'<div class="report-field"><label for="{identifier}">{escape(title)}</label>{note}'
        f'<textarea id="{identifier}" {attributes}{described} {_PRIVATE} rows="3"></textarea></div>'
    )


def _choices(choices: tuple[Choice, ...]) -> str:
    written = []
    for choice in choices:
        contact = choice.contact
        role = f" ({contact.role})" if contact.role and contact.role != choice.name else ""
        radio = f'<input type="radio" name="report-contact" data-contact="{escape(choice.name)}" {_PRIVATE}>'
        name = escape((choice.name or contact.email or contact.phone or _("TODO: not filled in")) + role)
        choose = f'<label class="report-choice">{radio}<span>{name}</span></label>'
        written.append(f'<div class="report-contact">{choose}<p class="report-ways">{_ways(contact)}</p></div>')
    return "\n".join(written)


def _ways(contact: Contact) -> str:
    links = []
    if contact.email:
        links.append(f'<a href="mailto:{escape(contact.email)}">{escape(contact.email)}</a>')
    if contact.phone and contact.tel:
        links.append(f'<a href="{escape(contact.tel)}">{escape(contact.phone)}</a>')
    notes = [
        contact.place,
        contact.hours,
        _("speaks %s") % ", ".join(contact.languages) if contact.languages else None,
        _("independent of the organizers") if contact.independent else None,
    ]
    return " ".join([*links, escape("; ".join(note for note in notes if note))]).strip()


def _letter_and_buttons(of_letter: str) -> str:
    title = escape(_("The letter, as it will be sent"))
    buttons = [
        ("copy", _("Copy")),
        ("save", _("Save as a file")),
        ("print", _("Print")),
        ("clear", _("Delete everything")),
    ]
    shown = "".join(f'<button type="button" data-do="{name}">{escape(text)}</button>' for name, text in buttons)
    mail = f'<a class="report-mail" data-do="mail">{escape(_("Open in my mail program"))}</a>'
    again = escape(_("Write it again from my answers"))
    return (
        f'<label class="report-label" for="report-text">{title}</label>\n'
        f'<textarea id="report-text"{of_letter} data-letter {_PRIVATE} rows="6"></textarea>\n'
        f'<p class="report-edited" hidden><span></span> <button type="button" data-do="again">{again}</button></p>\n'
        f'<div class="report-buttons">{mail}{shown}</div>\n'
        '<p class="report-mail-note"></p>\n'
        '<p class="report-status" role="status"></p>'
    )


def _paragraphs(letter: Letter, community: str) -> str:
    written = []
    named: set[str] = set()
    for paragraph in letter.paragraphs:
        parts = "".join(_part(part, community, named) for part in paragraph.parts)
        mark = f' data-mark="{escape(paragraph.mark)}"' if paragraph.mark else ""
        written.append(f"<p{mark}>{parts}</p>")
    return "\n".join(written)


def _part(part: Part, community: str, named: set[str]) -> str:
    inside = "".join(_written(part.pieces, community, named))
    if part.option is not None:
        return f'<span data-if="{part.option}">{inside}</span>'
    return f'<span data-needs="{escape(part.needs)}">{inside}</span>' if part.needs else inside


def _written(pieces: Iterable[Piece], community: str, named: set[str]) -> Iterator[str]:
    """Write words of the letter with its blanks; ``named`` are those that it has named before."""
    for piece in pieces:
        if isinstance(piece, str):
            yield escape(piece)
            continue
        # Without a name, a letter has no signature; what is not asked for is not listed.
        is_nothing = piece.meaning in (Meaning.SENDER, Meaning.ACTIONS)
        empty = community if piece.meaning is Meaning.CONTACT else "" if is_nothing else left_empty(piece) or GAP
        if piece.key in named and piece.meaning is Meaning.WHO:
            empty = in_action(piece)
        named.add(piece.key)
        yield f'<b data-field="{escape(piece.key)}" data-empty="{escape(empty)}"></b>'


def _shown(pieces: Iterable[Piece]) -> str:
    """Write words to choose; a blank in them says what goes there, and later shows it."""
    return "".join(escape(piece) if isinstance(piece, str) else _shown_blank(piece) for piece in pieces)


def _shown_blank(blank: Blank) -> str:
    empty = escape(in_action(blank))
    return f'<i data-field="{escape(blank.key)}" data-empty="{empty}">{empty}</i>'

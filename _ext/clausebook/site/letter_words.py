"""The words of a page on which readers put a letter together."""

from __future__ import annotations

from clausebook.guide.letters import Blank, Meaning
from clausebook.site.words import translated as _

# Where nothing was written, and the sentence cannot do without.
GAP = "____"


def promise() -> tuple[str, str, str]:
    """Say what becomes of what a reader writes: no more than is true."""
    return (
        _("What you write stays in this window until you copy, save, print or mail it yourself."),
        _("This page cannot send it or store it. It works without a connection, too."),
        _(
            "When you leave or reload the page, all of it is gone. Who can see your screen, the makers of your "
            "keyboard, and programs that watch this device may see it."
        ),
    )


def said_by_script() -> dict[str, str]:
    """Give what the script says, by the names under which it looks for it."""
    return {
        "subject": _("Code of conduct report"),
        "copied": _("Copied. You can paste it into a message now."),
        "select": _("The letter is selected. Copy it with your browser's menu, or with Ctrl+C."),
        "saved": _("Saved as letter.txt, among your downloads. Who uses this device can find it there."),
        "clear": _("Delete everything that you wrote here?"),
        "cleared": _("Everything is deleted."),
        "edited": _("You changed the letter by hand. Your answers above do not change it any more."),
        "unchosen": _("Choose whom you write to, then you can open the letter in your mail program."),
        "unreached": _(
            "No e-mail address is known here. Copy, save or print the letter, and hand it over or read it out."
        ),
        "long": _(
            "The letter is too long for a link, which some mail programs would cut off. This button copies it and "
            "opens an empty message: paste it there."
        ),
    }


def label(blank: Blank) -> str:
    """Say in plain words what a field is for; what nobody knows is called as in the letter."""
    known = {
        Meaning.WHO: _("Who did it?"),
        Meaning.WHAT: _("What did they do?"),
        Meaning.EFFECT: _("What has it done to you?"),
        Meaning.RELATIONSHIP: _("Why can the person you write to act on it?"),
        Meaning.OTHERS: _("Who else must not learn of it?"),
        Meaning.AUTHORITY: _("Whom have you told already?"),
        Meaning.TAKEN: _("What have they done about it?"),
        Meaning.SENDER: _("Your name"),
    }
    words = known.get(blank.meaning) if blank.meaning else None
    return words or _sentence(blank.text)


def _sentence(text: str) -> str:
    plain = " ".join(text.split())
    return plain.capitalize() if plain.isupper() else plain


def left_empty(blank: Blank) -> str:
    """Say what the letter says if a field stays empty; nothing where no words of ours would be true."""
    words = {
        Meaning.WHO: _("somebody"),
        Meaning.EFFECT: _("an effect on me"),
        Meaning.RELATIONSHIP: _("a responsibility here"),
        Meaning.OTHERS: _("anybody else"),
        Meaning.AUTHORITY: _("somebody else"),
        Meaning.TAKEN: _("action"),
    }
    return words.get(blank.meaning, "") if blank.meaning else ""


def example(meaning: Meaning | None) -> str:
    """Say what could stand in a field."""
    words = {
        Meaning.WHO: _("A name, an e-mail address, a handle, or what they look like."),
        Meaning.SENDER: _("You can leave it out. What you told may still show who you are."),
    }
    return words.get(meaning, "") if meaning else ""


def in_action(blank: Blank) -> str:
    """Say what stands for an empty blank in what a letter asks for, and where the letter has named it before."""
    return _("this person") if blank.meaning is Meaning.WHO else GAP

"""The facts of a community, as pydantic models: frozen, without unknown keys, all mistakes told at once.

A value that is None was not given, or is marked as missing in the file; ``Community.missing`` knows which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from clausebook.clauses.traits import Audience
from clausebook.community import Location, addresses, checks
from clausebook.community.card import Card
from clausebook.community.completeness import Completeness, check_table
from clausebook.community.fields import (
    AtLeastOne,
    Country,
    Day,
    Days,
    Digits,
    Email,
    Flag,
    Identifier,
    Language,
    Licence,
    Link,
    Name,
    Phone,
    Site,
    StaffText,
    Text,
    take_languages,
    take_list,
    take_table,
)
from clausebook.community.kinds import Kind, Status
from clausebook.community.look import Look
from clausebook.community.missing import Restorer, set_aside
from clausebook.community.relations import relations

_FROZEN = ConfigDict(frozen=True, extra="forbid")

# How many days a review of the facts is good for, and how many before an event.
FRESH = 365
FRESH_FOR_EVENT = 14


# The titles of fields are noun phrases: messages about missing facts go on with them.


class Contact(BaseModel):
    """A person or a role that takes reports."""

    model_config = ConfigDict(
        **_FROZEN, json_schema_extra={"anyOf": [{"required": ["email"]}, {"required": ["phone"]}]}
    )

    name: Text | None = Field(title="the person's name", examples=["Kim Example"])
    role: Text | None = Field(None, title="what the person does for the community", examples=["Event Coordinator"])
    email: Email | None = Field(None, title="the person's e-mail address", examples=["kim@example.org"])
    phone: Phone | None = Field(
        None, title="the person's phone number, with the country code", examples=["+1 202 555 0143"]
    )
    hours: Text | None = Field(
        None, title="the hours in which the person answers", examples=["during the event, 9:00 to 22:00"]
    )
    languages: Annotated[
        tuple[Language, ...], BeforeValidator(take_list, json_schema_input_type=list[Language | None] | None)
    ] = Field((), title="the languages that the person speaks, as tags", examples=[["en", "pt-BR"]])
    place: Text | None = Field(
        None, title="where people find the person during the event", examples=["at the registration desk"]
    )
    independent: Flag | None = Field(
        False, title="true if the person is independent of the organizers, so that they too can be reported"
    )
    until: Day | None = Field(None, title="the last day on which the person takes reports")
    shared: Flag | None = Field(False, title="true if the person takes reports for another community of this site too")
    audience: Annotated[Audience, BeforeValidator(checks.choice(Audience, "word for readers"))] | None = Field(
        Audience.PUBLIC, title="who may see the contact: public, reporter, or staff for the staff edition only"
    )

    @property
    def tel(self) -> str | None:
        """The phone number as a link (RFC 3966), such as ``tel:+49-30-901820;ext=12``."""
        return None if self.phone is None else addresses.phone_link(self.phone)

    @property
    def for_staff(self) -> bool:
        """Whether only the staff may see the contact; they alone also while that is not filled in."""
        return self.audience in (None, Audience.STAFF)


class EmergencyNumber(BaseModel):
    """A number that reaches the police, the fire brigade or an ambulance in the community's country."""

    model_config = _FROZEN

    number: Digits | None = Field(title="the emergency number, in quotes", examples=["112"])
    label: Text | None = Field(None, title="who answers at the number", examples=["Emergency: police, fire, ambulance"])

    @property
    def tel(self) -> str | None:
        """The number as a link, such as ``tel:911``: dialled as it is, never with a country code."""
        return None if self.number is None else f"tel:{self.number}"


class Event(BaseModel):
    """When people meet: in these days, and shortly before, the facts have to be fresher than at other times."""

    model_config = _FROZEN

    starts: Day | None = Field(title="the event's first day")
    ends: Day | None = Field(None, title="the event's last day")
    review_days: Days | None = Field(
        FRESH_FOR_EVENT, title="so many days before the event its facts are checked again", examples=[14]
    )


class Community(BaseModel):
    """The facts of one event or chapter, as its ``community.toml`` gives them."""

    model_config = ConfigDict(
        **_FROZEN,
        json_schema_extra={
            "allOf": [
                {"anyOf": [{"required": ["country"]}, {"properties": {"kind": {"enum": ["online"]}}}]},
                {
                    "anyOf": [
                        {"required": ["reviewed"]},
                        {"properties": {"status": {"enum": ["draft", "example", "archived"]}}, "required": ["status"]},
                    ]
                },
            ]
        },
    )

    name: Name = Field(title="what the community is called", examples=["Example Conference"])
    kind: Annotated[Kind, BeforeValidator(checks.choice(Kind, "kind of community"))] = Field(
        title="the kind of community: conference, meetup, chapter or online"
    )
    country: Country | None = Field(
        None, title="the two-letter code of the country in which people meet", examples=["US", "DE"]
    )
    languages: Annotated[
        tuple[Language, ...], BeforeValidator(take_languages, json_schema_input_type=AtLeastOne | None)
    ] = Field(title="the languages of the guide as tags, the page's first", examples=[["en"], ["pt-BR", "en"]])
    site: Site | None = Field(None, title="the address of the web site", examples=["https://example.org"])
    reviewed: Day | None = Field(None, title="the day on which somebody last checked all facts")
    status: Annotated[Status, BeforeValidator(checks.choice(Status, "status"))] = Field(
        Status.LIVE, title="live if the guide is in use, draft, example or archived if not"
    )
    review_days: Days | None = Field(
        FRESH, title="the number of days after which the facts are to be checked again", examples=[180]
    )
    listed: Flag | None = Field(True, title="true if the portal shows the community, false if not")
    summary: Text | None = Field(
        None, title="one line about the guide, for the portal", examples=["Procedures for attendees and for staff."]
    )
    licence: Licence | None = Field(
        None, title="the licence of the guides, as SPDX writes it", examples=["CC-BY-4.0", "CC0-1.0"]
    )
    exit_url: Site | None = Field(
        None, title="the web address that “Exit this page” leads to", examples=["https://www.bbc.co.uk/weather"]
    )
    search_engines: Flag | None = Field(
        None, title="true if search engines may show a guide in use, false if not; true if left out"
    )
    social_text: Text | None = Field(
        None, title="the line that a shared link shows below the name; the summary if left out"
    )
    email: Email | None = Field(None, title="the e-mail address that takes reports", examples=["coc@example.org"])
    event: Annotated[Event | None, BeforeValidator(take_table)] = Field(None, title="the days of the event, a table")
    contacts: Annotated[
        tuple[Contact, ...], BeforeValidator(take_list, json_schema_input_type=list[Contact | None] | None)
    ] = Field((), title="the people who take reports, a [[contacts]] table each")
    emergency: Annotated[
        tuple[EmergencyNumber, ...],
        BeforeValidator(take_list, json_schema_input_type=list[EmergencyNumber | None] | None),
    ] = Field((), title="the country's emergency numbers, an [[emergency]] table each")
    links: Annotated[
        Mapping[Identifier, Link | None],
        BeforeValidator(check_table, json_schema_input_type=dict[Identifier, Link | None] | None),
    ] = Field(
        {},
        title="the links that clauses name, under the name that they use",
        examples=[{"code_of_conduct": "https://example.org/code-of-conduct/", "staff": "/about/staff/"}],
    )
    words: Annotated[
        Mapping[Identifier, Text | None],
        BeforeValidator(check_table, json_schema_input_type=dict[Identifier, Text | None] | None),
    ] = Field(
        {},
        title="the community's own words, under the name that clauses use",
        examples=[{"event": "conference", "staff": "organizers"}],
    )
    staff: Annotated[
        Mapping[Identifier, StaffText | None],
        BeforeValidator(checks.check_staff, json_schema_input_type=dict[Identifier, StaffText | None] | None),
    ] = Field(
        {},
        title="what only the staff may know: rooms, phone numbers, links, under the name that staff clauses use",
        examples=[{"duty_phone": "+1 202 555 0143", "quiet_room": "Room 204", "form": "https://example.org/form"}],
    )
    card: Annotated[Card, BeforeValidator(check_table, json_schema_input_type=Card | None)] = Field(
        Card.model_validate({}), title="the clauses on the pocket card that staff carry"
    )
    look: Annotated[Look, BeforeValidator(check_table, json_schema_input_type=Look | None)] = Field(
        Look.model_validate({}), title="the logo, the colour and the last line of the community's pages"
    )
    completeness: Annotated[Completeness, BeforeValidator(check_table, json_schema_input_type=Completeness | None)] = (
        Field(
            Completeness.model_validate({}),
            title="which elements of a complete guide the community requires, and which it declines",
        )
    )

    _missing: frozenset[Location] = PrivateAttr(frozenset())

    @property
    def missing(self) -> frozenset[Location]:
        """Where facts are marked as missing, such as ``("contacts", 0, "phone")``."""
        return self._missing

    @property
    def language(self) -> str:
        """The language of the page; ``en``, the language of the shared clauses, where it is marked as missing."""
        return self.languages[0] if self.languages else "en"

    @property
    def for_staff(self) -> bool:
        """Whether some of the facts are for the staff only."""
        return bool(self.staff) or any(contact.for_staff for contact in self.contacts)

    def public(self) -> Self:
        """Give the facts without those that only the staff may see."""
        copy = self.model_copy(
            update={"contacts": tuple(contact for contact in self.contacts if not contact.for_staff), "staff": {}}
        )
        copy._missing = frozenset(location for location in self._missing if location[0] not in ("contacts", "staff"))
        return copy

    @model_validator(mode="wrap")
    @classmethod
    def _tell_all(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Check single facts and facts against each other in one go, so that no mistake hides another."""
        if not isinstance(data, dict):
            return handler(data)
        facts, missing = set_aside(data)
        errors = list(relations(facts, missing))
        try:
            community = handler(facts)
        except ValidationError as error:
            errors = [*_details(error), *errors]
        if errors:
            restorer = Restorer(missing)
            for detail in errors:
                detail["loc"] = restorer.restore(detail.get("loc", ()))
            raise ValidationError.from_exception_data(cls.__name__, errors)
        community._missing = missing
        return community


def _details(error: ValidationError) -> Iterator[InitErrorDetails]:
    """Turn raised errors back into what an error is raised from."""
    for detail in error.errors(include_url=False):
        kind = detail["type"]
        ours = kind in checks.KINDS
        context = detail.get("ctx", {})
        yield InitErrorDetails(
            type=PydanticCustomError(kind, "{message}", context) if ours else kind,
            loc=detail["loc"],
            input=detail["input"],
            ctx=context,
        )

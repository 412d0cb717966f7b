"""The form of a question, made from what may be said along with it.

The fields come from the JSON Schema of the question's parameters: titles, descriptions and bounds
from there, and from ``x-of`` what of the model a value names, so that it can be chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from countermove.web.page import ModelPage
from countermove.web.pages.follow_up.offers import Offer, offered
from countermove.web.work.questions import Question

ASIDE = frozenset(
    (
        "concepts",
        "engine",
        "everything",
        "foresight",
        "improvement",
        "level",
        "seed",
        "unrecognised",
    )
)
"""What is asked in the second place: most people leave it as it is."""

NONE = "none"
"""What a form says for nothing, where leaving a field out means something."""

_INSTEAD: dict[str, dict[str, str]] = {"sample": {"within": "10%"}}
"""What is said unless something is: so that the question is answered without a form."""

_WORDS = {
    "improvements": "each mover gains",
    "one-countermove": "all movers but one gain",
    "moves": "any moves",
    "strict": "every member is better off",
    "pareto": "no member is worse off, and some are better off",
    "projected": "as what it sees of it",
    "stable": "as one that it stays in",
    "unstable": "as one that it leaves",
    "auto": "the quickest way",
    "compiled": "with compiled kernels",
    "numpy": "with NumPy",
    "definition": "from the definitions",
    "ties": "the order of what is tied",
}
_NOTHING = {
    "scenario": "none: the model as it stands",
    "claim": "every claim",
    "party": "every party",
    "holding": "needn't hold",
    "unknown": "nothing",
}


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form."""

    name: str
    title: str
    description: str
    kind: str
    values: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    least: int | None = None
    most: int | None = None
    aside: bool = False


# -- what was said ------------------------------------------------------------------------------


def said(question: Question, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what an address says along with a question, as plain data.

    >>> from countermove.web.work.questions import find
    >>> said(find("goals"), {"goals": "deal,", "steps": "1", "rankings": "", "in": "x"})
    {'goals': ['deal'], 'steps': 1, 'rankings': False}
    >>> said(find("needed"), {"holding": "none"}), said(find("sample"), {})
    ({'holding': None}, {'within': '10%'})
    """
    found: dict[str, Any] = {}
    for name, schema in _properties(question).items():
        kind = _kind(schema)
        if kind == "object":
            begins = f"{name}."
            pairs = {k.removeprefix(begins): v for k, v in query.items() if k.startswith(begins)}
            if chosen := {key: value for key, value in pairs.items() if value}:
                found[name] = chosen
        elif name in query and (value := _READ[kind](query[name], schema)) is not _LEFT_OUT:
            found[name] = value
    instead = _INSTEAD.get(question.id, {})
    # What stands for nothing said gives way to whatever is said in its place.
    if instead and found.get("unknown") and found.get("within") == instead["within"]:
        del found["within"]
    elif instead and "unknown" not in found:
        found = instead | found
    return found


_LEFT_OUT = object()


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _read_list(text: str, _: Mapping[str, Any]) -> Any:
    return _parts(text)


def _read_flag(text: str, _: Mapping[str, Any]) -> Any:
    return "true" in _parts(text)


def _read_number(text: str, _: Mapping[str, Any]) -> Any:
    try:
        return int(text)
    except ValueError:
        return text.strip() or _LEFT_OUT


def _read_text(text: str, schema: Mapping[str, Any]) -> Any:
    text = text.strip()
    if text == NONE and schema.get("default") is not None:
        return None
    return text or _LEFT_OUT


_READ: dict[str, Callable[[str, Mapping[str, Any]], Any]] = {
    "array": _read_list,
    "boolean": _read_flag,
    "integer": _read_number,
    "string": _read_text,
}


def _properties(question: Question) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = question.parameters.model_json_schema()["properties"]
    return properties


def _kind(schema: Mapping[str, Any]) -> str:
    return str(_core(schema)["type"])


def _core(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a value without the possibility that there is none."""
    choices = schema.get("anyOf", [schema])
    return next(choice for choice in choices if choice.get("type") != "null")


# -- the form -----------------------------------------------------------------------------------


def fields(page: ModelPage, question: Question, values: Mapping[str, Any]) -> tuple[FormField, ...]:
    """Return the fields of a question's form, as far as the model has something to choose."""
    found: list[FormField] = []
    for name, schema in _properties(question).items():
        if _kind(schema) == "object":
            found += _by_party(page, name, schema, values.get(name, {}))
        elif (field := _field(page, name, schema, values)) is not None:
            found.append(field)
    # What is asked comes first, then of which scenario.
    return tuple(sorted(found, key=lambda field: field.name == "scenario"))


def _by_party(
    page: ModelPage, name: str, schema: Mapping[str, Any], values: Mapping[str, str]
) -> Iterator[FormField]:
    concepts = (Offer("", "that of the column"), *offered(page, "concepts"))
    for party in offered(page, "parties"):
        title = f"{schema['title']} of {party.words}"
        value = (values.get(party.value, ""),)
        field = f"{name}.{party.value}"
        yield FormField(field, title, schema["description"], "choice", value, concepts, aside=True)


def _field(
    page: ModelPage, name: str, schema: Mapping[str, Any], values: Mapping[str, Any]
) -> FormField | None:
    core, of = _core(schema), schema.get("x-of", "")
    default = schema.get("default")
    given = values.get(name, default)
    several = core["type"] == "array"
    written = tuple(map(str, given or ())) if several else (_written(given),)
    kind, offers = _look(page, core, of)
    if kind == "choice":
        if len(offers) < (1 if schema is not core and "anyOf" in schema else 2):
            return None
        if "anyOf" in schema:
            nothing = "" if default is None else NONE
            offers = (Offer(nothing, _NOTHING.get(name, "any")), *offers)
            written = (nothing,) if given is None else written
    if kind == "checks" and not offers:
        return None
    return FormField(
        name,
        schema["title"],
        schema["description"],
        kind,
        written,
        offers,
        core.get("minimum"),
        core.get("maximum"),
        name in ASIDE,
    )


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def _look(page: ModelPage, core: Mapping[str, Any], of: str) -> tuple[str, tuple[Offer, ...]]:
    """Say which kind of field fits, and what it offers."""
    match core["type"]:
        case "boolean":
            return "flag", ()
        case "array" if choices := _choices(core["items"]):
            return "checks", choices
        case "array":
            return ("texts" if of == "states" else "checks"), offered(page, of)
    if choices := _choices(core):
        return "choice", choices
    if core["type"] == "integer":
        return "number", ()
    return ("choice" if of and of != "states" else "text"), offered(page, of)


def _choices(schema: Mapping[str, Any]) -> tuple[Offer, ...]:
    given = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    return tuple(Offer(str(value), _WORDS.get(str(value), str(value))) for value in given)

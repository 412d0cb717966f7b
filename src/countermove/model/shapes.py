"""The shapes of a model file: what may stand where, and all that is to be known of it there.

One walk over the classes of the model, with what their fields say of themselves
(:mod:`countermove.model.written`), gives a tree of shapes. Whoever reads, checks, edits or writes a
file asks the shape of a place: no list of keys is kept beside the classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from countermove.errors import Path
from countermove.model.conflict import Conflict
from countermove.model.part import Brief, Part
from countermove.model.written import OUT, KeyUse, Use, Written

_LOST = {
    **dict.fromkeys(("party", "option", "term", "state"), "names"),
    "document": "documents",
    "source": "sources",
    "level": "levels",
    "member": "members",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Written):
    """What may stand at a place of a model file."""

    inside: Mapping[str, Shape] = field(default_factory=dict)  # by the keys that it may have
    each: Shape | None = None  # of its entries, whatever their ids or their places in the list
    is_list: bool = False  # or may be one
    is_text: bool = False
    is_entry: bool = False  # of a table of ids
    is_short: bool = False  # the key of a part whose text alone may stand for the part
    part: type[Part] = Part

    @property
    def short(self) -> str:
        """The key whose text alone may stand for it."""
        return self.part.short

    @property
    def is_words(self) -> bool:
        """Whether it is words or the record behind something, so that no answer depends on it."""
        of_sources = self.each is not None and self.each.names == "source"
        return of_sources or (self.is_text and self.names is None and not self.is_entry)

    @property
    def is_table_of_ids(self) -> bool:
        """Whether its keys are ids, so that their order counts."""
        return self.each is not None and not self.is_list

    @property
    def is_read_down(self) -> bool:
        """Whether it is a list of which each item has a line of its own."""
        each = self.each
        return self.is_list and each is not None and bool(each.inside) and not each.is_text

    def at(self, step: str | int) -> Shape:
        """Return the shape of what is one step within."""
        if isinstance(step, str) and step in self.inside:
            return self.inside[step]
        return self.each if self.each and isinstance(step, int) == self.is_list else NOWHERE

    def in_full(self, value: Any) -> Any:
        """Return a value as a table, where it is a text that stands for one."""
        return {self.short: value} if self.short and isinstance(value, str) else value

    def in_short(self, value: Any) -> Any:
        """Return a value as a text, where it is a table of which the text says all."""
        is_short = self.short and isinstance(value, Mapping) and value.keys() == {self.short}
        return value[self.short] if is_short else value


NOWHERE = Shape()
"""The shape of a place that no model has."""


@cache
def shape_of_part(part: type[Part] = Conflict) -> Shape:
    """Return the shape of a class of the model; of the whole, where none is given."""
    inside = {key: _field(part, key, details) for key, details in part.model_fields.items()}
    if part.short:
        inside[part.short] = replace(inside[part.short], is_short=True)
    return _saying(Shape("a table", inside=inside, part=part), part.written)


def shape_of(path: Path, uses: frozenset[Use | KeyUse] | None = None) -> Shape:
    """Return what may stand at a place of a model; `NOWHERE` for one that no model has.

    Of certain uses alone, the shape knows only what names something in one of these ways.

    >>> shape_of(("preferences", "us", "statements", 0)).short
    'holds'
    >>> shape_of(("decision_makers", "us", "options", "bomb")).called
    'the option ‘{}’ of {dm}'
    """
    shape = shape_of_part() if uses is None else _naming(uses)
    for step in path:
        shape = shape.at(step)
    return shape


@cache
def _naming(uses: frozenset[Use | KeyUse]) -> Shape:
    """Return the shape of a model with only what names something in one of these ways."""

    def only(shape: Shape) -> Shape:
        inside = {
            key: kept for key, at in shape.inside.items() if (kept := only(at)) is not NOWHERE
        }
        each = None if shape.each is None else only(shape.each)
        names = not uses.isdisjoint((shape.names, shape.keys))
        if not (inside or names or each not in (None, NOWHERE)):
            return NOWHERE
        return replace(shape, inside=inside, each=None if each is NOWHERE else each)

    return only(shape_of_part())


def parts(
    value: Any, path: Path = (), uses: frozenset[Use | KeyUse] | None = None
) -> list[tuple[Path, Shape, Any]]:
    """Return all that is in a model or in the plain data of one, each before what it holds.

    Of certain uses alone, it is what names something in one of these ways, and what holds that.
    """
    every: list[tuple[Path, Shape, Any]] = []
    _add_parts(every, path, shape_of(path, uses), value)
    return every


def _add_parts(every: list[tuple[Path, Shape, Any]], path: Path, shape: Shape, value: Any) -> None:
    inside, each, items = shape.inside, shape.each, _items(shape, value)
    if shape.is_list != isinstance(value, (list, tuple)):
        each = None
    for step, inner in items:
        at = inside.get(step, each)
        if at is None:
            continue
        here = (*path, step)
        if not (at.inside or at.each):
            every.append((here, at, inner))
            continue
        brief = inner.in_short if at.part.short and isinstance(inner, Brief) else inner
        every.append((here, at, brief))
        if not isinstance(brief, str):
            _add_parts(every, here, at, brief)


def _items(shape: Shape, value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Part):
        given = vars(value)  # what is empty there may not have been given
        return [(key, given[key]) for key in shape.inside if given.get(key)]
    if isinstance(value, (list, tuple)):
        return enumerate(value)
    return value.items() if isinstance(value, Mapping) else ()


def _shape(kind: Any, *traits: Any, entry: bool = False) -> Shape:
    """Return the shape of a type; what stands outermost on it is said last and counts."""
    if get_origin(kind) is Annotated:
        kind, *inner = get_args(kind)
        return _shape(kind, *inner, *traits, entry=entry)
    shape = replace(_of_type(kind), is_entry=entry)
    for trait in traits:
        if isinstance(trait, Written):
            shape = _saying(shape, trait)
    each = shape.each
    if each is not None and shape.ids is not None and not each.called:
        each = replace(each, called=f"the {_noun(shape.ids)} ‘{{}}’")
    return replace(
        shape,
        each=each,
        expected=shape.expected or _expected(shape),
        declares=shape.declares or _LOST.get(str(shape.ids), ""),
    )


def _noun(kind: str) -> str:
    return "outcome" if kind == "state" else kind


def _expected(shape: Shape) -> str:
    """Say what a part must be, by its type and by what it names."""
    each, key = shape.each, shape.ids or shape.keys
    if each is None:
        named = {None: "a text in quotes", "statement": "a statement in quotes"}
        return named.get(shape.names, "an id in quotes")
    if shape.is_list:
        ids = {"statement": "statements", "source": "source ids", None: ""}
        of = "statements" if each.short else ids.get(each.names, "option ids")
        return f'a list of {of}, ["…"]' if of else "a list"
    if each.inside and not each.short:
        return f"a table with a table for each {_noun(str(key))}"
    what = "statement" if each.names == "statement" else "text"
    return f'a table of {_noun(shape.ids)}s, id = "{what}"' if shape.ids else "a table"


def _saying(shape: Shape, trait: Written) -> Shape:
    said = {f.name: getattr(trait, f.name) for f in fields(Written)}
    return replace(shape, **{k: v for k, v in said.items() if v != getattr(_SILENT, k)})


_SILENT = Written()


def _of_type(kind: Any) -> Shape:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        forms = [_shape(form) for form in inner if form is not NoneType]
        several = next((form for form in forms if form.is_list), forms[0])
        # What is one of several tables may have the keys of each.
        inside = forms[0].inside
        for form in forms[1:]:
            inside = {k: at for k, at in form.inside.items() if k not in inside} | dict(inside)
        return replace(forms[0], inside=inside, each=several.each, is_list=several.is_list)
    if origin is Literal:
        *first, last = map(str, inner)
        return Shape(f"{', '.join(first)} or {last}" if first else "")
    if origin is tuple:
        return Shape(each=_shape(inner[0]), is_list=True)
    if origin is not None and issubclass(origin, Mapping):
        return Shape(each=_shape(inner[1], entry=True))
    if isinstance(kind, type) and issubclass(kind, Part):
        return shape_of_part(kind)
    if kind is bool:
        return Shape("true or false")
    return Shape(is_text=True) if kind is str else Shape("a number")


def _field(part: type[Part], key: str, details: FieldInfo) -> Shape:
    shape = _shape(details.annotation, *details.metadata)
    if details.is_required() or key in part.kinds:
        if shape.instead is OUT and shape.each is not None:
            shape = replace(shape, instead=[] if shape.is_list else {})
        return shape
    stand_ins = [t.instead for t in details.metadata if isinstance(t, Written)]
    default = details.default
    says_nothing = default is not None and not (
        default.model_fields_set if isinstance(default, Part) else default
    )
    return replace(
        shape,
        instead=next((i for i in stand_ins if i is not OUT), OUT),
        empty=shape.empty or says_nothing,
    )

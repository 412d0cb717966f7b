"""In which of the papers' ways a preference is taken: what tempts, what deters, what is believed.

Where a preference isn't a ranking, the papers differ in what they make of a move of which it isn't
known whether it is an improvement, of an outcome that is worse but not greatly so, and so on.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, TypeVar, get_args, get_type_hints

from countermove.arguments import boolean, one_of, several
from countermove.errors import ConceptNotApplicableError, UnknownNameError
from countermove.literature import (
    BASHAR_2012,
    HAMOUDA_2004,
    INOHARA_2007,
    LI_2004,
    REGO_2015,
    XU_2009,
    XU_2010_HYBRID,
)
from countermove.model.numbers import Number, exact, plain
from countermove.preferences.way_names import VARIANTS_SAY, Extension, Strength, Variant, WayAsked
from countermove.references import Reference

Asking = TypeVar("Asking", bound=Callable[..., Any])

HALF = Fraction(1, 2)
"""What thresholds are where nothing is said of them."""

_SAYS: dict[Extension, str] = {
    "a": "it leaves when unsure, and isn't held back by what it is unsure of",
    "b": "it ignores what it doesn't know",
    "c": "it leaves when unsure, but is held back by what it is unsure of",
    "d": "it stays when unsure",
}


@dataclass(frozen=True, slots=True)
class PreferenceWay:
    """One of the papers' ways to take a preference that isn't a ranking, or not only one.

    >>> PreferenceWay(unknown="a", strength="strong").name
    'hybrid preference, extension a, strong'
    """

    unknown: Extension | None = None
    strength: Strength | None = None
    fuzzy: bool = False
    probabilistic: bool = False
    attitudes: bool = False
    thresholds: tuple[tuple[str, Fraction], ...] = ()
    variants: tuple[Variant, ...] = ()

    def __bool__(self) -> bool:
        """Say whether it is another way than that of a ranking."""
        return bool(
            self.unknown or self.strength or self.fuzzy or self.probabilistic or self.attitudes
        )

    def threshold(self, name: str, written: Number | None) -> Fraction:
        """Return a threshold: as asked for, as written, or a half."""
        asked = dict(self.thresholds).get(name)
        return asked if asked is not None else HALF if written is None else Fraction(written)

    @property
    def tempts_otherwise(self) -> bool:
        """Whether what tempts isn't simply what is known to be better."""
        return self.unknown in ("a", "c") or self.fuzzy or self.probabilistic or self.attitudes

    @property
    def start_counts(self) -> bool:
        """Whether others deter by coming back to where their replies begin."""
        return "start" in self.variants

    @property
    def return_is_void(self) -> bool:
        """Whether others can't deter by coming back to the very outcome that was left."""
        return "return-void" in self.variants

    @property
    def return_escapes(self) -> bool:
        """Whether it doesn't deter that one may come back there, but is an escape."""
        return "return-escapes" in self.variants

    @property
    def escapes_gain(self) -> bool:
        """Whether one escapes only by what tempts, as others count any move."""
        return "gaining-escapes" in self.variants

    @property
    def level(self) -> int:
        """By so many degrees a sanction has to be worse; 0: it may not be better."""
        if self.strength in (None, "general", "weak"):
            return 0
        return 2 if self.strength == "strong" else int(str(self.strength))

    @property
    def name(self) -> str:
        """What the papers call it, and what is chosen of it."""
        if self.fuzzy:
            return "fuzzy preference"
        if self.probabilistic:
            return "probabilistic preference"
        if self.attitudes:
            return "attitudes"
        is_level = self.strength is not None and self.strength.isdigit()
        chosen = [f"extension {self.unknown}"] if self.unknown else []
        if self.strength:
            chosen.append(f"level {self.strength}" if is_level else self.strength)
        kind = "hybrid" if self.unknown and self.strength else "unknown"
        if not self.unknown:
            kind = "multi-degree" if is_level else "strength of"
        return f"{kind} preference, {', '.join(chosen)}"

    @property
    def says(self) -> str:
        """What it does with what isn't known, or isn't a ranking, in plain words."""
        told = [_SAYS[self.unknown]] if self.unknown else []
        if self.strength == "weak":
            told.append("what deters isn't greatly worse")
        elif self.level:
            greatly = "greatly worse" if self.level == 2 else f"worse by {self.level} degrees"
            told.append(f"only what is {greatly} deters" if self.level > 1 else _WORSE)
        elif self.strength:
            told.append("what is no better deters, greatly worse or not")
        if self.fuzzy:
            told.append("a move tempts, and is believed, where it is surely enough better")
        if self.probabilistic:
            told.append("a move tempts, deters or is believed where that is probable enough")
        if self.attitudes:
            told.append("each looks for what is good for those it is friendly to, bad for others")
        told += [VARIANTS_SAY[variant] for variant in self.variants]
        return "; ".join(told)

    def code(self, concept: str) -> str:
        """Return the code of a concept as the papers print it in this way."""
        code = "Nash" if concept == "NASH" else concept
        if self.attitudes:
            return f"R{code}"
        if self.fuzzy:
            return "FR" if concept == "NASH" else f"F{code}"
        if self.probabilistic:
            return _PROBABILISTIC.get(concept, code)
        if self.strength and concept != "NASH":
            code = self._by_strength(code)
        return f"{code}_{self.unknown}" if self.unknown else code

    def _by_strength(self, code: str) -> str:
        if self.strength == "strong":
            # Papers write SSEQ for the strong one, too.
            return f"{code}_strong" if code.endswith("SEQ") else f"S{code}"
        initial = {"general": "G", "weak": "W"}.get(str(self.strength))
        return f"{initial}{code}" if initial else f"{code}({self.strength})"

    @property
    def literature(self) -> tuple[Reference, ...]:
        """Where the papers define it."""
        if self.fuzzy or self.probabilistic or self.attitudes:
            chosen = {BASHAR_2012: self.fuzzy, REGO_2015: self.probabilistic}
            return tuple(
                one for one, is_it in (chosen | {INOHARA_2007: self.attitudes}).items() if is_it
            )
        found = [LI_2004] if self.unknown else []
        if self.strength:
            found.append(XU_2009 if self.strength.isdigit() else HAMOUDA_2004)
        return (*found, XU_2010_HYBRID) if len(found) == 2 else tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from a ranking's way as plain data."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        data["thresholds"] = {name: plain(number(value)) for name, value in self.thresholds}
        data["variants"] = list(self.variants)
        return {key: value for key, value in data.items() if value}


AS_RANKED = PreferenceWay()
"""That of a ranking: what is better tempts, all else deters."""

FUZZY, PROBABILISTIC = PreferenceWay(fuzzy=True), PreferenceWay(probabilistic=True)
"""Those of matrices."""

_WORSE = "what is worse deters, and what is as good doesn't"
_PROBABILISTIC = {
    "NASH": "α-Nash",
    "GMR": "(α,β)-MR",
    "SMR": "(α,β)-SMR",
    "SEQ": "(α,β,γ)-SEQ",
    "SSEQ": "(α,β,γ)-SSEQ",
}


def number(value: Fraction) -> Number:
    """Return a number as it is written."""
    found = exact(value)
    assert found is not None
    return found


_ASKED = """\
unknown : {"a", "b", "c", "d"}, optional
    The extension for unknown preference: what isn't the same in all readings is unknown.
strength : {"general", "strong", "weak"} or int, optional
    What strength of preference makes of sanctions; a number is how many degrees worse they
    have to be. With `unknown` it is hybrid preference.
fuzzy, probabilistic, attitudes : bool
    Whether preferences are taken as fuzzy or probabilistic, as matrices or derived from
    readings and their likelihoods; or as attitudes to others.
thresholds : mapping of str to number, or iterable of str, optional
    ``threshold`` for `fuzzy`, ``alpha``, ``beta`` and ``gamma`` for `probabilistic`, instead
    of those written; as texts ``"alpha=0.3"``. A half where nothing is said.
variants : str or iterable of str, optional
    Definitions otherwise than usual: ``"scores"`` (marks weigh as in the NUAA program),
    ``"sure-replies"`` (nobody is believed to move where it isn't known to gain),
    ``"at-threshold-tempts"``, ``"at-threshold-deters"``, ``"at-threshold-believed"``
    (the other inequality), ``"reversed"`` (what is better than it by `beta` deters),
    ``"start"`` (others may deter by coming back to where their replies begin),
    ``"return-void"`` (to come back to the very state that was left neither deters nor is an
    escape, as in the matrix method), ``"return-escapes"`` (it doesn't deter, and is an escape)
    and ``"gaining-escapes"`` (only what tempts is an escape).
"""
_WAY = "**way\n    In which of the papers' ways preferences are taken.\n"


def asked_in_ways(function: Asking) -> Asking:
    """Say of a function in its signature and its docstring in which ways it may be asked."""
    own = inspect.signature(function)
    *parameters, _ = own.parameters.values()
    by_key = inspect.Parameter.KEYWORD_ONLY
    parameters += [
        inspect.Parameter(name, by_key, default=False if of is bool else None, annotation=of)
        for name, of in get_type_hints(WayAsked).items()
    ]
    function.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    function.__doc__ = (inspect.getdoc(function) or "").replace(_WAY, _ASKED)
    return function


def belongs_to(name: str) -> tuple[str, ...]:
    """Return to which ways a variant or a threshold belongs; most do to all."""
    return _BELONGS.get(name, ("unknown", "strength", "fuzzy", "probabilistic", "attitudes"))


_BELONGS = {
    "scores": ("strength",),
    "sure-replies": ("unknown",),
    "at-threshold-tempts": ("fuzzy", "probabilistic"),
    **dict.fromkeys(("at-threshold-deters", "at-threshold-believed"), ("probabilistic",)),
    **dict.fromkeys(("reversed", "alpha", "beta", "gamma"), ("probabilistic",)),
    "threshold": ("fuzzy",),
}


def way_of(
    *,
    unknown: object = None,
    strength: object = None,
    fuzzy: bool = False,
    probabilistic: bool = False,
    attitudes: bool = False,
    thresholds: Any = None,
    variants: Any = None,
) -> PreferenceWay:
    """Return the way that is asked for; an unknown name or what doesn't go together is refused."""
    if unknown is not None:
        one_of(unknown, get_args(Extension), "extension", "The extensions are")
    if strength is not None:
        strength = str(strength)
        one_of(strength, get_args(Strength), "strength", "It is one of")
    chosen: list[Any] = list(several(() if variants is None else variants))
    for variant in chosen:
        one_of(variant, get_args(Variant), "variant", "The variants are")
    read: list[tuple[str, Fraction]] = []
    for name, given in _by_name({} if thresholds is None else thresholds).items():
        one_of(name, ("threshold", "alpha", "beta", "gamma"), "threshold", "The thresholds are")
        value = _share(given)
        if value is None or not (0 < value <= 1 if name == "threshold" else 0 <= value <= 1):
            above = "above 0, up to 1" if name == "threshold" else "from 0 to 1"
            advice = f"Give a number {above}, as in 0.3 or 1/3."
            raise UnknownNameError(f"‘{given}’ is no threshold.", advice=advice)
        read.append((name, value))
    way = PreferenceWay(
        unknown,  # type: ignore[arg-type]
        strength,  # type: ignore[arg-type]
        boolean(fuzzy, "fuzzy"),
        boolean(probabilistic, "probabilistic"),
        boolean(attitudes, "attitudes"),
        tuple(read),
        tuple(dict.fromkeys(chosen)),
    )
    kinds = [bool(unknown or strength), way.fuzzy, way.probabilistic, way.attitudes]
    if sum(kinds) > 1:
        raise ConceptNotApplicableError(
            "several of the papers' ways are asked for at once.",
            advice="Unknown preference and strength go together (hybrid); the others stand alone.",
        )
    if not way and (chosen or read):
        raise ConceptNotApplicableError(
            "a variant or threshold is given, and no way that it belongs to.",
            advice="Say which: unknown, strength, fuzzy, probabilistic or attitudes. With strength "
            "general a ranking is taken as it is.",
        )
    for name in (*chosen, *dict(read)):
        if not any(getattr(way, kind) for kind in belongs_to(name)):
            raise ConceptNotApplicableError(
                f"‘{name}’ says nothing in this one of the papers' ways.",
                advice=f"It belongs to: {', '.join(belongs_to(name))}.",
            )
    if way.return_is_void and way.return_escapes:
        raise ConceptNotApplicableError(
            "two variants say what it means to come back to where it began.",
            advice="Give one of return-void and return-escapes.",
        )
    return way


def _by_name(thresholds: Any) -> dict[str, Any]:
    """Read thresholds, each as in ``alpha=0.3`` where they are texts."""
    if isinstance(thresholds, Mapping):
        return dict(thresholds)
    parts = (str(one).partition("=") for one in several(thresholds))
    return {name.strip(): value.strip() for name, _, value in parts}


def _share(given: object) -> Fraction | None:
    try:
        value = exact(given)
        return Fraction(str(given)) if value is None else Fraction(value)
    except (ValueError, ZeroDivisionError):
        return None

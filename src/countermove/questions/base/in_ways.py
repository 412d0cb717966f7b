"""What questions take that may be asked in the papers' ways: how preferences are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from immutabledict import immutabledict

from countermove.preferences.way_names import VARIANTS_SAY, Extension, Strength, Variant, WayAsked
from countermove.questions.base.question import Question, parameters
from countermove.report.parameters import Parameter

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict

_PANEL = "The papers' kinds of preference"

UNKNOWN = Parameter(
    "Unknown preference",
    "What isn't the same in all readings is unknown, and taken by this extension of the papers.",
    ("--unknown",),
    is_aside=True,
    panel=_PANEL,
    nothing="as written",
    words=immutabledict(
        a="a: leaves when unsure, isn't held back by it",
        b="b: ignores what it doesn't know",
        c="c: leaves when unsure, but is held back by it",
        d="d: stays when unsure",
    ),
)
STRENGTH = Parameter(
    "Strength of preference",
    "How much worse what deters has to be: general, strong (greatly worse), weak (general, and not "
    "strong) or so many degrees.",
    ("--strength",),
    is_aside=True,
    panel=_PANEL,
    nothing="as written",
    words=immutabledict(
        {
            "general": "general: what is no better deters",
            "strong": "strong: only what is greatly worse deters",
            "weak": "weak: general, and not strong",
            "1": "level 1: only what is worse deters",
            **{
                str(k): f"level {k}: only what is worse by {k} degrees or more deters"
                for k in range(2, 6)
            },
        }
    ),
)
FUZZY = Parameter(
    "Fuzzy",
    "Preferences are fuzzy: a matrix of degrees, or the readings and their likelihoods.",
    ("--fuzzy",),
    is_aside=True,
    panel=_PANEL,
)
PROBABILISTIC = Parameter(
    "Probabilistic",
    "Preferences are probabilities: a matrix of them, or the readings and their likelihoods.",
    ("--probabilistic",),
    is_aside=True,
    panel=_PANEL,
)
ATTITUDES = Parameter(
    "Attitudes",
    "Each looks for what is good for those it is friendly to, and bad for those it is hostile to.",
    ("--attitudes",),
    is_aside=True,
    panel=_PANEL,
)
THRESHOLDS = Parameter(
    "Thresholds",
    "How much is enough, of fuzzy preference threshold=0.3, of probabilities alpha=0.5, beta=0.5, "
    "gamma=0.5; instead of those written.",
    ("--threshold",),
    "How much is enough: threshold=0.3 of fuzzy preference, alpha=0.5, beta=0.5, gamma=0.5 of "
    "probabilities; give it again for more. Instead of those written.",
    is_aside=True,
    panel=_PANEL,
)
VARIANTS = Parameter(
    "Variants",
    "Definitions otherwise than usual, where the papers differ.",
    ("--variant",),
    "A definition otherwise than usual, where the papers differ; give it again for more.",
    is_aside=True,
    panel=_PANEL,
    words=VARIANTS_SAY,
)


@parameters
class InWays(Question):
    """A question that may be asked in the papers' ways."""

    unknown: Annotated[Extension | None, UNKNOWN] = None
    strength: Annotated[Strength | None, STRENGTH] = None
    fuzzy: Annotated[bool, FUZZY] = False
    probabilistic: Annotated[bool, PROBABILISTIC] = False
    attitudes: Annotated[bool, ATTITUDES] = False
    thresholds: Annotated[tuple[str, ...], THRESHOLDS] = ()
    variants: Annotated[tuple[Variant, ...], VARIANTS] = ()

    @classmethod
    def idle(cls, conflict: Conflict | None) -> frozenset[str]:
        """Return the ways that need what a model doesn't have, and the variants of these."""
        from countermove.analysis.ways import ways_for
        from countermove.preferences.ways import belongs_to

        ways = frozenset() if conflict is None else ways_for(conflict)
        variants = (f"variants={one}" for one in VARIANTS_SAY if ways.isdisjoint(belongs_to(one)))
        return frozenset({*(WayAsked.__annotations__.keys() - ways), *variants})

    @property
    def way(self) -> WayAsked:
        """The way that is asked for, as functions take it."""
        said = self.arguments()
        return cast("WayAsked", {name: said[name] for name in WayAsked.__annotations__})

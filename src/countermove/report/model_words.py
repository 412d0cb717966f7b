"""What a model says besides parties and wishes: claims, scenarios, and how sure all that is."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.model.conflict import Conflict
from countermove.model.doubts import every_doubt
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.report.amounts import counted
from countermove.report.article import Grid, Line, Section


def besides_wishes(conflict: Conflict) -> Iterator[Section]:
    """Give the claims and scenarios of a model by their ids."""
    words = Vocabulary(conflict)
    if conflict.claims:
        lines = tuple(
            Line(
                claim.says,
                (),
                name,
                story=f"{claim.kind} “{statement_words(words, claim.statement)}”",
            )
            for name, claim in conflict.claims.items()
        )
        yield Section("What was claimed?", (Grid("Claim", (), lines),))
    if conflict.scenarios:
        scenarios = conflict.scenarios.items()
        lines = tuple(Line(one.title, (), name, story=one.summary or "") for name, one in scenarios)
        yield Section("What if?", (Grid("Scenario", (), lines),))


def sureness(conflict: Conflict) -> str:
    """Say how much is in doubt, and how much there is on record; nothing where nothing is."""
    doubts, sources = len(every_doubt(conflict)), len(conflict.sources)
    told = [
        *([f"{counted(doubts, 'thing')} in doubt"] if doubts else []),
        *([f"{counted(sources, 'source')} in the record"] if sources else []),
    ]
    return f"{', '.join(told)}." if told else ""

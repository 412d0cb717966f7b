"""Preferences: what each party wants, and the ranking that follows, beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from countermove.analysis.ask.from_nothing import from_pairs
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.editing.doubt_edits import names_of
from countermove.editing.family_edits import family_of
from countermove.errors import CountermoveError, Path, Problem
from countermove.graph_model import GraphModel
from countermove.model.families import own_words
from countermove.model.ranking_text import REST, is_mark, levels
from countermove.model.statement_words import statement_words
from countermove.report.amounts import counted
from countermove.report.doubts import in_doubt
from countermove.web.contexts import (
    Within,
    counting,
    in_words,
    inherited_from,
    of_model,
    within_reading,
)
from countermove.web.draft import DraftParty, at, families, items, table, text, wanting
from countermove.web.page import ModelPage
from countermove.web.pages.follow_up.interview import about_one
from countermove.web.pages.preferences import doubting, judging
from countermove.web.pages.preferences.doubting import SAID, SURE, shown, sureness
from countermove.web.pages.preferences.judging import (
    KINDS,
    MOST_RANKED,
    groups,
    in_one_text,
    kind_of,
    same_weights,
    weight_in_words,
)
from countermove.web.pages.preferences.ranked import ranked, truths
from countermove.web.strips import drawn, strip_of
from countermove.web.studio import Studio
from countermove.web.typed_statements import Checked, checked

__all__ = ["ACTIONS", "SAID", "variables"]

ACTIONS = {**judging.ACTIONS, **doubting.ACTIONS}

_LITTLE = 2
"""So many wishes are few: questions are offered instead."""

FROM_PAIRS = from_pairs()
"""What a party wants that was asked about by pairs, beside the pairs."""

_MANY = 1000
"""Of more outcomes a share is told."""

CALLED = {
    "statements": "By statements, the most important first",
    "ranking": "By a direct ranking of the outcomes",
    "weights": "By weights of options and terms",
}
"""The kinds of preferences in words."""


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what the page shows: one party's preference, and its ranking."""
    tabs = wanting(page.snapshot.data)
    asked = page.query.get("party")
    party = next((p for p in (*tabs, *page.parties) if p.id == asked), None)
    party = party or next(iter(tabs), None)
    within_query = {"in": page.context_id} if page.context_id else {}
    shared: dict[str, Any] = {
        "party": party,
        "within": within_query,
        "edited": in_words(page.snapshot.data, page.context),
    }
    if party is None:
        return shared
    # A family's statements are shown as one member reads them.
    speaker = page.party
    shared["tabs"] = [_tab(page, one) for one in (tabs if party in tabs else (*tabs, party))]
    whole = page.at("preferences", party.id)
    own = at(page.snapshot.data, *whole)
    all_of_it = counting(page.snapshot.data, page.context, ("preferences", party.id))
    readings = items(all_of_it, "readings")
    which = _which(page, len(readings))
    here = [*whole, "readings", which - 1] if readings else whole
    written = readings[which - 1] if readings else all_of_it
    seen, solution, problems = _seen(page, speaker, which)
    model = None if seen is None else seen.model
    wishes = _wishes(page, written, here, model)
    return shared | {
        "party_place": [one.id for one in page.parties].index(speaker),
        "speaker": speaker,
        "family": next((f for f in families(page.snapshot.data) if f.id == party.id), None),
        "member_of": family_of(page.snapshot.data, party.id),
        "whole": whole,
        "here": here,
        "own": own is not None,
        "as_in": inherited_from(page.snapshot.data, page.context, ("preferences", party.id)),
        "which": which,
        "readings": [
            {"says": text(one, "says"), "likely": shown(one, "likely")} for one in readings
        ],
        "doubt": text(all_of_it, "doubt"),
        "whole_because": tuple(map(str, items(all_of_it, "because"))),
        "whole_note": text(all_of_it, "note").strip(),
        "because": tuple(map(str, items(written, "because"))),
        "note": text(written, "note").strip(),
        "kind": kind_of(written),
        "choices": _choices(written, model),
        "called": CALLED,
        "sure": [(key, words) for key, (_, _, words) in SURE.items()],
        "strengths": [(1, "As usual"), (2, "Strongly: greatly better")],
        "doubts": names_of(page.snapshot.data),
        "most_ranked": MOST_RANKED,
        "wishes": wishes,
        "in_one_text": in_one_text(at(written, "ranking")),
        "rows": _rows(seen, items(written, "ranking"), page.live.large is not None),
        "pairs": [
            {"names": list(map(str, pair)), "outcomes": _group(seen, tuple(pair))}
            for pair in items(written, "unknown")
        ],
        "known": _known(seen, items(written, "known")),
        "from_pairs": at(written, "ranking") == FROM_PAIRS["ranking"],
        "weights": {
            name: (weight_in_words(weight), isinstance(weight, list))
            for name, weight in table(written, "weights").items()
        },
        "ranking": _ranked(page, solution, speaker),
        "truths": _truths(solution if model else None, speaker, wishes),
        "in_doubt": model is not None
        and any(place[1] in (party.id, speaker) for d in model.doubts for place in d.places),
        "unordered": solution is not None and speaker in solution.model.unordered,
        "problems": problems,
        "ask": []
        if readings or party.id != speaker
        else _asked_instead(page, party.id, written, wishes),
    }


def _asked_instead(
    page: ModelPage, party: str, written: Any, wishes: Sequence[dict[str, Any]]
) -> list[tuple[str, str]]:
    """Return where questions are asked about a party of which little is written, or by pairs."""
    if at(written, "ranking") == FROM_PAIRS["ranking"]:
        return [link for link in about_one(page, party) if "by=pairs" in link[0]]
    is_little = kind_of(written) in ("", "statements") and len(wishes) <= _LITTLE
    return about_one(page, party) if is_little else []


def _tab(page: ModelPage, party: DraftParty) -> dict[str, Any]:
    """Return a party with how much is written of what it wants, in a word or two."""
    here = page.at("preferences", party.id)
    written = counting(page.snapshot.data, page.context, ("preferences", party.id))
    readings = items(written, "readings")
    words, whole = "none yet", "nothing is written yet of what it wants"
    if readings:
        words = whole = counted(len(readings), "reading")
    elif found := items(written, "statements"):
        number = sum(len(items(one, "any_order")) or 1 for one in found)
        words, whole = str(number), counted(number, "wish", "wishes")
    elif weights := table(written, "weights"):
        words = whole = counted(len(weights), "weight")
    elif at(written, "ranking"):
        words, whole = "ranked", "by a direct ranking"
    return {
        "id": party.id,
        "name": party.name,
        "words": words,
        "whole": whole,
        "otherwise": bool(page.context) and at(page.snapshot.data, *here) is not None,
        "mistakes": len(page.mistakes_at(here, True)),
    }


def _which(page: ModelPage, count: int) -> int:
    """Return the number of the reading that is shown."""
    asked = page.query.get("which", "1")
    return int(asked) if asked in map(str, range(1, count + 1)) else 1


def _seen(
    page: ModelPage, party: str, which: int
) -> tuple[Within | None, Solution | None, tuple[Problem, ...]]:
    """Return what is edited with its answer, and what is wrong with a scenario or view."""
    live = page.live
    if live.model is None or live.conflict is None:
        return None, live.solution if which == 1 else None, ()
    if which == 1 and not page.views:
        return of_model(live.model), live.solution, ()
    try:
        found = within_reading(live.conflict, page.context, party, which)
        return found, live.solution if which == 1 else solve(found.model), ()
    except CountermoveError as error:
        return None, None, error.problems


def _ranked(page: ModelPage, solution: Solution | None, party: str) -> dict[str, Any] | None:
    if solution is None or not _is_ranked(solution, party):
        return None
    return ranked(solution, party, all_places=page.query.get("places") == "all")


def _is_ranked(solution: Solution, party: str) -> bool:
    model = solution.model
    return party in model.preferences and party not in model.unordered


def _truths(solution: Solution | None, party: str, wishes: list[dict[str, Any]]) -> str:
    """Return what is true at each place, and number the wishes that count in this order."""
    if solution is None or not _is_ranked(solution, party):
        return ""
    each = [one for wish in wishes for one in wish["within"] or [wish]]
    counting = [one for one in each if not one["sure"].startswith("left-out")]
    for number, one in enumerate(counting):
        one["counts"] = number
    return truths(solution, party, [one["whole"] for one in counting])


def _wishes(
    page: ModelPage, written: Any, here: list[str | int], model: GraphModel | None
) -> list[dict[str, Any]]:
    """Return statements as the page shows them, those in any order within one."""
    doubts = {} if model is None else _doubts(model, page.context, page.party, here)
    found = []
    for number, (statement, place) in enumerate(_numbered(written, here), 1):
        wish = _wish(statement, place, str(number), model, doubts, party=page.party)
        several = enumerate(_numbered(statement, place, "any_order"), 1)
        within = [
            _wish(*one, f"{number}.{k}", model, doubts, party=page.party) for k, one in several
        ]
        found.append(wish | {"within": within})
    return found


def _numbered(
    written: Any, here: list[str | int], key: str = "statements"
) -> Iterator[tuple[Any, list[str | int]]]:
    for position, statement in enumerate(items(written, key)):
        yield statement, [*here, key, position]


def _wish(
    statement: Any,
    place: list[str | int],
    number: str,
    model: GraphModel | None,
    doubts: Mapping[Path, list[str]],
    *,
    party: str,
) -> dict[str, Any]:
    short = not isinstance(statement, dict)
    holds = str(statement) if short else text(statement, "holds")
    whole = own_words(model.conflict, holds, party) if model else holds
    words = statement_words(model.states.vocabulary, whole) if model else holds
    said = checked(whole, model.conflict, model.states) if model and holds else None
    return sureness(statement) | {
        "number": number,
        "holds": holds,
        "whole": whole,
        "in_words": words,
        "note": text(statement, "note").strip(),
        "because": list(map(str, items(statement, "because"))),
        "at": place,
        "text_at": place if short else [*place, "holds"],
        "true": _true_in(whole, said, model),
        "said": doubts.get(tuple(place), []),
    }


def _true_in(holds: str, said: Checked | None, model: GraphModel | None) -> dict[str, str] | None:
    """Say in how many outcomes a statement is true, in short and whole."""
    if said is None or not said.fine or model is None:
        return None
    true, among = model.states.holding(holds).count(), len(model.states)
    short = f"{true:,} of {among:,}"
    if among > _MANY and 0 < true < among:
        short = f"{min(max(1, round(100 * true / among)), 99)}%"
    return {"short": short, "whole": said.text}


def _doubts(
    model: GraphModel, context: Path, party: str, here: Sequence[str | int]
) -> dict[Path, list[str]]:
    """Say what is in doubt, by the places in the file; of a family as one of its members."""
    found: dict[Path, list[str]] = {}
    for doubt in model.doubts:
        for k, place in enumerate(doubt.places):
            here_first = (place, *doubt.places[:k], *doubt.places[k + 1 :])
            said = in_doubt(model, [replace(doubt, places=here_first)])
            whole = (*context, *place)
            if place[:2] == ("preferences", party):
                whole = (*here[: len(context) + 2], *place[2:])
            found.setdefault(whole, []).extend(said)
    return found


# -- the kinds --------------------------------------------------------------------------------


def _choices(written: Any, model: GraphModel | None) -> list[dict[str, Any]]:
    kind = kind_of(written)
    lost = {
        "statements": "The statements go, with the sources and notes of each",
        "ranking": "The ranking goes",
        "weights": "The weights go",
    }.get(kind, f"What stands under {kind} goes" if kind else "")
    lost = f" {lost}; undo brings everything back." if lost else ""
    found = []
    for other in KINDS:
        if other == kind:
            continue
        possible = True
        match other:
            case "statements":
                says = "Begins without a statement: all outcomes are equally good until you "
                says += "write one."
            case "ranking":
                says = "Begins with the ranking that follows now, ties included."
                if model is not None and len(model.states) > MOST_RANKED:
                    possible = False
                    says = f"{counted(len(model.states), 'outcome')} are too many to be ranked "
                    says += f"one by one; up to {MOST_RANKED} can be."
            case _:
                same = same_weights(items(written, "statements"))
                says = "Begins without weights: all outcomes are equally good until you give one."
                if same:
                    says = "Begins with weights that rank the outcomes as the statements do."
        consequence = says + (lost if possible else "")
        choice = {"kind": other, "title": CALLED[other], "consequence": consequence}
        found.append(choice | {"possible": possible})
    return found


def _rows(found: Within | None, ranking: Any, large: bool) -> list[dict[str, Any]]:
    """Return what stands in a direct ranking: places with the names in the file, and signs."""
    if large:
        return []
    rows = []
    for entry, place in zip(
        ranking, groups(None if found is None else found.true, ranking), strict=True
    ):
        names = [
            {"name": str(name), "size": size, "outcome": _drawn(found, name, size)}
            for name, size in place
        ]
        is_several = len(place) > 1 or place[0][1] > 1
        row = {"names": names, "several": is_several, "open": isinstance(entry, dict)}
        rows.append(row | {"sign": str(entry) if is_mark(entry) else ""})
    return rows


def _known(found: Within | None, known: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what is known of the order of some outcomes: those equally good, the best first."""
    shown = []
    for one in known:
        order = text(one, "order") if isinstance(one, Mapping) else str(one)
        groups = [] if found is None else [_group(found, entry) for entry in levels(order)]
        because = tuple(map(str, items(one, "because")))
        shown.append({"order": order, "groups": groups, "because": because})
    return shown


def _group(found: Within | None, entry: Any) -> list[dict[str, Any]]:
    if found is None:
        return []
    names = entry if isinstance(entry, tuple) else (entry,)
    each = [_drawn(found, name, len(found.true.read(name)[0])) for name in names]
    return [one for one in each if one is not None]


def _drawn(found: Within | None, name: Any, size: int) -> dict[str, Any] | None:
    if found is None or not size or is_mark(name):
        return None
    states = found.true
    if size == 1 and name != REST:
        own = [k for k, true in enumerate(found.true_of) if true == states.read(name)[0][0]]
        return drawn(found.model, own[0]) if own else None
    pattern = None if name == REST else states.vocabulary.pattern(str(name), strictly=False)
    values = states.vocabulary.spelling.letters(pattern) if pattern else ()
    strip = strip_of(states.conflict, values)
    return {"lead": str(name), "text": counted(size, "outcome"), "strip": strip}

"""The steps that are kept to be shown in a room: beside the model, never in its file.

A step is an edit (the model as it was then), a scenario or a draft of a deal, with a name and with
what is large in it. They stand in an order of their own, and go along with the model's file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from countermove.editing.history import History
from countermove.errors import CountermoveError, unknown
from countermove.graph.states import States
from countermove.model.patterns import OPEN
from countermove.model.texts import is_blank, without_control
from countermove.model.vocabulary import Vocabulary
from countermove.share.kept_beside import KeptByModel, beside, read_beside

Kind = Literal["edit", "scenario", "draft"]
"""What a step shows: the model as it was, a scenario (or the model) as it is, or a draft."""

Large = Literal["answer", "claim", "outcome", "draft"]
"""What is large in a step: all that holds, one claim, an outcome that holds or not, a draft."""

MOST = 100
"""So many steps are kept of a model."""

LONGEST_NAME = 200

_NAME = "steps.json"
_MOST_GONE = 20


@dataclass(frozen=True, slots=True)
class KeptStep:
    """One step.

    Parameters
    ----------
    name : str
        What it is called.
    kind : {'edit', 'scenario', 'draft'}
        What it shows.
    large : {'answer', 'claim', 'outcome', 'draft'}
        What is large in it.
    claim : str
        The claim that is large.
    values : mapping of str to str
        The outcome or the draft that is large: by the full name of an option ``Y``, ``N`` or a
        level; in graph form by an empty name the outcome's id.
    scenario : str
        The scenario in which it is seen; empty for the model itself.
    reading : mapping of str to str
        By doubt how it is settled.
    text, before : str
        Of an edit what the file said after it and, where it was another, before it.
    said : str
        Of an edit what it did, in words.
    id : str
        By what it is named among the steps of its model.
    """

    name: str
    kind: Kind = "scenario"
    large: Large = "answer"
    claim: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    scenario: str = ""
    reading: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    before: str = ""
    said: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """The steps of a model in their order, and those that were removed, with their places."""

    steps: tuple[KeptStep, ...] = ()
    gone: tuple[tuple[int, KeptStep], ...] = ()

    def place(self, step: str) -> int:
        """Return where a step stands, from 0."""
        known = [one.id for one in self.steps]
        if step not in known:
            raise unknown("kept step", step, known, "The kept steps are")
        return known.index(step)


class KeptSteps:
    """The kept steps of every model in a folder. Every method may be called from any thread."""

    def __init__(self, folder: Path, history: History) -> None:
        self._kept = KeptByModel(beside(folder, _NAME), history, _of_plain, _plain)

    def of(self, model: str) -> KeptRow:
        """Return the steps of a model."""
        return self._kept.of(model) or KeptRow()

    def add(self, model: str, step: KeptStep) -> KeptStep:
        """Keep a step after the others, and return it with its id."""
        name = checked_name(step.name)
        with self._kept.changed() as known:
            row = known.get(model, KeptRow())
            if len(row.steps) >= MOST:
                raise CountermoveError(
                    f"{MOST} steps are kept of this model, and no more can be.",
                    advice="Remove one first.",
                )
            ids = [int(one.id) for one in (*row.steps, *(gone for _, gone in row.gone))]
            step = replace(step, name=name, id=str(max(ids, default=0) + 1))
            known[model] = replace(row, steps=(*row.steps, step))
        return step

    def rename_step(self, model: str, step: str, name: str) -> None:
        """Give a step another name."""
        name = checked_name(name)
        with self._kept.changed() as known:
            row = known.get(model, KeptRow())
            place = row.place(step)
            renamed = replace(row.steps[place], name=name)
            known[model] = replace(
                row, steps=(*row.steps[:place], renamed, *row.steps[place + 1 :])
            )

    def move(self, model: str, step: str, to: int) -> None:
        """Put a step at another place, from 0."""
        with self._kept.changed() as known:
            row = known.get(model, KeptRow())
            others = list(row.steps)
            moved = others.pop(row.place(step))
            others.insert(min(max(to, 0), len(others)), moved)
            known[model] = replace(row, steps=tuple(others))

    def remove(self, model: str, step: str) -> None:
        """Remove a step, which can be brought back."""
        with self._kept.changed() as known:
            row = known.get(model, KeptRow())
            place = row.place(step)
            gone = (*row.gone, (place, row.steps[place]))[-_MOST_GONE:]
            known[model] = KeptRow((*row.steps[:place], *row.steps[place + 1 :]), gone)

    def bring_back(self, model: str, step: str) -> None:
        """Bring a removed step back to its place."""
        with self._kept.changed() as known:
            row = known.get(model, KeptRow())
            gone = {one.id: (place, one) for place, one in row.gone}
            if step not in gone:
                raise unknown("removed step", step, list(gone), "The removed steps are")
            place, back = gone[step]
            known[model] = KeptRow(
                (*row.steps[:place], back, *row.steps[place:]),
                tuple(one for one in row.gone if one[1].id != step),
            )

    def rename(self, model: str, to: str) -> None:
        """Let the steps go along with a model to another name."""
        self._kept.rename(model, to)


def steps_beside(path: Path) -> tuple[KeptStep, ...]:
    """Return the kept steps of a model file, for who only reads them; none that can't be read."""
    try:
        found = read_beside(beside(path.parent, _NAME))
        return _of_plain(found[path.name]).steps
    except (OSError, ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return ()


def kept_choice(states: States, values: Mapping[str, str]) -> str | list[str]:
    """Return a kept outcome or draft as packages are asked for: in graph form by the outcome's id.

    Of an option that came since, or whose level is none any more, it is what an option begins with.
    """
    if states.conflict.is_graph_form:
        return values.get("", "")
    each = zip(states.vocabulary.options, states.vocabulary.spelling.values, strict=True)
    return [_kept_value(values.get(name, ""), own) for name, own in each]


def _kept_value(value: str, own: Sequence[str]) -> str:
    return value if value == OPEN or {*value.split("|")} <= {*own} else own[0]


def _is_lost(value: str, own: Sequence[str]) -> bool:
    return bool(value) and _kept_value(value, own) != value


def options_since(vocabulary: Vocabulary, values: Mapping[str, str]) -> str:
    """Say of a kept outcome or draft which options and levels are gone, and what came since."""
    known = vocabulary.options
    gone = [name for name in values if name not in known]
    came = [option for name, option in known.items() if name not in values]
    told = [f"No option any more: {', '.join(gone)}."] if gone else []
    each = zip(known.items(), vocabulary.spelling.values, strict=True)
    lost = [one.text for (name, one), own in each if _is_lost(values.get(name, ""), own)]
    if lost:
        told.append(f"What was kept is no choice any more, the first is taken: {'; '.join(lost)}.")
    for are, taken in ((False, "as not done"), (True, "at its first level")):
        if new := [one.text for one in came if bool(one.levels) == are]:
            told.append(f"An option since then, taken {taken}: {'; '.join(new)}.")
    return " ".join(told)


def checked_name(name: str) -> str:
    """Return the name of a step, if it is one."""
    name = without_control(name.encode("utf-8", "replace").decode())
    name = " ".join(name.split())[:LONGEST_NAME]
    if is_blank(name):
        raise CountermoveError("a step needs a name.", advice="Say in a few words what it shows.")
    return name


def _plain(row: KeptRow) -> dict[str, Any]:
    """Return steps as JSON has them: what files said stands there once."""
    texts: dict[str, int] = {}

    def plain(step: KeptStep) -> dict[str, Any]:
        said = {key: value for key, value in asdict(step).items() if value}
        for key in filter(said.__contains__, ("text", "before")):
            said[key] = texts.setdefault(said[key], len(texts))
        return said

    steps, gone = [*map(plain, row.steps)], [[place, plain(step)] for place, step in row.gone]
    return {"steps": steps, "gone": gone, "texts": list(texts)}


def _of_plain(found: Any) -> KeptRow:
    texts = list(map(str, found["texts"]))
    row = KeptRow(
        tuple(_step(one, texts) for one in found["steps"]),
        tuple((int(place), _step(one, texts)) for place, one in found["gone"]),
    )
    ids = [step.id for step in (*row.steps, *(gone for _, gone in row.gone))]
    if len(set(ids)) < len(ids):
        raise ValueError("two steps are called alike")
    return row


def _step(found: Mapping[str, Any], texts: list[str]) -> KeptStep:
    said = dict(found)
    said |= {key: texts[said[key]] for key in {"text", "before"} & said.keys()}
    maps = {key: _texts(said.pop(key, {}).items()) for key in ("values", "reading")}
    step = KeptStep(**{key: str(value) for key, value in said.items()}, **maps)  # type: ignore[arg-type]
    if step.kind not in get_args(Kind) or step.large not in get_args(Large) or int(step.id) < 1:
        raise ValueError("no step")
    return step


def _texts(pairs: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    return {str(key): str(value) for key, value in pairs}

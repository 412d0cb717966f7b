"""A paper's option table: options with a choice for each outcome, and rankings of these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

from countermove.errors import FileError, Path, Place, Problem, listed
from countermove.files.importing import Imported
from countermove.files.model_file import read_data
from countermove.files.tables.option_lines import (
    HEAD,
    TableLine,
    TableWord,
    in_plain_signs,
    lines_of,
    numbers_of,
    trailing_choices,
    unescaped,
)
from countermove.files.tables.reading import CellPlaces
from countermove.model.conflict import FORMAT
from countermove.model.direction_words import direction_of
from countermove.model.ids import new_id
from countermove.model.patterns import OPEN, YES_OR_NO, Spelling
from countermove.model.ranking_text import is_mark, levels
from countermove.texts import counted

_NUMBERED = re.compile(r"(\(?\d{1,2}[.)]|[*•·])\s+")
_IN_BRACKETS = re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]")
_OF = r"(\s+(of|for|by))?\s*(the\s+)?"
_ORDER = re.compile(
    r"(?<!\W)\W*\b(preference(s| order(ing)?| ranking| vector)?|rankings?|ranks?|order(ing)?)\b"
    + _OF,
    re.IGNORECASE,
)
_PAYOFF = re.compile(
    r"(?<!\W)\W*\b(ordinal\s+)?(payoffs?|utilit(y|ies)|values?)\b" + _OF, re.IGNORECASE
)
_TIED = re.compile(r"(?<![^\s,>≻~∼=])[^\s,>≻~∼=]+(?:\s*[~∼=]\s*[^\s,>≻~∼=]+)+")
_BETTER = re.compile("(?<![-=])[>≻≫⋙]")
_PIECE = re.compile(r"[^\s|;:,&{}()\[\]>≻≫⋙~∼=]+")
_RANK = re.compile(r"\branks?\s+(of|for|by)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"[-−]?\d+(\.\d+)?")
_OWN = re.compile(r"['’]s?$")
_MOST_WORDS = 2_000
LARGEST = 2**20
"""So many characters a pasted table may have."""


@dataclass(slots=True)
class _Option:
    text: str
    moves: str
    choices: list[str]
    place: Place
    levels: dict[str, str]  # by their ids


@dataclass(slots=True)
class _Party:
    name: str
    place: Place
    options: list[_Option] = field(default_factory=list)
    ranking: list[Any] | None = None
    ranking_at: Place | None = None


# The heads of a table of the program's own, whose cells would be taken for choices.
_OUTCOMES = re.compile(r'\ufeff?"?state"?[,;\t]"?label"?[,;\t]"?pattern"?[,;\t]')


def read_option_table(text: str, name: str) -> Imported:
    """Read an option table; every mistake is told with its line and column."""
    if len(text) > LARGEST:
        what = f"the table has more than {LARGEST:,} characters."
        raise FileError.of(name, what, "No paper prints as many: is it the right text?")
    if _OUTCOMES.match(text):
        what = "this is a table of outcomes, as export writes it: what each wants isn't in it."
        advice = "Export the model as a workbook (.xlsx) or a model file, and import that."
        raise FileError.of(name, what, advice)
    table = _Table(name)
    table.read(text)
    return table.imported()


class _Table:
    def __init__(self, name: str) -> None:
        self.name = name
        self.title = ""
        self.problems: list[Problem] = []
        self.labels: list[TableWord] = []
        self.labels_line = 0
        self.count = 0
        self.parties: dict[str, _Party] = {}  # by their names as these are compared
        self.notes: list[str] = []
        self.unsigned: list[str] = []  # whose rankings don't say which end is the better

    def wrong(self, line: int, column: int, what: str, advice: str) -> None:
        self.problems.append(Problem(what, (), advice, place=Place(self.name, line, column)))

    # -- lines ------------------------------------------------------------------------------------

    def read(self, text: str) -> None:
        """Read the lines: heads, parties, options, rankings."""
        lines = list(lines_of(text))
        for line in lines:
            if len(line.tokens) > _MOST_WORDS:
                what = f"this line has more than {_MOST_WORDS:,} words."
                advice = "No paper prints as many: is it the right text?"
                raise FileError(Problem(what, advice=advice, place=Place(self.name, line.number)))
        self.count = self.find_count(lines)
        now: _Party | None = None
        for k, line in enumerate(lines):
            if line.number <= self.labels_line:
                if line.number < self.labels_line:
                    self.title = " ".join(line.label(len(line.text) + 1)) or self.title
                continue
            if self.ranking(line, now):
                continue
            row = self.found(line)
            if row is None:
                follows = self.found(lines[k + 1]) if k + 1 < len(lines) else None
                now = self.heading(line, is_title=k == 0 and follows is None) or now
                continue
            now = self.option(line, row, now)

    def find_count(self, lines: Sequence[TableLine]) -> int:
        """Return how many outcomes there are: by their numbers, or as most rows have choices."""
        counts = Counter(c for line in lines if (c := trailing_choices(line)) > 1)
        usual = counts.most_common(1)[0][0] if counts else 0
        for line in lines:
            if trailing_choices(line) > 1:
                break  # the numbers stand above all options
            numbers = numbers_of(line)
            if len(numbers) < 2:
                continue
            words = " ".join(line.label(numbers[0].column))
            counted_up = [int("".join(re.findall(r"\d", t.text))[:9]) for t in numbers]
            in_a_row = counted_up == list(range(1, len(numbers) + 1))
            if in_a_row or HEAD.fullmatch(words):
                self.title = "" if HEAD.fullmatch(words) else words
                self.labels = [TableWord(_label(t.text), t.column) for t in numbers]
                self.labels_line = line.number
                return len(numbers)
        return usual

    def found(self, line: TableLine) -> list[TableWord] | None:
        """Return what a line has for each outcome: choices, or levels; None for another line."""
        return line.levels(self.count) or self.row(line)

    def row(self, line: TableLine) -> list[TableWord] | None:
        """Return the choices of a line that has some; None where it is another one."""
        tokens = line.tokens
        most = max(self.count, trailing_choices(line)) + 2
        begin, choices = len(tokens), 0
        for size, token in enumerate(reversed(tokens[-most:]), start=1):
            choices += bool(token.choice)
            if token.choice and choices >= 0.5 * size:
                begin = len(tokens) - size
        if len(tokens) - begin < max(2, self.count // 2):
            return None
        # Numbers at the end of what an option says aren't choices.
        while len(tokens) - begin > max(self.count, 1) and tokens[begin].text.isdecimal():
            begin += 1
        return tokens[begin:]

    def heading(self, line: TableLine, *, is_title: bool) -> _Party | None:
        words = " ".join(line.label(len(line.text) + 1)).strip(" :").strip()
        if not words or HEAD.fullmatch(words):
            return None
        if is_title:
            self.title = self.title or words
            return None
        return self.party(words, Place(self.name, line.number, 1))

    def party(self, words: str, place: Place) -> _Party:
        words = _NUMBERED.sub("", words, count=1)
        return self.parties.setdefault(_alike(words), _Party(words, place))

    def option(
        self, line: TableLine, found: Sequence[TableWord], now: _Party | None
    ) -> _Party | None:
        cells = line.label(found[0].column)
        place = Place(self.name, line.number, found[0].column)
        if len(cells) > 1:
            now = self.party(cells[0], Place(self.name, line.number, 1))
            cells = cells[1:]
        elif cells and ":" in cells[0]:
            party, _, words = cells[0].partition(":")
            now, cells = self.party(party, Place(self.name, line.number, 1)), [words.strip()]
        words = _NUMBERED.sub("", " ".join(cells), count=1).strip()
        if not words:
            what = "which option these choices belong to isn't said."
            self.wrong(line.number, found[0].column, what, "Write it before them.")
            return now
        if now is None:
            what = f"whose option “{words[:40]}” is isn't said."
            advice = "Write the party in a line above its options, or before each: Union; Strike."
            self.wrong(line.number, 1, what, advice)
            return None
        moves = ""
        said = _IN_BRACKETS.fullmatch(words)
        if said and (way := direction_of(said[2])):
            words, moves = said[1], way
        if levels := line.levels(self.count):
            now.options.append(_with_levels(words, moves, levels, place))
            return now
        for token in found:
            if not token.choice:
                what = f"'{token.text[:20]}' is no choice."
                self.wrong(line.number, token.column, what, "Write Y, N, or - for either.")
        if len(found) != self.count:
            what = f"“{words[:40]}” has {counted(len(found), 'choice')} for "
            what += f"{counted(self.count, 'outcome')}."
            advice = "Write one for each outcome: Y, N, or - for either."
            self.wrong(line.number, found[-1].column, what, advice)
        now.options.append(_Option(words, moves, [t.choice or "N" for t in found], place, {}))
        return now

    # -- rankings ---------------------------------------------------------------------------------

    def ranking(self, line: TableLine, now: _Party | None) -> bool:
        """Read a line that ranks the outcomes of a party; say whether it is one."""
        if not any(party.options for party in self.parties.values()):
            return False
        text = in_plain_signs(line.text)
        is_rank = _RANK.search(text) is not None and _BETTER.search(text) is None
        is_payoff = is_rank or _PAYOFF.search(text) is not None
        said = (_PAYOFF if is_payoff and not is_rank else _ORDER).search(text)
        pieces = list(_PIECE.finditer(text, text.find(":") + 1))
        names = frozenset(self.names())
        first = next((p for p in pieces if self.is_ranked(p[0], names, is_payoff)), None)
        if first is None and pieces and _BETTER.search(text, pieces[0].end()):
            first = pieces[0]  # of outcomes that there aren't
        if first is None:
            return False
        begin = first.start() + 1
        label = text[: begin - 1]
        if said and said.start() >= begin:
            said = None
        words = label.replace(said[0], " ") if said else label
        words = unescaped(re.sub(r"([\s|;:,({\[]|(?<!\\)&)+", " ", words)).strip()
        party = self.parties.get(_alike(words)) or self.parties.get(_alike(_OWN.sub("", words)))
        is_order = said is not None or _BETTER.search(text, begin) is not None
        if party is None and is_order and not words:
            party = now
        if trailing_choices(line) > 1 and (said is None or party is None):
            return False
        if party is None and is_order and (said or first[0] in names):
            what = f"no party is called '{words[:40]}'." if words else "whose ranking isn't said."
            advice = f"The parties are: {listed([p.name for p in self.parties.values()])}."
            self.wrong(line.number, 1, what, advice)
            return True
        if party is None:
            return False
        brackets = re.search(r"[({\[]\s*$", label)
        begin -= len(brackets[0]) if brackets else 0
        if is_rank:
            self.notes.append(f"The outcome with the rank 1 is the best for {party.name}.")
        self.rank(line, text, party, begin, -1 if is_rank else 1 if is_payoff else 0)
        return True

    def is_ranked(self, text: str, names: Collection[str], is_payoff: bool) -> bool:
        if is_payoff:
            return _AMOUNT.fullmatch(text) is not None
        return text in names if self.labels else text.isdecimal()

    def names(self) -> list[str]:
        return [t.text for t in self.labels] or [str(k + 1) for k in range(self.count)]

    def rank(self, line: TableLine, text: str, party: _Party, begin: int, sign: int) -> None:
        place = Place(self.name, line.number, begin)
        if party.ranking is not None:
            what = f"the outcomes are ranked a second time for {party.name}."
            self.wrong(line.number, begin, what, "Remove one of the two.")
            return
        party.ranking, party.ranking_at = [], place
        rest = re.sub(r"\\\\\s*$", "", text[begin - 1 :]).strip(" |;&\t")
        names = self.names()
        if sign:
            party.ranking = self.by_payoff(line, begin, names, sign)
            return
        plain = _TIED.sub(lambda m: "{" + re.sub(r"\s*[~∼=]\s*", " ", m[0]) + "}", rest)
        plain = plain.replace("[", "{").replace("]", "}")
        if not re.search("[>≻]", plain):
            plain = re.sub(r"[|;&\t]", " ", plain)
            self.unsigned.append(party.name)
        ranking = [list(t) if isinstance(t, tuple) else t for t in levels(plain)]
        seen: set[str] = set()
        at, behind = begin, begin - 1
        for entry in ranking:
            for outcome in map(str, entry if isinstance(entry, list) else [entry]):
                if is_mark(outcome):
                    continue
                word = re.compile(rf"(?<!\w){re.escape(outcome)}(?!\w)")
                if found := word.search(text, behind):
                    at, behind = found.start() + 1, found.end()
                if outcome not in names:
                    advice = f"The outcomes are: {listed(names)}."
                    self.wrong(line.number, at, f"no outcome '{outcome[:20]}'.", advice)
                elif outcome in seen:
                    what = f"outcome {outcome} stands here twice."
                    self.wrong(line.number, at, what, "Remove one of the two.")
                seen.add(outcome)
        if missing := [n for n in names if n not in seen]:
            what = f"the ranking of {party.name} leaves out {listed(missing)}."
            advice = "Write every outcome, best first; those as good as each other in braces."
            self.wrong(line.number, begin, what, advice)
        party.ranking = ranking

    def by_payoff(self, line: TableLine, begin: int, names: Sequence[str], sign: int) -> list[Any]:
        """Rank the outcomes by a number for each; with a minus the least is the best."""
        tokens = [t for t in line.tokens if t.column >= begin and t.text != r"\\"]
        values = [t.text.replace("−", "-") for t in tokens]
        if len(values) != len(names) or not all(map(_AMOUNT.fullmatch, values)):
            what = f"here should be {counted(len(names), 'number')}, one for each outcome."
            advice = "The greatest is the best." if sign > 0 else "The least is the best."
            self.wrong(line.number, begin, what, advice)
            return []
        by_value: dict[float, list[str]] = {}
        for value, outcome in zip(values, names, strict=True):
            by_value.setdefault(sign * float(value), []).append(outcome)
        best_first = [by_value[value] for value in sorted(by_value, reverse=True)]
        return [tied if len(tied) > 1 else tied[0] for tied in best_first]

    # -- the model --------------------------------------------------------------------------------

    def imported(self) -> Imported:
        """Make a model of what has been read."""
        named = self.parties.values()
        parties = [party for party in named if party.options or party.ranking]
        for party in named:
            if not party.options and party.ranking_at is None:
                what = f"“{party.name[:40]}” has neither options nor a ranking here."
                advice = "Write them below it, or remove the line."
                self.wrong(party.place.line or 1, party.place.column or 1, what, advice)
        if not self.count or not any(party.options for party in parties):
            what = "no option stands here with a choice for each outcome."
            advice = "Write a line for each option: its words, and Y or N for each outcome."
            raise FileError(Problem(what, advice=advice, place=Place(self.name)), *self.problems)
        cells: dict[Path, Place] = {}
        data: dict[str, Any] = {
            "format": FORMAT,
            "title": self.title or "Option table",
            "decision_makers": {},
            "preferences": {},
        }
        ids: set[str] = set()
        silent = []
        for party in parties:
            dm = new_id(party.name, data["decision_makers"], "party")
            options: dict[str, Any] = {}
            for option in party.options:
                key = new_id(option.text, ids, "option")
                ids.add(key)
                more = {"levels": option.levels, "moves": option.moves}
                given = {name: value for name, value in more.items() if value}
                options[key] = {"text": option.text, **given} if given else option.text
                cells["decision_makers", dm, "options", key] = option.place
            data["decision_makers"][dm] = {"name": party.name, "options": options}
            cells["decision_makers", dm] = party.place
            if party.ranking is None:
                data["preferences"][dm] = {"statements": []}
                silent.append(party.name)
            else:
                data["preferences"][dm] = {"ranking": party.ranking}
                cells["preferences", dm] = party.ranking_at or party.place
        self.outcomes(data, cells, [option for party in parties for option in party.options])
        if self.unsigned:
            self.notes.append(f"Read from best to worst: what {listed(self.unsigned)} wants.")
        if silent:
            self.notes.append(
                f"No line ranks the outcomes for {listed(silent)}: all are alike to it, until what "
                "it wants is written into the model."
            )
        reading = read_data(data, CellPlaces(self.name, cells))
        problems = [*self.problems, *(() if self.problems else reading.problems)]
        if reading.conflict is None:
            raise FileError(*problems)
        return Imported(reading.conflict, tuple(self.notes), tuple(problems))

    def outcomes(
        self, data: dict[str, Any], cells: dict[Path, Place], options: Sequence[_Option]
    ) -> None:
        """Write which outcomes there are, and what they are called."""
        if any(len(option.choices) != self.count for option in options):
            return
        columns = list(zip(*(option.choices for option in options), strict=True))
        values = tuple(tuple(option.levels) or YES_OR_NO for option in options)
        patterns = [Spelling(values).pattern(column) for column in columns]
        names = self.names()
        if not self.problems:  # a choice that is none may be what makes two the same
            self.same_outcomes(patterns, names)
        open_ = [OPEN in column for column in columns]
        is_whole = len(set(patterns)) == prod(map(len, values)) and not any(open_)
        if not is_whole:
            data["rules"] = {"feasible": list(dict.fromkeys(patterns))}
        if together := [p for p, is_open in zip(patterns, open_, strict=True) if is_open]:
            data.setdefault("rules", {})["coalesce"] = together
        places = [
            [own.index(value) for own, value in zip(values, column, strict=True) if value in own]
            for column in columns
        ]
        in_order = places == sorted(places, key=lambda one: one[::-1]) and not together
        if in_order and names == [str(k + 1) for k in range(len(names))]:
            return  # as they would be numbered anyway
        data["labels"] = dict(zip(names, patterns, strict=True))
        for token, label in zip(self.labels, names, strict=False):
            cells["labels", label] = Place(self.name, self.labels_line, token.column)

    def same_outcomes(self, patterns: Sequence[str], names: Sequence[str]) -> None:
        """Say which outcomes are one and the same, and which numbers stand twice."""
        for k, (pattern, name) in enumerate(zip(patterns, names, strict=True)):
            token = self.labels[k] if self.labels else TableWord(name, 1)
            if name in names[:k]:
                what = f"the outcome {name} stands here twice."
                self.wrong(self.labels_line, token.column, what, "Number each once.")
            elif pattern in patterns[:k]:
                what = f"the outcomes {names[patterns.index(pattern)]} and {name} are one choice."
                advice = "Look at the choices of the two, or leave one of them out."
                self.wrong(self.labels_line or 1, token.column, what, advice)


def _with_levels(words: str, moves: str, found: Sequence[TableWord], place: Place) -> _Option:
    """Make an option of what it is at in each outcome: its levels in the order of their coming."""
    levels: dict[str, str] = {}
    ids: dict[str, str] = {}
    for token in found:
        if token.choice != OPEN and token.text not in ids:
            level = ids[token.text] = new_id(token.text, levels, "level")
            levels[level] = token.text
    choices = [ids.get(token.text, OPEN) for token in found]
    return _Option(words, moves, choices, place, levels)


def _alike(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split()).rstrip(".:")


def _label(text: str) -> str:
    plain = "".join(in_plain_signs(text).split())
    return plain[1:-1] if re.fullmatch(r"\[.*\]|\(.*\)", plain) else plain

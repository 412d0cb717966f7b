"""What an edit changed in a model as it is written: part by part, by meaning and not by letter.

Statements are compared by how they are built, so that spaces and needless parentheses are no
change, nor is the order of tables and lists that means nothing. An id that alone was changed is
renamed: whatever refers to it is then still the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from operator import eq
from typing import Any

from countermove.analysis.changes import Data, Kind, ModelChange, Renames
from countermove.errors import Path
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.preference import Preference
from countermove.model.rule_kinds import GROUPS, KINDS
from countermove.model.shapes import shape_of
from countermove.model.vocabulary import Vocabulary

_Comparison = Callable[[Path, Any, Any], Iterator[ModelChange]]
"""Gives the changes at a place, from what stood there to what stands there."""


def model_changes(before: Conflict, after: Conflict) -> tuple[tuple[ModelChange, ...], Renames]:
    """Compare two models as they are written."""
    edit = _Comparing(before, after)
    return tuple(edit.parts((), *edit.data)), edit.renames


class _Comparing:
    """Compares two models, part by part."""

    def __init__(self, before: Conflict, after: Conflict) -> None:
        if (before.expansion is None) != (after.expansion is None):
            # Where only one is as it was written, as beside its scenario, both are written out.
            before, after = before.spelled_out(), after.spelled_out()
        self.data = before.to_dict(), after.to_dict()
        self._names = Vocabulary(before), Vocabulary(after)
        self.renames = Renames()
        # By decision maker, after the edit.
        self._own_options: dict[str, dict[str, str]] = {}
        self._own_levels: dict[tuple[str, str], dict[str, str]] = {}
        self._find_renames()

    # -- ids that alone were changed ----------------------------------------------------------

    def _find_renames(self) -> None:
        old, new = self.data
        self._rename("documents", old, new, eq)
        self._rename("sources", old, new, lambda a, b: not any(self._entry(("sources", ""), a, b)))
        self._rename("decision_makers", old, new, _same_party)
        options: dict[str, str] = {}
        for dm, party in old["decision_makers"].items():
            other = self.renames.of("decision_makers", dm)
            if other in new["decision_makers"]:
                after = new["decision_makers"][other]
                alone = _renamed(party.get("options", {}), after.get("options", {}), eq)
                self._own_options[other] = alone
                options |= {
                    f"{dm}.{o}": f"{other}.{alone.get(o, o)}" for o in party.get("options", {})
                }
        self.renames.ids["options"] = {o: n for o, n in options.items() if o != n}
        self.renames.ids["levels"] = dict(self._renamed_levels(options))
        self._rename("states", old, new, eq)
        self._rename("terms", old, new, self._means_the_same)
        self._rename("claims", old, new, lambda a, b: not any(self._claim(("claims", ""), a, b)))
        scenario = ("scenarios", "")
        self._rename("scenarios", old, new, lambda a, b: not any(self.parts(scenario, a, b)))

    def _renamed_levels(self, options: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Give the levels whose ids alone were changed, of options by their old and new names."""
        old, new = (names.options for names in self._names)
        for full, now in options.items():
            if now in new:
                levels = old[full].levels, new[now].levels
                alone = _renamed(*levels, eq)
                dm, _, option = now.partition(".")
                self._own_levels[dm, option] = alone
                yield from ((f"{full} is {o}", f"{now} is {n}") for o, n in alone.items())

    def _rename(self, table: str, old: Data, new: Data, same: Callable[[Any, Any], bool]) -> None:
        self.renames.ids[table] = _renamed(old.get(table, {}), new.get(table, {}), same)

    # -- what statements mean -----------------------------------------------------------------

    def _key(self, side: int, name: str) -> Hashable:
        """Return what a name in a statement stands for, as the model after the edit calls it."""
        meaning = self._names[side].meaning(name)
        if meaning is None:
            return name
        if meaning.kind == "pattern":
            spelling, options = self._names[side].spelling, list(self._names[side].options)
            fixed = (
                (options[place], spelling.values[place], allowed)
                for place, allowed in spelling.allowed(meaning.key)
            )
            return frozenset(
                (
                    self._id(side, "options", full),
                    frozenset(self._level(side, full, values[k]) for k in allowed),
                )
                for full, values, allowed in fixed
            )
        if named := logic.level_named(meaning.key):
            option = self._id(side, "options", named[0])
            return option, named[1], self._level(side, named[0], named[2])
        return self._id(side, f"{meaning.kind}s", meaning.key)

    def _level(self, side: int, option: str, level: str) -> str:
        return level if side == 1 else self.renames.level(option, level)

    def _id(self, side: int, table: str, name: str) -> str:
        return name if side == 1 else self.renames.of(table, name)

    def _shape(self, side: int, statement: str) -> Hashable:
        return self._shaped(side, logic.parse(statement))

    def _shaped(self, side: int, formula: logic.Formula) -> Hashable:
        if isinstance(formula, logic.Name):
            return self._key(side, formula.name)
        if isinstance(formula, logic.Constant):
            return formula.value
        parts = tuple(self._shaped(side, part) for part in formula.parts)
        if isinstance(formula, logic.Count):
            others = formula.others and self._id(side, "decision_makers", formula.others)
            return formula.quantity, formula.number, others, frozenset(parts)
        return formula.operator, *parts

    # -- the parts of a model, or of a scenario -----------------------------------------------

    def parts(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        """Give the changes in a model or a scenario, in the order of the file."""
        tables: dict[str, _Comparison] = {
            "decision_makers": self._party,
            "families": self._family,
            "groups": _value,
            "terms": self._statement,
            "preferences": self._preference,
            "claims": self._claim,
            "scenarios": self.parts,
        }
        rules, moves = ([one.get(key, {}) for one in (old, new)] for key in ("rules", "moves"))
        yield from self._part(
            path,
            old,
            new,
            {
                "status_quo": self._status_quo(path, old.get("status_quo"), new.get("status_quo")),
                "rules": self._rules((*path, "rules"), *rules),
                "moves": self._moves((*path, "moves"), *moves),
                **{key: self._ids((*path, key), old, new, tables[key]) for key in tables},
            },
        )

    def _part(
        self, path: Path, old: Data, new: Data, apart: Mapping[str, Iterable[ModelChange]]
    ) -> Iterator[ModelChange]:
        """Compare two parts key by key; how some are compared is given."""
        for key, shape in shape_of(path).inside.items():
            was, now = old.get(key), new.get(key)
            if key in apart:
                yield from apart[key]
            elif shape.inside or shape.is_table_of_ids:
                yield from self._ids((*path, key), old, new, self._entry)
            elif shape.names == "document":
                if self.renames.of("documents", str(was)) != str(now):
                    yield _changed((*path, key), was, now)
            elif shape.each is not None and shape.each.names == "source":
                # What something rests on; the order of sources means nothing.
                if {self.renames.of("sources", name) for name in was or ()} != set(now or ()):
                    yield _changed((*path, key), was, now)
            else:
                yield from _value((*path, key), was, now)

    def _entry(self, path: Path, old: Any, new: Any) -> Iterator[ModelChange]:
        shape = shape_of(path)
        if not shape.inside:
            return _value(path, old, new)
        if shape.part is Preference:
            return self._preference(path, old, new)
        return self._part(path, shape.in_full(old), shape.in_full(new), {})

    def _ids(
        self, path: Path, old: Data, new: Data, compared: _Comparison
    ) -> Iterator[ModelChange]:
        """Compare two tables, what is renamed in them first."""
        table = str(path[-1])
        if len(path) == 1:
            for before, after in self.renames.ids.get(table, {}).items():
                yield ModelChange("renamed", (table, after), before, after, (table, before))
        ordered = shape_of(path).ids in ("party", "state")
        yield from self._table(path, old, new, compared, ordered=ordered)

    def _table(
        self,
        path: Path,
        old: Data,
        new: Data,
        compared: _Comparison,
        *,
        ordered: bool = False,
        names: Mapping[str, str] | None = None,
    ) -> Iterator[ModelChange]:
        """Compare what two models have in one table, entry by entry."""
        table = str(path[-1])
        kind = "decision_makers" if shape_of(path).keys == "party" else table
        renames = self.renames.ids.get(kind, {}) if names is None else names
        before, after = old.get(table, {}), new.get(table, {})
        former = {renames.get(name, name): name for name in before}
        for name, was in former.items():
            if name not in after:
                yield ModelChange("removed", (*path, was), before[was], None, (*path, was))
        for name, entry in after.items():
            if name not in former:
                yield ModelChange("added", (*path, name), None, entry)
            else:
                yield from compared((*path, name), before[former[name]], entry)
        if ordered:
            shared = [name for name in former if name in after]
            now = [name for name in after if name in former]
            if shared != now:
                yield ModelChange("moved", path, shared, now, path)

    def _status_quo(self, path: Path, old: Any, new: Any) -> Iterator[ModelChange]:
        taken = [
            {self._key(side, name) for name in given} if isinstance(given, list) else given
            for side, given in enumerate((old, new))
        ]
        if taken[0] != taken[1]:
            yield _changed((*path, "status_quo"), old, new)

    def _party(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        yield from self._part(path, old, new, {"options": self._options(path, old, new)})

    def _family(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        both = [one.get("options", {}) for one in (old, new)]
        options = (*path, "options")
        compared = (
            _value(options, *both)
            if any(isinstance(one, str) for one in both)
            else self._table(options, old, new, self._option, ordered=True, names={})
        )
        rules = self._rules((*path, "rules"), *(one.get("rules", {}) for one in (old, new)))
        yield from self._part(path, old, new, {"options": compared, "rules": rules})

    def _options(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        options, own = (*path, "options"), self._own_options.get(str(path[-1]), {})
        own = {o: n for o, n in own.items() if o in old.get("options", {})}
        if path[0] != "scenarios":
            for o, n in own.items():
                yield ModelChange("renamed", (*options, n), o, n, (*options, o))
        yield from self._table(options, old, new, self._option, ordered=True, names=own)

    def _option(self, path: Path, old: Any, new: Any) -> Iterator[ModelChange]:
        usual = {"ordered": False, "moves": "both", "steps": "any"}
        before, after = ({**usual, **shape_of(path).in_full(one)} for one in (old, new))
        levels = self._levels((*path, "levels"), before, after)
        yield from self._part(path, before, after, {"levels": levels})

    def _levels(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        own = self._own_levels.get((str(path[-4]), str(path[-2])), {})
        own = {o: n for o, n in own.items() if o in old.get("levels", {})}
        if path[0] != "scenarios":
            for o, n in own.items():
                yield ModelChange("renamed", (*path, n), o, n, (*path, o))
        yield from self._table(path, old, new, self._entry, ordered=True, names=own)

    def _statement(self, path: Path, old: str, new: str) -> Iterator[ModelChange]:
        if not self._means_the_same(old, new):
            yield _changed(path, old, new)

    def _rules(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        for rule in (kind for kind, shape in KINDS.items() if shape.is_list):
            compared = self._group if rule in GROUPS else self._shape
            yield from self._set((*path, rule), old, new, compared)
        was, now = (rules.get("requires", {}) for rules in (old, new))
        yield from self._by_name((*path, "requires"), was, now, self._means_the_same)

    def _means_the_same(self, old: str, new: str) -> bool:
        return self._shape(0, old) == self._shape(1, new)

    def _group(self, side: int, names: Sequence[str]) -> Hashable:
        return frozenset(self._key(side, name) for name in names)

    def _set(
        self, path: Path, old: Data, new: Data, shape: Callable[[int, Any], Hashable]
    ) -> Iterator[ModelChange]:
        """Compare two lists in which neither order nor repetition means anything."""
        before, after = (
            {shape(side, entry): (k, entry) for k, entry in enumerate(data.get(str(path[-1]), ()))}
            for side, data in enumerate((old, new))
        )
        gone = [entry for key, entry in before.items() if key not in after]
        come = [entry for key, entry in after.items() if key not in before]
        # What stands where something else stood has taken its place.
        places = dict(gone)
        for k, entry in come:
            if k in places:
                yield _changed((*path, k), places.pop(k), entry)
            else:
                yield ModelChange("added", (*path, k), None, entry)
        for k, entry in places.items():
            yield ModelChange("removed", (*path, k), entry, None, (*path, k))

    def _moves(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        before, after = (
            {
                self._id(side, "decision_makers", dm): {
                    tuple(self._end(side, end) for end in move): move for move in moves
                }
                for dm, moves in data.items()
            }
            for side, data in enumerate((old, new))
        )
        for dm in dict.fromkeys([*before, *after]):
            was, now = before.get(dm, {}), after.get(dm, {})
            for move in (move for key, move in was.items() if key not in now):
                yield ModelChange("removed", (*path, dm), move, None, (*path, dm))
            for move in (move for key, move in now.items() if key not in was):
                yield ModelChange("added", (*path, dm), None, move)

    def _end(self, side: int, end: str | int) -> Hashable:
        """Return what an end of a move stands for: a pattern by its options, all else by name."""
        if self._names[side].pattern(str(end)):
            return self._key(side, str(end))
        return self._id(side, "states", str(end))

    def _claim(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        yield from self._part(path, old, new, _in_place(path, self._asked(path, old, new)))

    def _asked(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        (was, before), (now, after) = (_kind(path, one) for one in (old, new))
        if was != now or not self._means_the_same(before, after):
            yield _changed((*path, now), f"{was} {before}", f"{now} {after}", (*path, was))

    # -- preferences --------------------------------------------------------------------------

    def _preference(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        yield from self._part(path, old, new, _in_place(path, self._ranked(path, old, new)))

    def _ranked(self, path: Path, old: Data, new: Data) -> Iterator[ModelChange]:
        (was, before), (now, after) = (_kind(path, one) for one in (old, new))
        if was != now:
            yield _changed((*path, now), {was: before}, {now: after}, (*path, was))
        elif was == "statements":
            yield from self._statements((*path, was), before, after)
        elif was == "weights":
            yield from self._by_name((*path, was), before, after, eq)
        else:
            yield from _value((*path, was), before, after)

    def _by_name(
        self, path: Path, old: Data, new: Data, same: Callable[[Any, Any], bool]
    ) -> Iterator[ModelChange]:
        """Compare two tables by what their keys name."""
        before, after = (
            {self._key(side, name): (name, value) for name, value in given.items()}
            for side, given in enumerate((old, new))
        )
        for key, (name, value) in before.items():
            if key not in after:
                yield ModelChange("removed", (*path, name), value, None, (*path, name))
        for key, (name, value) in after.items():
            if key not in before:
                yield ModelChange("added", (*path, name), None, value)
            elif not same(before[key][1], value):
                was, former = before[key]
                yield _changed((*path, name), former, value, (*path, was))

    def _statements(self, path: Path, old: list[Any], new: list[Any]) -> Iterator[ModelChange]:
        """Compare two lists of statements, in which the order is what matters."""
        whole = shape_of((*path, 0)).in_full
        before, after = ([whole(one) for one in given] for given in (old, new))
        shapes = [
            [self._wanted(side, one) for one in given] for side, given in enumerate((before, after))
        ]
        kept: list[tuple[int, int]] = []
        gone: list[int] = []
        come: list[int] = []
        replaced: dict[int, int] = {}
        matcher = SequenceMatcher(None, shapes[0], shapes[1], autojunk=False)
        for what, a, b, c, d in matcher.get_opcodes():
            if what == "equal":
                kept += zip(range(a, b), range(c, d), strict=True)
                continue
            gone += range(a, b)
            come += range(c, d)
            replaced |= dict(zip(range(c, d), range(a, b), strict=False))
        moved = _pairs(shapes, gone, come)
        for k, j in moved.items():
            text = _text(before[j]), _text(after[k])
            yield ModelChange("moved", (*path, k), *text, (*path, j))
        kept += ((j, k) for k, j in moved.items())
        left = [j for j in gone if j not in moved.values()]
        for k in (k for k in come if k not in moved):
            if (was := replaced.get(k)) in left and was is not None:
                left.remove(was)
                text = _text(before[was]), _text(after[k])
                yield _changed((*path, k), *text, (*path, was))
                kept.append((was, k))
            else:
                yield ModelChange("added", (*path, k), None, _text(after[k]))
        for j in left:
            yield ModelChange("removed", (*path, j), _text(before[j]), None, (*path, j))
        for j, k in sorted(kept, key=lambda pair: pair[1]):
            yield from self._part((*path, k), before[j], after[k], {"holds": (), "any_order": ()})

    def _wanted(self, side: int, one: Data) -> Hashable:
        """Return what a statement means; of several in any order with what isn't known of each."""
        if "any_order" not in one:
            return self._shape(side, one["holds"])
        marks = (
            (self._shape(side, inner["holds"]), *map(inner.get, ("perhaps", "likely")))
            for inner in map(_in_full, one["any_order"])
        )
        return frozenset(marks)


def _in_full(statement: Any) -> Data:
    return {"holds": statement} if isinstance(statement, str) else statement


def _text(one: Data) -> str:
    if "any_order" not in one:
        return str(one["holds"])
    return f"in any order {', '.join(_in_full(inner)['holds'] for inner in one['any_order'])}"


def _pairs(shapes: list[list[Hashable]], gone: list[int], come: list[int]) -> dict[int, int]:
    """Return for what has come where it stood before, if it stood elsewhere."""
    left, found = list(gone), {}
    for k in come:
        j = next((j for j in left if shapes[0][j] == shapes[1][k]), None)
        if j is not None:
            left.remove(j)
            found[k] = j
    return found


def _renamed(old: Data, new: Data, same: Callable[[Any, Any], bool]) -> dict[str, str]:
    """Find entries of two tables that differ in their ids alone and stand at the same place."""
    return {
        before: after
        for before, after in zip(old, new, strict=False)
        if before not in new and after not in old and same(old[before], new[after])
    }


def _same_party(one: Data, other: Data) -> bool:
    def told(party: Data) -> Data:
        return {**party, "options": list(party.get("options", {}).values())}

    return told(one) == told(other)


def _changed(path: Path, old: Any, new: Any, origin: Path | None = None) -> ModelChange:
    kind: Kind = "added" if old is None else "removed" if new is None else "changed"
    where = path if origin is None else origin
    return ModelChange(kind, path, old, new, () if old is None else where)


def _value(path: Path, old: Any, new: Any) -> Iterator[ModelChange]:
    if old != new:
        yield _changed(path, old, new)


def _kind(path: Path, part: Data) -> tuple[str, Any]:
    """Return the one of a part's kinds that it has, and what is given there."""
    return next((kind, part[kind]) for kind in shape_of(path).part.kinds if kind in part)


def _in_place(path: Path, changes: Iterable[ModelChange]) -> dict[str, Iterable[ModelChange]]:
    """Say that some changes are those of all kinds of a part together."""
    first, *others = shape_of(path).part.kinds
    return {first: changes, **dict.fromkeys(others, ())}

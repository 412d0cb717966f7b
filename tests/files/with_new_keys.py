"""What a model file can do with keys that were added to the model; run by `test_new_keys.py`.

The copy of the package that it runs in has, one line each, an option's `colour` (a text) and
`rivals` (a list of options), a claim's `unless` (a statement), and `at_most_two` among the rules.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from countermove.analysis.changes_as_written import model_changes
from countermove.analysis.judgements.variations import variations
from countermove.analysis.rule_effects import ruling_of
from countermove.building import build
from countermove.editing.applying import applied
from countermove.editing.edited_file import EditedFile
from countermove.editing.edits import Edit, Put, Remove, Rename
from countermove.editing.history import History
from countermove.editing.toml_text import edited_text
from countermove.errors import Place
from countermove.files.model_file import from_dict, loads, read_text
from countermove.files.schema import json_schema
from countermove.files.writing import to_json, to_toml
from countermove.graph.feasible import feasible_states
from countermove.model.rule_words import rule_words
from countermove.report.differences import change_text

DATA: dict[str, Any] = {
    "format": "countermove/1",
    "title": "Rivals",
    "decision_makers": {
        "a": {
            "name": "A",
            "options": {
                "x": {"text": "X", "colour": "red", "rivals": ["y"], "note": "Why"},
                "z": "Z",
            },
        },
        "b": {"name": "B", "options": {"y": "Y"}},
    },
    "preferences": {"a": {"statements": ["x"]}, "b": {"statements": ["y"]}},
    "claims": {"c": {"says": "C", "never": "x", "unless": "not y"}},
}
X = ("decision_makers", "a", "options", "x")


def read_and_saved_in_order() -> None:
    conflict = from_dict(DATA)
    assert conflict.decision_makers["a"].options["x"].colour == "red"
    written = to_toml(conflict)
    assert 'x = { text = "X", colour = "red", rivals = ["y"], note = "Why" }\n' in written
    assert 'never = "x"\nalways' not in written
    assert 'never = "x"\nunless = "not y"\n' in written
    assert loads(written) == conflict == loads(to_json(conflict), "json")
    assert list(conflict.to_dict()["claims"]["c"]) == ["says", "never", "unless"]
    assert loads(written.replace('["y"]', "[]")).decision_makers["a"].options["x"].rivals == ()


def checked_with_line_and_column() -> None:
    text = to_toml(from_dict(DATA))
    for old, new, at, message in (
        ('"red"', "3", "3", "'colour' must be a text in quotes; found the number 3. Put it in q"),
        ('"red"', '" "', '" "', "'colour' is blank. Leave it out."),
        (
            '["y"]',
            '"w"',
            '"w"',
            "'rivals' must be a list of option ids, [\"…\"]; found the text 'w'.",
        ),
        (
            '["y"]',
            "[17]",
            "17",
            "item 1 of this list must be an id in quotes; found the number 17.",
        ),
        ('["y"]', '["why"]', '"why"', "no option 'why'. "),
        ('["y"]', '["y", "b.y"]', '"b.y"', "'b.y' stands here twice. Remove one of the two."),
        ('"not y"', '"not q"', 'q"', "no option 'q'. "),
        ('"not y"', '""', '""', "the statement is empty. "),
        ("colour =", "color =", "color =", "unknown key 'color'. Did you mean 'colour'? The keys"),
    ):
        wrong = text.replace(old, new)
        before = wrong[: wrong.rindex(at)]
        place = Place("t.toml", before.count("\n") + 1, len(before) - before.rfind("\n"))
        (problem,) = read_text(wrong, name="t.toml").problems
        assert (problem.place, problem.said[: len(message)]) == (place, message), str(problem)


def in_the_schema() -> None:
    definitions = json_schema()["$defs"]
    option = definitions["Option"]["anyOf"][1]
    assert list(option["properties"]) == [
        *("text", "levels", "ordered", "moves", "steps", "does", "stops"),
        *("colour", "rivals", "because", "note"),
    ]
    assert option["properties"]["colour"] == {"pattern": r"\S", "type": "string"}
    assert option["properties"]["rivals"] == {"items": {"type": "string"}, "type": "array"}
    assert definitions["Claim"]["properties"]["unless"] == {"minLength": 1, "type": "string"}


def edited_and_undone(folder: Path) -> None:
    edits: list[tuple[Edit, ...]] = [
        (Put(at=(*X, "colour"), value="blue"),),
        (Remove(at=(*X, "rivals", 0)),),
        (Put(at=(*X[:-1], "z", "colour"), value="green"), Remove(at=(*X, "colour"))),
        (Rename(at=("decision_makers", "b", "options", "y"), to="yes"),),
    ]
    for name, text in (
        ("t.toml", to_toml(from_dict(DATA))),
        ("t.json", to_json(from_dict(DATA))),
    ):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        with History(folder) as history:
            document = EditedFile(path, history)
            for some in edits:
                seen = document.edit(some, document.current().revision)
                assert seen.reading.checked() == from_dict(applied(DATA, some)), some
                assert document.undo(seen.revision).text == text
    # A list that says nothing when it is empty goes; what one key says all of stays a text.
    assert "rivals" not in applied(DATA, edits[1])["decision_makers"]["a"]["options"]["x"]
    line = edited_text("[decision_makers.a.options]\nz = 'Z'\n", "toml", edits[2][:1])
    assert line == '[decision_makers.a.options]\nz = { text = "Z", colour = "green" }\n'


def renamed_with_what_it_names() -> None:
    renamed = applied(DATA, [Rename(at=("decision_makers", "b", "options", "y"), to="yes")])
    assert renamed["decision_makers"]["a"]["options"]["x"]["rivals"] == ["yes"]
    assert renamed["claims"]["c"]["unless"] == "not yes"
    gone = applied(DATA, [Remove(at=("decision_makers", "b", "options", "y"))])
    assert "rivals" not in gone["decision_makers"]["a"]["options"]["x"]


def compared() -> None:
    edits = [
        Put(at=(*X, "colour"), value="blue"),
        Put(at=(*X, "rivals"), value=["z"]),
        Remove(at=("claims", "c", "unless")),
    ]
    before, after = from_dict(DATA), from_dict(applied(DATA, edits))
    changes, _ = model_changes(before, after)
    assert [(change_text(before, after, change), change.is_formal) for change in changes] == [
        ("The colour of A's option “X”: now “blue”; it was “red”.", False),
        ("The rivals of A's option “X”: now “z”; it was “y”.", True),
        ("The unless of the claim “C” is gone: “not y”.", True),
    ]


def a_kind_of_rule_is_known_everywhere() -> None:
    data = DATA | {"rules": {"at_most_two": [["x", "y", "z"]]}}
    conflict = from_dict(data)
    states = feasible_states(conflict)
    assert [states.pattern(k) for k in range(len(states))] == [
        *("NNN", "YNN", "NYN", "YYN", "NNY", "YNY", "NYY"),
    ]
    rule = ("rules", "at_most_two", 0)
    assert rule_words(states.vocabulary, rule, ["x", "z"]) == "At most two of “X” and “Z”."
    assert ruling_of(conflict).removed(rule).count() == 1
    assert [v.path for v in variations(build(conflict)) if v.path[0] == "rules"] == [rule]
    other = from_dict(data | {"rules": {"at_most_two": [["z", "y", "x"], ["x", "y", "z"]]}})
    assert not model_changes(conflict, other)[0]
    assert "unknown key 'at_most_too'. Did you mean 'at_most_two'?" in str(
        read_text(to_toml(conflict).replace("two", "too")).problems[0]
    )


if __name__ == "__main__":
    a_kind_of_rule_is_known_everywhere()
    read_and_saved_in_order()
    checked_with_line_and_column()
    in_the_schema()
    edited_and_undone(Path(sys.argv[1]))
    renamed_with_what_it_names()
    compared()

"""Coverage-guided fuzzing of the loader and of the importer.

Whatever the bytes, a model file is read, or an error of Countermove says what is wrong with it;
and a model that was read can be written and read again. Run by ``make fuzz``; arguments are those
of libFuzzer, as in ``python fuzz/fuzz_loader.py -max_total_time=300``.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["countermove.files", "countermove.model"]):
    from countermove.errors import CountermoveError
    from countermove.files.gallery import case_names, case_path
    from countermove.files.importing import imported
    from countermove.files.model_file import Reading, load, loads, read_text
    from countermove.files.writing import to_json, to_toml
    from countermove.model.checks import problems_of

FORMATS = ("toml", "json", "gmcr")

GMCR = """{"options": [{"name": "Stay", "permittedDirection": "both"},
{"name": "Leave", "permittedDirection": "fwd"}], "decisionMakers": [
{"name": "A", "options": [1], "preferences": [[[0, "Y"]], {"compound": true,
"members": [[[0, "Y"], [1, "N"]], [[0, "N"], [1, "N"]]]}], "preferenceRanking": [1, [2, 3]]},
{"name": "B", "options": [0], "preferences": [], "misperceptions": [[[1, "N"]]],
"preferenceVector": [[3, 2], 1]}], "infeasibles": [[[0, "Y"], [1, "Y"]]],
"useManualPreferenceRanking": true, "coalitions": [0, [1]], "version": "0.3.12"}"""


def try_one(data: bytes) -> None:
    """Read some bytes: the first says as what, the others are the text."""
    if not data:
        return
    language = FORMATS[data[0] % len(FORMATS)]
    text = data[1:].decode("utf-8", "surrogateescape")
    try:
        if language == "gmcr":
            conflict = imported(text.encode("utf-8", "surrogatepass"), "dispute.gmcr").conflict
            assert not problems_of(conflict), "an imported model has no mistakes"
        else:
            reading = read_text(text, "toml" if language == "toml" else "json")
            check_places(reading)
            conflict = reading.checked()
    except CountermoveError as error:
        str(error).encode()
        return
    assert loads(to_toml(conflict)) == conflict
    assert loads(to_json(conflict), "json") == conflict


VALUES = (None, True, -1, 0, 1.5, 10**30, "", "Y", "x", "not x", "\ud83d", [], {}, [[]], {"x": []})


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Change the bytes; or, every other time, the content of a file that is JSON."""
    luck = random.Random(seed)
    if luck.random() < 0.5 and data and data[0] % len(FORMATS):
        try:
            content = json.loads(data[1:])
        except ValueError:
            pass
        else:
            distort(content, luck)
            changed = data[:1] + json.dumps(content).encode()
            if len(changed) <= max_size:
                return changed
    return bytes(atheris.Mutate(data, max_size))


def distort(content: Any, luck: random.Random) -> None:
    """Put something else in one place of a tree of lists and tables."""
    spots: list[tuple[Any, Any]] = []
    pending = [content]
    while pending:
        here = pending.pop()
        if isinstance(here, (dict, list)):
            steps = list(here) if isinstance(here, dict) else range(len(here))
            spots += [(here, step) for step in steps]
            pending += [here[step] for step in steps]
    if not spots:
        return
    owner, step = luck.choice(spots)
    match luck.randrange(4):
        case 0:
            del owner[step]
        case 1:
            other, key = luck.choice(spots)
            # A copy: otherwise a part might come to hold itself.
            owner[step] = json.loads(json.dumps(other[key]))
        case 2 if isinstance(owner, dict):
            owner[luck.choice([str(key) for _, key in spots])] = owner.pop(step)
        case _:
            owner[step] = luck.choice(VALUES)


def check_places(reading: Reading) -> None:
    """Every problem stands somewhere, and in the order of the file."""
    places = [problem.place for problem in reading.problems]
    assert all(places)
    lines = [place.line for place in places if place and place.line]
    assert lines == sorted(lines)


def write_seeds(folder: Path) -> None:
    for name in case_names():
        text = case_path(name).read_text(encoding="utf-8")
        (folder / f"{name}.toml").write_bytes(b"\x00" + text.encode())
        (folder / f"{name}.json").write_bytes(b"\x01" + to_json(load(name)).encode())
    (folder / "small.gmcr").write_bytes(b"\x02" + GMCR.encode())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_seeds(Path(folder))
        atheris.Setup([*sys.argv, folder], try_one, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()

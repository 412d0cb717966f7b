"""Coverage-guided fuzzing of the loader and of the importer.

Whatever the bytes, a model file is read, or an error of Countermove says what is wrong with it;
and a model that was read can be written and read again. Run by ``make fuzz``; arguments are those
of libFuzzer, as in ``python fuzz/fuzz_loader.py -max_total_time=300``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["countermove.files", "countermove.model"]):
    from countermove.errors import CountermoveError
    from countermove.files.gallery import case_names, case_path
    from countermove.files.gmcr_plus import loads_gmcr
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
            conflict = loads_gmcr(text).conflict
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
        atheris.Setup([*sys.argv, folder], try_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()

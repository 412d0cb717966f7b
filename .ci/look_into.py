"""Say of each package that is published whether all is in it that it needs, and nothing else."""

from __future__ import annotations

import re
import sys
import tarfile
import zipfile
from pathlib import Path

# What is read when the program runs, one of each kind, and what has to go along with it.
NEEDED = (
    "countermove/__init__.pyi",
    "countermove/py.typed",
    "countermove/.agents/skills/countermove/SKILL.md",
    "countermove/.agents/skills/countermove/references/format.md",
    "countermove/cases/talks-2025/model.toml",
    "countermove/cases/talks-2025/expected.toml",
    "countermove/cases/night-ward/night-ward-report.html",
    "countermove/cases/night-ward/night-ward-minutes.txt",
    "countermove/web/templates/home.html",
    "countermove/notebook/output.css",
    "countermove/web/static/home.css",
    "countermove/web/vendored/htmx.min.js",
    "countermove/web/vendored/htmx.LICENSE",
    "countermove/web/vendored/pico.LICENSE",
    "countermove/web/vendored/sortable.LICENSE",
)
STRAY = re.compile(
    r"(^|/)(tests?|docs|benchmarks|fuzz|\.(?!agents/)\w+|__pycache__|conftest\.py)(/|$)|\.pyc$"
)


def contents(package: Path) -> dict[str, bytes]:
    """Return the files of a package; those of a source without the folder that they are in."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist() if name[-1] != "/"}
    with tarfile.open(package) as source:
        members = [member for member in source.getmembers() if member.isfile()]
        found = {member.name: source.extractfile(member) for member in members}
        return {
            re.sub(r"^[^/]*/(src/)?", "", name): file.read() for name, file in found.items() if file
        }


def faults(files: dict[str, bytes], here: str) -> list[str]:
    """Return what is wrong with the files of a package that was built in a folder."""
    lacks = [f"{name} is missing" for name in NEEDED if name not in files]
    if not any(name.endswith("LICENSE") and "vendored" not in name for name in files):
        lacks.append("the licence is missing")
    strays = [f"{name} is no part of it" for name in files if STRAY.search(name)]
    places = [
        f"{name} tells where it was built"
        for name, content in files.items()
        if here.encode() in content or b"/tmp/build-" in content
    ]
    return lacks + strays + places


def main(here: str, *packages: str) -> int:
    """Look into packages; say what is wrong, or how much is in them."""
    wrong = 0
    for package in map(Path, packages):
        files = contents(package)
        found = faults(files, here)
        wrong += len(found)
        size = f"{len(files)} files, {package.stat().st_size / 2**20:.1f} MiB"
        print(f"{package.name}: {'; '.join(found) or size + ', as it should be.'}")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

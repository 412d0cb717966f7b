"""Where modules may import from, and how much an import costs."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import countermove
from countermove.result import from_above

ROOT = Path(__file__).parents[2]
PACKAGE = Path(countermove.__file__).parent

HEAVY = {
    "jinja2",
    "lark",
    "matplotlib",
    "numpy",
    "pandas",
    "pydantic",
    "rich",
    "tomlkit",
    "tree_sitter",
}


def contract() -> dict[str, list[str]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        (found,) = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return found


def top(module: str) -> str:
    """Return the row of the way of the data that a module belongs to."""
    return module.split(".")[1] if "." in module else ""


def imports() -> Iterator[tuple[str, str]]:
    """Give who imports whom inside the package, imports within functions included."""
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{module}: imports are written in full"
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                yield from ((module, name) for name in names)
            elif isinstance(node, ast.Import):
                yield from ((module, alias.name) for alias in node.names)


def numbered_rows() -> dict[str, int]:
    """Return the row of each part of the package; those beside each other have the same."""
    every = enumerate(contract()["layers"])
    return {part: row for row, parts in every for part in parts.split(" | ")}


def test_a_module_imports_only_from_its_row_or_rows_below() -> None:
    """The same contract that import-linter keeps, for those who run the tests alone."""
    rows = numbered_rows()
    seen = set()
    for importer, imported in imports():
        if not imported.startswith("countermove."):
            continue
        here, there = top(importer), top(imported)
        seen.add(here)
        if here in rows and there in rows:
            assert here == there or rows[here] < rows[there], f"{importer} imports {imported}"
    assert seen & set(rows), "no module was looked at"


def calls(function: str) -> Iterator[tuple[str, ast.expr]]:
    """Give who calls a function of the package or of `importlib`, and with what first."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if function not in text:
            continue
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(text)):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called.removeprefix("importlib.") == function:
                yield module, node.args[0]


def test_only_one_function_reaches_for_a_row_above_by_name() -> None:
    """Other modules import by name what lies in a row that they name, no higher than their own."""
    rows = numbered_rows()
    reach = set()
    for importer, given in calls("import_module"):
        begins = given.values[0] if isinstance(given, ast.JoinedStr) else given
        if isinstance(begins, ast.FormattedValue):  # what lies in a package that is there already
            assert ast.unparse(begins.value).endswith("__name__"), importer
        elif not isinstance(begins, ast.Constant) or begins.value == "countermove.":
            reach.add(importer)
        elif str(begins.value).startswith("countermove."):
            assert rows[top(importer)] <= rows[top(str(begins.value))], importer
    # The package itself has the public names, which lie in every row.
    assert reach == {"countermove.__init__", "countermove.result"}
    assert not list(calls("__import__"))


def test_what_is_reached_for_is_there() -> None:
    for module, place in calls("from_above"):
        assert isinstance(place, ast.Constant), f"{module}: a name that can be searched for"
        from_above(place.value)


def test_every_module_has_its_row() -> None:
    known = {*numbered_rows(), *contract()["exhaustive_ignores"]}
    present = {
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert present - {"__init__"} <= known


def modules_after(statement: str) -> set[str]:
    """Return which modules a fresh process has loaded after a statement, by their first names."""
    script = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(found.stdout.split())


def test_importing_the_package_is_light() -> None:
    loaded = modules_after("import countermove")
    assert "countermove" in loaded
    assert loaded & HEAVY == set()


def test_parts_that_are_needed_rarely_are_imported_when_they_are() -> None:
    """Solving needs arrays and models, and none of what reads, shows and exports."""
    statement = (
        "from countermove.analysis.solving import solve\n"
        "from countermove.model.conflict import Conflict\n"
    )
    loaded = modules_after(statement)
    assert "numpy" in loaded
    assert loaded & {"pandas", "jinja2", "rich", "lark", "tree_sitter", "tomlkit"} == set()


@pytest.mark.parametrize("module", ["pandas", "jinja2", "rich", "lark"])
def test_no_module_is_imported_at_once_that_few_need(module: str) -> None:
    """What only one command or notation needs is imported in the function that does."""
    for path in PACKAGE.rglob("*.py"):
        # The web app is asked for by one command, and then all of it is needed.
        if path.relative_to(PACKAGE).parts[0] in {"cli", "web"}:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Import):
                assert module not in [alias.name.split(".")[0] for alias in node.names], path
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] != module, path


def test_only_the_command_line_prints() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] == "cli" or path.name == "__main__.py":
            continue
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert "print" not in [call.func.id for call in calls if isinstance(call.func, ast.Name)], (
            path
        )

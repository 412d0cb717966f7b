"""The documentation tells the truth: its examples are run, its links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from doc_scripts import ROOT, script

examples = script("examples")
picture = script("picture")
PAGES = examples.pages()
EVERY_PAGE = [*PAGES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.rst"))]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_console_blocks_show_what_the_program_prints(page: Path) -> None:
    text = page.read_text("utf-8")
    # What is out of date, `python docs/examples.py --write` writes again.
    assert examples.renewed(text) == text


def test_most_pages_for_learning_have_examples() -> None:
    """The blocks are found at all: an example that isn't found can't fail."""
    with_commands = {
        named(page)
        for page in PAGES
        if any(
            block.language == "console" and examples.PROMPT in block.content
            for block in examples.blocks(page.read_text("utf-8"))
        )
    }
    assert {"README.md", "docs/tutorials/first-conflict.md"} <= with_commands
    assert len(with_commands) >= 10


@pytest.mark.parametrize(
    ("expected", "printed", "agree"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "b\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nb\nc\n", False),
        ("took 3 ms\n", "took 12.5 s\n", True),
        ("took 3 states\n", "took 4 states\n", False),
        ("(engine: compiled)\n", "(engine: numpy)\n", True),
        ("(engine: compiled)\n", "(engine: definition)\n", False),
        ("", "a\n", False),
        ("", "", True),
        ("a\n\nb\n", "a\n\nb\n", True),
        ("a\n\n", "a\n", True),
    ],
)
def test_examples_are_compared_line_by_line(expected: str, printed: str, agree: bool) -> None:
    assert examples.agrees(expected, printed) is agree


def _code_removed(text: str) -> str:
    return re.sub(r"^```.*?^```$|`[^`\n]+`", "", text, flags=re.MULTILINE | re.DOTALL)


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("page", [p for p in EVERY_PAGE if p.suffix == ".md"], ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    text = _code_removed(page.read_text("utf-8"))
    links = [link for _, link in re.findall(r"(!?)\[[^\]]*\]\(([^)\s]+)\)", text)]
    for link in links:
        if link.startswith("https://"):
            continue
        target, _, anchor = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        # The gallery's pages are written from its cases when the documentation is built.
        if path.parent == ROOT / "docs" / "gallery" and path.stem not in examples.KEPT:
            path = ROOT / "src" / "countermove" / "cases" / path.stem / "model.toml"
        assert path.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in _anchors(path), f"{link}: no such heading"


@pytest.mark.parametrize("page", EVERY_PAGE, ids=named)
def test_every_page_is_reached_from_an_index(page: Path) -> None:
    if page.parent == ROOT or page == ROOT / "docs" / "index.md":
        return
    index = (page.parent if page.stem != "index" else page.parent.parent) / "index.md"
    entry = page.stem if page.stem != "index" else f"{page.parent.name}/index"
    listed = re.findall(r"^```{toctree}\n(.*?)^```$", index.read_text("utf-8"), re.M | re.S)
    nested = r"^\.\. toctree::\n(.*?)^(?=\S)"
    for other in page.parent.glob("*.rst"):
        listed += re.findall(nested, other.read_text("utf-8"), re.M | re.S)
    entries = set("\n".join(listed).split())
    assert entry in entries or "*" in entries, f"no index lists {named(page)}"


WORDS_OF_OTHER_FIELDS = re.compile(r"\b(players?|payoffs?|agents?)\b", re.IGNORECASE)


@pytest.mark.parametrize("page", EVERY_PAGE, ids=named)
def test_the_words_are_those_of_the_field(page: Path) -> None:
    if page.name == "glossary.md":
        return  # which says what others call the same things
    text = page.read_text("utf-8").replace("Equilibria for far-sighted players", "")  # a title
    text = text.replace("/.agents/", "/").replace("`.agents/", "`")  # where assistants look
    assert not WORDS_OF_OTHER_FIELDS.findall(text)


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("Install Countermove", "install"),
        ("Windows", "install"),
        ("irreversible", "rules-and-moves"),
        ("A picture", "export"),
        ("A figure is a picture", "figures"),
        ("Word document", "report"),
    ],
)
def test_what_people_look_for_stands_on_the_page_that_answers(words: str, page: str) -> None:
    """The search of the pages finds words that stand in them, and no synonyms."""
    assert words in (ROOT / "docs" / "how-to" / f"{page}.md").read_text("utf-8")


def test_how_good_the_reading_of_documents_is_stands_in_the_same_words_on_the_page_record() -> None:
    explained = (ROOT / "docs" / "explanation" / "record.md").read_text("utf-8")
    said = " ".join(re.findall(r"^> (.+)$", explained, re.MULTILINE))
    assert said.startswith("Countermove finds who said what by fixed rules.")
    page = ROOT / "src" / "countermove" / "web" / "templates" / "_found.html"
    assert f">{said}</p>" in page.read_text("utf-8")


def test_the_text_for_a_package_index_leads_nowhere_that_is_not_there() -> None:
    """Its reader has no checkout: links within it become words, and its picture is left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    read_me = project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    assert read_me["fragments"] == [{"path": "README.md"}]
    text = (ROOT / "README.md").read_text("utf-8")
    for change in read_me["substitutions"]:
        text = re.sub(change["pattern"], change["replacement"], text)
    links = re.findall(r"\]\(([^)]*)\)", text)
    assert all(link.startswith("https://") for link in links)
    assert "how-to guides" in text
    assert "app-deal.png" not in text
    assert len(text) > 6_000


def test_the_picture_shows_what_the_program_prints() -> None:
    """`make picture` draws it again."""
    drawn = picture.PICTURE.read_text("utf-8")
    time = re.compile(r"in&#160;\d+(\.\d+)?&#160;(ms|s)&#160;\(engine:&#160;(compiled|numpy)\)")
    now = picture.drawn(picture.printed())
    assert "A&#160;deal&#160;made&#160;behind" in drawn
    assert time.sub("", _texts(drawn)) == time.sub("", _texts(now))


def _texts(svg: str) -> str:
    # Versions of rich differ in the empty lines that they draw at the end.
    return "\n".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)).rstrip()


def test_the_picture_fetches_nothing() -> None:
    svg = picture.PICTURE.read_text("utf-8")
    assert not re.search(r"url\(\s*[\"']?https?:|@import|<image|<script|xlink:href", svg)

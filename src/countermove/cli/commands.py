"""The commands of the program: what they are called, what they do, and an example of each.

They are imported when they are called, so that what one of them needs doesn't delay the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from keyword import iskeyword

from countermove.questions import find, follow_ups
from countermove.questions.base.question import Question

# Questions whose command takes more than what is asked along with them.
_TAKING_MORE = frozenset({"ask", "sample"})


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and the files that it is made of, where they aren't called as it is."""

    name: str
    summary: str
    details: str
    examples: tuple[str, ...]
    algorithm: str = ""
    words: str = ""
    page: str = ""

    @property
    def module(self) -> str:
        """The module in `cli` that it begins in."""
        is_made = self.name in follow_ups() and self.name not in _TAKING_MORE
        return "asking" if is_made else self.function

    @property
    def function(self) -> str:
        """The function that it is."""
        return f"{self.name}_" if iskeyword(self.name) else self.name


def shown_examples(*examples: str) -> str:
    """Write what may be typed, one example to a line."""
    word = "Example" if len(examples) == 1 else "Examples"
    return "\n".join([f"{word}:", *(f"  countermove {example}" for example in examples)])


def _of(question: type[Question], algorithm: str = "", words: str = "", page: str = "") -> Command:
    """Return the command of a question."""
    says = question.summary, question.details, question.examples
    return Command(question.id, *says, algorithm, words, page)


GROUPS: dict[str, tuple[Command, ...]] = {
    "Answers": (
        _of(
            find("solve"),
            "analysis/solving.py",
            "report/answer.py",
            "docs/tutorials/talks-case.md",
        ),
        Command(
            "explain",
            "Say why an outcome holds or does not hold.",
            "For every party: what it would rather do, who would answer it and how, and whether "
            "that keeps it from moving. Each step can be checked by hand.",
            ("explain talks-2025 36", "explain talks-2025 5 --party russia -c SEQ"),
            algorithm="stability",
            page="docs/explanation/foresight.md",
        ),
        _of(find("deal")),
        Command(
            "claims",
            "Show the claims in full: answers, reasons and the record.",
            "For the model as it stands and for its scenarios: under which concepts each claim "
            "is true, the outcome or the move that decides it, and who said what, when and where. "
            "A claim without a source is the analyst's judgement, and is marked so.",
            ("claims talks-2025", "claims talks-2025 --claim backs"),
            page="docs/tutorials/first-conflict.md",
        ),
        _of(find("compare"), page="docs/how-to/scenarios.md"),
        _of(find("sweep"), "analysis/sweep"),
        Command(
            "states",
            "List the outcomes that can be, and how each party ranks them.",
            "Every feasible outcome with its number, and the ranking that follows from what "
            "each party wants, best first; outcomes between which it is indifferent stand in "
            "braces.",
            ("states talks-2025", "states talks-2025 --party europe"),
            algorithm="building.py",
            page="docs/how-to/preferences.md",
        ),
        _of(find("report"), "questions/base/whole.py", "report/article.py"),
        Command(
            "share",
            "Write a model and its answer as one page to send to somebody.",
            "One file that opens in any browser, offline, and can only be read: the claims, the "
            "table of outcomes, why each holds or not and who would leave it, the graph, the "
            "wishes and the record. It fetches and sends nothing, and nothing of this machine is "
            "in it; the same model makes the same file.",
            ("share talks-2025 -o talks.html", "share elmira --concept SEQ -o elmira.html"),
            algorithm="share/page.py",
            words="share/outcomes.py",
            page="docs/how-to/share.md",
        ),
        Command(
            "draw",
            "Draw a figure of a model.",
            "As SVG, and with the optional part countermove[plot] as PNG or PDF: on light paper, "
            "legible in grey, with the title of the model, a legend, and the same in words for "
            "those who can't see it. Without --output the SVG goes to the standard output.",
            ("draw talks-2025 graph -o talks.svg", "draw elmira option-table -o elmira.png"),
            algorithm="draw",
            words="draw",
            page="docs/how-to/figures.md",
        ),
    ),
    "Follow-up": tuple(_of(question) for question in follow_ups().values()),
    "Models": (
        Command(
            "serve",
            "Build, test and present models in the browser.",
            "Opens a model, or all models of a folder: parties and options, rules, what each party "
            "wants, and the answer, which follows while one types. It runs on this machine, for "
            "this machine: nothing is sent anywhere. What is done in the browser stands in the "
            "model file, which other commands read and an editor may change meanwhile. Needs the "
            "optional part countermove[web].",
            ("serve", "serve water.toml", "serve talks-2025"),
            algorithm="web/app.py",
            words="web/templates",
            page="docs/how-to/web-app.md",
        ),
        Command(
            "mcp",
            "Let an assistant build and test models in a folder.",
            "Serves the Model Context Protocol at the standard input and output, for the client of "
            "an assistant: documents are read, quotations checked, models written, checked, solved "
            "and explained. It reads nothing outside the folder, writes model files only, each "
            "with its history, and sends nothing anywhere but to that client. The app may have the "
            "same folder open. Needs the optional part countermove[mcp].",
            ("mcp", "mcp talks"),
            algorithm="assistant/server.py",
            words="assistant/tools",
            page="docs/how-to/assistant.md",
        ),
        Command(
            "new",
            "Write a small model to start from, with comments on every part.",
            "It can be solved as it is; change it line by line into your own. With --table it is a "
            "workbook to fill in, with lists to choose from and examples. Needs the optional part "
            "countermove[table] then.",
            ('new water.toml --title "Water for the valley"', "new --table water.xlsx"),
            algorithm="report/starter.py",
            words="report/starter.py",
            page="docs/tutorials/first-conflict.md",
        ),
        Command(
            "read",
            "Find who says what in a report, and draft a model from it.",
            "By fixed rules: who says what, as what, when and where; for which state, organisation "
            "or camp; who is named and silent; what each may do and want. With --output a model is "
            "begun: what is in the document stands in it as sources, word for word, and what is "
            "guessed as comments. It reads English only, and understands nothing: a person has to "
            "look. Nothing is sent anywhere. Pages of the web and PDFs need the optional part "
            "countermove[read].",
            ("read report.txt --issued 2025-07-03", "read report.txt --output river.toml"),
            algorithm="record/attributing.py",
            words="cli/read.py",
            page="docs/how-to/read-a-report.md",
        ),
        Command(
            "check",
            "Find all the mistakes in a model file.",
            "Says for each of them the line, what is wrong, what was expected and what to do; "
            "the scenarios are checked as well. In a model without mistakes it points at what is "
            "worth a second look: an option that no wish names, a party that can't move, a claim "
            "that the rules alone answer, a doubt that can't matter. Nothing is changed.",
            ("check water.toml", "check water.toml talks-2025"),
            algorithm="report/checking.py",
            words="report/checking.py",
            page="docs/reference/errors.md",
        ),
        Command(
            "quote",
            "Say whether words stand in a document, and where.",
            "Spaces, kinds of marks and dashes, words broken at the end of a line and capital "
            "letters may differ; with one word more, less or other they aren't there, and what "
            "stands there instead is shown. Says line and column, whose words they are, and how "
            "the sentence goes on where that limits them. Reads texts, pages of the web and files "
            "for Word; PDFs with the optional part countermove[read].",
            (
                'quote report.html "No agreement will hold"',
                'quote minutes.txt "We agree" "if the reservoir is full" --near 900',
            ),
            algorithm="record/grounding.py",
            words="report/quoting.py",
            page="docs/how-to/quotations.md",
        ),
        Command(
            "import",
            "Turn a file of another program into a model file.",
            "Parties, options, rules and preferences are taken over; what the other program "
            "means differently is said once. In a workbook every mistake is told with its sheet "
            "and cell; with --marked a copy is written in which they are marked.",
            (
                "import dispute.gmcr --output dispute.toml",
                "import talks.xlsx --output talks.toml --marked talks-marked.xlsx",
            ),
            algorithm="files/importing.py",
            words="cli/import_.py",
            page="docs/how-to/import-gmcr-plus.md",
        ),
        Command(
            "export",
            "Write a model or its answers for another program.",
            "As toml or json the model itself, as xlsx the model as a workbook; as csv a table of "
            "its outcomes with rankings and answers; as graphml the graph of all moves, for "
            "programs that draw networks; as nfg a game for Gambit, where the model is one.",
            ("export talks-2025 --output talks.graphml", "export chicken --to nfg"),
            algorithm="report/exports.py",
            words="report/exports.py",
        ),
        Command(
            "cite",
            "Write what a paper cites, as BibTeX.",
            "The program and the method, where the solution concepts are defined, where the kind "
            "of preference and the follow-up questions come from, and the record of the model: "
            "each with a key that stays the same.",
            ("cite talks-2025 --output talks.bib", "cite --concept SEQ --question evolve"),
            algorithm="questions/base/citing.py",
            words="references.py",
            page="docs/how-to/papers.md",
        ),
    ),
    "The program": (
        Command(
            "cases",
            "List the conflicts that come with the program.",
            "Their names can be used wherever a model is asked for. Those are listed for which all "
            "that is asked is so; what happens in them is computed, not written down.",
            (
                "cases",
                "cases --parties 3 --holds-only-with-foresight",
                "cases --text chicken --games",
            ),
            algorithm="files/gallery.py",
            words="report/cases.py",
            page="docs/gallery/index.md",
        ),
        Command(
            "concepts",
            "Say in plain words what it means that an outcome holds.",
            "The solution concepts that the program knows: what each of them asks, how far "
            "it looks ahead, which others it implies, and where it is defined.",
            ("concepts",),
            algorithm="stability/registry.py",
            words="report/concept_list.py",
            page="docs/reference/concepts.md",
        ),
        Command(
            "completion",
            "Let the shell complete commands, models and names.",
            "Prints the script for a shell, or installs it for you with --install.",
            ("completion bash --install", "completion zsh"),
            algorithm="cli/completion.py",
            words="cli/completion.py",
            page="docs/reference/command-line-models.md",
        ),
    ),
}

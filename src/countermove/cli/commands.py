"""The commands of the program: what they are called, what they do, and an example of each.

They are imported when they are called, so that what one of them needs doesn't delay the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from countermove.questions import find, follow_ups
from countermove.questions.base.question import Question


@dataclass(frozen=True, slots=True)
class Command:
    """A command."""

    name: str
    where: str
    summary: str
    details: str
    examples: tuple[str, ...]


def shown_examples(*examples: str) -> str:
    """Write what may be typed, one example to a line."""
    word = "Example" if len(examples) == 1 else "Examples"
    return "\n".join([f"{word}:", *(f"  countermove {example}" for example in examples)])


def _of(question: type[Question], where: str) -> Command:
    """Return the command of a question."""
    return Command(question.id, where, question.summary, question.details, question.examples)


GROUPS: dict[str, tuple[Command, ...]] = {
    "Answers": (
        _of(find("solve"), "solving:solve"),
        Command(
            "explain",
            "explaining:explain",
            "Say why an outcome holds or does not hold.",
            "For every party: what it would rather do, who would answer it and how, and whether "
            "that keeps it from moving. Each step can be checked by hand.",
            ("explain talks-2025 36", "explain talks-2025 5 --party russia -c SEQ"),
        ),
        Command(
            "claims",
            "claiming:claims",
            "Show the claims in full: answers, reasons and the record.",
            "For the model as it stands and for its scenarios: under which concepts each claim "
            "is true, the outcome or the move that decides it, and who said what, when and where. "
            "A claim without a source is the analyst's judgement, and is marked so.",
            ("claims talks-2025", "claims talks-2025 --claim backs"),
        ),
        _of(find("compare"), "comparing:compare"),
        Command(
            "states",
            "listing:states",
            "List the outcomes that can be, and how each party ranks them.",
            "Every feasible outcome with its number, and the ranking that follows from what "
            "each party wants, best first; outcomes between which it is indifferent stand in "
            "braces.",
            ("states talks-2025", "states talks-2025 --party europe"),
        ),
        _of(find("report"), "reporting:report"),
    ),
    "Follow-up": tuple(_of(question, f"asking:{name}") for name, question in follow_ups().items()),
    "Models": (
        Command(
            "serve",
            "serving:serve",
            "Build, test and present models in the browser.",
            "Opens a model, or all models of a folder: parties and options, rules, what each party "
            "wants, and the answer, which follows while one types. It runs on this machine, for "
            "this machine: nothing is sent anywhere. What is done in the browser stands in the "
            "model file, which other commands read and an editor may change meanwhile. Needs the "
            "optional part countermove[web].",
            ("serve", "serve water.toml", "serve talks-2025"),
        ),
        Command(
            "new",
            "making:new",
            "Write a small model to start from, with comments on every part.",
            "It can be solved as it is; change it line by line into your own.",
            ('new water.toml --title "Water for the valley"',),
        ),
        Command(
            "check",
            "checking:check",
            "Find all the mistakes in a model file.",
            "Says for each of them the line, what is wrong, what was expected and what to do; "
            "the scenarios are checked as well. In a model without mistakes it points at what is "
            "worth a second look: an option that no wish names, a party that can't move, a claim "
            "that the rules alone answer. Nothing is changed.",
            ("check water.toml", "check water.toml talks-2025"),
        ),
        Command(
            "import",
            "making:import_",
            "Turn a file of another program into a model file.",
            "Parties, options, rules and preferences are taken over; what the other program "
            "means differently is said once.",
            ("import dispute.gmcr --output dispute.toml",),
        ),
        Command(
            "export",
            "making:export",
            "Write a model or its answers for another program.",
            "As toml or json the model itself; as csv a table of its outcomes with rankings "
            "and answers; as graphml the graph of all moves, for programs that draw networks; "
            "as nfg a game for Gambit, where the model is one.",
            ("export talks-2025 --output talks.graphml", "export chicken --to nfg"),
        ),
    ),
    "The program": (
        Command(
            "cases",
            "listing:cases",
            "List the conflicts that come with the program.",
            "Their names can be used wherever a model is asked for.",
            ("cases",),
        ),
        Command(
            "concepts",
            "listing:concepts",
            "Say in plain words what it means that an outcome holds.",
            "The solution concepts that the program knows: what each of them asks, how far "
            "it looks ahead, which others it implies, and where it is defined.",
            ("concepts",),
        ),
        Command(
            "completion",
            "completing:completion",
            "Let the shell complete commands, models and names.",
            "Prints the script for a shell, or installs it for you with --install.",
            ("completion bash --install", "completion zsh"),
        ),
    ),
}

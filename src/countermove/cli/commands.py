"""The commands of the program: what they are called, what they do, and an example of each.

They are imported when they are called, so that what one of them needs doesn't delay the others.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Parameters
    ----------
    name : str
        What is typed.
    where : str
        The module under :mod:`countermove.cli` and the function in it.
    summary : str
        What it does, in one line.
    details : str
        What else there is to know.
    examples : tuple of str
        What may be typed behind ``countermove``.
    """

    name: str
    where: str
    summary: str
    details: str
    examples: tuple[str, ...]

    @property
    def help(self) -> str:
        """The text at the head of its help page."""
        return f"{self.summary}\n\n{self.details}"

    @property
    def epilogue(self) -> str:
        """The text at the foot of its help page."""
        return shown_examples(*self.examples)


def shown_examples(*examples: str) -> str:
    """Write what may be typed, one example to a line."""
    word = "Example" if len(examples) == 1 else "Examples"
    return "\n".join([f"{word}:", *(f"  countermove {example}" for example in examples)])


GROUPS: dict[str, tuple[Command, ...]] = {
    "Answers": (
        Command(
            "solve",
            "solving:solve",
            "Say which claims are true and which outcomes hold.",
            "First come the claims made in the dispute, each with what decides it; then the "
            "outcomes (states) that hold, and which options are taken in them. An outcome holds "
            "when no party gains by leaving it, once the answers of the others are counted; the "
            "columns differ in how far the parties look ahead.",
            ("solve talks-2025", "solve talks-2025 --scenario any-terms --concept SEQ"),
        ),
        Command(
            "explain",
            "explaining:explain",
            "Say why an outcome holds or does not hold.",
            "For every party: what it would rather do, who would answer it and how, and whether "
            "that keeps it from moving. Each step can be checked by hand.",
            ("explain talks-2025 36", "explain talks-2025 5 --decision-maker russia -c SEQ"),
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
        Command(
            "compare",
            "comparing:compare",
            "Set the scenarios side by side: what each of them changes.",
            "The claims and the outcomes that hold in each scenario, and what appears or "
            "disappears against the model as it stands.",
            ("compare talks-2025", "compare talks-2025 --scenario any-terms --concept SEQ"),
        ),
        Command(
            "states",
            "listing:states",
            "List the outcomes that can be, and how each party ranks them.",
            "Every feasible state with its number, and the ranking that follows from what "
            "each party wants, best first; states between which it is indifferent stand in braces.",
            ("states talks-2025", "states talks-2025 --decision-maker europe"),
        ),
    ),
    "Follow-up": (
        Command(
            "views",
            "viewing:views",
            "Say what each side misreads, and whom it surprises.",
            "For a model with views, in which parties see options, wishes or states otherwise "
            "than they are: which outcomes hold as the parties see it, which hold only because "
            "of that or would hold but for it, and which each of them expects wrongly.",
            ("views misread.toml", "views misread.toml --level 1 --concept SEQ"),
        ),
    ),
    "Models": (
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
            "the scenarios are checked as well. Nothing is changed.",
            ("check water.toml",),
        ),
        Command(
            "import",
            "making:import_",
            "Turn a file of GMCR+ (.gmcr) into a model file.",
            "Parties, options, rules and preferences are taken over; what GMCR+ means "
            "differently is said once.",
            ("import dispute.gmcr --output dispute.toml",),
        ),
        Command(
            "export",
            "making:export",
            "Write a model or its answers for another program.",
            "As toml or json the model itself; as csv a table of its states with rankings "
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

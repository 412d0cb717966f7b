"""The commands of the program: what they are called, what they do, and an example of each.

They are imported when they are called, so that what one of them needs doesn't delay the others.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A command."""

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
            "outcomes that hold, and which options are taken in them. An outcome holds "
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
        Command(
            "compare",
            "comparing:compare",
            "Set scenarios, or two models, side by side: what changes.",
            "The claims and the outcomes that hold in each scenario, and what appears or "
            "disappears against the model as it stands. With a second model: what an edit "
            "changed in the model, and in the answers.",
            (
                "compare talks-2025",
                "compare talks-2025 --scenario any-terms --concept SEQ",
                "compare old.toml new.toml",
            ),
        ),
        Command(
            "states",
            "listing:states",
            "List the outcomes that can be, and how each party ranks them.",
            "Every feasible outcome with its number, and the ranking that follows from what "
            "each party wants, best first; outcomes between which it is indifferent stand in "
            "braces.",
            ("states talks-2025", "states talks-2025 --party europe"),
        ),
        Command(
            "report",
            "reporting:report",
            "Write everything about a model into one document.",
            "The claims, the outcomes that hold, the scenarios side by side, every follow-up "
            "analysis, the concepts in plain words and the record: as text, as a web page that "
            "prints well, or as Markdown.",
            ("report talks-2025 --output talks.html", "report talks-2025 --format markdown"),
        ),
    ),
    "Follow-up": (
        Command(
            "evolve",
            "evolving:evolve",
            "Say how the conflict can get from the status quo to each outcome.",
            "For every outcome that holds, the fewest moves that lead to it: by moves that all "
            "gain their mover something, by such moves and one that doesn't, and by any moves; "
            "with a shortest way in words, and why there is none where that is plain. Nobody "
            "moves twice in a row.",
            ("evolve talks-2025", "evolve elmira --to 10 --by one-countermove"),
        ),
        Command(
            "worth",
            "worth:worth",
            "Say what the outcomes that hold are worth.",
            "How firmly each holds, whether another is better for everybody and who could bring "
            "that about, where it stands in each ranking, how free the parties are, and whose "
            "foresight it rests on.",
            ("worth talks-2025", "worth talks-2025 36 --foresight us=NASH --foresight europe=SEQ"),
        ),
        Command(
            "coalitions",
            "joining:coalitions",
            "Say which outcomes groups could upset together.",
            "An outcome may hold for each party by itself, and yet a group that moves together "
            "could all be better off elsewhere. A coalition never takes the place of its members: "
            "both answers stand side by side. Jumps lead from one outcome that holds to another.",
            ("coalitions elmira-coalesced", "coalitions talks-2025 --with us --with europe"),
        ),
        Command(
            "needed",
            "joining:needed",
            "Say who can bring something about, and who can block it.",
            "The smallest groups whose own moves lead from the status quo to an outcome where "
            "it is true and holds, what they do, whether they would want to; and those without "
            "whom nobody can. Without --claim and --for it is answered for every claim.",
            ("needed talks-2025 --claim negotiator", 'needed talks-2025 --for "settle and accept"'),
        ),
        Command(
            "goals",
            "seeking:goals",
            "Find what would have to change for an outcome to hold.",
            "What each party must come to hold, exactly, and in how many of its possible rankings "
            "it does; and the least change of what it wants: to move one of its statements, drop "
            "one or add one, and the fewest swaps in rankings. Give a statement to find the "
            "outcome with it that takes least; give several goals for all of them to hold at once.",
            ("goals talks-2025 35", 'goals talks-2025 "bilateral and deal" -c SEQ'),
        ),
        Command(
            "judgements",
            "resting:judgements",
            "Say on what the answer rests, judgement by judgement.",
            "Every wish, weight and ranking, every option's direction and every rule is changed, "
            "one at a time; what turns most claims comes first, each with the record behind it.",
            ("judgements talks-2025", "judgements talks-2025 --claim backs"),
        ),
        Command(
            "radius",
            "turning:radius",
            "Say how little of one ranking must change for an answer to turn round.",
            "For every claim, and in models of up to 64 outcomes for every outcome: how many pairs "
            "of outcomes one party must judge otherwise, at least, for the answer to be the other "
            "one, and which. Ctrl-C shows what has been found until then. The numbers are exact: "
            "no smaller change of that ranking, of whatever kind, is enough. Needs the optional "
            "part countermove[sat].",
            ("radius talks-2025 --claim everyone", "radius talks-2025 --outcome 36 -c SEQ -d us"),
        ),
        Command(
            "sample",
            "sampling:sample",
            "Say how sure the answer is when the rankings aren't.",
            "Draws rankings that are near to those of the model, or that leave open what it "
            "ties, and counts in how many of them each claim is true and each outcome holds. "
            "The same seed draws the same rankings everywhere.",
            ("sample talks-2025 --within 3", "sample talks-2025 --unknown ties --samples 100000"),
        ),
        Command(
            "views",
            "viewing:views",
            "Say what each side misreads, and whom it surprises.",
            "For a model with views, in which parties see options, wishes or outcomes otherwise "
            "than they are: which outcomes hold as the parties see it, which hold only because "
            "of that or would hold but for it, and which each of them expects wrongly.",
            ("views misread.toml", "views misread.toml --level 1 --concept SEQ"),
        ),
    ),
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

"""The sheets that a model has as a table: their columns, what may stand there, what is offered.

Whoever writes, reads or explains them asks here; a new column is a line.
"""

from __future__ import annotations

from collections.abc import Mapping

from countermove.files.tables.sheets import (
    AGAINST,
    FOR,
    INDIFFERENT,
    LEVELS_ARE,
    NO,
    NOTHING,
    RULES,
    STRONGLY,
    SURE,
    TESTS,
    UNKNOWN_ORDER,
    YES,
    Column,
    SheetKind,
)
from countermove.model.direction_words import DIRECTION_WORDS


def _party(hint: str = "The party; blank: the one above.") -> Column:
    also = ("Who", "Decision maker", "Player")
    return Column("party", "Party", hint, 20, offers="Parties", also=also)


def _because() -> Column:
    hint = "The sources it rests on, by their names on the sheet Sources, with commas between."
    return Column("because", "Because", hint, 16, also=("Sources",))


def _note() -> Column:
    return Column("note", "Note", "Why you judge so.", 40, is_prose=True)


def _id(hint: str = "Made from the words where it is blank; it stays when these change.") -> Column:
    return Column("id", "Id", hint, 14)


def _scenario() -> Column:
    hint = "Blank for the model itself; else the scenario in which this is so."
    return Column(
        "scenario", "Scenario", hint, 16, offers="Scenarios", is_rare=True, is_offered=True
    )


def _words() -> Column:
    hint = "What the statement says, for reading: what is changed here isn't read."
    return Column("words", "In words", hint, 36, is_said=True)


STATEMENT = (
    "A statement about options: not, and, or, implies, if, iff; options by their ids or words."
)

KINDS: tuple[SheetKind, ...] = (
    SheetKind(
        "Conflict",
        "What the conflict is called, and what it is about.",
        (
            Column("what", "What", "Title, Summary, Note or Status quo.", 16),
            Column("says", "Says", "The text.", 90, is_prose=True),
        ),
        ("what", "says"),
    ),
    SheetKind(
        "Parties",
        "Who takes part.",
        (
            Column("party", "Party", "What it is called in tables.", 28, also=("Name",)),
            Column(
                "called",
                "In sentences",
                "What sentences call it, where that differs: the United States.",
                28,
            ),
            _id(),
            _scenario(),
        ),
        ("party",),
        ({"party": "Union"}, {"party": "Port authority", "called": "the port authority"}),
        also=("Party", "Decision makers", "Players"),
    ),
    SheetKind(
        "Options",
        "What each party can do or not do, a row each; or choose among, with a row for each level.",
        (
            _party(),
            Column("option", "Option", "What it can do, in your words.", 44, also=("Text",)),
            Column(
                "level",
                "Level",
                "One of several that it chooses among, a row each; blank for what is done or not. "
                "In rows without an option it is one of the option above.",
                28,
                is_rare=True,
                is_offered=True,
                also=("Levels", "Choice"),
            ),
            Column(
                "moves",
                "Can be changed",
                "Both ways, or one way only.",
                22,
                choices=tuple(DIRECTION_WORDS.values()),
                also=("Direction", "Moves", "Which way"),
            ),
            Column(
                "levels",
                "Levels go",
                "Of an option with levels: whether they go from the least to the most, and whether "
                "one move leads only to the next.",
                24,
                choices=tuple(LEVELS_ARE),
                is_rare=True,
            ),
            Column(
                "start",
                "At the start",
                "Whether it is done in the status quo.",
                12,
                choices=(YES, NO),
                also=("Status quo",),
            ),
            Column(
                "does",
                "Said when done",
                "How a sentence says it, after “would”: withdraw its troops.",
                30,
                is_rare=True,
            ),
            Column(
                "stops",
                "Said when given up",
                "How a sentence says that it is given up, after “would”.",
                30,
                is_rare=True,
            ),
            _because(),
            _note(),
            _id(),
            _scenario(),
        ),
        ("party", "option"),
        (
            {"party": "Union", "option": "Strike", "start": NO},
            {"party": "Union", "option": "Offer talks", "level": "none", "start": YES},
            {"party": "Union", "level": "about pay", "start": NO},
            {
                "party": "Port authority",
                "option": "Raise the pay",
                "moves": DIRECTION_WORDS["take"],
                "start": NO,
                "note": "What is once paid can't be taken back.",
            },
        ),
        also=("Option", "Parties and options"),
    ),
    SheetKind(
        "Terms",
        "Names for statements that are used more than once.",
        (
            Column("term", "Term", "One word.", 18, also=("Name",)),
            Column("means", "Means", STATEMENT, 44, also=("Statement",)),
            _words(),
            _scenario(),
        ),
        ("term", "means"),
        also=("Term",),
        is_rare=True,
        is_offered=True,
    ),
    SheetKind(
        "Rules",
        "What can't be.",
        (
            Column("rule", "Rule", "Which kind of rule.", 18, choices=tuple(RULES)),
            Column(
                "option",
                "Option",
                "With “needs”: what is possible only where the statement holds.",
                18,
            ),
            Column(
                "says",
                "Says",
                f"{STATEMENT} With “… one”: options, with semicolons between.",
                44,
                also=("Statement", "Options"),
            ),
            _words(),
            _scenario(),
        ),
        ("rule", "says"),
        ({"rule": "can't be", "says": "Strike and Raise the pay"},),
        also=("Rule",),
    ),
    SheetKind(
        "Outcomes",
        "Outcomes given one by one, where there are no options; or what papers call them.",
        (
            Column("outcome", "Outcome", "Its number or name, as it is printed.", 16),
            Column("text", "Text", "What it is, in a model without options.", 60),
            Column("pattern", "Pattern", "Of options: Y, N or - for each, in order.", 24),
            _scenario(),
        ),
        ("outcome",),
        also=("States", "Outcome"),
        is_rare=True,
    ),
    SheetKind(
        "Moves",
        "Moves given one by one.",
        (
            _party(),
            Column("from", "From", "The outcome it begins at.", 20),
            Column("to", "To", "The outcome it leads to.", 20),
            _scenario(),
        ),
        ("party", "from", "to"),
        is_rare=True,
    ),
    SheetKind(
        "Preferences",
        "What each party wants: its wishes, the most important first.",
        (
            _party(),
            Column(
                "place",
                "Place",
                "1 for the most important. The same number twice: which comes first isn't known. "
                "A row without a wish is about all with its number; without a number about all "
                "that the party wants.",
                8,
                also=("Rank", "Priority", "No."),
            ),
            Column(
                "wish",
                "Wish",
                f"{STATEMENT} Or: {INDIFFERENT}.",
                44,
                also=("Statement", "Wants"),
            ),
            _words(),
            Column(
                "sure",
                "How sure",
                "Blank: it is known. Perhaps: it may not care. Either way: it may want the "
                "opposite. Left out: as it stands it doesn't count.",
                18,
                choices=tuple(SURE),
                is_rare=True,
                is_offered=True,
            ),
            Column("likely", "Likely", "How likely it is, between 0 and 1.", 10, is_rare=True),
            Column(
                "likely_way",
                "This way round",
                "How likely it is this way round, between 0 and 1.",
                14,
                is_rare=True,
            ),
            Column(
                "strength",
                "Strength",
                f"{STRONGLY}, or by how many degrees: 1, 2, 3.",
                12,
                is_rare=True,
            ),
            Column(
                "doubt",
                "Same doubt",
                "A name: where it stands again, there is one and the same doubt.",
                14,
                is_rare=True,
            ),
            _because(),
            _note(),
            _scenario(),
        ),
        ("party", "wish"),
        (
            {"party": "Union", "place": 1, "wish": "Raise the pay"},
            {"party": "Union", "place": 2, "wish": "not Strike"},
            {
                "party": "Port authority",
                "place": 1,
                "wish": "not Strike",
                "sure": "perhaps",
                "note": "It may be able to wait.",
            },
        ),
        also=("Preference", "Wishes"),
    ),
    SheetKind(
        "Rankings",
        "Outcomes from best to worst, for a party whose whole ranking is known.",
        (
            _party(),
            Column(
                "rank",
                "Rank",
                "1 for the best; the same number for what is equally good.",
                8,
                also=("Place",),
            ),
            Column(
                "outcome",
                "Outcome",
                "Its number, its name or its pattern; or the whole ranking in one cell: "
                "4 > {1 2} > 3.",
                28,
                also=("State", "Ranking"),
            ),
            _words(),
            Column(
                "order",
                "Order",
                f"{UNKNOWN_ORDER}: which of those with the same rank is better isn't known.",
                18,
                choices=(UNKNOWN_ORDER,),
                is_rare=True,
            ),
            _scenario(),
        ),
        ("party", "outcome"),
        also=("Ranking", "Ranks"),
        is_rare=True,
        is_offered=True,
    ),
    SheetKind(
        "Positions",
        "What each party wants of each option, and how much it matters: outcomes are ranked by "
        "the sum.",
        (
            _party(),
            Column("option", "Option", "The option, by its id or its words; or a term.", 24),
            _words(),
            Column(
                "position",
                "Position",
                "Whether it wants it done.",
                18,
                choices=(FOR, AGAINST),
                also=("Stand",),
            ),
            Column(
                "salience",
                "Salience",
                "How much it matters to it: any number; two as in “2 to 4” are bounds.",
                12,
                also=("Weight", "Importance"),
            ),
            _scenario(),
        ),
        ("party", "option", "salience"),
        also=("Position", "Weights"),
        is_rare=True,
        is_offered=True,
    ),
    SheetKind(
        "Claims",
        "What is claimed about the conflict, so that it can be tested.",
        (
            Column("claim", "Claim", "The claim, in words.", 44, also=("Says",)),
            Column(
                "test",
                "Is true if",
                "never: no outcome that holds has it; possible: some has; always: all have.",
                14,
                choices=tuple(TESTS),
                also=("Test", "Kind"),
            ),
            Column("statement", "Statement", STATEMENT, 36),
            _words(),
            _because(),
            _note(),
            _id(),
            _scenario(),
        ),
        ("claim", "test", "statement"),
        (
            {
                "claim": "There will be no strike",
                "test": "never",
                "statement": "Strike",
            },
        ),
        also=("Claim",),
    ),
    SheetKind(
        "Documents",
        "Pages, minutes and reports that sources quote, in files beside the model.",
        (
            Column("document", "Document", "One word to call it by.", 16, also=("Id",)),
            Column("file", "File", "Its path from the folder of the model.", 30, is_prose=True),
            Column("title", "Title", "What it is called.", 44, is_prose=True),
            Column("issued", "Issued", "The day on which it came out.", 16, is_prose=True),
            Column("origin", "Origin", "Where it comes from.", 40, is_prose=True),
            Column("sha256", "SHA-256", "By which it is seen that it is still the same.", 20),
        ),
        ("document", "file"),
        also=("Document",),
        is_rare=True,
    ),
    SheetKind(
        "Sources",
        "The record behind what you judge.",
        (
            Column("source", "Source", "One word to call it by.", 16, also=("Id",)),
            Column("who", "Who", "Who said or did it.", 24, is_prose=True),
            Column("role", "Role", "In which office.", 24, is_prose=True),
            Column("on", "When", "A date, or words for one.", 16, is_prose=True, also=("On",)),
            Column("said", "Said", "What was said or done.", 60, is_prose=True),
            Column("where", "Where", "Where it can be looked up.", 40, is_prose=True),
            Column(
                "document",
                "Document",
                "The document whose words are quoted, one of the sheet Documents.",
                18,
                is_rare=True,
            ),
            Column(
                "quote",
                "Quote",
                "The document's own words; several texts in lines of their own.",
                60,
                is_prose=True,
                also=("Quotation",),
                is_rare=True,
            ),
            Column(
                "near",
                "Near",
                "Near which character they stand, where they stand in several places.",
                10,
                is_rare=True,
            ),
        ),
        ("source", "said"),
        ({"source": "flyer", "who": "The union", "on": "2025-03-01", "said": "Called for 5 %."},),
        also=("Source",),
    ),
    SheetKind(
        "Scenarios",
        "Variants of the model. On the other sheets, rows with the name of one are its own: what "
        "it gives takes the place of that part of the model.",
        (
            Column("scenario", "Scenario", "One word to call it by.", 18, also=("Id",)),
            Column("title", "Title", "What it is called.", 36),
            Column("summary", "Summary", "What is different.", 44, is_prose=True),
            _note(),
            Column(
                "start",
                "Status quo",
                f"The options done at its start, with semicolons between; or {NOTHING}.",
                24,
                is_rare=True,
            ),
        ),
        ("scenario", "title"),
        also=("Scenario",),
        is_rare=True,
        is_offered=True,
    ),
    SheetKind(
        "Other",
        "What has no sheet of its own: views, attitudes, readings of one party side by side. "
        "It counts, whatever the other sheets say.",
        (
            Column("part", "Part", "Where it stands in the model.", 50),
            Column("value", "Value", "A text in quotes, a number, true, or a list.", 70),
        ),
        ("part", "value"),
        is_rare=True,
    ),
)

BY_TITLE: Mapping[str, SheetKind] = {kind.title: kind for kind in KINDS}

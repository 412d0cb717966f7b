"""Who says what: sentences of an invented quarrel, one for each rule of the language."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.record.attributing import attributions


def told(text):
    """Content, speaker and kind of what is said in a text."""
    return [
        (" … ".join(text[a:b] for a, b in each.content), each.speaker, each.kind)
        for each in attributions(text)
    ]


SAID = {
    "“The well is ours,” Ana Ruiz said.": ("“The well is ours,”", "Ana Ruiz"),
    "“The well is ours,” said Ana Ruiz.": ("“The well is ours,”", "Ana Ruiz"),
    "'The well is ours,' said the mayor.": ("'The well is ours,'", "the mayor"),
    "“The well,” said Ana Ruiz, “is ours.”": ("“The well,” … “is ours.”", "Ana Ruiz"),
    "Said Ruiz: “The well is ours.”": ("“The well is ours.”", "Ruiz"),
    "Ruiz said that the well is theirs.": ("that the well is theirs", "Ruiz"),
    "Ruiz said in a statement that the well is theirs.": ("that the well is theirs", "Ruiz"),
    "The union said Tuesday it would strike.": ("it would strike", "The union"),
    "The well is theirs, Ruiz said.": ("The well is theirs", "Ruiz"),
    "The well, Ruiz said, is dry.": ("The well … is dry", "Ruiz"),
    "The well, Ruiz said, “is ours.”": ("The well … “is ours.”", "Ruiz"),
    "If elected, Ruiz said, she would close it.": ("If elected … she would close it", "Ruiz"),
    "What the mayor wants, Ruiz said, is a dam.": ("What the mayor wants … is a dam", "Ruiz"),
    "However, Ruiz said, the well is dry.": ("the well is dry", "Ruiz"),
    "Ruiz said the well, which is old, has run dry.": (
        "the well, which is old, has run dry",
        "Ruiz",
    ),
    "Ruiz said the well was dry, but that it would fill.": (
        "the well was dry, but that it would fill",
        "Ruiz",
    ),
    "According to Ruiz, the well has run dry.": ("the well has run dry", "Ruiz"),
    "According to Ruiz, the mayor, nobody was asked.": ("nobody was asked", "Ruiz"),
    "The well is dry, according to the mayor.": ("The well is dry", "the mayor"),
    "Ruiz rejected the levy.": ("the levy", "Ruiz"),
    "Ruiz accused the town of theft.": ("the town of theft", "Ruiz"),
    "Ruiz called the levy “a theft.”": ("the levy “a theft.”", "Ruiz"),
    "Ruiz told reporters on Monday that the dam will leak.": ("that the dam will leak", "Ruiz"),
    "Ruiz told the council of her plan.": ("of her plan", "Ruiz"),
    "Ruiz, 51, a farmer, said the dam will leak.": ("the dam will leak", "Ruiz"),
    "Ruiz, in a letter to the mayor, promised “a long summer.”": ("“a long summer.”", "Ruiz"),
    "Ruiz — who has a farm below it — said the dam will leak.": ("the dam will leak", "Ruiz"),
    "Lena Brandt of Mill Lane, says the quake shook her house.": (
        "the quake shook her house",
        "Lena Brandt",
    ),
    "The levy was condemned by Ruiz as “a theft.”": ("The levy … as “a theft.”", "Ruiz"),
    "It was told by Ruiz that the well is dry.": ("that the well is dry", "Ruiz"),
    "Ruiz was quoted as saying that the dam leaks.": ("that the dam leaks", "Ruiz"),
    "Ruiz went on to accuse the town of theft.": ("the town of theft", "Ruiz"),
    "A survey found that the levy cost 300 jobs.": ("that the levy cost 300 jobs", "A survey"),
    "Ruiz: “Nobody asked us, not once.”": ("“Nobody asked us, not once.”", "Ruiz"),
    "“Nobody asked us.” — Ana Ruiz": ("“Nobody asked us.”", "Ana Ruiz"),
    "“Yes,” Ruiz said. “It is dry.”": ("“Yes,” … “It is dry.”", "Ruiz"),
    "“It is dry. Nobody asked us,” Ruiz said.": ("“It is dry. Nobody asked us,”", "Ruiz"),
    "“It is dry,” Ruiz said.\n“Nobody asked us.”": ("“It is dry,” … “Nobody asked us.”", "Ruiz"),
    "Ruiz said the dam leaks, a day after the vote.": ("the dam leaks", "Ruiz"),
    "“It is dry,” Ruiz told the crowd, which roared.": ("“It is dry,”", "Ruiz"),
    "“A theft,” Ruiz called it.": ("“A theft,”", "Ruiz"),
    "Ruiz said privately that the dam leaks.": ("that the dam leaks", "Ruiz"),
    "Ana Ruiz, a farmer, who lives below it, said the dam leaks.": ("the dam leaks", "Ana Ruiz"),
    "Her son, Max Holt of the union, said the dam leaks.": ("the dam leaks", "Max Holt"),
    "Ruiz earlier rejected the levy.": ("the levy", "Ruiz"),
    "A court ruled that the levy is void.": ("that the levy is void", "A court"),
    "“It is dry. Come and see,” Ruiz told Holt. “Now.”": (
        "“It is dry. Come and see,” … “Now.”",
        "Ruiz",
    ),
    "The dam, according to Ruiz, has been leaking.": ("The dam … has been leaking", "Ruiz"),
    "The dam “is a joke,” as the mayor put it.": ("The dam “is a joke,”", "the mayor"),
    "“Save the dam!” farmers chanted.": ("“Save the dam!”", "farmers"),
    "“I will not,” Ruiz shot back.": ("“I will not,”", "Ruiz"),
    "Ruiz, for her part, said the dam leaks.": ("the dam leaks", "Ruiz"),
    "Then came this, from Ruiz: “The dam is a joke.”": ("“The dam is a joke.”", "Ruiz"),
    "Ruiz made it clear that the dam will go.": ("that the dam will go", "Ruiz"),
    "Ruiz portrayed the mayor as a thief.": ("the mayor as a thief", "Ruiz"),
    "It's dry, Ruiz thinks.": ("It's dry", "Ruiz"),
    "Ruiz said Tuesday night in Dale that the dam leaks.": ("that the dam leaks", "Ruiz"),
    "“I love this town,” Ruiz said to applause.": ("“I love this town,”", "Ruiz"),
    "A lawsuit filed by the union alleges that the dam leaks.": (
        "that the dam leaks",
        "A lawsuit filed by the union",
    ),
    "Ruiz asked the mayor whether he had lied.": ("whether he had lied", "Ruiz"),
    "Dana Ruiz (D-Ohio) said the dam leaks.": ("the dam leaks", "Dana Ruiz"),
    "Ruiz answered by calling the mayor a “crook.”": ("the mayor a “crook.”", "Ruiz"),
    "Ruiz was accused by the mayor of lying.": ("Ruiz … of lying", "the mayor"),
    "“Save the dam,” read one sign.": ("“Save the dam,”", "one sign"),
    "The mayor's call for calm went unheeded.": ("for calm", "The mayor's"),
    "Ruiz's claim that the dam is old was false.": ("that the dam is old", "Ruiz"),
    "Her claim that the old judge lied drew fire.": ("that the old judge lied", None),
    "“No,” Ruiz said, before leaving for “home.”": ("“No,”", "Ruiz"),
    "Another said it is dry.": ("it is dry", "Another"),
    "Ruiz told reporters in Dale, where she lives, that it is dry.": ("that it is dry", "Ruiz"),
    "Two of Ruiz's aides, who think it is dry, left.": ("it is dry", "Two of Ruiz's aides"),
    "“It is dry. Nobody asked.\n“We will sue,” Ruiz said.": (
        "“It is dry. Nobody asked.\n“We will sue,”",
        "Ruiz",
    ),
    "“It is dry,” a clearly angry Ruiz said.": ("“It is dry,”", "Ruiz"),
    "Nine in 10 farmers say it is dry.": ("it is dry", "Nine in 10 farmers"),
    "Dan Ruiz — a professor — says it is dry.": ("it is dry", "Dan Ruiz"),
    "Sources close to Ruiz say the dam leaks.": ("the dam leaks", "Sources close to Ruiz"),
    "Many in the town say the dam leaks.": ("the dam leaks", "Many in the town"),
    "The lawyer for Ms. Ruiz said the dam leaks.": ("the dam leaks", "lawyer for Ms. Ruiz"),
    "Ruiz and the town hall said the dam leaks.": ("the dam leaks", "Ruiz and the town hall"),
    "The mayors of Alm, Brook and Dale said the dam leaks.": (
        "the dam leaks",
        "mayors of Alm, Brook and Dale",
    ),
    "Ana Ruiz and her neighbour, Max Holt, said the dam leaks.": (
        "the dam leaks",
        "Ana Ruiz and Max Holt",
    ),
}
HELD = {
    "Ruiz knows that the dam leaks.": ("that the dam leaks", "Ruiz"),
    "Ruiz wants a smaller dam.": ("a smaller dam", "Ruiz"),
    "Ruiz is confident that the dam will go.": ("that the dam will go", "Ruiz"),
    "Nothing came of Ruiz's hope that it would go.": ("that it would go", "Ruiz"),
}
NOTHING = (
    "",
    "The dam leaks. The river is low.",
    "The long running dispute over the dam goes on.",
    "Two men accused of theft were seen at the dam.",
    "The men are believed to have left.",
    "The town called in the army.",
    "The warplanes attacked the dam.",
    "The old king ruled the valley.",
    "Ruiz wrote a book.",
    "Ruiz knew the mayor well.",
    "Ruiz did not comment on the levy.",
    "She was seen with a letter called Harbour.",
    "Ruiz's proposed levy is unfair.",
)


@pytest.mark.parametrize("text", SAID)
def test_a_rule_finds_what_is_said_and_by_whom(text):
    assert told(text) == [(*SAID[text], "said")]


@pytest.mark.parametrize("text", HELD)
def test_a_rule_finds_what_is_held_and_by_whom(text):
    assert told(text) == [(*HELD[text], "holds")]


@pytest.mark.parametrize("text", NOTHING)
def test_where_nothing_is_said_nothing_is_found(text):
    assert attributions(text) == ()


def test_a_pronoun_means_whom_the_sentence_before_is_about():
    text = "Ana Ruiz met Max Holt. She said the dam leaks. He said it is dry."
    assert [each.speaker for each in attributions(text)] == ["Ana Ruiz", "Max Holt"]


def test_a_surname_means_whom_the_text_names_most():
    text = "Ana Ruiz met the mayor. Ruiz, with Max Ruiz, her father, left. Ruiz said it is dry."
    assert told(text) == [("it is dry", "Ana Ruiz", "said")]


def test_a_pronoun_means_somebody_without_a_name_too():
    text = "Max Holt left. “It is dry,” said one farmer. He added that nobody cared."
    assert [each.speaker for each in attributions(text)] == ["one farmer", "one farmer"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ana Ruiz, the farmers' chair, said so to us all.", "farmers' chair"),
        ("The farmers' chair, Ana Ruiz, said it is dry.", "farmers' chair"),
        ("Union spokeswoman Ana Ruiz said it is dry.", "Union spokeswoman"),
        ("Ana Ruiz, the town's lawyer, left. Later she said it is dry.", "town's lawyer"),
        ("The union's Ana Ruiz said it is dry.", "union"),
        ("Ana Ruiz of the union said it is dry.", "union"),
        ("Ana Ruiz, 51, a farmer from the valley, said it is dry.", "farmer from the valley"),
        ("Ms. Ana Ruiz said it is dry.", None),
    ],
)
def test_a_role_is_what_the_text_says_beside_the_name(text, role):
    [statement] = attributions(text)
    assert (statement.speaker, statement.role) == ("Ana Ruiz", role)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The dam leaks, Ruiz said on Monday.", date(2025, 6, 30)),
        ("The dam leaks, Ruiz said yesterday.", date(2025, 7, 2)),
        ("On 5 June, Ruiz said the dam leaks.", date(2025, 6, 5)),
        ("On December 24, Ruiz said the dam leaks.", date(2024, 12, 24)),
        ("Ruiz said the dam leaks since Monday.", None),
        ("Ruiz said the dam leaks.", None),
        ("On February 30, Ruiz said the dam leaks.", None),
    ],
)
def test_the_day_is_told_beside_what_is_said(text, day):
    [statement] = attributions(text, date(2025, 7, 3))
    assert statement.day == day


def test_who_is_named_in_a_quotation_does_not_say_it():
    text = "On Friday Lena Holt was calm. “The town is lucky to have Mayor Tom Reed,” she said."
    (says,) = attributions(text)
    assert says.speaker == "Lena Holt"
    text = "On Friday Carl Holt was calm. “The town is lucky to have Mayor Tom Reed,” he said."
    (says,) = attributions(text)
    assert says.speaker == "Carl Holt"


def test_of_several_all_are_named_who_speak_together():
    text = "The foreign ministers of Karsa, Belmar and Norden demanded a role in the talks."
    (says,) = attributions(text)
    assert says.speaker == "foreign ministers of Karsa, Belmar and Norden"
    assert attributions("In Paris, France demanded a role in the talks.")[0].speaker == "France"


def test_a_transcript_has_its_speakers_before_a_colon():
    text = "RUIZ: It is dry.\nHOLT: It is not.\nRUIZ: Come and see."
    assert [speaker for _, speaker, _ in told(text)] == ["RUIZ", "HOLT", "RUIZ"]


MINUTES = """\
Present: Mrs Ada Oduya (Port Authority), Mr Lars Brandt (Dockers’ Union)

The Chair: Let us begin with the night shift.
Mr BRANDT (Union): We will strike if it goes.
Chair: Is that the last word?
10:15 BRANDT: It is the last word.
BRANDT - We never said otherwise.
[BRANDT] We want a signature.
**Oduya:** The shift stays until October.
Oduya: We can pay half.
A: The town can pay half.
Q: And the rest?
A: The council may pay.
Q: Soon?
Ms. Ada Oduya – Port: We withdraw the offer.
Action: Brandt to write to the council.
Decision: The night shift stays until October.
NOTE: The session was suspended: nobody left.
"""


def test_minutes_have_speakers_in_many_forms_and_headings_are_none():
    brandt, oduya = "Lars Brandt", "Ada Oduya"
    assert [speaker for _, speaker, _ in told(MINUTES)] == [
        *("Chair", brandt, "Chair", brandt, brandt, brandt),
        *(oduya, oduya, "A", "Q", "A", "Q", oduya),
    ]
    assert told(MINUTES)[5][0] == "We want a signature."
    assert told(MINUTES)[6][0] == "The shift stays until October."


def test_what_comes_once_before_a_colon_is_no_speaker_of_a_transcript():
    text = "Background: It is dry here.\nCosts: They are high.\nRisks: There are some risks."
    assert not any(says.why.startswith("a paragraph of a tr") for says in attributions(text))
    text = "GENEVA - It is dry.\nKARSA - It is wet.\nNORDEN - It is dry."
    assert not attributions(text)


@pytest.mark.parametrize(
    "text",
    [
        "Neither Holt nor the ministry ruled out a session at the dam.",
        "Neither side said it would attend the talks.",
        "No one at the commission said that the fish were safe.",
        "None of the ministers denied that the dam was old.",
        "Not one minister said that the dam would go.",
        "Ana Ruiz did not say whether the town would pay.",
        "Ana Ruiz wouldn’t say when the gates would open.",
    ],
)
def test_what_nobody_says_is_not_said(text):
    assert not attributions(text)


def test_nobody_is_no_name():
    text = "Neither Holt nor Reed came. Tom Holt waits, he said."
    assert [says.speaker for says in attributions(text)] == ["Tom Holt"]
    (quoted,) = attributions("“Neither of us said that,” Tom Holt said.")
    assert quoted.speaker == "Tom Holt"
    (added,) = attributions("Ana Ruiz did not say whether it is dry, but added that she will wait.")
    assert (added.speaker, added.verb) == ("Ana Ruiz", "add")


def test_what_is_said_may_hold_what_another_says():
    text = "The mayor believes in the dam, Ruiz said."
    assert told(text) == [
        ("The mayor believes in the dam", "Ruiz", "said"),
        ("in the dam", "The mayor", "said"),
    ]


def test_a_guess_is_told_as_one():
    [quotation] = attributions("Ana Ruiz came to the dam. “Nobody asked the farmers at all.”")
    assert (quotation.speaker, quotation.sure) == ("Ana Ruiz", False)


PIECES = st.sampled_from(
    [
        "Ana_Ruiz",
        "she",
        "said",
        "told",
        "the_mayor",
        "according_to",
        "that",
        "is_dry",
        "“",
        "”",
        '"',
        "'",
        ",",
        ".",
        ":",
        "—",
        "(",
        ")",
        "’s",
        "Mr.",
        "who",
        "and",
        "of",
        "‘",
        "HOLT:",
        "on_Monday",
        "June_5",
        "claim",
        "called",
        "by",
        "was",
        "É",
        "\x00",
        "51",
        "to",
        "\n",
    ]
)


@given(
    st.lists(PIECES | st.text(max_size=3), max_size=40)
    .map(" ".join)
    .map(lambda text: text.replace("_", " "))
)
def test_places_are_in_the_text_and_in_order(text):
    statements = attributions(text, date(2025, 7, 3))
    assert statements == attributions(text, date(2025, 7, 3))
    for each in statements:
        assert each.content
        places = [place for span in each.content for place in span]
        assert places[0] >= 0
        assert places[-1] <= len(text)
        assert all(a < b for a, b in each.content)
        assert places == sorted(places)
        for span in (each.mention, each.cue):
            assert span is None or 0 <= span[0] < span[1] <= len(text)

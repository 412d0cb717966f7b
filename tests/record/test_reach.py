"""How far what somebody said reaches, and what only looks as if somebody said it."""

import pytest

from countermove.record.attributing import attributions

# A sentence, what is said, and by whom.
SAID = {
    "a condition belongs to it": [
        ("Ruiz said the well could reopen, but only if the town pays.",
         "the well could reopen, but only if the town pays", "Ruiz"),
        ("Ruiz said the farmers would pay, but not before May.",
         "the farmers would pay, but not before May", "Ruiz"),
        ("Ruiz said the dam would stay shut, as long as the river was low.",
         "the dam would stay shut, as long as the river was low", "Ruiz"),
        ("Ruiz said she would sign, providing the meters were read.",
         "she would sign, providing the meters were read", "Ruiz"),
        ("The well will close, according to Ruiz, unless the town pays.",
         "The well will close … unless the town pays", "Ruiz"),
    ],
    "according to somebody holds of all of it": [
        ("According to two people familiar with the talks, the town has agreed to pay.",
         "the town has agreed to pay", "two people familiar with the talks"),
    ],
    "a preposition may be a name": [
        ("Its director, Per Sandqvist, said the case was weak.", "the case was weak",
         "Per Sandqvist"),
    ],
    "an act after an infinitive doesn't": [
        ("Ruiz promised to open the dam and did the opposite.", "to open the dam", "Ruiz"),
    ],
    "what the reporter adds after its marks doesn't": [
        ("Ruiz called the levy “a theft,” a charge that the town rejects.",
         "the levy “a theft,”", "Ruiz"),
        ("Ruiz said the levy was “a theft,” and appealed.", "the levy was “a theft,”", "Ruiz"),
        ("Ruiz said the levy was “a theft,” but left.", "the levy was “a theft,”", "Ruiz"),
    ],
    "what others hold of it doesn't": [
        ("Ruiz argued that the dam should go, a view the miller shares.",
         "that the dam should go", "Ruiz"),
    ],
    "a part of the verb doesn't": [
        ("Ruiz pointed out that the dam leaks.", "that the dam leaks", "Ruiz"),
        ("Ruiz called on the council to mend it.", "the council to mend it", "Ruiz"),
    ],
    "whom somebody asks doesn't": [
        ("Ruiz asked the engineer from the dam, an old friend, whether it leaks.",
         "whether it leaks", "Ruiz"),
        ("Ruiz warned the dam would break if it rained.",
         "the dam would break if it rained", "Ruiz"),
        ("Ruiz warned lawmakers on Monday that it leaks.", "that it leaks", "Ruiz"),
        ("Ruiz asked not to be heard last.", "not to be heard last", "Ruiz"),
        ("Ruiz asked the council to mend it.", "the council to mend it", "Ruiz"),
    ],
    "where, to whom and on what occasion doesn't": [
        ("The dam leaks, Ruiz wrote in a letter to members.", "The dam leaks", "Ruiz"),
        ("The dam leaks, Ruiz said later.", "The dam leaks", "Ruiz"),
        ("Ruiz told reporters outside the town hall that the dam leaks.",
         "that the dam leaks", "Ruiz"),
        ("Ruiz warned, however, that the dam leaks.", "that the dam leaks", "Ruiz"),
        ("Ruiz conceded, under pressure, that the dam leaks.", "that the dam leaks", "Ruiz"),
        ("Ruiz, speaking on the radio: “The dam is a joke.”", "“The dam is a joke.”", "Ruiz"),
    ],
    "who says it stands with all that describes them": [
        ("“The dam is a joke,” Ana Ruiz, whose farm has lain below it since her father’s day, told"
         " the Courier.", "“The dam is a joke,”", "Ana Ruiz"),
        ("But even Ana Ruiz, a farmer whose land has lain dry since May, has admitted that it"
         " leaks.", "that it leaks", "Ana Ruiz"),
        ("Ana Ruiz, head of the farmers’ staff, calls the levy “a theft.”",
         "the levy “a theft.”", "Ana Ruiz"),
        ("Her rival, builder Max Holt, laughed at the plan, calling it “a theft.”",
         "it “a theft.”", "Max Holt"),
        ("According to two farmers, both of whom were there, the dam leaks.",
         "the dam leaks", "two farmers"),
        ("The dam leaks, according to an engineer briefed on the repairs.",
         "The dam leaks", "an engineer briefed on the repairs"),
        ("Families of the three farmers hurt at the dam have complained of neglect.",
         "of neglect", "Families"),
        ("Records obtained by the Courier show that the dam leaks.",
         "that the dam leaks", "Records obtained by the Courier"),
        ("Ruiz has so far refused to take sides.", "to take sides", "Ruiz"),
        ("The union issued a statement calling the levy “a theft.”",
         "the levy “a theft.”", "The union"),
        ("At the time the farmers objected, saying the dam would leak.",
         "the dam would leak", "the farmers"),
    ],
    "verbs within it are its own": [
        ("Ruiz stressed that the miller had paid and had expressed regret.",
         "that the miller had paid and had expressed regret", "Ruiz"),
    ],
    "a day may lead to who says it": [
        ("On Sunday Ruiz waded in, telling the Courier that the dam leaks.",
         "that the dam leaks", "Ruiz"),
        ("During the debate Ana Ruiz said that it leaks.", "that it leaks", "Ana Ruiz"),
        ("Ruiz added on the radio that it leaks.", "that it leaks", "Ruiz"),
        ("The dam, according to one of them, is a joke.", "The dam … is a joke", "one of them"),
        ("The dam was “a circus,” but a useful one, Ruiz told reporters afterward.",
         "The dam was “a circus,” but a useful one", "Ruiz"),
    ],
    "what was done between two quotations doesn't": [
        ("“I am,” Ruiz said when asked if she was a farmer, “but not a rich one.”",
         "“I am,” … “but not a rich one.”", "Ruiz"),
        ("“I am,” Ruiz said, pausing, “a farmer.”", "“I am,” … “a farmer.”", "Ruiz"),
    ],
    "what leads to a quotation by a colon doesn't": [
        ("The farmers were angry: “It was a joke,” said Ana Ruiz.", "“It was a joke,”", "Ana Ruiz"),
        ("Ruiz said of the mayor's reaction: “It was a joke.”", "“It was a joke.”", "Ruiz"),
        ("Ruiz responded to the mayor's letter with one word: “Never.”", "“Never.”", "Ruiz"),
        ("As one farmer put it, “The dam is a joke.”", "“The dam is a joke.”", "one farmer"),
    ],
    "several may say it": [
        ("Supporters of the dam counter that it holds.", "that it holds", "Supporters of the dam"),
        ("The dam, current and former engineers said, would hold.",
         "The dam … would hold", "current and former engineers"),
    ],
    "any verb beside a closed quotation says it": [
        ("“I never said so,” Ruiz stammered.", "“I never said so,”", "Ruiz"),
        ("“I never said so,” stammered the mayor.", "“I never said so,”", "the mayor"),
        ("“He was decent,” Ruiz emailed me. “He was kind.”",
         "“He was decent,” … “He was kind.”", "Ruiz"),
        ("“The dam is safe,” the letter to members reads.", "“The dam is safe,”", "the letter"),
        ("“The dam is safe,” the letter states.", "“The dam is safe,”", "the letter"),
    ],
}  # fmt: skip


def told(text):
    """Content and speaker of what is said in a text."""
    return [
        (" … ".join(text[a:b] for a, b in each.content), each.speaker)
        for each in attributions(text)
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker"), [case for cases in SAID.values() for case in cases]
)
def test_what_is_said_ends_where_it_ends(text, content, speaker):
    assert told(text) == [(content, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "The farmer, who asked not to be named, left early.",
        "The town declined to comment.",
        "Asked whether he believed that, Ruiz left.",
        "The bus plan stalls.",
        "Ruiz wanted to know.",
        "The vote drew praise and fury on Friday.",
        "A farmer, who insisted on anonymity, left.",
        "Ruiz has advised the union for years.",
    ],
)
def test_nothing_is_said(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Were the well ordered closed, the farmers would leave, Ruiz told the judge.",
            ["Ruiz"],
        ),
        ("“It leaks,” said Ana Ruiz of the union, who noted that it is old.", ["Ana Ruiz"] * 2),
        ("The judge asked if it leaks, and when Ruiz said it does, Holt denied that it would go.",
         ["The judge", "Ruiz", "Holt"]),
        ("The mill says it is safe, though a miller, Max Holt, noted that “it leaks.”",
         ["The mill", "Max Holt"]),
        ("Ruiz said that it leaks, and in May the mayor told farmers it was old.",
         ["Ruiz", "the mayor"]),
        ("Max Holt, 51, who testified that it leaks, is old.", ["Max Holt"]),
    ],
)  # fmt: skip
def test_each_is_said_by_whom_it_is(text, expected):
    assert [speaker for _, speaker in told(text)] == expected


def test_a_quotation_after_a_label_is_of_who_signs_it():
    text = "The claim: “The dam is safe.” -- Tom Reed"
    assert told(text) == [("“The dam is safe.”", "Tom Reed")]

"""Who says what: a sentence for each rule of the language."""

from datetime import date

import pytest

from countermove.record.attributing import attributions


def told(text, **options):
    """Content, speaker and kind of what is said in a text."""
    return [
        (" … ".join(text[a:b] for a, b in each.content), each.speaker, each.kind)
        for each in attributions(text, **options)
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker", "kind"),
    [
        ("“The well is ours,” Ana Ruiz said.", "“The well is ours,”", "Ana Ruiz", "said"),
        ("“The well is ours,” said Ana Ruiz.", "“The well is ours,”", "Ana Ruiz", "said"),
        (
            "“The well,” said Ana Ruiz, “is ours.”",
            "“The well,” … “is ours.”",
            "Ana Ruiz",
            "said",
        ),
        ("Ana Ruiz said that the well is theirs.", "that the well is theirs", "Ana Ruiz", "said"),
        ("The well is theirs, Ana Ruiz said.", "The well is theirs", "Ana Ruiz", "said"),
        (
            "According to Ana Ruiz, nobody was asked about it.",
            "nobody was asked about it",
            "Ana Ruiz",
            "said",
        ),
        ("Ana Ruiz rejected the new levy.", "the new levy", "Ana Ruiz", "said"),
        ("Ana Ruiz wants a smaller dam.", "a smaller dam", "Ana Ruiz", "holds"),
        (
            "Ana Ruiz told reporters on Monday that the dam will leak.",
            "that the dam will leak",
            "Ana Ruiz",
            "said",
        ),
        (
            "Ana Ruiz, the chair of the farmers' union, said the dam will leak.",
            "the dam will leak",
            "Ana Ruiz",
            "said",
        ),
        (
            "Ana Ruiz: “Nobody asked us, not once.”",
            "“Nobody asked us, not once.”",
            "Ana Ruiz",
            "said",
        ),
        (
            "“Nobody asked the farmers.” — Ana Ruiz",
            "“Nobody asked the farmers.”",
            "Ana Ruiz",
            "said",
        ),
    ],
)
def test_a_rule_finds_what_is_said_and_by_whom(text, content, speaker, kind):
    assert told(text) == [(content, speaker, kind)]


def test_a_weekday_is_counted_back_from_the_day_of_issue():
    [statement] = attributions("The dam leaks, Ana Ruiz said on Monday.", date(2025, 7, 3))
    assert statement.day == date(2025, 6, 30)


def test_a_text_without_speech_has_no_attributions():
    assert attributions("") == ()
    assert attributions("The dam leaks. The river is low.") == ()

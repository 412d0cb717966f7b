"""An interview in words: questions, answers, clashes, and what is settled by now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.ask.inquiry import DONT_KNOW, Inquiry, Told
from countermove.analysis.ask.interview import Interview
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.graph_model import GraphModel
from countermove.model.statement_words import statement_spelled_out
from countermove.report.amounts import counted
from countermove.report.article import AS_ASKED, Prose, Section
from countermove.report.ask import settled_sentences
from countermove.report.doubt_questions import wording
from countermove.report.phrases import alike, sentence, state_text, who, who_all
from countermove.texts import and_list, in_quotes, or_list


def asked_words(model: GraphModel, asked: Inquiry, *, listed: bool = False) -> str:
    """Ask a question as a person asks a person; a control of an answer the other way round.

    What there is to choose from is named, unless it is listed below.
    """
    party, again = who(model, asked.party), asked.controls is not None
    things = [_thing(model, asked, k) for k in range(len(asked.about))]
    is_choice = asked.kind in ("pair", "order", "first", "reading")
    about = or_list([things[k] for k in _in_order(asked)]) if is_choice else things[0]
    match asked.kind:
        case "cares" if again:
            text = f"is it all the same to {party} whether this holds: {about}?"
        case "way" if again:
            text = f"does {party} want this not to hold, or to hold: {about}?"
        case "wants" if again:
            text = f"does {party} not care about this, or want the opposite, or this: {about}?"
        case _:
            text = wording(asked.kind, party, "" if listed and is_choice else f": {about}")
    if asked.controls is not None and asked.controls.question.kind != asked.kind:
        return f"To put what was answered to the test: {text}"
    return f"Once more, the other way round: {text}" if again else sentence(text)


def answer_words(model: GraphModel, asked: Inquiry, answer: str) -> str:
    """Say an answer to a question, as it is offered."""
    again = asked.controls is not None
    match asked.kind, answer:
        case _, "unknown":
            return "don't know"
        case "cares", "yes":
            return "no, it cares" if again else "yes"
        case "cares", "no":
            return "yes, all the same" if again else "no"
        case _, "no":
            return "it doesn't care"
        case _, "none":
            return "none of them: it doesn't care"
        case _, "equal":
            return "they are equally good"
        case "pair", _:
            return f"{_thing(model, asked, 0 if answer == 'first' else 1)}"
        case _, "as-written":
            return "it wants it"
        case _, "opposite":
            return "it wants the opposite"
    return _thing(model, asked, int(answer) - 1)


def offered(asked: Inquiry) -> tuple[str, ...]:
    """Return the answers in the order in which they are offered, that nobody knows last."""
    is_turned = asked.controls is not None and asked.kind != "pair"
    answers = reversed(asked.answers) if is_turned else asked.answers
    return (*answers, DONT_KNOW)


def told_words(model: GraphModel, asked: Inquiry, answer: str) -> str:
    """Say what is known by an answer: "Ukraine cares about “deal”"."""
    party = who(model, asked.party)
    things = [_thing(model, asked, k) for k in range(len(asked.about))]
    match asked.kind, answer:
        case _, "unknown":
            return f"nobody knows of {party}: {or_list(things)}"
        case "cares", "yes":
            return f"{party} cares about this: {things[0]}"
        case _, "no":
            return f"{party} doesn't care about this: {things[0]}"
        case _, "as-written":
            return f"{party} wants this: {things[0]}"
        case _, "opposite":
            return f"{party} wants the opposite of this: {things[0]}"
        case _, "none":
            return f"{party} cares about none of this: {and_list(things)}"
        case "pair", "equal":
            return f"{party} finds equally good: {and_list(things)}"
        case "pair", _:
            better = things if answer == "first" else things[::-1]
            return f"{party} prefers {better[0]} to {better[1]}"
        case "order" | "first", _:
            first = things.pop(int(answer) - 1)
            return f"{first} comes for {party} before {and_list(things)}"
    return f"{things[int(answer) - 1]} is true of {party}"


def clash_words(model: GraphModel, asked: Inquiry, answer: str, old: Sequence[Told]) -> list[str]:
    """Say what can't all be true: the new answer first, then the old ones."""
    new = [told_words(model, asked, answer)]
    new += [told_words(model, one.question, one.answer) for one in old]
    return [sentence(f"{text}.") for text in new]


def newly_settled(before: Interview, after: Interview) -> list[str]:
    """Say what is settled now that wasn't before."""
    new = [
        (one, value)
        for one, value in after.standing.items()
        if value is not None and before.standing[one] is None
    ]
    return list(settled_sentences(after.model, new))


def aside_words(interview: Interview) -> str:
    """Say about whom it is asked from nothing, and what becomes of what the file says of them."""
    said = []
    if interview.aside:
        said += [
            f"Asked about from nothing: {who_all(interview.model, list(interview.aside))}.",
            "What else the file says that they want is put aside with the first answer about each; "
            "the history keeps it.",
        ]
    if interview.others:
        said.append(
            "Nothing is asked about the others: what is in doubt about them is taken as written."
        )
    return " ".join(said)


def standing_section(interview: Interview) -> Section:
    """Say what is settled, and what stays open and why."""
    words = (*settled_words(interview), *open_words(interview))
    return Section(AS_ASKED, tuple(map(Prose, words)))


def settled_words(interview: Interview) -> Sequence[str]:
    """Say what is settled."""
    known = [(one, value) for one, value in interview.standing.items() if value is not None]
    return list(settled_sentences(interview.model, known))


def open_words(interview: Interview) -> Iterator[str]:
    """Say of each open answer that it is open, whether that is proved, and for want of what."""
    model = interview.model
    # What isn't asked yet may settle it all the same.
    waiting = interview.waiting if interview.is_done else {}
    open_ones = [
        (one, one in interview.proved_open, waiting.get(one, ()))
        for one, value in interview.standing.items()
        if value is None
    ]
    for (what, is_proved, closed), some in alike(
        open_ones, lambda each: (_wanted(model, each[0]), *each[1:])
    ).items():
        text = f"{what} is open under {and_list([one.concept for one, _, _ in some])}"
        if not is_proved:
            text += ", and nothing proves that it can be either"
        if closed:
            about = " ".join(asked_words(model, asked) for asked in closed)
            yield f"{text}, as nobody knew: {about}"
        else:
            yield f"{text}."


def progress(interview: Interview) -> str:
    """Say how much is settled of what is asked about."""
    is_open = sum(value is None for value in interview.standing.values())
    of = counted(len(interview.standing), "answer")
    return f"{of}, all settled" if not is_open else f"{is_open} of {of} open"


def _wanted(model: GraphModel, one: Wanted) -> str:
    if one.claim is not None:
        return f"Whether {in_quotes(model.conflict.claims[one.claim].says)} is true"
    return f"Whether {state_text(model, one.state or 0)} holds"


def _thing(model: GraphModel, asked: Inquiry, place: int) -> str:
    text = asked.about[place]
    if asked.kind == "reading":
        return f"“{text}”"
    if asked.kind == "pair":
        return state_text(model, asked.states[place])
    return statement_spelled_out(model.states.vocabulary, text)


def _in_order(asked: Inquiry) -> list[int]:
    if asked.kind == "pair":
        return [0, 1]
    places = [int(key) - 1 for key in asked.answers if key.isdigit()]
    return places[::-1] if asked.controls is not None else places

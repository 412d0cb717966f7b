"""What is to be said of the words that a model quotes: lost, cut short, in several places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.errors import Problem
from countermove.model.conflict import Conflict
from countermove.record.proving import OpenedDocument, Proof, opened_documents, proofs
from countermove.report.amounts import counted
from countermove.texts import and_list, in_quotes

if TYPE_CHECKING:
    from countermove.record.grounding import Quotation

_LEAST_WORDS = 4
_MARKS = frozenset('“”„«»"')


@dataclass(frozen=True, slots=True)
class Quotations:
    """How many quotations there are, by what is known of them.

    Parameters
    ----------
    proved : int
        Those whose words stand in their document.
    not_checked : int
        Those whose document isn't there.
    lost : int
        Those whose words don't stand in their document.
    """

    proved: int = 0
    not_checked: int = 0
    lost: int = 0

    @property
    def every(self) -> int:
        """How many there are."""
        return self.proved + self.not_checked + self.lost


def quotations_in(conflict: Conflict) -> Quotations:
    """Count the quotations of a model."""
    every = proofs(conflict).values()
    lost, checked = sum(proof.is_lost for proof in every), sum(proof.is_checked for proof in every)
    return Quotations(checked - lost, len(every) - checked, lost)


def quotation_problems(conflict: Conflict) -> tuple[Problem, ...]:
    """Find documents that can't be used or aren't the same, and words that aren't in theirs."""
    if not conflict.documents:
        return ()
    proved, opened = proofs(conflict), opened_documents(conflict)
    found = [document.problem for document in opened.values() if document.problem is not None]
    for document in opened.values():
        if document.is_changed:
            found.append(_changed(document, [p for p in proved.values() if _is_of(p, document)]))
    found += [
        _lost(conflict, proof, opened[proof.document]) for proof in proved.values() if proof.is_lost
    ]
    return conflict.locate(*found)


def _is_of(proof: Proof, document: OpenedDocument) -> bool:
    return proof.document == document.name


def _changed(opened: OpenedDocument, quoting: list[Proof]) -> Problem:
    """Say that a document isn't the file that was quoted, and which quotations still stand."""
    assert opened.document is not None
    lost = [proof.source for proof in quoting if proof.is_lost]
    kept = [proof.source for proof in quoting if not proof.is_lost]
    count = counted(len(quoting), "quotation")
    if not quoting:
        told = "nothing is quoted from it"
    elif not lost:
        told = f"its {count} still {_stand(kept)} in it"
    elif not kept:
        no_more = "doesn't" if len(lost) == 1 else "don't"
        told = f"its {count} {no_more} stand in it any more"
    else:
        told = f"of its {count} {and_list(kept)} still {_stand(kept)} in it, {and_list(lost)} not"
    return Problem(
        f"{in_quotes(opened.title)} is another file than the one that had this SHA-256; {told}.",
        ("documents", opened.name, "sha256"),
        f'Put that file back, or accept this one: sha256 = "{opened.document.sha256}".',
    )


def _stand(some: list[str]) -> str:
    return "stands" if len(some) == 1 else "stand"


def _lost(conflict: Conflict, proof: Proof, opened: OpenedDocument) -> Problem:
    """Say that words aren't in their document, and what stands there instead."""
    from countermove.record.documents import find
    from countermove.report.quoting import nearest_sentence

    source, document = conflict.sources[proof.source], opened.document
    assert document is not None
    gone = [k for k, part in enumerate(source.quoted) if find(document, part) is None]
    path = ("sources", proof.source, "quote")
    where = in_quotes(proof.title)
    if not gone:
        what = f"these words stand in {where}, but not in this order."
        return Problem(what, path, "Write them in the order in which they stand there.")
    what = f"these words don't stand in {where}."
    at = (*path, gone[0]) if isinstance(source.quote, tuple) else path
    near = proof.nearest
    if near is None:
        return Problem(what, at, f"Nothing there is like them. {_OWN_WORDS}")
    instead = nearest_sentence(document, near)
    return Problem(what, at, f"{instead} Quote what stands there. {_OWN_WORDS}")


_OWN_WORDS = "What you say in your own words stands in said."


def lost_sentence(conflict: Conflict) -> str:
    """Say how many quotations aren't in their documents; nothing where all are."""
    lost = quotations_in(conflict).lost
    if not lost:
        return ""
    stand = "doesn't stand in its document" if lost == 1 else "don't stand in their documents"
    return f"{counted(lost, 'quotation')} of the model {stand}"


def quoted_sentence(conflict: Conflict) -> str:
    """Say how many quotations from documents a model has, and what is known of them.

    >>> from countermove.files.model_file import load
    >>> quoted_sentence(load("night-ward"))
    'The record has 21 quotations from documents, and all stand there word for word.'
    """
    found = quotations_in(conflict)
    if not found.every:
        return ""
    told = f"The record has {counted(found.every, 'quotation')} from documents"
    if found.proved == found.every:
        all_stand = "it stands" if found.every == 1 else "all stand"
        return f"{told}, and {all_stand} there word for word."
    stand = "stands" if found.proved < 2 else "stand"  # none, or one
    arent = "isn't" if found.lost == 1 else "aren't"
    is_looked_for = found.proved or found.lost
    parts = [
        f"{found.proved or 'none'} {stand} there word for word" if is_looked_for else "",
        f"{found.lost} {arent} found there" if found.lost else "",
        f"{found.not_checked} couldn't be checked" if found.not_checked else "",
    ]
    return f"{told}: {and_list(list(filter(None, parts)))}."


def quotation_notes(conflict: Conflict) -> tuple[str, ...]:
    """Say which quotations couldn't be checked, and why."""
    unseen: dict[str, int] = {}
    for proof in proofs(conflict).values():
        if not proof.is_checked:
            unseen[proof.document] = unseen.get(proof.document, 0) + 1
    opened = opened_documents(conflict) if unseen else {}
    return tuple(
        f"{counted(count, 'quotation')} not checked: {opened[name].missing}"
        for name, count in unseen.items()
        if name in opened and opened[name].missing
    )


def absent_documents(conflict: Conflict) -> tuple[Problem, ...]:
    """Find documents that aren't beside the model, for whoever has to look words up in them."""
    return conflict.locate(
        *(
            Problem(document.missing, ("documents", document.name, "file"), _PUT_IT_THERE)
            for document in opened_documents(conflict).values()
            if document.is_absent
        )
    )


_PUT_IT_THERE = (
    "Nothing that is quoted from it can be looked up: put it there, or name a file that is there."
)


def _is_in_several_paragraphs(opened: OpenedDocument, quotation: Quotation) -> bool:
    from countermove.record.grounding import apart

    document = opened.document
    return document is not None and apart(document, quotation.spans) == "paragraphs"


def quotation_advice(conflict: Conflict) -> Iterator[Problem]:
    """Find quotations that say less than their sentence, or little, or stand in several places."""
    opened = opened_documents(conflict)
    for name, proof in proofs(conflict).items():
        source, quotation = conflict.sources[name], proof.quotation
        path = ("sources", name, "quote")
        words = sum(len(part.split()) for part in source.quoted)
        if quotation is not None and quotation.goes_on:
            what = f"the sentence goes on: {in_quotes(quotation.goes_on)}."
            yield Problem(what, path, "Quote that, too, if it limits what is said before.")
        if quotation is not None and quotation.comes_after:
            what = f"before these words stands {in_quotes(quotation.comes_after)}."
            yield Problem(what, path, "Quote that, too, if it turns what is said after.")
        if quotation is not None and _is_in_several_paragraphs(opened[proof.document], quotation):
            what = "these words stand in several paragraphs: does one person say them all?"
            yield Problem(what, path, "What two say stands in two sources.")
        if words < _LEAST_WORDS:
            what = f"a quotation of {counted(words, 'word')} shows little."
            yield Problem(what, path, "Quote more of its sentence.")
        if quotation is not None and quotation.others and source.near is None:
            places = quotation.others + 1
            yield Problem(
                f"these words stand in {places} places of {in_quotes(proof.title)}.",
                path,
                f"Say which is meant, by a place near it: near = {quotation.start} is the first.",
            )
    for name, source in conflict.sources.items() if conflict.documents else ():
        if source.said and not _MARKS.isdisjoint(source.said):
            yield Problem(
                "what stands in said is in your own words, and here are quotation marks.",
                ("sources", name, "said"),
                "Words of a document stand in quote: only there are they checked.",
            )

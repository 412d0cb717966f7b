"""How sure the answer is, in words: in how many draws of the preferences it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

from countermove.analysis.claims import by_concept
from countermove.analysis.equilibria import Solution
from countermove.analysis.sample.nearby import countable_distance, largest_distance
from countermove.analysis.sample.result import Sample
from countermove.analysis.sample.sample import sample
from countermove.analysis.sample.shares import Share
from countermove.progress import Follow
from countermove.report.amounts import percent
from countermove.report.answer import sanctioned_codes, state_line
from countermove.report.article import AS_ASKED, Block, Cell, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import alike, few, sentence, state_text, who, who_all
from countermove.report.shown import SHORT, Shown, some
from countermove.texts import and_list, in_quotes

_SHOWN = 15
_NAMED = 4
_IN_REPORT = 5
_DRAWS_IN_REPORT = 1000
_SHARE_IN_REPORT = 0.05
_MOST_STATES_IN_REPORT = 256


def share_phrase(share: Share) -> str:
    """Write a share with its 95% confidence interval, rounded outwards."""
    low, high = (100 * bound for bound in share.interval)
    if not share.count:
        return f"none (at most {_digits(high, math.ceil)}%)"
    if share.count == share.of:
        return f"all (at least {_digits(low, math.floor)}%)"
    value = 100 * float(share)
    close = min(value, 100 - value) < 1
    text = f"{value:.2f}%" if close else f"{value:.0f}%"
    if close:
        return f"{text} ({math.floor(100 * low) / 100:.2f}–{math.ceil(100 * high) / 100:.2f}%)"
    return f"{text} ({math.floor(low)}–{math.ceil(high)}%)"


def _digits(value: float, rounded: Callable[[float], int]) -> str:
    if 1 <= value <= 99:
        return f"{rounded(value)}"
    return f"{rounded(100 * value) / 100:.2f}"


def sample_section(drawn: Sample, shown: Shown = SHORT, *, in_short: bool = False) -> Section:
    """Say how sure the answer is."""
    solution = drawn.solution
    codes = solution.codes
    if drawn.is_certain:
        text = "There is nothing to draw: no ranking has ties, so that every draw is the same."
        if solution.model.doubts:
            text += " What is in doubt is taken as written."
        return Section.of(text, "What holds in it:", "solve")
    blocks: list[Block] = [*_answer(drawn), Prose(_what_was_drawn(drawn))]
    if solution.claims:
        lines: list[Line] = []
        for answer in solution.claims:
            shares = {code: drawn.claim(answer.claim, code) for code in codes}
            written = [percent(Fraction(share.count, share.of)) for share in shares.values()]
            story = "" if in_short else f"95% confidence: {_intervals(shares)}."
            now = Mark.verdict(answer.verdict)
            lines.append(Line(answer.details.says, (now, *written), story=story))
        blocks.append(Grid("Claims", ("now", *codes), tuple(lines)))
    blocks += _outcomes(drawn, shown)
    blocks += _settled(drawn)
    low, high = Share(drawn.draws // 2, drawn.draws).interval
    points = math.ceil(500 * (high - low)) / 10
    signs = (
        "Now: the model itself; a claim is true under all concepts (✓), some (~) or none (✗), an "
        "outcome holds under all (●), some (◐) or none (○). The columns beside it: in how many of "
        "the draws it is true or holds"
    )
    if in_short:
        signs += ". 95% confidence intervals reach"
    else:
        signs += "; the 95% confidence intervals of outcomes reach"
    signs += f" at most {points:g} {'point' if points == 1 else 'points'} to either side."
    blocks.append(Prose(signs, quiet=True))
    further = ("Which single judgement would turn it:", "judgements")
    return Section(AS_ASKED, tuple(blocks), further)


def _answer(drawn: Sample) -> list[Block]:
    """Say which claim is most and which least sure to keep its answer, whatever the concept."""
    solution = drawn.solution
    kept: list[tuple[int, str, str]] = []
    for answer in solution.claims:
        counts: dict[str, int] = {}
        for code in solution.codes:
            count = drawn.claim(answer.claim, code).count
            counts[code] = count if answer.holds[code] else drawn.draws - count
        code = min(counts, key=lambda code: counts[code])
        kept.append((counts[code], code, answer.details.says))
    if not kept:
        return []
    least, most = min(kept, key=lambda one: one[0]), max(kept, key=lambda one: one[0])
    if least[0] == drawn.draws:
        return [Prose("Every claim keeps its answer in all of the draws, under every concept.")]
    part = f"{percent(Fraction(least[0], drawn.draws))} of the draws under {least[1]}"
    text = f"Least sure is {in_quotes(least[2])}: it keeps its answer in {part}."
    if most[0] > least[0]:
        part = "all" if most[0] == drawn.draws else f"at least {100 * most[0] // drawn.draws}%"
        text += f" Surest is {in_quotes(most[2])}: in {part} of them, whatever the concept."
    return [Prose(text)]


def _by_concept(shares: Mapping[str, Share], draws: int) -> str:
    """Say for concepts with the same share what it is, once."""
    together = alike(shares, lambda code: share_phrase(shares[code]))
    parts: list[str] = []
    for text, codes in together.items():
        of = "" if parts else f" of the {draws:,} drawn"
        under = "" if len(together) == 1 else f" under {and_list(codes)}"
        parts.append(f"{text.replace(' (', f'{of} (', 1)}{under}")
    return "; ".join(parts)


def _intervals(shares: Mapping[str, Share]) -> str:
    """Say for concepts with the same confidence interval what it is, once."""
    together = alike(shares, lambda code: share_phrase(shares[code]).partition("(")[2][:-1])
    if len(together) == 1:
        return next(iter(together))
    return "; ".join(f"{text} under {and_list(codes)}" for text, codes in together.items())


def _what_was_drawn(drawn: Sample) -> str:
    model = drawn.solution.model
    makers = drawn.decision_makers
    whose = who_all(model, makers)
    start = f"{drawn.draws:,} times a ranking of the outcomes was drawn for {whose}"
    if drawn.distances:
        far = set(drawn.distances.values())
        each = [f"{most:,} ({who(model, dm)})" for dm, most in drawn.distances.items()]
        most = f"at most {f'{far.pop():,}' if len(far) == 1 else and_list(each)}"
        return (
            f"{start}: any that turns round {most} of the pairs of outcomes that the model "
            "orders, each equally likely; outcomes that the model ties came in any order."
        )
    if drawn.unknown == "ties":
        return (
            f"{start}: any that keeps the order of the model, each equally likely; outcomes that "
            "the model ties came in any order."
        )
    return f"{start}: any that agrees with what is known, each equally likely."


def _outcomes(drawn: Sample, shown: Shown) -> list[Block]:
    solution = drawn.solution
    model, codes, draws = solution.model, solution.codes, drawn.draws
    blocks: list[Block] = []
    holding = drawn.holding.tolist()
    if holding:
        lines: list[Line] = []
        for state in shown.first(holding, _SHOWN):
            counts = (int(drawn.equilibrium_counts[code][state]) for code in codes)
            now = by_concept([state in solution.holding[code] for code in codes])
            written = [percent(Fraction(count, draws)) for count in counts]
            cells: tuple[Cell, ...] = (Mark.firmness(now), *written)
            lines.append(state_line(model, state, cells))
        heads = ("now", *codes)
        blocks.append(Grid("What holds", heads, tuple(lines), of=len(holding)))
    shares = {code: Share(drawn.some_counts[code], draws) for code in codes}
    if any(share.count < draws for share in shares.values()):
        blocks.append(Prose(sentence(f"some outcome holds in {_by_concept(shares, draws)}.")))
    return blocks


def _settled(drawn: Sample) -> list[Block]:
    """Say what holds not only in the draws but in all rankings that could have been drawn."""
    if not drawn.certain:
        return []
    model = drawn.solution.model

    def certainly(code: str) -> str:
        found = drawn.certain[code]
        states = model.states.in_order(found.positions().tolist())
        named = few(states, _NAMED, partial(state_text, model), "and {} more")
        open_ = (drawn.possible[code] & ~found).count()
        perhaps = f" (and perhaps {open_:,} more)" if open_ else ""
        return f"{'; '.join(named) or 'nothing'}{perhaps}"

    together = alike(drawn.certain, certainly)
    said = [f"Under {and_list(codes)}: {text}." for text, codes in together.items()]
    every = "Whatever the order is, drawn or not, this holds for certain."
    return [Prose(" ".join([every, *said]))]


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Say how sure the answer is, in short, for a report on a solution."""
    codes, other = sanctioned_codes(solution)
    if not codes:
        return Section(AS_ASKED, other)
    states = len(solution.model.states)
    if states > _MOST_STATES_IN_REPORT:
        text = f"Not drawn here: the model has {states:,} outcomes."
        return Section.of(text, "To find out:", "sample", "--within", "3")
    model = solution.model
    every = [model.levels(dm, "the sample") for dm in model.decision_makers]
    far = [(countable_distance(ranks), largest_distance(ranks)) for ranks in every]
    fits = all(countable >= _SHARE_IN_REPORT * largest for countable, largest in far)
    drawn = sample(
        solution.model,
        within=_SHARE_IN_REPORT if fits else min(few for few, largest in far if few < largest),
        samples=_DRAWS_IN_REPORT,
        concepts=codes,
        follow=follow,
    )
    section = sample_section(drawn, some(_IN_REPORT), in_short=True)
    return replace(section, blocks=(*section.blocks, *other))

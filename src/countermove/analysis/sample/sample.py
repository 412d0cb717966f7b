"""How often an answer stands when the preferences are drawn at random."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from fractions import Fraction

from immutabledict import immutabledict

from countermove.analysis.many import asked_of_many
from countermove.analysis.running import Failed, in_parts, jobs_for
from countermove.analysis.sample.batches import Batches, Doubtful
from countermove.analysis.sample.bounds import MOST_STATES, settled_states
from countermove.analysis.sample.doubt import Unknown, known_orders
from countermove.analysis.sample.result import Sample
from countermove.analysis.sample.tally import DrawnPart, Tally
from countermove.analysis.solving import solve
from countermove.arguments import whole
from countermove.building import built
from countermove.compiled import on_threads
from countermove.docstrings import citing
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.progress import Follow, Progress, tell, tell_first
from countermove.result import Provenance
from countermove.stability.engines.many import Found
from countermove.texts import counted

# Seconds for a draw, and for each state and decision maker in it; NumPy takes longer.
_A_DRAW = 1e-5
_A_RANK = 1e-7
_NUMPY = 4

MOST_SAMPLES = 10**9

# So many parts there are for each process at least, and each is of so many seconds at most.
_PARTS_FOR_EACH, _SECONDS = 8, 1.0


@citing(Sample.literature)
def sample(
    conflict: Conflict | GraphModel,
    *,
    samples: int = 10_000,
    seed: int = 0,
    within: float | Fraction | None = None,
    unknown: Unknown | None = None,
    decision_makers: str | Iterable[str] | None = None,
    concepts: str | Iterable[str] | None = None,
    scenario: str | None = None,
    engine: str = "auto",
    jobs: int | None = None,
    follow: Follow | None = None,
) -> Sample:
    r"""Draw preferences at random, and count how often each claim and each state holds.

    Say what is in doubt by `within` or by `unknown`. The decision makers' rankings are drawn
    independently, and each that is possible is equally likely:

    - ``within=d``: all rankings without ties that turn round at most `d` of the pairs of states
      that the decision maker's own ranking orders, :math:`|\{(x, y) : x \succ_i y,\ y \succ x\}|
      \le d`, which is Kendall's distance. What is tied may come in any order, at no distance.
    - ``unknown="ties"``: all rankings without ties that keep the order of what isn't tied: the
      same with a distance of 0.
    - ``unknown={dm: [(better, worse), …]}``: all rankings without ties that agree with these pairs
      of states, all that is known of that decision maker (linear extensions).
    - ``unknown={dm: [statement, …]}``: these of its prioritised statements in all orders, among the
      places that they have; what the statements don't tell apart stays tied.

    The same seed gives the same counts on every machine, with every engine and number of threads,
    and the first draws are the same however many follow.

    Parameters
    ----------
    conflict : Conflict or GraphModel
        The model; a graph model that is already built is used as it is.
    samples : int
        How many times to draw.
    seed : int
        The seed of the random numbers, not negative.
    within : int, float or Fraction, optional
        How far a ranking may be from the model's: a number of pairs, or as a float or fraction a
        share, from 0 to 1, of the pairs that the decision maker orders.
    unknown : "ties" or mapping, optional
        What is unknown.
    decision_makers : str or iterable of str, optional
        Whose rankings are drawn, by id or name; everybody's if none are given. With a mapping the
        mapping says whose.
    concepts : str or iterable of str, optional
        Codes of solution concepts, as in :func:`solve`.
    scenario : str, optional
        The scenario to look at instead of the base.
    engine : {"auto", "compiled", "numpy"}
        How to solve; the counts are the same.
    jobs : int, optional
        How many processes draw and count, as in :func:`sweep`; the counts are the same.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`solve`.

    Returns
    -------
    Sample

    Raises
    ------
    ModelError
        If the model is wrong, or what is known contradicts itself.
    UnknownNameError
        If a name isn't known, or what is asked for can't be read.
    ConceptNotApplicableError
        If a concept isn't a choice of replies and escape, or a preference no complete order.
    TooLargeError
        If there are too many states, moves or possible rankings.
    StoppedError
        If `follow` stopped it.

    Examples
    --------
    >>> from countermove import load
    >>> sample(load("prisoners-dilemma"), within=1, samples=1000, seed=1)
    <Sample of 'Prisoner's dilemma': 1000 draws, 16 different; equilibria in some draw: ...>
    """
    started = time.perf_counter()
    samples, seed = whole(samples, "samples", 1, MOST_SAMPLES), whole(seed, "seed", 0)
    doubtful = Doubtful.of(within, unknown, decision_makers)
    asked, choice = asked_of_many(concepts, engine)
    model = built(conflict, scenario, follow)
    batches = Batches.of(model, doubtful, seed)
    codes = tuple(concept.code for concept in asked)
    what = f"{counted(samples, 'draw')} in {counted(len(model.states), 'outcome')}"
    each = _A_DRAW + _A_RANK * len(model.states) * len(model.decision_makers)
    seconds = samples * each * (_NUMPY if choice.engine == "numpy" else 1)
    tell_first(follow, Progress(0.0, len(model.states), codes), what, seconds)
    base = solve(model, codes)
    whole_sample = DrawnPart(batches, base.codes, choice.engine, range(samples))
    tally = _tallied(whole_sample, seconds, jobs_for(seconds, jobs), follow)
    is_small = len(model.states) <= MOST_STATES
    known = known_orders(model, batches.drawing, unknown) if is_small else None
    certain, possible = ({}, {}) if known is None else settled_states(base, known)
    found = Found(tally.stable_counts, tally.equilibrium_counts)
    stable_counts, equilibrium_counts = found.by_code(model, base.codes)
    return Sample(
        base,
        samples,
        seed,
        immutabledict(batches.distances or {}),
        "" if unknown is None else _said(unknown),
        tuple(batches.drawing),
        immutabledict({claim: immutabledict(counts) for claim, counts in tally.claims.items()}),
        equilibrium_counts,
        stable_counts,
        immutabledict(tally.some),
        len(tally.different),
        certain,
        possible,
        Provenance.since(started, choice.engine, choice.why),
    )


def _tallied(drawn: DrawnPart, seconds: float, jobs: int, follow: Follow | None) -> Tally:
    """Draw and count, here or in several processes: each batch has random numbers of its own."""
    draws, states = drawn.draws, len(drawn.batches.model.states)

    def told(start: int) -> None:
        tell(follow, Progress(start / draws.stop, states, drawn.codes))

    size = drawn.batches.size
    if jobs == 1 or draws.stop <= size:
        return drawn.tallied(told)
    # Of some seconds each, where there are many draws.
    count = max(_PARTS_FOR_EACH * jobs, int(seconds / _SECONDS))
    each = size * -(-draws.stop // (size * count))
    parts = [replace(drawn, draws=draws[k : k + each]) for k in draws[::each]]
    tally = Tally(drawn.batches.model, drawn.codes)
    with closing(in_parts(_elsewhere, parts, jobs)) as answers:
        for number, (k, answer) in enumerate(answers, 1):
            tally.join(parts[k].tallied() if isinstance(answer, Failed) else answer)
            told(min(number * each, draws.stop))
    return tally


def _elsewhere(part: DrawnPart) -> Tally:
    with on_threads(1):
        return part.tallied()


def _said(unknown: Unknown) -> str:
    if isinstance(unknown, str):
        return "ties"
    return "; ".join(f"{dm}: {list(what)}" for dm, what in unknown.items())

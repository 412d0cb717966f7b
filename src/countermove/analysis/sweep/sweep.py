"""Many runs at once: scenarios, readings and draws of one model or of many."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypedDict

from immutabledict import immutabledict

from countermove import arguments
from countermove.analysis.many import asked_of_many
from countermove.analysis.sample.batches import Doubtful
from countermove.analysis.sample.doubt import Unknown
from countermove.analysis.sweep.asked import RunAsked
from countermove.analysis.sweep.gathering import Gathering
from countermove.analysis.sweep.kept import Kept
from countermove.analysis.sweep.plan import parts_of, variants_of
from countermove.analysis.sweep.result import Sweep
from countermove.arguments import integer, whole
from countermove.errors import ArgumentError, UnknownNameError
from countermove.model.conflict import Conflict, loaded
from countermove.model.numbers import finite
from countermove.progress import Follow
from countermove.result import Provenance
from countermove.stability.registry import find_concepts
from countermove.table import apart


class Where(TypedDict, total=False):
    """Where and how a sweep is run, which changes nothing in its answer."""

    folder: str | os.PathLike[str] | None
    jobs: int | None
    limit: float | None
    retries: int
    follow: Follow | None


Models = Conflict | Iterable[Conflict] | Mapping[str, Conflict]


def sweep(
    conflicts: Models,
    scenarios: str | Iterable[str] | None = None,
    doubts: str | Iterable[str] | None = None,
    concepts: str | Iterable[str] | None = None,
    *,
    samples: int = 0,
    within: float | Fraction | None = None,
    unknown: Unknown | None = None,
    decision_makers: str | Iterable[str] | None = None,
    seed: int = 0,
    outcomes: bool = False,
    folder: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    limit: float | None = None,
    retries: int = 1,
    follow: Follow | None = None,
) -> Sweep:
    """Solve models in scenarios, readings and draws, and say what holds in each run.

    Each model in each scenario, with each resolution of the doubts that are named and each draw of
    rankings, is a *run*. Runs are solved in parts of about a second, wherever joblib runs them: in
    processes of this machine, or on a cluster, where ``joblib.parallel_config("dask")`` says so.
    With a folder each finished part is a file there, and a sweep that was stopped goes on where it
    was. The answer is the same however many processors there are, and however often it was stopped.

    Draw `k` of a seed is the same in every scenario and reading that ranks as many states, and the
    same as in :func:`sample`, so that what differs between two of them isn't chance.

    Parameters
    ----------
    conflicts : Conflict, iterable of Conflict, or mapping of str to Conflict
        The models; a mapping names them, else their titles do.
    scenarios : str or iterable of str, optional
        Which scenarios beside the base, of the models that have them; all when none are given, and
        of an empty list none.
    doubts : "all", str or iterable of str, optional
        Which doubts are gone through, in all their resolutions that are possible; the others are
        taken as written.
    concepts : str or iterable of str, optional
        Codes of solution concepts, as in :func:`solve`.
    samples : int
        How many times rankings are drawn in each scenario and reading; say then by `within` or
        `unknown` which may be wrong.
    within, unknown, decision_makers, seed
        As in :func:`sample`.
    outcomes : bool
        Whether the states that hold are kept, and not only how many they are.
    folder : str or path, optional
        Where finished parts are kept; in memory only when not given.
    jobs : int, optional
        How many parts are run at a time, -1 for as many as there are processors. When not given
        what ``joblib.parallel_config`` says; and where nobody says anything, one where it takes
        some seconds at most, else -1.
    limit : float, optional
        After so many seconds a part is given up; its runs are then solved one by one, and those
        that take longer still have failed.
    retries : int
        How many times a run is tried again whose process ended or that wanted for memory.
    follow : callable, optional
        Is told of progress as parts come in, and may stop it; what is finished by then is kept.

    Returns
    -------
    Sweep

    Raises
    ------
    ModelError
        If a model is wrong.
    UnknownNameError
        If a name isn't known, or it isn't said which rankings are drawn.
    TooLargeError
        If there would be too many runs.
    FileError
        If the folder can't be written to.

    Examples
    --------
    In how many of the 16 readings of four doubts a claim holds, by scenario:

    >>> from countermove import load
    >>> conflict = load("talks-2025")
    >>> runs = sweep(conflict, ["any-terms"], ["us.2", "us.3", "us.5", "russia.1"], "SEQ")
    >>> runs
    <Sweep of 1 model: 32 of 32 runs done>
    >>> [row[1:4] + row[5:] for row in runs.summary().rows if row[3] == "backs"]
    [(None, 16, 'backs', 16), ('any-terms', 16, 'backs', 0)]
    """
    started = time.perf_counter()
    models = _named(conflicts)
    drawn = _drawn(samples, within, unknown, decision_makers, seed)
    asked = RunAsked(_codes(concepts, samples), arguments.boolean(outcomes, "outcomes"), *drawn)
    retries, limit = whole(retries, "retries", 0), _limit(limit)
    kept = Kept(None if folder is None else arguments.path(folder, "folder"))
    variants = variants_of(models, asked.each, scenarios, doubts)
    parts = parts_of(variants, asked)
    gathered = Gathering(asked, variants, kept, limit, retries)
    gathered.run(parts, jobs, follow)
    return Sweep(
        models,
        find_concepts(asked.codes),
        immutabledict(sorted(gathered.failures.items())),
        Provenance.since(started, "auto", "as suits each part", gathered.is_complete),
        asked,
        tuple(gathered.found),
    )


def _named(conflicts: Models) -> immutabledict[str, Conflict]:
    """Return the models by name."""
    if isinstance(conflicts, Mapping):
        items = [(arguments.text(name, "the name of a model"), c) for name, c in conflicts.items()]
    else:
        every = [loaded(one) for one in _each(conflicts)]
        items = list(zip(apart(one.title for one in every), every, strict=True))
    if not items:
        raise ArgumentError("there is no model to sweep over.", advice="Give one, or several.")
    return immutabledict((name, loaded(one)) for name, one in items)


def _each(conflicts: Conflict | Iterable[Conflict]) -> Iterable[Conflict]:
    if isinstance(conflicts, Conflict):
        return (conflicts,)
    try:
        return tuple(conflicts)
    except TypeError:
        return (loaded(conflicts),)


def _codes(concepts: str | Iterable[str] | None, samples: int) -> tuple[str, ...]:
    asked = asked_of_many(concepts, "auto")[0] if samples else find_concepts(concepts)
    return tuple(concept.code for concept in asked)


def _drawn(
    samples: int,
    within: float | Fraction | None,
    unknown: Unknown | None,
    whose: str | Iterable[str] | None,
    seed: int,
) -> tuple[int, int, Doubtful | None]:
    samples, seed = whole(samples, "samples", 0), whole(seed, "seed", 0)
    if not samples:
        if any(given is not None for given in (within, unknown, whose)):
            what = "it isn't said how many times rankings are drawn."
            raise UnknownNameError(what, advice="Give samples, as in samples=1000.")
        return 0, seed, None
    if within is not None:
        pairs = integer(within)
        within = Fraction(finite(within, "within")) if pairs is None else pairs
    return samples, seed, Doubtful.of(within, unknown, whose)


def _limit(limit: float | None) -> float | None:
    if limit is None:
        return None
    if (seconds := float(finite(limit, "limit"))) <= 0:
        raise ArgumentError(f"limit can't be {limit}.", advice="Give a number of seconds above 0.")
    return seconds

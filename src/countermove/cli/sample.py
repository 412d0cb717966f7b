"""The command ``sample``: rankings that are drawn, on all processors or on a cluster."""

from __future__ import annotations

from countermove.cli.asking import answered, asks
from countermove.cli.deliver import Delivery
from countermove.cli.where_run import Cluster, Jobs
from countermove.questions.sample import SampleQuestion


@asks(SampleQuestion)
def sample(
    model: str,
    asked: SampleQuestion,
    /,
    *,
    jobs: Jobs = None,
    cluster: Cluster = None,
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Say how sure the answer is when the rankings aren't."""
    from countermove.analysis.running import on_cluster, on_processors

    with on_cluster(cluster), on_processors(jobs):
        return answered(model, asked, to)

"""Where work in parts is run, as the terminal takes it: on processors here, or on a cluster."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

GROUP = "Where it is run"

Jobs = Annotated[
    int | None,
    Parameter(
        name=["--jobs", "-j"],
        group=GROUP,
        help="How many processors; all of them if none is given and it takes more than seconds.",
    ),
]
Cluster = Annotated[
    str | None,
    Parameter(
        group=GROUP,
        help="The address of a scheduler of dask, as in tcp://10.0.0.1:8786. Needs the optional "
        "part countermove[dist].",
    ),
]

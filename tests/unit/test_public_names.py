"""What ``import countermove`` offers."""

from __future__ import annotations

import inspect

import pytest

import countermove


def test_there_are_few_names_and_all_are_there() -> None:
    assert len(countermove.__all__) <= 172
    assert len(set(countermove.__all__)) == len(countermove.__all__)
    assert dir(countermove) == sorted(countermove.__all__)
    for name in countermove.__all__:
        assert getattr(countermove, name) is not None


@pytest.mark.parametrize("name", [n for n in countermove.__all__ if n != "__version__"])
def test_every_name_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(countermove, name))


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="module 'countermove' has no attribute 'slove'"):
        countermove.slove  # noqa: B018


def test_the_names_lead_to_the_same_things_as_the_modules() -> None:
    from countermove.analysis.solving import solve
    from countermove.model.conflict import Conflict

    assert countermove.solve is solve
    assert countermove.Conflict is Conflict

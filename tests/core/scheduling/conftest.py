"""The desk in each way in which silence is reported and the clock looked at."""

from collections.abc import Callable
from functools import partial

import pytest

from desk import WAYS, Desk


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def a_desk(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    return partial(Desk, **request.param)

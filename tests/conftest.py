"""Settings of all tests: hypothesis has no deadline on a busy machine, and `year` tests run only with `-m year`."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("uncrick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("uncrick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the `year` tests, which take minutes, unless they are asked for."""
    if "year" in config.option.markexpr:
        return
    years = [item for item in items if item.get_closest_marker("year")]
    if years:
        config.hook.pytest_deselected(items=years)
        items[:] = [item for item in items if item not in set(years)]

"""For all tests: random examples are judged by what they show, not by how busy the machine is; years are asked for."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("uncrick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("uncrick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whole years of two hundred people take minutes; they run with `-m year` only."""
    if "year" in config.option.markexpr:
        return
    years = [item for item in items if item.get_closest_marker("year")]
    if years:
        config.hook.pytest_deselected(items=years)
        items[:] = [item for item in items if item not in set(years)]

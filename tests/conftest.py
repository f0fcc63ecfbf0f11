"""Settings of all tests: no deadline for hypothesis, `uncrick` on the PATH, and `year` tests only with `-m year`."""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

# CI, which sets the variable, tries the same examples each time: what chance finds is for whoever tests by hand, not
# for whoever changed something else.
settings.register_profile(
    "uncrick",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="UNCRICK_REQUIRE_DESKTOP" in os.environ,
)
settings.register_profile("few", settings.get_profile("uncrick"), max_examples=10)
settings.load_profile("uncrick")

# The tests are also started as `.venv/bin/python -m pytest`, with the environment not on the PATH; texts then name
# the whole path of the command. A test that is about that sets a PATH of its own.
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)])


if sys.platform == "win32":
    # Qt without a screen finds no fonts by itself; `.ci/windows` puts some into the first folder.
    os.environ["QT_QPA_FONTDIR"] = r"C:\fonts" if os.path.isdir(r"C:\fonts") else r"C:\Windows\Fonts"

    @pytest.fixture(autouse=True)
    def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
        """Each test's person has folders of their own; elsewhere the tests set those of XDG."""
        monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", str(tmp_path_factory.mktemp("local")))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What holds on Unix only is skipped on Windows, for the reason that the test gives."""
    if sys.platform == "win32" and (mark := item.get_closest_marker("unix")):
        pytest.skip(*mark.args)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the `year` tests, which take minutes, unless they are asked for."""
    if "year" in config.option.markexpr:
        return
    years = [item for item in items if item.get_closest_marker("year")]
    if years:
        config.hook.pytest_deselected(items=years)
        items[:] = [item for item in items if item not in set(years)]

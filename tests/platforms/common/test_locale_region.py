"""The territory that the variables of a locale name."""

import pytest

from uncrick.platforms.common.locale_region import ahead, named


@pytest.mark.parametrize(
    ("environment", "territory"),
    [
        ({"LANG": "de_DE.UTF-8"}, "DE"),
        ({"LANG": "en_US.UTF-8", "LC_TELEPHONE": "sv_SE.UTF-8"}, "SE"),
        ({"LANG": "en_US.UTF-8", "LC_TIME": "en_GB.UTF-8"}, "GB"),
        ({"LC_ALL": "fr_CH@euro", "LC_TIME": "en_GB.UTF-8"}, "CH"),
        ({"LANG": "sr_RS@latin"}, "RS"),
        ({"LANG": "zh-Hant-TW"}, "TW"),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "POSIX"}, ""),
        ({"LANG": "eo"}, ""),
        ({}, ""),
    ],
)
def test_the_first_variable_that_names_a_territory_counts(environment, territory):
    assert named(environment) == territory


def test_the_clock_is_at_most_fourteen_hours_ahead_of_utc():
    assert -12 <= ahead() <= 14

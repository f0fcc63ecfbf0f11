"""What a person typed: what cannot be meant is wrong usage, as a word is that does not exist."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from uncrick.errors import SettingsError, UsageError


@contextmanager
def typed() -> Iterator[None]:
    """
    Around whatever reads a word of the command line.

    Raises:
        UsageError: for what would be a fault in a file of settings.
    """
    try:
        yield
    except SettingsError as error:
        raise UsageError(error.title, error.message) from None


def check_overrides(words: Sequence[str]) -> None:
    """`--set KEY=VALUE`, before anything begins; UsageError with a line for each that cannot be used."""
    if words:
        from uncrick.settings import Settings, override

        with typed():
            override(Settings(), words)

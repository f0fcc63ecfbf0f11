"""Finds the person's language and installs its translation, once in a process."""

import os
from collections.abc import Iterator, Mapping

from uncrick.core.model import text

ENGLISH = "en"
FOLDER = os.path.join(os.path.dirname(__file__), "locale")
"""Holds LANGUAGE/LC_MESSAGES/uncrick.mo for every language besides English, in the layout of gettext."""

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a language may be set; as in gettext the first that is not empty decides, and LANGUAGE may be a list."""


def install(environ: Mapping[str, str] = os.environ, folder: str = FOLDER) -> str:
    """
    Show all texts of this process in the person's language from now on.

    Args:
        environ: the environment, which names the language.
        folder: where the catalogues are.

    Returns:
        The language whose catalogue is shown, such as `de`; `en` where none fits, which imports nothing.
    """
    for language in candidates(environ):
        if language == ENGLISH:
            break
        path = os.path.join(folder, language, "LC_MESSAGES", "uncrick.mo")
        if os.path.isfile(path) and _load(path):
            return language
    text.install(text.English())
    return ENGLISH


def candidates(environ: Mapping[str, str]) -> Iterator[str]:
    """Languages in the order of preference: `de_AT.UTF-8` gives `de_AT`, then `de`; English in any form gives `en`."""
    wanted = next((environ[name] for name in VARIABLES if environ.get(name)), "")
    for locale in wanted.split(":"):
        name = locale.partition(".")[0].partition("@")[0]
        language = name.partition("_")[0]
        if language in ("C", "POSIX", ENGLISH):
            yield ENGLISH
        elif name.replace("_", "").isalnum():
            yield name
            if language != name:
                yield language


def _load(path: str) -> bool:
    """Install a compiled catalogue; False, with a warning, if it is damaged."""
    from gettext import GNUTranslations
    from struct import error as StructError  # noqa: N812 a class, badly named by its module

    try:
        with open(path, "rb") as file:
            text.install(GNUTranslations(file))
    except (OSError, ValueError, StructError) as error:
        import logging

        logging.getLogger(__name__).warning("%s is damaged, texts are shown in English: %s", path, error)
        return False
    return True

"""Compiles the translations (locale/LANGUAGE/LC_MESSAGES/uncrick.po) whenever the program is built or installed."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

LOCALE = Path("daemon/uncrick/locale")


class BuildWithTranslations(build_py):
    """Writes the compiled catalogues into the source tree first, where an editable install finds them as well."""

    def run(self) -> None:
        for source in sorted(LOCALE.glob("*/LC_MESSAGES/uncrick.po")):
            _compile(source)
        super().run()


def _compile(source: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as read, source.with_suffix(".mo").open("wb") as written:
        write_mo(written, read_po(read, locale=source.parts[-3]), use_fuzzy=False)


if __name__ == "__main__":
    setup(cmdclass={"build_py": BuildWithTranslations})

"""Caches the parsed data files: parsing TOML is slow, and a window must open at once."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from zlib import crc32

from uncrick.storage import paths
from uncrick.storage.shipped_data import parsed


def parse_cached(texts: Mapping[str, str]) -> Mapping[str, Any]:
    """The parsed texts by their names; a cache of other texts, or a damaged one, is written again."""
    mark = f"{crc32(repr(sorted(texts.items())).encode()):08x}"
    try:
        with open(_file(), encoding="utf-8") as file:
            cached_mark, checksum, data = file.read().split("\n", 2)
        if (cached_mark, checksum) == (mark, _checksum(data)):
            cached: Mapping[str, Any] = json.loads(data)
            return cached
    except (OSError, ValueError):
        pass
    fresh = parsed(texts)
    data = json.dumps(fresh, separators=(",", ":"))
    with suppress(OSError):
        paths.write(_file(), f"{mark}\n{_checksum(data)}\n{data}", durable=False)
    return fresh


def _checksum(data: str) -> str:
    return f"{crc32(data.encode()):08x}"


def _file() -> str:
    return os.path.join(paths.cache(), "catalogue.json")

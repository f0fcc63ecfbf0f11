"""The pictures beside notices: drawn by a child once a server shows them, and again for another person in them."""

import asyncio
import logging

from uncrick.platforms.common import thumbnails
from uncrick.platforms.common.child import run_child
from uncrick.ports import Notice

log = logging.getLogger(__name__)

TIMEOUT = 60.0  # seconds at most, on the slowest machine


class NoticePictures:
    """
    The pictures in one folder.

    Args:
        cache_dir: where they are; "": there are none.
        delay: seconds before they are drawn, out of the way of the start.
    Attributes:
        drawing: has them drawn; None before the first time.
    """

    def __init__(self, cache_dir: str, delay: float) -> None:
        self.drawing: asyncio.Task[None] | None = None
        self._cache_dir = cache_dir
        self._delay = delay
        self._tried: set[str] = set()  # the folders that were to be drawn: each once

    def of(self, notice: Notice) -> str:
        """The path of the picture of a notice; "" while there is none."""
        self.have_drawn()
        return thumbnails.still(self._cache_dir, notice.picture) if self._cache_dir else ""

    def have_drawn(self) -> None:
        """Have them drawn, where there are none yet of the person that was chosen."""
        if not self._cache_dir or thumbnails.drawn(self._cache_dir):
            return
        wanted = thumbnails.folder(self._cache_dir)
        if wanted not in self._tried and (self.drawing is None or self.drawing.done()):
            self._tried.add(wanted)
            self.drawing = asyncio.get_running_loop().create_task(self._draw(), name="uncrick stills")

    async def _draw(self) -> None:
        await asyncio.sleep(self._delay)
        try:
            status = await run_child(thumbnails.__name__, self._cache_dir, timeout=TIMEOUT)
        except OSError as error:
            log.warning("The pictures cannot be drawn: %s", error)
        else:
            if status:
                log.warning("The pictures could not be drawn (exit status %d); notifications have none", status)

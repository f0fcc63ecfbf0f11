"""How long to wait before the next attempt at a connection: longer each time, until one lasts."""

SHORT_LIFE = 10.0  # seconds; a connection that is lost sooner counts as an attempt that failed
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds; doubled from one to the other


class Backoff:
    """
    The pauses between attempts.

    Args:
        first: seconds of the first pause.
    """

    def __init__(self, first: float = FIRST_PAUSE) -> None:
        self._first = first
        self._last = 0.0

    def pause(self, lived: float = 0.0) -> float:
        """
        Seconds to wait now.

        Args:
            lived: seconds that the last connection lasted; 0 for an attempt that failed.
        """
        again = self._last and lived < SHORT_LIFE
        self._last = min(self._last * 2, LONGEST_PAUSE) if again else self._first
        return self._last

"""A pretend person and machine that drive the policy through a story and check its invariants after each event."""

from desk.pretend_desk import Desk
from desk.stories import BREAKS, MONDAY, TINY, WAYS, clock_text, seconds, suggest, suggestion

__all__ = ["BREAKS", "MONDAY", "TINY", "WAYS", "Desk", "clock_text", "seconds", "suggest", "suggestion"]

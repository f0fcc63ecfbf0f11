"""What the guide shows, by the state it is in, and what it replies to an answer."""

from enum import Enum, auto

from uncrick.core.model.text import N_


class GuideState(Enum):
    """What the window shows."""

    IDLE = auto()
    ON = auto()
    OVER = auto()
    HURT = auto()
    CARD = auto()
    AWAY = auto()
    GONE = auto()


REPLIES = {
    "fine": (N_("Well done."), N_("Good to hear.")),
    "hard": (N_("Thank you"), N_("There will be a little less of it next time.")),
    "hurt": (N_("Thank you"), N_("It will be gentler next time, or left out.")),
    "interrupted": (N_("All right"), N_("Until the next break.")),
    "none": (N_("Good"), N_("Take it easy: there are no more exercises today.")),
}
"""The title and the sentence with which an answer is replied to that nothing else follows from."""

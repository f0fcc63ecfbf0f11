"""The questions that the daemon asks in notifications, and the clicks that answer them."""

"""A notice in the terms of one server: which words it has room for."""

from uncrick.platforms.linux.notification_server import NotificationServer
from uncrick.ports import Notice

BOTH = Notice(
    "prompt",
    "Turn your head, then squeeze your shoulder blades",
    ("One minute, or take the stairs.", "Tip: feet flat."),
    narrow=(
        "Turn your head",
        ("Then squeeze your shoulder blades. One minute, or take the stairs.", "Tip: feet flat."),
    ),
)


def words(product: str, notice: Notice = BOTH) -> tuple[str, str]:
    server = NotificationServer(product, frozenset({"body", "actions"}))
    return server.summary(notice), server.body(notice)


def test_a_server_with_room_names_both_moves_in_the_title() -> None:
    assert words("gnome-shell")[0] == BOTH.summary


def test_a_server_that_cuts_titles_gets_the_second_move_in_the_body() -> None:
    summary, body = words("Xfce Notify Daemon")
    assert (summary, body.partition(".")[0]) == ("Turn your head", "Then squeeze your shoulder blades")


def test_a_notice_that_fits_everywhere_is_the_same_everywhere() -> None:
    fits = Notice("prompt", "Turn your head", ("Half a minute.",))
    assert words("Xfce Notify Daemon", fits) == words("gnome-shell", fits)

"""Pain told by real clicks on a real desktop: Stop, how much, the card, and the tray while exercises are off."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.desks import XfceDesk, need
from desktop.running import Running, daemon

# Seconds within which Stop ends what is shown.
AT_ONCE = 0.3


def feedback(running: Running) -> list[dict[str, Any]]:
    return [record for record in running.records() if record["kind"] == "feedback"]


def answered(desk: XfceDesk) -> None:
    """Nothing else is to be asked."""
    desk.run(["uncrick", "profile", "--none"])


@contextmanager
def overheard(desk: XfceDesk) -> Iterator[Path]:
    """Everything that is said of notifications on the bus, with its time."""
    need("dbus-monitor")
    file = Path(desk.env["XDG_RUNTIME_DIR"]) / "overheard"
    rule = "interface=org.freedesktop.Notifications"
    process = desk.spawn(["sh", "-c", f"exec dbus-monitor --session --profile {rule} > {file}"])
    desk.wait_until(lambda: file.exists() and file.stat().st_size > 0, what="somebody who listens")
    try:
        yield file
    finally:
        desk.end(process)


def remembered(file: Path) -> list[tuple[float, str]]:
    """What was called or told, oldest first, and when."""
    lines = [line.split("\t") for line in file.read_text().splitlines()]
    return [(float(parts[1]), parts[-1]) for parts in lines if len(parts) >= 8 and parts[0] in ("mc", "sig")]


def test_stop_ends_the_guide_at_once_and_pain_is_told_by_clicks(xfce_notifyd: XfceDesk) -> None:
    desk = xfce_notifyd
    answered(desk)
    with daemon(desk) as running, overheard(desk) as file:
        running.uncrick("break", "neck_turn")
        running.phase("on_break")
        desk.click_button(1, of=2)
        running.phase("working")

        def after_the_click() -> float | None:
            written = remembered(file)
            clicked = [at for at, what in written if what == "ActionInvoked"]
            shown = [at for at, what in written if clicked and what == "Notify" and at >= clicked[-1]]
            return shown[0] - clicked[-1] if shown else None

        took = desk.wait_until(after_the_click, what="the notice after Stop")
        assert took < AT_ONCE, f"{took * 1000:.0f} ms from the click on Stop to the end of the guide"
        picture(desk, "stopped")
        desk.click_button(2)
        desk.wait_until(desk.bubble, what="how much")
        picture(desk, "how_much")
        desk.wait_until(lambda: len([1 for _, what in remembered(file) if what == "Notify"]) >= 3, what="the question")
        desk.click_button(1)
        [record] = desk.wait_until(lambda: feedback(running), what="the report")
        assert (record["feedback"], record["source"]) == ("hurt", "notification")
        assert record["detail"] == {"exercise": "neck_turn", "score": 5, "variant": ""}
        picture(desk, "noted")


def test_it_hurt_in_the_tray_stops_the_break_and_the_card_turns_exercises_off(xfce: XfceDesk) -> None:
    answered(xfce)
    with daemon(xfce) as running:
        running.uncrick("break", "neck_turn")
        running.phase("on_break")
        xfce.wait_until(xfce.shows_an_icon, what="the icon")
        xfce.open_menu()
        picture(xfce, "menu_on_break")
        xfce.key("Escape")
        xfce.choose(3)
        running.phase("working")
        xfce.bubble()
        running.uncrick("safety", "--sign", "nerve")
        xfce.wait_until(lambda: running.status()["safety"], what="the lock")
        xfce.open_menu()
        picture(xfce, "menu_locked")
        xfce.key("Escape")
        result = running.uncrick("break")
        assert (result.returncode, result.stdout) == (1, "")
        assert running.phase("working")["safety"]["signs"] == ["nerve"]


def picture(desk: XfceDesk, name: str) -> None:
    """For whoever wants to see it: UNCRICK_PICTURES names a folder."""
    if folder := os.environ.get("UNCRICK_PICTURES"):
        desk.screenshot(Path(folder) / f"{name}.png")

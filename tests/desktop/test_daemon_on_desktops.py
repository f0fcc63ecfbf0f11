"""The whole program on real desktops: prompts, clicks, crashes of what is around it, sleep and moved clocks."""

import time
from pathlib import Path

import pytest

from desktop.desks import BareDesk, BusDesk, SwayDesk, XDesk, XfceDesk, lacking
from desktop.running import FAKETIME, SOON, daemon
from uncrick.platforms.linux.notification_server import Timing


def typing(desk: XDesk) -> None:
    desk.key("Shift_L")


# ---------------------------------------------------------------- prompts and answers


def test_a_click_on_in_10_min_snoozes_the_prompt_in_xfce(xfce_notifyd: XfceDesk) -> None:
    with daemon(xfce_notifyd, *SOON) as running:
        running.phase("due")
        xfce_notifyd.click_button(1)
        status = running.phase("snoozed")
        assert status["snoozes_left"] == 1
        assert [(r["kind"], r["source"]) for r in running.records()][-1] == ("snoozed", "notification")


def test_a_click_on_start_leads_through_the_routine_and_stop_ends_it_in_xfce(xfce_notifyd: XfceDesk) -> None:
    with daemon(xfce_notifyd, *SOON) as running:
        running.phase("due")
        xfce_notifyd.click_button(0)
        running.phase("on_break")
        xfce_notifyd.click_button(1, of=2)
        running.phase("working", "due")
        assert "part_done" in running.kinds()


def test_a_snoozed_prompt_comes_back_as_the_same_prompt(xfce_notifyd: XfceDesk) -> None:
    with daemon(xfce_notifyd, *SOON, "breaks.snooze=2s") as running:
        first = running.phase("due")["prompt"]
        assert running.uncrick("snooze").returncode == 0
        running.phase("snoozed")
        assert running.phase("due")["prompt"] == first
        xfce_notifyd.bubble()


def test_the_default_action_of_dunst_starts_the_break(xfce: XfceDesk) -> None:
    with daemon(xfce, *SOON) as running:
        running.phase("due")
        xfce.bubble()
        xfce.run(["dunstctl", "action", "0"])
        running.phase("on_break")


def test_closing_the_notification_skips_and_nothing_is_repeated(xfce: XfceDesk) -> None:
    with daemon(xfce, *SOON) as running:
        running.phase("due")
        xfce.bubble()
        time.sleep(2 * Timing().at_once)  # in its first moment it is the server that closes it
        xfce.run(["dunstctl", "close"])
        running.phase("working")
        assert running.kinds()[-1] == "skipped"


def test_the_bubble_leaves_in_time_and_the_prompt_stays_due(xfce: XfceDesk) -> None:
    with daemon(xfce, *SOON, "breaks.bubble=2s") as running:
        running.phase("due")
        xfce.bubble()
        xfce.wait_until(lambda: xfce.run(["dunstctl", "count", "displayed"]).strip() == "0", what="no bubble")
        assert running.status()["phase"] == "due"


def test_a_lull_within_the_window_brings_the_prompt(xfce: XfceDesk) -> None:
    with daemon(xfce, "breaks.every=30m", "breaks.window=29m59s", "breaks.lull=2s", "breaks.apart=0s") as running:
        typing(xfce)
        running.phase("due")


# ---------------------------------------------------------------- the tray


def test_break_now_and_pause_are_chosen_from_the_menu_by_real_clicks(xfce: XfceDesk) -> None:
    with daemon(xfce) as running:
        xfce.wait_until(xfce.tray_items, what="the icon")
        xfce.choose(1)
        running.phase("on_break")
        xfce.choose(1)
        running.phase("working")
        xfce.choose(5, 1)
        status = running.phase("paused")
        assert status["paused_until"] is not None
        assert [(r["kind"], r["source"]) for r in running.records()][-1] == ("paused", "tray")


def test_the_icon_returns_after_the_panel_was_killed(xfce: XfceDesk) -> None:
    with daemon(xfce) as running:
        xfce.wait_until(xfce.tray_items, what="the icon")
        xfce.kill_panel()
        assert running.status()["phase"] == "working"
        xfce.start_panel()
        xfce.wait_until(xfce.tray_items, what="the icon again")
        xfce.choose(1)
        running.phase("on_break")


# ---------------------------------------------------------------- what is around it crashes


def test_a_prompt_shows_after_the_notification_server_was_restarted(xfce: XfceDesk) -> None:
    with daemon(xfce, *SOON) as running:
        running.phase("due")
        xfce.bubble()
        xfce.kill_notifications()
        running.uncrick("skip")
        xfce.start_notifications()
        running.phase("due")
        xfce.bubble()


def test_a_prompt_that_was_up_comes_back_after_kill_9(xfce: XfceDesk) -> None:
    with daemon(xfce, *SOON) as running:
        prompt = running.phase("due")["prompt"]
        running.kill()
        running.again()
        assert running.phase("due")["prompt"] == prompt
        xfce.wait_until(lambda: xfce.run(["dunstctl", "count", "displayed"]).strip() == "1", what="one bubble")


def test_the_bus_may_die_and_return(xfce: XfceDesk) -> None:
    with daemon(xfce, *SOON) as running:
        running.phase("due")
        xfce.stop_bus()
        assert running.uncrick("skip").returncode == 0
        xfce.start_bus()
        xfce.start_notifications()
        running.phase("due")
        xfce.bubble()


# ---------------------------------------------------------------- presence


def test_input_counts_as_work_and_silence_does_not(x11: XDesk) -> None:
    with daemon(x11, "breaks.idle=2s", "breaks.natural=4s", "breaks.every=30m") as running:
        typing(x11)
        status = running.phase("away")
        assert status["active_seconds"] <= 4
        x11.wait_until(lambda: "natural" in running.kinds(), what="a natural break")
        typing(x11)
        running.phase("working")
        natural = next(record for record in running.records() if record["kind"] == "natural")
        assert natural["until"] is not None


def test_leaving_while_the_prompt_is_up_is_the_break(x11: XDesk) -> None:
    x11.notifications = "dunst"
    x11.start_notifications()
    with daemon(x11, *SOON, "breaks.left=6s") as running:
        typing(x11)
        running.phase("due")
        x11.wait_until(lambda: "stepped_away" in running.kinds(), what="stepped away")


def test_a_locked_screen_withdraws_the_prompt(x11: XDesk) -> None:
    with daemon(x11, *SOON) as running:
        running.phase("due")
        x11.logind_property("LockedHint", value=True)
        running.phase("away")
        assert running.kinds()[-1] == "stepped_away"


# ---------------------------------------------------------------- sleep and clocks


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    if FAKETIME is None:
        lacking("not installed: libfaketime")
    file = tmp_path / "clock"
    file.write_text("+0s")
    return file


def faked(clock_file: Path, **more: str) -> dict[str, str]:
    """The environment of a process whose clocks are moved by writing `+3h` into the file."""
    # Without a cache each look at the clock reads the file.
    return {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(clock_file), "FAKETIME_NO_CACHE": "1", **more}


def test_three_hours_of_sleep_bring_no_late_prompt(x11: XDesk, clock_file: Path) -> None:
    x11.notifications = "dunst"
    x11.start_notifications()
    with daemon(x11, "breaks.every=20s", "breaks.window=0s", "prompt.evening=false", env=faked(clock_file)) as running:
        typing(x11)
        x11.wait_until(lambda: running.status()["active_seconds"] >= 4, what="some work")
        x11.logind_signal("PrepareForSleep", ("b", True))
        running.phase("away")
        clock_file.write_text("+3h")
        x11.logind_signal("PrepareForSleep", ("b", False))
        running.phase("working")
        typing(x11)
        assert running.status()["active_seconds"] < 4
        assert running.kinds() == ["natural"]
        assert x11.run(["dunstctl", "count", "displayed"]).strip() == "0"


def test_a_gap_without_any_signal_is_an_absence(x11: XDesk, clock_file: Path) -> None:
    with daemon(x11, env=faked(clock_file)) as running:
        typing(x11)
        x11.wait_until(lambda: running.status()["active_seconds"] >= 2, what="some work")
        clock_file.write_text("+3h")
        typing(x11)
        # The next heartbeat sees it.
        x11.wait_until(lambda: "natural" in running.kinds(), 40, "a natural break")
        assert running.status()["active_seconds"] < 60


@pytest.mark.parametrize("jump", ["+1h", "-1h"])
def test_a_wall_clock_that_is_set_changes_no_interval(x11: XDesk, clock_file: Path, jump: str) -> None:
    env = faked(clock_file, FAKETIME_DONT_FAKE_MONOTONIC="1")
    with daemon(x11, "breaks.every=12s", "breaks.window=0s", env=env) as running:
        began = time.monotonic()
        x11.wait_until(lambda: running.status()["active_seconds"] >= 2, what="some work")
        clock_file.write_text(jump)
        x11.wait_until(lambda: running.status()["phase"] == "due", 30, "the prompt")
        assert 10 < time.monotonic() - began < 16
        assert "natural" not in running.kinds()


# ---------------------------------------------------------------- other desktops


def test_wayland_without_x_prompts_in_mako_and_has_its_icon_in_waybar(sway: SwayDesk) -> None:
    with daemon(sway, *SOON) as running:
        status = running.phase("due")
        assert "X11" not in status["idle_source"]
        sway.wait_until(sway.tray_items, what="the icon")
        sway.wait_until(lambda: "uncrick" in sway.run(["makoctl", "list"]).lower(), what="mako's bubble")
        sway.run(["makoctl", "invoke"])
        running.phase("on_break")


def test_no_bus_and_no_display_is_no_end(bare: BareDesk) -> None:
    with daemon(bare, *SOON) as running:
        status = running.phase("due")
        assert status["clock"] == "wall"
        assert status["idle_source"] is None
        assert running.uncrick("done").returncode == 0
        assert running.kinds()[-1] == "done"
        assert "all time counts" in running.uncrick("doctor").stdout


def test_a_desktop_without_a_tray_is_told_so_once(x11: XDesk) -> None:
    x11.notifications = "dunst"
    x11.start_notifications()
    with daemon(x11) as running:
        remembered = Path(x11.env["XDG_STATE_HOME"]) / "uncrick/said.json"
        running.kill()
        remembered.write_text('{"welcomed": "2020-01-01", "offered": "2020-01-02"}')
        running.again()
        x11.bubble()
        x11.run(["dunstctl", "close-all"])
        running.kill()
        running.again()
        assert "no_tray" in remembered.read_text()
        assert x11.run(["dunstctl", "count", "displayed"]).strip() == "0"


# ---------------------------------------------------------------- one of a kind


def test_a_second_daemon_leaves_with_a_clear_sentence(buses: BusDesk) -> None:
    with daemon(buses) as running:
        second = running.uncrick("run")
        assert second.returncode == 1
        assert "running already" in second.stderr
        assert running.status()["phase"] == "working"


def test_the_first_run_installs_a_launcher_with_actions_and_uninstall_takes_it_back(buses: BusDesk) -> None:
    with daemon(buses) as running:
        launcher = Path(buses.env["XDG_DATA_HOME"]) / "applications/uncrick.desktop"
        icon = Path(buses.env["XDG_DATA_HOME"]) / "icons/hicolor/48x48/apps/uncrick.png"
        buses.wait_until(lambda: launcher.exists() and icon.exists(), what="launcher and icon")
        assert "[Desktop Action pause]" in launcher.read_text()
        assert running.uncrick("uninstall").returncode == 0
        assert not launcher.exists()
        assert not icon.exists()


def test_it_ends_on_sigterm_and_leaves_no_socket(buses: BusDesk) -> None:
    with daemon(buses) as running:
        running.process.terminate()
        assert running.process.wait(10) == 0
        assert not list((Path(buses.env["XDG_RUNTIME_DIR"]) / "uncrick").glob("*.sock"))
        assert running.uncrick("status").returncode == 3

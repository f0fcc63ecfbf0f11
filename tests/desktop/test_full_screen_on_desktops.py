"""The window in front, on real displays: full screen, what keeps the screen awake, and another program in front."""

import pytest

from desktop.desks import BusDesk, SwayDesk, XDesk, away, need, until
from desktop.sensing import appears, sensors
from uncrick.platforms.linux.busy import inhibitors
from uncrick.platforms.linux.dbus import Interface, Method, Property
from uncrick.ports import Nearness

# ---------------------------------------------------------------- full screen


def terminal(desk: XDesk, *options: str, name: str = "film") -> None:
    need("xterm")
    before = len(desk.shown(name))
    desk.spawn(["xterm", "-name", name, "-class", name.title(), *options, "-e", "cat"])
    desk.wait_until(lambda: len(desk.shown(name)) > before, what="a window")


async def test_full_screen_without_a_key_press_is_a_film_and_typing_ends_it(x11: XDesk) -> None:
    async with sensors(without_keys=0.5) as seen:
        await away(terminal, x11, "-fullscreen")
        await away(x11.key, "a")
        await seen.busy.look()
        seen.busy.attend(Nearness.FAR, 0.0)
        await seen.becomes("fullscreen", begun=True)
        await away(x11.key, "a")
        assert not await seen.looked("fullscreen")


async def test_a_moved_pointer_is_no_key_press(x11: XDesk) -> None:
    async with sensors(without_keys=0.5) as seen:
        await away(terminal, x11, "-fullscreen")
        await seen.looks_like("fullscreen", begun=True)
        await away(x11.point, 200, 200)
        assert await seen.looked("fullscreen")


async def test_a_window_of_ordinary_size_is_no_film(x11: XDesk) -> None:
    async with sensors(without_keys=0.5) as seen:
        await away(terminal, x11)
        await seen.busy.look()
        assert seen.fact("Full screen") == (True, "no (the X server)")
        await away(terminal, x11, "-fullscreen")
        await seen.looks_like("fullscreen", begun=True)


async def test_a_full_screen_that_keeps_the_screen_awake_is_a_film_although_somebody_types(x11: XDesk) -> None:
    async with sensors() as seen:
        await away(terminal, x11, "-fullscreen")
        await away(x11.key, "a")
        assert not await seen.looked("fullscreen")
        inhibit(x11, "idle", "Player")
        assert await seen.looked("fullscreen")


async def test_a_killed_x_server_is_missed_and_met_again(x11: XDesk) -> None:
    async with sensors(without_keys=0.5) as seen:
        await away(terminal, x11, "-fullscreen")
        await seen.looks_like("fullscreen", begun=True)
        x11.x.kill()
        x11.x.wait()
        await seen.looks_like("fullscreen", begun=False)
        await away(x11.start_x, x11.env["DISPLAY"][1:])
        await seen.busy.look()
        assert seen.fact("Full screen")[0]


async def test_full_screen_in_sway_without_input_is_a_film(sway: SwayDesk) -> None:
    need("foot")
    sway.spawn(["foot"])
    sway.wait_until(lambda: '"app_id": "foot"' in sway.run(["swaymsg", "-r", "-t", "get_tree"]), what="a window")
    async with sensors() as seen:
        seen.busy.attend(Nearness.FAR, 130.0)
        assert not await seen.looked("fullscreen")
        assert seen.fact("Full screen") == (True, "no (sway)")
        await away(sway.run, ["swaymsg", "fullscreen", "enable"])
        assert await seen.looked("fullscreen")
        seen.busy.attend(Nearness.FAR, None)
        assert not await seen.looked("fullscreen")


def inhibit(desk: BusDesk, what: str, who: str) -> None:
    """Have logind tell of an inhibitor."""
    login, mock = "org.freedesktop.login1", "org.freedesktop.DBus.Mock"
    entry = f"[('{what}', '{who}', 'because', 'block', 1000, 4711)]"
    add = ("org.freedesktop.login1.Manager", "ListInhibitors", "", "a(ssssuu)", f"ret = {entry}")
    desk.call(login, "/org/freedesktop/login1", mock, "AddMethod", "sssss", *add, bus="SYSTEM")


async def test_where_nobody_tells_of_windows_what_keeps_the_screen_awake_does(buses: BusDesk) -> None:
    async with sensors() as seen:
        assert not await seen.looked("fullscreen")
        inhibit(buses, "sleep:handle-lid-switch", "UPower")
        assert not await seen.looked("fullscreen")
        inhibit(buses, "sleep:idle", "Caffeine-ng")
        assert not await seen.looked("fullscreen"), "that is on all day"
        inhibit(buses, "sleep:idle", "Player")
        assert await seen.looked("fullscreen")
        seen.busy.ignore(["player"])
        assert not seen.now("fullscreen")


async def test_gnomes_session_manager_tells_who_keeps_the_session_from_being_idle(buses: BusDesk) -> None:
    actions, name = [0], ["org.gnome.Totem"]
    manager = Interface(
        inhibitors.GNOME,
        {"GetInhibitors": Method("", "ao", lambda: (["/one"],))},
        {"InhibitedActions": Property("u", lambda: actions[0])},
    )
    player = Interface(
        inhibitors.GNOME_ONE,
        {"GetFlags": Method("", "u", lambda: (actions[0],)), "GetAppId": Method("", "s", lambda: (name[0],))},
    )
    bus = await appears(inhibitors.GNOME, (inhibitors.GNOME_PATH, manager), ("/one", player))
    async with sensors() as seen:
        actions[0] = 4
        assert not await seen.looked("fullscreen"), "it only keeps the machine from sleeping"
        actions[0] = 12
        assert await seen.looked("fullscreen")
        name[0] = "caffeine-gnome-extension"
        assert not await seen.looked("fullscreen")
    await bus.close()


async def test_in_kde_only_what_keeps_the_screen_from_changing_counts(buses: BusDesk) -> None:
    inhibited = [1]
    agent = Interface(inhibitors.KDE, {"HasInhibition": Method("u", "b", lambda types: (bool(types & inhibited[0]),))})
    bus = await appears(inhibitors.KDE, (inhibitors.KDE_PATH, agent))
    async with sensors() as seen:
        assert not await seen.looked("fullscreen"), "music keeps the machine awake, not the screen"
        inhibited[0] = 5
        assert await seen.looked("fullscreen")
    await bus.close()


async def test_elsewhere_the_common_power_manager_tells(buses: BusDesk) -> None:
    inhibited = [False]
    power = Interface(f"{inhibitors.POWER}.Inhibit", {"HasInhibit": Method("", "b", lambda: (inhibited[0],))})
    bus = await appears(inhibitors.POWER, (inhibitors.POWER_PATH, power))
    async with sensors() as seen:
        assert not await seen.looked("fullscreen")
        inhibited[0] = True
        assert await seen.looked("fullscreen")
    await bus.close()


# ---------------------------------------------------------------- from one program to another


@pytest.mark.parametrize(("ends_after", "ends"), [(0.0, True), (300.0, False)])
async def test_going_on_after_long_in_one_program_ends_a_task(x11: XDesk, ends_after: float, ends: bool) -> None:
    await away(terminal, x11, name="one")
    async with sensors(task_ends_after=ends_after) as seen:
        seen.busy.attend(Nearness.COMING, None)
        await seen.busy.look()
        await away(terminal, x11, name="other")
        await seen.busy.look()
        await until(lambda: bool(seen.crossed) is ends, what="the end of a task")


async def test_another_window_of_the_same_program_ends_none(x11: XDesk) -> None:
    await away(terminal, x11, name="one")
    async with sensors(task_ends_after=0.0) as seen:
        seen.busy.attend(Nearness.COMING, None)
        await seen.busy.look()
        await away(terminal, x11, name="one")
        await seen.busy.look()
        assert seen.crossed == []
        await away(terminal, x11, name="other")
        await until(lambda: seen.crossed == ["crossed"], what="the end of a task")


async def test_far_from_a_prompt_nobody_listens_for_windows(x11: XDesk) -> None:
    await away(terminal, x11, name="one")
    async with sensors(task_ends_after=0.0) as seen:
        seen.busy.attend(Nearness.COMING, None)
        seen.busy.attend(Nearness.FAR, None)
        await away(terminal, x11, name="other")
        assert seen.crossed == []


async def test_what_was_in_front_before_nobody_listened_means_nothing(x11: XDesk) -> None:
    await away(terminal, x11, name="one")
    async with sensors(task_ends_after=0.0) as seen:
        seen.busy.attend(Nearness.COMING, None)
        await seen.busy.look()
        seen.busy.attend(Nearness.FAR, None)
        await away(terminal, x11, name="other")
        seen.busy.attend(Nearness.COMING, None)
        await seen.busy.look()
        assert seen.crossed == []
        await away(terminal, x11, name="third")
        await until(lambda: seen.crossed == ["crossed"], what="the end of a task")


async def test_sway_tells_of_another_program_in_front(sway: SwayDesk) -> None:
    need("foot")

    def opens(name: str) -> None:
        sway.spawn(["foot", "--app-id", name])
        tree = ["swaymsg", "-r", "-t", "get_tree"]
        sway.wait_until(lambda: f'"app_id": "{name}"' in sway.run(tree), what="a window")

    await away(opens, "one")
    async with sensors(task_ends_after=0.0) as seen:
        seen.busy.attend(Nearness.NEAR, None)
        await away(opens, "other")
        await until(lambda: seen.crossed, what="the end of a task")

"""The rows `away`, `natural break`, `obeyed without a click`, `short absence` and `a gap` of the table."""

from desk import Desk
from stories import each_way, tell
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.state import Phase

STORIES = {
    # away
    "after sixty seconds without input the person is away": (
        "types 10:00 | stops 10:59 | phase working | stops 11:00 | phase away | types | phase working"
    ),
    "an hour that fills in silence prompts within 60 s or not at all": (
        "with window=0.0 | types 59:30 | stops 60:00 | prompts 60:00 (thirty seconds without input: not away yet)"
    ),
    "a snooze that is over while away waits for the return and a minute": (
        "types 60:00 | snoozes | types 68:30 | stops 71:00 | phase away | types 71:59 | prompts 60:00 | "
        "types 72:00 | prompts 60:00, 72:00"
    ),
    "a locked screen is away at once": "types 55:00 | locks | phase away | stops 57:00 | prompts none",
    "a sleeping machine is away at once": "types 55:00 | sleeps 57:00 | prompts none | count 55:00",
    "the screen locks again during an absence and unlocking ends it": (
        "types 10:00 | stops 12:00 | locks | locks | stops 13:00 | unlocks | unlocks | phase working | stops 13:59 | "
        "phase working (whoever unlocks was seen at the keyboard) | stops 14:00 | phase away"
    ),
    # natural break
    "five minutes without input are a natural break from the last input on": (
        "types 30:00 | stops 35:00 | history 30:00 natural | written natural 35:00 | count 0:00 | source policy"
    ),
    "a natural break ends with the return": (
        "types 30:00 | stops 42:00 | history 30:00 natural | ended 0 open | types 42:10 | ended 0 42:00"
    ),
    "five minutes without input are a natural break": "types 30:00 | stops 35:00 | history 30:00 natural | count 0:00",
    "five locked minutes are a natural break": "types 30:00 | locks | stops 35:00 | history 30:00 natural | count 0:00",
    "five minutes of sleep are a natural break": "types 30:00 | sleeps 35:00 | history 30:00 natural | count 0:00",
    "four minutes and fifty nine seconds are no natural break": (
        "types 30:00 | stops 34:59 | history none | types | count 31:00"
    ),
    "after a natural break the next prompt comes at fifty active minutes": (
        "types 58:00 | locks | stops 64:00 | unlocks | types 113:55 | pauses_typing 4 | prompts none | "
        "types 115:00 | pauses_typing 8 | prompts 115:08"
    ),
    "silence and lock together make five minutes": (
        "types 30:00 | stops 33:00 | locks | stops 35:00 | history 30:00 natural"
    ),
    "a lock soon after the last input counts from that input": (
        "types 30:00 | stops 30:40 | locks | stops 36:00 | history 30:00 natural | written natural 35:00"
    ),
    "a natural break is recorded once however long it lasts": (
        "types 30:00 | stops 300:00 | locks | stops 900:00 | unlocks | types 901:00 | history 30:00 natural | "
        "ended 0 900:00"
    ),
    # leaving while a prompt waits
    "leaving after a snooze is the break": (
        "types 60:05 | snoozes | types 64:00 | stops 66:59 | history ends 60:05 snoozed | stops 67:00 | "
        "history ends 64:00 stepped_away | goes_on 68:10 | types | ended -1 68:10 | types 128:09 | "
        "prompts 60:00 | types 128:10 | prompts 60:00, 128:10"
    ),
    "leaving before a repeat is the break": (
        "types 65:00 | history ends 65:00 ignored | types 66:00 | stops 69:00 | history ends 66:00 stepped_away | "
        "types 90:00 | prompts 60:00"
    ),
    "leaving with a prompt that a call put off is the break": (
        "types 60:20 | begins dnd | types 62:00 | stops 65:00 | history ends 62:00 stepped_away | ends dnd | "
        "types 80:00 | prompts 60:00"
    ),
    "an absence shorter than twice left is none": (
        "types 60:00 | snoozes | types 62:00 | stops 64:59 | types 70:00 | history ends 70:00 prompted"
    ),
    "a lock of a minute after a snooze is the break": (
        "types 60:00 | snoozes | types 62:00 | locks | stops 62:59 | history ends 60:00 snoozed | stops 63:00 | "
        "history ends 62:00 stepped_away | log ends 63:00 stepped_away"
    ),
    "a lock of less than a minute is none": (
        "types 60:00 | snoozes | types 62:00 | locks | stops 62:59 | unlocks | types 70:00 | "
        "history ends 70:00 prompted"
    ),
    "a lock late in an absence makes it the break after its minute": (
        "types 60:00 | snoozes | types 62:00 | stops 63:30 | locks | stops 64:30 | history ends 62:00 stepped_away"
    ),
    "left is its setting too": (
        "with left=30.0 | types 60:00 | snoozes | types 62:00 | stops 63:00 | history ends 62:00 stepped_away"
    ),
    "in a pause nobody was asked": (
        "types 60:00 | snoozes | pauses 30 | stops 80:00 | history ends 60:00 snoozed, 60:00 paused"
    ),
    "listening in a call is no leaving": (
        "types 60:20 | begins call | stops 80:00 | history ends 60:20 deferred | ends call | types 82:00 | "
        "prompts 60:00, 82:00"
    ),
    "a natural break with nothing at hand is one as before": "types 30:00 | stops 35:00 | history ends 30:00 natural",
    "natural is a setting": (
        "with natural=180.0 | types 30:00 | stops 32:59 | history none | stops 33:00 | history 30:00 natural"
    ),
    "a natural break shorter than idle is seen with the silence": (
        "with natural=30.0 | types 30:00 | stops 31:00 | history 30:00 natural"
    ),
    "after a routine only what follows it can be a natural break": (
        "types 60:00 | starts | stops 61:00 | history ends 61:00 done | stops 65:59 | history ends 61:00 done | "
        "stops 66:00 | history ends 61:00 natural"
    ),
    # obeyed without a click
    "whoever leaves for ninety seconds has obeyed": (
        "types 60:30 | stops 61:59 | phase due | stops 62:00 | history 60:00 prompted, 60:30 stepped_away | "
        "written stepped_away 62:00 | log ends 62:00 down, 62:00 stepped_away | count 0:00 | phase away"
    ),
    "the silence of the lull is part of the ninety seconds": (
        "types 52:00 | stops 53:30 | history 52:08 prompted, 52:00 stepped_away"
    ),
    "ninety seconds must be without any input": (
        "types 60:10 | pauses_typing 89 | types 62:00 | stops 63:29 | phase due | history 60:00 prompted"
    ),
    "locking the screen obeys at once": (
        "types 60:20 | locks | history 60:00 prompted, 60:20 stepped_away | phase away | count 0:00"
    ),
    "the machine that sleeps obeys at once": (
        "types 60:20 | sleeps minutes=1 | history 60:00 prompted, 60:20 stepped_away"
    ),
    "stepping away ends with the return and is no natural break too": (
        "types 60:30 | stops 69:00 | types 69:30 | history 60:00 prompted, 60:30 stepped_away | ended -1 69:00"
    ),
    "left is a setting": "with left=30.0 | types 60:10 | stops 60:40 | history ends 60:10 stepped_away",
    "who leaves as the answer runs out has obeyed": "types 63:30 | stops 65:00 | history ends 63:30 stepped_away",
    "who is silent as the answer runs out is away at once": (
        "types 63:50 | stops 65:00 | history 60:00 prompted, 65:00 ignored | phase away | stops 66:50 | "
        "history ends 63:50 stepped_away"
    ),
    # short absence
    "between idle and natural the count stands still": "types 20:00 | stops 24:00 | types 25:00 | count 22:00",
    "s6 idle from 48 50 to 50 50 a lull at 51 10 is silent one at 51 55 prompts": (
        "types 48:50 | stops 50:50 | types 51:10 | pauses_typing 8 | types 51:55 | prompts none | pauses_typing 8 | "
        "prompts 52:03"
    ),
    "a lull that is under way when the minute is over prompts": (
        "types 52:00 | locks | stops 54:00 | unlocks | types 54:55 | stops 55:00 | "
        "prompts 55:00 (unlocking is a task boundary that waits its minute)"
    ),
    "back from idleness the first lull after a minute prompts": (
        "types 48:50 | stops 50:50 | types 51:46 | stops 51:50 | prompts none | stops 51:54 | prompts 51:54"
    ),
    "unlocking in the window prompts a minute later": (
        "types 51:00 | locks | stops 51:10 | unlocks | types 52:09 | prompts none | types 52:10 | prompts 52:10"
    ),
    "a full hour waits for the minute after the return": (
        "types 49:00 | types 59:59 | locks | stops 61:00 | unlocks | types 61:59 | prompts none | types 62:00 | "
        "prompts 62:00"
    ),
    "with after absence of zero nothing waits after the return": (
        "with after_absence=0.0 | types 55:00 | locks | stops 57:00 | unlocks | prompts 57:00"
    ),
    # a gap
    "the laptop sleeps three hours after fifty minutes no late prompt": (
        "types 50:00 | sleeps 230:00 announced=False | history 50:00 natural | count 0:00 | ended 0 230:00 | "
        "types 289:59 | prompts none | types 290:00 | prompts 290:00"
    ),
    "an announced sleep of three hours is the same": (
        "types 50:00 | sleeps 230:00 | history 50:00 natural | types 289:59 | prompts none"
    ),
    "a gap makes a lapsed snooze void": (
        "types 60:00 | snoozes | types 62:00 | sleeps 200:00 announced=False | history ends 62:00 stepped_away | "
        "types 210:00 | prompts 60:00 | phase working"
    ),
    "the first sixty seconds of a gap count if they were active": (
        "types 20:00 | sleeps 23:00 announced=False | count 21:00"
    ),
    "a gap of a minute is no absence": "types 20:00 | sleeps 21:00 announced=False | count 21:00 | phase working",
    "a short gap is followed by a minute of silence": (
        "types 58:30 | sleeps 62:00 announced=False | count 59:30 | types 62:59 | prompts none | types 63:00 | "
        "prompts 63:00"
    ),
    "a gap while a prompt is up is obeying": (
        "types 60:10 | sleeps 80:00 announced=False | history 60:00 prompted, 60:10 stepped_away | ended -1 80:00"
    ),
    "a gap during an absence prolongs it": (
        "types 30:00 | stops 33:00 | sleeps 34:30 announced=False | stops 36:00 | history 30:00 natural | "
        "phase away | types | ended 0 36:00"
    ),
    "a routine during which the machine sleeps is over at that moment, True": (
        "types 60:00 | starts | stops 60:20 | sleeps 90:00 announced=True | "
        "history 60:00 prompted, 60:00 started, 60:20 part_done, 60:20 natural | guided 60:00 lead, 60:20 broken off"
    ),
    "a routine during which the machine sleeps is over at that moment, False": (
        "types 60:00 | starts | stops 60:20 | sleeps 90:00 announced=False | "
        "history 60:00 prompted, 60:00 started, 60:20 part_done, 60:20 natural | guided 60:00 lead, 90:00 broken off"
    ),
    "a gap during a pause does not make it longer": (
        "types 40:00 | pauses 30 | sleeps 75:00 announced=False | phase working | "
        "history 40:00 paused, 70:00 resumed, 70:00 natural"
    ),
    "a gap ends within a pause": (
        "types 40:00 | pauses 30 | sleeps 60:00 announced=False | phase paused | types 70:00 | phase working | "
        "count 0:00"
    ),
    "a gap in a call is an absence from the last sight on": (
        "types 10:00 | begins call | stops 40:00 | sleeps 43:00 announced=False | "
        "history none (three minutes; the silence of the call is none) | stops 50:00 | "
        "sleeps 56:00 announced=False | history 50:00 natural"
    ),
    # killed and launched
    "a restart keeps a snooze": (
        "types 60:00 | snoozes | types 65:00 | dies 65:30 | phase snoozed | types 70:00 | prompts 60:00, 70:00 | "
        "showings of the same prompt"
    ),
    "a restart of a few seconds changes nothing": (
        "types 30:00 | dies 30:10 | count 30:10 | types 60:00 | prompts 60:00"
    ),
    "a restart is a gap": (
        "types 50:00 | dies 230:00 | history 50:00 natural | ended 0 230:00 | types 289:59 | prompts none"
    ),
    "a restart of ninety seconds with a prompt up is obeying": (
        "types 60:10 | dies 61:40 | history 60:00 prompted, 60:10 stepped_away"
    ),
    "a restart keeps a pause and its end": (
        "types 10:00 | pauses 60 | dies 20:00 | phase paused | types 69:59 | phase paused | types 70:00 | phase working"
    ),
    "a restart within a minute goes on with the routine": (
        "types 60:00 | starts | types 60:10 | dies 60:20 | phase on_break | guided 60:00 lead, 60:20 lead | "
        "types 61:00 | history ends 61:00 done"
    ),
    "a longer restart ends the routine when it was last seen": (
        "types 60:00 | starts | types 60:40 | dies 63:00 | history ends 60:40 done | phase working"
    ),
    "a restart while away takes the person to be back until told otherwise": (
        "types 30:00 | stops 33:00 | dies 33:20 | history none | types 34:00 | phase working"
    ),
    "a restart on a locked screen is still away": "types 30:00 | locks | stops 31:00 | dies 31:30 | phase away",
    "a restart in a call keeps the prompt waiting": (
        "types 55:00 | begins call | types 70:00 | dies 70:10 | types 80:00 | prompts none | ends call | "
        "types 81:59 | prompts none | types 82:00 | prompts 82:00"
    ),
    "input on a locked screen does not make the absence shorter": (
        "types 20:00 | stops 22:00 | locks | types 23:00 | stops 25:00 | history 20:00 natural | written natural 25:00"
    ),
    "a prompt comes exactly a minute after the return": (
        "with window=0.0 | types 59:30 | sleeps 61:30 | types 70:00 | prompts 62:30"
    ),
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)


# ---------------------------------------------------------------- away


def test_what_falls_due_at_the_moment_of_going_away_waits_for_the_return():
    desk = Desk(window=0.0, watched=False)
    desk.types("59:00")
    desk.stops("61:00")
    assert desk.prompts == []
    desk.types("62:00")
    assert desk.prompts == ["62:00"], "a minute after the return"


# ---------------------------------------------------------------- obeyed without a click


def test_locking_the_screen_after_a_silence_obeys_from_the_last_input_on():
    desk = Desk(watched=False)
    desk.types("60:20")
    desk.stops("60:50")
    desk.locks()
    assert desk.history == ["60:00 prompted", "60:20 stepped_away"]


def test_the_record_of_stepping_away_names_the_prompt(a_desk):
    desk = a_desk()
    desk.types("60:30")
    desk.stops("62:00")
    prompted, away = desk.records
    assert away.detail["prompt"] == prompted.detail["prompt"]


# ---------------------------------------------------------------- a gap


def test_the_first_sixty_seconds_count_from_the_last_input_not_from_the_last_look():
    desk = Desk(watched=False)
    desk.types("20:00")
    desk.stops("20:40")
    desk.sleeps("23:00", announced=False)
    assert desk.count == "21:00"


# ---------------------------------------------------------------- killed and launched


def test_a_restart_shows_a_prompt_that_is_due_again(a_desk):
    desk = a_desk()
    desk.types("60:10")
    desk.dies("60:40")
    assert desk.prompts == ["60:00", "60:40"]
    assert desk.of(Kind.PROMPTED) == desk.records, "the same showing, recorded once"
    assert desk.phase is Phase.DUE


def test_a_call_that_ended_while_the_daemon_was_down_is_over(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("70:00")
    desk.busy.clear()
    desk._free = desk.time
    desk.dies("70:10")
    desk._free = desk.time
    desk.types("72:10")
    assert desk.prompts == ["72:10"]


def test_a_first_start_takes_the_person_to_be_at_work():
    desk = Desk()
    assert desk.phase is Phase.WORKING
    assert desk.count == "0:00"


def test_a_sleep_that_is_announced_twice_begins_once(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.asleep = True
    desk.happens(ev.Suspended())
    asleep = desk.state
    desk.happens(ev.Suspended())
    assert desk.state == asleep

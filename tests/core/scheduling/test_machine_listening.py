"""Present without input: whoever listens, watches or dictates is at work, for `listening` at most."""

import pytest

from stories import each_way, tell

STORIES = {
    "two hours of listening bring the prompt within two minutes after the call": (
        "types 5:00 | begins call | stops 125:00 | prompts none | ends call | types 126:59 | prompts none | "
        "types 127:00 | prompts 127:00 | history 127:00 prompted"
    ),
    "a film brings it as well": (
        "types 5:00 | stops 5:30 | begins fullscreen | stops 125:00 | ends fullscreen | types 127:00 | prompts 127:00"
    ),
    "back to back calls without a key are one long sitting": (
        "types 5:00 | stops | begins call | stops 40:00 | ends call | stops 40:30 | begins call | stops 80:00 | "
        "ends call | types 82:00 | prompts 82:00"
    ),
    "the first minute after a silent call is active too": (
        "types 5:00 | begins call | stops 20:00 | ends call | stops 21:00 | count 21:00 | phase away"
    ),
    "whoever leaves as the call ends is away from its end on": (
        "types 5:00 | begins call | stops 45:00 | ends call | stops 50:00 | history 45:00 natural"
    ),
    "four hours without a single input are an absence from the last input on": (
        "types 45:00 | begins call | types 55:00 | stops 294:59 | phase working | history none | stops 295:00 | "
        "phase away | history 55:00 natural"
    ),
    "what a forgotten call held back is not spoken of in the morning": (
        "types 45:00 | begins call | types 55:00 | stops 900:00 | ended 0 open | types 905:00 | ended 0 900:00 | "
        "ends call | types 959:59 | prompts none | types 960:00 | prompts 960:00"
    ),
    "one key within the four hours begins them anew": (
        "types 5:00 | begins call | stops 200:00 | types 200:01 | stops 400:00 | phase working | history none"
    ),
    "another call does not begin them anew": (
        "types 5:00 | begins call | stops 180:00 | ends call | begins call | stops 245:00 | phase away | "
        "history 5:00 natural"
    ),
    "the limit is a setting": (
        "with listening=1800.0 | types 5:00 | begins call | stops 34:59 | phase working | stops 35:00 | "
        "history 5:00 natural"
    ),
    "a limit shorter than a silence leaves that silence as it is": (
        "with listening=1.0 | types 5:00 | begins call | stops 5:59 | phase working | stops 6:00 | phase away"
    ),
    "a lock counts as away whatever is open": (
        "types 5:00 | begins call | stops 10:00 | locks | stops 15:00 | history 10:00 natural"
    ),
    "sleep in a silent call counts from its beginning": (
        "types 5:00 | begins call | stops 30:00 | sleeps 60:00 announced=False | history 30:00 natural"
    ),
    "a restart in a silent call loses nothing of it": (
        "types 5:00 | begins call | stops 30:00 | dies seconds_=20 | stops 40:00 | count 40:00"
    ),
    "do not disturb is no sign of a person": "types 5:00 | begins dnd | stops 10:00 | history 5:00 natural",
    # dictation
    "whoever dictates is asked every hour": (
        "begins recording | stops 59:59 | prompts none | phase working | stops 60:00 | prompts 60:00"
    ),
    "whoever dictates has not left the prompt": (
        "begins recording | stops 60:00 | stops 64:59 | phase due | stops 65:00 | history ends 65:00 ignored"
    ),
    "a call that is switched off is work and keeps no prompt back": (
        "with ignored=call | begins call | stops 60:00 | prompts 60:00"
    ),
    "whoever stops dictating and leaves has left the prompt": (
        "begins recording | types 60:00 | stops 60:30 | ends recording | stops 62:00 | history ends 60:30 stepped_away"
    ),
    "a recording program without anybody is an absence in the end": (
        "with every=18000.0 | types 5:00 | begins recording | stops 245:00 | history 5:00 natural"
    ),
    "a recording is no reason to wait": "begins recording | types 60:00 | prompts 60:00 | ends recording | phase due",
    # the wall clock sees no silence at all
    "by the wall clock nothing changes": (
        "with clock=wall | types 5:00 | begins call | stops 300:00 | phase working | history none"
    ),
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)


@pytest.mark.parametrize("reason", ["call", "share", "fullscreen"])
def test_the_prompt_after_a_long_silent_reason_begins_with_the_walk(a_desk, reason):
    desk = a_desk()
    desk.types("5:00")
    desk.begins(reason)
    desk.stops("125:00")
    desk.ends(reason)
    desk.types("127:00")
    assert (desk.prompted[0].suggestion.after_busy, desk.records[0].detail["busy"]) == (reason, 7200)

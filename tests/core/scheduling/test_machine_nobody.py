"""An empty chair that seems busy: input that never pauses is no person's."""

from stories import each_way, tell
from uncrick.core.scheduling.effects import ShowPrompt

STORIES = {
    "after three hours without a pause nothing is shown any more": (
        "types 179:59 | prompts 60:00, 75:00, 140:00, 155:00 | types 900:00 | prompts 60:00, 75:00, 140:00, 155:00 | "
        "badge yes | phase working"
    ),
    "and nothing is recorded as ignored": (
        "with every=10500.0; apart=0.0 | types 180:00 | history 175:00 prompted, 180:00 deferred | types 900:00 | "
        "history 175:00 prompted, 180:00 deferred"
    ),
    "a prompt that is up stays as a badge alone": (
        "with every=10600.0 | types 179:59 | bubble down | phase due | types 180:00 | phase working | badge yes | "
        "history ends 180:00 deferred | detail reason=no_pause | types 900:00 | prompts 176:40"
    ),
    "a repeat that waits stays as a badge alone": (
        "with every=10000.0 | types 171:40 | history ends 171:40 ignored | badge no | types 180:00 | badge yes | "
        "types 900:00 | prompts 166:40"
    ),
    "its seconds are no work": "with every=20000.0 | types 200:00 | count 180:00",
    "the first pause ends it": (
        "with every=10900.0 | types 200:00 | stops 200:59 | prompts none | stops 201:00 | phase away | types 202:39 | "
        "prompts none | types 202:40 | prompts 202:40 (a hundred seconds were left)"
    ),
    "a pause of less than a minute is none": "types 100:00 | pauses_typing 59 | types 240:00 | prompts ends 155:00",
    "a pause of a minute begins the three hours anew": (
        "types 100:00 | pauses_typing 60 | types 240:00 | prompts ends 140:00, 155:00, 220:00, 235:00"
    ),
    "a lock begins them anew however short it is": (
        "types 170:00 | locks | goes_on 170:05 | unlocks | types 349:00 | phase working | prompts ends 300:05, 315:05"
    ),
    "a pause in a call begins them anew": (
        "with every=20000.0 | types 100:00 | begins call | stops 102:00 | types 190:00 | count 190:00"
    ),
    "an answer is a person's": "with every=10000.0 | types 166:40 | skips | types 333:20 | prompts 166:40, 333:20",
    "whoever answers when nobody seemed there is there": (
        "with every=20000.0 | types 190:00 | starts | types 200:00 | count 9:00"
    ),
    "what is refused is a person's too late": "with every=20000.0 | types 190:00 | skips | types 200:00 | count 180:00",
    "tireless is a setting": "with tireless=3600.0; every=5000.0 | types 90:00 | prompts none | count 60:00",
    "by the wall clock no pause is seen and none is missed": (
        "with clock=wall | types 300:00 | prompts ends 220:00, 235:00, 300:00"
    ),
    "a gap is a pause": "with every=20000.0 | types 170:00 | sleeps 172:00 | types 200:00 | count 198:00",
    "the count of a call that nobody attends stands still": (
        "with every=20000.0 | types 100:00 | begins call | types 200:00 | ends call | types 300:00 | count 180:00"
    ),
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)


def test_nothing_is_shown_the_whole_night_but_the_badge(a_desk):
    desk = a_desk()
    desk.types("180:00")
    before = len(desk.effects)
    desk.types("960:00")
    assert not any(isinstance(effect, ShowPrompt) for effect in desk.effects[before:])

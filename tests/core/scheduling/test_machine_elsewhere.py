"""Two sessions of one person, of which one cannot be heard: what may be typed there is never an absence."""

from stories import each_way, tell

STORIES = {
    "what may be typed elsewhere is neither an absence nor a break": (
        "may_be_elsewhere 240:00 | types 10:00 | stops 100:00 | phase working | history none | count 100:00"
    ),
    "nothing is shown where nobody types": "may_be_elsewhere 240:00 | types 50:30 | stops 120:00 | prompts ends 50:38",
    "a prompt that is up comes again instead of being ignored": (
        "may_be_elsewhere 240:00 | types 60:00 | stops 70:00 | history 60:00 prompted, 61:00 deferred | "
        "types 71:00 | prompts 60:00, 71:00"
    ),
    "a locked screen here is no absence either": (
        "may_be_elsewhere 240:00 | types 10:00 | locks | stops 30:00 | phase working | history none | unlocks | "
        "types 31:00 | count 31:00"
    ),
    "an absence that lasts ends with the sign, and is a break until then": (
        "types 10:00 | locks | stops 30:00 | may_be_elsewhere 240:00 | history 10:00 natural | phase working | "
        "goes_on 40:00 | count 10:00"
    ),
    "afterwards a silence is one from then on": (
        "may_be_elsewhere 30:00 | types 10:00 | stops 60:00 | phase away | history 30:00 natural"
    ),
    "afterwards a lock is one from then on": (
        "may_be_elsewhere 30:00 | types 10:00 | locks | stops 60:00 | phase away | history 30:00 natural"
    ),
    "what is typed here counts as ever": "may_be_elsewhere 240:00 | types 60:00 | prompts 60:00 | skips | count 0:00",
    "a pause of typing of less than a minute is a lull as ever": (
        "may_be_elsewhere 240:00 | types 52:00 | pauses_typing 10 | prompts 52:08"
    ),
    "whoever comes back is left alone for a minute": (
        "may_be_elsewhere 240:00 | types 40:00 | stops 70:00 | types 70:59 | prompts none | types 71:00 | prompts 71:00"
    ),
    "a machine that sleeps hosts no session": (
        "may_be_elsewhere 240:00 | types 10:00 | sleeps 30:00 | history 10:00 natural"
    ),
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)

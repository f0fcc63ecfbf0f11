"""An exercise to begin with: what must be said, explained for somebody who never wrote such a file."""

import json

from uncrick.core.model.catalog import HEADLINE

TEXT = """\
# An exercise of your own. It can be used as it is; change what stands behind the = signs.
# Then: uncrick exercises check {file}
# Lines that begin with # are explanations, or examples: take the # away to use them.

name = {name}
{headline}
# What it is for: shoulders, upper_back, lower_back, whole_body, neck_turn, neck_side, neck_flexext, neck_strength.
# (relief is another one, which comes in home sessions.)
area = "shoulders"

# What to do, in 40 words at most. A prompt shows the first sentence.
instruction = "Do it slowly, as far as it feels easy. Then let go."

# One repetition, step by step: the kind, its seconds (s), and what is said.
# Kinds: move, return, stretch (stay there), tense (a light effort; say breathe), relax, rest.
# After stretch or tense comes relax, at least as long and at least 2 s; a return may stand between them.
phases = [
  {{ kind = "move", s = 4, say = "Slowly, as far as it feels easy." }},
  {{ kind = "return", s = 3, say = "Slowly back." }},
  {{ kind = "relax", s = 3, say = "Let go." }},
]

# All of the rest may be left out.
# reps = 3                # repetitions in one break; without it, as many as fit
# per_day_reps = 12       # repetitions in a day at most
# position = "stand"      # sit, stand, walk, hang, floor or ball; without it, sit
# setup_say = "Stand up." # what is said before the first repetition
# visibility = 0          # 0 nobody would notice, 1 they might, 2 they would; without it, 1
# caution = "Stop if it hurts."
# Who should leave it out; without this line, whoever leaves out all of Uncrick's exercises of that area or kind:
# contraindications = ["shoulder", "balance"]
"""


def template(name: str, file: str) -> str:
    """The file for an exercise of that name, which passes the check as it is."""
    headline = ""
    if len(name) > HEADLINE:
        cut = name[: HEADLINE + 1].rpartition(" ")[0] or name[:HEADLINE]
        headline = f"# A prompt has room for {HEADLINE} characters.\nheadline = {_quoted(cut)}\n"
    return TEXT.format(name=_quoted(name), headline=headline, file=file)


def _quoted(text: str) -> str:
    """As TOML, whose quoted texts are written as those of JSON are."""
    return json.dumps(text, ensure_ascii=False)

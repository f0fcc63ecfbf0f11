"""Which opening line goes with a prompt (S14)."""

from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.random import mixed


def opening(catalogue: Catalogue, practice: Practice, seed: int) -> str:
    """A line of at most four words that is not among the last five."""
    recent = practice.openings[-catalogue.numbers.opening_memory :]
    fresh = [line for line in catalogue.openings if line not in recent]
    return fresh[mixed(seed, 1) % len(fresh)]

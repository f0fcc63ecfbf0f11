"""Numbers that look drawn and are not: the same seed gives the same ones, on every machine."""

_MASK = 0xFFFFFFFFFFFFFFFF


def mixed(seed: int, *more: int) -> int:
    """64 bits that change wholly with any of the numbers (the finish of SplitMix64, once for each)."""
    bits = seed & _MASK
    for number in (*more, 0):
        bits = (bits + 0x9E3779B97F4A7C15 + number * 0xD1B54A32D192ED03) & _MASK
        bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & _MASK
        bits ^= bits >> 31
    return bits


def share(seed: int, *more: int) -> float:
    """A number from 0 up to, not including, 1."""
    return (mixed(seed, *more) >> 11) / (1 << 53)

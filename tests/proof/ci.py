"""Every proof at the size of CI, some at once; ends with 1 if one found a fault or took too long.

    python tests/proof/ci.py

Larger runs, by hand: kill.py 2000, faults.py, peers.py, fuzz.py --inputs 10000000, soak.py 10000, cost.py.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
LONGEST = 215.0  # seconds for all of them, which leaves a proof that is asked to end the time to clear up
# What waits more than it computes runs beside what computes. The longest come first.
LANES = (
    (("soak.py", "300"), ("cost.py", "Uncrick", "--seconds", "20", "--settle", "10")),
    (("faults.py", "--quick"),),
    (("peers.py", "--quick", "--seconds", "2"), ("kill.py", "60"), ("fuzz.py", "--plain")),
)


def _lane(end: float, proofs: tuple[tuple[str, ...], ...]) -> bool:
    """Run these one after the other; whether all held."""
    outcomes = [_holds(end, *proof) for proof in proofs]  # every one, also after a fault
    return all(outcomes)


def _holds(end: float, program: str, *words: str) -> bool:
    begun = time.monotonic()
    proof = subprocess.Popen(
        [sys.executable, HERE / program, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        written, _ = proof.communicate(timeout=max(0.1, end - begun))
        outcome = "held" if proof.returncode == 0 else "FAULTS"
    except subprocess.TimeoutExpired:
        proof.terminate()
        written, _ = proof.communicate()
        outcome = "TOOK TOO LONG"
    sys.stdout.write(f"== {program} {' '.join(words)}: {outcome}, {time.monotonic() - begun:.0f} s\n{written}")
    sys.stdout.flush()
    return outcome == "held"


def main() -> int:
    """Run all of them; the exit status."""
    lane = partial(_lane, time.monotonic() + LONGEST)
    with ThreadPoolExecutor(len(LANES)) as pool:
        return 0 if all(list(pool.map(lane, LANES))) else 1


if __name__ == "__main__":
    sys.exit(main())

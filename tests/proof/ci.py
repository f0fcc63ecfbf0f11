"""Every proof at the size of CI, some at once; ends with 1 if one found a fault.

    python tests/proof/ci.py

Larger runs, by hand: kill.py 2000, faults.py, peers.py, fuzz.py --inputs 10000000, soak.py 10000, cost.py.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
# What waits more than it computes runs beside what computes. The longest come first.
LANES = (
    (("soak.py", "300"), ("cost.py", "Uncrick", "--seconds", "20", "--settle", "10")),
    (("faults.py", "--quick"),),
    (("peers.py", "--quick", "--seconds", "2"), ("kill.py", "60"), ("fuzz.py", "--plain")),
)


def _lane(proofs: tuple[tuple[str, ...], ...]) -> bool:
    """Run these one after the other; whether all held."""
    outcomes = [_holds(*proof) for proof in proofs]  # every one, also after a fault
    return all(outcomes)


def _holds(program: str, *words: str) -> bool:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, HERE / program, *words], capture_output=True, text=True, errors="replace", check=False
    )
    outcome = "held" if done.returncode == 0 else "FAULTS"
    sys.stdout.write(f"== {program} {' '.join(words)}: {outcome}, {time.monotonic() - begun:.0f} s\n{done.stdout}")
    sys.stdout.write(done.stderr[-2000:])
    sys.stdout.flush()
    return done.returncode == 0


def main() -> int:
    """Run all of them; the exit status."""
    with ThreadPoolExecutor(len(LANES)) as pool:
        return 0 if all(list(pool.map(_lane, LANES))) else 1


if __name__ == "__main__":
    sys.exit(main())

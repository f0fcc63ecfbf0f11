"""Fuzzes every reader of what comes from outside: no exception but those of its contract, no hang, no growth.

    python tests/proof/fuzz.py [TARGET...] [--inputs N] [--json FILE]
    pip install -e '.[fuzz]'     inputs led by what they reach (atheris); without it, or with --plain, by chance

Each target of fuzz_targets.py gets N inputs, in a process of its own. Without a target, all.
"""

import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from proof.report import Report, finish, parser_of

IN_CI = 10_000
SLOW = 1.0  # seconds of processor time that one input may take
GROWTH = 32.0  # MiB, after the first tenth of the inputs
LONGEST = 4096  # bytes of an input


class Run:
    """One target under inputs: what was counted, and each kind of finding with its first input."""

    def __init__(self, name: str, inputs: int, result: Path) -> None:
        self._inputs, self._result = inputs, result
        self._count = 0
        self._begun = time.process_time()
        self._slowest = 0.0
        self._memory = 0.0
        self._plain = False
        self._findings: dict[str, str] = {}
        self._name = name

    def lead(self, *, plain: bool) -> None:
        """Import the readers and give them all the inputs; does not return where atheris leads."""
        logging.disable(logging.CRITICAL)
        self._plain = plain
        if plain:
            self._lead_by_chance(self._target())
            return
        import atheris

        with atheris.instrument_imports(include=["uncrick", "jeepney.low_level"]):
            target = self._target()
        options = ("-verbosity=0", f"-runs={self._inputs}", f"-max_len={LONGEST}", "-rss_limit_mb=0", "-seed=1")
        atheris.Setup([sys.argv[0], *options], lambda data: self._one(target, data))
        atheris.Fuzz()

    def _target(self) -> Any:
        from proof import fuzz_targets

        fuzz_targets.prepare()
        target = fuzz_targets.TARGETS[self._name]
        return lambda data: target.read(fuzz_targets.Draw(data)), target.may_raise

    def _lead_by_chance(self, target: Any) -> None:
        chance = Random(self._name)
        for _ in range(self._inputs):
            self._one(target, chance.randbytes(chance.choice((0, 16, 64, 256, LONGEST))))

    def _one(self, target: tuple[Callable[[bytes], None], tuple[type[BaseException], ...]], data: bytes) -> None:
        read, may_raise = target
        begun = time.process_time()
        try:
            read(data)
        except may_raise:
            pass
        except Exception as error:  # noqa: BLE001 this is what is looked for
            self._found(f"{type(error).__name__} at {_place(error)}", data)
        took = time.process_time() - begun
        self._slowest = max(self._slowest, took)
        if took > SLOW:
            self._found(f"an input took {took:.1f} s", data)
        self._count += 1
        if self._count == max(1, self._inputs // 10):
            self._memory = _peak()
        if self._count in {self._inputs, self._inputs - 1} or self._count % 5000 == 0:
            self._write()

    def _found(self, what: str, data: bytes) -> None:
        self._findings.setdefault(what, data.hex()[:8000])

    def _write(self) -> None:
        if self._plain and (grew := _peak() - self._memory) > GROWTH:  # atheris keeps inputs itself
            self._found(f"it grew by {grew:.0f} MiB", b"")
        figures = {
            "inputs": self._count,
            "cpu": time.process_time() - self._begun,
            "slowest": self._slowest,
            "findings": self._findings,
        }
        self._result.write_text(json.dumps(figures))


def _place(error: BaseException) -> str:
    """The innermost line of our own program that raised."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "uncrick" in frame.filename and "proof" not in Path(frame.filename).parent.name]
    frame = (own or frames)[-1]
    return f"{Path(frame.filename).parent.name}/{Path(frame.filename).name}:{frame.lineno}"


def _peak() -> float:
    """The most memory that this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _fuzz(name: str, inputs: int, folder: Path, *, plain: bool) -> dict[str, Any]:
    """Run one target in a process of its own; its figures."""
    result = folder / f"{name}.json"
    words = [sys.executable, __file__, name, "--inputs", str(inputs), "--into", result, *(["--plain"] if plain else [])]
    # One thread and one order of sets, so that the same inputs come again.
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False, env=environment)
    figures: dict[str, Any] = json.loads(result.read_text()) if result.exists() else {"inputs": 0, "findings": {}}
    if figures["inputs"] < inputs - 1:
        figures["findings"][f"it ended with {done.returncode}: {done.stderr[-500:]}"] = ""
    return figures


def main() -> int:
    """Fuzz the targets that were asked for; the exit status."""
    parser = parser_of(__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--inputs", type=int, default=IN_CI)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--into", type=Path, help="of the processes that this starts")
    given = parser.parse_args()
    plain = given.plain or find_spec("atheris") is None
    if given.into:
        Run(given.targets[0], given.inputs, given.into).lead(plain=plain)
        return 0
    from proof.fuzz_targets import TARGETS

    names = given.targets or list(TARGETS)
    report = Report("fuzz")
    inputs, cpu, slowest = 0, 0.0, 0.0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder, ThreadPoolExecutor(2) as pool:
        every = pool.map(lambda name: (name, _fuzz(name, given.inputs, Path(folder), plain=plain)), names)
        for name, figures in every:
            inputs += figures["inputs"]
            cpu += figures.get("cpu", 0.0)
            slowest = max(slowest, figures.get("slowest", 0.0))
            print(f"{name}: {figures['inputs']} inputs, {figures.get('cpu', 0.0):.1f} s", flush=True)
            for what, data in figures["findings"].items():
                report.fault(f"{name}: {what} ({data[:160]})")
    way = "by chance" if plain else "led by coverage"
    report.tried = f"{inputs} inputs to {len(names)} readers, {way}"
    report.figures = {"findings": len(report.faults), "slowest input, s": round(slowest, 2), "cpu, s": round(cpu)}
    report.short = [sentence.partition(" (")[0] for sentence in report.faults]
    return finish(report, given.json)


if __name__ == "__main__":
    sys.exit(main())

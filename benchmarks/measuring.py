"""What a command costs: CPU and wall seconds of a whole process and its children, and the most memory it held."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

# Ends a run of Python and tells the peak of its own memory, in KiB; the peak that a parent is told of its
# child begins with the parent's own.
PEAK = """
import atexit, os, runpy, sys
def tell():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            open(os.environ["PEAK"], "w").write(line.split()[1])
atexit.register(tell)
sys.argv = ["clausebook", *sys.argv[1:]]
runpy.run_module("clausebook", run_name="__main__")
"""


@dataclass
class Cost:
    """What several runs of one command took, in seconds."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def add(self, cpu: float, wall: float) -> None:
        """Note one run."""
        self.cpu.append(cpu)
        self.wall.append(wall)

    @property
    def typical(self) -> tuple[float, float]:
        """The medians of CPU and wall seconds."""
        return statistics.median(self.cpu), statistics.median(self.wall)


def run(command: Sequence[str], cwd: Path, expected: Iterable[int]) -> tuple[float, float]:
    """Run a command; gives CPU and wall seconds.

    Raises RuntimeError if it ends with another code than one that is expected,
    because a command that did not do its work has no speed.
    """
    begin = perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout:
        process.stdout.close()
    if process.returncode not in set(expected):
        raise RuntimeError(f"{command} ended with {process.returncode}: {output[-500:].decode(errors='replace')}")
    return usage.ru_utime + usage.ru_stime, wall


def in_turn(commands: dict[str, Callable[[], tuple[float, float]]], rounds: int, progress: str = "") -> dict[str, Cost]:
    """Run commands in turn, so that a busy moment of the machine meets all of them; the first round fills caches."""
    costs = {title: Cost() for title in commands}
    for round_ in range(rounds + 1):
        for title, command in commands.items():
            cpu, wall = command()
            if round_ or rounds == 0:
                costs[title].add(cpu, wall)
        if progress:
            print(f"{progress}: round {round_} of {rounds}", file=sys.stderr)
    return costs


def machine() -> str:
    """Name the day, Python and the machine."""
    return f"{date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"

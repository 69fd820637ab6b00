"""What every comparison of this folder goes through: processes run by turns, medians, peaks, and one table.

A contender is a command. It runs in a process of its own (launch.py), is waited for by its own id (wait4), and so
brings home its wall seconds, its seconds of processor and its peak resident memory. Contenders take turns, each turn
beginning with another one, so that what else the machine does meets all of them alike. Figures are medians, beside
them the extremes.
"""
import argparse
import csv
import dataclasses
import importlib.util
import math
import os
import pathlib
import platform
import signal
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OURS = "khulasa"  # the contender that ratios refer to
COLUMNS = ("job", "contender", "n", "threads", "runs", "median_s", "min_s", "max_s", "peak_mib", "result", "ratio")
THREADS_OF_LIBRARIES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


class Failed(Exception):
    """One line for the user: what failed and in which words."""


@dataclasses.dataclass(frozen=True)
class Sample:
    wall: float  # seconds
    cpu: float  # user and system seconds, those of waited-for children too
    peak: float  # resident MiB; of a process and its children the largest, not the sum
    out: str
    err: str


@dataclasses.dataclass(frozen=True)
class Contender:
    name: str
    command: tuple
    threads: int = 1
    environment: dict = dataclasses.field(default_factory=dict)


def environment(threads, more):
    """That of this process, with as many threads in the libraries of numbers as the contender may have."""
    return {**os.environ, **{name: str(threads) for name in THREADS_OF_LIBRARIES}, **more}


def say_failure(command, code, err):
    how = f"was ended by signal {-code}" if code < 0 else f"failed with exit code {code}"
    said = " | ".join(line.strip() for line in err.splitlines()[-5:] if line.strip())
    return f"{' '.join(map(str, command))} {how}: {said or 'it said nothing'}"


def launch(words, told, **streams):
    """Starts launch.py and waits for it; whatever ends this script ends the contender too, by the id of its group."""
    command = [sys.executable, "-I", "-S", HERE / "launch.py", str(told), *words]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=(told,), start_new_session=True, **streams)
    try:
        child.wait()
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise


def run(command, threads=1, more=None):
    """One process from beginning to end, as a Sample; Failed with its own words when it fails."""
    words = [os.fspath(word) if isinstance(word, os.PathLike) else str(word) for word in command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as told:
        launch(words, told.fileno(), stdout=out, stderr=err, env=environment(threads, more or {}))
        figures, out, err = (read_all(file) for file in (told, out, err))
    fields = figures.split()
    if fields[:1] == ["cannot"]:
        raise Failed(f"{words[0]} cannot be run ({os.strerror(int(fields[1]))}); build it first, or name another")
    if len(fields) != 4:
        raise Failed(f"{words[0]} could not be measured: {err.strip()}")
    code = os.waitstatus_to_exitcode(int(fields[1]))
    if code != 0:
        raise Failed(say_failure(words, code, err))
    return Sample(float(fields[0]), float(fields[2]), int(fields[3]) / 1024, out, err)


def read_all(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def interleave(contenders, runs, warm=False):
    """{name: [Sample] * runs}; with warm, one turn more that is thrown away (the page cache)."""
    samples = {contender.name: [] for contender in contenders}
    for turn in range(-1 if warm else 0, runs):
        first = max(turn, 0) % max(len(contenders), 1)
        for contender in [*contenders[first:], *contenders[:first]]:
            sample = run(contender.command, contender.threads, contender.environment)
            if turn >= 0:
                samples[contender.name].append(sample)
    return samples


def percentile(values, share):
    """The smallest of the values that a share of them does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


class Table:
    """Rows of one script. The ratio is a contender's median by ours of the same job and n: 3.00 took thrice as long."""

    def __init__(self):
        self.rows = []

    def add(self, job, contender, n, threads, seconds, peak=None, result=""):
        self.rows.append({"job": job, "contender": contender, "n": n, "threads": threads, "runs": len(seconds),
                          "median_s": statistics.median(seconds), "min_s": min(seconds), "max_s": max(seconds),
                          "peak_mib": peak, "result": result, "ratio": None})

    def add_processes(self, job, contender, n, samples, result=""):
        """Whole processes: wall seconds and the largest peak; the seconds of processor go to the result."""
        cpu = f"{statistics.median(sample.cpu for sample in samples):.2f} s of processor"
        self.add(job, contender.name, n, contender.threads, [sample.wall for sample in samples],
                 max(sample.peak for sample in samples), f"{result}; {cpu}" if result else cpu)

    def finished(self):
        """The rows as texts, those of a job together."""
        ours = {(row["job"], row["n"]): row["median_s"] for row in self.rows if row["contender"] == OURS}
        for row in self.rows:
            base = ours.get((row["job"], row["n"]))
            row["ratio"] = row["median_s"] / base if base else None
        jobs = list(dict.fromkeys((row["n"], row["job"]) for row in self.rows))
        rows = sorted(self.rows, key=lambda row: jobs.index((row["n"], row["job"])))
        return [{column: shown(column, row[column]) for column in COLUMNS} for row in rows]

    def write(self, path):
        """The rows as CSV. Jobs that the file holds from elsewhere stay; those measured now replace theirs."""
        rows = self.finished()
        now = {(row["job"], row["n"]) for row in rows}
        if path.exists():
            with open(path, encoding="utf-8", newline="") as file:
                rows = [row for row in csv.DictReader(file) if (row["job"], row["n"]) not in now] + rows
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(path.name + ".new")
        with open(beside, "w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
        beside.replace(path)
        print(f"written to {of_project(path)}")

    def show(self):
        rows = self.finished()
        columns = [*COLUMNS[:-2], "ratio", "result"]  # what is long stands last
        cells = [columns] + [[row[column] for column in columns] for row in rows]
        widths = [max(map(len, column)) for column in zip(*cells)]
        for row in cells:
            left = [cell.ljust(width) if at < 2 else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths))]
            print("  ".join([*left[:-1], row[-1]]).rstrip())

    def finish(self, output):
        print()
        self.show()
        if output is not None:
            self.write(output)


def of_project(path):
    """A path as a result file may show it: no folder of this machine."""
    full = pathlib.Path(path).resolve()
    return full.relative_to(ROOT) if ROOT in full.parents else full.name


def shown(column, value):
    if value is None:
        return ""
    if column.endswith("_s"):
        return f"{value:.6f}" if value < 0.01 else f"{value:.4f}"
    return f"{value:.1f}" if column == "peak_mib" else f"{value:.2f}" if column == "ratio" else str(value)


def has(module, package, what):
    """Whether Python sees a module; else a line that says what is skipped and what would bring it."""
    if importlib.util.find_spec(module) is not None:
        return True
    print(f"skipped: {what} (not installed: {package})")
    return False


def has_command(program, name):
    """Whether our program has a command; else a line. Peers are then measured alone, and nothing has a ratio."""
    try:
        done = subprocess.run([program, name, "--help"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False)
    except OSError as error:
        raise Failed(f"{program} cannot be run ({error.strerror}); build it first, or name another") from None
    if done.returncode == 0:
        return True
    print(f"skipped: {OURS} {name} (this build has no such command; build a newer one)")
    return False


def of_whom(path):
    """A file as a line of the output names it: by whom, not where."""
    return f"{'our' if HERE in path.resolve().parents else 'shared'} {path.name}"


def first_line(command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", check=False)
    except OSError:
        return None
    return done.stdout.splitlines()[0].strip() if done.returncode == 0 and done.stdout else None


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def version_of(module):
    """In a process of its own: a library of numbers takes memory and threads, which this script shall not have."""
    return first_line([sys.executable, "-c", f"import {module}; print({module}.__version__)"])


def print_about(program, modules=(), seed=None):
    """Machine, versions and seed, as figures without them say little."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    print(f"machine: {processor()}, {len(os.sched_getaffinity(0))} processors, {memory:.1f} GiB, "
          f"{platform.system()} {platform.release()} {platform.machine()}")
    ours = first_line([program, "--version"]) or f"{of_project(program)} (no version)"
    versions = [ours, f"Python {platform.python_version()}"]
    versions += [f"{module} {version}" for module in modules if (version := version_of(module))]
    print("versions: " + ", ".join(versions))
    if seed is not None:
        print(f"seed: {seed}")


def parser(text, runs=5):
    """An argument parser with the options that all scripts take."""
    out = argparse.ArgumentParser(description=text.splitlines()[0])
    out.add_argument("--runs", type=positive, default=runs, help=f"turns of each contender (default {runs})")
    out.add_argument("--threads", type=positive, default=len(os.sched_getaffinity(0)), help="of each (default: all)")
    out.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/khulasa")
    out.add_argument("-o", "--output", type=pathlib.Path, help="a CSV file; jobs measured now replace theirs in it")
    return out


def positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return value


def numbers(text):
    return [positive(number) for number in text.split(",")]


def main(function):
    """Ends a script with one line on stderr when a contender fails; a signal ends it, and all it began, likewise."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    try:
        sys.exit(function())
    except Failed as failure:
        sys.exit(str(failure))

#!/usr/bin/python3
"""The main job, whole process, beside the scikit-learn pipeline an analyst would write: interleaved runs, medians.

    bench/peers/main_job.py [--runs N] [--program build/release/bin/khulasa] [--input corpora/khemisset/proposals.csv]

Prints seconds and peak memory of both, and the ratio. Needs python3-sklearn; without it, only our own figures.
"""
import argparse
import importlib.util
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def run(command):
    """Wall seconds and peak resident MiB of one process, waited for by its own id."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.monotonic() - begin, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--program", default=ROOT / "build/release/bin/khulasa")
    parser.add_argument("--input", default=ROOT / "corpora/khemisset/proposals.csv")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        jobs = {"khulasa": [args.program, "condense", args.input, "-o", f"{scratch}/out", "--quiet"]}
        if importlib.util.find_spec("sklearn"):
            jobs["scikit-learn"] = [sys.executable, HERE / "sklearn_condense.py", args.input, f"{scratch}/peer.json"]
        else:
            print("scikit-learn is not installed (python3-sklearn): skipped")
        seconds, memory = {name: [] for name in jobs}, {name: 0 for name in jobs}
        for command in jobs.values():
            run(command)  # warm the page cache
        for _ in range(args.runs):
            for name, command in jobs.items():
                wall, peak = run(command)
                seconds[name].append(wall)
                memory[name] = max(memory[name], peak)
    for name, walls in seconds.items():
        print(f"{name:14} median {statistics.median(walls):7.4f} s   spread {min(walls):.4f}..{max(walls):.4f} s"
              f"   peak {memory[name]:6.1f} MiB")
    if len(jobs) == 2:
        ratio = statistics.median(seconds["scikit-learn"]) / statistics.median(seconds["khulasa"])
        print(f"ratio          {ratio:.1f} times faster ({args.runs} interleaved runs)")


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""The main job, whole process, beside the scikit-learn pipeline an analyst would write: interleaved runs, medians.

    bench/peers/main_job.py [--runs N] [--program build/release/bin/khulasa] [--input corpora/khemisset/proposals.csv]

Prints seconds and peak memory of both, and the ratio. Needs python3-sklearn; without it, only our own figures.
"""
import csv
import pathlib
import sys
import tempfile

import measure


def count_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def main():
    arguments = measure.parser(__doc__, runs=7)
    arguments.add_argument("--input", default=measure.ROOT / "corpora/khemisset/proposals.csv", type=pathlib.Path)
    args = arguments.parse_args()
    measure.print_about(args.program, ("numpy", "scipy", "sklearn"))
    with tempfile.TemporaryDirectory(prefix="khulasa-main-") as scratch:
        command = (args.program, "condense", args.input, "-o", f"{scratch}/out", "--threads", args.threads, "--quiet")
        players = [measure.Contender(measure.OURS, command, args.threads)]
        if measure.has("sklearn", "python3-sklearn", "scikit-learn"):
            command = (sys.executable, measure.HERE / "sklearn_condense.py", args.input, f"{scratch}/peer.json")
            players.append(measure.Contender("scikit-learn", command, args.threads))
        samples = measure.interleave(players, args.runs, warm=True)
    table = measure.Table()
    for player in players:
        table.add_processes(f"main job: {args.input.parent.name}", player, count_rows(args.input), samples[player.name])
    table.finish(args.output)


if __name__ == "__main__":
    measure.main(main)

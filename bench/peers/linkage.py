#!/usr/bin/python3
"""Average link of a matrix of distances: ours beside fastcluster, each in its own process.

    bench/peers/linkage.py [--rows 20000] [--kinds plane,uniform,sparse] [--bench BENCH_LINKAGE] [-o FILE.csv]

Both sides make the same matrix by one rule of integer hashes. Two jobs for each kind: "linkage alone", by the seconds
that each tells of itself, and "whole process". The sums of all heights must agree to 1e-4, as ours works in single
precision (half of the memory) and fastcluster in double; else the script fails. Both have one thread, as average link
has an order.
"""
import pathlib
import re
import sys

import measure

LINE = re.compile(r"^\w+ \d+, fill (\S+) s, linkage (\S+) s, heights (\S+)$", re.MULTILINE)
TOLERANCE = 1e-4
KINDS = ("plane", "uniform", "sparse")


def parse(sample):
    """(seconds of the linkage alone, sum of heights)."""
    found = LINE.search(sample.out)
    if not found:
        raise measure.Failed(f"no line of a linkage, but: {sample.out.strip()!r}")
    return float(found[2]), float(found[3])


def compare(args, table, n, kind, with_peer):
    players = [measure.Contender(measure.OURS, (args.bench, "--once", kind, n))]
    if with_peer:
        players.append(measure.Contender("fastcluster", (sys.executable, "-B", measure.HERE / "linkage_peer.py", kind, n)))
    samples = measure.interleave(players, args.runs)
    told = {name: [parse(sample) for sample in taken] for name, taken in samples.items()}
    heights = {name: pairs[0][1] for name, pairs in told.items()}
    for player in players:
        result = f"heights {heights[player.name]:.9g}"
        table.add(f"linkage {kind}: linkage alone", player.name, n, 1, [seconds for seconds, _ in told[player.name]],
                  max(sample.peak for sample in samples[player.name]), result)
        table.add_processes(f"linkage {kind}: whole process", player, n, samples[player.name], result)
    low, high = min(heights.values()), max(heights.values())
    return high - low <= TOLERANCE * high


def main():
    arguments = measure.parser(__doc__)
    arguments.add_argument("--rows", default="20000", type=measure.numbers)
    arguments.add_argument("--kinds", default=",".join(KINDS), type=lambda text: text.split(","))
    arguments.add_argument("--bench", default=measure.ROOT / "build/bench/bin/bench_linkage", type=pathlib.Path)
    args = arguments.parse_args()
    measure.print_about(args.program, ("numpy", "fastcluster"))
    with_peer = measure.has("fastcluster", "python3-fastcluster", "fastcluster")
    table = measure.Table()
    agreed = [compare(args, table, n, kind, with_peer) for n in args.rows for kind in args.kinds]
    table.finish(args.output)
    return 0 if all(agreed) else f"the sums of heights differ by more than {TOLERANCE:g} of themselves; see the table"


if __name__ == "__main__":
    measure.main(main)

#!/usr/bin/python3
"""All pairs of rows at or above a cosine: khulasa join beside the join without pruning, scipy, scikit-learn and FAISS.

    bench/peers/join.py [--rows 20000,100000] [--laws raw,mand] [--threshold 0.6] [--blocks A:B] [--without NAME,NAME]
                        [-o FILE.csv]

Two jobs for each law and number of rows: "index+join" by the seconds that each contender tells of itself, reading and
writing left out, and "whole process" by the clock outside. Ours reads text (.mtx) and writes all pairs; the peers
read a binary file and only count. Exact contenders must find the same number of pairs, but for pairs so near to the
threshold that rounding decides; else the script fails. --blocks does that share of the rows only in the join without
pruning, and extrapolates.
"""
import dataclasses
import json
import os
import pathlib
import re
import statistics
import sys
import tempfile

import measure

HERE = pathlib.Path(__file__).resolve().parent
SKLEARN_ROWS, LIBRARY_ROWS = 20000, 200000  # beyond these the libraries of Python take too long to be of use
NEAR = 2e-6  # of the threshold: single precision decides, and the order of sums
BLOCKS_FROM = 200000  # rows; below, what does not grow with the rows would be multiplied too
SEED = 7
OUR_LINE = re.compile(r"^join: read (\S+) s, index (\S+) s, join (\S+) s, write (\S+) s$", re.MULTILINE)
UNPRUNED_LINE = re.compile(r"^(\d+) pairs at \S+, (\S+) s, \d+ threads", re.MULTILINE)
UNPRUNED_BLOCKS = re.compile(r"^blocks .*; by them all would take (\S+) s and find (\d+) pairs$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Own:
    """What a contender tells of itself."""
    seconds: float  # index and join
    pairs: int
    near: int = None  # pairs about which rounding decides
    sampled: bool = False


def parse_join_line(err):
    """{"read": seconds, "index", "join", "write"} of what khulasa join writes to stderr."""
    found = OUR_LINE.search(err)
    if not found:
        raise measure.Failed("khulasa join told no stages (join: read R s, index I s, join J s, write W s), but: "
                             f"{err.strip()!r}")
    return dict(zip(("read", "index", "join", "write"), map(float, found.groups())))


def count_pairs(path, threshold):
    """(pairs, those within NEAR of the threshold) of a file i<TAB>j<TAB>score; Failed when a line is none."""
    pairs = near = 0
    with open(path, encoding="ascii") as file:
        for line in file:
            fields = line.split("\t")
            if len(fields) != 3 or int(fields[0]) >= int(fields[1]):
                raise measure.Failed(f"{path}, line {pairs + 1}: {line.strip()!r} is no pair i<TAB>j<TAB>score with i < j")
            pairs += 1
            near += abs(float(fields[2]) - threshold) <= NEAR
    return pairs, near


def parse_unpruned(out):
    found, blocks = UNPRUNED_LINE.search(out), UNPRUNED_BLOCKS.search(out)
    if not found:
        raise measure.Failed(f"unpruned_join told no pairs and seconds, but: {out.strip()!r}")
    if blocks:
        return Own(float(blocks[1]), int(blocks[2]), sampled=True)
    return Own(float(found[2]), int(found[1]))


def parse_library(out):
    told = json.loads(out)
    return Own(sum(seconds for stage, seconds in told["seconds"].items() if stage != "read"), told["pairs"], told["near"])


def judge(counts, near):
    """(whether exact contenders agree, a line about it). counts {name: pairs}; near: those about which rounding decides."""
    low, high = min(counts.values()), max(counts.values())
    told = ", ".join(f"{name} {pairs}" for name, pairs in counts.items())
    if low == high:
        return True, f"the same number of pairs: {told}"
    if high - low <= near:
        return True, (f"{high - low} pairs apart, {near} are within {NEAR:g} of the threshold, where rounding decides: "
                      f"{told}")
    return False, f"NOT the same pairs: {told}; only {near} are within {NEAR:g} of the threshold"


class Files:
    """Programs and rows of a run, in a folder that goes with it."""

    def __init__(self, folder, shared, sampled):
        self.folder, self.shared = pathlib.Path(folder), shared
        self.rows_script = self.of_others("zipf_rows.py") or HERE / "zipf_rows.py"
        source = None if sampled else self.of_others("unpruned_join.c")
        if sampled and shared:
            print("--blocks: the join without pruning is ours, as that of KHULASA_SHARED does all rows only")
        self.unpruned = self.compile(source or HERE / "unpruned_join.c")

    def of_others(self, name):
        path = self.shared / "peers" / name if self.shared else None
        return path if path and path.exists() else None

    def compile(self, source):
        compiler = os.environ.get("CC", "cc")
        out = self.folder / "unpruned_join"
        measure.run([compiler, "-O3", "-march=native", "-fopenmp", source, "-o", out, "-lm"])
        print(f"join without pruning: {measure.of_whom(source)}, {measure.first_line([compiler, '--version'])}, "
              "-O3 -march=native -fopenmp")
        return out

    def make_rows(self, n, law):
        """Path without its ending; .binr and .mtx hold the same rows."""
        out = self.folder / f"{law}-{n}"
        told = measure.run([sys.executable, "-B", self.rows_script, n, law, out]).out.strip()
        print(f"\nrows, {measure.of_whom(self.rows_script)}: {told}")
        if not out.with_suffix(".mtx").exists():
            import zipf_rows
            zipf_rows.write_mtx(out.with_suffix(".mtx"), *zipf_rows.read_binr(out.with_suffix(".binr")))
        return out

    def drop_rows(self, rows):
        for path in self.folder.glob(rows.name + ".*"):
            path.unlink()


def libraries(without):
    """{name: (kind, most rows, exact)} of the peers of Python that are installed."""
    out = {}
    if measure.has("scipy", "python3-scipy", "scipy product"):
        out["scipy"] = ("scipy", LIBRARY_ROWS, True)
    if measure.has("sklearn", "python3-sklearn", "scikit-learn NearestNeighbors, and the LSA for FAISS"):
        out["scikit-learn"] = ("sklearn", SKLEARN_ROWS, True)
        if measure.has("faiss", "python3-faiss", "FAISS flat and HNSW"):
            out["faiss-flat"], out["faiss-hnsw"] = ("flat", LIBRARY_ROWS, False), ("hnsw", LIBRARY_ROWS, False)
    return {name: peer for name, peer in out.items() if name not in without}


def contenders(args, files, rows, n, peers):
    """{contender: how to read what it told, None for ours}."""
    binr, pairs, threads = f"{rows}.binr", f"{rows}.pairs", args.threads
    ours = measure.Contender(measure.OURS, (args.program, "join", f"{rows}.mtx", "--threshold", args.threshold, "--threads",
                                            threads, "-o", pairs), threads)
    out = {measure.OURS: (ours, lambda sample: read_ours(sample, pairs, args.threshold))} if args.with_ours else {}
    if "unpruned" not in args.without:
        share = ("--blocks", args.blocks) if args.blocks and n >= BLOCKS_FROM else ()
        command = (files.unpruned, binr, args.threshold, threads, *share)
        out["unpruned"] = measure.Contender("unpruned", command, threads), lambda sample: parse_unpruned(sample.out)
    for name, (kind, most, _) in peers.items():
        if n > most:
            print(f"skipped: {name} of {n} rows (up to {most} only)")
            continue
        command = (sys.executable, "-B", HERE / "rows_peer.py", kind, binr, args.threshold, threads)
        out[name] = measure.Contender(name, command, threads), lambda sample: parse_library(sample.out)
    return out


def read_ours(sample, pairs, threshold):
    seconds = parse_join_line(sample.err)
    return Own(seconds["index"] + seconds["join"], *count_pairs(pairs, threshold))


def describe(name, own, exact_pairs, peers):
    if own.sampled:
        return f"about {own.pairs} pairs; all seconds and pairs extrapolated from a share of the rows"
    if name in peers and not peers[name][2]:
        return f"{own.pairs} of {exact_pairs} pairs, recall {own.pairs / exact_pairs if exact_pairs else 1:.4f}"
    return f"{own.pairs} pairs"


def compare(args, files, table, n, law, peers):
    rows = files.make_rows(n, law)
    players = contenders(args, files, rows, n, peers)
    samples = measure.interleave([contender for contender, _ in players.values()], args.runs)
    own = {name: [read(sample) for sample in samples[name]] for name, (_, read) in players.items()}
    exact = {name: told[0].pairs for name, told in own.items()
             if not told[0].sampled and (name not in peers or peers[name][2])}
    near = max(told[0].near or 0 for told in own.values())
    agreed, line = judge(exact, near) if exact else (True, "no exact contender found all pairs")
    print(line)
    for name, (contender, _) in players.items():
        result = describe(name, own[name][0], next(iter(exact.values()), 0), peers)
        peak = max(sample.peak for sample in samples[name])
        table.add(f"join {law} {args.threshold:g}: index+join", name, n, contender.threads,
                  [told.seconds for told in own[name]], peak, result)
        if not own[name][0].sampled:
            table.add_processes(f"join {law} {args.threshold:g}: whole process", contender, n, samples[name], result)
    if args.with_ours:
        print_stages(samples[measure.OURS])
    files.drop_rows(rows)
    return agreed


def print_stages(samples):
    stages = [parse_join_line(sample.err) for sample in samples]
    print("ours by stage, medians: " + ", ".join(f"{stage} {statistics.median(told[stage] for told in stages):.3f} s"
                                                 for stage in stages[0]))


def parse_arguments():
    arguments = measure.parser(__doc__)
    arguments.add_argument("--rows", default="20000,100000", type=measure.numbers)
    arguments.add_argument("--laws", default="raw,mand", type=lambda text: text.split(","))
    arguments.add_argument("--threshold", default=0.6, type=float)
    arguments.add_argument("--blocks", help=f"of the join without pruning, from {BLOCKS_FROM} rows on, a share A:B of "
                                            "0:100 only; 0:10 is a tenth")
    arguments.add_argument("--without", default="", type=lambda text: text.split(","),
                           help="unpruned, scipy, scikit-learn, faiss-flat, faiss-hnsw")
    arguments.add_argument("--shared", default=os.environ.get("KHULASA_SHARED") or None, type=pathlib.Path,
                           help="a folder whose peers/ holds rows and join of others, used instead of ours")
    return arguments.parse_args()


def main():
    args = parse_arguments()
    measure.print_about(args.program, ("numpy", "scipy", "sklearn", "faiss"), SEED)
    if not measure.has("numpy", "python3-numpy", "all of join.py, whose rows it draws"):
        return 0
    args.with_ours = measure.has_command(args.program, "join")
    peers = libraries(args.without)
    table, agreed = measure.Table(), True
    with tempfile.TemporaryDirectory(prefix="khulasa-join-") as folder:
        files = Files(folder, args.shared, args.blocks)
        for n in args.rows:
            for law in args.laws:
                agreed = compare(args, files, table, n, law, peers) and agreed
    table.finish(args.output)
    return 0 if agreed else "exact contenders do not find the same pairs; see above"


if __name__ == "__main__":
    measure.main(main)

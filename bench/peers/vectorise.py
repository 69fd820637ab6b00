#!/usr/bin/python3
"""Texts to rows of words and character n-grams: our analysis and TF-IDF beside scikit-learn's TfidfVectorizer.

    bench/peers/vectorise.py [--rows 20000,100000] [--input FILE.csv]... [--bench BENCH_VECTORISE] [-o FILE.csv]

Ours does more for its words: it normalises, finds places, numbers and stems, and counts stems, where scikit-learn
counts what a regular expression finds in lower case. N-grams are those of 3 to 5 characters inside words on both
sides, ours of the folded text. scikit-learn gets three forms with as many processes as we get threads: "single"
(fit_transform, one process), "spaces" (words in one process, n-grams in another) and "halves" (fitted in one process,
halves of the texts transformed in two). Before anything is timed, scikit-learn counts the n-grams of our keys: their
terms and entries must be the same as ours.
"""
import json
import pathlib
import re
import statistics
import sys
import tempfile

import measure
import texts

LINE = re.compile(r"^\d+ texts, open (\S+) s, read (\S+) s, analyse and count (\S+) s, rows (\S+) s, words (\d+) "
                  r"terms (\d+) entries, n-grams (\d+) terms (\d+) entries$", re.MULTILINE)
STAGES = ("open", "read", "count", "rows")


def parse_ours(out):
    """({stage: seconds}, {space: [terms, entries]})."""
    found = LINE.search(out)
    if not found:
        raise measure.Failed(f"bench_vectorise told no stages, but: {out.strip()!r}")
    numbers = list(map(int, found.groups()[len(STAGES):]))
    return dict(zip(STAGES, map(float, found.groups()))), {"words": numbers[:2], "n-grams": numbers[2:]}


def parse_peer(out):
    told = json.loads(out)
    return told["seconds"], {"words": told["words"], "n-grams": told["n-grams"]}


def say_stages(seconds_of_runs):
    medians = {stage: statistics.median(run[stage] for run in seconds_of_runs) for stage in seconds_of_runs[0]}
    return ", ".join(f"{stage} {seconds:.3f}" for stage, seconds in medians.items())


def check_keys(args, path, folder):
    """Whether scikit-learn finds the n-grams in our keys that we find."""
    keys = folder / "keys"
    _, ours = parse_ours(measure.run([args.bench, args.models, path, args.threads, keys]).out)
    peer = json.loads(measure.run([sys.executable, "-B", measure.HERE / "vectorise_peer.py", "keys", keys, 1]).out)
    terms, entries = ours["n-grams"]
    print(f"n-grams of the keys: {terms} terms, {entries} entries; as scikit-learn counts them: {peer['n-grams']}")
    return peer["n-grams"] == ours["n-grams"]


def compare(args, table, n, folder, forms):
    path = folder / f"{n}.csv"
    texts.write_csv(path, texts.gather(args, n))
    same = check_keys(args, path, folder) if forms else True
    players = [measure.Contender(measure.OURS, (args.bench, args.models, path, args.threads), args.threads)]
    for form in forms:
        command = (sys.executable, "-B", measure.HERE / "vectorise_peer.py", form, path, args.threads)
        players.append(measure.Contender(f"scikit-learn {form}", command, 1 if form == "single" else args.threads))
    samples = measure.interleave(players, args.runs)
    for player in players:
        parse = parse_ours if player.name == measure.OURS else parse_peer
        told = [parse(sample.out) for sample in samples[player.name]]
        sizes = "; ".join(f"{space} {terms} terms {entries} entries" for space, (terms, entries) in told[0][1].items())
        stages = [seconds for seconds, _ in told]
        print(f"{player.name}, seconds by stage: {say_stages(stages)}")
        left_out = ("open", "read")
        table.add("vectorise: texts to rows", player.name, n, player.threads,
                  [sum(value for stage, value in seconds.items() if stage not in left_out) for seconds in stages],
                  max(sample.peak for sample in samples[player.name]), sizes)
        table.add_processes("vectorise: whole process", player, n, samples[player.name])
    return same


def main():
    arguments = measure.parser(__doc__)
    texts.add_options(arguments)
    arguments.add_argument("--rows", default="20000,100000", type=measure.numbers)
    arguments.add_argument("--bench", default=measure.ROOT / "build/bench/bin/bench_vectorise", type=pathlib.Path)
    arguments.add_argument("--models", type=pathlib.Path, help="default: those of the build of --bench")
    args = arguments.parse_args()
    args.models = args.models or args.bench.parent.parent / "share/khulasa/khulasa.models"
    measure.print_about(args.program, ("numpy", "scipy", "sklearn"), args.seed)
    forms = ("single", "spaces", "halves") if measure.has("sklearn", "python3-sklearn", "scikit-learn") else ()
    table = measure.Table()
    with tempfile.TemporaryDirectory(prefix="khulasa-vectorise-") as folder:
        same = [compare(args, table, n, pathlib.Path(folder), forms) for n in args.rows]
    table.finish(args.output)
    return 0 if all(same) else "scikit-learn does not find our n-grams in our keys; see above"


if __name__ == "__main__":
    measure.main(main)

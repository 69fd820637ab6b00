#!/usr/bin/python3
"""What LSA adds to the exact nearest in words and concepts: pairs of one demand that either proposes.

    bench/quality/lsa.py [--bench build/bench/bin/bench_lsa] [--dims 64,128,256] [--corpora DIR] [--shared DIR]
                         [-o bench/results/lsa.csv]

Pairs are those of one gold value in each collection, in all of them as one, and the same questions of
DIR/data/question-pairs (figures only, never a text). A pair is found when one of it is among the k nearest of the other.
`either` proposes up to 2 k, so the exact nearest 2 k stand beside it. Seconds are told on the screen, not in the table.
"""
import csv
import itertools
import pathlib
import subprocess
import sys
import tempfile

import common

COLUMNS = ["input", "rows", "pairs", "dims", "k", "exact", "lsa", "either", "exact_2k"]


def gold_pairs(path, first=0):
    """([text], [(number, number)]) of a collection with gold, numbered from first."""
    rows = common.read_rows(path)
    groups = {}
    for number, row in enumerate(rows, first):
        if row["gold"]:
            groups.setdefault(row["gold"], []).append(number)
    pairs = [pair for members in groups.values() for pair in itertools.combinations(members, 2)]
    return [row["text"] for row in rows], pairs


def question_pairs(path):
    numbers, pairs = {}, []
    for row in common.read_rows(path):
        a, b = (numbers.setdefault(row[name], len(numbers)) for name in ("question1", "question2"))
        if row["label"] == "1" and a != b:
            pairs.append((a, b))
    return list(numbers), pairs


def inputs(args):
    """(name, texts, pairs) of everything that is there."""
    all_texts, all_pairs = [], []
    for name, path in common.find_corpora(args.corpora).items():
        yield name, *gold_pairs(path)
        texts, pairs = gold_pairs(path, len(all_texts))
        all_texts += texts
        all_pairs += pairs
    yield "all collections", all_texts, all_pairs
    path = common.shared_or_skip(args.shared, "data", "question-pairs", "pairs.csv")
    if path is not None:
        yield "question-pairs", *question_pairs(path)


def measure(args, folder, texts, pairs, dims):
    """(the table of one run, the line about its time)."""
    with open(folder / "texts.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("id", "text"))
        table.writerows(enumerate(texts))
    (folder / "pairs.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in pairs), encoding="utf-8")
    models = args.bench.parent.parent / "share/khulasa/khulasa.models"
    done = subprocess.run([args.bench, models, folder / "texts.csv", folder / "pairs.tsv", str(dims)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.strip())
    lines = done.stdout.splitlines()
    return lines[0].split()[0], [line.split("\t") for line in lines[2:-1]], lines[-1]


def main():
    arguments = common.parser(__doc__, "lsa.csv")
    common.add_corpora(arguments)
    common.add_shared(arguments)
    arguments.add_argument("--bench", default=common.ROOT / "build/bench/bin/bench_lsa", type=pathlib.Path)
    arguments.add_argument("--dims", default="64,128,256", type=lambda text: [int(n) for n in text.split(",")])
    args = arguments.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="khulasa-lsa-") as folder:
        for name, texts, pairs in inputs(args):
            for dims in args.dims:
                n_pairs, figures, about = measure(args, pathlib.Path(folder), texts, pairs, dims)
                print(f"{name}: {about}")
                rows += [[name, len(texts), n_pairs, dims, *figure] for figure in figures]
    with open(args.output, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(rows)
    for row in [COLUMNS, *rows]:
        print(*row, sep="\t")


if __name__ == "__main__":
    main()

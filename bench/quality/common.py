"""What the scripts of this folder share: the program, collections, tables, and figures of pairs."""
import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HELD_OUT = ("unseen", "unseen-neighbours")  # collections that nothing is trained on
BINS = 10  # of probability, as in khulasa train match


def parser(text, default_output=None):
    """An argument parser with the options that all scripts take."""
    out = argparse.ArgumentParser(description=text.splitlines()[0])
    out.add_argument("--program", default=ROOT / "build/release/bin/khulasa", type=pathlib.Path)
    if default_output is not None:
        out.add_argument("-o", "--output", default=ROOT / "bench/results" / default_output, type=pathlib.Path)
    return out


def add_corpora(arguments):
    arguments.add_argument("--corpora", default=ROOT / "corpora", type=pathlib.Path)


def add_shared(arguments):
    arguments.add_argument("--shared", default=os.environ.get("KHULASA_SHARED") or None, type=pathlib.Path,
                           help="the folder that holds data/ (default: the environment's KHULASA_SHARED)")


def shared_or_skip(shared, *parts):
    """The path below shared, or None after a line that says what was skipped."""
    if shared is None:
        print(f"skipped: {'/'.join(parts)} (name the folder that holds it with --shared or KHULASA_SHARED)")
        return None
    path = shared.joinpath(*parts)
    if not path.exists():
        print(f"skipped: there is no {path}")
        return None
    return path


def khulasa(program, *words):
    """Standard output of one call; the whole script ends with the program's own words when it fails."""
    try:
        done = subprocess.run([program, *words, "--quiet", "--lang", "en"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", check=False)
    except OSError as error:
        sys.exit(f"{program} cannot be run ({error.strerror}); build it first, or name it with --program")
    if done.returncode != 0:
        sys.exit(f"{words[0]} failed with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def commands(program):
    """The names of the program's commands, as its help lists them."""
    return {line.split()[0] for line in khulasa(program, "--help").splitlines() if line.startswith("  ")}


def read_rows(path, delimiter=","):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def find_corpora(folder):
    """{name: path} of every collection with a gold column, by name."""
    found = {}
    for path in sorted(folder.glob("*/proposals.csv")):
        with open(path, encoding="utf-8-sig", newline="") as file:
            if "gold" in next(csv.reader(file), []):
                found[path.parent.name] = path
    return found


def find_lessons(folder):
    """The files of lessons that the shipped model is trained with beside the collections."""
    return sorted([*folder.glob("titles/lessons.csv"), *folder.glob("neighbours/*.csv")])


def own_axes(path):
    """The option for a collection whose axes are not the shipped ones: axes.tsv beside it."""
    axes = path.parent / "axes.tsv"
    return ["--axes", axes] if axes.exists() else []


def evaluate(program, path, *words):
    return json.loads(khulasa(program, "evaluate", path, "--gold", "gold", "--json", *words))


def judge_pairs(program, pairs):
    """Probability and verdict of each (text, text), by khulasa compare --pairs."""
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch, "pairs.tsv")
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            for number, pair in enumerate(pairs):
                file.write("\t".join([str(number), *map(one_line, pair)]) + "\n")
        lines = khulasa(program, "compare", "--pairs", path, "--json").splitlines()
    judged = [json.loads(line) for line in lines]
    if [row["id"] for row in judged] != [str(number) for number in range(len(pairs))]:
        sys.exit("compare --pairs did not answer each pair in its order")
    return [(row["probability"], row["verdict"]) for row in judged]


def one_line(text):
    """Text for a field of a file of pairs, which knows no quoting."""
    return " ".join(text.split()) or "-"


def auc(positive, negative):
    """Share of (positive, negative) in which the positive scores higher, ties by half (Mann-Whitney)."""
    if not positive or not negative:
        return None
    ranked = sorted([(score, 1) for score in positive] + [(score, 0) for score in negative])
    rank_sum, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        rank_sum += sum(label for _, label in ranked[at:end]) * (at + 1 + end) / 2
        at = end
    n = len(positive)
    return (rank_sum - n * (n + 1) / 2) / (n * len(negative))


def precision_recall_f1(hits, said, true):
    precision, recall = hits / said if said else 0.0, hits / true if true else 0.0
    return precision, recall, 2 * hits / (said + true) if said + true else 0.0


def best_f1(scores, labels):
    """Best F1 over all thresholds, and the threshold: pairs at or above it are the same."""
    ranked = sorted(zip(scores, labels), reverse=True)
    best, hits = (0.0, 1.0), 0
    for said, (score, label) in enumerate(ranked, 1):
        hits += label
        if said < len(ranked) and ranked[said][0] == score:
            continue
        best = max(best, (precision_recall_f1(hits, said, sum(labels))[2], score))
    return best


def calibration_error(scores, labels):
    """Mean |observed share - mean probability| over ten bins, weighted by pairs."""
    gap = [0.0] * BINS
    for score, label in zip(scores, labels):
        gap[min(int(score * BINS), BINS - 1)] += score - label
    return sum(map(abs, gap)) / len(scores) if scores else None


def shown(value):
    return "" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)


def write_table(path, columns, rows):
    """A table of rows, each a dict of columns; the file appears whole. Bytes depend on the rows only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    with open(beside, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        for row in rows:
            table.writerow([shown(row.get(column)) for column in columns])
    beside.replace(path)
    print(f"written to {path}")


def print_table(columns, rows):
    cells = [list(columns)] + [[shown(row.get(column)) for column in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells)]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())

"""Short proposals in any number, for measurements of time: those of collections, then new ones made of their halves.

A text beyond those that the collections hold is the first half of the words of one and the second half of another,
drawn by a seed. So words keep their frequencies and no text stands twice but by chance; no figure of quality may be
taken on them.
"""
import csv
import random
import sys

import measure

csv.field_size_limit(sys.maxsize)


def read_texts(paths):
    texts = []
    for path in paths:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "text" not in (rows.fieldnames or []):
                raise measure.Failed(f"{path} has no column text; name a CSV file with one, with --input")
            texts += [row["text"] for row in rows if (row["text"] or "").strip()]
    if not texts:
        raise measure.Failed("there is no text in " + ", ".join(map(str, paths)))
    return texts


def halves(texts, n, seed):
    """n texts: those given, as far as they go, then such as are made of two."""
    draw, out = random.Random(seed), texts[:n]
    words = [text.split() for text in texts]
    while len(out) < n:
        head, tail = draw.choice(words), draw.choice(words)
        out.append(" ".join(head[:(len(head) + 1) // 2] + tail[len(tail) // 2:]))
    return out


def write_csv(path, texts, first=1):
    """id and text alone: without a city, so that all proposals of a file are of one."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("id", "text"))
        table.writerows((f"P{number}", text) for number, text in enumerate(texts, first))


def add_options(arguments):
    arguments.add_argument("--input", action="append", help="CSV files with a column text (default: all of corpora/)")
    arguments.add_argument("--seed", type=int, default=7)


def gather(args, n):
    """n texts of the files asked for, and a line about them."""
    paths = args.input or sorted(measure.ROOT.glob("corpora/*/proposals.csv"))
    written = read_texts(paths)
    print(f"{n} texts: {min(n, len(written))} as written, {max(0, n - len(written))} made of the halves of two")
    return halves(written, n, args.seed)

#!/usr/bin/python3
"""The same sentence in another language or script: nearest Arabic neighbour, before and after concepts.

    bench/quality/topics.py [--program P] [--shared DIR] [--models FOLDER] [--split dev]
                            [-o bench/results/topics.csv]

Reads DIR/data/topics/VARIETY/SPLIT.tsv (index_id, category, text). For each sentence of a variety, khulasa similar
looks for its twin (the same index_id) among the Standard Arabic ones: P@1, and the mean reciprocal rank within the
nearest 50. `before` is the same program with models that hold no concepts. Only figures are written, never a text.
"""
import csv
import json
import pathlib
import re
import shutil
import tempfile

import common

COLUMNS = ["from", "to", "sentences", "concepts", "p_at_1", "mrr"]
TARGET = "arb_Arab"
VARIETIES = ["fra_Latn", "arb_Latn", "ary_Arab", "aeb_Arab"]
NEAREST = 50


def keep_lines(path, keep):
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(line + "\n" for line in lines if keep(line)), encoding="utf-8")


def without_concepts(folder, scratch):
    """A folder of models in which no word has a concept, and nothing refers to one."""
    models = pathlib.Path(scratch, "models")
    shutil.copytree(folder, models)
    for path in (models / "concepts").glob("*.tsv"):
        keep_lines(path, lambda line: line.startswith("#"))
    keep_lines(models / "authorities" / "concerns.tsv",
               lambda line: line.startswith("#") or not line.startswith("concept") and len(line.split("\t")) < 8)
    for path in (models / "axes").glob("*.tsv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        bare = [line if line.startswith("#") else re.sub(r"\|?@\w+", "", line) for line in lines]
        path.write_text("".join(line + "\n" for line in bare), encoding="utf-8")
    return models


def write_collection(source, target):
    """The sentences as proposals of one city each, so that no axis, place or association stands beside them."""
    rows = common.read_rows(source, "\t")
    with open(target, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "text"])
        table.writerows((row["index_id"], row["text"]) for row in rows)
    return len(rows)


def ranks(program, variety, target, models):
    """The rank of each sentence's twin among its nearest, 0 where it is not among them."""
    words = ["similar", variety, "--against", target, "-k", str(NEAREST), "--json", "--models", models]
    for line in common.khulasa(program, *words).splitlines():
        row = json.loads(line)
        ids = [match["id"] for match in row["matches"]]
        yield ids.index(row["id"]) + 1 if row["id"] in ids else 0


def measure(args, folder, scratch):
    target, source = pathlib.Path(scratch, "target.csv"), pathlib.Path(scratch, "source.csv")
    write_collection(folder / TARGET / f"{args.split}.tsv", target)
    models = {"before": without_concepts(args.models, scratch), "after": args.models}
    for variety in VARIETIES:
        n = write_collection(folder / variety / f"{args.split}.tsv", source)
        for concepts, path in models.items():
            found = list(ranks(args.program, source, target, path))
            yield {"from": variety, "to": TARGET, "sentences": n, "concepts": concepts,
                   "p_at_1": sum(rank == 1 for rank in found) / n,
                   "mrr": sum(1 / rank for rank in found if rank) / n}


def main():
    arguments = common.parser(__doc__, "topics.csv")
    common.add_shared(arguments)
    arguments.add_argument("--models", default=common.ROOT / "models", type=pathlib.Path)
    arguments.add_argument("--split", default="dev", choices=["dev", "train"])
    args = arguments.parse_args()
    folder = common.shared_or_skip(args.shared, "data", "topics")
    if folder is None:
        return
    if "similar" not in common.commands(args.program):
        print(f"skipped: topics ({args.program} has no command similar)")
        return
    with tempfile.TemporaryDirectory() as scratch:
        rows = list(measure(args, folder, scratch))
    common.write_table(args.output, COLUMNS, rows)
    common.print_table(COLUMNS, rows)


if __name__ == "__main__":
    main()

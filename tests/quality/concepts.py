"""Concepts know titles that nobody on this project wrote, and more than its collections say.

    concepts.py PROGRAM SOURCE_DIR

At least 60 % of the content tokens of titles of questions in parliament (word features of full weight) carry a concept, and at
least half of the sets occur in no collection. The titles are read from $KHULASA_SHARED/data, or ../shared/data beside the
checkout; without them the first figure is skipped (exit 77), the second holds all the same.
"""
import bisect
import csv
import json
import os
import pathlib
import subprocess
import sys

PROGRAM, SOURCE = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
LEAST_COVERED, LEAST_UNHEARD, SKIPPED = 0.60, 0.50, 77
TITLES = pathlib.Path("data", "parliament-questions", "questions.csv")


def texts(path):
    """The texts of a file, each on a line and ended, so that no phrase reaches into the next."""
    with open(path, encoding="utf-8", newline="") as file:
        return [" ".join(row["text"].split()) + " ." for row in csv.DictReader(file)]


def features(lines):
    call = [PROGRAM, "analyze", "-", "--json", "--models", SOURCE / "models"]
    done = subprocess.run(call, input="\n".join(lines).encode(), stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)["features"]


def reaches(concepts):
    """Begin and end of what concepts cover, overlaps joined, ascending."""
    spans = []
    for begin, end in sorted((f["begin"], f["end"]) for f in concepts):
        if spans and begin <= spans[-1][1]:
            spans[-1][1] = max(end, spans[-1][1])
        else:
            spans.append([begin, end])
    return spans


def coverage(found):
    """Content tokens, and how many of them a concept covers."""
    spans = reaches(f for f in found if f["kind"] == "concept")
    begins = [begin for begin, _ in spans]
    words = [f for f in found if f["kind"] == "word" and f["weight"] >= 1]
    held = 0
    for word in words:
        at = bisect.bisect_right(begins, word["begin"]) - 1
        held += at >= 0 and word["end"] <= spans[at][1]
    return len(words), held


def known_sets():
    ids = set()
    for path in (SOURCE / "models/concepts").glob("*.tsv"):
        with open(path, encoding="utf-8") as file:
            ids |= {line.split("\t")[0] for line in file if line.strip() and not line.startswith("#")}
    return ids


def main():
    ours = [line for path in sorted(SOURCE.glob("corpora/*/proposals.csv")) for line in texts(path)]
    sets, heard = known_sets(), {f["name"] for f in features(ours) if f["kind"] == "concept"}
    if not heard <= sets:
        sys.exit(f"concepts that no file names: {sorted(heard - sets)[:5]}")
    unheard = 1 - len(heard) / len(sets)
    print(f"sets {len(sets)}, in no collection {unheard:.3f} (at least {LEAST_UNHEARD:.2f})")
    if unheard < LEAST_UNHEARD:
        sys.exit("too many of the sets stand in a collection of this project")
    shared = pathlib.Path(os.environ.get("KHULASA_SHARED") or SOURCE.parent / "shared")
    if not (shared / TITLES).is_file():
        print(f"skipped: {TITLES} (name the folder that holds it with KHULASA_SHARED)")
        sys.exit(SKIPPED)
    words, held = coverage(features(texts(shared / TITLES)))
    print(f"content tokens of titles {words}, with a concept {held / words:.3f} (at least {LEAST_COVERED:.2f})")
    if held < LEAST_COVERED * words:
        sys.exit("the concepts cover too few of the titles")


if __name__ == "__main__":
    main()

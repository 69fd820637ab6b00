#!/usr/bin/env python3
"""Title to ministry on questions of the House of Representatives, split by time.

    parliament.py PROGRAM [--data QUESTIONS.csv] [--inner] [--no-peer]

Trains on all but the latest 20 % by date, tests on those, with `khulasa train axes --column ministry` and with
scikit-learn (authority_peer.py) on the same files. --inner does the same within the earlier 80 %, for choosing
settings without a look at the latest. The data is not part of this repository; without it the measurement is
skipped with a line that says so. Nothing of it is kept.
"""
import argparse
import csv
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def split(path, inner):
    with open(path, encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["date"], row["id"]))
    cut = len(rows) * 8 // 10
    if inner:
        rows = rows[:cut]
        cut = len(rows) * 8 // 10
    return rows[:cut], rows[cut:]


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "ministry", "text"])
        out.writerows([row["id"], row["ministry"], row["text"]] for row in rows)


def ours(program, train, test, folder):
    done = subprocess.run(
        [program, "train", "axes", train, "--column", "ministry", "--test", test, "--folds", "0",
         "-o", os.path.join(folder, "model.tsv"), "--lang", "en"],
        check=True, capture_output=True, text=True)
    line = next(line for line in done.stdout.splitlines() if line.endswith("accuracy on the test"))
    return float(line.split()[0])


def peer(train, test):
    done = subprocess.run([sys.executable, os.path.join(HERE, "authority_peer.py"), train, test],
                          capture_output=True, text=True)
    if done.returncode != 0:
        print("peer: skipped, scikit-learn is not to be had here")
        return None
    print(done.stdout, end="")
    return max(float(line.split("\t")[1]) for line in done.stdout.splitlines())


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--data", default=os.environ.get("KHL_PARLIAMENT_QUESTIONS", ""))
    options.add_argument("--inner", action="store_true")
    options.add_argument("--no-peer", action="store_true")
    args = options.parse_args()
    if not os.path.exists(args.data):
        print("parliament: skipped; name the questions with --data or KHL_PARLIAMENT_QUESTIONS")
        return
    with tempfile.TemporaryDirectory() as folder:
        train, test = (os.path.join(folder, name) for name in ("train.csv", "test.csv"))
        learnt, judged = split(args.data, args.inner)
        write(train, learnt)
        write(test, judged)
        print(f"trained on {len(learnt)}, tested on {len(judged)} from {judged[0]['date']}")
        best = None if args.no_peer else peer(train, test)
        share = ours(args.program, train, test, folder)
        print(f"khulasa\t{share:.4f}")
        if best is not None:
            print(f"ahead of the best peer by\t{share - best:+.4f}")


if __name__ == "__main__":
    main()

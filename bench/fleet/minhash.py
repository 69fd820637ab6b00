#!/usr/bin/python3
"""What MinHash before the exact join would lose: recall of its bands against the pairs of khulasa join.

minhash.py PROPOSALS.csv PAIRS.tsv [--permutations 128]. PAIRS.tsv is that of `khulasa join PROPOSALS.csv
--threshold T`; texts are taken as sets of words. Prints, for each number of rows in a band, the share of the exact
pairs that meet in some bucket, and the candidates that buckets make.
"""
import argparse
import csv
import re
import time
import zlib

import numpy as np

PRIME = np.uint64((1 << 31) - 1)  # products of two numbers below it fit 64 bits


def read_sets(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {zlib.crc32(word.encode()) % int(PRIME) for word in re.findall(r"\w+", row["text"])} or {0}


def sign(sets, n, seed=1):
    random = np.random.default_rng(seed)
    a = random.integers(1, int(PRIME), n, dtype=np.uint64)[:, None]
    b = random.integers(0, int(PRIME), n, dtype=np.uint64)[:, None]
    return np.array([((a * np.fromiter(s, np.uint64, len(s)) + b) % PRIME).min(axis=1) for s in sets])


def band_keys(signatures, rows):
    """[bands x documents]: documents with one key in a band share its bucket."""
    keys = []
    for at in range(0, signatures.shape[1] - rows + 1, rows):
        _, key = np.unique(signatures[:, at:at + rows], axis=0, return_inverse=True)
        keys.append(key.ravel())
    return np.array(keys)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("proposals")
    parser.add_argument("pairs")
    parser.add_argument("--permutations", type=int, default=128)
    args = parser.parse_args()
    pairs = np.loadtxt(args.pairs, usecols=(0, 1), dtype=np.int64, ndmin=2)
    begin = time.monotonic()
    signatures = sign(read_sets(args.proposals), args.permutations)
    spent = time.monotonic() - begin
    print(f"{len(signatures)} texts, {len(pairs)} exact pairs, signatures {spent / len(signatures) * 1e6:.0f} us each")
    for rows in (1, 2, 3, 4, 6, 8):
        keys = band_keys(signatures, rows)
        met = np.zeros(len(pairs), bool)
        made = 0
        for key in keys:
            met |= key[pairs[:, 0]] == key[pairs[:, 1]]
            counts = np.bincount(key).astype(np.int64)
            made += int((counts * (counts - 1) // 2).sum())
        print(f"{len(keys):3} bands of {rows}: recall {met.mean():.4f}, {made} candidates in all bands")


if __name__ == "__main__":
    main()

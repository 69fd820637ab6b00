#!/usr/bin/python3
"""Average link by fastcluster on the matrix of bench_linkage: linkage_peer.py plane|uniform|sparse N, for linkage.py.

Prints the line that bench_linkage --once prints. The matrix is filled in double precision, the only one that
fastcluster works in, and handed over to be overwritten (preserve_input=False), so that no copy is made: its best
form.
"""
import sys
import time

import fastcluster
import numpy as np

CELLS_AT_ONCE = 1 << 20


def hash24(x):
    """As in bench_linkage.c; x of uint64."""
    x = (x + np.uint64(1)) * np.uint64(0x9e3779b97f4a7c15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xbf58476d1ce4e5b9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94d049bb133111eb)
    return (x ^ (x >> np.uint64(31))) >> np.uint64(40)


def fill_plane(out, n):
    points = hash24(np.arange(2 * n, dtype=np.uint64)).astype(np.int64).reshape(n, 2)
    at = 0
    for i in range(n - 1):
        squares = ((points[i + 1:] - points[i]) ** 2).sum(axis=1)
        out[at:at + n - 1 - i] = (np.sqrt(squares.astype(np.float64)) * 2.0 ** -24).astype(np.float32)
        at += n - 1 - i


def fill_cells(out, sparse):
    for begin in range(0, len(out), CELLS_AT_ONCE):
        h = hash24(np.arange(begin, min(begin + CELLS_AT_ONCE, len(out)), dtype=np.uint64))
        u = h.astype(np.float32) * np.float32(2.0 ** -24)
        if sparse:
            lot = h & np.uint64(1023)
            u = np.where(lot == 0, u, np.where(lot < 100, np.float32(1) - u * np.float32(0.25), np.float32(1)))
        out[begin:begin + len(h)] = u


def main():
    kind, n = sys.argv[1], int(sys.argv[2])
    begin = time.monotonic()
    distances = np.empty(n * (n - 1) // 2)
    if kind == "plane":
        fill_plane(distances, n)
    else:
        fill_cells(distances, kind == "sparse")
    filled = time.monotonic()
    merges = fastcluster.linkage(distances, method="average", preserve_input=False)
    linked = time.monotonic()
    print(f"{kind} {n}, fill {filled - begin:.4f} s, linkage {linked - filled:.4f} s, heights {merges[:, 2].sum():.9g}")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("plane", "uniform", "sparse"):
        sys.exit("usage: linkage_peer.py plane|uniform|sparse N")
    main()

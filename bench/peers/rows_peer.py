#!/usr/bin/python3
"""Pairs of rows at or above a cosine, as a library of Python finds them: one contender of join.py, in its own process.

    bench/peers/rows_peer.py scipy|sklearn|flat|hnsw ROWS.binr THRESHOLD THREADS

Prints one object of JSON: the seconds of each stage (reading is "read"), the pairs found, and how many pairs lie so
near to the threshold that rounding decides about them (null where that is not known). flat and hnsw look for the ten
nearest rows of each in an LSA of 128 dimensions and keep what the rows themselves confirm, so all that they find is
right, but not all is found.
"""
import importlib
import json
import multiprocessing
import sys
import time

import numpy as np
import scipy.sparse as sp

import zipf_rows

BLOCK = 512  # rows of one product; 256 to 1024 were the fastest of those tried
NEAR = 2e-6  # of the threshold
N_DIMS, N_NEAREST = 128, 10
HNSW_LINKS, HNSW_EF = 16, 64


def read_rows(path):
    (row_ptr, column, value), n_columns = zipf_rows.read_binr(path)
    return sp.csr_matrix((value, column, row_ptr), shape=(len(row_ptr) - 1, n_columns))


class Product:
    """X @ X.T in blocks of rows, each with the rows up to its own end: half of the matrix. scipy's product has one thread,
    so blocks go to as many processes as there may be threads; they share the rows."""
    rows = transposed = threshold = None

    @classmethod
    def block(cls, begin):
        end = begin + BLOCK
        found = cls.rows[begin:end] @ cls.transposed[:, :end]
        near = np.flatnonzero(found.data >= cls.threshold - NEAR)
        row = np.searchsorted(found.indptr, near, side="right") - 1 + begin
        scores = found.data[near][found.indices[near] < row]
        return int((scores >= cls.threshold).sum()), int((abs(scores - cls.threshold) <= NEAR).sum())

    @classmethod
    def join(cls, rows, threshold, threads):
        cls.rows, cls.transposed, cls.threshold = rows, rows.T.tocsr(), np.float32(threshold)
        begins = range(0, rows.shape[0], BLOCK)[::-1]  # the longest first
        if threads == 1:
            counts = list(map(cls.block, begins))
        else:
            with multiprocessing.get_context("fork").Pool(threads) as pool:
                counts = pool.map(cls.block, begins, chunksize=1)
        return tuple(map(sum, zip(*counts)))


def scipy_join(rows, threshold, threads, clock):
    pairs, near = Product.join(rows, threshold, threads)
    clock("join")
    return pairs, near


def sklearn_join(rows, threshold, threads, clock):
    from sklearn.neighbors import NearestNeighbors
    model = NearestNeighbors(radius=1 - threshold, metric="cosine", algorithm="brute", n_jobs=threads).fit(rows)
    graph = model.radius_neighbors_graph(rows, mode="connectivity")
    clock("join")
    return int(sp.tril(graph, -1).nnz), None


def reduce_rows(rows, clock):
    from sklearn.decomposition import TruncatedSVD
    reduced = TruncatedSVD(N_DIMS, random_state=0).fit_transform(rows)
    reduced = reduced / np.maximum(np.linalg.norm(reduced, axis=1, keepdims=True), 1e-12)
    clock("lsa")
    return np.ascontiguousarray(reduced, np.float32)


def confirmed(rows, ids, threshold):
    """How many of the pairs (row, one of its ids) the rows themselves confirm."""
    n = rows.shape[0]
    a, b = np.repeat(np.arange(n), ids.shape[1]), ids.ravel()
    keep = (b >= 0) & (a != b)
    keys = np.unique(np.minimum(a, b)[keep].astype(np.int64) * n + np.maximum(a, b)[keep])
    found = 0
    for part in np.array_split(keys, len(keys) // 100000 + 1):
        scores = rows[part // n].multiply(rows[part % n]).sum(axis=1)
        found += int((np.asarray(scores) >= threshold).sum())
    return found


def faiss_join(kind, rows, threshold, threads, clock):
    import faiss
    faiss.omp_set_num_threads(threads)
    reduced = reduce_rows(rows, clock)
    dims = reduced.shape[1]
    if kind == "flat":
        index = faiss.IndexFlatIP(dims)
    else:
        index = faiss.IndexHNSWFlat(dims, HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efSearch = HNSW_EF
    index.add(reduced)
    clock("index")
    _, ids = index.search(reduced, min(N_NEAREST + 1, len(reduced)))  # a row itself is among its nearest
    clock("search")
    pairs = confirmed(rows, ids, threshold)
    clock("confirm")
    return pairs, None


JOINS = {"scipy": scipy_join, "sklearn": sklearn_join,
         "flat": lambda *words: faiss_join("flat", *words), "hnsw": lambda *words: faiss_join("hnsw", *words)}


# Imported before the clock runs.
MODULES = {"scipy": (), "sklearn": ("sklearn.neighbors",), "flat": ("sklearn.decomposition", "faiss"),
           "hnsw": ("sklearn.decomposition", "faiss")}


def main():
    if len(sys.argv) != 5 or sys.argv[1] not in JOINS:
        sys.exit("usage: rows_peer.py scipy|sklearn|flat|hnsw ROWS.binr THRESHOLD THREADS")
    for module in MODULES[sys.argv[1]]:
        importlib.import_module(module)
    seconds, last = {}, [time.monotonic()]

    def clock(stage):
        now = time.monotonic()
        seconds[stage], last[0] = now - last[0], now

    rows = read_rows(sys.argv[2])
    clock("read")
    pairs, near = JOINS[sys.argv[1]](rows, float(sys.argv[3]), int(sys.argv[4]), clock)
    print(json.dumps({"seconds": seconds, "pairs": pairs, "near": near}))


if __name__ == "__main__":
    main()

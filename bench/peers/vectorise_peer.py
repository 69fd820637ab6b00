#!/usr/bin/python3
"""Rows of words and of character n-grams by scikit-learn's TfidfVectorizer, a contender of vectorise.py in its own process.

    bench/peers/vectorise_peer.py single|spaces|halves INPUT.csv THREADS     JSON: seconds of each stage, terms, entries
    bench/peers/vectorise_peer.py keys KEYS 1                                n-grams of keys that bench_vectorise wrote

    single   one fit_transform after the other, in one process
    spaces   words in one process, n-grams in another
    halves   both fitted in one process (there is no other way), then each half of the texts transformed in its own
"""
import csv
import json
import sys
import time

import joblib
import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer


def vectorisers():
    """Words by a regular expression over Unicode, and characters inside words; single precision, as ours."""
    return [TfidfVectorizer(token_pattern=r"\w\w+", sublinear_tf=True, dtype=np.float32),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)]


def read_texts(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def parallel(threads):
    return joblib.Parallel(n_jobs=threads, backend="multiprocessing")  # forks: shares the texts, imports nothing anew


def single(texts, _, clock):
    rows = [vectoriser.fit_transform(texts) for vectoriser in vectorisers()]
    clock("fit_transform")
    return rows


def fit_transform(vectoriser, texts):
    return vectoriser.fit_transform(texts)


def spaces(texts, threads, clock):
    rows = parallel(threads)(joblib.delayed(fit_transform)(vectoriser, texts) for vectoriser in vectorisers())
    clock("fit_transform")
    return rows


def transform(fitted, texts):
    return [vectoriser.transform(texts) for vectoriser in fitted]


def halves(texts, threads, clock):
    fitted = [vectoriser.fit(texts) for vectoriser in vectorisers()]
    clock("fit")
    cuts = [len(texts) * part // threads for part in range(threads + 1)]
    parts = parallel(threads)(joblib.delayed(transform)(fitted, texts[a:b]) for a, b in zip(cuts, cuts[1:]))
    rows = [sp.vstack(of_space) for of_space in zip(*parts)]
    clock("transform")
    return rows


def count_keys(path):
    """[terms, entries] of the n-grams of keys, which are folded already."""
    with open(path, encoding="utf-8", newline="\n") as file:
        keys = file.read().split("\n")[:-1]
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), lowercase=False).fit_transform(keys)
    return [rows.shape[1], rows.nnz]


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("single", "spaces", "halves", "keys"):
        sys.exit("usage: vectorise_peer.py single|spaces|halves|keys FILE THREADS")
    form, path, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if form == "keys":
        print(json.dumps({"n-grams": count_keys(path)}))
        return
    seconds, last = {}, [time.monotonic()]

    def clock(stage):
        now = time.monotonic()
        seconds[stage], last[0] = now - last[0], now

    texts = read_texts(path)
    clock("read")
    words, ngrams = {"single": single, "spaces": spaces, "halves": halves}[form](texts, threads, clock)
    print(json.dumps({"seconds": seconds, "words": [words.shape[1], words.nnz], "n-grams": [ngrams.shape[1], ngrams.nnz]}))


if __name__ == "__main__":
    main()

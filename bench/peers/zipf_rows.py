#!/usr/bin/python3
"""Rows as short texts have them, drawn by a law of words, in two formats.

    bench/peers/zipf_rows.py N raw|mand OUT [--seed N]      writes OUT.binr and OUT.mtx, the same rows in both

A row is a text of about 20 words out of 50,000; the word of rank r is drawn with a probability like 1/r (raw: as
written) or 1/(r + 50) (mand: the head is flat, as when function words are gone). A fifth of the rows repeat another
one with up to 40 % of its words drawn anew. Weights are tf * idf, rows have unit length. OUT.binr, little endian:
int32 rows, columns; int32 row_ptr[rows + 1]; int32 column[entries]; float32 value[entries]. OUT.mtx: Matrix Market,
coordinate real general, in as many digits as single precision needs to come back the same.
"""
import argparse
import itertools

import numpy as np

N_WORDS = 50000
LAWS = {"raw": 0, "mand": 50}  # what is added to the rank
SHARE_OF_REPEATS = 0.2
LINES_AT_ONCE = 500000


def word_law(law):
    """Cumulated probabilities of the words by rank."""
    weights = 1.0 / (np.arange(1, N_WORDS + 1) + LAWS[law])
    cumulated = np.cumsum(weights / weights.sum())
    cumulated[-1] = 1.0
    return cumulated


def draw_words(random, cumulated, n):
    return np.searchsorted(cumulated, random.random(n), side="right").clip(max=N_WORDS - 1)


def positions(starts, lengths):
    """starts[i] .. starts[i] + lengths[i], one behind the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)


def draw_texts(n, law, seed):
    """(lengths of n texts, all of their words), in the order of the texts."""
    random, cumulated = np.random.default_rng(seed), word_law(law)
    n_first = n - int(n * SHARE_OF_REPEATS)
    lengths = random.poisson(20, n_first).clip(5, 60)
    words = draw_words(random, cumulated, lengths.sum())
    of = random.integers(n_first, size=n - n_first)
    repeated = words[positions((np.cumsum(lengths) - lengths)[of], lengths[of])]
    anew = random.random(len(repeated)) < np.repeat(random.random(len(of)) * 0.4, lengths[of])
    repeated[anew] = draw_words(random, cumulated, anew.sum())
    lengths, words = np.concatenate([lengths, lengths[of]]), np.concatenate([words, repeated])
    order = random.permutation(n)
    return lengths[order], words[positions((np.cumsum(lengths) - lengths)[order], lengths[order])]


def weigh(n, lengths, words):
    """Compressed sparse rows (row_ptr, column, value) of unit length."""
    cells, tf = np.unique(np.repeat(np.arange(n), lengths) * N_WORDS + words, return_counts=True)
    row, column = np.divmod(cells, N_WORDS)
    df = np.bincount(column, minlength=N_WORDS)
    value = tf * (np.log((1 + n) / (1 + df)) + 1)[column]
    value /= np.sqrt(np.bincount(row, value * value, minlength=n))[row]
    row_ptr = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=n))])
    return row_ptr.astype("<i4"), column.astype("<i4"), value.astype("<f4")


def make_rows(n, law, seed):
    return weigh(n, *draw_texts(n, law, seed))


def write_binr(path, rows, n_columns=N_WORDS):
    with open(path, "wb") as file:
        np.array([len(rows[0]) - 1, n_columns], "<i4").tofile(file)
        for part in rows:
            part.tofile(file)


def read_binr(path):
    """((row_ptr, column, value), number of columns)."""
    with open(path, "rb") as file:
        n, n_columns = np.fromfile(file, "<i4", 2)
        row_ptr = np.fromfile(file, "<i4", n + 1)
        return (row_ptr, np.fromfile(file, "<i4", row_ptr[-1]), np.fromfile(file, "<f4", row_ptr[-1])), int(n_columns)


def write_mtx(path, rows, n_columns=N_WORDS):
    row_ptr, column, value = rows
    row = np.repeat(np.arange(1, len(row_ptr)), np.diff(row_ptr))
    entries = zip(row.tolist(), (column + 1).tolist(), value.tolist())
    with open(path, "w", encoding="ascii", newline="\n") as file:
        file.write(f"%%MatrixMarket matrix coordinate real general\n{len(row_ptr) - 1} {n_columns} {len(column)}\n")
        while lines := ["%d %d %.9g\n" % entry for entry in itertools.islice(entries, LINES_AT_ONCE)]:
            file.writelines(lines)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("n", type=int)
    arguments.add_argument("law", choices=LAWS)
    arguments.add_argument("out")
    arguments.add_argument("--seed", type=int, default=7)
    args = arguments.parse_args()
    if args.n < 1:
        arguments.error("there must be at least one row")
    rows = make_rows(args.n, args.law, args.seed)
    write_binr(args.out + ".binr", rows)
    write_mtx(args.out + ".mtx", rows)
    df = np.bincount(rows[1])
    print(f"{args.n} rows, law {args.law}, seed {args.seed}: {len(rows[1])} entries, {np.count_nonzero(df)} of {N_WORDS} "
          f"words, the most frequent in {df.max()} rows")


if __name__ == "__main__":
    main()

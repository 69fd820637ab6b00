#!/usr/bin/python3
"""Records linkage.tsv (scipy) and agreement.tsv (scikit-learn; B-cubed by its definition).

Run from the top of the repository with Debian 12's python3-scipy and python3-sklearn:
    /usr/bin/python3 tests/vectors/record_cluster.py
The tests read the files and need no Python. Random numbers come from the generator below, which the tests
have too."""
import numpy as np
import scipy
import sklearn
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import adjusted_rand_score, homogeneity_completeness_v_measure
from sklearn.metrics.cluster import pair_confusion_matrix

HEAD = f"""# Recorded by: /usr/bin/python3 tests/vectors/record_cluster.py
# scipy {scipy.__version__}, scikit-learn {sklearn.__version__}, numpy {np.__version__}
"""


def generator(seed):
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 40


def first_appearance(labels):
    numbers = {}
    return [numbers.setdefault(x, len(numbers)) for x in labels]


def distances(n, seed):
    """Distinct, and exact in 24 bits: 10 random bits over the number of the pair."""
    r = generator(seed)
    return np.array([(next(r) % 1024 * 16384 + k) / 2**24 for k in range(n * (n - 1) // 2)])


def record_linkage(out):
    out.write(HEAD)
    out.write("# distance k of the condensed matrix = ((next % 1024) * 16384 + k) / 2^24; next = state >> 40 of\n"
              "# state = state * 6364136223846793005 + 1442695040888963407 (mod 2^64), from state = seed\n"
              "# merge n seed a b size height | cut n seed height clusters labels\n")
    for n, seed in [(2, 1), (3, 2), (10, 3), (10, 4), (50, 5), (50, 6), (165, 7), (165, 8)]:
        z = linkage(distances(n, seed), method="average")
        heights = z[:, 2]
        assert n == 2 or np.diff(heights).min() > 4e-7, (n, seed, np.diff(heights).min())
        for a, b, h, size in z:
            a, b = sorted((int(a), int(b)))
            out.write(f"merge\t{n}\t{seed}\t{a}\t{b}\t{int(size)}\t{h:.17g}\n")
        for part in (0.25, 0.5, 0.9):
            s = int(part * (n - 1))
            cut = (heights[s] + heights[s - 1]) / 2 if s > 0 else heights[0] / 2
            labels = first_appearance(fcluster(z, cut, criterion="distance"))
            out.write(f"cut\t{n}\t{seed}\t{cut:.9g}\t{max(labels) + 1}\t{' '.join(map(str, labels))}\n")


def b_cubed(predicted, gold):
    """Bagga and Baldwin 1998, item by item."""
    n = len(gold)
    if n == 0:
        return 1.0, 1.0
    precision = recall = 0.0
    for i in range(n):
        same_p = {j for j in range(n) if predicted[j] == predicted[i]}
        same_g = {j for j in range(n) if gold[j] == gold[i]}
        precision += len(same_p & same_g) / len(same_p)
        recall += len(same_p & same_g) / len(same_g)
    return precision / n, recall / n


def harmonic(x, y):
    return 2 * x * y / (x + y) if x + y > 0 else 0.0


def cases():
    yield "nothing", [], []
    yield "one_item", [7], [3]
    yield "equal", [0, 0, 1, 2, 2], [5, 5, 9, 1, 1]
    yield "all_one_both", [4] * 6, [2] * 6
    yield "all_single_both", list(range(6)), list(range(6, 0, -1))
    yield "one_against_single", [0] * 6, list(range(6))
    yield "single_against_one", list(range(6)), [0] * 6
    yield "one_against_some", [0] * 7, [0, 0, 0, 1, 1, 2, 3]
    yield "single_against_some", list(range(7)), [0, 0, 0, 1, 1, 2, 3]
    yield "crossed", [0, 0, 1, 1], [0, 1, 0, 1]
    yield "split_and_joined", [0, 0, 1, 1, 1, 2], [0, 0, 0, 1, 1, 1]
    yield "wide_labels", [4294967295, 4294967295, 0, 5], [4294967295, 0, 0, 4294967294]
    for n, k, noise, seed in [(30, 5, 4, 11), (165, 93, 10, 12), (165, 8, 2, 13), (200, 200, 3, 14)]:
        r = generator(seed)
        gold = [next(r) % k for _ in range(n)]
        predicted = [next(r) % k if next(r) % noise == 0 else g for g in gold]
        yield f"noisy_{n}_{k}_{noise}", predicted, gold


def record_agreement(out):
    out.write(HEAD)
    out.write("# name predicted gold pair_precision pair_recall pair_f1 b_cubed_precision b_cubed_recall "
              "b_cubed_f1\n# homogeneity completeness v_measure ari n_clusters n_gold; labels between spaces, "
              "- for none\n")
    for name, predicted, gold in cases():
        c = pair_confusion_matrix(gold, predicted) if gold else np.zeros((2, 2), dtype=int)
        tp, fp, fn = int(c[1, 1]), int(c[0, 1]), int(c[1, 0])
        p, r = tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0
        bp, br = b_cubed(predicted, gold)
        h, co, v = homogeneity_completeness_v_measure(gold, predicted)
        ari = adjusted_rand_score(gold, predicted) if gold else 1.0
        numbers = [p, r, harmonic(p, r), bp, br, harmonic(bp, br), h, co, v, ari]
        lists = [" ".join(map(str, x)) or "-" for x in (predicted, gold)]
        out.write("\t".join([name, *lists, *(f"{x:.12g}" for x in numbers), str(len(set(predicted))),
                             str(len(set(gold)))]) + "\n")


with open("tests/vectors/linkage.tsv", "w", encoding="utf-8") as f:
    record_linkage(f)
with open("tests/vectors/agreement.tsv", "w", encoding="utf-8") as f:
    record_agreement(f)

"""The pipeline of bench/peers/sklearn_condense.py with its threshold picked with the answers in hand.

Character 3 to 5-grams within words, TF-IDF, average link; where axes are given, proposals of two axes never meet.
"""
import inspect

from sklearn import metrics
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.cluster import pair_confusion_matrix

import common

THRESHOLDS = [percent / 100 for percent in range(50, 100)]
FAR = 1e3  # no average with it comes under a threshold


def distances(rows, with_axes):
    space = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = space.fit_transform(row["text"] for row in rows)
    out = (1 - (matrix @ matrix.T).toarray()).clip(0)
    for i, row in enumerate(rows):
        for j, other in enumerate(rows):
            if with_axes and row.get("axis") != other.get("axis"):
                out[i, j] = FAR
    return out


def cluster(distance, threshold):
    named = "metric" if "metric" in inspect.signature(AgglomerativeClustering).parameters else "affinity"
    model = AgglomerativeClustering(n_clusters=None, distance_threshold=threshold, linkage="average",
                                    **{named: "precomputed"})
    return list(model.fit(distance).labels_)


def pair_figures(gold, labels):
    (_, wrong), (missed, hits) = pair_confusion_matrix(gold, labels).tolist()
    return common.precision_recall_f1(hits, hits + wrong, hits + missed)


def b_cubed(gold, labels):
    """Mean over items of the share of its cluster, and of its gold entry, that is both (Bagga and Baldwin 1998)."""
    both, sizes, golds = {}, {}, {}
    for true, label in zip(gold, labels):
        both[true, label] = both.get((true, label), 0) + 1
        sizes[label] = sizes.get(label, 0) + 1
        golds[true] = golds.get(true, 0) + 1
    precision = sum(n * n / sizes[label] for (_, label), n in both.items()) / len(gold)
    recall = sum(n * n / golds[true] for (true, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def figures(gold, labels):
    out = dict(zip(("precision", "recall", "f1"), pair_figures(gold, labels)))
    out.update(zip(("b_cubed_precision", "b_cubed_recall", "b_cubed_f1"), b_cubed(gold, labels)))
    out["v_measure"] = float(metrics.v_measure_score(gold, labels))
    out["ari"] = float(metrics.adjusted_rand_score(gold, labels))
    out["entries"], out["gold_entries"] = len(set(labels)), len(set(gold))
    return out


def best_figures(rows, with_axes):
    """Figures at the threshold with the best pair F1; of equal ones the lowest."""
    rows = [row for row in rows if row["gold"].strip() and row["text"].strip()]
    gold, distance = [row["gold"].strip() for row in rows], distances(rows, with_axes)
    return max((figures(gold, cluster(distance, threshold)) for threshold in THRESHOLDS), key=lambda f: f["f1"])

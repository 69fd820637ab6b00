#!/usr/bin/python3
"""Pairs of questions that people judged same or not: AUC, F1 and calibration of the probability.

    bench/quality/question_pairs.py [--program P] [--shared DIR] [-o bench/results/question_pairs.csv]

Reads DIR/data/question-pairs/pairs.csv (question1, question2, label); not civic text, so a check and not a goal. Only
figures are written, never a text of it. Without DIR (or KHULASA_SHARED) it is skipped.
"""
import common

COLUMNS = ["figure", "value"]


def verdict_figures(verdicts, labels, same):
    """Precision, recall and F1 when the verdicts in same count as the same question."""
    said = [verdict in same for verdict in verdicts]
    hits = sum(label for label, one in zip(labels, said) if one)
    return common.precision_recall_f1(hits, sum(said), sum(labels))


def figures(judged, labels):
    """[(figure, value)] of (probability, verdict) beside labels 0 or 1."""
    scores, verdicts = [score for score, _ in judged], [verdict for _, verdict in judged]
    parted = [[score for score, label in zip(scores, labels) if label == kind] for kind in (1, 0)]
    best, threshold = common.best_f1(scores, labels)
    yield "pairs", len(labels)
    yield "same pairs", sum(labels)
    yield "AUC", common.auc(*parted)
    for name, same in (("same", ("same",)), ("same or review", ("same", "review"))):
        for figure, value in zip(("precision", "recall", "F1"), verdict_figures(verdicts, labels, same)):
            yield f"{figure} of verdict {name}", value
    yield "best F1 over thresholds", best
    yield "threshold of best F1", threshold
    yield "calibration error", common.calibration_error(scores, labels)


def main():
    arguments = common.parser(__doc__, "question_pairs.csv")
    common.add_shared(arguments)
    args = arguments.parse_args()
    path = common.shared_or_skip(args.shared, "data", "question-pairs", "pairs.csv")
    if path is None:
        return
    rows = common.read_rows(path)
    judged = common.judge_pairs(args.program, [(row["question1"], row["question2"]) for row in rows])
    table = [dict(zip(COLUMNS, pair)) for pair in figures(judged, [int(row["label"]) for row in rows])]
    common.write_table(args.output, COLUMNS, table)
    common.print_table(COLUMNS, table)


if __name__ == "__main__":
    main()

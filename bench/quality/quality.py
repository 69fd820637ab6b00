#!/usr/bin/python3
"""Quality of every collection with gold, by configuration and stemmer, with and without axes given.

    bench/quality/quality.py [--program P] [--corpora DIR] [-o bench/results/quality.csv]

Training: `leave-one-out` weights are trained on all other collections (the headline; needs two), `in-sample` on all
of them, `shipped` are those of the models. scikit-learn's pipeline stands beside them, its threshold picked with the
answers in hand; without python3-sklearn it is left out with a line that says so.
"""
import importlib.util
import pathlib
import sys
import tempfile

import common

# what may weigh; the rest is held at 0. None: what does in the shipped model.
CONFIGURATIONS = [
    ("words", "words"),
    ("+ n-grams", "words,ngrams"),
    ("+ concepts", "words,ngrams,concepts"),
    ("+ slots", "words,ngrams,concepts,slots"),
    ("full model", None),
    ("full model + LSA", "all"),
]
STEMMERS = [("ours", "conservative"), ("snowball", "snowball"), ("none", "none")]
AXES = [("with", []), ("without", ["--without-axes"])]
COLUMNS = ["corpus", "axes", "configuration", "stemmer", "training", "precision", "recall", "f1", "b_cubed_precision",
           "b_cubed_recall", "b_cubed_f1", "v_measure", "ari", "axis_accuracy", "authority_accuracy", "level_accuracy",
           "calibration_error", "entries", "gold_entries"]
ALIKE = ["v_measure", "ari", "axis_accuracy", "authority_accuracy", "level_accuracy", "entries", "gold_entries"]


def jobs():
    """(configuration, evidence, stemmer, its option), each once."""
    for configuration, evidence in CONFIGURATIONS:
        for stemmer, option in STEMMERS if evidence is None else STEMMERS[:1]:
            yield configuration, evidence, stemmer, option


def row_of(figures):
    """The columns that evaluate reports; what this program does not report yet stays empty."""
    row = {column: figures.get(column) for column in ALIKE}
    row.update(figures["pairwise"])
    row.update({f"b_cubed_{name}": value for name, value in figures["b_cubed"].items()})
    row["calibration_error"] = figures.get("pairs", {}).get("calibration_error")
    return row


def train(program, inputs, lessons, evidence, stemmer, weights):
    """The weights file, made once for each name. Lessons hold no text of any collection."""
    words = ["--stemmer", stemmer] + (["--evidence", evidence] if evidence else [])
    words += [word for path in lessons for word in ("--also", path)]
    if not weights.exists():
        common.khulasa(program, "train", "match", *inputs, "-o", weights, *words)
    return weights


def measure(program, path, stemmer, weights, names):
    """Both rows, with and without axes, of one collection by one model."""
    words = ["--stemmer", stemmer, "--calibration", *common.own_axes(path)] + (["--match", weights] if weights else [])
    for axes, option in AXES:
        yield {**names, "axes": axes, **row_of(common.evaluate(program, path, *words, *option))}


def trainings(corpora, corpus):
    """(training, the collections it learns from, what its weights are called)."""
    cities = {name: path for name, path in corpora.items() if name not in common.HELD_OUT}
    others = [path for name, path in cities.items() if name != corpus]
    if others:
        yield "leave-one-out", others, f"without-{corpus if corpus in cities else 'unseen'}"
    if corpus in cities:
        yield "in-sample", list(cities.values()), "all"


def our_rows(program, corpora, lessons, scratch):
    for corpus, path in corpora.items():
        for configuration, evidence, stemmer, option in jobs():
            names = {"corpus": corpus, "configuration": configuration, "stemmer": stemmer}
            for training, inputs, called in trainings(corpora, corpus):
                weights = pathlib.Path(scratch, f"{called} {configuration} {stemmer}.tsv")
                train(program, inputs, lessons, evidence, option, weights)
                yield from measure(program, path, option, weights, {**names, "training": training})
            if evidence is None:
                yield from measure(program, path, option, None, {**names, "training": "shipped"})


def peer_rows(corpora):
    if importlib.util.find_spec("sklearn") is None:
        print("scikit-learn is not installed (python3-sklearn): its rows are left out")
        return
    import peer
    for corpus, path in corpora.items():
        for axes, _ in AXES:
            names = {"corpus": corpus, "axes": axes, "configuration": "scikit-learn", "stemmer": "none",
                     "training": "answers in hand"}
            yield {**names, **peer.best_figures(common.read_rows(path), axes == "with")}


def means(rows):
    """The mean over the cities of each kind of row, where there is more than one."""
    kinds = {}
    for row in (row for row in rows if row["corpus"] not in common.HELD_OUT):
        kinds.setdefault(tuple(row[column] for column in COLUMNS[1:5]), []).append(row)
    for kind, group in kinds.items():
        if len(group) > 1:
            mean = dict(zip(COLUMNS[1:5], kind), corpus="mean")
            for column in COLUMNS[5:-2]:
                values = [row[column] for row in group if row.get(column) is not None]
                mean[column] = sum(values) / len(values) if values else None
            yield mean


def main():
    arguments = common.parser(__doc__, "quality.csv")
    common.add_corpora(arguments)
    args = arguments.parse_args()
    corpora = common.find_corpora(args.corpora)
    if not corpora:
        sys.exit(f"{args.corpora} holds no */proposals.csv with a gold column; name another folder with --corpora")
    if len(corpora) == 1:
        print("one collection only: leave-one-out is left out, for there is nothing to train on")
    with tempfile.TemporaryDirectory() as scratch:
        rows = list(our_rows(args.program, corpora, common.find_lessons(args.corpora), scratch))
    rows += list(peer_rows(corpora))
    rows += list(means(rows))
    common.write_table(args.output, COLUMNS, rows)
    common.print_table(COLUMNS[:8] + ["axis_accuracy", "calibration_error", "entries", "gold_entries"], rows)


if __name__ == "__main__":
    main()

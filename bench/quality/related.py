#!/usr/bin/python3
"""The same demand against a related one: AUC of the probability, by kind of relation.

    bench/quality/related.py [--program P] [--corpora DIR] [-o bench/results/related.csv]

Reads corpora/*/related.tsv (a, b, kind; with or without a header): demands of the collection beside it, or of another
as NAME:DEMAND (or DEMAND alone, where only one other has it). Every proposal of a with every one of b is a related
pair; all pairs of proposals of one demand, in the collections that the file names, are the same ones. Both are judged
without a collection around them, by khulasa compare --pairs.
"""
import itertools
import sys

import common

COLUMNS = ["corpus", "kind", "same_pairs", "related_pairs", "auc", "same_called_same", "related_called_same",
           "related_called_none"]


def demands_of(path):
    """{demand: [text]} of a collection with gold."""
    demands = {}
    for row in common.read_rows(path):
        if row["gold"].strip() and row["text"].strip():
            demands.setdefault(row["gold"].strip(), []).append(row["text"])
    return demands


def find_demand(collections, here, name):
    """(collection, demand) of a name, or None."""
    corpus, colon, demand = name.partition(":")
    if colon:
        return (corpus, demand) if demand in collections.get(corpus, {}) else None
    if name in collections.get(here, {}):
        return here, name
    having = [corpus for corpus, demands in collections.items() if name in demands]
    return (having[0], name) if len(having) == 1 else None


def read_related(path, collections):
    """[(a, b, kind)] with a and b as (collection, demand); a demand that nobody has ends the script."""
    here, out = path.parent.name, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = [field.strip() for field in line.split("\t")]
        if not line.strip() or line.startswith("#") or fields[:2] == ["a", "b"]:
            continue
        if len(fields) < 3:
            sys.exit(f"{path}, row {number}: three fields are wanted: a, b, kind; put tabs between them")
        ends = [find_demand(collections, here, name) for name in fields[:2]]
        if None in ends:
            sys.exit(f"{path}, row {number}: no collection, or more than one, has the demand "
                     f"{fields[ends.index(None)]}; write it as COLLECTION:DEMAND")
        out.append((*ends, fields[2]))
    return out


def same_pairs(collections, names):
    return [pair for name in sorted(names) for texts in collections[name].values()
            for pair in itertools.combinations(texts, 2)]


def related_pairs(collections, related):
    """[(kind, text, text)]"""
    return [(kind, x, y) for a, b, kind in related
            for x in collections[a[0]][a[1]] for y in collections[b[0]][b[1]]]


def share(judged, verdict):
    return sum(said == verdict for _, said in judged) / len(judged) if judged else None


def row_of(corpus, kind, same, related):
    return {"corpus": corpus, "kind": kind, "same_pairs": len(same), "related_pairs": len(related),
            "auc": common.auc([p for p, _ in same], [p for p, _ in related]),
            "same_called_same": share(same, "same"), "related_called_same": share(related, "same"),
            "related_called_none": share(related, "none")}


def measure(program, path, collections):
    """A row a kind, and one for all of them."""
    related = read_related(path, collections)
    same = same_pairs(collections, {path.parent.name} | {end[0] for a, b, _ in related for end in (a, b)})
    pairs = related_pairs(collections, related)
    judged = common.judge_pairs(program, same + [pair[1:] for pair in pairs])
    judged_same, kinds = judged[:len(same)], {}
    for (kind, _, _), one in zip(pairs, judged[len(same):]):
        kinds.setdefault(kind, []).append(one)
    for kind in sorted(kinds):
        yield row_of(path.parent.name, kind, judged_same, kinds[kind])
    yield row_of(path.parent.name, "all", judged_same, judged[len(same):])


def main():
    arguments = common.parser(__doc__, "related.csv")
    common.add_corpora(arguments)
    args = arguments.parse_args()
    files = sorted(args.corpora.glob("*/related.tsv"))
    if not files:
        print(f"skipped: no related.tsv in {args.corpora}/*")
        return
    collections = {name: demands_of(path) for name, path in common.find_corpora(args.corpora).items()}
    rows = [row for path in files for row in measure(args.program, path, collections)]
    common.write_table(args.output, COLUMNS, rows)
    common.print_table(COLUMNS, rows)


if __name__ == "__main__":
    main()

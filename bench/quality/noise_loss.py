#!/usr/bin/python3
"""What noise costs: pair F1 of every collection beside that of its noisy twins, with and without axes.

    bench/quality/noise_loss.py [--program P] [--corpora DIR] [--seeds N] [--each] [--limit L] [-o bench/results/noise.csv]

With --each, every noise alone on every text besides. With --limit, ends with 1 where a twin loses more than that.
"""
import pathlib
import sys
import tempfile

import common
import noisy

AXES = [("with", []), ("without", ["--without-axes"])]
COLUMNS = ["corpus", "axes", "noise", "seed", "f1", "noisy_f1", "loss"]


def f1_of(program, path, option):
    return common.evaluate(program, path, *option)["pairwise"]["f1"]


def twins(seeds, each):
    """(noise, seed): the mixture by seed, then each noise alone."""
    for seed in range(1, seeds + 1):
        yield "mixed", seed
    for noise in noisy.all_noises() if each else ():
        yield noise, 1


def measure(args, corpus, path, scratch):
    options = [(axes, option + common.own_axes(path)) for axes, option in AXES]
    clean = {axes: f1_of(args.program, path, option) for axes, option in options}
    twin = pathlib.Path(scratch, "proposals.csv")
    for noise, seed in twins(args.seeds, args.each):
        noisy.write_twin(path, twin, seed, None if noise == "mixed" else noise)
        for axes, option in options:
            f1 = f1_of(args.program, twin, option)
            yield {"corpus": corpus, "axes": axes, "noise": noise, "seed": seed, "f1": clean[axes], "noisy_f1": f1,
                   "loss": clean[axes] - f1}


def main():
    arguments = common.parser(__doc__)
    common.add_corpora(arguments)
    arguments.add_argument("-o", "--output", type=pathlib.Path)
    arguments.add_argument("--seeds", type=int, default=1)
    arguments.add_argument("--each", action="store_true")
    arguments.add_argument("--limit", type=float)
    args = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        rows = [row for corpus, path in common.find_corpora(args.corpora).items()
                for row in measure(args, corpus, path, scratch)]
    if not rows:
        sys.exit(f"{args.corpora} holds no */proposals.csv with a gold column; name another folder with --corpora")
    common.print_table(COLUMNS, rows)
    if args.output is not None:
        common.write_table(args.output, COLUMNS, rows)
    lost = [row for row in rows if args.limit is not None and row["loss"] > args.limit]
    for row in lost:
        print(f"{row['corpus']}, axes {row['axes']}: {row['noise']} costs {row['loss']:.4f}, more than {args.limit}")
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""A noisy twin of a collection: the same proposals as careless hands, old keyboards and PDFs would give them.

    bench/quality/noisy.py INPUT -o OUT [--seed N] [--only NOISE]

Each text gets two to four noises, of those that change it, by a generator seeded with the number and the row's id:
the same input gives the same twin. With --only, every text gets that one.
"""
import argparse
import csv
import pathlib
import random
import sys
import unicodedata

import common

HERE = pathlib.Path(__file__).resolve().parent
TATWEEL = "\u0640"
HARAKAT = [chr(c) for c in range(0x064B, 0x0653)]
WAW = "\u0648"
WAW_ARTICLE = WAW + "\u0627\u0644"  # "and the": surely a proclitic
BULLETS = ["- ", "* ", "\u2022 ", "\u2013 ", "\u25aa ", "\uf0b7 ", "1- ", "2) ",
           "3. ", "(4) ", "a) ", "II- ", "\u25cf\t"]
INSIDE = ["\u200c", "\u200d", "\u200e", "\u200f", "\ufeff"]  # deleted wherever they stand
BESIDE = INSIDE + ["\u200b"]  # a zero-width space parts words, so it stands beside a space only
FORMS = ["isolated", "final", "initial", "medial"]


def is_arabic(char):
    return "\u0621" <= char <= "\u064a" and char != TATWEEL


def is_mark(char):
    return unicodedata.combining(char) != 0


def pick(rng, items):
    return items[int(rng.random() * len(items))]


def letter_forms():
    """{(letters, form): presentation form} of the block that old programs and PDFs write, ligatures of lam too."""
    forms = {}
    for code in range(0xFE70, 0xFEFD):
        parts = unicodedata.decomposition(chr(code)).split()
        if parts and parts[1] != "0020" and parts[1] != "0640":
            forms["".join(chr(int(part, 16)) for part in parts[1:]), parts[0].strip("<>")] = chr(code)
    return forms


def joins_next(forms, char):
    return (char, "initial") in forms


def shape_word(forms, word):
    """The letters of one run as a renderer of old would choose their forms."""
    out, at, joined = [], 0, False
    while at < len(word):
        size = 2 if (word[at:at + 2], "isolated") in forms else 1
        piece, after = word[at:at + size], word[at + size:at + size + 1]
        on = size == 1 and joins_next(forms, piece) and (after, "final") in forms
        form = FORMS[2 * on + joined]
        out.append(forms.get((piece, form), piece))
        joined, at = on, at + size
    return "".join(out)


def presentation(forms, rng, text):
    """Marks between letters would part them in that encoding, so words that have some stay as they are."""
    return " ".join(shape_word(forms, word) if any(map(is_arabic, word)) and not any(map(is_mark, word))
                    and TATWEEL not in word and rng.random() < 0.8 else word for word in text.split(" "))


def sprinkle(rng, text, share, choices, fits):
    """One of choices after a share of the places i where fits(i)."""
    return "".join(char + (pick(rng, choices) if fits(i) and rng.random() < share else "")
                   for i, char in enumerate(text))


def after_of(text, i):
    return text[i + 1] if i + 1 < len(text) else " "


def tatweel(forms, rng, text):
    return sprinkle(rng, text, 0.15, [TATWEEL, TATWEEL * 2, TATWEEL * 3],
                    lambda i: joins_next(forms, text[i]) and is_arabic(after_of(text, i)))


def harakat(rng, text):
    return sprinkle(rng, text, 0.25, HARAKAT, lambda i: is_arabic(text[i]) and not is_mark(after_of(text, i)))


def zero_width(rng, text):
    marked = sprinkle(rng, text, 0.08, INSIDE, lambda i: is_arabic(text[i]) and is_arabic(after_of(text, i)))
    return sprinkle(rng, marked, 0.2, BESIDE, lambda i: marked[i] == " ")


def double_spaces(rng, text):
    return sprinkle(rng, text, 0.4, [" ", "  ", "\u00a0"], lambda i: text[i] == " ")


def begins_with_and(words, word):
    """Whether it is "and the", or "and" before what is a word of the collection: elsewhere the letter may be a radical."""
    word = "".join(filter(is_arabic, word))
    return word.startswith(WAW) and len(word) > 4 and (word.startswith(WAW_ARTICLE) or word[1:] in words)


def detached_waw(words, text):
    """Every "and" that is written together with its word, as many people type it."""
    return " ".join(word[0] + " " + word[1:] if begins_with_and(words, word) else word for word in text.split(" "))


def bullet(rng, text):
    return text if text.lstrip()[:1] in "-*(1234567890" else pick(rng, BULLETS) + text


def read_tables(path):
    """{noise: {(where, from): [to]}} of noises.tsv."""
    tables = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            noise, where, old, new = line.split("\t")
            tables.setdefault(noise, {})[where, old] = new.split("|")
    return tables


def replace(table, rng, text):
    """Nearly all occurrences of the table's letters; digits so that one number may mix them."""
    out = []
    for i, char in enumerate(text):
        after = after_of(text, i)
        inside = after.isalnum() or is_mark(after) or after == TATWEEL
        new = table.get(("any", char)) or (None if inside else table.get(("end", char)))
        out.append(pick(rng, new) if new and rng.random() < 0.8 else char)
    return "".join(out)


def all_noises(texts=()):
    """{name: function of generator and text}, in the order they are laid on: those that know letters come first."""
    forms, tables = letter_forms(), read_tables(HERE / "noises.tsv")
    words = {word for text in texts for word in text.split()}
    noises = {"detached_waw": lambda rng, text: detached_waw(words, text)}
    for name in tables:
        noises[name] = lambda rng, text, table=tables[name]: replace(table, rng, text)
    noises["harakat"] = harakat
    noises["tatweel"] = lambda rng, text: tatweel(forms, rng, text)
    noises["presentation"] = lambda rng, text: presentation(forms, rng, text)
    noises.update(zero_width=zero_width, double_spaces=double_spaces, bullet=bullet)
    return noises


def draw(rng, names, count):
    """So many of names, in their order."""
    left, drawn = list(names), set()
    while left and len(drawn) < count:
        drawn.add(left.pop(int(rng.random() * len(left))))
    return [name for name in names if name in drawn]


def make_noisy(noises, seed, row_id, text, only=None):
    rng = random.Random(f"{seed} {row_id}")
    if only is not None:
        return noises[only](rng, text)
    able = [name for name in noises if noises[name](random.Random(0), text) != text]
    for name in draw(rng, able, 2 + int(rng.random() * 3)):
        text = noises[name](rng, text)
    return text


def write_twin(source, target, seed, only=None):
    """The twin of a collection; all columns but the text stay as they are."""
    rows = common.read_rows(source)
    if not rows or "text" not in rows[0]:
        sys.exit(f"{source}: there is no column \"text\"; give a collection with one")
    noises = all_noises([row["text"] for row in rows])
    for number, row in enumerate(rows):
        row["text"] = make_noisy(noises, seed, row.get("id", number), row["text"], only)
    with open(target, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("input", type=pathlib.Path)
    arguments.add_argument("-o", "--output", required=True, type=pathlib.Path)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", choices=list(all_noises()), help="this noise on every text")
    args = arguments.parse_args()
    write_twin(args.input, args.output, args.seed, args.only)


if __name__ == "__main__":
    main()

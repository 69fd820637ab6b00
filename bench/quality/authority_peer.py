#!/usr/bin/env python3
"""Title to ministry with scikit-learn: TfidfVectorizer and LinearSVC, for comparison with `khulasa train axes`.

    authority_peer.py TRAIN.csv TEST.csv        both with columns id, ministry, text

Prints one line a configuration: name, accuracy. The best of them is the peer to beat.
"""
import csv
import sys

CONFIGURATIONS = {
    "words": {},
    "words 1-2": {"ngram_range": (1, 2)},
    "characters 2-4": {"analyzer": "char_wb", "ngram_range": (2, 4)},
    "characters 2-5": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["ministry"] for row in rows]


def main():
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    texts, labels = read(sys.argv[1])
    test_texts, test_labels = read(sys.argv[2])
    for name, options in CONFIGURATIONS.items():
        vectorizer = TfidfVectorizer(sublinear_tf=True, **options)
        machine = LinearSVC(random_state=0).fit(vectorizer.fit_transform(texts), labels)
        said = machine.predict(vectorizer.transform(test_texts))
        right = sum(a == b for a, b in zip(said, test_labels))
        print(f"{name}\t{right / len(test_labels):.4f}", flush=True)


if __name__ == "__main__":
    main()

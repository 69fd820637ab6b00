"""What differs between the entries of two shortlist.json: differences.py BEFORE AFTER [--without KEY...]

A line an entry, by its permanent id: what is only in one, or the keys that are not alike.
"""
import json
import sys


def entries(path):
    with open(path, encoding="utf-8") as file:
        return {entry["id"]: entry for entry in json.load(file)["entries"]}


before, after = entries(sys.argv[1]), entries(sys.argv[2])
left_out = sys.argv[4:] if sys.argv[3:4] == ["--without"] else []
for id in [*before, *(id for id in after if id not in before)]:
    if id not in after or id not in before:
        print(id, "only", "before" if id in before else "after")
        continue
    old, new = before[id], after[id]
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key) and key not in left_out]
    if keys:
        print(id, new["number"], *keys)

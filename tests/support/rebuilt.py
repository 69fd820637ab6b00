"""Are two shortlist.json the same but for where they were read? rebuilt.py ONE OTHER

All is compared except the inputs of the run and the file, row and input of each submission.
"""
import json
import sys


def told(path):
    with open(path, encoding="utf-8") as file:
        shortlist = json.load(file)
    del shortlist["run"]["inputs"]
    members = [m for entry in shortlist["entries"] for m in entry["members"]]
    for record in members + shortlist["account"]["set_aside"] + shortlist["cut"]:
        for key in ("file", "row", "input"):
            record.pop(key, None)
    return shortlist


one, other = told(sys.argv[1]), told(sys.argv[2])
different = [key for key in {**one, **other} if one.get(key) != other.get(key)]
print("the same" if not different else "different: " + " ".join(different))

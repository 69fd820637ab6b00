"""Looks at a workbook of Khulasa with nothing of ours: zipfile and ElementTree.

workbook.py shape FILE                     a line a sheet: name, direction, rows, what is frozen, repeated, to choose
workbook.py cells FILE SHEET COLUMN...     the cells below the heads of these columns, found by the hidden sheet
workbook.py parts FILE                     what no workbook of ours may hold; silent when all is well
"""
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def text_of(cell):
    """As a spreadsheet shows it: _xHHHH_ is a character."""
    raw = "".join(t.text or "" for t in cell.iter(MAIN + "t")) or (cell.findtext(MAIN + "v") or "")
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), raw)


def column_of(reference):
    n = 0
    for letter in re.match("[A-Z]+", reference).group(0):
        n = n * 26 + ord(letter) - 64
    return n - 1


class Book:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        assert self.zip.testzip() is None
        root = tree.fromstring(self.zip.read("xl/workbook.xml"))
        targets = {r.get("Id"): r.get("Target") for r in tree.fromstring(self.zip.read("xl/_rels/workbook.xml.rels"))}
        self.sheets = [(s.get("name"), s.get("state", "visible"), "xl/" + targets[s.get(REL)]) for s in root.iter(MAIN + "sheet")]
        self.names = {(d.get("name"), int(d.get("localSheetId"))): d.text for d in root.iter(MAIN + "definedName")}

    def sheet(self, name):
        return tree.fromstring(self.zip.read(next(path for n, _, path in self.sheets if n == name)))

    def rows(self, name):
        out = []
        for row in self.sheet(name).iter(MAIN + "row"):
            cells = {column_of(c.get("r")): text_of(c) for c in row}
            out.append([cells.get(i, "") for i in range(max(cells) + 1)] if cells else [])
        return out

    def keys(self):
        return [row + [""] * (3 - len(row)) for row in self.rows("khulasa")]


def shape(book):
    for i, (name, state, _) in enumerate(book.sheets):
        root = book.sheet(name)
        view = next(root.iter(MAIN + "sheetView"))
        setup = root.find(MAIN + "pageSetup")
        rules = ["%s=%s" % (v.get("sqref"), v.findtext(MAIN + "formula1")) for v in root.iter(MAIN + "dataValidation")]
        print(" | ".join([
            name, state, "right to left" if view.get("rightToLeft") == "1" else "left to right",
            "%d rows" % sum(1 for _ in root.iter(MAIN + "row")),
            "frozen" if any(p.get("state") == "frozen" for p in root.iter(MAIN + "pane")) else "not frozen",
            "filter" if root.find(MAIN + "autoFilter") is not None else "no filter",
            "%s %s" % (setup.get("orientation"), "A4" if setup.get("paperSize") == "9" else "?") if setup is not None else "-",
            "repeated" if ("_xlnm.Print_Titles", i) in book.names else "not repeated"] + rules))


def cells(book, sheet, *columns):
    keys = book.keys()
    name = next(k[2] for k in keys if k[:2] == ["sheet", sheet])
    rows = book.rows(name)
    at = []
    for column in columns:
        head = next(k[2] for k in keys if k[:2] == ["column", sheet + "." + column])
        assert rows[0].count(head) == 1, "the head of %s is not one of a kind" % column
        at.append(rows[0].index(head))
    for row in rows[1:]:
        print(" | ".join((row[i] if i < len(row) else "").replace("\n", " // ") for i in at))


def parts(book):
    for part in book.zip.namelist():
        root = tree.fromstring(book.zip.read(part))  # well-formed
        for element in root.iter():
            bad = element.tag in (MAIN + "f", MAIN + "hyperlink", MAIN + "hyperlinks") or "externalLink" in element.tag
            if bad or (part.endswith(".rels") and element.get("TargetMode") == "External"):
                print("%s holds %s" % (part, element.tag))
    for name, _, path in book.sheets:
        for cell in tree.fromstring(book.zip.read(path)).iter(MAIN + "c"):
            shown = text_of(cell)
            if len(shown.encode("utf-16-le")) // 2 > 32767:
                print("%s of %s is too long" % (cell.get("r"), name))
            if name != "khulasa" and shown.startswith("doc."):
                print("%s of %s is an id without words: %s" % (cell.get("r"), name, shown))


if __name__ == "__main__":
    {"shape": shape, "cells": cells, "parts": parts}[sys.argv[1]](Book(sys.argv[2]), *sys.argv[3:])

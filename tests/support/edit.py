"""Edits a document of khulasa as a committee does in its word processor or spreadsheet.

  edit.py IN.docx OUT.docx EDIT...
     title:N=TEXT  text:N=TEXT  level:N=TEXT  authorities:N=TEXT   of the N-th entry of the document, from 1
     strike:N      the entry is deleted
     move:N=M      it is cut, and put behind entry M; =0: before the first
     copy:N=M      it is put behind entry M, too
     heading:N=TEXT   a heading is typed behind it
     bare:N=PART   the content control of a part and its bookmark are lost, and what stood in it
     untag         all content controls and bookmarks are lost
  edit.py IN.xlsx OUT.xlsx EDIT...
     SHEET!CELL=TEXT      SHEET is the number of the sheet, from 1
     SHEET!-ROW           the row is deleted (its cells are)

Numbers are those of the document that comes in. Runs are split and marked as Word does it.
"""
import copy
import re
import sys
import zipfile
from xml.etree import ElementTree as Tree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name):
    return "{%s}%s" % (W, name)


def names_of(xml):
    for prefix, uri in set(re.findall(rb'xmlns:?([A-Za-z0-9]*)="([^"]+)"', xml)):
        Tree.register_namespace(prefix.decode(), uri.decode())


class Letter:
    part = "word/document.xml"

    def __init__(self, xml):
        names_of(xml)
        self.root = Tree.fromstring(xml)
        self.parent = {child: parent for parent in self.root.iter() for child in parent}
        self.controls = {}
        for control in self.root.iter(w("sdt")):
            tag = control.find(w("sdtPr") + "/" + w("tag"))
            if tag is not None:
                self.controls[tag.get(w("val"))] = control
        self.entries = [tag for tag in self.controls if re.fullmatch(r"E-[0-9a-f]{10}(-\d+)?", tag)]

    def entry(self, number):
        return self.controls[self.entries[int(number) - 1]]

    def write(self, number, part, text):
        """As typed: the first run takes half of it, a second one the rest, all others go."""
        control = self.controls[self.entries[int(number) - 1] + "/" + part]
        runs = [(holder, run) for holder in control.iter() for run in holder if run.tag == w("r")]
        holder, run = runs[0]
        for other, gone in runs[1:]:
            other.remove(gone)
        for child in list(run):
            if child.tag in (w("t"), w("br")):
                run.remove(child)
        run.set(w("rsidR"), "00AB12CD")
        half = len(text) // 2
        second = copy.deepcopy(run)
        for piece, words in ((run, text[:half]), (second, text[half:])):
            t = Tree.SubElement(piece, w("t"))
            t.text = words
            t.set(SPACE, "preserve")
        at = list(holder).index(run)
        holder.insert(at + 1, Tree.Element(w("proofErr"), {w("type"): "spellStart"}))
        holder.insert(at + 2, second)

    def cut(self, control):
        self.parent[control].remove(control)

    def put(self, control, behind):
        if int(behind) == 0:
            anchor = self.entry(1)
            holder = self.parent[anchor]
            at = list(holder).index(anchor)
        else:
            anchor = self.entry(behind)
            holder = self.parent[anchor]
            at = list(holder).index(anchor) + 1
        holder.insert(at, control)
        self.parent[control] = holder

    def heading(self, number, text):
        paragraph = Tree.Element(w("p"))
        properties = Tree.SubElement(paragraph, w("pPr"))
        Tree.SubElement(properties, w("pStyle"), {w("val"): "Heading2"})
        Tree.SubElement(Tree.SubElement(paragraph, w("r")), w("t")).text = text
        self.put(paragraph, number)

    def untag(self):
        for holder in list(self.root.iter()):
            for child in list(holder):
                if child.tag == w("sdtPr") or child.tag in (w("bookmarkStart"), w("bookmarkEnd")):
                    holder.remove(child)

    def bare(self, number, part):
        self.cut(self.controls[self.entries[int(number) - 1] + "/" + part])

    def edit(self, order):
        what, _, text = order.partition("=")
        op, _, number = what.partition(":")
        if op in ("title", "text", "level", "authorities"):
            self.write(number, op, text)
        elif op == "bare":
            self.bare(number, text)
        elif op == "strike":
            self.cut(self.entry(number))
        elif op == "move":
            moved = self.entry(number)
            self.cut(moved)
            self.put(moved, text)
        elif op == "copy":
            self.put(copy.deepcopy(self.entry(number)), text)
        elif op == "heading":
            self.heading(number, text)
        elif op == "untag":
            self.untag()
        else:
            sys.exit("edit.py: what is %s?" % order)


class Sheet:
    def __init__(self, xml):
        names_of(xml)
        self.root = Tree.fromstring(xml)
        self.data = self.root.find("{%s}sheetData" % S)

    def row(self, number):
        for row in self.data:
            if row.get("r") == str(number):
                return row
        sys.exit("edit.py: no row %s" % number)

    def write(self, cell, text):
        row = self.row(re.sub("[A-Z]", "", cell))
        for c in row:
            if c.get("r") == cell:
                for child in list(c):
                    c.remove(child)
                c.set("t", "inlineStr")
                t = Tree.SubElement(Tree.SubElement(c, "{%s}is" % S), "{%s}t" % S)
                t.text = text
                return
        sys.exit("edit.py: no cell %s" % cell)

    def edit(self, order):
        what, _, text = order.partition("=")
        if what.startswith("-"):
            self.data.remove(self.row(what[1:]))
        else:
            self.write(what, text)


def main(source, target, orders):
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    editors = {}
    for order in orders:
        name = Letter.part
        if source.endswith(".xlsx"):
            sheet, _, order = order.partition("!")
            name = "xl/worksheets/sheet%s.xml" % sheet
        if name not in editors:
            editors[name] = (Letter if name == Letter.part else Sheet)(parts[name])
        editors[name].edit(order)
    for name, editor in editors.items():
        parts[name] = Tree.tostring(editor.root, encoding="UTF-8", xml_declaration=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


main(sys.argv[1], sys.argv[2], sys.argv[3:])

"""What readers get out of shortlist.pdf: words, their order, pages, outline, fonts. By the tools of Poppler.

test_read.py PROGRAM SOURCES. 77: Poppler's tools are not installed.
"""
import collections
import csv
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM, SOURCES = sys.argv[1], sys.argv[2]
KHEMISSET = os.path.join(SOURCES, "corpora/khemisset/proposals.csv")
TOOLS = ["pdftotext", "pdfinfo", "pdffonts", "pdftohtml"]
# Marks and isolates of direction, which pdftotext itself sets around what runs against the page.
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def tool(*line):
    return subprocess.run(line, capture_output=True, check=True).stdout.decode()


def plain(text):
    return " ".join(DIRECTION.sub("", text).split())


class Document:
    """A collection condensed to PDF and JSON, and the text of the one beside the entries of the other."""

    def __init__(self, source, folder, *options):
        subprocess.run([PROGRAM, "condense", source, "-o", folder, "--format", "json,pdf", "-q", *options], check=True)
        self.pdf = os.path.join(folder, "shortlist.pdf")
        with open(os.path.join(folder, "shortlist.json"), encoding="utf-8") as file:
            self.shortlist = json.load(file)
        self.text = plain(tool("pdftotext", self.pdf, "-"))
        self.words = collections.Counter(self.text.split())

    def found(self, text):
        """The share of the words of a text, with the signs at their ends, that are there whole."""
        words = plain(text).split()
        return sum(word in self.words for word in words) / len(words)


class Reading(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = tempfile.mkdtemp()
        cls.khemisset = Document(KHEMISSET, os.path.join(cls.work, "khemisset"), "--lang", "ar", "--date", "2026-09-05")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.work)

    def document(self, name, texts, *options):
        """Of proposals about so many things that none is joined to another."""
        path = os.path.join(self.work, name + ".csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "association", "text"])
            writer.writerows([f"T{i}", f"A{i}", text] for i, text in enumerate(texts))
        return Document(path, os.path.join(self.work, name), "--probability", "0.999", *options)

    def test_words_are_whole(self):
        for entry in self.khemisset.shortlist["entries"]:
            self.assertGreaterEqual(self.khemisset.found(entry["text"]), 0.92, entry["text"])
        whole = " ".join(entry["text"] for entry in self.khemisset.shortlist["entries"])
        self.assertGreaterEqual(self.khemisset.found(whole), 0.995)

    def test_sentences_stand_in_order(self):
        """Over line ends, too."""
        entries = self.khemisset.shortlist["entries"]
        whole = [entry for entry in entries if plain(entry["text"]) in self.khemisset.text]
        self.assertGreaterEqual(len(whole) / len(entries), 0.95)

    def test_supporters_and_sources_can_be_found(self):
        for entry in self.khemisset.shortlist["entries"]:
            for member in entry["members"]:
                self.assertRegex(self.khemisset.text, rf"\b{member['id']}\b")
            for name in entry["supporters"]:
                self.assertGreater(self.khemisset.found(name), 0.9, name)

    def test_other_cities_are_a_line_of_the_entry(self):
        others = os.path.join(self.work, "others.csv")
        with open(others, "w", encoding="utf-8") as file:
            file.write("id,city,text\nF1,Fès,Créer un terrain de sport de proximité\nF2,Fès,Un terrain de sport de proximité\n")
        made = self.document("elsewhere", ["Créer un terrain de sport de proximité", "Réparer la route"], "--lang", "fr",
                             "--elsewhere", others)
        self.assertIn("Fès 2 (identique)", made.text)
        self.assertEqual(1, made.text.count("Autres villes"))  # not where nobody else demands it
        self.assertNotIn("مدن أخرى", self.khemisset.text)

    def test_pages_and_outline(self):
        info = tool("pdfinfo", self.khemisset.pdf)
        pages = int(re.search(r"Pages:\s+(\d+)", info).group(1))
        self.assertGreater(pages, 10)
        self.assertIn(f"{pages} / {pages}", plain(tool("pdftotext", "-f", str(pages), self.khemisset.pdf, "-")))
        self.assertRegex(info, r"Tagged:\s+yes")
        self.assertRegex(info, r"Page size:.*A4")
        self.assertIn("خلاصة المقترحات", info)
        outline = re.search(r"<outline>.*</outline>", tool("pdftohtml", "-xml", "-i", "-stdout", self.khemisset.pdf), re.S)
        items = re.findall(r'<item page="(\d+)">([^<]*)</item>', outline.group(0))
        axes, entries = self.khemisset.shortlist["axes"], self.khemisset.shortlist["entries"]
        parts = 4  # account, contents, concordance, authorities; nothing is set aside
        self.assertEqual(len(items), parts + sum(axis["entries"] > 0 for axis in axes) + len(entries))
        self.assertEqual([int(page) for page, _ in items], sorted(int(page) for page, _ in items))
        for entry in entries:
            self.assertIn(entry["number"], [title.split()[0] for _, title in items])

    def test_contents_name_the_pages(self):
        entry = self.khemisset.shortlist["entries"][40]
        contents = tool("pdftotext", "-layout", "-f", "3", "-l", "6", self.khemisset.pdf, "-")
        lines = [plain(line).split() for line in contents.splitlines()]
        page = next(line[0] for line in lines if line and line[-1] == entry["number"])  # from left to right
        self.assertIn(entry["id"], tool("pdftotext", "-f", page, "-l", page, self.khemisset.pdf, "-"))

    def test_fonts_are_embedded_subsets(self):
        rows = tool("pdffonts", self.khemisset.pdf).splitlines()[2:]
        self.assertTrue(rows)
        for row in rows:
            self.assertRegex(row, r"^[A-Z]{6}\+\S+ .* yes yes yes ")

    def test_no_message_is_missing(self):
        for lang in "ar", "fr", "en":
            folder = os.path.join(self.work, "lang-" + lang)
            self.assertNotRegex(Document(KHEMISSET, folder, "--lang", lang).text, r"\bdoc\.[a-z]")

    def test_same_bytes_for_any_number_of_threads(self):
        for threads in "1", "4":
            folder = os.path.join(self.work, "threads" + threads)
            again = Document(KHEMISSET, folder, "--lang", "ar", "--date", "2026-09-05", "--threads", threads)
            self.assertTrue(filecmp.cmp(again.pdf, self.khemisset.pdf, shallow=False))

    def test_mixed_texts_stand_in_order(self):
        texts = [
            "إحداث مركز (CRASC) بحي السلام، رقم 12/2024 - 15% و 1.500 درهم؛ «النور» هل هذا؟ نعم! انتهى.",
            "المادة 87 (الفقرة 2) من القانون رقم 113.14: الجماعات الترابية ثم projet de route nationale بالخميسات (تيفلت).",
            "الهاتف من 9h إلى 18h، بتاريخ 03/05/2025؛ والسنة ٢٠٢٥ ثم مسبح Olympique بالرماني و«مشروع الحي».",
            "أُمسيتين وظَلامٌ دامسٌ محمّد اللّه لا لإ لأ لآ مؤسّسة شيئاً يُطلَبُ تزويدُ المكتبة بالكتب.",
            "اشترِ سيارة إسعاف, وحافلة, ثم مولد كهرباء بقوة 30 kW (ثلاثون) للمستوصف القروي."]
        document = self.document("mixed", texts, "--lang", "ar")
        for text in texts:
            self.assertIn(plain(text), document.text)

    def test_french(self):
        texts = ["Créer une bibliothèque de quartier, avec 12 ordinateurs (œuvres d’art, l’été) : c’est « urgent » !",
                 "Réparer l'éclairage public de l'avenue Hassan II, n° 6, et planter des arbres - 30 % de plus.",
                 "Nous demandons une ambulance médicalisée, un médecin, puis deux infirmières pour le dispensaire."]
        document = self.document("french", texts, "--lang", "fr")
        for text in texts:
            self.assertIn(plain(text), document.text)
        self.assertIn("Synthèse des propositions", document.text)

    def test_changes_stand_in_a_part_of_their_own(self):
        """Old and new wording, what is new and what is gone; nothing of it without an earlier version."""
        texts = ["Créer une bibliothèque de quartier avec douze ordinateurs neufs.",
                 "Réparer l'éclairage public de l'avenue Hassan II.",
                 "Nous demandons une ambulance médicalisée pour le dispensaire."]
        first = self.document("first", texts, "--lang", "fr")
        second = self.document("second", [texts[0] + " Et une salle de lecture.", texts[1]], "--lang", "fr",
                               "--since", os.path.join(self.work, "first", "shortlist.json"))
        heading = "Changements depuis la version précédente"
        self.assertNotIn(heading, first.text)
        for text in heading, "Reformulée : 1", "Retirée : 1", texts[0], texts[0] + " Et une salle de lecture.", texts[2]:
            self.assertIn(text, second.text)

    def test_unknown_characters_and_long_words(self):
        long = "كلمة" * 800
        texts = ["ملعب القرب 😀 رمز 漢字 مجهول 𓀀 بالحي الجديد والحديقة.", "بناء سوق " + long + " أسبوعي للماشية.",
                 "نص فيه \u202eاتجاه\u202c \u2067معكوس\u2069 وطريق معبدة إلى الدوار."]
        document = self.document("strange", texts, "--lang", "ar")
        for word in "ملعب", "القرب", "بالحي", "والحديقة.", "سوق", "أسبوعي", "للماشية.", "وطريق", "الدوار.", "معكوس":
            self.assertIn(word, document.words)
        self.assertGreater(document.text.replace(" ", "").count("كلمة"), 790)


if __name__ == "__main__":
    absent = [name for name in TOOLS if shutil.which(name) is None]
    if absent:
        print("skipped: not installed:", *absent, "(package poppler-utils)")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])

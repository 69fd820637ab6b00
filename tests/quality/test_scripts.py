"""What the scripts of bench/quality promise. test_scripts.py PROGRAM SOURCE_DIR; leaves the sources alone."""
import contextlib
import csv
import importlib.util
import io
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata
import unittest

PROGRAM, SOURCE = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
SCRIPTS = SOURCE / "bench/quality"
SMALL = SOURCE / "tests/cli/data/small.csv"
sys.dont_write_bytecode = True
sys.path.insert(0, str(SCRIPTS))
import common  # noqa: E402
import noisy  # noqa: E402
import question_pairs  # noqa: E402

TEXT = "إحداث مستوصف ومدرسة بحي الوحدة في الجماعة القروية سنة 2030"
INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u200e\u200f\ufeff")


def call(script, *words, program=PROGRAM):
    return subprocess.run([sys.executable, "-B", SCRIPTS / script, "--program", program, *words], encoding="utf-8",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={"PATH": "/usr/bin:/bin"}, check=False)


class Scratch(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def collections(self, *names):
        """A folder of collections, each a copy of the small one."""
        for name in names:
            (self.path / "corpora" / name).mkdir(parents=True)
            (self.path / "corpora" / name / "proposals.csv").write_bytes(SMALL.read_bytes())
        return self.path / "corpora"


class Figures(unittest.TestCase):
    def test_auc_counts_ties_by_half(self):
        self.assertEqual(common.auc([0.9, 0.8], [0.1, 0.2]), 1)
        self.assertEqual(common.auc([0.1], [0.9, 0.8]), 0)
        self.assertEqual(common.auc([0.5, 0.5], [0.5]), 0.5)
        self.assertEqual(common.auc([0.5, 0.9], [0.5, 0.1]), 0.875)
        self.assertIsNone(common.auc([], [0.5]))

    def test_best_f1_takes_equal_scores_together(self):
        self.assertEqual(common.best_f1([0.9, 0.7, 0.7, 0.1], [1, 1, 0, 0]), (0.8, 0.7))
        self.assertEqual(common.best_f1([0.9, 0.1], [1, 0]), (1.0, 0.9))
        self.assertEqual(common.best_f1([0.9, 0.1], [0, 0])[0], 0)

    def test_calibration_error_is_the_gap_of_each_bin(self):
        self.assertAlmostEqual(common.calibration_error([0.5, 0.5], [1, 0]), 0)
        self.assertAlmostEqual(common.calibration_error([1.0, 0.0], [0, 1]), 1)
        self.assertAlmostEqual(common.calibration_error([0.95, 0.05], [1, 0]), 0.05)

    def test_verdicts_count_as_asked(self):
        verdicts, labels = ["same", "review", "none", "same"], [1, 1, 1, 0]
        self.assertEqual(question_pairs.verdict_figures(verdicts, labels, ("same",)), (0.5, 1 / 3, 0.4))
        self.assertEqual(question_pairs.verdict_figures(verdicts, labels, ("same", "review"))[1], 2 / 3)

    @unittest.skipUnless(importlib.util.find_spec("sklearn"), "scikit-learn is not installed")
    def test_the_peer_is_measured_as_the_program_measures_itself(self):
        import peer
        figures = peer.figures(["a", "a", "b", "b"], [0, 0, 0, 1])
        self.assertEqual((figures["precision"], figures["recall"]), (1 / 3, 1 / 2))
        self.assertAlmostEqual(figures["b_cubed_precision"], (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
        self.assertAlmostEqual(figures["b_cubed_recall"], (1 + 1 + 1 / 2 + 1 / 2) / 4)


class Noise(Scratch):
    def test_the_same_seed_gives_the_same_twin_and_touches_the_text_alone(self):
        twins = []
        for name, seed in (("a", 1), ("b", 1), ("c", 2)):
            noisy.write_twin(SMALL, self.path / name, seed)
            twins.append((self.path / name).read_bytes())
        self.assertEqual(twins[0], twins[1])
        self.assertNotEqual(twins[0], twins[2])
        for before, after in zip(common.read_rows(SMALL), common.read_rows(self.path / "a")):
            self.assertNotEqual(before.pop("text"), after.pop("text"))
            self.assertEqual(before, after)

    def test_every_noise_changes_a_text_that_it_can(self):
        text = TEXT + " على"
        for name, noise in noisy.all_noises(["مدرسة"]).items():
            self.assertNotEqual(noise(random.Random(3), text), text, name)

    def test_forms_and_invisibles_hide_the_same_letters(self):
        noises = noisy.all_noises()
        shaped = noises["presentation"](random.Random(1), TEXT)
        self.assertEqual(unicodedata.normalize("NFKC", shaped), TEXT)
        self.assertTrue(any("\ufe70" <= char <= "\ufefc" for char in shaped))
        self.assertEqual(noises["zero_width"](random.Random(1), TEXT).translate(INVISIBLE), TEXT)
        self.assertEqual(noises["tatweel"](random.Random(1), TEXT).replace("\u0640", ""), TEXT)

    def test_a_radical_is_not_detached(self):
        noise = noisy.all_noises(["مدرسة"])["detached_waw"]
        self.assertEqual(noise(None, "وحدة ومدرسة والماء وزارة"), "وحدة و مدرسة و الماء وزارة")

    def test_a_loss_beyond_the_limit_fails(self):
        corpora = self.collections("small")
        self.assertEqual(call("noise_loss.py", "--corpora", corpora, "--limit", "0.02").returncode, 0)
        self.assertEqual(call("noise_loss.py", "--corpora", corpora, "--limit", "-1").returncode, 1)


class Tables(Scratch):
    def test_two_collections_are_measured_leaving_one_out(self):
        done = call("quality.py", "--corpora", self.collections("a", "b"), "-o", self.path / "q.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [row for row in common.read_rows(self.path / "q.csv") if row["configuration"] != "scikit-learn"]
        held_out = [row for row in rows if row["training"] == "leave-one-out" and row["corpus"] != "mean"]
        self.assertEqual(len(held_out), 2 * 8 * 2)  # collections, configurations and stemmers, axes
        self.assertTrue(all(row["f1"] and row["calibration_error"] for row in held_out))
        self.assertEqual(len([row for row in rows if row["training"] == "shipped" and row["corpus"] == "a"]), 3 * 2)

    def test_one_collection_leaves_nothing_to_train_on(self):
        done = call("quality.py", "--corpora", self.collections("a"), "-o", self.path / "q.csv")
        self.assertIn("one collection only", done.stdout)
        self.assertNotIn("leave-one-out", (self.path / "q.csv").read_text(encoding="utf-8"))

    def related(self, rows):
        corpora = self.collections("a")
        (corpora / "a/related.tsv").write_text(rows, encoding="utf-8")
        return call("related.py", "--corpora", corpora, "-o", self.path / "r.csv")

    def test_related_demands_are_told_by_kind(self):
        done = self.related("a\tb\tkind\nD1\tD2\tobject\nD4\ta:D6\tobject\nD1\tD4\tother\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = {row["kind"]: row for row in common.read_rows(self.path / "r.csv")}
        self.assertEqual(list(rows), ["object", "other", "all"])
        self.assertEqual((rows["all"]["same_pairs"], rows["object"]["related_pairs"]), ("4", "4"))
        self.assertGreater(float(rows["all"]["auc"]), 0.9)

    def test_a_demand_that_nobody_has_is_named_with_its_row(self):
        done = self.related("D1\tD2\tobject\nD1\tD99\tplace\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("row 2", done.stderr)
        self.assertIn("D99", done.stderr)

    def test_what_is_not_there_is_skipped_with_a_line(self):
        for script in ("question_pairs.py", "topics.py"):
            for words in ((), ("--shared", self.path / "nowhere")):
                done = call(script, *words, "-o", self.path / "none.csv")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(done.stdout.startswith("skipped: "), done.stdout)
        self.assertFalse((self.path / "none.csv").exists())

    def test_question_pairs_are_read_and_told(self):
        folder = self.path / "data/question-pairs"
        folder.mkdir(parents=True)
        with open(folder / "pairs.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("question1", "question2", "label"), (TEXT, TEXT, 1), (TEXT, 'a "b"\tc', 0)])
        done = call("question_pairs.py", "--shared", self.path, "-o", self.path / "p.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        figures = {row["figure"]: row["value"] for row in common.read_rows(self.path / "p.csv")}
        self.assertEqual((figures["pairs"], figures["AUC"]), ("2", "1.0000"))

    def test_a_program_that_is_not_there_is_named(self):
        done = call("quality.py", "--corpora", self.collections("a"), program=self.path / "no")
        self.assertEqual(done.returncode, 1)
        self.assertIn("build it first", done.stderr)

    def test_words_of_the_program_reach_the_user(self):
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as end:
            common.khulasa(PROGRAM, "evaluate", self.path / "missing.csv", "--gold", "gold")
        self.assertIn("there is no such file", str(end.exception))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

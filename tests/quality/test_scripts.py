"""What the scripts of bench/quality and bench/peers promise: test_scripts.py PROGRAM SOURCE_DIR. Leaves the sources alone."""
import contextlib
import csv
import importlib.util
import io
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unicodedata
import unittest

PROGRAM, SOURCE = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
SCRIPTS, PEERS = SOURCE / "bench/quality", SOURCE / "bench/peers"
SMALL = SOURCE / "tests/cli/data/small.csv"
sys.dont_write_bytecode = True
sys.path[:0] = [str(SCRIPTS), str(PEERS)]
import common  # noqa: E402
import join  # noqa: E402
import measure  # noqa: E402
import noisy  # noqa: E402
import question_pairs  # noqa: E402
import texts  # noqa: E402
import trigrams  # noqa: E402

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


def python(code):
    return [sys.executable, "-c", code]


class Measuring(Scratch):
    def failure(self, command):
        with self.assertRaises(measure.Failed) as end:
            measure.run(command)
        return str(end.exception)

    def test_a_command_that_fails_is_said_with_its_words(self):
        said = self.failure(python("import sys; sys.stderr.write('no salt\\nleft'); sys.exit(3)"))
        self.assertIn("exit code 3: no salt | left", said)
        self.assertIn("signal 9", self.failure(python("import os; os.kill(os.getpid(), 9)")))
        self.assertIn("cannot be run (No such file or directory)", self.failure([self.path / "nowhere"]))

    def test_a_process_is_measured_and_not_the_one_that_started_it(self):
        held = bytearray(96 << 20)  # of this process; it must not be told of the other
        small, large = measure.run(["true"]), measure.run(python("x = bytearray(128 << 20); print(len(x))"))
        self.assertEqual((large.out, large.err), (f"{128 << 20}\n", ""))
        self.assertTrue(0 < small.peak < len(held) / 2**20 < 128 < large.peak, (small.peak, large.peak))
        self.assertGreater(large.wall, 0)
        self.assertGreater(large.cpu, 0)

    def test_a_contender_has_the_threads_it_is_given(self):
        told = measure.run(python("import os; print(os.environ['OMP_NUM_THREADS'], os.environ['OPENBLAS_NUM_THREADS'])"), 3)
        self.assertEqual(told.out.split(), ["3", "3"])

    def test_contenders_take_turns_and_a_warm_turn_is_thrown_away(self):
        log = self.path / "log"
        players = [measure.Contender(name, ("sh", "-c", f"printf {name} >>{log}")) for name in "abc"]
        samples = measure.interleave(players, 3, warm=True)
        self.assertEqual(log.read_text(), "abc" "abc" "bca" "cab")
        self.assertEqual({name: len(taken) for name, taken in samples.items()}, {"a": 3, "b": 3, "c": 3})

    def test_medians_spreads_and_ratios(self):
        table = measure.Table()
        table.add("job", measure.OURS, 10, 2, [3.0, 1.0, 2.0], 7.25, "fine")
        table.add("job", "peer", 10, 1, [4.0, 9.0])
        table.add("job", "peer", 11, 1, [5.0])
        ours, peer, alone = table.finished()
        self.assertEqual([ours[column] for column in measure.COLUMNS],
                         ["job", measure.OURS, "10", "2", "3", "2.0000", "1.0000", "3.0000", "7.2", "fine", "1.00"])
        self.assertEqual((peer["median_s"], peer["peak_mib"], peer["ratio"]), ("6.5000", "", "3.25"))
        self.assertEqual(alone["ratio"], "")

    def test_a_percentile_is_one_of_the_values(self):
        values = list(range(100, 0, -1))
        self.assertEqual([measure.percentile(values, share) for share in (0, 0.5, 0.99, 1)], [1, 50, 99, 100])
        self.assertEqual(measure.percentile([7], 0.5), 7)

    def test_a_job_measured_anew_replaces_its_rows_only(self):
        path = self.path / "p.csv"
        for job, seconds in (("a", 1.0), ("b", 2.0), ("a", 3.0)):
            table = measure.Table()
            table.add(job, "peer", 1, 1, [seconds])
            with contextlib.redirect_stdout(io.StringIO()):
                table.write(path)
        rows = [(row["job"], row["median_s"]) for row in common.read_rows(path)]
        self.assertEqual(rows, [("b", "2.0000"), ("a", "3.0000")])

    def test_what_is_not_installed_is_skipped_with_a_line(self):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            self.assertFalse(measure.has("no_such_module_here", "python3-none", "that peer"))
            self.assertTrue(measure.has("csv", "python3", "tables"))
        self.assertEqual(out.getvalue(), "skipped: that peer (not installed: python3-none)\n")
        bare = subprocess.run([sys.executable, "-S", "-B", PEERS / "join.py", "--program", PROGRAM], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", env={"PATH": "/usr/bin:/bin"}, check=False)
        self.assertEqual((bare.returncode, bare.stderr), (0, ""))  # -S: a Python without any package
        self.assertIn("not installed: python3-numpy", bare.stdout)


class Joins(Scratch):
    def test_the_line_of_stages_is_read_wherever_it_stands(self):
        told = join.parse_join_line("reading\njoin: read 0.5 s, index 0.25 s, join 1.5 s, write 0.125 s\n")
        self.assertEqual(told, {"read": 0.5, "index": 0.25, "join": 1.5, "write": 0.125})
        for other in ("", "join: read 0.5 s, index 0.25 s", "join: index 1 s, read 1 s, join 1 s, write 1 s"):
            with self.assertRaises(measure.Failed):
                join.parse_join_line(other)

    def test_pairs_are_counted_and_a_line_that_is_none_is_named(self):
        path = self.path / "pairs"
        path.write_text("0\t1\t0.600001\n0\t3\t0.700000\n2\t3\t1.000000\n")
        self.assertEqual(join.count_pairs(path, 0.6), (3, 1))
        path.write_text("0\t1\t0.9\n3\t2\t0.9\n")
        with self.assertRaisesRegex(measure.Failed, "line 2"):
            join.count_pairs(path, 0.6)

    def test_what_the_join_without_pruning_tells_is_read(self):
        whole = join.parse_unpruned("35 pairs at 0.60, 1.25 s, 2 threads\n")
        self.assertEqual((whole.pairs, whole.seconds, whole.sampled), (35, 1.25, False))
        part = join.parse_unpruned("35 pairs at 0.6, 1.2500 s, 2 threads\nblocks 0:10 of 100, 9.32 % of the products; by "
                                   "them all would take 12.5000 s and find 375 pairs\n")
        self.assertEqual((part.pairs, part.seconds, part.sampled), (375, 12.5, True))

    def test_only_rounding_at_the_threshold_may_tell_exact_joins_apart(self):
        self.assertTrue(join.judge({"a": 5, "b": 5}, 0)[0])
        agreed, line = join.judge({"a": 5, "b": 7}, 2)
        self.assertTrue(agreed)
        self.assertIn("2 pairs apart", line)
        agreed, line = join.judge({"a": 5, "b": 7}, 1)
        self.assertFalse(agreed)
        self.assertIn("NOT the same pairs: a 5, b 7", line)


@unittest.skipUnless(importlib.util.find_spec("numpy"), "numpy is not installed")
class Rows(Scratch):
    def make(self, name, *words):
        subprocess.run([sys.executable, "-B", PEERS / "zipf_rows.py", *words, self.path / name], check=True,
                       stdout=subprocess.DEVNULL)
        return self.path / f"{name}.binr"

    def read(self, path):
        """{(row, column): value} and the number of rows, by this test's own reading of the format."""
        data = path.read_bytes()
        n, _ = struct.unpack_from("<2i", data)
        ptr = struct.unpack_from(f"<{n + 1}i", data, 8)
        columns = struct.unpack_from(f"<{ptr[-1]}i", data, 12 + 4 * n)
        values = struct.unpack_from(f"<{ptr[-1]}f", data, 12 + 4 * n + 4 * ptr[-1])
        rows = [row for row in range(n) for _ in range(ptr[row], ptr[row + 1])]
        return dict(zip(zip(rows, columns), values)), n

    def test_both_formats_hold_the_same_rows_of_unit_length(self):
        for law in ("raw", "mand"):
            cells, n = self.read(self.make(law, "300", law))
            head, size, *lines = (self.path / f"{law}.mtx").read_text(encoding="ascii").splitlines()
            self.assertEqual(head, "%%MatrixMarket matrix coordinate real general")
            self.assertEqual(list(map(int, size.split())), [n, 50000, len(lines)])
            single = struct.Struct("<f")
            told = {(int(row) - 1, int(column) - 1): single.unpack(single.pack(float(value)))[0]
                    for row, column, value in map(str.split, lines)}
            self.assertEqual(told, cells)
            lengths = [0.0] * n
            for (row, _), value in cells.items():
                lengths[row] += value * value
            self.assertTrue(all(abs(length - 1) < 1e-6 for length in lengths))

    def test_the_seed_and_the_law_make_the_rows(self):
        first = self.make("a", "200", "raw").read_bytes()
        self.assertEqual(first, self.make("b", "200", "raw").read_bytes())
        self.assertNotEqual(first, self.make("c", "200", "mand").read_bytes())
        self.assertNotEqual(first, self.make("d", "200", "raw", "--seed", "8").read_bytes())

    def compiled(self):
        program = self.path / "unpruned_join"
        done = shutil.which("cc") and subprocess.run(["cc", "-O1", "-fopenmp", PEERS / "unpruned_join.c", "-o", program],
                                                     stderr=subprocess.DEVNULL, check=False)
        if not done or done.returncode != 0:
            self.skipTest("there is no compiler with OpenMP")
        return program

    def test_the_join_without_pruning_finds_what_a_loop_over_all_pairs_finds(self):
        program, path = self.compiled(), self.make("rows", "700", "raw")
        cells, n = self.read(path)
        rows = [{} for _ in range(n)]
        for (row, column), value in cells.items():
            rows[row][column] = value
        pairs = sum(sum(value * rows[j].get(column, 0) for column, value in rows[i].items()) >= 0.6
                    for i in range(n) for j in range(i))
        self.assertGreater(pairs, 50)
        for threads in (1, 2):
            out = measure.run([program, path, 0.6, threads]).out
            self.assertEqual(join.parse_unpruned(out).pairs, pairs)
        parts = [int(measure.run([program, path, 0.6, 1, "--blocks", blocks]).out.split()[0])
                 for blocks in ("0:1", "1:2", "2:100")]
        self.assertEqual(sum(parts), pairs)
        self.assertTrue(all(parts))

    def test_rows_that_are_torn_or_blocks_that_are_none_are_refused(self):
        program, path = self.compiled(), self.make("rows", "50", "raw")
        torn = self.path / "torn.binr"
        torn.write_bytes(path.read_bytes()[:-4])
        for words, said in (((torn, 0.6, 1), "ends too early"), ((path, 0.6, 1, "--blocks", "5:5"), "usage"),
                            ((self.path / "no", 0.6, 1), "cannot be opened"), ((path, "x", 1), "usage")):
            with self.assertRaisesRegex(measure.Failed, said):
                measure.run([program, *words])


class Texts(Scratch):
    def test_texts_are_those_written_then_halves_of_two(self):
        made = texts.halves(["a b c d", "e f g h"], 20, seed=1)
        self.assertEqual(made[:2], ["a b c d", "e f g h"])
        self.assertEqual(made, texts.halves(["a b c d", "e f g h"], 20, seed=1))
        self.assertLessEqual(set(made[2:]), {"a b c d", "e f g h", "a b g h", "e f c d"})
        self.assertEqual(texts.halves(["a", "b"], 1, seed=1), ["a"])

    def test_a_file_without_texts_is_named(self):
        path = self.path / "x.csv"
        path.write_text("id,words\n1,a\n", encoding="utf-8")
        with self.assertRaisesRegex(measure.Failed, "has no column text"):
            texts.read_texts([path])

    def test_answers_of_the_server_are_read_query_by_query(self):
        work = trigrams.Work(self.path, 9, None, [("P3", "it's\na"), ("P4", "b")])
        out = "query\nP3\nP12\nTime: 2.500 ms\nquery\nP5\nTime: 1500.000 ms (00:01.500)\nVmHWM:\t   2048 kB\n"
        self.assertEqual(trigrams.read_answers(work, out), ([0.0025, 1.5], 1, 3, 2.0))
        script = trigrams.query_script(work, "rows", "ORDER BY text <-> $1").read_text(encoding="utf-8")
        self.assertIn("EXECUTE nearest('it''s a');", script)
        self.assertEqual(trigrams.matches_of('{"matches":[{"id":"P1"},{"id":"P2"}]}\n{"matches":[]}\n'), [["P1", "P2"], []])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

"""khulasa-fleet with real processes on loopback: the bytes are those of khulasa condense, whatever happens.

test_fleet.py BIN SOURCES ByHand|Dask, or write FILE. Ends only processes that it started. 77: the engine is not installed.
"""
import csv
import filecmp
import os
import pty
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

BIN, SOURCES = sys.argv[1], sys.argv[2]
os.environ["LC_ALL"] = "C.UTF-8"  # messages in English
FLEET, DRIVER = os.path.join(BIN, "khulasa-fleet"), os.path.join(SOURCES, "engine/fleet/drivers/khulasa-fleet-dask")
PLACES = ["حي السلام", "حي النهضة", "حي الرياض", "حي الأمل", "حي الزهراء", "حي المسيرة", "حي الوفاق", "حي النصر"]
SHARDS = 3


def write_proposals(path, n):
    """Proposals of a collection over and over, each time at another place and in another number."""
    with open(os.path.join(SOURCES, "corpora/khemisset/proposals.csv"), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "association", "text"])
        for i in range(n):
            row = rows[i % len(rows)]
            place = PLACES[i // len(rows) % len(PLACES)] if i >= len(rows) else ""
            extra = f"{place} {i // len(rows) // len(PLACES) + 1}".strip() if i >= len(rows) else ""
            out.writerow([f"P{i:05d}", f"A{i % 40}", f"{row['text']} {extra}".strip()])


def content(path):
    with open(path, "rb") as file:
        return file.read()


def run(*line, code=0, **more):
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300, **more)
    if done.returncode != code:
        raise AssertionError(f"{line} ended with {done.returncode}: {done.stderr}")
    return done


def fails(*line, code=3, **more):
    """What a command says that is refused: one line, and nothing else."""
    done = run(*line, code=code, **more)
    if done.stdout or not done.stderr.endswith("\n") or done.stderr.count("\n") != 1:
        raise AssertionError(f"{line} says {done.stderr!r} and prints {done.stdout!r}")
    return done.stderr


def on_terminal(*line):
    """What a command says to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        said += part
    os.close(ours)
    if process.wait(timeout=300) != 0:
        raise AssertionError(f"{line} ended with {process.returncode}: {said}")
    return said.decode()


def no_larger_than(size):
    """For a process to be started: a disk that is full after so many bytes of a file."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Fleet(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="khulasa-fleet-")
        cls.input = os.path.join(cls.folder, "proposals.csv")
        cls.alone = os.path.join(cls.folder, "alone")
        write_proposals(cls.input, 3300)
        run(os.path.join(BIN, "khulasa"), "condense", cls.input, "-o", cls.alone, "-q")
        cls.fresh = os.path.join(cls.folder, "fresh")
        run(FLEET, "plan", cls.input, "--plan", cls.fresh, "--shards", str(SHARDS), "-q")
        # a block that takes its time, so that there is a middle to be killed in
        cls.slow = os.path.join(cls.folder, "slow")
        with open(cls.slow, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\n[ "$1" != block ] || {{ echo "$2" >>"{cls.folder}/begun"; sleep 1; }}\n'
                       f'exec "{FLEET}" "$@"\n')
        os.chmod(cls.slow, 0o755)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def setUp(self):
        self.plan = os.path.join(self.folder, self.id().rsplit(".", 1)[1])
        shutil.copytree(self.fresh, self.plan)
        self.started = []
        if os.path.exists(os.path.join(self.folder, "begun")):
            os.remove(os.path.join(self.folder, "begun"))

    def tearDown(self):
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()

    def start(self, *line):
        self.started.append(subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return self.started[-1]

    def scheduler(self):
        port = str(free_port())
        self.start(sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port,
                   "--no-dashboard", "--no-show")
        return f"tcp://127.0.0.1:{port}"

    def worker(self, address):
        return self.start(sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
                          "--no-dashboard", "--local-directory", self.folder)

    def driver(self, address, *more, program=FLEET):
        return (sys.executable, DRIVER, "--scheduler", address, "--program", program, "--plan", self.plan, "--quiet",
                *more)

    def check_same(self, out):
        names = sorted(os.listdir(self.alone))
        self.assertEqual(names, sorted(os.listdir(out)))
        _, other, errors = filecmp.cmpfiles(self.alone, out, names, shallow=False)
        self.assertEqual([], other + errors)

    def gather(self):
        out = self.plan + "-out"
        run(FLEET, "gather", "--plan", self.plan, "-o", out, "-q")
        self.check_same(out)

    def left(self):
        return [int(row.split("\t")[0]) for row in run(FLEET, "jobs", "--plan", self.plan).stdout.splitlines()]

    def run_all(self):
        run(FLEET, "block", *map(str, self.left()), "--plan", self.plan, "-q")

    def wait_for_blocks(self, n):
        path, end = os.path.join(self.folder, "begun"), time.monotonic() + 60
        while time.monotonic() < end:
            if os.path.exists(path) and content(path).count(b"\n") >= n:
                return
            time.sleep(0.05)
        self.fail("no block began within a minute")


class ByHand(Fleet):
    def test_blocks_twice_and_in_any_order(self):
        jobs = self.left()
        self.assertEqual(list(range(SHARDS * (SHARDS + 1) // 2)), jobs)
        for job in reversed(jobs):
            run(FLEET, "block", str(job), "--plan", self.plan, "-q")
        first = [content(os.path.join(self.plan, f"runs/{job}.khr")) for job in jobs]
        self.assertGreater(sum(map(len, first)), 10000)  # there is something to merge
        for job in jobs:
            os.remove(os.path.join(self.plan, f"runs/{job}.khr"))
            run(FLEET, "block", str(job), "--plan", self.plan, "-q", "--threads", "2")
        self.assertEqual(first, [content(os.path.join(self.plan, f"runs/{job}.khr")) for job in jobs])
        self.gather()

    def test_shard_missing_or_changed(self):
        path = os.path.join(self.plan, "shard-1.khs")
        whole = content(path)
        os.remove(path)
        self.assertIn("shard-1.khs", fails(FLEET, "block", "1", "--plan", self.plan))
        with open(path, "wb") as file:
            file.write(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
        self.assertIn("write the plan again", fails(FLEET, "block", "1", "--plan", self.plan))
        shutil.copy(os.path.join(self.plan, "shard-2.khs"), path)  # whole, but another
        self.assertIn("not of this plan", fails(FLEET, "block", "1", "--plan", self.plan))
        self.assertEqual(list(range(6)), self.left())
        with open(path, "wb") as file:
            file.write(whole)
        self.run_all()
        self.gather()

    def test_run_missing_torn_or_strange(self):
        self.run_all()
        path = os.path.join(self.plan, "runs/2.khr")
        whole = content(path)
        with open(path, "wb") as file:
            file.write(whole[: len(whole) // 2])
        self.assertIn("block 2 is damaged", fails(FLEET, "gather", "--plan", self.plan))
        self.assertEqual([2], self.left())
        shutil.copy(os.path.join(self.plan, "runs/1.khr"), path)
        self.assertIn("block 2 is of another plan", fails(FLEET, "gather", "--plan", self.plan))
        os.remove(path)
        self.assertIn("block 2 has not run", fails(FLEET, "gather", "--plan", self.plan))
        self.run_all()
        self.assertEqual(whole, content(path))
        self.gather()

    def test_proposals_changed_under_a_plan(self):
        own = os.path.join(self.folder, "own.csv")
        shutil.copy(self.input, own)
        run(FLEET, "plan", own, "--plan", self.plan, "--shards", "1", "-q")
        run(FLEET, "block", "0", "--plan", self.plan, "-q")
        with open(own, "a", encoding="utf-8") as file:
            file.write("P99999,A1,إحداث مكتبة عمومية بحي السلام\n")
        self.assertIn("not those of the plan", fails(FLEET, "gather", "--plan", self.plan))

    def test_options_are_kept(self):
        other = self.plan + "-condense"
        options = ["--without-axes", "--target", "900"]
        run(os.path.join(BIN, "khulasa"), "condense", self.input, "-o", other, "-q", *options)
        run(FLEET, "plan", self.input, "--plan", self.plan, "--shards", "2", "-q", *options)
        self.run_all()
        run(FLEET, "gather", "--plan", self.plan, "-o", self.plan + "-out", "-q")
        self.assertTrue(filecmp.cmp(other + "/shortlist.json", self.plan + "-out/shortlist.json", shallow=False))


    def test_how_files_are_read_and_persons_are_kept(self):
        """Columns named by hand, one by one, a platform, authors, and files of other cities, by paths of the plan's folder."""
        with open(self.input, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with open(os.path.join(self.folder, "form.csv"), "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["Q1", "Q2", "Q3"])
            for i, row in enumerate(rows):
                out.writerow([row["text"] + (" الهاتف 0612345617" if i == 0 else ""), row["association"], f"كاتب {i}"])
        with open(os.path.join(self.folder, "fes.csv"), "w", encoding="utf-8") as file:
            file.write("id,city,text\nF1,فاس,إحداث ملعب للقرب\nF2,فاس,بناء مسبح\n")
        with open(os.path.join(self.folder, "sefrou.csv"), "w", encoding="utf-8") as file:
            file.write("id,city,text\nS1,صفرو,ملعب للقرب\n")
        options = ["--map", "text=Q1", "--map", "association=Q2", "--map", "author=Q3", "--as", "csv", "--with-persons",
                   "--elsewhere", "fes.csv", "--elsewhere", "sefrou.csv"]
        run(os.path.join(BIN, "khulasa"), "condense", "form.csv", "-o", "form", "-q", *options, cwd=self.folder)
        run(FLEET, "plan", "form.csv", "--plan", self.plan, "--shards", "2", "-q", *options, cwd=self.folder)
        self.assertTrue(self.left())
        self.run_all()
        run(FLEET, "gather", "--plan", self.plan, "-o", self.plan + "-out", "-q")
        alone = content(os.path.join(self.folder, "form/shortlist.json"))
        self.assertEqual(alone, content(self.plan + "-out/shortlist.json"))
        for word in ('"author":"كاتب 7"', "0612345617", '"city":"فاس"', '"city":"صفرو"'):
            self.assertIn(word, alone.decode())

    def files_of_plan(self):
        return sorted(os.path.relpath(os.path.join(folder, name), self.plan)
                      for folder, _, names in os.walk(self.plan) for name in names)

    def test_block_killed_at_any_time(self):
        """Its run is whole or not there; begun again it comes to the same."""
        self.run_all()
        whole = {job: content(os.path.join(self.plan, f"runs/{job}.khr")) for job in range(6)}
        n_killed = 0
        for k in range(24):
            job = k % 6
            os.remove(os.path.join(self.plan, f"runs/{job}.khr"))
            process = self.start(FLEET, "block", str(job), "--plan", self.plan, "-q")
            time.sleep(0.004 * k)
            process.kill()
            n_killed += process.wait() == -signal.SIGKILL
            self.assertIn(self.left(), ([], [job]))
            if self.left():
                self.assertFalse(os.path.exists(os.path.join(self.plan, f"runs/{job}.khr")))
                self.run_all()
            self.assertEqual(whole[job], content(os.path.join(self.plan, f"runs/{job}.khr")))
        self.assertGreater(n_killed, 3)
        self.gather()

    def test_what_killed_writers_left_is_swept(self):
        self.run_all()
        old, fresh = (os.path.join(self.plan, f"runs/2.khr.part-{name}") for name in ("elsewhere-1", "elsewhere-2"))
        for path in old, fresh:
            shutil.copy(os.path.join(self.plan, "runs/2.khr"), path)
        os.utime(old, (1000, 1000))
        self.gather()
        self.assertFalse(os.path.exists(old))
        self.assertTrue(os.path.exists(fresh))  # somebody may be writing it

    def test_plan_of_other_models(self):
        models = os.path.join(self.folder, "models")
        shutil.copytree(os.path.join(SOURCES, "models"), models)
        with open(os.path.join(models, "messages/cli.tsv"), "a", encoding="utf-8") as file:
            file.write("cli.of_the_test\ta\tb\tc\n")
        before = self.files_of_plan()
        for line in (["jobs"], ["block", "0"], ["gather", "-o", self.plan + "-out"]):
            said = fails(FLEET, *line, "--plan", self.plan, "--models", models)
            self.assertIn("of other models", said)
            self.assertIn("plan.tsv", said)
        self.assertEqual(before, self.files_of_plan())
        self.assertFalse(os.path.exists(self.plan + "-out"))

    def test_no_plan(self):
        self.assertIn("there is no plan here", fails(FLEET, "jobs", "--plan", self.plan + "-none"))
        with open(os.path.join(self.plan, "plan.tsv"), "rb+") as file:
            file.truncate(300)
        for line in (["jobs"], ["block", "0"], ["gather"]):
            self.assertIn("this plan is damaged", fails(FLEET, *line, "--plan", self.plan))

    def test_file_limit(self):
        """What cannot be written whole is not written at all."""
        before = self.files_of_plan()
        said = fails(FLEET, "block", "1", "--plan", self.plan, "-q", code=1, preexec_fn=no_larger_than(20000))
        self.assertIn("runs/1.khr", said)
        self.assertIn("does not allow a file this large", said)
        self.assertEqual(before, self.files_of_plan())
        self.run_all()
        out = self.plan + "-out"
        said = fails(FLEET, "gather", "--plan", self.plan, "-o", out, "-q", code=1, preexec_fn=no_larger_than(20000))
        self.assertIn("does not allow a file this large", said)
        self.assertFalse(os.path.exists(out))
        self.gather()
        fresh = self.plan + "-fresh"
        said = fails(FLEET, "plan", self.input, "--plan", fresh, "-q", code=1, preexec_fn=no_larger_than(20000))
        self.assertIn("shard-", said)
        self.assertEqual([], [name for _, _, names in os.walk(fresh) for name in names if ".part-" in name])
        self.assertIn("there is no plan here", fails(FLEET, "jobs", "--plan", fresh))

    def test_full_disk(self):
        """A disk of its own that holds the plan and no run; mounted where only this test's processes see it."""
        size = sum(os.path.getsize(os.path.join(self.plan, name)) for name in self.files_of_plan()) + 100_000
        disk = self.plan + "-disk"
        os.mkdir(disk)
        script = (f'mount -t tmpfs -o size={size} none "{disk}" && cp -r "{self.plan}" "{disk}/plan" || exit 77\n'
                  f'"{FLEET}" block 1 --plan "{disk}/plan" -q; code=$?\n'
                  f'[ -z "$(ls "{disk}/plan/runs")" ] || exit 88\n'
                  f'exit $code\n')
        done = subprocess.run(["unshare", "-m", "sh", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, timeout=300)
        if done.returncode == 77 or "unshare" in done.stderr or "mount" in done.stderr:
            self.skipTest("no disk can be mounted here")
        self.assertEqual((1, 1), (done.returncode, done.stderr.count("\n")), done.stderr)
        self.assertIn("runs/1.khr: the disk is full", done.stderr)

    def test_wrong_lines(self):
        for line, words in ((["gather", "--format", "json,odt"], 'there is no format "odt"'),
                            (["block"], "name the jobs to run"), (["block", "6"], "numbered from 0 and 6 in all"),
                            (["block", "one"], "numbered from 0 and 6 in all"),
                            (["plan", "-"], "standard input"), (["plan"], "see khulasa-fleet plan --help"),
                            (["plan", self.input, "--shards", "0"], "--shards wants a whole number in 1..1000"),
                            (["gather", "--target", "5"], "there is no option --target")):
            before = self.files_of_plan()
            self.assertIn(words, fails(FLEET, *line, "--plan", self.plan, code=2))
            self.assertEqual(before, self.files_of_plan())

    def test_all_formats(self):
        self.run_all()
        alone, out = self.plan + "-alone", self.plan + "-out"
        run(os.path.join(BIN, "khulasa"), "condense", self.input, "-o", alone, "-q", "--format", "all", "--lang", "fr")
        said = run(FLEET, "gather", "--plan", self.plan, "-o", out, "--format", "all", "--lang", "fr").stderr
        self.assertIn(out, said)
        names = sorted(os.listdir(alone))
        self.assertEqual(names, sorted(os.listdir(out)))
        self.assertEqual(names, filecmp.cmpfiles(alone, out, names, shallow=False)[0])

    def test_progress_on_a_terminal(self):
        for line in (["block", "0", "1"], ["block", "2", "3", "4", "5"], ["gather", "-o", self.plan + "-out"]):
            said = on_terminal(FLEET, *line, "--plan", self.plan)
            quiet = on_terminal(FLEET, *line, "--plan", self.plan, "-q")
            self.assertRegex(said, r"[\u2588\u2591]{24} +[0-9]+% \w")
            self.assertEqual("", quiet)
        arabic = on_terminal(FLEET, "gather", "--plan", self.plan, "-o", self.plan + "-ar", "--lang", "ar")
        self.assertIn("\u2067", arabic)  # lines that read from right to left


class Dask(Fleet):
    def with_workers(self, n):
        address = self.scheduler()
        for _ in range(n):
            self.worker(address)
        run(*self.driver(address, "-o", self.plan + "-out"))
        self.check_same(self.plan + "-out")

    def test_1_worker(self):
        self.with_workers(1)

    def test_2_workers(self):
        self.with_workers(2)

    def test_4_workers(self):
        self.with_workers(4)

    def test_worker_killed(self):
        address = self.scheduler()
        victim = self.worker(address)
        driver = self.start(*self.driver(address, "-o", self.plan + "-out", program=self.slow))
        self.wait_for_blocks(1)  # on the only worker there is
        victim.send_signal(signal.SIGKILL)
        self.worker(address)
        self.assertEqual(0, driver.wait(timeout=120))
        self.check_same(self.plan + "-out")

    def wait_for_orphans(self):
        """Blocks that were begun end by themselves, on a busy machine after a while. What is then left to do."""
        begun = set(content(os.path.join(self.folder, "begun")).split())
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            left = self.left()
            if len(left) + len(begun) == SHARDS * (SHARDS + 1) // 2:
                return left
            time.sleep(0.05)
        self.fail("a block did not end")

    def test_all_killed_and_resumed(self):
        address = self.scheduler()
        self.worker(address)
        self.start(*self.driver(address, "-o", self.plan + "-out", program=self.slow))
        self.wait_for_blocks(3)
        for process in self.started:
            process.kill()
            process.wait()
        left = self.wait_for_orphans()
        self.assertTrue(0 < len(left) < 6, left)
        os.remove(os.path.join(self.folder, "begun"))
        address = self.scheduler()
        self.worker(address)
        run(*self.driver(address, "-o", self.plan + "-out", program=self.slow))
        with open(os.path.join(self.folder, "begun"), encoding="utf-8") as file:
            self.assertEqual(left, sorted(map(int, file)))
        self.check_same(self.plan + "-out")

    def test_block_that_fails(self):
        os.remove(os.path.join(self.plan, "shard-0.khs"))
        address = self.scheduler()
        self.worker(address)
        done = run(*self.driver(address, "-o", self.plan + "-out"), code=1)
        self.assertIn("shard-0.khs", done.stderr)
        self.assertFalse(os.path.exists(self.plan + "-out"))


if __name__ == "__main__":
    wanted = sys.argv[3]
    if wanted == "write":  # proposals for slurm.sh
        write_proposals(sys.argv[4], 3300)
        sys.exit()
    if wanted == "Dask":
        try:
            import distributed  # noqa: F401
        except ImportError:
            print("Dask distributed is not installed (python3-distributed): left out")
            sys.exit(77)
    unittest.main(argv=[sys.argv[0], wanted, *sys.argv[4:]], verbosity=2)

"""khulasa-fleet with real processes on loopback: the bytes are those of khulasa condense, whatever happens.

test_fleet.py BIN SOURCES ByHand|Dask, or write FILE. Ends only processes that it started. 77: the engine is not installed.
"""
import csv
import filecmp
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

BIN, SOURCES = sys.argv[1], sys.argv[2]
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


def run(*line, code=0):
    os.environ["LC_ALL"] = "C.UTF-8"  # messages in English
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
    if done.returncode != code:
        raise AssertionError(f"{line} ended with {done.returncode}: {done.stderr}")
    return done


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
        self.assertIn("shard-1.khs", run(FLEET, "block", "1", "--plan", self.plan, code=3).stderr)
        with open(path, "wb") as file:
            file.write(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
        self.assertIn("write the plan again", run(FLEET, "block", "1", "--plan", self.plan, code=3).stderr)
        shutil.copy(os.path.join(self.plan, "shard-2.khs"), path)  # whole, but another
        self.assertIn("not of this plan", run(FLEET, "block", "1", "--plan", self.plan, code=3).stderr)
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
        self.assertIn("block 2 is damaged", run(FLEET, "gather", "--plan", self.plan, code=3).stderr)
        self.assertEqual([2], self.left())
        shutil.copy(os.path.join(self.plan, "runs/1.khr"), path)
        self.assertIn("block 2 is of another plan", run(FLEET, "gather", "--plan", self.plan, code=3).stderr)
        os.remove(path)
        self.assertIn("block 2 has not run", run(FLEET, "gather", "--plan", self.plan, code=3).stderr)
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
        self.assertIn("not those of the plan", run(FLEET, "gather", "--plan", self.plan, code=3).stderr)

    def test_options_are_kept(self):
        other = self.plan + "-condense"
        options = ["--without-axes", "--target", "900"]
        run(os.path.join(BIN, "khulasa"), "condense", self.input, "-o", other, "-q", *options)
        run(FLEET, "plan", self.input, "--plan", self.plan, "--shards", "2", "-q", *options)
        self.run_all()
        run(FLEET, "gather", "--plan", self.plan, "-o", self.plan + "-out", "-q")
        self.assertTrue(filecmp.cmp(other + "/shortlist.json", self.plan + "-out/shortlist.json", shallow=False))


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

    def test_all_killed_and_resumed(self):
        address = self.scheduler()
        self.worker(address)
        self.start(*self.driver(address, "-o", self.plan + "-out", program=self.slow))
        self.wait_for_blocks(3)
        for process in self.started:
            process.kill()
            process.wait()
        time.sleep(1.5)  # the block that was begun ends by itself, or not
        left = self.left()
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

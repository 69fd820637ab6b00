#!/usr/bin/python3
"""The ten nearest texts of a collection, one query at a time: khulasa similar on an index beside PostgreSQL's pg_trgm.

    bench/peers/trigrams.py [--rows 20000,100000] [--queries 100] [--input FILE.csv]... [-o FILE.csv]
    bench/peers/trigrams.py --rows 1000000 --queries 30 --runs 3 --input MILLION.csv

A query is a text of the collection without a fifth of its words. Jobs: "index" (making it), "query p50" and "query
p99". Ours is asked in three ways: by a process for each query, whose time holds the start of the program and the opening
of the index; by one process that has the index open and is asked one query after the other on one thread, as a server
that runs already is (bench_index --ask of the bench preset); and all queries at once, told as the mean. A server that
runs already answers for PostgreSQL, and its own \\timing is read. It has an index of each kind on a table of its own:
GiST, ordered by distance, which finds the ten nearest; GIN, which only finds what is at least 0.3 similar (the threshold as
installed), ordered afterwards. Its cluster is made here, in a temporary folder and on a unix socket, and goes with
the script; that of the system is not touched.
"""
import dataclasses
import glob
import json
import os
import pathlib
import pwd
import random
import re
import subprocess
import sys
import tempfile

import measure
import texts

N_NEAREST = 10
SIGNATURE = 256  # bytes of one in GiST: of 12 (as installed), 32, 64, 128 and 256 the fastest to ask, by a little
SETTINGS = ("shared_buffers=512MB", "work_mem=64MB", "maintenance_work_mem=512MB", "fsync=off", "jit=off",
            "max_parallel_workers_per_gather=0", "max_parallel_maintenance_workers=0", "listen_addresses=''")
INDEXES = {
    "pg_trgm gist": ("rows_gist", f"USING gist (text gist_trgm_ops(siglen={SIGNATURE}))", "ORDER BY text <-> $1"),
    "pg_trgm gin": ("rows_gin", "USING gin (text gin_trgm_ops)", "WHERE text % $1 ORDER BY text <-> $1"),
}
TIME = re.compile(r"^Time: ([0-9.]+) ms", re.MULTILINE)
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


def find_bin():
    """The folder of initdb, postgres and psql, which Debian keeps out of the path; None after a line."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True) + os.environ.get("PATH", "").split(os.pathsep)
    for folder in map(pathlib.Path, folders):
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "psql")):
            return folder
    print("skipped: PostgreSQL's pg_trgm (not installed: postgresql postgresql-contrib)")
    return None


class Cluster:
    """PostgreSQL in a folder of its own, up within a with block. Root cannot run a server, so its user does then."""

    def __init__(self, folder, bin_folder):
        self.folder, self.bin = pathlib.Path(folder), bin_folder
        self.user = "postgres" if os.geteuid() == 0 else None
        for name in [name for name in os.environ if name.startswith("PG")]:
            del os.environ[name]  # no other server is meant

    def call(self, name, *words):
        done = subprocess.run([self.bin / name, *words], cwd=self.folder, user=self.user, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", check=False)
        if done.returncode != 0:
            log = self.folder / "log"
            said = done.stderr.strip() or (log.read_text(encoding="utf-8")[-500:] if log.exists() else "")
            raise measure.Failed(f"{name} failed with {done.returncode}: {' | '.join(said.splitlines())}")

    def __enter__(self):
        if self.user:
            owner = pwd.getpwnam(self.user)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.call("initdb", "-D", "data", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                  "--no-sync")
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        try:
            self.call("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", f"-k {self.folder} {options}", "start")
            self.run("CREATE EXTENSION pg_trgm")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if (self.folder / "data/postmaster.pid").exists():
            self.call("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def psql(self, *words):
        return (self.bin / "psql", "-h", self.folder, "-U", "postgres", "-d", "postgres", "-X", "-q", "-A", "-t",
                "-v", "ON_ERROR_STOP=1", *words)

    def run(self, *statements):
        return measure.run(self.psql(*(word for statement in statements for word in ("-c", statement)))).out.strip()


@dataclasses.dataclass
class Work:
    """What is asked: the collection, the queries, each with the id of the text that it was made of."""
    folder: pathlib.Path
    n: int
    path: pathlib.Path
    queries: list

    def query_path(self, number):
        return self.folder / f"query-{number}.csv"


def make_work(args, n, folder):
    path, collection = folder / f"{n}.csv", texts.gather(args, n)
    texts.write_csv(path, collection)
    draw, queries = random.Random(args.seed + 1), []
    for number in draw.sample(range(n), min(args.queries, n)):
        words = collection[number].split()
        kept = sorted(draw.sample(range(len(words)), max(1, len(words) * 4 // 5)))
        queries.append((f"P{number + 1}", " ".join(words[at] for at in kept)))
    work = Work(folder, n, path, queries)
    for number, (_, text) in enumerate(queries):
        texts.write_csv(work.query_path(number), [text])
    texts.write_csv(folder / "queries.csv", [text for _, text in queries])
    return work


def sql_text(text):
    return "'" + " ".join(text.replace("\0", " ").split()).replace("'", "''") + "'"


def query_script(work, table, order):
    """Queries as psql reads them; in the end, the peak of the process that answered."""
    lines = ["SELECT pg_backend_pid() AS pid \\gset", "\\setenv ANSWERING :pid", "SET enable_seqscan = off;",
             f"PREPARE nearest(text) AS SELECT id FROM {table} {order} LIMIT {N_NEAREST};"]
    for _, text in work.queries:
        lines += ["\\echo query", "\\timing on", f"EXECUTE nearest({sql_text(text)});", "\\timing off"]
    lines.append("\\! grep VmHWM /proc/$ANSWERING/status")
    path = work.folder / f"{table}.sql"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read_answers(work, out):
    """(seconds of each query, own rows among the nearest, rows found, peak MiB) of what psql wrote."""
    answers = out.split("query\n")[1:]
    seconds = [float(TIME.search(answer)[1]) / 1000 for answer in answers]
    found = [[line for line in answer.splitlines() if re.fullmatch(r"P\d+", line)] for answer in answers]
    own = sum(query[0] in ids for query, ids in zip(work.queries, found))
    return seconds, own, sum(map(len, found)), int(PEAK.search(out)[1]) / 1024


def load(cluster, work):
    for table, _, _ in INDEXES.values():
        cluster.run(f"DROP TABLE IF EXISTS {table}", f"CREATE TABLE {table} (id text, text text)",
                    f"\\copy {table} FROM '{work.path}' WITH (FORMAT csv, HEADER)")


def compare_indexes(args, cluster, table, work):
    """Makes all indexes, each turn anew; those of the last turn stay."""
    players = []
    if args.with_ours:
        players.append(measure.Contender(measure.OURS, (args.program, "index", work.path, "-o", work.folder / "index",
                                                        "--threads", args.threads, "--quiet"), args.threads))
    if cluster:
        load(cluster, work)
        for name, (rows, using, _) in INDEXES.items():
            players.append(measure.Contender(name, cluster.psql("-c", f"DROP INDEX IF EXISTS {rows}_text", "-c",
                                                                f"CREATE INDEX {rows}_text ON {rows} {using}")))
    samples = measure.interleave(players, args.runs)
    for player in players:
        taken = samples[player.name]
        if player.name == measure.OURS:
            size = (work.folder / "index").stat().st_size
            table.add_processes("nearest ten: index", player, work.n, taken, f"{size / 2**20:.1f} MiB, reads the CSV too")
        else:
            rows = INDEXES[player.name][0]
            size = int(cluster.run(f"VACUUM ANALYZE {rows}", f"SELECT pg_relation_size('{rows}_text')"))
            table.add("nearest ten: index", player.name, work.n, 1, [sample.wall for sample in taken],
                      result=f"{size / 2**20:.1f} MiB, of rows that are in the table")


def matches_of(out):
    """The ids of the matches of each line that khulasa similar --json printed."""
    return [[match["id"] for match in json.loads(line)["matches"]] for line in out.splitlines()]


class Ours:
    """One process for each query."""
    name = measure.OURS

    def __init__(self, args, work):
        self.work, self.threads = work, args.threads
        self.words = ("--index", work.folder / "index", "-k", N_NEAREST, "--json", "--threads", args.threads, "--quiet")
        self.program = args.program

    def run(self, path):
        return measure.run((self.program, "similar", path, *self.words), self.threads)

    def ask(self):
        samples = [self.run(self.work.query_path(number)) for number in range(len(self.work.queries))]
        found = [matches_of(sample.out)[0] for sample in samples]
        own = sum(query[0] in ids for query, ids in zip(self.work.queries, found))
        return [sample.wall for sample in samples], own, sum(map(len, found)), max(sample.peak for sample in samples)


class OursAtOnce(Ours):
    """All queries in one process; each is said to take the mean."""
    name = measure.OURS + " at once, mean"

    def ask(self):
        sample, queries = self.run(self.work.folder / "queries.csv"), self.work.queries
        found = matches_of(sample.out)
        own = sum(query[0] in ids for query, ids in zip(queries, found))
        return [sample.wall / len(queries)] * len(queries), own, sum(map(len, found)), sample.peak


class OursOpen:
    """One process that keeps the index open; one query at a time on one thread, after all were asked once."""
    name = measure.OURS + " open"

    def __init__(self, args, work):
        self.work, self.threads = work, 1
        models = args.program.parent.parent / "share/khulasa/khulasa.models"
        self.command = (args.bench, "--ask", models, work.folder / "index", work.folder / "queries.csv")

    def ask(self):
        sample = measure.run(self.command, self.threads)
        answers = [line.split("\t") for line in sample.out.splitlines()]
        own = sum(query[0] in answer[1:] for query, answer in zip(self.work.queries, answers))
        found = sum(len(answer) - 1 for answer in answers)
        return [float(answer[0]) for answer in answers], own, found, sample.peak


class Trigrams:
    def __init__(self, name, cluster, work):
        self.name, self.work, self.threads = name, work, 1
        rows, _, order = INDEXES[name]
        self.command = cluster.psql("-f", query_script(work, rows, order))

    def ask(self):
        return read_answers(self.work, measure.run(self.command).out)


def compare_queries(args, cluster, table, work):
    players = [Ours(args, work), OursAtOnce(args, work)] if args.with_ours else []
    if args.with_ours and args.bench.exists():
        players.append(OursOpen(args, work))
    players += [Trigrams(name, cluster, work) for name in INDEXES] if cluster else []
    answers = {player.name: [] for player in players}
    for turn in range(-1, args.runs):  # the first warms the cache of the system and that of the server
        for player in [*players[turn % len(players):], *players[:turn % len(players)]]:
            answer = player.ask()
            if turn >= 0:
                answers[player.name].append(answer)
    for share in (0.5, 0.99):
        for player in players:
            if share > 0.5 and isinstance(player, OursAtOnce):
                continue  # a mean has no percentiles
            taken = answers[player.name]
            _, own, found, _ = taken[0]
            result = f"{found} rows for {len(work.queries)} queries, {own} times the row that the query was made of"
            seconds, peak = [measure.percentile(turn[0], share) for turn in taken], max(turn[3] for turn in taken)
            table.add(f"nearest ten: query p{share * 100:.0f}", player.name, work.n, player.threads, seconds, peak, result)


def compare(args, cluster, table):
    with tempfile.TemporaryDirectory(prefix="khulasa-trigrams-") as folder:
        for n in args.rows:
            work = make_work(args, n, pathlib.Path(folder))
            compare_indexes(args, cluster, table, work)
            compare_queries(args, cluster, table, work)
    table.finish(args.output)


def main():
    arguments = measure.parser(__doc__)
    texts.add_options(arguments)
    arguments.add_argument("--rows", default="20000,100000", type=measure.numbers)
    arguments.add_argument("--queries", default=100, type=measure.positive)
    arguments.add_argument("--bench", default=measure.ROOT / "build/bench/bin/bench_index", type=pathlib.Path)
    args = arguments.parse_args()
    args.with_ours = measure.has_command(args.program, "index")
    bin_folder = find_bin()
    measure.print_about(args.program, (), args.seed)
    if bin_folder is None:
        if args.with_ours:
            compare(args, None, measure.Table())
        return
    print(measure.first_line([bin_folder / "postgres", "--version"]) + ": " + ", ".join(SETTINGS))
    with tempfile.TemporaryDirectory(prefix="khulasa-pg-") as folder, Cluster(folder, bin_folder) as cluster:
        compare(args, cluster, measure.Table())


if __name__ == "__main__":
    measure.main(main)

#!/bin/sh
# slurm.sh BIN SOURCES: the same plan by a Slurm job array: munged, slurmctld and slurmd of this one machine, started
# here on ports of their own and ended by their process ids. 77: Slurm is not installed, or this is not root.
set -eu
bin=$1 sources=$2
PATH=$PATH:/usr/sbin:/sbin
for program in munged slurmctld slurmd sbatch; do
    command -v $program >/dev/null || { echo "$program is not installed (slurmctld slurmd slurm-client munge): left out"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "slurmd wants root: left out"; exit 77; }
work=$(mktemp -d)
chmod 755 "$work"
pids=
finish() {
    for pid in $pids; do kill "$pid" 2>/dev/null || true; done
    for pid in $pids; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

port() { /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
host=$(hostname -s)
mkdir -p "$work/munge" "$work/state" "$work/spool"
chmod 700 "$work/state" "$work/spool"
chown munge: "$work/munge"
dd if=/dev/urandom of="$work/munge/key" bs=128 count=1 2>/dev/null
chmod 400 "$work/munge/key"
chown munge: "$work/munge/key"
cat >"$work/slurm.conf" <<CONF
ClusterName=khulasa
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(port)
SlurmdPort=$(port)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SchedulerParameters=sched_interval=2,batch_sched_delay=1
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$work/slurm.conf"
setpriv --reuid munge --regid munge --clear-groups munged --foreground --key-file "$work/munge/key" --socket "$work/munge/socket" \
    --pid-file "$work/munge/pid" --log-file "$work/munge/log" --seed-file "$work/munge/seed" --force 2>"$work/munged.err" &
pids="$pids $!"
for i in 1 2 3 4 5 6 7 8 9 10; do [ -S "$work/munge/socket" ] && break; sleep 0.3; done
slurmctld -D >/dev/null 2>&1 &
pids="$! $pids"
slurmd -D -N "$host" >/dev/null 2>&1 &
pids="$! $pids"
tell() { echo "$1" >&2; tail -n 20 "$work"/*.log "$work/munge/log" "$work/munged.err" >&2 || true; exit 1; }
for i in $(seq 40); do [ "$(sinfo -h -o %t 2>/dev/null)" = idle ] && break; sleep 0.5; done
[ "$(sinfo -h -o %t 2>/dev/null)" = idle ] || tell "slurm did not start"

/usr/bin/python3 -B "$sources/tests/fleet/test_fleet.py" "$bin" "$sources" write "$work/proposals.csv"
"$bin/khulasa" condense "$work/proposals.csv" -o "$work/alone" -q
"$bin/khulasa-fleet" plan "$work/proposals.csv" --plan "$work/plan" --shards 3 -q
last=$("$sources/engine/fleet/drivers/khulasa-fleet-slurm" --plan "$work/plan" -o "$work/out" --program "$bin/khulasa-fleet")
for i in $(seq 240); do [ -n "$(squeue -h -j "${last%%;*}" 2>/dev/null)" ] || break; sleep 0.5; done
[ "$(ls "$work/plan/runs" | grep -c '\.khr$')" -eq 6 ] || tell "not all blocks have run"
for file in json csv html; do
    cmp "$work/alone/shortlist.$file" "$work/out/shortlist.$file" || { cat "$work/plan/gather.log" >&2; tell "shortlist.$file differs"; }
done
echo "slurm: 6 blocks, the bytes of khulasa condense"

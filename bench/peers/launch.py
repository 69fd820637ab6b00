"""Runs one command and tells what it took: launch.py FD COMMAND... ; used by measure.py only.

A process inherits, as its peak of memory, what the process that started it held at that moment. So each contender is
started from here, a Python that has loaded nothing, and no peak below about 8 MiB can be told. Writes one line to the
file descriptor FD: wall seconds, wait status, seconds of processor, peak KiB; or "cannot" and the number of the
system's error.
"""
import os
import sys
import time

fd = int(sys.argv[1])
os.set_inheritable(fd, False)
begin = time.monotonic()
try:
    pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
except OSError as error:
    os.write(fd, b"cannot %d" % error.errno)
    sys.exit()
_, status, usage = os.wait4(pid, 0)
wall = time.monotonic() - begin
os.write(fd, b"%.9f %d %.6f %d" % (wall, status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss))

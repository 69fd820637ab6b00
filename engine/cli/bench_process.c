/* One run is one process: its time from fork to the end, its processor time and its largest resident memory
 * from the system. The child is made by a plain fork: a process that shares the memory of its parent until it
 * runs another program (vfork, posix_spawn) is given the parent's peak as its own first one. */
#define _DEFAULT_SOURCE   /* wait4 */
#define _XOPEN_SOURCE 700 /* nftw */

#include "bench.h"

#include "error.h"
#include "files.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CANNOT_RUN = 127 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

/* In the child: nothing but calls that are safe behind a fork. */
static void become(char *const *argv, const int *fds)
{
    signal(SIGINT, SIG_DFL);
    for (int k = 0; k < 3; k++)
        if (dup2(fds[k], k) < 0) _exit(CANNOT_RUN);
    execv(argv[0], argv);
    _exit(CANNOT_RUN);
}

static khl_status wait_for(khl_bench_run *out, pid_t child, double since, khl_error *err)
{
    int state = 0;
    struct rusage use;
    pid_t got;
    do got = wait4(child, &state, 0, &use);
    while (got < 0 && errno == EINTR);
    out->wall_s = now() - since;
    if (got < 0)
        return KHL_FAIL(err, KHL_E_IO, "bench.wait", "a run cannot be waited for: {0}", strerror(errno));
    out->user_s = seconds(use.ru_utime);
    out->system_s = seconds(use.ru_stime);
    out->peak_kib = (uint64_t)use.ru_maxrss;
    out->exit_code = WIFEXITED(state) ? WEXITSTATUS(state) : 0;
    out->signal = WIFSIGNALED(state) ? WTERMSIG(state) : 0;
    return KHL_OK;
}

/* An interrupt from the keyboard goes to both; the child ends by it and the parent then cleans up. */
static khl_status run_child(khl_bench_run *out, char *const *argv, const int *fds, khl_error *err)
{
    fflush(NULL); /* what waits in buffers is not to be written twice */
    void (*interrupt)(int) = signal(SIGINT, SIG_IGN);
    double since = now();
    pid_t child = fork();
    if (child == 0) become(argv, fds);
    khl_status status =
        child > 0 ? wait_for(out, child, since, err)
                  : KHL_FAIL(err, KHL_E_IO, "bench.fork", "no process can be started: {0}", strerror(errno));
    signal(SIGINT, interrupt);
    if (status == KHL_OK && out->signal == SIGINT)
        status = KHL_FAIL(err, KHL_E_CANCELLED, "bench.stopped", "stopped; nothing was written");
    return status;
}

khl_status khl_bench_execute(khl_bench_run *out, char *const *argv, const char *stdout_path,
                             const char *stderr_path, khl_error *err)
{
    const char *paths[] = {"/dev/null", stdout_path, stderr_path};
    int fds[3] = {-1, -1, -1};
    khl_status status = KHL_OK;
    *out = (khl_bench_run){.exit_code = 0};
    for (int k = 0; k < 3 && status == KHL_OK; k++) {
        fds[k] =
            open(paths[k], k == 0 ? O_RDONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (fds[k] < 0) status = khl_fail_system(err, "file.open", "cannot be opened: {0}", paths[k]);
    }
    if (status == KHL_OK) status = run_child(out, argv, fds, err);
    for (int k = 0; k < 3; k++)
        if (fds[k] >= 0) close(fds[k]);
    return status;
}

khl_status khl_bench_folder_make(const char *path, khl_error *err)
{
    if (mkdir(path, 0777) == 0) return KHL_OK;
    return khl_fail_system(err, "file.folder", "the folder cannot be made: {0}", path);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path);
}

void khl_bench_folder_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* "model name : X" of the first processor; some machines do not say it. */
static void read_cpu(char *out, size_t size)
{
    char line[512];
    FILE *f = fopen("/proc/cpuinfo", "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) != 0 || colon == NULL) continue;
        khl_str name = khl_str_trim(khl_str_from(colon + 1));
        snprintf(out, size, "%.*s", (int)name.n, name.p);
        break;
    }
    if (f != NULL) fclose(f);
}

void khl_bench_machine_read(khl_bench_machine *out)
{
    struct utsname system;
    long cores = sysconf(_SC_NPROCESSORS_ONLN), pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    *out = (khl_bench_machine){.cores = cores > 0 ? (unsigned)cores : 0};
    out->memory_gib = pages > 0 && page > 0 ? (double)pages * (double)page / (1024.0 * 1024.0 * 1024.0) : 0;
    if (uname(&system) == 0) {
        snprintf(out->kernel, sizeof out->kernel, "%.64s %.128s", system.sysname, system.release);
        snprintf(out->cpu, sizeof out->cpu, "%.64s", system.machine);
    }
    read_cpu(out->cpu, sizeof out->cpu);
}

/* One shared counter deals out ranges; workers sleep on a condition between jobs, but look about for a moment
 * first: the stages of a short run follow one another faster than a sleeper is woken. */
#if defined(__linux__)
#define _GNU_SOURCE /* sched_getcpu, CPU_SET */
#endif

#include "threads.h"

#include "alloc.h"
#include "error.h"
#include "heap.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#define MAX_THREADS 256u

/* Some ten microseconds: less than waking takes, and nothing beside a job worth the name. */
enum { LOOKS = 2000 };

typedef struct job {
    khl_range_fn fn;
    void *context;
    size_t n, grain, next, done;
    size_t failed_at; /* first item of the earliest failed range; n when none failed */
    khl_status status;
    khl_error error;
    unsigned busy;
} job;

struct khl_pool {
    pthread_mutex_t lock;
    pthread_cond_t wake, moved;
    pthread_t *threads;
    unsigned n_threads; /* started, without the caller's */
    uint64_t generation;
    bool stopping;
    atomic_uint_fast64_t news; /* counts what a worker or the caller may be waiting for */
    job job;
};

/* Whoever waits for this processor goes first. */
static void rest(unsigned k)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
    if (k % 64 == 63) sched_yield();
}

/* Called with the lock held, which is let go meanwhile: a moment for something to happen. */
static void look_about(khl_pool *pool)
{
    uint_fast64_t seen = atomic_load_explicit(&pool->news, memory_order_relaxed);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned k = 0; k < LOOKS && atomic_load_explicit(&pool->news, memory_order_relaxed) == seen; k++)
        rest(k);
    pthread_mutex_lock(&pool->lock);
}

static void tell_news(khl_pool *pool)
{
    atomic_fetch_add_explicit(&pool->news, 1, memory_order_relaxed);
}

typedef struct seat {
    khl_pool *pool;
    unsigned worker;
#if defined(__linux__)
    cpu_set_t all; /* where the process may run; empty: this thread may anyhow */
#endif
} seat;

static void note_failure(job *j, size_t begin, khl_status status, const khl_error *error)
{
    if (begin >= j->failed_at) return;
    j->failed_at = begin;
    j->status = status;
    j->error = *error;
}

/* Takes and does one range; called with the lock held. Ranges behind a failed one are not started, so the
 * earliest failure is always found. Returns false when nothing is left to take. */
static bool do_one(khl_pool *pool, unsigned worker)
{
    job *j = &pool->job;
    if (j->next >= j->n || j->next >= j->failed_at) return false;
    size_t begin = j->next, left = j->n - begin, end = begin + (left < j->grain ? left : j->grain);
    j->next = end;
    j->busy++;
    pthread_mutex_unlock(&pool->lock);
    khl_error error;
    memset(&error, 0, sizeof error);
    khl_status status = j->fn(j->context, begin, end, worker, &error);
    pthread_mutex_lock(&pool->lock);
    j->busy--;
    j->done += end - begin;
    if (status != KHL_OK) note_failure(j, begin, status, &error);
    tell_news(pool);
    pthread_cond_signal(&pool->moved);
    return true;
}

/* From where it began a worker may be moved like any other thread. */
static void let_go(const seat *s)
{
#if defined(__linux__)
    if (CPU_COUNT(&s->all) > 0) (void)sched_setaffinity(0, sizeof s->all, &s->all);
#else
    (void)s;
#endif
}

static void *worker_main(void *argument)
{
    seat s = *(seat *)argument;
    free(argument);
    khl_pool *pool = s.pool;
    let_go(&s);
    void *hold = khl_heap_enter();
    uint64_t seen = 0;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        if (!pool->stopping && pool->generation == seen) look_about(pool);
        while (!pool->stopping && pool->generation == seen) pthread_cond_wait(&pool->wake, &pool->lock);
        if (pool->stopping) break;
        seen = pool->generation;
        while (do_one(pool, s.worker)) {
        }
    }
    pthread_mutex_unlock(&pool->lock);
    khl_heap_leave(hold);
    return NULL;
}

/* How many threads can run at once. */
static unsigned processors(void)
{
#if defined(__linux__)
    cpu_set_t all;
    int n = sched_getaffinity(0, sizeof all, &all) == 0 ? CPU_COUNT(&all) : 0;
    if (n > 0) return n > (int)MAX_THREADS ? MAX_THREADS : (unsigned)n;
#endif
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    if (online < 1) return 1;
    return online > (long)MAX_THREADS ? MAX_THREADS : (unsigned)online;
}

/* A new thread begins where its creator runs, and a kernel may leave both there for milliseconds beside an
 * idle processor, which is all of a short run. So each worker begins on a processor of its own. */
static void put_aside(pthread_attr_t *attributes, seat *s)
{
#if defined(__linux__)
    CPU_ZERO(&s->all);
    int home = sched_getcpu();
    if (home < 0 || sched_getaffinity(0, sizeof s->all, &s->all) != 0 || CPU_COUNT(&s->all) < 2) {
        CPU_ZERO(&s->all);
        return;
    }
    cpu_set_t one;
    size_t cpu = (size_t)home;
    for (unsigned steps = s->worker; steps > 0;) {
        cpu = (cpu + 1) % CPU_SETSIZE;
        steps -= CPU_ISSET(cpu, &s->all) != 0;
    }
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    (void)pthread_attr_setaffinity_np(attributes, sizeof one, &one);
#else
    (void)attributes;
    (void)s;
#endif
}

/* Where a system lets none choose, anywhere. */
static bool create_thread(pthread_t *out, seat *s, void *(*run)(void *), void *context)
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    put_aside(&attributes, s);
    bool started =
        pthread_create(out, &attributes, run, context) == 0 || pthread_create(out, NULL, run, context) == 0;
    pthread_attr_destroy(&attributes);
    return started;
}

static bool start_thread(khl_pool *pool, unsigned worker)
{
    seat *s = malloc(sizeof *s);
    if (s == NULL) return false;
    *s = (seat){.pool = pool, .worker = worker};
    bool started = create_thread(&pool->threads[pool->n_threads], s, worker_main, s);
    if (started)
        pool->n_threads++;
    else
        free(s);
    return started;
}

khl_status khl_pool_create(khl_pool **out, unsigned n_threads, khl_error *err)
{
    *out = NULL;
    unsigned wanted = n_threads != 0 ? n_threads : processors();
    if (wanted > MAX_THREADS)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "threads.too_many", "at most 256 threads can be used");
    khl_pool *pool = khl_alloc_zero(1, sizeof *pool);
    if (pool == NULL) return khl_fail_memory(err);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->moved, NULL);
    pool->threads = khl_alloc_zero(wanted, sizeof *pool->threads);
    bool ok = pool->threads != NULL;
    for (unsigned w = 1; ok && w < wanted; w++) ok = start_thread(pool, w);
    if (!ok) {
        khl_pool_destroy(pool);
        return khl_fail_memory(err);
    }
    *out = pool;
    return KHL_OK;
}

static void *side_task_main(void *argument)
{
    const khl_side_task *task = argument;
    task->fn(task->context);
    return NULL;
}

bool khl_side_task_start(khl_side_task *out, void (*fn)(void *context), void *context)
{
    seat s = {.worker = 1};
    *out = (khl_side_task){.fn = fn, .context = context};
    out->started = processors() > 1 && create_thread(&out->thread, &s, side_task_main, out);
    return out->started;
}

void khl_side_task_join(khl_side_task *task)
{
    if (task->started) pthread_join(task->thread, NULL);
    task->started = false;
}

void khl_pool_destroy(khl_pool *pool)
{
    if (pool == NULL) return;
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->n_threads; i++) pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->wake);
    pthread_cond_destroy(&pool->moved);
    pthread_mutex_destroy(&pool->lock);
    free(pool->threads);
    free(pool);
}

unsigned khl_pool_size(const khl_pool *pool)
{
    return pool != NULL ? pool->n_threads + 1 : 1;
}

static bool report(const khl_progress *progress, const char *stage, size_t done, size_t n)
{
    return progress == NULL || progress->step == NULL ||
           progress->step(progress->context, stage != NULL ? stage : "", done, n);
}

static khl_status run_alone(const job *j, const khl_progress *progress, const char *stage, khl_error *err)
{
    for (size_t begin = 0; begin < j->n;) {
        size_t left = j->n - begin, end = begin + (left < j->grain ? left : j->grain);
        khl_status status = j->fn(j->context, begin, end, 0, err);
        if (status != KHL_OK) return status;
        begin = end;
        if (!report(progress, stage, end, j->n))
            return KHL_FAIL(err, KHL_E_CANCELLED, "cancelled", "stopped on request");
    }
    return KHL_OK;
}

/* The caller works too, and reports between its ranges; a cancel counts as a failure of everything not yet
 * begun. */
static void run_shared(khl_pool *pool, const khl_progress *progress, const char *stage)
{
    job *j = &pool->job;
    bool cancelled = false;
    while (do_one(pool, 0)) {
        size_t done = j->done, n = j->n;
        pthread_mutex_unlock(&pool->lock);
        bool go_on = report(progress, stage, done, n);
        pthread_mutex_lock(&pool->lock);
        if (!go_on && !cancelled) {
            cancelled = true;
            khl_error error;
            memset(&error, 0, sizeof error);
            khl_status status = KHL_FAIL(&error, KHL_E_CANCELLED, "cancelled", "stopped on request");
            note_failure(j, j->next, status, &error);
        }
    }
    if (j->busy > 0) look_about(pool);
    while (j->busy > 0) pthread_cond_wait(&pool->moved, &pool->lock);
}

khl_status khl_pool_for(khl_pool *pool, size_t n, size_t grain, khl_range_fn fn, void *context,
                        const khl_progress *progress, const char *stage, khl_error *err)
{
    if (n == 0) return KHL_OK;
    job fresh = {.fn = fn, .context = context, .n = n, .grain = grain != 0 ? grain : 1, .failed_at = n + 1};
    if (pool == NULL || pool->n_threads == 0) return run_alone(&fresh, progress, stage, err);
    pthread_mutex_lock(&pool->lock);
    pool->job = fresh;
    pool->generation++;
    tell_news(pool);
    pthread_cond_broadcast(&pool->wake);
    run_shared(pool, progress, stage);
    khl_status status = pool->job.status;
    if (status != KHL_OK && err != NULL) *err = pool->job.error;
    pthread_mutex_unlock(&pool->lock);
    if (status == KHL_OK) report(progress, stage, n, n);
    return status;
}

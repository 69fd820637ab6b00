/* A fixed pool of threads that deals out ranges of items.
 *
 * The result must not depend on who does which range: each item writes its own place. The calling thread
 * works too (worker 0), so a pool of 1 starts no thread. The first error by *item number* is the one
 * returned, so that messages are the same for any number of threads. */
#ifndef KHL_BASE_THREADS_H
#define KHL_BASE_THREADS_H

#include "khulasa/base.h"

#include <pthread.h>

typedef struct khl_pool khl_pool;

/* begin <= end; worker in 0 .. khl_pool_size - 1. err is private to the call. */
typedef khl_status (*khl_range_fn)(void *context, size_t begin, size_t end, unsigned worker, khl_error *err);

/* n_threads 0 means the number of processors this process may use. */
khl_status khl_pool_create(khl_pool **out, unsigned n_threads, khl_error *err);
void khl_pool_destroy(khl_pool *pool);
unsigned khl_pool_size(const khl_pool *pool);

/* Calls fn over [0, n) in ranges of at most grain items (grain >= 1), dynamically dealt. pool may be NULL:
 * the caller's thread does all. stage and progress may be NULL; progress is called from the calling thread
 * only. */
khl_status khl_pool_for(khl_pool *pool, size_t n, size_t grain, khl_range_fn fn, void *context,
                        const khl_progress *progress, const char *stage, khl_error *err);

/* One function on a thread of its own while the caller goes on: for what takes milliseconds at most and needs
 * no memory of its own. False where there is one processor, or no thread to be had: then it is not called. */
typedef struct khl_side_task {
    pthread_t thread;
    void (*fn)(void *context);
    void *context;
    bool started;
} khl_side_task;
bool khl_side_task_start(khl_side_task *out, void (*fn)(void *context), void *context);
/* Bytes that take longer to hash than a thread takes to start. */
enum { KHL_WORTH_A_THREAD = 1 << 20 };
/* Waits for its end. {0}, and one that was not started, may be joined, too. */
void khl_side_task_join(khl_side_task *task);

#endif

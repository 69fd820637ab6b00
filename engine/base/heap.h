/* How the memory of a program comes from the system. Short runs touch some megabytes once, page by page;
 * where pages are dear (virtual machines), that is a quarter of their time. Large pages are asked for
 * instead, and what is freed is kept for the next. For programs only: a library leaves the allocator of its
 * host alone. */
#ifndef KHL_BASE_HEAP_H
#define KHL_BASE_HEAP_H

/* Called once, before there is a second thread. Without it, the others do nothing. */
void khl_heap_settle(void);

/* A worker's own memory; what it returns goes to khl_heap_leave when the worker ends. */
void *khl_heap_enter(void);
void khl_heap_leave(void *hold);

#endif

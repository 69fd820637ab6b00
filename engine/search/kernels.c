/* The kernels of kernel_body.h, built for what every processor has and for what newer ones add. */
#include "kernels.h"

#include <stdbool.h>

#define SCAN_TARGET
#define SCAN_NAME(words) scan_plain_##words
#include "kernel_body.h"
#undef SCAN_TARGET
#undef SCAN_NAME

static const khl_scan_fn PLAIN[] = {scan_plain_1, scan_plain_2, scan_plain_4, scan_plain_8};

#if defined(__x86_64__) && defined(__GNUC__)
#define SCAN_TARGET __attribute__((target("popcnt")))
#define SCAN_NAME(words) scan_popcnt_##words
#include "kernel_body.h"
#undef SCAN_TARGET
#undef SCAN_NAME

#define SCAN_TARGET __attribute__((target("popcnt,avx2,avx512f,avx512vl,avx512vpopcntdq")))
#define SCAN_NAME(words) scan_vector_##words
#include "kernel_body.h"

static const khl_scan_fn POPCNT[] = {scan_popcnt_1, scan_popcnt_2, scan_popcnt_4, scan_popcnt_8};
static const khl_scan_fn VECTOR[] = {scan_vector_1, scan_vector_2, scan_vector_4, scan_vector_8};

static const khl_scan_fn *best(void)
{
    __builtin_cpu_init();
    bool vector = __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("avx512vl");
    return vector ? VECTOR : __builtin_cpu_supports("popcnt") ? POPCNT : PLAIN;
}
#else
static const khl_scan_fn *best(void)
{
    return PLAIN;
}
#endif

static unsigned place(unsigned words)
{
    return words >= 8 ? 3 : words >= 4 ? 2 : words >= 2 ? 1 : 0;
}

khl_scan_fn khl_scan_for(unsigned words)
{
    return best()[place(words)];
}

khl_scan_fn khl_scan_plain(unsigned words)
{
    return PLAIN[place(words)];
}

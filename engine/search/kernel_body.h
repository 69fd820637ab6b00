/* One kernel for each number of words; included once for each target by kernels.c, which defines SCAN_TARGET
 * and SCAN_NAME(words). The count of hits moves on without a branch: few places hit, and none can be
 * foretold. */
#define SCAN_KERNEL(words)                                                                                   \
    SCAN_TARGET static size_t SCAN_NAME(words)(const uint64_t *one, const uint64_t *many,                    \
                                               const unsigned char *kind, const unsigned char *need,         \
                                               size_t n, uint32_t *hits)                                     \
    {                                                                                                        \
        size_t n_hits = 0;                                                                                   \
        for (size_t k = 0; k < n; k++) {                                                                     \
            unsigned common = 0;                                                                             \
            for (unsigned w = 0; w < (words); w++)                                                           \
                common += (unsigned)__builtin_popcountll(one[w] & many[k * (words) + w]);                    \
            hits[n_hits] = (uint32_t)k;                                                                      \
            n_hits += common >= need[kind[k]];                                                               \
        }                                                                                                    \
        return n_hits;                                                                                       \
    }

SCAN_KERNEL(1)
SCAN_KERNEL(2)
SCAN_KERNEL(4)
SCAN_KERNEL(8)
#undef SCAN_KERNEL

/* What a fuzz target is: LLVMFuzzerTestOneInput, called with any bytes, and fuzz_close, called once at the
 * end when the target is run over files (drive_files.c) and not by libFuzzer. */
#ifndef KHL_TESTS_FUZZ_H
#define KHL_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void fuzz_close(void);

#define fuzz_require(condition)                                                                              \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                  \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

#endif

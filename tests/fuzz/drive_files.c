/* Runs a fuzz target over the files named on the command line, each whole, then cut short at every eighth of
 * its length, then with every third byte inverted: an ordinary test of the seeds where libFuzzer is not at
 * hand. */
#include "fuzz.h"

static uint8_t *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    fuzz_require(file != NULL && fseek(file, 0, SEEK_END) == 0);
    long end = ftell(file);
    fuzz_require(end >= 0 && fseek(file, 0, SEEK_SET) == 0);
    *size = (size_t)end;
    uint8_t *bytes = malloc(*size + 1);
    fuzz_require(bytes != NULL && fread(bytes, 1, *size, file) == *size);
    fclose(file);
    return bytes;
}

/* From memory of its own size, so that a sanitizer sees a read beyond it. */
static void run(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);
    fuzz_require(copy != NULL);
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

int main(int n_args, char **args)
{
    fuzz_require(n_args > 1);
    for (int i = 1; i < n_args; i++) {
        size_t size;
        uint8_t *bytes = read_whole(args[i], &size);
        for (size_t part = 0; part <= 8; part++) run(bytes, size * part / 8);
        for (size_t k = 0; k < size; k += 3) bytes[k] ^= 0xFF;
        run(bytes, size);
        free(bytes);
    }
    fuzz_close();
    return 0;
}

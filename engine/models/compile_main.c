/* khulasa-models FOLDER FILE: compiles the language data at build time. */
#include "khulasa/models.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    khl_error err = {0};
    if (argc != 3) {
        fputs("usage: khulasa-models FOLDER FILE\n", stderr);
        return 2;
    }
    if (khl_models_compile(argv[1], argv[2], &err) == KHL_OK) return 0;
    fprintf(stderr, "khulasa-models: %s:%llu:%llu: %s\n", err.file[0] ? err.file : argv[1],
            (unsigned long long)err.row, (unsigned long long)err.column, err.message);
    return 1;
}

/* office_readback FILE...: reads documents that nobody edited back, and says what differs from what was
 * handed out. Exit code 0 when nothing does. */
#include "readback.h"

#include "error.h"
#include "files.h"

int main(int argc, char **argv)
{
    int code = 0;
    for (int i = 1; i < argc; i++) {
        khl_file file = {0};
        khl_edited edited = {.entries = NULL};
        khl_error err = {0};
        khl_status status = khl_file_open(&file, argv[i], SIZE_MAX, &err);
        if (status == KHL_OK) status = read_back(&edited, file.bytes, &err);
        unsigned n = status == KHL_OK ? count_differences(&edited, stdout) : 1;
        if (status != KHL_OK)
            printf("%s: %s\n", argv[i], err.message);
        else
            printf("%s: %zu entries, %u differences\n", argv[i], edited.n_entries, n);
        code |= n > 0;
        khl_edited_clear(&edited);
        khl_file_close(&file);
    }
    return code;
}

#include "office_temporary.h"

#include "error.h"
#include "files.h"

khl_status khl_temporary_of(FILE **out, khl_str bytes, khl_error *err)
{
    FILE *file = tmpfile();
    bool written = file != NULL && (bytes.n == 0 || fwrite(bytes.p, 1, bytes.n, file) == bytes.n) &&
                   fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0;
    *out = NULL;
    if (!written) {
        khl_status status =
            khl_fail_system(err, "office.temporary", "no temporary file can be written: {0}", "");
        if (file != NULL) fclose(file);
        return status;
    }
    *out = file;
    return KHL_OK;
}

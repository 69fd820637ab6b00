/* Reading whole files, the names of files that are being written, and what the system says of either. */
#ifndef KHL_BASE_FILES_H
#define KHL_BASE_FILES_H

#include "buf.h"
#include "khulasa/base.h"

/* The bytes of a file, mapped when it is a regular file and read when it is a pipe or "-" (standard input).
 */
typedef struct khl_file {
    khl_str bytes;
    bool mapped;
} khl_file;

/* Fails with KHL_E_IO (missing, a folder, not readable) or KHL_E_INPUT (larger than max_bytes). */
khl_status khl_file_open(khl_file *out, const char *path, size_t max_bytes, khl_error *err);
void khl_file_close(khl_file *file);

/* The part of path behind the last slash. */
khl_str khl_path_base(const char *path);

/* Behind the name of a file while it is written: ".part-HOST-PID", so that machines that share a folder do
 * not write to one file. Who writes again under the same name and number overwrites what a killed one left.
 */
enum { KHL_TEMPORARY_BYTES = 96 };
void khl_temporary_suffix(char out[KHL_TEMPORARY_BYTES]);

/* Removes files of such names from a folder that nobody has written to for age_s seconds: their writers were
 * killed. What cannot be removed is left. */
void khl_temporaries_sweep(const char *dir, int64_t age_s);

/* KHL_E_IO for what errno says the system refused, with path; id and text, in which {0} is the system's own
 * word, serve where errno says nothing that people could act upon. */
khl_status khl_fail_system(khl_error *err, const char *id, const char *text, const char *path);

#endif

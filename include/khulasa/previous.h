/* An earlier version of a shortlist, as its shortlist.json holds it: entries of a new version keep the ids
 * they had there, and what has changed since is listed (khl_condense_options.previous,
 * khl_shortlist.changes). */
#ifndef KHULASA_PREVIOUS_H
#define KHULASA_PREVIOUS_H

#include <khulasa/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct khl_previous khl_previous;

/* Reads a file of schema khulasa.shortlist/1, of at most 1 GiB; *out keeps nothing of the file. Members
 * without "sha256", as files written before it was added have them, are known by their ids alone. KHL_E_IO:
 * it cannot be read. KHL_E_INPUT: it is no valid JSON (with line, column and byte), of another schema, or not
 * as khulasa wrote it. Cost: linear; about ten times the bytes of the file while it is read. */
KHL_API khl_status khl_previous_read(khl_previous **out, const char *path, khl_error *err);
KHL_API void khl_previous_destroy(khl_previous *previous); /* NULL is allowed */

#ifdef __cplusplus
}
#endif
#endif

/* The ZIP container of a document, by libzip: parts in, bytes out. Every member has the same time stamp, so
 * that the same parts make the same bytes. */
#ifndef KHL_DOCX_PACKAGE_H
#define KHL_DOCX_PACKAGE_H

#include "khulasa/base.h"
#include "sink.h"

typedef struct khl_package khl_package;

khl_status khl_package_create(khl_package **out, khl_error *err);

/* Adds a member. The bytes are read when the package is written, and must live until then. */
khl_status khl_package_add(khl_package *package, const char *name, khl_str bytes, khl_error *err);

/* Compresses all members and hands the file on. */
khl_status khl_package_write(khl_package *package, khl_sink *out, khl_error *err);

void khl_package_destroy(khl_package *package); /* NULL is fine */

#endif

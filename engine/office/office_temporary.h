/* Bytes as a file, for libraries and programs that read nothing else: without a name, gone when it is closed.
 */
#ifndef KHL_OFFICE_TEMPORARY_H
#define KHL_OFFICE_TEMPORARY_H

#include <stdio.h>

#include "khulasa/base.h"

/* At its beginning; to be closed with fclose. KHL_E_IO. */
khl_status khl_temporary_of(FILE **out, khl_str bytes, khl_error *err);

#endif

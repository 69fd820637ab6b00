/* Is a package (a ZIP file of XML parts) whole? */
#ifndef KHL_XLSX_PACKAGE_H
#define KHL_XLSX_PACKAGE_H

#include "khulasa/base.h"

/* KHL_E_IO unless every part ends with the end of the element it begins with. The
 * library takes no notice when a disk is full while it writes a part, and packs what there is. Cost: that of
 * unpacking. */
khl_status khl_package_check(khl_str package, khl_error *err);

#endif

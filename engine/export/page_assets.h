/* The files of engine/export/html, embedded at build time by embed.cmake. */
#ifndef KHL_EXPORT_PAGE_ASSETS_H
#define KHL_EXPORT_PAGE_ASSETS_H

#include <stddef.h>

extern const unsigned char khl_page_css[];
extern const size_t khl_page_css_bytes;
extern const unsigned char khl_page_changes_css[];
extern const size_t khl_page_changes_css_bytes;
extern const unsigned char khl_page_js[];
extern const size_t khl_page_js_bytes;
extern const char khl_page_js_sha256[]; /* base64 */

#endif

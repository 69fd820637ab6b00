/* Walks the local headers of a package that the library has just written (APPNOTE 4.3.7; no encryption, no
 * split archives, deflate only, sizes in the headers), unpacks each part, and compares its beginning with its
 * end. */
#include "package.h"

#include "error.h"
#include "str.h"

#include <string.h>
#include <zlib.h>

enum { LOCAL_BYTES = 30, NAME_AT = 26, SIZE_AT = 18, DEFLATED = 8, NAME_MOST = 64, WINDOW = 1 << 15 };

#define LOCAL_MARK "PK\3\4"
#define CENTRAL_MARK "PK\1\2"

/* The first element of a part, as "</name>", and the last bytes of it. */
typedef struct part {
    char first[512], last[NAME_MOST];
    size_t n_first, n_last;
} part;

static size_t little(const unsigned char *p, size_t n)
{
    size_t value = 0;
    while (n-- > 0) value = value << 8 | p[n];
    return value;
}

static void keep(part *p, const unsigned char *bytes, size_t n)
{
    size_t room = sizeof p->first - p->n_first, more = n < room ? n : room;
    memcpy(p->first + p->n_first, bytes, more);
    p->n_first += more;
    if (n >= sizeof p->last) {
        memcpy(p->last, bytes + n - sizeof p->last, sizeof p->last);
        p->n_last = sizeof p->last;
        return;
    }
    size_t old = p->n_last + n > sizeof p->last ? sizeof p->last - n : p->n_last;
    memmove(p->last, p->last + p->n_last - old, old);
    memcpy(p->last + old, bytes, n);
    p->n_last = old + n;
}

static bool unpack(part *p, khl_str packed)
{
    unsigned char window[WINDOW];
    z_stream z = {.next_in = (z_const Bytef *)packed.p};
    int returned = Z_OK;
    size_t left = packed.n;
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK) return false;
    while (returned == Z_OK) {
        uInt portion = left < WINDOW ? (uInt)left : WINDOW;
        if (z.avail_in == 0) {
            z.avail_in = portion;
            left -= portion;
        }
        z.next_out = window;
        z.avail_out = WINDOW;
        returned = inflate(&z, Z_NO_FLUSH);
        keep(p, window, WINDOW - z.avail_out);
    }
    inflateEnd(&z);
    return returned == Z_STREAM_END;
}

/* Does it end with what its first element wants? */
static bool is_closed(const part *p)
{
    khl_str first = {p->first, p->n_first}, last = khl_str_trim((khl_str){p->last, p->n_last});
    char end[NAME_MOST] = "</";
    size_t at = 0;
    while (at + 1 < first.n && !(first.p[at] == '<' && first.p[at + 1] != '?')) at++;
    size_t name = ++at;
    while (at < first.n && strchr(" />\r\n", first.p[at]) == NULL) at++;
    if (at >= first.n || at - name + 4 > sizeof end) return false;
    memcpy(end + 2, first.p + name, at - name);
    end[2 + at - name] = '>';
    return khl_str_ends(last, (khl_str){end, at - name + 3});
}

/* Moves *at behind the part there; false when it is not whole. */
static bool check_part(khl_str package, size_t *at)
{
    const unsigned char *head = (const unsigned char *)package.p + *at;
    part p = {.n_first = 0};
    if (package.n - *at < LOCAL_BYTES || little(head + DEFLATED, 2) != DEFLATED) return false;
    size_t begin = *at + LOCAL_BYTES + little(head + NAME_AT, 2) + little(head + NAME_AT + 2, 2);
    size_t n = little(head + SIZE_AT, 4);
    if (begin > package.n || n > package.n - begin) return false;
    *at = begin + n;
    return unpack(&p, khl_str_part(package, begin, *at)) && is_closed(&p);
}

static bool starts_at(khl_str package, size_t at, const char *mark)
{
    return package.n - at >= 4 && memcmp(package.p + at, mark, 4) == 0;
}

khl_status khl_package_check(khl_str package, khl_error *err)
{
    size_t at = 0, n = 0;
    bool whole = true;
    while (whole && starts_at(package, at, LOCAL_MARK)) {
        whole = check_part(package, &at);
        n++;
    }
    if (whole && n > 0 && starts_at(package, at, CENTRAL_MARK)) return KHL_OK;
    return KHL_FAIL(
        err, KHL_E_IO, "xlsx.torn",
        "a part of the workbook was cut off while it was made, as on a full disk; make room, or name "
        "another folder in TMPDIR");
}

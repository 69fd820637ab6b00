/* SHA-256 through libmd: the digest of a file and of each text. */
#include "khulasa/corpus.h"

#include "hex.h"

#include <sha2.h>

static void update(SHA2_CTX *context, const char *bytes, size_t n)
{
    if (n > 0) SHA256Update(context, (const uint8_t *)bytes, n);
}

void khl_sha256(khl_str bytes, unsigned char out[32])
{
    SHA2_CTX context;
    SHA256Init(&context);
    update(&context, bytes.p, bytes.n);
    SHA256Final(out, &context);
}

void khl_private_sha256(const khl_aliases *aliases, khl_str text, unsigned char out[32])
{
    static const char LEFT_OUT[] = "\xEF\xBF\xBC";
    SHA2_CTX context;
    khl_private_span place;
    size_t at = 0;
    SHA256Init(&context);
    for (; khl_private_next(aliases, text, at, &place); at = place.end) {
        update(&context, text.p + at, place.begin - at);
        update(&context, LEFT_OUT, sizeof LEFT_OUT - 1);
    }
    update(&context, text.p + at, text.n - at);
    SHA256Final(out, &context);
}

void khl_sha256_hex(const unsigned char digest[32], char out[65])
{
    khl_hex_write(out, digest, 32);
    out[64] = '\0';
}

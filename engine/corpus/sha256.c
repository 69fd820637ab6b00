/* SHA-256 through libmd: the digest of a file and of each text. */
#include "khulasa/corpus.h"

#include "hex.h"

#include <sha2.h>

void khl_sha256(khl_str bytes, unsigned char out[32])
{
    SHA2_CTX context;
    SHA256Init(&context);
    if (bytes.n > 0) SHA256Update(&context, (const uint8_t *)bytes.p, bytes.n);
    SHA256Final(out, &context);
}

void khl_sha256_hex(const unsigned char digest[32], char out[65])
{
    khl_hex_write(out, digest, 32);
    out[64] = '\0';
}

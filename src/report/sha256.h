#ifndef REPORT_SHA256_H
#define REPORT_SHA256_H

#include "base/text.h"

enum { SHA256_SIZE = 32 };

/* The SHA-256 digest (FIPS 180-4) of a text of less than 2^61 bytes. */
void sha256_get(struct text text, unsigned char digest[SHA256_SIZE]);

#endif

#ifndef PLAIN_INTTYPES_H
#define PLAIN_INTTYPES_H

#include <stdint.h>
#define PRId64 "ld"
#define PRIu64 "lu"

#endif

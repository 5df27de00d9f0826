#ifndef PLAIN_STDLIB_H
#define PLAIN_STDLIB_H

#include <stddef.h>
void *malloc(size_t size);
void *realloc(void *memory, size_t size);
void free(void *memory);
void exit(int code);

#endif

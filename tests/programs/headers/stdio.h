#ifndef PLAIN_STDIO_H
#define PLAIN_STDIO_H

#include <stddef.h>
typedef struct stream FILE;
extern FILE *stdout;
extern FILE *stderr;
int printf(const char *format, ...);
int fprintf(FILE *stream, const char *format, ...);
int fputs(const char *string, FILE *stream);
int putchar(int character);
size_t fwrite(const void *items, size_t size, size_t count, FILE *stream);
int fflush(FILE *stream);
int ferror(FILE *stream);
int fputc(int character, FILE *stream);

#endif

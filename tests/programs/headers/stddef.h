#ifndef PLAIN_STDDEF_H
#define PLAIN_STDDEF_H

/* The little that emitted C asks of the standard headers: a compiler reads these in no time, which for
 * thousands of small programs matters more than the programs themselves (see
 * programs_c.c). For x86-64 and other machines whose `long` has 64 bits. */
typedef unsigned long size_t;
#define NULL ((void *)0)

#endif

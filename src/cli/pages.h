#ifndef CLI_PAGES_H
#define CLI_PAGES_H

/* A page of diag/explain/, as the Makefile puts it into the program. */
struct page {
    const char *code;
    const char *text;
};

/* All pages; the last has no code. */
extern const struct page explain_pages[];

#endif

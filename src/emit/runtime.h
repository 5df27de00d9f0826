#ifndef EMIT_RUNTIME_H
#define EMIT_RUNTIME_H

/* The files of src/emit/runtime, put into the program as it is made; the last has no name. */
struct runtime_file {
    const char *name;
    const char *text;
};

extern const struct runtime_file runtime_files[];

#endif

/* Parts of the program's source: those of the runtime, which stand in src/emit/runtime and are put into
 * sightline as it is made, and those that were written for the model. Of all of them the program gets what it
 * asks for, directly or not, so that no compiler complains of what nobody uses. */
#include "emit/c_parts.h"
#include "emit/runtime.h"

struct part {
    struct text names;
    struct text text;
    bool is_wanted;
};

struct c_source {
    struct c_program *program;
    VEC(struct part) parts;
};

struct c_source *c_source_new(struct c_program *program)
{
    struct c_source *source = ARENA_NEW(program->arena, struct c_source);
    *source = (struct c_source){ .program = program };
    return source;
}

static struct text filled(struct c_program *program, struct text text)
{
    struct buf out;
    buf_init(&out, program->arena);
    c_put(program, &out, text);
    return buf_get(&out);
}

static void add(struct c_source *source, struct text names, struct text text)
{
    struct part part = { names, text, names.length == 0 };
    VEC_PUSH(source->program->arena, &source->parts, part);
}

void c_source_add(struct c_source *source, const char *names, struct text text)
{
    add(source, text_of(names), text);
}

static const struct runtime_file *find_file(const char *name)
{
    const struct runtime_file *file = runtime_files;
    while (strcmp(file->name, name) != 0)
        file++;
    return file;
}

/* A part begins with a line `//= NAME ...`; what stands before the first is for the reader of the file. A
 * name with `$` is for others than the program itself, and always there. */
void c_source_add_file(struct c_source *source, const char *name)
{
    const struct runtime_file *file = find_file(name);
    const char *end = file->text + strlen(file->text);
    for (const char *at = strstr(file->text, "\n//= "); at;) {
        const char *line = strchr(at + 1, '\n');
        const char *next = strstr(line, "\n//= ");
        struct text names = { at + 5, (size_t)(line - at) - 5 };
        struct text text = { line + 1, (size_t)((next ? next + 1 : end) - line) - 1 };
        bool is_public = names.bytes[0] == '$';
        add(source, is_public ? TEXT("") : filled(source->program, names), filled(source->program, text));
        at = next;
    }
}

static bool mentions_any(struct text text, struct text names)
{
    while (names.length) {
        const char *blank = memchr(names.bytes, ' ', names.length);
        size_t length = blank ? (size_t)(blank - names.bytes) : names.length;
        if (c_mentions(text, (struct text){ names.bytes, length }))
            return true;
        names.bytes += length + (blank != NULL);
        names.length -= length + (blank != NULL);
    }
    return false;
}

static void want(struct c_source *source, uint32_t at)
{
    source->parts.items[at].is_wanted = true;
    for (uint32_t i = 0; i < source->parts.count; i++) {
        if (!source->parts.items[i].is_wanted &&
            mentions_any(source->parts.items[at].text, source->parts.items[i].names))
            want(source, i);
    }
}

void c_source_write(struct c_source *source, struct buf *out)
{
    for (uint32_t i = 0; i < source->parts.count; i++) {
        if (!source->parts.items[i].names.length)
            want(source, i);
    }
    for (uint32_t i = 0; i < source->parts.count; i++) {
        if (source->parts.items[i].is_wanted)
            buf_text(out, source->parts.items[i].text);
    }
}

struct text c_runtime_part(struct c_program *program, const char *file, const char *name)
{
    struct text line = c_say(program, "\n//= %s\n", name);
    const char *text = find_file(file)->text;
    const char *head = memmem(text, strlen(text), line.bytes, line.length);
    const char *next = strstr(head + line.length - 1, "\n//= ");
    const char *first = head + line.length;
    return (struct text){ first, next ? (size_t)(next - first) + 1 : strlen(first) };
}

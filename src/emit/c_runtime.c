/* Parts of the program's source: those of the runtime, which stand in src/emit/runtime and are put into
 * sightline as it is made, and those that were written for the model. Of all of them the program gets what it
 * asks for, directly or not, so that no compiler complains of what nobody uses. */
#include "emit/c_parts.h"
#include "emit/runtime.h"

#include <stdlib.h>

struct part {
    struct text names;
    struct text text;
    bool is_wanted;
};

struct part_name {
    struct text name;
    uint32_t part;
};

struct c_source {
    struct c_program *program;
    VEC(struct part) parts;
    VEC(struct part_name) names;
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
    struct part part = { names, text, false };
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

/* What parts are asked for by, in the order of the alphabet. */

static int compare_names(const void *a, const void *b)
{
    const struct part_name *left = a;
    const struct part_name *right = b;
    int order = text_compare(left->name, right->name);
    return order ? order : (left->part > right->part) - (left->part < right->part);
}

static void list_names(struct c_source *source)
{
    for (uint32_t i = 0; i < source->parts.count; i++) {
        struct text names = source->parts.items[i].names;
        while (names.length) {
            const char *blank = memchr(names.bytes, ' ', names.length);
            size_t length = blank ? (size_t)(blank - names.bytes) : names.length;
            struct part_name name = { { names.bytes, length }, i };
            VEC_PUSH(source->program->arena, &source->names, name);
            names.bytes += length + (blank != NULL);
            names.length -= length + (blank != NULL);
        }
    }
    if (source->names.count)
        qsort(source->names.items, source->names.count, sizeof *source->names.items, compare_names);
}

/* The first name that does not come before a word. */
static uint32_t find_name(const struct c_source *source, struct text word)
{
    uint32_t first = 0;
    uint32_t end = source->names.count;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (text_compare(source->names.items[middle].name, word) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

/* Going through the words of a part once, and not through the part once for each name, is what makes `emit`
 * fast. */
static void want(struct c_source *source, uint32_t at)
{
    struct part *part = &source->parts.items[at];
    if (part->is_wanted)
        return;
    part->is_wanted = true;
    for (size_t i = 0; i < part->text.length;) {
        struct text word = c_word_at(part->text, i);
        i += word.length ? word.length : 1;
        for (uint32_t j = find_name(source, word); word.length && j < source->names.count &&
                                                   text_equal(source->names.items[j].name, word);
             j++)
            want(source, source->names.items[j].part);
    }
}

void c_source_write(struct c_source *source, struct buf *out)
{
    list_names(source);
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

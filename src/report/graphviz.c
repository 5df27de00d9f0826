/* Graphviz, in a child process: it is handed numbers only, and of its answer only numbers are read. */
#include "report/graphviz.h"

#include "report/child.h"

#include <unistd.h>

enum { MILLISECONDS_MOST = 30000, ANSWER_MOST = 4 * 1024 * 1024 };

const char *graphviz_find(void)
{
    static const char *const places[] = { "/usr/bin/dot", "/usr/local/bin/dot", "/opt/homebrew/bin/dot" };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (access(places[i], X_OK) == 0)
            return places[i];
    }
    return places[0];
}

struct text graphviz_question(struct arena *arena, const struct graphviz_graph *graph)
{
    struct buf out;
    buf_init(&out, arena);
    buf_str(&out, "digraph g {\nnode [shape=box width=1.8 height=0.7 fixedsize=true label=\"\"];\n"
                  "edge [arrowhead=none];\n");
    for (uint32_t row = 0; row < graph->row_count; row++) {
        buf_printf(&out, "{ rank=same; r%u [style=invis width=0.01]; ", row);
        for (uint32_t i = 0; i < graph->node_count; i++) {
            if (graph->rows[i] == row)
                buf_printf(&out, "n%u; ", i);
        }
        buf_str(&out, "}\n");
    }
    for (uint32_t row = 0; row + 1 < graph->row_count; row++)
        buf_printf(&out, "r%u -> r%u [style=invis];\n", row, row + 1);
    for (uint32_t i = 0; i < graph->link_count; i++) {
        const struct diagram_link *link = &graph->links[i];
        if (graph->rows[link->from] != graph->rows[link->to])
            buf_printf(&out, "n%u -> n%u%s;\n", link->from, link->to,
                       graph->rows[link->from] < graph->rows[link->to] ? "" : " [constraint=false]");
    }
    buf_str(&out, "}\n");
    return buf_get(&out);
}

/* A number such as 12.345 or 1e+02 as thousandths; false where there is none. */
static bool read_number(struct text *rest, int64_t *out)
{
    enum { DIGITS_MOST = 12 };
    int64_t number = 0;
    int decimals = -1;
    int digits = 0;
    size_t at = 0;
    bool is_negative = rest->length && rest->bytes[0] == '-';
    for (at = is_negative; at < rest->length; at++) {
        char byte = rest->bytes[at];
        if (byte == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (byte < '0' || byte > '9')
            break;
        if (++digits > DIGITS_MOST)
            return false;
        if (decimals < 3) {
            number = number * 10 + (byte - '0');
            decimals += decimals >= 0;
        }
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 3; i++)
        number *= 10;
    bool is_whole = at == rest->length || rest->bytes[at] == ' ' || rest->bytes[at] == '\n';
    *out = is_negative ? -number : number;
    *rest = (struct text){ rest->bytes + at, rest->length - at };
    return digits > 0 && is_whole;
}

static void skip_spaces(struct text *rest)
{
    while (rest->length && rest->bytes[0] == ' ') {
        rest->bytes++;
        rest->length--;
    }
}

/* A line `node n12 3.25 0.5 ...`; others are passed over. */
static bool read_line(struct text line, uint32_t node_count, int64_t *keys, uint32_t *read)
{
    static const char start[] = "node n";
    int64_t number;
    int64_t x;
    if (!text_starts(line, text_of(start)))
        return true;
    struct text rest = { line.bytes + sizeof start - 1, line.length - (sizeof start - 1) };
    if (!read_number(&rest, &number) || number % 1000 != 0 || number < 0 || number / 1000 >= node_count)
        return false;
    skip_spaces(&rest);
    if (!read_number(&rest, &x))
        return false;
    keys[number / 1000] = x;
    (*read)++;
    return true;
}

bool graphviz_read(struct text answer, uint32_t node_count, int64_t *keys)
{
    uint32_t read = 0;
    for (size_t at = 0; at < answer.length;) {
        const char *start = answer.bytes + at;
        const char *end = memchr(start, '\n', answer.length - at);
        size_t length = end ? (size_t)(end - start) : answer.length - at;
        if (!read_line((struct text){ start, length }, node_count, keys, &read))
            return false;
        at += length + 1;
    }
    return read == node_count;
}

bool graphviz_order(struct arena *arena, const char *program, const struct graphviz_graph *graph,
                    int64_t *keys)
{
    struct text answer;
    const char *const arguments[] = { program, "-Tplain", NULL };
    return child_ask(arena, arguments, graphviz_question(arena, graph), MILLISECONDS_MOST, ANSWER_MOST,
                     &answer) &&
           graphviz_read(answer, graph->node_count, keys);
}

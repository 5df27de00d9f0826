/* CommonMark prose to document blocks. Comes in: what an author wrote, which may be anything. Goes out:
 * blocks and runs in which nothing is dropped unseen: raw HTML stands as the text it is, an image as its
 * description, a link with a strange address as its words. Parsing is libcmark's; `@name` is ours. */
#include "report/prose.h"

#include "base/arena.h"
#include "base/buf.h"
#include "report/document.h"

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>

/* Prose may nest as deep as it likes; what is deeper than this stays, as text, at this depth. */
enum { DEPTH_LIMIT = 256 };

enum { NO_MARKER = -1, BULLET = 0 };

/* An open node of the CommonMark tree, and where its content goes. */
struct frame {
    cmark_node *node;
    struct blocks *blocks; /* NULL inside a paragraph, and everywhere when lines are wanted */
    struct runs *runs;     /* NULL between paragraphs, unless lines are wanted */
    struct block *list;    /* the list the node has become */
    int next_marker;       /* of a list whose items become lines */
};

struct walk {
    struct document *document;
    const struct prose_resolver *resolver;
    bool is_numbered;
    size_t links; /* links and images around this node: no link may start here */
    int marker;   /* what the next line begins with */
    size_t depth;
    struct frame frames[DEPTH_LIMIT + 2];
};

/* `\@name` is no reference, but the tree says "@name" for it as well. So the source gets a mark behind
 * each escaped sign, a noncharacter no cleaned text can hold, and all text leaving the tree loses it. */
static const char escape_mark[] = "\xEF\xB7\x90"; /* U+FDD0 */

enum { MARK_SIZE = sizeof escape_mark - 1 };

static bool has_mark_at(struct text text, size_t at)
{
    return text.length - at >= MARK_SIZE && memcmp(text.bytes + at, escape_mark, MARK_SIZE) == 0;
}

static struct text add_marks(struct arena *arena, struct text source)
{
    struct buf marked;
    buf_init(&marked, arena);
    bool is_escaped = false;
    for (size_t i = 0; i < source.length; i++) {
        buf_byte(&marked, source.bytes[i]);
        if (is_escaped && source.bytes[i] == '@')
            buf_add(&marked, escape_mark, MARK_SIZE);
        is_escaped = !is_escaped && source.bytes[i] == '\\';
    }
    return buf_get(&marked);
}

static struct text remove_marks(struct arena *arena, struct text text)
{
    struct buf plain;
    buf_init(&plain, arena);
    size_t kept = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (!has_mark_at(text, i))
            continue;
        buf_add(&plain, text.bytes + kept, i - kept);
        kept = i + MARK_SIZE;
    }
    if (kept == 0)
        return text;
    buf_add(&plain, text.bytes + kept, text.length - kept);
    return buf_get(&plain);
}

/* Frames. */

static struct frame *top(struct walk *walk)
{
    return &walk->frames[walk->depth - 1];
}

static void push(struct walk *walk, cmark_node *node, struct blocks *blocks, struct runs *runs)
{
    walk->frames[walk->depth++] = (struct frame){ node, blocks, runs, NULL, NO_MARKER };
}

/* Where there is no room for a node, its children go where it would have gone. */
static bool has_room(const struct walk *walk, size_t nodes)
{
    return walk->depth + nodes <= DEPTH_LIMIT;
}

/* Text. */

static bool is_name_start(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_';
}

static bool is_name_part(char byte)
{
    return is_name_start(byte) || (byte >= '0' && byte <= '9');
}

/* Whether a word may go on across `at`, as in an e-mail address. Of the letters beyond ASCII all count but
 * the signs of Latin-1 (C2 80 to C2 BF) and general punctuation (E2 80 xx, E2 81 xx). */
static bool is_in_word(struct text text, size_t at)
{
    if (at == 0 || (at >= MARK_SIZE && has_mark_at(text, at - MARK_SIZE)))
        return false;
    unsigned char last = (unsigned char)text.bytes[at - 1];
    if (last < 0x80)
        return is_name_part((char)last);
    if (at >= 2 && (unsigned char)text.bytes[at - 2] == 0xC2)
        return false;
    return at < 3 || (unsigned char)text.bytes[at - 3] != 0xE2 ||
           ((unsigned char)text.bytes[at - 2] & 0xFE) != 0x80;
}

static void add_plain(struct walk *walk, struct text text)
{
    document_add_text(walk->document, top(walk)->runs, remove_marks(walk->document->arena, text));
}

static struct text find_name(struct text text, size_t at)
{
    size_t end = at;
    while (end < text.length && is_name_part(text.bytes[end]))
        end++;
    return (struct text){ text.bytes + at, end - at };
}

/* Adds what `@name` stands for; false if nobody knows it. */
static bool add_reference(struct walk *walk, struct text name)
{
    const struct prose_resolver *resolver = walk->resolver;
    struct prose_reference found = { .note = NULL };
    if (!resolver || !resolver->resolve(resolver->context, name, &found))
        return false;
    struct runs *runs = top(walk)->runs;
    bool has_mark = found.note && !walk->links;
    if (found.anchor.length && !walk->links && !has_mark)
        runs = document_add_link(walk->document, runs, found.anchor);
    document_add_text(walk->document, runs, found.title.length ? found.title : name);
    if (has_mark)
        document_add_mark(walk->document, runs, found.note);
    return true;
}

static void add_text(struct walk *walk, struct text text)
{
    size_t kept = 0;
    for (size_t i = 0; i + 1 < text.length; i++) {
        if (text.bytes[i] != '@' || !is_name_start(text.bytes[i + 1]) || is_in_word(text, i))
            continue;
        struct text name = find_name(text, i + 1);
        struct text before = { text.bytes + kept, i - kept };
        add_plain(walk, before);
        kept = add_reference(walk, name) ? i + 1 + name.length : i;
        i += name.length;
    }
    add_plain(walk, (struct text){ text.bytes + kept, text.length - kept });
}

static struct text literal_of(cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    return literal ? text_of(literal) : TEXT("");
}

/* Leaves. */

static struct runs *start_line(struct walk *walk)
{
    struct runs *runs = top(walk)->runs;
    if (runs->first)
        document_add_linebreak(walk->document, runs);
    if (walk->marker == BULLET)
        document_add_text(walk->document, runs, TEXT("\xE2\x80\xA2 "));
    if (walk->marker > BULLET) {
        struct buf number;
        buf_init(&number, walk->document->arena);
        buf_printf(&number, "%d. ", walk->marker);
        document_add_text(walk->document, runs, buf_get(&number));
    }
    walk->marker = NO_MARKER;
    return runs;
}

/* The place for the words of a new paragraph. */
static struct runs *start_paragraph(struct walk *walk, bool is_numbered)
{
    struct blocks *blocks = top(walk)->blocks;
    if (!blocks)
        return start_line(walk);
    return &document_add_paragraph(walk->document, blocks, is_numbered)->runs;
}

static void add_code_block(struct walk *walk, cmark_node *node)
{
    struct text code = remove_marks(walk->document->arena, literal_of(node));
    if (top(walk)->blocks)
        document_add_code(walk->document, top(walk)->blocks, code);
    else
        document_add_code_text(walk->document, start_line(walk), code);
}

static void add_html_block(struct walk *walk, cmark_node *node)
{
    struct text html = literal_of(node);
    push(walk, node, NULL, start_paragraph(walk, walk->is_numbered));
    size_t start = 0;
    for (size_t i = 0; i < html.length; i++) {
        if (html.bytes[i] != '\n')
            continue;
        add_plain(walk, (struct text){ html.bytes + start, i - start });
        start = i + 1;
        if (start < html.length)
            document_add_linebreak(walk->document, top(walk)->runs);
    }
    add_plain(walk, (struct text){ html.bytes + start, html.length - start });
    walk->depth--;
}

static void add_rule(struct walk *walk)
{
    if (top(walk)->blocks)
        document_add_rule(walk->document, top(walk)->blocks);
}

/* Containers. */

static void enter_list(struct walk *walk, cmark_node *node)
{
    bool is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int start = is_ordered ? cmark_node_get_list_start(node) : 0;
    if (!has_room(walk, 2))
        return;
    if (!top(walk)->blocks) {
        push(walk, node, NULL, top(walk)->runs);
        top(walk)->next_marker = start;
        return;
    }
    struct block *list = document_add_list(walk->document, top(walk)->blocks, is_ordered);
    list->is_tight = cmark_node_get_list_tight(node) != 0;
    list->start = (uint32_t)start;
    push(walk, node, &list->children, NULL);
    top(walk)->list = list;
}

static void enter_item(struct walk *walk, cmark_node *node)
{
    struct frame *frame = top(walk);
    if (frame->node != cmark_node_parent(node))
        return;
    if (!frame->blocks) {
        walk->marker = frame->next_marker;
        frame->next_marker += frame->next_marker > BULLET;
        return;
    }
    struct block *item = document_add_item(walk->document, frame->list);
    push(walk, node, &item->children, NULL);
}

static void enter_quote(struct walk *walk, cmark_node *node)
{
    if (!top(walk)->blocks || !has_room(walk, 1))
        return;
    struct block *quote = document_add_quote(walk->document, top(walk)->blocks);
    push(walk, node, &quote->children, NULL);
}

/* A heading in prose is a strong line: the report has the headings. */
static void enter_heading(struct walk *walk, cmark_node *node)
{
    struct runs *runs = start_paragraph(walk, false);
    push(walk, node, NULL, document_add_strong(walk->document, runs));
}

static struct runs *add_link(struct walk *walk, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    if (!url || walk->links)
        return top(walk)->runs;
    return document_add_url(walk->document, top(walk)->runs,
                            remove_marks(walk->document->arena, text_of(url)));
}

static void enter_node(struct walk *walk, cmark_node *node)
{
    struct document *document = walk->document;
    struct runs *runs = top(walk)->runs;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE: enter_quote(walk, node); break;
    case CMARK_NODE_LIST: enter_list(walk, node); break;
    case CMARK_NODE_ITEM: enter_item(walk, node); break;
    case CMARK_NODE_CODE_BLOCK: add_code_block(walk, node); break;
    case CMARK_NODE_HTML_BLOCK: add_html_block(walk, node); break;
    case CMARK_NODE_PARAGRAPH:
        push(walk, node, NULL, start_paragraph(walk, walk->is_numbered));
        break;
    case CMARK_NODE_HEADING: enter_heading(walk, node); break;
    case CMARK_NODE_THEMATIC_BREAK: add_rule(walk); break;
    case CMARK_NODE_TEXT: add_text(walk, literal_of(node)); break;
    case CMARK_NODE_SOFTBREAK: document_add_softbreak(document, runs); break;
    case CMARK_NODE_LINEBREAK: document_add_linebreak(document, runs); break;
    case CMARK_NODE_CODE:
        document_add_code_text(document, runs, remove_marks(document->arena, literal_of(node)));
        break;
    case CMARK_NODE_HTML_INLINE: add_plain(walk, literal_of(node)); break;
    case CMARK_NODE_EMPH:
        if (has_room(walk, 1))
            push(walk, node, NULL, document_add_emphasis(document, runs));
        break;
    case CMARK_NODE_STRONG:
        if (has_room(walk, 1))
            push(walk, node, NULL, document_add_strong(document, runs));
        break;
    case CMARK_NODE_LINK:
        if (has_room(walk, 1))
            push(walk, node, NULL, add_link(walk, node));
        walk->links++;
        break;
    case CMARK_NODE_IMAGE:
        document_add_text(document, runs, TEXT("["));
        walk->links++;
        break;
    case CMARK_NODE_NONE:
    case CMARK_NODE_DOCUMENT:
    case CMARK_NODE_CUSTOM_BLOCK:
    case CMARK_NODE_CUSTOM_INLINE: break;
    }
}

static void leave_node(struct walk *walk, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
        walk->links--;
    if (type == CMARK_NODE_IMAGE)
        document_add_text(walk->document, top(walk)->runs, TEXT("]"));
    if (top(walk)->node == node)
        walk->depth--;
}

static void walk_tree(struct walk *walk, cmark_node *root)
{
    cmark_iter *iterator = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        if (event == CMARK_EVENT_ENTER)
            enter_node(walk, cmark_iter_get_node(iterator));
        else
            leave_node(walk, cmark_iter_get_node(iterator));
    }
    cmark_iter_free(iterator);
}

static bool is_within_limits(struct text source)
{
    size_t brackets = 0;
    for (size_t i = 0; i < source.length && i <= PROSE_LONGEST; i++)
        brackets += source.bytes[i] == '[';
    return source.length <= PROSE_LONGEST && brackets <= PROSE_MOST_BRACKETS;
}

static bool add_prose(struct document *document, struct blocks *blocks, struct runs *runs,
                      struct text source, const struct prose_resolver *resolver, bool is_numbered)
{
    if (!is_within_limits(source))
        return false;
    struct walk *walk = ARENA_NEW(document->arena, struct walk);
    walk->document = document;
    walk->resolver = resolver;
    walk->is_numbered = is_numbered;
    walk->marker = NO_MARKER;
    push(walk, NULL, blocks, runs);
    struct text clean = document_clean_text(document->arena, source);
    struct text marked = add_marks(document->arena, clean);
    cmark_node *root = cmark_parse_document(marked.bytes, marked.length,
                                            CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);
    cmark_consolidate_text_nodes(root);
    walk_tree(walk, root);
    cmark_node_free(root);
    return true;
}

bool prose_add_blocks(struct document *document, struct blocks *parent, struct text source,
                      const struct prose_resolver *resolver, bool is_numbered)
{
    return add_prose(document, parent, NULL, source, resolver, is_numbered);
}

bool prose_add_runs(struct document *document, struct runs *runs, struct text source,
                    const struct prose_resolver *resolver)
{
    return add_prose(document, NULL, runs, source, resolver, false);
}

void prose_escape(struct buf *out, struct text plain)
{
    static const char punctuation[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    bool was_space = false;
    for (size_t i = 0; i < plain.length; i++) {
        char byte = plain.bytes[i];
        bool is_space = byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
        if (is_space && !was_space)
            buf_byte(out, ' ');
        if (!is_space && byte && strchr(punctuation, byte))
            buf_byte(out, '\\');
        if (!is_space)
            buf_byte(out, byte);
        was_space = is_space;
    }
}

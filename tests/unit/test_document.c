/* Guards src/report: the document model, prose, and the HTML and Markdown writers. Hostile words go in
 * everywhere; the HTML must show them as words alone, and the Markdown must read back, through cmark, as
 * the same headings, paragraphs, lists and words. Random documents are made with a fixed seed.
 * Over 600 lines: the writers are held against one another through one outline. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>

#include "base/arena.h"
#include "base/buf.h"
#include "report/document.h"
#include "report/html.h"
#include "report/md.h"
#include "report/prose.h"
#include "report/sha256.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define BAD "\xEF\xBF\xBD"

/* Help */

static struct document *new_document(struct arena *arena, struct text title)
{
    struct document_front front = { .title = title, .language = TEXT("en-GB") };
    return document_new(arena, &front);
}

static struct block *add_section(struct document *document, struct blocks *parent, struct text title)
{
    struct block *section = document_add_section(document, parent);
    document_add_text(document, &section->runs, title);
    return section;
}

static struct block *add_paragraph(struct document *document, struct blocks *parent, struct text text)
{
    struct block *paragraph = document_add_paragraph(document, parent, true);
    document_add_text(document, &paragraph->runs, text);
    return paragraph;
}

static const char *html_of(struct document *document)
{
    struct buf out;
    buf_init(&out, document->arena);
    html_write(&out, document);
    return buf_string(&out);
}

static struct text md_of(const struct document *document)
{
    struct buf out;
    buf_init(&out, document->arena);
    md_write(&out, document);
    return buf_get(&out);
}

/* The part of a page that the document fills. */
static const char *main_of(struct document *document)
{
    const char *start = strstr(html_of(document), "<main");
    assert_non_null(start);
    return start;
}

static void expect_in(const char *whole, const char *part)
{
    if (!strstr(whole, part))
        fail_msg("no `%s` in:\n%s", part, whole);
}

static void expect_not_in(const char *whole, const char *part)
{
    if (strstr(whole, part))
        fail_msg("there is `%s` in:\n%s", part, whole);
}

static size_t count_in(const char *whole, const char *part)
{
    size_t count = 0;
    for (const char *at = whole; (at = strstr(at, part)) != NULL; at++)
        count++;
    return count;
}

static void expect_text(struct text got, const char *wanted)
{
    if (!text_equal(got, text_of(wanted)))
        fail_msg("wanted `%s`, got `%.*s`", wanted, (int)got.length, got.bytes);
}

/* Outlines: what a document says, as one canonical text, from the model and from Markdown read back. */

static void end_words(struct buf *out)
{
    while (out->length && out->bytes[out->length - 1] == ' ')
        out->length--;
}

/* White space counts as one space, and as none at the start of a block. */
static void outline_words(struct buf *out, struct text words)
{
    for (size_t i = 0; i < words.length; i++) {
        char byte = words.bytes[i];
        bool is_space = byte == ' ' || byte == '\n' || byte == '\t';
        char last = out->length ? out->bytes[out->length - 1] : '(';
        if (!is_space)
            buf_byte(out, byte);
        else if (last != ' ' && last != '\x01')
            buf_byte(out, ' ');
    }
}

static void open_block(struct buf *out, const char *kind)
{
    buf_printf(out, "\n%s\x01", kind);
}

/* A paragraph without words, as an anchor alone may be, says nothing. */
static void close_block(struct buf *out)
{
    end_words(out);
    if (out->length >= 3 && memcmp(out->bytes + out->length - 3, "\np\x01", 3) == 0)
        out->length -= 3;
    else
        buf_byte(out, '\x02');
}

static void outline_code(struct buf *out, struct text code)
{
    open_block(out, "code");
    buf_text(out, code);
    if (code.length && code.bytes[code.length - 1] != '\n')
        buf_byte(out, '\n');
    buf_byte(out, '\x02');
}

static void outline_model_runs(struct buf *out, const struct runs *runs)
{
    for (const struct run *run = runs->first; run; run = run->next) {
        if (run->kind == RUN_TEXT || run->kind == RUN_CODE)
            outline_words(out, run->text);
        if (run->kind == RUN_SOFTBREAK || run->kind == RUN_LINEBREAK)
            outline_words(out, TEXT(" "));
        if (run->kind == RUN_NOTE)
            buf_printf(out, "[%u]", run->note->number);
        outline_model_runs(out, &run->children);
    }
}

static void outline_model_line(struct buf *out, const char *kind, struct text number,
                               const struct runs *runs)
{
    open_block(out, kind);
    outline_words(out, number);
    outline_words(out, number.length ? TEXT(" ") : TEXT(""));
    outline_model_runs(out, runs);
    close_block(out);
}

static void outline_model(struct buf *out, const struct blocks *blocks)
{
    for (const struct block *block = blocks->first; block; block = block->next) {
        char heading[] = "h?";
        switch (block->kind) {
        case BLOCK_SECTION:
            heading[1] = (char)('0' + (block->level < 5 ? block->level + 1 : 6));
            outline_model_line(out, heading, block->number, &block->runs);
            outline_model(out, &block->children);
            continue;
        case BLOCK_PARAGRAPH:
            outline_model_line(out, "p", block->number, &block->runs);
            continue;
        case BLOCK_CODE: outline_code(out, block->code); continue;
        case BLOCK_LIST:
            if (!block->children.first)
                continue;
            open_block(out, block->is_ordered ? "ol" : "ul");
            break;
        case BLOCK_ITEM: open_block(out, "li"); break;
        case BLOCK_QUOTE: open_block(out, "quote"); break;
        case BLOCK_RULE: open_block(out, "rule"); break;
        case BLOCK_FIGURE:
        case BLOCK_TABLE:
        case BLOCK_CONTENTS: continue;
        }
        outline_model(out, &block->children);
        buf_byte(out, '\x02');
    }
}

static void outline_model_notes(struct buf *out, const struct document *document)
{
    const struct wording *words = document_get_words(document);
    if (!document->notes.count)
        return;
    open_block(out, "h2");
    outline_words(out, text_of(words->notes));
    close_block(out);
    open_block(out, "ol");
    for (uint32_t i = 0; i < document->notes.count; i++) {
        const struct note *note = document->notes.items[i];
        open_block(out, "li");
        open_block(out, "p");
        outline_model_runs(out, &note->runs);
        outline_words(out, TEXT(" "));
        outline_words(out, text_of(words->referred_to));
        for (uint32_t j = 0; j < note->places.list.count; j++) {
            buf_str(out, j ? ", " : " ");
            document_print_place(out, document, &note->places.list.items[j]);
        }
        close_block(out);
        buf_byte(out, '\x02');
    }
    buf_byte(out, '\x02');
}

static bool is_our_markup(const char *literal)
{
    return strncmp(literal, "<a id=\"", 7) == 0 || strcmp(literal, "</a>") == 0 ||
           strcmp(literal, "<sup>") == 0 || strcmp(literal, "</sup>") == 0;
}

static void outline_heading_or_list(struct buf *out, cmark_node *node)
{
    char heading[] = "h?";
    heading[1] = (char)('0' + cmark_node_get_heading_level(node));
    bool is_list = cmark_node_get_type(node) == CMARK_NODE_LIST;
    bool is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    open_block(out, is_list ? (is_ordered ? "ol" : "ul") : heading);
}

static void outline_enter(struct buf *out, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE: outline_words(out, text_of(literal)); break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK: outline_words(out, TEXT(" ")); break;
    case CMARK_NODE_HTML_INLINE:
        if (!is_our_markup(literal))
            buf_str(out, "[HTML!]");
        break;
    case CMARK_NODE_CODE_BLOCK: outline_code(out, text_of(literal)); break;
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_IMAGE: buf_str(out, "[HTML or image!]"); break;
    case CMARK_NODE_BLOCK_QUOTE: open_block(out, "quote"); break;
    case CMARK_NODE_LIST:
    case CMARK_NODE_HEADING: outline_heading_or_list(out, node); break;
    case CMARK_NODE_ITEM: open_block(out, "li"); break;
    case CMARK_NODE_PARAGRAPH: open_block(out, "p"); break;
    case CMARK_NODE_THEMATIC_BREAK:
        open_block(out, "rule");
        buf_byte(out, '\x02');
        break;
    default: break;
    }
}

static void outline_tree(struct buf *out, struct text md)
{
    cmark_node *root = cmark_parse_document(md.bytes, md.length, CMARK_OPT_DEFAULT);
    cmark_iter *iterator = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        cmark_node_type type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_ENTER)
            outline_enter(out, node);
        else if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING)
            close_block(out);
        else if (type != CMARK_NODE_DOCUMENT && type <= CMARK_NODE_LAST_BLOCK)
            buf_byte(out, '\x02');
    }
    cmark_iter_free(iterator);
    cmark_node_free(root);
}

/* Markdown written from the document must read back as the document. */
static void expect_reads_back(const struct document *document)
{
    struct buf wanted;
    struct buf got;
    buf_init(&wanted, document->arena);
    buf_init(&got, document->arena);
    struct run title = { .kind = RUN_TEXT, .text = document->front.title };
    outline_model_line(&wanted, "h1", TEXT(""), &(struct runs){ &title, &title });
    outline_model(&wanted, &document->blocks);
    outline_model_notes(&wanted, document);
    struct text md = md_of(document);
    outline_tree(&got, md);
    size_t same = 0;
    while (same < wanted.length && same < got.length && wanted.bytes[same] == got.bytes[same])
        same++;
    if (!text_equal(buf_get(&wanted), buf_get(&got)))
        fail_msg("wanted: %.200s\ngot: %.200s\nfrom:\n%.*s", buf_string(&wanted) + same,
                 buf_string(&got) + same, (int)md.length, md.bytes);
}

/* Every tag must be one that the writer knows, with attributes in quotes and nothing that acts. */
static void expect_only_our_tags(const char *html)
{
    static const char *const ours[] = {
        "html", "head", "meta", "title", "style", "body",    "a",    "header", "div",  "p",
        "h1",   "h2",   "h3",   "h4",    "h5",    "h6",      "nav",  "main",   "section",
        "span", "em",   "strong", "code", "pre",  "br",      "ul",   "ol",     "li",   "blockquote",
        "hr",   "sup",  "table", "caption", "thead", "tbody", "tr",  "th",   "td",     "footer", "!DOCTYPE",
    };
    for (const char *at = html; (at = strchr(at, '<')) != NULL;) {
        const char *name = at + 1 + (at[1] == '/');
        size_t length = strcspn(name, " >\n");
        bool is_ours = false;
        for (size_t i = 0; i < COUNT(ours); i++)
            is_ours |= strlen(ours[i]) == length && memcmp(ours[i], name, length) == 0;
        if (!is_ours)
            fail_msg("a strange tag: %.40s", at);
        bool is_quoted = false;
        for (at = name + length; *at && (is_quoted || *at != '>'); at++) {
            is_quoted ^= *at == '"';
            assert_true(*at != '<');
        }
    }
    expect_not_in(html, "href=\"javascript");
    expect_not_in(html, "<script");
}

/* SHA-256, with the examples of FIPS 180-2 and one length at each edge of a chunk. */

static void expect_digest(struct arena *arena, size_t length, const char *bytes, const char *wanted)
{
    struct buf text;
    struct buf got;
    buf_init(&text, arena);
    buf_init(&got, arena);
    if (bytes)
        buf_add(&text, bytes, length);
    else
        buf_repeat(&text, 'a', length);
    unsigned char digest[SHA256_SIZE];
    sha256_get(buf_get(&text), digest);
    for (size_t i = 0; i < SHA256_SIZE; i++)
        buf_printf(&got, "%02x", digest[i]);
    assert_string_equal(buf_string(&got), wanted);
}

static void test_sha256(void **state)
{
    struct arena *arena = *state;
    expect_digest(arena, 0, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect_digest(arena, 3, "abc",
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect_digest(arena, 56, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    expect_digest(arena, 1000000, NULL,
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    expect_digest(arena, 55, NULL,
                  "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    expect_digest(arena, 64, NULL,
                  "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

/* The model */

static void test_numbers(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    struct block *before = add_paragraph(document, &document->blocks, TEXT("before"));
    struct block *one = add_section(document, &document->blocks, TEXT("One"));
    struct block *first = add_paragraph(document, &one->children, TEXT("a"));
    struct block *inner = add_section(document, &one->children, TEXT("Inner"));
    struct block *second = add_paragraph(document, &inner->children, TEXT("b"));
    struct block *list = document_add_list(document, &inner->children, false);
    struct block *item = document_add_item(document, list);
    struct block *in_list = add_paragraph(document, &item->children, TEXT("c"));
    struct block *two = add_section(document, &document->blocks, TEXT("Two"));
    struct block *third = add_paragraph(document, &two->children, TEXT("d"));
    document_finish(document);
    expect_text(before->number, "");
    expect_text(one->number, "1");
    expect_text(first->number, "1.1");
    expect_text(inner->number, "");
    expect_text(second->number, "1.2");
    expect_text(second->number_id, "para-1-2");
    expect_text(in_list->number, "");
    expect_text(two->number, "2");
    expect_text(third->number, "2.1");
    assert_int_equal(inner->level, 2);
    expect_reads_back(document);
}

static void test_numbers_without_sections(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    add_paragraph(document, &document->blocks, TEXT("a"));
    struct block *second = add_paragraph(document, &document->blocks, TEXT("b"));
    document_finish(document);
    expect_text(second->number, "2");
    expect_text(second->number_id, "para-2");

    document = new_document(*state, TEXT("T"));
    struct block *one = add_section(document, &document->blocks, TEXT("One"));
    struct block *inner = add_section(document, &one->children, TEXT("Inner"));
    document_finish(document);
    expect_text(inner->number, "1.1");
}

static void expect_id(struct arena *arena, const char *title, const char *wanted)
{
    struct document *document = new_document(arena, TEXT("T"));
    struct block *section = add_section(document, &document->blocks, text_of(title));
    document_finish(document);
    expect_text(section->anchor.id, wanted);
}

static void test_ids(void **state)
{
    expect_id(*state, "Finding 1: the family's visit", "finding-1-the-familys-visit");
    expect_id(*state, "Ymweliad â'r tŷ, Ynys Môn", "ymweliad-ar-ty-ynys-mon");
    expect_id(*state, "\xE4\xBD\xA0\xE5\xA5\xBD", "section");
    expect_id(*state, "\"><script>", "script");
    expect_id(*state, "main", "main-2");

    struct document *document = new_document(*state, TEXT("T"));
    struct block *sections[4];
    for (size_t i = 0; i < COUNT(sections); i++)
        sections[i] = add_section(document, &document->blocks, i == 1 ? TEXT("Same 2") : TEXT("Same"));
    struct block *last = add_section(document, &document->blocks, TEXT("Para 1 1"));
    add_paragraph(document, &sections[0]->children, TEXT("a"));
    document_set_anchor(document, &sections[3]->anchor, TEXT("same"));
    document_finish(document);
    expect_text(sections[3]->anchor.id, "same");
    expect_text(sections[0]->anchor.id, "same-2");
    expect_text(sections[1]->anchor.id, "same-2-2");
    expect_text(sections[2]->anchor.id, "same-3");
    expect_text(last->anchor.id, "para-1-1-2");
}

static void test_links(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    struct block *section = add_section(document, &document->blocks, TEXT("S"));
    struct block *paragraph = add_paragraph(document, &section->children, TEXT("See "));
    struct runs *runs = &paragraph->runs;
    document_add_text(document, document_add_link(document, runs, TEXT("event e1")), TEXT("there"));
    document_add_text(document, runs, TEXT(", "));
    document_add_text(document, document_add_link(document, runs, TEXT("nowhere")), TEXT("nowhere"));
    struct runs *outer = document_add_link(document, runs, TEXT("event e1"));
    document_add_text(document, document_add_url(document, outer, TEXT("https://a.example/")),
                      TEXT(" twice"));
    document_add_link(document, runs, TEXT("event e1"));
    document_add_text(document, runs, TEXT(" end"));
    struct block *table = document_add_table(document, &section->children);
    document_add_column(document, table, TEXT("When"), false);
    document_set_anchor(document, &document_add_row(document, table)->anchor, TEXT("event e1"));
    document_set_anchor(document, &document_add_row(document, table)->anchor, TEXT("event e1"));
    document_finish(document);
    const char *html = main_of(document);
    expect_in(html, "See <a href=\"#event-e1\">there</a>, nowhere<a href=\"#event-e1\"> twice</a> end");
    expect_in(html, "<tr id=\"event-e1\">");
    expect_in(html, "<tr id=\"event-e1-2\">");
    assert_ptr_equal(paragraph->runs.last->next, NULL);
    struct text md = md_of(document);
    expect_in(arena_copy(*state, md.bytes, md.length), "| <a id=\"event-e1\"></a> |\n|  |\n");
}

/* Notes come in the order of their first marks, are told once, and know each place that refers to them. */
static void test_notes(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    struct note *never = document_add_note(document);
    struct note *second = document_add_note(document);
    struct note *first = document_add_note(document);
    struct block *section = add_section(document, &document->blocks, TEXT("S"));
    document_add_mark(document, &add_paragraph(document, &section->children, TEXT("a"))->runs, first);
    struct block *paragraph = add_paragraph(document, &section->children, TEXT("b"));
    document_add_mark(document, &paragraph->runs, second);
    document_add_mark(document, &paragraph->runs, first);
    document_add_mark(document, &paragraph->runs, first);
    struct runs *inside = document_add_url(document, &paragraph->runs, TEXT("https://a.example"));
    document_add_text(document, inside, TEXT("in a link"));
    document_add_mark(document, inside, never);
    document_add_text(document, &first->runs, TEXT("First <b>"));
    document_add_text(document, document_add_link(document, &first->runs, TEXT("nowhere")), TEXT("gone"));
    document_finish(document);
    assert_int_equal(document->notes.count, 2);
    assert_ptr_equal(document->notes.items[0], first);
    assert_int_equal(first->places.list.count, 2);
    const char *html = main_of(document);
    expect_in(html, "a<sup><a href=\"#note-1\" id=\"note-1-mark\" role=\"doc-noteref\" "
                    "aria-label=\"Note 1\">[1]</a></sup></p>");
    expect_in(html, "<a href=\"#note-1\" role=\"doc-noteref\" aria-label=\"Note 1\">[1]</a></sup><a href=");
    expect_in(html, "<li id=\"note-1\">First &lt;b&gt;gone<br>");
    expect_in(html, "<a href=\"#note-1-mark\" role=\"doc-backlink\" "
                    "aria-label=\"Back to the text: 1.1\">1.1</a>, <a href=\"#note-1-mark-2\"");
    expect_only_our_tags(html);
    expect_reads_back(document);
}

static void add_link_to_k(struct document *document, struct blocks *parent)
{
    struct runs *runs = &add_paragraph(document, parent, TEXT("See "))->runs;
    document_add_text(document, document_add_link(document, runs, TEXT("k")), TEXT("k"));
}

/* From elsewhere: neither from the section of what is referred to nor from its row. */
static void test_referred_to(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    struct block *own = add_section(document, &document->blocks, TEXT("Own"));
    document_set_anchor(document, &own->anchor, TEXT("k"));
    struct block *inner = add_section(document, &own->children, TEXT("Inner"));
    add_link_to_k(document, &inner->children);
    document_add_references(document, &own->children, TEXT("k"));
    document_add_references(document, &own->children, TEXT("nobody"));
    struct block *other = add_section(document, &document->blocks, TEXT("Other"));
    struct block *list = document_add_list(document, &other->children, false);
    for (int i = 0; i < 2; i++) {
        add_link_to_k(document, &document_add_item(document, list)->children);
        add_link_to_k(document, &other->children);
    }
    document_finish(document);
    const char *html = main_of(document);
    expect_in(html, "<p>Referred to in <a href=\"#other\">section 2</a>, <a href=\"#para-2-1\">2.1</a>, "
                    "<a href=\"#para-2-2\">2.2</a></p>");
    assert_int_equal(count_in(html, "Referred"), 1);
    struct text md = md_of(document);
    expect_in(arena_copy(*state, md.bytes, md.length), "\n<a id=\"para-2-1\"></a>**2.1** See ");
    expect_reads_back(document);
}

static void expect_url(struct arena *arena, struct text url, const char *wanted)
{
    struct document *document = new_document(arena, TEXT("T"));
    struct block *paragraph = document_add_paragraph(document, &document->blocks, false);
    document_add_text(document, document_add_url(document, &paragraph->runs, url), TEXT("x"));
    document_finish(document);
    expect_in(main_of(document), wanted);
    expect_reads_back(document);
}

static void test_urls(void **state)
{
    expect_url(*state, TEXT("https://a.example/?a=1&b=2"),
               "<a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noreferrer\">x</a>");
    expect_url(*state, TEXT("HTTP://A.example/a(b)\"'<> \\"),
               "\"HTTP://A.example/a%28b%29%22%27%3C%3E%20%5C\"");
    expect_url(*state, TEXT("mailto:a@b.example"), "\"mailto:a@b.example\"");
    expect_url(*state, TEXT("https://a.example/\n\xE2\x80\xAE"),
               "\"https://a.example/%0A%EF%BF%BD\"");
    expect_url(*state, TEXT("javascript:alert(1)"), "<p>x</p>");
    expect_url(*state, TEXT(" https://a.example"), "<p>x</p>");
    expect_url(*state, TEXT("\x01javascript:alert(1)"), "<p>x</p>");
    expect_url(*state, TEXT("data:text/html,x"), "<p>x</p>");
    expect_url(*state, TEXT("//a.example"), "<p>x</p>");
    expect_url(*state, TEXT("https://"), "<p>x</p>");
    expect_url(*state, TEXT(""), "<p>x</p>");
}

static void expect_clean(struct arena *arena, struct text text, const char *wanted)
{
    expect_text(document_clean_text(arena, text), wanted);
}

static void test_clean(void **state)
{
    expect_clean(*state, TEXT(""), "");
    expect_clean(*state, TEXT("a\tb\nc"), "a\tb\nc");
    expect_clean(*state, TEXT("a\r\nb\rc"), "a\nb" BAD "c");
    expect_clean(*state, TEXT("a\0b"), "a" BAD "b");
    expect_clean(*state, TEXT("\x01\x1B[2J\x7F"), BAD BAD "[2J" BAD);
    expect_clean(*state, TEXT("a\xE2\x80\xAE" "b\xE2\x81\xA6"), "a" BAD "b" BAD);
    expect_clean(*state, TEXT("\xC2\x85\xEF\xB7\x90\xFF\xC3"), BAD BAD BAD BAD);
    expect_clean(*state, TEXT("tŷ Môn \xF0\x9F\x91\xA9"), "tŷ Môn \xF0\x9F\x91\xA9");
}

static void test_front(void **state)
{
    struct document_front front = { .title = TEXT("A < B \"C\""), .subtitle = TEXT("<i>"),
                                    .status = TEXT("Draft"), .language = TEXT("cy-GB"),
                                    .generator = TEXT("</body>") };
    struct document *document = document_new(*state, &front);
    document_add_contents(document, &document->blocks, 1);
    add_section(document, &document->blocks, TEXT("<b>"));
    document_finish(document);
    const char *html = html_of(document);
    expect_in(html, "<html lang=\"cy-GB\">");
    expect_in(html, "<title>Draft \xE2\x80\x93 A &lt; B &quot;C&quot;</title>");
    expect_in(html, "Cynnwys");
    assert_int_equal(count_in(html, "<h1>"), 1);
    assert_int_equal(count_in(html, "</body>"), 1);
    expect_only_our_tags(html);
    front.language = TEXT("en\" onload=\"");
    document = document_new(*state, &front);
    document_finish(document);
    expect_in(html_of(document), "<html lang=\"en-GB\">");
}

static void test_style_digest(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    document_finish(document);
    const char *html = html_of(document);
    const char *start = strstr(html, "<style>") + 7;
    const char *end = strstr(start, "</style>");
    unsigned char digest[SHA256_SIZE];
    sha256_get((struct text){ start, (size_t)(end - start) }, digest);
    const char *named = strstr(html, "style-src 'sha256-") + 18;
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t bit = 0; bit < SHA256_SIZE * 8; bit++) {
        unsigned digit = (unsigned)(strchr(digits, named[bit / 6]) - digits);
        assert_int_equal(digit >> (5 - bit % 6) & 1, digest[bit / 8] >> (7 - bit % 8) & 1);
    }
    assert_int_equal(named[43], '=');
    assert_int_equal(count_in(html, "<style>"), 1);
    expect_not_in(html, "style=");
    expect_not_in(start, "url(");
    expect_not_in(start, "@import");
}

/* Prose */

static bool resolve(void *context, struct text name, struct prose_reference *reference)
{
    (void)context;
    if (text_equal(name, TEXT("visit"))) {
        reference->title = TEXT("the *visit*");
        reference->anchor = TEXT("event visit");
        return true;
    }
    reference->title = TEXT("somebody");
    return text_equal(name, TEXT("person"));
}

static const struct prose_resolver resolver = { NULL, resolve };

static struct document *prose_document(struct arena *arena, struct text source)
{
    struct document *document = new_document(arena, TEXT("T"));
    struct block *section = add_section(document, &document->blocks, TEXT("S"));
    document_set_anchor(document, &section->anchor, TEXT("event visit"));
    assert_true(prose_add_blocks(document, &section->children, source, &resolver, true));
    document_finish(document);
    return document;
}

static void expect_prose(struct arena *arena, struct text source, const char *wanted)
{
    struct document *document = prose_document(arena, source);
    const char *html = main_of(document);
    expect_in(html, wanted);
    expect_only_our_tags(html_of(document));
    expect_reads_back(document);
}

static void test_prose(void **state)
{
    struct arena *arena = *state;
    expect_prose(arena, TEXT("a *b* **c** `d`\ne\\\nf"),
                 "a <em>b</em> <strong>c</strong> <code>d</code>\ne<br>\nf</p>");
    expect_prose(arena, TEXT("a\n\nb"), "aria-label=\"Paragraph 1.2\">1.2</a> b</p>");
    expect_prose(arena, TEXT("- a\n- b"), "<ul>\n<li>a\n</li>\n<li>b\n</li>\n</ul>");
    expect_prose(arena, TEXT("3. a\n\n4. b"), "<ol start=\"3\">\n<li><p>a</p>\n</li>");
    expect_prose(arena, TEXT("# Big"), "<p><strong>Big</strong></p>");
    expect_prose(arena, TEXT("> a"), "<blockquote>\n<p>a</p>\n</blockquote>");
    expect_prose(arena, TEXT("```\n<b>\n```"), "<pre tabindex=\"0\"><code>&lt;b&gt;\n</code></pre>");
    expect_prose(arena, TEXT("a\n\n***\n\nb"), "<hr>");
    expect_prose(arena, TEXT("a <b>c</b> d"), "a &lt;b&gt;c&lt;/b&gt; d");
    expect_prose(arena, TEXT("<div>\nx\n</div>"), "&lt;div&gt;<br>\nx<br>\n&lt;/div&gt;</p>");
    expect_prose(arena, TEXT("![alt *text*](x.png)"), "[alt <em>text</em>]</p>");
    expect_prose(arena, TEXT("[x](javascript:alert(1))"), "</a> x</p>");
    expect_prose(arena, TEXT("[x](JaVaScRiPt:alert&#40;1&#41;)"), "</a> x</p>");
    expect_prose(arena, TEXT("[x](page.html)"), "</a> x</p>");
    expect_prose(arena, TEXT("[x](https://a.example)"), "<a href=\"https://a.example\" rel");
    expect_prose(arena, TEXT("![[a](https://a.example)](x)"), "[a]</p>");
}

static void test_references(void **state)
{
    struct arena *arena = *state;
    const char *link = "see <a href=\"#event-visit\">the *visit*</a>";
    expect_prose(arena, TEXT("see @visit"), link);
    expect_prose(arena, TEXT("see @visit, then"), "</a>, then</p>");
    expect_prose(arena, TEXT("see (@visit)"), "(<a href=\"#event-visit\">");
    expect_prose(arena, TEXT("\xE2\x80\x9C@visit\xE2\x80\x9D"), "\xE2\x80\x9C<a href=");
    expect_prose(arena, TEXT("**@visit**"), "<strong><a href=\"#event-visit\">");
    expect_prose(arena, TEXT("@person came"), "</a> somebody came</p>");
    expect_prose(arena, TEXT("@visitor"), "</a> @visitor</p>");
    expect_prose(arena, TEXT("a@visit \xC3\xA9@visit"), "a@visit \xC3\xA9@visit</p>");
    expect_prose(arena, TEXT("`@visit` \\@visit"), "<code>@visit</code> @visit</p>");
    expect_prose(arena, TEXT("\\\\@visit"), "\\<a href=\"#event-visit\">");
    expect_prose(arena, TEXT("\\\\\\@visit"), "\\@visit</p>");
    expect_prose(arena, TEXT("`\\@visit`"), "<code>\\@visit</code>");
    expect_prose(arena, TEXT("\\@@visit"), "@<a href=\"#event-visit\">");
    expect_prose(arena, TEXT("[@visit](https://a.example)"), "rel=\"noreferrer\">the *visit*</a>");
    expect_prose(arena, TEXT("@ @1 @"), "</a> @ @1 @</p>");
    expect_prose(arena, TEXT("\xEF\xB7\x90@visit"), "</a> " BAD "@visit</p>");
    expect_prose(arena, TEXT("<b title=\"@visit\">"), "&lt;b title=&quot;@visit&quot;&gt;</p>");
}

static void test_prose_runs(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    struct block *paragraph = document_add_paragraph(document, &document->blocks, false);
    struct text source = TEXT("a @visit\n\n- b\n- c\n\n2. d\n3. e\n\n> f\n\n```\ng\n```\n\n***\n\n# h");
    assert_true(prose_add_runs(document, &paragraph->runs, source, &resolver));
    assert_true(prose_add_runs(document, &paragraph->runs, TEXT(""), NULL));
    document_finish(document);
    expect_in(main_of(document),
              "<p>a the *visit*<br>\n\xE2\x80\xA2 b<br>\n\xE2\x80\xA2 c<br>\n2. d<br>\n3. e<br>\nf<br>\n"
              "<code>g\n</code><br>\n<strong>h</strong></p>");
}

static void test_prose_escape(void **state)
{
    static const char *const hostile[] = {
        "<script>alert(1)</script>", "*a* _b_ `c`", "[x](javascript:alert(1))", "@visit", "# no",
        "1. no", "- no", "> no", "a\n\nb", "\\", "&amp;", "![x](y)", "    code", "~~~", "a@visit",
    };
    for (size_t i = 0; i < COUNT(hostile); i++) {
        struct buf escaped;
        buf_init(&escaped, *state);
        prose_escape(&escaped, text_of(hostile[i]));
        struct document *document = prose_document(*state, buf_get(&escaped));
        const struct block *paragraph = document->blocks.first->children.first;
        assert_int_equal(paragraph->kind, BLOCK_PARAGRAPH);
        assert_null(paragraph->next);
        assert_int_equal(paragraph->runs.first->kind, RUN_TEXT);
        assert_null(paragraph->runs.first->next);
        struct buf wanted;
        buf_init(&wanted, *state);
        buf_byte(&wanted, '\x01');
        outline_words(&wanted, text_of(hostile[i]));
        struct text words = { wanted.bytes + 1, wanted.length - 1 };
        expect_text(paragraph->runs.first->text, arena_copy(*state, words.bytes, words.length));
    }
}

/* Hostile words, in every place that takes words. */

#define WORDS(literal) { literal, sizeof(literal) - 1 }

static const struct text hostile_words[] = {
    WORDS("<script>alert(1)</script>"), WORDS("\"'&<>"), WORDS("]]>"), WORDS("-->"),
    WORDS("=cmd|' /C calc'!A0"), WORDS("\\ \\\\ \\n"), WORDS("a\xE2\x80\xAE" "b"),
    WORDS("nul\0nul"), WORDS("\x01\x02\x1B[31m"), WORDS("a|b\nc|d"), WORDS("[x](javascript:alert(1))"),
    WORDS("</title></style><img src=x onerror=y>"), WORDS("&lt;b&gt; &#60; &amp"),
    WORDS("* a\n* b"), WORDS("1. a\n2) b"), WORDS("# a #"), WORDS("===\n---"), WORDS("> a"),
    WORDS("    a"), WORDS("a  \nb"), WORDS("`a`` ```"), WORDS("**a** _b_ ~c~"), WORDS("![a](b)"),
    WORDS("[a]: b"), WORDS("<https://a.example>"), WORDS("www.a.example http://b"),
    WORDS("+ a"), WORDS("| a | b |\n|---|---|"), WORDS("\xFF\xFE\xC0\x80"), WORDS(" "),
    WORDS("\\"), WORDS("a\\"), WORDS("`"), WORDS("!"), WORDS("javascript:alert(1)"),
};

static void add_words_everywhere(struct document *document, struct text words)
{
    struct block *section = add_section(document, &document->blocks, words);
    document_set_anchor(document, &section->anchor, words);
    add_paragraph(document, &section->children, words);
    struct block *mixed = document_add_paragraph(document, &section->children, false);
    document_add_text(document, document_add_emphasis(document, &mixed->runs), words);
    document_add_text(document, document_add_strong(document, &mixed->runs), words);
    document_add_code_text(document, &mixed->runs, words);
    document_add_code_text(document, &mixed->runs, words);
    document_add_text(document, document_add_link(document, &mixed->runs, words), words);
    document_add_text(document, document_add_url(document, &mixed->runs, words), words);
    document_add_linebreak(document, &mixed->runs);
    document_add_text(document, &mixed->runs, words);
    struct note *note = document_add_note(document);
    document_add_text(document, &note->runs, words);
    document_add_mark(document, &mixed->runs, note);
    document_add_text(document, &mixed->runs, words);
    struct block *list = document_add_list(document, &section->children, true);
    add_paragraph(document, &document_add_item(document, list)->children, words);
    add_paragraph(document, &document_add_quote(document, &section->children)->children, words);
    document_add_code(document, &section->children, words);
}

static void add_words_in_table(struct document *document, struct text words)
{
    struct block *table = document_add_table(document, &document->blocks);
    document_add_text(document, &table->runs, words);
    document_add_column(document, table, words, false);
    document_add_column(document, table, words, true);
    struct row *row = document_add_row(document, table);
    document_add_text(document, &row->cells[0], words);
    document_add_code_text(document, &row->cells[1], words);
}

static void test_hostile(void **state)
{
    for (size_t i = 0; i < COUNT(hostile_words); i++) {
        struct document *document = new_document(*state, hostile_words[i]);
        add_words_everywhere(document, hostile_words[i]);
        document_finish(document);
        expect_only_our_tags(html_of(document));
        expect_reads_back(document);
        document = new_document(*state, hostile_words[i]);
        add_words_in_table(document, hostile_words[i]);
        document_finish(document);
        expect_only_our_tags(html_of(document));
        struct text md = md_of(document);
        const char *row = strstr(arena_copy(*state, md.bytes, md.length), "| --- | ---: |\n| ");
        assert_non_null(row);
        size_t bars = 0;
        for (const char *at = row + 15; *at && *at != '\n'; at++) {
            bars += *at == '|';
            at += *at == '\\' && at[1];
        }
        assert_int_equal(bars, 3);
    }
}

static void test_hostile_html(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    add_words_everywhere(document, TEXT("<b>CANARY\"'&\x02</b>"));
    document_finish(document);
    const char *html = html_of(document);
    size_t safe = count_in(html, "&lt;b&gt;CANARY&quot;&#39;&amp;" BAD "&lt;/b&gt;");
    assert_int_equal(count_in(html, "CANARY"), safe);
    assert_true(safe >= 13);
    for (const char *at = html; *at; at++)
        assert_true((unsigned char)*at >= 0x20 || *at == '\n');
}

static void test_long_word(void **state)
{
    struct buf word;
    buf_init(&word, *state);
    buf_repeat(&word, 'x', 100 * 1024);
    struct document *document = new_document(*state, TEXT("T"));
    add_words_everywhere(document, buf_get(&word));
    document_finish(document);
    assert_true(document->blocks.first->anchor.id.length <= 64);
    expect_reads_back(document);
}

static void expect_deep(struct arena *arena, const char *unit, size_t count, const char *end)
{
    struct buf deep;
    buf_init(&deep, arena);
    for (size_t i = 0; i < count; i++)
        buf_str(&deep, unit);
    buf_str(&deep, end);
    struct document *document = prose_document(arena, buf_get(&deep));
    expect_in(html_of(document), "deepest");
    expect_reads_back(document);
}

static void test_depth(void **state)
{
    expect_deep(*state, "> ", 254, "deepest");
    expect_deep(*state, ">", 100000, "deepest");
    expect_deep(*state, "- ", 500, "deepest");
    expect_deep(*state, "> - ", 2000, "deepest *em*");
    expect_deep(*state, "*a **b ", 2000, "deepest");
    expect_deep(*state, "[", 5000, "deepest");
    expect_deep(*state, "*a ![", 1000, "deepest");

    struct document *document = new_document(*state, TEXT("T"));
    struct buf longest;
    buf_init(&longest, *state);
    buf_repeat(&longest, 'x', PROSE_LONGEST);
    assert_true(prose_add_blocks(document, &document->blocks, buf_get(&longest), NULL, false));
    buf_byte(&longest, 'x');
    struct block *last = document->blocks.last;
    assert_false(prose_add_blocks(document, &document->blocks, buf_get(&longest), NULL, false));
    longest.length = 0;
    buf_repeat(&longest, '[', PROSE_MOST_BRACKETS + 1);
    assert_false(prose_add_blocks(document, &document->blocks, buf_get(&longest), NULL, false));
    assert_ptr_equal(document->blocks.last, last);
}

/* Random documents */

static uint32_t roll(uint32_t *seed, uint32_t sides)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % sides;
}

static const char *const scraps[] = {
    "a", "b c", " ", "  ", "\n", "1", "23", ".", ")", "-", "+", "*", "**", "_", "`", "``", "~", "#", "=",
    ">", "<", "[", "]", "](", "(", "!", "|", "\\", "&", "amp;", ":", "//", "www", "\"", "'", "@visit", "<b>",
    "https://a.example", "é", "—", "\xC2\xA0", "。", "{", "}", "$", "^", "\t", ";",
};

static struct text random_words(struct arena *arena, uint32_t *seed)
{
    struct buf words;
    buf_init(&words, arena);
    for (uint32_t i = roll(seed, 5); i > 0; i--)
        buf_str(&words, scraps[roll(seed, COUNT(scraps))]);
    return buf_get(&words);
}

static void add_random_marks(struct document *document, struct runs *runs, uint32_t *seed)
{
    struct note *note = document_add_note(document);
    document_add_text(document, &note->runs, random_words(document->arena, seed));
    for (uint32_t i = roll(seed, 3) + 1; i > 0; i--) {
        document_add_mark(document, runs, note);
        document_add_text(document, runs, random_words(document->arena, seed));
    }
}

static void add_random_runs(struct document *document, struct runs *runs, uint32_t *seed, unsigned depth)
{
    for (uint32_t i = roll(seed, 5); i > 0; i--) {
        struct text words = random_words(document->arena, seed);
        struct runs *inner = NULL;
        switch (roll(seed, depth < 4 ? 10 : 6)) {
        case 0: document_add_code_text(document, runs, words); break;
        case 1: document_add_linebreak(document, runs); break;
        case 2: document_add_softbreak(document, runs); break;
        case 3: add_random_marks(document, runs, seed); break;
        case 6: inner = document_add_emphasis(document, runs); break;
        case 7: inner = document_add_strong(document, runs); break;
        case 8: inner = document_add_url(document, runs, TEXT("https://a.example/*_&amp;")); break;
        case 9: inner = document_add_link(document, runs, TEXT("visit")); break;
        default: document_add_text(document, runs, words); break;
        }
        if (inner)
            add_random_runs(document, inner, seed, depth + 1);
    }
}

static void add_random_blocks(struct document *document, struct blocks *blocks, uint32_t *seed,
                              unsigned depth)
{
    struct block *block;
    for (uint32_t i = roll(seed, 4); i > 0; i--) {
        switch (roll(seed, depth < 4 ? 10 : 5)) {
        case 0:
            document_add_code(document, blocks, random_words(document->arena, seed));
            break;
        case 1: document_add_rule(document, blocks); break;
        case 2:
            document_add_references(document, blocks, TEXT("visit"));
            break;
        case 5:
        case 6:
            block = document_add_list(document, blocks, roll(seed, 2));
            block->is_tight = roll(seed, 2);
            block->start = roll(seed, 3) ? 1 : 999999998;
            for (uint32_t items = roll(seed, 4); items > 0; items--)
                add_random_blocks(document, &document_add_item(document, block)->children, seed,
                                  depth + 1);
            break;
        case 7:
            block = document_add_quote(document, blocks);
            add_random_blocks(document, &block->children, seed, depth + 1);
            break;
        case 8:
            if (blocks->is_inset)
                break;
            block = document_add_section(document, blocks);
            add_random_runs(document, &block->runs, seed, 0);
            add_random_blocks(document, &block->children, seed, depth + 1);
            break;
        default:
            block = document_add_paragraph(document, blocks, roll(seed, 4) == 0);
            add_random_runs(document, &block->runs, seed, 0);
            if (roll(seed, 3) == 0)
                document_set_anchor(document, &block->anchor, TEXT("visit"));
            break;
        }
    }
}

static void test_random_documents(void **state)
{
    (void)state;
    uint32_t seed = 20240229;
    for (int i = 0; i < 4000; i++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct document *document = new_document(arena, random_words(arena, &seed));
        add_random_blocks(document, &document->blocks, &seed, 0);
        document_finish(document);
        expect_reads_back(document);
        expect_only_our_tags(html_of(document));
        arena_free(arena);
    }
}

static void test_random_prose(void **state)
{
    (void)state;
    uint32_t seed = 4041;
    for (int i = 0; i < 4000; i++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct buf source;
        buf_init(&source, arena);
        for (uint32_t n = roll(&seed, 60); n > 0; n--)
            buf_str(&source, scraps[roll(&seed, COUNT(scraps))]);
        struct document *document = prose_document(arena, buf_get(&source));
        expect_reads_back(document);
        expect_only_our_tags(html_of(document));
        arena_free(arena);
    }
}

/* Tables and contents */

static void test_table(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    struct block *table = document_add_table(document, &document->blocks);
    document_add_text(document, &table->runs, TEXT("Events"));
    table->table->has_row_headings = true;
    document_add_column(document, table, TEXT("Day"), false);
    document_add_column(document, table, TEXT("What happened, and to whom"), false);
    document_add_column(document, table, TEXT("No."), true);
    struct row *row = document_add_row(document, table);
    document_add_text(document, &row->cells[0], TEXT("12 September 2021"));
    document_add_text(document, &row->cells[1], TEXT("A visit that was too short to count"));
    document_add_text(document, &row->cells[2], TEXT("7"));
    document_finish(document);
    const char *html = main_of(document);
    expect_in(html, "role=\"region\" aria-label=\"Events\">");
    expect_in(html, "<caption id=\"table-1\">Events</caption>");
    expect_in(html, "<th scope=\"col\" class=\"end short\">No.</th>");
    expect_in(html, "<th scope=\"row\" class=\"short\">12 September 2021</th><td>A visit");
    struct text md = md_of(document);
    expect_in(arena_copy(*state, md.bytes, md.length),
              "**Events**\n\n| Day | What happened, and to whom | No. |\n| --- | --- | ---: |\n"
              "| 12 September 2021 | A visit that was too short to count | 7 |\n");
}

static void test_contents(void **state)
{
    struct document *document = new_document(*state, TEXT("T"));
    document_add_contents(document, &document->blocks, 2);
    struct block *one = add_section(document, &document->blocks, TEXT("One & all"));
    struct block *inner = add_section(document, &one->children, TEXT("Inner"));
    add_section(document, &inner->children, TEXT("Innermost"));
    document_finish(document);
    const char *html = html_of(document);
    const char *nav = arena_copy(*state, strstr(html, "<nav"),
                                 (size_t)(strstr(html, "</nav>") - strstr(html, "<nav")));
    expect_in(nav, "<span class=\"number\">1</span> <a href=\"#one-all\">One &amp; all</a>");
    expect_in(nav, "<a href=\"#inner\">Inner</a>");
    expect_not_in(nav, "Innermost");
    assert_true(strstr(html, "<nav") < strstr(html, "<main"));
    struct text md = md_of(document);
    expect_in(arena_copy(*state, md.bytes, md.length),
              "**Contents**\n\n- [1 One & all](#one-all)\n  - [1.1 Inner](#inner)\n\n"
              "## <a id=\"one-all\"></a>1 One & all\n");
}

static int new_arena(void **state)
{
    *state = arena_new(0, NULL, NULL);
    return 0;
}

static int free_arena(void **state)
{
    arena_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, new_arena, free_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_sha256), TEST(test_numbers), TEST(test_numbers_without_sections), TEST(test_ids),
        TEST(test_links), TEST(test_notes), TEST(test_referred_to), TEST(test_urls), TEST(test_clean),
        TEST(test_front), TEST(test_style_digest),
        TEST(test_prose), TEST(test_references), TEST(test_prose_runs), TEST(test_prose_escape),
        TEST(test_hostile), TEST(test_hostile_html), TEST(test_long_word), TEST(test_depth),
        TEST(test_random_documents), TEST(test_random_prose), TEST(test_table), TEST(test_contents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

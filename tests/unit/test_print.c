/* Guards src/ast/print.c, layout.c and marks.c: the canonical layout of every construct, and on all
 * sources at hand, also with white space and comments strewn about and names made long: nothing but
 * white space changes, and what was laid out stays as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ast/dump.h"
#include "ast/parse.h"
#include "ast/print.h"
#include "base/buf.h"
#include "diag/diag.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

enum { STREWN = 500 };

struct read {
    struct session *session;
    struct ast *ast;
};

static struct read read_text(struct arena *arena, struct text text)
{
    struct read read = { .session = session_new(arena) };
    struct source source;
    source_of_text(arena, "test.sight", text, &source);
    read.ast = ast_read(read.session, session_add_source(read.session, &source));
    return read;
}

static bool print_text(struct arena *arena, struct text text, struct text *printed)
{
    struct read read = read_text(arena, text);
    struct buf out;
    buf_init(&out, arena);
    bool done = ast_print(&out, read.session, read.ast);
    *printed = buf_get(&out);
    return done;
}

static void expect_text(struct text found, struct text wanted)
{
    if (text_equal(found, wanted))
        return;
    print_message("wanted:\n%.*s\nfound:\n%.*s\n", (int)wanted.length, wanted.bytes, (int)found.length,
                  found.bytes);
    fail();
}

/* Nothing but white space */

static struct text token_of(const struct source *source, const struct ast_token *token)
{
    return (struct text){ source->bytes + token->start, token->end - token->start };
}

/* The colon of a field may move, and the lines of prose; what prose says is for the trees to compare. */
static bool is_same_token(struct text a, struct text b)
{
    if (a.bytes[a.length - 1] == ':')
        return b.bytes[b.length - 1] == ':';
    if (text_starts(a, TEXT("\"\"\"")))
        return text_starts(b, TEXT("\"\"\""));
    return text_equal(a, b);
}

static struct text trimmed(struct text text)
{
    while (text.length && strchr(" \t\r", text.bytes[text.length - 1]))
        text.length--;
    return text;
}

static void expect_same_tokens(const struct read *a, const struct read *b)
{
    const struct ast_tokens *left = ast_scan_tokens(a->session, a->ast->source);
    const struct ast_tokens *right = ast_scan_tokens(b->session, b->ast->source);
    assert_int_equal(left->items.count, right->items.count);
    for (uint32_t i = 0; i < left->items.count; i++) {
        const struct ast_token *one = &left->items.items[i];
        const struct ast_token *other = &right->items.items[i];
        assert_int_equal(one->number, other->number);
        assert_true(is_same_token(token_of(a->ast->source, one), token_of(b->ast->source, other)));
    }
    assert_int_equal(left->comments.count, right->comments.count);
    for (uint32_t i = 0; i < left->comments.count; i++) {
        struct text one = source_text(a->ast->source, left->comments.items[i].span);
        struct text other = source_text(b->ast->source, right->comments.items[i].span);
        expect_text(other, trimmed(one));
        assert_int_equal(left->comments.items[i].own_line, right->comments.items[i].own_line);
    }
}

static bool is_in_prose(const struct ast_tokens *tokens, const struct source *source, uint32_t at)
{
    for (uint32_t i = 0; i < tokens->items.count && tokens->items.items[i].start <= at; i++) {
        if (at < tokens->items.items[i].end)
            return text_starts(token_of(source, &tokens->items.items[i]), TEXT("\"\"\""));
    }
    return false;
}

/* No tab, no blank at a line's end, no two empty lines, one line end at the end: except in prose. */
static void expect_clean(const struct read *read)
{
    const struct source *source = read->ast->source;
    const struct ast_tokens *tokens = ast_scan_tokens(read->session, read->ast->source);
    for (uint32_t i = 0; i + 1 < source->length; i++) {
        bool is_wrong = source->bytes[i] == '\r' ||
                        (source->bytes[i] == ' ' && source->bytes[i + 1] == '\n') ||
                        (i > 1 && strncmp(source->bytes + i - 2, "\n\n\n", 3) == 0);
        if (is_wrong && !is_in_prose(tokens, source, i)) {
            print_message("at byte %u of:\n%s\n", i, source->bytes);
            fail();
        }
    }
    if (source->length) {
        assert_true(source->bytes[source->length - 1] == '\n');
        assert_true(source->bytes[0] != '\n');
    }
}

/* Lays `text` out, which has no errors, and looks at the result from all sides. */
static struct text lay_out(struct arena *arena, struct text text)
{
    struct text once;
    struct text twice;
    struct read before = read_text(arena, text);
    assert_false(before.ast->has_errors);
    if (!print_text(arena, text, &once)) {
        print_message("was refused:\n%.*s\n", (int)text.length, text.bytes);
        fail();
    }
    struct read after = read_text(arena, once);
    assert_false(after.ast->has_errors);
    assert_true(ast_same(&before.ast->file->base, &after.ast->file->base));
    expect_same_tokens(&before, &after);
    expect_clean(&after);
    assert_true(print_text(arena, once, &twice));
    expect_text(twice, once);
    return once;
}

static void expect_layout(const char *text, const char *wanted)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    expect_text(lay_out(arena, text_of(text)), text_of(wanted));
    arena_free(arena);
}

static void expect_kept(const char *text)
{
    expect_layout(text, text);
}

/* Samples */

static void test_head_of_file(void **state)
{
    (void)state;
    expect_layout("", "");
    expect_layout(" \n\n", "");
    expect_layout("# only\n\n\n# comments", "# only\n\n# comments\n");
    expect_layout("\n\n# head  \nmodule   a\"A\"use core use\"x.sight\"",
                  "# head\nmodule a \"A\"\nuse core\nuse \"x.sight\"\n");
    expect_layout("module a \"A\"\r\nuse core # why\r\n\r\n\r\n# end\r\n",
                  "module a \"A\"\nuse core  # why\n\n# end\n");
}

/* What is laid out already stays, and comes back when its lines are broken at every token. */
static void expect_scattered(const char *text)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct read read = read_text(arena, text_of(text));
    const struct ast_tokens *tokens = ast_scan_tokens(read.session, read.ast->source);
    struct buf scattered;
    buf_init(&scattered, arena);
    assert_int_equal(tokens->comments.count, 0);
    for (uint32_t i = 0; i < tokens->items.count; i++) {
        buf_text(&scattered, token_of(read.ast->source, &tokens->items.items[i]));
        buf_byte(&scattered, '\n');
    }
    expect_kept(text);
    expect_text(lay_out(arena, buf_get(&scattered)), text_of(text));
    arena_free(arena);
}

static void test_kinds(void **state)
{
    (void)state;
    expect_kept("kind e\n"
                "open kind a \"A\"\n"
                "derived kind b is a\n"
                "case kind crash \"Crash\" { on: date  killed: integer  surface: text? }\n");
    expect_layout("kind a{\n}", "kind a {}\n");
    expect_layout("open kind event \"Event\" is thing {\n"
                  "on : date \"When\" by:( agency|team|worker ) * \"Who\"\n"
                  "about: event parent source:source +\n nth:decimal ( 2 ) ?=- 3 \"N\"\n\n\n"
                  "name: confidential text ? \"Real name\"}",
                  "open kind event \"Event\" is thing {\n"
                  "  on:     date                        \"When\"\n"
                  "  by:     (agency | team | worker)*   \"Who\"\n"
                  "  about:  event parent\n"
                  "  source: source+\n"
                  "  nth:    decimal(2)? = -3            \"N\"\n"
                  "\n"
                  "  name: confidential text?  \"Real name\"\n"
                  "}\n");
    expect_scattered(
        "kind a \"A\" {\n"
        "  on: date  \"When\"\n"
        "  by: (agency_of_some_kind | team_of_some_kind | worker_of_some_kind | person_of_some_kind)*\n"
        "      \"Who\"\n"
        "  to: text  \"To whom\"\n"
        "}\n");
}

static void test_categories(void **state)
{
    (void)state;
    expect_kept("taxonomy a { b c { d e } f }\n"
                "taxonomy b \"B\" { c \"C\"  d { e \"E\" }  f }\n"
                "scale c \"C\" { weak \"Weak\" < moderate < strong }\n");
    expect_scattered("taxonomy practice \"Judgement\" {\n"
                     "  good        \"Good\"\n"
                     "  problematic \"Problematic\"\n"
                     "  other \"Others\" {\n"
                     "    none   \"None\"\n"
                     "    absent \"Absent\"\n"
                     "  }\n"
                     "  unsure \"Unsure\"\n"
                     "}\n"
                     "\n"
                     "scale strength {\n"
                     "  weak \"Weak\"\n"
                     "  < moderate\n"
                     "  < strong\n"
                     "}\n");
}

static void test_limits(void **state)
{
    (void)state;
    expect_scattered("parameter most \"Most\" is decimal(2)? = 10\n"
                     "parameter words is text* = \"a\", \"b\"\n"
                     "set most = -3 because \"why\"\n"
                     "allow core.explained at k1.on because \"It is known\"\n"
                     "allow explained at k1\n"
                     "complete event by hospital during 2000.. because \"It was searched\"\n"
                     "complete event during ..2001 because \"It was searched\"\n"
                     "\n"
                     "set most_recommendations_of_one_review = 1000000\n"
                     "  because \"there are more than ten of them in every review that was made so far\"\n"
                     "\n"
                     "parameter recommendation_limit \"Most recommendations that a review makes, as we see it\"\n"
                     "  is integer = 10\n"
                     "\n"
                     "complete event by hospital, ward during 2000..2001\n"
                     "  because \"the record was searched through and through by two people\"\n");
    expect_layout("parameter blame_words \"Words that blame\" is text* = \"careless\",\n \"carelessly\",\n\n"
                  "\"negligent\", \"negligently\", \"negligence\", \"incompetent\", \"incompetence\", \"lazy\"",
                  "parameter blame_words \"Words that blame\" is text* =\n"
                  "  \"careless\",\n"
                  "  \"carelessly\",\n"
                  "  \"negligent\", \"negligently\", \"negligence\", \"incompetent\", \"incompetence\", \"lazy\"\n");
}

static void test_instances(void **state)
{
    (void)state;
    expect_kept("agency csc\n"
                "team duty \"Duty team\" of csc { name: \"x\"  size: 3 weeks }\n"
                "event a on 2001-02-02?, about 2007-03-10 within 3 days by csc, duty { x: (a.b).c, 2? }\n"
                "event b on 3 weeks after @a at between @a and @b during 2000..2001\n"
                "event c in ..2001 to -3 with within 3 days of @a under 2 working days { y: true  z: a }\n");
    expect_scattered("episode k \"The check at the bedside\" on 2001-01-04 by spr, sho {\n"
                     "  of: given\n"
                     "  source: study, broadcast\n"
                     "  perspective v \"How it looked\" of spr {\n"
                     "    knew: chart\n"
                     "  }\n"
                     "  question q \"Why?\"\n"
                     "}\n"
                     "\n"
                     "event moved \"The course due in December was moved to 4 January, because of Christmas\"\n"
                     "    on 2000-12 by hospital {\n"
                     "  from:\n"
                     "    supply, bedside, labelled, alike, chart_layout, warnings, deaths_elsewhere, seen,\n"
                     "    kept\n"
                     "}\n"
                     "\n"
                     "sharing told \"Told\"\n"
                     "    on 2010-04-21 by the_first_worker_of_all, the_second_worker_of_all, the_third_worker\n"
                     "    to the_fourth_worker_of_all, the_fifth_worker_of_all, the_sixth_worker_of_all,\n"
                     "        the_seventh_worker of tired\n");
    expect_layout("event a { text: \"x\" perspective b }", "event a {\n  text: \"x\"\n  perspective b\n}\n");
    expect_layout("event a { text: \"\"\"x\"\"\" }", "event a {\n  text: \"\"\"x\"\"\"\n}\n");
    expect_layout("event a { x: 1\n  y: 2 }", "event a {\n  x: 1\n  y: 2\n}\n");
}

static void test_checks_and_rules(void **state)
{
    (void)state;
    expect_scattered(
        "check c \"C\" {\n"
        "  for each episode k, worker w in k.by\n"
        "  where (k.a or k.b) and not (k.c or -k.d - -k.e = 3)\n"
        "  where (p.died is recorded and start(e.on) after end(p.died))\n"
        "     or (p.born is recorded\n"
        "         and end(e.on) before start(p.born)\n"
        "         and not (end(e.on) within 300 days before start(p.born)))\n"
        "  where no factor f in k.factors\n"
        "        where not (f.of under contributory_factor.frontline.personal)\n"
        "           or (some contributory_factor c in f.also\n"
        "               where not (c under contributory_factor.frontline.personal))\n"
        "  let missing = (if n.not_peculiar is recorded then 0 else 1)\n"
        "              + (if n.widespread is recorded then 0 else 1)\n"
        "              - (if n.prevalent is not recorded then 0 else 1)\n"
        "  let word = (if mentions(k.title, blame_words) then first_mention(k.title, blame_words)\n"
        "              else (if mentions(k.detail, hindsight_words)\n"
        "                    then first_mention(k.detail, hindsight_words)\n"
        "              else first_mention(k.significance, blame_words)))\n"
        "  let most = most_of(\n" + 0);
}

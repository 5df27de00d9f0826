/* Guards src/ast/print.c, layout.c and marks.c: the canonical layout of every construct, and on all
 * sources at hand, also with white space and comments strewn about and names made long: nothing but
 * white space changes, and what was laid out stays as it is. Over 600 lines: most are samples. */
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
    fprintf(stderr, "wanted:\n%.*s\nfound:\n%.*s\n", (int)wanted.length, wanted.bytes, (int)found.length,
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
            fprintf(stderr, "at byte %u of:\n%s\n", i, source->bytes);
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
        fprintf(stderr, "was refused:\n%.*s\n", (int)text.length, text.bytes);
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
                  "  on:     date                       \"When\"\n"
                  "  by:     (agency | team | worker)*  \"Who\"\n"
                  "  about:  event parent\n"
                  "  source: source+\n"
                  "  nth:    decimal(2)? = -3           \"N\"\n"
                  "\n"
                  "  name: confidential text?  \"Real name\"\n"
                  "}\n");
    expect_scattered(
        "kind a \"A\" {\n"
        "  on: date  \"When\"\n"
        "  by: (agency_of_some_kind | team_of_some_kind | worker_of_some_kind | person_of_some_kind)*\n"
        "      \"Who did it\"\n"
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
                     "    supply, bedside, labelled, alike, chart_layout, warnings, deaths_elsewhere, missed, arrived,\n"
                     "    queried\n"
                     "}\n"
                     "\n"
                     "sharing told \"Told\"\n"
                     "    on 2010-04-21 by the_first_worker_of_all, the_second_worker_of_all, the_third_worker\n"
                     "    to the_fourth_worker_of_all, the_fifth_worker_of_all, the_sixth_worker_of_all,\n"
                     "        the_seventh_worker of tired\n");
    expect_layout("event a { text: \"x\" perspective b }",
                  "event a {\n  text: \"x\"\n  perspective b\n}\n");
    expect_layout("event a { text: \"\"\"x\"\"\" }",
                  "event a {\n  text: \"\"\"x\"\"\"\n}\n");
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
        "  let most = most_of(the_first_argument_of_all,\n"
        "                     the_second_argument_of_all + the_third_argument_of_all, the_fourth)\n"
        "  let q = count(recorded factor f in k.factors\n"
        "                where f.of under contributory_factor.frontline and f.strength > weak)\n"
        "        + 1\n"
        "  where every worker w in k.by\n"
        "        where w.caseload is recorded and w.supervised\n"
        "        satisfies w.caseload <= caseload_limit or w.experience > 2 years\n"
        "  for each very_long_kind_name first_of_them in somewhere.else_again,\n"
        "           very_long_kind_name second_of_them in somewhere.else_again\n"
        "  warning at k.on \"nothing explains why {k} made sense, and this text is long, but texts are not broken\"\n"
        "  note at y \"n\"\n"
        "  help \"h\"\n"
        "  cite \"c\"\n"
        "}\n");
    expect_scattered("rule r {\n"
                     "  across reviews\n"
                     "  for each recorded a x in s\n"
                     "  conclude h of x.y on x\n"
                     "  because \"b {x}\"\n"
                     "}\n");
    expect_kept("rule r {\n"
                "  for each a x\n"
                "  conclude h of x.y on x { b: 1  c: 2 }\n"
                "  conclude h {\n"
                "    b: 1\n"
                "  }\n"
                "}\n");
}

static void test_measures_and_tables(void **state)
{
    (void)state;
    expect_scattered(
        "measure none() is integer = 1\n"
        "\n"
        "measure hep(t: task, u: b) \"Errors\" is decimal(6) =\n"
        "  t.nominal * product((c.multiplier - 1) * c.share + 1 for each condition c in t.conditions)\n"
        "  + sum(c.x for each recorded condition c in t.conditions, d e where c.x > 3 and d.y < 4)\n"
        "\n"
        "measure hep2(the_first_task_of_all: task, the_second_task_of_all: task,\n"
        "             the_third: condition) \"Errors\" is decimal(6) =\n"
        "  t.nominal * the_first_task_of_all.something\n"
        "\n"
        "unique table route(harm: boolean, intent: boolean) \"Route\" is outcome {\n"
        "  when intent              -> outcome.refer\n"
        "  when not intent and harm -> (outcome.support)\n"
        "  when score <= 7 and another_parameter_of_it > 3.5 and yet_another_parameter_of_it and true\n"
        "    or something -> outcome.support\n"
        "  otherwise -> outcome.learn\n"
        "}\n");
}

static void test_imports(void **state)
{
    (void)state;
    expect_kept("import event from \"health.csv\" { id: column \"Ref\"  on: a, b }\n"
                "\n"
                "import event from \"health.csv\" {\n"
                "  on:     column \"Date\" as \"DD/MM/YYYY\"\n"
                "  by:     column \"Agency\" as { \"CSC\" -> csc, \"Health\" -> health }\n"
                "  source: a, b\n"
                "}\n");
    expect_scattered("import event from \"health.csv\" {\n"
                     "  by: column \"Agency\" as {\n"
                     "    \"CSC\" -> csc,\n"
                     "    \"Health\" -> health\n"
                     "  }\n"
                     "  on: column \"Date\"\n"
                     "}\n");
}

static void test_tests(void **state)
{
    (void)state;
    expect_scattered("test \"t\" {\n"
                     "  use core\n"
                     "  set p = 3\n"
                     "  agency csc \"C\"\n"
                     "  event e by csc {\n"
                     "    x: 1\n"
                     "  }\n"
                     "  allow c at e\n"
                     "  expect warning core.explained at k1.on\n"
                     "  expect no indication of x on k1\n"
                     "  expect unknown warning c at k\n"
                     "  expect count(event e where csc in e.by) = 1\n"
                     "  expect indication of y on k1\n"
                     "  expect not (some event e)\n"
                     "}\n");
}

static void test_reports(void **state)
{
    (void)state;
    expect_scattered("report overview \"O\" for public {\n"
                     "  title \"{review.title}\"\n"
                     "  contents\n"
                     "  section \"What happened\" {\n"
                     "    prose review.a\n"
                     "    prose (if a then b else c)\n"
                     "    timeline event e by e.by\n"
                     "    timeline event e\n"
                     "        where e.on > 2000 and e.title = \"a long text\" and e.other = \"a longer one than that\"\n"
                     "        by e.by\n"
                     "    table \"Cap\" event e ordered by e.on, e.title descending {\n"
                     "      column \"Date\"          e.on\n"
                     "      column \"What happened\" (e.title)\n"
                     "    }\n"
                     "    table \"What made it harder\" factor f in k.factors\n"
                     "        where f.effect = effect.hindered\n"
                     "        ordered by f.title {\n"
                     "      column \"Factor\" f.title\n"
                     "    }\n"
                     "  }\n"
                     "  for each finding f where f.of under tools ordered by f.priority {\n"
                     "    if some source s in f.source {\n"
                     "      list source s in f.source \"{s.title}\"\n"
                     "    } else if a {\n"
                     "      contents\n"
                     "    } else {\n"
                     "      if b {\n"
                     "        contents\n"
                     "      }\n"
                     "    }\n"
                     "  }\n"
                     "  diagram accimap factor g where g in f.from\n"
                     "}\n");
    expect_kept("report r for staff {\n"
                "  if a { contents } else { prose \"x\" }\n"
                "  section \"S\" { prose a }\n"
                "  for each b c { list d e \"{e}\" }\n"
                "\n"
                "  section \"T\" {\n"
                "    prose a\n"
                "    prose b\n"
                "  }\n"
                "}\n");
    expect_layout("report r for staff { section \"S\" { prose a prose b } }",
                  "report r for staff {\n  section \"S\" {\n    prose a\n    prose b\n  }\n}\n");
}

static void test_blank_lines(void **state)
{
    (void)state;
    expect_layout("agency a\n\n\n\nagency b\nagency c { x: 1 y: 2\n }\nagency d\n# on e\n"
                  "agency e {\n\n\n x: 1\n\n\n y: 2\n\n }\nagency f",
                  "agency a\n\nagency b\n\nagency c {\n  x: 1\n  y: 2\n}\n\nagency d\n\n# on e\n"
                  "agency e {\n  x: 1\n\n  y: 2\n}\n\nagency f\n");
    expect_kept("agency a\n# of a\n\n# of b\nagency b {\n  x: 1\n}\n\n# of nothing\n\n# end\n");
    expect_kept("# head\n\nagency b {\n  x: 1\n}\n");
    expect_kept("# of b\nagency b {\n  x: 1\n}\n");
}

static void test_signs(void **state)
{
    (void)state;
    expect_layout("event a { x : - 3 y: 2007 ? z:5% w\t: 3 months ( round  down ) }",
                  "event a { x: -3  y: 2007?  z: 5%  w: 3 months (round down) }\n");
    expect_layout("event a during 2000 .. 2001 on .. 2001 by b at 2000-01 ..",
                  "event a during 2000..2001 on ..2001 by b at 2000-01..\n");
    expect_layout("measure a ( ) is integer=- - 3- -( - b )+f ( x,y )*count ( c d )",
                  "measure a() is integer = - -3 - -(-b) + f(x, y) * count(c d)\n");
    expect_layout("measure a() is b=((x) .y+1)*-2 div(3)mod not_a",
                  "measure a() is b = ((x).y + 1) * -2 div (3) mod not_a\n");
}

static void test_prose(void **state)
{
    (void)state;
    expect_layout("event a {\n"
                  "x: \"\"\"  \n"
                  "\t\tOne  \n"
                  "\n"
                  "\t\t  two\\\n"
                  "       \n"
                  "\t\tthree\n"
                  "\"\"\"\n"
                  "y: \"\"\"one\r\n"
                  "           two\r\n"
                  "  three\"\"\", \"\"\"\n"
                  "\n"
                  "\"\"\"\n"
                  "}\n",
                  "event a {\n"
                  "  x: \"\"\"\n"
                  "    One  \n"
                  "\n"
                  "      two\\\n"
                  "         \n"
                  "    three\n"
                  "  \"\"\"\n"
                  "  y: \"\"\"one\n"
                  "             two\n"
                  "    three\"\"\", \"\"\"\n"
                  "\n"
                  "  \"\"\"\n"
                  "}\n");
    expect_kept("rule r {\n"
                "  because \"\"\"\n"
                "    At {k.on}, # is no comment,\n"
                "\n"
                "        but this is code\n"
                "\n"
                "  \"\"\"  # but this is\n"
                "}\n");
}

static void test_comments(void **state)
{
    (void)state;
    expect_layout("event e3 # c1\n # c2\n \"Title\" # c3\n on # c4\n 2001 # c5\n , # c6\n"
                  " # c7\n\n 2002 # c8\n by # c9\n csc # c10\n { # c11\n\n # c12\n\n a # c13\n b # c14\n c : # c15\n # c16\n 1 # c17\n"
                  " , # c18\n 2 # c19\n\n # c20\n\n } # c21\n\n\n# c22",
                  "event e3  # c1\n    # c2\n    \"Title\"  # c3\n    on  # c4\n        2001  # c5\n"
                  "        ,  # c6\n        # c7\n        2002  # c8\n    by  # c9\n    csc  # c10\n"
                  "{  # c11\n  # c12\n\n  a  # c13\n      b  # c14\n  c:  # c15\n    # c16\n    1  # c17\n"
                  "    ,  # c18\n    2  # c19\n\n  # c20\n}  # c21\n\n# c22\n");
    expect_kept("kind a {  # of a\n  # nothing\n}\n");
    expect_kept("agency a { x: 1 }  # stays on its line, however long the comment gets that stands "
                "behind all of it\n");
    expect_layout("agency a { x: 1 # why\n}", "agency a {\n  x: 1  # why\n}\n");
    expect_kept("check c {\n"
                "  for each a b\n"
                "  where b.c  # first\n"
                "     or b.d\n"
                "     # second\n"
                "     or (b.e  # third\n"
                "         and b.f)\n"
                "  let x = f(a,  # fourth\n"
                "            b)\n"
                "  error at b \"m\"\n"
                "}\n");
    expect_kept("report r for all {\n"
                "  if a {\n"
                "    contents\n"
                "  }  # why\n"
                "  else {\n"
                "    contents\n"
                "  }\n"
                "}\n");
    expect_kept("import a from \"b\" {\n"
                "  c: column \"D\" as {\n"
                "    \"E\" -> e,  # of e\n"
                "    # of f\n"
                "    \"F\" -> f  # of f, too\n"
                "    # end\n"
                "  }\n"
                "}\n");
    expect_kept("# a\n## b\n##c\nagency a\n");
}

static void test_errors(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "agency", "agency a {", "agency a { x }", "\"", "event a on 2001-13", "agency a { x: \"\\q\" }",
        "agency a { x: 1234567890123456789 }", "check c { help \"{\" }", "agency a \xff",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct text printed;
        struct read read = read_text(arena, text_of(texts[i]));
        assert_false(print_text(arena, text_of(texts[i]), &printed));
        assert_int_equal(printed.length, 0);
        assert_true(read.session->error_count > 0);
        arena_free(arena);
    }
}

static void test_appends(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct read read = read_text(arena, TEXT("\n\nagency  a {\nx:1\n}\n"));
    struct buf out;
    buf_init(&out, arena);
    buf_str(&out, "before");
    assert_true(ast_print(&out, read.session, read.ast));
    expect_text(buf_get(&out), TEXT("beforeagency a {\n  x: 1\n}\n"));
    arena_free(arena);
}

/* As deep and as long as may be */

static void repeat(struct buf *buf, const char *text, int count)
{
    for (int i = 0; i < count; i++)
        buf_str(buf, text);
}

static void test_nesting(void **state)
{
    (void)state;
    static const struct { const char *before, *open, *middle, *close, *after; int count; } nests[] = {
        { "taxonomy t { ", "a \"A\" { ", "b", "}", "}", 250 },
        { "taxonomy t { ", "a {\n", "b", "}", "}", 250 },
        { "event a {", "event b {\n", "", "}", "}", 250 },
        { "measure m() is a = ", "(", "b", ")", "", 200 },
        { "measure m() is a = ", "(b and c or (d + ", "b", "))", "", 60 },
        { "measure m() is a = ", "(if a then b else ", "b", ")", "", 200 },
        { "measure m() is a = ", "f(a, b, c, ", "b", ")", "", 200 },
        { "measure m() is a = ", "some a b where ", "b", "", "", 200 },
        { "measure m() is a = ", "b and c or ", "b", "", "", 100 },
        { "measure m() is a = ", "- ", "b", "", "", 200 },
        { "report r for b {", "if a {", "contents", "}", "}", 200 },
        { "report r for b {", "if a { contents } else ", "if b {}", "", "}", 200 },
    };
    for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct buf text;
        buf_init(&text, arena);
        buf_str(&text, nests[i].before);
        repeat(&text, nests[i].open, nests[i].count);
        buf_str(&text, nests[i].middle);
        repeat(&text, nests[i].close, nests[i].count);
        buf_str(&text, nests[i].after);
        lay_out(arena, buf_get(&text));
        arena_free(arena);
    }
}

static void test_length(void **state)
{
    (void)state;
    static const struct { const char *before, *again, *after; } lines[] = {
        { "event a { b: c", ", c", "}" },       { "event a { b: \"c\"", ",\n\"c\"", "}" },
        { "event a {", "b: c ", "}" },          { "event a by c", ", c", "" },
        { "event a", " by c", "" },             { "taxonomy a {", "b \"B\"\n", "}" },
        { "check a { for each b c", ", b c", "}" }, { "kind a {", "b: c \"D\"\n", "}" },
        { "", "# c\n", "" },                    { "event a {", "# c\n", "}" },
        { "kind a { b: c", "|c", "}" },         { "measure a(b: c", ", b: c", ") is d = 1" },
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct buf text;
        struct text printed;
        buf_init(&text, arena);
        buf_str(&text, lines[i].before);
        repeat(&text, lines[i].again, 100000);
        buf_str(&text, lines[i].after);
        assert_true(print_text(arena, buf_get(&text), &printed));
        arena_free(arena);
    }
}

/* All sources at hand */

static const char *const places[] = {
    "stdlib/*.sight", "examples/*/*.sight", "tests/golden/*/*.sight", "tests/golden/*/*/*.sight",
    "tests/diag/*.sight",
};

enum { PLACES_OF_LIBRARY = 2, PLACES = sizeof places / sizeof *places };

static glob_t find_files(size_t place_count)
{
    glob_t found = { 0 };
    for (size_t i = 0; i < place_count; i++)
        glob(places[i], i ? GLOB_APPEND : 0, NULL, &found);
    assert_true(found.gl_pathc > 0);
    return found;
}

static struct read read_path(struct arena *arena, const char *path)
{
    struct read read = { .session = session_new(arena) };
    struct source source;
    assert_int_equal(source_read(arena, path, &source), SOURCE_OK);
    read.ast = ast_read(read.session, session_add_source(read.session, &source));
    return read;
}

static void test_files(void **state)
{
    (void)state;
    glob_t files = find_files(PLACES);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct read read = read_path(arena, files.gl_pathv[i]);
        struct text text = { read.ast->source->bytes, read.ast->source->length };
        struct buf out;
        buf_init(&out, arena);
        if (!read.ast->has_errors && !read.ast->file->base.broken)
            lay_out(arena, text);
        else
            assert_false(ast_print(&out, read.session, read.ast));
        arena_free(arena);
    }
    globfree(&files);
}

struct chance {
    uint64_t state;
};

static unsigned roll(struct chance *chance, unsigned sides)
{
    chance->state = chance->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(chance->state >> 33) % sides;
}

enum strewing { STREW_SPACE = 1, STREW_COMMENTS = 2, STREW_LONG_NAMES = 4 };

/* White space as nobody would write it; nothing at all only where nothing stood. */
static void strew_space(struct buf *out, struct chance *chance, bool may_be_none)
{
    static const char *const spaces[] = { " ", "\n", "\t", "   ", "\n\n", " \r\n ", "\n\n\n\n    ", "\n  " };
    unsigned count = roll(chance, 8) ? 1 : 1 + roll(chance, 4);
    if (may_be_none && roll(chance, 2))
        return;
    while (count--)
        buf_str(out, spaces[roll(chance, sizeof spaces / sizeof *spaces)]);
}

static void strew_comment(struct buf *out, struct chance *chance, uint32_t number)
{
    static const char *const marks[] = { "#", "##", " # ", "\n# ", "\n\n  # \t" };
    buf_printf(out, "%s%u%s", marks[roll(chance, 5)], number,
               roll(chance, 2) ? "\n" : " {} \"\"\" \t\r\n\n");
}

static void strew_gap(struct buf *out, struct chance *chance, struct text gap, uint32_t number,
                      unsigned strewing)
{
    bool has_comment = memchr(gap.bytes, '#', gap.length);
    if (has_comment || !(strewing & STREW_SPACE) || !roll(chance, 3))
        buf_text(out, gap);
    else
        strew_space(out, chance, !gap.length);
    if (strewing & STREW_COMMENTS && !roll(chance, 12))
        strew_comment(out, chance, number);
}

static struct text strew(struct arena *arena, const struct read *read, struct chance *chance,
                         unsigned strewing)
{
    const struct source *source = read->ast->source;
    const struct ast_tokens *tokens = ast_scan_tokens(read->session, read->ast->source);
    const struct ast_tokens *name =
        ast_scan_tokens(read->session, read_text(arena, TEXT("x")).ast->source);
    uint32_t end = 0;
    struct buf out;
    buf_init(&out, arena);
    for (uint32_t i = 0; i < tokens->items.count; i++) {
        const struct ast_token *token = &tokens->items.items[i];
        struct text gap = { source->bytes + end, token->start - end };
        strew_gap(&out, chance, gap, i, strewing);
        buf_text(&out, token_of(source, token));
        if (strewing & STREW_LONG_NAMES && token->number == name->items.items[0].number)
            buf_repeat(&out, '_', roll(chance, 8) ? 0 : roll(chance, 40));
        end = token->end;
    }
    struct text rest = { source->bytes + end, source->length - end };
    strew_gap(&out, chance, rest, tokens->items.count, strewing);
    return buf_get(&out);
}

static void strew_and_lay_out(const char *path, struct chance *chance, unsigned strewing)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct read read = read_path(arena, path);
    if (!read.ast->has_errors && !read.ast->file->base.broken) {
        struct text text = strew(arena, &read, chance, strewing);
        struct read strewn = read_text(arena, text);
        if (!(strewing & STREW_LONG_NAMES))
            assert_true(ast_same(&read.ast->file->base, &strewn.ast->file->base));
        lay_out(arena, text);
    }
    arena_free(arena);
}

static void test_strewn_library(void **state)
{
    (void)state;
    struct chance chance = { 1 };
    glob_t files = find_files(PLACES_OF_LIBRARY);
    for (size_t i = 0; i < STREWN; i++)
        strew_and_lay_out(files.gl_pathv[i % files.gl_pathc], &chance,
                          1 + (unsigned)(i / files.gl_pathc % 7));
    globfree(&files);
}

static void test_strewn_cases(void **state)
{
    (void)state;
    struct chance chance = { 2 };
    glob_t files = find_files(PLACES);
    for (unsigned i = 0; i < files.gl_pathc; i++) {
        for (unsigned strewing = 1; strewing < 8; strewing++)
            strew_and_lay_out(files.gl_pathv[i], &chance, strewing);
    }
    globfree(&files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_head_of_file),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_categories),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_instances),
        cmocka_unit_test(test_checks_and_rules),
        cmocka_unit_test(test_measures_and_tables),
        cmocka_unit_test(test_imports),
        cmocka_unit_test(test_tests),
        cmocka_unit_test(test_reports),
        cmocka_unit_test(test_blank_lines),
        cmocka_unit_test(test_signs),
        cmocka_unit_test(test_prose),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_appends),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_strewn_library),
        cmocka_unit_test(test_strewn_cases),
    };
    return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}

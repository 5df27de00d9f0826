/* Tokens to tree. Actions only make nodes; no look-ups, no checks. Every list between braces can take
 * `error RESYNC`: after a mistake the loop in ast/read.c skips to where the list goes on and says so by
 * the token RESYNC, so one mistake is one message. Over 600 lines: a grammar is one thing, and what was
 * expected can only be told with the parser's own symbols. */
%require "3.8"
%define api.pure full
%define api.push-pull push
%define api.prefix {syn_}
%define api.token.prefix {TOK_}
%define api.value.type union
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%define lr.type ielr
%define parse.trace
%locations
%expect 0
%param { struct parse *parse }

%code requires {
#include "ast/parse.h"

#ifndef SYN_NUMBER_TOKEN
#define SYN_NUMBER_TOKEN
/* A number as written: mantissa / 10^scale. */
struct number_token {
    int64_t mantissa;
    unsigned scale;
};
#endif
}

%code {
#include "base/buf.h"

/* From the first symbol that is not empty: `kind` without flags begins at `kind`, not at what is before. */
#define YYLLOC_DEFAULT(current, rhs, n)                                                            \
    do {                                                                                           \
        int first_ = 1;                                                                            \
        while (first_ < (n) && YYRHSLOC(rhs, first_).start == YYRHSLOC(rhs, first_).end)           \
            first_++;                                                                              \
        (current) = (n) ? span_join(YYRHSLOC(rhs, first_), YYRHSLOC(rhs, n))                       \
                        : (struct span){ YYRHSLOC(rhs, 0).file, YYRHSLOC(rhs, 0).end,              \
                                         YYRHSLOC(rhs, 0).end };                                   \
    } while (0)
#define NEW(kind, struct_name, span, ...) AST_NEW(parse->session, kind, struct_name, span, __VA_ARGS__)
#define BINARY(span, o, l, r) NEW(BINARY, binary, span, .op = (o), .left = (l), .right = (r))

static void syn_error(const struct span *span, struct parse *parse, const char *message);
static struct ast_node *error_node(struct parse *parse, struct span span);
static struct ast_node *assign_node(struct parse *parse, struct span span, struct ast_name field,
                                    struct ast_list values);
static struct ast_node *as_template(struct parse *parse, struct ast_node *value);
}

%code provides {
/* flex knows the parser's types by these names */
#define YYSTYPE SYN_STYPE
#define YYLTYPE SYN_LTYPE

/* Whether the parser has met a mistake and waits for RESYNC. */
bool syn_is_recovering(const syn_pstate *state);
/* The words for a token in messages. */
const char *syn_token_text(int token);
}

%token START_FILE START_EXPRESSION START_QUESTION RESYNC
%token END "the end of the file"
%token BAD "something unreadable"
%token <struct ast_name> IDENT "a name"
%token <struct ast_name> FIELD "a field"
%token <struct ast_name> MEMBER "a member"
%token <struct ast_name> REFERENCE "a reference"
%token <struct number_token> NUMBER "a number"
%token <struct date> DATE "a date"
%token <unsigned> UNIT "a unit of time"
%token WORKING "working"
%token STRING "a text" PROSE_TEXT "a prose text"
%token EQUAL "=" LESS "<" GREATER ">" PLUS "+" MINUS "-" STAR "*" SLASH "/"
%token LEFT_BRACE "{" RIGHT_BRACE "}" LEFT "(" RIGHT ")" BAR "|" QUESTION "?" COMMA ","
%token UNEQUAL "!=" AT_MOST "<=" AT_LEAST ">=" RANGE ".." ARROW "->"

/* Words that stay names wherever no keyword can stand. */
%token <struct ast_name>
  MODULE "module" USE "use" KIND "kind" OPEN "open" DERIVED "derived" CASE "case" PARENT "parent"
  CONFIDENTIAL "confidential" TAXONOMY "taxonomy" SCALE "scale" PARAMETER "parameter" SET "set"
  CHECK "check" RULE "rule" MEASURE "measure" TABLE "table" UNIQUE "unique" IMPORT "import"
  COLUMN "column" REPORT "report" COMPLETE "complete" ALLOW "allow" TEST "test" EXPECT "expect"
  ERROR "error" WARNING "warning" NOTE "note" HELP "help" CITE "cite" TITLE "title"
  CONTENTS "contents" FOOTNOTES "footnotes" REFERENCES "references" SECTION "section"
  PROSE "prose" LIST "list" TIMELINE "timeline" DIAGRAM "diagram" ORDERED "ordered" GROUPED "grouped"
  DESCENDING "descending" RECORDED "recorded" UNKNOWN "unknown" ACROSS "across" SPLIT "split"
  LET "let" CONCLUDE "conclude" OTHERWISE "otherwise"
  LEAST "least" MOST "most" CALENDAR "calendar" EACH "each"
/* Words that are never names. */
%token <struct ast_name>
  IS "is" FOR "for" WHERE "where" IN "in" OF "of" BY "by" ON "on" TO "to" FROM "from" AT "at"
  WITH "with" UNDER "under" DURING "during" ABOUT "about" AND "and" OR "or" NOT "not" SOME "some"
  NO "no" EVERY "every" SATISFIES "satisfies" IF "if" THEN "then" ELSE "else" BEFORE "before"
  AFTER "after" OVERLAPS "overlaps" WITHIN "within" BETWEEN "between" DIV "div" MOD "mod"
  TRUE "true" FALSE "false" BECAUSE "because" WHEN "when" AS "as"

%precedence REACHES_RIGHT
%precedence "where"
%left "or"
%left "and"
%precedence "not"
%nonassoc "=" "!=" "<" "<=" ">" ">=" "in" "under" "before" "after" "during" "overlaps" "within" "is"
%left "+" "-"
%left "*" "/" "div" "mod"
%precedence NEGATION

%type <struct ast_list> items members values clauses fields nodes nodes_opt levels days_off steps binders
  parameters parameter_list rows columns mappings split separators
  test_items parts parts_in_braces shown_columns
  orders orders_opt arguments exprs alternatives field_list body clauses_some given given_opt otherwise_part
%type <struct ast_node*> item module_opt title_opt string prose_string declaration instance member
  clause value value_core literal range about duration relative relation reference
  type type_name type_core field
  field_value_opt label_opt node level day_off because because_opt check_name place step
  binder set_opt where_opt parameter row column mapping test_item expectation part query order
  shown_column expr postfix primary template aggregate quantifier caption_opt grouped_opt date_atom
  import_column conclusion statement choice
%type <struct ast_name> word type_word any_word preposition kind_name parent_opt expect_preposition
%type <unsigned> cardinality severity kind_flags confidential_opt parent_flag
  direction side descending_opt is_test

%%

start:
  START_FILE module_opt items END
    { parse->result = NEW(FILE, file, @$, .module = $module_opt, .items = $items); }
| START_EXPRESSION expr END
    { parse->result = $expr; }
| START_QUESTION expectation END
    { parse->result = $expectation; $expectation->span = @expectation; }
;

module_opt:
  %empty { $$ = NULL; }
| MODULE word title_opt { $$ = NEW(MODULE, module, @$, .name = $word, .title = $title_opt); }
;

items:
  %empty { $$ = (struct ast_list){ 0 }; }
| items[list] item { $$ = ast_append($list, $item); }
| items[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;

item: declaration | instance;

title_opt:
  %empty { $$ = NULL; }
| string
;

string: STRING { $$ = ast_read_string(parse, @STRING, false); };
prose_string: PROSE_TEXT { $$ = ast_read_string(parse, @PROSE_TEXT, true); };
template:
  STRING { $$ = ast_read_template(parse, @STRING, false); }
| PROSE_TEXT { $$ = ast_read_template(parse, @PROSE_TEXT, true); }
;

word:
  IDENT | MODULE | USE | KIND | OPEN | DERIVED | CASE | PARENT | CONFIDENTIAL | TAXONOMY | SCALE
| PARAMETER | SET | CHECK | RULE | MEASURE | TABLE | UNIQUE | IMPORT | COLUMN | REPORT | COMPLETE
| ALLOW | TEST | EXPECT | HELP | CITE | TITLE | CONTENTS | FOOTNOTES | REFERENCES | SECTION | PROSE | LIST
| TIMELINE | DIAGRAM
| ORDERED | GROUPED | DESCENDING | ACROSS | SPLIT | LET | CONCLUDE | OTHERWISE | LEAST | MOST | CALENDAR
| EACH
;
/* A category may be called what an instance may not: it can always be written behind its taxonomy. */
any_word: word | ERROR | WARNING | NOTE | RECORDED | UNKNOWN | NO | NOT | SOME | EVERY | TRUE | FALSE;

/* declarations */

declaration:
  USE word { $$ = NEW(USE, use, @$, .name = $word); }
| USE string { $$ = NEW(USE, use, @$, .path = $string); }
| kind_flags KIND kind_name title_opt parent_opt fields
    { $$ = NEW(KIND, kind_declaration, @$, .flags = $kind_flags, .name = $kind_name, .title = $title_opt,
               .parent = $parent_opt, .fields = $fields); }
| TAXONOMY word title_opt "{" nodes "}"
    { $$ = NEW(TAXONOMY, taxonomy, @$, .name = $word, .title = $title_opt, .nodes = $nodes); }
| SCALE word title_opt "{" levels "}"
    { $$ = NEW(SCALE, scale, @$, .name = $word, .title = $title_opt, .levels = $levels); }
| CALENDAR word title_opt FROM date_atom[from] TO date_atom[to] "{" days_off "}"
    { $$ = NEW(CALENDAR, calendar, @$, .name = $word, .title = $title_opt, .from = $from, .to = $to,
               .days = $days_off); }
| PARAMETER word title_opt IS type "=" exprs
    { $$ = NEW(PARAMETER, parameter, @$, .name = $word, .title = $title_opt, .type = $type,
               .values = $exprs); }
| statement
| CHECK word title_opt "{" steps "}"
    { $$ = NEW(CHECK, check, @$, .name = $word, .title = $title_opt, .steps = $steps); }
| RULE word title_opt "{" steps "}"
    { $$ = NEW(RULE, rule, @$, .name = $word, .title = $title_opt, .steps = $steps); }
| MEASURE word parameter_list title_opt IS type "=" expr
    { $$ = NEW(MEASURE, measure, @$, .name = $word, .title = $title_opt,
               .parameters = $parameter_list, .type = $type, .value = $expr); }
| TABLE word parameter_list title_opt IS type "{" rows "}"
    { $$ = NEW(TABLE, table, @$, .is_unique = 0, .name = $word, .title = $title_opt,
               .parameters = $parameter_list, .type = $type, .rows = $rows); }
| UNIQUE TABLE word parameter_list title_opt IS type "{" rows "}"
    { $$ = NEW(TABLE, table, @$, .is_unique = 1, .name = $word, .title = $title_opt,
               .parameters = $parameter_list, .type = $type, .rows = $rows); }
| TEST string "{" test_items "}"
    { $$ = NEW(TEST, test, @$, .title = $string, .items = $test_items); }
| REPORT word title_opt FOR word[audience] "{" parts "}"
    { $$ = NEW(REPORT, report, @$, .name = $2, .title = $title_opt, .audience = $audience,
               .parts = $parts); }
;

/* what may stand in a file and in a test */
statement:
  SET word "=" exprs because_opt
    { $$ = NEW(SET, set, @$, .name = $word, .values = $exprs, .because = $because_opt); }
| COMPLETE kind_name clauses because
    { $$ = NEW(COMPLETE, complete, @$, .kind = $kind_name, .clauses = $clauses,
               .because = $because); }
| ALLOW check_name AT place because_opt
    { $$ = NEW(ALLOW, allow, @$, .check = $check_name, .at = $place, .because = $because_opt); }
| IMPORT kind_name FROM string "{" columns "}"
    { $$ = NEW(IMPORT, import, @$, .kind = $kind_name, .path = $string, .columns = $columns); }
| IMPORT kind_name FROM string { $$ = NEW(IMPORT, import, @$, .kind = $kind_name, .path = $string); }
;

because: BECAUSE template { $$ = $template; };
because_opt: %empty { $$ = NULL; } | because;

kind_flags:
  %empty { $$ = 0; }
| OPEN { $$ = KIND_OPEN; }
| DERIVED { $$ = KIND_DERIVED; }
| CASE { $$ = KIND_CASE; }
;

kind_name: IDENT;
parent_opt: %empty { $$ = (struct ast_name){ NULL, @$ }; } | IS kind_name { $$ = $kind_name; };

fields: %empty { $$ = (struct ast_list){ 0 }; } | "{" field_list "}" { $$ = $field_list; };

field_list:
  %empty { $$ = (struct ast_list){ 0 }; }
| field_list[list] field { $$ = ast_append($list, $field); }
| field_list[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;

field:
  FIELD type parent_flag field_value_opt label_opt
    { $$ = NEW(FIELD, field, @$, .name = $FIELD, .type = $type, .is_parent = $parent_flag,
               .value = $field_value_opt, .label = $label_opt); }
;
parent_flag: %empty { $$ = 0; } | PARENT { $$ = 1; };
field_value_opt: %empty { $$ = NULL; } | "=" expr { $$ = $expr; };
label_opt: %empty { $$ = NULL; } | string;

type:
  confidential_opt type_core cardinality
    { $$ = $type_core; AST_AS(type, $$)->confidential = $confidential_opt;
      AST_AS(type, $$)->cardinality = $cardinality; $$->span = @$; }
;
type_core:
  alternatives { $$ = NEW(TYPE, type, @$, .alternatives = $alternatives); }
| "(" alternatives ")" { $$ = NEW(TYPE, type, @$, .alternatives = $alternatives); }
;
alternatives:
  type_name { $$ = ast_list_of($type_name); }
| alternatives[list] "|" type_name { $$ = ast_append($list, $type_name); }
;
type_name:
  type_word { $$ = NEW(TYPE_NAME, type_name, @$, .name = $type_word, .digits = -1); }
| IDENT "(" NUMBER ")"
    { $$ = NEW(TYPE_NAME, type_name, @$, .name = $IDENT,
               .digits = $NUMBER.scale ? -2 : $NUMBER.mantissa); }
;
type_word: IDENT | PROSE;
confidential_opt: %empty { $$ = 0; } | CONFIDENTIAL { $$ = 1; };
cardinality:
  %empty { $$ = CARDINALITY_ONE; }
| "?" { $$ = CARDINALITY_OPTIONAL; }
| "+" { $$ = CARDINALITY_SOME; }
| "*" { $$ = CARDINALITY_MANY; }
;

nodes:
  %empty { $$ = (struct ast_list){ 0 }; }
| nodes[list] node { $$ = ast_append($list, $node); }
| nodes[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
node: any_word title_opt nodes_opt
    { $$ = NEW(NODE, category, @$, .name = $any_word, .title = $title_opt, .nodes = $nodes_opt); };
nodes_opt: %empty { $$ = (struct ast_list){ 0 }; } | "{" nodes "}" { $$ = $nodes; };

days_off:
  %empty { $$ = (struct ast_list){ 0 }; }
| days_off[list] day_off { $$ = ast_append($list, $day_off); }
| days_off[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
day_off: date_atom title_opt { $$ = NEW(DAY_OFF, day_off, @$, .date = $date_atom, .title = $title_opt); };

levels:
  level { $$ = ast_list_of($level); }
| levels[list] "<" level { $$ = ast_append($list, $level); }
| error RESYNC { $$ = ast_list_of(error_node(parse, @error)); yyerrok; }
;
level: any_word title_opt { $$ = NEW(LEVEL, level, @$, .name = $any_word, .title = $title_opt); };

parameter_list:
  "(" ")" { $$ = (struct ast_list){ 0 }; }
| "(" parameters ")" { $$ = $parameters; }
;
parameters:
  parameter { $$ = ast_list_of($parameter); }
| parameters[list] "," parameter { $$ = ast_append($list, $parameter); }
;
parameter: FIELD type { $$ = NEW(ARGUMENT, argument, @$, .name = $FIELD, .type = $type); };

rows:
  %empty { $$ = (struct ast_list){ 0 }; }
| rows[list] row { $$ = ast_append($list, $row); }
| rows[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
row:
  WHEN expr[condition] ARROW expr[result]
    { $$ = NEW(ROW, row, @$, .condition = $condition, .value = $result); }
| OTHERWISE ARROW expr[result] { $$ = NEW(ROW, row, @$, .value = $result); }
;

columns:
  %empty { $$ = (struct ast_list){ 0 }; }
| columns[list] import_column { $$ = ast_append($list, $import_column); }
| columns[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
import_column:
  FIELD column { $$ = $column; AST_AS(column, $$)->field = $FIELD; $$->span = @$; }
| FIELD values { $$ = NEW(COLUMN, column, @$, .field = $FIELD, .values = $values); }
;
column:
  COLUMN string split { $$ = NEW(COLUMN, column, @$, .heading = $string, .separators = $split); }
| COLUMN string[heading] AS string[format] split
    { $$ = NEW(COLUMN, column, @$, .heading = $heading, .format = $format, .separators = $split); }
| COLUMN string AS "{" mappings "}" split
    { $$ = NEW(COLUMN, column, @$, .heading = $string, .mappings = $mappings, .separators = $split); }
| COLUMN string[heading] AS string[format] AS "{" mappings "}" split
    { $$ = NEW(COLUMN, column, @$, .heading = $heading, .format = $format, .mappings = $mappings,
               .separators = $split); }
;
split: %empty { $$ = (struct ast_list){ 0 }; } | SPLIT BY separators { $$ = $separators; };
separators:
  string { $$ = ast_list_of($string); }
| separators[list] OR string { $$ = ast_append($list, $string); }
;
mappings:
  mapping { $$ = ast_list_of($mapping); }
| mappings[list] "," mapping { $$ = ast_append($list, $mapping); }
| error RESYNC { $$ = ast_list_of(error_node(parse, @error)); yyerrok; }
;
mapping:
  string ARROW value { $$ = NEW(MAPPING, mapping, @$, .from = $string, .to = $value); }
| string ARROW NOT RECORDED { $$ = NEW(MAPPING, mapping, @$, .from = $string); }
;

/* instances */

instance:
  kind_name word title_opt clauses body
    { $$ = NEW(INSTANCE, instance, @$, .kind = $kind_name.name, .name = $word, .title = $title_opt,
               .clauses = $clauses, .members = $body); }
;
body: %empty { $$ = (struct ast_list){ 0 }; } | "{" members "}" { $$ = $members; };

members:
  %empty { $$ = (struct ast_list){ 0 }; }
| members[list] member { $$ = ast_append($list, $member); }
| members[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
member:
  FIELD values { $$ = assign_node(parse, @$, $FIELD, $values); }
| instance
;

clauses:
  %empty { $$ = (struct ast_list){ 0 }; }
| clauses[list] clause { $$ = ast_append($list, $clause); }
;
clauses_some:
  clause { $$ = ast_list_of($clause); }
| clauses_some[list] clause { $$ = ast_append($list, $clause); }
;
clause:
  preposition values { $$ = assign_node(parse, @$, $preposition, $values); }
;
preposition: OF | BY | ON | IN | TO | FROM | AT | WITH | UNDER | DURING | ABOUT;

values:
  value { $$ = ast_list_of($value); }
| values[list] "," value { $$ = ast_append($list, $value); }
;
value:
  value_core
| value_core "?" { $$ = NEW(DOUBTFUL, doubtful, @$, .value = $value_core); }
;
value_core:
  postfix
| relative
| "-" NUMBER
    { $$ = NEW(NUMBER, number, @$, .mantissa = -$NUMBER.mantissa, .scale = $NUMBER.scale); }
;
relative:
  relation
| relative AND relation { $$ = NEW(BOTH, both, @$, .first = $1, .second = $relation); }
;
relation:
  duration side reference
    { $$ = NEW(RELATIVE, relative, @$, .relation = $side, .duration = $duration, .from = $reference); }
| side reference { $$ = NEW(RELATIVE, relative, @$, .relation = $side, .from = $reference); }
| WITHIN duration side reference
    { $$ = NEW(RELATIVE, relative, @$,
               .relation = $side == RELATION_AFTER ? RELATION_WITHIN_AFTER : RELATION_WITHIN_BEFORE,
               .duration = $duration, .from = $reference); }
| AT MOST duration side reference
    { $$ = NEW(RELATIVE, relative, @$,
               .relation = $side == RELATION_AFTER ? RELATION_WITHIN_AFTER : RELATION_WITHIN_BEFORE,
               .duration = $duration, .from = $reference); }
| AT LEAST duration side reference
    { $$ = NEW(RELATIVE, relative, @$,
               .relation = $side == RELATION_AFTER ? RELATION_LEAST_AFTER : RELATION_LEAST_BEFORE,
               .duration = $duration, .from = $reference); }
| ABOUT duration[distance] side reference WITHIN duration[tolerance]
    { $$ = NEW(RELATIVE, relative, @$, .relation = $side, .duration = $distance, .from = $reference,
               .tolerance = $tolerance); }
| WITHIN duration OF reference
    { $$ = NEW(RELATIVE, relative, @$, .relation = RELATION_WITHIN, .duration = $duration,
               .from = $reference); }
| BETWEEN reference[first] AND reference[second]
    { $$ = NEW(RELATIVE, relative, @$, .relation = RELATION_BETWEEN, .from = $first, .to = $second); }
| reference { $$ = NEW(RELATIVE, relative, @$, .relation = RELATION_SAME, .from = $reference); }
;
side:
  AFTER { $$ = RELATION_AFTER; }
| BEFORE { $$ = RELATION_BEFORE; }
;
reference: REFERENCE { $$ = NEW(REFERENCE, reference, @$, .name = $REFERENCE); };

check_name:
  word { $$ = NEW(CHECK_NAME, check_name, @$, .name = $word); }
| word MEMBER { $$ = NEW(CHECK_NAME, check_name, @$, .module = $word, .name = $MEMBER); }
;

/* an instance, or one of its fields */
place: postfix;

/* checks and rules */

steps:
  %empty { $$ = (struct ast_list){ 0 }; }
| steps[list] step { $$ = ast_append($list, $step); }
| steps[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
step:
  ACROSS word { $$ = NEW(ACROSS, across, @$, .cases = $word); }
| FOR EACH binders { $$ = NEW(FOR_EACH, for_each, @$, .binders = $binders); }
| WHERE expr { $$ = NEW(WHERE, where, @$, .condition = $expr); }
| LET word "=" expr { $$ = NEW(LET, let, @$, .name = $word, .value = $expr); }
| severity AT place template
    { $$ = NEW(MESSAGE, message, @$, .severity = $severity, .at = $place, .text = $template); }
| HELP template { $$ = NEW(HELP, help, @$, .text = $template); }
| CITE template { $$ = NEW(CITE, cite, @$, .text = $template); }
| CONCLUDE kind_name clauses
    { $$ = NEW(CONCLUDE, conclude, @$, .kind = $kind_name, .clauses = $clauses); }
| CONCLUDE kind_name clauses "{" given "}"
    { $$ = NEW(CONCLUDE, conclude, @$, .kind = $kind_name, .clauses = ast_join($clauses, $given)); }
| BECAUSE template { $$ = NEW(BECAUSE, because, @$, .text = $template); }
;
/* what a conclusion says besides its clauses; its values are worked out */
given:
  %empty { $$ = (struct ast_list){ 0 }; }
| given[list] FIELD expr
    { $$ = ast_append($list, assign_node(parse, span_join($FIELD.span, @expr), $FIELD, ast_list_of($expr))); }
| given[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
severity:
  ERROR { $$ = SEVERITY_ERROR; }
| WARNING { $$ = SEVERITY_WARNING; }
| NOTE { $$ = SEVERITY_NOTE; }
;

binders:
  binder { $$ = ast_list_of($binder); }
| binders[list] "," binder { $$ = ast_append($list, $binder); }
;
binder:
  IDENT[kind] IDENT[name] set_opt
    { $$ = NEW(BINDER, binder, @$, .recorded = 0, .kind = $kind, .name = $name, .set = $set_opt); }
| RECORDED IDENT[kind] IDENT[name] set_opt
    { $$ = NEW(BINDER, binder, @$, .recorded = 1, .kind = $kind, .name = $name, .set = $set_opt); }
;
set_opt: %empty %prec REACHES_RIGHT { $$ = NULL; } | IN postfix { $$ = $postfix; };
where_opt: %empty { $$ = NULL; } | WHERE expr { $$ = $expr; };

/* tests */

test_items:
  %empty { $$ = (struct ast_list){ 0 }; }
| test_items[list] test_item { $$ = ast_append($list, $test_item); }
| test_items[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
test_item:
  instance
| statement
| USE word { $$ = NEW(USE, use, @$, .name = $word); }
| USE string { $$ = NEW(USE, use, @$, .path = $string); }
| EXPECT expectation { $$ = $expectation; $$->span = @$; }
;
expectation:
  severity check_name AT place
    { $$ = NEW(EXPECT_CHECK, expect_check, @$, .mode = EXPECT_YES, .severity = $severity,
               .check = $check_name, .at = $place); }
| NO severity check_name AT place
    { $$ = NEW(EXPECT_CHECK, expect_check, @$, .mode = EXPECT_NO, .severity = $severity,
               .check = $check_name, .at = $place); }
| UNKNOWN severity check_name AT place
    { $$ = NEW(EXPECT_CHECK, expect_check, @$, .mode = EXPECT_UNKNOWN, .severity = $severity,
               .check = $check_name, .at = $place); }
| conclusion
| NO IDENT clauses_some given_opt
    { $$ = NEW(EXPECT_CONCLUSION, expect_conclusion, @$, .mode = EXPECT_NO, .kind = $IDENT,
               .clauses = ast_join($clauses_some, $given_opt)); }
| UNKNOWN IDENT clauses_some given_opt
    { $$ = NEW(EXPECT_CONCLUSION, expect_conclusion, @$, .mode = EXPECT_UNKNOWN, .kind = $IDENT,
               .clauses = ast_join($clauses_some, $given_opt)); }
| expr { $$ = NEW(EXPECT, expect, @$, .condition = $expr); }
;
/* the first clause is not one of the words that are also operators */
conclusion:
  IDENT expect_preposition values clauses given_opt
    { struct ast_node *first = assign_node(parse, span_join($expect_preposition.span, @values),
                                           $expect_preposition, $values);
      $$ = NEW(EXPECT_CONCLUSION, expect_conclusion, @$, .mode = EXPECT_YES, .kind = $IDENT,
               .clauses = ast_join(ast_join(ast_list_of(first), $clauses), $given_opt)); }
;
given_opt:
  %empty { $$ = (struct ast_list){ 0 }; }
| "{" given "}" { $$ = $given; }
;
expect_preposition: OF | BY | ON | TO | FROM | AT | WITH | ABOUT;

/* reports */

parts:
  %empty { $$ = (struct ast_list){ 0 }; }
| parts[list] part { $$ = ast_append($list, $part); }
| parts[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
parts_in_braces: "{" parts "}" { $$ = $parts; };
part:
  TITLE template { $$ = NEW(TITLE, title, @$, .text = $template); }
| CONTENTS { $$ = ast_add(parse->session, AST_CONTENTS, @$, &(struct ast_contents){ 0 }.base); }
| SECTION template parts_in_braces
    { $$ = NEW(SECTION, section, @$, .heading = $template, .parts = $parts_in_braces); }
| PROSE expr { $$ = NEW(PARAGRAPHS, paragraphs, @$, .value = as_template(parse, $expr)); }
| TABLE caption_opt query grouped_opt "{" shown_columns "}"
    { $$ = NEW(SHOW_TABLE, show_table, @$, .caption = $caption_opt, .query = $query, .group = $grouped_opt,
               .columns = $shown_columns); }
| LIST query template { $$ = NEW(SHOW_LIST, show_list, @$, .query = $query, .text = $template); }
| FOOTNOTES query caption_opt
    { $$ = NEW(FOOTNOTES, footnotes, @$, .query = $query, .text = $caption_opt); }
| REFERENCES expr { $$ = NEW(REFERENCES, references, @$, .value = $expr); }
| TIMELINE query { $$ = NEW(TIMELINE, timeline, @$, .query = $query); }
| TIMELINE query BY expr { $$ = NEW(TIMELINE, timeline, @$, .query = $query, .lanes = $expr); }
| DIAGRAM word query { $$ = NEW(DIAGRAM, diagram, @$, .figure = $word, .query = $query); }
| FOR EACH query parts_in_braces
    { $$ = NEW(EACH, each, @$, .query = $query, .parts = $parts_in_braces); }
| choice
;
choice:
  IF expr parts_in_braces otherwise_part
    { $$ = NEW(CHOICE, choice, @$, .condition = $expr, .parts = $parts_in_braces,
               .otherwise = $otherwise_part); }
;
otherwise_part:
  %empty { $$ = (struct ast_list){ 0 }; }
| ELSE parts_in_braces { $$ = $parts_in_braces; }
| ELSE choice { $$ = ast_list_of($choice); }
;
caption_opt: %empty { $$ = NULL; } | template;
grouped_opt: %empty { $$ = NULL; } | GROUPED BY expr { $$ = as_template(parse, $expr); };
query:
  binder where_opt orders_opt
    { $$ = NEW(QUERY, query, @$, .binder = $binder, .where = $where_opt, .orders = $orders_opt); }
;
orders_opt: %empty { $$ = (struct ast_list){ 0 }; } | ORDERED BY orders { $$ = $orders; };
orders:
  order { $$ = ast_list_of($order); }
| orders[list] "," order { $$ = ast_append($list, $order); }
;
order: expr descending_opt
    { $$ = NEW(ORDER, order, @$, .value = $expr, .descending = $descending_opt); };
descending_opt: %empty { $$ = 0; } | DESCENDING { $$ = 1; };
shown_columns:
  %empty { $$ = (struct ast_list){ 0 }; }
| shown_columns[list] shown_column { $$ = ast_append($list, $shown_column); }
| shown_columns[list] error RESYNC { $$ = ast_append($list, error_node(parse, @error)); yyerrok; }
;
shown_column: COLUMN template expr
    { $$ = NEW(SHOW_COLUMN, show_column, @$, .heading = $template,
               .value = as_template(parse, $expr)); };

/* expressions */

exprs:
  expr { $$ = ast_list_of($expr); }
| exprs[list] "," expr { $$ = ast_append($list, $expr); }
;
expr:
  postfix
| quantifier
| expr[l] "or" expr[r] { $$ = BINARY(@$, OP_OR, $l, $r); }
| expr[l] "and" expr[r] { $$ = BINARY(@$, OP_AND, $l, $r); }
| "not" expr[e] { $$ = NEW(NOT, not, @$, .operand = $e); }
| expr[l] "=" expr[r] { $$ = BINARY(@$, OP_EQUAL, $l, $r); }
| expr[l] "!=" expr[r] { $$ = BINARY(@$, OP_UNEQUAL, $l, $r); }
| expr[l] "<" expr[r] { $$ = BINARY(@$, OP_LESS, $l, $r); }
| expr[l] "<=" expr[r] { $$ = BINARY(@$, OP_AT_MOST, $l, $r); }
| expr[l] ">" expr[r] { $$ = BINARY(@$, OP_GREATER, $l, $r); }
| expr[l] ">=" expr[r] { $$ = BINARY(@$, OP_AT_LEAST, $l, $r); }
| expr[l] "in" expr[r] { $$ = BINARY(@$, OP_IN, $l, $r); }
| expr[l] "under" expr[r] { $$ = BINARY(@$, OP_UNDER, $l, $r); }
| expr[l] "before" expr[r] { $$ = BINARY(@$, OP_BEFORE, $l, $r); }
| expr[l] "after" expr[r] { $$ = BINARY(@$, OP_AFTER, $l, $r); }
| expr[l] "during" expr[r] { $$ = BINARY(@$, OP_DURING, $l, $r); }
| expr[l] "overlaps" expr[r] { $$ = BINARY(@$, OP_OVERLAPS, $l, $r); }
| expr[l] "within" postfix direction expr[r] %prec "within"
    { $$ = NEW(WITHIN, within, @$, .operand = $l, .duration = $postfix, .direction = $direction,
               .anchor = $r); }
| expr[e] "is" is_test { $$ = NEW(IS, is, @$, .operand = $e, .test = $is_test); }
| expr[l] "+" expr[r] { $$ = BINARY(@$, OP_ADD, $l, $r); }
| expr[l] "-" expr[r] { $$ = BINARY(@$, OP_SUBTRACT, $l, $r); }
| expr[l] "*" expr[r] { $$ = BINARY(@$, OP_MULTIPLY, $l, $r); }
| expr[l] "/" expr[r] { $$ = BINARY(@$, OP_DIVIDE, $l, $r); }
| expr[l] "div" expr[r] { $$ = BINARY(@$, OP_DIV, $l, $r); }
| expr[l] "mod" expr[r] { $$ = BINARY(@$, OP_MOD, $l, $r); }
| "-" expr[e] %prec NEGATION { $$ = NEW(NEGATE, negate, @$, .operand = $e); }
;
direction:
  "before" { $$ = WITHIN_BEFORE; }
| "after" { $$ = WITHIN_AFTER; }
| "of" { $$ = WITHIN_OF; }
;
is_test:
  RECORDED { $$ = IS_RECORDED; }
| NOT RECORDED { $$ = IS_NOT_RECORDED; }
| UNKNOWN { $$ = IS_UNKNOWN; }
| NOT UNKNOWN { $$ = IS_NOT_UNKNOWN; }
;
quantifier:
  "some" binder %prec REACHES_RIGHT
    { $$ = NEW(QUANTIFIER, quantifier, @$, .quantity = QUANTITY_SOME, .binder = $binder); }
| "some" binder WHERE expr %prec REACHES_RIGHT
    { $$ = NEW(QUANTIFIER, quantifier, @$, .quantity = QUANTITY_SOME, .binder = $binder,
               .where = $expr); }
| "no" binder %prec REACHES_RIGHT
    { $$ = NEW(QUANTIFIER, quantifier, @$, .quantity = QUANTITY_NO, .binder = $binder); }
| "no" binder WHERE expr %prec REACHES_RIGHT
    { $$ = NEW(QUANTIFIER, quantifier, @$, .quantity = QUANTITY_NO, .binder = $binder,
               .where = $expr); }
| "every" binder where_opt SATISFIES expr %prec REACHES_RIGHT
    { $$ = NEW(QUANTIFIER, quantifier, @$, .quantity = QUANTITY_EVERY, .binder = $binder,
               .where = $where_opt, .satisfies = $expr); }
;
postfix:
  primary
| postfix[base] MEMBER { $$ = NEW(MEMBER, member, @$, .base_node = $base, .name = $MEMBER.name); }
;
primary:
  word { $$ = NEW(IDENT, ident, @$, .name = $word.name); }
| literal
| word "(" arguments ")"
    { $$ = NEW(CALL, call, @$, .callee = $word, .arguments = $arguments); }
| aggregate
| "(" expr ")" { $$ = $expr; }
| "(" IF expr[condition] THEN expr[then] ELSE expr[otherwise] ")"
    { $$ = NEW(IF, if, @$, .condition = $condition, .then = $then, .otherwise = $otherwise); }
;
arguments: %empty { $$ = (struct ast_list){ 0 }; } | exprs { $$ = $exprs; };
aggregate:
  word "(" binder where_opt ")"
    { $$ = NEW(AGGREGATE, aggregate, @$, .function = $word, .binders = ast_list_of($binder),
               .where = $where_opt); }
| word "(" expr FOR EACH binders where_opt ")"
    { $$ = NEW(AGGREGATE, aggregate, @$, .function = $word, .value = $expr, .binders = $binders,
               .where = $where_opt); }
;
literal:
  string
| prose_string
| NUMBER { $$ = NEW(NUMBER, number, @$, .mantissa = $NUMBER.mantissa, .scale = $NUMBER.scale); }
| DATE { $$ = NEW(DATE, date, @$, .date = $DATE); }
| TRUE { $$ = NEW(BOOLEAN, boolean, @$, .value = 1); }
| FALSE { $$ = NEW(BOOLEAN, boolean, @$, .value = 0); }
| duration
| range
| about
;
duration:
  NUMBER UNIT
    { $$ = NEW(DURATION, duration, @$, .count = $NUMBER.scale ? -1 : $NUMBER.mantissa,
               .unit = $UNIT); }
| NUMBER WORKING UNIT
    { $$ = NEW(DURATION, duration, @$,
               .count = $NUMBER.scale || $UNIT != UNIT_DAY ? -1 : $NUMBER.mantissa,
               .unit = UNIT_WORKING_DAY); }
| NUMBER WORKING UNIT "(" IDENT[calendar] ")"
    { $$ = NEW(DURATION, duration, @$,
               .count = $NUMBER.scale || $UNIT != UNIT_DAY ? -1 : $NUMBER.mantissa,
               .unit = UNIT_WORKING_DAY, .calendar = $calendar); }
| NUMBER UNIT "(" IDENT[how] IDENT[whither] ")"
    { $$ = NEW(DURATION, duration, @$, .count = $NUMBER.scale ? -1 : $NUMBER.mantissa,
               .unit = $UNIT,
               .rounding = strcmp($how.name->text, "round") != 0 ? 3u
                           : strcmp($whither.name->text, "down") == 0 ? (unsigned)ROUND_DOWN
                           : strcmp($whither.name->text, "up") == 0 ? (unsigned)ROUND_UP : 3u); }
;
/* a number here is a year, which types/check.c sees to */
date_atom:
  DATE { $$ = NEW(DATE, date, @$, .date = $DATE); }
| NUMBER { $$ = NEW(NUMBER, number, @$, .mantissa = $NUMBER.mantissa, .scale = $NUMBER.scale); }
;
range:
  date_atom[from] RANGE date_atom[to] { $$ = NEW(RANGE, range, @$, .from = $from, .to = $to); }
| date_atom[from] RANGE { $$ = NEW(RANGE, range, @$, .from = $from); }
| RANGE date_atom[to] { $$ = NEW(RANGE, range, @$, .to = $to); }
;
about: ABOUT date_atom WITHIN duration
    { $$ = NEW(ABOUT, about, @$, .date = $date_atom, .duration = $duration); };

%%

static struct ast_node *error_node(struct parse *parse, struct span span)
{
    return NEW(ERROR, error, span, .name = parse->item);
}

static struct ast_node *assign_node(struct parse *parse, struct span span, struct ast_name field,
                                    struct ast_list values)
{
    field.name->is_given = true;
    return NEW(ASSIGN, assign, span, .field = field.name, .values = values);
}

/* In a report a text stands for a template. */
static struct ast_node *as_template(struct parse *parse, struct ast_node *value)
{
    if (value->kind == AST_STRING || value->kind == AST_PROSE)
        return ast_read_template(parse, value->span, value->kind == AST_PROSE);
    return value;
}

bool syn_is_recovering(const syn_pstate *state)
{
    return state->yyerrstatus == 3;
}

const char *syn_token_text(int token)
{
    return yysymbol_name(YYTRANSLATE(token));
}

/* What was expected, told in groups, so that "a name" is not forty words. */
struct expected {
    bool symbols[YYNTOKENS];
};

static bool takes(const struct expected *expected, yysymbol_kind_t symbol)
{
    return expected->symbols[symbol];
}

/* A group is told by its phrase when all of `marks` are expected; then none of `members` is told alone. */
struct group {
    const char *phrase;
    yysymbol_kind_t marks[3];
    yysymbol_kind_t members[28];
};

#define S(token) YYSYMBOL_##token
static const struct group groups[] = {
    { "a value", { S(STRING), S(DATE), S(NUMBER) },
      { S(IDENT), S(STRING), S(PROSE_TEXT), S(NUMBER), S(DATE), S(TRUE), S(FALSE), S(ABOUT), S(RANGE),
        S(LEFT), S(MINUS), S(NOT), S(SOME), S(NO), S(EVERY), S(AFTER), S(BEFORE), S(WITHIN),
        S(BETWEEN), S(AT), S(REFERENCE), S(IF), S(FIELD) } },
    { "a declaration", { S(TAXONOMY), S(SCALE), S(KIND) }, { S(IDENT) } },
    { NULL, { S(PLUS), S(STAR), S(AND) },
      { S(PLUS), S(STAR), S(MINUS), S(SLASH), S(DIV), S(MOD), S(EQUAL), S(UNEQUAL),
        S(LESS), S(AT_MOST), S(GREATER), S(AT_LEAST), S(IN), S(UNDER), S(BEFORE), S(AFTER),
        S(DURING), S(OVERLAPS), S(WITHIN), S(IS), S(AND), S(OR), S(MEMBER) } },
    { "a clause such as `on 2007-03-14`", { S(OF), S(BY), S(ON) },
      { S(OF), S(BY), S(ON), S(IN), S(TO), S(FROM), S(AT), S(WITH), S(UNDER), S(DURING), S(ABOUT) } },
};

static void tell(struct buf *list, uint32_t *told, const char *phrase, bool quoted)
{
    if (*told == 4)
        return;
    if ((*told)++)
        buf_str(list, ", ");
    buf_str(list, quoted ? "`" : "");
    buf_str(list, phrase);
    buf_str(list, quoted ? "`" : "");
}

/* Keywords that stand for themselves, unless all of them do because any name may stand here. */
static void tell_keywords(struct buf *list, uint32_t *told, struct expected *expected, bool as_names)
{
    for (int symbol = S(MODULE); symbol <= S(WHEN) && symbol < YYNTOKENS; symbol++) {
        if (expected->symbols[symbol] && !(as_names && symbol <= S(EACH)))
            tell(list, told, yysymbol_name((yysymbol_kind_t)symbol), true);
        expected->symbols[symbol] = false;
    }
}

static void drop_group(struct expected *expected, const struct group *group)
{
    for (size_t i = 0; i < sizeof group->members / sizeof *group->members; i++) {
        if (group->members[i] != S(YYEOF))
            expected->symbols[group->members[i]] = false;
    }
}

static struct text expected_text(struct parse *parse, struct expected *expected)
{
    struct buf list;
    uint32_t told = 0;
    buf_init(&list, parse->session->arena);
    bool declaration = takes(expected, S(TAXONOMY)) && !takes(expected, S(OTHERWISE));
    bool names = takes(expected, S(IDENT)) && takes(expected, S(OTHERWISE)) && takes(expected, S(TEST));
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        const struct group *group = &groups[i];
        if (!takes(expected, group->marks[0]) || !takes(expected, group->marks[1]) ||
            !takes(expected, group->marks[2]) || (group->marks[0] == S(TAXONOMY) && names))
            continue;
        if (group->phrase)
            tell(&list, &told, group->phrase, false);
        drop_group(expected, group);
    }
    if (takes(expected, S(IDENT)))
        tell(&list, &told, "a name", false);
    if (takes(expected, S(FIELD)))
        tell(&list, &told, "a field such as `source:`", false);
    if (takes(expected, S(STRING)))
        tell(&list, &told, "a text in quotation marks", false);
    for (int symbol = 0; symbol < YYNTOKENS; symbol++) {
        const char *text = yysymbol_name((yysymbol_kind_t)symbol);
        if (symbol == S(QUESTION))
            continue;
        if (expected->symbols[symbol] && !strchr("abcdefghijklmnopqrstuvwxyzERS$", text[0]))
            tell(&list, &told, text, true);
    }
    if (takes(expected, S(REFERENCE)))
        tell(&list, &told, "the name of an event, with `@` before it", false);
    for (int symbol = S(NUMBER); symbol <= S(UNIT) && !told; symbol++) {
        if (expected->symbols[symbol])
            tell(&list, &told, yysymbol_name((yysymbol_kind_t)symbol), false);
    }
    if (declaration || told < 3)
        tell_keywords(&list, &told, expected, names || declaration);
    if (!told)
        tell(&list, &told, parse->is_part ? "`}`" : "the end of the file", false);
    return buf_get(&list);
}

#define STRAY_TEXT                                                                                 \
    "between the values of a field stands a comma; within a text, `\"` is written `\\\"`"

/* What often lies behind a mistake. */
static const struct hint {
    yysymbol_kind_t found;
    yysymbol_kind_t expected; /* YYEOF: whatever was expected */
    const char *help;
} hints[] = {
    { S(FIELD), S(LEFT_BRACE), "put `{` before the first field, and `}` after the last" },
    { S(STRING), S(COMMA), STRAY_TEXT },
    { S(STRING), S(QUESTION), STRAY_TEXT },
    { S(STRING), S(IDENT), "a short name stands before the title: `event first_visit \"First visit\"`" },
    { S(EQUAL), S(FIELD), "a field is written `name: value`" },
    { S(RIGHT_BRACE), S(TAXONOMY), "there is no `{` that this `}` would close" },
    { S(LESS), S(AND), "compare two things at a time: `a < b and b < c`" },
    { S(AT_MOST), S(AND), "compare two things at a time: `a <= b and b <= c`" },
    { S(GREATER), S(AND), "compare two things at a time: `a > b and b > c`" },
    { S(AT_LEAST), S(AND), "compare two things at a time: `a >= b and b >= c`" },
    { S(EQUAL), S(AND), "compare two things at a time: `a = b and b = c`" },
    { S(IDENT), S(REFERENCE), "an event is named with `@` here: `3 weeks after @call`" },
    { S(DATE), S(REFERENCE), "from a day on is a period: `2007-03-14..`; until a day: `..2007-03-14`" },
    { S(IDENT), S(COMMA), "between the values of a field stands a comma" },
};

static void add_hint(struct parse *parse, struct diag *diag, yysymbol_kind_t found,
                     const struct expected *expected)
{
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        if (hints[i].found == found && takes(expected, hints[i].expected)) {
            diag_help(parse->session, diag, "%s", hints[i].help);
            return;
        }
    }
    if (found >= S(MODULE) && found <= S(WHEN) && takes(expected, S(IDENT)))
        diag_help(parse->session, diag, "`%s` is a word of the language; choose another name",
                  yysymbol_name(found));
}

/* In `source: file log }` the parser takes `log` for the kind of a nested instance and complains of what
 * follows; the mistake is before it. */
static bool is_missing_comma(const struct parse *parse, yysymbol_kind_t found,
                             const struct expected *expected)
{
    bool wants_name = takes(expected, S(IDENT)) && takes(expected, S(OTHERWISE)) &&
                      !takes(expected, S(STRING)) && !takes(expected, S(RIGHT_BRACE));
    return wants_name && parse->before_token == TOK_IDENT &&
           (found == S(RIGHT_BRACE) || found == S(FIELD) || found == S(COMMA));
}

static void report_missing_comma(struct parse *parse)
{
    struct text word = source_text(parse->ast->source, parse->before);
    struct diag *diag =
        diag_report(parse->session, E0101, parse->before, TEXT("`,`, a field such as `source:` or `}`"),
                    diag_format(parse->session, "`%t`", word));
    diag_help(parse->session, diag, "between the values of a field stands a comma");
}

static int yyreport_syntax_error(const yypcontext_t *context, struct parse *parse)
{
    parse->failed = true;
    parse->ast->has_errors = true;
    if (parse->muted)
        return 0;
    yysymbol_kind_t symbols[YYNTOKENS];
    int count = yypcontext_expected_tokens(context, symbols, YYNTOKENS);
    struct expected expected = { { false } };
    for (int i = 0; i < count; i++)
        expected.symbols[symbols[i]] = true;
    struct expected listed = expected;
    yysymbol_kind_t found = yypcontext_token(context);
    struct span at = *yypcontext_location(context);
    if (is_missing_comma(parse, found, &expected)) {
        report_missing_comma(parse);
        return 0;
    }
    struct text found_text = found == S(END) ? (parse->is_part ? TEXT("`}`") : TEXT("the end of the file"))
                             : diag_format(parse->session, "`%t`", source_text(parse->ast->source, at));
    if (found == S(STRING) || found == S(PROSE_TEXT))
        found_text = TEXT("a text");
    struct diag *diag =
        diag_report(parse->session, E0101, at, expected_text(parse, &listed), found_text);
    add_hint(parse, diag, found, &expected);
    return 0;
}

static void syn_error(const struct span *span, struct parse *parse, const char *message)
{
    (void)message; /* syntax errors go the way above: what comes here is a stack at its limit */
    parse->failed = true;
    parse->ast->has_errors = true;
    diag_report(parse->session, E0102, *span, (int)AST_DEEPEST);
}

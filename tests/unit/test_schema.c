/* The schema that `emit schema` writes, taken apart with jansson: every reference leads somewhere, what is
 * required is there, nothing else is allowed, and two runs give the same bytes. What validators make of it is
 * tests/documents_schema.sh's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compile.h"
#include "emit/emit.h"

#include <jansson.h>
#include <stdlib.h>

static struct text write_schema(struct arena *arena, const char *path)
{
    struct session *session = session_new(arena);
    struct emit_files files = { .arena = arena };
    struct text why;
    session->options.stdlib = "stdlib";
    session->options.without_data = true;
    struct compile compile = compile_file(session, path, STAGE_FACTS);
    struct emit_input input = { .model = compile.model };
    assert_int_equal(session->error_count, 0);
    assert_true(emit_find("schema")->write(&input, &files, &why));
    assert_int_equal(files.list.count, 1);
    return files.list.items[0].text;
}

static const char *named(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* A reference to one of `kinds`; what it adds is required and described beside it. */
static void check_reference(const json_t *kinds, const json_t *schema)
{
    static const char prefix[] = "#/$defs/";
    const char *reference = named(schema, "$ref");
    assert_memory_equal(reference, prefix, sizeof prefix - 1);
    const json_t *kind = json_object_get(kinds, reference + sizeof prefix - 1);
    assert_non_null(kind);
    size_t i;
    json_t *key;
    json_array_foreach(json_object_get(schema, "required"), i, key) {
        assert_non_null(json_object_get(json_object_get(kind, "properties"), json_string_value(key)));
        assert_non_null(json_object_get(json_object_get(schema, "properties"), json_string_value(key)));
    }
}

static void check_object(const json_t *schema)
{
    size_t i;
    json_t *key;
    assert_true(json_is_false(json_object_get(schema, "additionalProperties")));
    assert_true(json_object_size(json_object_get(schema, "properties")) >= 2); /* at least id and title */
    json_array_foreach(json_object_get(schema, "required"), i, key)
        assert_non_null(json_object_get(json_object_get(schema, "properties"), json_string_value(key)));
}

/* All schemas within one; how many references were met. */
static size_t check_within(const json_t *kinds, const json_t *schema)
{
    size_t count = 0;
    const char *key;
    json_t *value;
    size_t i;
    if (named(schema, "$ref")) {
        check_reference(kinds, schema);
        count++;
    }
    if (named(schema, "type") && strcmp(named(schema, "type"), "object") == 0)
        check_object(schema);
    json_object_foreach((json_t *)(uintptr_t)schema, key, value)
        count += json_is_object(value) ? check_within(kinds, value) : 0;
    json_array_foreach(json_object_get(schema, "anyOf"), i, value)
        count += check_within(kinds, value);
    return count;
}

static void check_schema(struct arena *arena, const char *path, const char *kind, size_t kinds_least)
{
    json_error_t error;
    struct text text = write_schema(arena, path);
    struct text again = write_schema(arena, path);
    assert_true(text_equal(text, again));
    json_t *root = json_loadb(text.bytes, text.length, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("%s: line %d: %s", path, error.line, error.text);
    const json_t *kinds = json_object_get(root, "$defs");
    assert_string_equal(named(root, "$schema"), "https://json-schema.org/draft/2020-12/schema");
    assert_non_null(json_object_get(kinds, kind));
    assert_true(json_object_size(kinds) >= kinds_least);
    assert_true(check_within(kinds, root) > json_object_size(kinds));
    json_decref(root);
}

static void schemas_hold_together(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    check_schema(arena, "tests/schema/model.sight", "crash", 3);
    check_schema(arena, "examples/registers/crash_california.sight", "victim", 3);
    check_schema(arena, "examples/vincristine/vincristine.sight", "review", 8);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(schemas_hold_together) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Imports before their tables are read: whether the kind can be imported, the fields are there, and what the
 * fixed values and maps say fits them. What the tables hold is facts/import.c's. */
#include "types/imports.h"

#include "diag/diag.h"
#include "types/checking.h"
#include "types/kinds.h"

static void check_import_column(struct checker *checker, const struct kind *kind,
                                const struct ast_column *column)
{
    struct text name = name_text(column->field.name);
    bool own = text_equal(name, TEXT("id")) || text_equal(name, TEXT("title"));
    const struct field *field = kind_find_field(kind, column->field.name);
    if (!field && !own) {
        checker_report_no_field(checker, kind, column->field);
        return;
    }
    const struct type *type = field ? field->type : type_of_base(checker->session, BASE_TEXT);
    const struct type *one = type_with_many(checker->session, type, false);
    check_values(checker, &column->values, type, column->base.span);
    AST_EACH (mapping, column->mappings) {
        if (mapping->kind == AST_MAPPING && AST_AS(mapping, mapping)->to)
            check_value(checker, AST_AS(mapping, mapping)->to, one);
    }
}

void imports_check(struct model *model, struct import *import)
{
    struct checker checker = checker_new(model, import->module, import->scope);
    struct kind *kind = import->kind = kinds_find(model, &checker.from, import->ast->kind);
    if (kind && kind->flags & KIND_DERIVED) {
        struct diag *diag =
            diag_report(model->session, E0318, import->ast->kind.span, kind->declaration.name);
        diag_label(model->session, diag, kind->declaration.span, "declared `derived` here");
        import->kind = NULL;
    }
    AST_EACH (column, import->ast->columns) {
        if (kind && column->kind == AST_COLUMN)
            check_import_column(&checker, kind, AST_AS(column, column));
    }
}

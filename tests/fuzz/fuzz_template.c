/* Templates of Word documents under libFuzzer: any bytes as a zip file, or as one of the parts that are read.
 * What is left of a part that was taken must be read again without complaint. */
#include "base/arena.h"
#include "diag/session.h"
#include "report/docx.h"
#include "report/docx_template.h"

#include <stdint.h>
#include <stdlib.h>

enum { MEMORY_MOST = 512 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void give_up(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    abort();
}

static void read_part(struct arena *arena, struct text xml)
{
    struct text once;
    struct text twice;
    size_t end;
    size_t again;
    if (docx_template_check_part(arena, xml, &once, &end))
        return;
    if (docx_template_check_part(arena, once, &twice, &again) || !text_equal(once, twice) || end != again)
        abort();
}

static void read_styles(struct arena *arena, struct text xml)
{
    struct document_front front = { .title = TEXT("A title"), .language = TEXT("en-GB") };
    struct docx_template template = { .is_given = true };
    if (docx_template_take_styles(&template, arena, xml))
        return;
    struct text styles = docx_styles(arena, &template, document_new(arena, &front));
    if (docx_template_take_styles(&template, arena, styles))
        abort(); /* ours, added to good ones, spoilt them */
    for (enum docx_style style = 0; style < STYLE_COUNT; style++) {
        if (template.is_ours[style])
            abort(); /* what was added is not found again */
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (!length)
        return 0;
    struct arena *arena = arena_new(MEMORY_MOST, give_up, NULL);
    struct text text = { arena_copy(arena, (const char *)bytes + 1, length - 1), length - 1 };
    struct docx_section section = { .page = { .width = 11906, .height = 16838 } };
    bool has_other_even;
    switch (bytes[0] % 4) {
    case 'a' % 4: docx_template_read(session_new(arena), "t.docx", text); break;
    case 'b' % 4: read_styles(arena, text); break;
    case 'c' % 4:
        docx_template_read_section(arena, text, &section);
        docx_template_read_settings(text, &has_other_even);
        break;
    case 'd' % 4: read_part(arena, text); break;
    }
    arena_free(arena);
    return 0;
}

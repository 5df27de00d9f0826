/* `sightline figure KIND FILE -o x.svg`: one figure of a whole case, as a file of its own. */
#include "cli/commands.h"

#include "base/buf.h"
#include "cli/output.h"
#include "diag/diag.h"
#include "report/build.h"
#include "report/figures.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static struct text title_of(const struct arguments *arguments, struct interp *interp, enum figure_word word)
{
    struct session *session = interp->session;
    const char *title = figures_title(words_get(build_language(interp)), word);
    if (arguments->title)
        return document_clean_text(session->arena, text_of(arguments->title));
    if (!interp->current)
        return text_of(title);
    return diag_format(session, "%t \xE2\x80\x93 %s", interp->current->title, title);
}

/* The summary and every line of the words: what an image is described by where it stands alone. */
static struct text description_of(struct arena *arena, const struct figure *figure)
{
    struct buf out;
    buf_init(&out, arena);
    buf_text(&out, document_clean_text(arena, figure->summary));
    for (uint32_t i = 0; i < figure->details.count; i++) {
        buf_byte(&out, '\n');
        buf_text(&out, document_clean_text(arena, figure->details.items[i]));
    }
    return buf_get(&out);
}

static void tell_nothing(struct session *session, enum figure_word word)
{
    static const char *const instances[] = {
        [FIGURE_TIMELINE] = "an `event`",
        [FIGURE_ACCIMAP] = "a `factor` of `learning_together`",
        [FIGURE_FACTORS] = "a `factor` of `learning_together`",
        [FIGURE_FISHBONE] = "a `factor` of `learning_together`",
        [FIGURE_LOOPS] = "an `influence` of `causal_loops`",
    };
    const struct figure_fields nothing = { 0 };
    struct text what =
        diag_format(session, "nothing in this file that the figure `%s` could show", figure_word(word));
    struct diag *diag = diag_report(session, E0602, span_none(), what);
    diag_help(session, diag, "record something of a kind that has %s: %s, for instance",
              figure_lacks(word, &nothing), instances[word]);
}

static void draw(const struct arguments *arguments, struct interp *interp, enum figure_word word,
                 struct buf *out)
{
    struct session *session = interp->session;
    struct figure figure;
    bool is_public = !arguments->options.show_values;
    interp->current = interp->cases.count == 1 ? interp->cases.items[0] : NULL;
    struct text title = title_of(arguments, interp, word);
    if (!figures_draw_case(interp, word, is_public, title, &figure)) {
        tell_nothing(session, word);
        return;
    }
    svg_write_file(out, session->arena, &figure.drawing, title,
                   description_of(session->arena, &figure),
                   document_clean_language(build_language(interp)));
}

static enum exit_code write_figure(const struct arguments *arguments, struct arena *arena, struct text text)
{
    if (strcmp(arguments->output, "-") == 0)
        return command_put(text);
    if (output_write_file(arena, arguments->output, text)) {
        fprintf(stderr, "wrote %s\n", arguments->output);
        return EXIT_CLEAN;
    }
    command_complain("`%s` cannot be written: %s", arguments->output, output_reason(errno));
    return EXIT_FILES;
}

static enum exit_code figure_file(const struct arguments *arguments, enum figure_word word, const char *path)
{
    struct arguments printing = *arguments;
    struct arena *arena = command_arena();
    struct compile compile = command_compile(arena, arguments, path, STAGE_EVAL);
    struct buf out;
    buf_init(&out, arena);
    if (compile.stage == STAGE_EVAL && command_exit_code(&compile) == EXIT_CLEAN) {
        draw(arguments, compile.interp, word, &out);
        diag_finish(compile.session);
    }
    printing.format = "human";
    enum exit_code code = command_exit_code(&compile);
    if (!command_print_diagnostics(&compile, &printing))
        code = command_worse(code, EXIT_FILES);
    if (code == EXIT_CLEAN)
        code = write_figure(arguments, arena, buf_get(&out));
    else
        command_complain("no figure was drawn; mend what is wrong first");
    arena_free(arena);
    return code;
}

/* What is no `.svg` would hold SVG all the same, and open nowhere. */
static bool may_hold_svg(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    return !dot || strcmp(path, "-") == 0 || strcasecmp(dot, ".svg") == 0;
}

enum exit_code run_figure(const struct arguments *arguments)
{
    enum figure_word word = figure_find(text_of(arguments->files[0]));
    if (word == FIGURE_WORDS) {
        command_complain("`%s` is not a figure; there are timeline, accimap, factors, fishbone and loops",
                         arguments->files[0]);
        return EXIT_USAGE;
    }
    if (arguments->count != 2) {
        command_complain("`figure` takes a figure and one file: figure %s FILE -o x.svg",
                         arguments->files[0]);
        return EXIT_USAGE;
    }
    if (!arguments->output) {
        command_complain("say where the figure goes: `-o x.svg`");
        return EXIT_USAGE;
    }
    if (!may_hold_svg(arguments->output)) {
        command_complain("a figure is SVG, and `%s` is not called so: write `-o x.svg`; `rsvg-convert x.svg "
                         "-o x.png` makes a picture of it", arguments->output);
        return EXIT_USAGE;
    }
    return figure_file(arguments, word, arguments->files[1]);
}

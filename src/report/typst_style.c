/* The clothing of a document in Typst: A4, calm, dark on light, numbers of paragraphs in a margin of their
 * own. What a document says goes into it as definitions; the rest is the same for all. */
#include "report/typst_parts.h"

static const char *const lines[] = {
    "#let ink = rgb(\"#14181c\")",
    "#let muted = rgb(\"#3d4a56\")",
    "#let rule-colour = rgb(\"#b4bec7\")",
    "#let band = rgb(\"#f1f5f8\")",
    "#let accent = rgb(\"#0b4a72\")",
    "#let warm = rgb(\"#7a3b00\")",
    "",
    "// The page",
    "#set page(paper: \"a4\", margin: (x: 25mm, top: 28mm, bottom: 27mm), footer-descent: 10mm,",
    "  header: if status-words != none {",
    "    align(end, text(size: 9.5pt, weight: \"bold\", fill: warm, status-words))",
    "  },",
    "  footer: {",
    "    set text(size: 9pt, fill: muted)",
    "    line(length: 100%, stroke: 0.5pt + rule-colour)",
    "    v(-0.5em)",
    "    grid(columns: (1fr, auto), column-gutter: 1em, title-words, context counter(page).display())",
    "  })",
    "#set text(font: (\"Arial\", \"Liberation Sans\"), size: 11.5pt, fill: ink, hyphenate: false)",
    "#set par(leading: 0.75em, spacing: 1.25em)",
    "#set smartquote(enabled: false)",
    "",
    "// A long word, such as an address, breaks anywhere.",
    "#let breaking(least, body) = {",
    "  show regex(\"\\\\S{\" + str(least) + \",}\"): it => {",
    "    it.text.clusters().chunks(4).map(some => some.join()).join(box(width: 0pt))",
    "  }",
    "  body",
    "}",
    "#show: breaking.with(60)",
    "",
    "// The front",
    "#show title: set text(size: 27pt)",
    "#show title: set par(leading: 0.4em)",
    "#show title: set block(below: 0.7em)",
    "#let status(words) = block(below: 1.4em,",
    "  box(stroke: 1.5pt + warm, inset: (x: 0.6em, y: 0.45em), text(weight: \"bold\", fill: warm, words)))",
    "#let subtitle(words) = block(below: 2em, text(size: 14pt, fill: muted, words))",
    "#let generator(words) = block(above: 3em, text(size: 9pt, fill: muted, words))",
    "",
    "// Contents",
    "#show outline: it => block(below: 2.2em, it)",
    "#set outline(title: contents-word, indent: 1.6em)",
    "#set outline.entry(fill: none)",
    "#show outline.entry: set block(spacing: 0.7em)",
    "#show outline.entry.where(level: 1): set block(above: 0.95em)",
    "",
    "// Sections and paragraphs",
    "#let number-width = 3em",
    "#show heading: set par(leading: 0.5em)",
    "#show heading: set text(size: 11.5pt)",
    "#show heading.where(level: 1): set text(size: 19pt, fill: accent)",
    "#show heading.where(level: 2): set text(size: 14.5pt)",
    "#show heading.where(level: 3): set text(size: 12.5pt)",
    "#show heading: set block(above: 1.7em, below: 0.95em)",
    "#show heading.where(level: 1): set block(above: 1.8em, below: 0.9em)",
    "#let place-of(id) = [#metadata(none)#id]",
    "#let beside(body) = pad(left: number-width, body) // what stands beside the numbers has none",
    "#let numbered(number, id, body) = par(hanging-indent: number-width)[#box(width: number-width,",
    "  text(fill: muted, number + sym.space.nobreak))#place-of(id)#body]",
    "#show link: it => if type(it.dest) in (str, label) {",
    "  underline(stroke: 0.5pt + rgb(\"#9fb4c4\"), offset: 0.16em, text(fill: accent, it))",
    "} else { it }",
    "",
    "// Lists, quotes, code",
    "#set list(indent: 0.3em, body-indent: 0.7em, marker: ([\u2022], [\u2013]))",
    "#set enum(indent: 0.3em, body-indent: 0.6em)",
    "#show quote.where(block: true): it => block(stroke: (left: 3pt + rule-colour), inset: (left: 1.1em,",
    "  y: 0.2em), width: 100%, it.body)",
    "#show raw: set text(size: 1.05em)",
    "#show raw.where(block: true): set text(size: 9.5pt)",
    "#show raw.where(block: true): set par(leading: 0.6em)",
    "#show raw.where(block: true): it => block(fill: band, inset: 0.8em, width: 100%, it)",
    "",
    "// Notes",
    "#let mark(id, number) = super(link(id, number))",
    "#let way-back(words) = text(size: 10pt, fill: muted, words)",
    "",
    "// Tables and figures",
    "#set figure(placement: none)",
    "#set figure.caption(position: top, separator: [: ])",
    "#show figure.where(kind: table): set figure(supplement: table-word)",
    "#show figure.where(kind: image): set figure(supplement: figure-word)",
    "#show figure: set block(breakable: true, above: 1.8em, below: 1.8em)",
    "#show figure.caption: it => block(sticky: true, width: 100%, below: 0.8em,",
    "  align(start, text(size: 11pt, weight: \"bold\", it)))",
    "#set table(align: start + top, inset: (x: 5.4pt, y: 5pt), stroke: (x, y) => (",
    "  top: if y == 0 { 1pt + ink }, bottom: if y == 0 { 1pt + ink } else { 0.5pt + rule-colour }),",
    "  fill: (x, y) => if y == 0 { band })",
    "#show table: set par(leading: 0.55em, justify: false)",
    "#show table: breaking.with(18)",
    "#show table.cell.where(y: 0): set text(weight: \"bold\")",
    "#show table.cell.where(y: 0): set align(bottom)",
    "#let data-table(is-compact: false, has-long-cell: false, ..parts) = {",
    "  set text(size: if is-compact { 9pt } else { 10pt })",
    "  set table(inset: (x: 3.5pt, y: 4.5pt)) if is-compact",
    "  set table.cell(breakable: has-long-cell)",
    "  table(..parts)",
    "}",
    "#let in-words(label, words) = {",
    "  set text(size: 10.5pt)",
    "  block(sticky: true, above: 1em, below: 0.8em, strong(label))",
    "  words",
    "}",
};

/* The language of a tag, and its region, as Typst takes them: "en" and "GB" of "en-GB". */
static void find_language(struct text tag, struct text *language, struct text *region)
{
    size_t start = 0;
    *language = TEXT("en");
    *region = TEXT("");
    for (size_t at = 0; at <= tag.length; at++) {
        if (at < tag.length && tag.bytes[at] != '-')
            continue;
        struct text part = { tag.bytes + start, at - start };
        if (start == 0 && (part.length == 2 || part.length == 3))
            *language = part;
        else if (start > 0 && part.length == 2 && !region->length)
            *region = part;
        start = at + 1;
    }
}

static void add_language(struct typst *typst)
{
    struct text language;
    struct text region;
    find_language(typst->document->front.language, &language, &region);
    buf_str(typst->out, "#set text(lang: ");
    typst_print_string(typst->out, language);
    if (region.length) {
        buf_str(typst->out, ", region: ");
        typst_print_string(typst->out, region);
    }
    buf_str(typst->out, ")\n");
}

static void add_definition(struct typst *typst, const char *name, struct text words)
{
    buf_printf(typst->out, "#let %s = [", name);
    typst_print_text(typst->out, words);
    buf_str(typst->out, "]\n");
}

/* Nothing here or in the PDF says who made it, when or where. */
void typst_add_preamble(struct typst *typst)
{
    const struct document_front *front = &typst->document->front;
    const struct wording *words = typst->words;
    struct text title = front->title.length ? front->title : TEXT("\xE2\x80\x93");
    buf_str(typst->out,
            "// A report by Sightline. To make a PDF of it: typst compile --pdf-standard ua-1 FILE\n"
            "#set document(title: ");
    typst_print_string(typst->out, title);
    buf_str(typst->out, ", date: none)\n");
    add_language(typst);
    add_definition(typst, "title-words", title);
    if (front->status.length)
        add_definition(typst, "status-words", front->status);
    else
        buf_str(typst->out, "#let status-words = none\n");
    add_definition(typst, "contents-word", text_of(words->contents));
    add_definition(typst, "table-word", text_of(words->table));
    add_definition(typst, "figure-word", text_of(words->figure));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        buf_str(typst->out, lines[i]);
        buf_byte(typst->out, '\n');
    }
}

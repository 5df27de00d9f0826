/* The clothing of HTML reports: calm, dark on light, one column of text with the numbers in its margin.
 * Sizes are relative to what the reader has set. Nothing here is fetched from anywhere.
 *
 * The page, where it is wide:          | contents | no. | text and tables ....... |
 * where it is narrow, and on paper:    | text with numbers in it ................ |
 */
#include "report/style.h"

#include "base/buf.h"

static const char *const lines[] = {
    "*, ::before, ::after { box-sizing: border-box; }",
    "html { color-scheme: light; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }",
    "body { margin: 0; background: #fff; color: #14181c; line-height: 1.4;",
    "  font-family: Arial, \"Liberation Sans\", Helvetica, sans-serif; overflow-wrap: break-word; }",
    "h1, h2, h3, h4, h5, h6 { margin: 0; line-height: 1.2; font-weight: 700; min-width: 0;",
    "  overflow-wrap: anywhere; }",
    "p, ul, ol, blockquote, pre { margin: 0 0 1em; }",

    /* Links. */
    "a { color: #0b4a72; text-underline-offset: .15em; text-decoration-thickness: 1px; }",
    "a:visited { color: #53407f; }",
    "a:hover { color: #072f49; text-decoration-thickness: 3px; }",
    "a:focus-visible, .scroll:focus-visible, pre:focus-visible { outline: 3px solid #14181c; outline-offset: 0;",
    "  background: #ffe066; color: #14181c; text-decoration: none; }",
    ".scroll:focus-visible { background: none; outline-offset: 5px; box-shadow: 0 0 0 5px #ffe066; }",
    ":target { background: #fff6cf; box-shadow: 0 0 0 .25em #fff6cf; }",
    "tr:target { box-shadow: none; }",
    "[id] { scroll-margin-top: 1em; }",
    "main:focus { outline: none; }",

    /* The frame. */
    ".skip { position: absolute; left: -999em; }",
    ".skip:focus { position: static; display: block; padding: .6em 1rem; }",
    ".page { max-width: 44em; margin: 0 auto; padding: 0 1rem; }",
    "header { border-top: .6rem solid #0b4a72; background: #f1f5f8; }",
    "header .page { padding-top: 2rem; padding-bottom: 2rem; }",
    "h1 { font-size: 2rem; line-height: 1.15; letter-spacing: -.01em; }",
    ".subtitle { margin: .6rem 0 0; font-size: 1.15em; color: #3d4a56; }",
    ".status { display: inline-block; margin: 0 0 .8rem; padding: .1em .6em; font-weight: 700;",
    "  border: 2px solid #7a3b00; color: #7a3b00; background: #fff; }",
    "footer { margin-top: 4rem; border-top: 1px solid #b4bec7; color: #3d4a56; font-size: .85em; }",
    "footer .page { padding-top: 1.5rem; padding-bottom: 2.5rem; }",
    "footer p { margin: 0 0 .5em; }",

    /* Contents. */
    "nav { margin: 1.5rem 0 2.5rem; line-height: 1.3; }",
    "nav .label { margin: 0 0 .6em; font-weight: 700; }",
    "nav ol { list-style: none; margin: 0; padding: 0; }",
    "nav li { margin: 0 0 .5em; }",
    "nav ol ol { margin: .5em 0 .3em; padding: 0 0 0 2.04em; font-size: .93em; }",
    "nav .line { display: flex; }",
    "nav .line a { min-width: 0; overflow-wrap: anywhere; }",
    "nav .number { flex: none; min-width: 1.9em; }",
    "nav a:not(:hover):not(:focus-visible) { text-decoration-color: #9fb4c4; }",

    /* Sections and paragraphs. */
    "main { display: block; padding-top: 1px; }",
    ".heading { position: relative; display: flex; align-items: baseline; gap: .5em; }",
    "h2 { margin: 0 0 .8em; font-size: 1.5rem; }",
    "h3 { margin: 1.3em 0 .7em; font-size: 1.2rem; }",
    "h4, h5, h6 { margin: 1.2em 0 .5em; font-size: 1em; }",
    "h5, h6 { color: #3d4a56; }",
    ".level-1 > .heading { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid #b4bec7; }",
    ".heading .number { margin-right: .5em; }",
    ".self { flex: none; padding: 0 .2em; font-weight: 400; color: #3d4a56; text-decoration: none;",
    "  opacity: 0; }",
    ".heading:hover .self, .self:focus { opacity: 1; }",
    "sup { line-height: 0; }",
    "sup::before { content: \"\\2060\"; }", /* joins the mark of a note to the word before */
    ".notes > ol { padding-left: 2em; }",
    ".notes li { margin-bottom: .8em; }",
    ".back-to { color: #3d4a56; font-size: .93em; }",
    "p .number, p .number:visited { margin-right: .6em; color: #3d4a56; text-decoration: none;",
    "  font-weight: 700; font-variant-numeric: tabular-nums; }",
    "p .number:hover { color: #072f49; text-decoration: underline; }",

    /* Lists, quotes, code. */
    "ul, ol { padding-left: 1.4em; }",
    "li { margin-bottom: .35em; }",
    "li > ul, li > ol { margin: .35em 0 .5em; }",
    "blockquote { padding: .1em 0 .1em 1.1em; border-left: 4px solid #b4bec7; color: #2a333b; }",
    "blockquote > :last-child, li > :last-child { margin-bottom: 0; }",
    "code { font-family: \"Liberation Mono\", Consolas, monospace; font-size: .88em;",
    "  background: #f1f5f8; padding: .05em .25em; }",
    "pre { padding: .8em 1em; background: #f1f5f8; overflow-x: auto; line-height: 1.35; }",
    "pre code { padding: 0; background: none; }",
    "hr { margin: 2em 0; border: 0; border-top: 1px solid #b4bec7; }",

    /* Tables. */
    ".scroll { margin: 1.5em 0 2em; overflow-x: auto; }",
    "table { width: 100%; border-collapse: collapse; font-size: .93em; line-height: 1.35; }",
    "caption { padding: 0 0 .5em; text-align: left; font-weight: 700; font-size: 1.075em; }",
    "th, td { padding: .55em 1.1em .55em 0; text-align: left; vertical-align: top;",
    "  border-bottom: 1px solid #b4bec7; overflow-wrap: normal; }",
    "thead th { vertical-align: bottom; border-bottom: 2px solid #3d4a56; }",
    "th:last-child, td:last-child { padding-right: 0; }",
    "th.end, td.end { text-align: right; font-variant-numeric: tabular-nums; }",
    "td.short, tbody th.short { white-space: nowrap; }",
    "table.wide { min-width: 40em; }",

    /* Figures. */
    "figure { margin: 1.5em 0 2em; }",
    "figcaption { font-weight: 700; }",
    "figure .scroll { margin-top: .6em; margin-bottom: .6em; }",
    "figure svg { display: block; width: 100%; min-width: 40rem; height: auto; }",
    "details { font-size: .93em; }",
    "summary { cursor: pointer; color: #0b4a72; text-decoration: underline; margin-bottom: .6em; }",
    "summary:focus-visible { outline: 3px solid #14181c; background: #ffe066; color: #14181c; }",

    "@media (hover: none) {",
    "  .self { display: none; }",
    "}",

    "@media screen and (min-width: 48em) {",
    "  body { font-size: 1.1875rem; line-height: 1.32; }",
    "  .page { max-width: 49.5rem; padding: 0 1.5rem; }",
    "  header .page { padding-top: 3rem; padding-bottom: 3rem; padding-left: 5.5rem; }",
    "  footer .page { padding-left: 5.5rem; }",
    "  .page > nav { padding-left: 4rem; }",
    "  main { padding-left: 4rem; }",
    "  h1 { font-size: 2.75rem; }",
    "  h2 { font-size: 1.75rem; }",
    "  h3 { font-size: 1.3125rem; }",
    "  .heading .number, p .number { float: left; width: 3.5rem; margin: 0 0 0 -4rem; }",
    "  p .number { font-weight: 400; }",
    "  .level-1 > .heading { margin-left: -4rem; padding-left: 4rem; }",
    "  .scroll.wide { margin-left: -4rem; }",
    "  table.wide, figure svg { min-width: 0; }",
    "}",

    "@media screen and (min-width: 70em) {",
    "  .page.has-contents { max-width: 69rem; padding-left: 20rem; }",
    "  header .page.has-contents { padding-left: 1.5rem; }",
    "  footer .page.has-contents { padding-left: 24rem; }",
    "  .page > nav.side { float: left; position: sticky; top: 1.5rem; width: 16.3rem;",
    "    margin: 3.2rem 0 2rem -18.8rem; padding: 0 .3rem; max-height: calc(100vh - 3rem);",
    "    overflow-y: auto; font-size: 1rem; }",
    "}",

    "@page { size: A4; margin: 22mm 20mm 24mm;",
    "  @bottom-right { content: counter(page) \" / \" counter(pages);",
    "    font: 10pt Arial, \"Liberation Sans\", sans-serif; color: #3d4a56; } }",

    "@media print {",
    "  body { font-size: 12pt; line-height: 1.35; color: #000; }",
    "  .page { max-width: none; padding: 0; }",
    "  .skip, .self, .back { display: none; }",
    "  a, a:visited { color: inherit; text-decoration: none; }",
    "  main a[href^=\"http\"]::after { content: \" (\" attr(href) \")\"; overflow-wrap: anywhere; }",
    "  header { background: none; }",
    "  header .page { padding: 10mm 0 4mm; }",
    "  h1 { font-size: 26pt; }",
    "  h2 { font-size: 17pt; }",
    "  h3 { font-size: 14pt; }",
    "  h1, h2, h3, h4, h5, h6, .heading, caption, figcaption { break-after: avoid; break-inside: avoid; }",
    "  p, li, blockquote { orphans: 3; widows: 3; }",
    "  main { padding-left: 13mm; }",
    "  .heading .number, p .number { float: left; width: 12mm; margin: 0 0 0 -13mm; }",
    "  p .number { font-weight: 400; }",
    "  .level-1 > .heading { margin-left: -13mm; padding-left: 13mm; }",
    "  .scroll { overflow: visible; }",
    "  figure svg { min-width: 0; max-height: 235mm; break-inside: avoid; }",
    "  details:not([open]) { display: none; }",
    "  .scroll.wide { margin-left: -13mm; }",
    "  table, table.wide { min-width: 0; font-size: 11pt; }",
    "  thead { display: table-header-group; }",
    "  tr, pre { break-inside: avoid; }",
    "  thead tr { break-after: avoid; } tbody tr:first-child { break-before: avoid; }",
    "  pre { white-space: pre-wrap; }",
    "  :target { background: none; box-shadow: none; }",
    "  footer { margin-top: 10mm; }",
    "}",
};

void style_print(struct buf *out)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        buf_str(out, lines[i]);
        buf_byte(out, '\n');
    }
}

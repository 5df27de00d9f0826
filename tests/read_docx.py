#!/usr/bin/env python3
"""Reads a .docx with nothing but Python's own library, as somebody else's program would.

    read_docx.py outline FILE.docx   what it says, a line for each heading, paragraph, cell and figure
    read_docx.py page FILE.html      the same lines from the HTML of the same report
    read_docx.py check FILE.docx     whether the package is sound; prints what is wrong, and ends with 1
"""
import html.parser
import re
import sys
import zipfile
from xml.etree import ElementTree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NOTE_MARKS = ("footnote reference", "footnote characters") # the second is LibreOffice's
SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"


def squeeze(words):
    return re.sub(r"[ \t\n]+", " ", words).strip(" ")


class Document:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.names = self.zip.namelist()
        self.body = self.parse("word/document.xml").find(WORD + "body")
        self.styles = {}
        for style in self.parse("word/styles.xml").iter(WORD + "style"):
            self.styles[style.get(WORD + "styleId")] = style.find(WORD + "name").get(WORD + "val")
        self.notes = {}
        if "word/footnotes.xml" in self.names:
            for note in self.parse("word/footnotes.xml").iter(WORD + "footnote"):
                if note.get(WORD + "type") is None:
                    self.notes[note.get(WORD + "id")] = note
        self.marks = [mark.get(WORD + "id") for mark in self.body.iter(WORD + "footnoteReference")]

    def parse(self, name):
        return ElementTree.fromstring(self.zip.read(name))

    def style(self, paragraph):
        reference = paragraph.find(WORD + "pPr/" + WORD + "pStyle")
        return self.styles[reference.get(WORD + "val")].lower() if reference is not None else ""

    def words_of(self, element):
        """The words of a paragraph as a reader sees them; those of a field are what it last came to. The number
        of a note stands in brackets, as on the page."""
        words = []
        for run in element.iter(WORD + "r"):
            style = run.find(WORD + "rPr/" + WORD + "rStyle")
            is_mark = style is not None and self.styles[style.get(WORD + "val")].lower() in NOTE_MARKS
            for node in run.iter():
                if node.tag == WORD + "footnoteReference":
                    words.append("[%d]" % (self.marks.index(node.get(WORD + "id")) + 1))
                elif node.tag == WORD + "t" and is_mark:
                    words.append("" if node.text == ", " else "[%s]" % node.text)
                elif node.tag == WORD + "t":
                    words.append(node.text or "")
                elif node.tag in (WORD + "tab", WORD + "br"):
                    words.append(" ")
        return squeeze("".join(words))

    def lines(self):
        for block in self.body:
            if block.tag == WORD + "p":
                yield from self.lines_of_paragraph(block)
            elif block.tag == WORD + "tbl":
                yield from self.lines_of_table(block)
        for mark in self.marks:
            yield "words: " + self.words_of(self.notes[mark])

    def lines_of_paragraph(self, paragraph):
        style = self.style(paragraph)
        for picture in paragraph.iter(DRAWING + "docPr"):
            part = re.match(r"(.*) \((\d+)/\d+\)$", picture.get("descr"), re.S)
            if not part or part.group(2) == "1":
                yield "picture: " + squeeze(part.group(1) if part else picture.get("descr"))
        words = self.words_of(paragraph)
        heading = re.match(r"heading (\d)$", style)
        if not words:
            return
        if heading:
            yield "heading %s: %s" % (heading.group(1), words)
        elif style == "title":
            yield "title: " + words
        elif style == "caption":
            yield "caption: " + re.sub(r"^\S+ \d+(: |$)", "", words)
        elif style not in ("status", "subtitle", "footer", "figure label"):
            yield "words: " + words

    def lines_of_table(self, table):
        yield "table"
        for row in table.iter(WORD + "tr"):
            kind = "columns" if row.find(WORD + "trPr/" + WORD + "tblHeader") is not None else "row"
            yield kind + ": " + " | ".join(self.words_of(cell) for cell in row.iter(WORD + "tc"))


class Page(html.parser.HTMLParser):
    """The same lines from the HTML of the same report."""

    LEAVES = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "li", "figcaption", "caption", "th", "td", "desc")
    HIDDEN = ("nav", "footer", "svg", "title", "style", "summary", "head")

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines = []
        self.words = None    # of the leaf that is open; None outside one
        self.leaf = None
        self.row = None      # cells of the row that is open
        self.hidden = []     # tags within which nothing is read
        self.links = []
        self.in_head = False
        self.in_notes = False

    def end_leaf(self):
        words = squeeze("".join(self.words or []))
        leaf, self.words, self.leaf = self.leaf, None, None
        if leaf in ("th", "td"):
            self.row.append(words)
        elif leaf == "h1":
            self.lines.append("title: " + words)
        elif leaf == "desc":
            self.lines.append("picture: " + words)
        elif leaf in ("figcaption", "caption"):
            self.lines.append("caption: " + words)
        elif words and leaf and leaf[0] == "h" and self.in_notes:
            pass # in Word they stand at the foot of the pages
        elif words and leaf and leaf[0] == "h":
            self.lines.append("heading %d: %s" % (int(leaf[1]) - 1, words))
        elif words:
            self.lines.append("words: " + words)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        kind = attributes.get("class", "")
        if tag == "br":
            self.handle_data(" ")
        elif tag in self.HIDDEN or kind == "back-to" or (tag == "a" and kind in ("self", "skip")) or (
                tag == "p" and kind in ("subtitle", "status", "label", "back", "generator")):
            self.hidden.append(tag)
        if self.hidden and tag != "desc":
            return
        if tag in self.LEAVES and not (tag == "p" and self.leaf in ("td", "th")):
            if self.words is not None:
                self.end_leaf()
            self.leaf, self.words = tag, []
        if tag == "tr":
            self.row = []
        if tag == "thead":
            self.in_head = True
        if attributes.get("role") == "doc-endnotes":
            self.in_notes = True
        if tag == "a":
            self.links.append((attributes.get("href", ""), len(self.words or [])))

    def handle_endtag(self, tag):
        if tag == "desc" or (not self.hidden and tag in self.LEAVES):
            if self.leaf == tag:
                self.end_leaf()
        elif self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()
        elif self.hidden:
            return
        elif tag == "a":
            self.end_link()
        elif tag == "tr":
            if self.in_head:
                self.lines.append("table")
            self.lines.append(("columns: " if self.in_head else "row: ") + " | ".join(self.row))
        elif tag == "thead":
            self.in_head = False

    def end_link(self):
        address, start = self.links.pop()
        if not address.startswith("#") and "".join(self.words[start:]) != address:
            self.words.append(" (%s)" % address)

    def handle_data(self, data):
        if self.words is not None and (not self.hidden or self.leaf == "desc"):
            self.words.append(data)


# Soundness

def check_package(document):
    """Yields what is wrong with the package."""
    names = document.names
    if names[0] != "[Content_Types].xml":
        yield "the list of types does not come first"
    if len(set(name.lower() for name in names)) != len(names):
        yield "two files have one name"
    for info in document.zip.infolist():
        if info.date_time != (1980, 1, 1, 0, 0, 0):
            yield info.filename + " has a time"
        if info.filename.endswith((".xml", ".rels", ".svg")):
            document.parse(info.filename)
    types = document.parse("[Content_Types].xml")
    known = set(node.get("PartName") for node in types.iter(TYPES + "Override"))
    yield from ("%s has no type" % name for name in names
                if not name.endswith(".rels") and name != names[0] and "/" + name not in known)
    yield from ("%s is not there" % name for name in known if name[1:] not in names)


def check_references(document):
    """Yields relations that lead nowhere, or out."""
    for name in document.names:
        if not name.endswith(".rels"):
            continue
        folder = name.replace("_rels/", "").rsplit("/", 1)[0] + "/" if name.count("/") > 1 else ""
        for relation in document.parse(name).iter(PACKAGE + "Relationship"):
            target = relation.get("Target")
            is_link = relation.get("Type").endswith("/hyperlink") and "/template_" in name
            if relation.get("TargetMode") == "External" and is_link:
                continue
            if relation.get("TargetMode") == "External":
                yield "%s leads out to %s" % (name, target)
            elif folder + target not in document.names:
                yield "%s refers to %s, which is not there" % (name, target)
    relations = document.parse("word/_rels/document.xml.rels")
    given = set(relation.get("Id") for relation in relations.iter(PACKAGE + "Relationship"))
    for node in document.body.iter():
        for attribute in (OFFICE + "embed", OFFICE + "id", OFFICE + "link"):
            if node.get(attribute) and node.get(attribute) not in given:
                yield "a reference to %s, which is not there" % node.get(attribute)


def check_body(document):
    marks = [node.get(WORD + "name") for node in document.body.iter(WORD + "bookmarkStart")]
    ids = [node.get(WORD + "id") for node in document.body.iter(WORD + "bookmarkStart")]
    if len(set(mark.lower() for mark in marks)) != len(marks) or len(set(ids)) != len(ids):
        yield "two bookmarks are the same"
    yield from ("`%s` is no bookmark's name" % mark for mark in marks
                if not re.match(r"[A-Za-z_][A-Za-z0-9_]{0,39}$", mark))
    for node in document.body.iter(WORD + "hyperlink"):
        if node.get(WORD + "anchor") not in marks:
            yield "a link to `%s`, which is not there" % node.get(WORD + "anchor")
    for tag in ("pStyle", "rStyle", "tblStyle"):
        for node in document.body.iter(WORD + tag):
            if node.get(WORD + "val") not in document.styles:
                yield "the style `%s` is not there" % node.get(WORD + "val")
    for node in document.body.iter(WORD + "instrText"):
        again = re.match(r" NOTEREF (_note_\d+) \\f \\h $", node.text)
        if again and again.group(1) not in marks:
            yield "a reference to the note `%s`, which is not there" % again.group(1)
        elif not again and not re.match(r" (SEQ (Table|Figure) \\\* ARABIC|TOC \\o \"1-\d\" \\h \\z \\u) $", node.text):
            yield "the field `%s`" % node.text
    for table in document.body.iter(WORD + "tbl"):
        yield from check_table(table)
    for picture in document.body.iter(DRAWING + "inline"):
        if not picture.find(DRAWING + "docPr").get("descr"):
            yield "a picture without alternative text"
        if picture.find(".//" + PICTURE + "blip") is None or picture.find(".//" + SVG + "svgBlip") is None:
            yield "a picture without both its forms"


def check_notes(document):
    if sorted(document.marks) != sorted(document.notes):
        yield "the marks %s are not those of the notes %s" % (document.marks, sorted(document.notes))
    marks = [node.get(WORD + "name") for node in document.body.iter(WORD + "bookmarkStart")]
    for note in document.notes.values():
        for node in note.iter(WORD + "hyperlink"):
            if node.get(WORD + "anchor") not in marks:
                yield "a note's link to `%s`, which is not there" % node.get(WORD + "anchor")
        for node in list(note.iter(WORD + "pStyle")) + list(note.iter(WORD + "rStyle")):
            if node.get(WORD + "val") not in document.styles:
                yield "a note's style `%s` is not there" % node.get(WORD + "val")


def check_table(table):
    widths = [int(node.get(WORD + "w")) for node in table.iter(WORD + "gridCol")]
    rows = list(table.iter(WORD + "tr"))
    if rows[0].find(WORD + "trPr/" + WORD + "tblHeader") is None:
        yield "a table whose first row does not repeat"
    if any(len(list(row.iter(WORD + "tc"))) != len(widths) for row in rows):
        yield "a row that is longer or shorter than its table"
    if min(widths) < 150:
        yield "a column of no width"


def main():
    command, path = sys.argv[1:]
    if command == "page":
        page = Page()
        with open(path, encoding="utf-8") as file:
            page.feed(file.read())
        print("\n".join(page.lines))
        return 0
    document = Document(path)
    if command == "outline":
        print("\n".join(document.lines()))
        return 0
    wrong = list(check_package(document)) + list(check_references(document))
    wrong += list(check_body(document)) + list(check_notes(document))
    print("\n".join(wrong[:20]), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())

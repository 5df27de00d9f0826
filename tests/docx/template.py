#!/usr/bin/env python3
"""Makes templates for Word documents, sound and hostile.   template.py FOLDER   writes NAME.docx for each.

Each is the sound one with one thing changed; names that begin with `good` are to be taken, all others
refused."""
import os
import struct
import sys
import zipfile
import zlib

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# A council's: in another language, so that ids are not the names; numbered headings, which must not number twice.
STYLES = HEAD + (
    '<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Serif" '
    'w:hAnsi="Liberation Serif"/><w:sz w:val="22"/><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="Heading 1"/><w:basedOn w:val="Standard"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:color w:val="AA0055"/><w:sz w:val="36"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kopfzeile"><w:name w:val="header"/><w:basedOn w:val="Standard"/></w:style>'
    '<w:style w:type="character" w:styleId="Caption"><w:name w:val="Another thing"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a&amp;b&quot;"><w:name w:val="Title"/><w:rPr><w:b/></w:rPr></w:style>'
    '</w:styles>' % W)

HEADER = HEAD + (
    '<w:hdr %s %s xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:p><w:pPr><w:pStyle w:val="Kopfzeile"/>'
    '</w:pPr><w:r><w:t>Ashford Borough Council</w:t></w:r><w:r><w:drawing><wp:inline><wp:extent cx="360000" '
    'cy="360000"/><wp:docPr id="1" name="Crest" descr="The crest"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" '
    'name="Crest"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdCrest"/><a:stretch><a:fillRect/>'
    '</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    '</w:drawing></w:r>%%s</w:p></w:hdr>' % (W, R))

FOOTER = HEAD + '<w:ftr %s><w:p><w:r><w:t>Town Hall, page </w:t></w:r>%%s</w:p></w:ftr>' % W
PAGE = '<w:fldSimple w:instr=" PAGE  \\* MERGEFORMAT "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

SECTION = ('<w:sectPr><w:headerReference w:type="default" r:id="h1"/><w:headerReference w:type="first" r:id="h2"/>'
           '<w:footerReference w:type="default" r:id="f1"/><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1000" '
           'w:right="900" w:bottom="1000" w:left="900" w:header="500" w:footer="500" w:gutter="0"/>%s</w:sectPr>')


def document(section):
    return HEAD + '<w:document %s %s><w:body><w:p><w:r><w:t>THE TEMPLATE\'S OWN WORDS</w:t></w:r></w:p>%s</w:body></w:document>' % (W, R, section)


def relation(id, kind, target, outside=False):
    return '<Relationship Id="%s" Type="%s%s" Target="%s"%s/>' % (
        id, OFFICE, kind, target, ' TargetMode="External"' if outside else '')


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = (b"\0" + b"\xAA\0\x55" * 8) * 8
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


KINDS = {"document": "document.main", "styles": "styles", "settings": "settings", "header1": "header",
         "header2": "header", "footer1": "footer"}
TYPES = HEAD + (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>%s</Types>' % "".join(
        '<Override PartName="/word/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.%s+xml"/>' % kind for kind in KINDS.items()))
CREST = relation("rIdCrest", "image", "media/crest.png")


def sound():
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS % relation("rId1", "officeDocument", "word/document.xml"),
        "word/document.xml": document(SECTION % "<w:titlePg/>"),
        "word/_rels/document.xml.rels": RELATIONS % (
            relation("s", "styles", "styles.xml") + relation("h1", "header", "header1.xml") +
            relation("h2", "header", "header2.xml") + relation("f1", "footer", "/word/footer1.xml") +
            relation("t", "theme", "theme/theme1.xml") + relation("set", "settings", "settings.xml")),
        "word/styles.xml": STYLES,
        "word/settings.xml": HEAD + '<w:settings %s><w:evenAndOddHeaders w:val="0"/></w:settings>' % W,
        "word/theme/theme1.xml": HEAD + '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="House"/>',
        "word/header1.xml": HEADER % "",
        "word/_rels/header1.xml.rels": RELATIONS % (CREST + relation("site", "hyperlink", "https://example.org/", True)),
        "word/header2.xml": HEADER % "<w:r><w:t>, first page</w:t></w:r>",
        "word/_rels/header2.xml.rels": RELATIONS % CREST,
        "word/footer1.xml": FOOTER % PAGE,
        "word/media/crest.png": png(),
        "word/vbaProject.bin": "MACROS",
    }


def write(path, files, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), data, compression)


def with_field(instruction):
    return FOOTER % ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' +
                     "".join("<w:r><w:instrText>%s</w:instrText></w:r>" % piece for piece in instruction) +
                     '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


LAUGHS = ('<?xml version="1.0"?><!DOCTYPE w:styles [<!ENTITY a "ha">' +
          "".join('<!ENTITY %s "%s">' % (chr(98 + i), ("&%s;" % chr(97 + i)) * 10) for i in range(9)) + "]>")

# name: what differs from the sound one; None leaves a file out.
CHANGES = {
    "good": {},
    "good_folders": {"word/": "", "word/media/": ""},
    "good_even": {"word/settings.xml": HEAD + "<w:settings %s><w:evenAndOddHeaders/></w:settings>" % W},
    "good_without_headers": {"word/document.xml": document("<w:sectPr/>"), "word/settings.xml": HEAD + "<w:settings %s/>" % W},
    "good_prefix": {"word/styles.xml": STYLES.replace("w:", "x:").replace("xmlns:w", "xmlns:x")},
    "good_mark": {"word/styles.xml": "\ufeff" + STYLES},
    "no_document": {"word/document.xml": None},
    "no_styles": {"word/styles.xml": None},
    "no_header": {"word/header1.xml": None},
    "no_picture": {"word/media/crest.png": None},
    "styles_are_none": {"word/styles.xml": HEAD + "<w:document %s/>" % W},
    "styles_empty": {"word/styles.xml": HEAD + "<w:styles %s/>" % W},
    "not_well_formed": {"word/styles.xml": STYLES[:-20]},
    "utf_16": {"word/styles.xml": STYLES.replace("UTF-8", "UTF-16").encode("utf-16")},
    "strict": {"word/styles.xml": STYLES.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                                                 "http://purl.oclc.org/ooxml/wordprocessingml/main")},
    "doctype": {"word/styles.xml": STYLES.replace("<w:styles", "<!DOCTYPE w:styles><w:styles", 1)},
    "laughs": {"word/styles.xml": LAUGHS + STYLES[STYLES.index("<w:styles"):].replace("Another thing", "&j;")},
    "outside_entity": {"word/header1.xml": (HEADER % "&x;").replace(
        "<w:hdr", '<!DOCTYPE w:hdr [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:hdr', 1)},
    "doctype_in_relations": {"word/_rels/document.xml.rels": '<!DOCTYPE x>' + RELATIONS % ""},
    "doctype_in_text": {"word/document.xml": document("").replace("<w:document", "<!DOCTYPE x><w:document", 1)},
    "deep": {"word/header1.xml": HEADER % ("<w:r>" * 300 + "</w:r>" * 300)},
    "many_attributes": {"word/header1.xml": HEADER % ("<w:r %s/>" % " ".join('a%d=""' % i for i in range(1001)))},
    "no_room": {"word/document.xml": document('<w:sectPr><w:pgSz w:w="5000" w:h="5000"/><w:pgMar w:left="2400" w:right="2400"/></w:sectPr>')},
    "loaded_picture": {"word/_rels/header1.xml.rels": RELATIONS % relation("rIdCrest", "image", "http://127.0.0.1/x.png", True)},
    "file_link": {"word/_rels/header1.xml.rels": RELATIONS % (CREST + relation("x", "hyperlink", "file:///c:/x.exe", True))},
    "script_link": {"word/_rels/header1.xml.rels": RELATIONS % (CREST + relation("x", "hyperlink", "javascript:x", True))},
    "embedded_object": {"word/_rels/header1.xml.rels": RELATIONS % (CREST + relation("x", "oleObject", "media/crest.png"))},
    "other_text": {"word/_rels/header1.xml.rels": RELATIONS % (CREST + relation("x", "aFChunk", "media/crest.png"))},
    "loaded_template": {"word/_rels/footer1.xml.rels": RELATIONS % relation("x", "attachedTemplate", "http://127.0.0.1/t.dotm", True)},
    "picture_above": {"word/_rels/header1.xml.rels": RELATIONS % relation("rIdCrest", "image", "../../../etc/hostname.png")},
    "picture_of_no_kind": {"word/_rels/header1.xml.rels": RELATIONS % relation("rIdCrest", "image", "vbaProject.bin")},
    "old_drawing": {"word/header1.xml": HEADER % '<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://127.0.0.1/x.png"/>'},
    "field_dde": {"word/footer1.xml": with_field(["DDEAUTO c:\\\\windows\\\\cmd.exe"])},
    "field_in_pieces": {"word/footer1.xml": with_field([" D", "DE", "AUTO cmd"])},
    "field_include": {"word/footer1.xml": with_field(["includepicture http://127.0.0.1/x.png"])},
    "field_simple": {"word/footer1.xml": FOOTER % '<w:fldSimple w:instr="INCLUDETEXT /etc/passwd"/>'},
    "field_quote": {"word/footer1.xml": with_field(['QUOTE 68 68'])},
    "name_above": {"../evil.xml": "x"},
    "name_absolute": {"/etc/evil": "x"},
    "name_backslash": {"word\\evil.xml": "x"},
    "name_drive": {"c:evil.xml": "x"},
    "name_control": {"word/\x1b[31m.xml": "x"},
    "name_bidi": {"word/\u202exml.evil": "x"},
    "name_dot": {"word/./styles.xml": "x"},
    "name_twice": {"word/STYLES.xml": "x"},
    "many": {"m%d" % i: "" for i in range(10001)},
    "bomb": {"word/styles.xml": STYLES + " " * 70000000},
    "ratio": {"word/styles.xml": STYLES + " " * 20000000},
}


def patched(path, change):
    """Rewrites the bytes of a file by a function of them."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    data = change(data)
    with open(path, "wb") as file:
        file.write(data)


def entry(data, name):
    """Where the line of a file begins in the list at the end."""
    at = struct.unpack("<I", data[-6:-2])[0]
    while True:
        lengths = struct.unpack("<HHH", data[at + 28:at + 34])
        if data[at + 46:at + 46 + lengths[0]] == name:
            return at
        at += 46 + sum(lengths)


def set_32(data, at, value):
    data[at:at + 4] = struct.pack("<I", value)
    return data


def overlap(data):
    """The styles lie where the settings do: the same bytes, two files."""
    styles, settings = entry(data, b"word/styles.xml"), entry(data, b"word/settings.xml")
    data[styles + 16:styles + 28] = data[settings + 16:settings + 28]
    data[styles + 42:styles + 46] = data[settings + 42:settings + 46]
    return data


def nested(data):
    """A file within another's bytes: the heads of both are right."""
    name, words = b"word/inner.xml", b"<x/>"
    head = struct.pack("<HHHHHIIIH", 20, 0, 0, 0, 33, zlib.crc32(words), len(words), len(words), len(name))
    inner = b"PK\3\4" + head + b"\0\0" + name + words
    outer_name = b"word/outer.bin"
    outer_head = struct.pack("<HHHHHIIIH", 20, 0, 0, 0, 33, zlib.crc32(inner), len(inner), len(inner), len(outer_name))
    count, size, at = struct.unpack("<HII", data[-12:-2])
    start = at
    outer = b"PK\3\4" + outer_head + b"\0\0" + outer_name + inner
    tail = struct.pack("<HHHHII", 0, 0, 0, 0, 0, start)
    inner_tail = struct.pack("<HHHHII", 0, 0, 0, 0, 0, start + 30 + len(outer_name))
    lines = (data[at:at + size] + b"PK\1\2\24\0" + outer_head + tail + outer_name +
             b"PK\1\2\24\0" + head + inner_tail + name)
    end = struct.pack("<HHHHIIH", 0, 0, count + 2, count + 2, len(lines), at + len(outer), 0)
    return data[:at] + outer + lines + b"PK\5\6" + end


def small_size(data):
    """Says that it unpacks to less than it does."""
    at = entry(data, b"word/styles.xml")
    local = struct.unpack("<I", data[at + 42:at + 46])[0]
    return set_32(set_32(data, at + 24, 100), local + 22, 100)


def encrypt(data):
    at = entry(data, b"word/styles.xml")
    local = struct.unpack("<I", data[at + 42:at + 46])[0]
    data[at + 8] |= 1
    data[local + 6] |= 1
    return data


def spoil(data):
    at = struct.unpack("<I", data[entry(data, b"word/styles.xml") + 42:][:4])[0] + 60
    data[at] ^= 0xFF
    return data


PATCHES = {
    "overlapping": overlap,
    "nested": nested,
    "small_size": small_size,
    "encrypted": encrypt,
    "spoiled": spoil,
    "cut": lambda data: data[:-100],
    "cut_short": lambda data: data[:40],
    "before": lambda data: b"PK\3\4" + data,
    "behind": lambda data: data + b"x",
    "large_size": lambda data: set_32(data, entry(data, b"word/styles.xml") + 24, 0xFFFFFFFF),
    "far_away": lambda data: set_32(data, entry(data, b"word/styles.xml") + 42, 0xFFFFFF00),
    "no_list": lambda data: set_32(data, len(data) - 6, 0),
    "nothing": lambda data: b"",
    "text": lambda data: b"This is no zip file.",
    "old_word": lambda data: b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600),
}


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for name, change in CHANGES.items():
        files = sound()
        files.update(change)
        write(os.path.join(folder, name + ".docx"), {k: v for k, v in files.items() if v is not None})
    for name, change in PATCHES.items():
        path = os.path.join(folder, name + ".docx")
        write(path, sound())
        patched(path, change)
    write(os.path.join(folder, "odd_packing.docx"), sound(), zipfile.ZIP_LZMA)
    write(os.path.join(folder, "good_stored.docx"), sound(), zipfile.ZIP_STORED)


if __name__ == "__main__":
    main()

# Puts hostile words in front of every text and prose of a review, and behind every prose, a different one each
# time: markup, formulas, escapes, line starts. The review means the same. Directions and controls are no escapes of
# the language: those come from tables. With -v list=1 it prints the
# words as readers get them. Run with LC_ALL=C. Lines that begin with `use` or the like stay as they are.
BEGIN {
    n = split("<script>alert(1)</script>|]]>|=cmd¦'/c calc'!A0|\\\\\\\\ \\\\ x|\\\"&'<>|-->|&lt;b&gt; &#60; &amp|*a* _b_ **c** `d` ~e~|" \
              "[x](javascript:alert(1))|![x](https://a.example/x.png)|</title></style><img src=x onerror=alert(1)>|" \
              "' onmouseover='alert(1)|${x}|\\{x\\} \\{\\{7*7\\}\\}|#let x = 1; #eval(1)|%s%n %00|" \
              "# a|1. b|- c|> d|    e|¦ f ¦ g ¦|www.a.example http://a.example|<https://a.example>|" \
              "a\\nb|\\u{a0}\\u{301}\\u{e000}|<a id=\\\"x\\\">|{\\\\rtf1 \\\\par}|<w:p/>|" \
              "\\@ash_child|\\\\input{x} \\\\write18{y}|+1+1|<!--|<![CDATA[|DDE (\\\"c\\\")|\\u{200b}\\u{feff}\\u{ad}", words, "|")
    for (i = 1; i <= n; i++)
        gsub(/¦/, "|", words[i])
    if (list) {
        for (i = 1; i <= n; i++)
            if (words[i] !~ /\\[nu]/)
                print plain(words[i])
        exit
    }
}
function plain(text, out) {
    sub(/^ +/, "", text)
    while (match(text, /\\./)) {
        out = out substr(text, 1, RSTART - 1) substr(text, RSTART + 1, 1)
        text = substr(text, RSTART + 2)
    }
    return out text
}
function hostile() {
    return words[used++ % n + 1]
}
# In prose an author may mark up; a backslash there is one of CommonMark's.
function hostile_prose(word) {
    word = hostile()
    gsub(/\\u\{[0-9a-f]*\}/, "", word)
    gsub(/\\[n@]/, " ", word)
    return word
}
/^(use|module|#|import|report|check|rule)/ { print; next }
{
    out = ""
    rest = $0
    while (rest != "") {
        if (in_prose) {
            at = index(rest, "\"\"\"")
            if (!at) { out = out rest; break }
            out = out substr(rest, 1, at - 1) " " hostile_prose() "\"\"\""
            rest = substr(rest, at + 3)
            in_prose = 0
        } else if (match(rest, /"""|"([^"\\]|\\.)*"/)) {
            out = out substr(rest, 1, RSTART - 1)
            literal = substr(rest, RSTART, RLENGTH)
            rest = substr(rest, RSTART + RLENGTH)
            in_prose = literal == "\"\"\""
            out = out (in_prose ? literal hostile_prose() " " : "\"" hostile() " " substr(literal, 2))
        } else {
            out = out rest
            break
        }
    }
    print out
}

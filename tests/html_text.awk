# The text of HTML pages that `sightline report` wrote, as a reader gets it. Every tag and attribute that the writer
# does not make itself is told on standard error, and so is an address that is none. Run with LC_ALL=C.
BEGIN {
    RS = "<"
    tags = " html head meta title style body a header div p h1 h2 h3 h4 h5 h6 nav main section span em strong code pre br" \
           " ul ol li blockquote hr table caption thead tbody tr th td sup footer figure figcaption details summary" \
           " svg desc defs pattern g path rect circle line text tspan use !DOCTYPE "
    attributes = " lang charset http-equiv content name id class href rel role tabindex scope start aria-label" \
                 " aria-labelledby aria-hidden width height viewBox xmlns x y x1 y1 x2 y2 cx cy r d dx dy fill stroke" \
                 " stroke-width rx ry aria-describedby stroke-dasharray stroke-linejoin stroke-linecap paint-order text-anchor font-size" \
                 " font-weight font-family patternUnits patternTransform transform preserveAspectRatio html "
}
NR > 1 {
    end = index($0, ">")
    tag = substr($0, 1, end - 1)
    name = tag
    sub(/[ \n].*/, "", name)
    sub(/^\//, "", name)
    if (!end || !index(tags, " " name " "))
        strange("tag", tag)
    rest = substr(tag, index(tag " ", " "))
    while (match(rest, /^ [a-zA-Z0-9-]+(="[^"]*")?/)) {
        attribute = substr(rest, 2, RLENGTH - 1)
        rest = substr(rest, RLENGTH + 1)
        value = attribute
        sub(/^[^=]*=?/, "", value)
        sub(/=.*/, "", attribute)
        if (!index(attributes, " " attribute " "))
            strange("attribute", attribute)
        if (attribute == "href" && value !~ /^"(#|https?:|mailto:)/)
            strange("address", value)
    }
    if (rest !~ "^ ?/?$")
        strange("rest", rest)
    text = substr($0, end + 1)
    gsub(/&lt;/, "<", text)
    gsub(/&gt;/, ">", text)
    gsub(/&quot;/, "\"", text)
    gsub(/&#39;/, "'", text)
    gsub(/&amp;/, "\\&", text)
    if (name != "style")
        printf "%s", text
}
function strange(what, found) {
    print "a strange " what ": " found >"/dev/stderr"
}

# Reads SVG drawings and tells which of their texts overlap, leave the drawing, or leave the box that they
# begin in. Widths are those of Arial, worked out here again, so that a mistake in the program's own measure
# shows. Exit 1 if there is anything to tell.

function width_of(line, size, is_bold,    i, width, byte) {
    gsub(/&lt;|&gt;/, "<", line)
    gsub(/&amp;/, "\\&", line)
    gsub(/&quot;|&#39;/, "'", line)
    for (i = 1; i <= length(line); i++) {
        byte = substr(line, i, 1)
        if (byte in widths) width += widths[byte]
        else if (byte ~ /[\300-\337]/) width += 500
        else if (byte ~ /[\340-\357]/) width += index(line, "\342") == i ? 333 : 1000
        else if (byte ~ /[\360-\367]/) width += 1000
    }
    return width * size * (is_bold ? 1.06 : 1) / 1000
}

function number(text, name,    at) {
    if (!match(text, "[ \"]" name "=\"-?[0-9]+\"")) return 0
    at = substr(text, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    return at + 0
}

function complain(words) { printf "%s: %s\n", FILENAME, words; bad = 1 }

# A line of text: where it stands, and the text element that it belongs to.
function add_line(size, anchor, is_bold, x, y, line,    width) {
    width = width_of(line, size, is_bold)
    count++
    left[count] = anchor == "middle" ? x - width / 2 : anchor == "end" ? x - width : x
    right[count] = left[count] + width
    top[count] = y - size * 0.8
    bottom[count] = y + size * 0.2
    words[count] = line
}

function check(    i, k) {
    for (i = 1; i <= count; i++) {
        if (left[i] < -0.5 || right[i] > page_width + 0.5 || top[i] < 0 || bottom[i] > page_height)
            complain("`" words[i] "` leaves the drawing")
        for (k = 1; k < i; k++)
            if (left[i] < right[k] && left[k] < right[i] && top[i] < bottom[k] && top[k] < bottom[i])
                complain("`" words[k] "` and `" words[i] "` overlap")
        for (k = 1; k <= boxes; k++)
            if (left[i] >= box_left[k] && left[i] < box_right[k] && top[i] >= box_top[k] && top[i] < box_bottom[k] &&
                (right[i] > box_right[k] || bottom[i] > box_bottom[k]))
                complain("`" words[i] "` runs out of its box")
    }
    if (!count) complain("has no text")
    count = boxes = 0
}

BEGIN {
    split("278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 " \
          "556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 " \
          "722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 " \
          "500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584", arial, " ")
    for (i = 32; i < 127; i++) widths[sprintf("%c", i)] = arial[i - 31]
}

/<svg /{
    if (started) check()
    started = 1
    dx = dy = 0
    page_width = number($0, "width")
    page_height = number($0, "height")
}
/<g transform="translate\(/ { split($0, place, /[( )]/); dx = place[3]; dy = place[4] }
/<rect .* rx=/ {
    boxes++
    box_left[boxes] = number($0, "x") + dx
    box_right[boxes] = box_left[boxes] + number($0, "width")
    box_top[boxes] = number($0, "y") + dy
    box_bottom[boxes] = box_top[boxes] + number($0, "height")
}
/<text / {
    anchor = /text-anchor="middle"/ ? "middle" : /text-anchor="end"/ ? "end" : "start"
    size = number($0, "font-size")
    is_bold = /font-weight/
    rest = $0
    while (match(rest, /<tspan[^>]*>[^<]*/)) {
        piece = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        line = piece
        sub(/^[^>]*>/, "", line)
        add_line(size, anchor, is_bold, number(piece, "x") + dx, number(piece, "y") + dy, line)
    }
}
END { if (started) check(); else complain("is no drawing"); exit bad }

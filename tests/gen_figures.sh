#!/bin/sh
# Prints a review that is hard to draw: $1 events (50), $2 factors (40) and half as many variables, with long
# unbroken words, text from right to left, and titles that mean something in XML; its documents are in the
# language $3 (en). The same every time.
awk -v events="${1:-50}" -v factors="${2:-40}" -v language="${3:-en}" 'BEGIN {
    split("A visit was made|<script>alert(1)</script>|]]> and &amp; and \\\"quoted\\\"|" \
          "Donaudampfschiffahrtsgesellschaftskapitaensmuetzenabzeichenverordnung|" \
          "שיחת טלפון מבית הספר|مكالمة من المدرسة|保護者からの電話|" \
          "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch|The school rang and was asked to write|" \
          "A long title that goes on about what was seen, by whom, and what they thought should be done next", titles, "|")
    print "use learning_together"
    print "use causal_loops"
    printf "review big \"A review with much in it\" during 2008..2012 { language: \"%s\" }\n", language
    print "source log \"Log\" { type: record }"
    for (i = 1; i <= 5; i++) printf "agency a%d \"Agency %d\"\nworker w%d \"Worker %d\" of a%d\n", i, i, i, i, i
    for (i = 1; i <= 8; i++)
        printf "episode k%d \"Episode %d: %s\" on 20%02d-%02d by a%d { source: log judgement: good }\n",
               i, i, titles[i % 10 + 1], 8 + i % 4, i + 1, i % 5 + 1
    for (i = 1; i <= events; i++) {
        date = sprintf("20%02d-%02d-%02d", 8 + int(i * 4 / events), i * 7 % 12 + 1, i * 11 % 28 + 1)
        if (i % 5 == 1) date = substr(date, 1, 7)
        if (i % 7 == 1) date = "about " (length(date) > 7 ? date : date "-10") " within 9 days"
        if (i % 9 == 1) date = "2009-02..2009-09"
        if (i % 10 == 4) date = "2010-06-01"
        printf "event e%d \"%s %d\" on %s%s by %s%d { source: log }\n", i, titles[i * 3 % 10 + 1], i, date,
               i % 8 == 3 ? "?" : "", i % 3 ? "w" : "a", i % 5 + 1
    }
    split("conditions.workload|conditions.it|local.culture|national.policy|frontline.inter_agency|" \
          "personal.attention|local.resources|frontline.team|conditions.timing", places, "|")
    split("weak|moderate|strong", strengths, "|")
    for (i = 1; i <= factors; i++)
        printf "factor f%d \"%s %d\" of %s { shaped: k%d, k%d%s effect: %s strength: %s source: log }\n", i,
               titles[i * 7 % 10 + 1], i, places[i % 9 + 1], i % 8 + 1, (i + 3) % 8 + 1,
               (i > 4 && i % 4 == 0 ? ", f" (i - 4) : ""), i % 3 ? "hindered" : "helped", strengths[i % 3 + 1]
    split("same|opposite|same|opposite|same", signs, "|")
    variables = int(factors / 2)
    for (i = 1; i <= variables; i++) printf "variable v%d \"%s %d\"\n", i, titles[i * 7 % 10 + 1], i
    for (i = 1; i <= variables; i++) {
        printf "influence i%d from v%d to v%d { source: log sign: %s }\n", i, i, i % variables + 1, signs[i % 5 + 1]
        if (i % 3 == 0)
            printf "influence j%d from v%d to v%d { source: log? }\n", i, i, (i + 4) % variables + 1
    }
}'

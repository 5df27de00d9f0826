#!/bin/sh
# Prints a C file that holds every page of the folder $1 as a string.
set -eu
echo '#include "cli/pages.h"'
echo '#include <stddef.h>'
echo 'const struct page explain_pages[] = {'
for page in "$1"/*.md; do
    [ -f "$page" ] || continue
    printf '    { "%s",\n' "$(basename "$page" .md)"
    sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/      "&\\n"/' "$page"
    echo '    },'
done
echo '    { NULL, NULL },'
echo '};'

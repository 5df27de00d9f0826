#!/bin/sh
# Prints a C file that holds every file of the folder $1 as a string.
set -eu
echo '#include "emit/runtime.h"'
echo '#include <stddef.h>'
echo 'const struct runtime_file runtime_files[] = {'
for file in "$1"/*.c; do
    printf '    { "%s",\n' "$(basename "$file" .c)"
    sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/      "&\\n"/' "$file"
    echo '    },'
done
echo '    { NULL, NULL },'
echo '};'

#!/bin/sh
# Markdown reports, read back by two readers: cmark-gfm gives the same headings, paragraphs, lists and tables as the
# HTML report of the same document, and plain cmark no markup but ours.
# debian: chromium cmark cmark-gfm
# npm: playwright-core@1.65.1
set -u
tests=$(realpath "$(dirname "$0")")
folder=${BUILD:-build}/documents/md
sh "$tests/write_documents.sh" md "$folder/md" || exit 1
sh "$tests/write_documents.sh" html "$folder/html" || exit 1
find "$folder/md" -name '*.md' | LC_ALL=C sort | while IFS= read -r file; do
    cmark-gfm -e table --unsafe "$file" >"${file%.md}.read" || exit 1
    cmark -t xml "$file" >"${file%.md}.xml" || exit 1
done || exit 1
node "$tests/documents_md.js" "$folder"

#!/bin/sh
# HTML reports in a real browser and before two judges: axe-core for WCAG 2.2 A and AA, and the Nu checker for the
# letter of HTML. Links lead somewhere, nothing of a model's words acts, no page is wider than the screen.
# debian: chromium openjdk-17-jre-headless
# npm: playwright-core@1.65.1 axe-core@4.14.1 vnu-jar@26.9.27
set -u
tests=$(realpath "$(dirname "$0")")
folder=${BUILD:-build}/documents/html
sh "$tests/write_documents.sh" html "$folder" || exit 1
node "$tests/documents_html.js" "$folder"
code=$?

vnu=$(dirname "$(node -p 'require.resolve("vnu-jar")')")/build/dist/vnu.jar
if java -jar "$vnu" --errors-only --skip-non-html "$folder" >"$folder/vnu" 2>&1; then
    echo "ok 1 - the Nu checker finds no error"
else
    sed 's/^/# /' "$folder/vnu" | head -n 40
    echo "not ok 1 - the Nu checker finds no error"
    code=1
fi
exit $code

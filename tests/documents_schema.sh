#!/bin/sh
# The JSON Schema that `emit schema` writes, against ajv (draft 2020-12) and against the reader: on each line of
# tests/schema/good.ndjson and bad.ndjson both must agree, and be right. What a schema cannot tell stands in
# reader_only.ndjson, what only the reader forgives in schema_only.ndjson. Slow, and needs npm: ajv 8 is installed
# into the build folder.
set -u
build=${BUILD:-build}
sightline=$(realpath "${SIGHTLINE:-$build/sightline}")
root=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
if ! command -v npm >/dev/null 2>&1; then
    echo "1..0 # skipped: there is no npm"
    exit 0
fi
mkdir -p "$build/ajv"
ajv=$(realpath "$build/ajv")
if [ ! -d "$ajv/node_modules/ajv" ]; then
    npm install --silent --no-audit --no-fund --prefix "$ajv" ajv@8 >"$work/npm" 2>&1 ||
        { cat "$work/npm"; echo 'not ok 1 - ajv is installed'; exit 1; }
fi
cp "$root"/tests/schema/* "$work"
"$sightline" emit schema "$work/model.sight" -o "$work/model.schema.json" 2>"$work/err" || cat "$work/err"

# What the reader says of each line of $1: `yes` or `no`.
read_lines() {
    while IFS= read -r line; do
        printf '%s\n' "$line" >"$work/line.ndjson"
        { cat "$work/model.sight"; echo 'import crash from "line.ndjson"'; } >"$work/reads.sight"
        timeout 20 "$sightline" check "$work/reads.sight" >/dev/null 2>&1 && echo yes || echo no
    done <"$work/$1.ndjson"
}

cat >"$work/validate.js" <<'SCRIPT'
const [modules, folder] = process.argv.slice(2);
const Ajv = require(modules + '/node_modules/ajv/dist/2020').default;
const fs = require('fs');
const schema = JSON.parse(fs.readFileSync(folder + '/model.schema.json', 'utf8'));
const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false });
if (!ajv.validateSchema(schema)) throw new Error(ajv.errorsText());
const validate = ajv.compile(schema);
for (const name of process.argv.slice(4)) {
  const lines = fs.readFileSync(`${folder}/${name}.ndjson`, 'utf8').trim().split('\n');
  const all = lines.map(line => validate(JSON.parse(line)) ? 'yes' : 'no');
  fs.writeFileSync(`${folder}/${name}.ajv`, all.join('\n') + '\n');
}
const good = fs.readFileSync(folder + '/good.ndjson', 'utf8').trim().split('\n').map(line => JSON.parse(line));
if (!validate(good)) throw new Error('a list of good ones: ' + ajv.errorsText(validate.errors));
if (!validate([])) throw new Error('an empty list');
SCRIPT
count=0
failed=0
result() { # 0 or else, name
    count=$((count + 1))
    [ "$1" = 0 ] && printf 'ok %s - %s\n' "$count" "$2" && return
    failed=$((failed + 1))
    printf 'not ok %s - %s\n' "$count" "$2"
}
node "$work/validate.js" "$ajv" "$work" good bad reader_only schema_only
result $? 'ajv takes the schema, and a list of cases'

# name, what the reader is to say, what ajv
compare() {
    read_lines "$1" >"$work/$1.reader"
    number=0
    while IFS= read -r line; do
        number=$((number + 1))
        reader=$(sed -n "${number}p" "$work/$1.reader")
        validator=$(sed -n "${number}p" "$work/$1.ajv")
        [ "$reader" = "$2" ] && [ "$validator" = "$3" ]
        result $? "$1:$number reader $reader, ajv $validator: $line"
    done <"$work/$1.ndjson"
}
compare good yes yes
compare bad no no
compare reader_only no yes
compare schema_only yes no
echo "$((count - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]

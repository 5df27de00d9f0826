// `typst compile --pdf-standard ua-1 - -`, as the command line of Typst does it: source on standard input, PDF on
// standard output, messages on standard error, in short. The compiler is that of npm, the same in a library.
// Arguments that the command line does not know are refused here as they are there.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const [modules, command, ...rest] = process.argv.slice(2);
const takes = new Set(["--pdf-standard", "--diagnostic-format", "--root"]);
const options = {};
const files = [];

function refuse(words) {
    console.error(`error: ${words}`);
    process.exit(2);
}

while (rest.length) {
    const word = rest.shift();
    if (takes.has(word)) options[word] = rest.shift();
    else if (word.startsWith("--")) refuse(`unexpected argument '${word}' found`);
    else files.push(word);
}
if (command !== "compile" || files.length !== 2) refuse("only `compile INPUT OUTPUT` is known here");
if (options["--diagnostic-format"] !== "short") refuse("only short messages are known here");

const { NodeCompiler } = createRequire(`${modules}/`)("@myriaddreamin/typst-ts-node-compiler");
const [input, output] = files.map((file, i) => (file === "-" ? i : file));
const compiler = NodeCompiler.create({ workspace: options["--root"] ?? process.cwd() });

function tell(error) {
    for (const message of error ? compiler.fetchDiagnostics(error) : [])
        console.error(`<stdin>: ${message.severity === 2 ? "warning" : "error"}: ${message.message}`);
}

const made = compiler.compile({ mainFileContent: readFileSync(input, "utf8") });
tell(made.takeWarnings());
if (made.hasError()) {
    tell(made.takeError());
    process.exit(1);
}
try {
    const seconds = process.env.SOURCE_DATE_EPOCH;
    writeFileSync(output, compiler.pdf(made.result, {
        pdfStandard: options["--pdf-standard"],
        ...(seconds ? { creationTimestamp: Number(seconds) } : {}),
    }));
} catch (error) {
    for (const [, message] of String(error.code ?? error).matchAll(/message: "((?:[^"\\]|\\.)*)"/g))
        console.error(`<stdin>: error: ${message.replace(/\\(.)/g, "$1")}`);
    process.exit(1);
}

// A browser for the suites of documents: every page below a folder, in Debian's Chromium, without a network.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');

function list(folder, suffix) {
    return fs.readdirSync(folder, { withFileTypes: true })
        .flatMap(entry => entry.isDirectory() ? list(path.join(folder, entry.name), suffix)
                 : entry.name.endsWith(suffix) ? [path.join(folder, entry.name)] : [])
        .sort();
}

/* Runs `visit(browser)` and ends with 1 if any `check` within failed. */
async function browse(visit) {
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    try {
        await visit(browser);
    } finally {
        await browser.close();
    }
    process.exitCode = failed ? 1 : 0;
}

let count = 0;
let failed = 0;

/* One test: it passes if nothing was found. */
function check(name, found) {
    count++;
    failed += found.length > 0;
    for (const line of found.slice(0, 12))
        console.log(`# ${line}`);
    console.log(`${found.length ? 'not ok' : 'ok'} ${count} - ${name}`);
}

module.exports = { browse, check, list };

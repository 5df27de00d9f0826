// Reads each page of a folder as a reader with a desk screen, a telephone and a printer would.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { browse, check, list } = require('./documents_browser.js');
const axe = fs.readFileSync(require.resolve('axe-core'), 'utf8');

const folder = process.argv[2];
const sizes = [{ name: 'desk', width: 1280, height: 900 }, { name: 'telephone', width: 390, height: 844 }];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/* What the page holds that no report may hold; runs in the page. */
function look() {
    const found = [];
    const ids = new Set();
    for (const element of document.querySelectorAll('[id]')) {
        if (ids.has(element.id))
            found.push(`two have the id ${element.id}`);
        ids.add(element.id);
    }
    for (const link of document.querySelectorAll('a[href^="#"]')) {
        if (link.hash && !ids.has(decodeURIComponent(link.hash.slice(1))))
            found.push(`a link leads nowhere: ${link.outerHTML.slice(0, 200)}`);
    }
    for (const element of document.querySelectorAll('*')) {
        if (['script', 'img', 'iframe', 'object', 'form', 'input', 'link', 'base'].includes(element.localName))
            found.push(`there is a <${element.localName}>`);
        for (const attribute of element.attributes) {
            if (/^on/.test(attribute.name) || attribute.name === 'style' || /^\s*javascript:/i.test(attribute.value))
                found.push(`${element.localName} has ${attribute.name}="${attribute.value.slice(0, 80)}"`);
        }
    }
    for (const mark of document.querySelectorAll('[role=doc-noteref]')) {
        const note = document.getElementById(mark.hash.slice(1));
        if (!note?.closest('[role=doc-endnotes]'))
            found.push(`a note mark leads to no note: ${mark.outerHTML}`);
    }
    for (const note of document.querySelectorAll('[role=doc-endnotes] li')) {
        const back = [...note.querySelectorAll('[role=doc-backlink]')];
        if (!back.length)
            found.push(`no way back from the note ${note.id}`);
        for (const link of back) {
            if (document.getElementById(link.hash.slice(1))?.hash !== `#${note.id}`)
                found.push(`the way back from ${note.id} is to no mark of it`);
        }
    }
    const controls = document.documentElement.textContent.match(
        /[\u0001-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    if (controls)
        found.push(`a control or direction stands in the text: U+${controls[0].codePointAt(0).toString(16)}`);
    return found;
}

function width() {
    const page = document.documentElement;
    return page.scrollWidth > page.clientWidth ? [`the page is ${page.scrollWidth} wide, not ${page.clientWidth}`] : [];
}

async function judge(page) {
    await page.evaluate(axe);
    const result = await page.evaluate(values => axe.run(document, { runOnly: { type: 'tag', values } }), rules);
    return result.violations.flatMap(violation => violation.nodes.map(
        node => `${violation.id}: ${violation.help}: ${node.html.slice(0, 160)}`));
}

async function read(browser, file, size) {
    const context = await browser.newContext({ viewport: size, offline: true });
    const page = await context.newPage();
    const acted = [];
    page.on('dialog', dialog => { acted.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on('console', message => acted.push(`the console says: ${message.text()}`));
    page.on('pageerror', error => acted.push(`an error: ${error.message}`));
    page.on('request', request => {
        if (request.url() !== `file://${path.resolve(file)}`)
            acted.push(`the page asks for ${request.url()}`);
    });
    await page.goto(`file://${path.resolve(file)}`);
    const name = `${path.relative(folder, file)}, ${size.name}`;
    check(`${name}: sound`, [...await page.evaluate(look), ...acted]);
    check(`${name}: as wide as the screen`, await page.evaluate(width));
    await page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
    check(`${name}: axe`, await judge(page));
    await context.close();
}

browse(async browser => {
    const files = list(folder, '.html');
    check('there are pages', files.length > 50 ? [] : [`only ${files.length}`]);
    for (const file of files) {
        for (const size of sizes)
            await read(browser, file, size);
    }
});

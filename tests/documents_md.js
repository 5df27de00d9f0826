// Compares what a Markdown report reads back as with the HTML report of the same document, block by block.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { browse, check, list } = require('./documents_browser.js');

const folder = process.argv[2];

/* The page as lines, "h2: words", one a block; runs in the page. What only one of the two formats has is left out:
 * the ways around a page, drawings, and that the contents are a numbered list. */
function outline(isPage) {
    const lines = [];
    const words = text => text.replace(/[\s\u00a0]+/g, ' ').trim();
    const add = (kind, text) => { if (words(text)) lines.push(`${kind}: ${words(text)}`); };
    const blocks = new Set(['P', 'UL', 'OL', 'TABLE', 'PRE', 'BLOCKQUOTE', 'HR', 'SECTION', 'DIV', 'FIGURE', 'DETAILS',
                            'NAV', 'HEADER', 'MAIN', 'FOOTER', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6']);
    const isAside = element => element.matches(isPage ? '.skip, .self, .back, svg, summary' : 'img');

    function inline(node) {
        if (node.nodeType === Node.TEXT_NODE)
            return node.data;
        if (node.nodeType !== Node.ELEMENT_NODE || isAside(node) || blocks.has(node.nodeName))
            return '';
        return node.nodeName === 'BR' ? ' ' : [...node.childNodes].map(inline).join('');
    }
    const own = element => [...element.childNodes].map(inline).join('');

    function listed(element, depth) {
        for (const item of element.children) {
            const isPlain = own(item).trim();
            if (isPlain)
                add(`${element.nodeName} ${depth}`, own(item));
            for (const child of item.children) {
                if (child.nodeName === 'P')
                    add(`${element.nodeName} ${depth}`, own(child));
                else if (/^[UO]L$/.test(child.nodeName))
                    listed(child, depth + 1);
                else if (blocks.has(child.nodeName))
                    block(child);
            }
        }
    }
    function contents(nav) {
        add('P', nav.querySelector('.label').textContent);
        const depth = line => { let n = 0; while ((line = line.parentElement.closest('ol'))) n++; return n || 1; };
        for (const line of nav.querySelectorAll('.line'))
            add(`UL ${depth(line)}`, line.textContent);
    }
    function table(element) {
        if (element.caption)
            add('P', own(element.caption));
        for (const row of element.rows)
            lines.push(`row: ${[...row.cells].map(cell => words(own(cell))).join(' | ')}`);
    }
    function block(element) {
        if (isAside(element))
            return;
        switch (element.nodeName) {
        case 'H1': case 'H2': case 'H3': case 'H4': case 'H5': case 'H6':
            add(element.nodeName, own(element));
            break;
        case 'P': case 'FIGCAPTION': add('P', own(element)); break;
        case 'PRE': add('PRE', element.textContent); break;
        case 'HR': lines.push('HR'); break;
        case 'UL': case 'OL': listed(element, 1); break;
        case 'TABLE': table(element); break;
        case 'NAV': contents(element); break;
        case 'FOOTER': lines.push('HR'); // falls through
        default: [...element.children].forEach(block);
        }
    }
    [...document.body.children].forEach(block);
    return lines;
}

/* The contents stand before the first heading in a page's frame, and where the author put them in Markdown. */
function differences(wanted, got) {
    const found = [];
    for (let i = 0; i < Math.max(wanted.length, got.length) && found.length < 3; i++) {
        if (wanted[i] !== got[i])
            found.push(`block ${i}: HTML has  ${(wanted[i] ?? 'nothing').slice(0, 300)}`,
                       `block ${i}: Markdown has  ${(got[i] ?? 'nothing').slice(0, 300)}`);
    }
    return found.slice(0, 2);
}

/* Markup that a reader of Markdown would let through: our anchors and raised marks alone. */
function strangeMarkup(file) {
    const xml = fs.readFileSync(file, 'utf8');
    const marks = [...xml.matchAll(/<html_(inline|block)[^>]*>([^<]*)</g)].map(match => match[2]);
    const images = [...xml.matchAll(/<image destination="([^"]*)"/g)].map(match => match[1])
        .filter(address => !/^[a-z0-9_-]+-figure-[0-9]+\.svg$/.test(address));
    const links = [...xml.matchAll(/<link destination="([^"]*)"/g)].map(match => match[1])
        .filter(address => !/^(#|https?:|mailto:)/.test(address));
    return marks.filter(mark => !/^(&lt;a id=&quot;[a-z0-9-]+&quot;&gt;|&lt;\/a&gt;|&lt;\/?sup&gt;)$/.test(mark))
        .concat(images, links);
}

async function read(page, file, isPage) {
    await page.setContent(isPage ? fs.readFileSync(file, 'utf8')
                          : `<!DOCTYPE html><title>x</title><body>${fs.readFileSync(file, 'utf8')}`);
    return page.evaluate(outline, isPage);
}

browse(async browser => {
    const page = await (await browser.newContext({ offline: true, javaScriptEnabled: true })).newPage();
    const files = list(path.join(folder, 'md'), '.read');
    check('there are documents', files.length > 50 ? [] : [`only ${files.length}`]);
    for (const file of files) {
        const name = path.relative(path.join(folder, 'md'), file).replace(/\.read$/, '');
        const wanted = await read(page, path.join(folder, 'html', `${name}.html`), true);
        check(`${name}: the same blocks`, differences(wanted, await read(page, file, false)));
        check(`${name}: no markup but ours`, strangeMarkup(file.replace(/read$/, 'xml')));
    }
});

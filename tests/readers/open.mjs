//! Opens books in reading systems that run in a browser, and says what is wrong with what they show.
//!
//! In: a folder of npm packages, a folder for pictures, and books (`node open.mjs TOOLS PICTURES
//! NAME=BOOK.epub …`); chromium at `PUPPETEER_EXECUTABLE_PATH`. Out: one JSON object on the output
//! stream, `{ visits: [{ book, reader, text, findings }] }`. The exit status says only whether the
//! driver itself ran. Refuses to know: what a book is expected to hold.

import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { serve } from './server.mjs'
import { visit } from './visit.mjs'

const here = dirname(fileURLToPath(import.meta.url))

export const READERS = ['foliate', 'epubjs']

/** A browser, and the pages of the reading systems for these books: name to file. */
export async function start(tools, books) {
    const modules = join(resolve(tools), 'node_modules')
    const server = await serve([
        ['/foliate/', join(modules, 'foliate-js')],
        ['/epub.js', join(modules, 'epubjs/dist/epub.min.js')],
        ['/jszip.js', join(modules, 'jszip/dist/jszip.min.js')],
        ...Object.entries(books).map(([name, file]) => [`/books/${name}.epub`, resolve(file)]),
        ['/', here],
    ])
    const { default: puppeteer } = await import(
        pathToFileURL(join(modules, 'puppeteer-core/lib/esm/puppeteer/puppeteer-core.js')))
    const browser = await puppeteer.launch({
        executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? '/usr/bin/chromium',
        // Pages at work side by side are not slowed down for being behind another; glyphs lie
        // where they lie on every machine.
        args: [
            '--no-sandbox', '--disable-background-timer-throttling', '--disable-gpu',
            '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
            '--font-render-hinting=none', '--hide-scrollbars',
        ],
    })
    const end = async () => {
        await browser.close()
        server.close()
    }
    return { browser, url: server.url, end }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [tools, pictures, ...named] = process.argv.slice(2)
    const books = Object.fromEntries(named.map(pair => pair.split(/=(.*)/s).slice(0, 2)))
    const { browser, url, end } = await start(tools, books)
    try {
        // The reading systems stand side by side, the books one after the other.
        const visits = await Promise.all(READERS.map(async reader => {
            const visits = []
            for (const book of Object.keys(books)) {
                visits.push(await visit(browser, url, reader, book, join(pictures, book, reader)))
            }
            return visits
        }))
        console.log(JSON.stringify({ visits: visits.flat() }))
    } finally {
        await end()
    }
}

//! The pictures of the gallery: pages of one book, as foliate-js shows them.
//!
//! In: a folder of npm packages, a book, a folder for the pictures (`node pictures.mjs TOOLS
//! BOOK.epub FOLDER`). Out: a PNG for every page of the list below, on a phone and on a reading
//! device with grey paper. Refuses to know: whether the pages are right; that is what the tests in
//! tests/readers look at.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { start } from '../../tests/readers/open.mjs'

/** A picture: its name, a part of the file's name, and an element that is to be on the page. */
const PAGES = [
    { name: 'cover', section: 'cover' },
    { name: 'title', section: 'title' },
    { name: 'opening', section: 'arrival' },
    { name: 'note', section: 'arrival', note: true },
    { name: 'verse', section: 'verse' },
    { name: 'table', section: 'tables' },
    { name: 'figure', section: 'tables', element: 'figure, img' },
    { name: 'code', section: 'code' },
    { name: 'code-dark', section: 'code', dark: true },
    { name: 'math', section: 'reckoning' },
    { name: 'korean', section: 'korean' },
    { name: 'arabic', section: 'arabic' },
    { name: 'japanese', section: 'japanese' },
]

/** The screens. The device has 212 dots to the inch, and so two dots to a pixel of CSS. */
const SCREENS = {
    phone: { width: 390, height: 844, deviceScaleFactor: 2 },
    device: { width: 379, height: 512, deviceScaleFactor: 2, grey: true },
}

/** A reader's choice of fonts; each is asked for the letters that those before it lack. */
const FONT = '"EB Garamond", Amiri, IPAexMincho, NanumMyeongjo, serif'

const [tools, book, folder] = process.argv.slice(2)
const { browser, url, end } = await start(tools, { book })
try {
    await mkdir(folder, { recursive: true })
    for (const [screen, { grey, ...viewport }] of Object.entries(SCREENS)) {
        const page = await browser.newPage()
        await page.setViewport(viewport)
        await page.goto(`${url}/foliate.html`)
        await page.waitForFunction('window.reader')
        await page.evaluate((font, margin, percent) =>
            reader.open('/books/book.epub', { font, margin, gap: '9%', percent }),
        FONT, grey ? '20px' : '48px', grey ? 100 : 115)
        if (grey) await page.addStyleTag({ content: 'html { filter: grayscale(1) }' })
        const sections = await page.evaluate(() => reader.sections())
        for (const { name, section, element, note, dark } of PAGES) {
            const index = sections.findIndex(path => path.split('/').pop().includes(section))
            // A device of grey paper has no dark pages.
            if (index < 0 || (dark && grey)) continue
            const value = dark ? 'dark' : 'light'
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }])
            await page.evaluate(async (index, element, note) => {
                await reader.goToSection(index)
                const shown = element && reader.document().querySelector(element)
                if (shown) await reader.reveal(shown)
                await reader.notesInWindow(Boolean(note))
                if (note) reader.document().querySelector('[role~="doc-noteref"]').click()
            }, index, element, note)
            if (note) await page.waitForFunction(() => reader.noteText().trim())
            const missing = await page.evaluate(() => reader.look.glyphless(reader.document()))
            if (missing.length) throw new Error(`${name}: no font here has ${missing.join('')}`)
            await new Promise(resolve => setTimeout(resolve, 300))
            await page.screenshot({ path: join(folder, `${name}-${screen}.png`) })
            await page.evaluate(() => reader.notesInWindow(false))
        }
        await page.close()
    }
} finally {
    await end()
}

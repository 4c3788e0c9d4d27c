//! One book in one reading system, as a person goes through it.
//!
//! In: a browser, and the address of a page that offers `window.reader` (foliate.mjs, epubjs.mjs).
//! Out: the words that were shown, and findings: what is not as it must be. Refuses to know: how
//! a reading system works; only that it has sections, a table of contents, and pages to turn.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A phone, and a reading device of six inches. */
export const SIZES = {
    phone: { width: 390, height: 844 },
    device: { width: 758, height: 1024 },
}

/** How long a reading system may take for a page, in milliseconds. */
const PATIENCE = 3000

/** How long a finger stays down: a reading system may follow the focus first, then the link. */
const PRESS = 60

/** Turning so many pages, a chapter must have ended. */
const MOST_PAGES = 400

/** A warning about the frames of foliate-js itself, which need both in WebKit. */
const OF_THE_READER = /^An iframe which has both allow-scripts and allow-same-origin/

/** Goes through a book at both sizes. */
export async function visit(browser, url, reader, book, pictures) {
    await mkdir(pictures, { recursive: true })
    const findings = []
    let text = ''
    for (const [size, viewport] of Object.entries(SIZES)) {
        const context = await browser.createBrowserContext()
        const page = await context.newPage()
        const say = (what, detail) => findings.push({ what, size, detail })
        listen(page, detail => say('console', detail))
        try {
            await page.setViewport(viewport)
            await page.goto(`${url}/${reader}.html`)
            await page.waitForFunction('window.reader')
            await page.evaluate(address => reader.open(address), `/books/${book}.epub`)
            const shoot = name => page.screenshot({
                path: join(pictures, `${size}-${name}.png`), optimizeForSpeed: true,
            })
            const words = await sections(page, say, shoot, size === 'phone')
            // What does not depend on the page's size is seen once.
            if (size === 'phone') {
                text = words
                await contents(page, say, shoot)
                await turn(page, say)
            } else {
                await notes(page, say, shoot)
            }
        } catch (error) {
            say('stopped', error.message)
        } finally {
            await context.close()
        }
    }
    return { book, reader, text, findings }
}

/** What the browser complains of. */
function listen(page, say) {
    page.on('pageerror', error => say(error.stack ?? String(error)))
    page.on('requestfailed', request => say(`${request.url()}: ${request.failure()?.errorText}`))
    page.on('console', message => {
        const text = message.text()
        if (['error', 'warn'].includes(message.type()) && !OF_THE_READER.test(text)) say(text)
    })
}

const dark = async (page, on) => {
    const value = on ? 'dark' : 'light'
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }])
    await page.evaluate(on => reader.dark(on), on)
}

/** Every section in the light, in the dark and in large type. Gives the words of the book. */
async function sections(page, say, shoot, pictured) {
    const names = await page.evaluate(() => reader.sections())
    let text = ''
    for (const [index, name] of names.entries()) {
        const place = name.split('/').pop()
        const report = (what, found) => {
            for (const detail of found) say(what, `${place}: ${detail}`)
        }
        await page.evaluate(index => reader.goToSection(index), index)
        const look = what => page.evaluate(what => reader.look[what](reader.document()), what)
        text += `${await page.evaluate(() => reader.document().body.textContent)}\n`
        report('overflow', await look('overflow'))
        report('pale in the light', await look('pale'))
        report('glyphless', await look('glyphless'))
        await shoot(`${place}-light`)
        await dark(page, true)
        if (!await look('night')) say('dark', `${place}: the page stays bright`)
        report('pale in the dark', await look('pale'))
        if (pictured) await shoot(`${place}-dark`)
        await dark(page, false)
        await page.evaluate(() => reader.enlarge(200))
        report('overflow of large type', await look('overflow'))
        if (pictured) {
            await page.evaluate(async () => {
                const block = reader.document().querySelector('table, pre, figure')
                if (block) await reader.reveal(block)
            })
            await shoot(`${place}-large`)
        }
        await page.evaluate(() => reader.enlarge(100))
    }
    return text
}

/** Every entry of the table of contents leads to a page that shows what it names. */
async function contents(page, say, shoot) {
    const entries = await page.evaluate(() => reader.contents())
    if (!entries.length) say('contents', 'there is no table of contents')
    for (const { label, href } of entries) {
        await page.evaluate(href => reader.goTo(href), href)
        const shown = await seen(page, href, label)
        if (!shown) say('contents', `${label} (${href}) is not shown`)
    }
    if (entries.length) await shoot('contents')
}

/** Waits until what an address leads to is on the page shown, and begins with these words. */
const seen = (page, href, words) => holds(page, async (href, words) => {
    const target = await reader.target(href)
    if (target?.section !== reader.section()) return false
    const doc = reader.document()
    const letters = text => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()
    const element = target.id ? doc.getElementById(target.id) : doc.querySelector('h1') ?? doc.body
    // A page without a heading, as that of the cover, is named by the table of contents alone.
    const named = element === doc.body || letters(element.textContent).startsWith(letters(words))
    return named && reader.look.visible(element)
}, href, words)

/** Forward through the longest chapter and back: each word is on a page, each page comes again. */
async function turn(page, say) {
    const longest = await page.evaluate(async () => {
        let longest = { index: 0, length: 0 }
        for (const index of reader.sections().keys()) {
            await reader.goToSection(index)
            const { length } = reader.document().body.textContent
            if (length > longest.length) longest = { index, length }
        }
        await reader.goToSection(longest.index)
        return longest.index
    })
    const shown = () => page.evaluate(() => ({
        section: reader.section(),
        words: reader.look.words(reader.document()),
    }))
    const pages = []
    for (let at = await shown(); at.section === longest; at = await shown()) {
        if (pages.length === MOST_PAGES) return say('pages', 'the chapter never ends')
        const words = at.words.join(' ')
        if (words && words === pages.at(-1)) break // the last page of the book
        pages.push(words)
        await page.evaluate(() => reader.next())
    }
    if ((await shown()).section !== longest) await page.evaluate(() => reader.prev())
    for (const [index, words] of [...pages.entries()].reverse()) {
        const again = (await shown()).words.join(' ')
        if (again !== words) say('pages', `page ${index + 1} is another one on the way back`)
        if (index > 0) await page.evaluate(() => reader.prev())
    }
    const missing = await page.evaluate((index, pages) => {
        const squeeze = text => text.replace(/\s+/g, '')
        const text = squeeze(reader.document().body.textContent)
        const turned = squeeze(pages.join(''))
        let at = 0
        while (at < text.length && text[at] === turned[at]) at += 1
        return at < text.length ? text.slice(Math.max(0, at - 20), at + 20) : ''
    }, longest, pages)
    if (missing) say('pages', `on no page: ${missing}`)
}

/** The first note of every section: opened by a click on its sign, left by the way back. */
async function notes(page, say, shoot) {
    const count = await page.evaluate(() => reader.sections().length)
    const inWindow = await page.evaluate(() => Boolean(reader.notesInWindow))
    let pictured = false
    for (let section = 0; section < count; section += 1) {
        const sign = () => page.evaluate(async (section, SIGN) => {
            await reader.goToSection(section)
            const link = reader.document().querySelector(SIGN)
            if (link) await reader.reveal(link)
            return link?.getAttribute('href')
        }, section, SIGN)
        const href = await sign()
        if (!href) continue
        const wrong = detail => say('note', `section ${section + 1}, ${href}: ${detail}`)
        if (inWindow) {
            await page.evaluate(() => reader.notesInWindow(true))
            await click(page, SIGN)
            if (!await holds(page, () => reader.noteText().trim())) {
                wrong('no window with the note opens')
            } else if (!pictured) {
                await shoot('note-window')
            }
            await page.evaluate(() => reader.notesInWindow(false))
            await sign()
        }
        await click(page, SIGN)
        const id = href.split('#')[1] ?? ''
        const shown = await holds(page, id => {
            const note = reader.document().getElementById(id)
            return note?.textContent.trim() && reader.look.visible(note)
        }, id)
        if (!shown) {
            wrong('the note is not shown')
            continue
        }
        if (!pictured) await shoot('note')
        pictured = true
        const back = `[id="${id}"] [role~="doc-backlink"]`
        await page.evaluate(async back => {
            const link = reader.document().querySelector(back)
            if (link) await reader.reveal(link)
        }, back)
        if (!await click(page, back)) {
            wrong('there is no way back')
            continue
        }
        const returned = await holds(page, (section, SIGN) =>
            reader.section() === section &&
            reader.look.visible(reader.document().querySelector(SIGN)), section, SIGN)
        if (!returned) wrong('the way back does not lead to its sign')
    }
}

/** The sign that stands for a note in the text. */
const SIGN = '[role~="doc-noteref"]'

/** A click in the middle of an element that is on the page shown; false where there is none. */
async function click(page, selector) {
    const spot = await page.evaluate(selector => {
        const element = reader.document().querySelector(selector)
        return reader.look.visible(element) && reader.look.spot(element)
    }, selector)
    if (spot) await page.mouse.click(spot.x, spot.y, { delay: PRESS })
    return Boolean(spot)
}

/** Waits until a condition holds in the page; false where it does not in time. */
const holds = (page, condition, ...given) => page
    .waitForFunction(condition, { timeout: PATIENCE, polling: 50 }, ...given)
    .then(() => true, error => {
        if (error.name === 'TimeoutError') return false
        throw error
    })

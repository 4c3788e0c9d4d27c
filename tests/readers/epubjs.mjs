//! epub.js as a reading system, as web sites have it set up: pages, and themes of their own.
//!
//! In: the address of a book. Out: `window.reader`, through which visit.mjs turns its pages.
//! Refuses to know: what is looked at; that is look.mjs.

import * as look from './look.mjs'

/** As reading systems do it: the reader's colours go before the book's, whatever the browser says. */
const theme = (color, background) =>
    `body { color: ${color} !important; background: ${background} !important; }`
const LIGHT = theme('#111111', '#ffffff')
const DARK = theme('#e8e6e3', '#121212')

const wear = theme => {
    rendition.themes.registerCss('reader', theme)
    rendition.themes.select('reader')
}

let book
let rendition

const flat = (entries, depth = 0) => entries.flatMap(({ label, href, subitems }) =>
    [{ label: label.trim(), href, depth }, ...flat(subitems ?? [], depth + 1)])

const settled = () => new Promise(resolve =>
    requestAnimationFrame(() => requestAnimationFrame(resolve)))

const shown = async turned => {
    await turned
    await settled()
}

const view = () => rendition.manager.visible()[0] ?? rendition.manager.views.first()

window.reader = {
    look,
    async open(address) {
        book = ePub(address)
        rendition = book.renderTo('view', {
            width: '100%', height: '100%', flow: 'paginated', spread: 'none',
        })
        wear(LIGHT)
        await shown(rendition.display())
        await book.loaded.navigation
    },
    sections: () => book.spine.spineItems.map(item => item.href),
    contents: () => flat(book.navigation.toc),
    section: () => view().section.index,
    document: () => view().contents.document,
    goToSection: index => shown(rendition.display(index)),
    goTo: href => shown(rendition.display(href)),
    reveal: element => {
        const range = element.ownerDocument.createRange()
        range.selectNodeContents(look.firstText(element) ?? element)
        return shown(rendition.display(view().contents.cfiFromRange(range)))
    },
    next: () => shown(rendition.next()),
    prev: () => shown(rendition.prev()),
    async dark(on) {
        document.documentElement.classList.toggle('dark', on)
        wear(on ? DARK : LIGHT)
        await settled()
    },
    async enlarge(percent) {
        rendition.themes.fontSize(`${percent}%`)
        await settled()
        await settled()
    },
    target: async href => {
        const section = book.spine.get(href.split('#')[0])
        return section && { section: section.index, id: href.split('#')[1] ?? '' }
    },
}

//! foliate-js as a reading system, as the program Foliate and its own demo have it set up.
//!
//! In: the address of a book. Out: `window.reader`, through which visit.mjs turns its pages.
//! Refuses to know: what is looked at; that is look.mjs.

import '/foliate/view.js'
import { FootnoteHandler } from '/foliate/footnotes.js'
import * as look from './look.mjs'

const view = document.createElement('foliate-view')
const note = document.getElementById('note')
const notes = new FootnoteHandler()
let inWindow = false
let size = 100
/** A reader's choice of font; the tests leave it to the browser. */
let font = ''

/** The style sheet that the demo of foliate-js adds to a book. */
const style = () => `
    @namespace epub "http://www.idpf.org/2007/ops";
    html { color-scheme: light dark; font-size: ${size}%; ${font && `font-family: ${font};`} }
    @media (prefers-color-scheme: dark) { a:link { color: lightblue; } }
    p, li, blockquote, dd {
        line-height: 1.4; hyphens: auto; hanging-punctuation: allow-end last; widows: 2;
    }
    ${font && 'math { font-family: math, "DejaVu Math TeX Gyre"; }'}
    pre { white-space: pre-wrap !important; }
    aside[epub|type~="endnote"], aside[epub|type~="footnote"], aside[epub|type~="note"],
    aside[epub|type~="rearnote"] { display: none; }`

const flat = (entries, depth = 0) => entries.flatMap(({ label, href, subitems }) =>
    [{ label, href, depth }, ...flat(subitems ?? [], depth + 1)])

const settled = () => new Promise(resolve =>
    requestAnimationFrame(() => requestAnimationFrame(resolve)))

window.reader = {
    look,
    async open(address, options = {}) {
        font = options.font ?? ''
        size = options.percent ?? 100
        document.body.prepend(view)
        await view.open(address)
        if (options.margin) view.renderer.setAttribute('margin', options.margin)
        if (options.gap) view.renderer.setAttribute('gap', options.gap)
        view.renderer.setStyles(style())
        await view.renderer.next()
        view.addEventListener('link', event => {
            if (inWindow) notes.handle(view.book, event)?.catch(error => console.error(error))
        })
        notes.addEventListener('before-render', ({ detail }) => {
            detail.view.renderer.setStyles(style())
            detail.view.renderer.setAttribute('flow', 'scrolled')
            detail.view.renderer.setAttribute('margin', '12px')
            note.replaceChildren(detail.view)
        })
    },
    sections: () => view.book.sections.map(section => section.id),
    contents: () => flat(view.book.toc ?? []),
    section: () => view.renderer.getContents()[0].index,
    document: () => view.renderer.getContents()[0].doc,
    goToSection: async index => (await view.renderer.goTo({ index }), settled()),
    goTo: async href => (await view.goTo(href), settled()),
    reveal: async element => (await view.renderer.scrollToAnchor(element), settled()),
    next: () => view.next(),
    prev: () => view.prev(),
    /** The browser says that dark is wanted, and the book's colour scheme follows. */
    dark: async () => settled(),
    async enlarge(percent) {
        size = percent
        view.renderer.setStyles(style())
        await settled()
        await settled()
    },
    /** What an address leads to: the index of its section and the element, in a copy. */
    async target(href) {
        const found = await view.book.resolveHref(href)
        return found && { section: found.index, id: href.split('#')[1] ?? '' }
    },
    /** Notes open in a window, as in Foliate, or as any other link. */
    async notesInWindow(on) {
        inWindow = on
        if (on) return
        // What it still has to lay out comes first: closed in the middle, it complains.
        await settled()
        await settled()
        note.firstChild?.close()
        note.replaceChildren()
    },
    noteText: () => {
        const shown = note.firstChild?.renderer?.getContents()[0]?.doc
        return shown ? shown.body.textContent : ''
    },
}

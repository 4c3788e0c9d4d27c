//! What a person sees on the page, measured. Runs inside the page of a reading system.
//!
//! In: the document that a reading system shows in a frame, laid out in columns, a column a page.
//! Out: the words on the page; what is wider than its page, pale, or without a glyph. Refuses to
//! know: which reading system it is.

/** Lengths are compared with this much patience, in CSS pixels: borders and glyphs of italics. */
const SLACK = 1.5

/** The least contrast of text. Source: WCAG 2.2, success criterion 1.4.3. */
const CONTRAST = 4.5

const shadowRoot = node => node.getRootNode()

/** The box that the frame is seen through. */
const windowOf = doc => {
    const frame = doc.defaultView.frameElement
    // foliate-js keeps it in a shadow tree; in epub.js it is the element that scrolls.
    return shadowRoot(frame).getElementById('container') ?? frame.closest('.epub-container')
}

/** How the document is cut into pages: all in the document's own pixels. */
export function pages(doc) {
    const frame = doc.defaultView.frameElement.getBoundingClientRect()
    const seen = windowOf(doc).getBoundingClientRect()
    const style = doc.defaultView.getComputedStyle(doc.body)
    const vertical = style.writingMode.startsWith('vertical')
    // Who has the columns has the margins: foliate-js the root, epub.js the body.
    const root = doc.defaultView.getComputedStyle(doc.documentElement)
    const column = root.columnWidth === 'auto' ? style : root
    const sides = vertical ? ['paddingTop', 'paddingBottom'] : ['paddingLeft', 'paddingRight']
    const [before, after] = sides.map(side => parseFloat(column[side]))
    return {
        vertical,
        size: vertical ? seen.height : seen.width,
        before,
        after,
        seen: {
            left: seen.left - frame.left,
            right: seen.right - frame.left,
            top: seen.top - frame.top,
            bottom: seen.bottom - frame.top,
        },
    }
}

/** Whether the middle of that box is on the page shown. */
const within = (box, { seen }) => {
    const x = (box.left + box.right) / 2
    const y = (box.top + box.bottom) / 2
    return x > seen.left && x < seen.right && y > seen.top - SLACK && y < seen.bottom + SLACK
}

const textNodes = function* (root) {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.data.trim() && !node.parentElement.closest('style, script')) yield node
    }
}

const boxesOf = node => {
    const range = node.ownerDocument.createRange()
    range.selectNodeContents(node)
    return Array.from(range.getClientRects()).filter(box => box.width > 0 && box.height > 0)
}

/** The first text in an element that is more than white space. */
export const firstText = element => textNodes(element).next().value

/** The first box of what an element shows. */
const firstBox = element => {
    for (const node of textNodes(element)) {
        const [box] = boxesOf(node)
        if (box) return box
    }
    const box = element.getBoundingClientRect()
    return box.width > 0 && box.height > 0 ? box : undefined
}

/** Whether the beginning of an element is on the page shown. */
export function visible(element) {
    const box = element && firstBox(element)
    return Boolean(box) && within(box, pages(element.ownerDocument))
}

/** Where an element is for the mouse: a point of the window. */
export function spot(element) {
    const frame = element.ownerDocument.defaultView.frameElement.getBoundingClientRect()
    const box = firstBox(element)
    return { x: frame.left + (box.left + box.right) / 2, y: frame.top + (box.top + box.bottom) / 2 }
}

/** The words on the page shown, in their order. */
export function words(doc) {
    const page = pages(doc)
    const range = doc.createRange()
    const found = []
    for (const node of textNodes(doc.body)) {
        const boxes = boxesOf(node)
        if (!boxes.some(box => within(box, page))) continue
        for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
            range.setStart(node, index)
            range.setEnd(node, index + word.length)
            const box = Array.from(range.getClientRects()).find(box => box.width > 0)
            if (box && within(box, page)) found.push(word)
        }
    }
    return found
}

/** Where an element is, for a person: its name, its classes, the beginning of its words. */
const describe = element => {
    const names = [element.localName, ...element.classList].join('.')
    const text = element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)
    return text ? `${names} “${text}”` : names
}

/** Whether an element makes a mark of its own: a picture, or a box with a line or a ground. */
const inked = (element, style) =>
    element.matches('img, svg, video, audio, math, hr') ||
    (style.backgroundColor !== 'rgba(0, 0, 0, 0)' && element !== element.ownerDocument.body) ||
    ['Top', 'Right', 'Bottom', 'Left'].some(side => parseFloat(style[`border${side}Width`]) > 0)

/** The part of a box that `holder` and what is around it let through; `cut` if the rest is lost. */
const clipped = (box, holder) => {
    const { body, defaultView } = holder.ownerDocument
    let { left, right } = box
    let cut = false
    for (let at = holder; at !== body && at !== body.parentElement; at = at.parentElement) {
        const style = defaultView.getComputedStyle(at)
        if (style.overflowX === 'visible' || style.display.startsWith('inline')) continue
        const hole = at.getBoundingClientRect()
        // What is kept for screen readers alone.
        if (hole.width <= 1 || hole.height <= 1) return
        const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll'
        if (!scrolls && (left < hole.left - SLACK || right > hole.right + SLACK)) cut = true
        left = Math.max(left, hole.left)
        right = Math.min(right, hole.right)
    }
    return { left, right, top: box.top, bottom: box.bottom, cut }
}

/** What is wider than its page, or cut off: descriptions, each once. */
export function overflow(doc) {
    const page = pages(doc)
    const found = new Map()
    const check = (box, element, holder) => {
        const part = page.vertical ? box : clipped(box, holder)
        if (!part) return
        const [start, end] = page.vertical ? [part.top, part.bottom] : [part.left, part.right]
        const over = excess(page, start, end)
        if (over > SLACK || part.cut) {
            const what = describe(element)
            found.set(what, Math.max(found.get(what) ?? 0, Math.round(over)))
        }
    }
    const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_ELEMENT, element =>
        element.parentElement.closest('svg, math')
            ? NodeFilter.FILTER_REJECT
            : NodeFilter.FILTER_ACCEPT)
    for (let element = walker.nextNode(); element; element = walker.nextNode()) {
        const style = doc.defaultView.getComputedStyle(element)
        if (style.visibility !== 'visible') continue
        if (inked(element, style)) {
            for (const box of element.getClientRects()) {
                if (box.width > 0) check(box, element, element.parentElement)
            }
        }
        for (const node of element.childNodes) {
            if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue
            for (const box of boxesOf(node)) check(box, element, element)
        }
    }
    return Array.from(found, ([what, over]) => `${what}: ${over} px`)
}

/** How far a box hangs over the page that holds most of it, in either direction. */
const excess = ({ size, before, after }, start, end) => {
    const first = Math.floor(start / size)
    const last = Math.floor(end / size)
    const over = [first, first + 1, last].map(number =>
        Math.max(number * size + before - start, end - ((number + 1) * size - after)))
    return Math.min(...over)
}

/** Red, green, blue (0 to 255) and alpha of a computed colour, by way of a canvas. */
const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
const colours = new Map()
const rgba = colour => {
    if (!colours.has(colour)) {
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
        colours.set(colour, [r, g, b, a / 255])
    }
    return colours.get(colour)
}

const over = ([r, g, b, a], [R, G, B]) => [r, g, b].map((v, i) => v * a + [R, G, B][i] * (1 - a))

/** Source: WCAG 2.2, “relative luminance” and “contrast ratio”. */
const luminance = rgb => {
    const [r, g, b] = rgb.map(v => {
        const c = v / 255
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const ratio = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
    return (high + 0.05) / (low + 0.05)
}

/** The element that an element is drawn upon: out of the frame, out of the shadow tree. */
const ground = element =>
    element.parentElement ??
    (element.parentNode instanceof ShadowRoot ? element.parentNode.host : undefined) ??
    element.ownerDocument.defaultView.frameElement

/** The colours that lie below an element, the nearest first, up to one that hides the rest. */
const grounds = element => {
    const layers = []
    for (let at = element; at; at = ground(at)) {
        const view = at.ownerDocument.defaultView
        layers.push(rgba(view.getComputedStyle(at).backgroundColor))
        // foliate-js takes the ground from the document and draws it behind the frame.
        const behind = at.parentNode instanceof ShadowRoot && at.parentNode.getElementById('background')
        if (behind) layers.push(rgba(view.getComputedStyle(behind).backgroundColor))
        if (layers.some(([, , , alpha]) => alpha === 1)) break
        // A frame whose colour scheme is not that of the page around it has a ground of its own.
        // Source: CSS Color Adjustment 1, section 2.2.
        const frame = at === at.ownerDocument.documentElement && view.frameElement
        if (frame && canvasOf(at) !== canvasOf(frame)) layers.push(rgba(canvasOf(at)))
    }
    return layers
}

const canvasOf = element => {
    const { ownerDocument } = element
    const probe = ownerDocument.createElementNS('http://www.w3.org/1999/xhtml', 'span')
    probe.style.cssText = 'display: none; background: Canvas !important'
    const root = element.localName === 'iframe' ? element.parentNode : ownerDocument.body
    root.append(probe)
    const colour = ownerDocument.defaultView.getComputedStyle(probe).backgroundColor
    probe.remove()
    return colour
}

/** The colour that is seen behind an element's text. */
const backdrop = element =>
    grounds(element).reduceRight((below, layer) => over(layer, below), [255, 255, 255])

/** Whether the page is as dark as a person who reads at night wants it. */
export const night = doc => luminance(backdrop(doc.body)) < 0.05

/** Text that is pale on its ground: descriptions, each once. */
export function pale(doc) {
    const found = new Map()
    for (const node of textNodes(doc.body)) {
        const element = node.parentElement
        // What a drawing puts below its words can't be told from styles.
        if (element.closest('svg') || !boxesOf(node).length) continue
        const style = doc.defaultView.getComputedStyle(element)
        if (style.visibility !== 'visible') continue
        const base = backdrop(element)
        const [r, g, b, a] = rgba(style.webkitTextFillColor)
        let alpha = a
        for (let at = element; at; at = at.parentElement) {
            alpha *= parseFloat(doc.defaultView.getComputedStyle(at).opacity)
        }
        const contrast = ratio(over([r, g, b, alpha], base), base)
        if (contrast < CONTRAST) {
            const names = [element.localName, ...element.classList].join('.')
            if (!found.has(names)) found.set(names, `${describe(element)}: ${contrast.toFixed(2)}`)
        }
    }
    return Array.from(found.values())
}

/** Letters that are drawn as the sign for a missing glyph, and so can't be seen at all. */
export function glyphless(doc) {
    const sheet = new OffscreenCanvas(48, 48).getContext('2d', { willReadFrequently: true })
    const draw = (letter, font) => {
        sheet.clearRect(0, 0, 48, 48)
        sheet.font = `32px ${font}`
        sheet.fillText(letter, 4, 36)
        return sheet.getImageData(0, 0, 48, 48).data.join()
    }
    const missing = new Set()
    const known = new Map()
    for (const node of textNodes(doc.body)) {
        const font = doc.defaultView.getComputedStyle(node.parentElement).fontFamily
        const letters = new Set(node.data.match(/[^\x00-\x7f\p{M}\p{Z}\p{Cc}\p{Cf}]/gu))
        for (const letter of letters) {
            const key = letter + font
            // No font has a glyph for a noncharacter.
            if (!known.has(font)) known.set(font, draw('\u{2fffe}', font))
            if (!known.has(key)) known.set(key, draw(letter, font) === known.get(font))
            if (known.get(key)) missing.add(letter)
        }
    }
    return Array.from(missing)
}

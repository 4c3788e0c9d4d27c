//! The files that a page of a reading system asks for, over the loopback.
//!
//! In: names of folders and files. Out: the address they are served at. Refuses to know: the
//! network; it listens on 127.0.0.1 alone, and gives nothing from outside the folders named.

import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const KINDS = {
    '.css': 'text/css',
    '.epub': 'application/epub+zip',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.mjs': 'text/javascript; charset=utf-8',
}

/** Serves `mounts`, pairs of a prefix (`/books/one.epub`, `/foliate/`) and a file or folder. */
export async function serve(mounts) {
    const find = path => {
        for (const [prefix, place] of mounts) {
            if (path === prefix) return place
            if (!prefix.endsWith('/') || !path.startsWith(prefix)) continue
            const file = normalize(join(place, path.slice(prefix.length)))
            if (file.startsWith(place + sep)) return file
        }
    }
    const server = createServer(async (request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
        try {
            const bytes = await readFile(find(path) ?? '')
            const kind = KINDS[extname(path)] ?? 'application/octet-stream'
            response.writeHead(200, { 'Content-Type': kind }).end(bytes)
        } catch {
            // A browser asks for this one by itself.
            response.writeHead(path === '/favicon.ico' ? 204 : 404).end()
        }
    })
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

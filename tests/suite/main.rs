//! All integration tests, as one binary: one link, one JVM for EPUBCheck, one index.
//!
//! In: the real `bindery` program, run on folders as authors have them. Out: passes and failures.
//! Refuses to know: how the library is made inside; that is the unit tests' part. `tests/run`
//! installs what the tests stand on (EPUBCheck, MuPDF, calibre, Chromium) and runs them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

// What the tests stand on.
mod cases; // many small manuscripts as one book, findings sorted to them
mod diff; // two texts side by side
mod epubcheck; // the judge of every book: `check`, `assert_valid`
mod handmade; // the smallest valid EPUB, made without bindery
mod support; // `Project::new().file(…).builds()` and `.fails(…)`; the `Book` that comes out

// The harness itself, proved able to fail.
mod fonts; // fonts in the book, and words set in them
mod harness;
mod highlight;

// The code itself.
mod architecture; // which room uses which; who knows a foreign crate

// Folders of expectations: add a folder, not a function.
mod diagnostics; // tests/diagnostics/<code>/: what the author is told
mod golden; // tests/golden/<feature>/: what the book holds

// Suites of cases, a chapter each.
mod content_model; // every element in every other, every attribute: the table against EPUBCheck's grammar
mod import; // tests/import/: saved articles, and how much of what they say is found
mod raw_html; // tests/html/<family>.txt: raw HTML, element by element
mod specs; // the examples of CommonMark, GFM and pulldown-cmark

// Promises kept whatever comes in.
mod addresses; // every address in a book is a legal one
mod bad_input; // wrong, odd and hostile manuscripts: an error with its place, or a valid book
mod characters; // every character a legal one, wherever it comes from
mod contrast; // every colour of every theme can be read, by day and by night
mod cover; // covers that are drawn: every script, every length, what no font has
mod formulas; // TeX of all kinds becomes MathML without a word
mod grown; // chapters grown from grammars: valid, and all they said is there
mod images; // pictures turned, scaled, and without what is private
mod import_command; // what `bindery import` prints, writes and refuses
mod import_documents; // DOCX, pandoc's Markdown and mdBook become projects
mod media; // sounds, films, drawings and styles that are odd or hostile
mod promises; // the same bytes every time, the old book or the new, what programs read
mod round_trip; // books that bindery made, imported and built again, say the same

// The book in other hands.
mod readers; // four readers find the books' words, and show them as they must be shown

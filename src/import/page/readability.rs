//! A second opinion on what of a page is its article: Mozilla's Readability, in Rust.
//!
//! In: a tree in order. Out: the elements that Readability keeps. Refuses to know: what is done with
//! that. It is one voice among several (`content`): it cuts off first paragraphs, lists and notes, and
//! takes comments for the article of a short page.
//!
//! The tree is written for it with the number of each element, so that what it keeps is known by
//! number. The crate recurses and looks at siblings again and again, so it gets pages of a limited
//! depth and size; others go without it.

use super::Page;
use crate::tree::{Data, Step};
use crate::xml::Writer;
use dom_smoothie::{Config, Readability};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The attribute that carries an element's number.
const NUMBER: &str = "data-number";
/// Elements that a page may have.
const ELEMENTS: usize = 20_000;
/// Bytes that it may have.
const BYTES: usize = 4 << 20;
/// How deep its elements may nest; deeper ones are left out, and their text stands above.
const DEPTH: usize = 80;

/// The numbers of the elements that Readability keeps, by number whether; empty where it finds no
/// article or the page is not for it.
pub(super) fn kept(page: &Page) -> Vec<bool> {
    let Some(html) = written(page) else { return Vec::new() };
    // The crate is well tried, but a page is by a stranger, and must be imported without it where it
    // fails: nothing is shared with it but the text.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let config = Config { disable_json_ld: true, ..Config::default() };
        let article = Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
        Some(article.content.to_string())
    }));
    let Ok(Some(content)) = read else { return Vec::new() };
    let mark = format!("{NUMBER}=\"");
    let mut kept = Vec::new();
    for (at, _) in content.match_indices(&mark) {
        let rest = content.get(at + mark.len()..).unwrap_or_default();
        let number = rest.split('"').next().and_then(|number| number.parse::<usize>().ok());
        let Some(number) = number.filter(|number| *number < 1 << 24) else { continue };
        if kept.len() <= number {
            kept.resize(number + 1, false);
        }
        if let Some(place) = kept.get_mut(number) {
            *place = true;
        }
    }
    kept
}

/// The page's body as HTML; nothing where it is too large.
fn written(page: &Page) -> Option<String> {
    let tree = &page.tree;
    let mut out = Writer::default();
    let (mut count, mut bytes, mut depth) = (0_usize, 0_usize, 0_usize);
    out.open("html");
    out.open("body");
    for step in tree.walk(page.body) {
        let (id, enter) = match step {
            Step::Enter(id) => (id, true),
            Step::Leave(id) => (id, false),
        };
        if id == page.body {
            continue;
        }
        if let (Data::Text(text), true) = (tree.data(id), enter) {
            bytes += text.len();
            out.text(text);
        }
        let Some(element) = tree.element(id) else { continue };
        let Some(tag) = element.name.html() else { continue };
        depth = if enter { depth + 1 } else { depth.saturating_sub(1) };
        if depth + usize::from(!enter) > DEPTH {
            continue;
        }
        if !enter {
            if tag.is_void() {
                out.close_empty();
            } else {
                out.close(tag.name());
            }
            continue;
        }
        count += 1;
        out.open(tag.name());
        out.attr(NUMBER, &id.index().to_string());
        for name in ["class", "id", "itemprop", "role", "src", "href"] {
            // Long values are data, and say nothing of what the element is.
            if let Some(value) = element.attr(name).filter(|value| value.len() < 500) {
                bytes += value.len();
                out.attr(name, value);
            }
        }
        if count > ELEMENTS || bytes > BYTES {
            return None;
        }
    }
    out.close("body");
    out.close("html");
    Some(out.finish())
}

//! The pictures of an article on a page.
//!
//! In: the tree of an article, and the folder that the page lies in. Out: pictures among the files of
//! the draft, and their addresses there. Refuses to know: what is in a picture. Nothing is read outside
//! of the folder, and nothing is fetched.

use super::{Page, Report};
use crate::address;
use crate::diagnostic::code;
use crate::import::draft::{At, Draft, File};
use crate::load::Root;
use crate::tree::{Attr, Data, Element, NodeId, Tag, Value};
use std::collections::BTreeMap;
use url::Url;

/// Attributes that sites keep a picture's address in until it is scrolled to, and its own.
const ADDRESSES: &[&str] = &[
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-actualsrc",
    "src",
    "data-srcset",
    "srcset",
];

/// Pictures that a page may have.
const MOST: usize = 10_000;

/// Takes the pictures of the text into the draft.
pub(super) fn take(
    page: &mut Page,
    container: NodeId,
    base: Option<&str>,
    root: Option<&Root>,
    draft: &mut Draft,
    report: &mut Report<'_>,
) {
    let images: Vec<NodeId> = page
        .tree
        .descendants(container)
        .filter(|id| page.tree.tag(*id) == Some(Tag::Img))
        .collect();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for image in images.into_iter().take(MOST) {
        let Some(element) = page.tree.element(image) else { continue };
        let line = page.lines.get(image);
        let alt = element.attr("alt").unwrap_or_default().trim().to_owned();
        if is_tiny(element) {
            draft.drop(At::Line(line), &alt, "pixels for counting");
            page.tree.detach(image);
            continue;
        }
        let candidates = candidates(element);
        let local = candidates.iter().find_map(|given| {
            if let Some(path) = known.get(given) {
                return Some(Ok(path.clone()));
            }
            let bytes = bytes(given, root)?;
            let Some(ending) = ending(&bytes) else { return Some(Err(given.clone())) };
            let path = keep(given, ending, bytes, draft);
            known.insert(given.clone(), path.clone());
            Some(Ok(path))
        });
        match local {
            Some(Ok(path)) => {
                let mut element = Element::html(Tag::Img);
                element.attrs.push(Attr::new("src", path));
                element.attrs.push(Attr::new("alt", alt));
                *page.tree.data_mut(image) = Data::Element(element);
            }
            Some(Err(given)) => {
                let message = format!("`{}` is no picture that a book can hold", shown(&given));
                report.diagnostics.push(&code::IMPORT_LOST, report.line(line), message);
                stand_in(page, image, None, &alt);
            }
            None => {
                let remote = candidates.iter().find_map(|given| remote(given, base));
                let given = candidates.first().cloned().unwrap_or_default();
                let place = report.line(line);
                match remote {
                    Some(url) => {
                        let message =
                            format!("the picture `{}` lies on another server", shown(&url));
                        report
                            .diagnostics
                            .push(&code::IMPORT_REMOTE, place, message)
                            .hint("save it into `manuscript/images/`, and put it where the link to it stands");
                        stand_in(page, image, Some(url), &alt);
                    }
                    None if given.is_empty() => stand_in(page, image, None, &alt),
                    None => {
                        let message =
                            format!("there is no picture `{}` beside the page", shown(&given));
                        report.diagnostics.push(&code::IMPORT_LOST, place, message);
                        stand_in(page, image, None, &alt);
                    }
                }
            }
        }
    }
    let pictures: Vec<NodeId> = page
        .tree
        .descendants(container)
        .filter(|id| page.tree.tag(*id) == Some(Tag::Picture))
        .collect();
    for picture in pictures {
        let sources: Vec<NodeId> = page
            .tree
            .children(picture)
            .filter(|id| page.tree.tag(*id) == Some(Tag::Source))
            .collect();
        for source in sources {
            page.tree.detach(source);
        }
        page.tree.unwrap_node(picture);
    }
}

/// An address as people are shown it.
fn shown(given: &str) -> String {
    match given.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", given.get(..at).unwrap_or_default()),
        None => given.to_owned(),
    }
}

/// Whether a picture is one that nobody is meant to see.
fn is_tiny(element: &Element<'_>) -> bool {
    let small = |name: &str| {
        element
            .attr(name)
            .and_then(|value| value.trim().trim_end_matches("px").parse().ok())
            .is_some_and(|size: u32| size <= 2)
    };
    small("width") && small("height")
        || small("width") && element.attr("height").is_none() && element.attr("alt").is_none()
}

/// The addresses that an image may have, the best first.
fn candidates(element: &Element<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in ADDRESSES {
        let Some(value) = element.attr(name).map(str::trim).filter(|value| !value.is_empty())
        else {
            continue;
        };
        if name.ends_with("srcset") {
            // The last of a set is mostly the largest.
            let set = value.split(", ").filter_map(|entry| entry.split_whitespace().next());
            found.extend(set.last().map(|entry| entry.trim_end_matches(',').to_owned()));
        } else {
            found.push(value.to_owned());
        }
    }
    // What stands in until the picture is there is a drawing of some bytes.
    let placeholder = |given: &String| given.starts_with("data:") && given.len() < 400;
    if found.iter().any(|given| !placeholder(given)) {
        found.retain(|given| !placeholder(given));
    }
    found.dedup();
    found
}

/// The bytes of a picture that is in the address or lies in the folder.
fn bytes(given: &str, root: Option<&Root>) -> Option<Vec<u8>> {
    if given.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
        return address::data(given);
    }
    if given.contains("://") || given.starts_with("//") {
        return None;
    }
    let root = root?;
    let path = address::decoded(address::without_query(given));
    let whole = given.strip_prefix("./").unwrap_or(given);
    [path.as_str(), whole].iter().find_map(|path| root.read(&root.resolve("", path).ok()?).ok())
}

/// The address of a picture on another server.
fn remote(given: &str, base: Option<&str>) -> Option<String> {
    let url = match Url::parse(given) {
        Ok(url) => url,
        // What lies beside the page when it is saved is not to be looked for on the server.
        Err(_) if given.starts_with('/') => Url::parse(base?).ok()?.join(given).ok()?,
        Err(_) => return None,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// The ending of a picture's name by its first bytes; nothing where readers can't show it.
fn ending(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => {
            let head =
                String::from_utf8_lossy(bytes.get(..bytes.len().min(1024)).unwrap_or_default());
            head.contains("<svg").then_some("svg")
        }
    }
}

/// Adds a picture to the files, under a name that is free. Returns its path from the chapter.
fn keep(given: &str, ending: &str, bytes: Vec<u8>, draft: &mut Draft) -> String {
    if let Some(same) = draft.files.iter().find(|file| file.bytes == bytes) {
        return same.path.trim_start_matches("manuscript/").to_owned();
    }
    let path = address::decoded(address::without_query(given));
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = if given.starts_with("data:") {
        ""
    } else {
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    };
    let stem: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' })
        .take(60)
        .collect();
    let stem = stem.trim_matches('-');
    let stem = if stem.is_empty() { "picture" } else { stem };
    let taken =
        |path: &str| draft.files.iter().any(|file| file.path.to_lowercase() == path.to_lowercase());
    let mut path = format!("manuscript/images/{stem}.{ending}");
    let mut number = 2;
    while taken(&path) {
        path = format!("manuscript/images/{stem}-{number}.{ending}");
        number += 1;
    }
    draft.files.push(File { path: path.clone(), bytes });
    path.trim_start_matches("manuscript/").to_owned()
}

/// Puts a link in the place of a picture, or its description.
fn stand_in(page: &mut Page, image: NodeId, url: Option<String>, alt: &str) {
    let words = if alt.is_empty() { "Picture" } else { alt };
    let text = page.tree.create(Data::Text(words.to_owned().into()), 0);
    match url {
        Some(url) => {
            let linked =
                page.tree.parent(image).filter(|above| page.tree.tag(*above) == Some(Tag::A));
            let mut link = Element::html(Tag::A);
            link.attrs.push(Attr { name: "href".into(), value: Value::Text(url.into()) });
            match linked {
                // A picture that is a link already keeps that one.
                Some(_) => {
                    page.tree.insert_before(image, text);
                    page.tree.detach(image);
                }
                None => {
                    *page.tree.data_mut(image) = Data::Element(link);
                    page.tree.append(image, text);
                }
            }
        }
        None if alt.is_empty() => page.tree.detach(image),
        None => {
            page.tree.insert_before(image, text);
            page.tree.detach(image);
        }
    }
}

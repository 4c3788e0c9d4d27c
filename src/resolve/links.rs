//! Where every address leads.
//!
//! In: addresses as authors wrote them. Out: a target for each. Refuses to know: how an address is
//! written in a page.

use super::ids::Anchors;
use super::pages::Plan;
use crate::book::{Chapter, Decisions, Reference, ReferenceKind, Target};
use crate::diagnostic::{Diagnostics, code, nearest};
use crate::load::assets::{Assets, Found};
use crate::load::paths::{folder_of as folder, join, normalise};
use crate::load::{Project, Source};
use percent_encoding::percent_decode_str;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Decides on every reference of every chapter.
pub(super) fn decide(
    project: &Project,
    chapters: &[Chapter<'_>],
    plan: &Plan,
    anchors: &Anchors,
    assets: &Assets,
    decisions: &mut [Decisions],
    diagnostics: &mut Diagnostics,
) {
    let book = Whole::new(project, plan, anchors);
    for (number, (chapter, decided)) in chapters.iter().zip(decisions).enumerate() {
        let Some(source) = project.chapters.get(number) else { continue };
        decided.targets = chapter
            .references
            .iter()
            .enumerate()
            .map(|(index, reference)| match reference.kind {
                ReferenceKind::Link => book.link(number, source, reference, diagnostics),
                _ => {
                    let found = assets.found.get(number).and_then(|list| list.get(index));
                    match found.and_then(Option::as_ref) {
                        Some(Found::Asset(asset)) => Target::Asset(*asset),
                        Some(Found::Remote(url)) => {
                            web_address(url).map_or(Target::Nowhere, Target::Elsewhere)
                        }
                        _ => Target::Nowhere,
                    }
                }
            })
            .collect();
    }
}

/// What links are looked up in.
struct Whole<'b> {
    project: &'b Project,
    plan: &'b Plan,
    anchors: &'b Anchors,
    /// Chapters by their path without its ending.
    by_path: BTreeMap<String, usize>,
    /// The folder that addresses on the web are relative to.
    top: String,
}

impl<'b> Whole<'b> {
    fn new(project: &'b Project, plan: &'b Plan, anchors: &'b Anchors) -> Self {
        let mut by_path = BTreeMap::new();
        for (number, source) in project.chapters.iter().enumerate() {
            let bare = bare(&source.path);
            // A folder's README or index is what its address alone leads to.
            let (folder, name) = bare.rsplit_once('/').unwrap_or(("", bare));
            if matches!(name.to_ascii_lowercase().as_str(), "readme" | "index" | "_index") {
                by_path.entry(folder.to_owned()).or_insert(number);
                let index =
                    if folder.is_empty() { "index".into() } else { format!("{folder}/index") };
                by_path.entry(index).or_insert(number);
            }
            by_path.insert(bare.to_owned(), number);
        }
        let tops: BTreeSet<&str> = project
            .chapters
            .iter()
            .map(|source| source.path.split_once('/').map_or("", |(top, _)| top))
            .collect();
        let top = match tops.first() {
            Some(top) if tops.len() == 1 && matches!(*top, "src" | "manuscript") => {
                (*top).to_owned()
            }
            _ => String::new(),
        };
        Whole { project, plan, anchors, by_path, top }
    }

    fn link(
        &self,
        number: usize,
        source: &Source,
        reference: &Reference,
        diagnostics: &mut Diagnostics,
    ) -> Target {
        let span = source.text.span(reference.at.clone());
        let address = reference.address.trim();
        let mut fail = |code, message: String, hint: Option<String>| {
            let diagnostic = diagnostics.push(code, span, message);
            if let Some(hint) = hint {
                diagnostic.hint(hint);
            }
            Target::Nowhere
        };
        if address.is_empty() {
            return fail(&code::LINK_CHAPTER, "the link has no address".to_owned(), None);
        }
        if let Some(scheme) = scheme(address) {
            return match outside(address, &scheme) {
                Outside::Legal(url) => Target::Outside(url),
                Outside::Forbidden => fail(
                    &code::LINK_FORBIDDEN,
                    format!("a book can't hold a link to `{scheme}:`"),
                    None,
                ),
                Outside::Broken => {
                    fail(&code::LINK_INVALID, format!("`{address}` is not a legal address"), None)
                }
            };
        }
        if let Some(rest) = address.strip_prefix("//") {
            return match web_address(&format!("https://{rest}")) {
                Some(url) => Target::Outside(url),
                None => {
                    fail(&code::LINK_INVALID, format!("`{address}` is not a legal address"), None)
                }
            };
        }
        let (path, fragment) = match address.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (address, None),
        };
        let chapter = if path.is_empty() { Some(number) } else { self.find(source, path) };
        let Some(chapter) = chapter else {
            if let Some(url) = self.on_the_web(source, address) {
                return Target::Outside(url);
            }
            let file = self.names_a_file(source, path);
            let message = if file {
                format!("`{path}` is a file, not a chapter of this book")
            } else {
                format!("there is no chapter `{path}` in this book")
            };
            let hint = self
                .near(source, path)
                .map(|near| format!("did you mean `{near}`?"))
                .or_else(|| {
                    self.project.mdbook.then(|| {
                        "if it leads to the book's web site, give its address with `--base-url`"
                            .to_owned()
                    })
                });
            return fail(&code::LINK_CHAPTER, message, hint);
        };
        let first = self.plan.of_chapter.get(chapter).and_then(|pages| pages.first()).copied();
        let Some(first) = first else { return Target::Nowhere };
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else {
            return Target::Page { page: first, id: None };
        };
        let known = self.anchors.get(chapter);
        let wanted = percent_decode_str(fragment).decode_utf8_lossy();
        let found = known.and_then(|known| {
            known
                .get(wanted.as_ref())
                .or_else(|| known.get(fragment))
                .or_else(|| known.get(&wanted.to_lowercase()))
        });
        if let Some((page, id)) = found {
            return Target::Page { page: *page, id: Some(id.clone()) };
        }
        let mut candidates: Vec<&str> =
            known.map(|known| known.keys().map(String::as_str).collect()).unwrap_or_default();
        candidates.sort_unstable();
        let message = if chapter == number {
            format!("there is no heading or id `#{wanted}` in this chapter")
        } else {
            format!("there is no heading or id `#{wanted}` in `{path}`")
        };
        let near = nearest(&wanted, candidates).map(|near| format!("did you mean `#{near}`?"));
        let _ = fail(&code::LINK_ANCHOR, message, near);
        Target::Page { page: first, id: None }
    }

    /// The chapter that a path leads to, from where it stands.
    fn find(&self, source: &Source, path: &str) -> Option<usize> {
        let path = path.split('?').next().unwrap_or_default();
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        [path, decoded.as_ref()].iter().find_map(|path| {
            let mut full = self.full(source, path)?;
            for _ in 0..8 {
                if let Some(number) = self.by_path.get(bare(&full)) {
                    return Some(*number);
                }
                let key = full.strip_prefix(&format!("{}/", self.top)).unwrap_or(&full);
                let moved = self
                    .project
                    .redirects
                    .get(key)
                    .or_else(|| self.project.redirects.get(&format!("/{key}")))?;
                let moved = moved.split('#').next().unwrap_or_default();
                full = match moved.strip_prefix('/') {
                    Some(rest) => join(&self.top, rest),
                    None => normalise(&join(folder(&full), moved))?,
                };
            }
            None
        })
    }

    /// The path relative to the project of one relative to a chapter.
    fn full(&self, source: &Source, path: &str) -> Option<String> {
        let path = path.replace('\\', "/");
        match path.strip_prefix('/') {
            Some(rest) => normalise(&join(&self.top, rest)),
            None => normalise(&join(folder(&source.path), &path)),
        }
    }

    fn names_a_file(&self, source: &Source, path: &str) -> bool {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        self.full(source, &decoded).is_some_and(|path| self.project.root.exists(&path))
    }

    /// The address on the web, where a base address is given.
    fn on_the_web(&self, source: &Source, address: &str) -> Option<String> {
        let base = self.project.settings.base_url.as_deref()?;
        let mut base = Url::parse(base).ok()?;
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        let folder = folder(&source.path);
        let folder = folder.strip_prefix(&self.top).unwrap_or(folder).trim_start_matches('/');
        if !folder.is_empty() {
            base = base.join(&format!("{folder}/")).ok()?;
        }
        // The site's pages end in `.html`, whatever the manuscript calls them.
        let (path, rest) = address.split_at(address.find(['#', '?']).unwrap_or(address.len()));
        let path =
            path.strip_suffix(".md").map_or_else(|| path.to_owned(), |p| format!("{p}.html"));
        let path = path.strip_prefix('/').unwrap_or(&path);
        web_address(base.join(&format!("{path}{rest}")).ok()?.as_str())
    }

    /// The chapter whose path, written from here, is nearest.
    fn near(&self, source: &Source, path: &str) -> Option<String> {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let here = folder(&source.path);
        let candidates: Vec<String> = self
            .project
            .chapters
            .iter()
            .filter(|other| other.path != source.path)
            .map(|other| {
                let inside = other.path.strip_prefix(here).unwrap_or(&other.path);
                inside.trim_start_matches('/').to_owned()
            })
            .collect();
        nearest(&decoded, candidates.iter().map(String::as_str)).map(str::to_owned)
    }
}

/// The scheme of an address that has one; a single letter is a drive of Windows, and counts.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let legal = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    legal.then(|| scheme.to_ascii_lowercase())
}

enum Outside {
    Legal(String),
    Forbidden,
    Broken,
}

/// An address with a scheme. Those that do something, or lead into the reader's own machine, have
/// no place in a book; those that no registry knows lead nowhere on another machine.
fn outside(address: &str, scheme: &str) -> Outside {
    match scheme {
        "http" | "https" | "ftp" => web_address(address).map_or(Outside::Broken, Outside::Legal),
        "mailto" | "tel" | "sms" | "urn" | "geo" | "xmpp" | "irc" | "ircs" | "news" | "nntp"
        | "doi" | "info" | "magnet" | "sip" | "sips" => {
            let rest = address.get(scheme.len() + 1..).unwrap_or_default();
            if rest.trim().is_empty() {
                Outside::Broken
            } else {
                Outside::Legal(format!("{scheme}:{}", encode(rest)))
            }
        }
        _ => Outside::Forbidden,
    }
}

/// A legal web address of what an author wrote; `None` where there is none.
/// Source: URL standard, by the crate `url`.
fn web_address(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    url.host_str().filter(|host| !host.is_empty())?;
    let text = url.as_str();
    // Brackets are legal in the host alone.
    let host = text.find("://").map_or(0, |at| at + 3);
    let end = text.get(host..)?.find(['/', '?', '#']).unwrap_or(0);
    let (authority, rest) = text.split_at(host + end);
    Some(format!("{authority}{}", encode(rest)))
}

/// Percent-encodes what is not a URL code point, brackets and stray `%` included.
fn encode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut fragment = false;
    for (at, byte) in bytes.iter().copied().enumerate() {
        let legal = match byte {
            b'%' => hex(at + 1) && hex(at + 2),
            // A second `#` would begin nothing.
            b'#' => !std::mem::replace(&mut fragment, true),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
        };
        if legal {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(
                    char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase(),
                );
            }
        }
    }
    out
}

/// A path without the ending of a chapter's file or of its page on the web.
fn bare(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    match path.rsplit_once('.') {
        Some((stem, ending))
            if matches!(
                ending.to_ascii_lowercase().as_str(),
                "md" | "markdown" | "mdown" | "mkd" | "html" | "htm" | "xhtml"
            ) =>
        {
            stem
        }
        _ => path,
    }
}

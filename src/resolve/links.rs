//! Where every address leads.
//!
//! In: addresses as authors wrote them. Out: a target for each. Refuses to know: how an address is
//! written in a page.

use super::ids::Anchors;
use super::pages::Plan;
use crate::address::{self, Kind, Outside};
use crate::book::{Chapter, Decisions, Reference, ReferenceKind, Target};
use crate::diagnostic::{Diagnostics, Guesses, code};
use crate::load::assets::{Assets, Found};
use crate::load::paths::{folder_of as folder, join, normalise};
use crate::load::{Project, Source};
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
    let mut book = Whole::new(project, plan, anchors);
    for (number, (chapter, decided)) in chapters.iter().zip(decisions).enumerate() {
        let Some(source) = project.chapters.get(number) else { continue };
        decided.targets = chapter
            .references
            .iter()
            .enumerate()
            .map(|(index, reference)| match reference.kind {
                ReferenceKind::Link | ReferenceKind::Source => {
                    book.link(number, source, reference, diagnostics)
                }
                ReferenceKind::Image | ReferenceKind::Media | ReferenceKind::Track => {
                    let found = assets.found.get(number).and_then(|list| list.get(index));
                    match found.and_then(Option::as_ref) {
                        Some(Found::Asset(asset)) => Target::Asset(*asset),
                        Some(Found::Remote(url)) => {
                            address::web(url).map_or(Target::Nowhere, Target::Elsewhere)
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
    guesses: Guesses,
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
        Whole { project, plan, anchors, by_path, top, guesses: Guesses::default() }
    }

    fn link(
        &mut self,
        number: usize,
        source: &Source,
        reference: &Reference,
        diagnostics: &mut Diagnostics,
    ) -> Target {
        let span = source.text.span(reference.at.clone());
        let address = address::tidy(&reference.address);
        let address = address.as_ref();
        let mut fail = |code, message: String, hint: Option<String>| {
            let diagnostic = diagnostics.push(code, span, message);
            if let Some(hint) = hint {
                diagnostic.hint(hint);
            }
            Target::Nowhere
        };
        let kind = address::kind(address);
        if kind == Kind::Empty {
            return fail(&code::LINK_CHAPTER, "the link has no address".to_owned(), None);
        }
        let named = self.find(number, source, address);
        // A file may have a colon in its name; one that is there is meant.
        let a_file = match &kind {
            Kind::Scheme(scheme) => named.is_some() && !address::is_known(scheme),
            kind => *kind == Kind::Relative,
        };
        if !a_file {
            return match address::outside(address) {
                // No reader goes there, but EPUBCheck sees a thing on another server (RSC-031).
                Outside::Legal(url) if reference.kind == ReferenceKind::Source => {
                    Target::Outside(url.replacen("http://", "https://", 1))
                }
                Outside::Legal(url) => Target::Outside(url),
                Outside::Turned(url) => {
                    let message = format!("the link leads to `{url}`, which readers can follow");
                    let _ = fail(&code::LINK_CHANGED, message, None);
                    Target::Outside(url)
                }
                Outside::Forbidden(why) => {
                    let scheme = address.split(':').next().unwrap_or_default();
                    let message = format!("a book can't hold a link to `{scheme}:`");
                    fail(&code::LINK_FORBIDDEN, message, Some(why.to_owned()))
                }
                Outside::Broken => {
                    fail(&code::LINK_INVALID, format!("`{address}` is not a legal address"), None)
                }
            };
        }
        let path = address::without_query(address);
        let Some((chapter, fragment)) = named else {
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
                    let web = address.get(..4).is_some_and(|www| www.eq_ignore_ascii_case("www."));
                    web.then(|| "an address on the web begins with `https://`".to_owned())
                })
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
        let wanted = address::decoded(fragment);
        let found = known.and_then(|known| {
            known
                .get(&wanted)
                .or_else(|| known.get(fragment))
                .or_else(|| known.get(&wanted.to_lowercase()))
        });
        if let Some((page, id)) = found {
            return Target::Page { page: *page, id: Some(id.clone()) };
        }
        // HTML standard section 7.4.2.4: where no id is `top`, the page's beginning is.
        if wanted.eq_ignore_ascii_case("top") {
            return Target::Page { page: first, id: None };
        }
        let message = if chapter == number {
            format!("there is no heading or id `#{wanted}` in this chapter")
        } else {
            format!("there is no heading or id `#{wanted}` in `{path}`")
        };
        let ids = known.into_iter().flat_map(|known| known.keys().map(String::as_str));
        let near = self.guesses.nearest(&wanted, ids);
        let near = near.map(|near| format!("did you mean `#{near}`?"));
        let _ = fail(&code::LINK_ANCHOR, message, near);
        Target::Page { page: first, id: None }
    }

    /// The chapter that a relative address leads to, from where it stands, and the fragment. A name
    /// may itself hold `%`, `#` or `?`: a file that is there as written goes first.
    fn find<'a>(
        &self,
        number: usize,
        source: &Source,
        address: &'a str,
    ) -> Option<(usize, Option<&'a str>)> {
        let at = |path: &str| {
            self.chapter(source, path).or_else(|| self.chapter(source, &address::decoded(path)))
        };
        let bare = address::without_query(address);
        let fragment = address.split_once('#').map(|(_, fragment)| fragment);
        if bare.is_empty() {
            // As a fragment alone, a query alone leads to where it stands.
            return Some((number, fragment));
        }
        let whole = at(address).map(|chapter| (chapter, None));
        whole.or_else(|| at(bare).map(|chapter| (chapter, fragment)))
    }

    /// The chapter at a path that is relative to another.
    fn chapter(&self, source: &Source, path: &str) -> Option<usize> {
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
        self.full(source, &address::decoded(path))
            .is_some_and(|path| self.project.root.exists(&path))
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
        address::web(base.join(&format!("{path}{rest}")).ok()?.as_str())
    }

    /// The chapter whose path, written from here, is nearest.
    fn near(&mut self, source: &Source, path: &str) -> Option<&'b str> {
        let decoded = address::decoded(path);
        let here = folder(&source.path);
        let others = self.project.chapters.iter().filter(|other| other.path != source.path);
        let paths = others
            .map(|other| other.path.strip_prefix(here).unwrap_or(&other.path))
            .map(|inside| inside.trim_start_matches('/'));
        self.guesses.nearest(&decoded, paths)
    }
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

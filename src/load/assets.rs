//! Images, clips, style sheets and fonts are found, known for what they are, and kept once each.
//!
//! In: the addresses that chapters and style sheets name. Out: [`Assets`]: the files by content,
//! and which address leads to which. Refuses to know: where in a chapter an address stands, beyond
//! its place for a message.

mod font;
mod grammar;
mod image;
mod raster;
mod style;
mod svg;

use super::paths::{folder_of, name_of, stem};
use super::root::Problem;
use super::{Project, Source};
use crate::address::{self, Kind};
use crate::book::{Asset, Chapter, Font, Reference, ReferenceKind};
use crate::diagnostic::{Code, Diagnostics, Guesses, Place, code};
use raster::Treated;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The files that go into the book besides its pages.
#[derive(Debug, Default)]
pub struct Assets {
    /// The files, each content once, in order of first use.
    pub list: Vec<Asset>,
    /// For every chapter, for every reference, what was found.
    pub found: Vec<Vec<Option<Found>>>,
    /// The cover: number in `list`.
    pub cover: Option<usize>,
    /// Whether the cover is one that bindery drew.
    pub cover_drawn: bool,
    /// The author's style sheets: paths in the book, in order.
    pub styles: Vec<String>,
    /// The fonts that the metadata names, in order.
    pub fonts: Vec<Font>,
}

/// What an address of an image or clip leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file of the book: number in [`Assets::list`].
    Asset(usize),
    /// Something on another server.
    Remote(String),
    /// Nothing that can be used; it has been reported.
    Nothing,
}

/// Gathers what the chapters show, the cover and the style sheets. `drawn` is the picture that is
/// the cover where the project has none.
pub fn gather(
    project: &Project,
    chapters: &[Chapter<'_>],
    drawn: Option<Vec<u8>>,
    diagnostics: &mut Diagnostics,
) -> Assets {
    let mut shelf = Shelf {
        project,
        assets: Assets::default(),
        by_content: HashMap::new(),
        // The tool's own style sheet has that path.
        paths: BTreeSet::from(["styles/book.css".to_owned()]),
        next: HashMap::new(),
        folders: HashMap::new(),
        guesses: Guesses::default(),
    };

    // Every file is read and made fit for the book once, on every core, in whatever order; then
    // taken in reading order.
    let mut wanted: Files = project.cover.iter().map(|path| (path.clone(), None)).collect();
    for (source, chapter) in project.chapters.iter().zip(chapters) {
        for reference in chapter.references.iter().filter(|r| r.kind.is_of_file()) {
            if let Local::Path(path) = locate(project, source, &reference.address) {
                wanted.insert(path, None);
            }
        }
    }
    wanted.par_iter_mut().for_each(|(path, slot)| {
        let treat = |bytes| raster::treat(bytes, project.settings.images);
        *slot = Some(project.root.read(path).map(treat));
    });
    cover(&mut shelf, &wanted, drawn, diagnostics);
    let mut known: HashMap<(String, ReferenceKind), Result<usize, String>> = HashMap::new();
    for (source, chapter) in project.chapters.iter().zip(chapters) {
        let found = chapter
            .references
            .iter()
            .map(|reference| {
                reference
                    .kind
                    .is_of_file()
                    .then(|| shelf.look_up(source, reference, &wanted, &mut known, diagnostics))
            })
            .collect();
        shelf.assets.found.push(found);
    }
    style::gather(&mut shelf, diagnostics);
    font::gather(&mut shelf, diagnostics);
    shelf.assets
}

/// Files by their paths: `None` until they are read.
type Files = BTreeMap<String, Option<Result<Treated, Problem>>>;

/// Where an address leads, before anything is read.
enum Local {
    Path(String),
    Remote(String),
    /// What the address itself holds, where that can be read.
    Data(Option<Vec<u8>>),
    Forbidden,
    Outside(Problem),
    Empty,
}

/// How a problem with a file is told, by what the file is to be.
struct Words {
    missing: &'static Code,
    remote: &'static Code,
    invalid: &'static Code,
    thing: &'static str,
    things: &'static str,
}

impl Words {
    fn of(kind: ReferenceKind) -> Words {
        let (missing, remote, invalid) = match kind {
            ReferenceKind::Media | ReferenceKind::Track => {
                (&code::MEDIA_MISSING, &code::MEDIA_REMOTE, &code::MEDIA_INVALID)
            }
            _ => (&code::IMAGE_MISSING, &code::IMAGE_REMOTE, &code::IMAGE_INVALID),
        };
        let (thing, things) = match kind {
            ReferenceKind::Media => ("sound or film", "sounds and films"),
            ReferenceKind::Track => ("track", "captions"),
            _ => ("image", "images"),
        };
        Words { missing, remote, invalid, thing, things }
    }
}

fn locate(project: &Project, source: &Source, address: &str) -> Local {
    let address = address::tidy(address);
    let address = address.as_ref();
    match address::kind(address) {
        Kind::Empty => return Local::Empty,
        Kind::Host(whole) => return Local::Remote(whole),
        Kind::Scheme(scheme) if matches!(scheme.as_str(), "http" | "https") => {
            return Local::Remote(address.to_owned());
        }
        Kind::Scheme(scheme) if scheme == "data" => return Local::Data(address::data(address)),
        Kind::Scheme(scheme) if address::is_known(&scheme) => return Local::Forbidden,
        Kind::Scheme(_) | Kind::Drive | Kind::Relative => {}
    }
    let folder = folder_of(&source.path);
    // A name may itself hold `%`, `#` or `?`: what is there as written goes first.
    for candidate in spellings(address) {
        if let Ok(path) = project.root.resolve(folder, &candidate)
            && project.root.kind(&path).is_some()
        {
            return Local::Path(path);
        }
    }
    let last = spellings(address).last().cloned().unwrap_or_default();
    match project.root.resolve(folder, &last) {
        Ok(path) => Local::Path(path),
        Err(problem) => Local::Outside(problem),
    }
}

/// The ways to read an address as a path: as it is, with percent-encoding undone, and both without
/// what follows `?` and `#`.
fn spellings(address: &str) -> Vec<String> {
    let bare = address::without_query(address);
    let mut all = vec![
        address.to_owned(),
        address::decoded(address),
        bare.to_owned(),
        address::decoded(bare),
    ];
    all.dedup();
    all
}

/// The assets that are being gathered.
struct Shelf<'p> {
    project: &'p Project,
    assets: Assets,
    by_content: HashMap<(&'static str, Arc<[u8]>), usize>,
    paths: BTreeSet<String>,
    /// Where counting goes on for a name that several files want.
    next: HashMap<String, usize>,
    /// The names in folders that were looked into for what an author meant, sorted.
    folders: HashMap<String, Vec<String>>,
    guesses: Guesses,
}

impl Shelf<'_> {
    fn look_up(
        &mut self,
        source: &Source,
        reference: &Reference,
        files: &Files,
        known: &mut HashMap<(String, ReferenceKind), Result<usize, String>>,
        diagnostics: &mut Diagnostics,
    ) -> Found {
        let at = source.text.span(reference.at.clone());
        let (address, kind) = (reference.address.trim(), reference.kind);
        let words = Words::of(kind);
        let taken = match locate(self.project, source, address) {
            Local::Path(path) => match files.get(&path).and_then(Option::as_ref) {
                Some(Ok(file)) => {
                    let key = (path, kind);
                    match known.get(&key) {
                        Some(taken) => taken.clone(),
                        None => {
                            let place = Place::Span(at);
                            let taken = self.take(&key.0, file, kind, &place, diagnostics);
                            known.insert(key, taken.clone());
                            taken
                        }
                    }
                }
                Some(Err(Problem::Missing)) | None => {
                    let message = format!("there is no file `{address}`");
                    let diagnostic = diagnostics.push(words.missing, at, message);
                    if let Some(near) = self.near_name(&path) {
                        diagnostic.hint(format!("did you mean `{near}`?"));
                    }
                    return Found::Nothing;
                }
                Some(Err(Problem::Outside)) => {
                    Problem::Outside.report(&self.project.root, address, Some(at), diagnostics);
                    return Found::Nothing;
                }
                Some(Err(problem)) => {
                    diagnostics.push(words.invalid, at, problem.words(address).1);
                    return Found::Nothing;
                }
            },
            Local::Data(Some(bytes)) => {
                let file = self.treat(bytes);
                self.take("data", &file, kind, &Place::Span(at), diagnostics)
            }
            Local::Data(None) | Local::Forbidden => Err("is not an address of a file".to_owned()),
            Local::Remote(url) => {
                let message = format!(
                    "`{address}` lies on another server; a book must hold its {}",
                    words.things
                );
                diagnostics
                    .push(words.remote, at, message)
                    .hint("save it beside the chapter and name the file");
                return Found::Remote(url);
            }
            Local::Outside(problem) => {
                problem.report(&self.project.root, address, Some(at), diagnostics);
                return Found::Nothing;
            }
            Local::Empty => {
                diagnostics.push(words.missing, at, format!("the {} has no address", words.thing));
                return Found::Nothing;
            }
        };
        match taken {
            Ok(asset) => Found::Asset(asset),
            Err(why) => {
                diagnostics.push(words.invalid, at, format!("`{}` {why}", shorten(address)));
                Found::Nothing
            }
        }
    }

    /// Makes a file fit for the book.
    fn treat(&self, bytes: Vec<u8>) -> Treated {
        raster::treat(bytes, self.project.settings.images)
    }

    /// Takes an image, a clip or captions; says what is wrong with it where it can't be used, and
    /// what became of it.
    fn take(
        &mut self,
        path: &str,
        file: &Treated,
        kind: ReferenceKind,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<usize, String> {
        let bytes = file.bytes.as_slice();
        let known = match kind {
            ReferenceKind::Media => image::media(bytes)?,
            ReferenceKind::Track => image::track(bytes)?,
            _ => image::image(bytes)?,
        };
        if let Some((code, told)) = &file.told {
            diagnostics.push(code, place.clone(), format!("`{path}` {told}"));
        }
        if known.media_type != "image/svg+xml" {
            return Ok(self.put(path, bytes.into(), &known));
        }
        let (clean, changes) = svg::clean(bytes)?;
        for change in changes {
            diagnostics.push(&code::SVG_CHANGED, place.clone(), format!("`{path}`: {change}"));
        }
        Ok(self.put(path, clean.into(), &known))
    }

    /// Puts a file on the shelf, or finds it there.
    fn put(&mut self, path: &str, bytes: Arc<[u8]>, image: &image::Known) -> usize {
        if let Some(known) = self.by_content.get(&(image.media_type, bytes.clone())) {
            return *known;
        }
        let path = self.free_path(image.folder, stem(path), image.ending);
        self.by_content.insert((image.media_type, bytes.clone()), self.assets.list.len());
        self.assets.list.push(Asset {
            path,
            media_type: image.media_type,
            bytes,
            image: image.folder == "images",
            size: image.size,
        });
        self.assets.list.len() - 1
    }

    /// A path in the book that no other file has, also where case does not count.
    fn free_path(&mut self, folder: &str, stem: &str, ending: &str) -> String {
        let stem = ascii_name(stem);
        let stem = if stem.is_empty() { "file".to_owned() } else { stem };
        let first = format!("{folder}/{stem}.{ending}");
        let number = self.next.entry(first.to_ascii_lowercase()).or_insert(1);
        loop {
            let path = match *number {
                1 => first.clone(),
                number => format!("{folder}/{stem}-{number}.{ending}"),
            };
            *number += 1;
            if self.paths.insert(path.to_ascii_lowercase()) {
                return path;
            }
        }
    }

    /// The file of the same folder whose name is nearest.
    fn near_name(&mut self, path: &str) -> Option<&str> {
        let folder = folder_of(path);
        if !self.folders.contains_key(folder) {
            let list = self.project.root.list(folder).unwrap_or_default();
            let mut names: Vec<String> = list.into_iter().map(|(name, _)| name).collect();
            names.sort_unstable();
            self.folders.insert(folder.to_owned(), names);
        }
        let names = self.folders.get(folder)?;
        self.guesses.nearest(name_of(path), names.iter().map(String::as_str))
    }
}

/// A file's name reduced to what every archive, system and reader takes: ASCII letters, digits,
/// `-`, `_`; at most 60 of them.
pub fn ascii_name(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

fn cover(
    shelf: &mut Shelf<'_>,
    files: &Files,
    drawn: Option<Vec<u8>>,
    diagnostics: &mut Diagnostics,
) {
    let Some(path) = shelf.project.cover.clone() else {
        if let Some(bytes) = drawn
            && let Ok(known) = image::image(&bytes)
        {
            shelf.assets.cover = Some(shelf.put("cover.png", bytes.into(), &known));
            shelf.assets.cover_drawn = true;
        }
        return;
    };
    let place = shelf.project.settings.cover.as_ref().map_or_else(
        || Place::Path(shelf.project.root.display(&path)),
        |(_, span)| Place::Span(*span),
    );
    let file = match files.get(&path).and_then(Option::as_ref) {
        Some(Ok(file)) => file,
        Some(Err(problem)) => {
            let span = shelf.project.settings.cover.as_ref().map(|(_, span)| *span);
            problem.report(&shelf.project.root, &path, span, diagnostics);
            return;
        }
        None => return,
    };
    let taken = shelf.take(&path, file, ReferenceKind::Image, &place, diagnostics);
    match taken {
        Ok(asset) => shelf.assets.cover = Some(asset),
        Err(why) => {
            diagnostics.push(&code::IMAGE_INVALID, place, format!("the cover `{path}` {why}"));
        }
    }
}

/// The beginning of a long address, for a message.
fn shorten(address: &str) -> String {
    if address.chars().count() <= 40 {
        address.to_owned()
    } else {
        address.chars().take(40).chain(['…']).collect()
    }
}

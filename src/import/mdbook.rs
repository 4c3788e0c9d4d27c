//! An mdBook project becomes one of bindery's own.
//!
//! In: the folder of a `book.toml`. Out: a draft whose book is the one that `build` makes of the folder
//! as it is. Refuses to know: how `book.toml`, `SUMMARY.md` and includes are read; `load` does that.
//!
//! Chapters with others below them become folders with an `index.md`, and so do parts: this is how a
//! project of bindery's own nests, and a list of paths (`chapters`) has no nesting. So paths change,
//! and links are led to the new ones. What is Markdown only outside of mdBook is escaped.

mod place;

use super::draft::{At, Chapter, Draft, File, Origin, Setting, Sure};
use super::edits;
use super::language;
use super::source::Source;
use crate::address::{self, decoded};
use crate::book::ChapterRole;
use crate::diagnostic::{Diagnostics, Place, code};
use crate::edition::Theme;
use crate::labels;
use crate::load::metadata::read_mdbook;
use crate::load::paths::{folder_of, join, name_of, normalise, stem};
use crate::load::{self, Project};
use crate::parse::{self, Address, Pieces};
use crate::source::Sources;
use place::Placed;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Characters of the text from which its language is guessed.
const SAMPLE: usize = 20_000;

/// Reads it.
pub(super) fn import(
    source: &Source,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let folder = source.folder.as_deref()?;
    // What a build would stop at is a warning here: the rest can be carried over all the same.
    let mut found = Diagnostics::new(true);
    let project = load::load(folder, None, &mut found, sources);
    diagnostics.join(found);
    let project = project?;
    let mut draft = Draft::default();
    facts(&project, &mut draft, diagnostics);
    let src = src_of(&project);
    let placed = place::place(&project);
    let mut book = Book {
        project: &project,
        src: &src,
        placed: &placed,
        by_path: by_path(&project),
        files: BTreeMap::new(),
        taken: placed.iter().map(Placed::path).map(str::to_owned).collect(),
    };
    let chapters: Vec<Chapter> = placed
        .iter()
        .map(|placed| match placed {
            Placed::Part { path, title } => Chapter {
                path: path.clone(),
                text: format!(
                    "{}# {}\n",
                    edits::front_matter(&[("role", "part".to_owned())]),
                    escaped_heading(title)
                ),
            },
            Placed::Chapter { path, index } => book.chapter(path, *index, diagnostics),
        })
        .collect();
    draft.chapters = chapters;
    draft.files = book.files();
    if let Some(cover) = &project.cover
        && let Ok(bytes) = project.root.read(cover)
    {
        draft.files.push(File { path: format!("cover/{}", name_of(cover)), bytes });
    }
    Some(draft)
}

/// What `book.toml` says, or the `metadata.toml` that takes its place.
fn facts(project: &Project, draft: &mut Draft, diagnostics: &mut Diagnostics) {
    let own = project.root.exists("metadata.toml");
    let part = if own { "metadata.toml" } else { "book.toml" };
    let origin = || Origin::stated_in(part);
    let edition = &project.edition;
    let stated = own || read_again(project).is_some_and(|title| title == edition.title.main);
    let of_folder = Origin { at: At::Part("the folder's name".into()), sure: Sure::Guess };
    draft.title(&edition.title.main, if stated { origin() } else { of_folder });
    if let Some(subtitle) = &edition.title.subtitle {
        draft.subtitle(subtitle, origin());
    }
    if edition.language.is_empty() {
        let sample: String =
            project.chapters.iter().flat_map(|c| c.text.as_str().chars()).take(SAMPLE).collect();
        if let Some((tag, true)) = language::of(&sample) {
            draft.language(tag, Origin { at: At::Whole, sure: Sure::Likely });
        }
    } else {
        draft.language(&edition.language, origin());
    }
    for person in &edition.people {
        draft.person(person.clone(), origin());
    }
    if let Some(publisher) = &edition.publisher {
        draft.publisher(publisher, origin());
    }
    if let Some(date) = edition.date {
        draft.date(date, origin());
    }
    if let Some(rights) = &edition.rights {
        draft.rights(rights, origin());
    }
    if let Some(description) = &edition.description {
        draft.description(description, origin());
    }
    for subject in &edition.subjects {
        draft.subject(subject.clone(), origin());
    }
    if let Some(identifier) = &edition.identifier {
        draft.identifier(identifier.clone(), origin());
    }
    if let Some(series) = &edition.series {
        draft.series(series.clone(), origin());
    }
    draft.edition.sources.clone_from(&edition.sources);
    draft.edition.title.file_as.clone_from(&edition.title.file_as);
    draft.edition.direction = edition.direction;
    let settings = &project.settings;
    let text = |text: &str| Setting::Text(text.to_owned());
    let theme = match settings.theme {
        Some(Theme::Plain) => "plain",
        Some(Theme::Classic) => "classic",
        _ => "technical",
    };
    draft.settings.push(("theme", text(theme)));
    draft.settings.push(("math", text("off")));
    if !settings.smart_punctuation {
        draft.settings.push(("smart-punctuation", Setting::Flag(false)));
    }
    if let Some(base_url) = &settings.base_url {
        draft.settings.push(("base-url", text(base_url)));
    }
    if own {
        let message = "how the book is built, fonts and style sheets are not carried over";
        diagnostics
            .push(&code::IMPORT_LOST, Place::Path(project.root.display("metadata.toml")), message)
            .hint("copy what the new metadata.toml lacks");
    }
}

/// The title that book.toml states.
fn read_again(project: &Project) -> Option<String> {
    let bytes = project.root.read("book.toml").ok()?;
    let mut sources = Sources::default();
    let file = sources.add("book.toml", String::from_utf8_lossy(&bytes).into_owned());
    Some(read_mdbook(file, &sources, &mut Diagnostics::new(true)).edition.title.main)
}

/// The folder of the chapters: the one that all of them lie in.
fn src_of(project: &Project) -> String {
    let mut folders = project.chapters.iter().map(|chapter| folder_of(&chapter.path));
    let mut shared: Vec<&str> = folders.next().unwrap_or_default().split('/').collect();
    for folder in folders {
        let same = shared.iter().zip(folder.split('/')).take_while(|(a, b)| **a == *b).count();
        shared.truncate(same);
    }
    shared.join("/")
}

/// Chapters by their path without its ending; a README or index by its folder too.
fn by_path(project: &Project) -> BTreeMap<String, usize> {
    let mut by_path = BTreeMap::new();
    for (number, source) in project.chapters.iter().enumerate() {
        let bare = bare(&source.path);
        let (folder, name) = bare.rsplit_once('/').unwrap_or(("", bare));
        if matches!(name.to_ascii_lowercase().as_str(), "readme" | "index" | "_index") {
            by_path.entry(folder.to_owned()).or_insert(number);
            by_path.entry(join(folder, "index")).or_insert(number);
        }
        by_path.insert(bare.to_owned(), number);
    }
    by_path
}

/// A path without the ending of a chapter's file or of its page on the web.
fn bare(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    match path.rsplit_once('.') {
        Some((stem, "md" | "markdown" | "html" | "htm")) => stem,
        _ => path,
    }
}

/// A title as a heading of Markdown has it.
fn escaped_heading(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars() {
        if c.is_ascii_punctuation() && !".,:;!?'\"()/-&%".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The project while its chapters are rewritten.
struct Book<'p> {
    project: &'p Project,
    src: &'p str,
    placed: &'p [Placed],
    by_path: BTreeMap<String, usize>,
    /// Files that chapters name: where each lies, and where it goes below `manuscript/`.
    files: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

impl Book<'_> {
    /// A chapter for its new place.
    fn chapter(&mut self, path: &str, index: usize, diagnostics: &mut Diagnostics) -> Chapter {
        let Some(source) = self.project.chapters.get(index) else {
            return Chapter { path: path.to_owned(), text: String::new() };
        };
        let lang = match self.project.edition.language.as_str() {
            "" => "en",
            lang => lang,
        };
        let options = parse::Options {
            lang,
            mdbook: true,
            math: crate::edition::Math::Off,
            vertical: false,
            highlight: false,
            smart_punctuation: self.project.settings.smart_punctuation,
        };
        let text = source.text.as_str();
        let pieces = parse::pieces(text, options);
        let mut changes = escapes(text, &pieces);
        for address in &pieces.addresses {
            let at = || source.text.span(address.at.clone());
            match self.target(source, path, address) {
                Target::Path(to) => changes.push(edits::lead(address, &to)),
                Target::Missing(named) => {
                    let message = format!("there is no file `{named}`");
                    diagnostics.push(&code::IMPORT_LOST, at(), message);
                }
                Target::Kept => {}
            }
        }
        let mut unheard = Diagnostics::new(true);
        let parsed = parse::parse(&source.text, options, labels::for_language(lang), &mut unheard);
        let heading = parsed.headings.first().map(|heading| heading.text.as_str());
        let mut fields = Vec::new();
        let title = source.title.as_deref().or(source.listed_title.as_deref());
        if let Some(title) = title.filter(|title| heading != Some(title)) {
            fields.push(("title", title.to_owned()));
            // A title is shown above a text without a heading of level 1; mdBook's is only listed.
            let least = parsed.headings.iter().map(|heading| heading.level).min();
            if parsed.headings.len() == pieces.headings.len()
                && let Some(raise @ 1..=2) = least.map(|least| least - 1)
            {
                changes.extend(raised(text, &pieces, raise));
                let depth = self.project.settings.toc_depth.saturating_sub(raise).max(1);
                fields.push(("toc-depth", depth.to_string()));
            }
        }
        let body = edits::apply(text, changes);
        if source.role != ChapterRole::from_file_name(stem(path)) {
            let role = source.role.unwrap_or(ChapterRole::Chapter);
            fields.push(("role", role.name().to_owned()));
        }
        let mut front = edits::front_matter(&fields);
        if front.is_empty() && load::front_matter::split(&body).is_some() {
            // mdBook has no front matter: what looks like one is text, which a comment keeps so.
            "<!-- -->\n\n".clone_into(&mut front);
        }
        Chapter { path: path.to_owned(), text: format!("{front}{}\n", body.trim_end()) }
    }

    /// Where an address of a chapter leads in the project.
    fn target(&mut self, source: &load::Source, path: &str, address: &Address) -> Target {
        let written = address::tidy(&address.address);
        let bare_address = address::without_query(&written);
        if address::kind(&written) != address::Kind::Relative || bare_address.is_empty() {
            return Target::Kept;
        }
        for named in [bare_address.to_owned(), decoded(bare_address)] {
            if let Some(number) = self.find(source, &named) {
                let place = self.placed.iter().find(|placed| placed.index() == Some(number));
                return match place {
                    Some(placed) if placed.path() == path => Target::Path(name_of(path).to_owned()),
                    Some(placed) => Target::Path(edits::relative(path, placed.path())),
                    None => Target::Kept,
                };
            }
        }
        let named = decoded(bare_address);
        let file = match named.strip_prefix('/') {
            Some(rest) => normalise(&join(self.src, rest)),
            None => normalise(&join(folder_of(&source.path), &named)),
        };
        let is_there = |file: &String| self.project.root.read(file).is_ok();
        if (address.shown || is_image(&named)) && !is_chapter(&named) {
            return match file.filter(is_there) {
                Some(file) => Target::Path(edits::relative(path, &self.keep(file))),
                None => Target::Missing(named),
            };
        }
        // A page of the web site: it must be the same one from the new place.
        if named.starts_with('/') {
            return Target::Kept;
        }
        let above = "../".repeat(path.matches('/').count());
        let inside = folder_of(&source.path).strip_prefix(self.src).unwrap_or_default();
        let moved = join(inside.trim_start_matches('/'), &named);
        if format!("{above}{moved}") == named {
            Target::Kept
        } else {
            Target::Path(format!("{above}{moved}"))
        }
    }

    /// The chapter at a path that is relative to another, by way of mdBook's redirects if need be.
    fn find(&self, source: &load::Source, path: &str) -> Option<usize> {
        let path = path.replace('\\', "/");
        let mut full = match path.strip_prefix('/') {
            Some(rest) => normalise(&join(self.src, rest))?,
            None => normalise(&join(folder_of(&source.path), &path))?,
        };
        for _ in 0..8 {
            if let Some(number) = self.by_path.get(bare(&full)) {
                return Some(*number);
            }
            let key = full.strip_prefix(&format!("{}/", self.src)).unwrap_or(&full);
            let redirects = &self.project.redirects;
            let moved = redirects.get(key).or_else(|| redirects.get(&format!("/{key}")))?;
            let moved = moved.split('#').next().unwrap_or_default();
            full = match moved.strip_prefix('/') {
                Some(rest) => join(self.src, rest),
                None => normalise(&join(folder_of(&full), moved))?,
            };
        }
        None
    }

    /// Has a file copied; gives its new path below `manuscript/`.
    fn keep(&mut self, file: String) -> String {
        if let Some(known) = self.files.get(&file) {
            return known.clone();
        }
        let inside = file.strip_prefix(&format!("{}/", self.src));
        let wanted = inside.map_or_else(|| join("files", &file), str::to_owned);
        let mut path = wanted.clone();
        let mut number = 2;
        while !self.taken.insert(path.to_lowercase()) {
            path = join(&format!("files-{number}"), &wanted);
            number += 1;
        }
        self.files.insert(file, path.clone());
        path
    }

    /// The files that chapters name.
    fn files(&self) -> Vec<File> {
        let file = |(from, to): (&String, &String)| {
            let bytes = self.project.root.read(from).ok()?;
            Some(File { path: format!("manuscript/{to}"), bytes })
        };
        self.files.iter().filter_map(file).collect()
    }
}

/// Where an address leads.
enum Target {
    /// To what it says.
    Kept,
    /// To that path, from where it stands.
    Path(String),
    /// To a file that is not there.
    Missing(String),
}

fn is_image(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg")
}

fn is_chapter(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "md" | "markdown" | "mdown" | "mkd")
}

/// The changes that keep a text what it is outside of mdBook: there `~`, `^`, `:::` and braces mean
/// something, and no line of code is hidden.
fn escapes(text: &str, pieces: &Pieces) -> Vec<(Range<usize>, String)> {
    let mut changes: Vec<(Range<usize>, String)> = pieces.hidden.clone();
    for range in &pieces.single_strikes {
        changes.push((range.start..range.start, "~".to_owned()));
        changes.push((range.end..range.end, "~".to_owned()));
    }
    let bytes = text.as_bytes();
    for range in &pieces.texts {
        let words = text.get(range.clone()).unwrap_or_default();
        let mut last_colons = false;
        for (offset, c) in words.char_indices() {
            let at = range.start + offset;
            let escaped = offset == 0 && at > 0 && bytes.get(at - 1) == Some(&b'\\');
            let rest = words.get(offset..).unwrap_or_default();
            let first = offset == 0 && text.get(..at).is_some_and(begins_line);
            let means = match c {
                '~' | '^' => true,
                '{' => {
                    rest.starts_with("{p.")
                        || rest.split_once('}').is_some_and(|(inside, _)| inside.contains('|'))
                }
                ':' if first && !last_colons => rest.starts_with(":::"),
                _ => false,
            };
            last_colons = c == ':';
            if means && !escaped {
                changes.push((at..at, "\\".to_owned()));
            }
        }
    }
    changes
}

/// The changes that raise all headings by `levels`.
fn raised(text: &str, pieces: &Pieces, levels: u8) -> Vec<(Range<usize>, String)> {
    let mut changes = Vec::new();
    for (range, _) in &pieces.headings {
        let source = text.get(range.clone()).unwrap_or_default();
        let start = range.start + source.len() - source.trim_start().len();
        if text.get(start..).is_some_and(|rest| rest.starts_with('#')) {
            changes.push((start..start + usize::from(levels), String::new()));
        } else if let Some(line) = source.trim_end().rfind('-') {
            // Underlined by hyphens, which is level 2.
            let first = source.get(..=line).map_or(line, |line| line.trim_end_matches('-').len());
            let under = "=".repeat(line + 1 - first);
            changes.push((range.start + first..range.start + line + 1, under));
        }
    }
    changes
}

/// Whether what follows `before` begins a line, or what a line of a list or quotation holds.
fn begins_line(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.chars()
        .all(|c| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit())
}

//! A path becomes a [`Project`]: the texts, the edition, the reading order.
//!
//! In: a project's folder, a folder of Markdown, a Markdown file or an mdBook project. Out: all
//! that the other rooms need of it. Refuses to know: what Markdown means. The only room that reads
//! files, and it reads none outside the project's folder.

pub mod assets;
pub mod front_matter;
mod include;
pub mod metadata;
mod order;
pub mod paths;
mod relators;
mod root;
mod summary;
mod text;

use crate::book::ChapterRole;
use crate::diagnostic::{Code, Diagnostics, Place, code};
use crate::edition::{Edition, Role, Settings, Theme};
use crate::source::{FileId, Sources, Span, Text};
use front_matter::FrontMatter;
use metadata::{MdBook, read_mdbook};
use order::title_of_name;
use root::Kind;
pub use root::{Root, plain as plain_error};
use std::collections::BTreeMap;
use std::path::Path;

/// A manuscript with all that belongs to it, as it was read.
#[derive(Debug)]
pub struct Project {
    /// The folder outside of which nothing is read.
    pub root: Root,
    /// Every text that was read.
    pub sources: Sources,
    /// What the metadata says.
    pub edition: Edition,
    /// How the book is to be built.
    pub settings: Settings,
    /// The chapters, in reading order.
    pub chapters: Vec<Source>,
    /// How parts and chapters nest; its numbers are those of `chapters`.
    pub outline: Vec<Outline>,
    /// Whether the Markdown is mdBook's.
    pub mdbook: bool,
    /// Whether the book is one Markdown file.
    pub single: bool,
    /// Old addresses of pages and where they lead now (mdBook's redirects).
    pub redirects: BTreeMap<String, String>,
    /// The cover image's path, where there is one.
    pub cover: Option<String>,
}

/// One Markdown file of the reading order.
#[derive(Debug)]
pub struct Source {
    /// Its path relative to the project, `/` between the parts.
    pub path: String,
    /// Its number among the sources.
    pub file: FileId,
    /// Its text without front matter, includes put in.
    pub text: Text,
    /// The title that the table of contents of the manuscript gives it (SUMMARY.md).
    pub listed_title: Option<String>,
    /// The title that its front matter gives it.
    pub title: Option<String>,
    /// Its role, where front matter or its name tell one.
    pub role: Option<ChapterRole>,
    /// BCP 47 tag of its language, where it is not the book's.
    pub lang: Option<String>,
    /// Depth to which its headings are in the table of contents, where it is not the book's.
    pub toc_depth: Option<u8>,
}

/// An entry of the reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outline {
    /// A part with a title and no text of its own.
    Part {
        /// Its title.
        title: String,
        /// What is in it.
        children: Vec<Outline>,
    },
    /// A chapter, and those below it.
    Chapter {
        /// Its number.
        index: usize,
        /// What is below it.
        children: Vec<Outline>,
    },
}

/// A file of the reading order before it is read.
#[derive(Debug, Clone)]
struct Planned {
    path: String,
    title: Option<String>,
    /// Where it was named, where it was.
    named: Option<Span>,
}

/// Loads what lies at `path`. `None` where there is nothing to go on with; otherwise there is a
/// project, though errors may have been reported.
pub fn load(
    path: &Path,
    base_url: Option<&str>,
    diagnostics: &mut Diagnostics,
    sources: &mut Sources,
) -> Option<Project> {
    let given = path.display().to_string();
    let Ok(about) = std::fs::metadata(path) else {
        diagnostics
            .push(&code::PATH_MISSING, Place::Path(given), "there is no such file or folder")
            .hint("give a project's folder, a folder of Markdown, or a Markdown file");
        return None;
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut project = if about.is_dir() {
        folder(path, diagnostics, sources)
    } else if matches!(name.as_str(), "metadata.toml" | "book.toml") {
        folder(path.parent().unwrap_or(Path::new(".")), diagnostics, sources)
    } else if order::is_markdown(&name) {
        single_file(path, name, diagnostics, sources)
    } else {
        diagnostics
            .push(
                &code::NO_MANUSCRIPT,
                Place::Path(given.clone()),
                "this is not a Markdown file (`.md`)",
            )
            .hint("give a project's folder, a folder of Markdown, or a Markdown file");
        None
    }?;
    if project.chapters.is_empty() {
        if !diagnostics.failed() {
            diagnostics
                .push(&code::NO_MANUSCRIPT, Place::Path(given), "there is no Markdown file here")
                .hint("a project keeps its chapters in `manuscript/`, as files ending in `.md`");
        }
        return None;
    }
    if let Some(base_url) = base_url {
        project.settings.base_url = Some(base_url.to_owned());
    }
    Some(project)
}

/// A title made of a file's name, where nothing else gives one.
pub fn title_of_path(path: &str) -> String {
    title_of_name(paths::stem(path))
}

/// The role that a MARC relator's code or English name stands for.
pub fn relator(given: &str) -> Option<Role> {
    relators::find(given).map(relators::Relator::role)
}

fn open_root(path: &Path, diagnostics: &mut Diagnostics) -> Option<Root> {
    match Root::open(path) {
        Ok(root) => Some(root),
        Err(error) => {
            diagnostics.push(
                &code::FILE_UNREADABLE,
                Place::Path(path.display().to_string()),
                format!("the folder can't be read: {error}"),
            );
            None
        }
    }
}

fn empty_project(root: Root) -> Project {
    Project {
        root,
        sources: Sources::default(),
        edition: Edition::default(),
        settings: Settings::default(),
        chapters: Vec::new(),
        outline: Vec::new(),
        mdbook: false,
        single: false,
        redirects: BTreeMap::new(),
        cover: None,
    }
}

/// A single Markdown file: its front matter is the metadata, its first heading the title.
fn single_file(
    path: &Path,
    name: String,
    diagnostics: &mut Diagnostics,
    sources: &mut Sources,
) -> Option<Project> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let root = open_root(parent.unwrap_or(Path::new(".")), diagnostics)?;
    let mut project = empty_project(root);
    project.single = true;
    let plan = vec![Planned { path: name, title: None, named: None }];
    let outline = vec![Outline::Chapter { index: 0, children: Vec::new() }];
    let matter = read_chapters(&mut project, plan, &outline, diagnostics, sources);
    project.edition = matter.first().map(FrontMatter::edition).unwrap_or_default();
    Some(project)
}

/// A folder: an mdBook project, a project of bindery's own, or Markdown without metadata.
fn folder(path: &Path, diagnostics: &mut Diagnostics, sources: &mut Sources) -> Option<Project> {
    let root = open_root(path, diagnostics)?;
    let mut project = empty_project(root);
    let has = |project: &Project, name: &str| project.root.kind(name) == Some(Kind::File);
    let own = has(&project, "metadata.toml");
    let manuscript = project.root.kind("manuscript") == Some(Kind::Folder);
    let mdbook = has(&project, "book.toml") && !manuscript;
    let mut mdbook_settings = None;
    if mdbook
        && let Some(file) =
            read_text(&project.root, "book.toml", &code::METADATA_SYNTAX, diagnostics, sources)
    {
        mdbook_settings = Some(read_mdbook(file, sources, diagnostics));
    }
    if own {
        let file = read_text(
            &project.root,
            "metadata.toml",
            &code::METADATA_SYNTAX,
            diagnostics,
            sources,
        )?;
        (project.edition, project.settings) = metadata::read(file, sources, diagnostics);
    }
    let (plan, outline) = match mdbook_settings {
        Some(settings) => plan_mdbook(&mut project, settings, own, diagnostics, sources),
        None => {
            let (folder, named) = match project.settings.manuscript.clone() {
                Some((folder, span)) => (folder, Some(span)),
                None if manuscript => ("manuscript".to_owned(), None),
                None => (String::new(), None),
            };
            order::plan(&project, &folder, named, own, diagnostics)
        }
    };
    let _ = read_chapters(&mut project, plan, &outline, diagnostics, sources);
    find_cover(&mut project, diagnostics);
    if project.edition.title.main.is_empty() && !own {
        // A folder without metadata is named as it is.
        let name = std::fs::canonicalize(path)
            .ok()
            .and_then(|path| path.file_name().map(|name| title_of_name(&name.to_string_lossy())));
        project.edition.title.main = name.unwrap_or_default();
    }
    Some(project)
}

fn plan_mdbook(
    project: &mut Project,
    settings: MdBook,
    own: bool,
    diagnostics: &mut Diagnostics,
    sources: &mut Sources,
) -> (Vec<Planned>, Vec<Outline>) {
    project.mdbook = true;
    if !own {
        project.edition = settings.edition;
        project.settings = settings.settings;
        project.settings.smart_punctuation = settings.smart_punctuation;
    }
    // What is written for mdBook is mostly a manual.
    project.settings.theme.get_or_insert(Theme::Technical);
    project.redirects = settings.redirects;
    let summary = paths::join(&settings.src, "SUMMARY.md");
    let Some(file) = read_text(&project.root, &summary, &code::FILE_ENCODING, diagnostics, sources)
    else {
        return (Vec::new(), Vec::new());
    };
    summary::plan(&project.root, &settings.src, file, sources, diagnostics)
}

/// Reads a text file into the sources; `encoding` is what it is to be told with that it is not
/// UTF-8.
fn read_text(
    root: &Root,
    path: &str,
    encoding: &'static Code,
    diagnostics: &mut Diagnostics,
    sources: &mut Sources,
) -> Option<FileId> {
    match root.read(path) {
        Ok(bytes) => {
            Some(text::decode(bytes).keep(root.display(path), encoding, sources, diagnostics))
        }
        Err(problem) => {
            problem.report(root, path, None, diagnostics);
            None
        }
    }
}

/// Reads the planned files, on every core, and turns the plan's outline into the project's: what
/// can't be read or is excluded is left out. Gives each chapter's front matter.
fn read_chapters(
    project: &mut Project,
    plan: Vec<Planned>,
    outline: &[Outline],
    diagnostics: &mut Diagnostics,
    sources: &mut Sources,
) -> Vec<FrontMatter> {
    use rayon::prelude::*;
    let root = &project.root;
    let texts: Vec<_> = plan
        .par_iter()
        .map(|planned| {
            let mut found = diagnostics.fork();
            let text = match root.read(&planned.path) {
                Ok(bytes) => Some(text::decode(bytes)),
                Err(problem) => {
                    problem.report(root, &planned.path, planned.named, &mut found);
                    None
                }
            };
            (text, found)
        })
        .collect();
    let mut numbers = vec![None; plan.len()];
    let mut matters = Vec::new();
    let mut cache = include::Cache::default();
    for (number, (planned, (text, found))) in plan.into_iter().zip(texts).enumerate() {
        diagnostics.join(found);
        let Some(text) = text else { continue };
        let path = project.root.display(&planned.path);
        let file = text.keep(path, &code::FILE_ENCODING, sources, diagnostics);
        let text = sources.get(file).text.clone();
        let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (matter, body) = if project.mdbook {
            (FrontMatter::default(), bom)
        } else {
            front_matter::read(file, &text, diagnostics)
        };
        if matter.exclude {
            continue;
        }
        if !project.single {
            for key in matter.of_the_book() {
                let message =
                    format!("`{key}` is of a chapter here, and is not carried into the book");
                diagnostics
                    .push(&code::FRONT_MATTER_KEY, Span::new(file, bom..bom + 3), message)
                    .hint("what is said of the whole book stands in metadata.toml");
            }
        }
        let mut text = Text::of_file(file, text, body);
        let mut title = matter.title.clone();
        if project.mdbook {
            let mut includes =
                include::Includes { root: &project.root, cache: &mut cache, sources, diagnostics };
            let expanded = includes.expand(text, &planned.path, file);
            text = expanded.0;
            title = title.or(expanded.1);
        }
        let stem = paths::stem(&planned.path);
        if let Some(slot) = numbers.get_mut(number) {
            *slot = Some(project.chapters.len());
        }
        project.chapters.push(Source {
            role: matter.role.or_else(|| ChapterRole::from_file_name(stem)),
            lang: matter.lang.clone(),
            toc_depth: matter.toc_depth,
            title,
            listed_title: planned.title,
            path: planned.path,
            file,
            text,
        });
        matters.push(matter);
    }
    project.outline = renumber(outline, &numbers);
    matters
}

/// The outline with the numbers that chapters have after reading.
fn renumber(outline: &[Outline], numbers: &[Option<usize>]) -> Vec<Outline> {
    let mut out = Vec::new();
    for entry in outline {
        match entry {
            Outline::Part { title, children } => {
                let children = renumber(children, numbers);
                if !children.is_empty() {
                    out.push(Outline::Part { title: title.clone(), children });
                }
            }
            Outline::Chapter { index, children } => {
                let children = renumber(children, numbers);
                match numbers.get(*index).copied().flatten() {
                    Some(index) => out.push(Outline::Chapter { index, children }),
                    // What stood below a chapter that is left out moves up.
                    None => out.extend(children),
                }
            }
        }
    }
    out
}

/// The cover: the file that the metadata names, else the first of `cover/cover.jpg`, `.jpeg`,
/// `.png`, `.webp`, `.gif` and `.svg`. Pixels go before SVG: no shop's shelf shows an SVG.
fn find_cover(project: &mut Project, diagnostics: &mut Diagnostics) {
    if let Some((path, span)) = &project.settings.cover {
        match project.root.resolve("", path) {
            Ok(path) => project.cover = Some(path),
            Err(problem) => problem.report(&project.root, path, Some(*span), diagnostics),
        }
        return;
    }
    project.cover = ["jpg", "jpeg", "png", "webp", "gif", "svg"]
        .iter()
        .map(|ending| format!("cover/cover.{ending}"))
        .find(|path| project.root.kind(path) == Some(Kind::File));
}

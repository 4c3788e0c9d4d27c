//! A draft becomes a folder that `build` takes.
//!
//! In: a [`Draft`]. Out: `metadata.toml`, `manuscript/` and what lies beside it. Refuses to know: where
//! the draft came from. Nothing is overwritten unless the caller says so, and nothing is written
//! outside the folder.

use super::draft::{At, Chapter, Draft, Setting, Sure, person_key};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, code};
use crate::edition::{Identifier, Person, Role, SourceWork};
use crate::load::plain_error;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes the project into `folder`, which must be free or empty unless `force` says that files of
/// the same names may be replaced. Returns the paths that were written, in order.
///
/// # Errors
/// [`code::FOLDER_TAKEN`] where something is there already; [`code::OUTPUT`] where the system does not
/// let it be written.
pub fn write(draft: &Draft, folder: &Path, force: bool) -> Result<Vec<PathBuf>, Diagnostic> {
    let unwritable = |at: &Path, error: &io::Error| {
        problem(&code::OUTPUT, at, format!("this can't be written: {}", plain_error(error)))
    };
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if !force && entries.next().is_some() {
                let mut taken = problem(&code::FOLDER_TAKEN, folder, "the folder is not empty");
                taken.hint("choose a path that is free, or an empty folder");
                taken.hint("with `--force` files of the same names are replaced there");
                return Err(taken);
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(problem(&code::FOLDER_TAKEN, folder, "there is a file of that name"));
        }
        Err(error) => return Err(unwritable(folder, &error)),
    }
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let inside = folder.canonicalize().map_err(|error| unwritable(folder, &error))?;
    let mut made = Vec::new();
    for (name, bytes) in files(draft) {
        let file = folder.join(&name);
        let above = file.parent().unwrap_or(folder);
        fs::create_dir_all(above).map_err(|error| unwritable(above, &error))?;
        let real = above.canonicalize().map_err(|error| unwritable(above, &error))?;
        let link = fs::symlink_metadata(&file).is_ok_and(|about| about.is_symlink());
        if !real.starts_with(&inside) || link {
            let message = "this leads out of the folder, by a symbolic link";
            return Err(problem(&code::OUTPUT, &file, message));
        }
        let mut options = OpenOptions::new();
        options.write(true);
        // Never over a file that appeared in the meantime.
        if force {
            options.create(true).truncate(true)
        } else {
            options.create_new(true)
        };
        options
            .open(&file)
            .and_then(|mut to| to.write_all(&bytes))
            .map_err(|error| unwritable(&file, &error))?;
        made.push(file);
    }
    Ok(made)
}

fn problem(code: &'static Code, path: &Path, message: impl Into<String>) -> Diagnostic {
    let place = Place::Path(path.display().to_string());
    Diagnostics::new(false).push(code, place, message).clone()
}

/// The files of the project: path and content.
fn files(draft: &Draft) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("metadata.toml".to_owned(), metadata(draft).into_bytes())];
    let chapter = |Chapter { path, text }: &Chapter| {
        (format!("manuscript/{path}"), text.clone().into_bytes())
    };
    files.extend(draft.chapters.iter().map(chapter));
    files.extend(draft.files.iter().map(|file| (file.path.clone(), file.bytes.clone())));
    files.push((".gitignore".to_owned(), b"dist/\n".to_vec()));
    files
}

/// The name of a chapter's file: its number, as wide as `count` needs, and words of its title.
pub(super) fn file_name(number: usize, count: usize, title: &str) -> String {
    let width = count.to_string().len().max(2);
    let words = slug(title);
    if words.is_empty() {
        format!("{number:0width$}.md")
    } else {
        format!("{number:0width$}-{words}.md")
    }
}

/// Letters and digits of a title, words joined by hyphens, at most 40 characters, never cut within a
/// word unless the first one is longer.
pub(super) fn slug(title: &str) -> String {
    let mut out = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        if word.is_empty() {
            continue;
        }
        let length = out.chars().count() + usize::from(!out.is_empty());
        let word = word.to_lowercase();
        if length + word.chars().count() > 40 {
            if out.is_empty() {
                out.extend(word.chars().take(40));
            }
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&word);
    }
    out
}

/// The text of metadata.toml: simple keys first, tables after them, as TOML asks.
pub(super) fn metadata(draft: &Draft) -> String {
    let mut out = Toml { draft, simple: String::new(), tables: String::new() };
    let edition = &draft.edition;
    out.text("title", &edition.title.main);
    out.option("subtitle", edition.title.subtitle.as_deref());
    if let Some(file_as) = &edition.title.file_as {
        // The long form of the title says it, and takes the place of the short ones.
        out.simple.clear();
        out.table("title", "[title]");
        out.field("main", &edition.title.main);
        out.field_option("subtitle", edition.title.subtitle.as_deref());
        out.field("file-as", file_as);
    }
    if !edition.language.is_empty() {
        out.text("language", &edition.language);
    }
    let mut people: BTreeMap<usize, Vec<&Person>> = BTreeMap::new();
    let keys = ["author", "translator", "editor", "illustrator", "contributor"];
    for person in &edition.people {
        let key = person_key(person.role);
        let at = keys.iter().position(|other| *other == key).unwrap_or_default();
        people.entry(at).or_default().push(person);
    }
    for (at, people) in people {
        out.people(keys.get(at).copied().unwrap_or("contributor"), &people);
    }
    out.option("publisher", edition.publisher.as_deref());
    out.option("date", edition.date.map(|date| date.to_string()).as_deref());
    out.option("modified", edition.modified.as_deref());
    out.option("rights", edition.rights.as_deref());
    out.option("description", edition.description.as_deref());
    match &edition.identifier {
        Some(Identifier::Isbn(isbn)) => out.text("isbn", isbn),
        Some(Identifier::Other(other)) => out.text("identifier", other),
        None => {}
    }
    out.option("page-source", edition.page_source.as_deref());
    out.option("direction", edition.direction.map(crate::edition::Direction::name));
    out.subjects();
    out.sources(&edition.sources);
    if let Some(series) = &edition.series {
        if series.position.is_none() && series.identifier.is_none() {
            out.text("series", &series.name);
        } else {
            out.table("series", "[series]");
            out.field("name", &series.name);
            out.field_option("position", series.position.as_deref());
            out.field_option("identifier", series.identifier.as_deref());
        }
    }
    for (key, value) in &draft.settings {
        match value {
            Setting::Table(fields) => {
                out.table(key, &format!("[{key}]"));
                for (name, value) in fields {
                    let _ = writeln!(out.tables, "{name} = {}", setting(value));
                }
            }
            value => {
                let _ = writeln!(out.simple, "{key} = {}", setting(value));
            }
        }
    }
    let access = &edition.accessibility;
    let lists = [("conforms-to", &access.conforms_to), ("hazards", &access.hazards)];
    let texts = [
        ("summary", &access.summary),
        ("certified-by", &access.certified_by),
        ("credential", &access.credential),
        ("report", &access.report),
    ];
    if lists.iter().any(|(_, list)| !list.is_empty())
        || texts.iter().any(|(_, text)| text.is_some())
    {
        out.table("accessibility", "[accessibility]");
        for (name, text) in texts {
            out.field_option(name, text.as_deref());
        }
        for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            let _ = writeln!(out.tables, "{name} = {}", setting(&Setting::List(list.clone())));
        }
    }
    format!("{}{}", out.simple, out.tables)
}

/// A value as TOML writes it.
fn setting(value: &Setting) -> String {
    match value {
        Setting::Text(text) => quoted(text),
        Setting::List(list) => {
            format!("[{}]", list.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
        }
        Setting::Flag(flag) => flag.to_string(),
        Setting::Number(number) => number.to_string(),
        Setting::Table(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name} = {}", setting(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// metadata.toml while it is written.
struct Toml<'d> {
    draft: &'d Draft,
    simple: String,
    tables: String,
}

impl Toml<'_> {
    /// The comment on a fact that is not certain; empty where all that is known of the key is stated.
    fn comment(&self, key: &str, value: Option<&str>) -> String {
        let folded = value.map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "));
        let mut found = self.draft.findings.iter().filter(|finding| {
            finding.key == key && folded.as_ref().is_none_or(|value| finding.value == *value)
        });
        let Some(unsure) = found.find(|finding| finding.origin.sure != Sure::Stated) else {
            return String::new();
        };
        let word = match unsure.origin.sure {
            Sure::Guess => "A guess",
            _ => "Likely",
        };
        match &unsure.origin.at {
            At::Line(line) => format!("# {word}, from line {line} of the source.\n"),
            At::Part(part) => {
                format!("# {word}, from {} of the source.\n", crate::report::printable(part))
            }
            At::Whole => format!("# {word}, from the whole text.\n"),
        }
    }

    fn text(&mut self, key: &str, value: &str) {
        let comment = self.comment(key, Some(value));
        let _ = writeln!(self.simple, "{comment}{key} = {}", quoted(value));
    }

    fn option(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    fn table(&mut self, key: &str, header: &str) {
        let comment = self.comment(key, None);
        let _ = writeln!(self.tables, "\n{comment}{header}");
    }

    fn field(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.tables, "{name} = {}", quoted(value));
    }

    fn field_option(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// A field of a table with a comment of its own.
    fn found(&mut self, key: &str, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            let comment = self.comment(key, Some(value));
            let _ = writeln!(self.tables, "{comment}{name} = {}", quoted(value));
        }
    }

    fn list(&mut self, key: &str, values: &[&str]) {
        match values {
            [] => {}
            [one] => self.text(key, one),
            values => {
                let comment = self.comment(key, None);
                let values = values.iter().map(|value| quoted(value)).collect::<Vec<_>>();
                let _ = writeln!(self.simple, "{comment}{key} = [{}]", values.join(", "));
            }
        }
    }

    /// The people of one key.
    fn people(&mut self, key: &'static str, people: &[&Person]) {
        let plain = |person: &&Person| {
            person.file_as.is_none()
                && person.note.is_none()
                && person.url.is_none()
                && person.lang.is_none()
                && !person.organisation
                && (key != "contributor" || person.role == Role("ctb"))
        };
        if people.iter().all(plain) {
            let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
            self.list(key, &names);
            return;
        }
        for person in people {
            let comment = self.comment(key, Some(&person.name));
            let _ = writeln!(self.tables, "\n{comment}[[{key}]]");
            self.field("name", &person.name);
            self.field_option("file-as", person.file_as.as_deref());
            let note = if key == "author" { "author.note" } else { "" };
            self.found(note, "note", person.note.as_deref());
            self.field_option("url", person.url.as_deref());
            self.field_option("lang", person.lang.as_deref());
            if person.organisation {
                self.field("kind", "organisation");
            }
            if key == "contributor" {
                self.field("role", person.role.0);
            }
        }
    }

    fn subjects(&mut self) {
        let subjects = &self.draft.edition.subjects;
        if subjects.iter().all(|subject| subject.authority.is_none()) {
            let names: Vec<&str> = subjects.iter().map(|subject| subject.name.as_str()).collect();
            self.list("subject", &names);
            return;
        }
        for subject in subjects {
            self.table("subject", "[[subject]]");
            self.field("name", &subject.name);
            self.field_option("authority", subject.authority.as_deref());
            self.field_option("term", subject.term.as_deref());
        }
    }

    fn sources(&mut self, sources: &[SourceWork]) {
        if sources.iter().all(|work| work.citation.is_some()) {
            let citations: Vec<&str> =
                sources.iter().filter_map(|work| work.citation.as_deref()).collect();
            self.list("source", &citations);
            return;
        }
        for work in sources {
            let header = if sources.len() == 1 { "[source]" } else { "[[source]]" };
            let _ = writeln!(self.tables, "\n{header}");
            // A citation among works that are told in full stands as a title.
            let title = work.title.as_deref().or(work.citation.as_deref());
            self.found("source.title", "title", title);
            let several = |names: &[String]| match names {
                [] => None,
                [one] => Some(Setting::Text(one.clone())),
                names => Some(Setting::List(names.to_vec())),
            };
            for (name, names) in [("author", &work.authors), ("translator", &work.translators)] {
                if let Some(value) = several(names) {
                    let _ = writeln!(self.tables, "{name} = {}", setting(&value));
                }
            }
            self.found("source.publication", "publication", work.publication.as_deref());
            self.found("source.date", "date", work.date.as_deref());
            self.found("source.page", "page", work.page.as_deref());
            self.found("source.url", "url", work.url.as_deref());
            self.found("source.identifier", "identifier", work.identifier.as_deref());
            self.found("source.rights", "rights", work.rights.as_deref());
            self.found("source.lang", "lang", work.lang.as_deref());
        }
    }
}

//! The front matter of a chapter: a few lines of YAML or TOML before its text.
//!
//! In: the text of a chapter's file. Out: what the front matter says, and where the text itself
//! begins. Refuses to know: Markdown, and whether the chapter is a book of its own.

mod entries;
mod values;

use std::ops::Range;

use super::metadata::{
    Refusal, illegal, is_blank, listed, one_line, read_date, read_identifier, read_language,
};
use crate::book::role::ChapterRole;
use crate::diagnostic::{Code, Diagnostics, code, nearest};
use crate::edition::{Date, Edition, Identifier, Person, Role, Title};
use crate::source::{FileId, Span};
use crate::xml;
use entries::{Entry, Node};
pub use values::{Field, Value, values};

/// What the front matter of a chapter says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// Title of the chapter, in place of its first heading.
    pub title: Option<String>,
    /// Subtitle of the chapter.
    pub subtitle: Option<String>,
    /// What the chapter is in the book.
    pub role: Option<ChapterRole>,
    /// BCP 47 tag of the chapter's language, in canonical case.
    pub lang: Option<String>,
    /// Depth of the table of contents within this chapter, 1 to 6.
    pub toc_depth: Option<u8>,
    /// Whether the chapter is left out of the book.
    pub exclude: bool,
    /// Authors of the chapter.
    pub authors: Vec<String>,
    /// Translators of the chapter.
    pub translators: Vec<String>,
    /// Its date.
    pub date: Option<Date>,
    /// A summary.
    pub description: Option<String>,
    /// The publisher, for a file that is a book of its own.
    pub publisher: Option<String>,
    /// The rights statement, for a file that is a book of its own.
    pub rights: Option<String>,
    /// The identifier, for a file that is a book of its own.
    pub identifier: Option<Identifier>,
}

/// Reads the front matter at the beginning of `text`, and says at which byte the chapter's own
/// text begins: after the front matter, or after a byte order mark, or at 0.
pub fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> (FrontMatter, usize) {
    let mut front = FrontMatter::default();
    let Some(block) = split(text) else {
        return (front, after_mark(text));
    };
    let inner = text.get(block.inner.clone()).unwrap_or_default();
    let (entries, errors) = match block.kind {
        Kind::Yaml => entries::yaml(inner),
        Kind::Toml => entries::toml(inner),
    };
    let mut reader = Reader { file, from: block.inner.start, diagnostics };
    let broken = !errors.is_empty();
    for error in errors {
        let span = reader.span(&error.at);
        reader.diagnostics.push(&code::FRONT_MATTER_SYNTAX, span, error.message).hints =
            error.hints;
    }
    // What follows from a mistake in the syntax is not the author's to mend.
    let mut unheard = reader.diagnostics.fork();
    if broken {
        reader.diagnostics = &mut unheard;
    }
    let mut seen: Vec<&'static str> = Vec::new();
    for entry in &entries {
        let Some((_, field)) = KEYS.iter().find(|(key, _)| *key == entry.key) else {
            reader.unknown(entry);
            continue;
        };
        if seen.contains(field) {
            let message = format!("`{}` is given twice", entry.key);
            reader.push(&code::FRONT_MATTER_VALUE, &entry.key_at, message);
            continue;
        }
        seen.push(field);
        reader.field(&mut front, field, entry);
    }
    (front, block.body)
}

impl FrontMatter {
    /// The keys in it that speak of the whole book, and count only where one file is the book.
    pub fn of_the_book(&self) -> Vec<&'static str> {
        [
            ("subtitle", self.subtitle.is_some()),
            ("author", !self.authors.is_empty()),
            ("translator", !self.translators.is_empty()),
            ("date", self.date.is_some()),
            ("description", self.description.is_some()),
            ("publisher", self.publisher.is_some()),
            ("rights", self.rights.is_some()),
            ("identifier", self.identifier.is_some()),
        ]
        .into_iter()
        .filter_map(|(key, given)| given.then_some(key))
        .collect()
    }

    /// The edition of a book that is this one file, without a metadata.toml. The title is empty
    /// where none is given.
    pub fn edition(&self) -> Edition {
        let person =
            |role| move |name: &String| Person { name: name.clone(), role, ..Person::default() };
        Edition {
            title: Title {
                main: self.title.clone().unwrap_or_default(),
                subtitle: self.subtitle.clone(),
                file_as: None,
            },
            language: self.lang.clone().unwrap_or_default(),
            identifier: self.identifier.clone(),
            people: self
                .authors
                .iter()
                .map(person(Role::AUTHOR))
                .chain(self.translators.iter().map(person(Role::TRANSLATOR)))
                .collect(),
            publisher: self.publisher.clone(),
            date: self.date,
            rights: self.rights.clone(),
            description: self.description.clone(),
            ..Edition::default()
        }
    }
}

/// The language that front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// YAML, between lines of `---`; the last may be `...`.
    Yaml,
    /// TOML, between lines of `+++`.
    Toml,
}

/// Where the front matter of a text lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its language.
    pub kind: Kind,
    /// Bytes between the fences.
    pub inner: Range<usize>,
    /// The byte after the line of the last fence.
    pub body: usize,
}

/// Finds the front matter of a text, which stands at the very beginning or nowhere.
///
/// Two lines of `---` are also how Markdown breaks a text, so what lies between them must be
/// keys of YAML. Where it is broken YAML, it counts as front matter if every line of it that is
/// not indented looks like one, or if its first key is one that means something here: then the
/// author hears of the mistake. Between `+++` lines nothing else than front matter can stand.
pub fn split(text: &str) -> Option<Block> {
    let start = after_mark(text);
    let mut lines = lines(text, start);
    let (_, inner, kind) = lines.next().and_then(|(line, _, after)| match line {
        "---" => Some((line, after, Kind::Yaml)),
        "+++" => Some((line, after, Kind::Toml)),
        _ => None,
    })?;
    let (_, end, body) = lines.find(|(line, ..)| match kind {
        Kind::Yaml => matches!(*line, "---" | "..."),
        Kind::Toml => *line == "+++",
    })?;
    let block = Block { kind, inner: inner..end, body };
    let content = text.get(inner..end)?;
    (kind == Kind::Toml || is_yaml(content)).then_some(block)
}

/// The length of the byte order mark before a text.
fn after_mark(text: &str) -> usize {
    text.len() - text.trim_start_matches('\u{feff}').len()
}

/// The lines of a text from `start` on, without the white space at their ends; each with the
/// place where it begins and the one where the next begins.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (&str, usize, usize)> {
    let mut at = start;
    text.get(start..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let from = at;
        at += line.len();
        (line.trim_end_matches([' ', '\t', '\r', '\n']), from, at)
    })
}

fn is_yaml(content: &str) -> bool {
    let mut lines = content
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.starts_with([' ', '\t', '#']));
    match entries::begins_as_mapping(content) {
        Some(false) => return false,
        Some(true) if entries::yaml(content).1.is_empty() => {
            // Prose may hold a colon too; a key is one word.
            return lines.next().is_some_and(|line| key_of(line).is_some() || is_flow(line));
        }
        _ => {}
    }
    let known = |key: &str| KEYS.iter().any(|(known, _)| *known == key);
    let first = lines.clone().next().and_then(key_of);
    first.is_some_and(known)
        || first.is_some() && lines.all(|line| key_of(line).is_some() || line.starts_with("- "))
}

/// The key that a line of YAML begins with: one word, and a colon with nothing or a space after.
fn key_of(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let (key, rest) = line.split_once(':')?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let word = !key.is_empty() && key.chars().all(letter);
    (word && (rest.is_empty() || rest.starts_with([' ', '\t']))).then_some(key)
}

/// Whether a line begins a mapping in braces, as JSON has it.
fn is_flow(line: &str) -> bool {
    line.starts_with('{')
}

/// Every key that means something, and the field that it is one name of.
const KEYS: &[(&str, &str)] = &[
    ("author", "author"),
    ("authors", "author"),
    ("date", "date"),
    ("description", "description"),
    ("draft", "exclude"),
    ("exclude", "exclude"),
    ("identifier", "identifier"),
    ("lang", "lang"),
    ("language", "lang"),
    ("publisher", "publisher"),
    ("rights", "rights"),
    ("role", "role"),
    ("subtitle", "subtitle"),
    ("title", "title"),
    ("toc-depth", "toc-depth"),
    ("toc_depth", "toc-depth"),
    ("translator", "translator"),
];

/// Reads values and reports what is wrong with them.
struct Reader<'a> {
    file: FileId,
    /// Where the text between the fences begins.
    from: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn span(&self, at: &Range<usize>) -> Span {
        Span::new(self.file, self.from + at.start..self.from + at.end)
    }

    fn push(
        &mut self,
        code: &'static Code,
        at: &Range<usize>,
        message: impl Into<String>,
    ) -> &mut crate::diagnostic::Diagnostic {
        let span = self.span(at);
        self.diagnostics.push(code, span, message)
    }

    fn unknown(&mut self, entry: &Entry) {
        let keys: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
        let hint = match nearest(&entry.key, keys.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys that are carried into the book are {}", listed(&keys)),
        };
        let message = format!("unknown key `{}`", one_line(&xml::legal(&entry.key)));
        self.push(&code::FRONT_MATTER_KEY, &entry.key_at, message).hint(hint);
    }

    fn field(&mut self, front: &mut FrontMatter, field: &str, entry: &Entry) {
        match field {
            "title" => front.title = self.line(entry),
            "subtitle" => front.subtitle = self.line(entry),
            "author" => front.authors = self.lines(entry),
            "translator" => front.translators = self.lines(entry),
            "description" => front.description = self.text(entry),
            "publisher" => front.publisher = self.line(entry),
            "rights" => front.rights = self.text(entry),
            "date" => front.date = self.meaning(entry, read_date),
            "identifier" => front.identifier = self.meaning(entry, read_identifier),
            "lang" => front.lang = self.meaning(entry, read_language),
            "role" => front.role = self.meaning(entry, role),
            "toc-depth" => front.toc_depth = self.meaning(entry, depth),
            _ => {
                let key = &entry.key;
                front.exclude = self.meaning(entry, |given| flag(key, given)).unwrap_or(false);
            }
        }
    }

    /// What the text of an entry means.
    fn meaning<T>(
        &mut self,
        entry: &Entry,
        mean: impl FnOnce(&str) -> Result<T, Refusal>,
    ) -> Option<T> {
        let given = self.line(entry)?;
        match mean(&given) {
            Ok(value) => Some(value),
            Err(refusal) => {
                let diagnostic = self.push(&code::FRONT_MATTER_VALUE, &entry.at, refusal.message);
                diagnostic.hints.extend(refusal.hint);
                None
            }
        }
    }

    fn line(&mut self, entry: &Entry) -> Option<String> {
        self.text(entry).map(|text| one_line(&text))
    }

    fn text(&mut self, entry: &Entry) -> Option<String> {
        self.text_of(&entry.key, &entry.value, &entry.at, "text")
    }

    fn lines(&mut self, entry: &Entry) -> Vec<String> {
        let wanted = "text or a list of texts";
        let mut text = |node, at| self.text_of(&entry.key, node, at, wanted);
        let texts: Vec<String> = match &entry.value {
            Node::List(items) => items.iter().filter_map(|(node, at)| text(node, at)).collect(),
            node => text(node, &entry.at).into_iter().collect(),
        };
        texts.iter().map(|text| one_line(text)).collect()
    }

    /// The text of a value; nothing, without a word, for a value left open.
    fn text_of(
        &mut self,
        key: &str,
        node: &Node,
        at: &Range<usize>,
        wanted: &str,
    ) -> Option<String> {
        let text = match node {
            Node::Null => return None,
            Node::Scalar(text) => text,
            Node::List(_) | Node::Nested => {
                let is = if matches!(node, Node::List(_)) { "a list" } else { "nested" };
                let message = format!("`{key}` must be {wanted}, and is {is}");
                self.push(&code::FRONT_MATTER_VALUE, at, message);
                return None;
            }
        };
        if let Some(c) = illegal(text) {
            let message = format!("`{key}` holds the character U+{:04X}", u32::from(c));
            self.push(&code::CONTROL_CHARACTER, at, message)
                .hint("a book can't hold it: take it out");
        }
        let text = xml::legal(text);
        if is_blank(&text) {
            self.push(&code::FRONT_MATTER_VALUE, at, format!("`{key}` is empty"))
                .hint("give it a text, or leave the key out");
            return None;
        }
        Some(text.trim().to_owned())
    }
}

fn role(given: &str) -> Result<ChapterRole, Refusal> {
    ChapterRole::from_name(given).ok_or_else(|| {
        let names: Vec<&str> = ChapterRole::ALL.iter().map(|role| role.name()).collect();
        let hint = match nearest(given, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the roles are {}", listed(&names)),
        };
        Refusal::new(format!("`{given}` is not a role of a chapter")).hint(hint)
    })
}

fn depth(given: &str) -> Result<u8, Refusal> {
    match given.parse() {
        Ok(depth @ 1..=6) => Ok(depth),
        _ => Err(Refusal::new(format!(
            "`toc-depth` must be a whole number from 1 to 6, and is `{given}`"
        ))),
    }
}

fn flag(key: &str, given: &str) -> Result<bool, Refusal> {
    match given {
        "true" | "True" | "TRUE" => Ok(true),
        "false" | "False" | "FALSE" => Ok(false),
        _ => Err(Refusal::new(format!("`{key}` must be `true` or `false`, and is `{given}`"))),
    }
}

#[cfg(test)]
mod tests;

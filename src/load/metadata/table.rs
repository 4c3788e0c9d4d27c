//! TOML read strictly: tables that know which keys were asked of them, and values with places.
//!
//! In: the text of a file. Out: typed values, and a diagnostic for every value of the wrong kind
//! and every key that nobody asked for. Refuses to know: what the keys mean.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::values::{Refusal, illegal, is_blank, one_line};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, code, nearest};
use crate::source::{FileId, Span, line_at};

/// A mistake in the TOML itself.
#[derive(Debug)]
pub(in crate::load) struct SyntaxError {
    pub(in crate::load) message: String,
    pub(in crate::load) hints: Vec<String>,
    pub(in crate::load) at: Range<usize>,
}

/// The tables of a text, and what is wrong with it. With mistakes, the tables hold what could be
/// made of the rest, which is to be trusted little.
pub(in crate::load) fn parse(text: &str) -> (DeTable<'_>, Vec<SyntaxError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut found: Vec<SyntaxError> =
        errors.iter().map(|error| syntax_error(text, error)).collect();
    found.sort_by_key(|error| error.at.start);
    // Where one line has several mistakes, the others mostly follow from the first.
    found.dedup_by_key(|error| line_at(text, error.at.start).0);
    (table.into_inner(), found)
}

const BARE: &str = "a value that is neither text in quotes nor a number, a date, `true` or `false`";

fn syntax_error(text: &str, error: &toml::de::Error) -> SyntaxError {
    let at = error.span().unwrap_or(0..0);
    let given = text.get(at.clone()).unwrap_or_default().trim();
    let line = text.get(line_at(text, at.start).2).unwrap_or_default();
    let mut message = one_line(error.message());
    let mut hints = Vec::new();
    // A bare word that begins like `true` or `nan` is told of as a broken one.
    let bare = message.starts_with("string values must be quoted")
        || message.starts_with("invalid boolean")
        || message.starts_with("invalid float") && given.starts_with(char::is_alphabetic);
    if bare {
        BARE.clone_into(&mut message);
        let text = given.trim_matches(['“', '”', '„', '‘', '’', '«', '»', '`']);
        hints.push(match text {
            "" => "text stands in straight quotes: `\"…\"`".to_owned(),
            text => format!("text stands in straight quotes: `\"{text}\"`"),
        });
    } else if message == "duplicate key" {
        message = format!("`{given}` stands twice");
    } else if given == ":" || message.starts_with("key with no value") && line.contains(':') {
        hints.push("between a key and its value stands `=`".to_owned());
    } else if message.starts_with("invalid date") && given.len() < 10 {
        hints.push(format!("a year and month stand in quotes: `\"{given}\"`"));
    } else if message.starts_with("unexpected key or value") {
        let before = text.get(..at.start).unwrap_or_default();
        let after = text.get(at.start..).unwrap_or_default();
        if after.trim_start().starts_with(',') {
            hints.push("several values stand in a list: `[\"…\", \"…\"]`".to_owned());
        } else if before.ends_with(['"', '\'']) {
            hints.push("the text ends at the quote: write `\\\"` for a quote in it".to_owned());
        }
    } else if message.starts_with("missing escaped value") {
        hints.push("between single quotes a backslash is only a backslash: `'…'`".to_owned());
    }
    SyntaxError { message, hints, at }
}

/// Reads values out of one file and reports what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Keys of the file's first table: a key meant for it often lands in a later one.
    pub(super) top: &'static [&'static str],
}

/// A value and where it stands.
#[derive(Clone)]
pub(super) struct Field<'d> {
    /// Its key, with those of the tables about it: `series.name`.
    pub(super) name: String,
    pub(super) at: Range<usize>,
    pub(super) value: &'d DeValue<'d>,
}

/// The keys of a table that were not asked for yet.
pub(super) struct Fields<'d> {
    /// Name of the table; empty for the file's first one.
    name: String,
    /// Where the table begins.
    pub(super) at: Range<usize>,
    rest: BTreeMap<&'d str, (Range<usize>, Field<'d>)>,
    asked: Vec<&'static str>,
}

impl<'d> Fields<'d> {
    pub(super) fn new(name: &str, at: Range<usize>, table: &'d DeTable<'d>) -> Self {
        let rest = table.iter().map(|(key, value)| {
            let field = Field {
                name: if name.is_empty() {
                    key.get_ref().to_string()
                } else {
                    format!("{name}.{}", key.get_ref())
                },
                at: value.span(),
                value: value.get_ref(),
            };
            (key.get_ref().as_ref(), (key.span(), field))
        });
        Fields { name: name.to_owned(), at, rest: rest.collect(), asked: Vec::new() }
    }

    /// The value of a key, where it is there. A table asked for a key knows it from then on.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Field<'d>> {
        self.asked.push(key);
        self.rest.remove(key).map(|(_, field)| field)
    }

    /// What is left: key, its place, its value.
    pub(super) fn rest(&self) -> impl Iterator<Item = (&'d str, &Range<usize>, &Field<'d>)> {
        self.rest.iter().map(|(key, (at, field))| (*key, at, field))
    }

    /// Takes out a key that the table can't have, for a word of its own on it.
    pub(super) fn stray(&mut self, key: &str) -> Option<Range<usize>> {
        self.rest.remove(key).map(|(at, _)| at)
    }

    /// Whether it has no keys left.
    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Says that a key is not there which must be.
    pub(super) fn lacks(&self, key: &str) -> String {
        format!("`{}` has no `{key}`", self.name)
    }

    /// Reports every key that was not asked for.
    pub(super) fn close(self, reader: &mut Reader<'_>) {
        let mut known = self.asked.clone();
        known.sort_unstable();
        for (key, (at, _)) in &self.rest {
            let inside = !self.name.is_empty();
            let message = if inside {
                format!("unknown key `{key}` in `{}`", self.name)
            } else {
                format!("unknown key `{key}`")
            };
            let hint = if inside && reader.top.contains(key) {
                format!("a `{key}` of the book stands above the first line in brackets")
            } else if let Some(near) = nearest(key, known.iter().copied()) {
                format!("did you mean `{near}`?")
            } else if inside {
                format!("the keys of `{}` are {}", self.name, listed(&known))
            } else {
                format!("the keys are {}", listed(&known))
            };
            reader.push(&code::METADATA_KEY, at, message).hint(hint);
        }
    }
}

impl<'a> Reader<'a> {
    /// Reports a problem at a place of the file.
    pub(super) fn push(
        &mut self,
        code: &'static Code,
        at: &Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.diagnostics.push(code, self.span(at), message)
    }

    pub(super) fn span(&self, at: &Range<usize>) -> Span {
        Span::new(self.file, at.clone())
    }

    /// Reports why a value is refused.
    pub(super) fn refuse<T>(
        &mut self,
        code: &'static Code,
        field: &Field<'_>,
        outcome: Result<T, Refusal>,
    ) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(refusal) => {
                let diagnostic = self.push(code, &field.at, refusal.message);
                diagnostic.hints.extend(refusal.hint);
                None
            }
        }
    }

    /// Reports a value of the wrong kind.
    pub(super) fn wrong_type(&mut self, field: &Field<'_>, wanted: &str) {
        let is = match field.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(true) => "`true`",
            DeValue::Boolean(false) => "`false`",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let scalar = !matches!(field.value, DeValue::Array(_) | DeValue::Table(_));
        let written = self.written(&field.at);
        let message = format!("`{}` must be {wanted}, and is {is}", field.name);
        let diagnostic = self.push(&code::METADATA_TYPE, &field.at, message);
        if scalar && is != "text" && wanted.contains("text") {
            diagnostic.hint(format!("put it in quotes: `\"{written}\"`"));
        }
    }

    /// The value as it is written.
    pub(super) fn written(&self, at: &Range<usize>) -> &'a str {
        self.text.get(at.clone()).unwrap_or_default()
    }

    /// Text of several lines.
    pub(super) fn text(&mut self, field: &Field<'_>) -> Option<String> {
        self.text_or(field, "text")
    }

    /// Text on one line; line ends in it become spaces.
    pub(super) fn line(&mut self, field: &Field<'_>) -> Option<String> {
        self.text(field).map(|text| one_line(&text))
    }

    /// Text, where something else would do too: `wanted` says what.
    pub(super) fn text_or(&mut self, field: &Field<'_>, wanted: &str) -> Option<String> {
        let DeValue::String(given) = field.value else {
            self.wrong_type(field, wanted);
            return None;
        };
        if let Some(c) = illegal(given) {
            let message = format!("`{}` holds the character U+{:04X}", field.name, u32::from(c));
            self.push(&code::CONTROL_CHARACTER, &field.at, message)
                .hint("a book can't hold it: take it out");
        }
        let text = crate::xml::legal(given);
        if is_blank(&text) {
            let message = format!("`{}` is empty", field.name);
            self.push(&code::METADATA_VALUE, &field.at, message)
                .hint("give it a text, or leave the key out");
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// A text or a number, as it is written.
    pub(super) fn text_or_number(&mut self, field: &Field<'_>) -> Option<String> {
        match field.value {
            DeValue::Integer(_) | DeValue::Float(_) => Some(self.written(&field.at).to_owned()),
            _ => self.text_or(field, "text or a number").map(|text| one_line(&text)),
        }
    }

    /// One text, or a list of them; each with its place.
    pub(super) fn lines(&mut self, field: &Field<'_>) -> Vec<(String, Range<usize>)> {
        let items = items(field);
        let wanted = "text or a list of texts";
        let texts = items
            .into_iter()
            .filter_map(|item| self.text_or(&item, wanted).map(|text| (one_line(&text), item.at)));
        texts.collect()
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, field: &Field<'_>) -> Option<bool> {
        let DeValue::Boolean(flag) = field.value else {
            self.wrong_type(field, "`true` or `false`");
            return None;
        };
        Some(*flag)
    }

    /// A table, for its keys to be taken.
    pub(super) fn table<'d>(&mut self, field: &Field<'d>, wanted: &str) -> Option<Fields<'d>> {
        let DeValue::Table(table) = field.value else {
            self.wrong_type(field, wanted);
            return None;
        };
        Some(Fields::new(&field.name, field.at.clone(), table))
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        field: &Field<'_>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let given = self.line(field)?;
        let found = choices.iter().find(|(word, _)| *word == given);
        if found.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            let hint = match nearest(&given, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it is one of {}", listed(&words)),
            };
            let message = format!("`{}` can't be `{given}`", field.name);
            self.push(&code::METADATA_VALUE, &field.at, message).hint(hint);
        }
        found.map(|(_, choice)| *choice)
    }
}

/// The things in a list, or the one thing that is no list.
pub(super) fn items<'d>(field: &Field<'d>) -> Vec<Field<'d>> {
    match field.value {
        DeValue::Array(items) => items
            .iter()
            .map(|item| Field { name: field.name.clone(), at: item.span(), value: item.get_ref() })
            .collect(),
        _ => vec![field.clone()],
    }
}

/// Words in backticks, with commas and an `and`.
pub(in crate::load) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

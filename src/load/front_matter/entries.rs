//! Front matter as a flat list of keys and values, whether it is YAML or TOML.
//!
//! In: the text between the fences. Out: its entries, each with its place in that text, or the
//! mistakes in it. Refuses to know: which keys mean something. Of what is nested deeper than a
//! list of texts only the fact is kept, so that no depth and no alias can grow beyond the file.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use toml::de::{DeTable, DeValue};

use crate::load::metadata::{SyntaxError, one_line, parse_toml};

/// A key and its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_at: Range<usize>,
    pub(super) value: Node,
    pub(super) at: Range<usize>,
}

/// A value.
#[derive(Debug)]
pub(super) enum Node {
    /// Nothing: a key of YAML with nothing after it, or `null`.
    Null,
    /// A word, a number, a date or `true`, as it is written; or, where quoted, the text meant.
    Scalar(String),
    /// A list of what has no list in it.
    List(Vec<(Node, Range<usize>)>),
    /// A table, or a list within a list.
    Nested,
}

/// Nesting deeper than this is refused; nothing that front matter holds is nested at all.
const DEPTH: usize = 64;

/// Whether a text begins as a mapping of YAML: `Some(false)` if it is something else, `None` if
/// it is broken before that is plain.
pub(super) fn begins_as_mapping(text: &str) -> Option<bool> {
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::StreamStart | Event::DocumentStart(_), _)) => {}
            Ok((event, _)) => return Some(matches!(event, Event::MappingStart(..))),
            Err(_) => return None,
        }
    }
    Some(false)
}

/// The entries of a mapping of YAML, in order. With a mistake, those before it.
pub(super) fn yaml(text: &str) -> (Vec<Entry>, Vec<SyntaxError>) {
    let mut events =
        Yaml { parser: Parser::new_from_str(text), offsets: offsets(text), end: text.len() };
    let mut entries = Vec::new();
    let errors = events.mapping(&mut entries).err().into_iter().collect();
    (entries, errors)
}

/// Where each character of a text begins, if that is not plain from counting.
pub(super) fn offsets(text: &str) -> Option<Vec<usize>> {
    (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect())
}

struct Yaml<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    offsets: Option<Vec<usize>>,
    end: usize,
}

impl<'t> Yaml<'t> {
    /// The next event. The parser counts characters; the range is one of bytes.
    fn next(&mut self) -> Result<(Event<'t>, Range<usize>), SyntaxError> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, self.range(span))),
            Some(Err(error)) => {
                let at = self.offset(error.marker().index());
                let message = one_line(error.info());
                let mut hints = Vec::new();
                if message.starts_with("mapping values are not allowed") {
                    hints.push(
                        "a text with a colon in it stands in quotes: `title: \"War: a history\"`"
                            .to_owned(),
                    );
                }
                Err(SyntaxError { message, hints, at: at..at })
            }
            None => Err(error("it breaks off", self.end..self.end)),
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.offset(span.start.index())..self.offset(span.end.index())
    }

    fn offset(&self, index: usize) -> usize {
        match &self.offsets {
            None => index.min(self.end),
            Some(offsets) => offsets.get(index).copied().unwrap_or(self.end),
        }
    }

    fn mapping(&mut self, entries: &mut Vec<Entry>) -> Result<(), SyntaxError> {
        loop {
            match self.next()? {
                (Event::MappingStart(..), _) => break,
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (_, at) => return Err(error("it holds no keys", at)),
            }
        }
        loop {
            let (key, key_at) = match self.next()? {
                (Event::Scalar(key, ..), at) => (key.into_owned(), at),
                (Event::MappingEnd, _) => break,
                (_, at) => return Err(error("a key must be a word", at)),
            };
            let (event, at) = self.next()?;
            let (value, at) = self.node(event, at)?;
            entries.push(Entry { key, key_at, value, at });
        }
        match self.next()? {
            (Event::DocumentEnd, _) => {}
            (_, at) => return Err(error("something follows the keys", at)),
        }
        match self.next()? {
            (Event::StreamEnd, _) => Ok(()),
            (_, at) => Err(error("something follows the keys", at)),
        }
    }

    fn node(
        &mut self,
        event: Event<'t>,
        at: Range<usize>,
    ) -> Result<(Node, Range<usize>), SyntaxError> {
        match event {
            Event::Scalar(text, style, ..) => Ok((scalar(&text, style), at)),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, end) => {
                            return Ok((Node::List(items), at.start..end.end.max(at.start)));
                        }
                        (Event::Scalar(text, style, ..), at) => {
                            items.push((scalar(&text, style), at));
                        }
                        (event, at) => {
                            let end = self.pass(event, at.clone())?;
                            items.push((Node::Nested, at.start..end));
                        }
                    }
                }
            }
            event => {
                let end = self.pass(event, at.clone())?;
                Ok((Node::Nested, at.start..end))
            }
        }
    }

    /// Passes over a table or a list, and says where it ends.
    fn pass(&mut self, event: Event<'t>, at: Range<usize>) -> Result<usize, SyntaxError> {
        let (mut event, mut at) = (event, at);
        let mut depth = 0_usize;
        loop {
            match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
                Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
                Event::Alias(_) => {
                    return Err(error("front matter can't refer to an anchor (`*name`)", at));
                }
                _ => {}
            }
            if depth == 0 {
                return Ok(at.end);
            }
            if depth > DEPTH {
                return Err(error("it is nested too deep", at));
            }
            (event, at) = self.next()?;
        }
    }
}

fn error(message: &str, at: Range<usize>) -> SyntaxError {
    SyntaxError { message: message.to_owned(), hints: Vec::new(), at }
}

fn scalar(text: &str, style: ScalarStyle) -> Node {
    if style == ScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Node::Null;
    }
    Node::Scalar(text.to_owned())
}

/// The entries of a table of TOML, in the order of the file, and the mistakes in it.
pub(super) fn toml(text: &str) -> (Vec<Entry>, Vec<SyntaxError>) {
    let (table, errors) = parse_toml(text);
    (entries_of(&table, text), errors)
}

fn entries_of(table: &DeTable<'_>, text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_at: key.span(),
            value: node(value.get_ref(), text, value.span()),
            at: value.span(),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_at.start);
    entries
}

fn node(value: &DeValue<'_>, text: &str, at: Range<usize>) -> Node {
    match value {
        DeValue::String(text) => Node::Scalar(text.to_string()),
        DeValue::Array(items) => Node::List(
            items
                .iter()
                .map(|item| {
                    let node = match item.get_ref() {
                        DeValue::Array(_) => Node::Nested,
                        value => node(value, text, item.span()),
                    };
                    (node, item.span())
                })
                .collect(),
        ),
        DeValue::Table(_) => Node::Nested,
        _ => Node::Scalar(text.get(at).unwrap_or_default().to_owned()),
    }
}

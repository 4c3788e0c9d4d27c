//! YAML with all that is nested in it, for documents whose metadata other programs read.
//!
//! In: the text between the fences. Out: keys with values. Refuses to know: which keys mean something.
//! Depth is limited, and an alias stands for nothing, so that nothing grows beyond the file.

use super::entries::offsets;
use crate::load::metadata::one_line;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::ops::Range;

/// Depth beyond which values are empty.
const DEPTH: usize = 16;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A word, a number, a date or `true`, as it is written; or, where quoted, the text meant.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Keys with values.
    Table(Vec<(String, Value)>),
}

/// A key of the metadata with its value and the bytes of the key.
pub type Field = (String, Value, Range<usize>);

/// The keys and values of a mapping of YAML, in order.
///
/// # Errors
/// What is wrong with it, and at which byte; with the keys before it.
pub fn values(text: &str) -> Result<Vec<Field>, (Vec<Field>, String, usize)> {
    let mut reader =
        Reader { parser: Parser::new_from_str(text), offsets: offsets(text), end: text.len() };
    let mut fields = Vec::new();
    match reader.fields(&mut fields) {
        Ok(()) => Ok(fields),
        Err((message, at)) => Err((fields, message, at)),
    }
}

struct Reader<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    offsets: Option<Vec<usize>>,
    end: usize,
}

type Wrong = (String, usize);

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Range<usize>), Wrong> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, self.range(span))),
            Some(Err(error)) => Err((one_line(error.info()), self.offset(error.marker().index()))),
            None => Err(("it breaks off".to_owned(), self.end)),
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

    fn fields(&mut self, fields: &mut Vec<Field>) -> Result<(), Wrong> {
        loop {
            match self.next()? {
                (Event::MappingStart(..), _) => break,
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::StreamEnd, _) => return Ok(()),
                (_, at) => return Err(("it holds no keys".to_owned(), at.start)),
            }
        }
        loop {
            match self.next()? {
                (Event::MappingEnd, _) => return Ok(()),
                (Event::Scalar(key, ..), at) => {
                    let (event, _) = self.next()?;
                    let value = self.value(event, 0)?;
                    fields.push((key.into_owned(), value, at));
                }
                (_, at) => return Err(("a key must be a word".to_owned(), at.start)),
            }
        }
    }

    /// A value, at most [`DEPTH`] deep.
    fn value(&mut self, event: Event<'t>, depth: usize) -> Result<Value, Wrong> {
        match event {
            Event::Scalar(text, style, ..) => {
                let empty = matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                if style == ScalarStyle::Plain && empty {
                    return Ok(Value::Null);
                }
                Ok(Value::Text(crate::xml::legal(&text).into_owned()))
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if depth >= DEPTH => {
                let mut open = 1_usize;
                while open > 0 {
                    match self.next()?.0 {
                        Event::SequenceStart(..) | Event::MappingStart(..) => open += 1,
                        Event::SequenceEnd | Event::MappingEnd => open -= 1,
                        _ => {}
                    }
                }
                Ok(Value::Null)
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()?.0 {
                        Event::SequenceEnd => return Ok(Value::List(items)),
                        event => items.push(self.value(event, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut table = Vec::new();
                loop {
                    let key = match self.next()?.0 {
                        Event::MappingEnd => return Ok(Value::Table(table)),
                        Event::Scalar(key, ..) => key.into_owned(),
                        event => {
                            self.value(event, depth + 1)?;
                            String::new()
                        }
                    };
                    let (event, _) = self.next()?;
                    table.push((key, self.value(event, depth + 1)?));
                }
            }
            _ => Ok(Value::Null),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::{Value, values};

    #[test]
    fn values_nest() {
        let text = "title: A\nauthor:\n- name: B\n  at: [x, y]\n- C\nempty:\nquoted: \"\"\n";
        let word = |text: &str| Value::Text(text.to_owned());
        let found: Vec<(String, Value)> =
            values(text).unwrap().into_iter().map(|(key, value, _)| (key, value)).collect();
        let person = Value::Table(vec![
            ("name".into(), word("B")),
            ("at".into(), Value::List(vec![word("x"), word("y")])),
        ]);
        let expected = vec![
            ("title".to_owned(), word("A")),
            ("author".to_owned(), Value::List(vec![person, word("C")])),
            ("empty".to_owned(), Value::Null),
            ("quoted".to_owned(), word("")),
        ];
        assert_eq!(found, expected);
        let deep = format!("a: {}{}\nb: c\n", "[".repeat(100), "]".repeat(100));
        assert_eq!(values(&deep).unwrap().len(), 2);
        let broken = values("a: b\nc: d: e\n").unwrap_err();
        assert_eq!(broken.0.len(), 2);
    }
}

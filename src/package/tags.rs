//! The tags of a file that epub-builder laid out, one after the other, each at its place or not
//! at all.
//!
//! In: the file's text. Out: its tags, as they are asked for. Refuses to know: text between them,
//! which is written anew in any case (so it does not matter that quick-xml hands `&amp;` over as a
//! piece of its own, and that epub-builder indents text that runs over several lines).

use super::PackageError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A file on its way.
pub(super) struct Tags<'a> {
    file: &'static str,
    reader: Reader<&'a [u8]>,
}

impl<'a> Tags<'a> {
    /// Begins to read; `file` is named in errors.
    pub(super) fn new(file: &'static str, text: &'a str) -> Self {
        Tags { file, reader: Reader::from_str(text) }
    }

    /// The next tag must begin this element.
    pub(super) fn open(&mut self, name: &str) -> Result<(), PackageError> {
        match self.next()? {
            Event::Start(tag) if tag.name().as_ref() == name => Ok(()),
            other => Err(self.unexpected(["<", name, ">"].concat(), &other)),
        }
    }

    /// The next tag must end this element.
    pub(super) fn close(&mut self, name: &str) -> Result<(), PackageError> {
        match self.next()? {
            Event::End(tag) if tag.name().as_ref() == name => Ok(()),
            other => Err(self.unexpected(["</", name, ">"].concat(), &other)),
        }
    }

    /// What comes next must be this element, holding text at most.
    pub(super) fn leaf(&mut self, name: &str) -> Result<(), PackageError> {
        self.open(name)?;
        self.close(name)
    }

    /// What comes next must be this element, empty, with this value of the attribute.
    pub(super) fn void(
        &mut self,
        name: &str,
        attribute: &str,
        value: &str,
    ) -> Result<(), PackageError> {
        let expected = || format!("<{name} {attribute}=\"{value}\"/>");
        match self.next()? {
            Event::Empty(tag) if tag.name().as_ref() == name => {
                let found = self.attribute(&tag, attribute)?;
                if found.as_deref() == Some(value) {
                    return Ok(());
                }
                Err(self.unexpected(expected(), &Event::Empty(tag)))
            }
            other => Err(self.unexpected(expected(), &other)),
        }
    }

    /// Nothing may follow.
    pub(super) fn end(&mut self) -> Result<(), PackageError> {
        match self.next()? {
            Event::Eof => Ok(()),
            other => Err(self.unexpected("the end".to_owned(), &other)),
        }
    }

    fn next(&mut self) -> Result<Event<'a>, PackageError> {
        loop {
            match self.reader.read_event() {
                Ok(event @ (Event::Start(_) | Event::Empty(_) | Event::End(_) | Event::Eof)) => {
                    return Ok(event);
                }
                Ok(_) => {}
                Err(error) => return Err(self.malformed(&error)),
            }
        }
    }

    fn attribute(&self, tag: &BytesStart, name: &str) -> Result<Option<String>, PackageError> {
        let attribute =
            tag.try_get_attribute(name).map_err(|error| self.malformed(&error.into()))?;
        attribute
            .map(|found| found.normalized_value(XmlVersion::Explicit1_0).map(String::from))
            .transpose()
            .map_err(|error| self.malformed(&error))
    }

    fn malformed(&self, error: &quick_xml::Error) -> PackageError {
        let (expected, found) = ("well-formed XML".to_owned(), error.to_string());
        PackageError::Layout { file: self.file, expected, found }
    }

    fn unexpected(&self, expected: String, found: &Event) -> PackageError {
        let found = match found {
            Event::Start(tag) => ["<", tag.name().as_ref(), tag.attributes_raw(), ">"].concat(),
            Event::Empty(tag) => ["<", tag.name().as_ref(), tag.attributes_raw(), "/>"].concat(),
            Event::End(tag) => ["</", tag.name().as_ref(), ">"].concat(),
            _ => "the end".to_owned(),
        };
        PackageError::Layout { file: self.file, expected, found }
    }
}

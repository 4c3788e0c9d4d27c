//! A file's bytes become text.
//!
//! In: bytes. Out: their text, and what is wrong with them where they are not UTF-8: then U+FFFD
//! stands for what is no character, and UTF-16 with its mark is read as such. So there is always
//! something to go on with. Refuses to know: what the text is for.

use crate::diagnostic::{Code, Diagnostics};
use crate::source::{FileId, Sources, Span};

/// A file's text.
#[derive(Debug)]
pub(super) struct Decoded {
    text: String,
    wrong: Option<Wrong>,
}

/// Where bytes are not UTF-8.
#[derive(Debug, Clone, Copy)]
struct Wrong {
    /// The first byte that begins no character, and its offset; the text is the same up to there.
    byte: u8,
    offset: usize,
    utf16: bool,
}

/// The text of a file's bytes.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, wrong: None },
        Err(error) => error,
    };
    let offset = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let wide = match bytes {
        [0xff, 0xfe, ..] => Some(utf16(bytes, u16::from_le_bytes)),
        [0xfe, 0xff, ..] => Some(utf16(bytes, u16::from_be_bytes)),
        _ => None,
    };
    let byte = bytes.get(offset).copied().unwrap_or_default();
    let wrong = Some(Wrong { byte, offset, utf16: wide.is_some() });
    let text = wide.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    Decoded { text, wrong }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    let mut text = String::from_utf16_lossy(&units);
    text.extend((!rest.is_empty()).then_some(char::REPLACEMENT_CHARACTER));
    text
}

impl Decoded {
    /// Adds the text to the sources, and reports with `code` where it is not UTF-8.
    pub(super) fn keep(
        self,
        path: String,
        code: &'static Code,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> FileId {
        let file = sources.add(path, self.text);
        if let Some(Wrong { byte, offset, utf16 }) = self.wrong {
            let hint = if utf16 {
                "this looks like UTF-16: save the file as UTF-8"
            } else {
                "save the file as UTF-8"
            };
            let message = format!(
                "the file is not UTF-8: byte {byte:#04x} at offset {offset} begins no character"
            );
            diagnostics.push(code, Span::new(file, offset..offset), message).hint(hint);
        }
        file
    }
}

//! Bytes become text, in whatever encoding they were saved.
//!
//! In: bytes, and what the document says of its encoding. Out: text, and the name of the encoding.
//! Refuses to know: what the text says. A byte order mark goes before a declaration, a declaration
//! before what the bytes look like, as the Encoding and HTML standards have it; but what is UTF-8 is
//! read as such whatever it declares, since other bytes are hardly ever valid UTF-8 by chance.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Bytes in which a declaration is looked for: 1024 by the HTML standard (section 13.2.3.2); pages
/// that put scripts first are met, so a little more.
const HEAD: usize = 4096;

/// A text, decoded.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, without a byte order mark; line ends as they were.
    pub(super) text: String,
    /// The name of its encoding, by the Encoding standard.
    pub(super) encoding: &'static str,
    /// Whether U+FFFD stands for bytes that are no character.
    pub(super) damaged: bool,
}

/// Decodes a text; `declared` is the label that the document itself or its container gives.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let whole = || std::str::from_utf8(bytes).is_ok();
    let labelled = || declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let encoding = match marked {
        Some(marked) => marked,
        None if whole() => UTF_8,
        None => match labelled() {
            // Decoding shows whether the label is right: a wrong one makes characters that are none.
            Some(encoding) if encoding != UTF_8 && !encoding.decode(bytes).2 => encoding,
            Some(encoding) if encoding == UTF_8 && mostly_utf8(bytes) => UTF_8,
            _ => guess(bytes),
        },
    };
    let (text, encoding, damaged) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), damaged }
}

/// Decodes a page of HTML or XML, by its own declaration.
pub(super) fn decode_markup(bytes: &[u8]) -> Decoded {
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    decode(bytes, declaration(&head))
}

/// The label after `charset=` or `encoding=` in the head of a page.
fn declaration(head: &str) -> Option<&str> {
    ["charset", "encoding"].iter().find_map(|name| {
        let (at, _) = head.match_indices(name).find(|(at, name)| {
            head.get(at + name.len()..).unwrap_or_default().trim_start().starts_with('=')
        })?;
        let after = head.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let after = after.trim_start_matches(['"', '\'']);
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)))?;
        after.get(..end).filter(|label| !label.is_empty())
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether a text is UTF-8 but for a few broken bytes.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

/// Whether bytes are no text in any encoding: control characters that none has. UTF-16 without a
/// mark is not taken for text.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() {
        return false;
    }
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    // ISO-2022-JP needs ESC; form feed, tabs and line ends stand in texts.
    let odd = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
    let count = head.iter().filter(odd).count();
    head.contains(&0) || count * 100 > head.len()
}

/// The beginning of a text, as far as its encoding is told without reading all of it.
pub(super) fn head(bytes: &[u8]) -> String {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(head).0.into_owned(),
        None => String::from_utf8_lossy(head).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{EUC_KR, GB18030, SHIFT_JIS, WINDOWS_1252};

    #[test]
    fn a_declaration_is_believed_unless_the_bytes_say_otherwise() {
        let korean = "등대지기는 밤마다 불을 켰다. 아무도 그에게 편지를 쓰지 않았다.";
        let page = |label: &str| format!("<html><head><meta charset=\"{label}\"></head>{korean}");
        let bytes = EUC_KR.encode(&page("euc-kr")).0.into_owned();
        let read = decode_markup(&bytes);
        assert_eq!((read.text.as_str(), read.encoding), (page("euc-kr").as_str(), "EUC-KR"));
        // Said to be Latin, and is UTF-8 all the same.
        let wrong = page("iso-8859-1");
        assert_eq!(decode_markup(wrong.as_bytes()).text, wrong);
    }

    #[test]
    fn without_a_declaration_the_bytes_tell() {
        let cases = [
            (SHIFT_JIS, "灯台守は毎晩あかりをともした。誰も彼に手紙を書かなかった。"),
            (GB18030, "守塔人每天晚上点灯。没有人给他写信。他一个人住在海边的塔里。"),
            (WINDOWS_1252, "Le gardien du phare allumait la lumière chaque soir, même en été."),
            (EUC_KR, "등대지기는 밤마다 불을 켰다. 아무도 그에게 편지를 쓰지 않았다."),
        ];
        for (encoding, text) in cases {
            let bytes = encoding.encode(text).0.into_owned();
            let read = decode(&bytes, None);
            assert_eq!(read.text, text, "{}", encoding.name());
            assert!(!is_binary(&bytes));
        }
        assert!(is_binary(b"\x7fELF\x02\x01\x01\0\0\0"));
    }

    #[test]
    fn marks_go_before_all() {
        let bytes = [
            &b"\xff\xfe"[..],
            &"Zoë".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
        ]
        .concat();
        let read = decode(&bytes, Some("utf-8"));
        assert_eq!((read.text.as_str(), read.encoding, read.damaged), ("Zoë", "UTF-16LE", false));
    }
}

//! What a text of the metadata may mean: one line, a language, a web address.
//!
//! In: text as the author wrote it. Out: the value in its canonical form, or why it is refused.
//! Refuses to know: files, keys, TOML and YAML.

use crate::address;
use oxilangtag::LanguageTag;

use crate::xml;

/// Why a value can't be used, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::load) struct Refusal {
    /// What is wrong: one sentence, as a diagnostic has it.
    pub(in crate::load) message: String,
    /// What to do.
    pub(in crate::load) hint: Option<String>,
}

impl Refusal {
    pub(in crate::load) fn new(message: impl Into<String>) -> Self {
        Refusal { message: message.into(), hint: None }
    }

    pub(in crate::load) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Whether a text shows nothing: white space and characters without a form.
pub(in crate::load) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}

/// A text on one line: line ends and tabs, with the white space about them, become one space.
pub(in crate::load) fn one_line(text: &str) -> String {
    let breaks = ['\n', '\r', '\t', '\u{85}', '\u{2028}', '\u{2029}'];
    let parts = text.split(breaks).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// The first character that XML, and so the book, can't hold.
pub(in crate::load) fn illegal(text: &str) -> Option<char> {
    text.chars().find(|c| !xml::is_legal(*c))
}

/// A language tag in canonical case. Source: BCP 47 (RFC 5646) section 2.1; that a primary
/// subtag is of two or three letters follows from the registry, which holds no longer ones.
pub(in crate::load) fn language(given: &str) -> Result<String, Refusal> {
    let given = given.trim();
    let refusal = Refusal::new(format!("`{given}` is not a language tag"));
    match LanguageTag::parse_and_normalize(given) {
        Ok(tag) if tag.primary_language().len() <= 3 || given.contains('-') && is_old(&tag) => {
            Ok(tag.into_inner())
        }
        _ => {
            let folded = given.to_lowercase();
            let meant = LANGUAGES.iter().find(|(name, _)| *name == folded).map(|(_, tag)| *tag);
            let dashed = given.replace('_', "-");
            Err(match meant {
                Some(tag) => refusal.hint(format!("write `{tag}`")),
                None if dashed != given && language(&dashed).is_ok() => {
                    refusal.hint(format!("write `{dashed}`"))
                }
                None => refusal.hint("write a tag such as `en`, `pt-BR`, `ko` or `zh-Hant`"),
            })
        }
    }
}

/// Whether a tag is one of those registered whole before there were subtags (`i-klingon`), or
/// private (`x-…`). The parser gives both back as their own primary language.
fn is_old(tag: &LanguageTag<String>) -> bool {
    tag.as_str() == tag.primary_language()
}

/// Languages by the names that authors call them; for hints.
const LANGUAGES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("中文", "zh"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("français", "fr"),
    ("german", "de"),
    ("deutsch", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("日本語", "ja"),
    ("korean", "ko"),
    ("한국어", "ko"),
    ("latin", "la"),
    ("norwegian", "nb"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("russian", "ru"),
    ("русский", "ru"),
    ("spanish", "es"),
    ("español", "es"),
    ("swedish", "sv"),
    ("thai", "th"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("vietnamese", "vi"),
];

/// A web address, as given where it is legal and percent-encoded where it is not.
/// Only `http` and `https` are let through: a book's links lead nowhere else.
pub(in crate::load) fn web_address(given: &str) -> Result<String, Refusal> {
    let given = given.trim();
    let refusal = || {
        Refusal::new(format!("`{given}` is not a web address"))
            .hint("write it whole, with `https://` or `http://` before it")
    };
    let legal = address::web(given).ok_or_else(refusal)?;
    // The parser mends what it can: `https:example.com` is an address to it, and none to people.
    let written = given.to_ascii_lowercase();
    if !(written.starts_with("http://") || written.starts_with("https://")) {
        return Err(refusal());
    }
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`[]%#".contains(c);
    Ok(if given.contains(odd) { legal } else { given.to_owned() })
}

/// The address that links leaving the book are completed with: a web address with a path that
/// ends in a slash (one is added), since a relative link replaces what follows the last one.
pub(in crate::load) fn base_url(given: &str) -> Result<String, Refusal> {
    let mut address = web_address(given)?;
    if address.contains(['?', '#']) {
        return Err(Refusal::new(format!("`{address}` has more than a path after the host"))
            .hint("leave out what begins with `?` or `#`"));
    }
    if !address.ends_with('/') {
        address.push('/');
    }
    Ok(address)
}

/// A number of bytes: a number, which may have decimals, and a unit of thousands (`kB`, `MB`,
/// `GB`), of 1024 (`KiB`, `MiB`, `GiB`) or `B`.
pub(in crate::load) fn bytes(given: &str) -> Result<u64, Refusal> {
    let units: [(&str, u64); 8] = [
        ("B", 1),
        ("kB", 1_000),
        ("KB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
    ];
    let refusal = || {
        Refusal::new(format!("`{given}` is not a size"))
            .hint("write a number and a unit: `20 MB`, `1.5 GB` or `600 KiB`")
    };
    let split = given.find(|c: char| !(c.is_ascii_digit() || c == '.')).ok_or_else(refusal)?;
    let (number, unit) = given.split_at(split);
    let unit = unit.strip_prefix(' ').unwrap_or(unit);
    let (_, unit) = units.iter().find(|(name, _)| *name == unit).ok_or_else(refusal)?;
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    // Thousandths are enough: nobody counts the bytes of a gigabyte.
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 3 {
        return Err(refusal());
    }
    let thousandths = format!("{whole}{part:0<3}").parse::<u64>().map_err(|_| refusal())?;
    let bytes = thousandths.checked_mul(*unit).map(|bytes| bytes / 1_000);
    bytes.filter(|bytes| *bytes > 0).ok_or_else(refusal)
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_have_a_number_and_a_unit() {
        for (given, meant) in [
            ("20 MB", 20_000_000),
            ("1.5GB", 1_500_000_000),
            ("600 KiB", 614_400),
            ("0.001 kB", 1),
            ("7 B", 7),
        ] {
            assert_eq!(bytes(given), Ok(meant), "{given}");
        }
        for given in ["", "20", "MB", ".5 MB", "5. MB", "1,5 MB", "1.2345 MB", "-1 MB", "0 MB"] {
            assert!(bytes(given).is_err(), "{given}");
        }
        assert!(bytes("99999999999999999999 GB").is_err());
        assert!(bytes("18446744073709551 GB").is_err());
    }
}

//! Attributes in braces: `{#id .class key=value}`.
//!
//! In: text that begins with a brace. Out: what is in it. Refuses to know: what it belongs to. Source:
//! Pandoc User's Guide, "Extension: attributes".

/// Bytes that attributes take at most.
const LENGTH: usize = 1000;

/// What stands in braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attrs {
    pub(super) id: Option<String>,
    pub(super) classes: Vec<String>,
    pub(super) keys: Vec<(String, String)>,
    /// The format of raw text: `{=html}`.
    pub(super) raw: Option<String>,
    /// Bytes from brace to brace.
    pub(super) length: usize,
}

/// Reads attributes; `None` where there are none, but other text in braces.
pub(super) fn read(text: &str) -> Option<Attrs> {
    let inner = text.strip_prefix('{')?;
    let mut attrs = Attrs::default();
    let mut at = 0;
    loop {
        let rest = inner.get(at..)?;
        let gap = rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len();
        let rest = rest.get(gap..)?;
        at += gap;
        if at > LENGTH {
            return None;
        }
        if rest.starts_with('}') {
            attrs.length = at + 2;
            return Some(attrs);
        }
        let ends = |c: char| c.is_whitespace() || matches!(c, '}' | '{' | '=' | '"');
        let sign = rest.chars().next()?;
        let word = |rest: &str| {
            let end = rest.find(ends).unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default().to_owned()
        };
        match sign {
            '#' | '.' | '=' => {
                let name = word(rest.get(1..)?);
                if name.is_empty() {
                    return None;
                }
                at += 1 + name.len();
                match sign {
                    '#' => attrs.id = Some(name),
                    '.' => attrs.classes.push(name),
                    _ => attrs.raw = Some(name),
                }
            }
            '-' if matches!(rest.get(1..2), Some("}" | " ")) => {
                at += 1;
                attrs.classes.push("unnumbered".to_owned());
            }
            c if c.is_alphabetic() || matches!(c, '_' | ':') => {
                let key = word(rest);
                let after = rest.get(key.len()..)?.strip_prefix('=')?;
                let (value, length) = match after.strip_prefix('"') {
                    Some(quoted) => {
                        let end = quoted.find('"')?;
                        (quoted.get(..end)?.to_owned(), end + 2)
                    }
                    None => {
                        let value = word(after);
                        let length = value.len();
                        (value, length)
                    }
                };
                at += key.len() + 1 + length;
                attrs.keys.push((key, value));
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::read;

    #[test]
    fn attributes_are_read() {
        let attrs = read("{#one .two key=three k=\"v w\" -} more").unwrap();
        assert_eq!(attrs.id.as_deref(), Some("one"));
        assert_eq!(attrs.classes, ["two", "unnumbered"]);
        let keys = [("key", "three"), ("k", "v w")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(attrs.keys, keys);
        assert_eq!(attrs.length, 31);
        assert_eq!(read("{=html}").unwrap().raw.as_deref(), Some("html"));
        assert!(read("{漢字|かんじ}").is_none());
        assert!(read("{p. 12}").is_none());
        assert!(read("{.open").is_none());
    }
}

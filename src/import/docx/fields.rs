//! Fields: what Word works out anew each time, and what it last came to.
//!
//! In: an instruction. Out: what becomes of the result. Refuses to know: how fields nest. Source:
//! ECMA-376 part 1, section 17.16.5.

/// What becomes of a field's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is text.
    Kept,
    /// It is a link to an address, or to a bookmark (`#name`).
    Link(String),
    /// It is the number of a page.
    Page,
    /// It goes: a table of contents or an index, which the book has by itself.
    Contents,
    /// It goes: it belongs to the pages, or is no text.
    Gone,
}

/// What becomes of the result of an instruction.
pub(super) fn fate(instruction: &str) -> Fate {
    let words = words(instruction);
    let mut rest = words.iter().map(String::as_str);
    let name = rest.next().unwrap_or_default().to_ascii_uppercase();
    let has = |switch: &str| words.iter().any(|word| word.eq_ignore_ascii_case(switch));
    match name.as_str() {
        "HYPERLINK" => {
            let (mut address, mut part) = (String::new(), None);
            while let Some(word) = rest.next() {
                match word {
                    "\\l" | "\\L" => part = rest.next(),
                    // A title, and a frame: each with a word after it.
                    "\\o" | "\\t" => drop(rest.next()),
                    word if word.starts_with('\\') && word.len() == 2 => {}
                    word if address.is_empty() => word.clone_into(&mut address),
                    _ => {}
                }
            }
            if let Some(part) = part {
                address.push('#');
                address.push_str(part);
            }
            if address.is_empty() { Fate::Kept } else { Fate::Link(address) }
        }
        "REF" | "NOTEREF" if has("\\h") => match rest.next() {
            Some(name) => Fate::Link(format!("#{name}")),
            None => Fate::Kept,
        },
        "PAGEREF" => Fate::Page,
        "TOC" | "INDEX" | "TOA" => Fate::Contents,
        "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "SECTION" | "XE" | "TC" | "RD" | "TA" | "SET"
        | "ASK" | "PRIVATE" | "PRINT" => Fate::Gone,
        _ => Fate::Kept,
    }
}

/// The words of an instruction; what stands in quotes is one.
fn words(instruction: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut chars = instruction.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' | '“' | '”' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' if quoted && matches!(chars.peek(), Some('\\' | '"')) => {
                word.get_or_insert_default().extend(chars.next());
            }
            c if c.is_whitespace() && !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::{Fate, fate};

    #[test]
    fn instructions_are_read() {
        let cases = [
            (
                " HYPERLINK \"https://example.org/a b\" \\o \"A tip\" ",
                Fate::Link("https://example.org/a b".into()),
            ),
            ("HYPERLINK \\l \"_Ref 1\"", Fate::Link("#_Ref 1".into())),
            (
                "hyperlink http://example.org/ \\l part",
                Fate::Link("http://example.org/#part".into()),
            ),
            ("REF _Ref5 \\h  \\* MERGEFORMAT", Fate::Link("#_Ref5".into())),
            ("REF _Ref5", Fate::Kept),
            ("TOC \\o \"1-3\"", Fate::Contents),
            ("PAGE", Fate::Gone),
            ("PAGEREF _Ref5 \\h", Fate::Page),
            ("", Fate::Kept),
            ("HYPERLINK", Fate::Kept),
        ];
        for (instruction, expected) in cases {
            assert_eq!(fate(instruction), expected, "{instruction}");
        }
    }
}

//! Changes to Markdown that is kept as it is otherwise: parts replaced, addresses led elsewhere, front
//! matter put before it.
//!
//! In: text and what is to stand in its parts. Out: text. Refuses to know: what the parts are.

use crate::load::paths::folder_of;
use crate::parse::Address;
use std::fmt::Write as _;
use std::ops::Range;

/// The text with parts of it replaced. Of parts that overlap the first counts.
pub(super) fn apply(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    // Stable: of insertions at one place the first stays first.
    edits.sort_by_key(|(at, _)| (at.start, at.end));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, with) in edits {
        let Some(before) = text.get(from..at.start) else { continue };
        if text.get(at.clone()).is_none() {
            continue;
        }
        out.push_str(before);
        out.push_str(&with);
        from = at.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// How one finds the file `to` from the file `from`; both lie in one folder, or in folders of it.
pub(super) fn relative(from: &str, to: &str) -> String {
    let mut above: Vec<&str> = parts(folder_of(from));
    let mut below: Vec<&str> = parts(to);
    let shared = above.iter().zip(&below).take_while(|(a, b)| a == b).count();
    let shared = shared.min(below.len().saturating_sub(1));
    let mut all: Vec<&str> = above.drain(shared..).map(|_| "..").collect();
    all.extend(below.drain(shared..));
    all.join("/")
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

/// A path as an address of Markdown or HTML has it. What would end it, or be read as something else,
/// is percent-encoded.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii_control() || " ()<>\"'\\`%#?&[]*_~^$|{}".contains(c) && c != '_' {
            let _ = write!(out, "%{:02X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// The change that leads an address to `path`, with what followed the path in it (`#part`).
pub(super) fn lead(address: &Address, path: &str) -> (Range<usize>, String) {
    let fragment = address.address.split_once('#').map(|(_, fragment)| fragment);
    let mut to = encoded(path);
    if let Some(fragment) = fragment {
        to.push('#');
        for c in fragment.chars() {
            match c {
                ' ' => to.push_str("%20"),
                '(' | ')' | '<' | '>' | '"' | '\'' | '\\' => {
                    let _ = write!(to, "%{:02X}", u32::from(c));
                }
                c => to.push(c),
            }
        }
    }
    (address.at.clone(), to)
}

/// Front matter of these keys and values; empty where there are none.
pub(super) fn front_matter(fields: &[(&str, String)]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let mut out = "---\n".to_owned();
    for (key, value) in fields {
        out.push_str(key);
        out.push_str(": ");
        out.push_str(&yaml(value));
        out.push('\n');
    }
    out.push_str("---\n\n");
    out
}

/// A text as YAML has it: bare where nothing in it means something there, else in double quotes, in
/// which YAML knows the escapes of JSON.
fn yaml(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '’' | '-');
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    let word = text.to_ascii_lowercase();
    let reserved = matches!(word.as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off");
    if begins && !reserved && !text.ends_with(' ') && text.chars().all(plain) {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file() {
        assert_eq!(relative("a/b.md", "a/c.md"), "c.md");
        assert_eq!(relative("a/x/b.md", "a/c.md"), "../c.md");
        assert_eq!(relative("b.md", "a/c.md"), "a/c.md");
        assert_eq!(relative("a/c/b.md", "a/c"), "../c");
    }

    #[test]
    fn front_matter_is_quoted_where_it_must_be() {
        let fields = [("title", "The Keeper: \"Log\"".to_owned()), ("role", "part".to_owned())];
        let expected = "---\ntitle: \"The Keeper: \\\"Log\\\"\"\nrole: part\n---\n\n";
        assert_eq!(front_matter(&fields), expected);
    }
}

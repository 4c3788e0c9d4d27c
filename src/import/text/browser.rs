//! Texts that a text browser wrote down: its numbers before links, and the list of addresses at the end.
//!
//! In: a text. Out: the text without them, line by line as it was. Refuses to know: what else is of the
//! page.

use std::borrow::Cow;

/// Addresses that such a list has at least.
const LEAST: usize = 3;

/// Takes the numbers of links out where a list of addresses stands at the end of the text; the lines of
/// the list stay empty. All lines keep their numbers.
pub(super) fn without_links(text: &str) -> Cow<'_, str> {
    let listed = text.lines().filter(|line| is_listed(line)).count();
    let marked = text.match_indices('[').filter(|(at, _)| is_mark(text, *at)).count();
    if listed < LEAST || marked < LEAST {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        if !out.is_empty() {
            out.push('\n');
        }
        if !is_listed(line) {
            without_marks(line, &mut out);
        }
    }
    Cow::Owned(out)
}

/// Whether a line is one of the list: `12. https://example.org/`.
fn is_listed(line: &str) -> bool {
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).and_then(|rest| rest.strip_prefix(". ")).unwrap_or_default();
    let address = ["http://", "https://", "file://", "mailto:", "ftp://"]
        .iter()
        .any(|scheme| rest.starts_with(scheme));
    (1..=4).contains(&digits) && address && !rest.contains(' ')
}

/// Whether a number in brackets stands there directly before a word.
fn is_mark(text: &str, at: usize) -> bool {
    let rest = text.get(at + 1..).unwrap_or_default();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..).unwrap_or_default();
    let word = after.strip_prefix(']').and_then(|after| after.chars().next());
    (1..=4).contains(&digits) && word.is_some_and(|c| !c.is_whitespace())
}

fn without_marks(line: &str, out: &mut String) {
    let mut from = 0;
    for (at, _) in line.match_indices('[') {
        if at < from || !is_mark(line, at) {
            continue;
        }
        out.push_str(line.get(from..at).unwrap_or_default());
        from =
            line.get(at..).and_then(|rest| rest.find(']')).map_or(line.len(), |end| at + end + 1);
    }
    out.push_str(line.get(from..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::without_links;

    #[test]
    fn numbers_of_links_go_where_their_list_is() {
        let text = "[1]Home [2]News\n\nHe read it.[1] And [3]here.\n\n 1. https://a.example/\n 2. https://b.example/\n 3. https://c.example/\n";
        assert_eq!(without_links(text), "Home News\n\nHe read it.[1] And here.\n\n\n\n\n");
        let notes = "He read it.[1] And so.[2]\n\n[1]A note.\n[2]Another.\n";
        assert_eq!(without_links(notes), notes);
    }
}

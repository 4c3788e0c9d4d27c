//! Lists that only pandoc knows: of examples, of letters, of numbers in parentheses.
//!
//! In: the beginning of a line. Out: a mark that bindery knows in its place. Refuses to know: what the
//! items say. Source: Pandoc User's Guide, "Ordered lists" and "Numbered example lists".

use super::document::Document;
use super::lines::Line;
use std::collections::BTreeMap;

/// Numbers of examples: `(@)` and `(@label)`.
#[derive(Debug, Default)]
pub(super) struct Examples {
    pub(super) count: usize,
    pub(super) labels: BTreeMap<String, usize>,
}

/// Whether a line begins an item of a list that only pandoc knows; its mark is changed.
pub(super) fn item(
    document: &mut Document<'_>,
    line: Line<'_>,
    trimmed: &str,
    indent: usize,
    before: bool,
    examples: &mut Examples,
) -> bool {
    let at = line.start + indent;
    if trimmed.starts_with("#. ") {
        document.replace(at..at + 2, "1.");
        return true;
    }
    if let Some((label, after)) = trimmed.strip_prefix("(@").and_then(|rest| rest.split_once(')')) {
        let legal = label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if !legal || !after.starts_with(' ') {
            return false;
        }
        examples.count += 1;
        if !label.is_empty() {
            examples.labels.insert(label.to_owned(), examples.count);
        }
        document.mask(at..at + label.len() + 3);
        document.replace(at..at + label.len() + 3, format!("{}.", examples.count));
        return true;
    }
    let (open, inner) = match trimmed.strip_prefix('(') {
        Some(inner) => (1, inner),
        None => (0, trimmed),
    };
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (mark, after) = inner.split_at(length);
    let sign = match after.chars().next() {
        Some(sign @ ('.' | ')')) if open == 0 || sign == ')' => sign,
        _ => return false,
    };
    let gap = after.get(1..).unwrap_or_default();
    if mark.is_empty() || !gap.starts_with(' ') {
        return false;
    }
    let range = at..at + open + length + 1;
    if mark.chars().all(|c| c.is_ascii_digit()) {
        if open == 1 && mark.len() < 8 {
            document.replace(range, format!("{mark})"));
            return true;
        }
        return false;
    }
    // Initials of names are no letters of lists: pandoc asks for two spaces.
    let capital = mark.chars().all(|c| c.is_ascii_uppercase());
    if capital && sign == '.' && !gap.starts_with("  ") {
        return false;
    }
    let Some(number) = number(mark, before) else { return false };
    document.count("letters and Roman numbers of lists become numbers", range.clone());
    document.replace(range, format!("{number}{sign}"));
    true
}

/// What a letter or a Roman number counts to. A list begins with the first of its kind.
fn number(mark: &str, first: bool) -> Option<u32> {
    let lower = mark.to_ascii_lowercase();
    if first && !matches!(lower.as_str(), "a" | "i") {
        // Items may be parted by empty lines.
        return (mark.len() == 1).then(|| letter(&lower)).flatten().filter(|n| *n < 9 && *n > 1);
    }
    if lower == "i" && first {
        return Some(1);
    }
    if mark.len() == 1 && !matches!(lower.as_str(), "i" | "v" | "x") {
        return letter(&lower);
    }
    let mut total = 0;
    let mut last = 0;
    for c in lower.chars().rev() {
        let value = match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            _ => return None,
        };
        if value < last {
            total -= value;
        } else {
            total += value;
            last = value;
        }
    }
    u32::try_from(total).ok().filter(|total: &u32| *total > 0 && mark.len() < 8)
}

fn letter(lower: &str) -> Option<u32> {
    let c = lower.chars().next()?;
    c.is_ascii_lowercase().then(|| u32::from(c) - u32::from('a') + 1)
}

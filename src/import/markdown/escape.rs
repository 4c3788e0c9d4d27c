//! Text becomes Markdown that reads as that text.
//!
//! In: text of a tree. Out: the same with backslashes. Refuses to know: elements. What is escaped at
//! first is what nearly always has a meaning; whether that was enough is for `check` to say.

use super::is_space;

/// How much is escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// What has a meaning where it stands.
    Light,
    /// Every sign that can have a meaning anywhere.
    Full,
}

/// What stands around a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// The character before.
    pub(super) before: Option<char>,
    /// The character after.
    pub(super) after: Option<char>,
    /// Which signs stand in the block more than once, so that two of them could make a pair.
    pub(super) pairs: Pairs,
    /// Whether the text stands in a link, where bare addresses are text.
    pub(super) in_link: bool,
}

/// Signs that need another of their kind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pairs {
    dollar: bool,
    tilde: bool,
    caret: bool,
}

impl Pairs {
    /// Counts the signs of a block's text.
    pub(super) fn of(text: &str) -> Self {
        let several = |sign: char| text.matches(sign).take(2).count() > 1;
        Pairs { dollar: several('$'), tilde: several('~'), caret: several('^') }
    }
}

/// Text in which white space is folded: to a line end where there was one, else to a space.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_space) {
        let (words, after) = rest.split_at(at);
        out.push_str(words);
        let end = after.find(|c| !is_space(c)).unwrap_or(after.len());
        let (space, after) = after.split_at(end);
        let before = out.chars().next_back();
        let next = after.chars().next();
        // Between two Chinese or Japanese characters a line end would be no space.
        let joined = before.is_some_and(is_joined) && next.is_some_and(is_joined);
        out.push(if space.contains('\n') && !joined { '\n' } else { ' ' });
        rest = after;
    }
    out.push_str(rest);
    out
}

fn is_joined(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Folded text, escaped.
pub(super) fn text(text: &str, around: &Around, care: Care) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = around.before;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next().or(around.after);
        let escape = match care {
            Care::Full => {
                c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '?' | '%' | '@' | '/')
            }
            Care::Light => means(c, before, next, rest, around),
        };
        if escape {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Whether a sign has a meaning where it stands.
fn means(c: char, before: Option<char>, next: Option<char>, rest: &str, around: &Around) -> bool {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' => next.is_none_or(|c| c.is_ascii_punctuation() || c == '\n'),
        '`' => true,
        '*' => !(space(before) && space(next)),
        '_' => !(space(before) && space(next) || letter(before) && letter(next)),
        '[' => next == Some('^') || next == Some('!') || rest.contains("](") || rest.contains("]:"),
        ']' => matches!(next, Some('(')),
        '!' => next == Some('['),
        '<' => next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => rest.find(';').and_then(|end| rest.get(..end)).is_some_and(|name| {
            !name.is_empty()
                && name.len() < 40
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
        }),
        '$' => around.pairs.dollar,
        '~' => around.pairs.tilde,
        '^' => around.pairs.caret,
        '{' => {
            rest.starts_with("p.")
                || rest.split('}').next().is_some_and(|inner| inner.contains('|'))
        }
        ':' => {
            rest.starts_with("//")
                && !around.in_link
                && before.is_some_and(|c| matches!(c, 's' | 'S' | 'p' | 'P'))
        }
        '.' => matches!(before, Some('w' | 'W')) && !around.in_link && letter(next),
        _ => false,
    }
}

/// A paragraph whose lines don't begin as other blocks do: a line that would is one with the line
/// before, and the first gets a backslash.
pub(super) fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for (index, line) in text.split('\n').enumerate() {
        let line = line.trim_start_matches([' ', '\t']);
        if index == 0 {
            out.push_str(&first_line(line));
            continue;
        }
        // After a break the line end has to stay.
        let broken = out.ends_with('\\');
        let begins = begins_block(line);
        if line.is_empty() || (begins && !broken) {
            out.push(' ');
            out.push_str(line);
        } else {
            out.push('\n');
            out.push_str(&if begins { first_line(line) } else { line.to_owned() });
        }
    }
    out
}

fn begins_block(line: &str) -> bool {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = digits > 0 && line.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')']));
    number || line.starts_with(['-', '+', '*', '#', '>', '=', ':', '|', '~', '<', '[', '`'])
}

/// The first line of a block, with a backslash where it would begin another one.
fn first_line(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = |at: usize| line.get(at..).unwrap_or_default();
    let gap = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t', '\n']);
    let sign = line.chars().next().unwrap_or_default();
    let same = line.chars().take_while(|c| *c == sign).count();
    // A row of signs, with spaces between, is a thematic break.
    let row = || {
        line.chars().all(|c| c == sign || c == ' ')
            && line.chars().filter(|c| *c == sign).count() > 1
    };
    let at = match sign {
        '#' => (same <= 6 && gap(after(same))).then_some(0),
        '>' => Some(0),
        '-' | '+' => (gap(after(1)) || row()).then_some(0),
        '*' => gap(after(1)).then_some(0),
        '=' => row().then_some(0),
        ':' => (gap(after(1)) || same > 2).then_some(0),
        '~' => (same > 2).then_some(0),
        '|' => Some(0),
        '[' => (line.contains("]:")
            || ["[ ]", "[x]", "[X]"].iter().any(|box_| line.starts_with(box_)))
        .then_some(0),
        c if c.is_ascii_digit() && digits < 10 => {
            (after(digits).starts_with(['.', ')']) && gap(after(digits + 1))).then_some(digits)
        }
        _ => None,
    };
    match at {
        Some(at) => format!("{}\\{}", line.get(..at).unwrap_or_default(), after(at)),
        None => line.to_owned(),
    }
}

/// The address of a link or an image, as it stands in parentheses.
pub(super) fn address(address: &str) -> String {
    let address = address.replace(['\n', '\r', '\t'], "");
    let plain = !address.is_empty()
        && !address.starts_with('<')
        && !address.contains(|c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '(' | ')' | '\\' | '<' | '>' | '&' | '|')
        });
    if plain {
        return address;
    }
    let mut out = String::from("<");
    for c in address.chars() {
        if matches!(c, '<' | '>' | '\\' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('>');
    out
}

/// A title, as it stands behind an address: with the space before it.
pub(super) fn title(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::from(" \"");
    for c in title.chars() {
        if matches!(c, '"' | '\\' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

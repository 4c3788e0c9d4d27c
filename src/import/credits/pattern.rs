//! Patterns of credits, and texts in a form that can be compared.
//!
//! In: a pattern as the rules write it, and a text. Out: whether they agree, and what stands at the
//! pattern's `{}`. Refuses to know: what a pattern is for.
//!
//! `{}` is what is looked for, `…` anything, a space one or more of them, and `:` one of the signs
//! that stand between a label and what it labels. All else is itself, whatever its case or width.

use std::ops::Range;

/// A text with each character's folded form beside it.
#[derive(Debug, Clone)]
pub(super) struct Folded {
    shown: Vec<char>,
    plain: Vec<char>,
    /// The folded characters once more, to be searched.
    bytes: String,
    /// The characters that occur, see [`marks`].
    marks: u128,
}

impl Folded {
    /// Folds a text.
    pub(super) fn new(text: &str) -> Self {
        let shown: Vec<char> = text.chars().collect();
        let plain: Vec<char> = shown.iter().copied().map(plain).collect();
        let (bytes, marks) = (plain.iter().collect(), marks(&plain));
        Folded { shown, plain, bytes, marks }
    }

    /// Its length in characters.
    pub(super) fn len(&self) -> usize {
        self.plain.len()
    }

    /// The folded characters.
    pub(super) fn plain(&self) -> &[char] {
        &self.plain
    }

    /// Whether white space parts things rather than words: a tab, which stands for a wide gap, or the
    /// space of a full-width script.
    pub(super) fn is_gap(&self, range: Range<usize>) -> bool {
        let shown = self.shown.get(range).unwrap_or_default();
        shown.iter().any(|c| matches!(c, '\t' | '\n' | '\u{3000}'))
    }

    /// The text of a range as it is printed, without white space around it.
    pub(super) fn shown(&self, range: Range<usize>) -> String {
        let text: String = self.shown.get(range).unwrap_or_default().iter().collect();
        text.trim().to_owned()
    }
}

/// A bit for each character that occurs, several characters to a bit: where a bit is not set, none of
/// its characters occurs.
fn marks(chars: &[char]) -> u128 {
    chars.iter().fold(0, |marks, c| marks | 1 << (u32::from(*c) % 127))
}

/// A character without case, width and typographic variety.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = u32::from(c) - 0xfee0;
            plain(char::from_u32(narrow).unwrap_or(c))
        }
        '\u{660}'..='\u{669}' => digit(u32::from(c) - 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(u32::from(c) - 0x6f0),
        '’' | '‘' | 'ʼ' | '´' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        'ё' | 'Ё' => 'е',
        'ı' | 'İ' => 'i',
        'ş' | 'Ş' => 'ș',
        'ţ' | 'Ţ' => 'ț',
        'ά' | 'Ά' => 'α',
        'έ' | 'Έ' => 'ε',
        'ή' | 'Ή' => 'η',
        'ί' | 'Ί' | 'ϊ' | 'Ϊ' | 'ΐ' => 'ι',
        'ό' | 'Ό' => 'ο',
        'ύ' | 'Ύ' | 'ϋ' | 'Ϋ' | 'ΰ' => 'υ',
        'ώ' | 'Ώ' => 'ω',
        'ς' => 'σ',
        c if c.is_whitespace() => ' ',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}

/// A text folded whole, white space in it single.
pub(super) fn fold(text: &str) -> String {
    let text: String = text.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters and digits of a text, folded: what two printings of the same line have in common.
pub(super) fn letters(text: &str) -> String {
    text.chars().map(plain).filter(|c| c.is_alphanumeric()).collect()
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Literal(Vec<char>),
    Space,
    Label,
    Any,
    Wanted,
}

/// A pattern, ready to be compared.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    tokens: Vec<Token>,
    /// The character that a text must begin with.
    first: Option<char>,
    /// The longest piece that a text must hold.
    needle: String,
    /// The characters that a text must hold, see [`marks`].
    marks: u128,
}

impl Pattern {
    /// Reads a pattern.
    pub(super) fn new(pattern: &str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            let token = match c {
                '{' if chars.peek() == Some(&'}') => {
                    chars.next();
                    Token::Wanted
                }
                '…' => Token::Any,
                // White space around a sign of a label is the label's.
                ' ' if tokens.last() == Some(&Token::Label) => continue,
                ' ' => Token::Space,
                ':' => Token::Label,
                c => {
                    if let Some(Token::Literal(literal)) = tokens.last_mut() {
                        literal.push(plain(c));
                        continue;
                    }
                    Token::Literal(vec![plain(c)])
                }
            };
            tokens.push(token);
        }
        let first = match tokens.first() {
            Some(Token::Literal(literal)) => literal.first().copied(),
            _ => None,
        };
        let literals = || {
            tokens.iter().filter_map(|token| match token {
                Token::Literal(literal) => Some(literal),
                _ => None,
            })
        };
        let marks = literals().fold(0, |all, literal| all | marks(literal));
        let needle = literals().max_by_key(|literal| literal.len());
        let needle = needle.map(|literal| literal.iter().collect()).unwrap_or_default();
        Pattern { tokens, first, needle, marks }
    }

    /// Whether the pattern names something to be found.
    pub(super) fn wants(&self) -> bool {
        self.tokens.contains(&Token::Wanted)
    }

    /// Whether the pattern has a part that may be anything.
    pub(super) fn is_open(&self) -> bool {
        self.tokens.contains(&Token::Any)
    }

    /// Compares the whole of a text; the range of what is wanted, empty where nothing is.
    pub(super) fn find(&self, text: &Folded) -> Option<Range<usize>> {
        if self.first.is_some_and(|first| text.plain.first() != Some(&first))
            || self.marks & !text.marks != 0
            || self.first.is_none()
                && memchr::memmem::find(text.bytes.as_bytes(), self.needle.as_bytes()).is_none()
        {
            return None;
        }
        let mut found = 0..0;
        matches(&self.tokens, &text.plain, 0, &mut found).then_some(found)
    }
}

/// Whether `tokens` agree with all of `text` from `at` on. Recurses once a token.
fn matches(tokens: &[Token], text: &[char], at: usize, found: &mut Range<usize>) -> bool {
    let Some((first, rest)) = tokens.split_first() else {
        return text.get(at..).is_some_and(|left| left.iter().all(|c| *c == ' '));
    };
    let left = text.get(at..).unwrap_or_default();
    let spaces = || left.iter().take_while(|c| **c == ' ').count();
    match first {
        Token::Literal(literal) => {
            left.starts_with(literal) && matches(rest, text, at + literal.len(), found)
        }
        Token::Space => {
            let spaces = spaces();
            spaces > 0 && matches(rest, text, at + spaces, found)
        }
        Token::Label => {
            let spaces = spaces();
            let sign = left.get(spaces).copied().unwrap_or(' ');
            if !is_label_sign(sign) {
                return false;
            }
            let after = left.get(spaces + 1..).unwrap_or_default();
            let more = after.iter().take_while(|c| **c == ' ').count();
            matches(rest, text, at + spaces + 1 + more, found)
        }
        Token::Any | Token::Wanted => {
            let wanted = *first == Token::Wanted;
            let least = usize::from(wanted);
            let ends = if rest.is_empty() { left.len()..=left.len() } else { least..=left.len() };
            // Where a literal follows, only its first character can end it.
            let next = match rest.first() {
                Some(Token::Literal(literal)) => literal.first(),
                _ => None,
            };
            for end in ends {
                if next.is_some() && left.get(end) != next {
                    continue;
                }
                if end >= least && matches(rest, text, at + end, found) {
                    if wanted {
                        *found = at..at + end;
                    }
                    return true;
                }
            }
            false
        }
    }
}

/// Whether a sign stands between a label and what it labels.
pub(super) fn is_label_sign(sign: char) -> bool {
    matches!(plain(sign), ':' | '=' | '・' | '|' | '│' | '/' | '–' | '—' | '∶')
}

#[cfg(test)]
mod tests {
    use super::{Folded, Pattern};

    fn find(pattern: &str, text: &str) -> Option<String> {
        let text = Folded::new(text);
        Pattern::new(pattern).find(&text).map(|range| text.shown(range))
    }

    #[test]
    fn patterns_agree_whatever_the_case_width_and_spacing() {
        let cases = [
            ("translated by {}", "TRANSLATED  BY Ada Merrow", Some("Ada Merrow")),
            ("translated from … by {}", "Translated from the Finnish by Ada", Some("Ada")),
            ("訳:{}", "訳＝水野光", Some("水野光")),
            ("{} 옮김", "한가람 옮김", Some("한가람")),
            ("share", "Share", Some("")),
            ("share", "Share this", None),
            ("translated by {}", "translated by ", None),
        ];
        for (pattern, text, found) in cases {
            assert_eq!(find(pattern, text).as_deref(), found, "{pattern} on {text}");
        }
    }
}

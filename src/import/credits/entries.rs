//! A line that is a row of entries: "Ada Merrow | May 3, 1999 | 4 min read".
//!
//! In: the text of a line. Out: the facts that its entries state, and whether all of them are explained.
//! Refuses to know: how a fact is worded (`line`).

use super::eastern;
use super::furniture::chrome;
use super::line::{Fact, bare, fact, signed_after};
use super::names::{self, Strictness};
use super::pattern::fold;
use super::rules;
use super::source::{SourceLine, is_masthead, page_of_section, unquoted};
use super::times::{has_time, is_time};
use unicode_width::UnicodeWidthStr;

/// Columns of a line whose entries are parted by commas.
pub(super) const LONGEST_LIST: usize = 110;

/// The facts of a line of three entries and more, or of one with a part of the page's own among them: each of
/// them is explained.
pub(super) fn explained_by_entries(text: &str) -> Option<Vec<Fact>> {
    SEPARATORS.iter().take(2).find_map(|separators| {
        let entries = Entries::of(text, separators)?;
        let several = entries.facts.iter().any(|fact| match fact {
            Fact::Authors(people, _) => people.len() > 1 || entries.timed || entries.titled,
            _ => false,
        });
        (entries.explained && (entries.count > 2 || entries.of_page || several))
            .then_some(entries.facts)
    })
}

/// A line taken for a row of entries.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// How many they are.
    pub(super) count: usize,
    /// What they state.
    pub(super) facts: Vec<Fact>,
    /// Whether each of them is explained.
    pub(super) explained: bool,
    /// Whether one is of the page's own.
    pub(super) of_page: bool,
    /// Whether the first is a credit with its label.
    pub(super) begins: bool,
    /// Whether one is a name with what its bearer is.
    pub(super) titled: bool,
    /// Whether one is a date with the time of day.
    pub(super) timed: bool,
    /// Whether the last is a date.
    pub(super) dated: bool,
}

impl Entries {
    /// Parts a text at signs; `None` where there are too few or too many parts, or none states
    /// anything.
    pub(super) fn of(text: &str, separators: &[&str]) -> Option<Entries> {
        let parts = parts(text, separators);
        // What is parted as sentences are may be sentences.
        let sentences = separators.contains(&". ") && text.width() > LONGEST_LIST;
        if !(2..=8).contains(&parts.len()) || sentences {
            return None;
        }
        let joined = with_roles(parts);
        let parts: Vec<&str> = joined.iter().map(String::as_str).collect();
        let found: Vec<Option<Fact>> = parts.iter().map(|part| fact(bare(part))).collect();
        let labelled = found.iter().flatten().any(|fact| match fact {
            Fact::Authors(_, labelled) => *labelled,
            Fact::Source(line) => line.labelled || !line.date.is_empty() || !line.page.is_empty(),
            _ => true,
        });
        if !labelled {
            return None;
        }
        let mut entries = Entries { count: parts.len(), explained: true, ..Entries::default() };
        // Beside a byline with its label, and before a date, stands what the author is.
        entries.begins =
            matches!(found.first(), Some(Some(Fact::Authors(_, true) | Fact::Translators(_))));
        entries.dated = matches!(found.last(), Some(Some(Fact::Date(_))));
        for (part, fact) in parts.iter().zip(found) {
            entries.take(part, fact);
        }
        Some(entries)
    }

    /// Whether a byline says what the one before is: "토비아스 린달 | 스웨덴 소설가".
    fn tells_of_last(&self, fact: Option<&Fact>) -> bool {
        let named = matches!(self.facts.last(), Some(Fact::Authors(_, false)));
        let Some(Fact::Authors(people, true)) = fact.filter(|_| named) else { return false };
        matches!(people.as_slice(), [one] if !eastern::is_native(&one.name))
    }

    fn take(&mut self, part: &str, fact: Option<Fact>) {
        if self.tells_of_last(fact.as_ref()) {
            self.of_page = true;
        } else if let Some(fact) = fact {
            if matches!(fact, Fact::Date(_)) {
                self.timed |= has_time(part);
                self.facts.extend(signed_after(part));
            }
            self.facts.push(fact);
        } else if rules::is_section(part)
            || chrome(part).is_some()
            || is_time(part)
            || is_issue(part)
            || is_picture_credit(part)
            || is_count(part)
        {
            self.of_page = true;
        } else if is_masthead(part) && !names::is_staff(part) {
            let publication = unquoted(part).to_owned();
            self.facts.push(Fact::Source(SourceLine { publication, ..SourceLine::default() }));
        } else if names::is_staff(part) && matches!(self.facts.last(), Some(Fact::Authors(..))) {
            // What whoever is named before it is: "Courier Staff Writer".
            self.of_page = true;
        } else if let (Some(people), Some(Fact::Authors(_, true))) =
            (names::read(bare(part), Strictness::Labelled), self.facts.last())
        {
            // A name that follows those after a label.
            self.facts.push(Fact::Authors(people, true));
        } else if let Some(people) = names::read(bare(part), Strictness::Bare) {
            self.titled |=
                matches!(people.as_slice(), [one] if part.starts_with(&format!("{}, ", one.name)));
            self.facts.push(Fact::Authors(people, false));
        } else if let Some(page) = page_of_section(part) {
            self.facts.push(Fact::Source(SourceLine { page, ..SourceLine::default() }));
        } else {
            self.explained = false;
        }
    }
}

/// A text of East Asia with wide gaps before its labels and dates, where only spaces stand there: "文／林
/// 曉 譯者：沈若嵐 2021年6月18日".
pub(super) fn parted(text: &str) -> String {
    if text.width() > LONGEST_LIST || !text.chars().any(eastern::is_wide) {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        let rest = chars.get(at + 1..).unwrap_or_default();
        let label = rest.iter().take_while(|c| eastern::is_wide(**c)).count();
        let sign = rest.get(label).copied().unwrap_or(' ');
        let labelled = (1..=5).contains(&label) && matches!(sign, '：' | ':' | '／' | '＝');
        let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        let dated = digits == 4 && rest.get(digits).is_some_and(|c| matches!(c, '年' | '년'));
        if *c == ' ' && (labelled || dated) {
            out.push('\u{3000}');
        } else {
            out.push(*c);
        }
    }
    out
}

/// Wide gaps.
pub(super) const GAPS: &[&str] =
    &["\n", "\t", "  ", "\u{3000}", "\u{a0}\u{a0}", "\u{a0} ", " \u{a0}"];

/// Signs that part entries of a line, those that part most first.
pub(super) const SEPARATORS: &[&[&str]] = &[
    &["\n", "\t", "  ", "\u{3000}", "\u{a0}\u{a0}", "\u{a0} ", " \u{a0}", " | ", "│", " ｜ ", "｜"],
    &[" / ", "／", " · ", " • ", " ● ", "▪", " ــ ", " ـ "],
    &[" – ", " — ", " - ", "; ", " ; "],
    &[". ", ", ", "。", "，", "、"],
];

pub(super) fn parts<'t>(text: &'t str, separators: &[&str]) -> Vec<&'t str> {
    let mut parts = vec![text];
    for separator in separators {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let says = |part: &&str| part.chars().any(char::is_alphanumeric);
    parts.into_iter().map(str::trim).filter(says).collect()
}

/// Entries of a line, a word that says what somebody did joined to the name before it: "林德 文".
pub(super) fn with_roles(parts: Vec<&str>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.chars().count() <= 2 && part.chars().all(eastern::is_wide) => {
                last.push(' ');
                last.push_str(part);
            }
            _ => joined.push(part.to_owned()),
        }
    }
    joined
}

/// Whether an entry counts something: "Просмотров: 4 116".
pub(super) fn is_count(part: &str) -> bool {
    part.split_once([':', '：']).is_some_and(|(_, count)| {
        let mut signs = count.trim().chars();
        signs.clone().any(|c| c.is_ascii_digit())
            && signs.all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.'))
    })
}

/// Whether an entry is the number of an issue: "Issue 44", "n.º 12".
pub(super) fn is_issue(part: &str) -> bool {
    let folded = fold(part);
    let word: String = folded.chars().take_while(|c| c.is_alphabetic() || *c == '№').collect();
    let rest = folded.get(word.len()..).unwrap_or_default();
    (word == "№" || rules::listed(|language| language.issues, &word))
        && (rest.chars().any(|c| c.is_ascii_digit()) && !rest.chars().any(char::is_alphabetic)
            || is_roman(rest.trim_matches(['.', ' '])))
}

fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| "ivxlcdm".contains(c))
}

/// Whether an entry credits a picture: "사진 한가람".
pub(super) fn is_picture_credit(part: &str) -> bool {
    let folded = fold(part);
    let word = folded.split([' ', ':', '/', '|', '=', '／', '◎']).next().unwrap_or_default();
    word.len() < folded.len() && rules::listed(|language| language.pictures, word)
}

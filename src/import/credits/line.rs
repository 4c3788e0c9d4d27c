//! A line by itself: which facts it states.
//!
//! In: the text of a line. Out: the facts that explain the whole of it. Refuses to know: where the line
//! stands.

use super::dates;
use super::eastern;
use super::entries::{
    Entries, GAPS, SEPARATORS, explained_by_entries, is_picture_credit, parted, parts, with_roles,
};
use super::furniture::chrome;
use super::names::{self, Name, Strictness};
use super::pattern::Folded;
use super::rules::{self, Kind};
use super::source::{SourceLine, is_masthead, page_within, source};
use super::times::{date, without_date, without_time};

/// A fact that a line states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fact {
    /// Who wrote it; whether a label says so.
    Authors(Vec<Name>, bool),
    /// Who translated it.
    Translators(Vec<Name>),
    /// What is said of the author.
    Note(String),
    /// Where it appeared.
    Source(SourceLine),
    /// A date by itself; whether it is that of a change.
    Date(String),
    /// Its address.
    Address(String),
}

/// Characters of a line that can state facts; a longer one is text.
const LONGEST: usize = 600;

/// The text of a line without what sets it apart: stars, dashes and bullets before it, brackets around
/// it.
pub(super) fn bare(text: &str) -> &str {
    let sign = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '*' | '＊'
                    | '※'
                    | '▲'
                    | '△'
                    | '■'
                    | '□'
                    | '●'
                    | '○'
                    | '◆'
                    | '▶'
                    | '►'
                    | '•'
                    | '·'
                    | '–'
                    | '—'
                    | '―'
                    | '-'
                    | '_'
                    | '|'
                    | '†'
                    | '∗'
                    | '◎'
                    | '◉'
                    | '★'
                    | '☆'
                    | '✎'
                    | '✍'
                    | '▷'
                    | '▸'
                    | '❖'
                    | '☞'
            )
    };
    let mut text = text.trim_matches(sign);
    for (open, close) in [
        ('(', ')'),
        ('（', '）'),
        ('[', ']'),
        ('［', '］'),
        ('〔', '〕'),
        ('【', '】'),
        ('〈', '〉'),
    ] {
        if let Some(inner) = text.strip_prefix(open).and_then(|text| {
            text.strip_suffix(close)
                .or_else(|| text.trim_end_matches(['.', '。']).strip_suffix(close))
        }) && !inner.contains([open, close])
        {
            text = inner.trim_matches(sign);
        }
    }
    text
}

/// The facts that explain the whole line; empty where it is something else.
pub(super) fn facts(text: &str) -> Vec<Fact> {
    let whole = text.trim();
    let text = bare(text);
    if text.is_empty() || text.chars().count() > LONGEST {
        return Vec::new();
    }
    // Brackets hold one credit: "(영어 원문 번역: 문가은)".
    if text.len() < whole.len()
        && whole.starts_with(['(', '（', '[', '［'])
        && let Some(credit @ Fact::Translators(_)) = fact(text)
    {
        return vec![credit];
    }
    let gaps = GAPS.iter().any(|gap| text.contains(gap));
    let text = &parted(text);
    // Wide gaps part labels: "作者：…　译者：…".
    let gapped = with_roles(parts(text, GAPS));
    let labels =
        gapped.iter().filter(|part| fact(bare(part)).is_some() || chrome(part).is_some()).count();
    let named = gapped.len() > 1
        && gapped.iter().any(|part| names::read(bare(part), Strictness::Bare).is_some());
    let lines = text.contains('\n') && labels > 0;
    let begins = gapped.len() > 1
        && matches!(
            gapped.first().and_then(|part| fact(bare(part))),
            Some(Fact::Authors(_, true) | Fact::Translators(_))
        );
    if let Some(all) = explained_by_entries(text) {
        return all;
    }
    // "Ada Merel 3 mei 1999, 16:30"
    let date = dates::find_with_day(&Folded::new(text)).filter(|found| found.whole.start > 4);
    if date.is_some()
        && let Some(fact @ Fact::Date(_)) = fact(text)
        && let Some(people) = names::read(without_date(text), Strictness::Bare)
        && !text.chars().any(eastern::is_wide)
    {
        return vec![Fact::Authors(people, false), fact];
    }
    // "エルナ・ノヴァク　　訳＝水野光": names, and beside them a credit with its label.
    let explained = labels > 0
        && named
        && gaps
        && gapped.iter().all(|part| {
            let part = bare(part);
            matches!(fact(part), Some(Fact::Translators(_) | Fact::Authors(..)))
                || names::read(part, Strictness::Bare).is_some()
        });
    if labels < 2
        && let Some(dated @ Fact::Date(_)) = fact(text)
        && let Some(signed) = signed_after(text)
    {
        return vec![signed, dated];
    }
    if labels < 2
        && !explained
        && !lines
        && !begins
        && let Some(fact) = fact(text)
        && !(named && matches!(fact, Fact::Date(_)))
    {
        // Beside a date may stand the page in print.
        let page = matches!(fact, Fact::Date(_)).then(|| page_within(text)).flatten();
        let page = page.map(|page| Fact::Source(SourceLine { page, ..SourceLine::default() }));
        // "Written by Ada Merrow, May 3, 1999"
        let dated = matches!(&fact, Fact::Authors(_, true))
            .then(|| dates::find(&Folded::new(text)))
            .flatten()
            .map(|range| Fact::Date(Folded::new(text).shown(range)));
        let author = matches!(&fact, Fact::Source(line) if line.labelled).then(|| author_of(text));
        return std::iter::once(fact).chain(page).chain(author.flatten()).chain(dated).collect();
    }
    for (rank, separators) in SEPARATORS.iter().enumerate() {
        let Some(entries) = Entries::of(text, separators) else { continue };
        if entries.explained || entries.begins && (rank < 2 || entries.dated) {
            return entries.facts;
        }
    }
    // The address among what a site says below a text: "Posted in Bread | Permalink: https://…".
    if text.contains("://")
        && let Some(address) = text.split(" | ").find_map(labelled_address)
    {
        return vec![Fact::Address(address)];
    }
    sentences(text)
}

/// A note and a translator's credit that stand in one paragraph, sentence by sentence.
fn sentences(text: &str) -> Vec<Fact> {
    let mut ends: Vec<usize> = Vec::new();
    for mark in [". ", "。", ") ", "） "] {
        ends.extend(text.match_indices(mark).map(|(at, mark)| at + mark.len()));
    }
    ends.sort_unstable();
    for end in ends {
        let Some((before, after)) = text.split_at_checked(end) else { continue };
        let after_fact = fact(bare(after));
        if after_fact.is_none()
            && chrome(after).is_some()
            && let Some(first) = fact(bare(before))
        {
            return vec![first];
        }
        if let Some(credit @ Fact::Translators(_)) = after_fact {
            return match fact(bare(before)) {
                Some(first) => vec![first, credit],
                // What else stands before a credit is a matter of its place.
                None => vec![Fact::Note(before.trim().to_owned()), credit],
            };
        }
        if let Some(credit @ Fact::Translators(_)) = fact(bare(before)) {
            return match fact(bare(after)) {
                Some(second) => vec![credit, second],
                None => Vec::new(),
            };
        }
    }
    Vec::new()
}

/// The one fact that a text states.
pub(super) fn fact(text: &str) -> Option<Fact> {
    let folded = Folded::new(text);
    for (kind, range, wants) in rules::of(&folded) {
        // "Verschenen in De Windroos": a capital says that the word before is of the name.
        if kind == Kind::Source && begins_name(&folded.shown(0..range.start)) {
            continue;
        }
        let found = folded.shown(range);
        let fact = match kind {
            Kind::Translator | Kind::Author if is_list(&found) => None,
            Kind::Translator => names::read(&found, Strictness::Labelled).map(Fact::Translators),
            Kind::Note => Some(Fact::Note(if wants { found } else { text.to_owned() })),
            Kind::Source => match address(&found) {
                Some(address) => Some(Fact::Address(address)),
                None => source(&found, true).map(Fact::Source),
            },
            // "写真＝水野光" is no byline, though one with a place is written so.
            Kind::Author if is_one_word(text, &found) || is_picture_credit(text) => None,
            // "De Waterlandse Courant" has the small word of bylines before it.
            Kind::Author
                if text.chars().count() <= found.chars().count() + 3 && is_masthead(text) =>
            {
                None
            }
            // The time of day may follow.
            Kind::Author => names::read(without_time(without_date(&found)), Strictness::Labelled)
                .map(|mut people| {
                    // Beside a name stands where its bearer works.
                    people.retain(|name| !name.organisation);
                    people
                })
                .filter(|people| !people.is_empty() && !is_left_over(text, &found, people))
                .map(|people| Fact::Authors(people, true)),
            // The label says that it is one, whatever else stands beside it.
            Kind::Dated => {
                let found = Folded::new(&found);
                dates::find(&found).map(|range| Fact::Date(found.shown(range)))
            }
            Kind::Address => address(&found).map(Fact::Address),
            Kind::Inline(_) | Kind::Page(_) | Kind::Opener(_) => None,
        };
        if fact.is_some() {
            return fact;
        }
    }
    let labelled = || labelled_address(text).filter(|_| chrome(text).is_none());
    if let Some(address) = address(text).or_else(labelled) {
        return Some(Fact::Address(address));
    }
    let line = source(text, false);
    if let Some(line) = &line
        && is_masthead(&line.publication)
    {
        return Some(Fact::Source(line.clone()));
    }
    if let Some(date) = date(text) {
        return Some(Fact::Date(date));
    }
    line.map(Fact::Source)
}

/// Whether the last of several words is short and has a capital.
fn begins_name(before: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    let last = words.next().unwrap_or_default();
    words.next().is_some()
        && last.chars().count() <= 3
        && last.starts_with(char::is_uppercase)
        && last.chars().skip(1).all(char::is_lowercase)
        && last.chars().all(char::is_alphabetic)
}

/// Who wrote what a text is an extract of: "An extract from The Locks, by Ada Merrow".
fn author_of(text: &str) -> Option<Fact> {
    let (_, last) = text.rsplit_once(", ")?;
    let (small, name) = last.split_once(' ')?;
    let label = small.chars().count() <= 3 && small.chars().all(char::is_lowercase);
    let people = label.then(|| names::read(name, Strictness::Bare)).flatten()?;
    Some(Fact::Authors(people, true))
}

/// The byline behind a date: "Posted on May 3, 1999 by Ada Merrow | 3 comments".
pub(super) fn signed_after(text: &str) -> Option<Fact> {
    let found = dates::find_with_day(&Folded::new(text))?;
    let after = from(text, found.whole.end);
    let end = after.find(['\t', '|', '·', '•']).unwrap_or(after.len());
    let signed = fact(bare(after.get(..end)?))?;
    matches!(signed, Fact::Authors(_, true)).then_some(signed)
}

/// A text without its first characters.
fn from(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or("", |(at, _)| text.split_at(at).1)
}

/// Whether of what a short label was found before only a word is left: "De Kade – maandblad voor kritiek".
fn is_left_over(text: &str, found: &str, people: &[Name]) -> bool {
    let label = text.chars().count().saturating_sub(found.chars().count());
    let word = |name: &Name| {
        !name.name.contains(' ') && found.contains(' ') && !name.name.chars().any(eastern::is_wide)
    };
    label <= 4 && matches!(people, [one] if word(one))
}

/// Whether signs part what was found into entries of which each says something else.
fn is_list(found: &str) -> bool {
    [" | ", " • ", "\n", " ● ", "\t"].iter().any(|sign| found.contains(sign))
}

/// Whether a single word follows a label of few letters: "de Noorderkroniek" is no byline.
fn is_one_word(text: &str, found: &str) -> bool {
    let label = text.chars().count().saturating_sub(found.chars().count());
    label <= 4
        && !found.contains(char::is_whitespace)
        && found.chars().all(|c| !eastern::is_wide(c))
        && text.contains(' ')
}

/// An address behind a label, whatever that says: "Permalink: https://…".
fn labelled_address(text: &str) -> Option<String> {
    let at = text.find("http")?;
    let (label, rest) = text.split_at_checked(at)?;
    let label = label.trim().trim_end_matches(['：', ':', '<']).trim_end();
    let short = (1..=32).contains(&label.chars().count());
    address(rest).filter(|_| short)
}

/// An address that is the whole text.
fn address(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>']);
    let web =
        text.starts_with("https://") || text.starts_with("http://") || text.starts_with("www.");
    (web && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

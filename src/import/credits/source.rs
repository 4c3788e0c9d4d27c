//! Source lines: where an article appeared, when, and on which page.
//!
//! In: the text of a line. Out: publication, date and page, each as it is printed. Refuses to know: other
//! facts that the line may state.

use super::dates;
use super::eastern;
use super::entries::is_issue;
use super::furniture::is_entry;
use super::names::{self, Strictness};
use super::pattern::{Folded, fold};
use super::rules::{self, Kind};
use super::times::has_time;

/// What a source line says; a field that it does not say is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SourceLine {
    /// The publication.
    pub(super) publication: String,
    /// The date, as it is printed.
    pub(super) date: String,
    /// The page's number.
    pub(super) page: String,
    /// Whether a label says that it is one.
    pub(super) labelled: bool,
}

/// A source line: a publication with a date or a page.
pub(super) fn source(text: &str, labelled: bool) -> Option<SourceLine> {
    if text.chars().count() > 140 {
        return None;
    }
    // With a time of day it is the line of a page that was put online.
    if !labelled && text.chars().count() <= 60 && has_time(text) && page_within(text).is_none() {
        return None;
    }
    // A citation: names and the article's title stand before the publication.
    if labelled
        && let Some(at) = text.find(['”', '»', '»', '』', '》'])
        && text.find(['“', '«', '„', '『', '《']).is_some_and(|open| open > 3 && open < at)
        && let Some(after) = text.get(at..).and_then(|rest| rest.split_once(' '))
        && let Some(line) = source(after.1, true)
        && !line.publication.is_empty()
        && !(line.date.is_empty() && line.page.is_empty())
    {
        return Some(line);
    }
    // "From The Salt Ledger (Exmoor Press, 2016)"
    let origin = text.split(' ').next().unwrap_or_default();
    let labelled = labelled
        || rules::listed(|language| language.origins, &fold(origin))
            && text.ends_with(')')
            && text.contains('(')
            && text.chars().filter(char::is_ascii_digit).count() == 4;
    // A sentence about the article itself names where it stood with other words.
    if !labelled && ITSELF.contains(&fold(origin).as_str()) {
        return None;
    }
    let folded = Folded::new(text);
    let mut line = SourceLine { labelled, ..SourceLine::default() };
    // Of a way through a site its end is meant.
    let trail: Vec<&str> = text.split(['>', '›', '＞']).map(str::trim).collect();
    if let [.., before, last] = trail.as_slice() {
        return source(&format!("{before}, {last}"), labelled);
    }
    let mut rest = text.to_owned();
    if let Some(found) = dates::all(&folded).into_iter().next_back() {
        line.date = folded.shown(found.date);
        let (start, end) = (found.whole.start, found.whole.end);
        rest = format!("{} ; {}", folded.shown(0..start), folded.shown(end..folded.len()));
    }
    // "《海報》D4版": a closing mark parts too.
    for mark in ['》', '』', '」', '〉'] {
        if rest.contains(mark) {
            rest = rest.replace(mark, &format!("{mark};"));
        }
    }
    let signs = [
        ';', ',', '，', '、', '|', '│', '·', '•', '(', ')', '（', '）', '[', ']', '\t', '\u{3000}',
        '–', '—', '/', '・',
    ];
    let mut others = 0;
    let mut issue = false;
    for segment in rest
        .split(signs)
        .map(|segment| segment.trim().trim_end_matches('.'))
        .filter(|segment| !segment.is_empty())
    {
        // A page with the section that it is of: "第A14版：夜读".
        let labelled = segment.split_once(['：', ':']).and_then(|(before, _)| page(before.trim()));
        if line.page.is_empty()
            && let Some(number) = page(segment).or(labelled)
        {
            line.page = number;
            continue;
        }

        if is_issue(segment) {
            issue = true;
            continue;
        }
        let mut segment = segment;
        if line.page.is_empty()
            && let Some((before, number, after)) = page_among(segment)
        {
            line.page = number;
            segment = before;
            // "on page 27 of the Peninsula Courier"
            let after = after.split_once(' ').map_or("", |(_, name)| name);
            if before.starts_with(char::is_lowercase) && (is_masthead(after) || line.labelled) {
                segment = after;
            }
            if segment.is_empty() {
                continue;
            }
        }
        if line.publication.is_empty()
            && segment.chars().any(char::is_alphabetic)
            && segment.chars().count() > 1
        {
            // "Oberländische Zeitung vom 7. November": the small word is the date's.
            let small = |(_, word): &(&str, &str)| {
                word.chars().count() <= 4 && word.chars().all(char::is_lowercase)
            };
            let name = segment
                .rsplit_once(' ')
                .filter(|_| !line.date.is_empty() || !line.page.is_empty())
                .filter(small);
            unquoted(name.map_or(segment, |(name, _)| name)).clone_into(&mut line.publication);
        } else {
            others += segment.chars().filter(|c| c.is_alphabetic()).count();
        }
    }
    if line.date.is_empty() && (labelled || !line.page.is_empty()) {
        let year = |word: &&str| {
            word.len() == 4 && word.parse().is_ok_and(|year: u32| (1400..2200).contains(&year))
        };
        rest.split(signs).map(str::trim).find(year).unwrap_or_default().clone_into(&mut line.date);
    }
    if let Some((first, rest)) = line.publication.split_once(' ')
        && rules::listed(|language| language.origins, &fold(first))
        && !rest.starts_with(char::is_lowercase)
        && !(labelled && first.starts_with(char::is_uppercase))
    {
        let name = unquoted(rest).to_owned();
        line.publication = name;
    }
    if line.publication.chars().next().is_some_and(char::is_lowercase) {
        // "the Exmoor Gazette", "de krant van …": the name begins with its first capital.
        let words = line.publication.split_whitespace();
        let rest: Vec<&str> = words
            .skip_while(|word| {
                !word.chars().next().is_some_and(|c| c.is_uppercase() || c == '“' || c == '«')
            })
            .collect();
        let article = line.publication.split_whitespace().count() == rest.len() + 1;
        line.publication =
            if article || labelled { unquoted(&rest.join(" ")).to_owned() } else { String::new() };
    }
    let first = line.publication.split(' ').next().unwrap_or_default();
    if rules::listed(|language| language.supplements, &fold(first)) {
        line.publication.clear();
    }
    let weekday = rules::listed(|language| language.weekdays, &fold(&line.publication));
    if !labelled && is_byline(&line.publication) {
        return None;
    }
    let last = line.publication.rsplit(' ').next().unwrap_or_default();
    let edition = rules::listed(|language| language.editions, &fold(last));
    if weekday
        || edition
        || rules::is_section(&line.publication)
        || line.publication.contains(": ")
        || page(&line.publication).is_some()
    {
        line.publication.clear();
    }
    if labelled {
        let long = line.publication.split_whitespace().count() > 10;
        let says = !line.publication.is_empty() || !line.page.is_empty();
        return (says && !long).then_some(line);
    }
    // Buttons that follow: "来源：江汀周刊 字号 大 中 小".
    while let Some((name, last)) = line.publication.rsplit_once(char::is_whitespace)
        && line.publication.chars().any(eastern::is_wide)
        && is_entry(last)
    {
        let name = name.trim_end().to_owned();
        line.publication = name;
    }
    // "原创 林晓 海日报": a section begins no name.
    let first = line.publication.split_once(' ').is_some_and(|(first, _)| rules::is_section(first));
    let wide = line.publication.chars().any(eastern::is_wide);
    if line.publication.contains(['。', '！', '？']) || first && wide && !labelled {
        return None;
    }
    if line.publication.split(" - ").all(rules::is_section) {
        line.publication.clear();
    }
    // The number of an issue says as much where marks tell what is the name.
    let marked = text.starts_with(['«', '“', '„', '『', '《']);
    let said = !line.date.is_empty() || !line.page.is_empty() || issue && marked;
    let words = line.publication.split_whitespace().count();
    let first = line.publication.chars().next();
    let capital = first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let dated = dates::find(&Folded::new(&line.publication)).is_some();
    let sentence = line.publication.ends_with(['!', '?', ':'])
        || text.ends_with(['!', '?', '.', '。']) && !line.date.ends_with('.') && words > 6;
    let named = (1..=7).contains(&words) && capital;
    let paged = words == 0 && !line.page.is_empty();
    let origin = rules::listed(|language| language.origins, &fold(origin));
    let most = if origin && !line.page.is_empty() { 60 } else { 20 };
    let numbered = words == 0 && issue && !line.date.is_empty();
    (said && (named || paged || numbered) && !dated && !sentence && others <= most).then_some(line)
}

/// Words that begin a sentence about the article itself.
const ITSELF: &[&str] = &[
    "this", "dit", "deze", "dieser", "diese", "dieses", "ce", "cet", "cette", "este", "esta",
    "questo", "questa", "denna", "detta", "эта", "этот",
];

/// Whether a text is a byline with its label.
pub(super) fn is_byline(text: &str) -> bool {
    let folded = Folded::new(text);
    rules::of(&folded).any(|(kind, found, _)| {
        kind == Kind::Author && names::read(&folded.shown(found), Strictness::Labelled).is_some()
    })
}

/// The number of a page, where a text is that of one.
pub(super) fn page(text: &str) -> Option<String> {
    let folded = Folded::new(text);
    rules::pages(&folded).find_map(|range| {
        let printed = folded.shown(range);
        // The letter of a part of the paper is a capital: "A12".
        let number: String = printed
            .chars()
            .map(|c| if c.is_lowercase() { '?' } else { super::pattern::plain(c) })
            .collect();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | ' ');
        let letters = number.chars().filter(char::is_ascii_alphabetic).count();
        let fits =
            digits > 0 && letters <= 2 && number.chars().count() <= 9 && number.chars().all(sign);
        fits.then(|| number.to_uppercase())
    })
}

/// The number of a page with the section that it is of: "第A14版：夜读".
pub(super) fn page_of_section(text: &str) -> Option<String> {
    page(text).or_else(|| page(text.split_once(['：', ':'])?.0.trim()))
}

/// The number of a page in one of the entries of a line.
pub(super) fn page_within(text: &str) -> Option<String> {
    let signs = [
        '[', ']', '(', ')', '［', '］', '（', '）', '|', ',', '·', '\t', '\u{3000}', ' ', '\u{a0}',
    ];
    let entries: Vec<&str> = text.split(signs).filter(|entry| !entry.is_empty()).collect();
    let pairs = entries.windows(2).map(|pair| pair.join(" "));
    // A number by itself is none of a page.
    let worded = |entry: &str| entry.chars().any(char::is_alphabetic);
    let alone = entries.iter().map(|entry| (*entry).to_owned());
    pairs.chain(alone).filter(|entry| worded(entry)).find_map(|entry| page(&entry))
}

/// The number of a page among the words of a text, and what stands before it and behind it.
pub(super) fn page_among(text: &str) -> Option<(&str, String, &str)> {
    let starts = text.char_indices().filter(|(at, c)| {
        !c.is_whitespace()
            && (*at == 0
                || text.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace)))
    });
    let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    for (index, at) in starts.iter().enumerate() {
        // The longer reading first: "Page 3", and not "3".
        for end in [index + 2, index + 1] {
            let end = starts.get(end).copied().unwrap_or(text.len());
            let words = text.get(*at..end)?.trim().trim_end_matches(['.', ',']);
            let worded = words.chars().any(char::is_alphabetic);
            if let Some(number) = page(words).filter(|_| worded) {
                return Some((text.get(..*at)?.trim(), number, text.get(end..)?.trim()));
            }
        }
    }
    None
}

/// A name of a publication without the marks around it.
pub(super) fn unquoted(text: &str) -> &str {
    let marks = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '“'
                    | '”'
                    | '„'
                    | '«'
                    | '»'
                    | '‘'
                    | '’'
                    | '《'
                    | '》'
                    | '〈'
                    | '〉'
                    | '『'
                    | '』'
                    | '「'
                    | '」'
                    | '<'
                    | '>'
                    | '_'
                    | '*'
                    | '.'
                    | ','
            )
    };
    // "Журнал «Полка»": the name stands in the quotes.
    for (open, close) in [('«', '»'), ('“', '”'), ('《', '》'), ('『', '』'), ('„', '“')]
    {
        if let Some((before, rest)) = text.split_once(open)
            && let Some((name, _)) = rest.split_once(close)
            && before.split_whitespace().count() <= 1
            && !name.trim().is_empty()
        {
            return name.trim();
        }
    }
    let short = text.trim_matches(marks);
    let short = short.strip_prefix("자 ").unwrap_or(short);
    // The paper's site is not the paper.
    ["デジタル", "数字报", "電子版", "电子版", "電子報"]
        .iter()
        .find_map(|site| short.strip_suffix(site))
        .filter(|name| name.chars().count() > 1)
        .map_or(short, str::trim_end)
}

/// Whether a line may be the name of a publication, as it stands above an article.
pub(super) fn is_masthead(text: &str) -> bool {
    let text = text.trim();
    let words = text.split_whitespace().count();
    if text.chars().count() > 48 || words > 7 || text.ends_with(['.', '!', '?', '。', ':']) {
        return false;
    }
    let folded = fold(text);
    folded
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| rules::listed(|language| language.publications, word))
        || rules::LANGUAGES.iter().flat_map(|language| language.publications).any(|word| {
            word.chars().count() > 1 && word.chars().all(eastern::is_wide) && text.contains(word)
        })
}

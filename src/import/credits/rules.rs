//! What credits, source lines and the furniture of pages are called, in each language.
//!
//! In: nothing. Out: the tables, one file a language, and the patterns of all of them made ready.
//! Refuses to know: where in a text what counts.
//!
//! A language is added as a file with one [`Language`], and a line in [`LANGUAGES`]. The patterns are
//! those of `pattern`. Every rule has an example, which the test below holds it to.

mod ar;
mod ca;
mod cs;
mod da;
mod de;
mod el;
mod en;
mod es;
mod fi;
mod fr;
mod hu;
mod id;
mod it;
mod ja;
mod ko;
mod nb;
mod nl;
mod pl;
mod pt;
mod ro;
mod ru;
mod sk;
mod sv;
mod tr;
mod uk;
mod vi;
mod zh;

use super::eastern;
use super::pattern::{Folded, Pattern, fold};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Who translated it.
    Translator,
    /// What is said of the author; the whole line where the pattern has no `{}`.
    Note,
    /// A label before a source line.
    Source,
    /// Who wrote it; counts only where what is found are names.
    Author,
    /// Words around a date.
    Dated,
    /// A label before the address.
    Address,
    /// The page's own, even between two paragraphs.
    Inline(&'static str),
    /// The page's own, at its head and foot.
    Page(&'static str),
    /// A heading below which other articles or comments stand.
    Opener(&'static str),
}

/// A rule: what it finds, its pattern, an example, and what is found in that.
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "examples are held against their rules by a test")
)]
pub(super) struct Rule(
    pub(super) Kind,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
);

/// The tables of a language.
pub(super) struct Language {
    /// Its BCP 47 tag.
    pub(super) tag: &'static str,
    /// Credits and furniture that need a pattern with an example.
    pub(super) rules: &'static [Rule],
    /// Buttons and menus: patterns of one entry. A line that holds little else is of the page.
    pub(super) buttons: &'static [&'static str],
    /// Names of sections and kinds of text, as they stand above titles and in breadcrumbs.
    pub(super) sections: &'static [&'static str],
    /// Headings below which other articles or comments stand; patterns.
    pub(super) openers: &'static [&'static str],
    /// Months, in full and short.
    pub(super) months: &'static [&'static str],
    /// Days of the week, in full and short.
    pub(super) weekdays: &'static [&'static str],
    /// Seasons of the year.
    pub(super) seasons: &'static [&'static str],
    /// Words for the number of an issue.
    pub(super) issues: &'static [&'static str],
    /// Words between the parts of a date.
    pub(super) between: &'static [&'static str],
    /// Words that begin a date.
    pub(super) lead: &'static [&'static str],
    /// Patterns of a page's number.
    pub(super) pages: &'static [&'static str],
    /// Words between two names.
    pub(super) and: &'static [&'static str],
    /// Small words within names.
    pub(super) particles: &'static [&'static str],
    /// Titles and professions that are printed beside a name and are none of it; patterns in which
    /// `{}` is the name.
    pub(super) titled: &'static [&'static str],
    /// Words that names of publications hold.
    pub(super) publications: &'static [&'static str],
    /// Words that stand before the name of whoever made the pictures.
    pub(super) pictures: &'static [&'static str],
    /// Words for an edition: what ends in one is no name of a paper.
    pub(super) editions: &'static [&'static str],
    /// Words that begin the name of a part of a paper, which is none of the paper.
    pub(super) supplements: &'static [&'static str],
    /// Words that stand before the name of a publication in a source line.
    pub(super) origins: &'static [&'static str],
    /// Words of which one makes a credit that of an organisation.
    pub(super) staffs: &'static [&'static str],
}

/// A language without any entry, for tables that have few.
pub(super) const NONE: Language = Language {
    tag: "",
    rules: &[],
    buttons: &[],
    sections: &[],
    openers: &[],
    months: &[],
    weekdays: &[],
    seasons: &[],
    issues: &[],
    between: &[],
    lead: &[],
    pages: &[],
    and: &[],
    particles: &[],
    titled: &[],
    publications: &[],
    pictures: &[],
    editions: &[],
    supplements: &[],
    origins: &[],
    staffs: &[],
};

/// All languages.
pub(super) const LANGUAGES: &[Language] = &[
    en::RULES,
    ko::RULES,
    ja::RULES,
    zh::RULES,
    fr::RULES,
    de::RULES,
    el::RULES,
    es::RULES,
    it::RULES,
    pt::RULES,
    nl::RULES,
    ru::RULES,
    pl::RULES,
    sv::RULES,
    ar::RULES,
    tr::RULES,
    uk::RULES,
    vi::RULES,
    sk::RULES,
    ro::RULES,
    nb::RULES,
    id::RULES,
    hu::RULES,
    fi::RULES,
    da::RULES,
    cs::RULES,
    ca::RULES,
];

/// A pattern with what it finds.
struct Ready {
    kind: Kind,
    pattern: Pattern,
}

static READY: LazyLock<Vec<Ready>> = LazyLock::new(|| {
    let rules = LANGUAGES.iter().flat_map(|language| {
        let openers = language.openers.iter();
        let openers = openers.map(|pattern| (Kind::Opener("related articles"), *pattern));
        language.rules.iter().map(|Rule(kind, pattern, ..)| (*kind, *pattern)).chain(openers)
    });
    let mut rules = unique(rules);
    // What says most comes first, and of that what is longest: "translated from … by {}" before
    // "translated {}".
    rules.sort_by_key(|(kind, pattern)| (*kind, Reverse(pattern.chars().count())));
    let ready = |(kind, pattern)| Ready { kind, pattern: Pattern::new(pattern) };
    rules.into_iter().map(ready).collect()
});

static BUTTONS: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns(|language| language.buttons));
/// Patterns of names with titles; whether they are of a script of East Asia, where a space parts the
/// name from all that follows.
static TITLED: LazyLock<Vec<(bool, Pattern)>> = LazyLock::new(|| {
    let all = LANGUAGES.iter().flat_map(|language| {
        let wide = matches!(language.tag, "zh" | "ja" | "ko");
        language.titled.iter().map(move |text| (wide, *text))
    });
    unique(all).into_iter().map(|(wide, text)| (wide, Pattern::new(text))).collect()
});
static PAGES: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns(|language| language.pages));
static SECTIONS: LazyLock<BTreeSet<String>> = LazyLock::new(|| words(|l| l.sections));

fn patterns(of: impl Fn(&Language) -> &'static [&'static str]) -> Vec<Pattern> {
    unique(LANGUAGES.iter().flat_map(of).copied()).into_iter().map(Pattern::new).collect()
}

/// Each once, in their order: neighbouring languages have words in common.
fn unique<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    all.filter(|one| seen.insert(*one)).collect()
}

fn words(of: impl Fn(&Language) -> &'static [&'static str]) -> BTreeSet<String> {
    LANGUAGES.iter().flat_map(of).map(|word| fold(word)).collect()
}

/// What a line is by the rules, in the order of what says most: kind, what is found, and whether the
/// pattern names something to be found.
pub(super) fn of(text: &Folded) -> impl Iterator<Item = (Kind, Range<usize>, bool)> {
    READY.iter().filter_map(|ready| {
        let found = ready.pattern.find(text)?;
        Some((ready.kind, found, ready.pattern.wants()))
    })
}

/// Whether an entry of a line is a button or of a menu.
pub(super) fn is_button(text: &Folded) -> bool {
    BUTTONS.iter().any(|pattern| pattern.find(text).is_some())
}

/// Whether a text is the name of a section or of a kind of text.
pub(super) fn is_section(text: &str) -> bool {
    let folded = fold(text);
    // "해외 에세이": what kind of a section it is stands before it.
    let last = folded.rsplit_once(' ').filter(|(before, _)| {
        !before.contains(' ') && before.chars().count() <= 4 && before.chars().all(eastern::is_wide)
    });
    SECTIONS.contains(&folded) || last.is_some_and(|(_, last)| SECTIONS.contains(last))
}

/// The name within a name with title.
pub(super) fn untitled(text: &Folded) -> Option<Range<usize>> {
    titled(text).find_map(|pattern| pattern.find(text))
}

/// The same, where the title is a word that the tables have.
pub(super) fn untitled_by_word(text: &Folded) -> Option<Range<usize>> {
    titled(text).filter(|pattern| !pattern.is_open()).find_map(|pattern| pattern.find(text))
}

/// Whether a text is a title or a profession of the tables, without a name.
pub(super) fn is_title(text: &str) -> bool {
    let forms = [
        format!("{text} {{}}"),
        format!("{text}　{{}}"),
        format!("{{}}{text}"),
        format!("{{}}, {text}"),
        format!("{{}}　{text}"),
        format!("{{}}{text}"),
    ];
    forms.iter().any(|form| listed(|language| language.titled, form))
}

fn titled(text: &Folded) -> impl Iterator<Item = &'static Pattern> {
    let wide = text.plain().iter().copied().any(eastern::is_wide);
    TITLED.iter().filter(move |(of_wide, _)| wide || !of_wide).map(|(_, pattern)| pattern)
}

/// What may be the number within a page's number as it is printed, pattern by pattern.
pub(super) fn pages(text: &Folded) -> impl Iterator<Item = Range<usize>> {
    PAGES.iter().filter_map(|pattern| pattern.find(text))
}

/// Whether any language's list has the folded word.
pub(super) fn listed(list: impl Fn(&Language) -> &'static [&'static str], word: &str) -> bool {
    LANGUAGES.iter().any(|language| list(language).contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_finds_what_its_example_says() {
        let mut wrong = Vec::new();
        for language in LANGUAGES {
            for Rule(kind, pattern, example, expected) in language.rules {
                let text = Folded::new(example);
                let ready = Pattern::new(pattern);
                let found = ready.find(&text).map(|range| text.shown(range));
                let whole = !ready.wants() && found.is_some();
                if example.is_empty() || !whole && found.as_deref() != Some(expected) {
                    wrong.push(format!("{} {kind:?} {pattern}: {found:?}", language.tag));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_list_of_patterns_can_be_matched() {
        for language in LANGUAGES {
            for pattern in language.buttons.iter().chain(language.openers) {
                let example = Folded::new(&pattern.replace('…', "7"));
                assert!(Pattern::new(pattern).find(&example).is_some(), "{pattern}");
            }
            for pattern in language.titled.iter().chain(language.pages) {
                assert!(pattern.contains("{}"), "{pattern}");
                let example = Folded::new(&pattern.replace("{}", "7").replace('…', "7"));
                let found = Pattern::new(pattern).find(&example).map(|r| example.shown(r));
                assert_eq!(found.as_deref(), Some("7"), "{pattern}");
            }
        }
    }

    #[test]
    fn words_of_the_lists_are_folded() {
        for language in LANGUAGES {
            let lists = [language.and, language.particles, language.publications, language.staffs];
            for word in lists.into_iter().flatten() {
                assert_eq!(&fold(word), word, "{}", language.tag);
            }
        }
    }
}

//! What stands above the text: title, subtitle, names, the name of the site.
//!
//! In: the blocks above the body. Out: facts, and what each block is. Refuses to know: how a line is worded (`line`).

use super::eastern;
use super::furniture;
use super::line::{self, Fact};
use super::names::{self, Strictness};
use super::pattern::letters;
use super::source;
use super::title::{is_of_issue, site_of_section};
use super::{FOOT, Form, Part, Reading, cached};
use crate::import::draft::Sure;
use std::ops::Range;

impl Reading<'_> {
    pub(super) fn head(&mut self) {
        let range = 0..self.from;
        self.keep_captions(range.clone());
        self.find_title();
        for at in range.clone() {
            if self.parts.get(at).is_some_and(Option::is_some) {
                continue;
            }
            self.take_facts(at);
        }
        // Names without a label, beside the title or the date.
        if self.is_anonymous() {
            let title = self.title_at.map_or(0, |(at, _)| at);
            // The name of a site stands above its menu, and the title below.
            let of_site = |at: usize| {
                let menu = |at: usize| self.line(at).is_some_and(|line| line.chrome.is_some());
                let below = || {
                    (at + 1..self.from).any(|other| {
                        self.open(other) && self.is_name_line(other) && self.is_evident(other)
                    })
                };
                let others = || {
                    range
                        .clone()
                        .any(|other| other != at && self.open(other) && self.is_name_line(other))
                };
                if self.is_in_copyright(at) && others() {
                    return true;
                }
                (at + 1..title).any(menu)
                    && !(0..at).any(|above| self.unknown(above))
                    && (!self.is_evident(at) || below())
            };
            // Where a label says below the text who wrote it, only a name that is told of is one.
            let signed_below = self.is_signed_below();
            let named: Vec<usize> = range
                .clone()
                .filter(|at| {
                    self.open(*at)
                        && self.is_name_line(*at)
                        && !of_site(*at)
                        && (!signed_below || self.is_evident(*at))
                })
                .collect();
            let near = named
                .iter()
                .copied()
                .min_by_key(|at| (!self.is_evident(*at), at.abs_diff(title), *at));
            let evident: Vec<usize> =
                named.iter().copied().filter(|at| self.is_evident(*at)).collect();
            if evident.len() > 1 {
                for at in evident {
                    self.take_names(at, Sure::Likely);
                }
            } else if let Some(at) = near {
                self.take_names(at, Sure::Likely);
            } else if let Some(at) = range.clone().find(|at| {
                let beside =
                    self.title_at.is_some_and(|(title, _)| (title + 1..title + 4).contains(at));
                beside
                    && !signed_below
                    && self.open(*at)
                    && self.unknown(*at)
                    && names::is_name(line::bare(self.text(*at)), Strictness::Bare)
            }) {
                self.take_names(at, Sure::Guess);
            }
        }
        self.find_subtitle();
        // A line that was read for its date may have the site's name too.
        for at in range.clone() {
            let dated = self.line(at).is_some_and(|line| {
                !line.facts.is_empty()
                    && line.facts.iter().all(|fact| matches!(fact, Fact::Date(_)))
            });
            if dated && let Some(site) = self.beside_name(at) {
                self.mastheads.push((site, at));
            }
        }
        for at in range {
            if !self.open(at) {
                continue;
            }
            let known = self.repeats(at);
            let note = self.is_note_by_name(at) || self.is_note_by_surname(at);
            let part = if known {
                Part::Fact
            } else if let Some(site) = self
                .beside_title(at)
                .or_else(|| self.beside_name(at))
                .or_else(|| site_of_section(self.text(at)).map(str::to_owned))
            {
                self.mastheads.insert(0, (site, at));
                Part::Fact
            } else if at == 0 && is_of_issue(self.text(1)) || self.is_of_host(at) {
                self.mastheads.insert(0, (source::unquoted(self.text(at)).to_owned(), at));
                Part::Fact
            } else if note
                && self.columns(at) > 20
                && self.text(at).contains(['.', ',', '。', '，', '、', '—', '–', '('])
            {
                self.notes.push((line::bare(self.text(at)).to_owned(), at, Sure::Likely));
                Part::Fact
            } else if let Some((what, _)) = self.line(at).and_then(|line| line.chrome) {
                // The name of a site before the entries of its menu.
                let first = self.text(at).split('\t').next().unwrap_or_default().trim();
                if first.len() < self.text(at).len()
                    && source::is_masthead(first)
                    && !furniture::is_entry(first)
                {
                    self.mastheads.push((source::unquoted(first).to_owned(), at));
                }
                Part::Chrome(what)
            } else if self.line(at).is_some_and(|line| line.opener.is_some()) {
                Part::Chrome("names of sections")
            } else if self.is_note_below_name(at) {
                self.notes.push((line::bare(self.text(at)).to_owned(), at, Sure::Guess));
                Part::Fact
            } else if source::is_masthead(self.text(at)) || self.is_repeated_masthead(at) {
                // What a site says of itself follows after a dash.
                let text = self.text(at);
                let name =
                    [" - ", " – ", " | ", " — "].iter().find_map(|dash| text.split_once(dash));
                let name = name.map_or(text, |(name, _)| name);
                let name = match name.split_once('\t') {
                    Some((name, section)) if furniture::is_entry(section) => name,
                    _ => name,
                };
                self.mastheads.push((source::unquoted(name).to_owned(), at));
                Part::Fact
            } else if self.line(at).is_some_and(|line| line.letters.is_empty()) {
                Part::Chrome("rules")
            } else {
                Part::Chrome("lines above the text")
            };
            self.set(at, part);
        }
    }

    /// What the page's own title has beside that of the article: the name of the site.
    fn beside_title(&self, at: usize) -> Option<String> {
        let title = self.title.as_deref().map(letters).filter(|title| !title.is_empty())?;
        let text = self.text(at);
        let mut parts = vec![text];
        for sign in ["：", " | ", "｜", " - ", " – ", " — ", " · ", " :: ", " » ", "_"] {
            parts = parts.into_iter().flat_map(|part| part.split(sign)).collect();
        }
        let is_title = |part: &&&str| letters(part) == title;
        if parts.len() < 2 || !parts.iter().any(|part| is_title(&part)) {
            return None;
        }
        let mut others = parts.iter().filter(|part| !is_title(part)).map(|part| part.trim());
        let site = others.rfind(|part| {
            !furniture::is_entry(part) && !self.is_name_of_author(part) && part.chars().count() > 1
        })?;
        Some(source::unquoted(site).to_owned())
    }

    pub(super) fn is_name_of_author(&self, text: &str) -> bool {
        self.writers().any(|name| letters(name) == letters(text))
    }

    /// The one entry of a line that has the author's name and a date as well, in scripts that have no
    /// capitals: "原创 林晓 海日报 2021年8月17日".
    fn beside_name(&self, at: usize) -> Option<String> {
        let text = self.text(at);
        if !text.chars().any(eastern::is_wide) || !text.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == '|').collect();
        let named = words.iter().any(|word| self.is_name_of_author(word));
        let mut others = words.into_iter().filter(|word| {
            word.chars().any(char::is_alphabetic)
                && !word.contains(|c: char| c.is_ascii_digit())
                && !self.is_name_of_author(word)
                && !furniture::is_entry(word)
        });
        let (site, more) = (others.next()?, others.next());
        (named && more.is_none()).then(|| source::unquoted(site).to_owned())
    }

    /// Captions are the article's, wherever they stand.
    pub(super) fn keep_captions(&mut self, range: Range<usize>) {
        for at in range {
            if self.form(at) == Form::Caption {
                self.set(at, Part::Body);
            }
        }
    }

    /// The places where a line is printed, its own among them; of many the first.
    pub(super) fn printings(&self, at: usize) -> impl Iterator<Item = usize> {
        let letters = self.line(at).map_or("", |line| line.letters.as_str());
        self.printings.get(letters).into_iter().flatten().copied().take(super::PRINTINGS)
    }

    /// Whether another block begins with the name that a line consists of.
    pub(super) fn is_evident(&self, at: usize) -> bool {
        cached(self.evident.get(at), || self.tells_of(at))
    }

    fn tells_of(&self, at: usize) -> bool {
        let people = names::read(line::bare(self.text(at)), Strictness::Bare);
        let first = people.as_ref().and_then(|people| people.first());
        let Some(first) = first.map(|name| letters(&name.name)) else { return false };
        let count = self.blocks.len();
        let foot = self.from + (count - self.from.min(count)) * 7 / 10;
        let begins = self.from..count.min(self.from + FOOT);
        let ends = count.saturating_sub(FOOT).max(self.from)..count;
        begins.chain(ends).any(|other| {
            let line = self.line(other).filter(|_| other != at);
            line.is_some_and(|line| {
                line.letters.starts_with(&first) || other >= foot && line.letters.contains(&first)
            })
        })
    }

    /// Whether a line of few words with capitals has nothing directly below it but what is the page's.
    pub(super) fn is_apart(&self, at: usize) -> bool {
        let next = self.line(at + 1).is_some_and(|line| line.chrome.is_some());
        let words = self.text(at).split_whitespace();
        let kicker = self.text(at).split_whitespace().count() == 1
            && !self.text(at).chars().any(char::is_lowercase);
        let kicker = kicker && self.text(at).chars().any(char::is_uppercase);
        let capital = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
        !kicker
            && (next || self.number(at + 1) > self.number(at) + 1)
            && self.text(at).split_whitespace().count() <= 5
            && words.filter(|word| word.chars().count() > 3).all(capital)
    }

    /// Whether a line of the page on its rights names the same.
    pub(super) fn is_in_copyright(&self, at: usize) -> bool {
        let name = self.line(at).map_or("", |line| line.letters.as_str());
        let least = if name.chars().any(eastern::is_wide) { 2 } else { 4 };
        name.chars().count() >= least && self.rights.iter().any(|line| line.contains(name))
    }

    /// A line above the title that stands directly below a name: what its bearer is.
    pub(super) fn is_note_below_name(&self, at: usize) -> bool {
        let above = at.checked_sub(1);
        let name = above.is_some_and(|above| {
            self.authors.people.iter().any(|(_, at)| *at == above) || self.repeats(above)
        });
        let directly = self.blocks.get(at).zip(above.and_then(|above| self.blocks.get(above)));
        let directly = directly.is_some_and(|(own, above)| own.line == above.line + 1);
        let below_title = self.title_at.is_some_and(|(title, _)| title > at)
            || directly && self.subtitle_at.is_some_and(|subtitle| subtitle < at);
        let whole = !self.text(at).contains('\t');
        name && below_title && whole && self.columns(at) > 20 && self.unknown(at)
    }

    /// The first line, where it stands by itself above all else, or the page names it again elsewhere:
    /// in a copyright line, beside a picture.
    pub(super) fn is_repeated_masthead(&self, at: usize) -> bool {
        let text = self.text(at).trim();
        !text.contains('\t')
            && (0..at).all(|above| !self.unknown(above))
            && self.title_at.is_some_and(|(title, _)| title > at)
            && (4..=48).contains(&self.columns(at))
            && (self.is_apart(at)
                || self.has_trail(at)
                || self.header().is_some_and(|menu| at < menu)
                || self
                    .blocks
                    .iter()
                    .enumerate()
                    .any(|(other, block)| other != at && block.text.contains(text)))
    }

    /// Whether the way through the site stands between a line and the title.
    fn has_trail(&self, at: usize) -> bool {
        let title = self.title_at.map_or(0, |(title, _)| title);
        (at + 1..title).any(|at| {
            self.line(at).is_some_and(|line| matches!(line.chrome, Some(("breadcrumbs", _))))
        })
    }

    /// Whether a line only says again what is known: the title, a name.
    pub(super) fn repeats(&self, at: usize) -> bool {
        let Some(line) = self.line(at) else { return false };
        let title = self.title.as_deref().map(letters).unwrap_or_default();
        if !title.is_empty() && line.letters == title {
            return true;
        }
        self.is_author(at)
    }

    /// Whether a line is the name of an author and nothing else.
    pub(super) fn is_author(&self, at: usize) -> bool {
        let Some(line) = self.line(at) else { return false };
        self.writers().any(|name| letters(name) == line.letters)
    }

    pub(super) fn take_names(&mut self, at: usize, sure: Sure) {
        let Some(people) = names::read(line::bare(self.text(at)), Strictness::Bare) else { return };
        if people.iter().all(|name| name.organisation) {
            self.set(at, Part::Chrome("names of staffs"));
            return;
        }
        self.add_authors(people, at, sure);
        self.set(at, Part::Fact);
    }
}

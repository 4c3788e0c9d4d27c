//! What stands above the text: title, subtitle, names, the name of the site.
//!
//! In: the blocks above the body. Out: facts, and what each block is. Refuses to know: how a line is worded (`line`).

use super::furniture;
use super::line::{self, Fact};
use super::names::{self, Strictness};
use super::pattern::letters;
use super::source;
use super::times;
use super::{FOOT, Form, Line, Part, Reading, cached};
use crate::import::draft::Sure;
use unicode_width::UnicodeWidthStr;

impl Reading<'_> {
    pub(super) fn head(&mut self) {
        let range = 0..self.from;
        self.find_title();
        for at in range.clone() {
            if self.parts.get(at).is_some_and(Option::is_some) {
                continue;
            }
            self.take_facts(at);
        }
        // Names without a label, beside the title or the date.
        if self.authors.people.is_empty() && self.known_authors.is_empty() {
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
            let named: Vec<usize> = range
                .clone()
                .filter(|at| self.open(*at) && self.is_name_line(*at) && !of_site(*at))
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
            let note = self.is_note_by_name(at);
            let part = if known {
                Part::Fact
            } else if let Some(site) = self.beside_title(at).or_else(|| self.beside_name(at)) {
                self.mastheads.insert(0, (site, at));
                Part::Fact
            } else if self.is_of_host(at) {
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

    fn is_name_of_author(&self, text: &str) -> bool {
        let known = self.known_authors.iter().map(String::as_str);
        let found = self.authors.people.iter().map(|(name, _)| name.name.as_str());
        known.chain(found).any(|name| letters(name) == letters(text))
    }

    /// The one entry of a line that has the author's name and a date as well, in scripts that have no
    /// capitals: "原创 林晓 海日报 2021年8月17日".
    fn beside_name(&self, at: usize) -> Option<String> {
        let text = self.text(at);
        if !text.chars().any(names::is_wide) || !text.contains(|c: char| c.is_ascii_digit()) {
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

    /// The line of the menu at the top of a page, where lines stand above it and below it that may be a
    /// title.
    pub(super) fn header(&self) -> Option<usize> {
        let menu = |at: &usize| {
            self.line(*at).is_some_and(|line| {
                matches!(line.chrome, Some(("buttons" | "menus" | "breadcrumbs", _)))
            })
        };
        let menu = (0..self.from.min(8))
            .find(|at| menu(at) && (0..*at).any(|above| self.unknown(above)))?;
        // Buttons below a byline or a date are the article's.
        let stated = |at: usize| self.line(at).is_some_and(|line| !line.facts.is_empty());
        if (0..menu).any(stated) {
            return None;
        }
        let below = (menu + 1..self.from)
            .any(|at| self.unknown(at) && !self.is_name_line(at) && self.columns(at) > 8);
        below.then_some(menu)
    }

    pub(super) fn find_title(&mut self) {
        let range = 0..self.from;
        if let Some(title) = self.title.clone() {
            let same = letters(&title);
            let found: Vec<usize> = range
                .filter(|at| self.line(*at).is_some_and(|line| line.letters == same))
                .collect();
            for at in &found {
                self.set(*at, Part::Fact);
            }
            self.title_at = found.last().map(|at| (*at, Sure::Stated));
            return;
        }
        let header = self.header();
        let evident: Vec<bool> =
            (0..self.from).map(|at| self.is_name_line(at) && self.is_evident(at)).collect();
        let is_evident = |at: usize| evident.get(at).copied().unwrap_or_default();
        let somebody = evident.contains(&true);
        let score = |at: usize| -> i32 {
            let (Some(line), text) = (self.line(at), self.text(at)) else { return 0 };
            let mut score = 0;
            let again = self.printings(at).filter(|other| *other != at && *other < self.from);
            let again = again.count();
            let named = self.is_name_line(at) && self.is_named(at);
            if again > 0 && line.columns > 6 && !named && !source::is_masthead(text) {
                score += 6;
            }
            let fact = |at: usize| {
                let stated = |fact: &Fact| !matches!(fact, Fact::Address(_));
                self.line(at).is_some_and(|line| line.facts.iter().any(stated))
                    || self.is_name_line(at) && (!somebody || is_evident(at))
            };
            // The title stands above what else could be one.
            let plain = |at: usize| {
                self.unknown(at)
                    && self.columns(at) >= 12
                    && !self.is_name_line(at)
                    && !source::is_masthead(self.text(at))
                    && !self.is_of_host(at)
                    && !self.is_in_copyright(at)
                    && !self.text(at).contains('\t')
                    && header.is_none_or(|menu| at > menu)
            };
            let next = fact(at + 1) && at + 1 < self.from;
            if next || fact(at + 2) && at + 2 < self.from && self.unknown(at + 1) {
                score += 2;
            }
            let signed = |at: usize| {
                self.line(at).is_some_and(|line| {
                    line.facts.iter().any(|fact| matches!(fact, Fact::Authors(_, true)))
                })
            };
            let first = !(0..at).any(plain);
            if at > 0 && fact(at - 1) && !signed(at - 1) && first {
                score += 2;
            }
            let credited = |at: usize| signed(at) || self.line(at).is_some_and(Line::credited);
            let alone = at == 0 || !self.unknown(at - 1);
            if at + 1 < self.from && credited(at + 1) && alone && line.columns <= 90 {
                score += 2;
            }
            // A title is shorter than what stands below it.
            score += i32::from(line.columns <= 60) - i32::from(line.columns > 90);
            score -= 2 * i32::from(line.columns > 110);
            if let Form::Heading(level) = self.form(at) {
                score += if level == 1 { 6 } else { 2 };
            }
            if line.columns >= 12 {
                score += 1;
            }
            // Where one of two names is known to be one, the other is a title.
            let known = |other: usize| other != at && is_evident(other);
            let by_label = (0..self.from).any(signed);
            if named
                && !by_label
                && !self.is_in_window(at)
                && (is_evident(at) || !(0..self.from).any(known))
            {
                score -= 6;
            }
            if source::is_masthead(text) && (at == 0 || line.columns < 40) {
                score -= 3;
            }
            if self.is_in_window(at) {
                score += 6;
            }
            if plain(at) && first {
                score += 1;
            }
            if self.is_of_host(at) {
                score -= 6;
            }
            if line.columns < 80 && times::has_date(text) {
                score -= 4;
            }
            // Wide gaps part the entries of menus.
            if text.contains('\t') {
                score -= 4;
            }
            // What stands above the menu is the site's.
            if header.is_some_and(|menu| at < menu) {
                score -= 5;
            }
            // The first line below a gap; a line that begins with a name and goes on is a byline.
            let number = |at: usize| self.blocks.get(at).map_or(0, |block| block.line);
            score += i32::from(at > 0 && number(at) > number(at - 1) + 1);
            let byline = text
                .split_once(", ")
                .is_some_and(|(name, _)| names::is_name(name, Strictness::Bare));
            score -= 3 * i32::from(byline);
            let framed = text.starts_with(['[', '［', '【', '〈', '<'])
                && text.ends_with([']', '］', '】', '〉', '>']);
            let kicker = !text.contains(' ')
                && text.chars().any(char::is_uppercase)
                && !text.chars().any(char::is_lowercase);
            score -= 3 * i32::from(kicker) + 2 * i32::from(line.columns < 12 && again == 0);
            // A section, and the series behind a stroke.
            let series = text.split_once(['|', '｜', '│']);
            score -= 3 * i32::from(series.is_some_and(|(section, _)| furniture::is_entry(section)));
            // A section with one below it.
            let nested = text.contains('/') && !text.contains(' ')
                || text.contains('/') && line.columns < 24;
            if framed || nested || line.columns < 4 {
                score -= 2;
            }
            if line.columns > 160 {
                score -= 3;
            }
            score
        };
        let worded = |at: &usize| self.text(*at).chars().filter(|c| c.is_alphabetic()).count() > 1;
        let candidates = (0..self.from).filter(|at| self.unknown(*at)).filter(worded);
        let best = candidates
            .map(|at| (score(at), at))
            .max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at)));
        let Some((score, at)) = best else { return };
        // A sentence for which nothing else speaks is the first of the text.
        if score < 4 && super::ends_sentence(self.text(at)) && self.form(at) == Form::Plain {
            self.from = self.from.min(at);
            return;
        }
        let sure = if score >= 6 { Sure::Likely } else { Sure::Guess };
        let title = self.text(at).trim().to_owned();
        let same = letters(&title);
        // Of two printings the one that is not in capitals says more.
        let again: Vec<usize> = (0..self.from)
            .filter(|other| self.line(*other).is_some_and(|line| line.letters == same))
            .collect();
        let small = again.iter().copied().find(|at| self.text(*at).chars().any(char::is_lowercase));
        let at = small.unwrap_or(at);
        for other in again {
            self.set(other, Part::Fact);
        }
        self.title = Some(without_section(self.text(at).trim()).to_owned());
        self.title_at = Some((at, sure));
        self.set(at, Part::Fact);
    }

    /// Whether another line has the same and, behind a sign, the name of the site: the page's own title.
    fn is_in_window(&self, at: usize) -> bool {
        let text = self.text(at).trim();
        self.columns(at) >= 8
            && (0..self.from).any(|other| {
                let rest = self.text(other).trim().strip_prefix(text).unwrap_or_default();
                let sign = rest.trim_start();
                rest.starts_with([' ', '|', '｜', '_', '：'])
                    && sign.starts_with(['|', '｜', '-', '–', '—', ':', '：', '·', '»', '_'])
            })
    }

    /// The line below the title, where it says something and is no name.
    pub(super) fn find_subtitle(&mut self) {
        let Some((title, _)) = self.title_at else { return };
        let last = (0..self.from).rev().find(|at| {
            let same = self.title.as_deref().map(letters);
            self.line(*at).map(|line| line.letters.clone()) == same
        });
        let title = last.unwrap_or(title);
        for at in title + 1..self.from.min(title + 9) {
            if !self.open(at) {
                continue;
            }
            if !self.unknown(at)
                || self.form(at) == Form::Caption
                || self.repeats(at)
                || source::is_masthead(self.text(at)) && self.columns(at) < 30
            {
                continue;
            }
            let text = self.text(at).trim();
            let label = text.split_once([':', '：']).is_some_and(|(label, _)| label.width() <= 10);
            let pictured = text.ends_with(['摄', '攝', '影']) || text.ends_with("사진");
            let dated = self.columns(at) < 80 && times::has_date(text);
            if text.contains('\t')
                || label
                || pictured
                || dated
                || self.columns(at) < 14
                || self.is_name_line(at)
            {
                continue;
            }
            if self.columns(at) > 420 || self.is_note_by_name(at) {
                return;
            }
            self.subtitle_at = Some(at);
            self.set(at, Part::Fact);
            return;
        }
    }

    /// Whether every printing of a line has the form of a name.
    pub(super) fn is_named(&self, at: usize) -> bool {
        self.printings(at).all(|other| self.is_name_line(other))
    }

    /// The places where a line is printed, its own among them; of many the first.
    fn printings(&self, at: usize) -> impl Iterator<Item = usize> {
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
        let number = |at: usize| self.blocks.get(at).map_or(0, |block| block.line);
        let next = self.line(at + 1).is_some_and(|line| line.chrome.is_some());
        let words = self.text(at).split_whitespace();
        let kicker = self.text(at).split_whitespace().count() == 1
            && !self.text(at).chars().any(char::is_lowercase);
        let kicker = kicker && self.text(at).chars().any(char::is_uppercase);
        let capital = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
        !kicker
            && (next || number(at + 1) > number(at) + 1)
            && self.text(at).split_whitespace().count() <= 5
            && words.filter(|word| word.chars().count() > 3).all(capital)
    }

    /// Whether a line of the page on its rights names the same.
    pub(super) fn is_in_copyright(&self, at: usize) -> bool {
        let name = self.line(at).map_or("", |line| line.letters.as_str());
        name.chars().count() > 3 && self.rights.iter().any(|line| line.contains(name))
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
        name && below_title && self.columns(at) > 20 && self.unknown(at)
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
                || self.header().is_some_and(|menu| at < menu)
                || self
                    .blocks
                    .iter()
                    .enumerate()
                    .any(|(other, block)| other != at && block.text.contains(text)))
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
        self.known_authors.iter().any(|name| letters(name) == line.letters)
            || self.authors.people.iter().any(|(name, _)| letters(&name.name) == line.letters)
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

/// A title without the section that stands before it in brackets.
fn without_section(title: &str) -> &str {
    for (open, close) in [('[', ']'), ('［', '］'), ('【', '】'), ('〈', '〉'), ('<', '>')] {
        if let Some((section, rest)) =
            title.strip_prefix(open).and_then(|rest| rest.split_once(close))
            && section.width() <= 24
            && !rest.trim().is_empty()
        {
            return rest.trim();
        }
    }
    title
}

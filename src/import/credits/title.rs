//! Which of the lines above the text is the title, and which the subtitle.
//!
//! In: the lines of a head. Out: the places of title and subtitle. Refuses to know: how a line is worded
//! (`line`).

use super::eastern;
use super::entries::is_issue;
use super::furniture;
use super::line::Fact;
use super::names::{self, Strictness};
use super::pattern::{self, letters};
use super::rules;
use super::source;
use super::times;
use super::{Form, Line, Part, Reading};
use crate::import::draft::Sure;
use unicode_width::UnicodeWidthStr;

impl Reading<'_> {
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

    /// Whether a line of the head has nothing against it as a title: it is long enough, and no name.
    /// Where a label says who wrote it, what has the form of a name may be one, with a subtitle below.
    fn may_be_title(&self, at: usize, header: Option<usize>, by_label: bool) -> bool {
        let subtitle = |below: usize| {
            let wide = self.text(below).chars().any(eastern::is_wide);
            self.columns(below) >= if wide { 24 } else { 50 }
        };
        let below = || (at + 1..self.from).find(|below| self.unknown(*below));
        let short = by_label && below().is_some_and(subtitle);
        self.unknown(at)
            && self.columns(at) >= if short { 6 } else { 12 }
            && (short || !self.is_name_line(at))
            && !source::is_masthead(self.text(at))
            && !self.is_of_host(at)
            && !self.is_in_copyright(at)
            && !self.text(at).contains('\t')
            && header.is_none_or(|menu| at > menu)
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
        let signed = |at: usize| self.is_signed(at);
        let by_label = (0..self.from).any(signed);
        let signs = |at: usize| at + 1 < self.from && signed(at + 1);
        // The title stands above what else could be one.
        let plain: Vec<bool> =
            (0..self.from).map(|at| self.may_be_title(at, header, by_label)).collect();
        let plain = |at: usize| plain.get(at).copied().unwrap_or_default();
        let first_plain = (0..self.from).find(|at| plain(*at)).unwrap_or(self.from);
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
            let next = fact(at + 1) && at + 1 < self.from;
            if next || fact(at + 2) && at + 2 < self.from && self.unknown(at + 1) {
                score += 2;
            }
            let first = at <= first_plain;
            if at > 0 && fact(at - 1) && !signed(at - 1) {
                let dated = self.line(at - 1).is_some_and(|line| {
                    line.facts.iter().all(|fact| matches!(fact, Fact::Date(_)))
                });
                score += if first { 2 } else { i32::from(dated) };
            }
            // Titles stand below the way through the site, begin with a capital, and are no sentence.
            let trail = at > 0
                && next
                && self
                    .line(at - 1)
                    .is_some_and(|line| matches!(line.chrome, Some(("breadcrumbs", _))));
            score += 2 * i32::from(trail);
            score -= 2 * i32::from(text.starts_with(char::is_lowercase) && line.columns < 60);
            let sentence = text.ends_with(['.', '。']) && !text.ends_with("..") && !signs(at);
            score -= 2 * i32::from(sentence && line.columns < 60);
            // The name of a periodical stands above the number of its issue.
            let issue = at == 0
                && self.line(1).is_some_and(|line| {
                    line.facts.iter().any(|fact| matches!(fact, Fact::Source(_)))
                })
                && is_of_issue(self.text(1));
            score -= 6 * i32::from(issue);
            // A kicker in capitals above a title that is not.
            let capitals = |text: &str| {
                text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
            };
            let title_below = (at + 1..self.from.min(at + 4)).any(|below| {
                plain(below) && !capitals(self.text(below)) && self.form(below) != Form::Item
            });
            let framed = text.starts_with(['[', '［', '【', '〈', '<'])
                && text.ends_with([']', '］', '】', '〉', '>']);
            let kicker = title_below && again == 0;
            let of_section = text
                .split_once(char::is_whitespace)
                .is_some_and(|(section, _)| furniture::is_entry(section));
            score -= 2 * i32::from(kicker && capitals(text))
                + 4 * i32::from(kicker && (framed || of_section));
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
            if line.columns >= 12 || by_label && first && plain(at) {
                score += 1;
            }
            // Where one of two names is known to be one, the other is a title.
            let known = |other: usize| other != at && is_evident(other);
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
                score -= 5;
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
            score += i32::from(at > 0 && self.number(at) > self.number(at - 1) + 1);
            let byline = text
                .split_once(", ")
                .is_some_and(|(name, _)| names::is_name(name, Strictness::Bare));
            score -= 3 * i32::from(byline);
            let kicker = !text.contains(' ') && capitals(text);
            let short = line.columns < 12 && again == 0 && !(by_label && first && plain(at));
            score -= 3 * i32::from(kicker) + 2 * i32::from(short);
            score -= 3 * i32::from(site_of_section(text).is_some());
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
        let open = |at: &usize| {
            self.unknown(*at) && worded(at) && !matches!(self.form(*at), Form::Item | Form::Caption)
        };
        // Wide gaps part the entries of menus: such a line is a title only where nothing else can be.
        let whole = |at: &usize| !self.text(*at).contains('\t');
        let gapped = !(0..self.from).any(|at| open(&at) && whole(&at));
        let candidates = (0..self.from).filter(open).filter(|at| gapped || whole(at));
        let candidates: Vec<usize> = candidates.collect();
        // Of names only, the first is the title.
        let all_named = candidates.len() > 1
            && !by_label
            && candidates.iter().all(|at| self.is_name_line(*at) && !is_evident(*at));
        let first = candidates.first().copied();
        let best = candidates
            .into_iter()
            .map(|at| (score(at) + if all_named && Some(at) == first { 3 } else { 0 }, at))
            .max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at)));
        let Some((score, at)) = best else { return };
        // A sentence for which nothing else speaks is the first of the text.
        if score < 4
            && super::ends_sentence(self.text(at))
            && self.form(at) == Form::Plain
            && !signs(at)
        {
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
                || matches!(self.form(at), Form::Caption | Form::Item)
                || self.repeats(at)
                || source::is_masthead(self.text(at)) && self.columns(at) < 30
            {
                continue;
            }
            let text = self.text(at).trim();
            let label = text.split_once([':', '：']).is_some_and(|(label, _)| label.width() <= 10);
            let pictured = text.ends_with(['摄', '攝', '影']) || text.ends_with("사진");
            let dated = self.columns(at) < 80 && times::has_date(text);
            // What whoever wrote it is: "Gazette columnist".
            let last = text.rsplit(' ').next().unwrap_or_default();
            let profession = self.columns(at) < 40 && rules::is_title(&pattern::fold(last));
            if text.contains('\t')
                || profession
                || label
                || pictured
                || dated
                || self.columns(at) < 14
                || self.is_name_line(at)
            {
                continue;
            }
            if self.columns(at) > 420 || self.is_note_by_name(at) || self.is_note_by_surname(at) {
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

/// Whether a line has the number of an issue: "Vol. XII, No. 2 (June 1998)".
pub(super) fn is_of_issue(text: &str) -> bool {
    text.split([',', '|', '·', '•', '(']).any(|part| is_issue(part.trim())) || {
        let first = text.split_whitespace().next().unwrap_or_default();
        matches!(
            first.to_lowercase().trim_end_matches('.'),
            "vol" | "volume" | "jg" | "jahrgang" | "año" | "anno"
        )
    }
}

/// The name of a site that stands with sections behind it: "The Exmoor Gazette – Opinion".
pub(super) fn site_of_section(text: &str) -> Option<&str> {
    let sign = [" | ", " – ", " — ", " - ", " · "].into_iter().find(|sign| text.contains(sign))?;
    let (site, sections) = text.split_once(sign)?;
    let entries = sections.split(sign).all(furniture::is_entry);
    (entries && !furniture::is_entry(site) && site.width() <= 40).then_some(site.trim())
}

//! Where the text of an article begins and ends.
//!
//! In: the lines of a document. Out: the range of blocks that is its body. Refuses to know: which facts stand around it.

use super::line::{self, Fact};
use super::names;
use super::names::Strictness;
use super::source;
use super::{FOOT, Form, HEAD, LONG, Part, Reading, SENTENCE, ends_sentence, is_speech};
use crate::import::draft::Sure;

/// Blocks among which a name above verse stands.
const NAMES: usize = 16;
/// Columns of a line of verse, at most.
const LINE: usize = 62;
/// Blocks among which stanzas are looked for.
const VERSE: usize = 2000;
/// Columns of a standfirst, at most.
const STANDFIRST: usize = 200;

impl Reading<'_> {
    /// Finds where the body begins and ends.
    pub(super) fn bound(&mut self) {
        let count = self.blocks.len();
        let end = self.comments();
        self.verse = self.is_verse(end);
        let long: Vec<usize> = (0..end).filter(|at| self.is_long(*at)).collect();
        let (Some(first), Some(last)) = (long.first().copied(), long.last().copied()) else {
            return self.bound_short(end);
        };
        // Verse with one long note on its author is verse.
        let short = (0..first).filter(|at| self.unknown(*at)).count();
        let whole = |blocks: &mut dyn Iterator<Item = usize>| -> usize {
            blocks.map(|at| self.columns(at)).sum()
        };
        let in_short = whole(&mut (0..first).filter(|at| self.unknown(*at)));
        let in_long = whole(&mut long.iter().copied());
        if short >= 8 && (long.len() <= 2 && first * 2 > end || in_short > in_long) {
            // A note on whoever wrote it stands by itself.
            let apart = |at: &usize| !self.is_beside(*at);
            let note = if self.verse { long.iter().copied().find(apart) } else { Some(first) };
            return self.bound_short(note.unwrap_or(end));
        }
        // A standfirst is as long as a paragraph, but the byline stands below it, or the buttons.
        let mut from = first;
        for at in long.iter().take_while(|at| **at < HEAD) {
            let head = *at <= count / 2 && self.columns(*at) < 400;
            let notice = || self.is_notice(*at, &long);
            let Some(last) = self.head_below(*at).or_else(notice).filter(|_| head) else { break };
            // A head is no quarter of what there is.
            let before = |next: usize| {
                let above = long.iter().filter(|at| **at < next);
                above.map(|at| self.columns(*at)).sum::<usize>() * 4 <= in_long
            };
            match long.iter().find(|next| **next > last) {
                Some(next) if *next < end && before(*next) => from = *next,
                _ => break,
            }
        }
        // After the credits at the foot nothing of the text follows, but for its notes.
        let whole: usize = long.iter().map(|at| self.columns(*at)).sum();
        let mut read = 0;
        let mut to = last + 1;
        for at in from..=last {
            if self.is_long(at) {
                read += self.columns(at);
            }
            if at + FOOT < last {
                continue;
            }
            let ends = self
                .line(at)
                .is_some_and(|line| line.credited() || line.opener.is_some() || line.signed());
            // After a box within the text the text goes on.
            let opener = self.line(at).is_some_and(|line| line.opener.is_some());
            let goes_on = opener
                && read * 10 >= whole * 7
                && (at + 1..=last).any(|below| {
                    let apart = self.number(below) > self.number(below - 1) + 1
                        || self.columns(below) >= 120 && ends_sentence(self.text(below));
                    self.columns(below) >= LONG && self.is_long(below) && apart
                });
            let ends = ends && !goes_on;
            // What is the page's own ends the text later: it may stand between two paragraphs.
            let of_page = self
                .line(at)
                .is_some_and(|line| matches!(line.chrome, Some((_, false))) && line.columns < LONG);
            if (ends && read * 10 >= whole * 7 || of_page && read * 100 >= whole * 88) && at > from
            {
                let more = (at..=last).filter(|later| self.is_long(*later)).count();
                if more <= 3
                    && !(at..=last)
                        .any(|later| is_numbered(self.text(later)) && self.is_long(later))
                {
                    to = (from..at)
                        .rev()
                        .find(|before| self.is_long(*before))
                        .map_or(at, |before| before + 1);
                    break;
                }
            }
        }
        // A standfirst's neighbours in the head are short; those of the text begin it.
        while from > 0 && self.begins_text(from - 1) {
            from -= 1;
        }
        while to < end && self.continues_text(to) {
            to += 1;
        }
        let from = from.min(HEAD);
        (self.from, self.to) = (from, to.max(end.saturating_sub(FOOT)).max(from));
    }

    /// Whether a block has text directly above or below it.
    fn is_beside(&self, at: usize) -> bool {
        let above = self.is_below(at) && self.unknown(at - 1);
        above || self.is_below(at + 1) && self.unknown(at + 1)
    }

    /// Whether a line is one of three or more that stand directly below each other.
    fn is_in_stanza(&self, at: usize) -> bool {
        let joins = |at: &usize| self.is_below(*at) && self.unknown(*at) && self.unknown(*at - 1);
        let above = (1..=at).rev().take(2).take_while(joins).count();
        let below = (at + 1..at + 3).take_while(joins).count();
        above + below >= 2
    }

    /// Whether most of a text stands in stanzas: lines directly below each other, none of them wide.
    fn is_verse(&self, end: usize) -> bool {
        let (mut stanzas, mut lines, mut wide, mut others) = (0, 0, 0, 0);
        let mut at = 0;
        while at < end.min(VERSE) {
            let first = at;
            at += 1;
            while at < end && self.is_below(at) {
                at += 1;
            }
            let text = (first..at).all(|at| {
                self.unknown(at) && self.columns(at) <= LINE && self.form(at) == Form::Plain
            });
            let columns: usize = (first..at).map(|at| self.columns(at)).sum();
            if text && at - first > 1 {
                stanzas += 1;
                lines += columns;
            } else if (first..at).any(|at| self.columns(at) >= LONG) {
                wide += columns;
            } else if (first..at).any(|at| self.is_long(at)) {
                others += columns;
            }
        }
        stanzas > 1 && lines > wide && lines > 2 * others
    }

    /// The last line below a block that shows that it stands in the head still: a fact or a name within a
    /// few blocks, with nothing longer than a standfirst between; buttons directly below.
    fn head_below(&self, at: usize) -> Option<usize> {
        let mut found = None;
        // Below a byline with its label names are those of speakers.
        let signed = (0..at).any(|above| self.is_signed(above));
        for below in at + 1..(at + 9).min(self.blocks.len()) {
            let Some(line) = self.line(below) else { break };
            let fact = !line.facts.is_empty() || !signed && self.is_name_line(below);
            let near = below <= at + 6;
            let button = matches!(line.chrome, Some(("buttons" | "reading times" | "menus", _)))
                && below <= at + 3
                && self.columns(at) < STANDFIRST;
            if fact && near || button {
                found = Some(below);
            } else if self.is_long(below) && self.columns(below) >= STANDFIRST {
                break;
            }
        }
        found
    }

    /// The last line before the text, where a sentence by itself stands far above it with facts between:
    /// what a site says of cookies.
    fn is_notice(&self, at: usize, long: &[usize]) -> Option<usize> {
        let next = long.iter().copied().find(|next| *next > at)?;
        let fact =
            (at + 1..next).any(|at| self.line(at).is_some_and(|line| !line.facts.is_empty()));
        let short = (at + 1..next).filter(|at| self.columns(*at) < SENTENCE).count();
        (fact && short > 8 && self.columns(at) < STANDFIRST).then(|| next - 1)
    }

    /// Whether a short block before the first long one is of the text: a salutation, an item, a line
    /// of speech.
    pub(super) fn begins_text(&self, at: usize) -> bool {
        let text = self.text(at);
        let below = || self.title.is_some() || (0..at).any(|above| self.unknown(above));
        if matches!(self.form(at), Form::Heading(level) if level > 1) {
            return below();
        }
        self.unknown(at)
            && matches!(self.form(at), Form::Plain | Form::Quote | Form::Item)
            && (self.columns(at) < 130 && text.ends_with([',', '，', ':', '：'])
                || is_speech(text) && below()
                || self.columns(at) < SENTENCE && ends_sentence(text) && below()
                || asks(text) && below() && self.is_interview(at))
    }

    /// Whether short questions stand below a block, as in an interview.
    fn is_interview(&self, at: usize) -> bool {
        let questions = (at + 1..self.blocks.len().min(at + FOOT))
            .filter(|below| asks(self.text(*below)) && self.columns(*below) < STANDFIRST);
        questions.take(2).count() > 1
    }

    /// Whether a short block after the last long one is of the text.
    pub(super) fn continues_text(&self, at: usize) -> bool {
        let Some(line) = self.line(at) else { return false };
        if line.letters.is_empty() {
            // A rule or a row of stars between two blocks of the text.
            return self.unknown(at + 1) && self.is_long(at + 1);
        }
        line.unknown()
            && !self.is_name_line(at)
            && !self.is_note_by_name(at)
            && !is_signed(self.text(at))
            && super::foot::signature(self.text(at)).is_none()
    }

    /// Where comments begin: nothing after them is the article's.
    pub(super) fn comments(&self) -> usize {
        let count = self.blocks.len();
        let is_comments =
            |at: &usize| self.line(*at).is_some_and(|line| line.opener == Some("comments"));
        (count / 3..count).find(is_comments).unwrap_or(count)
    }

    /// The body of a text whose lines are all short: verse, a list.
    pub(super) fn bound_short(&mut self, end: usize) {
        let is_fact = |at: usize| {
            let named = self.is_name_line(at) && self.is_named(at) && !self.is_in_stanza(at);
            named || self.line(at).is_some_and(|line| !line.facts.is_empty())
        };
        // Names by themselves count only where a head can be.
        let stated = |at: usize| self.line(at).is_some_and(|line| !line.facts.is_empty());
        let last = (0..=(end / 2).min(HEAD))
            .filter(|at| *at < end && is_fact(*at) && (stated(*at) || *at < NAMES))
            .max();
        // The title stands above the last fact of the head; where nothing does, below it.
        let candidate = |at: &usize| self.unknown(*at) && !source::is_masthead(self.text(*at));
        let above = || (0..last.unwrap_or(end)).filter(candidate);
        let plain = |at: &usize| !self.is_name_line(*at) || !self.is_named(*at);
        let title = above().find(plain).or_else(|| above().next());
        let title = title.or_else(|| (0..end).filter(candidate).find(|at| Some(*at) != last));
        let mut from = last.map_or(0, |at| at + 1).max(title.map_or(0, |at| at + 1));
        let same = |at: usize| self.line(at).map(|line| line.letters.as_str());
        while from < end && title.is_some_and(|title| same(title) == same(from)) {
            from += 1;
        }
        // Where the first line is the page's own title, the article's may stand below a name.
        let window = title.map_or("", |title| self.text(title).trim());
        let begins = |at: usize| {
            let rest = window.strip_prefix(self.text(at).trim()).unwrap_or_default();
            rest.trim_start().starts_with(['|', '｜', '-', '–', '—', ':', '：', '·', '»', '_'])
        };
        if from < end && begins(from) {
            from += 1;
        }
        while from < end && !self.unknown(from) {
            from += 1;
        }
        let is_button = |at: usize| {
            self.line(at).is_some_and(|line| {
                matches!(line.chrome, Some(("buttons" | "names of sections", _)))
            })
        };
        let to = ((from + 1).max(end.saturating_sub(FOOT))..end).find(|at| {
            *at > from
                && (is_fact(*at)
                    || self
                        .line(*at)
                        .is_some_and(|line| {
                            // An advertisement may stand between two stanzas.
                            line.chrome.is_some_and(|(_, within)| !within) || line.opener.is_some()
                        }))
                && (*at..end).filter(|later| self.unknown(*later)).count() * 3 <= end - from
                // A line that looks like a button may be a heading.
                && !(is_button(*at) && self.unknown(at + 1) && self.unknown(at + 2))
        });
        // A stanza begins with its first line.
        while from > 0
            && title.is_none_or(|title| from > title + 1)
            && last.is_none_or(|last| from > last + 1)
            && self.unknown(from - 1)
            && self.is_below(from)
        {
            from -= 1;
        }
        let from = from.min(end).min(HEAD);
        (self.from, self.to) = (from, to.unwrap_or(end).max(from));
    }

    /// Once its authors are known, a last paragraph that says of them what they are is none of the
    /// text.
    pub(super) fn retract(&mut self) {
        self.advance();
        let whole: usize = (self.from..self.to).map(|at| self.columns(at)).sum();
        let mut rest = 0;
        let mut end = None;
        for at in (self.from + 1..self.to).rev().take(FOOT) {
            let signature = self.unknown(at) && self.is_author(at);
            let last = at + 1 == self.to && self.is_note_by_surname(at);
            if (self.is_note_by_name(at) || signature || last)
                && !self.line(at).is_some_and(|line| line.of_book)
            {
                end = Some(at);
            }
            rest += self.columns(at);
            if rest * 4 > whole {
                break;
            }
        }
        if let Some(at) = end {
            // The name by itself above what is said of its bearer.
            let named = at > self.from + 1 && self.repeats(at - 1);
            self.to = if named { at - 1 } else { at };
        }
        self.retract_named();
        // With a star it tells of the author, where no star in the text leads to it.
        self.retract_while(|reading, last| {
            reading.is_starred(last) && reading.columns(last) < 400 && !reading.has_stars()
        });
        self.retract_unnamed();
        // What a label says where it stood is none of the text.
        self.retract_while(|reading, last| {
            reading.columns(last) < 160
                && reading.line(last).is_some_and(|line| {
                    !line.of_book
                        && line.facts.iter().any(|fact| match fact {
                            Fact::Source(line) => line.labelled,
                            Fact::Translators(_) => true,
                            _ => false,
                        })
                })
        });
    }

    /// Takes last blocks out of the body for as long as they are none of it.
    fn retract_while(&mut self, is_none: impl Fn(&Self, usize) -> bool) {
        while let Some(last) = self.to.checked_sub(1).filter(|last| *last > self.from + 2)
            && is_none(self, last)
        {
            self.to = last;
        }
    }

    /// First paragraphs that say of an author what they are stand above the text.
    fn advance(&mut self) {
        for _ in 0..2 {
            let at = self.from;
            let about = self.is_note_by_name(at) || self.is_note_by_surname(at);
            if !about || self.columns(at) > 350 || at + 3 > self.to {
                return;
            }
            self.notes.push((line::bare(self.text(at)).to_owned(), at, Sure::Likely));
            self.set(at, Part::Fact);
            self.from += 1;
        }
    }

    /// A last paragraph that names an author whom the text names nowhere else is none of the text: "Née à
    /// Évora en 1974, …".
    fn retract_named(&mut self) {
        let Some(last) = self.to.checked_sub(1).filter(|last| *last > self.from + 2) else {
            return;
        };
        let text = self.text(last);
        if self.columns(last) > 500 || self.form(last) != Form::Plain || is_speech(text) {
            return;
        }
        let about = self.writers().any(|name| {
            name.contains(' ')
                && text.contains(name)
                && !(self.from..last).any(|at| self.text(at).contains(name))
        });
        if about {
            self.to = last;
        }
    }

    /// Where nobody is known to have written it: a last paragraph that says of somebody, whom the text does
    /// not name, what they are.
    fn retract_unnamed(&mut self) {
        if !self.is_anonymous() || self.to < 4 {
            return;
        }
        let last = self.to - 1;
        if last < self.from + 2 || self.columns(last) > 500 || self.form(last) != Form::Plain {
            return;
        }
        let Some(people) = super::foot::people_of_note(self.text(last)) else { return };
        let named = |name: &str| {
            let surname = name.rsplit(' ').next().unwrap_or(name);
            (self.from..last).any(|at| self.text(at).contains(surname))
        };
        if !people.iter().any(|person| person.organisation || named(&person.name)) {
            self.to = last;
        }
    }

    /// Whether a block is text by its length.
    pub(super) fn is_long(&self, at: usize) -> bool {
        if !self.unknown(at) || matches!(self.form(at), Form::Heading(_) | Form::Caption) {
            return false;
        }
        let (columns, text) = (self.columns(at), self.text(at));
        self.line(at).is_some_and(|line| line.of_book)
            || columns >= LONG
            || !self.verse && columns >= SENTENCE && ends_sentence(text)
    }
}

fn asks(text: &str) -> bool {
    text.ends_with(['?', '？', '؟'])
}

/// Whether a line is a name and, behind a stroke, what its bearer is.
fn is_signed(text: &str) -> bool {
    let parts = text.split_once(['|', '│', '｜']);
    parts.is_some_and(|(name, rest)| {
        !rest.trim().is_empty() && names::is_name(line::bare(name), Strictness::Bare)
    })
}

/// A note's or an item's number at the beginning.
fn is_numbered(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['[', '(', '［', '（']);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let sign = text.chars().nth(digits);
    (1..=3).contains(&digits)
        && sign.is_some_and(|c| matches!(c, '.' | ')' | ']' | '）' | '］' | ' '))
        || text.starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '①', '②', '③'])
}

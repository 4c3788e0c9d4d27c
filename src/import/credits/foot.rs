//! The text itself, and what stands below it: credits, notes on authors, the page's own.
//!
//! In: the blocks of the body and those below it. Out: facts, and what each block is. Refuses to know: how a line is worded (`line`).

use super::eastern;
use super::line::{self, Fact};
use super::names::{self, Strictness};

use super::source;
use super::{FOOT, Form, LONG, Part, Reading, is_speech};
use crate::import::draft::Sure;
use std::collections::BTreeSet;

impl Reading<'_> {
    /// Within the body only what is certain goes.
    pub(super) fn body(&mut self) {
        let spaced = self.is_spaced();
        let mut at = self.from;
        while at < self.to {
            let Some(line) = self.line(at) else { break };
            let (chrome, opener) = (line.chrome, line.opener);
            let edge = at < self.from + 2 || at + 3 > self.to;
            let credit = line.columns < 120
                && line.facts.iter().any(|fact| matches!(fact, Fact::Translators(_)));
            if let Some((what, true)) = chrome {
                self.set(at, Part::Chrome(what));
                // A box: the short lines directly below.
                let boxed =
                    spaced && !matches!(what, "advertisements" | "picture credits" | "pictures");
                while boxed && at + 1 < self.to && self.adjoins(at + 1) {
                    at += 1;
                    self.set(at, Part::Chrome(what));
                }
            } else if credit && edge && !line.of_book {
                self.take_facts(at);
            } else if let Some(what) = opener.filter(|_| !matches!(self.form(at), Form::Item)) {
                // A box of links: its opener, and the short lines below it.
                let mut end = at + 1;
                while end < self.to
                    && end - at <= 8
                    && if spaced {
                        self.adjoins(end)
                    } else {
                        !self.is_long(end) && self.columns(end) < LONG
                    }
                {
                    end += 1;
                }
                if end < self.to {
                    for inside in at..end {
                        self.set(inside, Part::Chrome(what));
                    }
                    at = end;
                    continue;
                }
                self.set(at, Part::Body);
            } else if self.is_heading(at) {
                self.set(at, Part::Heading);
            } else {
                self.set(at, Part::Body);
            }
            at += 1;
        }
        // Of an interview the questions are no headings.
        let headings: Vec<usize> = (self.from..self.to)
            .filter(|at| {
                self.parts.get(*at).copied().flatten() == Some(Part::Heading)
                    && !matches!(self.form(*at), Form::Heading(_))
            })
            .collect();
        let asks = |at: &&usize| self.text(**at).ends_with(['?', '？', '؟']);
        let questions = headings.iter().filter(asks).count();
        if questions > 1 && questions * 2 > headings.len() {
            for at in headings.iter().filter(asks).copied().collect::<Vec<_>>() {
                self.set(at, Part::Body);
            }
        }
    }

    /// Whether empty lines part the paragraphs.
    fn is_spaced(&self) -> bool {
        let pairs = (self.from + 1..self.to).filter(|at| self.is_long(*at));
        let apart = pairs.clone().filter(|at| self.number(*at) > self.number(at - 1) + 1).count();
        apart * 3 > pairs.count() * 2
    }

    /// Whether a short line stands directly below the one before it.
    fn adjoins(&self, at: usize) -> bool {
        self.is_below(at) && self.columns(at) < LONG
    }

    pub(super) fn is_heading(&self, at: usize) -> bool {
        if matches!(self.form(at), Form::Heading(_)) {
            return true;
        }
        let text = self.text(at).trim();
        let columns = self.columns(at);
        let first = text.chars().next().unwrap_or(' ');
        let starts = first.is_uppercase()
            || first.is_ascii_digit()
            || eastern::is_wide(first) && !is_speech(text);
        let open = text.ends_with([
            '.', ',', ';', ':', '。', '…', '”', '"', '»', '」', '』', '!', ')', '）', '、',
        ]);
        let spoken = speaker(text).is_some_and(|name| self.speakers.contains(name));
        self.form(at) == Form::Plain
            && !spoken
            && (2..=60).contains(&columns)
            && text.split_whitespace().count() <= 10
            && starts
            && !open
            && !text.contains('\n')
            && self.unknown(at)
            && at + 1 < self.to
            && (self.is_long(at + 1) || self.columns(at + 1) > 60)
    }

    pub(super) fn foot(&mut self) {
        let mut open = Vec::new();
        let count = self.blocks.len();
        let comments = self.comments();
        let mut list: Option<&'static str> = None;
        self.keep_captions(self.to..count);
        for at in self.to..count {
            if self.form(at) == Form::Caption {
                continue;
            }
            let Some(line) = self.line(at) else { break };
            let (chrome, opener) = (line.chrome, line.opener);
            // Whom a label names below the text, where another is known, wrote another.
            let known = !self.authors.people.is_empty()
                && self.authors.people.iter().all(|(_, at)| *at < self.from)
                || !self.known_authors.is_empty();
            let stated = line.facts.iter().any(|fact| match fact {
                Fact::Translators(_) | Fact::Note(_) | Fact::Source(_) => true,
                Fact::Authors(people, labelled) => {
                    *labelled
                        && !(known
                            && people.iter().all(|person| !self.is_name_of_author(&person.name)))
                }
                Fact::Date(_) | Fact::Address(_) => true,
            });
            let address = line.facts.iter().any(|fact| matches!(fact, Fact::Address(_)))
                && self.addresses.is_empty();
            if address {
                self.take_facts(at);
            } else if at >= comments {
                self.set(at, Part::Chrome("comments"));
            } else if let Some(what) = opener {
                list = Some(what);
                self.set(at, Part::Chrome(what));
            } else if let Some((what, _)) = chrome {
                self.set(at, Part::Chrome(what));
            } else if stated && list.is_none_or(|_| line.credited()) {
                self.take_facts(at);
            } else if let Some(what) = list {
                self.set(at, Part::Chrome(what));
            } else {
                open.push(at);
            }
        }
        // Names without a label, where nobody else is known to have written it.
        for at in &open {
            let nobody = self.is_anonymous();
            // Directly below a fact even a name in Hangul of several words is one.
            let below = at
                .checked_sub(1)
                .is_some_and(|above| self.parts.get(above).copied().flatten() == Some(Part::Fact));
            let name = || names::is_name(line::bare(self.text(*at)), Strictness::Bare);
            if nobody && (self.is_name_line(*at) || below && self.unknown(*at) && name()) {
                self.take_names(*at, Sure::Guess);
            } else if nobody && let Some(people) = signature(self.text(*at)) {
                self.add_authors(people, *at, Sure::Guess);
                self.set(*at, Part::Fact);
            }
        }
        for at in open {
            if !self.open(at) {
                continue;
            }
            let part = if self.is_referred_note(at) {
                Part::Body
            } else if self.repeats(at) {
                Part::Fact
            } else if self.is_below_byline(at) {
                self.notes.push((line::bare(self.text(at)).to_owned(), at, Sure::Likely));
                Part::Fact
            } else if self.is_starred(at) && self.has_stars() {
                Part::Body
            } else if self.is_note_of_somebody(at)
                || self.is_note_by_name(at)
                || self.is_note_by_surname(at)
                || self.is_starred(at)
                || self.is_below_heading(at)
                || self.names_author(at)
            {
                let text = line::bare(self.text(at)).to_owned();
                self.notes.push((text, at, Sure::Likely));
                Part::Fact
            } else if source::is_masthead(self.text(at))
                && (at.checked_sub(1).is_some_and(|at| self.is_author(at))
                    || is_printed_as_name(self.text(at)))
            {
                self.mastheads.push((source::unquoted(self.text(at)).to_owned(), at));
                Part::Fact
            } else if self.line(at).is_some_and(|line| line.letters.is_empty()) {
                Part::Chrome("rules")
            } else {
                Part::Chrome("lines below the text")
            };
            self.set(at, part);
        }
    }

    /// Whether a line below the text says with a label who wrote it.
    pub(super) fn is_signed_below(&self) -> bool {
        (self.to..self.comments()).take(FOOT).any(|at| self.is_signed(at))
    }

    /// Whether a line at the foot has the star of a note on the author.
    pub(super) fn is_starred(&self, at: usize) -> bool {
        self.text(at).starts_with(['*', '＊', '※', '∗']) && self.columns(at) >= 16
    }

    /// Whether a line is a numbered note that the text refers to.
    fn is_referred_note(&self, at: usize) -> bool {
        let Some((number, rest)) = super::note_number(self.text(at).trim()) else { return false };
        let mark = format!("[{number}]");
        !rest.trim().is_empty() && (self.from..self.to).any(|at| self.text(at).contains(&mark))
    }

    /// Whether a sentence stands directly below the byline at the foot.
    fn is_below_byline(&self, at: usize) -> bool {
        let Some(above) = at.checked_sub(1).filter(|above| *above >= self.to) else { return false };
        self.is_signed(above)
            && self.parts.get(above).copied().flatten() == Some(Part::Fact)
            && self.is_below(at)
            && self.columns(at) >= 20
            && super::ends_sentence(self.text(at))
    }

    /// Whether the text refers to a note by a star behind a word.
    pub(super) fn has_stars(&self) -> bool {
        (self.from..self.to).any(|at| {
            let text = self.text(at);
            text.match_indices(['*', '＊']).any(|(star, _)| {
                text.get(..star).is_some_and(|before| before.ends_with(char::is_alphanumeric))
            })
        })
    }

    /// Whether a block stands below a heading that says that it tells of the author.
    fn is_below_heading(&self, at: usize) -> bool {
        let above = at.checked_sub(1).and_then(|above| self.line(above));
        self.columns(at) >= 16 && above.is_some_and(|line| matches!(line.chrome, Some((ABOUT, _))))
    }

    /// Whether a sentence below the text has the whole name of one of its authors.
    fn names_author(&self, at: usize) -> bool {
        let text = self.text(at);
        self.columns(at) >= 40
            && super::ends_sentence(text)
            && !super::is_address(text)
            && !super::cites(text, self.title.as_deref().unwrap_or_default())
            && self.writers().any(|name| name.chars().count() > 3 && text.contains(name))
    }

    /// Where nobody is known to have written it, a line at the foot that says of somebody what they
    /// are tells who did.
    pub(super) fn is_note_of_somebody(&mut self, at: usize) -> bool {
        if !self.is_anonymous() {
            return false;
        }
        let Some(people) = people_of_note(self.text(at)) else { return false };
        self.add_authors(people, at, Sure::Guess);
        true
    }
}

/// Whether the words of a line have capitals, as those of a name have.
pub(super) fn is_printed_as_name(text: &str) -> bool {
    let mut words = text.split_whitespace().filter(|word| word.chars().count() > 3);
    text.chars().count() <= 40 && words.all(|word| word.starts_with(|c: char| !c.is_lowercase()))
}

/// Whoever signs a letter, with the place where they live: "Ada Merrow, Lower Exmoor".
pub(super) fn signature(text: &str) -> Option<Vec<names::Name>> {
    let text = line::bare(text);
    let (name, place) = [". ", ", ", " ("].iter().find_map(|sign| text.split_once(sign))?;
    let words = || place.split_whitespace();
    let place = words().count() <= 4
        && place.starts_with(char::is_uppercase)
        && !super::ends_sentence(place)
        && words().all(|word| word.starts_with(char::is_uppercase) || word.chars().count() <= 4);
    (place && text.chars().count() <= 60).then(|| names::read(name, Strictness::Bare)).flatten()
}

/// Who speaks, where a text begins with a name and a colon.
fn speaker(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once([':', '：'])?;
    (name.chars().count() <= 30 && rest.starts_with(char::is_whitespace)).then_some(name.trim())
}

/// What a heading over a note on the author is taken for.
const ABOUT: &str = "headings of notes on authors";

/// Words that stand between a name and what its bearer is.
const VERBS: &[&str] = &[
    " is ",
    " are ",
    " was ",
    " were ",
    " lives ",
    " teaches ",
    " writes ",
    " est ",
    " sont ",
    " ist ",
    " sind ",
    " es ",
    " son ",
    " är ",
    " è ",
    " sono ",
    " é ",
    " jest ",
    ", ",
    " — ",
    " – ",
    " | ",
    "는 ",
    "은 ",
    "は",
    "　",
    "是",
    "，",
];

/// The people of whom a text says what they are.
pub(super) fn people_of_note(text: &str) -> Option<Vec<names::Name>> {
    let text = line::bare(text);
    VERBS.iter().find_map(|verb| {
        let (name, _) = text.split_once(verb)?;
        names::read(name, Strictness::Bare)
    })
}

/// Those who speak more than once.
pub(super) fn speakers(blocks: &[super::Block]) -> BTreeSet<&str> {
    let mut once = BTreeSet::new();
    let names = blocks.iter().filter_map(|block| speaker(&block.text));
    names.filter(|name| !once.insert(*name)).collect()
}

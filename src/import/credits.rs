//! Whose text it is: title, byline, credits and source out of the lines of an article, and what of
//! them is the page's and not the article's.
//!
//! In: the blocks of a document as a reader sees them, one after the other. Out: what each block is
//! ([`Part`]), and the facts in them. Refuses to know: whether they came from plain text or a page.
//!
//! An article has a head, a body and a foot. The body runs from its first long block to its last; in
//! the head and the foot stand the facts and most of what is the page's. What credits look like in a
//! language is data (`rules`); a line by itself is judged by `line`, its place by this file.

mod bounds;
mod dates;
mod eastern;
mod entries;
mod foot;
mod furniture;
mod groups;
mod head;
mod line;
mod names;
mod pattern;
mod rights;
mod rules;
mod settle;
mod source;
mod times;
mod title;

use super::draft::{Draft, Sure};
use crate::edition::Role;
use line::Fact;
use names::{Name, Strictness};
use pattern::letters;
use source::SourceLine;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthStr;

/// A run of text as a reader sees it: a paragraph, a heading, an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Line of the source on which it begins, from 1.
    pub(super) line: usize,
    /// Its text, white space folded; lines that the author broke (verse) keep `\n`.
    pub(super) text: String,
    /// What markup says of it.
    pub(super) form: Form,
}

/// What markup says of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing: a paragraph, or a line of plain text.
    Plain,
    /// A heading, 1 to 6.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
    /// The caption of a picture.
    Caption,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Text of the article.
    Body,
    /// A subheading of the article.
    Heading,
    /// A fact that went into the draft: title, byline, credit, source line, date, author's note.
    Fact,
    /// The page's own; what it was taken for, a noun in the plural.
    Chrome(&'static str),
}

/// Finds the facts, adds those to `draft` that it does not have yet, and says what each block is: one
/// part a block, in their order. What the draft has already (from a page's metadata) helps to find
/// blocks that say the same.
pub(super) fn read(blocks: &[Block], draft: &mut Draft) -> Vec<Part> {
    let mut reading = Reading::new(blocks, draft);
    reading.bound();
    reading.forget();
    reading.head();
    reading.retract();
    reading.body();
    reading.foot();
    reading.settle(draft);
    reading.parts.into_iter().map(|part| part.unwrap_or(Part::Body)).collect()
}

/// Columns from which on a block is text.
const LONG: usize = 100;
/// Columns up to which a line with an address of mail is one to write to somebody.
const CONTACT: usize = 200;
/// Columns from which on a block is text where it ends as a sentence does.
const SENTENCE: usize = 45;

/// Blocks of a head, at most: what stands further down is text, or below it.
const HEAD: usize = 300;
/// Blocks of a foot, at most.
const FOOT: usize = 600;
/// Blocks from which on a text is a book: only its head and its foot are looked through.
const BOOK: usize = 2000;
/// Printings of one line that are looked at.
const PRINTINGS: usize = 30;
/// People whom an article credits, at most.
const PEOPLE: usize = 20;

/// What is known of a line by itself.
struct Line {
    columns: usize,
    facts: Vec<Fact>,
    chrome: Option<(&'static str, bool)>,
    opener: Option<&'static str>,
    letters: String,
    /// Whether it is of the details of a book.
    of_book: bool,
}

impl Line {
    fn new(block: &Block) -> Self {
        let text = block.text.as_str();
        let columns = text.width();
        // "Read also: “…”, by Ada Merrow" credits another article.
        let chrome = furniture::chrome(text);
        let prompt =
            matches!(chrome, Some(("prompts to read on" | "page counts" | "headers of mail", _)));
        // A caption tells of its picture.
        let of_text = !prompt && block.form != Form::Caption;
        let facts = if of_text { line::facts(text) } else { Vec::new() };
        // Who made a picture stays below it.
        let credited = block.form == Form::Caption
            && matches!(chrome, Some(("picture credits" | "pictures", _)));
        let chrome = chrome.filter(|_| facts.is_empty() && !credited);
        let contact = facts.is_empty() && columns < CONTACT && is_address(text);
        let chrome = chrome.or(contact.then_some(("contact lines", false)));
        Line {
            columns,
            facts,
            chrome,
            opener: furniture::opener(text),
            letters: letters(text),
            of_book: false,
        }
    }

    /// A line that is text, whatever it says.
    fn of_text(block: &Block) -> Self {
        Line {
            columns: block.text.width(),
            facts: Vec::new(),
            chrome: None,
            opener: None,
            letters: letters(&block.text),
            of_book: false,
        }
    }

    fn unknown(&self) -> bool {
        self.facts.is_empty()
            && self.chrome.is_none()
            && self.opener.is_none()
            && !self.letters.is_empty()
    }

    /// Whether it is a byline with its label.
    fn signed(&self) -> bool {
        self.facts.iter().any(|fact| matches!(fact, Fact::Authors(_, true)))
    }

    fn credited(&self) -> bool {
        self.facts.iter().any(|fact| matches!(fact, Fact::Translators(_) | Fact::Note(_)))
    }
}

/// People and where they were found.
#[derive(Default)]
struct People {
    people: Vec<(Name, usize)>,
    sure: Option<Sure>,
}

struct Reading<'b> {
    blocks: &'b [Block],
    lines: Vec<Line>,
    parts: Vec<Option<Part>>,
    /// The body, first block to behind the last.
    from: usize,
    to: usize,
    /// Whether the body is verse.
    verse: bool,
    /// Known before, or found.
    title: Option<String>,
    known_authors: Vec<String>,
    title_at: Option<(usize, Sure)>,
    subtitle_at: Option<usize>,
    authors: People,
    translators: Vec<(Name, usize)>,
    notes: Vec<(String, usize, Sure)>,
    sources: Vec<(SourceLine, usize)>,
    mastheads: Vec<(String, usize)>,
    dates: Vec<(String, usize)>,
    addresses: Vec<(String, usize)>,
    /// The letters of the host of the article's address, where it is known.
    host: String,
    /// What [`Reading::is_name_line`] and [`Reading::is_evident`] said, line by line.
    name_lines: Vec<Cell<Option<bool>>>,
    evident: Vec<Cell<Option<bool>>>,
    /// Where each line is printed, by its letters.
    printings: BTreeMap<String, Vec<usize>>,
    /// The letters of the lines on rights.
    rights: Vec<String>,
    /// Those who speak more than once in the text, in the form of a play.
    speakers: BTreeSet<&'b str>,
}

/// The letters of the host that an article's address names, without what stands before and behind the
/// site's own label.
fn host(blocks: &[Block], lines: &[Line], draft: &Draft) -> String {
    let known = draft.edition.sources.first().and_then(|source| source.url.clone());
    let stated = || {
        let facts = lines.iter().take(blocks.len()).flat_map(|line| &line.facts);
        facts.clone().find_map(|fact| match fact {
            Fact::Address(address) => Some(address.clone()),
            _ => None,
        })
    };
    let Some(address) = known.or_else(stated) else { return String::new() };
    let rest = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let name = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = name.split('.').collect();
    let own = labels.iter().rev().skip(1).find(|label| label.chars().count() > 3);
    own.map(|label| letters(label)).unwrap_or_default()
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '"', '’', '»', '」', '』', ')', '）', '“']);
    text.ends_with(['.', '。', '…', '؟', '．'])
}

impl<'b> Reading<'b> {
    fn new(blocks: &'b [Block], draft: &Draft) -> Self {
        // In the middle of a book nobody credits anybody.
        let middle = HEAD..blocks.len().saturating_sub(FOOT);
        let book = blocks.len() > BOOK;
        let line = |(at, block): (usize, &Block)| {
            if book && middle.contains(&at) { Line::of_text(block) } else { Line::new(block) }
        };
        let mut lines: Vec<Line> = blocks.iter().enumerate().map(line).collect();
        groups::of_books(blocks, &mut lines);
        groups::of_menus(blocks, &mut lines);
        let mut printings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            printings.entry(line.letters.clone()).or_default().push(at);
        }
        let rights = lines
            .iter()
            .filter(|line| matches!(line.chrome, Some(("copyright lines", _))))
            .take(PRINTINGS)
            .map(|line| line.letters.clone())
            .collect();
        let title = Some(draft.edition.title.main.clone()).filter(|title| !title.is_empty());
        let authors = draft.edition.people.iter().filter(|person| person.role == Role::AUTHOR);
        Reading {
            parts: vec![None; blocks.len()],
            from: 0,
            to: blocks.len(),
            verse: false,
            title,
            known_authors: authors.map(|person| person.name.clone()).collect(),
            title_at: None,
            subtitle_at: None,
            authors: People::default(),
            translators: Vec::new(),
            notes: Vec::new(),
            sources: Vec::new(),
            mastheads: Vec::new(),
            dates: Vec::new(),
            addresses: Vec::new(),
            host: host(blocks, &lines, draft),
            name_lines: vec![Cell::new(None); blocks.len()],
            evident: vec![Cell::new(None); blocks.len()],
            printings,
            rights,
            speakers: foot::speakers(blocks),
            blocks,
            lines,
        }
    }

    fn text(&self, at: usize) -> &'b str {
        self.blocks.get(at).map_or("", |block| block.text.as_str())
    }

    /// The line of the source on which a block begins.
    fn number(&self, at: usize) -> usize {
        self.blocks.get(at).map_or(0, |block| block.line)
    }

    /// Whether a block stands directly below the one before it.
    fn is_below(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|above| self.number(at) == self.number(above) + 1)
    }

    /// Whether a line is a byline with its label.
    fn is_signed(&self, at: usize) -> bool {
        self.line(at).is_some_and(Line::signed)
    }

    /// The names of those who wrote it: known before, and found.
    fn writers(&self) -> impl Iterator<Item = &str> {
        let known = self.known_authors.iter().map(String::as_str);
        known.chain(self.authors.people.iter().map(|(name, _)| name.name.as_str()))
    }

    /// Whether nobody is known to have written it.
    fn is_anonymous(&self) -> bool {
        self.writers().next().is_none()
    }

    fn form(&self, at: usize) -> Form {
        self.blocks.get(at).map_or(Form::Plain, |block| block.form)
    }

    fn line(&self, at: usize) -> Option<&Line> {
        self.lines.get(at)
    }

    fn unknown(&self, at: usize) -> bool {
        self.line(at).is_some_and(Line::unknown)
    }

    fn columns(&self, at: usize) -> usize {
        self.line(at).map_or(0, |line| line.columns)
    }

    fn is_name_line(&self, at: usize) -> bool {
        cached(self.name_lines.get(at), || self.has_form_of_names(at))
    }

    /// What was told of lines by where the text begins and ends is to be told anew.
    fn forget(&mut self) {
        for cell in self.name_lines.iter().chain(&self.evident) {
            cell.set(None);
        }
    }

    fn has_form_of_names(&self, at: usize) -> bool {
        let text = line::bare(self.text(at));
        let sentence = self.text(at).ends_with(['.', '。', '!', '?'])
            && self.text(at).chars().any(eastern::is_wide);
        // Words in Hangul have the form of a name too easily: it must stand elsewhere as well.
        let hangul =
            text.contains(' ') && text.chars().any(|c| matches!(c, '\u{ac00}'..='\u{d7a3}'));
        let several = || text.contains(',') && names::read(text, Strictness::Bare).is_some();
        let form = hangul && (names::is_name(text, Strictness::Bare) || several());
        if form && !self.is_evident(at) {
            return false;
        }
        // These marks stand before headings.
        let marked = self.text(at).starts_with(['■', '□', '▼', '◆', '◇', '●']);
        self.unknown(at)
            && !sentence
            && !marked
            && !self.is_of_host(at)
            && !matches!(self.form(at), Form::Heading(_) | Form::Item | Form::Caption)
            && self.columns(at) <= 60
            && names::read(line::bare(self.text(at)), Strictness::Bare).is_some()
    }

    /// Whether a line begins with the name of somebody and says something of them.
    fn is_note_by_name(&self, at: usize) -> bool {
        let text = line::bare(self.text(at));
        let listed = !text.chars().any(eastern::is_wide) && are_names(text);
        // Behind a first sentence may stand where to write to.
        let first = text.split_once(". ").map_or(text, |(first, _)| first);
        let other = is_address(first) || listed;
        if other || cites(text, self.title.as_deref().unwrap_or_default()) {
            return false;
        }
        self.writers().any(|name| says_of(text, name))
    }

    /// Whether a line says something of an author whom it names by title and surname: "Ms. Merrow bakes."
    fn is_note_by_surname(&self, at: usize) -> bool {
        let text = line::bare(self.text(at));
        ends_sentence(text) && self.writers().any(|name| says_of_surname(text, name))
    }

    /// Whether a line is the name of the site that the article's address leads to.
    fn is_of_host(&self, at: usize) -> bool {
        let name = self.line(at).map_or("", |line| line.letters.as_str());
        let (one, two) = (self.host.chars().count(), name.chars().count());
        one > 4
            && two > 4
            && self.columns(at) <= 48
            && (self.host.contains(name) && two * 2 > one
                || name.contains(self.host.as_str()) && one * 2 > two)
    }

    fn open(&self, at: usize) -> bool {
        self.parts.get(at).is_some_and(Option::is_none)
    }

    fn set(&mut self, at: usize, part: Part) {
        if let Some(slot) = self.parts.get_mut(at) {
            *slot = Some(part);
        }
    }

    /// Takes the facts that a line states; its part is set where there are any.
    fn take_facts(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else { return };
        if line.facts.is_empty() {
            return;
        }
        let of_host = self.is_of_host(at);
        for fact in line.facts.clone() {
            match fact {
                // "De Noorderkroniek": the name of the site begins as bylines do.
                Fact::Authors(..) if of_host => {
                    self.mastheads.insert(0, (source::unquoted(self.text(at)).to_owned(), at));
                }
                Fact::Authors(people, labelled) => {
                    let sure = if labelled { Sure::Stated } else { Sure::Likely };
                    self.add_authors(people, at, sure);
                }
                Fact::Translators(people) => {
                    for name in people {
                        let same = |(other, _): &(Name, usize)| {
                            letters(&other.name) == letters(&name.name)
                        };
                        if self.translators.len() < PEOPLE && !self.translators.iter().any(same) {
                            self.translators.push((name, at));
                        }
                    }
                }
                Fact::Note(note) => self.notes.push((note, at, Sure::Stated)),
                Fact::Source(line) => self.sources.push((line, at)),
                Fact::Date(date) => self.dates.push((date, at)),
                Fact::Address(address) => self.addresses.push((address, at)),
            }
        }
        self.set(at, Part::Fact);
    }

    fn add_authors(&mut self, people: Vec<Name>, at: usize, sure: Sure) {
        if self.authors.sure.is_some_and(|known| known > sure) {
            return;
        }
        if self.authors.sure.is_some_and(|known| known < sure) {
            self.authors.people.clear();
        }
        self.authors.sure = Some(sure);
        for name in people {
            let same = |(other, _): &(Name, usize)| letters(&other.name) == letters(&name.name);
            if self.authors.people.len() < PEOPLE && !self.authors.people.iter().any(same) {
                self.authors.people.push((name, at));
            }
        }
    }
}

/// Whether an address of mail stands in a text: it says nothing of its bearer.
pub(super) fn is_address(text: &str) -> bool {
    text.contains('@') || text.contains("[email")
}

/// Letters of a name, and of what may stand between it and the title in a citation.
const OF_NAMES: usize = 30;

/// Whether a text cites an article by its title: name, title, and where it appeared.
pub(super) fn cites(text: &str, title: &str) -> bool {
    let (text, title) = (letters(text), letters(title));
    let at = text.find(&title).and_then(|at| text.get(..at));
    title.chars().count() > 8 && at.is_some_and(|before| before.chars().count() <= OF_NAMES)
}

/// What a cell holds, computed where it holds nothing yet.
fn cached(cell: Option<&Cell<Option<bool>>>, compute: impl FnOnce() -> bool) -> bool {
    let Some(cell) = cell else { return compute() };
    if let Some(known) = cell.get() {
        return known;
    }
    let value = compute();
    cell.set(Some(value));
    value
}

/// Whether a text is the name of a section, or of a kind of text.
pub(super) fn is_section(text: &str) -> bool {
    rules::is_section(text)
}

/// The names that a byline with its label states; `None` for other texts.
pub(super) fn byline(text: &str) -> Option<Vec<String>> {
    line::facts(text).into_iter().find_map(|fact| match fact {
        Fact::Authors(people, true) => Some(people.into_iter().map(|name| name.name).collect()),
        _ => None,
    })
}

/// Whether a text has the form of names and nothing else.
pub(super) fn is_names(text: &str) -> bool {
    names::read(line::bare(text), Strictness::Bare).is_some()
}

/// Whether a text has the form of several names and nothing else.
pub(super) fn are_names(text: &str) -> bool {
    let text = without_bracketed(line::bare(text));
    names::read(&text, Strictness::Bare).is_some_and(|people| people.len() > 1)
}

/// Whether a line states facts and nothing else.
pub(super) fn states(text: &str) -> bool {
    !line::facts(text).is_empty()
}

/// Whether a line is a byline or a translator's credit with its label.
pub(super) fn is_byline(text: &str) -> bool {
    line::facts(text)
        .iter()
        .any(|fact| matches!(fact, Fact::Authors(_, true) | Fact::Translators(_)))
}

/// The number of a note in brackets at the beginning of a text, and what follows it.
pub(super) fn note_number(text: &str) -> Option<(&str, &str)> {
    let (number, rest) = text.strip_prefix('[')?.split_once(']')?;
    let digits = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    digits.then_some((number, rest))
}

/// Whether a sentence is of the page's own.
pub(super) fn is_of_page(text: &str) -> bool {
    furniture::chrome(text).is_some()
}

/// Whether a text begins with a name and goes on to say something of its bearer.
fn says_of(text: &str, name: &str) -> bool {
    let rest = match text.strip_prefix(name) {
        Some(rest) => rest,
        // A byline in capitals.
        None => {
            let length = name.chars().count();
            let begins: String = text.chars().take(length).collect();
            if letters(&begins) != letters(name) {
                return false;
            }
            text.char_indices().nth(length).and_then(|(at, _)| text.get(at..)).unwrap_or_default()
        }
    };
    // "Ada Merrow (text) and Ben Holt (photographs)" is a byline.
    let plain = without_bracketed(text);
    if plain.len() < text.len() && names::read(&plain, Strictness::Bare).is_some() {
        return false;
    }
    let length = rest.trim().chars().count();
    length >= 6
        && (!rest.starts_with(char::is_alphanumeric)
            || rest.starts_with(['는', '은', '이', '가', '씨', 'は', 'が', '氏', '是', '，']))
}

/// Whether a text begins with a title and the surname of somebody: "Ms. Merrow".
fn says_of_surname(text: &str, name: &str) -> bool {
    let Some((given, surname)) = name.rsplit_once(' ') else { return false };
    // "브로크는 …": a surname with the particle of a subject.
    if let Some(rest) = text.strip_prefix(surname)
        && surname.chars().all(eastern::is_wide)
        && surname.chars().count() > 1
    {
        return rest.starts_with(['는', '은', '이', '가']) && rest.chars().count() > 8;
    }
    let mut words = text.split_whitespace();
    let (Some(title), Some(second)) = (words.next(), words.next()) else { return false };
    let titled = title.ends_with('.') || title.chars().count() <= 5;
    titled
        && title.starts_with(char::is_uppercase)
        && !given.starts_with(title)
        && letters(second) == letters(surname)
        && words.count() >= 3
}

/// A text without what stands in round brackets.
fn without_bracketed(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line of speech: a dash or a quote at its beginning.
fn is_speech(text: &str) -> bool {
    text.starts_with(['—', '–', '―', '“', '"', '«', '「', '『', '„', '‘', '»'])
}

//! What was found goes into the draft.
//!
//! In: the facts of a reading. Out: those that the draft does not have yet. Refuses to know: where they stood.

use super::Reading;
use super::foot::is_printed_as_name;
use super::furniture::is_entry;
use super::names::Name;
use super::pattern::letters;
use super::rights;
use super::source::{self, SourceLine};
use crate::edition::{Person, Role};
use crate::import::draft::{At, Draft, Origin, Sure};

impl Reading<'_> {
    /// Adds to the draft what it does not have.
    pub(super) fn settle(&mut self, draft: &mut Draft) {
        if draft.edition.title.main.is_empty()
            && let (Some((at, sure)), Some(title)) = (self.title_at, &self.title)
        {
            draft.title(title, self.origin(at, sure));
        }
        if draft.edition.title.subtitle.is_none()
            && let Some(at) = self.subtitle_at
        {
            let dash = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '―');
            draft.subtitle(self.text(at).trim_matches(dash), self.origin(at, Sure::Guess));
        }
        let has = |draft: &Draft, role: Role| {
            draft.edition.people.iter().any(|person| person.role == role)
        };
        if !has(draft, Role::AUTHOR) {
            let sure = self.authors.sure.unwrap_or(Sure::Guess);
            self.forget_translators();
            for (name, at) in &self.authors.people {
                let name = self.in_small_letters(&name.name);
                draft.person(Person { name, ..Person::default() }, self.origin(*at, sure));
            }
        }
        if !has(draft, Role::TRANSLATOR) {
            for (name, at) in &self.translators {
                let person = Person {
                    name: self.in_small_letters(&name.name),
                    role: Role::TRANSLATOR,
                    organisation: name.organisation,
                    ..Person::default()
                };
                draft.person(person, self.origin(*at, Sure::Stated));
            }
        }
        if !self.notes.is_empty() {
            // Of one author all that is said; of several each gets the one that names them.
            let authors =
                draft.edition.people.iter().filter(|person| person.role == Role::AUTHOR).count();
            if authors <= 1 {
                let name = draft.edition.people.iter().find(|person| person.role == Role::AUTHOR);
                let name = name.map(|person| person.name.clone()).unwrap_or_default();
                let text: Vec<&str> =
                    self.notes.iter().map(|(note, ..)| without_label(note, &name)).collect();
                let (at, sure) =
                    self.notes.first().map_or((0, Sure::Guess), |(_, at, sure)| (*at, *sure));
                if !draft.author_note(&text.join(" "), self.origin(at, sure)) {
                    self.drop_notes(draft);
                }
            } else {
                self.notes_of_several(draft);
            }
        }
        self.settle_source(draft);
    }

    fn origin(&self, at: usize, sure: Sure) -> Origin {
        Origin { at: At::Line(self.number(at)), sure }
    }

    /// Whoever translated it may have put it online, but did not write it where somebody else did.
    fn forget_translators(&mut self) {
        let translators = &self.translators;
        let wrote = |(name, _): &(Name, usize)| {
            !translators.iter().any(|(other, _)| letters(&other.name) == letters(&name.name))
        };
        if self.authors.people.iter().any(wrote) {
            self.authors.people.retain(wrote);
        }
    }

    /// What is said of somebody whom nothing names has no place in the metadata.
    fn drop_notes(&self, draft: &mut Draft) {
        for (note, at, _) in &self.notes {
            draft.drop(At::Line(self.number(*at)), note, "notes on authors without a name");
        }
    }

    fn notes_of_several(&self, draft: &mut Draft) {
        for (note, at, sure) in &self.notes {
            let about = |name: &str| note.contains(name);
            if !draft.note_about(note, self.origin(*at, *sure), about) {
                draft.drop(At::Line(self.number(*at)), note, "notes on authors without a name");
            }
        }
    }

    pub(super) fn settle_source(&self, draft: &mut Draft) {
        let known = draft.edition.sources.first().cloned().unwrap_or_default();
        let sure = |line: &SourceLine| if line.labelled { Sure::Stated } else { Sure::Likely };
        // What says most goes first: a page, a label, a date.
        let mut sources: Vec<&(SourceLine, usize)> = self.sources.iter().collect();
        sources.sort_by_key(|(line, at)| {
            (
                std::cmp::Reverse(
                    u8::from(!line.page.is_empty()) * 2
                        + u8::from(line.labelled)
                        + u8::from(!line.date.is_empty()),
                ),
                *at,
            )
        });
        let publication = sources.iter().find(|(line, _)| !line.publication.is_empty());
        // A text that says where it was printed first knows it better than the site that has it now.
        let guessed = draft.findings.iter().any(|finding| {
            finding.key == "source.publication" && finding.origin.sure == Sure::Guess
        });
        if let Some((line, at)) = publication
            && (line.labelled || guessed)
            && !line.publication.contains(". ")
            && !self.is_person(&line.publication)
            && !(line.date.is_empty() && line.page.is_empty())
            && known
                .publication
                .as_deref()
                .is_some_and(|known| letters(known) != letters(&line.publication))
        {
            draft.source("source.publication", &line.publication, self.origin(*at, Sure::Stated));
            if !line.page.is_empty() && known.page.is_none() {
                draft.source("source.page", &line.page, self.origin(*at, Sure::Stated));
            }
            if !line.date.is_empty() {
                draft.source("source.date", &line.date, self.origin(*at, Sure::Stated));
            }
            return;
        }
        if known.publication.is_none() {
            if let Some((line, at)) = publication {
                // Where the sentence has the name declined ("des Anzeigers"), the masthead has it plain.
                let plain = self.mastheads.iter().find(|(name, _)| {
                    let name = letters(name);
                    name.chars().count() > 4
                        && letters(&line.publication).contains(&name)
                        && line.publication.chars().count() > name.chars().count()
                });
                let name = plain.map_or(line.publication.as_str(), |(name, _)| name);
                draft.source("source.publication", name, self.origin(*at, sure(line)));
            } else if let Some((name, at)) = self
                .mastheads
                .iter()
                .find(|(_, at)| self.is_in_copyright(*at) || self.is_of_host(*at))
                .or_else(|| {
                    self.mastheads.iter().find(|(name, at)| *at == 0 && is_printed_as_name(name))
                })
                .or_else(|| self.mastheads.iter().find(|(name, _)| source::is_masthead(name)))
                .cloned()
                .or_else(|| self.holder_of_rights())
                .or_else(|| self.mastheads.first().cloned())
                .or_else(|| self.staff())
            {
                draft.source("source.publication", plain_name(&name), self.origin(at, Sure::Guess));
            }
        }
        if known.date.is_none() {
            let line = sources.iter().find(|(line, _)| !line.date.is_empty());
            if let Some((line, at)) = line {
                draft.source("source.date", &line.date, self.origin(*at, sure(line)));
            } else if let Some((date, at)) = self.dates.first() {
                draft.source("source.date", date, self.origin(*at, Sure::Likely));
            }
        }
        if known.page.is_none()
            && let Some((line, at)) = sources.iter().find(|(line, _)| !line.page.is_empty())
        {
            draft.source("source.page", &line.page, self.origin(*at, sure(line)));
        }
        if known.url.is_none()
            && let Some((address, at)) = self.addresses.first()
        {
            draft.source("source.url", address, self.origin(*at, Sure::Stated));
        }
    }

    /// Whether a name is that of an author, or holds it.
    fn is_person(&self, name: &str) -> bool {
        self.writers().any(|author| letters(name).contains(&letters(author)))
    }

    /// Whoever the last line on rights says has them, where that is nobody who wrote it.
    fn holder_of_rights(&self) -> Option<(String, usize)> {
        let foot = self.to.saturating_sub(3)..self.blocks.len();
        foot.take(super::FOOT).find_map(|at| {
            let name = rights::holder(self.text(at))?;
            (!self.is_person(name)).then(|| (name.to_owned(), at))
        })
    }

    /// The paper whose staff translated it.
    fn staff(&self) -> Option<(String, usize)> {
        self.translators.iter().filter(|(name, _)| name.organisation).find_map(|(name, at)| {
            let paper = name.name.strip_suffix(" staff")?;
            let paper = paper.strip_prefix("the ").unwrap_or(paper);
            source::is_masthead(paper).then(|| (paper.to_owned(), *at))
        })
    }

    /// A name in capitals as it is printed elsewhere in the text, or with capitals only where words
    /// begin.
    pub(super) fn in_small_letters(&self, name: &str) -> String {
        let capitals = name.chars().filter(|c| c.is_alphabetic()).count() > 3
            && name.chars().any(char::is_uppercase)
            && !name.chars().any(char::is_lowercase);
        if !capitals {
            return name.to_owned();
        }
        let small = name.to_lowercase();
        for block in self.blocks {
            let lower = block.text.to_lowercase();
            if lower.len() != block.text.len() {
                continue;
            }
            for (at, _) in lower.match_indices(&small) {
                let printed = block.text.get(at..at + small.len()).unwrap_or_default();
                if printed.chars().any(char::is_lowercase) {
                    return printed.to_owned();
                }
            }
        }
        let mut out = String::new();
        let mut start = true;
        for c in name.chars() {
            if start {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            start = !c.is_alphabetic();
        }
        out
    }
}

/// The name of a publication without the section or the place beside it: "[가온신문] 기고", "Exmoor Courier
/// (Exmoor, Ohio)".
fn plain_name(name: &str) -> &str {
    if let Some((inner, rest)) = name.strip_prefix('[').and_then(|name| name.split_once(']'))
        && is_entry(rest.trim())
    {
        return inner.trim();
    }
    match name.split_once(" (") {
        Some((before, rest)) if rest.ends_with(')') => before.trim(),
        _ => name,
    }
}

/// A note without the name that stands before it as a label: in the book the note stands below it.
fn without_label<'t>(note: &'t str, name: &str) -> &'t str {
    let rest = note.strip_prefix(name).filter(|_| !name.is_empty()).unwrap_or_default();
    let words = rest.trim_start_matches(' ');
    match words.strip_prefix(['|', ':', '：', '\u{3000}', '\t', '│', '｜']) {
        Some(words) => words.trim(),
        None => note,
    }
}

//! The vocabulary of problems: what an author is told, and where.
//!
//! In: what the stages notice. Out: [`Diagnostic`]s, sorted, for `report` to show. Refuses to
//! know: terminals, colours, JSON.

pub mod code;

use crate::source::Span;
pub use code::Code;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No book is made.
    Error,
    /// The book is made, and something visible is not as the manuscript has it.
    Warning,
    /// The book is made as meant; only its form was changed, or something was left aside on
    /// purpose.
    Note,
}

impl Severity {
    /// The word that stands before the message.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// What a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Bytes of a file that was read.
    Span(Span),
    /// A file or folder as such, by its path as people write it.
    Path(String),
    /// The book as a whole.
    Book,
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Place::Span(span)
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem; its entry says what to do in general.
    pub code: &'static Code,
    /// How much it matters in this run.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What is wrong, in the author's words: one sentence, no full stop, lower-case start.
    pub message: String,
    /// What to do about it in this case, where that is known.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// Adds a hint; for use on what [`Diagnostics::push`] returns.
    pub fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hints.push(hint.into());
        self
    }
}

/// The problems that a run has met so far. Stages push and go on.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    lenient: bool,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty sink. With `lenient`, errors whose code allows it count as warnings: the stages
    /// always go on with what can be kept, so nothing else changes.
    pub fn new(lenient: bool) -> Self {
        Diagnostics { lenient, list: Vec::new() }
    }

    /// An empty sink of the same strictness, for work on another thread.
    #[must_use]
    pub fn fork(&self) -> Self {
        Diagnostics::new(self.lenient)
    }

    /// Takes over what another sink has gathered.
    pub fn join(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Reports a problem. Returns the diagnostic, for hints to be added.
    pub fn push(
        &mut self,
        code: &'static Code,
        place: impl Into<Place>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let severity = if self.lenient { code.lenient } else { code.severity };
        self.list.push(Diagnostic {
            code,
            severity,
            place: place.into(),
            message: message.into(),
            hints: Vec::new(),
        });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Whether an error has been reported.
    pub fn failed(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// All of them in order of place (file by file as read, then by position), doubles removed.
    pub fn sorted(&self) -> Vec<Diagnostic> {
        let mut list = self.list.clone();
        list.sort_by(|a, b| {
            (&a.place, a.code.name, &a.message).cmp(&(&b.place, b.code.name, &b.message))
        });
        list.dedup();
        list
    }
}

/// Letters of a word that is looked for among others, at most: comparing two takes the product of
/// their lengths.
const LONGEST: usize = 200;

/// Guesses at what an author meant, as long as they are cheap: one slip can make thousands of
/// broken links, each to be compared with thousands of ids, and after the first of them the author
/// knows.
#[derive(Debug)]
pub struct Guesses {
    /// Pairs of letters that may still be compared.
    left: usize,
}

impl Default for Guesses {
    fn default() -> Self {
        Guesses { left: 50_000_000 }
    }
}

impl Guesses {
    /// The candidate nearest to `word`, where one is near enough to be meant: at most a third of
    /// its letters differ. Ties go to the first. `None` where looking at all of them would cost
    /// more than is left.
    pub fn nearest<'a>(
        &mut self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.left == 0 || word.chars().nth(LONGEST).is_some() {
            return None;
        }
        let folded = word.to_lowercase();
        let length = folded.chars().count();
        let limit = length.div_ceil(3).max(1);
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            let other_length = candidate.chars().take(LONGEST * 2).count();
            // As many letters as one has more than the other differ at least.
            let may_be = other_length.abs_diff(length) <= limit;
            let cost = if may_be { length * other_length } else { 0 };
            self.left = self.left.saturating_sub(cost + other_length + 1);
            if self.left == 0 {
                return None;
            }
            if may_be {
                let distance = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
                if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
                    best = Some((distance, candidate));
                }
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}

/// The nearest candidate, by [`Guesses`], of a single word.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Guesses::default().nearest(word, candidates)
}

#[cfg(test)]
mod tests {
    use super::{Guesses, nearest};

    #[test]
    fn the_nearest_is_found_and_nothing_that_is_far() {
        let long = "a".repeat(100_000);
        assert_eq!(nearest("strate", ["straight", "strait", "street"]), Some("strait"));
        assert_eq!(nearest("Strait", ["strait", "Strait"]), Some("strait"));
        assert_eq!(nearest("tide", ["moon", "a", "tidewater", long.as_str()]), None);
        assert_eq!(nearest(&long, [long.as_str()]), None);
    }

    #[test]
    fn guessing_ends_where_it_would_cost_too_much() {
        let ids: Vec<String> = (0..100_000).map(|number| format!("heading-{number}")).collect();
        let mut guesses = Guesses::default();
        let mut look = || guesses.nearest("haeding-7", ids.iter().map(String::as_str));
        assert_eq!(look(), Some("heading-7"));
        let found = (0..100).filter(|_| look().is_some()).count();
        assert!((1..100).contains(&found), "{found}");
        assert_eq!(guesses.nearest("strate", ["strait"]), None);
    }
}

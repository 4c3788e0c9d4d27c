//! What a document has and a manuscript can't have, counted.
//!
//! In: one thing at a time. Out: a warning a kind, with the first of them. Refuses to know: why.

use crate::diagnostic::{Diagnostics, Place, code};

/// Things of each kind that are shown.
const SHOWN: usize = 3;

/// A kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// One of it.
    pub(super) one: &'static str,
    /// Several of it.
    pub(super) many: &'static str,
}

macro_rules! kinds {
    ($($name:ident $one:literal $many:literal;)*) => {
        $(pub(super) const $name: Kind = Kind { one: $one, many: $many };)*
    };
}

kinds! {
    EQUATION "an equation is kept as a line of text" "equations are kept as lines of text";
    LINK "a link leads to a place that is not in the document, and is text now" "links lead to places that are not in the document, and are text now";
    PICTURE "a picture is of a kind that no book can have, and is left out" "pictures are of kinds that no book can have, and are left out";
    MISSING "a picture is not in the document" "pictures are not in the document";
    DRAWING "a drawing, chart or embedded object is left out" "drawings, charts or embedded objects are left out";
    SIGN "a sign of a symbol font is left out" "signs of symbol fonts are left out";
    PART "a document that is embedded in this one is left out" "documents that are embedded in this one are left out";
    NOTE "a reference leads to no note" "references lead to no notes";
    PAGE "a reference to a page number is kept as it was printed" "references to page numbers are kept as they were printed";
    DEEP "a passage is nested too deep, and only its text is kept" "passages are nested too deep, and only their text is kept";
}

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct Lost {
    kinds: Vec<(Kind, usize, Vec<String>)>,
}

impl Lost {
    /// Counts a thing; `what` is shown where it says something.
    pub(super) fn add(&mut self, kind: Kind, what: &str) {
        let at = match self.kinds.iter().position(|(other, ..)| *other == kind) {
            Some(at) => at,
            None => {
                self.kinds.push((kind, 0, Vec::new()));
                self.kinds.len() - 1
            }
        };
        let Some((_, count, shown)) = self.kinds.get_mut(at) else { return };
        *count += 1;
        let mut what: String = what.split_whitespace().collect::<Vec<_>>().join(" ");
        if what.chars().count() > 60 {
            what = what.chars().take(60).chain(['…']).collect();
        }
        if shown.len() < SHOWN && !what.is_empty() && !shown.contains(&what) {
            shown.push(what);
        }
    }

    /// Says it.
    pub(super) fn say(&self, place: &str, diagnostics: &mut Diagnostics) {
        for (kind, count, shown) in &self.kinds {
            let mut message = match count {
                1 => kind.one.to_owned(),
                count => format!("{count} {}", kind.many),
            };
            if !shown.is_empty() {
                let shown: Vec<String> = shown.iter().map(|what| format!("`{what}`")).collect();
                message.push_str(if *count > shown.len() { ", among them " } else { ": " });
                message.push_str(&shown.join(", "));
            }
            diagnostics.push(&code::IMPORT_LOST, Place::Path(place.to_owned()), message);
        }
    }
}

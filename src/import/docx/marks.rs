//! What a run looks like, as far as it means something.
//!
//! In: a run and its paragraph. Out: marks. Refuses to know: what it says.

use super::body::Reader;
use super::pieces::Mark;
use super::styles::Look;
use super::survey::{lang_of, look, primary};
use crate::load::metadata::language_of;
use roxmltree::Node;

/// How the paragraph looks that a run stands in.
pub(super) struct Line {
    /// What is not worth a mark.
    pub(super) base: Look,
    /// All that its style says.
    pub(super) whole: Look,
    /// Whether it is a line of code.
    pub(super) code: bool,
}

impl<'x> Reader<'x> {
    /// What a run looks like beside the paragraph that it stands in.
    pub(super) fn marks(&self, run: Node<'x, 'x>, line: &Line, words: &str) -> (Vec<Mark>, Look) {
        let look = look(run, self.styles, &line.whole);
        let differs =
            |own: Option<bool>, base: Option<bool>| own == Some(true) && base != Some(true);
        let base = &line.base;
        let mut marks = Vec::new();
        if let Some(lang) = lang_of(&look, words)
            && primary(lang).is_some_and(|primary| !self.main.contains(&primary))
            && !self.main.is_empty()
            && !line.code
            && let Some(tag) = language_of(lang)
        {
            marks.push(Mark::Lang(tag));
        }
        if differs(look.bold, base.bold) {
            marks.push(Mark::Bold);
        }
        // In a text that is slanted, what stands upright is stressed.
        if look.italic.unwrap_or(false) != base.italic.unwrap_or(false) {
            marks.push(Mark::Italic);
        }
        if differs(look.underline, base.underline) {
            marks.push(Mark::Underline);
        }
        if differs(look.strike, base.strike) {
            marks.push(Mark::Strike);
        }
        if differs(look.small_caps, base.small_caps) {
            marks.push(Mark::SmallCaps);
        }
        if differs(look.mark, base.mark) {
            marks.push(Mark::Marked);
        }
        match look.position {
            Some('^') if base.position != Some('^') => marks.push(Mark::Above),
            Some('_') if base.position != Some('_') => marks.push(Mark::Below),
            _ => {}
        }
        if differs(look.mono, base.mono) && !self.survey.typewriter {
            marks.push(Mark::Code);
        }
        (marks, look)
    }
}

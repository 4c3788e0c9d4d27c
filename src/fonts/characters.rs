//! Which characters a book shows, and in what.
//!
//! In: finished pages and style sheets. Out: sets of characters. Refuses to know: fonts.

use super::subset::Features;
use crate::book::Book;
use crate::labels;
use crate::publication::{ContentsEntry, Resource};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use rayon::prelude::*;
use skrifa::raw::collections::IntSet;

/// What is shown in a book.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Characters of text that is neither heading nor code.
    pub(super) text: IntSet<u32>,
    /// Characters of headings.
    pub(super) headings: IntSet<u32>,
    /// Characters of code.
    pub(super) code: IntSet<u32>,
    /// Characters that may be shown anywhere: alternative texts, what style sheets put in.
    pub(super) anywhere: IntSet<u32>,
    /// Whether styles of the author's may set any text in any font.
    pub(super) mixed: bool,
    /// Whether formulas are set.
    pub(super) math: bool,
    /// What the styles ask of fonts.
    pub(super) features: Features,
}

impl Shown {
    /// Gathers from everything that goes into the book.
    pub(super) fn gather(book: &Book<'_>, resources: &[Resource]) -> Shown {
        let parts = resources.par_iter().filter_map(|resource| {
            let text = std::str::from_utf8(&resource.bytes).ok();
            match resource.media_type {
                "application/xhtml+xml" => Some(of_page(text?)),
                "text/css" => Some(of_sheet(text?)),
                "image/svg+xml" => Some(of_drawing(text?)),
                _ => None,
            }
        });
        let mut shown = parts.reduce(Shown::default, |all, part| all.and(&part));
        shown.mixed |= !book.styles.is_empty();
        // The contents are a page too, which is made later.
        let labels = labels::for_language(&book.edition.language);
        add(labels.contents, &mut shown.headings);
        let mut open: Vec<&ContentsEntry> = book.contents.iter().collect();
        while let Some(entry) = open.pop() {
            add(&entry.label, &mut shown.text);
            open.extend(&entry.children);
        }
        shown
    }

    fn and(mut self, other: &Shown) -> Shown {
        self.text.union(&other.text);
        self.headings.union(&other.headings);
        self.code.union(&other.code);
        self.anywhere.union(&other.anywhere);
        self.mixed |= other.mixed;
        self.math |= other.math;
        self.features = self.features.max(other.features);
        self
    }
}

/// Everything that a font must have so that `shown` looks as with the whole font: both cases,
/// since styles can change them; the forms that shaping composes and takes apart; the marks that
/// readers add themselves (hyphens, quotes, bullets, figures).
pub(super) fn closure(shown: &IntSet<u32>) -> IntSet<u32> {
    let mut all = shown.clone();
    let decompose = DecomposingNormalizerBorrowed::new_nfd();
    for c in shown.iter().filter_map(char::from_u32) {
        all.extend(c.to_lowercase().chain(c.to_uppercase()).map(u32::from));
        if !c.is_ascii() {
            all.extend(decompose.normalize_iter(std::iter::once(c)).map(u32::from));
        }
        // Where a font has no rules for joining, shapers take the old joined characters.
        if matches!(c, '\u{600}'..='\u{6ff}') {
            all.insert_range(0xfe70..=0xfefc);
        }
    }
    all.insert_range(0x20..=0x7e);
    all.insert_range(0x2010..=0x201f);
    all.extend(
        ['\u{a0}', '\u{ad}', '«', '»', '‹', '›', '•', '◦', '▪', '…', '\u{25cc}', '\u{200b}']
            .map(u32::from),
    );
    all.insert_range(0x200c..=0x200f);
    all.insert(0x2060);
    if shown.intersects_range(0x3040..=0x30ff) || shown.intersects_range(0x4e00..=0x9fff) {
        all.insert_range(0x3000..=0x301f);
    }
    all
}

/// Whether a character is one to be seen: not a space, a sign of direction, a selector of forms.
pub(super) fn is_seen(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Adds the characters of a text, also those that it holds in parts.
fn add(text: &str, to: &mut IntSet<u32>) {
    if text.is_ascii() {
        to.extend(text.bytes().map(u32::from));
        return;
    }
    to.extend(text.chars().map(u32::from));
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    if composed != text {
        to.extend(composed.chars().map(u32::from));
    }
}

/// A page of the tool's own writing: well-formed, without comments or sections of data.
fn of_page(page: &str) -> Shown {
    let mut shown = Shown::default();
    let Some((_, body)) = page.split_once("<body") else { return shown };
    let (mut headings, mut code) = (0_usize, 0_usize);
    // What follows a `<`; of the body's own tag, what follows its name.
    let mut rest = body;
    while let Some((tag, after)) = end_of_tag(rest).and_then(|end| rest.split_at_checked(end)) {
        let (closes, alone) = (tag.starts_with('/'), tag.ends_with('/'));
        let of = |depth: usize| {
            if closes { depth.saturating_sub(1) } else { depth + usize::from(!alone) }
        };
        let name = tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/');
        match name.into_iter().next().unwrap_or_default() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => headings = of(headings),
            "code" | "kbd" | "samp" | "pre" => code = of(code),
            "math" => shown.math = true,
            _ => {}
        }
        if tag.contains('=') {
            add_escaped(tag, &mut shown.anywhere);
            if tag.contains("style=") {
                shown.mixed |= tag.contains("font");
                shown.features = shown.features.max(asked(tag));
            }
        }
        let after = after.strip_prefix('>').unwrap_or(after);
        let (text, next) = after.split_once('<').unwrap_or((after, ""));
        let to = match (headings, code) {
            (_, 1..) => &mut shown.code,
            (1.., 0) => &mut shown.headings,
            (0, 0) => &mut shown.text,
        };
        add_escaped(text, to);
        rest = next;
    }
    shown
}

/// Where a tag ends: at the first `>` that stands in no attribute's value.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), byte) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    })
}

/// Adds text in which `&`, `<` and others are written as references.
fn add_escaped(text: &str, to: &mut IntSet<u32>) {
    if !text.contains('&') {
        return add(text, to);
    }
    for (at, part) in text.split('&').enumerate() {
        let reference = if at == 0 { None } else { part.split_once(';') };
        let Some((name, after)) = reference else {
            add(part, to);
            continue;
        };
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        to.extend(number.or(match name {
            "amp" => Some(0x26),
            "lt" => Some(0x3c),
            "gt" => Some(0x3e),
            "quot" => Some(0x22),
            "apos" => Some(0x27),
            _ => None,
        }));
        add(after, to);
    }
}

/// A style sheet: `content` and others may put any character of it into the text.
fn of_sheet(sheet: &str) -> Shown {
    let mut shown = Shown { features: asked(sheet), ..Shown::default() };
    add(sheet, &mut shown.anywhere);
    // CSS Syntax 3 section 4.3.7: a backslash and up to six digits are one character.
    for part in sheet.split('\\').skip(1) {
        let end = part.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let number = part.get(..end).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        shown.anywhere.extend(number);
    }
    shown
}

/// A drawing that names fonts of its own accord.
fn of_drawing(drawing: &str) -> Shown {
    let mut shown = Shown::default();
    add_escaped(drawing, &mut shown.anywhere);
    shown
}

/// What styles ask of fonts beyond the usual.
fn asked(styles: &str) -> Features {
    let named = |words: [&str; 3]| words.iter().any(|word| styles.contains(word));
    if named(["font-feature-settings", "font-variant-alternates", "font-variant-east-asian"]) {
        Features::All
    } else if named(["font-variant", "small-caps", "@font-feature-values"]) {
        Features::Variants
    } else {
        Features::Usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> IntSet<u32> {
        text.chars().map(u32::from).collect()
    }

    #[test]
    fn text_headings_and_code_are_told_apart() {
        let page = "<html><head><title>no</title></head><body epub:type=\"x\"><h1>A<code>b</code>c\
                    </h1><p title=\"1&gt;>\">d&amp;<br/>e<kbd>f</kbd>&#x41;<span style=\"font: x\"/>\
                    </p></body></html>";
        let shown = of_page(page);
        assert_eq!(shown.headings, set("Ac"));
        assert_eq!(shown.code, set("bf"));
        assert_eq!(shown.text, set("d&eA"));
        assert!(shown.anywhere.contains(u32::from('1')) && shown.anywhere.contains(0x3e));
        assert!(shown.mixed && !shown.math);
    }

    #[test]
    fn composed_and_both_cases_belong_to_what_is_shown() {
        let mut shown = IntSet::empty();
        add("e\u{301} ß", &mut shown);
        let all = closure(&shown);
        for c in "éÉßSẞ\u{301}-“".chars().filter(|c| *c != 'ẞ') {
            assert!(all.contains(u32::from(c)), "{c}");
        }
    }

    #[test]
    fn style_sheets_put_characters_in_and_ask_for_features() {
        let shown = of_sheet("p::before { content: '\\2014 \\f101' '※' }");
        assert!("—※\u{f101}".chars().all(|c| shown.anywhere.contains(u32::from(c))));
        assert_eq!(shown.features, Features::Usual);
        assert_eq!(of_sheet("p { font-variant: small-caps }").features, Features::Variants);
        assert_eq!(of_sheet("p { font-feature-settings: 'ss01' }").features, Features::All);
    }
}

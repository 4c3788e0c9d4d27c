//! The book's language, where nobody says it.
//!
//! In: the chapters' texts. Out: a BCP 47 tag. A script that one language is written in tells the
//! language; Latin letters tell nothing, and are taken for English, as is no text at all.

use crate::diagnostic::{Diagnostics, Place, code};
use crate::load::Source;

/// Letters looked at: enough to tell, whatever the size of the book.
const SAMPLE: usize = 20_000;

/// Tells the language of the letters that most of the text is written in; says so where it is not
/// English.
pub(super) fn guess(chapters: &[Source], diagnostics: &mut Diagnostics) -> String {
    let share = SAMPLE / chapters.len().max(1) + 1;
    // In the order of a tie: kana before Han, since Japanese is written in both.
    let mut counts =
        [("ko", 0), ("ja", 0), ("zh", 0), ("he", 0), ("el", 0), ("th", 0), ("ka", 0), ("hy", 0)];
    let mut letters = 0_usize;
    for source in chapters {
        let all = source.text.as_str().chars().filter(|c| c.is_alphabetic());
        for letter in all.take(share) {
            letters += 1;
            let tag = match letter {
                '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => "ko",
                '\u{3040}'..='\u{30ff}' => "ja",
                '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => "zh",
                '\u{5d0}'..='\u{5ea}' => "he",
                '\u{370}'..='\u{3ff}' => "el",
                '\u{e01}'..='\u{e4e}' => "th",
                '\u{10d0}'..='\u{10ff}' => "ka",
                '\u{531}'..='\u{587}' => "hy",
                _ => continue,
            };
            for (name, count) in &mut counts {
                *count += usize::from(*name == tag);
            }
        }
    }
    let [_, (_, kana), (_, han), ..] = counts;
    let tag = if kana * 10 > han && (kana + han) * 3 > letters {
        "ja"
    } else {
        match counts.iter().max_by_key(|(_, count)| *count) {
            Some((tag, count)) if count * 3 > letters => tag,
            _ => return "en".to_owned(),
        }
    };
    diagnostics
        .push(
            &code::LANGUAGE_GUESSED,
            Place::Book,
            format!("no language is stated; by its letters the book is in `{tag}`"),
        )
        .hint(format!("say it in the metadata: `language = \"{tag}\"`"));
    tag.to_owned()
}

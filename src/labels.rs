//! The words that the tool itself puts into a book, in the book's language.
//!
//! In: a BCP 47 tag. Out: [`Labels`], one table per language, in the files beside this one.
//! Refuses to know: where in the book a word stands, and how it is written there.
//!
//! A pattern holds one `{}` for what is filled in. Where a language would have to inflect a name
//! (Russian, Polish, Hebrew) its pattern is one that leaves the name as it is.

mod ar;
mod da;
mod de;
mod en;
mod es;
mod fr;
mod he;
mod it;
mod ja;
mod ko;
mod nb;
mod nl;
mod pl;
mod pt;
mod pt_br;
mod ru;
mod sv;
mod uk;
mod zh_hans;
mod zh_hant;

#[cfg(test)]
mod tests;

use crate::edition::Role;

/// The labels for a book in the language of `tag`, a BCP 47 tag in any case. The longest known
/// part of the tag decides: language with script, language with region, language alone. English
/// where the language is not known; [`Labels::lang`] says which language the answer is in.
pub fn for_language(tag: &str) -> &'static Labels {
    let tag = tag.to_ascii_lowercase();
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default();
    let rest: Vec<&str> = subtags.take_while(|part| part.len() > 1).collect();
    let is_script = |part: &&&str| part.len() == 4 && part.starts_with(char::is_alphabetic);
    let is_region = |part: &&&str| {
        part.len() == 2 || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let narrower = [rest.iter().find(is_script), rest.iter().find(is_region)];
    narrower
        .into_iter()
        .flatten()
        .find_map(|part| known(primary, Some(part)))
        .or_else(|| known(primary, None))
        .unwrap_or(&en::LABELS)
}

/// The table for a language, or for what a script or region makes of it.
fn known(language: &str, narrower: Option<&str>) -> Option<&'static Labels> {
    Some(match (language, narrower) {
        ("zh", Some("hant" | "tw" | "hk" | "mo")) => &zh_hant::LABELS,
        ("zh", Some("hans") | None) => &zh_hans::LABELS,
        ("pt", Some("br")) => &pt_br::LABELS,
        ("ar", None) => &ar::LABELS,
        ("da", None) => &da::LABELS,
        ("de", None) => &de::LABELS,
        ("en", None) => &en::LABELS,
        ("es", None) => &es::LABELS,
        ("fr", None) => &fr::LABELS,
        ("he" | "iw", None) => &he::LABELS,
        ("it", None) => &it::LABELS,
        ("ja", None) => &ja::LABELS,
        ("ko", None) => &ko::LABELS,
        // Nynorsk readers read Bokmål; English would be further off.
        ("nb" | "nn" | "no", None) => &nb::LABELS,
        ("nl", None) => &nl::LABELS,
        ("pl", None) => &pl::LABELS,
        ("pt", None) => &pt::LABELS,
        ("ru", None) => &ru::LABELS,
        ("sv", None) => &sv::LABELS,
        ("uk", None) => &uk::LABELS,
        _ => return None,
    })
}

/// Puts `value` where the pattern has `{}`.
pub fn fill(pattern: &str, value: &str) -> String {
    pattern.replacen("{}", value, 1)
}

/// Every word the tool itself puts into a book, in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Labels {
    /// BCP 47 tag of the language that the labels are in.
    pub lang: &'static str,

    /// Heading of the table of contents.
    pub contents: &'static str,
    /// Name of the cover.
    pub cover: &'static str,
    /// Name of the title page.
    pub title_page: &'static str,
    /// Heading of the notes.
    pub notes: &'static str,
    /// Name of the page with source, credits and rights.
    pub colophon: &'static str,
    /// Name of the page on accessibility.
    pub accessibility: &'static str,
    /// Heading of the landmarks.
    pub landmarks: &'static str,
    /// Heading of the list of printed pages.
    pub page_list: &'static str,
    /// Name of the place where the text begins.
    pub start: &'static str,

    /// Pattern: a numbered note.
    pub note: &'static str,
    /// Pattern: a numbered part.
    pub part: &'static str,
    /// Pattern: a numbered chapter.
    pub chapter: &'static str,
    /// Pattern: a numbered or lettered appendix.
    pub appendix: &'static str,
    /// Pattern: a numbered table.
    pub table: &'static str,
    /// Pattern: a numbered figure.
    pub figure: &'static str,
    /// Name of the link from a note to the place it belongs to.
    pub back_to_text: &'static str,

    /// Pattern: the translators' credit on the title page.
    pub translated_by: &'static str,
    /// Pattern: the editors' credit.
    pub edited_by: &'static str,
    /// Pattern: the illustrators' credit.
    pub illustrated_by: &'static str,
    /// Pattern of any other credit, with `{role}` and `{names}`.
    pub credit: &'static str,
    /// Words for MARC relator codes, for [`credit`](Self::credit) and for tables of credits.
    /// `ctb`, somebody who contributed, stands for the codes that are not here.
    pub roles: &'static [(&'static str, &'static str)],
    /// Pattern: the translators' credit in the middle of a citation.
    pub translation_by: &'static str,

    /// What stands between the names of a list.
    pub list_separator: &'static str,
    /// What stands before the last name of a list.
    pub list_last: &'static str,
    /// What stands between the parts of a citation.
    pub comma: &'static str,
    /// The marks around the title of a work.
    pub quotes: (&'static str, &'static str),
    /// Pattern: one page of a work.
    pub page: &'static str,
    /// Pattern: several pages of a work.
    pub pages: &'static str,

    /// The work that the book is made from.
    pub source: &'static str,
    /// Where the work stood first.
    pub original_publication: &'static str,
    /// The rights statement.
    pub rights: &'static str,
    /// The book's identifier.
    pub identifier: &'static str,
    /// The date of this edition.
    pub published: &'static str,
    /// Who publishes this edition.
    pub publisher: &'static str,
    /// Heading of a note on the author.
    pub about_author: &'static str,
    /// Heading of a note on the translator.
    pub about_translator: &'static str,

    /// Title of an alert: note.
    pub alert_note: &'static str,
    /// Title of an alert: tip.
    pub alert_tip: &'static str,
    /// Title of an alert: important.
    pub alert_important: &'static str,
    /// Title of an alert: warning.
    pub alert_warning: &'static str,
    /// Title of an alert: caution.
    pub alert_caution: &'static str,

    /// Pattern: text that stands for the cover, with the title.
    pub cover_of: &'static str,
    /// Title of what has none.
    pub untitled: &'static str,
    /// Pattern: text of the link that stands for an image on another server.
    pub remote_image: &'static str,

    /// Accessibility summary: text that any reading system can turn into speech or braille.
    pub summary_text: &'static str,
    /// Accessibility summary: all images have a description.
    pub summary_described: &'static str,
    /// Accessibility summary: some images have none.
    pub summary_undescribed: &'static str,
    /// Accessibility summary: math in `MathML`.
    pub summary_mathml: &'static str,
    /// Accessibility summary: math in LaTeX notation.
    pub summary_tex: &'static str,
    /// Accessibility summary: audio or video.
    pub summary_media: &'static str,
    /// Accessibility summary: markers of printed pages.
    pub summary_pages: &'static str,
    /// Accessibility: contents and headings are there to move by.
    pub summary_navigation: &'static str,
    /// Accessibility: nothing in the book can harm.
    pub summary_no_hazards: &'static str,
    /// Pattern: the standard that the book conforms to.
    pub conforms_to: &'static str,
    /// Pattern: who evaluated the book's accessibility.
    pub evaluated_by: &'static str,
    /// Name of the link to the evaluation.
    pub evaluation_report: &'static str,
    /// A hazard that the author states: something flashes.
    pub hazard_flashing: &'static str,
    /// A hazard that the author states: motion.
    pub hazard_motion: &'static str,
    /// A hazard that the author states: sound.
    pub hazard_sound: &'static str,
    /// What stands between two sentences: a space, or nothing in Chinese and Japanese.
    pub sentence_gap: &'static str,
}

impl Labels {
    /// The tag to mark these labels with in a book of language `book`; none where they are in
    /// that language (`en` in a book in `en-GB`).
    pub fn foreign_to(&self, book: &str) -> Option<&'static str> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        (primary(self.lang) != primary(book)).then_some(self.lang)
    }

    /// Names as a list: "A", "A and B", "A, B and C".
    pub fn list(&self, names: &[&str]) -> String {
        match names {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [before @ .., last] => {
                let mut joined = before.join(self.list_separator);
                joined.push_str(self.conjunction(last));
                joined.push_str(last);
                joined
            }
        }
    }

    /// What stands before the last name, which has a say in two languages.
    fn conjunction(&self, last: &str) -> &'static str {
        let lower = last.to_lowercase();
        match self.lang {
            // Spanish: "Juan e Ignacio", but "agua y hielo" (RAE, Ortografía).
            "es" if (lower.starts_with(['i', 'í'])
                || lower.starts_with("hi")
                || lower.starts_with("hí"))
                && !["hia", "hie", "hio", "ia", "ie", "io"]
                    .iter()
                    .any(|h| lower.starts_with(h)) =>
            {
                " e "
            }
            // Hebrew: the prefix takes a maqaf-like hyphen before a name in other letters.
            "he" if !last.starts_with(|c| ('\u{5d0}'..='\u{5ea}').contains(&c)) => " ו-",
            _ => self.list_last,
        }
    }

    /// The word for a MARC relator code.
    pub fn role(&self, role: Role) -> &'static str {
        let find = |code: &str| self.roles.iter().find(|(known, _)| *known == code);
        find(role.0).or_else(|| find("ctb")).map_or("", |(_, word)| word)
    }

    /// The credit line for the people of one role. Authors are named without a word; translators,
    /// editors and illustrators have a phrase; the others stand behind the word for their role.
    pub fn credit(&self, role: Role, names: &[&str]) -> String {
        let names = self.list(names);
        match role.0 {
            "aut" => names,
            "trl" => fill(self.translated_by, &names),
            "edt" => fill(self.edited_by, &names),
            "ill" => fill(self.illustrated_by, &names),
            _ => self.credit.replace("{role}", self.role(role)).replacen("{names}", &names, 1),
        }
    }
}

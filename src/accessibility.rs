//! What a book's facts amount to for who reads it by ear, by touch or with changed letters: in
//! sentences.
//!
//! In: the facts of a book, what its author states, the labels. Out: sentences, for the summary in
//! the package document and for the book's own page. Refuses to know: how either is written.

use crate::edition::Accessibility;
use crate::labels::Labels;
use crate::publication::Facts;

/// The facts, a sentence each: what there is to read, then what is in the way.
pub fn sentences(facts: Facts, labels: &Labels) -> Vec<&'static str> {
    let sentences = [
        (labels.summary_text, true),
        (labels.summary_described, facts.images && facts.all_described),
        (labels.summary_undescribed, facts.images && !facts.all_described),
        (labels.summary_mathml, facts.mathml),
        (labels.summary_tex, facts.tex),
        (labels.summary_media, facts.audio || facts.video),
        (labels.summary_pages, facts.page_markers),
    ];
    sentences.iter().filter(|(_, holds)| *holds).map(|(sentence, _)| *sentence).collect()
}

/// The hazards, a sentence each: those that the author states; where nothing is stated, that there
/// are none, if so much is known.
pub fn hazards(stated: &Accessibility, facts: Facts, labels: &Labels) -> Vec<&'static str> {
    let known = [
        ("flashing", labels.hazard_flashing),
        ("motionSimulation", labels.hazard_motion),
        ("sound", labels.hazard_sound),
    ];
    let is_stated = |hazard: &str| stated.hazards.iter().any(|other| other == hazard);
    if is_stated("none") || (stated.hazards.is_empty() && facts.is_harmless()) {
        return vec![labels.summary_no_hazards];
    }
    known.iter().filter(|(name, _)| is_stated(name)).map(|(_, sentence)| *sentence).collect()
}

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
//! The table of relators, and how it is asked.

use super::*;
use std::collections::BTreeSet;

fn code(given: &str) -> Option<&'static str> {
    find(given).map(|relator| relator.code)
}

#[test]
fn codes_are_three_letters_in_order() {
    let codes: Vec<_> = RELATORS.iter().map(|relator| relator.code).collect();
    let sorted: Vec<_> = codes.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(codes, sorted);
    assert!(
        codes.iter().all(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_lowercase()))
    );
}

#[test]
fn no_word_means_two_relators() {
    let mut seen = BTreeSet::new();
    for word in RELATORS.iter().flat_map(Relator::words) {
        assert!(seen.insert(fold(word)), "{word}");
    }
}

#[test]
fn a_relator_is_found_by_code_and_by_name() {
    assert_eq!(code("trl"), Some("trl"));
    assert_eq!(code("Translator"), Some("trl"));
    assert_eq!(code(" cover-designer "), Some("cov"));
    assert_eq!(code("Author of introduction, etc."), Some("aui"));
    assert_eq!(code("author of introduction"), Some("aui"));
    assert_eq!(code("writer_of_preface"), Some("wpr"));
    assert_eq!(code("voc"), Some("sng"));
    assert_eq!(code("translater"), None);
    assert_eq!(code(""), None);
    assert_eq!(find("editor").map(Relator::role), Some(Role("edt")));
}

#[test]
fn a_slip_of_the_pen_finds_what_was_meant() {
    assert_eq!(near("translater"), Some("translator"));
    assert_eq!(near("ilustrator"), Some("illustrator"));
    assert_eq!(near("king"), None);
}

//! Tests of the citation.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use super::*;
use crate::labels::for_language;

fn article() -> SourceWork {
    let some = |text: &str| Some(text.to_owned());
    SourceWork {
        title: some("North of the Strait"),
        authors: vec!["Chung Yeong-gyo".into(), "Jeong Jin-woo".into()],
        translators: vec!["the JoongAng staff".into()],
        publication: some("JoongAng Ilbo"),
        date: some("Jan. 3"),
        page: some("29"),
        url: some("https://example.org/29"),
        ..SourceWork::default()
    }
}

#[test]
fn every_part_in_its_order() {
    assert_eq!(
        citation(&article(), for_language("en")),
        "Chung Yeong-gyo and Jeong Jin-woo, “North of the Strait”, translation by the JoongAng \
         staff, JoongAng Ilbo, Jan. 3, p. 29"
    );
    assert_eq!(
        citation(&article(), for_language("de")),
        "Chung Yeong-gyo und Jeong Jin-woo, „North of the Strait“, Übersetzung von the JoongAng \
         staff, JoongAng Ilbo, Jan. 3, S.\u{a0}29"
    );
}

#[test]
fn in_korean_and_japanese() {
    let work = SourceWork {
        title: Some("해협의 북쪽".into()),
        authors: vec!["정영교".into()],
        publication: Some("중앙일보".into()),
        date: Some("1월 3일".into()),
        page: Some("29".into()),
        ..SourceWork::default()
    };
    let korean = citation(&work, for_language("ko"));
    assert_eq!(korean, "정영교, “해협의 북쪽”, 중앙일보, 1월 3일, 29쪽");
    let japanese = citation(&work, for_language("ja"));
    assert_eq!(japanese, "정영교、「해협의 북쪽」、중앙일보、1월 3일、29頁");
}

#[test]
fn what_is_missing_is_left_out() {
    let work = SourceWork { title: Some("Emma".into()), ..SourceWork::default() };
    assert_eq!(citation(&work, for_language("en")), "“Emma”");
    let blank = SourceWork {
        title: Some("  ".into()),
        authors: vec![String::new()],
        page: Some("\n".into()),
        ..SourceWork::default()
    };
    assert_eq!(citation(&blank, for_language("en")), "");
    let only = SourceWork {
        identifier: Some("doi:10.1000/182".into()),
        url: Some("https://doi.org/10.1000/182".into()),
        ..SourceWork::default()
    };
    assert_eq!(citation(&only, for_language("en")), "doi:10.1000/182");
}

#[test]
fn a_citation_of_the_authors_own_is_taken_as_it_is() {
    let work = SourceWork {
        citation: Some("JoongAng Ilbo,\n Jan. 3, Page 29".into()),
        ..SourceWork::default()
    };
    assert_eq!(citation(&work, for_language("ko")), "JoongAng Ilbo, Jan. 3, Page 29");
}

#[test]
fn pages_of_all_kinds() {
    let en = for_language("en");
    let all = ["29", "A29", "xxxviii", "29–31", "3, 7", "B-12", "p. 29", "Page 29", "29쪽"];
    assert_eq!(
        all.map(|page| pages(page, en)),
        [
            "p. 29",
            "p. A29",
            "p. xxxviii",
            "pp. 29–31",
            "pp. 3, 7",
            "p. B-12",
            "p. 29",
            "Page 29",
            "29쪽"
        ]
    );
}

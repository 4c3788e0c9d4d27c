#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
//! Roles by their names, and by the names of files.

use super::*;
use std::collections::BTreeSet;

#[test]
fn every_role_is_listed_once_and_found_by_all_its_names() {
    let listed: BTreeSet<_> = ChapterRole::ALL.iter().copied().collect();
    assert_eq!(listed.len(), ChapterRole::ALL.len());
    for &role in ChapterRole::ALL {
        let entry = role.entry();
        for name in [entry.name, entry.epub_type].into_iter().chain(entry.also.iter().copied()) {
            assert_eq!(ChapterRole::from_name(name), Some(role), "{name}");
        }
    }
}

#[test]
fn a_name_in_front_matter_may_be_spelt_freely() {
    assert_eq!(ChapterRole::from_name("Dedication"), Some(ChapterRole::Dedication));
    assert_eq!(ChapterRole::from_name(" half title "), Some(ChapterRole::HalfTitle));
    assert_eq!(ChapterRole::from_name("copyright-page"), Some(ChapterRole::Copyright));
    assert_eq!(ChapterRole::from_name("endnotes"), Some(ChapterRole::Notes));
    assert_eq!(ChapterRole::from_name("dedicated"), None);
    assert_eq!(ChapterRole::from_name(""), None);
}

#[test]
fn what_stands_on_a_section_is_a_role_of_aria_in_html() {
    let roles: Vec<_> = ChapterRole::ALL.iter().filter_map(|role| role.aria()).collect();
    assert_eq!(
        roles,
        [
            "doc-dedication",
            "doc-epigraph",
            "doc-abstract",
            "doc-acknowledgments",
            "doc-foreword",
            "doc-preface",
            "doc-introduction",
            "doc-prologue",
            "doc-part",
            "doc-chapter",
            "doc-epilogue",
            "doc-conclusion",
            "doc-afterword",
            "doc-appendix",
            "doc-glossary",
            "doc-bibliography",
            "doc-endnotes",
            "doc-index",
            "doc-credits",
            "doc-errata",
            "doc-colophon",
        ]
    );
}

#[test]
fn the_parts_of_a_book() {
    assert_eq!(ChapterRole::Preface.matter().epub_type(), "frontmatter");
    assert_eq!(ChapterRole::Prologue.matter().epub_type(), "bodymatter");
    assert_eq!(ChapterRole::Colophon.matter().epub_type(), "backmatter");
}

#[test]
fn a_file_name_tells_the_role() {
    use ChapterRole::*;
    for (stem, role) in [
        ("dedication", Dedication),
        ("00-dedication", Dedication),
        ("01_preface", Preface),
        ("1. Preface", Preface),
        ("000a-epigraph", Epigraph),
        ("zz-afterword", Afterword),
        ("aa-half-title", HalfTitle),
        ("halftitlepage", HalfTitle),
        ("copyright", Copyright),
        ("copyright-page", Copyright),
        ("ch00-00-introduction", Introduction),
        ("INTRO", Introduction),
        ("acknowledgements", Acknowledgments),
        ("appendix", Appendix),
        ("appendix-a", Appendix),
        ("Appendix IV", Appendix),
        ("appendix-02-operators", Appendix),
        ("appendix_02-operators", Appendix),
        ("99-appendix-b-more-tables", Appendix),
        ("prologue-2", Prologue),
        ("epilogue-ii", Epilogue),
        ("part-one", Part),
        ("10-part-2-the-sea", Part),
        ("chapter-01", Chapter),
        ("z-colophon", Colophon),
    ] {
        assert_eq!(ChapterRole::from_file_name(stem), Some(role), "{stem}");
    }
}

#[test]
fn a_file_name_that_only_begins_like_a_role_tells_none() {
    for stem in [
        "",
        "01",
        "--",
        "introduction-to-physics",
        "prologue-2-the-sea",
        "prefaces",
        "appendix-operators",
        "the-preface",
        "index",
        "99-index",
        "notes",
        "endnotes",
        "partial",
        "part-of-the-way",
        "chapter",
        "preface-1234",
        "献辞",
    ] {
        let role = ChapterRole::from_file_name(stem);
        assert!(matches!(role, None | Some(ChapterRole::Chapter)), "{stem}: {role:?}");
    }
}

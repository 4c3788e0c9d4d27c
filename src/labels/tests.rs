//! Tests of the labels: no language may lack a word or lose a place to fill in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use super::*;

const TAGS: [&str; 20] = [
    "ar", "da", "de", "en", "es", "fr", "he", "it", "ja", "ko", "nb", "nl", "pl", "pt", "pt-BR",
    "ru", "sv", "uk", "zh-Hans", "zh-Hant",
];

#[test]
fn every_language_answers_for_itself() {
    for tag in TAGS {
        assert_eq!(for_language(tag).lang, tag);
    }
}

#[test]
fn the_longest_known_part_of_a_tag_decides() {
    let answers: Vec<&str> = [
        "EN-gb",
        "pt-PT",
        "pt-Latn-BR",
        "zh",
        "zh-CN",
        "zh-SG",
        "zh-TW",
        "zh-hk",
        "zh-Hant-CN",
        "zh-Hans-TW",
        "ko-KR",
        "no",
        "nn-NO",
        "iw",
        "de-CH-1996",
        "es-419",
        "en-x-br",
        "vi",
        "",
        "x-zh",
    ]
    .map(|tag| for_language(tag).lang)
    .to_vec();
    let expected = [
        "en", "pt", "pt-BR", "zh-Hans", "zh-Hans", "zh-Hans", "zh-Hant", "zh-Hant", "zh-Hant",
        "zh-Hans", "ko", "nb", "nb", "he", "de", "es", "en", "en", "en", "en",
    ];
    assert_eq!(answers, expected);
}

/// All fields with their names; a field added to the struct must be added here, or this does not
/// compile.
fn fields(labels: &Labels) -> Vec<(&'static str, &'static str)> {
    macro_rules! list {
        ($($name:ident)*) => {{
            let Labels { quotes: (open, close), roles: _, $($name),* } = labels;
            vec![("quotes", *open), ("quotes", *close), $((stringify!($name), *$name)),*]
        }};
    }
    list!(lang contents cover title_page notes colophon accessibility landmarks page_list start note part chapter
        appendix table figure back_to_text translated_by edited_by illustrated_by credit
        translation_by list_separator list_last comma page pages source original_publication rights
        identifier published publisher about_author about_translator alert_note alert_tip
        alert_important alert_warning alert_caution cover_of untitled remote_image summary_text
        summary_described summary_undescribed summary_mathml summary_tex summary_media
        summary_pages summary_navigation summary_no_hazards conforms_to evaluated_by
        evaluation_report hazard_flashing hazard_motion hazard_sound sentence_gap)
}

#[test]
fn no_field_is_empty_and_patterns_have_their_place() {
    let patterns = [
        "note",
        "part",
        "chapter",
        "appendix",
        "table",
        "figure",
        "translated_by",
        "edited_by",
        "illustrated_by",
        "translation_by",
        "page",
        "pages",
        "cover_of",
        "remote_image",
        "conforms_to",
        "evaluated_by",
    ];
    for tag in TAGS {
        for (name, value) in fields(for_language(tag)) {
            if name == "sentence_gap" {
                assert!(value.is_empty() || value == " ", "{tag} {name}");
                continue;
            }
            assert!(!value.trim().is_empty(), "{tag} {name}");
            let holes = value.matches("{}").count();
            assert_eq!(holes, usize::from(patterns.contains(&name)), "{tag} {name}");
            let padded = ["list_separator", "list_last", "comma", "quotes"].contains(&name);
            assert!(padded || value == value.trim(), "{tag} {name}");
        }
        let credit = for_language(tag).credit;
        assert_eq!((credit.matches("{role}").count(), credit.matches("{names}").count()), (1, 1));
    }
}

#[test]
fn every_language_has_the_same_roles() {
    let codes = |labels: &Labels| labels.roles.iter().map(|(code, _)| *code).collect::<Vec<_>>();
    for tag in TAGS {
        let labels = for_language(tag);
        assert_eq!(codes(labels), codes(for_language("en")), "{tag}");
        assert!(labels.roles.iter().all(|(_, word)| !word.trim().is_empty()), "{tag}");
    }
}

#[test]
fn no_translation_was_left_in_english() {
    let english = fields(for_language("en"));
    for tag in TAGS.into_iter().filter(|tag| *tag != "en") {
        for ((name, value), (_, own)) in english.iter().zip(fields(for_language(tag))) {
            let sentence = name.starts_with("summary") || name.starts_with("about");
            assert!(!sentence || *value != own, "{tag} {name}");
        }
    }
}

#[test]
fn lists_are_joined_as_the_language_does() {
    let list = |tag, names: &[&str]| for_language(tag).list(names);
    assert_eq!(list("en", &[]), "");
    assert_eq!(list("en", &["A"]), "A");
    assert_eq!(list("en", &["A", "B"]), "A and B");
    assert_eq!(list("en", &["A", "B", "C"]), "A, B and C");
    assert_eq!(list("de", &["A", "B", "C"]), "A, B und C");
    assert_eq!(list("ja", &["甲", "乙", "丙"]), "甲、乙、丙");
    assert_eq!(list("ko", &["갑", "을"]), "갑, 을");
    assert_eq!(list("es", &["Juan", "Pedro"]), "Juan y Pedro");
    assert_eq!(list("es", &["Juan", "Ignacio"]), "Juan e Ignacio");
    assert_eq!(list("es", &["Juan", "Hilario"]), "Juan e Hilario");
    assert_eq!(list("es", &["Juan", "Hierro"]), "Juan y Hierro");
    assert_eq!(list("he", &["דן", "רות"]), "דן ורות");
    assert_eq!(list("he", &["דן", "Ruth"]), "דן ו-Ruth");
    assert_eq!(list("ar", &["أحمد", "سلمى", "ليلى"]), "أحمد، سلمى وليلى");
}

#[test]
fn credits_read_as_on_a_title_page() {
    let en = for_language("en");
    let (louise, aylmer) = ("Louise Maude", "Aylmer Maude");
    assert_eq!(en.credit(Role::AUTHOR, &["Leo Tolstoy"]), "Leo Tolstoy");
    let both = en.credit(Role::TRANSLATOR, &[louise, aylmer]);
    assert_eq!(both, "Translated by Louise Maude and Aylmer Maude");
    assert_eq!(en.credit(Role("aft"), &["A"]), "Afterword: A");
    assert_eq!(en.credit(Role("zzz"), &["A"]), "Contributions: A");
    assert_eq!(for_language("ko").credit(Role::TRANSLATOR, &["이영희"]), "이영희 옮김");
    assert_eq!(for_language("ru").credit(Role::TRANSLATOR, &["И. Иванов"]), "Перевод: И. Иванов");
    assert_eq!(for_language("fr").credit(Role("aft"), &["A"]), "Postface\u{a0}: A");
}

#[test]
fn labels_know_where_they_are_foreign() {
    assert_eq!(for_language("en").foreign_to("en-GB"), None);
    assert_eq!(for_language("zh-TW").foreign_to("zh-TW"), None);
    assert_eq!(for_language("vi").foreign_to("vi"), Some("en"));
    assert_eq!(for_language("nn").foreign_to("nn"), Some("nb"));
}

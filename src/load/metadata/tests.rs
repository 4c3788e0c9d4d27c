#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
//! Every key in each of its forms, and every problem with its place and its hint.

mod book_toml;
mod problems;

use super::*;
use crate::edition::{Person, Role, SourceWork};

/// Reads a metadata.toml; the diagnostics come as lines `code place: message (hint)`.
fn read_text(text: &str) -> (Edition, Settings, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("metadata.toml", text);
    let mut diagnostics = Diagnostics::default();
    let (edition, settings) = read(file, &sources, &mut diagnostics);
    (edition, settings, told(&sources, &diagnostics))
}

fn told(sources: &Sources, diagnostics: &Diagnostics) -> Vec<String> {
    let tell = |problem: crate::diagnostic::Diagnostic| {
        let place = match problem.place {
            Place::Span(span) => {
                let location = sources.locate(span);
                format!("{}:{}", location.line, location.column)
            }
            Place::Path(path) => path,
            Place::Book => "book".to_owned(),
        };
        let hints: Vec<String> = problem.hints.iter().map(|hint| format!(" ({hint})")).collect();
        let hints = hints.concat();
        format!("{} {place}: {}{hints}", problem.code.name, problem.message)
    };
    diagnostics.sorted().into_iter().map(tell).collect()
}

/// The edition of a metadata.toml with a title and these lines, which are right.
fn edition_of(lines: &str) -> Edition {
    let (edition, _, problems) = read_text(&format!("title = \"T\"\n{lines}"));
    assert_eq!(problems, Vec::<String>::new(), "{lines}");
    edition
}

fn settings_of(lines: &str) -> Settings {
    let (_, settings, problems) = read_text(&format!("title = \"T\"\n{lines}"));
    assert_eq!(problems, Vec::<String>::new(), "{lines}");
    settings
}

/// Names and roles, for short.
fn credits(lines: &str) -> Vec<String> {
    let people = edition_of(lines).people;
    people.iter().map(|person| format!("{} {}", person.role.0, person.name)).collect()
}

#[test]
fn the_four_simple_keys() {
    let edition = edition_of(
        "author = \"Leo Tolstoy\"\n\
         translator = [\"Louise Maude\", \"Aylmer Maude\"]\n\
         source = \"JoongAng Ilbo, Jan. 3, Page 29\"\n",
    );
    assert_eq!(edition.title.main, "T");
    assert_eq!(edition.language, "");
    let people: Vec<_> =
        edition.people.iter().map(|person| (person.role, person.name.as_str())).collect();
    assert_eq!(
        people,
        [
            (Role::AUTHOR, "Leo Tolstoy"),
            (Role::TRANSLATOR, "Louise Maude"),
            (Role::TRANSLATOR, "Aylmer Maude"),
        ]
    );
    let citations: Vec<_> = edition.sources.iter().map(|work| work.citation.as_deref()).collect();
    assert_eq!(citations, [Some("JoongAng Ilbo, Jan. 3, Page 29")]);
}

#[test]
fn a_title_in_its_long_form() {
    let text =
        "[title]\nmain = \"The Prince\"\nsubtitle = \"A Guide\"\nfile-as = \"Prince, The\"\n";
    let (edition, _, problems) = read_text(text);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(edition.title.main, "The Prince");
    assert_eq!(edition.title.subtitle.as_deref(), Some("A Guide"));
    assert_eq!(edition.title.file_as.as_deref(), Some("Prince, The"));
}

#[test]
fn a_subtitle_beside_a_title() {
    assert_eq!(edition_of("subtitle = \"S\"").title.subtitle.as_deref(), Some("S"));
    let (edition, _, problems) = read_text("title.main = \"T\"\nsubtitle = \"S\"\n");
    assert_eq!((edition.title.subtitle.as_deref(), problems.len()), (Some("S"), 0));
}

#[test]
fn line_ends_in_a_title_are_folded_and_kept_in_a_description() {
    let (edition, ..) =
        read_text("title = \"\"\"\nWar\n  and\tPeace\"\"\"\ndescription = \"one\\n\\ntwo\"\n");
    assert_eq!(edition.title.main, "War and Peace");
    assert_eq!(edition.description.as_deref(), Some("one\n\ntwo"));
}

#[test]
fn a_person_in_the_long_form() {
    let edition = edition_of(
        "[[author]]\nname = \"Kim Minsu\"\nfile-as = \"Kim, Minsu\"\nnote = \"director\"\n\
         url = \"https://example.com/김\"\nlang = \"KO\"\nkind = \"person\"\n\
         [[author]]\nname = \"The Staff\"\nkind = \"organization\"\n",
    );
    let [one, two] = edition.people.as_slice() else { panic!("{:?}", edition.people) };
    assert_eq!(
        format!("{one:?}"),
        format!(
            "{:?}",
            Person {
                name: "Kim Minsu".to_owned(),
                role: Role::AUTHOR,
                file_as: Some("Kim, Minsu".to_owned()),
                note: Some("director".to_owned()),
                url: Some("https://example.com/김".to_owned()),
                lang: Some("ko".to_owned()),
                organisation: false,
            }
        )
    );
    assert_eq!((two.name.as_str(), two.organisation), ("The Staff", true));
}

#[test]
fn people_in_every_form() {
    assert_eq!(credits("author = { name = \"A\" }"), ["aut A"]);
    assert_eq!(credits("author = [{ name = \"A\" }, \"B\"]"), ["aut A", "aut B"]);
    assert_eq!(credits("author = []"), Vec::<String>::new());
    assert_eq!(credits("[author]\nname = \"A\""), ["aut A"]);
    assert_eq!(credits("[translator]\nname = \"A\"\nkind = \"organisation\""), ["trl A"]);
    assert_eq!(credits("contributor = \"A\""), ["ctb A"]);
    assert_eq!(
        credits(
            "[[contributor]]\nname = \"A\"\nrole = \"nrt\"\n[[contributor]]\nname = \"B\"\nrole = \"Cover Designer\""
        ),
        ["nrt A", "cov B"]
    );
}

#[test]
fn authors_come_first_and_the_others_in_the_order_of_the_file() {
    assert_eq!(
        credits(
            "illustrator = \"I\"\neditor = [\"E\", \"F\"]\ntranslator = \"T\"\nauthor = \"A\"\n\
             [[contributor]]\nname = \"N\"\nrole = \"narrator\"\n\
             [[contributor]]\nname = \"B\"\nrole = \"author\"\n"
        ),
        ["aut A", "aut B", "trl T", "ill I", "edt E", "edt F", "nrt N"]
    );
}

#[test]
fn a_source_in_every_form() {
    let work = |lines: &str| edition_of(lines).sources;
    assert_eq!(work("source = [\"A\", \"B\"]").len(), 2);
    assert_eq!(work("[[source]]\ntitle = \"A\"\n[[source]]\ntitle = \"B\"").len(), 2);
    let works = work(
        "[source]\ntitle = \"Война и мир\"\nauthor = \"Лев Толстой\"\n\
         translator = [\"A\", \"B\"]\npublication = \"Ilbo\"\ndate = \"Jan. 3\"\npage = 29\n\
         url = \"https://example.com/a\"\nidentifier = \"doi:10/x\"\nrights = \"free\"\nlang = \"ru\"\n",
    );
    let [found] = works.as_slice() else { panic!("{works:?}") };
    assert_eq!(
        format!("{found:?}"),
        format!(
            "{:?}",
            SourceWork {
                citation: None,
                title: Some("Война и мир".to_owned()),
                authors: vec!["Лев Толстой".to_owned()],
                translators: vec!["A".to_owned(), "B".to_owned()],
                publication: Some("Ilbo".to_owned()),
                date: Some("Jan. 3".to_owned()),
                page: Some("29".to_owned()),
                url: Some("https://example.com/a".to_owned()),
                identifier: Some("doi:10/x".to_owned()),
                rights: Some("free".to_owned()),
                lang: Some("ru".to_owned()),
            }
        )
    );
    let dates = |lines: &str| work(lines)[0].date.clone();
    assert_eq!(dates("[source]\ndate = 1869").as_deref(), Some("1869"));
    assert_eq!(dates("[source]\ndate = 1869-01-03").as_deref(), Some("1869-01-03"));
    assert_eq!(work("[source]\npage = \"iv–vi\"")[0].page.as_deref(), Some("iv–vi"));
}

#[test]
fn languages_are_put_in_canonical_case() {
    for (given, tag) in [
        ("EN", "en"),
        ("zh-hant", "zh-Hant"),
        ("pt-br", "pt-BR"),
        ("x-klingon", "x-klingon"),
        ("i-klingon", "i-klingon"),
    ] {
        assert_eq!(edition_of(&format!("language = \"{given}\"")).language, tag);
    }
}

#[test]
fn identifiers_of_every_kind() {
    let isbn = || Some(Identifier::Isbn("9780306406157".to_owned()));
    let other = |text: &str| Some(Identifier::Other(text.to_owned()));
    for line in [
        "isbn = \"978-0-306-40615-7\"",
        "isbn = \"978 0 306 40615 7\"",
        "isbn = \"978‑0‑306‑40615‑7\"",
        "isbn = \"ISBN: 978-0-306-40615-7\"",
        "isbn = \"ISBN-13: 978-0-306-40615-7\"",
        "isbn = 9780306406157",
        "isbn = \"0-306-40615-2\"",
        "identifier = \"urn:isbn:9780306406157\"",
        "identifier = \"urn:isbn:0306406152\"",
        "identifier = \"978-0-306-40615-7\"",
    ] {
        assert_eq!(edition_of(line).identifier, isbn(), "{line}");
    }
    assert_eq!(
        edition_of("isbn = \"0-8044-2957-x\"").identifier,
        Some(Identifier::Isbn("9780804429573".to_owned()))
    );
    for text in ["https://example.com/b", "doi:10.1000/182", "0306406152", "1234567890123"] {
        let line = format!("identifier = \"{text}\"");
        assert_eq!(edition_of(&line).identifier, other(text));
    }
    assert_eq!(
        edition_of("identifier = \"urn:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6\"").identifier,
        other("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
    );
}

#[test]
fn dates_as_precise_as_they_are_given() {
    for (line, date) in [
        ("date = \"1923\"", "1923"),
        ("date = 1923", "1923"),
        ("date = 868", "0868"),
        ("date = \"1923-05\"", "1923-05"),
        ("date = \"1923-05-17\"", "1923-05-17"),
        ("date = 1923-05-17", "1923-05-17"),
        ("date = 1923-05-17T10:00:00Z", "1923-05-17"),
        ("date = \"1923-05-17T10:00:00+09:00\"", "1923-05-17"),
        ("date = \"2024-02-29\"", "2024-02-29"),
        ("date = \"2000-02-29\"", "2000-02-29"),
    ] {
        assert_eq!(edition_of(line).date.unwrap().to_string(), date, "{line}");
    }
}

#[test]
fn instants_are_turned_into_utc() {
    for (line, instant) in [
        ("2024-05-17", "2024-05-17T00:00:00Z"),
        ("\"2024-05-17\"", "2024-05-17T00:00:00Z"),
        ("2024-05-17T10:20:30Z", "2024-05-17T10:20:30Z"),
        ("2024-05-17 10:20:30.75", "2024-05-17T10:20:30Z"),
        ("2024-05-17T10:20", "2024-05-17T10:20:00Z"),
        ("\"2024-01-01T08:59:00+09:00\"", "2023-12-31T23:59:00Z"),
        ("2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z"),
        ("2023-02-28T20:00:00-05:00", "2023-03-01T01:00:00Z"),
        ("2024-12-31T23:59:60-00:30", "2025-01-01T00:29:59Z"),
    ] {
        let edition = edition_of(&format!("modified = {line}"));
        assert_eq!(edition.modified.as_deref(), Some(instant), "{line}");
    }
}

#[test]
fn subjects_in_every_form() {
    let subjects = |lines: &str| -> Vec<String> {
        let subjects = edition_of(lines).subjects;
        subjects
            .into_iter()
            .map(|s| [Some(s.name), s.authority, s.term].map(Option::unwrap_or_default).join("|"))
            .collect()
    };
    assert_eq!(subjects("subject = \"War\""), ["War||"]);
    assert_eq!(subjects("subject = [\"War\", \"Peace\"]"), ["War||", "Peace||"]);
    assert_eq!(
        subjects(
            "[[subject]]\nname = \"War\"\nauthority = \"BISAC\"\nterm = \"FIC014000\"\n[[subject]]\nname = \"Peace\""
        ),
        ["War|BISAC|FIC014000", "Peace||"]
    );
}

#[test]
fn a_series_in_every_form() {
    let series = |lines: &str| {
        let series = edition_of(lines).series.unwrap();
        [Some(series.name), series.position, series.identifier]
            .map(Option::unwrap_or_default)
            .join("|")
    };
    assert_eq!(series("series = \"S\""), "S||");
    assert_eq!(series("[series]\nname = \"S\"\nposition = 3"), "S|3|");
    assert_eq!(series("[series]\nname = \"S\"\nposition = 3.5"), "S|3.5|");
    assert_eq!(series("series.name = \"S\"\nseries.position = \"2.2.1\""), "S|2.2.1|");
    assert_eq!(series("[series]\nname = \"S\"\nidentifier = \"issn:1\""), "S||issn:1");
}

#[test]
fn the_other_keys_of_an_edition() {
    let edition = edition_of(
        "publisher = \"P\"\nrights = \"R\"\ndescription = \"D\"\ndirection = \"rtl\"\n\
         [accessibility]\nsummary = \"S\"\nconforms-to = \"EPUB Accessibility 1.1 - WCAG 2.1 Level AA\"\n\
         certified-by = \"C\"\ncredential = \"K\"\nreport = \"https://example.com/r\"\n\
         hazards = [\"flashing\", \"noSoundHazard\"]\n",
    );
    assert_eq!(edition.publisher.as_deref(), Some("P"));
    assert_eq!(edition.rights.as_deref(), Some("R"));
    assert_eq!(edition.description.as_deref(), Some("D"));
    assert_eq!(edition.direction, Some(Direction::Rtl));
    let found = edition.accessibility;
    assert_eq!(
        format!("{found:?}"),
        format!(
            "{:?}",
            Accessibility {
                summary: Some("S".to_owned()),
                conforms_to: vec!["EPUB Accessibility 1.1 - WCAG 2.1 Level AA".to_owned()],
                certified_by: Some("C".to_owned()),
                credential: Some("K".to_owned()),
                report: Some("https://example.com/r".to_owned()),
                hazards: vec!["flashing".to_owned(), "noSoundHazard".to_owned()],
            }
        )
    );
    let hazards = edition_of("accessibility.hazards = \"none\"").accessibility.hazards;
    assert_eq!(hazards, ["none"]);
}

#[test]
fn settings_that_are_not_given() {
    assert_eq!(format!("{:?}", settings_of("")), format!("{:?}", Settings::default()));
}

#[test]
fn every_setting() {
    let settings = settings_of(
        "toc-depth = 2\nnotes = \"book\"\nbase-url = \"https://example.com/book\"\n\
         styles = [\"a.css\", \"b/c.css\"]\nchapters = [\"1.md\"]\nmanuscript = \"text\"\n\
         smart-punctuation = false\ncover = { image = \"c.png\", alt = \"A ship\" }\n\
         [pages]\ncover = true\ntitle = false\ncolophon = false\ncontents = true\n",
    );
    let paths = |paths: &[(String, crate::source::Span)]| -> Vec<String> {
        paths.iter().map(|(path, _)| path.clone()).collect()
    };
    assert_eq!(settings.toc_depth, 2);
    assert_eq!(settings.notes, NotePlacement::Book);
    assert_eq!(settings.base_url.as_deref(), Some("https://example.com/book/"));
    assert_eq!(paths(&settings.styles), ["a.css", "b/c.css"]);
    assert_eq!(paths(&settings.chapters), ["1.md"]);
    assert_eq!(settings.manuscript.unwrap().0, "text");
    assert_eq!(settings.cover.unwrap().0, "c.png");
    assert_eq!(settings.cover_alt.as_deref(), Some("A ship"));
    assert!(!settings.smart_punctuation && settings.cover_page && !settings.title_page);
    assert!(!settings.colophon && settings.contents_page);
}

#[test]
fn a_cover_in_every_form() {
    assert_eq!(settings_of("cover = \"c.svg\"").cover.unwrap().0, "c.svg");
    assert!(!settings_of("cover = false").cover_page);
    assert!(settings_of("cover = true").cover_page);
    assert!(!settings_of("[pages]\ncover = false").cover_page);
    assert_eq!(settings_of("[cover]\nalt = \"A ship\"").cover_alt.as_deref(), Some("A ship"));
}

#[test]
fn paths_keep_their_places() {
    let mut sources = Sources::default();
    let file =
        sources.add("metadata.toml", "\u{feff}title = \"T\"\r\nstyles = \"a.css\"\r\nchapters = [\r\n  \"1.md\",\r\n  \"2.md\",\r\n]\r\n");
    let mut diagnostics = Diagnostics::default();
    let (edition, settings) = read(file, &sources, &mut diagnostics);
    assert_eq!(told(&sources, &diagnostics), Vec::<String>::new());
    assert_eq!(edition.title.main, "T");
    let at = |(path, span): &(String, crate::source::Span)| {
        let location = sources.locate(*span);
        format!("{path} {}:{}", location.line, location.column)
    };
    let places: Vec<_> = settings.styles.iter().chain(&settings.chapters).map(at).collect();
    assert_eq!(places, ["a.css 2:10", "1.md 4:3", "2.md 5:3"]);
}

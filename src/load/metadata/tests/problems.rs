//! One test for each problem of metadata.toml: message, place, hints.

use super::read_text;

/// The problems of a metadata.toml whose first line is a title.
fn problems(lines: &str) -> Vec<String> {
    read_text(&format!("title = \"T\"\n{lines}")).2
}

#[track_caller]
fn one(lines: &str, expected: &str) {
    assert_eq!(problems(lines), [expected], "{lines}");
}

#[test]
fn a_title_is_missing() {
    let hint = "(add a line such as `title = \"War and Peace\"`)";
    assert_eq!(
        read_text("").2,
        [format!("metadata-missing metadata.toml: the book has no `title` {hint}")]
    );
    assert_eq!(
        read_text("[source]\ntitle = \"T\"\n").2,
        [format!(
            "metadata-missing metadata.toml: the book has no `title` {hint} \
             (a `title` that follows `[source]` belongs to it: the book's own stands above)"
        )]
    );
    assert_eq!(
        read_text("[title]\nsubtitle = \"S\"\n").2,
        ["metadata-missing 1:1: `title` has no `main`"]
    );
}

#[test]
fn a_text_is_empty() {
    let hint = "(give it a text, or leave the key out)";
    assert_eq!(
        read_text("title = \" \"\n").2,
        [format!("metadata-value 1:9: `title` is empty {hint}")]
    );
    one("author = [\"A\", \"\"]", &format!("metadata-value 2:16: `author` is empty {hint}"));
    one("styles = \"\\u200b\"", &format!("metadata-value 2:10: `styles` is empty {hint}"));
}

#[test]
fn a_key_is_unknown() {
    one(
        "translater = \"A\"",
        "metadata-key 2:1: unknown key `translater` (did you mean `translator`?)",
    );
    one("Title = \"A\"", "metadata-key 2:1: unknown key `Title` (did you mean `title`?)");
    let told = problems("zzzzzzzz = 1").concat();
    let list = "metadata-key 2:1: unknown key `zzzzzzzz` (the keys are `accessibility`, `author`, ";
    assert!(told.starts_with(list) && told.ends_with(" and `writing-mode`)"), "{told}");
}

#[test]
fn a_key_of_a_table_is_unknown() {
    one(
        "[[author]]\nname = \"A\"\nfileas = \"B\"",
        "metadata-key 4:1: unknown key `fileas` in `author` (did you mean `file-as`?)",
    );
    one(
        "author = { name = \"A\", born = 1828 }",
        "metadata-key 2:24: unknown key `born` in `author` (the keys of `author` are `file-as`, \
         `kind`, `lang`, `name`, `note` and `url`)",
    );
    one(
        "[series]\nname = \"S\"\nlanguage = \"ko\"",
        "metadata-key 4:1: unknown key `language` in `series` \
         (a `language` of the book stands above the first line in brackets)",
    );
    for table in ["accessibility", "images", "pages", "cover"] {
        let told = problems(&format!("[{table}]\nqqqqqqqqqq = 1"));
        assert_eq!(told.len(), 1, "{table}");
        assert!(told[0].starts_with("metadata-key 3:1: unknown key `qqqqqqqqqq` in "), "{told:?}");
    }
    assert_eq!(
        problems("[source]\ntitle = \"A\"\nq = 1\n[[subject]]\nname = \"A\"\nq = 1").len(),
        2
    );
}

#[test]
fn the_keys_that_are_asked_for_are_those_of_the_list() {
    let told = problems("zzzzzzzz = 1").concat();
    for key in super::KEYS {
        assert!(told.contains(&format!("`{key}`")), "{key}");
    }
    assert_eq!(told.matches('`').count() / 2, super::KEYS.len() + 1);
}

#[test]
fn a_value_is_of_the_wrong_kind() {
    for (line, told) in [
        (
            "publisher = 3",
            "2:13: `publisher` must be text, and is a number (put it in quotes: `\"3\"`)",
        ),
        (
            "rights = true",
            "2:10: `rights` must be text, and is `true` (put it in quotes: `\"true\"`)",
        ),
        (
            "publisher = 2024-01-01",
            "2:13: `publisher` must be text, and is a date (put it in quotes: `\"2024-01-01\"`)",
        ),
        ("publisher = [\"A\"]", "2:13: `publisher` must be text, and is a list"),
        ("publisher = { name = \"A\" }", "2:13: `publisher` must be text, and is a table"),
        (
            "author = 3",
            "2:10: `author` must be text, a list or a table, and is a number (put it in quotes: `\"3\"`)",
        ),
        ("author = [[\"A\"]]", "2:11: `author` must be text, a list or a table, and is a list"),
        ("language = [\"en\"]", "2:12: `language` must be text, and is a list"),
        (
            "date = true",
            "2:8: `date` must be text, a date or a year, and is `true` (put it in quotes: `\"true\"`)",
        ),
        (
            "modified = 2024",
            "2:12: `modified` must be a date, or text, and is a number (put it in quotes: `\"2024\"`)",
        ),
        (
            "subject = 1",
            "2:11: `subject` must be text, a list or a table, and is a number (put it in quotes: `\"1\"`)",
        ),
        (
            "series = 1",
            "2:10: `series` must be text or a table, and is a number (put it in quotes: `\"1\"`)",
        ),
        ("accessibility = \"good\"", "2:17: `accessibility` must be a table, and is text"),
        ("toc-depth = \"2\"", "2:13: `toc-depth` must be a whole number from 1 to 6, and is text"),
        (
            "toc-depth = 2.0",
            "2:13: `toc-depth` must be a whole number from 1 to 6, and is a number",
        ),
        (
            "smart-punctuation = \"no\"",
            "2:21: `smart-punctuation` must be `true` or `false`, and is text",
        ),
        (
            "styles = [\"a.css\", 3]",
            "2:20: `styles` must be text or a list of texts, and is a number (put it in quotes: `\"3\"`)",
        ),
        (
            "cover = 3",
            "2:9: `cover` must be text, a table or `false`, and is a number (put it in quotes: `\"3\"`)",
        ),
        ("pages = false", "2:9: `pages` must be a table, and is `false`"),
        ("pages.cover = 1", "2:15: `pages.cover` must be `true` or `false`, and is a number"),
        ("source.page = []", "2:15: `source.page` must be text or a number, and is a list"),
    ] {
        one(line, &format!("metadata-type {told}"));
    }
    assert_eq!(
        read_text("title = 1984\n").2,
        [
            "metadata-type 1:9: `title` must be text or a table, and is a number (put it in quotes: `\"1984\"`)"
        ]
    );
}

#[test]
fn a_text_holds_what_a_book_cannot() {
    let (edition, _, told) = read_text("title = \"T\\u0001U\"\n");
    assert_eq!(edition.title.main, "TU");
    assert_eq!(
        told,
        [
            "control-character 1:9: `title` holds the character U+0001 (a book can't hold it: take it out)"
        ]
    );
}

#[test]
fn the_subtitle_is_given_twice() {
    assert_eq!(
        read_text("subtitle = \"S\"\n[title]\nmain = \"T\"\nsubtitle = \"U\"\n").2,
        [
            "metadata-value 1:12: the subtitle is given twice, as `subtitle` and as `title.subtitle` \
          (leave one of them out)"
        ]
    );
}

#[test]
fn a_person_has_no_name_or_a_wrong_part() {
    one("[[author]]\nnote = \"N\"", "metadata-missing 2:1: `author` has no `name`");
    one(
        "author = { name = \"A\", kind = \"persn\" }",
        "metadata-value 2:31: `author.kind` can't be `persn` (did you mean `person`?)",
    );
    one(
        "author = { name = \"A\", kind = \"cat\" }",
        "metadata-value 2:31: `author.kind` can't be `cat` \
         (it is one of `person`, `organisation` and `organization`)",
    );
    one(
        "author = { name = \"A\", url = \"example.com\" }",
        "metadata-value 2:30: `example.com` is not a web address \
         (write it whole, with `https://` or `http://` before it)",
    );
    one(
        "author = { name = \"A\", role = \"edt\" }",
        "metadata-key 2:24: unknown key `role` in `author` \
         (who has another role stands under `[[contributor]]`)",
    );
}

#[test]
fn a_contributors_role_is_unknown() {
    one(
        "contributor = { name = \"A\", role = \"narator\" }",
        "metadata-value 2:36: `contributor.role` can't be `narator` (did you mean `narrator`?)",
    );
    one(
        "contributor = { name = \"A\", role = \"king of all\" }",
        "metadata-value 2:36: `contributor.role` can't be `king of all` \
         (write a MARC relator, by its name or its code: `narrator` or `nrt`)",
    );
}

#[test]
fn a_source_says_nothing() {
    one(
        "[source]",
        "metadata-value 2:1: `source` says nothing (say what the book is made from: `title = \"…\"`)",
    );
}

#[test]
fn a_language_is_none() {
    let general = "write a tag such as `en`, `pt-BR`, `ko` or `zh-Hant`";
    for (given, hint) in [
        ("English", "write `en`"),
        ("en_US", "write `en-US`"),
        ("klingonese", general),
        ("e", general),
        ("en-", general),
    ] {
        one(
            &format!("language = \"{given}\""),
            &format!("metadata-language 2:12: `{given}` is not a language tag ({hint})"),
        );
    }
    one(
        "[source]\nlang = \"русский\"",
        "metadata-language 3:8: `русский` is not a language tag (write `ru`)",
    );
}

#[test]
fn an_identifier_is_wrong() {
    let compare = "(compare it with the number on the book, digit by digit)";
    for (line, told) in [
        ("isbn = \"978-0-306-40615-8\"", format!("2:8: `978-0-306-40615-8` is not an ISBN: its check digit is 8 and should be 7 {compare}")),
        ("isbn = \"0-306-40615-3\"", format!("2:8: `0-306-40615-3` is not an ISBN: its check digit is 3 and should be 2 {compare}")),
        ("isbn = \"0-8044-2957-1\"", format!("2:8: `0-8044-2957-1` is not an ISBN: its check digit is 1 and should be X {compare}")),
        ("isbn = \"978-0-306-40615\"", "2:8: `978-0-306-40615` is not an ISBN: it has 12 digits, and an ISBN has 13 or 10".to_owned()),
        ("isbn = \"123-4-567-89012-8\"", "2:8: `123-4-567-89012-8` is not an ISBN: one of 13 digits begins with 978 or 979".to_owned()),
        ("isbn = \"none\"", "2:8: `none` is not an ISBN: it holds more than digits, hyphens and spaces".to_owned()),
        ("identifier = \"urn:isbn:9780306406150\"", format!("2:14: `urn:isbn:9780306406150` is not an ISBN: its check digit is 0 and should be 7 {compare}")),
        ("identifier = \"urn:uuid:1234\"", "2:14: `urn:uuid:1234` holds no UUID (a UUID has 32 hexadecimal digits: `urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6`)".to_owned()),
    ] {
        one(line, &format!("metadata-identifier {told}"));
    }
    one(
        "isbn = \"0-306-40615-2\"\nidentifier = \"x\"",
        "metadata-value 3:14: the book has an `isbn` and an `identifier`, and can have one of them \
         (keep the `isbn`: stores look for it)",
    );
}

#[test]
fn a_date_is_none() {
    let how = "(write a year, a month or a day: `1923`, `1923-05` or `1923-05-17`)";
    let instant = "(write a day, or a day and a time: `2024-05-17` or `2024-05-17T09:30:00Z`)";
    for (line, told) in [
        ("date = \"May 1923\"", format!("2:8: `May 1923` is not a date {how}")),
        ("date = \"1923-5-17\"", format!("2:8: `1923-5-17` is not a date {how}")),
        ("date = \"1923-05-17-01\"", format!("2:8: `1923-05-17-01` is not a date {how}")),
        ("date = \"1923-13\"", format!("2:8: `1923-13` names no month of the calendar {how}")),
        ("date = \"1923-02-29\"", "2:8: `1923-02-29` names no day of the calendar".to_owned()),
        ("date = \"1900-02-29\"", "2:8: `1900-02-29` names no day of the calendar".to_owned()),
        ("date = -44", format!("2:8: `-44` is not a year from 0 to 9999 {how}")),
        ("date = 10:30:00", format!("2:8: `10:30:00` is a time without a date {how}")),
        ("modified = \"2024\"", format!("2:12: `2024` is not a day or an instant {instant}")),
        (
            "modified = \"10:30:00\"",
            format!("2:12: `10:30:00` is not a day or an instant {instant}"),
        ),
        ("modified = \"2024-02-30\"", "2:12: `2024-02-30` names no day of the calendar".to_owned()),
        (
            "modified = 9999-12-31T23:00:00-02:00",
            format!("2:12: `9999-12-31T23:00:00-02:00` is not a day or an instant {instant}"),
        ),
        (
            "modified = 0000-01-01T00:00:00+01:00",
            format!("2:12: `0000-01-01T00:00:00+01:00` is not a day or an instant {instant}"),
        ),
    ] {
        one(line, &format!("metadata-date {told}"));
    }
}

#[test]
fn a_subject_or_a_series_lacks_a_part() {
    let hint = "(give both or none: `authority = \"BISAC\"`, `term = \"FIC014000\"`)";
    one(
        "[[subject]]\nname = \"A\"\nauthority = \"BISAC\"",
        &format!("metadata-missing 4:13: `subject` has an `authority` and no `term` {hint}"),
    );
    one(
        "[[subject]]\nname = \"A\"\nterm = \"X\"",
        &format!("metadata-missing 4:8: `subject` has a `term` and no `authority` {hint}"),
    );
    one("[[subject]]", "metadata-missing 2:1: `subject` has no `name`");
    one("[series]\nposition = 1", "metadata-missing 2:1: `series` has no `name`");
    one(
        "[series]\nname = \"S\"\nposition = \"IV\"",
        "metadata-value 4:12: `series.position` can't be `IV` \
         (write a number: `3`, or `3.5` for what stands between two volumes)",
    );
}

#[test]
fn accessibility_contradicts_itself() {
    one(
        "[accessibility]\nhazards = [\"none\", \"flashing\"]",
        "metadata-value 3:11: `accessibility.hazards` says `none` and names hazards too \
         (`none` stands alone)",
    );
    one(
        "[accessibility]\nhazards = \"flash\"",
        "metadata-value 3:11: `accessibility.hazards` can't be `flash` (it is one of `none`, \
         `unknown`, `flashing`, `noFlashingHazard`, `unknownFlashingHazard`, `motionSimulation`, \
         `noMotionSimulationHazard`, `unknownMotionSimulationHazard`, `sound`, `noSoundHazard` \
         and `unknownSoundHazard`)",
    );
    one(
        "[accessibility]\ncredential = \"K\"",
        "metadata-missing 3:14: `accessibility.credential` stands without a `certified-by` \
         (say who evaluated the book: `certified-by = \"…\"`)",
    );
}

#[test]
fn a_setting_cannot_be_so() {
    one(
        "toc-depth = 7",
        "metadata-value 2:13: `toc-depth` must be a whole number from 1 to 6, and is 7",
    );
    one("notes = \"bok\"", "metadata-value 2:9: `notes` can't be `bok` (did you mean `book`?)");
    one(
        "direction = \"down\"",
        "metadata-value 2:13: `direction` can't be `down` (it is one of `ltr` and `rtl`)",
    );
    for side in ["99", "20001"] {
        one(
            &format!("images = {{ max-side = {side} }}"),
            &format!(
                "metadata-value 2:23: `images.max-side` must be a whole number from 100 to 20000, \
                 and is {side}"
            ),
        );
    }
    one(
        "max-size = \"20 megs\"",
        "metadata-value 2:12: `20 megs` is not a size \
         (write a number and a unit: `20 MB`, `1.5 GB` or `600 KiB`)",
    );
    for address in ["/book", "ftp://example.com/", "https:example.com", "https://"] {
        one(
            &format!("base-url = \"{address}\""),
            &format!(
                "metadata-value 2:12: `{address}` is not a web address \
                 (write it whole, with `https://` or `http://` before it)"
            ),
        );
    }
    one(
        "base-url = \"https://example.com/?a\"",
        "metadata-value 2:12: `https://example.com/?a` has more than a path after the host \
         (leave out what begins with `?` or `#`)",
    );
}

#[test]
fn every_problem_is_told_in_one_run() {
    assert_eq!(
        problems("auther = 1\nlanguage = \"xxxx\"\ndate = \"x\"\n[pages]\ntitel = true\n"),
        [
            "metadata-key 2:1: unknown key `auther` (did you mean `author`?)",
            "metadata-language 3:12: `xxxx` is not a language tag \
             (write a tag such as `en`, `pt-BR`, `ko` or `zh-Hant`)",
            "metadata-date 4:8: `x` is not a date \
             (write a year, a month or a day: `1923`, `1923-05` or `1923-05-17`)",
            "metadata-key 6:1: unknown key `titel` in `pages` (did you mean `title`?)",
        ]
    );
}

#[test]
fn the_syntax_is_wrong() {
    let plain = "a value that is neither text in quotes nor a number, a date, `true` or `false`";
    for (text, told) in [
        ("title = War and Peace\n", format!("1:9: {plain} (text stands in straight quotes: `\"War and Peace\"`)")),
        ("title = “War”\n", format!("1:9: {plain} (text stands in straight quotes: `\"War\"`)")),
        ("title =\n", format!("1:8: {plain} (text stands in straight quotes: `\"…\"`)")),
        (
            "title = Inferno\n",
            format!("1:9: {plain} (text stands in straight quotes: `\"Inferno\"`)"),
        ),
        (
            "title = Tess\n",
            format!("1:9: {plain} (text stands in straight quotes: `\"Tess\"`)"),
        ),
        (
            "title = \"A \"B\" C\"\n",
            "1:13: unexpected key or value, expected newline, `#` \
             (the text ends at the quote: write `\\\"` for a quote in it)"
                .to_owned(),
        ),
        (
            "author = \"A\", \"B\"\n",
            "1:13: unexpected key or value, expected newline, `#` \
             (several values stand in a list: `[\"…\", \"…\"]`)"
                .to_owned(),
        ),
        ("title = \"War\n", "1:13: invalid basic string, expected `\"`".to_owned()),
        ("title = \"A\"\ntitle = \"B\"\n", "2:1: `title` stands twice".to_owned()),
        ("title: A\n", "1:6: invalid unquoted key, expected letters, numbers, `-`, `_` (between a key and its value stands `=`)".to_owned()),
        ("title = \"A\"\ndate = 2024-05\n", "2:8: invalid date, expected `-` (MM-DD) (a year and month stand in quotes: `\"2024-05\"`)".to_owned()),
        ("date = 2023-02-30\n", "1:8: invalid date, expected day between 01 and 28".to_owned()),
    ] {
        assert_eq!(read_text(text).2, [format!("metadata-syntax {told}")], "{text}");
    }
}

#[test]
fn a_mistake_in_the_syntax_hides_no_other_mistake_in_the_syntax() {
    let (edition, _, told) = read_text("title = \"T\"\nrights = x\nq = 1\n[author\nname = \"A\"\n");
    assert_eq!(edition.title.main, "T");
    assert_eq!(
        told,
        [
            "metadata-syntax 2:10: a value that is neither text in quotes nor a number, a date, \
             `true` or `false` (text stands in straight quotes: `\"x\"`)",
            "metadata-syntax 4:8: unclosed table, expected `]`",
        ]
    );
}

#[test]
fn depth_and_noise_do_no_harm() {
    for text in [
        format!("title = {}", "[".repeat(100_000)),
        format!("title = {}", "{a=".repeat(100_000)),
        format!("{}title = 1", "a.".repeat(100_000)),
        "[[".repeat(10_000),
        "\u{feff}\u{feff}".to_owned(),
        "\0".to_owned(),
        "\"\"\"".to_owned(),
    ] {
        assert!(!read_text(&text).2.is_empty());
    }
}

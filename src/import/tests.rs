//! A draft is written as `build` reads it.

use super::draft::{At, Draft, Origin, Setting, Sure};
use super::project::{file_name, metadata, slug};
use crate::edition::{Person, Role};

#[test]
fn metadata_says_what_was_found_and_how_sure_it_is() {
    let mut draft = Draft::default();
    let guess = |line| Origin { at: At::Line(line), sure: Sure::Guess };
    draft.title("The \"Log\"", Origin::stated(1));
    draft.language("en", Origin { at: At::Whole, sure: Sure::Likely });
    draft.person(Person { name: "Ada Merrow".into(), ..Person::default() }, guess(9));
    assert!(draft.author_note("The author keeps the light.", Origin::stated(8)));
    let staff = Person {
        name: "the Example Daily staff".into(),
        role: Role::TRANSLATOR,
        organisation: true,
        ..Person::default()
    };
    draft.person(staff, Origin::stated(6));
    draft.source("source.publication", "The Example Daily", Origin::stated(7));
    draft.source("source.date", "Jan. 3", Origin::stated(7));
    draft.settings.push(("math", Setting::Text("off".into())));
    let expected = r#"title = 'The "Log"'
# Likely, from the whole text.
language = "en"
math = "off"

# A guess, from line 9 of the source.
[[author]]
name = "Ada Merrow"
note = "The author keeps the light."

[[translator]]
name = "the Example Daily staff"
kind = "organisation"

[source]
publication = "The Example Daily"
date = "Jan. 3"
"#;
    assert_eq!(metadata(&draft), expected);
}

#[test]
fn files_are_named_after_their_titles() {
    assert_eq!(file_name(3, 120, "The Keeper’s Log: A Year"), "003-the-keepers-log-a-year.md");
    assert_eq!(file_name(1, 1, "등대지기"), "01-등대지기.md");
    assert_eq!(file_name(1, 1, "?!"), "01.md");
    assert_eq!(slug(&"a".repeat(60)).len(), 40);
}

//! Whole texts in, whole manuscripts out.

use super::*;
use crate::import::project::metadata;

/// What a text becomes: metadata.toml, the chapters, and what was left out.
fn imported(text: &str) -> (String, Vec<(String, String)>, Vec<String>) {
    let source = Source {
        shown: "saved.txt".into(),
        name: "saved.txt".into(),
        bytes: text.as_bytes().to_vec(),
        root: None,
        folder: None,
    };
    let mut diagnostics = Diagnostics::new(false);
    let draft = import(&source, &mut Sources::default(), &mut diagnostics);
    assert!(diagnostics.sorted().is_empty(), "{:?}", diagnostics.sorted());
    let Some(draft) = draft else { return Default::default() };
    let chapters =
        draft.chapters.iter().map(|chapter| (chapter.path.clone(), chapter.text.clone()));
    let dropped = draft.dropped.iter().map(|dropped| format!("{}: {}", dropped.what, dropped.text));
    (metadata(&draft), chapters.collect(), dropped.collect())
}

#[test]
fn a_column_with_everything_around_it() {
    let (metadata, chapters, dropped) = imported(
        "The pier at night\n\nHome > Opinion > Columns\n\nprint dictionary print\n\nThe pier at night\n\n\
         In October the lamps on the pier were taken down, and nobody was told why it had to be at night.\n\n\
         The town says that they cost too much. [1] Costs were never asked about before.\n\n\
         Now the boats come in * by ear *, as my neighbour says, who has listened for them for 40 years.\n\n\
         [1] 212 a year.\n\n\
         Translation by the Exmoor Daily staff.\n\nExmoor Post, Oct. 9, Page 12\n\n\
         *The author is a baker on the pier.\n\nMira Holt\nLog in to Twitter or Facebook account to connect\n\
         Standards Board Policy (0/250)\n",
    );
    let expected = r#"# Likely, from line 1 of the source.
title = "The pier at night"
# Likely, from the whole text.
language = "en"

# A guess, from line 23 of the source.
[[author]]
name = "Mira Holt"
note = "The author is a baker on the pier."

[[translator]]
name = "the Exmoor Daily staff"
kind = "organisation"

[source]
# Likely, from line 19 of the source.
publication = "Exmoor Post"
# Likely, from line 19 of the source.
date = "Oct. 9"
# Likely, from line 19 of the source.
page = "12"
"#;
    assert_eq!(metadata, expected);
    let text = "# The pier at night\n\n\
        In October the lamps on the pier were taken down, and nobody was told why it had to be at night.\n\n\
        The town says that they cost too much.[^1] Costs were never asked about before.\n\n\
        Now the boats come in * by ear \\*, as my neighbour says, who has listened for them for 40 years.\n\n\
        [^1]: 212 a year.\n";
    assert_eq!(chapters, [("01-the-pier-at-night.md".to_owned(), text.to_owned())]);
    assert_eq!(
        dropped,
        [
            "breadcrumbs: Home > Opinion > Columns",
            "buttons: print dictionary print",
            "login prompts: Log in to Twitter or Facebook account to connect",
            "comment forms: Standards Board Policy (0/250)",
        ]
    );
}

#[test]
fn verse_keeps_its_lines() {
    let (_, chapters, _) = imported(
        "Low Water\nBy Ada Merrow\n\nOne boat, upright.\nOne boat, on its side,\n    asleep in the mud.\n\n\
         The gulls walk round it\nas if it were a house\nfor sale.\n\nTranslated by Ben Holt\n",
    );
    let text = "# Low Water\n\n::: verse\nOne boat, upright.\nOne boat, on its side,\n    asleep in the mud.\n\n\
        The gulls walk round it\nas if it were a house\nfor sale.\n:::\n";
    assert_eq!(chapters.first().map(|(_, text)| text.as_str()), Some(text));
}

#[test]
fn lines_that_were_broken_are_joined() {
    let (_, chapters, _) = imported(
        "The keeper\n\nThe keeper had counted the steps of the tower so often that he\n\
         knew them by their sound, the ninth of them hollow and the last\none loud.\n\n\
         When they put in a lift he went on counting, and was asked what\nit was that he counted now. He said that he had got used to\nit, \
         and that a tower without a number was only a place that one\nleft again.\n",
    );
    let text = "# The keeper\n\n\
        The keeper had counted the steps of the tower so often that he knew them by their sound, the ninth of them hollow and the last one loud.\n\n\
        When they put in a lift he went on counting, and was asked what it was that he counted now. He said that he had got used to it, and that a tower without a number was only a place that one left again.\n";
    assert_eq!(chapters.first().map(|(_, text)| text.as_str()), Some(text));
}

#[test]
fn headings_of_chapters_part_a_longer_text() {
    let (_, chapters, _) = imported(
        "A Year of Fog\nBy Ada Merrow\n\nChapter I\n\nThe fog came in September, and it was the first that anybody had seen from above.\n\n\
         Chapter II\n\nIn October it had gone, and so had the last ferry, which nobody had seen leave the harbour.\n",
    );
    let names: Vec<&str> = chapters.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(names, ["01-chapter-i.md", "02-chapter-ii.md"]);
}

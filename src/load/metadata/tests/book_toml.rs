//! book.toml, as mdBook's own books have it.

use super::told;
use crate::diagnostic::Diagnostics;
use crate::edition::Direction;
use crate::load::metadata::{MdBook, read_mdbook};
use crate::source::Sources;

fn read_text(text: &str) -> (MdBook, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("book.toml", text);
    let mut diagnostics = Diagnostics::default();
    let book = read_mdbook(file, &sources, &mut diagnostics);
    (book, told(&sources, &diagnostics))
}

#[test]
fn an_empty_file() {
    let (book, told) = read_text("");
    assert_eq!(told, Vec::<String>::new());
    assert_eq!((book.edition.title.main.as_str(), book.edition.language.as_str()), ("", ""));
    assert_eq!((book.src.as_str(), book.smart_punctuation), ("src", true));
    assert!(book.redirects.is_empty() && book.preprocessors.is_empty());
}

#[test]
fn what_it_says_of_the_book() {
    let (book, told) = read_text(
        "[book]\ntitle = \"T\"\nauthors = [\"A\", \"B\"]\nauthor = \"C\"\ndescription = \"D\"\n\
         language = \"ar\"\nsrc = \"text\"\ntext-direction = \"rtl\"\nmultilingual = false\n\
         whatever = 1\n[build]\ncreate-missing = false\n[rust]\nedition = \"2024\"\n\
         [output.html]\nsmart-punctuation = false\nhash-files = true\nsite-url = \"/b/\"\n\
         [output.html.redirect]\n\"/old.html\" = \"new.html\"\n\
         [output.html.search]\nlimit-results = 20\n[output.linkcheck]\nx = 1\n\
         [preprocessor.links]\n[preprocessor.index]\n",
    );
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(book.edition.title.main, "T");
    let names: Vec<_> = book.edition.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "C"]);
    assert_eq!(book.edition.description.as_deref(), Some("D"));
    assert_eq!(book.edition.language, "ar");
    assert_eq!(book.edition.direction, Some(Direction::Rtl));
    assert_eq!(book.src, "text");
    assert!(!book.smart_punctuation && !book.settings.smart_punctuation);
    let redirects: Vec<_> = book.redirects.into_iter().collect();
    assert_eq!(redirects, [("/old.html".to_owned(), "new.html".to_owned())]);
}

#[test]
fn the_older_name_of_smart_punctuation() {
    assert!(!read_text("[output.html]\ncurly-quotes = false\n").0.smart_punctuation);
    let both = "[output.html]\ncurly-quotes = false\nsmart-punctuation = true\n";
    assert!(read_text(both).0.smart_punctuation);
}

#[test]
fn empty_texts_say_nothing() {
    let (book, told) = read_text("[book]\ntitle = \"\"\nauthors = [\"\"]\nsrc = \"\"\n");
    assert_eq!(told, Vec::<String>::new());
    assert_eq!((book.edition.people.len(), book.src.as_str()), (0, "src"));
}

#[test]
fn what_has_no_meaning_for_an_epub_is_told() {
    let (book, told) = read_text(
        "[book]\ntitle = \"T\"\n[output.html]\nadditional-css = [\"a.css\", \"b.css\"]\n\
         additional-js = [\"a.js\"]\n[preprocessor.trpl-note]\n[preprocessor.links]\n",
    );
    let hint = "(a style sheet for the book is named in metadata.toml: `styles`)";
    assert_eq!(
        told,
        [
            format!("book-toml-unused 4:19: style sheet `a.css` is made for the web site and is left aside {hint}"),
            format!("book-toml-unused 4:28: style sheet `b.css` is made for the web site and is left aside {hint}"),
            "book-toml-unused 5:18: script `a.js` is made for the web site and is left aside".to_owned(),
            "book-toml-unused 6:15: preprocessor `trpl-note` is a program that mdBook runs; bindery does not run it".to_owned(),
        ]
    );
    assert_eq!(book.preprocessors, ["trpl-note"]);
}

#[test]
fn what_is_wrong_is_told() {
    assert_eq!(
        read_text("[book]\ntitle = 3\nlanguage = \"English\"\n").1,
        [
            "metadata-type 2:9: `book.title` must be text, and is a number (put it in quotes: `\"3\"`)",
            "metadata-language 3:12: `English` is not a language tag (write `en`)",
        ]
    );
    assert_eq!(
        read_text("[book\ntitle = \"T\"\n").1,
        ["metadata-syntax 1:6: unclosed table, expected `]`"]
    );
}

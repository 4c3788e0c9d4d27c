//! Whole pages in, whole manuscripts out.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::import::project::metadata as written;
use crate::load::Root;

/// What a page becomes: metadata.toml, the chapter, the files, and what was reported.
fn imported(html: &[u8], root: Option<Root>) -> (String, String, Vec<String>, Vec<String>) {
    let source = Source {
        shown: "page.html".into(),
        name: "page.html".into(),
        bytes: html.to_vec(),
        root,
        folder: None,
    };
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new(false));
    let draft = import(&source, &mut sources, &mut diagnostics);
    let told = diagnostics
        .sorted()
        .iter()
        .map(|one| format!("{}: {}", one.code.name, one.message))
        .collect();
    let Some(draft) = draft else { return (String::new(), String::new(), Vec::new(), told) };
    let text = draft.chapters.first().map(|chapter| chapter.text.clone()).unwrap_or_default();
    let files = draft.files.iter().map(|file| file.path.clone()).collect();
    (written(&draft), text, files, told)
}

const PROSE: &str = "<p>The lamp on the pier was lit at dusk by a woman who had never seen the sea from a ship, and who said so.</p>
<p>Nobody asked her to leave it burning in summer, when the nights were short, and she did it all the same.</p>
<p>When the town took the lamp away, she went on climbing the steps each evening, and came down an hour later.</p>";

#[test]
fn what_a_page_states_goes_before_what_it_shows() {
    let html = format!(
        r#"<!DOCTYPE html><html lang="en-GB"><head><title>The Lamp | Exmoor Post</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle","headline":"The Lamp",
"author":[{{"@type":"Person","name":"Ada Merrow"}}],"datePublished":"2021-03-04T10:00:00Z",
"publisher":{{"@type":"Organization","name":"Exmoor Post"}}}}]}}</script>
<link rel="canonical" href="https://post.example/lamp"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>The Lamp</h1><p class="byline">By Ada Merrow</p>{PROSE}
<p>Translated by Ben Holt</p></article>
<aside class="related"><h2>Related</h2><ul><li><a href="/a">Another lamp</a></li></ul></aside>
<footer>© 2021 Exmoor Post</footer></body></html>"#
    );
    let (metadata, text, files, told) = imported(html.as_bytes(), None);
    assert_eq!(
        metadata,
        "title = \"The Lamp\"\nlanguage = \"en-GB\"\nauthor = \"Ada Merrow\"\ntranslator = \"Ben Holt\"\n\n\
         [source]\npublication = \"Exmoor Post\"\ndate = \"2021-03-04\"\nurl = \"https://post.example/lamp\"\n"
    );
    let prose = PROSE.replace("<p>", "").replace("</p>", "").replace('\n', "\n\n");
    assert_eq!(text, format!("# The Lamp\n\n{prose}\n"));
    assert_eq!((files, told), (vec![], vec![]));
}

#[test]
fn notes_are_found_by_the_links_to_them() {
    let html = format!(
        "<html><body><article><h1>The Lamp</h1>{PROSE}<p>It burnt oil.<sup><a id=\"r1\" href=\"#n1\">1</a></sup> Nobody \
         paid for it, as far as the books of the town say anything of it.</p>\
         <h2>Notes</h2><ol><li id=\"n1\">Two barrels a year. <a href=\"#r1\">↩</a></li></ol></article></body></html>"
    );
    let (_, text, _, told) = imported(html.as_bytes(), None);
    assert!(text.contains("It burnt oil.[^1] Nobody paid"), "{text}");
    assert!(text.ends_with("\n\n[^1]: Two barrels a year.\n"), "{text}");
    assert!(!text.contains("Notes"), "{text}");
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn pictures_come_from_beside_the_page_and_from_nowhere_else() {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path().join("saved");
    std::fs::create_dir_all(folder.join("page_files")).unwrap();
    let png = b"\x89PNG\r\n\x1a\nrest";
    std::fs::write(folder.join("page_files/lamp 1.png"), png).unwrap();
    std::fs::write(room.path().join("secret.png"), png).unwrap();
    let html = format!(
        "<html><body><article><h1>The Lamp</h1>{PROSE}\
         <figure><img src=\"page_files/lamp%201.png\" alt=\"The lamp\"><figcaption>At dusk, before it was taken down.</figcaption></figure>\
         <p><img src=\"../secret.png\" alt=\"No\"></p><p><img src=\"https://cdn.example/far.jpg\" alt=\"Far\"></p>\
         <p><img src=\"https://stat.example/p.gif\" width=\"1\" height=\"1\"></p></article></body></html>"
    );
    let (_, text, files, told) = imported(html.as_bytes(), Some(Root::open(&folder).unwrap()));
    assert_eq!(files, ["manuscript/images/lamp-1.png"]);
    assert!(
        text.contains("![The lamp](images/lamp-1.png \"At dusk, before it was taken down.\")"),
        "{text}"
    );
    assert!(text.contains("[Far](https://cdn.example/far.jpg)"), "{text}");
    assert_eq!(
        told,
        [
            "import-lost: there is no picture `../secret.png` beside the page",
            "import-remote: the picture `https://cdn.example/far.jpg` lies on another server",
        ]
    );
}

#[test]
fn pages_without_text_and_hostile_ones_end_in_an_error_or_in_text() {
    for html in ["<html><body></body></html>", "<html><script>var a = 1;</script></html>"] {
        let (_, text, _, told) = imported(html.as_bytes(), None);
        assert_eq!(text, "");
        assert_eq!(told, ["import-nothing: there is no text on this page that could be a chapter"]);
    }
    let deep = format!("<html><body>{}{PROSE}", "<div>".repeat(20_000));
    let links =
        format!("<html><body><article>{PROSE}{}</article>", "<a href=x>y</a> ".repeat(20_000));
    let broken = format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\":</script></head><body><article><h1>The Lamp</h1>{PROSE}"
    );
    for html in [deep, links, broken] {
        let (_, text, _, _) = imported(html.as_bytes(), None);
        assert!(text.contains("never seen the sea"), "{}", html.len());
    }
}

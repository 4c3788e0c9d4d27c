//! The table of what may stand where, held against EPUBCheck's grammar.
//!
//! In: the elements that src/tree/tag.rs names, and the attributes of the HTML standard's index.
//! Each element that a book may hold is put into each other, in a line of its own with all that the
//! two need: once as it stands into a book made by hand, which EPUBCheck judges line by line, and
//! once as raw HTML into a book that bindery makes. Out: what bindery leaves as it is EPUBCheck
//! accepts; what bindery makes of all of it has no finding; and what EPUBCheck would accept and
//! bindery changes is in a table here, so that bindery can't become too strict unseen. The same for
//! each attribute on each element, as far as bindery keeps it. Refuses to know: what becomes of
//! what is changed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::cases::{Case, bind, score_of};
use crate::epubcheck;
use crate::handmade;
use crate::support::{announce, repository};

/// Elements that a book never holds, wherever they stand, and why.
const NEVER: &[(&str, &[&str])] = &[
    ("the page's frame is bindery's", &["html", "head", "body"]),
    ("of a page's head", &["title", "base", "link", "meta", "style"]),
    ("a page has one at most", &["main"]),
    ("the same as another", &["menu", "search", "picture"]),
    ("a map for a pointer", &["map", "area"]),
    ("another program or page", &["embed", "iframe", "object", "param", "canvas"]),
    (
        "forms",
        &[
            "form", "fieldset", "legend", "select", "optgroup", "option", "textarea", "label",
            "button", "output", "meter", "progress", "input", "datalist",
        ],
    ),
    ("scripts, and what they work on", &["script", "noscript", "template", "slot", "dialog"]),
    (
        "obsolete",
        &[
            "acronym",
            "applet",
            "basefont",
            "bgsound",
            "big",
            "blink",
            "center",
            "dir",
            "font",
            "frame",
            "frameset",
            "image",
            "isindex",
            "keygen",
            "listing",
            "marquee",
            "menuitem",
            "multicol",
            "nextid",
            "nobr",
            "noembed",
            "noframes",
            "plaintext",
            "rb",
            "rtc",
            "spacer",
            "strike",
            "tt",
            "xmp",
        ],
    ),
];

/// Vocabularies of their own: what stands in them is not HTML's to say.
const FOREIGN: &[&str] = &["math", "svg"];

/// Pairs that EPUBCheck accepts and bindery changes: the element outside, the one inside, why.
const CHANGED: &[(&str, &str, &str)] = &[("table", "tr", "HTML's parser puts a body between")];

/// Attributes of the standard's index with a good value. Source: HTML standard, index of attributes.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("abbr", "x"),
    ("accept", "image/png"),
    ("accept-charset", "utf-8"),
    ("accesskey", "a"),
    ("action", "https://example.org/"),
    ("allow", "fullscreen"),
    ("allowfullscreen", "allowfullscreen"),
    ("alt", "x"),
    ("as", "image"),
    ("async", "async"),
    ("autocapitalize", "off"),
    ("autocomplete", "off"),
    ("autocorrect", "off"),
    ("autofocus", "autofocus"),
    ("autoplay", "autoplay"),
    ("blocking", "render"),
    ("charset", "utf-8"),
    ("checked", "checked"),
    ("cite", "https://example.org/"),
    ("class", "c d"),
    ("color", "#ff0000"),
    ("cols", "3"),
    ("colspan", "2"),
    ("command", "close"),
    ("commandfor", "n@"),
    ("content", "x"),
    ("contenteditable", "true"),
    ("controls", "controls"),
    ("coords", "0,0,1,1"),
    ("crossorigin", "anonymous"),
    ("data", "map.png"),
    ("data-x", "1"),
    ("datetime", "2024"),
    ("decoding", "async"),
    ("default", "default"),
    ("defer", "defer"),
    ("dir", "ltr"),
    ("dirname", "x"),
    ("disabled", "disabled"),
    ("download", "x"),
    ("draggable", "true"),
    ("enctype", "text/plain"),
    ("enterkeyhint", "done"),
    ("fetchpriority", "high"),
    ("for", "n@"),
    ("form", "n@"),
    ("formaction", "https://example.org/"),
    ("headers", "n@"),
    ("height", "3"),
    ("hidden", "hidden"),
    ("high", "3"),
    ("href", "https://example.org/"),
    ("hreflang", "en"),
    ("http-equiv", "refresh"),
    ("id", "i@"),
    ("imagesizes", "100vw"),
    ("inert", "inert"),
    ("inputmode", "text"),
    ("integrity", "x"),
    ("is", "x-y"),
    ("ismap", "ismap"),
    ("itemid", "https://example.org/"),
    ("itemprop", "name"),
    ("itemref", "n@"),
    ("itemscope", "itemscope"),
    ("itemtype", "https://example.org/"),
    ("kind", "subtitles"),
    ("label", "x"),
    ("lang", "en"),
    ("list", "n@"),
    ("loading", "lazy"),
    ("loop", "loop"),
    ("low", "1"),
    ("max", "3"),
    ("maxlength", "3"),
    ("media", "print"),
    ("method", "get"),
    ("min", "1"),
    ("minlength", "1"),
    ("multiple", "multiple"),
    ("muted", "muted"),
    ("name", "x"),
    ("nonce", "x"),
    ("novalidate", "novalidate"),
    ("onclick", "x()"),
    ("open", "open"),
    ("optimum", "2"),
    ("pattern", "x"),
    ("ping", "https://example.org/"),
    ("placeholder", "x"),
    ("playsinline", "playsinline"),
    ("popover", "auto"),
    ("poster", "map.png"),
    ("preload", "none"),
    ("readonly", "readonly"),
    ("referrerpolicy", "no-referrer"),
    ("rel", "next"),
    ("required", "required"),
    ("reversed", "reversed"),
    ("role", "note"),
    ("rows", "3"),
    ("rowspan", "2"),
    ("sandbox", "allow-forms"),
    ("scope", "col"),
    ("selected", "selected"),
    ("shape", "rect"),
    ("size", "3"),
    ("sizes", "100vw"),
    ("slot", "x"),
    ("span", "2"),
    ("spellcheck", "false"),
    ("src", "map.png"),
    ("srcdoc", "x"),
    ("srclang", "en"),
    ("srcset", "map.png 2x"),
    ("start", "3"),
    ("step", "1"),
    ("style", "color: red"),
    ("tabindex", "0"),
    ("target", "_blank"),
    ("title", "x"),
    ("translate", "no"),
    ("type", "text/html"),
    ("usemap", "#n@"),
    ("value", "3"),
    ("width", "3"),
    ("wrap", "hard"),
    ("writingsuggestions", "false"),
];

/// Values of attributes that are others on certain elements.
const VALUES: &[(&str, &str, &str)] = &[
    ("audio", "src", "tone.mp3"),
    ("ol", "type", "a"),
    ("source", "src", "tone.mp3"),
    ("source", "type", "audio/mpeg"),
    ("track", "src", "words.vtt"),
    ("video", "src", "clip.mp4"),
];

/// What stands around an element that may stand in few others; `@` is the number of the line.
fn frame(tag: &str) -> [&'static str; 2] {
    match tag {
        "li" => ["<ul>", "</ul>"],
        "dt" => ["<dl>", "<dd>x</dd></dl>"],
        "dd" => ["<dl><dt>x</dt>", "</dl>"],
        "figcaption" => ["<figure>", "</figure>"],
        "caption" | "colgroup" | "thead" => {
            ["<table>", "<tbody><tr><td>x</td></tr></tbody></table>"]
        }
        "tfoot" => ["<table><tbody><tr><td>x</td></tr></tbody>", "</table>"],
        "col" => ["<table><colgroup>", "</colgroup><tbody><tr><td>x</td></tr></tbody></table>"],
        "tbody" => ["<table>", "</table>"],
        "tr" => ["<table><tbody>", "</tbody></table>"],
        "td" | "th" => ["<table><tbody><tr><th id=\"n@\">x</th>", "</tr></tbody></table>"],
        "rt" => ["<ruby>x", "</ruby>"],
        "rp" => ["<ruby>x", "<rt>y</rt><rp>z</rp></ruby>"],
        "summary" => ["<details>", "x</details>"],
        "source" | "track" => ["<audio controls=\"controls\">", "</audio>"],
        "legend" => ["<fieldset>", "</fieldset>"],
        "option" | "optgroup" => ["<select>", "</select>"],
        "area" => ["<map name=\"n@\">", "</map>"],
        _ => ["", ""],
    }
}

/// What an element holds besides `child`, so that nothing it needs is missing.
fn company(tag: &str, child: &str) -> [&'static str; 2] {
    let heading = matches!(child, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    match (tag, child) {
        ("dl", "dt") => ["", "<dd>x</dd>"],
        ("dl", "dd") => ["<dt>x</dt>", ""],
        ("details", child) if child != "summary" => ["<summary>x</summary>", ""],
        ("ruby", "rt") => ["x", ""],
        ("ruby", "rp") => ["x", "<rt>y</rt><rp>z</rp>"],
        ("ruby", _) => ["x", "<rt>y</rt>"],
        ("hgroup", _) if !heading => ["<h2>x</h2>", ""],
        ("table", "caption" | "colgroup" | "thead") => ["", "<tbody><tr><td>x</td></tr></tbody>"],
        ("table", "tfoot") => ["<tbody><tr><td>x</td></tr></tbody>", ""],
        ("picture", child) if child != "img" => ["", "<img src=\"map.png\" alt=\"x\"/>"],
        _ => ["", ""],
    }
}

/// What an element holds where nothing is put into it.
fn content(tag: &str, parent: &str) -> &'static str {
    match tag {
        "table" => "<tbody><tr><td>x</td></tr></tbody>",
        "thead" | "tbody" | "tfoot" => "<tr><td>x</td></tr>",
        "tr" => "<td>x</td>",
        "ul" | "ol" | "menu" | "dir" => "<li>x</li>",
        "dl" => "<dt>x</dt><dd>x</dd>",
        "div" if parent == "dl" => "<dt>x</dt><dd>x</dd>",
        "details" => "<summary>x</summary>",
        "ruby" => "x<rt>y</rt>",
        "hgroup" => "<h2>x</h2>",
        "picture" => "<img src=\"map.png\" alt=\"x\"/>",
        "math" => "<mi>x</mi>",
        "svg" => "<title>x</title>",
        "colgroup" | "select" | "optgroup" | "datalist" | "video" | "audio" | "iframe"
        | "object" | "canvas" | "map" | "template" | "script" | "style" => "",
        _ => "x",
    }
}

/// The attributes that an element needs.
fn needs(tag: &str, child: &str) -> &'static [(&'static str, &'static str)] {
    match tag {
        "a" => &[("href", "https://example.org/")],
        "area" => &[("href", "https://example.org/"), ("alt", "x")],
        "audio" if child != "source" => &[("src", "tone.mp3"), ("controls", "controls")],
        "video" if child != "source" => &[("src", "clip.mp4"), ("controls", "controls")],
        "audio" | "video" => &[("controls", "controls")],
        "base" => &[("href", "https://example.org/")],
        "bdo" => &[("dir", "ltr")],
        "data" | "meter" => &[("value", "3")],
        "embed" => &[("src", "map.png")],
        "form" => &[("action", "https://example.org/")],
        "img" => &[("src", "map.png"), ("alt", "x")],
        "link" => &[("rel", "next"), ("href", "https://example.org/")],
        "map" | "slot" => &[("name", "n@")],
        "math" => &[("xmlns", "http://www.w3.org/1998/Math/MathML")],
        "svg" => &[("xmlns", "http://www.w3.org/2000/svg")],
        "meta" => &[("name", "x"), ("content", "x")],
        "object" => &[("data", "map.png"), ("type", "image/png")],
        "optgroup" => &[("label", "x")],
        "param" => &[("name", "x"), ("value", "x")],
        "source" => &[("src", "tone.mp3")],
        "time" => &[("datetime", "2024")],
        "track" => &[("src", "words.vtt"), ("kind", "subtitles"), ("srclang", "en")],
        _ => &[],
    }
}

/// Whether an element has neither content nor an end tag.
fn is_void(tag: &str) -> bool {
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr", "param", "frame", "basefont", "bgsound", "keygen",
    ]
    .contains(&tag)
}

/// An element with a class to find it by, what it needs, and one attribute more.
fn element(tag: &str, class: &str, more: Option<(&str, &str)>, child: &str, inner: &str) -> String {
    let mut attributes: Vec<(&str, &str)> = vec![("class", class)];
    attributes.extend(needs(tag, child));
    if let Some((name, value)) = more {
        attributes.retain(|(known, _)| *known != name);
        attributes.push((name, value));
    }
    let mut start = format!("<{tag}");
    for (name, value) in attributes {
        let _ = write!(start, " {name}=\"{value}\"");
    }
    if is_void(tag) { start + "/>" } else { format!("{start}>{inner}</{tag}>") }
}

/// One line, and what is put to the test in it.
struct Line {
    /// The element outside, or the one that has the attribute.
    outer: String,
    /// The element inside, or the attribute.
    inner: String,
    text: String,
}

/// An element in an element.
fn pair(parent: &str, child: &str) -> Line {
    let inner = element(child, "c", None, "", content(child, parent));
    let [before, after] = company(parent, child);
    let outer = element(parent, "p", None, child, &format!("{before}{inner}{after}"));
    let [open, close] = frame(parent);
    Line { outer: parent.into(), inner: child.into(), text: format!("{open}{outer}{close}") }
}

/// An attribute on an element.
fn attribute(tag: &str, name: &str, value: &str) -> Line {
    let own = VALUES.iter().find(|(t, n, _)| *t == tag && *n == name);
    let value = own.map_or(value, |(_, _, value)| value);
    // A clip that names its file has none to choose from.
    let child = if tag == "video" || tag == "audio" { "" } else { tag };
    let element = element(tag, "c", Some((name, value)), child, content(tag, ""));
    let [open, close] = frame(tag);
    Line { outer: tag.into(), inner: name.into(), text: format!("{open}{element}{close}") }
}

/// The names of the elements, as src/tree/tag.rs lists them: those that a book may hold, and those
/// that it never does.
fn elements() -> (Vec<String>, Vec<String>) {
    let source = fs::read_to_string(repository("src/tree/tag.rs")).unwrap();
    let table = source.split("\ntags! {").nth(1).unwrap().split("\n}").next().unwrap();
    let names: Vec<String> = table.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(names.len() > 140, "only {} elements", names.len());
    let never: BTreeSet<&str> = NEVER.iter().flat_map(|(_, names)| *names).copied().collect();
    names.into_iter().partition(|name| !never.contains(&**name))
}

/// Lines as the chapters of a book: those with the same outer element are a chapter. Gives for
/// each chapter the numbers of its lines.
fn chapters(lines: &[Line]) -> Vec<Vec<usize>> {
    let mut chapters: Vec<Vec<usize>> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        if number == 0 || lines[number - 1].outer != line.outer {
            chapters.push(Vec::new());
        }
        chapters.last_mut().unwrap().push(number);
    }
    chapters
}

/// A line in an element to find it by.
fn numbered(number: usize, line: &Line) -> String {
    let text = line.text.replace('@', &number.to_string());
    format!("<div id=\"line{number}\">{text}</div>")
}

/// Which of the lines EPUBCheck accepts as they stand.
fn accepted(lines: &[Line]) -> Vec<bool> {
    let chapters = chapters(lines);
    let bodies: Vec<String> = chapters
        .iter()
        .map(|chapter| {
            let lines = chapter.iter().map(|&number| numbered(number, &lines[number]));
            lines.collect::<Vec<_>>().join("\n")
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.epub");
    let extras = [
        ("map.png", "image/png"),
        ("tone.mp3", "audio/mpeg"),
        ("clip.mp4", "video/mp4"),
        ("words.vtt", "text/vtt"),
    ]
    .map(|(name, kind)| (name, kind, fs::read(assets().join(name)).unwrap()));
    handmade::book(&path, &bodies, &extras);
    let verdict = epubcheck::check(&[&path]).remove(0);
    assert_eq!(verdict.fatal, 0, "not all lines were judged: {}", verdict.summary());
    let refused: BTreeSet<(&str, i64)> = verdict
        .messages
        .iter()
        .filter(|found| found.severity != "USAGE")
        .map(|found| (&*found.path, found.line))
        .collect();
    let mut accepted = vec![false; lines.len()];
    for (index, chapter) in chapters.iter().enumerate() {
        let page = format!("EPUB/text/{:02}.xhtml", index + 1);
        for (line, number) in (5..).zip(chapter) {
            accepted[*number] = !refused.contains(&(&*page, line));
        }
    }
    accepted
}

/// Which of the lines bindery leaves as they are; `keeps` says whether an element of the page is
/// what the line is about. Fails if there is any finding in the book that bindery makes.
fn kept(lines: &[Line], keeps: impl Fn(&Line, roxmltree::Node<'_, '_>) -> bool) -> Vec<bool> {
    let chapters = chapters(lines);
    let case = |chapter: &Vec<usize>| {
        let text = chapter.iter().map(|&number| numbered(number, &lines[number]) + "\n\n");
        Case { name: lines[chapter[0]].outer.clone(), input: text.collect() }
    };
    let cases: Vec<Case> = chapters.iter().map(case).collect();
    let bound = bind(&cases, Some(&assets())).unwrap_or_else(|why| panic!("{why}"));
    let score = bound.score();
    assert!(score[..3] == [0; 3], "{}\n{}", score_of(score), bound.findings(&cases));
    let mut kept = vec![false; lines.len()];
    for index in 0..cases.len() {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let page = roxmltree::Document::parse_with_options(bound.page(index), options).unwrap();
        for node in page.descendants() {
            let number = node.attribute("id").and_then(|id| id.strip_prefix("line"));
            if let Some(number) = number.and_then(|number| number.parse::<usize>().ok()) {
                kept[number] = node.descendants().any(|inner| keeps(&lines[number], inner));
            }
        }
    }
    kept
}

fn assets() -> PathBuf {
    repository("tests/html/assets")
}

fn has_class(node: roxmltree::Node<'_, '_>, class: &str) -> bool {
    node.attribute("class").is_some_and(|classes| classes.split(' ').any(|c| c == class))
}

#[test]
fn every_element_in_every_other_is_as_epubcheck_has_it() {
    let (elements, _) = elements();
    let mut lines = Vec::new();
    let outer = |tag: &&String| !is_void(tag) && !FOREIGN.contains(&&***tag);
    for parent in elements.iter().filter(outer) {
        lines.extend(elements.iter().map(|child| pair(parent, child)));
    }
    let kept = kept(&lines, |line, node| {
        let parent = node.parent_element().filter(|parent| has_class(*parent, "p"));
        has_class(node, "c")
            && node.tag_name().name() == line.inner
            && parent.is_some_and(|parent| parent.tag_name().name() == line.outer)
    });
    let accepted = accepted(&lines);
    let mut wrong = Vec::new();
    let mut explained = BTreeSet::new();
    for ((line, kept), accepted) in lines.iter().zip(kept).zip(accepted) {
        let Line { outer, inner, text } = line;
        // A heading that says nothing is none: a screen reader would stop at it. Nothing of this is
        // EPUBCheck's matter.
        let silent = matches!(inner.as_str(), "br" | "wbr");
        let heading = matches!(outer.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let kept = kept || (heading && silent && accepted);
        let entry = CHANGED.iter().position(|(o, i, _)| o == outer && i == inner);
        match (accepted, kept) {
            (false, true) => wrong.push(format!("kept, and EPUBCheck refuses it: {text}")),
            (true, false) if entry.is_none() => {
                wrong.push(format!("changed, and EPUBCheck accepts it: {text}"));
            }
            (true, false) => explained.extend(entry),
            _ => {}
        }
    }
    for (index, entry) in CHANGED.iter().enumerate() {
        if !explained.contains(&index) {
            wrong.push(format!("the table says so, and it is not changed: {entry:?}"));
        }
    }
    announce(&format!("content model: {} pairs, EPUBCheck 0/0/0", lines.len()));
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_a_book_never_holds_is_changed_everywhere() {
    let (elements, never) = elements();
    let outer = |tag: &&String| !is_void(tag) && !FOREIGN.contains(&&***tag);
    let mut lines = Vec::new();
    for other in elements.iter().filter(outer) {
        lines.extend(never.iter().map(|tag| pair(other, tag)));
    }
    for tag in never.iter().filter(outer) {
        lines.extend(elements.iter().map(|other| pair(tag, other)));
    }
    let kept = kept(&lines, |line, node| {
        let tag = node.tag_name().name();
        (has_class(node, "c") || has_class(node, "p"))
            && (tag == line.inner || tag == line.outer)
            && never.iter().any(|never| never == tag)
    });
    let wrong: Vec<&str> =
        lines.iter().zip(kept).filter(|(_, kept)| *kept).map(|(line, _)| &*line.text).collect();
    announce(&format!("content model: {} pairs never kept, EPUBCheck 0/0/0", lines.len()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_attribute_that_stays_is_one_that_epubcheck_accepts() {
    let (elements, _) = elements();
    let mut lines = Vec::new();
    for tag in elements.iter().filter(|tag| !FOREIGN.contains(&&***tag)) {
        lines.extend(ATTRIBUTES.iter().map(|(name, value)| attribute(tag, name, value)));
    }
    let kept = kept(&lines, |line, node| {
        (has_class(node, "c") || line.inner == "class")
            && node.tag_name().name() == line.outer
            && node.attribute(&*line.inner).is_some()
    });
    let count = lines.len();
    let lines: Vec<Line> =
        lines.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(line, _)| line).collect();
    // Six of them stay on each element: `id`, `class` and their like.
    assert!(lines.len() > 6 * elements.len(), "only {} attributes are kept", lines.len());
    let wrong: Vec<&str> = lines
        .iter()
        .zip(accepted(&lines))
        .filter(|(_, accepted)| !*accepted)
        .map(|(line, _)| &*line.text)
        .collect();
    announce(&format!("content model: {count} attributes, {} kept, EPUBCheck 0/0/0", lines.len()));
    assert!(wrong.is_empty(), "kept, and EPUBCheck refuses it:\n{}", wrong.join("\n"));
}

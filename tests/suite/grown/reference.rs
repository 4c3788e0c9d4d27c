//! The words that a reader sees: in a browser for the Markdown, and in the book.
//!
//! In: a chapter's Markdown, or a chapter of the book. Out: its words. Refuses to know: how
//! bindery reads Markdown; pulldown-cmark's own HTML is read by html5ever as a browser reads it.
//!
//! What is not shown is left out by the same rules on both sides (HTML standard, section 15.3.1,
//! and what an element with a replacement hides), so that text does not count as kept where the
//! book hides it.

use std::collections::BTreeMap;
use std::ops::Range;

use html5ever::tendril::TendrilSink;
use html5ever::{LocalName, ParseOpts, QualName, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Elements whose content no reader sees.
const HIDDEN: &[&str] = &[
    "annotation",
    "annotation-xml",
    "audio",
    "canvas",
    "datalist",
    "defs",
    "desc",
    "dialog",
    "frameset",
    "head",
    "iframe",
    "metadata",
    "meter",
    "noembed",
    "noframes",
    "noscript",
    "progress",
    "rp",
    "script",
    "style",
    "template",
    "title",
    "video",
];

/// Elements that a line does not run through: words on both sides are words of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// How a chapter is read; the same set as bindery's.
pub(super) fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_SMART_PUNCTUATION
}

/// The text that a browser shows for `markdown`. Definitions of notes that begin at one of
/// `left_out` are not asked for.
pub(super) fn of_markdown(markdown: &str, left_out: &[usize]) -> String {
    let mut open = Vec::new();
    let events = Parser::new_ext(markdown, extensions()).into_offset_iter().filter_map(
        |(event, range): (Event<'_>, Range<usize>)| {
            let ends = matches!(event, Event::End(TagEnd::FootnoteDefinition));
            if let Event::Start(Tag::FootnoteDefinition(_)) = event {
                open.push(left_out.contains(&range.start));
            }
            let shown = !open.last().is_some_and(|left_out| *left_out);
            if ends {
                open.pop();
            }
            shown.then_some(event)
        },
    );
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    of_html(&html)
}

/// The text of Markdown's own that stands outside raw HTML.
pub(super) fn of_events(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, extensions()) {
        match event {
            Event::Text(shown)
            | Event::Code(shown)
            | Event::InlineMath(shown)
            | Event::DisplayMath(shown) => text.push_str(&shown),
            _ => text.push(' '),
        }
    }
    text
}

fn of_html(html: &str) -> String {
    let context = QualName::new(None, ns!(html), LocalName::from("div"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), false)
        .one(html);
    let mut text = String::new();
    // Depth first, without recursion: what is to be entered, or what follows when it is left.
    let mut left: Vec<Step> = vec![Step::Node(dom.document.clone(), false)];
    while let Some(step) = left.pop() {
        match step {
            Step::After(after) => text.push_str(after),
            Step::Node(node, in_svg) => match &node.data {
                NodeData::Text { contents } => {
                    if !in_svg {
                        text.push_str(&contents.borrow());
                    }
                }
                NodeData::Element { name, attrs, .. } => {
                    let local: &str = &name.local;
                    let attrs = attrs.borrow();
                    let has = |wanted: &str, value: &str| {
                        attrs.iter().any(|attr| {
                            &*attr.name.local == wanted
                                && (value.is_empty()
                                    || attr.value.split_whitespace().any(|v| v == value))
                        })
                    };
                    let ours = has("class", "footnote-reference")
                        || has("class", "footnote-definition-label");
                    if HIDDEN.contains(&local) || has("hidden", "") || has("popover", "") || ours {
                        continue;
                    }
                    let children = node.children.borrow();
                    let content: String = if children.iter().all(is_text) {
                        children.iter().map(text_of).collect()
                    } else {
                        String::new()
                    };
                    let around = surroundings(local, &content);
                    text.push_str(around);
                    left.push(Step::After(around));
                    let svg = svg_text(local, in_svg, name.ns == ns!(svg));
                    left.extend(children.iter().rev().map(|child| Step::Node(child.clone(), svg)));
                }
                _ => {
                    let children = node.children.borrow();
                    left.extend(children.iter().rev().map(|c| Step::Node(c.clone(), in_svg)));
                }
            },
        }
    }
    text
}

enum Step {
    Node(Handle, bool),
    After(&'static str),
}

fn is_text(node: &Handle) -> bool {
    matches!(node.data, NodeData::Text { .. })
}

fn text_of(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    }
}

/// Whether text in this element is not shown because it stands in SVG, outside of its `text`.
fn svg_text(local: &str, in_svg: bool, svg: bool) -> bool {
    match local {
        "svg" if svg => true,
        "text" | "foreignObject" if svg => false,
        _ => in_svg,
    }
}

/// What stands before and after the text of an element.
fn surroundings(local: &str, content: &str) -> &'static str {
    // `H~2~O` is text for pulldown-cmark, and subscript in the book.
    let script = !content.is_empty() && !content.contains(char::is_whitespace);
    match local {
        "sub" if script => "~",
        "sup" if script => "^",
        _ if BLOCKS.contains(&local) => "\n",
        _ => "",
    }
}

/// The text that a reading system shows for a page of the book; an error where it is not XML.
pub(super) fn of_page(xhtml: &str) -> Result<String, String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let page = roxmltree::Document::parse_with_options(xhtml, options)
        .map_err(|error| error.to_string())?;
    let mut text = String::new();
    let mut left = vec![(page.root(), false, None)];
    while let Some((node, in_svg, after)) = left.pop() {
        if let Some(after) = after {
            text.push_str(after);
            continue;
        }
        if let Some(content) = node.text().filter(|_| node.is_text() && !in_svg) {
            text.push_str(content);
        }
        let local = node.tag_name().name();
        let class = |wanted| {
            node.attribute("class")
                .is_some_and(|class| class.split_whitespace().any(|c| c == wanted))
        };
        let hidden = HIDDEN.contains(&local)
            || node.has_attribute("hidden")
            || node.has_attribute("popover")
            || class("noteref")
            || class("backlink");
        if hidden {
            continue;
        }
        let content = if node.children().all(|child| child.is_text()) {
            node.children().filter_map(|child| child.text()).collect()
        } else {
            String::new()
        };
        let around = surroundings(local, &content);
        text.push_str(around);
        left.push((node, false, Some(around)));
        let svg = node.tag_name().namespace() == Some("http://www.w3.org/2000/svg");
        let svg = svg_text(local, in_svg, svg);
        let mut child = node.last_child();
        while let Some(next) = child {
            left.push((next, svg, None));
            child = next.prev_sibling();
        }
    }
    Ok(text)
}

/// How often each word stands in a text.
pub(super) type Words = BTreeMap<String, usize>;

/// The words of a text. Characters that a book can't hold are no part of them, nor are the colons
/// of a fenced division that look like a definition list to pulldown-cmark.
pub(super) fn words(text: &str) -> Words {
    let mut words = Words::new();
    let text: String = text.chars().filter(|c| legal(*c)).collect();
    for word in text.split_whitespace() {
        let word = word.trim_start_matches(':');
        if !word.is_empty() {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }
    words
}

/// The characters of a text, each as a word.
pub(super) fn characters(text: &str) -> Words {
    let mut characters = Words::new();
    for c in text.chars().filter(|c| legal(*c) && !c.is_whitespace() && *c != ':') {
        *characters.entry(c.to_string()).or_default() += 1;
    }
    characters
}

/// Whether XML can hold a character; U+FFFD stands in the place of one that it can't.
/// Source: XML 1.0 section 2.2.
fn legal(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffd}'..='\u{ffff}' => false,
        c => c >= ' ',
    }
}

/// What is in `asked` and not, or not as often, in `there`.
pub(super) fn missing(asked: &Words, there: &Words) -> Vec<String> {
    asked
        .iter()
        .filter(|(word, count)| there.get(*word).is_none_or(|there| there < count))
        .map(|(word, _)| word.clone())
        .collect()
}

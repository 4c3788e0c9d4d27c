//! The words that a reader sees: in a browser for the Markdown, and in the book.
//!
//! In: a chapter's Markdown, or a chapter of the book. Out: its words. Refuses to know: how
//! bindery reads Markdown; pulldown-cmark's own HTML is read by html5ever as a browser reads it.
//!
//! What the author hides (`hidden`) is in the book, hidden, and asked for. What is not shown is
//! left out by the same rules on both sides (HTML standard, section 15.3.1,
//! and what an element with a replacement hides), so that text does not count as kept where the
//! book hides it.

use std::collections::BTreeMap;

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{LocalName, ParseOpts, QualName, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Elements whose content no reader sees.
#[rustfmt::skip]
const HIDDEN: &[&str] = &[
    "audio", "canvas", "datalist", "dialog", "frameset", "head", "iframe", "meter", "noembed",
    "noframes", "progress", "rp", "script", "style", "template", "title", "video",
];

/// The same in SVG and MathML.
const HIDDEN_IN_SVG: &[&str] =
    &["animate", "defs", "desc", "metadata", "script", "set", "style", "title"];
const HIDDEN_IN_MATHML: &[&str] = &["annotation", "annotation-xml"];

/// Elements that a line does not run through: words on both sides are words of their own.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "col",
    "colgroup", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend",
    "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option", "p", "plaintext", "pre",
    "search", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th",
    "thead", "tr", "ul", "xmp",
];

const SVG: &str = "http://www.w3.org/2000/svg";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// How a chapter is read; the same set as bindery's. Quotes are made typographic where that is
/// `smart`.
fn extensions(smart: bool) -> Options {
    let mut extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT;
    extensions.set(Options::ENABLE_SMART_PUNCTUATION, smart);
    extensions
}

/// The text that a browser shows for `markdown`. Definitions of notes that begin at one of
/// `left_out` are not asked for.
pub(super) fn of_markdown(markdown: &str, smart: bool, left_out: &[usize]) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events(markdown, smart, left_out));
    of_html(&html)
}

/// The text of Markdown's own, that stands outside raw HTML.
pub(super) fn of_events(markdown: &str, smart: bool, left_out: &[usize]) -> String {
    let mut text = String::new();
    let mut images = 0_usize;
    for event in events(markdown, smart, left_out) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Text(shown) | Event::Code(shown) if images == 0 => text.push_str(&shown),
            _ => text.push(' '),
        }
    }
    text
}

/// What pulldown-cmark reads, without the definitions of notes that begin at one of `left_out`; a
/// definition inside another one stands for itself.
fn events<'m>(
    markdown: &'m str,
    smart: bool,
    left_out: &[usize],
) -> impl Iterator<Item = Event<'m>> {
    let mut open = Vec::new();
    Parser::new_ext(markdown, extensions(smart)).into_offset_iter().filter_map(
        move |(event, range)| {
            if let Event::Start(Tag::FootnoteDefinition(_)) = event {
                open.push(left_out.contains(&range.start));
            }
            let shown = open.last() != Some(&true);
            if let Event::End(TagEnd::FootnoteDefinition) = event {
                open.pop();
            }
            // The number of a note is not the author's, and a formula is set, not shown as it is.
            let event = match event {
                Event::FootnoteReference(_) => return None,
                Event::InlineMath(_) | Event::DisplayMath(_) => Event::Text(" ".into()),
                event => event,
            };
            shown.then_some(event)
        },
    )
}

fn of_html(html: &str) -> String {
    let context = QualName::new(None, ns!(html), LocalName::from("div"));
    // No script runs in a book, so what `noscript` holds is shown.
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
    let options = ParseOpts { tree_builder, ..Default::default() };
    let dom = parse_fragment(RcDom::default(), options, context, Vec::new(), false).one(html);
    let mut text = String::new();
    // Depth first, without recursion: what is to be entered, or what follows when it is left.
    let mut left: Vec<Step> = vec![Step::Node(dom.document.clone())];
    while let Some(step) = left.pop() {
        match step {
            Step::After(after) => text.push_str(after),
            Step::Node(node) => match &node.data {
                NodeData::Text { contents } => text.push_str(&contents.borrow()),
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
                    let ours = has("class", "footnote-definition-label");
                    if hidden(local, &name.ns) || has("popover", "") || ours {
                        continue;
                    }
                    let children = node.children.borrow();
                    let around = if name.ns == ns!(html) { surroundings(local) } else { "" };
                    text.push_str(around);
                    left.push(Step::After(around));
                    left.extend(children.iter().rev().map(|child| Step::Node(child.clone())));
                }
                _ => {
                    let children = node.children.borrow();
                    left.extend(children.iter().rev().map(|child| Step::Node(child.clone())));
                }
            },
        }
    }
    text
}

enum Step {
    Node(Handle),
    After(&'static str),
}

/// Whether no reader sees what is in this element.
fn hidden(local: &str, namespace: &str) -> bool {
    let names = match namespace {
        SVG => HIDDEN_IN_SVG,
        MATHML => HIDDEN_IN_MATHML,
        _ => HIDDEN,
    };
    names.contains(&local)
}

/// Whether a browser hides something of this Markdown, in small letters: script, or content that
/// stands in for something that a book can't hold, and that the book may show.
pub(super) fn hides(markdown: &str) -> bool {
    let mut names = HIDDEN.iter().chain(HIDDEN_IN_SVG).chain(HIDDEN_IN_MATHML);
    markdown.contains("popover") || names.any(|name| markdown.contains(&format!("<{name}")))
}

/// What stands before and after the text of an element of HTML.
fn surroundings(local: &str) -> &'static str {
    if BLOCKS.contains(&local) { "\n" } else { "" }
}

/// The text that a reading system shows for a page of the book, without its formulas where all math
/// is `formulas` of Markdown; an error where it is not XML.
pub(super) fn of_page(xhtml: &str, formulas: bool) -> Result<String, String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let page = roxmltree::Document::parse_with_options(xhtml, options)
        .map_err(|error| error.to_string())?;
    let mut text = String::new();
    let mut left = vec![(page.root(), None)];
    while let Some((node, after)) = left.pop() {
        if let Some(after) = after {
            text.push_str(after);
            continue;
        }
        if let Some(content) = node.text().filter(|_| node.is_text()) {
            text.push_str(content);
        }
        let local = node.tag_name().name();
        let class = |wanted| {
            node.attribute("class")
                .is_some_and(|class| class.split_whitespace().any(|c| c == wanted))
        };
        let namespace = node.tag_name().namespace().unwrap_or_default();
        let unseen = hidden(local, namespace)
            || node.has_attribute("popover")
            || class("noteref")
            || class("backlink");
        if unseen {
            continue;
        }
        // A block that stands where only text may is a `span` of this class, shown as a block.
        let around = match namespace {
            MATHML if formulas && local == "math" => {
                text.push(' ');
                continue;
            }
            SVG | MATHML => "",
            _ if class("block") => "\n",
            _ => surroundings(local),
        };
        text.push_str(around);
        left.push((node, Some(around)));
        let mut child = node.last_child();
        while let Some(next) = child {
            left.push((next, None));
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
        let word: String = word.trim_start_matches(':').chars().filter(|c| !is_sign(*c)).collect();
        if !word.is_empty() {
            *words.entry(word).or_default() += 1;
        }
    }
    words
}

/// The characters of a text, each as a word.
pub(super) fn characters(text: &str) -> Words {
    let mut characters = Words::new();
    let counts = |c: &char| legal(*c) && !c.is_whitespace() && *c != ':' && !is_sign(*c);
    for c in text.chars().filter(counts) {
        *characters.entry(c.to_string()).or_default() += 1;
    }
    characters
}

/// `H~2~O` is text for pulldown-cmark, and subscript in the book; quotes, dashes and dots are set by
/// the rules of bindery, which has tests of its own for them.
fn is_sign(c: char) -> bool {
    matches!(c, '~' | '^' | '\'' | '"' | '-' | '.' | '\u{2010}'..='\u{203a}' | '«' | '»')
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

#[test]
fn both_sides_show_the_same() {
    let seen = |text: &str| words(text).into_keys().collect::<Vec<_>>();
    let markdown =
        "a <b>b</b><template>no</template>\n<br>H~2~O <svg><title>no</title><text>c</text></svg>";
    let page = "<div><p>a <b>b</b><template>no</template><br/>H<sub>2</sub>O</p>\
        <svg xmlns='http://www.w3.org/2000/svg'><title>no</title><text>c</text></svg></div>";
    assert_eq!(seen(&of_markdown(markdown, true, &[])), ["H2O", "a", "b", "c"]);
    assert_eq!(seen(&of_page(page, false).unwrap()), ["H2O", "a", "b", "c"]);
    assert!(of_page("<p>a<br></p>", false).is_err());
}

#[test]
fn a_note_that_was_left_out_is_not_asked_for() {
    let markdown = "a\n\n[^x]: b\n\n[^y]: c\n";
    assert_eq!(words(&of_markdown(markdown, true, &[3])), words("a c"));
}

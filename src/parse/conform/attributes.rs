//! Which attributes may stand on which element, and in which values: tables, and the pass that
//! holds an element to them.
//!
//! In: an element with whatever attributes. Out: the element with those that are legal, old ones
//! in today's form. Ids and addresses stay as they are: `resolve` decides on them.
//! Source: HTML standard, the attributes of each element; WAI-ARIA 1.2, DPUB-ARIA 1.1 and ARIA in
//! HTML for roles; EPUB 3.3 section 6.1.3 and EPUB 3 Structural Semantics 1.1 for `epub:type`.

use super::Report;
use super::values::{Kind, style};
use crate::diagnostic::code;
use crate::tree::{Attr, Element, Name, Tag, Value};
use std::borrow::Cow;

/// The attributes of an element itself, besides those that every element may have.
fn own(tag: Tag) -> &'static [(&'static str, Kind)] {
    use Kind::{
        Any, Date, Flag, Ids, Language, MediaType, Moment, OneOf, Pixels, Signed, Whole, Words,
    };
    const CELL: &[(&str, Kind)] =
        &[("colspan", Whole(1, 1000)), ("rowspan", Whole(0, 65_534)), ("headers", Ids)];
    match tag {
        Tag::A => &[("href", Any), ("hreflang", Language), ("type", MediaType)],
        Tag::Blockquote | Tag::Q => &[("cite", Any)],
        Tag::Ins | Tag::Del => &[("cite", Any), ("datetime", Moment)],
        Tag::Time => &[("datetime", Date)],
        Tag::Data => &[("value", Any)],
        Tag::Ol => {
            const NUMBERS: &[&str] = &["1", "a", "A", "i", "I"];
            &[("start", Signed), ("reversed", Flag), ("type", OneOf(NUMBERS))]
        }
        Tag::Li => &[("value", Signed)],
        Tag::Img => &[("src", Any), ("alt", Any), ("width", Pixels), ("height", Pixels)],
        Tag::Audio => &[
            ("src", Any),
            ("controls", Flag),
            ("loop", Flag),
            ("muted", Flag),
            ("preload", OneOf(&["none", "metadata", "auto"])),
        ],
        Tag::Video => &[
            ("src", Any),
            ("poster", Any),
            ("controls", Flag),
            ("loop", Flag),
            ("muted", Flag),
            ("preload", OneOf(&["none", "metadata", "auto"])),
            ("width", Pixels),
            ("height", Pixels),
        ],
        Tag::Source => &[("src", Any), ("type", MediaType)],
        Tag::Track => &[
            ("src", Any),
            ("kind", OneOf(&["subtitles", "captions", "descriptions", "chapters", "metadata"])),
            ("srclang", Language),
            ("label", Words),
            ("default", Flag),
        ],
        Tag::Td => CELL,
        Tag::Th => &[
            ("colspan", Whole(1, 1000)),
            ("rowspan", Whole(0, 65_534)),
            ("headers", Ids),
            ("scope", OneOf(&["row", "col", "rowgroup", "colgroup"])),
        ],
        Tag::Col | Tag::Colgroup => &[("span", Whole(1, 1000))],
        Tag::Details => &[("open", Flag)],
        _ => &[],
    }
}

/// The attributes of every element.
const GLOBAL: &[(&str, Kind)] = &[
    ("id", Kind::Id),
    ("class", Kind::Any),
    ("title", Kind::Any),
    ("lang", Kind::Language),
    ("dir", Kind::OneOf(&["ltr", "rtl", "auto"])),
    ("translate", Kind::OneOf(&["yes", "no"])),
    ("hidden", Kind::Flag),
    ("style", Kind::Style),
    ("aria-label", Kind::Words),
    ("aria-hidden", Kind::OneOf(&["true", "false"])),
    ("aria-labelledby", Kind::Ids),
    ("aria-describedby", Kind::Ids),
];

/// Attributes whose loss changes nothing that a reader of a book would see.
const SILENT: &[&str] = &[
    "loading",
    "decoding",
    "fetchpriority",
    "crossorigin",
    "referrerpolicy",
    "srcset",
    "sizes",
    "target",
    "ping",
    "download",
    "rel",
    "tabindex",
    "xmlns",
    "autoplay",
    "playsinline",
];

/// Roles that an author may give: on neutral elements, and on those for which ARIA in HTML has
/// more. Roles of things to press are none: nothing in a book answers.
fn roles(tag: Tag) -> &'static [&'static str] {
    match tag {
        Tag::Div | Tag::Span | Tag::P | Tag::Blockquote | Tag::Figure => &[
            "note",
            "img",
            "math",
            "group",
            "region",
            "figure",
            "presentation",
            "doc-abstract",
            "doc-afterword",
            "doc-credit",
            "doc-dedication",
            "doc-epigraph",
            "doc-example",
            "doc-footnote",
            "doc-notice",
            "doc-pagebreak",
            "doc-pullquote",
            "doc-subtitle",
            "doc-tip",
        ],
        Tag::A => &["doc-backlink", "doc-biblioref", "doc-glossref", "doc-noteref"],
        Tag::Section => &[
            "region",
            "note",
            "group",
            "doc-abstract",
            "doc-acknowledgments",
            "doc-afterword",
            "doc-appendix",
            "doc-bibliography",
            "doc-chapter",
            "doc-colophon",
            "doc-conclusion",
            "doc-credit",
            "doc-credits",
            "doc-dedication",
            "doc-endnotes",
            "doc-epigraph",
            "doc-epilogue",
            "doc-errata",
            "doc-example",
            "doc-foreword",
            "doc-glossary",
            "doc-index",
            "doc-introduction",
            "doc-notice",
            "doc-part",
            "doc-preface",
            "doc-prologue",
            "doc-pullquote",
            "doc-qna",
        ],
        Tag::Aside => &[
            "note",
            "region",
            "presentation",
            "doc-dedication",
            "doc-example",
            "doc-footnote",
            "doc-glossary",
            "doc-pullquote",
            "doc-tip",
        ],
        Tag::Nav => &["navigation", "doc-index", "doc-pagelist", "doc-toc", "presentation"],
        Tag::Hr => &["separator", "presentation", "doc-pagebreak"],
        Tag::Img => &["img", "presentation"],
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
            &["heading", "presentation", "doc-subtitle"]
        }
        Tag::Ul | Tag::Ol | Tag::Dl => &["list", "group", "presentation"],
        _ => &[],
    }
}

/// The vocabulary of `epub:type`, without what is deprecated.
const EPUB_TYPES: &[&str] = &[
    "abstract",
    "acknowledgments",
    "afterword",
    "appendix",
    "assessment",
    "assessments",
    "backlink",
    "backmatter",
    "balloon",
    "biblioentry",
    "bibliography",
    "biblioref",
    "bodymatter",
    "bridgehead",
    "case-study",
    "chapter",
    "colophon",
    "conclusion",
    "contributors",
    "copyright-page",
    "cover",
    "covertitle",
    "credit",
    "credits",
    "dedication",
    "division",
    "endnotes",
    "epigraph",
    "epilogue",
    "errata",
    "figure",
    "footnote",
    "foreword",
    "frontispiece",
    "frontmatter",
    "fulltitle",
    "glossary",
    "glossdef",
    "glossref",
    "glossterm",
    "halftitle",
    "halftitlepage",
    "imprimatur",
    "imprint",
    "index",
    "introduction",
    "keyword",
    "keywords",
    "label",
    "learning-objective",
    "learning-objectives",
    "learning-resource",
    "list",
    "list-item",
    "loa",
    "loi",
    "lot",
    "lov",
    "notice",
    "noteref",
    "ordinal",
    "other-credits",
    "pagebreak",
    "page-list",
    "panel",
    "panel-group",
    "part",
    "practice",
    "practices",
    "preamble",
    "preface",
    "prologue",
    "pullquote",
    "qna",
    "question",
    "referrer",
    "revision-history",
    "seriespage",
    "sound-area",
    "subtitle",
    "table",
    "table-cell",
    "table-row",
    "text-area",
    "tip",
    "title",
    "titlepage",
    "toc",
    "toc-brief",
    "topic-sentence",
    "volume",
];

/// Keeps the legal attributes of an element of HTML, and puts old ones into today's form. `written`
/// is the element's name in the manuscript.
pub(super) fn conform(
    element: &mut Element<'_>,
    written: &str,
    at: usize,
    report: &mut Report<'_>,
) {
    let Name::Html(tag) = element.name else { return };
    if !element.attrs.is_empty() {
        modernise(element, tag);
        let mut lost = Lost::default();
        let attrs = std::mem::take(&mut element.attrs);
        for attr in attrs {
            keep_legal(element, tag, attr, &mut lost);
        }
        lost.report(written, at, report);
    }
    require(element, tag);
}

/// Names of attributes that were left out.
#[derive(Default)]
pub(super) struct Lost {
    /// They would run a script.
    pub(super) handlers: Vec<String>,
    /// They are not legal there.
    pub(super) others: Vec<String>,
}

impl Lost {
    /// Puts a name where it belongs.
    pub(super) fn add(&mut self, name: &str) {
        let list = if name.starts_with("on") { &mut self.handlers } else { &mut self.others };
        list.push(format!("`{name}`"));
    }

    /// Reports what was left out of an element.
    pub(super) fn report(self, element: &str, at: usize, report: &mut Report<'_>) {
        if !self.handlers.is_empty() {
            let message = format!(
                "`<{element}>` can't have {} here: nothing in a book runs scripts; left out",
                self.handlers.join(", ")
            );
            report.push(&code::HTML_SCRIPT, at, message);
        }
        if !self.others.is_empty() {
            let message =
                format!("`<{element}>` can't have {} here; left out", self.others.join(", "));
            report.push(&code::HTML_CHANGED, at, message);
        }
    }
}

/// Adds an attribute to the element again, where it is legal there.
fn keep_legal<'s>(element: &mut Element<'s>, tag: Tag, mut attr: Attr<'s>, lost: &mut Lost) {
    // HTML's parser knows no namespaces; whoever writes these means XML's.
    if let Some(name @ ("lang" | "id")) = attr.name.strip_prefix("xml:") {
        attr.name = Cow::Owned(name.to_owned());
    }
    let twice = element.attrs.iter().any(|other| other.name == attr.name);
    let (mut legal, mut partly) = (true, false);
    if let Value::Text(value) = &mut attr.value {
        partly = attr.name == "style" && !style::keep(value).1;
        legal = is_legal(tag, &attr.name, value);
    }
    if legal && !twice {
        element.attrs.push(attr);
        if partly {
            lost.others.push("a part of `style`".to_owned());
        }
    } else {
        // `xml:lang` beside `lang` says the same once more.
        let silent = SILENT.contains(&attr.name.as_ref()) || (legal && attr.name == "lang");
        if !silent {
            lost.add(&attr.name);
        }
    }
}

/// Whether the attribute may stand on the element with that value, which may be put into its legal
/// form.
fn is_legal(tag: Tag, name: &str, value: &mut Cow<'_, str>) -> bool {
    let find = |table: &'static [(&str, Kind)]| table.iter().find(|(known, _)| *known == name);
    if let Some((_, kind)) = find(own(tag)).or_else(|| find(GLOBAL)) {
        return kind.accept(name, value);
    }
    match name {
        "role" => {
            let role = value.trim().to_ascii_lowercase();
            let known = roles(tag).contains(&role.as_str());
            *value = Cow::Owned(role);
            known
        }
        "epub:type" => {
            let known: Vec<&str> =
                value.split_ascii_whitespace().filter(|word| EPUB_TYPES.contains(word)).collect();
            let legal = !known.is_empty();
            *value = Cow::Owned(known.join(" "));
            legal
        }
        _ => name.strip_prefix("data-").is_some_and(is_data_name),
    }
}

/// Whether a name of the author's own may follow on `data-`: XML has to take it, in lower case.
pub(super) fn is_data_name(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_lowercase())
        && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether every element of HTML may have the attribute: it stays where an element changes name.
pub(super) fn is_global(name: &str) -> bool {
    name.starts_with("data-") || GLOBAL.iter().any(|(known, _)| *known == name)
}

/// What `type` on a list or an item means. Source: HTML standard section 15.3.7.
const MARKERS: &[(&str, &str)] = &[
    ("disc", "disc"),
    ("circle", "circle"),
    ("square", "square"),
    ("1", "decimal"),
    ("a", "lower-alpha"),
    ("A", "upper-alpha"),
    ("i", "lower-roman"),
    ("I", "upper-roman"),
];

/// Presentation that HTML once had as attributes becomes a class or a style, and `<a name>` an id.
/// Source: HTML standard section 15.3 (how the old attributes are drawn).
fn modernise(element: &mut Element<'_>, tag: Tag) {
    if tag == Tag::A {
        let id = element.attr("id").map(str::to_owned);
        element
            .attrs
            .retain(|attr| attr.name != "name" || id.is_none() || !is(attr, id.as_deref()));
        if id.is_none() {
            for attr in element.attrs.iter_mut().filter(|attr| attr.name == "name") {
                attr.name = Cow::Borrowed("id");
            }
        }
    }
    let mut classes: Vec<String> = Vec::new();
    let mut styles: Vec<String> = Vec::new();
    element.attrs.retain(|attr| {
        let Value::Text(written) = &attr.value else { return true };
        let value = written.trim().to_ascii_lowercase();
        let sized = match tag {
            Tag::Td | Tag::Th | Tag::Table | Tag::Col | Tag::Colgroup | Tag::Hr => true,
            // A share of the page; pixels stay as they are.
            Tag::Img | Tag::Video => value.ends_with('%'),
            _ => false,
        };
        match attr.name.as_ref() {
            "align" if matches!(value.as_str(), "left" | "right" | "center" | "justify") => {
                classes.push(format!("align-{value}"));
            }
            "align" if tag == Tag::Caption && matches!(value.as_str(), "top" | "bottom") => {
                styles.push(format!("caption-side: {value}"));
            }
            "clear" if tag == Tag::Br => match value.as_str() {
                "left" | "right" => styles.push(format!("clear: {value}")),
                "all" | "both" => styles.push("clear: both".to_owned()),
                _ => return true,
            },
            "align" if value == "middle" => classes.push("align-center".to_owned()),
            "valign" if matches!(value.as_str(), "top" | "middle" | "bottom" | "baseline") => {
                classes.push(format!("valign-{value}"));
            }
            "nowrap" => classes.push("nobr".to_owned()),
            "bgcolor" => match style::color(&value) {
                Some(color) => styles.push(format!("background-color: {color}")),
                None => return true,
            },
            "color" if tag == Tag::Font => match style::color(&value) {
                Some(color) => styles.push(format!("color: {color}")),
                None => return true,
            },
            "face" if tag == Tag::Font => match style::families(&value) {
                Some(families) => styles.push(format!("font-family: {families}")),
                None => return true,
            },
            "size" if tag == Tag::Font => match style::font_size(&value) {
                Some(size) => styles.push(format!("font-size: {size}")),
                None => return true,
            },
            "width" | "height" if sized => match style::length(&value) {
                Some(length) => styles.push(format!("{}: {length}", attr.name)),
                None => return true,
            },
            // A letter is the type of a numbered list; there it stays an attribute.
            "type" if matches!(tag, Tag::Ul | Tag::Ol | Tag::Li) => {
                let found = MARKERS.iter().find(|(name, _)| {
                    if name.len() > 1 { *name == value } else { *name == written.trim() }
                });
                match found {
                    Some((name, style)) if tag != Tag::Ol || name.len() > 1 => {
                        styles.push(format!("list-style-type: {style}"));
                    }
                    _ => return true,
                }
            }
            _ => return true,
        }
        false
    });
    for class in classes {
        element.add_class(&class);
    }
    if !styles.is_empty() {
        // What the author's own `style` says comes last, and wins.
        styles.extend(element.attr("style").map(str::to_owned));
        element.set("style", Value::Text(Cow::Owned(styles.join("; "))));
    }
}

fn is(attr: &Attr<'_>, value: Option<&str>) -> bool {
    matches!(&attr.value, Value::Text(text) if Some(text.as_ref()) == value)
}

/// Takes presentation along when an element changes its name.
pub(super) fn keep_presentation(element: &mut Element<'_>) {
    if let Name::Html(tag) = element.name
        && !element.attrs.is_empty()
    {
        modernise(element, tag);
    }
}

/// What an element must have is given to it, or it becomes one that needs nothing.
fn require(element: &mut Element<'_>, tag: Tag) {
    match tag {
        // One that says it has no alternative text is decoration; one without a word on it is
        // told from that, and gets its empty text when it is written.
        Tag::Img => {
            if element.attr("alt") == Some("") {
                element.set("role", Value::Text(Cow::Borrowed("presentation")));
            }
            // One without an address is told of with those whose address leads nowhere.
            if element.attrs.iter().all(|attr| attr.name != "src") {
                element.set("src", Value::Text(Cow::Borrowed("")));
            }
        }
        Tag::Audio | Tag::Video => {
            element.set("controls", Value::Text(Cow::Borrowed("controls")));
        }
        // Where there is no link, nothing can be said of where it leads.
        Tag::A if !element.attrs.iter().any(|attr| attr.name == "href") => {
            element.attrs.retain(|attr| !matches!(&*attr.name, "hreflang" | "type" | "role"));
        }
        Tag::Bdo if element.attr("dir").is_none() => element.name = Name::Html(Tag::Span),
        Tag::Data if element.attr("value").is_none() => element.name = Name::Html(Tag::Span),
        _ => {}
    }
}

/// A class made of an element's name.
pub(super) fn class_of(name: &str) -> String {
    let class: String =
        name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    if class.is_empty() { "unknown".to_owned() } else { class }
}

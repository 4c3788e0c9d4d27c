//! The styles of a DOCX: what a paragraph is, and how a run looks.
//!
//! In: `styles.xml`. Out: by style, a role and the properties that matter in a book. Refuses to know:
//! sizes, colours and spaces. Word keeps the names of built-in styles in English whatever language it
//! speaks; the ids are translated. Source: ECMA-376 part 1, section 17.7.

use super::package::{attr, child, on, value};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Styles that others are based on, at most: a chain may be a ring.
const CHAIN: usize = 20;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Role {
    /// A paragraph.
    #[default]
    Plain,
    /// The title of the document.
    Title,
    /// Its subtitle.
    Subtitle,
    /// Its author.
    Author,
    /// Its date.
    Date,
    /// A heading, 1 to 6.
    Heading(u8),
    /// Quoted.
    Quote,
    /// A line of code.
    Code,
    /// A stanza.
    Verse,
    /// What stands below a picture or above a table.
    Caption,
    /// It goes on with the item of a list above it.
    ListMore,
    /// A line of a table of contents.
    Contents,
}

/// What a run looks like; `None` where a style says nothing of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) strike: Option<bool>,
    pub(super) underline: Option<bool>,
    pub(super) small_caps: Option<bool>,
    pub(super) mono: Option<bool>,
    pub(super) mark: Option<bool>,
    pub(super) hidden: Option<bool>,
    /// `Some('^')` superscript, `Some('_')` subscript, `Some('.')` neither.
    pub(super) position: Option<char>,
    /// BCP 47 tags: of Latin text, of East Asian text, of text from right to left.
    pub(super) lang: Option<String>,
    pub(super) lang_east: Option<String>,
    pub(super) lang_bidi: Option<String>,
    /// Whether the text runs from right to left.
    pub(super) rtl: Option<bool>,
}

impl Look {
    /// What `over` says, and for the rest what `self` does.
    pub(super) fn with(&self, over: &Look) -> Look {
        Look {
            bold: over.bold.or(self.bold),
            italic: over.italic.or(self.italic),
            strike: over.strike.or(self.strike),
            underline: over.underline.or(self.underline),
            small_caps: over.small_caps.or(self.small_caps),
            mono: over.mono.or(self.mono),
            mark: over.mark.or(self.mark),
            hidden: over.hidden.or(self.hidden),
            position: over.position.or(self.position),
            lang: over.lang.clone().or_else(|| self.lang.clone()),
            lang_east: over.lang_east.clone().or_else(|| self.lang_east.clone()),
            lang_bidi: over.lang_bidi.clone().or_else(|| self.lang_bidi.clone()),
            rtl: over.rtl.or(self.rtl),
        }
    }

    /// The properties of an `rPr`, without the style that it names.
    pub(super) fn read(properties: Node<'_, '_>) -> Look {
        let tag = |node: Node<'_, '_>, name: &str| {
            attr(node, name).filter(|tag| tag.len() > 1 && *tag != "x-none").map(str::to_owned)
        };
        let lang = child(properties, "lang");
        Look {
            bold: on(properties, "b"),
            italic: on(properties, "i"),
            strike: on(properties, "strike").or_else(|| on(properties, "dstrike")),
            underline: on(properties, "u"),
            small_caps: on(properties, "smallCaps"),
            mono: child(properties, "rFonts")
                .and_then(|fonts| attr(fonts, "ascii").or_else(|| attr(fonts, "hAnsi")))
                .map(is_mono),
            mark: on(properties, "highlight"),
            hidden: on(properties, "vanish").or_else(|| on(properties, "webHidden")),
            position: value(properties, "vertAlign").map(|position| match position {
                "superscript" => '^',
                "subscript" => '_',
                _ => '.',
            }),
            lang: lang.and_then(|lang| tag(lang, "val")),
            lang_east: lang.and_then(|lang| tag(lang, "eastAsia")),
            lang_bidi: lang.and_then(|lang| tag(lang, "bidi")),
            rtl: on(properties, "rtl"),
        }
    }
}

/// Whether all signs of a font are of one width, by its name.
fn is_mono(font: &str) -> bool {
    let font = font.to_ascii_lowercase();
    let mono = font.contains("mono") && !font.contains("monotype");
    let named = ["courier", "consolas", "menlo", "monaco", "lucida console", "inconsolata"];
    mono || named.iter().any(|name| font.contains(name))
        || font.ends_with(" code")
        || font.contains("source code")
}

/// A style.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// What a paragraph in it is.
    pub(super) role: Role,
    /// What a run in it looks like.
    pub(super) look: Look,
    /// The numbering that a paragraph in it has: its id and level.
    pub(super) numbering: Option<(String, usize)>,
    /// How much deeper its lists are than their numbering says: those of “List Bullet 2” are lists of
    /// their own, and stand further in.
    pub(super) depth: usize,
    /// Whether paragraphs run from right to left.
    pub(super) rtl: bool,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    paragraph: Option<String>,
    /// What runs look like where nothing is said.
    pub(super) look: Look,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(document: &Document<'_>) -> Styles {
        let root = document.root_element();
        let mut styles = Styles::default();
        let defaults = child(root, "docDefaults").and_then(|node| child(node, "rPrDefault"));
        if let Some(properties) = defaults.and_then(|node| child(node, "rPr")) {
            // What scripts other than Latin are marked with there is Word's own setting, and tells
            // nothing of the text.
            styles.look = Look { lang_east: None, lang_bidi: None, ..Look::read(properties) };
        }
        let mut nodes = BTreeMap::new();
        for node in root.children().filter(|node| node.tag_name().name() == "style") {
            let Some(id) = attr(node, "styleId") else { continue };
            nodes.entry(id).or_insert(node);
            if attr(node, "type") == Some("paragraph")
                && matches!(attr(node, "default"), Some("1" | "true" | "on"))
            {
                styles.paragraph = Some(id.to_owned());
            }
        }
        for id in nodes.keys() {
            let mut chain = Vec::new();
            let mut at = Some(*id);
            while let Some(node) = at.and_then(|id| nodes.get(id)).copied()
                && chain.len() < CHAIN
            {
                chain.push(node);
                at = value(node, "basedOn");
            }
            let mut style = Style::default();
            // From what all is based on to the style itself.
            for node in chain.into_iter().rev() {
                style.add(node);
            }
            styles.by_id.insert((*id).to_owned(), style);
        }
        styles
    }

    /// The style of that id; where none is named, the one of all paragraphs.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Style {
        let id = id.filter(|id| self.by_id.contains_key(*id)).or(self.paragraph.as_deref());
        id.and_then(|id| self.by_id.get(id)).cloned().unwrap_or_default()
    }

    /// What runs of a character style look like.
    pub(super) fn look(&self, id: &str) -> Look {
        self.by_id.get(id).map(|style| style.look.clone()).unwrap_or_default()
    }
}

impl Style {
    /// Adds what a style says over those that it is based on.
    fn add(&mut self, node: Node<'_, '_>) {
        let name = value(node, "name").unwrap_or_default();
        let properties = child(node, "pPr");
        let level = properties
            .and_then(|properties| value(properties, "outlineLvl"))
            .and_then(|level| level.parse::<u8>().ok())
            .filter(|level| *level < 9);
        let deeper = ["list bullet ", "list number "]
            .iter()
            .find_map(|list| name.to_lowercase().strip_prefix(list)?.parse::<usize>().ok());
        if let Some(deeper) = deeper {
            self.depth = deeper.clamp(1, 9) - 1;
        }
        if let Some(role) = role(name) {
            self.role = role;
        } else if let Some(level) = level {
            self.role = Role::Heading((level + 1).min(6));
        }
        if let Some(properties) = properties {
            if let Some(numbering) = numbering(properties) {
                self.numbering = Some(numbering);
            }
            self.rtl = on(properties, "bidi").unwrap_or(self.rtl);
        }
        if let Some(properties) = child(node, "rPr") {
            self.look = self.look.with(&Look::read(properties));
        }
        if matches!(name.to_ascii_lowercase().as_str(), "html code" | "verbatim char" | "code char")
        {
            self.look.mono = Some(true);
        }
    }
}

/// The numbering that the properties of a paragraph name; the id `0` takes one away.
pub(super) fn numbering(properties: Node<'_, '_>) -> Option<(String, usize)> {
    let numbering = child(properties, "numPr")?;
    let level = value(numbering, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
    Some((value(numbering, "numId").unwrap_or_default().to_owned(), usize::min(level, 8)))
}

/// Names of styles, in lower case, and what a paragraph in them is. Those of Word, `LibreOffice`, Google
/// Docs, Pages and pandoc.
const ROLES: &[(&str, Role)] = &[
    ("normal", Role::Plain),
    ("body text", Role::Plain),
    ("title", Role::Title),
    ("subtitle", Role::Subtitle),
    ("author", Role::Author),
    ("date", Role::Date),
    ("quote", Role::Quote),
    ("intense quote", Role::Quote),
    ("block text", Role::Quote),
    ("block quote", Role::Quote),
    ("blockquote", Role::Quote),
    ("quotations", Role::Quote),
    ("source code", Role::Code),
    ("code", Role::Code),
    ("code block", Role::Code),
    ("html preformatted", Role::Code),
    ("preformatted text", Role::Code),
    ("macro", Role::Code),
    ("verse", Role::Verse),
    ("poem", Role::Verse),
    ("poetry", Role::Verse),
    ("caption", Role::Caption),
    ("image caption", Role::Caption),
    ("table caption", Role::Caption),
    ("illustration", Role::Caption),
    ("toc heading", Role::Contents),
    ("contents heading", Role::Contents),
    ("index heading", Role::Plain),
];

fn role(name: &str) -> Option<Role> {
    let name = name.to_lowercase();
    if let Some((_, role)) = ROLES.iter().find(|(known, _)| *known == name) {
        return Some(*role);
    }
    let level = |rest: &str| rest.trim().parse::<u8>().ok().filter(|level| (1..=9).contains(level));
    if let Some(level) = name.strip_prefix("heading").and_then(level) {
        return Some(Role::Heading(level.min(6)));
    }
    if name
        .strip_prefix("toc ")
        .or_else(|| name.strip_prefix("contents "))
        .and_then(level)
        .is_some()
    {
        return Some(Role::Contents);
    }
    name.starts_with("list continue").then_some(Role::ListMore)
}

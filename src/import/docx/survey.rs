//! What has to be known of a document before it is read.
//!
//! In: its XML and styles. Out: the language that most of it is in, whether fonts of one width mean
//! anything, and which fields come to an end. Refuses to know: what becomes of the text.

use super::package::{attr, child};
use super::styles::{Look, Styles};
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of the text from which its language is guessed.
const SAMPLE: usize = 20_000;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The tag that most characters are marked with.
    pub(super) lang: Option<String>,
    /// Whether most of the text is in a font of one width, so that it says nothing.
    pub(super) typewriter: bool,
    /// The beginning of the text.
    pub(super) sample: String,
    /// Numbers of the nodes at which fields begin that have an end.
    pub(super) ended: BTreeSet<u32>,
}

impl Survey {
    /// Goes through a document.
    pub(super) fn of(root: Node<'_, '_>, styles: &Styles) -> Survey {
        let mut survey = Survey::default();
        let mut langs: BTreeMap<String, usize> = BTreeMap::new();
        let (mut all, mut mono) = (0, 0);
        let mut paragraph = Look::default();
        for node in root.descendants().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => {
                    let style = child(node, "pPr").and_then(|pr| child(pr, "pStyle"));
                    let style = styles.paragraph(style.and_then(|style| attr(style, "val")));
                    paragraph = styles.look.with(&style.look);
                    survey.sampled("\n");
                }
                "r" => {
                    let look = look(node, styles, &paragraph);
                    let text: String = node
                        .children()
                        .filter(|node| node.tag_name().name() == "t")
                        .filter_map(|node| node.text())
                        .collect();
                    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
                    all += letters;
                    if look.mono == Some(true) {
                        mono += letters;
                    }
                    if let Some(lang) = lang_of(&look, &text) {
                        *langs.entry(lang.to_owned()).or_default() += letters;
                    }
                    survey.sampled(&text);
                }
                _ => {}
            }
        }
        survey.typewriter = mono * 2 > all;
        // Of two that are as frequent the one that comes first in the alphabet.
        let most = langs.iter().rev().max_by_key(|(_, count)| **count);
        survey.lang = most.map(|(lang, _)| lang.clone());
        survey.ended = ended(root);
        survey
    }

    fn sampled(&mut self, text: &str) {
        if self.sample.len() < SAMPLE {
            self.sample.push_str(text);
        }
    }
}

/// What a run looks like in a paragraph that looks like `paragraph`.
pub(super) fn look(run: Node<'_, '_>, styles: &Styles, paragraph: &Look) -> Look {
    let Some(properties) = child(run, "rPr") else { return paragraph.clone() };
    let named = child(properties, "rStyle").and_then(|style| attr(style, "val"));
    let styled = named.map(|id| styles.look(id)).unwrap_or_default();
    paragraph.with(&styled).with(&Look::read(properties))
}

/// The language of a run: Word names one for each kind of script.
pub(super) fn lang_of<'l>(look: &'l Look, text: &str) -> Option<&'l str> {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let east = |c: char| matches!(u32::from(c), 0x1100..=0x11ff | 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xff00..=0xffef | 0x20000..=0x3ffff);
    let count = letters().count();
    let lang = if count == 0 {
        None
    } else if letters().filter(|c| east(*c)).count() * 2 > count {
        look.lang_east.as_deref()
    } else if look.rtl == Some(true) {
        look.lang_bidi.as_deref()
    } else {
        look.lang.as_deref()
    };
    lang.filter(|lang| primary(lang).is_some())
}

/// The first part of a tag, in lower case, where it is one of a language.
pub(super) fn primary(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    let legal =
        (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
    (legal && primary != "und").then(|| primary.to_ascii_lowercase())
}

/// The beginnings of fields for which there is an end in the same part.
fn ended(root: Node<'_, '_>) -> BTreeSet<u32> {
    let mut open = Vec::new();
    let mut ended = BTreeSet::new();
    for node in root.descendants().filter(|node| node.tag_name().name() == "fldChar") {
        match attr(node, "fldCharType") {
            Some("begin") => open.push(node.id().get()),
            Some("end") => ended.extend(open.pop()),
            _ => {}
        }
    }
    ended
}

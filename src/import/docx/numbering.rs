//! The numbers of lists and headings.
//!
//! In: `numbering.xml`, and the paragraphs that are numbered, in order. Out: for each its number and how
//! it is shown. Refuses to know: what is numbered. Source: ECMA-376 part 1, section 17.9.

use super::package::{attr, child, value};
use roxmltree::Document;
use std::collections::BTreeMap;

/// Levels of a list.
const LEVELS: usize = 9;

/// How a level of a list is numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Level {
    format: Format,
    start: u32,
    /// What is shown: `%1.%2` stands for the numbers of the first and second level.
    text: String,
}

/// The signs of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A bullet.
    Bullet,
    /// Nothing is shown.
    Nothing,
    /// 1, 2, 3; also for formats that no list in a book has.
    Decimal,
    /// a, b, c.
    LowerLetter,
    /// A, B, C.
    UpperLetter,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

impl Format {
    /// The `type` of a numbered list in HTML, where it isn't the usual one.
    pub(super) fn html(self) -> Option<&'static str> {
        match self {
            Format::LowerLetter => Some("a"),
            Format::UpperLetter => Some("A"),
            Format::LowerRoman => Some("i"),
            Format::UpperRoman => Some("I"),
            _ => None,
        }
    }

    fn of(name: &str) -> Format {
        match name {
            "bullet" => Format::Bullet,
            "none" => Format::Nothing,
            "lowerLetter" => Format::LowerLetter,
            "upperLetter" => Format::UpperLetter,
            "lowerRoman" => Format::LowerRoman,
            "upperRoman" => Format::UpperRoman,
            _ => Format::Decimal,
        }
    }
}

/// A list by its id.
#[derive(Debug, Clone, Default)]
struct List {
    /// The list whose numbers it goes on with.
    family: String,
    levels: BTreeMap<usize, Level>,
    /// Levels that begin anew in this one.
    restarts: BTreeMap<usize, u32>,
}

/// A paragraph's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered {
    /// How its level is numbered.
    pub(super) format: Format,
    /// The number itself.
    pub(super) number: u32,
    /// The number as it is shown, with what stands around it.
    pub(super) label: String,
}

/// All lists, and how far their numbers have come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, List>,
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Lists whose own beginnings have been used.
    begun: BTreeMap<String, [bool; LEVELS]>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(document: &Document<'_>) -> Numbering {
        let root = document.root_element();
        let mut families = BTreeMap::new();
        for node in root.children().filter(|node| node.tag_name().name() == "abstractNum") {
            let levels: BTreeMap<usize, Level> =
                node.children().filter_map(|node| Level::read(node)).collect();
            families.insert(attr(node, "abstractNumId").unwrap_or_default(), levels);
        }
        let mut lists = BTreeMap::new();
        for node in root.children().filter(|node| node.tag_name().name() == "num") {
            let Some(id) = attr(node, "numId") else { continue };
            let family = value(node, "abstractNumId").unwrap_or_default();
            let mut list = List {
                family: family.to_owned(),
                levels: families.get(family).cloned().unwrap_or_default(),
                restarts: BTreeMap::new(),
            };
            for change in node.children().filter(|node| node.tag_name().name() == "lvlOverride") {
                let level = attr(change, "ilvl").and_then(|level| level.parse().ok());
                let Some(level) = level.filter(|level| *level < LEVELS) else { continue };
                if let Some((level, own)) = child(change, "lvl").and_then(Level::read) {
                    list.levels.insert(level, own);
                }
                if let Some(start) = value(change, "startOverride").and_then(|n| n.parse().ok()) {
                    list.restarts.insert(level, start);
                }
            }
            lists.insert(id.to_owned(), list);
        }
        Numbering { lists, ..Numbering::default() }
    }

    /// The number of the next paragraph of a list; `None` where there is no such list.
    pub(super) fn next(&mut self, id: &str, level: usize) -> Option<Numbered> {
        let list = self.lists.get(id)?;
        let level = level.min(LEVELS - 1);
        let start = |level: usize| list.levels.get(&level).map_or(1, |level| level.start);
        let counts = self.counts.entry(list.family.clone()).or_default();
        let begun = self.begun.entry(id.to_owned()).or_default();
        let mut number = match counts.get(level).copied().flatten() {
            Some(number) => number.saturating_add(1),
            None => start(level),
        };
        if let Some(begun) = begun.get_mut(level).filter(|begun| !**begun) {
            *begun = true;
            if let Some(restart) = list.restarts.get(&level) {
                number = *restart;
            }
        }
        for (other, count) in counts.iter_mut().enumerate() {
            if other == level {
                *count = Some(number);
            } else if other > level {
                *count = None;
            }
        }
        let own = list.levels.get(&level);
        let format = own.map_or(Format::Bullet, |own| own.format);
        let mut label = own.map(|own| own.text.clone()).unwrap_or_default();
        for (other, count) in counts.iter().enumerate() {
            let sign = format!("%{}", other + 1);
            if label.contains(&sign) {
                let format = list.levels.get(&other).map_or(Format::Decimal, |own| own.format);
                label = label.replace(&sign, &shown(count.unwrap_or(start(other)), format));
            }
        }
        Some(Numbered { format, number, label: label.trim().to_owned() })
    }
}

impl Level {
    fn read(node: roxmltree::Node<'_, '_>) -> Option<(usize, Level)> {
        if node.tag_name().name() != "lvl" {
            return None;
        }
        let number = attr(node, "ilvl")?.parse().ok().filter(|level| *level < LEVELS)?;
        let level = Level {
            format: Format::of(value(node, "numFmt").unwrap_or("decimal")),
            start: value(node, "start").and_then(|start| start.parse().ok()).unwrap_or(1),
            text: value(node, "lvlText").unwrap_or_default().chars().take(100).collect(),
        };
        Some((number, level))
    }
}

/// A number in its signs.
fn shown(number: u32, format: Format) -> String {
    let letter = |first: u8| {
        // After z come aa, bb, cc.
        let (times, at) = ((number - 1) / 26 + 1, (number - 1) % 26);
        let letter = char::from(first + u8::try_from(at).unwrap_or(0));
        std::iter::repeat_n(letter, times as usize).collect()
    };
    match format {
        Format::Bullet | Format::Nothing => String::new(),
        Format::LowerLetter if (1..=260).contains(&number) => letter(b'a'),
        Format::UpperLetter if (1..=260).contains(&number) => letter(b'A'),
        Format::LowerRoman if (1..4000).contains(&number) => roman(number).to_lowercase(),
        Format::UpperRoman if (1..4000).contains(&number) => roman(number),
        _ => number.to_string(),
    }
}

fn roman(mut number: u32) -> String {
    let signs = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (value, sign) in signs {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::super::package::parse;
    use super::*;

    #[test]
    fn numbers_go_on_and_begin_anew() {
        let text = r#"<numbering><abstractNum abstractNumId="5">
            <lvl ilvl="0"><start val="3"/><numFmt val="decimal"/><lvlText val="Chapter %1"/></lvl>
            <lvl ilvl="1"><numFmt val="lowerRoman"/><lvlText val="%1.%2"/></lvl></abstractNum>
            <num numId="1"><abstractNumId val="5"/></num>
            <num numId="2"><abstractNumId val="5"/><lvlOverride ilvl="0"><startOverride val="1"/></lvlOverride></num>
            </numbering>"#;
        let document = parse(text).unwrap();
        let mut numbering = Numbering::read(&document);
        let mut label = |id: &str, level| numbering.next(id, level).map(|n| n.label);
        let all = [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("2", 0), ("2", 0), ("9", 0)];
        let labels: Vec<Option<String>> = all.iter().map(|(id, level)| label(id, *level)).collect();
        let expected = [
            Some("Chapter 3"),
            Some("3.i"),
            Some("3.ii"),
            Some("Chapter 4"),
            Some("4.i"),
            Some("Chapter 1"),
            Some("Chapter 2"),
            None,
        ];
        assert_eq!(labels, expected.map(|label| label.map(str::to_owned)));
        assert_eq!(shown(28, Format::LowerLetter), "bb");
        assert_eq!(shown(1994, Format::UpperRoman), "MCMXCIV");
    }
}

//! Which part of a page is its article.
//!
//! In: a tree in order, and its leaves. Out: the element that holds the article, and the fate of each
//! leaf. Refuses to know: bylines, credits and other facts in the text.
//!
//! Several voices are heard: elements and classes that say what they hold (`chrome`), where the prose
//! is densest, containers that are made for articles, and Readability. None of them decides alone.

use super::Page;
use super::blocks::Leaf;
use super::chrome::{self, Chrome};
use super::readability;
use crate::import::credits::Form;
use crate::tree::{Element, NodeId, Step, Tag};

/// What becomes of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands in the article.
    Inside,
    /// It stands outside of it, and may say something about it.
    Beside,
    /// It is the page's own: what it was taken for.
    Chrome(&'static str),
}

/// What was found.
#[derive(Debug)]
pub(super) struct Content {
    /// The element that holds the article.
    pub(super) container: NodeId,
    /// The fate of each leaf.
    pub(super) fates: Vec<Fate>,
    /// For each node by number, what it is taken for, where it is the page's own.
    pub(super) chrome: Vec<Option<&'static str>>,
    /// The first leaf of the article.
    pub(super) first: usize,
}

/// Names of classes and ids that hold articles and nothing else, tokens joined.
const CONTAINERS: &[&str] = &[
    "articlebody",
    "storybody",
    "entrycontent",
    "postcontent",
    "postbody",
    "articlecontent",
    "articletext",
    "articlebodycontents",
    "articleviewcontents",
    "newsct",
    "dicarea",
    "articeBody",
    "newsbody",
    "fulltext",
    "semaincontainer",
    "articleview",
    "tttarticle",
    "contentsstyle",
    "honbun",
    "articleinner",
    "bodytext",
    "newsarticle",
    "artikeltext",
    "artikelinhalt",
    "articulocuerpo",
    "cuerponoticia",
    "cuerpo",
    "corpo",
    "corpoarticolo",
    "testoarticolo",
    "corpsarticle",
    "textearticle",
    "articlecorps",
    "tresc",
    "tekst",
    "inhalt",
    "mwparseroutput",
    "markup",
    "storycontent",
    "maincontent",
    "richtext",
    "prose",
    "texto",
    "testo",
    "texte",
    "artbody",
    "artikel",
];

/// Finds the article.
pub(super) fn find(page: &Page, leaves: &[Leaf]) -> Content {
    let kept = readability::kept(page);
    let of_node = chrome_of(page, leaves, &kept);
    let of = |leaf: &Leaf| of_node.get(leaf.node.index()).copied().flatten();
    let chrome: Vec<Option<&'static str>> = leaves.iter().map(of).collect();
    let mut weights = vec![0.0_f64; page.tree_size()];
    for (leaf, chrome) in leaves.iter().zip(&chrome) {
        if chrome.is_none() {
            let mut weight = prose(leaf);
            if kept.get(leaf.node.index()).copied().unwrap_or_default() {
                weight *= 3.0;
            }
            if let Some(place) = weights.get_mut(leaf.node.index()) {
                *place += weight;
            }
        }
    }
    let sums = summed(page, &weights);
    let container = densest(page, &sums);
    let inside = inside(page, container);
    let mut fates: Vec<Fate> = leaves
        .iter()
        .zip(&chrome)
        .map(|(leaf, chrome)| match chrome {
            Some(what) => Fate::Chrome(what),
            None if inside.get(leaf.node.index()).copied().unwrap_or_default() => Fate::Inside,
            None => Fate::Beside,
        })
        .collect();
    widgets(page, leaves, &mut fates, &kept);
    let is_inside = |fate: &Fate| *fate == Fate::Inside;
    let first = fates.iter().position(is_inside).unwrap_or(0);
    let end = fates.iter().rposition(is_inside).map_or(0, |last| last + 1);
    for (index, (leaf, fate)) in leaves.iter().zip(&mut fates).enumerate() {
        if *fate == Fate::Beside
            && (leaf.link_share() > 0.7 || index + 60 < first || index > end + 30)
        {
            *fate = Fate::Chrome(if leaf.link_share() > 0.7 {
                "links"
            } else {
                "other parts of the page"
            });
        }
    }
    Content { container, fates, chrome: of_node, first }
}

/// How much of an article a leaf is by its look: its length without links; headings and words that make
/// no sentence count for little.
fn prose(leaf: &Leaf) -> f64 {
    let unlinked = leaf.length.saturating_sub(leaf.linked);
    // A sign of these scripts says as much as two letters and more.
    let wide = leaf
        .text
        .chars()
        .filter(|c| matches!(*c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{d7ff}'));
    let size = f64::from(u32::try_from((unlinked + wide.count()).min(4000)).unwrap_or(4000));
    if leaf.link_share() > 0.5 {
        return size * 0.1;
    }
    let sentence =
        leaf.text.contains(['.', '!', '?', '。', '！', '？', '…', ';', '؟', '।', ',', '،', '、']);
    match leaf.form {
        Form::Heading(_) => 1.0,
        _ if size < 30.0 && !sentence => size * 0.2,
        Form::Item => size * 0.6,
        _ => size,
    }
}

/// Sums of a value over subtrees, by number.
fn summed(page: &Page, values: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; values.len()];
    let mut open = vec![0.0_f64];
    for step in page.tree.walk(page.body) {
        match step {
            Step::Enter(_) => open.push(0.0),
            Step::Leave(id) => {
                let own = values.get(id.index()).copied().unwrap_or_default();
                let all = open.pop().unwrap_or_default() + own;
                if let Some(above) = open.last_mut() {
                    *above += all;
                }
                if let Some(place) = sums.get_mut(id.index()) {
                    *place = all;
                }
            }
        }
    }
    sums
}

/// From the body down, as long as one child holds nearly all of the prose.
fn densest(page: &Page, sums: &[f64]) -> NodeId {
    let of = |id: NodeId| sums.get(id.index()).copied().unwrap_or_default();
    let mut at = page.body;
    loop {
        let all = of(at);
        let best = page
            .tree
            .children(at)
            .filter(|id| page.tree.element(*id).is_some())
            .max_by(|a, b| of(*a).total_cmp(&of(*b)));
        let Some(best) = best else { return at };
        let Some(element) = page.tree.element(best) else { return at };
        let made_for_it = is_container(element);
        let share = if made_for_it { 0.5 } else { 0.72 };
        let divides = matches!(
            element.name.html(),
            Some(Tag::Div | Tag::Section | Tag::Article | Tag::Main | Tag::Td | Tag::Dd | Tag::Li)
        );
        // A list that is the whole article stays a list.
        let list =
            matches!(element.name.html(), Some(Tag::Ul | Tag::Ol | Tag::Dl | Tag::Blockquote));
        if all <= 0.0 || of(best) < all * share || !divides || list {
            return at;
        }
        at = best;
    }
}

/// Whether an element is made for an article and nothing else.
fn is_container(element: &Element<'_>) -> bool {
    let property = element.attr("itemprop").unwrap_or_default().to_ascii_lowercase();
    if property == "articlebody" || property == "text" {
        return true;
    }
    if matches!(element.name.html(), Some(Tag::Article | Tag::Main)) {
        return true;
    }
    ["class", "id"].iter().filter_map(|name| element.attr(name)).any(|names| {
        names.split_ascii_whitespace().take(20).any(|name| {
            let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
            CONTAINERS.contains(&name.to_lowercase().as_str())
        })
    })
}

/// For each node by number, whether it stands in `container`.
fn inside(page: &Page, container: NodeId) -> Vec<bool> {
    let mut list = vec![false; page.tree_size()];
    for id in page.tree.descendants(container) {
        if let Some(place) = list.get_mut(id.index()) {
            *place = true;
        }
    }
    list
}

/// What each leaf is by the elements around it, where they say that it is the page's own.
fn chrome_of(page: &Page, leaves: &[Leaf], kept: &[bool]) -> Vec<Option<&'static str>> {
    let size = page.tree_size();
    let (mut unlinked, mut linked, mut liked) = (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
    let (mut titles, mut all) = (vec![0.0; size], 0.0_f64);
    for leaf in leaves {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let plain = number(leaf.length.saturating_sub(leaf.linked));
        all += plain;
        let index = leaf.node.index();
        let add = |list: &mut Vec<f64>, value: f64| {
            if let Some(place) = list.get_mut(index) {
                *place += value;
            }
        };
        add(&mut unlinked, plain);
        add(&mut linked, number(leaf.linked));
        if kept.get(index).copied().unwrap_or_default() {
            add(&mut liked, plain);
        }
        if leaf.form == Form::Heading(1) {
            add(&mut titles, 1.0);
        }
    }
    let sum = |values: &[f64]| summed(page, values);
    let (unlinked, linked, liked, titles) =
        (sum(&unlinked), sum(&linked), sum(&liked), sum(&titles));
    let all_liked = liked.get(page.body.index()).copied().unwrap_or_default();
    let judge = |id: NodeId| -> Option<&'static str> {
        let element = page.tree.element(id)?;
        let of = |list: &[f64]| list.get(id.index()).copied().unwrap_or_default();
        let (plain, links) = (of(&unlinked), of(&linked));
        // What holds most of the page, its title, or what Readability likes, is named for something
        // else that it has.
        let most = plain * 10.0 > all * 8.0 && plain > 200.0;
        let best = all_liked > 400.0 && of(&liked) * 2.0 > all_liked;
        let named = chrome::of(element);
        let field = page.fields.contains(&id).then_some(Chrome::Sure("buttons and fields"));
        match named.or(field)? {
            _ if most || of(&titles) > 0.0 => None,
            Chrome::Sure("comments") => Some("comments"),
            _ if best => None,
            Chrome::Sure(what) => Some(what),
            Chrome::Maybe(what) => (links >= plain || plain < 60.0 && links > 0.0).then_some(what),
        }
    };
    let mut around: Vec<Option<&'static str>> = Vec::new();
    let mut of_node: Vec<Option<&'static str>> = vec![None; size];
    for step in page.tree.walk(page.body) {
        match step {
            Step::Enter(id) => {
                let what = around.last().copied().flatten().or_else(|| judge(id));
                around.push(what);
                if let Some(place) = of_node.get_mut(id.index()) {
                    *place = what;
                }
            }
            Step::Leave(_) => {
                around.pop();
            }
        }
    }
    of_node
}

/// Inside of the article: boxes of links, paragraphs that are but a link, and headings that stand over
/// what is left out.
fn widgets(page: &Page, leaves: &[Leaf], fates: &mut [Fate], kept: &[bool]) {
    // Lists and divisions in which hardly anything but links stands.
    let mut groups: std::collections::BTreeMap<NodeId, (usize, usize, usize)> =
        std::collections::BTreeMap::new();
    let group = |leaf: &Leaf| -> Option<NodeId> {
        let mut at = page.tree.parent(leaf.node)?;
        let mut best = None;
        for _ in 0..4 {
            match page.tree.tag(at) {
                Some(Tag::Ul | Tag::Ol | Tag::Dl) => best = Some(at),
                Some(Tag::Li | Tag::Dd) => {}
                _ => break,
            }
            at = page.tree.parent(at)?;
        }
        best
    };
    let of: Vec<Option<NodeId>> = leaves.iter().map(group).collect();
    for (leaf, group) in leaves.iter().zip(&of) {
        if let Some(group) = group {
            let entry = groups.entry(*group).or_default();
            entry.0 += leaf.linked;
            entry.1 += leaf.length;
            entry.2 += 1;
        }
    }
    for ((leaf, fate), group) in leaves.iter().zip(fates.iter_mut()).zip(&of) {
        if *fate != Fate::Inside {
            continue;
        }
        let links = |linked: usize, length: usize| linked * 10 > length * 7;
        if let Some((linked, length, count)) = group.as_ref().and_then(|group| groups.get(group)) {
            let long = *length / (*count).max(1) > 200;
            if links(*linked, *length) && !long {
                *fate = Fate::Chrome("links");
            }
            continue;
        }
        let voted = kept.get(leaf.node.index()).copied().unwrap_or_default();
        let short = leaf.length < 160;
        if links(leaf.linked, leaf.length) && short && !(voted && leaf.length > 60) {
            *fate = Fate::Chrome("links");
        }
    }
    // A heading over what is left out, and over nothing else.
    let (mut over, mut text_follows) = (None, false);
    for (leaf, fate) in leaves.iter().zip(fates.iter_mut()).rev() {
        match *fate {
            Fate::Inside if matches!(leaf.form, Form::Heading(2..)) => {
                if let Some(what) = over.filter(|_| !text_follows) {
                    *fate = Fate::Chrome(what);
                }
                text_follows = false;
            }
            Fate::Inside => {
                text_follows = true;
                over = None;
            }
            Fate::Chrome(what @ ("links" | "related articles" | "comments")) => over = Some(what),
            _ => {}
        }
        if matches!(*fate, Fate::Inside) {
            over = None;
        }
    }
}

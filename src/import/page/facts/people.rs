//! Who wrote and who translated, by metadata and by the elements that show it.
//!
//! In: what a page states and shows. Out: names, and the leaves that say something of their bearers.
//! Refuses to know: bylines and credits in running text (`credits`).

use super::{View, bare};
use crate::edition::{Person, Role};
use crate::import::credits;
use crate::import::draft::{At, Draft, Origin, Sure};
use crate::import::page::blocks::{Leaf, text_of};
use crate::import::page::chrome;
use crate::import::page::content::Fate;
use crate::import::page::metadata::{Fact, inverted, is_name};
use crate::tree::{NodeId, Tag};

/// Between names in one text.
const BETWEEN: &[&str] = &[
    " and ", " & ", " und ", " et ", " y ", " e ", " en ", " i ", " и ", " och ", " og ", " ve ",
    " và ", "、", "；", ";", " / ", "，", ", ",
];

/// The authors that metadata states: the first kind that names somebody who is not the site. `others`
/// are names that the text credits with something else.
pub(in super::super) fn authors(
    view: &View<'_>,
    others: &[String],
    draft: &Draft,
) -> Vec<(Person, Origin)> {
    let site: Vec<String> = view.stated.publications.iter().map(|fact| bare(&fact.value)).collect();
    let site = |name: &str| {
        let name = bare(name);
        site.contains(&name)
            || draft.edition.sources.iter().any(|work| {
                work.publication.as_deref().is_some_and(|publication| bare(publication) == name)
            })
    };
    for group in &view.stated.authors {
        let people = named(view, group, Role::AUTHOR);
        let people: Vec<(Person, Origin)> = people
            .into_iter()
            .filter(|(person, _)| !site(&person.name) && !others.contains(&bare(&person.name)))
            .collect();
        if !people.is_empty() {
            return people;
        }
    }
    Vec::new()
}

/// The names of a byline that has all of `authors`, and more: metadata often states but the first.
pub(in super::super) fn more_authors(
    view: &View<'_>,
    authors: &[(Person, Origin)],
) -> Option<Vec<(Person, Origin)>> {
    if authors.is_empty() {
        return None;
    }
    let all = |names: &[(Person, Origin)]| {
        let has = |name: &str| names.iter().any(|(other, _)| bare(&other.name) == bare(name));
        names.len() > authors.len() && authors.iter().all(|(person, _)| has(&person.name))
    };
    if let Some(marked) = marked_author(view, &[]).filter(|marked| all(marked)) {
        return Some(marked);
    }
    let leaves = view.leaves.iter().zip(&view.content.fates);
    leaves.filter(|(_, fate)| !matches!(fate, Fate::Chrome(_))).find_map(|(leaf, _)| {
        let short = leaf.length < 200;
        let names = short.then(|| credits::byline(&leaf.text)).flatten();
        let names = names.filter(|names| names.len() > authors.len())?;
        let has = |name: &str| names.iter().any(|other| bare(other) == bare(name));
        let origin = Origin { at: At::Line(leaf.line), sure: Sure::Stated };
        let person =
            |name: &String| (Person { name: name.clone(), ..Person::default() }, origin.clone());
        authors
            .iter()
            .all(|(person, _)| has(&person.name))
            .then(|| names.iter().map(person).collect())
    })
}

/// Whether the page shows none of the people whom its metadata states.
pub(in super::super) fn is_unseen(view: &View<'_>, people: &[(Person, Origin)]) -> bool {
    let shown = |name: &str| {
        let name = bare(name);
        view.leaves.iter().any(|leaf| leaf.length < 2000 && bare(&leaf.text).contains(&name))
    };
    !people.is_empty() && !people.iter().any(|(person, _)| shown(&person.name))
}

/// Whether a byline with its label stands in the article or beside it.
pub(in super::super) fn is_signed(view: &View<'_>) -> bool {
    let leaves = view.leaves.iter().zip(&view.content.fates);
    leaves
        .filter(|(leaf, fate)| !matches!(fate, Fate::Chrome(_)) && leaf.length < 200)
        .any(|(leaf, _)| credits::byline(&leaf.text).is_some())
}

/// The authors whom markup names as such (microdata, `rel=author`).
pub(in super::super) fn marked_author(
    view: &View<'_>,
    others: &[String],
) -> Option<Vec<(Person, Origin)>> {
    let (rank, people) = ranked_author(view, others);
    (rank > 2 && !people.is_empty()).then_some(people)
}

/// The translators that metadata states.
pub(in super::super) fn translators(view: &View<'_>) -> Vec<(Person, Origin)> {
    let groups = view.stated.translators.iter();
    groups
        .map(|group| named(view, group, Role::TRANSLATOR))
        .find(|people| !people.is_empty())
        .unwrap_or_default()
}

/// The people of a group of facts, no name twice.
fn named(view: &View<'_>, group: &[Fact], role: Role) -> Vec<(Person, Origin)> {
    let mut people: Vec<(Person, Origin)> = Vec::new();
    for fact in group.iter().take(50) {
        for name in names(view, &fact.value, group.len() == 1) {
            let again = people.iter().any(|(person, _)| bare(&person.name) == bare(&name.0));
            if is_name(&name.0) && !again && !OFFICES.contains(&bare(&name.0).as_str()) {
                let person = Person { name: name.0, file_as: name.1, role, ..Person::default() };
                people.push((person, fact.origin.clone()));
            }
        }
    }
    people
}

/// What systems call those who put texts online.
const OFFICES: &[&str] = &[
    "admin",
    "administrator",
    "administrador",
    "redaccion",
    "redacción",
    "redaktion",
    "redazione",
    "redaction",
    "rédaction",
    "redacao",
    "redação",
    "redactie",
    "redakcja",
    "redaktionen",
    "editor",
    "webmaster",
    "staff",
    "newsroom",
    "wordpress",
    "root",
    "user",
    "guest",
];

/// The names in a value, each with its filed form where that is what stands there.
fn names(view: &View<'_>, value: &str, alone: bool) -> Vec<(String, Option<String>)> {
    if let Some(names) = credits::byline(value) {
        return names.into_iter().map(|name| (name, None)).collect();
    }
    let value = without_label(value.trim());
    // A family name that stands first in its language stays there: "Son, Yeo-jin" is "Son Yeo-jin".
    if let Some(name) = inverted(&value)
        && let straight = value.replacen(',', "", 1)
        && shows(view, &straight)
        && !shows(view, &name)
    {
        return vec![(straight, None)];
    }
    if let Some(name) = inverted(&value)
        && (shows(view, &name) || !alone || !value.contains(' ') || value.matches(' ').count() < 3)
    {
        let two = value.split(',').all(|part| part.trim().contains(' '));
        // `Ada Merrow, Ben Orne` is no filed name, unless the page shows it the other way round.
        if !two || shows(view, &name) {
            return vec![(name, Some(value))];
        }
    }
    let mut parts = vec![value.as_str()];
    for between in BETWEEN {
        parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
    }
    let parts: Vec<&str> =
        parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    // The whole may be one name with such a word in it (`Ortega y Gasset`).
    let whole = |part: &&str| part.contains(' ') || !part.is_ascii() && part.chars().count() > 2;
    if parts.len() > 1 && parts.iter().all(whole) {
        return parts.into_iter().map(|part| (part.to_owned(), None)).collect();
    }
    vec![(value, None)]
}

/// Whether the page shows a text.
fn shows(view: &View<'_>, text: &str) -> bool {
    view.leaves.iter().any(|leaf| leaf.length < 2000 && leaf.text.contains(text))
}

/// Words that stand before an author's name in metadata and bylines.
const LABELS: &[&str] = &[
    "written by ",
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "da ",
    "door ",
    "de ",
    "od ",
    "author: ",
    "author ",
    "autor: ",
    "autore: ",
    "auteur: ",
    "автор: ",
    "글 ",
    "글: ",
    "文・",
    "文/",
    "文／",
    "作者：",
    "作者:",
    "posted by ",
];

fn without_label(value: &str) -> String {
    let mut rest = value;
    for label in LABELS {
        let head = rest.get(..label.len());
        // `de` and its like begin names too, in lower case; labels of two letters need a capital or an
        // ending that names don't have.
        let short = matches!(*label, "de " | "da " | "di " | "von " | "od ");
        if head.is_some_and(|head| head.to_lowercase() == *label && (!short || head != *label)) {
            rest = rest.get(label.len()..).unwrap_or(rest).trim_start();
            break;
        }
    }
    rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '|' | '·' | '-' | '–'))
        .to_owned()
}

/// Words of classes that an author's name has.
const AUTHORS: &[&str] = &[
    "author",
    "autor",
    "autore",
    "auteur",
    "autora",
    "byline",
    "by",
    "writer",
    "verfasser",
    "firma",
    "firmato",
    "podpis",
    "reporter",
    "journalist",
    "schrijver",
    "skribent",
    "forfatter",
    "författare",
    "yazar",
    "fn",
    "auteurs",
    "authors",
    "signature",
    "assinatura",
    "signatur",
    "hissha",
    "contributor",
    "authorname",
    "vcard",
];

/// The authors whom elements of the article show: microdata, `rel=author`, classes.
pub(in super::super) fn shown_author(view: &View<'_>, others: &[String]) -> Vec<(Person, Origin)> {
    ranked_author(view, others).1
}

/// The same, with how much speaks for it: 4 for microdata, 3 for `rel=author`, 2 for a class.
fn ranked_author(view: &View<'_>, others: &[String]) -> (u8, Vec<(Person, Origin)>) {
    let tree = &view.page.tree;
    let mut best: (u8, Vec<(Person, Origin)>) = (0, Vec::new());
    for id in tree.descendants(view.page.body) {
        let chrome = view.content.chrome.get(id.index()).copied().flatten();
        if chrome.is_some_and(|what| !matches!(what, "footers" | "share buttons")) {
            continue;
        }
        let Some(element) = tree.element(id) else { continue };
        let words = chrome::tokens(element);
        let rank = match () {
            () if element.attr("itemprop") == Some("author") => 4,
            () if element
                .attr("rel")
                .is_some_and(|rel| rel.split(' ').any(|rel| rel == "author")) =>
            {
                3
            }
            () if words.iter().any(|word| AUTHORS.contains(&word.as_str())) => 2,
            () => continue,
        };
        if rank < best.0 || rank == best.0 && rank == 2 && !best.1.is_empty() {
            continue;
        }
        let Some(name) = name_in(view, id).filter(|name| !others.contains(&bare(name))) else {
            continue;
        };
        let origin = Origin { at: At::Line(view.page.lines.get(id)), sure: Sure::Likely };
        if rank > best.0 {
            best = (rank, Vec::new());
        }
        for (name, file_as) in names(view, &name, true) {
            let person = Person { name, file_as, ..Person::default() };
            if !best.1.iter().any(|(before, _)| bare(&before.name) == bare(&person.name)) {
                best.1.push((person, origin.clone()));
            }
        }
    }
    best
}

/// The name in an element: what is set off in it, else all of it.
fn name_in(view: &View<'_>, id: NodeId) -> Option<String> {
    let tree = &view.page.tree;
    let fits = |text: &str| {
        let name = without_label(text);
        let small =
            name.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
        let label = AUTHORS.contains(&bare(&name).as_str());
        let right = !label
            && is_name(&name)
            && small <= 2
            && name.split_whitespace().count() <= 5
            && !name.contains(':');
        right.then_some(name)
    };
    let inner = tree
        .descendants(id)
        .skip(1)
        .filter(|id| matches!(tree.tag(*id), Some(Tag::A | Tag::B | Tag::Strong | Tag::Span)));
    let whole = text_of(tree, id);
    if whole.chars().count() > 200 {
        return None;
    }
    let set_off = inner.take(8).find_map(|id| fits(&text_of(tree, id)));
    match set_off {
        Some(name) => Some(name),
        None => fits(&whole),
    }
}

/// Words of classes that say that an element tells about the author.
const NOTES: &[&str] = &[
    "bio",
    "about",
    "biography",
    "profile",
    "profil",
    "authorinfo",
    "authorbox",
    "autorbox",
    "authornote",
    "authorbio",
    "aboutauthor",
    "aboutauteur",
    "authordescription",
    "autorinfo",
    "biografia",
    "biographie",
    "bionote",
    "vita",
    "kurzvita",
    "authorcard",
    "writerinfo",
    "authorprofile",
    "perfil",
    "profiel",
    "약력",
    "authordesc",
];

/// Leaves in boxes that tell about an author whom `draft` has: the text goes to its note. `parts` tells
/// of each leaf whether it is spoken for. Returns the leaves of the boxes.
pub(in super::super) fn author_notes(
    view: &View<'_>,
    free: &dyn Fn(usize) -> bool,
    draft: &mut Draft,
) -> Vec<usize> {
    let tree = &view.page.tree;
    let authors: Vec<String> = draft
        .edition
        .people
        .iter()
        .filter(|person| person.role == Role::AUTHOR)
        .map(|person| bare(&person.name))
        .collect();
    let mut boxes: Vec<(NodeId, Vec<usize>)> = Vec::new();
    for (index, leaf) in view.leaves.iter().enumerate() {
        // A footer of the article may tell of the author.
        let chrome = matches!(
            view.content.fates.get(index),
            Some(Fate::Chrome(what)) if *what != "footers"
        );
        if chrome || !free(index) {
            continue;
        }
        let own = |_: &NodeId| {
            let dated = leaf.length < 60 && credits::states(&leaf.text);
            !dated && !credits::is_of_page(&leaf.text)
        };
        if let Some(id) = note_box(view, leaf).filter(own) {
            match boxes.last_mut() {
                Some((last, leaves)) if *last == id => leaves.push(index),
                _ => boxes.push((id, vec![index])),
            }
        }
    }
    let mut taken = Vec::new();
    for (id, leaves) in boxes {
        let mut named: Option<bool> = None;
        let mut texts: Vec<String> = Vec::new();
        let mut line = None;
        let all = text_of(tree, id);
        for index in &leaves {
            let Some(leaf) = view.leaves.get(*index) else { continue };
            let text = bare(&without_label(&leaf.text));
            if authors.contains(&text) {
                named = Some(true);
                continue;
            }
            let short = leaf.length < 40 && (leaf.set_off || leaf.linked > 0);
            if short && is_name(&leaf.text) {
                named = named.or(Some(authors.iter().any(|name| text.contains(name.as_str()))));
                continue;
            }
            let cited = credits::cites(&leaf.text, &draft.edition.title.main);
            let listed = credits::are_names(&leaf.text);
            if leaf.link_share() < 0.6 && !cited && !listed && !credits::is_address(&leaf.text) {
                line = line.or(Some(leaf.line));
                texts.push(without_buttons(without_links(view, leaf)));
            }
        }
        let about = named.unwrap_or_else(|| {
            authors.iter().any(|name| bare(&all).contains(name.as_str())) || authors.len() == 1
        });
        let text = texts.join(" ");
        if about && !text.is_empty() && text.chars().count() < 1500 {
            let origin = Origin { at: At::Line(line.unwrap_or(1)), sure: Sure::Likely };
            let all = bare(&all);
            if draft.note_about(&text, origin, |name| all.contains(&bare(name))) {
                taken.extend(leaves);
            }
        }
    }
    taken
}

/// The text of a note without a last sentence that is a button.
fn without_buttons(text: String) -> String {
    match text.rsplit_once(". ") {
        Some((before, last)) if credits::is_of_page(last) => format!("{before}."),
        _ => text,
    }
}

/// The text of a note without links to more of the same author at its end.
fn without_links(view: &View<'_>, leaf: &Leaf) -> String {
    let tree = &view.page.tree;
    let last = tree.children(leaf.node).filter(|id| tree.element(*id).is_some()).last();
    let text = leaf.text.replace('\n', " ");
    if let Some(id) = last.filter(|id| tree.tag(*id) == Some(Tag::A)) {
        let link = text_of(tree, id);
        let to_author = tree.element(id).is_some_and(|link| {
            link.attr("rel").is_some_and(|rel| rel.contains("author"))
                || chrome::tokens(link).iter().any(|word| AUTHORS.contains(&word.as_str()))
        });
        let after_sentence = text
            .strip_suffix(link.as_str())
            .is_some_and(|rest| rest.trim_end().ends_with(['.', '!', '。']));
        let to_more = after_sentence && link.split_whitespace().count() <= 6;
        if (to_author || to_more)
            && let Some(rest) = text.strip_suffix(link.as_str())
        {
            return rest.trim().to_owned();
        }
    }
    text
}

/// The element around a leaf that tells about an author.
fn note_box(view: &View<'_>, leaf: &Leaf) -> Option<NodeId> {
    let tree = &view.page.tree;
    let mut at = Some(leaf.node);
    let mut found = None;
    for _ in 0..5 {
        let id = at?;
        if id == view.content.container || id == view.page.body {
            break;
        }
        if let Some(element) = tree.element(id) {
            let words = chrome::tokens(element);
            let pairs = words.windows(2).map(<[String]>::concat);
            let aside = tree.tag(id) == Some(Tag::Aside);
            let tells = |word: &str| NOTES.contains(&word) || aside && AUTHORS.contains(&word);
            if words.iter().cloned().chain(pairs).any(|word| tells(&word)) {
                found = Some(id);
            }
        }
        at = tree.parent(id);
    }
    found
}

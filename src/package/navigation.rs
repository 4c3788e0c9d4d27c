//! The navigation document, `nav.xhtml`: contents, landmarks, printed pages.
//!
//! In: what epub-builder laid out, and the plan. Out: the finished document. Refuses to know: the
//! package document.

use super::PackageError;
use super::lines::Lines;
use super::plan::{Entry, NAV, Plan};
use super::tags::Tags;

/// Path of the style sheet that the navigation shares with the book's pages.
const STYLE: &str = "styles/book.css";

/// Goes through the layout and completes it. Source: EPUB 3.3 section 7.
pub(super) fn complete(layout: &str, plan: &Plan) -> Result<String, PackageError> {
    let mut tags = Tags::new(NAV, layout);
    let mut out = Lines::new(4096, true);
    tags.open("html")?;
    let mut html = vec![
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", "http://www.idpf.org/2007/ops"),
        ("lang", plan.language),
        ("xml:lang", plan.language),
    ];
    if plan.script.name() == "rtl" {
        html.push(("dir", "rtl"));
    }
    out.open("html", &html);

    tags.open("head")?;
    out.open("head", &[]);
    tags.void("meta", "charset", "utf-8")?;
    out.void("meta", &[("charset", "utf-8")]);
    tags.void("meta", "name", "generator")?;
    out.void("meta", &[("name", "generator"), ("content", "bindery")]);
    tags.leaf("title")?;
    out.leaf("title", &label_attrs(plan, &[]), plan.labels.contents);
    tags.void("link", "rel", "stylesheet")?;
    if plan.items.iter().any(|item| item.resource.path == STYLE) {
        out.void("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", STYLE)]);
    }
    tags.close("head")?;
    out.close("head");

    tags.open("body")?;
    out.open("body", &[]);
    contents(&mut tags, &mut out, plan)?;
    tags.open("nav")?;
    tags.close("nav")?;
    landmarks(&mut out, plan);
    pages(&mut out, plan);
    tags.close("body")?;
    out.close("body");
    tags.close("html")?;
    out.close("html");
    tags.end()?;
    Ok(out.finish())
}

/// Attributes of an element that holds a label: its language, where it is not the book's.
fn label_attrs<'a>(plan: &Plan, attrs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut attrs = attrs.to_vec();
    if let Some(lang) = plan.labels_lang {
        attrs.extend([("lang", lang), ("xml:lang", lang)]);
    }
    attrs
}

/// The contents. The whole tree hangs below one entry in the layout, which is left out.
fn contents(tags: &mut Tags, out: &mut Lines, plan: &Plan) -> Result<(), PackageError> {
    tags.open("nav")?;
    let nav = [
        ("epub:type", "toc"),
        ("role", "doc-toc"),
        ("id", "toc"),
        ("aria-labelledby", "toc-title"),
    ];
    out.open("nav", &nav);
    tags.leaf("h1")?;
    out.leaf("h1", &label_attrs(plan, &[("id", "toc-title")]), plan.labels.contents);
    tags.open("ol")?;
    tags.open("li")?;
    tags.leaf("a")?;
    list(tags, out, &plan.contents)?;
    tags.close("li")?;
    tags.close("ol")?;
    tags.close("nav")?;
    out.close("nav");
    Ok(())
}

fn list(tags: &mut Tags, out: &mut Lines, entries: &[Entry]) -> Result<(), PackageError> {
    tags.open("ol")?;
    out.open("ol", &[]);
    for entry in entries {
        tags.open("li")?;
        out.open("li", &[]);
        tags.leaf("a")?;
        let mut attrs = Vec::new();
        attrs.extend(entry.href.as_deref().map(|href| ("href", href)));
        attrs.extend(entry.lang.into_iter().flat_map(|lang| [("lang", lang), ("xml:lang", lang)]));
        let name = if entry.href.is_some() { "a" } else { "span" };
        out.leaf(name, &attrs, &entry.label);
        if !entry.children.is_empty() {
            list(tags, out, &entry.children)?;
        }
        tags.close("li")?;
        out.close("li");
    }
    tags.close("ol")?;
    out.close("ol");
    Ok(())
}

/// The landmarks, for reading systems, not for the eye.
fn landmarks(out: &mut Lines, plan: &Plan) {
    let marks = &plan.landmarks;
    let rows = marks.iter().map(|mark| (Some(mark.kind), mark.label.as_str(), mark.href.as_str()));
    let nav = [("epub:type", "landmarks"), ("aria-labelledby", "landmarks-title")];
    hidden(out, plan, &nav, "landmarks-title", plan.labels.landmarks, rows);
}

/// The printed pages, likewise.
fn pages(out: &mut Lines, plan: &Plan) {
    let rows = plan.pages.iter().map(|page| (None, page.label.as_str(), page.href.as_str()));
    let nav = [
        ("epub:type", "page-list"),
        ("role", "doc-pagelist"),
        ("aria-labelledby", "page-list-title"),
    ];
    hidden(out, plan, &nav, "page-list-title", plan.labels.page_list, rows);
}

/// A flat list that is not shown: kind, label, href. None at all where it would be empty: `ol`
/// must hold something (EPUB 3.3, "The nav element: restrictions").
fn hidden<'a>(
    out: &mut Lines,
    plan: &Plan,
    nav: &[(&str, &str)],
    title_id: &str,
    title: &str,
    rows: impl ExactSizeIterator<Item = (Option<&'a str>, &'a str, &'a str)>,
) {
    if rows.len() == 0 {
        return;
    }
    let mut nav = label_attrs(plan, nav);
    nav.push(("hidden", "hidden"));
    out.open("nav", &nav);
    out.leaf("h2", &[("id", title_id)], title);
    out.open("ol", &[]);
    for (kind, label, href) in rows {
        out.open("li", &[]);
        let mut attrs = Vec::new();
        attrs.extend(kind.map(|kind| ("epub:type", kind)));
        attrs.push(("href", href));
        out.leaf("a", &attrs, label);
        out.close("li");
    }
    out.close("ol");
    out.close("nav");
}

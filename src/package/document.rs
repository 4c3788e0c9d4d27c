//! The package document, `content.opf`.
//!
//! In: what epub-builder laid out, and the plan. Out: the finished document: metadata, manifest,
//! spine, and the guide of EPUB 2. Refuses to know: the navigation files.

use super::PackageError;
use super::layout::{STYLESHEET, has_made_up_stylesheet};
use super::lines::Lines;
use super::metadata;
use super::plan::{DOCUMENT, NAV, NCX, Plan};
use super::tags::Tags;
use crate::publication::Linear;
use std::collections::BTreeSet;

/// Goes through the layout and completes it. Source: EPUB 3.3 section 5.
pub(super) fn complete(layout: &str, plan: &Plan) -> Result<String, PackageError> {
    let mut tags = Tags::new(DOCUMENT, layout);
    let mut out = Lines::new(8192 + 160 * plan.items.len(), false);
    tags.open("package")?;
    let mut attrs = vec![
        ("xmlns", "http://www.idpf.org/2007/opf"),
        ("version", "3.0"),
        ("unique-identifier", metadata::IDENTIFIER),
        ("xml:lang", plan.language),
        ("dir", plan.script.name()),
    ];
    if metadata::has_fonts(plan) {
        // All other prefixes in use are reserved and not declared (EPUB 3.3, "Reserved prefixes").
        attrs.push(("prefix", metadata::IBOOKS));
    }
    out.open("package", &attrs);
    metadata::complete(&mut tags, &mut out, plan)?;
    manifest(&mut tags, &mut out, plan)?;
    spine(&mut tags, &mut out, plan)?;
    guide(&mut tags, &mut out, plan)?;
    tags.close("package")?;
    out.close("package");
    tags.end()?;
    Ok(out.finish())
}

/// The manifest. epub-builder's order is right; its ids collide, its hrefs are not encoded, and
/// it knows two properties only.
fn manifest(tags: &mut Tags, out: &mut Lines, plan: &Plan) -> Result<(), PackageError> {
    const XHTML: &str = "application/xhtml+xml";
    tags.open("manifest")?;
    out.open("manifest", &[]);
    tags.void("item", "href", NCX)?;
    let ncx = [("id", "ncx"), ("href", NCX), ("media-type", "application/x-dtbncx+xml")];
    out.void("item", &ncx);
    tags.void("item", "href", NAV)?;
    let nav = [("id", "nav"), ("href", NAV), ("media-type", XHTML), ("properties", "nav")];
    out.void("item", &nav);
    for item in &plan.items {
        let resource = item.resource;
        tags.void("item", "href", &resource.path)?;
        let properties = resource.properties.join(" ");
        let mut attrs = vec![
            ("id", item.id.as_str()),
            ("href", &item.href),
            ("media-type", resource.media_type),
        ];
        if !properties.is_empty() {
            attrs.push(("properties", &properties));
        }
        out.void("item", &attrs);
    }
    if has_made_up_stylesheet(plan) {
        tags.void("item", "href", STYLESHEET)?;
    }
    tags.close("manifest")?;
    out.close("manifest");
    Ok(())
}

/// The spine. epub-builder can't say `linear`, and has no place for nav in it.
fn spine(tags: &mut Tags, out: &mut Lines, plan: &Plan) -> Result<(), PackageError> {
    tags.open("spine")?;
    let direction = plan.publication.direction.name();
    out.open("spine", &[("toc", "ncx"), ("page-progression-direction", direction)]);
    let nav = |out: &mut Lines| {
        itemref(out, "nav", plan.publication.contents_in_reading_order);
    };
    for (at, item) in plan.spine().enumerate() {
        if at == plan.nav_at {
            nav(out);
        }
        tags.void("itemref", "idref", &laid_out_id(&item.resource.path))?;
        itemref(out, &item.id, item.resource.spine != Some(Linear::No));
    }
    if plan.spine().count() == plan.nav_at {
        nav(out);
    }
    tags.close("spine")?;
    out.close("spine");
    Ok(())
}

fn itemref(out: &mut Lines, id: &str, linear: bool) {
    let attrs = [("idref", id), ("linear", "no")];
    out.void("itemref", if linear { &attrs[..1] } else { &attrs });
}

/// The id that epub-builder makes of an ASCII path.
fn laid_out_id(path: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() || "_-.".contains(c) { c } else { '_' };
    ["id_".to_owned(), path.chars().map(keep).collect()].concat()
}

/// The guide, for EPUB 2 readers: made from the landmarks. Source: OPF 2.0.1 section 2.6.
fn guide(tags: &mut Tags, out: &mut Lines, plan: &Plan) -> Result<(), PackageError> {
    tags.open("guide")?;
    tags.void("reference", "href", NAV)?;
    tags.close("guide")?;
    out.open("guide", &[]);
    let mut seen = BTreeSet::new();
    for mark in &plan.landmarks {
        if let Some(kind) = guide_kind(mark.kind)
            && seen.insert(kind)
        {
            let attrs = [("type", kind), ("title", mark.label.as_str()), ("href", &mark.href)];
            out.void("reference", &attrs);
        }
    }
    out.close("guide");
    Ok(())
}

/// The guide's word for a landmark, where it has one.
fn guide_kind(landmark: &str) -> Option<&'static str> {
    Some(match landmark {
        "cover" => "cover",
        "titlepage" => "title-page",
        "toc" => "toc",
        "index" => "index",
        "glossary" => "glossary",
        "acknowledgments" => "acknowledgements",
        "bibliography" => "bibliography",
        "colophon" => "colophon",
        "copyright-page" => "copyright-page",
        "dedication" => "dedication",
        "epigraph" => "epigraph",
        "foreword" => "foreword",
        "loi" => "loi",
        "lot" => "lot",
        "endnotes" | "footnotes" => "notes",
        "preface" => "preface",
        "bodymatter" => "text",
        _ => return None,
    })
}

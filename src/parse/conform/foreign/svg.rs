//! Drawings: elements of SVG and their attributes, one by one.
//!
//! In: an element of SVG as raw HTML had it. Out: whether it stays, and the attributes it may have;
//! references to other parts of the page are left for `resolve`. Source: SVG 2, EPUB 3.3 section
//! 6.2.

use super::{Report, flatten};
use crate::diagnostic::{Code, code};
use crate::parse::conform::attributes::{Lost, is_data_name};
use crate::parse::conform::values::{Kind, is_language, style};
use crate::tree::{Attr, Element, NodeId, Tree, Value};
use std::borrow::Cow;

/// The elements of SVG that draw something, or help to.
const ELEMENTS: &[&str] = &[
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "foreignObject",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// What becomes of an element of SVG.
pub(in crate::parse::conform) enum Fate {
    Keep,
    Unwrap,
    Drop,
}

/// Sees to one element of SVG, its attributes and, where it holds text only, its content.
pub(in crate::parse::conform) fn settle(
    tree: &mut Tree<'_>,
    id: NodeId,
    report: &mut Report<'_>,
) -> Fate {
    let at = tree.at(id);
    let Some(element) = tree.element_mut(id) else { return Fate::Keep };
    let name = element.name.as_str().to_owned();
    let lost: Option<&'static Code> = match name.as_str() {
        "script" | "handler" => Some(&code::HTML_SCRIPT),
        "style" => Some(&code::HTML_HEAD),
        "set" | "metadata" => Some(&code::HTML_DROPPED),
        _ if name.starts_with("animate") => Some(&code::HTML_DROPPED),
        _ => None,
    };
    if let Some(lost) = lost {
        report.push(lost, at, format!("`<{name}>` in SVG can't be in a book; it is left out"));
        return Fate::Drop;
    }
    if !ELEMENTS.contains(&name.as_str()) {
        let message = format!("`<{name}>` is not an element of SVG; its content is kept");
        report.push(&code::HTML_CHANGED, at, message);
        return Fate::Unwrap;
    }
    attributes(element, at, report);
    if matches!(name.as_str(), "title" | "desc") {
        flatten(tree, id);
    }
    Fate::Keep
}

fn attributes(element: &mut Element<'_>, at: usize, report: &mut Report<'_>) {
    let mut lost = Lost::default();
    hoist(element);
    let mut attrs: Vec<Attr<'_>> = Vec::with_capacity(element.attrs.len());
    for mut attr in std::mem::take(&mut element.attrs) {
        // Namespaces are the writer's business.
        if attr.name.starts_with("xmlns") {
            continue;
        }
        if attr.name == "xml:lang" {
            attr.name = Cow::Borrowed("lang");
        }
        let name = attr.name.as_ref();
        let mut partly = false;
        let legal = match &mut attr.value {
            Value::Text(value) => match name {
                "id" => !value.trim().is_empty(),
                "lang" => is_language(value),
                "style" => {
                    partly = !style::keep(value).1;
                    Kind::Style.accept(name, value)
                }
                "aria-labelledby" | "aria-describedby" => Kind::Ids.accept(name, value),
                // Addresses are looked at with those of HTML's elements; what is used is a part of
                // the page.
                "href" | "xlink:href" => {
                    let own = value.trim().strip_prefix('#').map(str::to_owned);
                    let own = own.filter(|id| !id.is_empty());
                    let links = matches!(element.name.as_str(), "a" | "image");
                    if let Some(id) = own.as_ref().filter(|_| !links) {
                        *value = Cow::Owned(format!("#{id}"));
                    }
                    links || own.is_some()
                }
                _ if value.contains("url(") => {
                    let own = own_part(value);
                    if let Some(own) = &own {
                        *value = Cow::Owned(own.clone());
                    }
                    own.is_some() && is_attribute(name)
                }
                _ => is_attribute(name) && !value.to_ascii_lowercase().contains("javascript:"),
            },
            _ => true,
        };
        if legal && !attrs.iter().any(|other| other.name == attr.name) {
            if partly {
                lost.others.push("a part of `style`".to_owned());
            }
            attrs.push(attr);
        } else if !legal {
            lost.add(name);
        }
    }
    element.attrs = attrs;
    lost.report(element.name.as_str(), at, report);
}

/// Takes declarations that use a part of the page (`fill: url(#sea)`) out of `style`, as the
/// attributes that they stand for: there the id can follow when it is changed.
fn hoist(element: &mut Element<'_>) {
    let Some(declarations) = element.attr("style").filter(|style| style.contains("url(")) else {
        return;
    };
    let mut rest = Vec::new();
    let mut found = Vec::new();
    for declaration in style::split(declarations) {
        let part = declaration.split_once(':').and_then(|(name, value)| {
            let name = PAINTS.iter().find(|paint| **paint == name.trim())?;
            Some((*name, own_part(value)?))
        });
        match part {
            Some(part) => found.push(part),
            None => rest.push(declaration.to_owned()),
        }
    }
    element.set("style", Value::Text(Cow::Owned(rest.join(";"))));
    for (name, value) in found {
        element.set(name, Value::Text(Cow::Owned(value)));
    }
    if rest.iter().all(|declaration| declaration.trim().is_empty()) {
        element.attrs.retain(|attr| attr.name != "style");
    }
}

/// Attributes of SVG that may refer to a part of the page.
const PAINTS: &[&str] =
    &["clip-path", "fill", "filter", "marker-end", "marker-mid", "marker-start", "mask", "stroke"];

/// `url(#id)`, without quotes or what would be drawn in its absence.
fn own_part(value: &str) -> Option<String> {
    let rest = value.trim().strip_prefix("url(")?;
    let (inner, _) = rest.split_once(')')?;
    let inner = inner.trim().trim_matches(['"', '\'']);
    let id = inner.strip_prefix('#').filter(|id| !id.is_empty())?;
    Some(format!("url(#{id})"))
}

/// Whether the attribute is one that draws: not a handler, not another program's own.
fn is_attribute(name: &str) -> bool {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && name.starts_with(|c: char| c.is_ascii_alphabetic());
    let refers = ["aria-owns", "aria-controls", "aria-flowto", "aria-activedescendant"];
    let prefixed = matches!(name, "xml:space" | "xlink:title");
    let own = name.strip_prefix("data-").is_none_or(is_data_name);
    (plain && own && !name.starts_with("on") && !refers.contains(&name)) || prefixed
}

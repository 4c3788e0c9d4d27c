//! What the package document says of the book's accessibility.
//!
//! In: the facts that the book holds and what the author states. Out: the metadata elements.
//! Refuses to know: anything that would have to be guessed. A feature is claimed when it is there
//! throughout; conformance and certification only where the author states them.
//!
//! Sources: EPUB Accessibility 1.1, on discovery metadata and conformance reporting; the schema.org accessibility properties for
//! discoverability vocabulary.

use super::lines::Lines;
use super::metadata::property;
use super::plan::{Plan, line};
use crate::accessibility::sentences;
use url::Url;

/// Writes the elements.
pub(super) fn write(out: &mut Lines, plan: &Plan) {
    let facts = plan.publication.facts;
    let stated = &plan.publication.edition.accessibility;
    let media = facts.audio || facts.video;
    let visual = facts.images || facts.video;

    let modes = [("textual", true), ("visual", visual), ("auditory", media)];
    let modes: Vec<&str> =
        modes.iter().filter(|(_, there)| *there).map(|(mode, _)| *mode).collect();
    for mode in &modes {
        property(out, "schema:accessMode", mode);
    }
    // Text alone is enough only if all that is shown is also said.
    if modes.len() == 1 || (!media && facts.all_described) {
        property(out, "schema:accessModeSufficient", "textual");
    }
    if modes.len() > 1 {
        property(out, "schema:accessModeSufficient", &modes.join(","));
    }

    let pages = facts.page_markers;
    let features = [
        ("tableOfContents", true),
        ("readingOrder", true),
        ("structuralNavigation", facts.headings),
        ("displayTransformability", true),
        ("alternativeText", facts.images && facts.all_described),
        ("pageNavigation", pages),
        ("pageBreakMarkers", pages),
        ("MathML", facts.mathml),
        ("latex", facts.tex),
        ("rubyAnnotations", facts.ruby),
    ];
    for (feature, _) in features.iter().filter(|(_, there)| *there) {
        property(out, "schema:accessibilityFeature", feature);
    }

    if stated.hazards.is_empty() {
        // Text and still pictures harm nobody; of what moves or sounds nothing is known.
        let hazard = if facts.is_harmless() { "none" } else { "unknown" };
        property(out, "schema:accessibilityHazard", hazard);
    }
    for hazard in &stated.hazards {
        property(out, "schema:accessibilityHazard", hazard);
    }

    summary(out, plan);
    conformance(out, plan);
}

/// The author's summary, else the facts in sentences.
fn summary(out: &mut Lines, plan: &Plan) {
    let stated = &plan.publication.edition.accessibility;
    if let Some(summary) = stated.summary.as_deref().and_then(line) {
        property(out, "schema:accessibilitySummary", &summary);
        return;
    }
    let (facts, labels) = (plan.publication.facts, plan.labels);
    let sentences = sentences(facts, labels);
    let mut attrs = vec![("property", "schema:accessibilitySummary")];
    if let Some(lang) = plan.labels_lang {
        attrs.push(("xml:lang", lang));
    }
    out.leaf("meta", &attrs, &sentences.join(labels.sentence_gap));
}

/// Conformance and certification, as stated. Source: EPUB Accessibility 1.1, on conformance
/// reporting.
fn conformance(out: &mut Lines, plan: &Plan) {
    let stated = &plan.publication.edition.accessibility;
    let standards: Vec<String> = stated.conforms_to.iter().filter_map(|text| line(text)).collect();
    for (at, standard) in standards.iter().enumerate() {
        let id = format!("pub-conformance-{}", at + 1);
        about(out, "dcterms:conformsTo", standard, Some(&id), None);
    }
    // A certificate belongs to a standard where there is one only; of several nobody said which.
    let standard = (standards.len() == 1).then_some("#pub-conformance-1");
    let mut certifier = None;
    if let Some(name) = stated.certified_by.as_deref().and_then(line) {
        // A name, even if it looks like an address.
        let mut attrs = vec![("id", "pub-certifier"), ("property", "a11y:certifiedBy")];
        attrs.extend(standard.map(|target| ("refines", target)));
        out.leaf("meta", &attrs, &name);
        certifier = Some("#pub-certifier");
    }
    if let Some(credential) = stated.credential.as_deref().and_then(line) {
        about(out, "a11y:certifierCredential", &credential, None, certifier);
    }
    // The vocabulary has a link for the report and nothing else.
    if let Some(report) = stated.report.as_deref().filter(|report| address(report).is_some()) {
        about(out, "a11y:certifierReport", report, None, certifier);
    }
}

/// A statement: a `link` where the value is an address, else a `meta`.
fn about(out: &mut Lines, name: &str, value: &str, id: Option<&str>, refines: Option<&str>) {
    let mut attrs = Vec::new();
    attrs.extend(id.map(|id| ("id", id)));
    attrs.extend(refines.map(|target| ("refines", target)));
    if let Some(address) = address(value) {
        attrs.extend([("rel", name), ("href", address.as_str())]);
        out.void("link", &attrs);
    } else {
        attrs.push(("property", name));
        out.leaf("meta", &attrs, value);
    }
}

/// The value as a legal address on the web, if it is one.
fn address(value: &str) -> Option<Url> {
    Url::parse(value).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

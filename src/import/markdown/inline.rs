//! What stands in a line: text, emphasis, links, images, code, formulas, readings, markers.
//!
//! In: nodes of a paragraph, a heading or a cell. Out: Markdown in lines. Refuses to know: blocks.

use super::escape::{self, Around, Care, Pairs};
use super::{DEPTH, Writer, check, has_only, is_space, is_unread, raw};
use crate::tree::{Data, Element, Name, NodeId, Tag};
use std::fmt::Write as _;

/// How a run of nodes is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// How much is escaped.
    pub(super) care: Care,
    /// Whether emphasis is written in tags: asterisks can't stand everywhere.
    pub(super) tags: bool,
    /// Whether a line end ends the block: in headings and in cells of tables.
    pub(super) one_line: bool,
    in_link: bool,
    pairs: Pairs,
    depth: usize,
}

/// The ways in which a block is tried, the most natural first.
const STYLES: [(Care, bool); 4] =
    [(Care::Light, false), (Care::Light, true), (Care::Full, false), (Care::Full, true)];

impl Writer<'_> {
    /// The nodes as the text of a block that `accept` takes, in the most natural way; `Err` with the
    /// most careful one where it takes none.
    pub(super) fn tried(
        &self,
        nodes: &[NodeId],
        one_line: bool,
        mut accept: impl FnMut(&str) -> Option<String>,
    ) -> Result<String, String> {
        let text: String = nodes.iter().map(|node| self.tree.plain_text(*node)).collect();
        let pairs = Pairs::of(&text);
        let mut last = String::new();
        for (care, tags) in STYLES {
            let style = Style { care, tags, one_line, in_link: false, pairs, depth: 0 };
            let written = self.line(nodes, style);
            if written == last {
                continue;
            }
            if let Some(accepted) = accept(&written) {
                return Ok(accepted);
            }
            last = written;
        }
        Err(last)
    }

    /// The nodes as a text, its ends trimmed, breaks at its end as tags.
    fn line(&self, nodes: &[NodeId], style: Style) -> String {
        let mut out = String::new();
        for node in nodes {
            self.inline(*node, style, &mut out);
        }
        let mut text = out.trim_matches(is_space).to_owned();
        while text.ends_with('\\')
            && out.trim_end_matches(is_space).len() < out.len()
            && is_break(&text)
        {
            text.pop();
            text.push_str("<br>");
        }
        let mut trimmed = String::with_capacity(text.len());
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                trimmed.push('\n');
            }
            trimmed.push_str(line.trim_end_matches([' ', '\t']));
        }
        if style.one_line { trimmed.replace('\n', " ") } else { escape::lines(&trimmed) }
    }

    fn children(&self, node: NodeId, style: Style, out: &mut String) {
        if style.depth > DEPTH {
            let text = self.tree.plain_text(node);
            out.push_str(&escape::text(&escape::folded(&text), &Around::default(), Care::Full));
            return;
        }
        let style = Style { depth: style.depth + 1, ..style };
        for child in self.tree.children(node) {
            self.inline(child, style, out);
        }
    }

    fn inner(&self, node: NodeId, style: Style) -> String {
        let mut out = String::new();
        self.children(node, style, &mut out);
        out
    }

    fn inline(&self, node: NodeId, style: Style, out: &mut String) {
        match self.tree.data(node) {
            Data::Root => self.children(node, style, out),
            Data::Noteref(index) => {
                out.push_str("[^");
                out.push_str(self.label(*index));
                out.push(']');
            }
            Data::Text(text) => {
                let mut folded = escape::folded(text);
                if out.ends_with('\n') {
                    folded = folded.trim_start_matches(is_space).to_owned();
                }
                if style.one_line {
                    folded = folded.replace('\n', " ");
                }
                let around = Around {
                    before: out.chars().next_back(),
                    after: self.begins_with(node),
                    pairs: style.pairs,
                    in_link: style.in_link,
                };
                out.push_str(&escape::text(&folded, &around, style.care));
            }
            Data::Element(element) => match &element.name {
                Name::Html(tag) => self.tag_inline(node, *tag, element, style, out),
                Name::MathMl(name) if name.as_ref() == "math" => self.math(node, element, out),
                Name::MathMl(_) | Name::Svg(_) => out.push_str(&raw::compact(self, node)),
                Name::Unknown(_) => self.children(node, style, out),
            },
        }
    }

    /// The character that comes after a text, as far as its neighbour tells.
    fn begins_with(&self, node: NodeId) -> Option<char> {
        let next = self.tree.next(node)?;
        match self.tree.data(next) {
            Data::Text(text) => text.chars().next(),
            _ => None,
        }
    }

    fn tag_inline(
        &self,
        node: NodeId,
        tag: Tag,
        element: &Element<'_>,
        style: Style,
        out: &mut String,
    ) {
        let plain = has_only(element, &[]);
        match tag {
            Tag::Br if plain => out.push_str(if style.one_line { "<br>" } else { "\\\n" }),
            Tag::Em | Tag::I if plain && !style.tags => self.wrapped(node, "*", style, out),
            Tag::Strong | Tag::B if plain && !style.tags => self.wrapped(node, "**", style, out),
            Tag::Del | Tag::S | Tag::Strike if plain && !style.tags => {
                self.wrapped(node, "~~", style, out);
            }
            Tag::I if plain => self.tagged(node, "em", style, out),
            Tag::B if plain => self.tagged(node, "strong", style, out),
            Tag::S | Tag::Strike if plain => self.tagged(node, "del", style, out),
            Tag::Sub | Tag::Sup if plain && self.is_script(node) => {
                let sign = if tag == Tag::Sub { '~' } else { '^' };
                // In tags where the signs did not do.
                if style.tags {
                    self.tagged(node, tag.name(), style, out);
                } else {
                    out.push(sign);
                    out.push_str(&self.tree.plain_text(node));
                    out.push(sign);
                }
            }
            Tag::Code if is_tex(element) => {
                let block = element.attr("class").is_some_and(|class| class.contains("display"));
                out.push_str(&dollars(&self.tree.plain_text(node), block));
            }
            Tag::Code | Tag::Tt if plain => self.code(node, style, out),
            Tag::A if element.attr("href").is_some() => self.link(node, element, style, out),
            Tag::Img => out.push_str(&self.image(node, element, None)),
            Tag::Ruby if plain => match self.ruby(node) {
                Some(ruby) => out.push_str(&ruby),
                None => self.tagged(node, "ruby", style, out),
            },
            Tag::Rp => {}
            Tag::Span if page_label(element).is_some() && self.tree.first_child(node).is_none() => {
                let _ = write!(out, "{{p. {}}}", page_label(element).unwrap_or_default());
            }
            Tag::Span | Tag::Font | Tag::Nobr | Tag::Blink | Tag::Label if plain => {
                self.children(node, style, out);
            }
            Tag::Span if element.attr("class") == Some("task-box") => {
                self.children(node, style, out);
            }
            Tag::Noscript | Tag::Font => self.children(node, style, out),
            tag if is_unread(tag) => {}
            Tag::Svg
            | Tag::Math
            | Tag::Audio
            | Tag::Video
            | Tag::Iframe
            | Tag::Object
            | Tag::Embed
            | Tag::Canvas
            | Tag::Picture
            | Tag::Map
            | Tag::Select
            | Tag::Textarea => {
                out.push_str(&raw::compact(self, node));
            }
            // A block in a line of text: its words, parted from those around it.
            tag if !tag.is_phrasing() && !super::is_part_of_line(tag) && !tag.is_void() => {
                if !out.is_empty() && !out.ends_with(is_space) {
                    out.push(' ');
                }
                self.children(node, style, out);
                if !out.is_empty() && !out.ends_with(is_space) {
                    out.push(' ');
                }
            }
            tag => {
                out.push_str(&raw::start_tag(element));
                if !tag.is_void() {
                    self.children(node, style, out);
                    out.push_str("</");
                    out.push_str(tag.name());
                    out.push('>');
                }
            }
        }
    }

    /// The content of a node between signs; white space at its ends stands outside.
    fn wrapped(&self, node: NodeId, sign: &str, style: Style, out: &mut String) {
        let inner = self.inner(node, style);
        let words = inner.trim_matches(is_space);
        let (lead, tail) = ends(&inner, words);
        out.push_str(lead);
        if !words.is_empty() {
            out.push_str(sign);
            out.push_str(words);
            out.push_str(sign);
        }
        out.push_str(tail);
    }

    fn tagged(&self, node: NodeId, name: &str, style: Style, out: &mut String) {
        out.push('<');
        out.push_str(name);
        out.push('>');
        self.children(node, style, out);
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }

    /// Whether sub- or superscript can be written in signs: letters and digits, with a sign before or
    /// after.
    fn is_script(&self, node: NodeId) -> bool {
        let children: Vec<NodeId> = self.tree.children(node).collect();
        let [only] = children.as_slice() else { return false };
        let Data::Text(text) = self.tree.data(*only) else { return false };
        let signs = ['+', '-', '\u{2212}', '\u{b1}'];
        let core = text.strip_prefix(signs).or_else(|| text.strip_suffix(signs)).unwrap_or(text);
        text.chars().count() <= 40 && core.chars().all(char::is_alphanumeric) && !text.is_empty()
    }

    fn code(&self, node: NodeId, style: Style, out: &mut String) {
        let only_text =
            self.tree.children(node).all(|child| matches!(self.tree.data(child), Data::Text(_)));
        let text = self.tree.plain_text(node).replace(['\n', '\r'], " ");
        if !only_text || text.is_empty() || text.chars().all(|c| c == ' ') {
            return self.tagged(node, "code", style, out);
        }
        let mut longest = 0;
        let mut run = 0;
        for c in text.chars() {
            run = if c == '`' { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        let fence = "`".repeat(longest + 1);
        let spaced = text.starts_with('`')
            || text.ends_with('`')
            || (text.starts_with(' ') && text.ends_with(' '));
        let pad = if spaced { " " } else { "" };
        let _ = write!(out, "{fence}{pad}{text}{pad}{fence}");
    }

    fn link(&self, node: NodeId, element: &Element<'_>, style: Style, out: &mut String) {
        let href = element.attr("href").unwrap_or_default();
        let inside = Style { in_link: true, ..style };
        if !has_only(element, &["href", "title"]) {
            out.push_str(&raw::start_tag(element));
            self.children(node, inside, out);
            out.push_str("</a>");
            return;
        }
        let title = element.attr("title").filter(|title| !title.trim().is_empty());
        let shown = self.tree.plain_text(node);
        let bare = |text: &str| {
            (text.starts_with("http://") || text.starts_with("https://"))
                && !text.contains(|c: char| {
                    c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\' | '&' | '`')
                })
        };
        let only_text =
            self.tree.children(node).all(|child| matches!(self.tree.data(child), Data::Text(_)));
        if title.is_none() && only_text && shown == href && bare(href) {
            let _ = write!(out, "<{href}>");
            return;
        }
        let mail = href.strip_prefix("mailto:").filter(|mail| *mail == shown);
        let is_mail = |mail: &str| {
            mail.split_once('@').is_some_and(|(user, host)| {
                let legal = |text: &str| {
                    !text.is_empty()
                        && text.chars().all(|c| {
                            c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')
                        })
                };
                legal(user) && legal(host) && host.contains('.')
            })
        };
        if let Some(mail) = mail.filter(|mail| title.is_none() && only_text && is_mail(mail)) {
            let _ = write!(out, "<{mail}>");
            return;
        }
        let inner = self.inner(node, inside);
        let words = inner.trim_matches(is_space);
        let (lead, tail) = ends(&inner, words);
        out.push_str(lead);
        unmark(out);
        out.push('[');
        out.push_str(words);
        out.push_str("](");
        out.push_str(&escape::address(href));
        if let Some(title) = title {
            out.push_str(&escape::title(title));
        }
        out.push(')');
        out.push_str(tail);
    }

    /// An image; `caption` is what stands below it.
    pub(super) fn image(
        &self,
        node: NodeId,
        element: &Element<'_>,
        caption: Option<&str>,
    ) -> String {
        let src = element.attr("src").unwrap_or_default();
        let alt = element.attr("alt");
        let title =
            caption.or_else(|| element.attr("title").filter(|title| !title.trim().is_empty()));
        if src.is_empty() {
            return escape::text(
                &escape::folded(alt.unwrap_or_default()),
                &Around::default(),
                Care::Full,
            );
        }
        // An empty description says that the image is decoration; in Markdown that it was forgotten.
        let decoration = alt == Some("") && element.attr("data-alt") != Some("missing");
        if decoration || !has_only(element, &["src", "alt", "title", "data-alt"]) {
            return raw::compact(self, node);
        }
        let around = Around {
            in_link: true,
            pairs: Pairs::of(alt.unwrap_or_default()),
            ..Around::default()
        };
        let words = alt.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let mut text = escape::text(&words, &around, Care::Light);
        if words.contains(['[', ']', '*', '_']) {
            text = escape::text(&words, &around, Care::Full);
        }
        let title = title.map(escape::title).unwrap_or_default();
        format!("![{text}]({}{title})", escape::address(src))
    }

    /// Ruby in braces, where it can be: `{漢字|かんじ}`.
    fn ruby(&self, node: NodeId) -> Option<String> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut base = String::new();
        for child in self.tree.children(node) {
            match (self.tree.data(child), self.tag(child)) {
                (Data::Text(text), _) => base.push_str(text),
                (_, Some(Tag::Rb)) => base.push_str(&self.words_alone(child)?),
                (_, Some(Tag::Rp)) => {}
                (_, Some(Tag::Rt)) => {
                    let reading = self.words_alone(child)?;
                    pairs.push((
                        std::mem::take(&mut base).trim_matches(is_space).to_owned(),
                        reading,
                    ));
                }
                _ => return None,
            }
        }
        let free = |text: &str| {
            !text.trim().is_empty()
                && !text.contains(|c: char| c.is_ascii_punctuation() || c.is_control())
        };
        let single = pairs.len() == 1 || pairs.iter().all(|(base, _)| base.chars().count() == 1);
        if pairs.is_empty() || !base.trim().is_empty() || !single {
            return None;
        }
        if !pairs.iter().all(|(base, reading)| free(base) && free(reading)) {
            return None;
        }
        let mut out = String::from("{");
        out.extend(pairs.iter().map(|(base, _)| base.as_str()));
        for (_, reading) in &pairs {
            out.push('|');
            out.push_str(reading);
        }
        out.push('}');
        Some(out)
    }

    /// The text of a node that holds nothing else.
    fn words_alone(&self, node: NodeId) -> Option<String> {
        let mut words = String::new();
        for child in self.tree.children(node) {
            match self.tree.data(child) {
                Data::Text(text) => words.push_str(text),
                _ => return None,
            }
        }
        Some(words.trim().to_owned())
    }

    /// A formula: as TeX, where it says in TeX what it is, else as it stands.
    fn math(&self, node: NodeId, element: &Element<'_>, out: &mut String) {
        match self.tex(node, element) {
            Some(tex) => out.push_str(&tex),
            None => out.push_str(&raw::compact(self, node)),
        }
    }

    /// A formula between dollar signs, where its TeX makes the same MathML.
    pub(super) fn tex(&self, node: NodeId, element: &Element<'_>) -> Option<String> {
        let annotation = self.tree.descendants(node).find(|node| {
            self.element(*node).is_some_and(|element| {
                element.name.as_str() == "annotation"
                    && element
                        .attr("encoding")
                        .is_some_and(|e| e.contains("tex") || e.contains("TeX"))
            })
        });
        let given = element.attr("alttext").map(str::to_owned);
        let block = element.attr("display") == Some("block");
        let tex = annotation.map(|node| self.tree.plain_text(node)).into_iter().chain(given);
        tex.map(|tex| dollars(&tex, block)).find(|tex| check::formula(self, node, tex))
    }
}

/// TeX between dollar signs.
fn dollars(tex: &str, block: bool) -> String {
    let tex = tex.trim().replace(['\n', '\r'], " ");
    if block { format!("$${tex}$$") } else { format!("${tex}$") }
}

/// Whether an element holds the TeX of a formula, as bindery writes it where it is kept.
fn is_tex(element: &Element<'_>) -> bool {
    element
        .attr("class")
        .is_some_and(|class| matches!(class, "math math-inline" | "math math-display"))
}

/// The label of the page of a printed edition that begins at a marker, where Markdown can say it.
pub(super) fn page_label<'e>(element: &'e Element<'_>) -> Option<&'e str> {
    let has = |name, word| {
        element.attr(name).is_some_and(|words| words.split_ascii_whitespace().any(|w| w == word))
    };
    if !(has("epub:type", "pagebreak") || has("role", "doc-pagebreak")) {
        return None;
    }
    if !has_only(element, &["epub:type", "role", "aria-label", "title"]) {
        return None;
    }
    let label = element.attr("aria-label").or_else(|| element.attr("title"))?.trim();
    let legal =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '.' | ':' | '/' | '*' | '†');
    let fits =
        label.contains(char::is_alphanumeric) && label.len() < 30 && label.chars().all(legal);
    fits.then_some(label)
}

/// What stands before and after `words` in `inner`.
fn ends<'i>(inner: &'i str, words: &str) -> (&'i str, &'i str) {
    if words.is_empty() {
        return (inner, "");
    }
    let lead = inner.len() - inner.trim_start_matches(is_space).len();
    let tail = inner.trim_end_matches(is_space).len();
    (inner.get(..lead).unwrap_or_default(), inner.get(tail..).unwrap_or_default())
}

/// Escapes an exclamation mark at the end: before a link it would make an image of it.
fn unmark(out: &mut String) {
    if out.ends_with('!') && !out.ends_with("\\!") {
        out.pop();
        out.push_str("\\!");
    }
}

/// Whether a text ends in a break, not in an escaped backslash.
fn is_break(text: &str) -> bool {
    (text.len() - text.trim_end_matches('\\').len()) % 2 == 1
}

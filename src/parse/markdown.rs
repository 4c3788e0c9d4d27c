//! pulldown-cmark's events become nodes, and raw HTML goes to the HTML5 parser among them.
//!
//! In: a chapter's text. Out: nodes under the body's root, and a root of its own for each note.
//! Refuses to know: which elements are legal where, what a link leads to.

use super::division::{self, Mark, Opening};
use super::html::HtmlSink;
use super::{NESTING_LIMIT, Options, emphasis, highlight, inline, math, punctuation, verse};
use crate::book::{Note, Noteref};
use crate::diagnostic::{Diagnostics, code};
use crate::edition::Math;
use crate::labels::Labels;
use crate::source::Text;
use crate::tree::{Attr, Data, Element, Name, NodeId, Tag, Tree};
use crate::xml;
use pulldown_cmark as md;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, TagEnd};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// What the events hold besides nodes.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    /// The notes, each with its root.
    pub(super) notes: Vec<Note>,
    /// The references to notes; their nodes are set when the tree is surveyed.
    pub(super) noterefs: Vec<Noteref>,
    /// Whether there are texts whose straight quotes and their like are to stay.
    pub(super) kept: bool,
    /// The roots, of the body and of notes, below which there is raw HTML. What Markdown alone
    /// makes is legal as it is.
    pub(super) raw: Vec<NodeId>,
}

/// Columns from which on a table is set closer, to fit on a phone.
const WIDE_TABLE: usize = 6;

type Events<'s> = [(Event<'s>, Range<usize>)];

/// Reads a chapter into `tree`, its body under `body`.
pub(super) fn read<'s>(
    text: &'s Text,
    options: Options<'_>,
    labels: &Labels,
    tree: &mut Tree<'s>,
    body: NodeId,
    diagnostics: &mut Diagnostics,
) -> Markdown {
    let source = text.as_str();
    let (events, marks) = if options.mdbook {
        let parser = md::Parser::new_ext(source, extensions(options));
        (parser.into_offset_iter().collect(), HashMap::new())
    } else {
        division::events(text, extensions(options), diagnostics)
    };
    let events = emphasis::mend(source, events);
    let (main, definitions) = part_notes(&events);

    let mut markdown = Markdown::default();
    let mut labels_seen = HashMap::new();
    for (label, part) in &definitions {
        let at = part.first().map_or(0..0, |(_, range)| range.clone());
        if labels_seen.contains_key(&label.to_lowercase()) {
            diagnostics.push(
                &code::NOTE_TWICE,
                text.span(at.start..at.start + label.len() + 4),
                format!("the note `{label}` is defined twice; this definition is left out"),
            );
            continue;
        }
        labels_seen.insert(label.to_lowercase(), markdown.notes.len());
        let root = tree.create(Data::Root, at.start);
        markdown.notes.push(Note { label: label.to_string(), root, at });
    }
    let mut taken = 0;
    // Who has these characters in a text can't have them stand for others.
    let keeps = options.smart_punctuation && !source.contains(punctuation::stands_in);
    let mut convert = |part: &Parts<'_, 's>, root, inside, diagnostics: &mut Diagnostics| {
        let mut reader = Reader {
            source,
            text,
            options,
            labels,
            marks: &marks,
            notes: &labels_seen,
            inside,
            noterefs: &mut markdown.noterefs,
            keeps,
            kept: &mut markdown.kept,
            diagnostics,
        };
        let raw = part.iter().flat_map(|events| events.iter()).find(|(event, _)| match event {
            Event::Html(_) | Event::InlineHtml(_) => true,
            // Formulas come as markup too.
            Event::InlineMath(_) | Event::DisplayMath(_) => options.math == Math::MathMl,
            _ => false,
        });
        if raw.is_some() {
            markdown.raw.push(root);
            let mut sink = HtmlSink::new(std::mem::take(tree), root);
            reader.convert(part, &mut sink);
            *tree = sink.finish(text, reader.diagnostics);
            math::finish(tree, root, &formulas(part));
        } else {
            let mut sink = TreeSink::new(tree, root);
            reader.convert(part, &mut sink);
            sink.finish(text, reader.diagnostics);
        }
        let quoted = part
            .iter()
            .flat_map(|events| events.iter())
            .any(|(event, _)| matches!(event, Event::Start(md::Tag::BlockQuote(None))));
        if quoted || !marks.is_empty() {
            verse::set(tree, root, &marks);
        }
    };
    convert(&main, body, None, diagnostics);
    for (label, part) in &definitions {
        if labels_seen.get(&label.to_lowercase()) == Some(&taken) {
            if let Some(note) = markdown.notes.get(taken) {
                // The first and last event are the definition itself.
                let inner = part.get(1..part.len().saturating_sub(1)).unwrap_or_default();
                let (inner, _) = part_notes(inner);
                convert(&inner, note.root, Some(taken), diagnostics);
            }
            taken += 1;
        }
    }
    markdown
}

/// The formulas of some events: where each stands, and its TeX.
fn formulas<'e>(part: &Parts<'e, '_>) -> HashMap<usize, &'e str> {
    let events = part.iter().flat_map(|events| events.iter());
    let formulas = events.filter_map(|(event, range)| match event {
        Event::InlineMath(tex) | Event::DisplayMath(tex) => Some((range.start, tex.as_ref())),
        _ => None,
    });
    formulas.collect()
}

pub(super) fn extensions(options: Options<'_>) -> md::Options {
    let mut set = md::Options::ENABLE_TABLES
        | md::Options::ENABLE_FOOTNOTES
        | md::Options::ENABLE_STRIKETHROUGH
        | md::Options::ENABLE_TASKLISTS
        | md::Options::ENABLE_HEADING_ATTRIBUTES
        | md::Options::ENABLE_GFM
        | md::Options::ENABLE_DEFINITION_LIST;
    if !options.mdbook {
        set |= md::Options::ENABLE_SUPERSCRIPT | md::Options::ENABLE_SUBSCRIPT;
        if options.math != Math::Off {
            set |= md::Options::ENABLE_MATH;
        }
    }
    set
}

/// Runs of events, in order.
type Parts<'e, 's> = Vec<&'e Events<'s>>;

/// Parts the definitions of notes from the rest: they may stand anywhere, in lists and quotations
/// too, but are shown apart. A definition inside another one's comes out of it as well.
fn part_notes<'e, 's>(
    events: &'e Events<'s>,
) -> (Parts<'e, 's>, Vec<(&'e CowStr<'s>, &'e Events<'s>)>) {
    let mut main = Vec::new();
    let mut definitions = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut from = 0;
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(md::Tag::FootnoteDefinition(_)) => {
                if open.is_empty() {
                    main.push(events.get(from..index).unwrap_or_default());
                }
                open.push(index);
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some(start) = open.pop() {
                    let part = events.get(start..=index).unwrap_or_default();
                    if let Some((Event::Start(md::Tag::FootnoteDefinition(label)), _)) =
                        part.first()
                    {
                        definitions.push((start, label, part));
                    }
                }
                from = index + 1;
            }
            _ => {}
        }
    }
    main.push(events.get(from..).unwrap_or_default());
    definitions.sort_by_key(|(start, _, _)| *start);
    (main, definitions.into_iter().map(|(_, label, part)| (label, part)).collect())
}

/// What nodes are made through: straight into the tree, or through the HTML5 parser.
pub(super) trait Sink<'s> {
    /// Begins an element.
    fn open(&mut self, tag: Tag, attrs: Vec<Attr<'s>>, at: usize);
    /// Ends the element begun last that is not ended yet.
    fn close(&mut self, tag: Tag);
    /// Whether there can be elements where the sink stands; text alone can be anywhere.
    fn takes_elements(&self) -> bool {
        true
    }
    /// Adds text.
    fn text(&mut self, text: Cow<'s, str>, at: usize);
    /// Adds a reference to a note, which the manuscript has as `written`.
    fn noteref(&mut self, index: usize, written: &'s str, at: usize);
    /// Adds raw HTML as the manuscript has it.
    fn html(&mut self, html: &str, at: usize);
    /// Says that a block of raw HTML is over.
    fn html_block_end(&mut self, at: usize);
}

/// Puts nodes straight into the tree; for text without raw HTML.
struct TreeSink<'t, 's> {
    tree: &'t mut Tree<'s>,
    current: NodeId,
    depth: usize,
    /// Elements beyond the limit: opened, but not made.
    beyond: usize,
    too_deep_at: Option<usize>,
}

impl<'t, 's> TreeSink<'t, 's> {
    fn new(tree: &'t mut Tree<'s>, root: NodeId) -> Self {
        TreeSink { tree, current: root, depth: 0, beyond: 0, too_deep_at: None }
    }

    fn finish(self, text: &Text, diagnostics: &mut Diagnostics) {
        if let Some(at) = self.too_deep_at {
            report_nesting(text, at, diagnostics);
        }
    }

    /// Puts a line end where a block that is not made begins or ends: words of two blocks don't
    /// become one.
    fn part_words(&mut self, tag: Tag, at: usize) {
        if !tag.is_phrasing() {
            self.text(Cow::Borrowed("\n"), at);
        }
    }
}

/// Reports that the limit of nesting was passed at offset `at`.
pub(super) fn report_nesting(text: &Text, at: usize, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        &code::NESTING,
        text.span(at..at),
        format!("elements are nested more than {NESTING_LIMIT} deep here"),
    );
}

/// How many levels of nesting an element takes: a table without room for its cells, or a list
/// without room for its items, would hold what it can't.
pub(super) fn levels(tag: Tag) -> usize {
    match tag {
        Tag::Table => 4,
        Tag::Ul | Tag::Ol | Tag::Dl => 2,
        _ => 1,
    }
}

impl<'s> Sink<'s> for TreeSink<'_, 's> {
    fn open(&mut self, tag: Tag, attrs: Vec<Attr<'s>>, at: usize) {
        let fits = self.beyond == 0 && self.depth + levels(tag) <= NESTING_LIMIT;
        if !fits && !tag.is_void() {
            self.too_deep_at.get_or_insert(at);
            self.beyond += 1;
            self.part_words(tag, at);
            return;
        }
        let element = Data::Element(Element { name: Name::Html(tag), attrs });
        let node = self.tree.create(element, at);
        self.tree.append(self.current, node);
        if !tag.is_void() {
            self.current = node;
            self.depth += 1;
        }
    }

    fn close(&mut self, tag: Tag) {
        if tag.is_void() {
        } else if self.beyond > 0 {
            self.beyond -= 1;
            let at = self.tree.last_child(self.current).map_or(0, |last| self.tree.at(last));
            self.part_words(tag, at);
        } else if let Some(parent) = self.tree.parent(self.current) {
            self.current = parent;
            self.depth -= 1;
        }
    }

    fn text(&mut self, text: Cow<'s, str>, at: usize) {
        let node = self.tree.create(Data::Text(text), at);
        self.tree.append(self.current, node);
    }

    fn noteref(&mut self, index: usize, _written: &'s str, at: usize) {
        let node = self.tree.create(Data::Noteref(index), at);
        self.tree.append(self.current, node);
    }

    fn html(&mut self, html: &str, at: usize) {
        self.text(Cow::Owned(html.to_owned()), at);
    }

    fn html_block_end(&mut self, _at: usize) {}
}

/// Turns events into calls of a [`Sink`].
struct Reader<'r, 's> {
    source: &'s str,
    text: &'s Text,
    options: Options<'r>,
    labels: &'r Labels,
    /// What rules stand for that are lines of colons.
    marks: &'r HashMap<usize, Mark>,
    notes: &'r HashMap<String, usize>,
    inside: Option<usize>,
    noterefs: &'r mut Vec<Noteref>,
    /// Whether signs that the author wrote to be as they are have to be told from others.
    keeps: bool,
    kept: &'r mut bool,
    diagnostics: &'r mut Diagnostics,
}

/// Where the reading of one run of events stands.
#[derive(Default)]
struct State<'s> {
    /// Text events that lie side by side in the source, gathered: most paragraphs are one run.
    run: Range<usize>,
    /// The link the text stands in; links don't nest.
    links: Vec<bool>,
    /// Column alignments of the table, and the column.
    alignments: Vec<md::Alignment>,
    column: usize,
    in_head: bool,
    has_rows: bool,
    /// What the cell is: `th` or `td`.
    cell: Option<Tag>,
    /// The image whose alternative text is being gathered.
    image: Option<Image<'s>>,
    /// The code block being gathered.
    code: Option<Code<'s>>,
    /// For each open paragraph what it is: a `p`, or the `figure` of a lone image.
    paragraphs: Vec<Tag>,
    /// For each open definition list whether it is one; `:::` makes pulldown-cmark see others.
    definition_lists: Vec<bool>,
    /// For each definition of what is no definition list the element that it stands in.
    stand_ins: Vec<Option<Tag>>,
    alert_depth: Vec<bool>,
    /// What stands at a heading's end, and is text though it looks like attributes.
    heading_end: Range<usize>,
    /// The divisions that are open, by the offsets of their marks.
    divisions: Vec<usize>,
}

/// A code block's text, in the pieces in which it comes, with their offsets.
#[derive(Default)]
struct Code<'s> {
    pieces: Vec<(Cow<'s, str>, usize)>,
    /// Whether lines that begin with `# ` are hidden.
    hide: bool,
    /// The language, as the manuscript names it.
    language: String,
}

struct Image<'s> {
    depth: usize,
    address: CowStr<'s>,
    title: CowStr<'s>,
    alt: String,
    at: Range<usize>,
}

impl<'s> Reader<'_, 's> {
    fn convert<S: Sink<'s>>(&mut self, parts: &Parts<'_, 's>, sink: &mut S) {
        // One state for all parts: a definition may stand inside a list or a quotation, and cut
        // its events in two.
        let mut state = State::default();
        for events in parts {
            for (index, (event, range)) in events.iter().enumerate() {
                let rest = events.get(index + 1..).unwrap_or_default();
                self.event(event, range, rest, &mut state, sink);
            }
            self.flush(&mut state, sink);
        }
    }

    fn event<S: Sink<'s>>(
        &mut self,
        event: &Event<'s>,
        range: &Range<usize>,
        rest: &Events<'s>,
        state: &mut State<'s>,
        sink: &mut S,
    ) {
        if let Some(image) = &mut state.image {
            match event {
                Event::Start(_) => image.depth += 1,
                Event::End(_) if image.depth > 0 => image.depth -= 1,
                Event::End(_) => self.end_image(state, sink),
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text) => image.alt.push_str(text),
                Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
                _ => {}
            }
            return;
        }
        if let Some(code) = &mut state.code
            && let Event::Text(text) = event
        {
            code.pieces.push((self.cow(text, range), range.start));
            return;
        }
        match event {
            Event::Text(text) => {
                if self.is_source(text, range) {
                    let escaped =
                        range.start.checked_sub(1).and_then(|at| self.source.as_bytes().get(at));
                    if escaped == Some(&b'\\')
                        && self.keeps
                        && let Some(sign @ ('"' | '\'' | '-' | '.')) = text.chars().next()
                    {
                        self.flush(state, sink);
                        *self.kept = true;
                        sink.text(Cow::Owned(punctuation::keep(&sign.to_string())), range.start);
                        state.run = range.start + 1..range.end;
                        return;
                    }
                    if state.run.end == range.start && !state.run.is_empty() {
                        state.run.end = range.end;
                    } else {
                        self.flush(state, sink);
                        state.run = range.clone();
                    }
                    return;
                }
                self.flush(state, sink);
                // Entities can bring in characters that the text itself does not hold.
                let stands_in = text.contains(punctuation::stands_in);
                if stands_in || (xml::legal(text).len() != text.len() && !text.contains('\r')) {
                    self.diagnostics.push(
                        &code::CONTROL_CHARACTER,
                        self.text.span(range.clone()),
                        "a character reference names a character that can't be in a book",
                    );
                }
                let text = if self.keeps {
                    *self.kept = true;
                    punctuation::keep(text)
                } else {
                    text.to_string()
                };
                sink.text(Cow::Owned(text), range.start);
            }
            Event::SoftBreak if self.verse(state).is_some() => {
                self.flush(state, sink);
                self.verse_line(range, rest, state, sink);
            }
            Event::SoftBreak if self.joins(range, rest) => self.flush(state, sink),
            Event::SoftBreak => {
                if state.run.end == range.start
                    && !state.run.is_empty()
                    && self.source.get(range.clone()) == Some("\n")
                {
                    state.run.end = range.end;
                    return;
                }
                self.flush(state, sink);
                sink.text(Cow::Borrowed("\n"), range.start);
            }
            _ => {
                self.flush(state, sink);
                self.markup(event, range, rest, state, sink);
            }
        }
    }

    fn markup<S: Sink<'s>>(
        &mut self,
        event: &Event<'s>,
        range: &Range<usize>,
        rest: &Events<'s>,
        state: &mut State<'s>,
        sink: &mut S,
    ) {
        let at = range.start;
        match event {
            Event::Start(tag) => self.start(tag, range, rest, state, sink),
            Event::End(tag) => self.end(*tag, range, state, sink),
            Event::Code(text) => {
                sink.open(Tag::Code, Vec::new(), at);
                sink.text(self.cow(text, range), at);
                sink.close(Tag::Code);
            }
            Event::InlineMath(tex) => self.math(tex, false, range, sink),
            Event::DisplayMath(tex) => self.math(tex, true, range, sink),
            Event::Html(html) => sink.html(html, at),
            Event::InlineHtml(html) => sink.html(html, at),
            Event::FootnoteReference(label) => match self.notes.get(&label.to_lowercase()) {
                Some(note) => {
                    let written = self.source.get(range.clone()).unwrap_or_default();
                    let index = self.noterefs.len();
                    let node = NodeId::default();
                    self.noterefs.push(Noteref { note: *note, node, inside: self.inside });
                    sink.noteref(index, written, at);
                }
                None => {
                    let written = self.source.get(range.clone()).unwrap_or_default();
                    sink.text(Cow::Borrowed(written), at);
                }
            },
            Event::HardBreak if self.verse(state).is_some() => {
                self.verse_line(range, rest, state, sink);
            }
            Event::HardBreak => {
                sink.open(Tag::Br, Vec::new(), at);
                sink.close(Tag::Br);
                sink.text(Cow::Borrowed("\n"), at);
            }
            Event::Rule => match self.marks.get(&at) {
                None => {
                    sink.open(Tag::Hr, Vec::new(), at);
                    sink.close(Tag::Hr);
                }
                Some(Mark::Open(opening)) => {
                    state.divisions.push(at);
                    sink.open(Tag::Div, opening.attributes(), at);
                }
                Some(Mark::Close) => {
                    state.divisions.pop();
                    sink.close(Tag::Div);
                }
                Some(Mark::Stray) => {
                    sink.open(Tag::P, Vec::new(), at);
                    sink.text(division::written(self.source, range), at);
                    sink.close(Tag::P);
                }
            },
            Event::TaskListMarker(done) => {
                let sign = if *done { "\u{2611}\u{a0}" } else { "\u{2610}\u{a0}" };
                sink.open(Tag::Span, vec![Attr::new("class", "task-box")], at);
                sink.text(Cow::Borrowed(sign), at);
                sink.close(Tag::Span);
            }
            Event::Text(_) | Event::SoftBreak => {}
        }
    }

    /// Whether a line end stands between two characters of a script that parts words by no space:
    /// Chinese and Japanese, not Korean. It would be shown as one.
    fn joins(&self, range: &Range<usize>, rest: &Events<'s>) -> bool {
        let next = rest.first().map_or(range.end, |(_, next)| next.start);
        let before = self.source.get(..range.start).and_then(|text| text.chars().next_back());
        let after = self.source.get(next..).and_then(|text| text.chars().next());
        let joined = |c: char| matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}');
        before.is_some_and(joined) && after.is_some_and(joined)
    }

    /// The innermost open division of verse.
    fn verse(&self, state: &State<'s>) -> Option<&Opening> {
        state.divisions.iter().rev().find_map(|at| match self.marks.get(at) {
            Some(Mark::Open(opening)) if opening.is_verse() => Some(opening),
            _ => None,
        })
    }

    /// Ends a line of verse and begins the next with the space that it has in the manuscript.
    fn verse_line<S: Sink<'s>>(
        &self,
        range: &Range<usize>,
        rest: &Events<'s>,
        state: &State<'s>,
        sink: &mut S,
    ) {
        let next = rest.first().map_or(range.end, |(_, next)| next.start);
        let verse = self.verse(state);
        let indent = verse.map(|verse| verse.indent(self.source, next)).unwrap_or_default();
        sink.text(Cow::Owned(format!("\n{indent}")), range.start);
    }

    /// Writes a formula; its text for those who can't see it is set when the tree stands.
    fn math<S: Sink<'s>>(
        &mut self,
        tex: &CowStr<'s>,
        block: bool,
        range: &Range<usize>,
        sink: &mut S,
    ) {
        if self.options.math == Math::MathMl && sink.takes_elements() {
            match math::mathml(tex, block) {
                Ok(markup) => return sink.html(&markup, range.start),
                Err(fault) => {
                    let written = self.source.get(range.clone()).unwrap_or_default();
                    let at = match written.find(tex.as_ref()) {
                        Some(from) => {
                            let from = range.start + from;
                            from + fault.at.start..from + fault.at.end
                        }
                        None => range.clone(),
                    };
                    self.diagnostics.push(&code::MATH_SYNTAX, self.text.span(at), fault.message);
                }
            }
        }
        let class = if block { "math math-display" } else { "math math-inline" };
        sink.open(Tag::Code, vec![Attr::new("class", class)], range.start);
        sink.text(self.cow(tex, range), range.start);
        sink.close(Tag::Code);
    }

    fn start<S: Sink<'s>>(
        &mut self,
        tag: &md::Tag<'s>,
        range: &Range<usize>,
        rest: &Events<'s>,
        state: &mut State<'s>,
        sink: &mut S,
    ) {
        let at = range.start;
        match tag {
            md::Tag::Paragraph => {
                let figure = lone_image(rest);
                if let Some(caption) = figure {
                    let class = if caption { "figure" } else { "figure no-caption" };
                    sink.open(Tag::Figure, vec![Attr::new("class", class)], at);
                    state.paragraphs.push(Tag::Figure);
                } else if is_lone_formula(rest) {
                    // What follows goes on with the sentence: no paragraph ends here.
                    sink.open(Tag::Div, vec![Attr::new("class", "math")], at);
                    state.paragraphs.push(Tag::Div);
                } else {
                    sink.open(Tag::P, Vec::new(), at);
                    state.paragraphs.push(Tag::P);
                    let verse = self.verse(state);
                    let indent = verse.map(|verse| verse.indent(self.source, at));
                    if let Some(indent) = indent.filter(|indent| !indent.is_empty()) {
                        sink.text(Cow::Owned(indent), at);
                    }
                }
                if state.definition_lists.last() == Some(&false) {
                    sink.text(Cow::Borrowed(":"), at);
                }
            }
            md::Tag::Heading { level, id, classes, attrs } => {
                let mut attrs = attrs.clone();
                // `{漢字|かんじ}` and `{p. 12}` at the end look like the heading's attributes.
                let before = attrs.len();
                attrs.retain(|(key, _)| !key.contains('|'));
                let written = self.source.get(range.clone()).unwrap_or_default();
                let braces = written.rfind('{').zip(written.rfind('}'));
                if let Some((from, to)) = braces.filter(|_| before > 0) {
                    let page = inline::page(written, from).is_some();
                    if page {
                        attrs.clear();
                    }
                    if page || attrs.len() < before {
                        state.heading_end = range.start + from..range.start + to + 1;
                    }
                }
                let attrs = self.heading_attributes(id.as_ref(), classes, &attrs, range);
                sink.open(Tag::heading(*level as u8), attrs, at);
            }
            md::Tag::BlockQuote(None) => {
                state.alert_depth.push(false);
                sink.open(Tag::Blockquote, Vec::new(), at);
            }
            md::Tag::BlockQuote(Some(kind)) => {
                state.alert_depth.push(true);
                let (class, title) = match kind {
                    md::BlockQuoteKind::Note => ("alert alert-note", self.labels.alert_note),
                    md::BlockQuoteKind::Tip => ("alert alert-tip", self.labels.alert_tip),
                    md::BlockQuoteKind::Important => {
                        ("alert alert-important", self.labels.alert_important)
                    }
                    md::BlockQuoteKind::Warning => {
                        ("alert alert-warning", self.labels.alert_warning)
                    }
                    md::BlockQuoteKind::Caution => {
                        ("alert alert-caution", self.labels.alert_caution)
                    }
                };
                sink.open(Tag::Aside, vec![Attr::new("class", class)], at);
                sink.open(Tag::P, vec![Attr::new("class", "alert-title")], at);
                sink.text(Cow::Borrowed(title), at);
                sink.close(Tag::P);
            }
            md::Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.as_ref(),
                    CodeBlockKind::Indented => "",
                };
                let language = language(info).to_owned();
                let hide = self.options.mdbook && language == "rust";
                let attrs = if language.is_empty() {
                    Vec::new()
                } else {
                    vec![Attr::new("class", format!("language-{language}"))]
                };
                sink.open(Tag::Pre, Vec::new(), at);
                sink.open(Tag::Code, attrs, at);
                state.code = Some(Code { pieces: Vec::new(), hide, language });
            }
            md::Tag::List(start) => match start {
                Some(1) => sink.open(Tag::Ol, Vec::new(), at),
                Some(n) => sink.open(Tag::Ol, vec![Attr::new("start", n.to_string())], at),
                None => sink.open(Tag::Ul, Vec::new(), at),
            },
            md::Tag::Item => {
                let task = rest
                    .iter()
                    .find(|(event, _)| !matches!(event, Event::Start(md::Tag::Paragraph)))
                    .is_some_and(|(event, _)| matches!(event, Event::TaskListMarker(_)));
                let attrs = if task { vec![Attr::new("class", "task")] } else { Vec::new() };
                sink.open(Tag::Li, attrs, at);
            }
            md::Tag::DefinitionList => {
                let real = is_definition_list(rest, self.source);
                state.definition_lists.push(real);
                if real {
                    sink.open(Tag::Dl, Vec::new(), at);
                }
            }
            md::Tag::DefinitionListTitle => {
                let tag =
                    if state.definition_lists.last() == Some(&false) { Tag::P } else { Tag::Dt };
                sink.open(tag, Vec::new(), at);
            }
            md::Tag::DefinitionListDefinition => {
                if state.definition_lists.last() != Some(&false) {
                    sink.open(Tag::Dd, Vec::new(), at);
                } else if !matches!(rest.first(), Some((Event::Start(md::Tag::Paragraph), _))) {
                    // Blocks can't stand in a paragraph.
                    let holder = if is_one_line(rest) { Tag::P } else { Tag::Div };
                    sink.open(holder, Vec::new(), at);
                    sink.text(Cow::Borrowed(":"), at);
                    state.stand_ins.push(Some(holder));
                } else {
                    state.stand_ins.push(None);
                }
            }
            md::Tag::Table(alignments) => {
                state.alignments.clone_from(alignments);
                let wide = alignments.len() >= WIDE_TABLE;
                let attrs = if wide { vec![Attr::new("class", "wide")] } else { Vec::new() };
                sink.open(Tag::Table, attrs, at);
            }
            md::Tag::TableHead => {
                state.in_head = true;
                state.has_rows = false;
                state.column = 0;
                sink.open(Tag::Thead, Vec::new(), at);
                sink.open(Tag::Tr, Vec::new(), at);
            }
            md::Tag::TableRow => {
                if !state.has_rows {
                    sink.open(Tag::Tbody, Vec::new(), at);
                    state.has_rows = true;
                }
                state.column = 0;
                sink.open(Tag::Tr, Vec::new(), at);
            }
            md::Tag::TableCell => {
                let mut attrs = Vec::new();
                let empty = matches!(rest.first(), Some((Event::End(TagEnd::TableCell), _)));
                // An empty header would be announced as a header without a name.
                let tag = if state.in_head && !empty { Tag::Th } else { Tag::Td };
                if tag == Tag::Th {
                    attrs.push(Attr::new("scope", "col"));
                }
                if let Some(class) = alignment_class(state.alignments.get(state.column)) {
                    attrs.push(Attr::new("class", class));
                }
                state.cell = Some(tag);
                sink.open(tag, attrs, at);
            }
            md::Tag::Emphasis => sink.open(Tag::Em, Vec::new(), at),
            md::Tag::Strong => sink.open(Tag::Strong, Vec::new(), at),
            md::Tag::Strikethrough => sink.open(Tag::Del, Vec::new(), at),
            md::Tag::Superscript => sink.open(Tag::Sup, Vec::new(), at),
            md::Tag::Subscript => sink.open(Tag::Sub, Vec::new(), at),
            md::Tag::Link { link_type, dest_url, title, .. } => {
                // An autolink inside a link would nest two `a` elements.
                let nested = state.links.contains(&true);
                state.links.push(!nested);
                if !nested {
                    let address = match link_type {
                        LinkType::Email => format!("mailto:{dest_url}").into(),
                        _ => dest_url.clone(),
                    };
                    let mut attrs = vec![Attr::new("href", address.to_string())];
                    if !title.is_empty() {
                        attrs.push(Attr::new("title", title.to_string()));
                    }
                    sink.open(Tag::A, attrs, at);
                }
            }
            md::Tag::Image { dest_url, title, .. } => {
                state.image = Some(Image {
                    depth: 0,
                    address: dest_url.clone(),
                    title: title.clone(),
                    alt: String::new(),
                    at: range.clone(),
                });
            }
            md::Tag::HtmlBlock | md::Tag::FootnoteDefinition(_) | md::Tag::MetadataBlock(_) => {}
        }
    }

    fn end<S: Sink<'s>>(
        &mut self,
        tag: TagEnd,
        range: &Range<usize>,
        state: &mut State<'s>,
        sink: &mut S,
    ) {
        match tag {
            TagEnd::Paragraph => {
                if let Some(tag) = state.paragraphs.pop() {
                    sink.close(tag);
                }
            }
            TagEnd::Heading(level) => {
                let rest = std::mem::take(&mut state.heading_end);
                if !rest.is_empty() {
                    state.run = rest;
                    self.flush(state, sink);
                }
                sink.close(Tag::heading(level as u8));
            }
            TagEnd::BlockQuote(_) => {
                let alert = state.alert_depth.pop().unwrap_or_default();
                sink.close(if alert { Tag::Aside } else { Tag::Blockquote });
            }
            TagEnd::CodeBlock => {
                if let Some(code) = state.code.take() {
                    self.write_code(code, sink);
                }
                sink.close(Tag::Code);
                sink.close(Tag::Pre);
            }
            TagEnd::HtmlBlock => sink.html_block_end(range.end),
            TagEnd::List(true) => sink.close(Tag::Ol),
            TagEnd::List(false) => sink.close(Tag::Ul),
            TagEnd::Item => sink.close(Tag::Li),
            TagEnd::DefinitionList => {
                if state.definition_lists.pop() != Some(false) {
                    sink.close(Tag::Dl);
                }
            }
            TagEnd::DefinitionListTitle => {
                let tag =
                    if state.definition_lists.last() == Some(&false) { Tag::P } else { Tag::Dt };
                sink.close(tag);
            }
            TagEnd::DefinitionListDefinition => {
                if state.definition_lists.last() != Some(&false) {
                    sink.close(Tag::Dd);
                } else if let Some(Some(holder)) = state.stand_ins.pop() {
                    sink.close(holder);
                }
            }
            TagEnd::Table => {
                if state.has_rows {
                    sink.close(Tag::Tbody);
                }
                state.has_rows = false;
                sink.close(Tag::Table);
            }
            TagEnd::TableHead => {
                state.in_head = false;
                sink.close(Tag::Tr);
                sink.close(Tag::Thead);
            }
            TagEnd::TableRow => sink.close(Tag::Tr),
            TagEnd::TableCell => {
                sink.close(state.cell.take().unwrap_or(Tag::Td));
                state.column += 1;
            }
            TagEnd::Emphasis => sink.close(Tag::Em),
            TagEnd::Strong => sink.close(Tag::Strong),
            TagEnd::Strikethrough => sink.close(Tag::Del),
            TagEnd::Superscript => sink.close(Tag::Sup),
            TagEnd::Subscript => sink.close(Tag::Sub),
            TagEnd::Link => {
                if state.links.pop() == Some(true) {
                    sink.close(Tag::A);
                }
            }
            TagEnd::Image | TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn end_image<S: Sink<'s>>(&mut self, state: &mut State<'s>, sink: &mut S) {
        let Some(image) = state.image.take() else { return };
        let alt = image.alt.split_whitespace().collect::<Vec<_>>().join(" ");
        if alt.is_empty() {
            self.diagnostics
                .push(
                    &code::IMAGE_NO_ALT,
                    self.text.span(image.at.clone()),
                    format!("the image `{}` has no alternative text", image.address),
                )
                .hint("describe it between the brackets: `![what it shows](…)`");
        }
        let at = image.at.start;
        let mut attrs = vec![Attr::new("src", image.address.to_string())];
        // In Markdown an empty description was forgotten; only raw HTML can say `alt=""` and mean
        // decoration, and `conform` tells the two apart.
        if !alt.is_empty() {
            attrs.push(Attr::new("alt", alt));
        }
        let caption = !image.title.is_empty();
        let figure = state.paragraphs.last() == Some(&Tag::Figure);
        if caption && !figure {
            attrs.push(Attr::new("title", image.title.to_string()));
        }
        sink.open(Tag::Img, attrs, at);
        sink.close(Tag::Img);
        if caption && figure {
            sink.open(Tag::Figcaption, Vec::new(), at);
            sink.text(Cow::Owned(image.title.to_string()), at);
            sink.close(Tag::Figcaption);
        }
    }

    /// The attributes of `# Heading {#id .class key=value}` that XHTML can hold.
    fn heading_attributes(
        &mut self,
        id: Option<&CowStr<'s>>,
        classes: &[CowStr<'s>],
        pairs: &[(CowStr<'s>, Option<CowStr<'s>>)],
        range: &Range<usize>,
    ) -> Vec<Attr<'s>> {
        let mut attrs = Vec::new();
        if let Some(id) = id {
            attrs.push(Attr::new("id", id.to_string()));
        }
        if !classes.is_empty() {
            attrs.push(Attr::new("class", classes.join(" ")));
        }
        for (key, value) in pairs {
            let known = ["lang", "dir", "title"].into_iter().find(|known| key.as_ref() == *known);
            let given = value.as_ref().map(|value| value.trim());
            match (known, given) {
                // The first of a name counts, as in HTML.
                (Some(key), Some(value))
                    if can_be(key, value) && attrs.iter().all(|other| other.name != key) =>
                {
                    attrs.push(Attr::new(key, value.to_owned()));
                }
                _ => {
                    self.diagnostics.push(
                        &code::HEADING_ATTRIBUTE,
                        self.text.span(range.start..range.end),
                        format!("the heading's attribute `{key}` is left out"),
                    );
                }
            }
        }
        attrs
    }

    /// Writes a code block, its kinds told apart, without the lines that mdBook hides in Rust code.
    fn write_code<S: Sink<'s>>(&self, code: Code<'s>, sink: &mut S) {
        let whole: String = code.pieces.iter().map(|(text, _)| text.as_ref()).collect();
        let find = |text: &str| {
            if self.options.highlight && sink.takes_elements() {
                highlight::kinds(text, &code.language)
            } else {
                Vec::new()
            }
        };
        if !code.hide {
            let kinds = find(&whole);
            let mut start = 0;
            for (text, at) in code.pieces {
                let end = start + text.len();
                write_kinds(text, start, at, &kinds, sink);
                start = end;
            }
            return;
        }
        let at = code.pieces.first().map_or(0, |(_, at)| *at);
        let lines = shown_lines(&whole);
        let text: String = lines.iter().map(|(line, _)| line.as_str()).collect();
        let kinds = find(&text);
        let mut start = 0;
        for (line, shown) in lines {
            let end = start + line.len();
            if shown {
                write_kinds(Cow::Owned(line), start, at, &kinds, sink);
            }
            start = end;
        }
    }

    /// Writes the gathered run of plain text.
    fn flush<S: Sink<'s>>(&mut self, state: &mut State<'s>, sink: &mut S) {
        let run = std::mem::take(&mut state.run);
        if run.is_empty() {
            return;
        }
        let Some(text) = self.source.get(run.clone()) else { return };
        let place = inline::Place {
            text: self.text,
            at: run.start,
            in_link: state.links.contains(&true) || !sink.takes_elements(),
            scripts: !self.options.mdbook && sink.takes_elements(),
        };
        inline::write(text, place, sink, self.diagnostics);
    }

    fn is_source(&self, text: &CowStr<'s>, range: &Range<usize>) -> bool {
        self.source.get(range.clone()).is_some_and(|slice| slice == text.as_ref())
    }

    /// The event's text, borrowed from the source where it is the same.
    fn cow(&self, text: &CowStr<'s>, range: &Range<usize>) -> Cow<'s, str> {
        match text {
            CowStr::Borrowed(text) => Cow::Borrowed(text),
            _ => match self.source.get(range.clone()) {
                Some(slice) if slice == text.as_ref() => Cow::Borrowed(slice),
                _ => Cow::Owned(text.to_string()),
            },
        }
    }
}

/// Whether a heading's attribute can have that value.
fn can_be(key: &str, value: &str) -> bool {
    match key {
        "lang" => oxilangtag::LanguageTag::parse(value).is_ok(),
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        _ => true,
    }
}

/// Whether a paragraph holds a displayed formula and nothing else.
fn is_lone_formula(rest: &Events<'_>) -> bool {
    matches!(rest, [(Event::DisplayMath(_), _), (Event::End(TagEnd::Paragraph), _), ..])
}

/// Whether a paragraph holds an image and nothing else, and whether that has a title, which is
/// then shown as its caption.
fn lone_image(rest: &Events<'_>) -> Option<bool> {
    let Some((Event::Start(md::Tag::Image { title, .. }), range)) = rest.first() else {
        return None;
    };
    let after = rest
        .iter()
        .position(|(event, other)| matches!(event, Event::End(TagEnd::Image)) && other == range)?;
    matches!(rest.get(after + 1), Some((Event::End(TagEnd::Paragraph), _)))
        .then_some(!title.is_empty())
}

/// Whether a definition list is one. A line that begins with `:::` (a fenced division in other
/// tools' Markdown) looks like a definition to pulldown-cmark.
fn is_definition_list(rest: &Events<'_>, source: &str) -> bool {
    rest.iter()
        .find(|(event, _)| matches!(event, Event::Start(md::Tag::DefinitionListDefinition)))
        .is_none_or(|(_, range)| {
            !source.get(range.start..).is_some_and(|text| text.starts_with(":::"))
        })
}

/// Whether what follows, up to the definition's end, is text of one line and no block.
fn is_one_line(rest: &Events<'_>) -> bool {
    let first = rest.iter().map(|(event, _)| event).find(|event| match event {
        Event::Start(tag) => !matches!(
            tag,
            md::Tag::Emphasis
                | md::Tag::Strong
                | md::Tag::Strikethrough
                | md::Tag::Superscript
                | md::Tag::Subscript
                | md::Tag::Link { .. }
                | md::Tag::Image { .. }
        ),
        Event::End(tag) => matches!(tag, TagEnd::DefinitionListDefinition),
        Event::Rule => true,
        _ => false,
    });
    matches!(first, Some(Event::End(_)))
}

fn alignment_class(alignment: Option<&md::Alignment>) -> Option<&'static str> {
    match alignment? {
        md::Alignment::None => None,
        md::Alignment::Left => Some("align-left"),
        md::Alignment::Center => Some("align-center"),
        md::Alignment::Right => Some("align-right"),
    }
}

/// The language in the line that opens a code block: its first word, or the first class in braces
/// (`{.python .numbered}`).
pub(super) fn language(info: &str) -> &str {
    let info = info.trim();
    if let Some(classes) = info.strip_prefix('{') {
        let mut classes = classes.trim_end_matches('}').split_whitespace();
        return classes.find_map(|word| word.strip_prefix('.')).unwrap_or_default();
    }
    let end = |c: char| c.is_whitespace() || c == ',' || c == '{';
    info.split(end).next().unwrap_or_default()
}

/// Writes a piece of code that begins at `start` of its block, each kind in an element of its own.
fn write_kinds<'s, S: Sink<'s>>(
    piece: Cow<'s, str>,
    start: usize,
    at: usize,
    kinds: &[(Range<usize>, &'static str)],
    sink: &mut S,
) {
    let put = |range: Range<usize>, sink: &mut S| {
        let text = match &piece {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(range.clone()).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(range.clone()).unwrap_or_default().to_owned()),
        };
        if !text.is_empty() {
            sink.text(text, at + range.start);
        }
    };
    let mut from = 0;
    let first = kinds.partition_point(|(range, _)| range.end <= start);
    for (range, kind) in kinds.iter().skip(first) {
        let begin = range.start.max(start) - start;
        let end = (range.end - start).min(piece.len());
        if begin >= end {
            break;
        }
        put(from..begin, sink);
        sink.open(Tag::Span, vec![Attr::new("class", *kind)], at + begin);
        put(begin..end, sink);
        sink.close(Tag::Span);
        from = end;
    }
    let rest = match piece {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(from..).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(from..).unwrap_or_default().to_owned()),
    };
    if !rest.is_empty() {
        sink.text(rest, at + from);
    }
}

/// The lines of Rust code as mdBook shows them: `# ` and a lone `#` hide a line, `##` stands for one
/// `#`. Gives each line as the compiler has it, and whether it is shown.
pub(super) fn shown_lines(code: &str) -> Vec<(String, bool)> {
    let mut lines = Vec::new();
    for line in code.split_inclusive('\n') {
        let (indent, rest) = line.split_at(line.len() - line.trim_start_matches([' ', '\t']).len());
        let (text, shown) = match rest.strip_prefix('#') {
            Some(after) if after.is_empty() || after.starts_with([' ', '\n', '\r']) => {
                (format!("{indent}{}", after.strip_prefix(' ').unwrap_or(after)), false)
            }
            Some(after) if after.starts_with('#') => (format!("{indent}{after}"), true),
            _ => (line.to_owned(), true),
        };
        lines.push((text, shown));
    }
    lines
}

//! Emphasis beside Chinese, Japanese and Korean: `**강조(強調)**는` is emphasis.
//!
//! In: pulldown-cmark's events. Out: the same, with the asterisks paired anew where the rule on
//! punctuation of `CommonMark` 0.31 section 6.2 looks for spaces that these scripts don't write.
//! There a sign beside a character of theirs opens or closes as if it stood beside a letter (the
//! CJK-friendly amendments to `CommonMark`). Refuses to know: what becomes of the events.
//!
//! Each run of text on one level of nesting is taken by itself, and only if the amendment changes
//! what one of its asterisks can do; then all of its asterisks are paired again, because one that
//! could not close may have opened what was never meant. All other events pass as they are.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

type Events<'s> = Vec<(Event<'s>, Range<usize>)>;

/// Pairs the asterisks of `source` that stand beside CJK characters.
pub(super) fn mend<'s>(source: &'s str, events: Events<'s>) -> Events<'s> {
    if memchr::memchr(b'*', source.as_bytes()).is_none() || !source.chars().any(is_cjk) {
        return events;
    }
    let mut edits = edits(source, &events);
    if edits.is_empty() {
        return events;
    }
    edits.sort_by_key(|edit| (edit.event, edit.at.start));
    let mut edits = edits.into_iter().peekable();
    let mut mended = Vec::with_capacity(events.len());
    for (index, (event, range)) in events.into_iter().enumerate() {
        if edits.peek().is_none_or(|edit| edit.event != index) {
            mended.push((event, range));
            continue;
        }
        let text = matches!(event, Event::Text(_));
        let mut from = range.start;
        while let Some(edit) = edits.next_if(|edit| edit.event == index) {
            if text {
                push_text(source, from..edit.at.start, &mut mended);
            }
            from = edit.at.end;
            mended.extend(edit.events);
        }
        if text {
            push_text(source, from..range.end, &mut mended);
        }
    }
    mended
}

/// What takes the place of asterisks.
struct Edit<'s> {
    event: usize,
    at: Range<usize>,
    events: Events<'s>,
}

/// Asterisks of one event: some of its text, or the mark that a beginning or an end of emphasis
/// was made of.
struct Piece {
    event: usize,
    at: Range<usize>,
}

/// Where the walk over the events stands.
enum Open {
    /// Emphasis made of asterisks; what it holds is on the level it stands on.
    Emphasis,
    /// Anything else, with the asterisks of its own level.
    Level(Vec<Piece>),
    /// What holds no Markdown.
    Verbatim,
}

fn edits<'s>(source: &'s str, events: &[(Event<'s>, Range<usize>)]) -> Vec<Edit<'s>> {
    let mut edits = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // The places in `open` of the levels, so that none has to be looked for.
    let mut levels: Vec<usize> = Vec::new();
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(
                Tag::CodeBlock(_)
                | Tag::MetadataBlock(_)
                | Tag::HtmlBlock
                | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. },
            ) => {
                open.push(Open::Verbatim);
            }
            Event::Start(tag) => {
                if let Some(mark) = mark(source, tag, range) {
                    let at = range.start..range.start + mark;
                    if let Some(pieces) = level(&mut open, &levels) {
                        pieces.push(Piece { event: index, at });
                    }
                    open.push(Open::Emphasis);
                    continue;
                }
                // What stands before a block and after it does not go together.
                if !is_inline(tag)
                    && let Some(pieces) = level(&mut open, &levels)
                {
                    pair(source, events, &std::mem::take(pieces), &mut edits);
                }
                levels.push(open.len());
                open.push(Open::Level(Vec::new()));
            }
            Event::End(tag) => match open.pop() {
                Some(Open::Emphasis) => {
                    let mark = if *tag == TagEnd::Strong { 2 } else { 1 };
                    let at = range.end.saturating_sub(mark)..range.end;
                    if let Some(pieces) = level(&mut open, &levels) {
                        pieces.push(Piece { event: index, at });
                    }
                }
                Some(Open::Level(pieces)) => {
                    levels.pop();
                    pair(source, events, &pieces, &mut edits);
                }
                Some(Open::Verbatim) | None => {}
            },
            Event::Text(text) if !matches!(open.last(), Some(Open::Verbatim)) => {
                let written = source.get(range.clone()).filter(|slice| *slice == text.as_ref());
                if let (Some(written), Some(pieces)) = (written, level(&mut open, &levels)) {
                    asterisks(source, written, range.start, index, pieces);
                }
            }
            _ => {}
        }
    }
    edits
}

/// The asterisks of the innermost level.
fn level<'o>(open: &'o mut [Open], levels: &[usize]) -> Option<&'o mut Vec<Piece>> {
    match open.get_mut(*levels.last()?)? {
        Open::Level(pieces) => Some(pieces),
        _ => None,
    }
}

/// How many asterisks begin and end an element, if it is emphasis made of them.
fn mark(source: &str, tag: &Tag<'_>, range: &Range<usize>) -> Option<usize> {
    let mark = match tag {
        Tag::Emphasis => "*",
        Tag::Strong => "**",
        _ => return None,
    };
    let written = source.get(range.clone())?;
    let whole = written.len() > 2 * mark.len();
    (whole && written.starts_with(mark) && written.ends_with(mark)).then_some(mark.len())
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Gathers the asterisks of some text that no backslash stands before.
fn asterisks(source: &str, written: &str, at: usize, event: usize, pieces: &mut Vec<Piece>) {
    let bytes = written.as_bytes();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr::memchr(b'*', rest)) {
        let start = from + found;
        let run = bytes.iter().skip(start).take_while(|byte| **byte == b'*').count();
        let before = source.as_bytes().get(..at + start).unwrap_or_default();
        let slashes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
        let escaped = slashes % 2;
        if run > escaped {
            pieces.push(Piece { event, at: at + start + escaped..at + start + run });
        }
        from = start + run;
    }
}

/// Asterisks side by side, a delimiter run.
struct Delimiters<'s> {
    /// Its pieces' places among all.
    pieces: Range<usize>,
    at: Range<usize>,
    opens: bool,
    closes: bool,
    /// How many are not used yet.
    left: usize,
    /// How many of those that are used close.
    closing: usize,
    ends: Events<'s>,
    /// From the innermost to the outermost.
    starts: Events<'s>,
}

/// Pairs the asterisks of one level, if the amendment changes what one of them can do.
fn pair<'s>(
    source: &'s str,
    events: &[(Event<'s>, Range<usize>)],
    pieces: &[Piece],
    edits: &mut Vec<Edit<'s>>,
) {
    let mut runs: Vec<Delimiters<'s>> = Vec::new();
    let mut changed = false;
    let mut first = 0;
    for group in pieces.chunk_by(|one, next| one.at.end == next.at.start) {
        let (Some(head), Some(tail)) = (group.first(), group.last()) else { continue };
        let at = head.at.start..tail.at.end;
        let sides = Sides::of(source, events, head, tail);
        let (opens, closes) = sides.flanking(true);
        changed |= (opens, closes) != sides.flanking(false);
        let pieces = first..first + group.len();
        first = pieces.end;
        let (left, closing) = (at.len(), 0);
        let (ends, starts) = (Vec::new(), Vec::new());
        runs.push(Delimiters { pieces, at, opens, closes, left, closing, ends, starts });
    }
    if !changed {
        return;
    }
    settle(&mut runs);
    for run in runs {
        let from = run.at.start + run.closing;
        let mut made = run.ends;
        push_text(source, from..from + run.left, &mut made);
        made.extend(run.starts.into_iter().rev());
        for piece in pieces.get(run.pieces).unwrap_or_default() {
            let events = std::mem::take(&mut made);
            edits.push(Edit { event: piece.event, at: piece.at.clone(), events });
        }
    }
}

/// The algorithm of `CommonMark`'s appendix, "process emphasis".
fn settle(runs: &mut [Delimiters<'_>]) {
    let mut openers: Vec<usize> = Vec::new();
    // How many openers, from the first, are none for a closer of that kind.
    let mut bottoms = [0; 6];
    for index in 0..runs.len() {
        let Some((before, closer)) = runs
            .split_at_mut_checked(index)
            .and_then(|(before, rest)| Some((before, rest.first_mut()?)))
        else {
            return;
        };
        let kind = closer.at.len() % 3 + if closer.opens { 3 } else { 0 };
        while closer.closes && closer.left > 0 {
            let bottom = bottoms.get(kind).copied().unwrap_or_default();
            let found = openers.iter().enumerate().skip(bottom).rev().find(|(_, opener)| {
                before.get(**opener).is_some_and(|opener| {
                    let (one, other) = (opener.at.len(), closer.at.len());
                    let both = opener.closes || closer.opens;
                    !both || (one + other) % 3 != 0 || (one % 3 == 0 && other % 3 == 0)
                })
            });
            let Some((place, opener)) = found.map(|(place, opener)| (place, *opener)) else {
                if let Some(bottom) = bottoms.get_mut(kind) {
                    *bottom = openers.len();
                }
                break;
            };
            let Some(opener) = before.get_mut(opener) else { break };
            let strong = opener.left >= 2 && closer.left >= 2;
            let mark = if strong { 2 } else { 1 };
            opener.left -= mark;
            closer.left -= mark;
            closer.closing += mark;
            let start = opener.at.start + opener.closing + opener.left;
            let range = start..closer.at.start + closer.closing;
            let (tag, end) = if strong {
                (Tag::Strong, TagEnd::Strong)
            } else {
                (Tag::Emphasis, TagEnd::Emphasis)
            };
            opener.starts.push((Event::Start(tag), range.clone()));
            closer.ends.push((Event::End(end), range));
            openers.truncate(if opener.left == 0 { place } else { place + 1 });
            for bottom in &mut bottoms {
                *bottom = openers.len().min(*bottom);
            }
        }
        if closer.opens && closer.left > 0 {
            openers.push(index);
        }
    }
}

fn push_text<'s>(source: &'s str, range: Range<usize>, events: &mut Events<'s>) {
    if let Some(text) = source.get(range.clone()).filter(|text| !text.is_empty()) {
        events.push((Event::Text(CowStr::Borrowed(text)), range));
    }
}

/// What stands on one side of asterisks.
#[derive(Clone, Copy)]
struct Side {
    space: bool,
    punctuation: bool,
    cjk: bool,
}

impl Side {
    const LINE_END: Side = Side { space: true, punctuation: false, cjk: false };

    fn of(c: char) -> Side {
        Side { space: c.is_whitespace(), punctuation: is_punctuation(c), cjk: is_cjk(c) }
    }
}

struct Sides {
    before: Side,
    after: Side,
}

impl Sides {
    fn of(source: &str, events: &[(Event<'_>, Range<usize>)], head: &Piece, tail: &Piece) -> Sides {
        // A line's begin and end count as space, and so do a cell's; the source has signs there.
        let first = events.get(head.event).is_some_and(|(_, at)| at.start == head.at.start)
            && match head.event.checked_sub(1).and_then(|index| events.get(index)) {
                Some((Event::SoftBreak | Event::HardBreak, _)) | None => true,
                Some((Event::Start(tag), _)) => !is_inline(tag),
                _ => false,
            };
        let last = events.get(tail.event).is_some_and(|(_, at)| at.end == tail.at.end)
            && matches!(
                events.get(tail.event + 1),
                Some((Event::End(TagEnd::TableCell | TagEnd::Paragraph), _)) | None
            );
        let mut chars = source.get(..head.at.start).unwrap_or_default().chars().rev();
        let before = match (chars.next(), chars.next()) {
            _ if first => Side::LINE_END,
            (None, _) => Side::LINE_END,
            // Variation selectors belong to the character before them; the second makes
            // quotation marks wide.
            (Some('\u{FE01}'), Some('‘' | '’' | '“' | '”')) => Side::of('「'),
            (Some('\u{FE00}'..='\u{FE0E}'), Some(c)) => Side::of(c),
            (Some('\u{E0100}'..='\u{E01EF}'), _) => Side::of('一'),
            (Some(c), _) => Side::of(c),
        };
        let after = source.get(tail.at.end..).and_then(|rest| rest.chars().next());
        let after = after.filter(|_| !last).map_or(Side::LINE_END, Side::of);
        Sides { before, after }
    }

    /// Whether the asterisks can open, and whether they can close: `CommonMark` section 6.2, the
    /// flanking of delimiter runs, with or without the amendment.
    fn flanking(&self, amended: bool) -> (bool, bool) {
        let flanks = |inner: Side, outer: Side| {
            let free = amended && (inner.cjk || outer.cjk);
            !inner.space && (!inner.punctuation || outer.space || outer.punctuation || free)
        };
        (flanks(self.after, self.before), flanks(self.before, self.after))
    }
}

/// Whether `CommonMark` takes a character for punctuation: the general categories P and S. What
/// is told apart less well outside ASCII (the standard library knows letters and digits only) is
/// of no weight: beside a CJK character the amendment does not ask.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    let mark = matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control() && !mark
}

/// Whether a character is Chinese, Japanese or Korean: wide or halfwidth (UAX #11) and no emoji,
/// or of Hangul, by blocks.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '₩' | '\u{2329}'..='\u{232A}' | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF01}'..='\u{FFEE}' | '\u{16FE0}'..='\u{18DFF}' | '\u{1AFF0}'..='\u{1B2FF}'
        | '\u{20000}'..='\u{3FFFD}')
}

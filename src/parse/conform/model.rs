//! The content model of EPUB's XHTML, as data: which element may stand where, what it may hold,
//! and what becomes of those that a book can't hold.
//!
//! In: nothing; these are tables. Out: for every element of HTML, of today and of old, one
//! [`Rule`]. Refuses to know: trees, and how they are mended. Attributes are in `attributes`.
//!
//! Source: EPUB 3.3 section 6.1 and the HTML standard, the content model of each element (section
//! 4) and the obsolete features (section 16.2). Where EPUBCheck's grammar is wider than the
//! standard and the wider form loses nothing (a heading in a `th`), the wider form stands.

use crate::diagnostic::{Code, code};
use crate::tree::Tag;

/// What becomes of an element.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// It stays: where it may stand, and what it may hold.
    Stays(Place, Content),
    /// It takes another name, and a class that says what it was.
    Becomes(Tag, &'static str),
    /// Its content takes its place.
    Unwraps,
    /// It goes, with all that is in it.
    Goes,
}

/// Where an element may stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Among blocks.
    Flow,
    /// In a line of text, and among blocks.
    Phrasing,
    /// As a child of these alone.
    In(&'static [Tag]),
}

/// What an element may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Nothing.
    Nothing,
    /// A line of text.
    Phrasing,
    /// Blocks and text.
    Flow,
    /// What its parent may hold.
    Transparent,
    /// Certain children only: `structure` knows them.
    Children,
}

/// The rule for an element. One row for each, by section of the standard.
pub(super) fn rule(tag: Tag) -> Rule {
    use Content::{Children, Flow, Nothing, Phrasing, Transparent};
    use Place::In;
    use Rule::{Becomes, Goes, Stays, Unwraps};
    const FLOW: Place = Place::Flow;
    const PHRASING: Place = Place::Phrasing;
    match tag {
        // The document itself: the page's frame is bindery's.
        Tag::Html | Tag::Head | Tag::Body => Unwraps,
        Tag::Title | Tag::Base | Tag::Link | Tag::Meta | Tag::Style => Goes,

        // Sections.
        Tag::Article | Tag::Aside | Tag::Nav | Tag::Section => Stays(FLOW, Flow),
        Tag::Address | Tag::Footer | Tag::Header => Stays(FLOW, Flow),
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => Stays(FLOW, Phrasing),
        Tag::Hgroup => Stays(FLOW, Children),
        // A page has one `main` at most, and no reader makes anything of either.
        Tag::Main => Becomes(Tag::Div, "main"),
        Tag::Search => Becomes(Tag::Div, "search"),

        // Grouping.
        Tag::Blockquote | Tag::Div => Stays(FLOW, Flow),
        Tag::P | Tag::Pre => Stays(FLOW, Phrasing),
        Tag::Hr => Stays(FLOW, Nothing),
        Tag::Ol | Tag::Ul | Tag::Dl => Stays(FLOW, Children),
        Tag::Menu => Becomes(Tag::Ul, "menu"),
        Tag::Li => Stays(In(&[Tag::Ol, Tag::Ul]), Flow),
        Tag::Dt | Tag::Dd => Stays(In(&[Tag::Dl, Tag::Div]), Flow),
        Tag::Figure => Stays(FLOW, Flow),
        Tag::Figcaption => Stays(In(&[Tag::Figure]), Flow),

        // Text.
        Tag::A | Tag::Ins | Tag::Del => Stays(PHRASING, Transparent),
        Tag::Abbr | Tag::B | Tag::Bdi | Tag::Bdo | Tag::Cite | Tag::Code | Tag::Data => {
            Stays(PHRASING, Phrasing)
        }
        Tag::Dfn | Tag::Em | Tag::I | Tag::Kbd | Tag::Mark | Tag::Q | Tag::S | Tag::Samp => {
            Stays(PHRASING, Phrasing)
        }
        Tag::Small | Tag::Span | Tag::Strong | Tag::Sub | Tag::Sup | Tag::Time | Tag::U => {
            Stays(PHRASING, Phrasing)
        }
        Tag::Var => Stays(PHRASING, Phrasing),
        Tag::Br | Tag::Wbr => Stays(PHRASING, Nothing),
        Tag::Ruby => Stays(PHRASING, Phrasing),
        Tag::Rt | Tag::Rp => Stays(In(&[Tag::Ruby]), Phrasing),
        Tag::Rb | Tag::Rtc => Unwraps,

        // Embedded. The image of a `picture` is what every reader can show.
        Tag::Img => Stays(PHRASING, Nothing),
        Tag::Image => Becomes(Tag::Img, ""),
        Tag::Picture | Tag::Map => Unwraps,
        Tag::Audio | Tag::Video => Stays(PHRASING, Transparent),
        Tag::Source | Tag::Track => Stays(In(&[Tag::Audio, Tag::Video]), Nothing),
        Tag::Area | Tag::Embed | Tag::Iframe | Tag::Frame | Tag::Param => Goes,
        Tag::Object | Tag::Applet | Tag::Canvas => Unwraps,
        Tag::Frameset => Unwraps,
        // Roots of their own; their content is another vocabulary's.
        Tag::Math | Tag::Svg => Stays(PHRASING, Nothing),

        // Tables.
        Tag::Table => Stays(FLOW, Children),
        Tag::Caption => Stays(In(&[Tag::Table]), Flow),
        Tag::Colgroup => Stays(In(&[Tag::Table]), Children),
        Tag::Col => Stays(In(&[Tag::Colgroup]), Nothing),
        Tag::Thead | Tag::Tbody | Tag::Tfoot => Stays(In(&[Tag::Table]), Children),
        Tag::Tr => Stays(In(&[Tag::Table, Tag::Thead, Tag::Tbody, Tag::Tfoot]), Children),
        Tag::Td | Tag::Th => Stays(In(&[Tag::Tr]), Flow),

        // What opens and closes.
        Tag::Details => Stays(FLOW, Flow),
        Tag::Summary => Stays(In(&[Tag::Details]), Phrasing),
        Tag::Dialog => Becomes(Tag::Div, "dialog"),

        // Forms: a book sends nothing anywhere; their words stay.
        Tag::Form => Becomes(Tag::Div, "form"),
        Tag::Fieldset => Becomes(Tag::Div, "fieldset"),
        Tag::Legend => Becomes(Tag::P, "legend"),
        Tag::Select => Becomes(Tag::Span, "select"),
        Tag::Optgroup => Becomes(Tag::Span, "optgroup"),
        Tag::Option => Becomes(Tag::Span, "option block"),
        Tag::Textarea => Becomes(Tag::Pre, "textarea"),
        Tag::Label | Tag::Button | Tag::Output | Tag::Meter | Tag::Progress => Unwraps,
        Tag::Input | Tag::Datalist | Tag::Keygen => Goes,

        // Scripts and what stands in for them: no script runs, so `noscript` is what is shown.
        Tag::Script | Tag::Template => Goes,
        Tag::Noscript | Tag::Slot => Unwraps,

        // Obsolete.
        Tag::Acronym => Becomes(Tag::Abbr, "acronym"),
        Tag::Big => Becomes(Tag::Span, "big"),
        Tag::Blink => Becomes(Tag::Span, "blink"),
        Tag::Center => Becomes(Tag::Div, "center"),
        Tag::Dir => Becomes(Tag::Ul, "dir"),
        Tag::Font => Becomes(Tag::Span, "font"),
        Tag::Listing | Tag::Xmp | Tag::Plaintext => Becomes(Tag::Pre, "listing"),
        Tag::Marquee => Becomes(Tag::Div, "marquee"),
        Tag::Menuitem => Becomes(Tag::Li, ""),
        Tag::Multicol => Becomes(Tag::Div, "multicol"),
        Tag::Nobr => Becomes(Tag::Span, "nobr"),
        Tag::Strike => Becomes(Tag::S, ""),
        Tag::Tt => Becomes(Tag::Code, "tt"),
        Tag::Basefont | Tag::Bgsound => Goes,
        // Void once; today's parser takes what follows for their content.
        Tag::Isindex | Tag::Nextid | Tag::Spacer => Unwraps,
        // Their content is for programs without the other thing, and no browser shows it.
        Tag::Noembed | Tag::Noframes => Goes,
    }
}

/// The code under which the loss of an element is reported; none where nothing is lost.
pub(super) fn loss(tag: Tag) -> Option<&'static Code> {
    match tag {
        Tag::Script | Tag::Template => Some(&code::HTML_SCRIPT),
        Tag::Style | Tag::Base | Tag::Link | Tag::Meta | Tag::Title => Some(&code::HTML_HEAD),
        Tag::Form
        | Tag::Fieldset
        | Tag::Legend
        | Tag::Select
        | Tag::Optgroup
        | Tag::Option
        | Tag::Textarea
        | Tag::Label
        | Tag::Button
        | Tag::Output
        | Tag::Meter
        | Tag::Progress
        | Tag::Input
        | Tag::Datalist
        | Tag::Keygen
        | Tag::Isindex => Some(&code::HTML_FORM),
        Tag::Iframe
        | Tag::Embed
        | Tag::Frame
        | Tag::Object
        | Tag::Applet
        | Tag::Canvas
        | Tag::Param
        | Tag::Noembed
        | Tag::Noframes
        | Tag::Bgsound => Some(&code::HTML_EMBEDDED),
        Tag::Dialog | Tag::Area | Tag::Nextid | Tag::Basefont => Some(&code::HTML_DROPPED),
        _ => None,
    }
}

/// Whether the element is a block: it can't stand in a line of text.
pub(super) fn is_block(tag: Tag) -> bool {
    match rule(tag) {
        Rule::Stays(Place::Flow, _) => true,
        // Parts of an element of the line are no blocks by themselves.
        Rule::Stays(Place::In(_), _) => {
            !matches!(tag, Tag::Rt | Tag::Rp | Tag::Source | Tag::Track)
        }
        _ => false,
    }
}

/// Kinds of ancestors in which certain elements may not stand, at any depth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Inside(u8);

impl Inside {
    const LINK: Inside = Inside(1);
    const MEDIA: Inside = Inside(2);
    const ADDRESS: Inside = Inside(4);
    const HEADER: Inside = Inside(8);
    const TERM: Inside = Inside(16);
    const CAPTION: Inside = Inside(32);
    const PREFORMATTED: Inside = Inside(64);

    /// These, and what standing in `tag` adds.
    pub(super) fn with(self, tag: Tag) -> Inside {
        let more = match tag {
            Tag::A => Inside::LINK,
            Tag::Audio | Tag::Video => Inside::MEDIA,
            Tag::Address => Inside::ADDRESS,
            Tag::Header | Tag::Footer => Inside::HEADER,
            Tag::Dfn => Inside::TERM,
            Tag::Caption => Inside::CAPTION,
            Tag::Pre => Inside::PREFORMATTED,
            _ => return self,
        };
        Inside(self.0 | more.0)
    }

    /// Whether white space is seen there.
    pub(super) fn keeps_space(self) -> bool {
        self.0 & Inside::PREFORMATTED.0 != 0
    }

    /// Whether `tag` may stand there. Source: HTML standard, "there must be no … descendant";
    /// EPUBCheck's Schematron for XHTML.
    pub(super) fn allows(self, tag: Tag) -> bool {
        let barred = match tag {
            Tag::A | Tag::Details => Inside::LINK.0,
            Tag::Audio | Tag::Video => Inside::LINK.0 | Inside::MEDIA.0,
            Tag::Address => Inside::ADDRESS.0,
            Tag::Header | Tag::Footer => Inside::ADDRESS.0 | Inside::HEADER.0,
            Tag::Dfn => Inside::TERM.0,
            Tag::Table => Inside::CAPTION.0,
            _ => 0,
        };
        self.0 & barred == 0
    }
}

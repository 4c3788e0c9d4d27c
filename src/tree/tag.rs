//! The elements of HTML, those of today and those that old pages still hold.

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// An element of HTML, by name. Source: HTML standard, index of elements, and section 16.2
        /// for the obsolete ones.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Tag {
            $(#[doc = concat!("`", $name, "`")] $variant),*
        }

        impl Tag {
            /// Every element of the table, in its order.
            pub const ALL: &'static [Tag] = &[$(Tag::$variant),*];

            /// The name as it is written.
            pub fn name(self) -> &'static str {
                match self { $(Tag::$variant => $name),* }
            }

            /// The element of that name (lower case).
            pub fn from_name(name: &str) -> Option<Tag> {
                match name { $($name => Some(Tag::$variant),)* _ => None }
            }
        }
    };
}

tags! {
    // Sections and headings.
    Html "html", Head "head", Body "body", Title "title", Address "address", Article "article",
    Aside "aside", Footer "footer", Header "header", Hgroup "hgroup", H1 "h1", H2 "h2", H3 "h3",
    H4 "h4", H5 "h5", H6 "h6", Main "main", Nav "nav", Section "section", Search "search",
    // Grouping.
    Blockquote "blockquote", Dd "dd", Div "div", Dl "dl", Dt "dt", Figcaption "figcaption",
    Figure "figure", Hr "hr", Li "li", Menu "menu", Ol "ol", P "p", Pre "pre", Ul "ul",
    // Text.
    A "a", Abbr "abbr", B "b", Bdi "bdi", Bdo "bdo", Br "br", Cite "cite", Code "code", Data "data",
    Dfn "dfn", Em "em", I "i", Kbd "kbd", Mark "mark", Q "q", Rp "rp", Rt "rt", Ruby "ruby", S "s",
    Samp "samp", Small "small", Span "span", Strong "strong", Sub "sub", Sup "sup", Time "time",
    U "u", Var "var", Wbr "wbr", Del "del", Ins "ins",
    // Embedded.
    Area "area", Audio "audio", Canvas "canvas", Embed "embed", Iframe "iframe", Img "img",
    Map "map", Math "math", Object "object", Picture "picture", Source "source", Svg "svg",
    Track "track", Video "video",
    // Tables.
    Caption "caption", Col "col", Colgroup "colgroup", Table "table", Tbody "tbody", Td "td",
    Tfoot "tfoot", Th "th", Thead "thead", Tr "tr",
    // Forms and what moves.
    Button "button", Datalist "datalist", Details "details", Dialog "dialog", Fieldset "fieldset",
    Form "form", Input "input", Label "label", Legend "legend", Meter "meter",
    Optgroup "optgroup", Option "option", Output "output", Progress "progress", Select "select",
    Summary "summary", Textarea "textarea",
    // Scripts, metadata, templates.
    Base "base", Link "link", Meta "meta", Noscript "noscript", Script "script", Slot "slot",
    Style "style", Template "template",
    // Obsolete.
    Acronym "acronym", Applet "applet", Basefont "basefont", Bgsound "bgsound", Big "big",
    Blink "blink", Center "center", Dir "dir", Font "font", Frame "frame", Frameset "frameset",
    Image "image", Isindex "isindex", Keygen "keygen", Listing "listing", Marquee "marquee",
    Menuitem "menuitem", Multicol "multicol", Nextid "nextid", Nobr "nobr", Noembed "noembed",
    Noframes "noframes", Param "param", Plaintext "plaintext", Rb "rb", Rtc "rtc",
    Spacer "spacer", Strike "strike", Tt "tt", Xmp "xmp",
}

impl Tag {
    /// Whether the element never has content. Source: HTML standard section 13.1.2.
    pub fn is_void(self) -> bool {
        matches!(
            self,
            Tag::Area
                | Tag::Base
                | Tag::Br
                | Tag::Col
                | Tag::Embed
                | Tag::Hr
                | Tag::Img
                | Tag::Input
                | Tag::Link
                | Tag::Meta
                | Tag::Source
                | Tag::Track
                | Tag::Wbr
        )
    }

    /// The level of a heading, 1 to 6.
    pub fn heading_level(self) -> Option<u8> {
        match self {
            Tag::H1 => Some(1),
            Tag::H2 => Some(2),
            Tag::H3 => Some(3),
            Tag::H4 => Some(4),
            Tag::H5 => Some(5),
            Tag::H6 => Some(6),
            _ => None,
        }
    }

    /// The heading of that level; levels beyond 6 give `h6`.
    pub fn heading(level: u8) -> Tag {
        match level {
            0 | 1 => Tag::H1,
            2 => Tag::H2,
            3 => Tag::H3,
            4 => Tag::H4,
            5 => Tag::H5,
            _ => Tag::H6,
        }
    }

    /// Whether the element is phrasing content: it may stand inside a paragraph.
    /// Source: HTML standard section 3.2.5.2.5; obsolete ones by what they were.
    pub fn is_phrasing(self) -> bool {
        matches!(
            self,
            Tag::A
                | Tag::Abbr
                | Tag::Area
                | Tag::Audio
                | Tag::B
                | Tag::Bdi
                | Tag::Bdo
                | Tag::Br
                | Tag::Button
                | Tag::Canvas
                | Tag::Cite
                | Tag::Code
                | Tag::Data
                | Tag::Datalist
                | Tag::Del
                | Tag::Dfn
                | Tag::Em
                | Tag::Embed
                | Tag::I
                | Tag::Iframe
                | Tag::Img
                | Tag::Input
                | Tag::Ins
                | Tag::Kbd
                | Tag::Label
                | Tag::Map
                | Tag::Mark
                | Tag::Math
                | Tag::Meter
                | Tag::Object
                | Tag::Output
                | Tag::Picture
                | Tag::Progress
                | Tag::Q
                | Tag::Ruby
                | Tag::S
                | Tag::Samp
                | Tag::Select
                | Tag::Small
                | Tag::Span
                | Tag::Strong
                | Tag::Sub
                | Tag::Sup
                | Tag::Svg
                | Tag::Textarea
                | Tag::Time
                | Tag::U
                | Tag::Var
                | Tag::Video
                | Tag::Wbr
                | Tag::Acronym
                | Tag::Big
                | Tag::Blink
                | Tag::Font
                | Tag::Nobr
                | Tag::Strike
                | Tag::Tt
        )
    }
}

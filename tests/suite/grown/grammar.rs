//! Chapters as nobody would write them: every construct of Markdown and HTML, well and badly put
//! together.
//!
//! In: a seed and a number. Out: the text of a chapter, always the same for both. Refuses to know:
//! what becomes of it.

use std::fmt::Write as _;

use fastrand::Rng;

/// Chapter `number` of `seed`.
pub(super) fn chapter(seed: u64, number: u64) -> String {
    // The odd constant of the golden ratio keeps neighbours apart.
    let seed = seed.rotate_left(32) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut grower = Grower { rng: Rng::with_seed(seed), budget: 0 };
    grower.budget = if grower.one_in(8) { 120 } else { 30 };
    let front = if grower.one_in(12) { grower.front_matter() } else { String::new() };
    let many = grower.few(6) + 1;
    let mut body: String = (0..many).map(|_| grower.block() + "\n").collect();
    if grower.one_in(3) {
        body = grower.mutated(&body);
    }
    // Only what `front_matter` makes is to be read as such: a mistake in it is refused.
    if body.trim_start_matches('\u{feff}').starts_with(['-', '+']) {
        body.insert_str(0, "Begin.\n\n");
    }
    front + &body
}

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "the", "lamp", "harbour", "night", "Sea", "storm", "H~2~O", "x^2^", "don't", "\"quoted\"",
    "--", "...", "naïve", "łódź", "Война", "και", "שלום", "مرحبا", "日本語", "한국어", "中文字", "🦀",
    "👩\u{200d}👧", "e\u{301}", "𝔘𝔫𝔦", "न\u{93c}", "a*b", "snake_case_word", "1.", "2)", "#",
    "C:\\dir", "50%", "a&b", "AT&T", "x<y", "3 > 2", "[x]", "[ ]", "$5", "`", "*", "_", "~", "|",
    "\\*", "\\[", "www.example.org/a_b", "https://example.com/x?y=1&z=2", "me@example.org",
    "http://example.com/ü", "(https://example.com).", ":::", "!", "[^1]", "[^a]", "[^none]",
    "\u{202e}abc\u{202c}", "soft\u{ad}hyphen", "zero\u{200b}width", "a\u{a0}b", "{{title}}",
];

#[rustfmt::skip]
const ODD: &[&str] = &[
    "\u{0}", "\u{1}", "\u{8}", "\u{b}", "\u{c}", "\u{1f}", "\u{7f}", "\u{85}", "\u{9f}",
    "\u{fffe}", "\u{ffff}", "\u{fdd0}", "\u{1fffe}", "\u{feff}", "\u{2028}", "\u{2029}",
    "\u{e000}", "\u{fffd}", "\u{200e}", "\u{300}", "\r", "\t",
];

#[rustfmt::skip]
const ENTITIES: &[&str] = &[
    "&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&copy;", "&eacute;", "&ngE;", "&#65;", "&#x41;",
    "&#0;", "&#1;", "&#x8;", "&#xFFFE;", "&#xD800;", "&#x110000;", "&#128;", "&#160;", "&bogus;",
    "&amp", "&copy", "&#;", "&#x;", "&", "&apos;", "&NotEqualTilde;", "&shy;", "&zwj;",
];

/// Elements, those that belong together beside each other: a child is often taken from the same
/// family as its parent.
#[rustfmt::skip]
const FAMILIES: &[&[&str]] = &[
    &[
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins",
        "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
        "var", "br", "wbr", "img", "label", "output",
    ],
    &[
        "address", "article", "aside", "blockquote", "div", "footer", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hgroup", "hr", "main", "nav", "p", "pre", "search", "section",
    ],
    &[
        "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th",
    ],
    &[
        "ul", "ol", "li", "menu", "dir", "dl", "dt", "dd", "div",
    ],
    &[
        "ruby", "rb", "rt", "rtc", "rp",
    ],
    &[
        "figure", "figcaption", "details", "summary", "dialog", "img", "picture", "source",
    ],
    &[
        "form", "fieldset", "legend", "label", "input", "button", "select", "optgroup", "option",
        "textarea", "datalist", "output", "progress", "meter", "keygen", "isindex",
    ],
    &[
        "audio", "video", "source", "track", "picture", "img", "map", "area", "object", "param",
        "embed", "iframe", "canvas", "portal", "applet", "bgsound",
    ],
    &[
        "script", "style", "noscript", "template", "slot", "link", "meta", "base", "title",
        "head", "body", "html",
    ],
    &[
        "acronym", "basefont", "big", "blink", "center", "font", "frame", "frameset", "image",
        "listing", "marquee", "multicol", "nextid", "nobr", "noembed", "noframes", "plaintext",
        "spacer", "strike", "tt", "xmp", "command", "content", "shadow", "menuitem", "layer",
    ],
    &[
        "svg", "g", "path", "rect", "circle", "text", "tspan", "textPath", "a", "use", "image",
        "defs", "linearGradient", "stop", "clipPath", "foreignObject", "title", "desc", "style",
        "script", "animate", "set", "filter", "feBlend", "symbol", "marker", "metadata", "switch",
    ],
    &[
        "math", "mrow", "mi", "mo", "mn", "mfrac", "msup", "msub", "mtext", "mtable", "mtr",
        "mtd", "semantics", "annotation", "annotation-xml", "mglyph", "maction", "mstyle",
        "merror", "mphantom", "mfenced", "msqrt", "munderover", "mspace",
    ],
    &[
        "x-custom", "my-élement", "o:p", "st1:place", "foo", "Listing", "T", "book-note", "xml",
        "v:shape", "a.b", "_x", "x1",
    ],
];

#[rustfmt::skip]
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "id", "class", "style", "title", "lang", "xml:lang", "dir", "href", "src", "alt", "name",
    "width", "height", "align", "valign", "bgcolor", "border", "color", "face", "size", "colspan",
    "rowspan", "scope", "headers", "start", "type", "value", "reversed", "cite", "datetime",
    "rel", "target", "hreflang", "download", "ping", "onclick", "onload", "role", "aria-label",
    "aria-labelledby", "aria-hidden", "aria-level", "tabindex", "hidden", "contenteditable",
    "draggable", "accesskey", "data-x", "data-X-Y", "data-", "epub:type", "xmlns", "xmlns:xlink",
    "xlink:href", "xml:space", "xml:base", "srcset", "sizes", "media", "usemap", "ismap", "shape",
    "coords", "controls", "autoplay", "poster", "kind", "srclang", "open", "for", "form",
    "action", "checked", "disabled", "label", "span", "abbr", "axis", "nowrap", "char",
    "cellpadding", "cellspacing", "summary", "rules", "frame", "clear", "compact", "noshade",
    "link", "vlink", "text", "background", "profile", "longdesc", "itemscope", "itemprop",
    "itemtype", "itemid", "itemref", "property", "about", "typeof", "resource", "prefix", "vocab",
    "is", "part", "slot", "nonce", "inert", "popover", "enterkeyhint", "inputmode", "translate",
    "spellcheck", "autofocus", "viewBox", "viewbox", "preserveAspectRatio", "d", "fill", "x", "y",
    "r", "transform", "points", "display", "mathvariant", "encoding", "columnalign",
    "definitionURL", "foo", "x-y", "@click", ":bind", "v-if", "[prop]", "a\"b", "1a", "é",
    "a:b:c", "=", "/", "loading", "decoding", "fetchpriority", "crossorigin", "integrity",
    "referrerpolicy", "charset", "http-equiv", "content", "async", "defer", "low", "high", "max",
    "min", "maxlength", "pattern",
];

#[rustfmt::skip]
const VALUES: &[&str] = &[
    "", "a", "1", "b c", "note", "x", "one", "10", "-1", "50%", "10px", "1.5", "0", "abc def",
    "en", "en-US", "xx-invalid-!!", "e", "ltr", "RTL", "auto", "left", "center", "middle", "red",
    "#ff0000", "a b", " a ", "1st", "é", "日本", "a\"b", "a'b", "<b>", "&amp;", "&", "a&b=1",
    "\u{1}", "\u{fffe}", "#", "#a", "#none", "#a b", "#%zz", "%zz", "a b.html", "img.png",
    "images/p.png", "p.png", "pic.svg", "none.png", "C:\\x\\y.png", "\\\\host\\x",
    "file:///etc/passwd", "/abs/p.png", "../../x.md", "../p.png", "http://", "http://[::1",
    "http://a b/", "https://example.com/a b", "https://例え.jp/道", "https://example.com/?q=%",
    "javascript:alert(1)", "data:text/html,<b>x", "data:image/png;base64,AAAA",
    "mailto:me@example.org", "tel:+1", "foo:bar", "//example.com/x", "?q", ".", "..", "./",
    "urn:x:y", "vbscript:x", "JaVaScRiPt:x", " javascript:x", "ht tp://x", "https://exa mple.com",
    "https://example.com:99999/", "c00000.md", "https://ex.com/\u{202e}x", "color: red",
    "color: red; position: fixed", "}", "background: url(x.png)", "img", "button", "row", "col",
    "rowgroup", "doc-footnote", "presentation", "none", "true", "false", "submit", "hidden",
    "2020-01-01", "not a date", "chapter", "bridgehead foo", "A", "i", "disc",
    "p.png 1x, q.png 2x", "0,0,10,10", "rect", "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xhtml", "M0 0L9 9", "0 0 10 10", "block", "text/html",
    "application/x-tex", "image/png", "noreferrer", "nofollow x", "_blank", "999999999999",
    "0x10", "+3", "1e3", "*", "2*",
];

#[rustfmt::skip]
const CODE: &[&str] = &[
    "let x = 1 < 2 && y > 3;", "# not a heading", "<div>", "&amp;", "</code>", "", "  indented",
    "\ttab", "]]>", "<!-- x -->", "é 日本", "[^1]",
];

/// What a chapter is grown with.
struct Grower {
    rng: Rng,
    /// Constructs that may still come, so that no chapter grows without end.
    budget: usize,
}

impl Grower {
    fn one_in(&mut self, n: usize) -> bool {
        self.rng.usize(..n) == 0
    }

    /// A small number below `limit`; half of the time none.
    fn few(&mut self, limit: usize) -> usize {
        let mut n = 0;
        while n + 1 < limit && self.rng.bool() {
            n += 1;
        }
        n
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.rng.usize(..from.len())]
    }

    fn spend(&mut self) -> bool {
        let left = self.budget > 0;
        self.budget = self.budget.saturating_sub(1);
        left
    }

    fn front_matter(&mut self) -> String {
        let title = self.pick(&["A Title", "\"Quoted: title\"", "日本", "'it''s'"]);
        let more = self.pick(&["", "lang: de\n", "author: Someone\n", "toc-depth: 2\n"]);
        format!("---\ntitle: {title}\n{more}---\n\n")
    }

    fn words(&mut self) -> String {
        let many = self.few(8) + 1;
        let words: Vec<&str> = (0..many).map(|_| self.pick(WORDS)).collect();
        words.join(" ")
    }

    fn label(&mut self) -> &'static str {
        self.pick(&["1", "a", "A", "note", "n b", "é", "1", "\u{1}", "a-b", "*x*", "none", "日"])
    }

    fn address(&mut self) -> String {
        let value = self.pick(VALUES);
        if self.rng.bool() || value.contains([' ', '<']) {
            format!("<{}>", value.replace(['<', '>'], ""))
        } else {
            value.to_owned()
        }
    }

    /// Text on one line.
    fn inline(&mut self) -> String {
        let many = self.few(5) + 1;
        let mut line = String::new();
        for _ in 0..many {
            if !line.is_empty() && !self.one_in(6) {
                line.push(' ');
            }
            let piece = self.inline_piece();
            line.push_str(&piece);
        }
        line
    }

    fn inline_piece(&mut self) -> String {
        if !self.spend() {
            return self.words();
        }
        match self.rng.usize(..30) {
            0..8 => self.words(),
            8 => format!("*{}*", self.inline()),
            9 => format!("**{}**", self.inline()),
            10 => format!("~~{}~~", self.inline()),
            11 => format!("`{}`", self.pick(CODE)),
            12 => format!("``{}``", self.words()),
            13 => format!("[{}]({})", self.inline(), self.address()),
            14 => format!("[{}]({} \"{}\")", self.inline(), self.address(), self.pick(VALUES)),
            15 => format!("![{}]({})", self.inline(), self.address()),
            16 => format!(
                "![{}]({} \"{}\")",
                self.words(),
                self.pick(&["p.png", "none.png"]),
                self.words()
            ),
            17 => format!("[{}][{}]", self.inline(), self.label()),
            18 => format!("[{}]", self.label()),
            19 => format!("[^{}]", self.label()),
            20 => format!(
                "<{}>",
                self.pick(&[
                    "https://example.com/a",
                    "me@example.org",
                    "foo:bar",
                    "javascript:x",
                    "https://例え.jp"
                ])
            ),
            21 => self.pick(ENTITIES).to_owned(),
            22 => self.pick(&["$x < y$", "$$\\frac{a}{b}$$", "$`x`$", "$a$b", "$ x $"]).to_owned(),
            23 => self.pick(&["~sub~", "^sup^", "Ca^2+^", "a~b c~", "^a^b^", "~~~x"]).to_owned(),
            24 => self.pick(ODD).to_owned(),
            25 => self
                .pick(&[
                    "<!-- c -->",
                    "<!-->",
                    "<!-- a -- b -->",
                    "<?php x ?>",
                    "<!DOCTYPE x>",
                    "<![CDATA[ x ]]>",
                    "<!X>",
                    "<! x>",
                ])
                .to_owned(),
            _ => {
                let family = self.rng.usize(..FAMILIES.len());
                self.html(family, 0).replace('\n', " ")
            }
        }
    }

    /// One attribute with the blank before it.
    fn attribute(&mut self) -> String {
        let name = self.pick(ATTRIBUTES);
        let value = self.pick(VALUES);
        match self.rng.usize(..10) {
            0 => format!(" {name}"),
            1 => format!(" {name}={}", value.replace([' ', '"', '\'', '>', '<', '`', '='], "")),
            2 => format!(" {name}='{}'", value.replace('\'', "")),
            3 => format!(" {} = \"{}\"", name.to_uppercase(), value.replace('"', "")),
            4 => format!(" {name}=\"{}\" {name}=\"x\"", value.replace('"', "")),
            5 => format!(" {name}=\"{}\"", value.replace('"', "&quot;").replace('<', "&lt;")),
            _ => format!(" {name}=\"{}\"", value.replace('"', "")),
        }
    }

    /// An element with what is in it, or what is left of one.
    fn html(&mut self, family: usize, depth: usize) -> String {
        let family = if self.one_in(5) { self.rng.usize(..FAMILIES.len()) } else { family };
        let name = if depth == 0 && self.rng.bool() {
            FAMILIES[family][0]
        } else {
            self.pick(FAMILIES[family])
        };
        let shown = if self.one_in(12) { name.to_uppercase() } else { name.to_owned() };
        let many = self.few(4);
        let attributes: String = (0..many).map(|_| self.attribute()).collect();
        if VOID.contains(&name) {
            let end = self.pick(&[">", "/>", " />", ">"]);
            return format!("<{shown}{attributes}{end}");
        }
        match self.rng.usize(..24) {
            0 => return format!("<{shown}{attributes}/>"),
            1 => return format!("</{shown}>"),
            2 => return format!("<{shown}{attributes}"),
            _ => {}
        }
        let mut out = format!("<{shown}{attributes}>");
        let children = self.few(5) + usize::from(depth < 2);
        for _ in 0..children {
            let child = match self.rng.usize(..10) {
                0..3 if depth < 6 && self.spend() => self.html(family, depth + 1),
                3..6 if depth < 6 && self.spend() => self.html(family, depth + 1),
                6 => "\n".to_owned(),
                7 => self.pick(ENTITIES).to_owned(),
                8 if self.one_in(4) => self.pick(ODD).to_owned(),
                _ => self.words(),
            };
            out.push_str(&child);
        }
        match self.rng.usize(..16) {
            0 => {}
            1 => {
                let other = self.pick(FAMILIES[family]);
                let _ = write!(out, "</{other}>");
            }
            _ => {
                let _ = write!(out, "</{shown}>");
            }
        }
        out
    }

    /// Lines of text.
    fn paragraph(&mut self) -> String {
        let many = self.few(4) + 1;
        let mut text = String::new();
        for line in 0..many {
            if line > 0 {
                text.push_str(self.pick(&["\n", "\n", "\n", "  \n", "\\\n", "\n  ", "\r\n"]));
            }
            text.push_str(&self.inline());
        }
        text + "\n"
    }

    /// Blocks inside another one: the first line after `first`, the others after `rest`.
    fn inside(&mut self, first: &str, rest: &str) -> String {
        let many = self.few(3) + 1;
        let blocks: Vec<String> = (0..many).map(|_| self.block()).collect();
        let lazy = self.one_in(6);
        let mut out = String::new();
        for (number, line) in blocks.join("\n").lines().enumerate() {
            let lead = match number {
                0 => first,
                _ if lazy => "",
                _ => rest,
            };
            out.push_str(lead);
            out.push_str(line);
            out.push('\n');
        }
        out
    }

    fn block(&mut self) -> String {
        if !self.spend() {
            return self.words() + "\n";
        }
        match self.rng.usize(..40) {
            0..8 => self.paragraph(),
            8 | 9 => self.heading(),
            10 => format!("{}\n{}\n", self.inline(), self.pick(&["===", "---", "="])),
            11 => self.inside("> ", "> "),
            12 => {
                let kind =
                    self.pick(&["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "note", "X"]);
                format!("> [!{kind}]\n{}", self.inside("> ", "> "))
            }
            13 => self.list(),
            14 => self.list(),
            15 => format!("{}\n: {}\n: {}\n", self.inline(), self.inline(), self.inline()),
            16 => format!("{}\n\n{}", self.inline(), self.inside(":   ", "    ")),
            17 | 18 => self.table(),
            19 => {
                let info = self
                    .pick(&["", "rust", "a b", "{.x #y}", "\"<&", "é", "mermaid", "c++", "\u{1}"]);
                let fence = self.pick(&["```", "~~~", "````"]);
                let end = if self.one_in(6) { "" } else { fence };
                format!("{fence}{info}\n{}\n{}\n{end}\n", self.pick(CODE), self.pick(CODE))
            }
            20 => format!("    {}\n    {}\n", self.pick(CODE), self.pick(CODE)),
            21 | 22 => {
                let label = self.label();
                self.inside(&format!("[^{label}]: "), "    ")
            }
            23 => {
                let (label, address) = (self.label(), self.address());
                let title = self.pick(&["", " \"t\"", " 'a & b'", " (x)"]);
                format!("[{label}]: {address}{title}\n")
            }
            24 => self.pick(&["---\n", "***\n", "- - -\n", "___\n"]).to_owned(),
            25 => {
                format!("::: {}\n{}\n:::\n", self.pick(&["note", "{.x}", ""]), self.inside("", ""))
            }
            26 => format!("$$\n{}\n$$\n", self.pick(&["a < b", "\\sum_{i}^{n} x", "&", ""])),
            27 => self.html_block(),
            28 => format!(
                "![{}]({})\n",
                self.words(),
                self.pick(&[
                    "p.png",
                    "pic.svg",
                    "none.png",
                    "https://e.org/x.png",
                    "p.png \"title\""
                ])
            ),
            29 => {
                let family = self.rng.usize(..FAMILIES.len());
                let tag = self.pick(FAMILIES[family]);
                format!("<{tag}{}>\n\n{}\n</{tag}>\n", self.attribute(), self.inside("", ""))
            }
            _ => {
                let family = self.rng.usize(..FAMILIES.len());
                self.html(family, 0) + "\n"
            }
        }
    }

    fn heading(&mut self) -> String {
        let level = "#".repeat(self.rng.usize(1..7));
        let attributes = match self.rng.usize(..4) {
            0 => format!(" {{#{}}}", self.pick(VALUES)),
            1 => format!(
                " {{#a .{} {}={}}}",
                self.pick(VALUES),
                self.pick(ATTRIBUTES),
                self.pick(VALUES)
            ),
            _ => String::new(),
        };
        format!("{level} {}{attributes}\n", self.inline())
    }

    fn list(&mut self) -> String {
        let marker = self.pick(&["- ", "* ", "+ ", "1. ", "1) ", "0. ", "7. ", "999999999. "]);
        let indent = " ".repeat(marker.len());
        let task = self.pick(&["", "", "[ ] ", "[x] ", "[X] "]);
        let items = self.few(4) + 1;
        let gap = if self.one_in(3) { "\n" } else { "" };
        (0..items).map(|_| self.inside(&format!("{marker}{task}"), &indent) + gap).collect()
    }

    fn table(&mut self) -> String {
        let columns = self.few(4) + 1;
        let rows = self.few(4) + 1;
        let mut out = String::new();
        for row in 0..=rows {
            if row == 1 {
                for _ in 0..columns {
                    out.push_str(self.pick(&["|---", "|:--", "|:-:", "|--:"]));
                }
                out.push_str("|\n");
            }
            let cells = if row == 0 {
                columns
            } else {
                self.rng.usize(columns.saturating_sub(1)..columns + 2)
            };
            for _ in 0..cells {
                let cell = if self.one_in(6) { String::new() } else { self.inline() };
                out.push_str("| ");
                out.push_str(&cell);
                out.push(' ');
            }
            out.push_str("|\n");
        }
        out
    }

    /// One of the seven kinds of HTML blocks. Source: CommonMark 0.31.2 section 4.6.
    fn html_block(&mut self) -> String {
        let text = self.paragraph();
        match self.rng.usize(..9) {
            0 => {
                let tag = self.pick(&["script", "pre", "style", "textarea"]);
                let end = if self.one_in(4) { String::new() } else { format!("</{tag}>") };
                format!("<{tag}>{text}{end}\n")
            }
            1 => format!("<!-- {text} -->\n"),
            2 => format!("<?{text}?>\n"),
            3 => format!("<!X {text}>\n"),
            4 => format!("<![CDATA[{text}]]>\n"),
            5 => format!("<div>\n{text}</div>\n\n"),
            6 => format!("<div>\n\n{text}\n</div>\n\n"),
            7 => format!(
                "<{0}>\n{text}</{0}>\n\n",
                self.pick(&["span", "x-y", "b", "del", "ins", "svg"])
            ),
            _ => format!("<!-- {text}\n\n{text}\n"),
        }
    }

    /// The text with a few cuts, repetitions, exchanges and stray characters.
    fn mutated(&mut self, text: &str) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        for _ in 0..=self.few(5) {
            if characters.is_empty() {
                break;
            }
            let from = self.rng.usize(..characters.len());
            let to = (from + 1 + self.few(40)).min(characters.len());
            match self.rng.usize(..5) {
                0 => drop(characters.drain(from..to)),
                1 => {
                    let piece = characters[from..to].to_vec();
                    let at = self.rng.usize(..=characters.len());
                    characters.splice(at..at, piece);
                }
                2 => {
                    let sign = self.pick(&[
                        "<", ">", "/", "\"", "'", "&", "*", "_", "`", "[", "]", "(", ")", "|",
                        "\n", "\n\n", "    ", "> ", "- ", "#", "~", "$", "^", ":", "!", "\\", "=",
                        "{", "}",
                    ]);
                    characters.splice(from..from, sign.chars());
                }
                3 => {
                    let sign = self.pick(ODD);
                    characters.splice(from..from, sign.chars());
                }
                _ => {
                    let other = self.rng.usize(..characters.len());
                    characters.swap(from, other);
                }
            }
        }
        characters.into_iter().collect()
    }
}

#[test]
fn a_chapter_is_always_the_same_and_no_two_are_alike() {
    assert_eq!(chapter(7, 123), chapter(7, 123));
    assert_ne!(chapter(7, 123), chapter(7, 124));
    assert_ne!(chapter(7, 123), chapter(8, 123));
}

//! The punctuation of each language, a row each.
//!
//! In: a BCP 47 tag. Out: the rules. Sources: the languages' own academies and printers' manuals
//! where they agree; the Unicode Common Locale Data Repository, `quotationStart` and its like,
//! where they don't. A double quote as it is typed stays the mark of the first kind, a single one
//! that of the second, in English too: whose book is British writes single quotes.

/// How a language sets what is typed straight.
#[derive(Debug)]
pub(super) struct Rules {
    /// BCP 47 tags, lower case; a longer one goes before a shorter.
    tags: &'static [&'static str],
    /// What stands for double quotes; `None`: they stay.
    pub(super) double: Option<(&'static str, &'static str)>,
    /// What stands for single ones.
    pub(super) single: Option<(&'static str, &'static str)>,
    /// Whether `--` and `---` are dashes.
    pub(super) dashes: bool,
    /// Whether `...` is one sign.
    pub(super) dots: bool,
    /// Spaces about signs.
    pub(super) spaces: Spaces,
    /// Words that an apostrophe begins.
    pub(super) elisions: &'static [&'static str],
    /// What stands for a double quote between two letters.
    pub(super) between_letters: Option<char>,
    /// What stands for a single one after a letter.
    pub(super) after_letter: Option<char>,
}

/// Which signs have a space before them that does not break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spaces {
    /// None.
    None,
    /// As in France: thin before `;`, `!`, `?`, wide before `:`, thin within quotes.
    French,
    /// As in Canada: before `:`, and within quotes.
    Canadian,
}

impl Rules {
    /// The space before a sign, where it wants one.
    pub(super) fn space_before(&self, sign: char) -> Option<char> {
        match (self.spaces, sign) {
            (Spaces::French, ';' | '!' | '?' | '»') => Some('\u{202f}'),
            (Spaces::French | Spaces::Canadian, ':') | (Spaces::Canadian, '»') => Some('\u{a0}'),
            _ => None,
        }
    }

    /// The space after an opening quote.
    pub(super) fn space_after_opening(&self) -> Option<char> {
        match self.spaces {
            Spaces::None => None,
            Spaces::French => Some('\u{202f}'),
            Spaces::Canadian => Some('\u{a0}'),
        }
    }
}

type Pair = (&'static str, &'static str);

const HIGH: Pair = ("“", "”");
const HIGH_ONE: Pair = ("‘", "’");
const LOW: Pair = ("„", "“");
const LOW_ONE: Pair = ("‚", "‘");
const LOW_RIGHT: Pair = ("„", "”");
const LOW_RIGHT_ONE: Pair = ("‚", "’");
const RIGHT: Pair = ("”", "”");
const RIGHT_ONE: Pair = ("’", "’");
const ANGLES: Pair = ("«", "»");
const ANGLES_ONE: Pair = ("‹", "›");

/// A language with these two kinds of quotes, and nothing out of the common.
const fn row(tags: &'static [&'static str], double: Pair, single: Pair) -> Rules {
    Rules {
        tags,
        double: Some(double),
        single: Some(single),
        dashes: true,
        dots: true,
        spaces: Spaces::None,
        elisions: &[],
        between_letters: None,
        after_letter: None,
    }
}

const ENGLISH: &[&str] = &[
    "tis", "twas", "twere", "twill", "til", "till", "em", "n", "cause", "bout", "round", "neath",
    "gainst", "ere", "phone", "cello", "nother", "kay",
];

static LANGUAGES: &[Rules] = &[
    Rules { elisions: ENGLISH, ..row(&["en", "ga", "gd", "cy"], HIGH, HIGH_ONE) },
    Rules { spaces: Spaces::Canadian, ..row(&["fr-ca"], ("«\u{a0}", "\u{a0}»"), HIGH) },
    Rules { spaces: Spaces::French, ..row(&["fr", "br"], ("«\u{202f}", "\u{202f}»"), HIGH) },
    Rules { elisions: &["s", "n", "ne", "nen"], ..row(&["de-ch", "de-li"], ANGLES, ANGLES_ONE) },
    Rules { elisions: &["s", "n", "ne", "nen", "nem"], ..row(&["de", "lb"], LOW, LOW_ONE) },
    // The Ortografía of the Real Academia has angles first; America prints the high ones.
    row(
        &[
            "es-419", "es-ar", "es-bo", "es-cl", "es-co", "es-cr", "es-cu", "es-do", "es-ec",
            "es-gt", "es-hn", "es-mx", "es-ni", "es-pa", "es-pe", "es-pr", "es-py", "es-sv",
            "es-us", "es-uy", "es-ve",
        ],
        HIGH,
        HIGH_ONE,
    ),
    row(&["es", "gl", "ca", "eu"], ANGLES, HIGH),
    row(&["it-ch"], ANGLES, ANGLES_ONE),
    Rules { elisions: &["sto", "sta", "ste", "sti", "na", "nu"], ..row(&["it"], ANGLES, HIGH) },
    row(&["pt-br"], HIGH, HIGH_ONE),
    row(&["pt"], ANGLES, HIGH),
    row(&["ru", "uk", "be"], ANGLES, LOW),
    row(&["pl"], LOW_RIGHT, ANGLES),
    row(&["sv", "fi"], RIGHT, RIGHT_ONE),
    Rules { elisions: &["s", "t", "n", "k", "m", "r"], ..row(&["nl", "af", "fy"], HIGH, HIGH_ONE) },
    row(&["da"], ("»", "«"), ("›", "‹")),
    row(&["nb", "nn", "no"], ANGLES, HIGH_ONE),
    row(&["cs", "sk", "sl", "bg", "mk", "lt", "et", "is"], LOW, LOW_ONE),
    row(&["hr", "bs", "sr"], LOW_RIGHT, LOW_RIGHT_ONE),
    row(&["hu"], LOW_RIGHT, ("»", "«")),
    row(&["ro"], LOW_RIGHT, ANGLES),
    row(&["el"], ANGLES, HIGH),
    row(&["lv", "tr", "vi", "id", "ms", "eo", "la"], HIGH, HIGH_ONE),
    row(&["ko"], HIGH, HIGH_ONE),
    row(&["ar", "fa"], ANGLES, HIGH),
    // The abbreviation's signs, gershayim and geresh, are letters' business; quotes are straight.
    Rules {
        double: None,
        single: None,
        between_letters: Some('\u{5f4}'),
        after_letter: Some('\u{5f3}'),
        ..row(&["he", "yi"], HIGH, HIGH_ONE)
    },
];

/// The rules of a language; `None` where there are none, as for Chinese and Japanese, whose quotes
/// are typed as they are.
pub(super) fn rules(tag: &str) -> Option<&'static Rules> {
    let tag = tag.to_ascii_lowercase();
    let mut rest = tag.as_str();
    loop {
        if let Some(found) = LANGUAGES.iter().find(|rules| rules.tags.contains(&rest)) {
            return Some(found);
        }
        rest = rest.rsplit_once('-')?.0;
    }
}

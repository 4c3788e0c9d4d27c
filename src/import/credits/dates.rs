//! Dates as they are printed.
//!
//! In: a text. Out: where in it a date stands. Refuses to know: which day it is; a date stays as it is
//! printed.

use super::pattern::Folded;
use super::rules::LANGUAGES;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a word or number can be in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Month,
    Weekday,
    Season,
    /// An issue's sign (`No.`, `№`, `第`): it counts only beside a year.
    Issue,
    /// A year of four digits.
    Year,
    /// One or two digits, and whether an ordinal's ending follows them.
    Small,
    /// A number with the sign of a year, month or day behind it (`2018년`).
    Sign(Unit),
    /// Words and signs that stand between them.
    Between,
    /// A comma.
    Comma,
    /// An article that begins a date (`le 12 mars`).
    Lead,
    /// White space.
    Space,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
    Day,
    Issue,
}

static WORDS: LazyLock<BTreeMap<String, Piece>> = LazyLock::new(|| {
    let mut words = BTreeMap::new();
    for language in LANGUAGES {
        let lists = [
            (language.months, Piece::Month),
            (language.weekdays, Piece::Weekday),
            (language.seasons, Piece::Season),
            (language.issues, Piece::Issue),
            (language.between, Piece::Between),
            (language.lead, Piece::Lead),
        ];
        for (list, piece) in lists {
            for word in list {
                words.entry(super::pattern::fold(word)).or_insert(piece);
            }
        }
    }
    words
});

/// Signs behind numbers in the scripts of East Asia.
const UNITS: &[(&str, Unit)] = &[
    ("年度", Unit::Year),
    ("年", Unit::Year),
    ("년", Unit::Year),
    ("月号", Unit::Issue),
    ("月號", Unit::Issue),
    ("월호", Unit::Issue),
    ("月", Unit::Month),
    ("월", Unit::Month),
    ("日", Unit::Day),
    ("일", Unit::Day),
    ("号", Unit::Issue),
    ("號", Unit::Issue),
    ("호", Unit::Issue),
    ("期", Unit::Issue),
];

/// Eras from which years are counted.
const ERAS: &[[char; 2]] = &[
    ['民', '國'],
    ['民', '国'],
    ['令', '和'],
    ['平', '成'],
    ['昭', '和'],
    ['大', '正'],
    ['明', '治'],
];

/// Numbers as words of East Asia.
const NUMERALS: &str = "〇零一二三四五六七八九十";

/// Endings of ordinal numbers, and of days.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "º", "°", "ª", "o", "e", "ème"];

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The date as it is cited, without the day of the week.
    pub(super) date: Range<usize>,
    /// With the day of the week and the words around it.
    pub(super) whole: Range<usize>,
}

/// Where the first date of a text stands.
pub(super) fn find(text: &Folded) -> Option<Range<usize>> {
    find_with_day(text).map(|found| found.date)
}

/// The first date of a text, and what belongs to it.
pub(super) fn find_with_day(text: &Folded) -> Option<Found> {
    all(text).into_iter().next()
}

/// All dates of a text.
pub(super) fn all(text: &Folded) -> Vec<Found> {
    let mut found = Vec::new();
    let mut run: Vec<(Range<usize>, Piece)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (end, piece) = piece(text, at);
        match piece {
            Some(Piece::Space) => {}
            Some(piece) => run.push((at..end, piece)),
            None => close(&mut run, &mut found),
        }
        at = end.max(at + 1);
    }
    close(&mut run, &mut found);
    for date in &mut found {
        let before = text.plain().get(..date.date.start).unwrap_or_default();
        if let Some(start) = before.len().checked_sub(2)
            && before.get(start..).is_some_and(|era| ERAS.iter().any(|known| known == era))
        {
            date.date.start = start;
            date.whole.start = date.whole.start.min(start);
        }
    }
    found
}

/// A run of pieces ends: is there a date in it?
fn close(run: &mut Vec<(Range<usize>, Piece)>, found: &mut Vec<Found>) {
    let pieces = std::mem::take(run);
    // A run can hold one too much at its ends (`5, 12 May 2019`): the shortest beginnings are tried
    // first, each with the longest end.
    for start in 0..pieces.len().min(8) {
        for end in (start + 1..=pieces.len()).rev().take(24) {
            let Some(part) = pieces.get(start..end) else { continue };
            let open = |piece: Option<&(Range<usize>, Piece)>| {
                piece.is_none_or(|(_, piece)| matches!(piece, Piece::Between | Piece::Comma))
            };
            let lead = |(_, piece): &(Range<usize>, Piece)| *piece == Piece::Lead;
            // `le 12 mars` is `12 mars`; before the day of the week it belongs to what is printed.
            let weekday = matches!(part.get(1), Some((_, Piece::Weekday)));
            if part.first().is_some_and(lead) && !weekday {
                continue;
            }
            // "n.º 23, octubre de 2017": the number is the issue's.
            let listed = matches!(
                part,
                [
                    (_, Piece::Small),
                    (_, Piece::Comma),
                    (_, Piece::Month | Piece::Season | Piece::Small),
                    ..
                ]
            );
            if listed {
                continue;
            }
            let misplaced = part.iter().skip(1).any(lead);
            if open(part.first()) || open(part.last()) || misplaced || !is_date(part) {
                continue;
            }
            // The day of the week is none of a date as it is cited.
            let around = |(_, piece): &&(Range<usize>, Piece)| {
                matches!(piece, Piece::Weekday | Piece::Lead | Piece::Between | Piece::Comma)
            };
            let (first, last) = (
                part.iter().find(|piece| !around(piece)),
                part.iter().rfind(|piece| !around(piece)),
            );
            if let (Some((first, _)), Some((last, _))) = (first, last) {
                let whole = part.first().map_or(first.start, |(range, _)| range.start)
                    ..part.last().map_or(last.end, |(range, _)| range.end);
                found.push(Found { date: first.start..last.end, whole });
            }
            return;
        }
    }
}

/// Whether pieces amount to a date.
fn is_date(part: &[(Range<usize>, Piece)]) -> bool {
    let count = |wanted: &dyn Fn(Piece) -> bool| part.iter().filter(|(_, p)| wanted(*p)).count();
    let is = |wanted: Piece| move |piece: Piece| piece == wanted;
    let months = count(&is(Piece::Month));
    let years = count(&is(Piece::Year));
    let small = count(&is(Piece::Small));
    let signs = count(&|piece| matches!(piece, Piece::Sign(_)));
    let seasons = count(&is(Piece::Season));
    let issues = count(&is(Piece::Issue)) + count(&is(Piece::Sign(Unit::Issue)));
    if years > 2 || small > 3 || months > 2 {
        return false;
    }
    let signed_year = count(&is(Piece::Sign(Unit::Year)));
    let signed_month = count(&is(Piece::Sign(Unit::Month)));
    let signed_day = count(&is(Piece::Sign(Unit::Day)));
    if signs > 0 {
        if matches!(part.last(), Some((_, Piece::Small))) {
            return false;
        }
        return signed_year > 0 && signs + seasons + issues > 1
            || signed_month > 0 && (signed_day > 0 || years > 0);
    }
    // The issue's number is no part of a date that says more.
    if issues > 0 && (months > 0 || seasons > 0 || small > 1) {
        return false;
    }
    if months > 0 {
        // After the year stands the time of day.
        let last = part.last().map(|(_, piece)| *piece);
        if years > 0 && small > 1 && last == Some(Piece::Small) {
            return false;
        }
        return years > 0 || (small == 1 && part.len() <= 4);
    }
    if seasons > 0 || issues > 0 {
        // The number before a season is that of an issue, whatever the word for it is.
        return years > 0 && (seasons == 0 || small == 0);
    }
    // Of numbers only with a year of two digits: points or strokes between day, month and year.
    if let [
        (a, Piece::Small),
        (_, Piece::Between),
        (b, Piece::Small),
        (_, Piece::Between),
        (c, Piece::Small),
    ] = part
    {
        return [a, b, c].iter().all(|range| range.len() == 2);
    }
    // Numbers only: three of them, one the year.
    let numbers = years == 1 && small == 2 && part.len() == 5;
    numbers && count(&|piece| piece == Piece::Weekday) == 0
}

/// The piece of a date at `at`, and where it ends.
fn piece(text: &Folded, at: usize) -> (usize, Option<Piece>) {
    let chars = text.plain();
    let rest = chars.get(at..).unwrap_or_default();
    let Some(first) = rest.first().copied() else { return (at + 1, None) };
    if first == ' ' {
        // White space joins, and is no piece of its own; a wide gap parts.
        let end = at + rest.iter().take_while(|c| **c == ' ').count();
        let parts = text.is_gap(at..end);
        return (end, if parts { None } else { Some(Piece::Space) });
    }
    if first.is_ascii_digit() {
        return number(rest, at);
    }
    // "二〇一九年三月十日"
    let numerals = rest.iter().take_while(|c| NUMERALS.contains(**c)).count();
    if (1..=4).contains(&numerals) {
        let unit = match rest.get(numerals) {
            Some('年') if numerals == 4 => Some(Unit::Year),
            Some('月') => Some(Unit::Month),
            Some('日') => Some(Unit::Day),
            _ => None,
        };
        if let Some(unit) = unit {
            return (at + numerals + 1, Some(Piece::Sign(unit)));
        }
    }
    if matches!(first, ',' | '،') {
        return (at + 1, Some(Piece::Comma));
    }
    if matches!(first, '.' | '/' | '-' | '–') {
        return (at + 1, Some(Piece::Between));
    }
    if first == '№' {
        return (at + 1, Some(Piece::Issue));
    }
    if matches!(first, '第' | '통') {
        return (at + 1, (first == '第').then_some(Piece::Issue));
    }
    if !first.is_alphabetic() {
        return (at + 1, None);
    }
    let length = rest.iter().take_while(|c| c.is_alphabetic() || **c == '\'').count();
    let word: String = rest.iter().take(length).collect();
    if let Some(piece) = WORDS.get(&word) {
        // A point behind an abbreviation belongs to it, and so does `º` behind `n`.
        let mark = rest.get(length).copied();
        let extra = usize::from(matches!(mark, Some('º' | '°' | '.')) && *piece != Piece::Between);
        return (at + length + extra, Some(*piece));
    }
    // Scripts without spaces: a season with its issue's sign.
    for language in LANGUAGES {
        for season in language.seasons {
            let season: Vec<char> = season.chars().collect();
            let wide = season.first().is_some_and(|c| u32::from(*c) >= 0x2e80);
            if wide && rest.starts_with(&season) {
                let sign = rest.get(season.len()).copied();
                let extra = usize::from(matches!(sign, Some('号' | '號' | '호')));
                return (at + season.len() + extra, Some(Piece::Season));
            }
        }
    }
    (at + length, None)
}

/// A number at the beginning of `rest`.
fn number(rest: &[char], at: usize) -> (usize, Option<Piece>) {
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let after = rest.get(digits..).unwrap_or_default();
    let spaces = after.iter().take_while(|c| **c == ' ').count().min(1);
    let starts = |at: usize, word: &str| {
        let word: Vec<char> = word.chars().collect();
        after.get(at..).is_some_and(|after| after.starts_with(&word))
    };
    for (sign, unit) in UNITS {
        let length = sign.chars().count();
        if starts(0, sign) {
            return (at + digits + length, Some(Piece::Sign(*unit)));
        }
        if spaces == 1 && starts(1, sign) && u32::from(sign.chars().next().unwrap_or(' ')) > 0x2e80
        {
            return (at + digits + 1 + length, Some(Piece::Sign(*unit)));
        }
    }
    let value: u32 = rest.iter().take(digits.min(6)).collect::<String>().parse().unwrap_or(0);
    let piece = match digits {
        1 | 2 if (1..=31).contains(&value) || digits == 2 => Some(Piece::Small),
        3 if value > 0 => Some(Piece::Small),
        4 if (1400..=2199).contains(&value) => Some(Piece::Year),
        _ => None,
    };
    let mut end = at + digits;
    if piece == Some(Piece::Small) {
        for ordinal in ORDINALS {
            let length = ordinal.chars().count();
            let closed = after.get(length).is_none_or(|c| !c.is_alphanumeric());
            if starts(0, ordinal) && closed {
                end += length;
                break;
            }
        }
    }
    // A number that runs on into letters is none of a date: `18th-century`, `3D`.
    let runs_on = rest.get(end - at).is_some_and(|c| c.is_alphabetic() && c.is_ascii());
    (end, if runs_on { None } else { piece })
}

#[cfg(test)]
mod tests {
    use super::super::pattern::Folded;
    use super::find;

    #[test]
    fn dates_are_found_in_every_national_form() {
        let cases = [
            ("The Gazette, Jan. 3, Page 29", "Jan. 3"),
            ("Delivered 3rd May 2014", "3rd May 2014"),
            ("November 9, 2019", "November 9, 2019"),
            ("Publié le samedi 3 avril 2021", "3 avril 2021"),
            ("21.jun.2022 às 7h00", "21.jun.2022"),
            ("23 ABR 2022 - 05:30 CEST", "23 ABR 2022"),
            ("14. August 2023, 9:47 Uhr", "14. August 2023"),
            ("Revista, julio-agosto de 2015", "julio-agosto de 2015"),
            ("기사입력 2021.10.11 00:20", "2021.10.11"),
            ("트리뷴, 2021년 10월 8일자 14면", "2021년 10월 8일"),
            ("월간 나루 2018년 5월호 42쪽", "2018년 5월호"),
            ("계간 너른 2022년 겨울호", "2022년 겨울호"),
            ("2019年6月23日 5時00分", "2019年6月23日"),
            ("《远山》2013年第6期　第88页", "2013年第6期"),
            ("東岸日報　2020/09/14　A13版", "2020/09/14"),
            ("Revue, n° 58, hiver 2004", "hiver 2004"),
            ("الثلاثاء 5 أكتوبر 2021", "5 أكتوبر 2021"),
            ("№ 4, 2017", "№ 4, 2017"),
            ("٢٤ آذار ٢٠١٩", "٢٤ آذار ٢٠١٩"),
            ("Spring 2018", "Spring 2018"),
            ("중앙 1월 3일 29면", "1월 3일"),
            ("Ultramarina, n.º 23, octubre de 2017", "octubre de 2017"),
            ("«Вестник», № 31, 18 апреля 2019 г.", "18 апреля 2019"),
            ("Thu 14 March 2024 06.00 GMT", "14 March 2024"),
            ("二〇一九年三月十日発行", "二〇一九年三月十日"),
            ("民國111年4月6日　星期三", "民國111年4月6日"),
            ("令和4年4月6日", "令和4年4月6日"),
            ("Tageblatt, 17.10.2022, Nr. 241", "17.10.2022"),
            ("Published 12.06.23, 05:48", "12.06.23"),
        ];
        for (text, date) in cases {
            let folded = Folded::new(text);
            let found = find(&folded).map(|range| folded.shown(range));
            assert_eq!(found.as_deref(), Some(date), "{text}");
        }
        for text in ["1984", "In May they left", "3 of 4", "Chapter 12", "312 pages", "10-30"] {
            assert_eq!(find(&Folded::new(text)), None, "{text}");
        }
    }
}

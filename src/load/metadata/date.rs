//! Dates and instants.
//!
//! In: text, or a date of TOML. Out: a date as precise as it was given, checked against the
//! calendar, or an instant in UTC. Refuses to know: the clock, and where the text stood.

use toml::value::{Datetime, Offset};

use super::values::Refusal;
use crate::edition::Date;

const HOW: &str = "write a year, a month or a day: `1923`, `1923-05` or `1923-05-17`";

/// The date that a text gives: a year, a month or a day; a time of day after it is left out.
/// Source: W3CDTF, as EPUB 3.3 section 5.5.3.2.4 recommends.
pub(in crate::load) fn date(given: &str) -> Result<Date, Refusal> {
    let given = given.trim();
    let refusal = || Refusal::new(format!("`{given}` is not a date")).hint(HOW);
    let day = match given.split_once(['T', 't', ' ']) {
        Some((day, time)) if day.len() == 10 && is_time(time) => day,
        _ => given,
    };
    let mut parts = day.split('-');
    let year = digits(parts.next(), 4).ok_or_else(refusal)?;
    let month = parts.next();
    let day = parts.next();
    if parts.next().is_some() {
        return Err(refusal());
    }
    let two = |part: Option<&str>| {
        let number = digits(part, 2).and_then(|number| u8::try_from(number).ok());
        if part.is_some() && number.is_none() { Err(refusal()) } else { Ok(number) }
    };
    checked(Date { year, month: two(month)?, day: two(day)? })
}

/// The date of a year given as a number.
pub(in crate::load) fn year(given: &str) -> Result<Date, Refusal> {
    match given.parse() {
        Ok(year @ 0..=9999) => Ok(Date { year, month: None, day: None }),
        _ => Err(Refusal::new(format!("`{given}` is not a year from 0 to 9999")).hint(HOW)),
    }
}

/// The date in a date of TOML; a time of day is left out.
pub(in crate::load) fn of_toml(given: &Datetime) -> Result<Date, Refusal> {
    match given.date {
        Some(day) => checked(Date { year: day.year, month: Some(day.month), day: Some(day.day) }),
        None => Err(Refusal::new(format!("`{given}` is a time without a date")).hint(HOW)),
    }
}

/// The instant that a text gives: a day, or a day and a time.
pub(in crate::load) fn instant(given: &str) -> Result<String, Refusal> {
    let given = given.trim();
    let parsed: Option<Datetime> = given.parse().ok().filter(|at: &Datetime| at.date.is_some());
    match parsed {
        Some(at) => instant_of_toml(&at),
        // The reason that `date` finds is the better one: there may be no such day.
        None => match date(given) {
            Err(refusal) if refusal.message.contains("calendar") => Err(refusal),
            _ => Err(no_instant(given)),
        },
    }
}

/// The instant of a date of TOML in UTC, `YYYY-MM-DDThh:mm:ssZ`: the form that EPUB 3.3, "Last
/// modified date", asks of `dcterms:modified`. A day without a time begins at midnight; a time without an
/// offset is taken as UTC; parts of a second are left out, and a leap second is the one before.
pub(in crate::load) fn instant_of_toml(given: &Datetime) -> Result<String, Refusal> {
    let refusal = || no_instant(&given.to_string());
    let date = of_toml(given).map_err(|_| refusal())?;
    let (Some(month), Some(day)) = (date.month, date.day) else {
        return Err(refusal());
    };
    let (hour, minute, second) = given
        .time
        .map_or((0, 0, 0), |time| (time.hour, time.minute, time.second.unwrap_or(0).min(59)));
    let offset = match given.offset {
        Some(Offset::Custom { minutes }) => i32::from(minutes),
        Some(Offset::Z) | None => 0,
    };
    let minutes = i32::from(hour) * 60 + i32::from(minute) - offset;
    let day = (date.year, month, day);
    let day = match minutes.div_euclid(24 * 60) {
        0 => Some(day),
        1 => next_day(day),
        _ => previous_day(day),
    };
    let (year, month, day) = day.ok_or_else(refusal)?;
    let minutes = minutes.rem_euclid(24 * 60);
    let (hour, minute) = (minutes / 60, minutes % 60);
    Ok(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

fn no_instant(given: &str) -> Refusal {
    Refusal::new(format!("`{given}` is not a day or an instant"))
        .hint("write a day, or a day and a time: `2024-05-17` or `2024-05-17T09:30:00Z`")
}

/// A number of exactly so many digits.
fn digits(part: Option<&str>, length: usize) -> Option<u16> {
    let part = part.filter(|part| part.len() == length)?;
    if part.bytes().all(|b| b.is_ascii_digit()) { part.parse().ok() } else { None }
}

/// Whether a text begins like a time of day, `09:30`.
fn is_time(text: &str) -> bool {
    let mut bytes = text.trim_start().bytes();
    let mut next = |wanted: fn(&u8) -> bool| bytes.next().as_ref().is_some_and(wanted);
    next(u8::is_ascii_digit)
        && next(u8::is_ascii_digit)
        && next(|b| *b == b':')
        && next(u8::is_ascii_digit)
        && next(u8::is_ascii_digit)
}

fn checked(date: Date) -> Result<Date, Refusal> {
    let Some(month) = date.month else {
        return Ok(date);
    };
    if !(1..=12).contains(&month) {
        return Err(Refusal::new(format!("`{date}` names no month of the calendar")).hint(HOW));
    }
    match date.day {
        Some(day) if !(1..=days_in_month(date.year, month)).contains(&day) => {
            Err(Refusal::new(format!("`{date}` names no day of the calendar")))
        }
        _ => Ok(date),
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn next_day((year, month, day): (u16, u8, u8)) -> Option<(u16, u8, u8)> {
    match (month, day) {
        (_, day) if day < days_in_month(year, month) => Some((year, month, day + 1)),
        (12, _) => Some((year + 1, 1, 1)).filter(|(year, ..)| *year <= 9999),
        _ => Some((year, month + 1, 1)),
    }
}

fn previous_day((year, month, day): (u16, u8, u8)) -> Option<(u16, u8, u8)> {
    match (month, day) {
        (_, 2..) => Some((year, month, day - 1)),
        (2.., _) => Some((year, month - 1, days_in_month(year, month - 1))),
        _ => year.checked_sub(1).map(|year| (year, 12, 31)),
    }
}

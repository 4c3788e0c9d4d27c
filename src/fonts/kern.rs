//! The old table of kerning, `kern`, for the glyphs that stay.
//!
//! In: the table, and the new numbers of glyphs. Out: the table with the pairs that are left.
//! Refuses to know: every form of it but the common one. Fonts made since 2000 kern in `GPOS`.
//! Source: OpenType, `kern`, version 0 with subtables of format 0.

/// The table for the glyphs that `new` gives a number; `None` where it is of another form.
pub(super) fn subset(table: &[u8], new: impl Fn(u16) -> Option<u16>) -> Option<Vec<u8>> {
    let number = |at: usize| {
        let bytes: [u8; 2] = table.get(at..at + 2)?.try_into().ok()?;
        Some(u16::from_be_bytes(bytes))
    };
    if number(0)? != 0 {
        return None;
    }
    let many = number(2)?;
    let mut out = table.get(..4)?.to_vec();
    let mut at = 4;
    for _ in 0..many {
        let coverage = number(at + 4)?;
        let pairs = usize::from(number(at + 6)?);
        // The upper half of the coverage is the subtable's format.
        if coverage >> 8 != 0 {
            return None;
        }
        let mut kept = Vec::new();
        for pair in 0..pairs {
            let at = at + 14 + pair * 6;
            if let (Some(left), Some(right)) = (new(number(at)?), new(number(at + 2)?)) {
                kept.push((left, right, number(at + 4)?));
            }
        }
        kept.sort_unstable();
        let count = u16::try_from(kept.len()).ok()?;
        // A search by halves: the largest power of two in the count, its exponent, what is over.
        let power = count.checked_ilog2().unwrap_or(0);
        let range = if count == 0 { 0 } else { 6_u32 << power };
        let shift = u32::from(count) * 6 - range;
        let length = 14 + u32::from(count) * 6;
        for value in [0, length, u32::from(coverage), u32::from(count), range, power, shift] {
            // Long subtables overflow their 16 bits in every font that has them.
            out.extend(u16::try_from(value & 0xffff).ok()?.to_be_bytes());
        }
        for (left, right, value) in kept {
            for part in [left, right, value] {
                out.extend(part.to_be_bytes());
            }
        }
        at += 14 + pairs * 6;
    }
    Some(out)
}

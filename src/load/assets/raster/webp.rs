//! The chunks of a WebP.
//!
//! In: the bytes. Out: the same without metadata. Refuses to know: pixels.
//! Source: the WebP container (RFC 9649 section 2).

use super::{Survey, exif};

/// Flags of the chunk `VP8X`.
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;
const ANIMATION: u8 = 0x02;

/// Goes through the chunks. `orientation` of the survey is kept in the file where `turned_later`:
/// a reader is to turn the image.
pub(super) fn survey(bytes: &[u8], turned_later: bool) -> Survey {
    let mut survey = Survey { orientation: 1, whole: true, plain: true, ..Survey::default() };
    let mut out = bytes.get(..12).unwrap_or_default().to_vec();
    let mut extended = None;
    let mut at = 12;
    let declared = bytes.get(4..8).map_or(0, number).saturating_add(8);
    while at < declared {
        let Some(head) = bytes.get(at..at + 8) else { break };
        let (name, length) = head.split_at(4);
        let length = number(length);
        let end = at.saturating_add(8).saturating_add(length).saturating_add(length % 2);
        let Some(data) = bytes.get(at + 8..).and_then(|rest| rest.get(..length)) else { break };
        match name {
            b"VP8X" => extended = Some(out.len() + 8),
            b"ANIM" => survey.animated = true,
            b"VP8 " => survey.lossy = true,
            b"VP8L" | b"ALPH" | b"ANMF" | b"ICCP" => {}
            _ => {
                if name == b"EXIF" {
                    survey.orientation = exif::orientation(data);
                }
                at = end;
                continue;
            }
        }
        out.extend_from_slice(head);
        out.extend_from_slice(data);
        out.resize(out.len() + length % 2, 0);
        at = end;
    }
    survey.whole = at >= declared;
    let oriented = turned_later && survey.orientation != 1 && extended.is_some();
    if oriented {
        let block = exif::of_orientation(survey.orientation);
        out.extend_from_slice(b"EXIF\x1a\0\0\0");
        out.extend_from_slice(&block);
    }
    if let Some(flags) = extended.and_then(|at| out.get_mut(at)) {
        *flags &= !(EXIF | XMP);
        *flags |= if oriented { EXIF } else { 0 };
        survey.animated |= *flags & ANIMATION != 0;
    }
    if let (Ok(length), Some(field)) = (u32::try_from(out.len() - 8), out.get_mut(4..8)) {
        field.copy_from_slice(&length.to_le_bytes());
    }
    if survey.whole && out != bytes {
        survey.stripped = Some(out);
    }
    survey
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | usize::from(*byte))
}

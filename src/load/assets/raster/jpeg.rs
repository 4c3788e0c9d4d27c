//! The segments of a JPEG.
//!
//! In: the bytes. Out: the same without metadata, and what the segments tell. Refuses to know:
//! pixels. Source: ITU-T T.81 annex B, T.871 (JFIF), T.872 (the profile in APP2, Adobe's APP14).

use super::{Survey, exif};
use memchr::memchr;

/// Goes through the segments up to the mark of the end: cameras put previews and films behind it.
/// `orientation` of the survey is kept in the file where `turned_later`: a reader is to turn the
/// image.
pub(super) fn survey(bytes: &[u8], turned_later: bool) -> Survey {
    let mut survey = Survey { orientation: 1, lossy: true, ..Survey::default() };
    let mut out = Vec::with_capacity(bytes.len());
    let (mut at, mut frame, mut adobe, mut jfif) = (0, None, None, false);
    while let Some((from, marker)) = next_marker(bytes, at, false) {
        // Marks that stand alone: SOI, EOI, and RSTn and TEM where they have no business.
        if let 0x01 | 0xd0..=0xd9 = marker {
            at = from + 2;
            out.extend_from_slice(&[0xff, marker]);
            if marker == 0xd9 {
                survey.whole = true;
                break;
            }
            continue;
        }
        let length = match bytes.get(from + 2..from + 4) {
            Some([high, low]) => usize::from(*high) << 8 | usize::from(*low),
            _ => break,
        };
        let Some(segment) = bytes.get(from..from + 2 + length).filter(|_| length >= 2) else {
            break;
        };
        at = from + segment.len();
        let data = segment.get(4..).unwrap_or_default();
        match marker {
            0xe0 if data.starts_with(b"JFIF\0") && data.len() >= 14 => {
                jfif = true;
                // What may follow is a small picture of the picture.
                out.extend_from_slice(b"\xff\xe0\0\x10");
                out.extend_from_slice(data.get(..12).unwrap_or_default());
                out.extend_from_slice(b"\0\0");
            }
            0xe1 if data.starts_with(b"Exif\0\0") && survey.orientation == 1 => {
                survey.orientation = exif::orientation(data);
                if turned_later && survey.orientation != 1 {
                    out.extend_from_slice(b"\xff\xe1\0\x22Exif\0\0");
                    out.extend_from_slice(&exif::of_orientation(survey.orientation));
                }
            }
            0xe2 if data.starts_with(b"ICC_PROFILE\0") => out.extend_from_slice(segment),
            0xee if data.starts_with(b"Adobe") => {
                adobe = data.get(11).copied();
                out.extend_from_slice(segment);
            }
            // Other data of programs, comments, and what no decoder of today reads.
            0xe0..=0xfe => {}
            _ => {
                if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                    frame = Some((marker, data));
                }
                out.extend_from_slice(segment);
            }
        }
        if marker == 0xda {
            // The scan: up to the next mark that is none of its own.
            let end = next_marker(bytes, at, true).map_or(bytes.len(), |(end, _)| end);
            out.extend_from_slice(bytes.get(at..end).unwrap_or_default());
            at = end;
        }
    }
    survey.plain = frame.is_some_and(|frame| is_plain(frame, adobe, jfif));
    // What is not gone through to its end is at least left at its length.
    if out.len() < bytes.len() && frame.is_some() {
        survey.stripped = Some(out);
    }
    survey
}

/// The next mark and where it stands; other bytes and fill bytes before it are passed over. Within
/// a scan `ff 00` is a byte of the data, and `RSTn` belong to it.
fn next_marker(bytes: &[u8], mut at: usize, scan: bool) -> Option<(usize, u8)> {
    loop {
        at += memchr(0xff, bytes.get(at..)?)?;
        match *bytes.get(at + 1)? {
            0xff => at += 1,
            0x00 => at += 2,
            0xd0..=0xd7 if scan => at += 2,
            marker => return Some((at, marker)),
        }
    }
}

/// Whether the frame is one that decoders agree on: coded by Huffman, eight bits, grey or YCbCr.
/// Inks (CMYK) need the profile of a press to become light; RGB is told in too many ways.
fn is_plain((marker, data): (u8, &[u8]), adobe: Option<u8>, jfif: bool) -> bool {
    let component = |number: usize| data.get(6 + 3 * number).copied();
    let eight_bits = data.first() == Some(&8);
    let named_rgb =
        (component(0), component(1), component(2)) == (Some(b'R'), Some(b'G'), Some(b'B'));
    let known = match data.get(5) {
        Some(1) => true,
        Some(3) => adobe != Some(0) && (jfif || !named_rgb),
        _ => false,
    };
    matches!(marker, 0xc0..=0xc2) && eight_bits && known
}

//! The blocks of a GIF.
//!
//! In: the bytes. Out: the same without comments and the data of programs. Refuses to know: what
//! is in a frame. Source: `GIF89a`.

use super::Survey;

/// Programs whose data a reader needs: how often frames are repeated, and the colour profile.
const NEEDED: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// Goes through the blocks. One that does not end leaves the file as it is.
pub(super) fn survey(bytes: &[u8]) -> Survey {
    Survey { stripped: strip(bytes), ..Survey::default() }
}

fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut at = 13 + colors(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let from = at;
        let kept = match *bytes.get(at)? {
            0x21 => {
                let label = *bytes.get(at + 1)?;
                at = after_blocks(bytes, at + 2)?;
                match label {
                    0xfe => false,
                    0xff => NEEDED.contains(&bytes.get(from + 3..from + 14)?),
                    _ => true,
                }
            }
            0x2c => {
                at = after_blocks(bytes, at + 11 + colors(*bytes.get(at + 9)?))?;
                true
            }
            0x3b => {
                out.push(0x3b);
                return (out.len() < bytes.len()).then_some(out);
            }
            _ => return None,
        };
        if kept {
            out.extend_from_slice(bytes.get(from..at)?);
        }
    }
}

/// Bytes of the table of colours that flags announce.
fn colors(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where a list of blocks ends: each says how long it is, and the last is empty.
fn after_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

//! What a file is, by its content and not by its ending.
//!
//! In: bytes. Out: the media type, the size in pixels. Refuses to know: the file's name.
//! Source of the types: EPUB 3.3 section 3.2 (core media types).

use super::svg;

/// An image of more pixels than this is refused: readers keep four bytes of each in memory, and
/// have no more for all they do. A camera of 108 million still fits.
pub(super) const MOST_PIXELS: u64 = 120_000_000;

/// A file of a kind that a book can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// Media type.
    pub(super) media_type: &'static str,
    /// The usual ending.
    pub(super) ending: &'static str,
    /// The folder of the book that such files go to.
    pub(super) folder: &'static str,
    /// Width and height in pixels.
    pub(super) size: Option<(u32, u32)>,
}

/// Knows an image.
///
/// # Errors
/// Says, to follow on the file's name, why it is not one that a book can hold.
pub(super) fn image(bytes: &[u8]) -> Result<Known, String> {
    let known = |media_type, ending| {
        let size = size_of(bytes)?;
        Ok(Known { media_type, ending, folder: "images", size: Some(size) })
    };
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png_is_whole(bytes)?;
        known("image/png", "png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        known("image/jpeg", "jpg")
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        gif_has_a_frame(bytes)?;
        known("image/gif", "gif")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        known("image/webp", "webp")
    } else if looks_like_svg(bytes) {
        Ok(Known { media_type: "image/svg+xml", ending: "svg", folder: "images", size: None })
    } else if bytes.is_empty() {
        Err("is empty".to_owned())
    } else {
        let what = match bytes {
            [b'B', b'M', ..] => "a BMP image",
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "a TIFF image",
            [0, 0, 1, 0, ..] => "an icon",
            [b'%', b'P', b'D', b'F', ..] => "a PDF",
            [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', ..] => "an AVIF image",
            [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', b'i', ..] => "a HEIC image",
            [0xff, 0x0a, ..] => "a JPEG XL image",
            [0x1f, 0x8b, ..] => "a compressed file",
            _ => return Err("is not an image".to_owned()),
        };
        Err(format!("is {what}, which e-readers can't show: make it a PNG, JPEG, GIF, WebP or SVG"))
    }
}

/// Knows a sound or film. Source: EPUB 3.3 section 3.2; video has no core types, the two named
/// there as widely supported are taken.
///
/// # Errors
/// As for [`image`].
pub(super) fn media(bytes: &[u8]) -> Result<Known, String> {
    let known = |media_type, ending, folder| Ok(Known { media_type, ending, folder, size: None });
    let brand = (bytes.get(4..8) == Some(b"ftyp")).then(|| bytes.get(8..12)).flatten();
    if bytes.starts_with(b"ID3") || matches!(bytes, [0xff, 0xfb | 0xf3 | 0xf2 | 0xfa, ..]) {
        known("audio/mpeg", "mp3", "audio")
    } else if bytes.starts_with(b"OggS") && begins_with(bytes, b"OpusHead") {
        known("audio/ogg; codecs=opus", "opus", "audio")
    } else if matches!(brand, Some(b"M4A " | b"M4B ")) {
        known("audio/mp4", "m4a", "audio")
    } else if brand.is_some() {
        known("video/mp4", "mp4", "video")
    } else if bytes.starts_with(b"\x1a\x45\xdf\xa3") && begins_with(bytes, b"webm") {
        known("video/webm", "webm", "video")
    } else {
        Err("is not a sound or film that e-readers play: MP3, M4A, Opus, MP4 or WebM".to_owned())
    }
}

/// Whether the bytes stand in the file's head: a container says there what it holds.
fn begins_with(bytes: &[u8], name: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    head.windows(name.len()).any(|window| window == name)
}

/// Knows captions. Source: `WebVTT` section 4.1.
///
/// # Errors
/// As for [`image`].
pub(super) fn track(bytes: &[u8]) -> Result<Known, String> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let begins = text.starts_with(b"WEBVTT")
        && matches!(text.get(6), None | Some(b' ' | b'\t' | b'\n' | b'\r'));
    if begins && std::str::from_utf8(text).is_ok() {
        Ok(Known { media_type: "text/vtt", ending: "vtt", folder: "video", size: None })
    } else {
        Err("does not hold captions that e-readers show: WebVTT, in UTF-8".to_owned())
    }
}

/// Knows a font. Source: EPUB 3.3 section 3.2.
pub(super) fn font(bytes: &[u8]) -> Option<Known> {
    let (media_type, ending) = match bytes.get(..4)? {
        b"\0\x01\0\0" | b"true" => ("font/ttf", "ttf"),
        b"OTTO" => ("font/otf", "otf"),
        b"wOFF" => ("font/woff", "woff"),
        b"wOF2" => ("font/woff2", "woff2"),
        _ => return None,
    };
    Some(Known { media_type, ending, folder: "fonts", size: None })
}

fn size_of(bytes: &[u8]) -> Result<(u32, u32), String> {
    let broken = || "is broken: its size can't be read".to_owned();
    let size = imagesize::blob_size(bytes).map_err(|_| broken())?;
    match (u32::try_from(size.width), u32::try_from(size.height)) {
        (Ok(width), Ok(height)) if u64::from(width) * u64::from(height) > MOST_PIXELS => {
            Err(format!(
                "has {width}x{height} pixels, more than readers have memory for: scale it down to \
                 120 million or less"
            ))
        }
        (Ok(width), Ok(height)) if width > 0 && height > 0 => Ok((width, height)),
        _ => Err(broken()),
    }
}

/// A PNG's chunks run to its end mark; one that was cut off shows half an image or none.
fn png_is_whole(bytes: &[u8]) -> Result<(), String> {
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let (length, kind) = head.split_at(4);
        let length = length.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        at = at.saturating_add(length).saturating_add(12);
        if kind == b"IEND" && at <= bytes.len() {
            return Ok(());
        }
    }
    Err("is broken: the file ends in the middle".to_owned())
}

/// A GIF is a list of blocks, and one of them has to be a frame. Source: `GIF89a` section 20.
fn gif_has_a_frame(bytes: &[u8]) -> Result<(), String> {
    // The size of the global table of colours is in the flags after the screen's size.
    let flags = bytes.get(10).copied().unwrap_or_default();
    let colors = if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + colors;
    // Extensions: a mark, a label, then blocks that say how long they are; an empty one ends.
    while bytes.get(at) == Some(&0x21) {
        at += 2;
        while let Some(length) = bytes.get(at).filter(|length| **length > 0) {
            at += 1 + usize::from(*length);
        }
        at += 1;
    }
    if bytes.get(at) == Some(&0x2c) && bytes.len() > at + 10 {
        Ok(())
    } else {
        Err("is broken: the file ends before its first frame".to_owned())
    }
}

/// Whether the bytes are XML with `svg` as their first element.
fn looks_like_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let text = svg::read(start).unwrap_or_else(|| String::from_utf8_lossy(start));
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let skip = if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<!DOCTYPE svg") {
            // An internal subset may hold `>`.
            let close = rest.find('>');
            match (rest.find('['), close) {
                (Some(open), Some(end)) if open < end => rest.find("]>").map(|at| at + 2),
                _ => close.map(|at| at + 1),
            }
        } else {
            return rest
                .strip_prefix('<')
                .and_then(|rest| {
                    rest.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()
                })
                .is_some_and(|name| name == "svg" || name.ends_with(":svg"));
        };
        match skip.and_then(|skip| rest.get(skip..)) {
            Some(after) => rest = after.trim_start(),
            None => return false,
        }
    }
}

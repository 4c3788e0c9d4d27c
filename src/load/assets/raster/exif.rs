//! How a camera was held, as EXIF tells it: the one thing of that metadata that is seen.
//!
//! In: the TIFF block of an image. Out: the orientation, and a block that says nothing else.
//! Refuses to know: where in a file the block stands.
//! Source: EXIF 2.32 section 4.6.4 (tag 274); TIFF 6.0 section 2.

use image::metadata::Orientation;

/// How the pixels are to be turned, 1 to 8; 1, as they stand, where nothing is said.
pub(super) fn orientation(block: &[u8]) -> u8 {
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    Orientation::from_exif_chunk(block).map_or(1, Orientation::to_exif)
}

/// A TIFF block of one entry, the orientation.
pub(super) fn of_orientation(orientation: u8) -> [u8; 26] {
    let mut block = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    if let Some(value) = block.get_mut(18) {
        *value = orientation;
    }
    block
}

//! The files of images that a document names.
//!
//! In: addresses. Out: paths in the project, and the bytes that go there. Refuses to know: what refers
//! to them.

use crate::address::{self, decoded};
use crate::import::draft::File;
use crate::import::edits;
use crate::load::Root;
use crate::load::paths::name_of;
use std::collections::BTreeMap;

/// What becomes of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Image {
    /// It is copied: its address from a chapter.
    Kept(String),
    /// There is no such file, or none that may be read.
    Missing,
    /// It lies on another server.
    Remote,
    /// The address is none of a file: data.
    Given,
}

/// Images that were copied.
#[derive(Debug, Default)]
pub(super) struct Images {
    root: Option<Root>,
    /// Where each file goes, by the path that it is read from.
    names: BTreeMap<String, String>,
    /// The files, in the order of finding.
    pub(super) files: Vec<File>,
}

impl Images {
    /// Files are read in `root` and nowhere else.
    pub(super) fn of(root: Option<Root>) -> Self {
        Images { root, ..Images::default() }
    }

    /// Copies the image at an address of the document.
    pub(super) fn keep(&mut self, given: &str) -> Image {
        let address = address::tidy(given);
        match address::kind(&address) {
            address::Kind::Scheme(scheme) if scheme == "data" => return Image::Given,
            address::Kind::Scheme(_) | address::Kind::Host(_) => return Image::Remote,
            _ => {}
        }
        let path = decoded(address::without_query(&address));
        let Some(root) = &self.root else { return Image::Missing };
        let Ok(path) = root.resolve("", &path) else { return Image::Missing };
        if let Some(name) = self.names.get(&path) {
            return Image::Kept(format!("images/{}", edits::encoded(name)));
        }
        let Ok(bytes) = root.read(&path) else { return Image::Missing };
        let name = name_of(&path).to_owned();
        let mut free = name.clone();
        let mut number = 1;
        while self.names.values().any(|other| *other == free) {
            number += 1;
            free = format!("{number}-{name}");
        }
        self.names.insert(path, free.clone());
        self.files.push(File { path: format!("manuscript/images/{free}"), bytes });
        Image::Kept(format!("images/{}", edits::encoded(&free)))
    }

    /// The bytes of a file beside the document.
    pub(super) fn read(&self, given: &str) -> Option<Vec<u8>> {
        let root = self.root.as_ref()?;
        root.read(&root.resolve("", given).ok()?).ok()
    }
}

//! bindery: a folder of Markdown and a `metadata.toml` become an EPUB.
//!
//! The stages, in the order in which a book goes through them:
//! [`load`] → [`parse`] → [`resolve`] → [`render`] → [`package`]; [`inspect`] reads any EPUB and
//! knows nothing of how it was made; [`scaffold`] begins a new project, [`import`] makes one of what somebody saved; [`report`] shows diagnostics;
//! [`cli`] is the command line over [`build`] and the others. ARCHITECTURE.md tells the rest.

pub mod accessibility;
pub mod address;
pub mod book;
pub mod build;
pub mod citation;
pub mod cli;
pub mod cover;
pub mod diagnostic;
pub mod edition;
pub mod fonts;
pub mod import;
pub mod inspect;
pub mod labels;
pub mod load;
pub mod package;
pub mod parse;
pub mod publication;
pub mod render;
pub mod report;
pub mod resolve;
pub mod scaffold;
pub mod source;
pub mod tree;
pub mod xml;

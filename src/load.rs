//! A path becomes a [`Project`]: the texts, the edition, the reading order.
//!
//! In: a project's folder, a folder of Markdown, a Markdown file or an mdBook project. Out: all
//! that the other rooms need of it. Refuses to know: what Markdown means. The only room that reads
//! files, and it reads none outside the project's folder.

pub mod assets;
pub mod front_matter;
mod include;
pub mod metadata;
pub mod relators;
pub mod role;

//! (to be written)
pub mod front_matter;
pub mod metadata;

//! (to be written)
pub mod front_matter;
pub mod metadata;
pub mod relators;
pub mod role;

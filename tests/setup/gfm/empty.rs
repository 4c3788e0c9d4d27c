//! Nothing is built here.

//! Careline's screens, server functions and public pages.

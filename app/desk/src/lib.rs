//! Everything that a person may ask the Careline server, one file per action.

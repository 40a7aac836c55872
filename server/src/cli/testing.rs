//! What the tests of several commands share.

use crate::config::{Config, PlaceFlags, ServingFlags};
use std::path::Path;

/// The configuration of a server whose database and keys lie in this folder.
pub(super) fn config_in(folder: &Path) -> Config {
    let place = PlaceFlags {
        database_url: format!("sqlite://{}", folder.join("careline.db").display()).into(),
        data_key_file: folder.join("data-keys"),
        listen: ([127, 0, 0, 1], 3000).into(),
        public_url: None,
        tls_cert: None,
        tls_key: None,
    };
    Config::parse(place, ServingFlags::default()).unwrap()
}

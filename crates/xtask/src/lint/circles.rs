//! No files of a package import each other in a circle: what stands below can be read without what stands above.

use std::path::Path;

use anyhow::Result;

use super::rust;

pub(super) fn found(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for package in rust::packages(root)? {
        found.extend(rust::imports(&package)?.in_circles(root));
    }
    Ok(found)
}

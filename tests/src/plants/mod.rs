//! Bugs to plant: does the simulator find them? Each is one replacement in one file of the engine, written down
//! in `tests/plants`.

mod field;
mod hunt;

pub use field::Field;
pub use hunt::{Finding, Hunt};

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

/// A bug to plant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plant {
    /// Its name: that of its file.
    #[serde(skip)]
    pub name: String,
    /// What is wrong, in a line.
    pub bug: String,
    /// The invariant that is expected to find it.
    pub finds: String,
    /// The number of seeds within which it is found.
    pub seeds: u64,
    /// The file it is in, from the top of the workspace.
    pub file: String,
    /// Text that stands exactly once in the file.
    pub search: String,
    /// What stands there once the bug is planted.
    pub replace: String,
}

impl Plant {
    /// Every plant of a workspace, in order.
    pub fn all(workspace: &Path) -> Result<Vec<Self>> {
        let dir = workspace.join("tests/plants");
        let entries = std::fs::read_dir(&dir).with_context(|| format!("cannot list {}", dir.display()))?;
        let mut files = Vec::new();
        for entry in entries {
            files.push(entry?.path());
        }
        files.sort();
        files.iter().map(|file| Self::read(file)).collect()
    }

    fn read(file: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let plant: Self = toml::from_str(&text).with_context(|| format!("{} is no plant", file.display()))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        ensure!(plant.seeds > 0, "{name}: found within 0 seeds is not found");
        Ok(Self { name, ..plant })
    }

    /// The text of its file with the bug in it. A plant that no longer fits the file is an error.
    pub fn applied_to(&self, text: &str) -> Result<String> {
        let Self { name, file, search, replace, .. } = self;
        ensure!(search != replace, "{name}: it changes nothing");
        match text.matches(search.as_str()).count() {
            1 => Ok(text.replacen(search.as_str(), replace, 1)),
            0 => bail!("{name}: its text is no longer in {file}; write it anew in tests/plants/{name}.toml"),
            n => bail!("{name}: its text stands {n} times in {file}; say more of what is around it"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plant(search: &str, replace: &str) -> Plant {
        Plant {
            name: "01-x".to_owned(),
            bug: String::new(),
            finds: String::new(),
            seeds: 1,
            file: "a.rs".to_owned(),
            search: search.to_owned(),
            replace: replace.to_owned(),
        }
    }

    #[test]
    fn a_plant_fits_only_where_its_text_stands_once() {
        assert_eq!(plant("b", "c").applied_to("a b").unwrap(), "a c");
        assert!(plant("b", "c").applied_to("a").unwrap_err().to_string().contains("no longer in a.rs"));
        assert!(plant("b", "c").applied_to("b b").unwrap_err().to_string().contains("2 times"));
        assert!(plant("b", "b").applied_to("b").unwrap_err().to_string().contains("changes nothing"));
    }
}

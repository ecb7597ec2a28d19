//! A copy of the workspace in which bugs are planted. The sources themselves are never touched.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::Plant;

/// The copy. What differs from the sources is written anew, so that only that is built anew.
#[derive(Debug)]
pub struct Field {
    sources: PathBuf,
    copy: PathBuf,
}

impl Field {
    /// Brings a copy in line with the sources that git knows, or would know.
    pub fn lay(sources: &Path, copy: &Path) -> Result<Self> {
        let files = files(sources)?;
        let field = Self { sources: sources.to_owned(), copy: copy.to_owned() };
        for file in &files {
            let bytes = std::fs::read(sources.join(file)).with_context(|| format!("cannot read {file}"))?;
            field.write(file, &bytes)?;
        }
        field.remove_others(&files)?;
        Ok(field)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.copy
    }

    /// Plants a bug.
    pub fn plant(&self, plant: &Plant) -> Result<()> {
        let text = std::fs::read_to_string(self.sources.join(&plant.file))
            .with_context(|| format!("{}: cannot read {}", plant.name, plant.file))?;
        self.write(&plant.file, plant.applied_to(&text)?.as_bytes())
    }

    /// Pulls it out again.
    pub fn clear(&self, plant: &Plant) -> Result<()> {
        let bytes = std::fs::read(self.sources.join(&plant.file))?;
        self.write(&plant.file, &bytes)
    }

    fn write(&self, file: &str, bytes: &[u8]) -> Result<()> {
        let path = self.copy.join(file);
        if std::fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        if let Some(dir) = path.parent() {
            std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
        }
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Removes what an earlier copy had and the sources have no more.
    fn remove_others(&self, files: &BTreeSet<String>) -> Result<()> {
        let list = self.copy.join(".files");
        let before = std::fs::read_to_string(&list).unwrap_or_default();
        for gone in before.lines().filter(|file| !files.contains(*file)) {
            let path = self.copy.join(gone);
            if path.exists() {
                std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        let names: Vec<&str> = files.iter().map(String::as_str).collect();
        std::fs::write(&list, names.join("\n")).with_context(|| format!("cannot write {}", list.display()))
    }
}

fn files(sources: &Path) -> Result<BTreeSet<String>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(sources);
    let output = git.output().context("cannot run git to list the sources")?;
    ensure!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).context("a file's name is no UTF-8")?;
    let names = text.split('\0').filter(|name| !name.is_empty() && sources.join(name).is_file());
    Ok(names.map(str::to_owned).collect())
}

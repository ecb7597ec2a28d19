//! Generated files: formatting them, comparing them with the disk, writing them.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// A file the generator is responsible for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Where it goes, relative to the package.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

impl GeneratedFile {
    pub(crate) const fn new(path: PathBuf, text: String) -> Self {
        Self { path, text }
    }
}

/// Runs rustfmt, with the workspace's configuration, over every Rust file.
pub(crate) fn format_rust(root: &Path, files: &mut [GeneratedFile]) -> Result<()> {
    for file in
        files.iter_mut().filter(|file| file.path.extension().is_some_and(|extension| extension == "rs"))
    {
        file.text =
            rustfmt(root, &file.text).with_context(|| format!("formatting {}", file.path.display()))?;
    }
    Ok(())
}

/// Returns the paths whose content on disk is missing, different, or no longer generated.
pub fn stale(root: &Path, files: &[GeneratedFile]) -> Result<Vec<PathBuf>> {
    let differs = |file: &&GeneratedFile| {
        std::fs::read_to_string(root.join(&file.path)).ok().as_ref() != Some(&file.text)
    };
    let mut stale: Vec<PathBuf> = files.iter().filter(differs).map(|file| file.path.clone()).collect();
    let wanted: BTreeSet<&Path> = files.iter().map(|file| file.path.as_path()).collect();
    for directory in GENERATED_DIRECTORIES {
        let present = files_below(root, Path::new(directory))?;
        stale.extend(present.into_iter().filter(|path| !wanted.contains(path.as_path())));
    }
    Ok(stale)
}

/// Brings the stale paths up to date, removing what is no longer generated.
pub fn write(root: &Path, files: &[GeneratedFile], stale: &[PathBuf]) -> Result<()> {
    for path in stale {
        let target = root.join(path);
        let Some(file) = files.iter().find(|file| file.path == *path) else {
            std::fs::remove_file(&target).with_context(|| format!("cannot remove {}", target.display()))?;
            continue;
        };
        let directory = target.parent().context("a generated file lies in a directory")?;
        std::fs::create_dir_all(directory)?;
        std::fs::write(&target, &file.text).with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}

const GENERATED_DIRECTORIES: [&str; 2] = ["src/generated", "generated"];

fn files_below(root: &Path, directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(root.join(directory)) else { return Ok(found) };
    for entry in entries {
        let entry = entry?;
        let path = directory.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            found.extend(files_below(root, &path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn rustfmt(root: &Path, text: &str) -> Result<String> {
    let config = root.parent().context("the package lies inside the workspace")?;
    let mut child = Command::new(std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into()))
        .args(["--edition", "2024", "--quiet", "--config-path"])
        .arg(config)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start rustfmt")?;
    let mut stdin = child.stdin.take().context("rustfmt has no stdin")?;
    let input = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output()?;
    writer.join().map_err(|_| anyhow::anyhow!("the thread feeding rustfmt panicked"))??;
    ensure!(output.status.success(), "rustfmt refused the text:\n{text}");
    Ok(String::from_utf8(output.stdout)?)
}

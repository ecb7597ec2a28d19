//! `cargo gen` writes the generated files; `cargo gen --check` exits 1 and names those that are stale.

use std::process::ExitCode;

use anyhow::Result;
use protocol_codegen::{generate, output, package_root};

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let check = match arguments.iter().map(String::as_str).filter(|a| *a != "--").collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        _ => anyhow::bail!("usage: cargo gen [--check]"),
    };
    let root = package_root();
    let files = generate(&root)?;
    let stale = output::stale(&root, &files)?;
    if check {
        report(&stale);
        return Ok(if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    output::write(&root, &files, &stale)?;
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stderr, reason = "naming the stale files is what the command is for")]
fn report(stale: &[std::path::PathBuf]) {
    for path in stale {
        eprintln!("stale: protocol-spec/{}", path.display());
    }
}

//! `setup`: the configuration, the workspace and the directory of sessions.

use std::fs;

use engine::config::edit::{Edit, Path};
use serde_json::Value;

use crate::args::SetupArgs;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::workspace::{self, Contents};

pub(super) fn run(args: &SetupArgs, mut environment: Environment) -> Result<(), Failure> {
    let SetupArgs { wizard, non_interactive, mode, remote_url, remote_token, .. } = args;
    if *wizard || *non_interactive || mode.is_some() || remote_url.is_some() || remote_token.is_some() {
        return Err(Failure::error(
            "The set-up dialogue is not part of this build. Run `openclaw setup` without --wizard, --non-interactive, \
             --mode, --remote-url and --remote-token, and write gateway.mode and gateway.remote into the \
             configuration yourself.",
        ));
    }
    let workspace = write_config(args.workspace.as_deref(), &mut environment)?;
    let config = environment.config();
    let contents = if config.agents.defaults.skip_bootstrap { Contents::Empty } else { Contents::Agent };
    workspace::prepare(&workspace, contents)?;
    environment.output.line(&format!("Workspace OK: {}", environment.short(&workspace)))?;
    let sessions = format!("{}/agents/{}/sessions", environment.roots.state_dir, config.default_agent_id());
    fs::create_dir_all(&sessions)?;
    environment.output.line(&format!("Sessions OK: {}", environment.short(&sessions)))
}

/// Makes the configuration name the workspace, and gives the workspace.
fn write_config(typed: Option<&str>, environment: &mut Environment) -> Result<String, Failure> {
    let place = Path::keys(["agents", "defaults", "workspace"]);
    let written = place.find(&environment.snapshot.parsed).and_then(Value::as_str).map(str::to_owned);
    let typed = typed.filter(|dir| !dir.trim().is_empty()).map(|dir| environment.absolute(dir));
    let config = environment.config();
    let workspace =
        typed.unwrap_or_else(|| config.workspace_dir(&config.default_agent_id(), &environment.env));
    let shown = environment.short(&environment.roots.config_path);
    let kept = written.as_deref().is_some_and(|written| environment.absolute(written) == workspace);
    let said = match environment.snapshot.exists {
        true if kept => format!("Config OK: {shown}"),
        true => format!("Updated {shown} (set agents.defaults.workspace)"),
        false => format!("Wrote {shown}"),
    };
    if !kept {
        let edit: Edit = (place, Some(Value::from(workspace.as_str())));
        environment.edit_config(vec![edit])?;
    }
    environment.output.line(&said)?;
    Ok(workspace)
}

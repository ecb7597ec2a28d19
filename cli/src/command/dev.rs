//! What `--dev` prepares: a configuration, a workspace and a token to try things out with.

use std::fs;
use std::io;
use std::path::Path as FilePath;

use engine::config::auth::{self, Overrides};
use engine::config::edit::Path;
use engine::config::roots::{DEV_PROFILE, default_workspace};
use engine::config::sections::gateway::AuthMode;
use serde_json::{Value, json};

use crate::chance;
use crate::console::Console;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::trash;
use crate::workspace::{self, Contents};

/// Whether the environment is that of the development profile.
pub(super) fn is_dev_profile(environment: &Environment) -> bool {
    let profile = environment.env.filled("OPENCLAW_PROFILE");
    profile.is_some_and(|profile| profile.trim().eq_ignore_ascii_case(DEV_PROFILE))
}

/// Writes the configuration and the workspace where there is no configuration; with `reset`, everything of
/// before goes into the trash first.
pub(super) fn prepare(environment: &mut Environment, console: &Console, reset: bool) -> Result<(), Failure> {
    let dir = workspace_dir(environment);
    if reset {
        discard_all(environment, console, &dir)?;
        environment.reload();
    }
    if environment.snapshot.exists {
        return Ok(());
    }
    let gateway = json!({"mode": "local", "bind": "loopback"});
    let agent = json!({
        "id": "dev",
        "default": true,
        "workspace": dir,
        "identity": {"name": "C3-PO", "theme": "protocol droid", "emoji": "🤖"},
    });
    let agents = json!({"defaults": {"workspace": dir, "skipBootstrap": true}, "list": [agent]});
    environment.edit_config(vec![
        (Path::keys(["gateway"]), Some(gateway)),
        (Path::keys(["agents"]), Some(agents)),
    ])?;
    workspace::prepare(&dir, Contents::Dev)?;
    console.say(&format!("Dev config ready: {}", environment.short(&environment.roots.config_path)));
    console.say(&format!("Dev workspace ready: {}", environment.short(&dir)));
    Ok(())
}

fn workspace_dir(environment: &Environment) -> String {
    let dir = default_workspace(&environment.env, None);
    if is_dev_profile(environment) { dir } else { format!("{dir}-{DEV_PROFILE}") }
}

fn discard_all(environment: &Environment, console: &Console, workspace: &str) -> Result<(), Failure> {
    let roots = &environment.roots;
    let mut paths = vec![roots.config_path.clone(), roots.oauth_dir.clone()];
    paths.extend(session_dirs(&roots.state_dir)?);
    paths.push(workspace.to_owned());
    for path in paths.iter().filter(|path| FilePath::new(path).exists()) {
        let shown = environment.short(path);
        match trash::discard(FilePath::new(path), &environment.env) {
            Ok(()) => console.say(&format!("Moved to Trash: {shown}")),
            Err(_) => console.say(&format!("Failed to move to Trash (manual delete): {shown}")),
        }
    }
    Ok(())
}

fn session_dirs(state_dir: &str) -> Result<Vec<String>, Failure> {
    let agents = match fs::read_dir(format!("{state_dir}/agents")) {
        Ok(agents) => agents,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let sessions = |agent: fs::DirEntry| agent.path().join("sessions").to_string_lossy().into_owned();
    let mut dirs = agents.map(|agent| agent.map(sessions)).collect::<io::Result<Vec<_>>>()?;
    dirs.sort_unstable();
    Ok(dirs)
}

/// Makes a token when the gateway would be refused for want of one.
pub(super) fn ensure_token(
    environment: &mut Environment,
    console: &Console,
    overrides: &Overrides,
) -> Result<(), Failure> {
    let resolved = auth::resolve(&environment.config(), overrides, &environment.env);
    if resolved.secret().is_some() || resolved.mode != AuthMode::Token || resolved.allow_tailscale {
        return Ok(());
    }
    let token = chance::token()?;
    let place = |key| Path::keys(["gateway", "auth", key]);
    environment.edit_config(vec![
        (place("mode"), Some(Value::from(AuthMode::Token.as_str()))),
        (place("token"), Some(Value::from(token))),
    ])?;
    let file = environment.short(&environment.roots.config_path);
    console.say(&format!(
        "Dev token ready: gateway.auth.token in {file}. Commands on this machine find it there: {}",
        environment.hint("openclaw health")
    ));
    Ok(())
}

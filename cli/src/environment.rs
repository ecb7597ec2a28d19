//! Where a command runs: variables, places of the files, the configuration.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use engine::config::edit::{self, Edit};
use engine::config::roots::{self, Roots};
use engine::config::{Config, Env, Issue, Snapshot, path};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use runtime_smol::{host, lock};
use serde_json::Value;

use crate::args::{Args, Profile};
use crate::banner::FILES_VERSION;
use crate::dotenv;
use crate::exit::Failure;
use crate::files;
use crate::output::{Output, Style};

/// What every command may look at.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    /// The variables: those of the process, of the profile, of `.env` files and of the configuration.
    pub(crate) env: Env,
    pub(crate) roots: Roots,
    pub(crate) snapshot: Snapshot,
    pub(crate) output: Output,
    working_dir: String,
    /// Whether `--dev` led here, which is more than its profile: the port is another one.
    dev: bool,
}

impl Environment {
    /// Enters the profile, reads `.env` files and the configuration.
    pub(crate) fn enter(args: &Args, mut env: Env) -> Self {
        if args.no_color {
            env.set("NO_COLOR", "1");
            env.set("FORCE_COLOR", "0");
        }
        let profile = args.profile.clone().or_else(|| args.command.own_profile(&env));
        match &profile {
            Some(Profile::Dev) => roots::enter_dev(&mut env),
            Some(Profile::Named(name)) => roots::enter_profile(&mut env, name),
            None => {}
        }
        let working_dir = env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        let working_dir = working_dir.to_string_lossy().into_owned();
        read_dotenv(&format!("{working_dir}/.env"), &mut env);
        let state_dir = files::find_roots(&env).state_dir;
        read_dotenv(&format!("{state_dir}/.env"), &mut env);
        if let Some(key) = env.filled("Z_AI_API_KEY").map(str::to_owned)
            && env.filled("ZAI_API_KEY").is_none()
        {
            env.set("ZAI_API_KEY", key);
        }
        let roots = files::find_roots(&env);
        let output = Output::new(&env);
        let snapshot = files::load_config(&roots.config_path, &env);
        let dev = profile == Some(Profile::Dev);
        let mut entered = Self { env, roots, snapshot, output, working_dir, dev };
        entered.export();
        entered
    }

    /// Reads the configuration again, after it was written.
    pub(crate) fn reload(&mut self) {
        self.snapshot = files::load_config(&self.roots.config_path, &self.env);
        self.export();
    }

    /// Changes the configuration file: only what the edits name, and who wrote it last.
    pub(crate) fn edit_config(&mut self, mut edits: Vec<Edit>) -> Result<(), Failure> {
        if self.env.is_on("OPENCLAW_NIX_MODE") {
            return Err(Failure::error(
                "Error: OPENCLAW_NIX_MODE=1: the configuration is managed elsewhere and not written",
            ));
        }
        let stamp = |key, value: String| (edit::Path::keys(["meta", key]), Some(Value::from(value)));
        edits.push(stamp("lastTouchedVersion", FILES_VERSION.to_owned()));
        edits.push(stamp("lastTouchedAt", files::now().iso()));
        let path = &self.roots.config_path;
        let raw = self.snapshot.raw.as_deref().unwrap_or_default();
        let text =
            edit::apply_edits(raw, &edits).map_err(|error| Failure::error(format!("Error: {error}")))?;
        let judged = files::judge_config(path, &text, &self.env);
        if let Some(issue) = judged.issues.first() {
            let place = if issue.path.is_empty() { "<root>" } else { &issue.path };
            return Err(Failure::error(format!(
                "Error: Config validation failed: {place}: {}",
                issue.message
            )));
        }
        files::write_config(path, &text)
            .map_err(|error| Failure::error(format!("Error: cannot write {path}: {error}")))?;
        self.reload();
        Ok(())
    }

    /// Puts the variables of the configuration's `env` block among the others.
    fn export(&mut self) {
        for (name, value) in &self.snapshot.env_applied {
            self.env.set(name, value);
        }
    }

    /// The configuration; that of an empty file when the file is invalid.
    pub(crate) fn config(&self) -> Arc<Config> {
        self.snapshot.config.clone().unwrap_or_default()
    }

    /// Tells of an invalid configuration; a command that needs a valid one does not go on.
    pub(crate) fn guard(&self, needed: bool) -> Result<(), Failure> {
        match (self.snapshot.valid, needed) {
            (true, _) => Ok(()),
            (false, true) => Err(Failure::Error(self.invalid_config())),
            (false, false) => {
                self.output.error(&self.invalid_config());
                Ok(())
            }
        }
    }

    fn invalid_config(&self) -> String {
        let line = |issue: &Issue| {
            let path = if issue.path.is_empty() { "<root>" } else { &issue.path };
            format!("  - {path}: {}", issue.message)
        };
        let bad = |text: &str| self.output.paint_error(Style::Bad, text);
        let mut lines = vec![
            bad("Config invalid"),
            format!("File: {}", self.short(&self.snapshot.path)),
            bad("Problem:"),
        ];
        lines.extend(self.snapshot.issues.iter().map(line));
        if !self.snapshot.legacy_issues.is_empty() {
            lines.push(bad("Legacy config keys detected:"));
            lines.extend(self.snapshot.legacy_issues.iter().map(line));
        }
        lines.push(format!("\nRun: {}", self.hint("openclaw doctor --fix")));
        lines.join("\n")
    }

    /// A path with the home directory as `~`.
    pub(crate) fn short(&self, path: &str) -> String {
        let home = self.env.home();
        match path.strip_prefix(home).filter(|_| home != "/") {
            Some("") => "~".to_owned(),
            Some(rest) if rest.starts_with('/') => format!("~{rest}"),
            Some(_) | None => path.to_owned(),
        }
    }

    /// A path as typed, seen from the working directory.
    pub(crate) fn absolute(&self, typed: &str) -> String {
        path::join(&self.working_dir, &path::expand_home(typed.trim(), self.env.home()))
    }

    /// A text that names a command, with the profile that the command needs.
    pub(crate) fn hint(&self, text: &str) -> String {
        match self.env.filled("OPENCLAW_PROFILE") {
            Some(_) if self.dev => text.replacen("openclaw ", "openclaw --dev ", 1),
            Some(profile) if !text.contains("--profile ") && !text.contains("--dev ") => {
                text.replacen("openclaw ", &format!("openclaw --profile {} ", profile.trim()), 1)
            }
            Some(_) | None => text.to_owned(),
        }
    }

    /// Whether state and configuration are where they are without any profile.
    pub(crate) fn is_default_place(&self) -> bool {
        let profile = self.env.filled("OPENCLAW_PROFILE").map(str::trim);
        profile.is_none_or(|name| name.eq_ignore_ascii_case("default"))
            && self.roots.state_dir == path::normalize(&format!("{}/.openclaw", self.env.home()))
    }

    /// The lock of this configuration: among those of all gateways of the user, or, for a gateway that lives
    /// elsewhere, in its own state directory. Nothing when several gateways may run on it.
    pub(crate) fn lock_path(&self) -> Option<PathBuf> {
        if self.env.var("OPENCLAW_ALLOW_MULTI_GATEWAY").is_some_and(|value| value.trim() == "1") {
            return None;
        }
        let dir = if self.is_default_place() {
            lock::shared_dir(self.env.first(&["TMPDIR", "TMP", "TEMP"]).unwrap_or("/tmp"))
        } else {
            PathBuf::from(&self.roots.state_dir)
        };
        Some(dir.join(lock::file_name(&self.roots.config_path)))
    }

    /// The pattern of the log file: as configured, else one for the whole machine, else, for a gateway that
    /// lives elsewhere, one of its own.
    pub(crate) fn log_file(&self, config: &Config) -> String {
        match config.logging.file.as_deref().filter(|file| !file.trim().is_empty()) {
            Some(file) => self.absolute(file),
            None if self.is_default_place() => "/tmp/openclaw/openclaw-{date}.log".to_owned(),
            None => format!("{}/logs/openclaw-{{date}}.log", self.roots.state_dir),
        }
    }
}

impl Environment {
    /// The log file of today.
    pub(crate) fn log_file_today(&self) -> String {
        let zone = TimeZone::get(&host::timezone()).unwrap_or(TimeZone::UTC);
        let millis = i64::try_from(files::now().0).unwrap_or(i64::MAX);
        let today = Timestamp::from_millisecond(millis).map(|now| now.to_zoned(zone).date().to_string());
        self.log_file(&self.config()).replace("{date}", &today.unwrap_or_default())
    }
}

fn read_dotenv(path: &str, env: &mut Env) {
    if let Ok(text) = fs::read_to_string(path) {
        dotenv::apply(&text, env);
    }
}

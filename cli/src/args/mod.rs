//! What was typed, and what is meant by it. Nothing here reads a file or the environment.

mod client;
mod gateway;
mod replay;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand};
use engine::config::Env;
use engine::config::roots::is_profile_name;

use crate::exit::Failure;
use crate::usage;

pub(crate) use client::{
    AgentArgs, CallArgs, Credentials, EventArgs, GatewayRpcFlags, GatewayStatusArgs, HealthArgs,
    HeartbeatCommand, ProbeArgs, StatusArgs, SystemArgs, SystemCommand, SystemFlags,
};
pub(crate) use gateway::{GatewayArgs, GatewayCommand, RunFlags};
pub(crate) use replay::ReplayArgs;

/// What is meant.
#[derive(Clone, Debug)]
pub(crate) struct Args {
    /// The profile to enter first.
    pub(crate) profile: Option<Profile>,
    /// Whether colours were refused.
    pub(crate) no_color: bool,
    pub(crate) command: Command,
}

/// A gateway of its own, beside the default one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// `--dev`.
    Dev,
    /// `--profile <name>`.
    Named(String),
}

/// What a command line asks for.
#[derive(Clone, Debug)]
pub(crate) enum Request {
    Run(Box<Args>),
    Version,
    /// Help that was asked for, to be printed below the banner.
    Help(String),
}

/// Reads a command line.
pub(crate) fn parse(words: Vec<String>) -> Result<Request, Failure> {
    let (profile, mut words) = take_profile(words)?;
    let mut leading = words.iter().take_while(|word| word.starts_with('-'));
    if leading.any(|word| matches!(word.as_str(), "-v" | "-V" | "--version")) {
        return Ok(Request::Version);
    }
    for word in &mut words {
        if word == "--update" {
            "update".clone_into(word);
        }
    }
    usage::read(&words).map(|request| match request {
        Ok(raw) => Request::Run(Box::new(Args { profile, no_color: raw.no_color, command: raw.command })),
        Err(other) => other,
    })
}

/// Takes `--dev` and `--profile` from in front of the command word.
fn take_profile(words: Vec<String>) -> Result<(Option<Profile>, Vec<String>), Failure> {
    const COMBINED: Failure = Failure::Profile("Cannot combine --dev with --profile");
    let mut found: Option<Profile> = None;
    let mut kept = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let name = match word.strip_prefix("--profile") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if word == "--dev" {
            let dev = Profile::Named("dev".to_owned());
            if found.is_some_and(|found| found != Profile::Dev && found != dev) {
                return Err(COMBINED);
            }
            found = Some(Profile::Dev);
        } else if word == "--profile" || word.starts_with("--profile=") {
            let name = name.filter(|name| !name.is_empty());
            let name = name.ok_or(Failure::Profile("--profile requires a value"))?;
            if found == Some(Profile::Dev) {
                return Err(COMBINED);
            }
            if !is_profile_name(&name) {
                return Err(Failure::Profile("Invalid --profile (use letters, numbers, \"_\", \"-\" only)"));
            }
            found = Some(Profile::Named(name));
        } else {
            let is_command = !word.starts_with('-');
            kept.push(word);
            if is_command {
                kept.extend(words);
                break;
            }
        }
    }
    Ok((found, kept))
}

/// The command line as it was typed, without what stands in front of the command word.
#[derive(Clone, Debug, Parser)]
#[command(name = "openclaw", about = "Runs the OpenClaw gateway and talks to it", version)]
#[command(disable_version_flag = true, propagate_version = true, args_override_self = true)]
#[command(subcommand_required = true, arg_required_else_help = true, after_help = PROFILE_HELP)]
pub(crate) struct RawArgs {
    /// Print the version
    #[arg(short = 'V', long, global = true, action = ArgAction::Version, display_order = LAST)]
    version: Option<bool>,
    /// Print without colours
    #[arg(long, global = true, display_order = LAST)]
    pub(crate) no_color: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the flags of every command are listed.
const LAST: usize = 1000;

const PROFILE_HELP: &str = "\
In front of the command:
      --dev             Use the profile `dev`: state in ~/.openclaw-dev, port 19001
      --profile <name>  Use a profile of that name: state in ~/.openclaw-<name>";

impl Command {
    /// Whether its output is for programs, so that nothing else may be printed.
    pub(crate) fn is_json(&self) -> bool {
        match self {
            Self::Setup(_) => false,
            Self::Gateway(args) => match &args.command {
                None | Some(GatewayCommand::Run(_)) => false,
                Some(GatewayCommand::Status(args)) => args.json,
                Some(GatewayCommand::Probe(args)) => args.json,
                Some(GatewayCommand::Health(flags)) => flags.json,
                Some(GatewayCommand::Call(args)) => args.flags.json,
            },
            Self::Health(args) => args.json,
            Self::Status(args) => args.json,
            Self::Agent(args) => args.json,
            Self::System(args) => args.command.is_json(),
            Self::Replay(args) => args.json,
        }
    }
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the configuration and the agent's workspace
    Setup(SetupArgs),
    /// Run the gateway, or ask a running one
    Gateway(Box<GatewayArgs>),
    /// Ask the running gateway how it is
    Health(HealthArgs),
    /// Show everything at a glance: gateway, services, agents, sessions, what is unsafe
    Status(StatusArgs),
    /// Have an agent do one turn, through the gateway or right here
    Agent(Box<AgentArgs>),
    /// Events, heartbeats and who is connected
    System(SystemArgs),
    /// Do what a recorded gateway did once more, and tell where it comes out differently
    Replay(ReplayArgs),
}

/// Flags of `setup`.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(crate) struct SetupArgs {
    /// Directory of the agent's files
    #[arg(long, value_name = "dir")]
    pub(crate) workspace: Option<String>,
    /// Ask step by step
    #[arg(long)]
    pub(crate) wizard: bool,
    /// Run the dialogue without asking
    #[arg(long)]
    pub(crate) non_interactive: bool,
    /// Where the gateway runs: local or remote
    #[arg(long, value_name = "mode")]
    pub(crate) mode: Option<String>,
    /// Address of the remote gateway
    #[arg(long, value_name = "url")]
    pub(crate) remote_url: Option<String>,
    /// Token of the remote gateway
    #[arg(long, value_name = "token")]
    pub(crate) remote_token: Option<String>,
}

impl Command {
    /// The profile a command enters by itself: a gateway for trying things out never touches what the user has
    /// set up, unless the environment says where it is to live.
    pub(crate) fn own_profile(&self, env: &Env) -> Option<Profile> {
        let Self::Gateway(args) = self else { return None };
        let dev = match &args.command {
            None => args.run.dev,
            Some(GatewayCommand::Run(flags)) => args.run.dev || flags.dev,
            Some(_) => false,
        };
        let free = env.first(&OWN_PLACE).is_none();
        (dev && free).then_some(Profile::Dev)
    }

    /// Whether an invalid configuration stops this command.
    pub(crate) fn needs_valid_config(&self) -> bool {
        match self {
            Self::Setup(_) | Self::Agent(_) | Self::System(_) => true,
            Self::Health(_) | Self::Status(_) | Self::Replay(_) => false,
            Self::Gateway(args) => matches!(args.command, None | Some(GatewayCommand::Run(_))),
        }
    }
}

/// Variables that say where a gateway is to live.
const OWN_PLACE: [&str; 5] = [
    "OPENCLAW_PROFILE",
    "OPENCLAW_STATE_DIR",
    "CLAWDBOT_STATE_DIR",
    "OPENCLAW_CONFIG_PATH",
    "CLAWDBOT_CONFIG_PATH",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(words: &[&str]) -> Result<(Option<Profile>, Vec<String>), Failure> {
        take_profile(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn profiles_are_taken_from_in_front_of_the_command_only() {
        let (found, kept) = profile(&["--no-color", "--dev", "gateway", "--dev"]).unwrap();
        assert_eq!((found, kept.join(" ")), (Some(Profile::Dev), "--no-color gateway --dev".to_owned()));
        let (found, kept) = profile(&["--profile=w", "status"]).unwrap();
        assert_eq!((found, kept.join(" ")), (Some(Profile::Named("w".to_owned())), "status".to_owned()));
        assert_eq!(profile(&["status", "--profile"]).unwrap().0, None);
    }

    #[test]
    fn dev_and_another_profile_exclude_each_other() {
        let combined = || Err(Failure::Profile("Cannot combine --dev with --profile"));
        assert_eq!(profile(&["--dev", "--profile", "dev"]), combined());
        assert_eq!(profile(&["--profile", "x", "--dev"]), combined());
        assert_eq!(profile(&["--profile", "dev", "--dev"]).unwrap().0, Some(Profile::Dev));
    }

    #[test]
    fn profiles_need_a_proper_name() {
        for words in [&["--profile"][..], &["--profile=", "x"]] {
            assert_eq!(profile(words), Err(Failure::Profile("--profile requires a value")));
        }
        let refused = profile(&["--profile", "--dev"]);
        assert!(matches!(refused, Err(Failure::Profile(text)) if text.starts_with("Invalid --profile")));
    }

    #[test]
    fn a_gateway_for_trying_things_out_has_a_profile_of_its_own() {
        let own = |line: &str, env: &[(&str, &str)]| {
            let Ok(Request::Run(args)) = parse(line.split(' ').map(str::to_owned).collect()) else {
                panic!("{line}")
            };
            args.command.own_profile(&env.iter().copied().collect())
        };
        for line in ["gateway --dev", "gateway run --dev", "gateway --dev run"] {
            assert_eq!(own(line, &[]), Some(Profile::Dev), "{line}");
        }
        assert_eq!(own("gateway run", &[]), None);
        assert_eq!(own("gateway --dev", &[("OPENCLAW_STATE_DIR", "/s")]), None);
        assert_eq!(own("gateway --dev", &[("OPENCLAW_PROFILE", "work")]), None);
    }

    #[test]
    fn flags_before_and_after_run_count_alike() {
        let words =
            "gateway --port 1 --force run --bind lan --port 2".split(' ').map(str::to_owned).collect();
        let Ok(Request::Run(args)) = parse(words) else { panic!("does not parse") };
        let Command::Gateway(gateway) = args.command else { panic!("another command") };
        let Some(GatewayCommand::Run(after)) = gateway.command else { panic!("another command") };
        let flags = after.or(gateway.run);
        assert_eq!(
            (flags.port.as_deref(), flags.bind.as_deref(), flags.force),
            (Some("2"), Some("lan"), true)
        );
    }
}

//! Commands that ask a gateway, and the flags that say which one.

use clap::{Args, Subcommand};
use engine::config::target::ClientFlags;
use engine::secret::Secret;

/// Which gateway to ask, and how long to wait.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct RpcFlags {
    /// Address of the gateway (default: what the configuration says)
    #[arg(long, value_name = "url")]
    pub(crate) url: Option<String>,
    /// Token to present (default: what the environment or the configuration says)
    #[arg(long, value_name = "token")]
    pub(crate) token: Option<String>,
    /// Milliseconds to wait for the answer (default: 10000)
    #[arg(long, value_name = "ms")]
    pub(crate) timeout: Option<String>,
    /// Wait for the last answer of a method that answers twice
    #[arg(long)]
    pub(crate) expect_final: bool,
}

/// The same, with a password and a choice of output.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct GatewayRpcFlags {
    #[command(flatten)]
    pub(crate) rpc: RpcFlags,
    /// Password to present
    #[arg(long, value_name = "password")]
    pub(crate) password: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a client presents.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SecretFlags {
    /// Token to present
    #[arg(long, value_name = "token")]
    pub(crate) token: Option<String>,
    /// Password to present
    #[arg(long, value_name = "password")]
    pub(crate) password: Option<String>,
}

impl SecretFlags {
    /// The target a URL and these secrets name.
    pub(crate) fn target(&self, url: Option<&str>) -> ClientFlags {
        client_flags(url, self.token.as_deref(), self.password.as_deref())
    }
}

impl Credentials for SecretFlags {
    fn take(&mut self, token: Option<String>, password: Option<String>) {
        self.token = self.token.take().or(token);
        self.password = self.password.take().or(password);
    }
}

impl RpcFlags {
    /// The target these flags and a password name.
    pub(crate) fn target(&self, password: Option<&str>) -> ClientFlags {
        client_flags(self.url.as_deref(), self.token.as_deref(), password)
    }
}

/// Credentials among the flags of a `gateway` command: those in front of the command's word count too.
pub(crate) trait Credentials {
    /// Takes what was given in front, where nothing is given here.
    fn take(&mut self, token: Option<String>, password: Option<String>);
}

impl Credentials for GatewayRpcFlags {
    fn take(&mut self, token: Option<String>, password: Option<String>) {
        self.rpc.token = self.rpc.token.take().or(token);
        self.password = self.password.take().or(password);
    }
}

impl Credentials for GatewayStatusArgs {
    fn take(&mut self, token: Option<String>, password: Option<String>) {
        self.secrets.take(token, password);
    }
}

impl Credentials for ProbeArgs {
    fn take(&mut self, token: Option<String>, password: Option<String>) {
        self.secrets.take(token, password);
    }
}

/// Flags as the engine resolves them.
fn client_flags(url: Option<&str>, token: Option<&str>, password: Option<&str>) -> ClientFlags {
    ClientFlags {
        url: url.map(str::to_owned),
        token: token.map(Secret::from),
        password: password.map(Secret::from),
    }
}

/// Flags of `gateway call`.
#[derive(Clone, Debug, Args)]
pub(crate) struct CallArgs {
    /// Method to call, such as health, status or system-presence
    #[arg(value_name = "method")]
    pub(crate) method: String,
    /// Parameters, as a JSON object
    #[arg(long, value_name = "json")]
    pub(crate) params: Option<String>,
    #[command(flatten)]
    pub(crate) flags: GatewayRpcFlags,
}

/// Flags of `gateway status`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct GatewayStatusArgs {
    /// Address to probe (default: that of the installed service, else what the configuration says)
    #[arg(long, value_name = "url")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) secrets: SecretFlags,
    /// Milliseconds to wait for the gateway (default: 10000)
    #[arg(long, value_name = "ms")]
    pub(crate) timeout: Option<String>,
    /// Do not ask the gateway
    #[arg(long)]
    pub(crate) no_probe: bool,
    /// Look for services of the whole system too
    #[arg(long)]
    pub(crate) deep: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Flags of `gateway probe`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ProbeArgs {
    /// Address to probe as well
    #[arg(long, value_name = "url")]
    pub(crate) url: Option<String>,
    /// Host to reach a gateway on through SSH: user@host or user@host:port
    #[arg(long, value_name = "target")]
    pub(crate) ssh: Option<String>,
    /// Key file for SSH
    #[arg(long, value_name = "path")]
    pub(crate) ssh_identity: Option<String>,
    /// Find the SSH host by discovery (taken, but not part of this build)
    #[arg(long)]
    pub(crate) ssh_auto: bool,
    #[command(flatten)]
    pub(crate) secrets: SecretFlags,
    /// Milliseconds for everything (default: 3000)
    #[arg(long, value_name = "ms")]
    pub(crate) timeout: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Flags of `health`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct HealthArgs {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Milliseconds to wait for the gateway (default: 10000)
    #[arg(long, value_name = "ms")]
    pub(crate) timeout: Option<String>,
    /// Show how the gateway is reached, and every agent
    #[arg(long, alias = "debug")]
    pub(crate) verbose: bool,
}

/// Flags of `status`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct StatusArgs {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Show everything, to be read by others: no secrets are in it
    #[arg(long)]
    pub(crate) all: bool,
    /// Show what the model providers say of usage
    #[arg(long)]
    pub(crate) usage: bool,
    /// Ask the gateway to probe its channels
    #[arg(long)]
    pub(crate) deep: bool,
    /// Milliseconds to wait for the gateway (default: 10000)
    #[arg(long, value_name = "ms")]
    pub(crate) timeout: Option<String>,
    /// Show how the gateway is reached
    #[arg(long, alias = "debug")]
    pub(crate) verbose: bool,
}

/// Flags of `agent`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct AgentArgs {
    /// What to tell the agent
    #[arg(short, long, value_name = "text", required = true)]
    pub(crate) message: Option<String>,
    /// Number (E.164) whose session is meant
    #[arg(short, long, value_name = "number")]
    pub(crate) to: Option<String>,
    /// Session to go on with, or to begin
    #[arg(long, value_name = "id")]
    pub(crate) session_id: Option<String>,
    /// Agent whose main session is meant
    #[arg(long, value_name = "id")]
    pub(crate) agent: Option<String>,
    /// How much to think: off, minimal, low, medium or high
    #[arg(long, value_name = "level")]
    pub(crate) thinking: Option<String>,
    /// Whether the session tells of its tools: on or off (taken, but not set by this build)
    #[arg(long, value_name = "on|off")]
    pub(crate) verbose: Option<String>,
    /// Channel the answer is for (default: the one used last)
    #[arg(long, value_name = "channel")]
    pub(crate) channel: Option<String>,
    /// Where to send the answer, if not where the session is
    #[arg(long, value_name = "target")]
    pub(crate) reply_to: Option<String>,
    /// Channel to send the answer on
    #[arg(long, value_name = "channel")]
    pub(crate) reply_channel: Option<String>,
    /// Account to send the answer with
    #[arg(long, value_name = "id")]
    pub(crate) reply_account: Option<String>,
    /// Run the agent in this process, without a gateway
    #[arg(long)]
    pub(crate) local: bool,
    /// Send the answer through the channel
    #[arg(long)]
    pub(crate) deliver: bool,
    /// Print the whole result as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Seconds the agent may take (default: 600, or what the configuration says)
    #[arg(long, value_name = "seconds")]
    pub(crate) timeout: Option<String>,
}

/// `system` and its commands.
#[derive(Clone, Debug, Args)]
pub(crate) struct SystemArgs {
    #[command(subcommand)]
    pub(crate) command: SystemCommand,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum SystemCommand {
    /// Tell the agent of something, now or with its next heartbeat
    Event(EventArgs),
    /// The heartbeat: its last one, and whether there are more
    Heartbeat(HeartbeatArgs),
    /// Who is connected to the gateway
    Presence(SystemFlags),
}

impl SystemCommand {
    pub(super) fn is_json(&self) -> bool {
        match self {
            Self::Event(args) => args.flags.json,
            Self::Presence(flags) => flags.json,
            Self::Heartbeat(args) => match &args.command {
                HeartbeatCommand::Last(flags)
                | HeartbeatCommand::Enable(flags)
                | HeartbeatCommand::Disable(flags) => flags.json,
            },
        }
    }
}

/// Flags of `system event`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct EventArgs {
    /// What to tell
    #[arg(long, value_name = "text", required = true)]
    pub(crate) text: Option<String>,
    /// When the agent is woken: now or next-heartbeat (default)
    #[arg(long, value_name = "mode")]
    pub(crate) mode: Option<String>,
    #[command(flatten)]
    pub(crate) flags: SystemFlags,
}

/// `system heartbeat` and its commands.
#[derive(Clone, Debug, Args)]
pub(crate) struct HeartbeatArgs {
    #[command(subcommand)]
    pub(crate) command: HeartbeatCommand,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum HeartbeatCommand {
    /// Show what came of the last heartbeat
    Last(SystemFlags),
    /// Let the agents beat
    Enable(SystemFlags),
    /// Let them be, until they are enabled or the gateway is started again
    Disable(SystemFlags),
}

/// Flags of every `system` command.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SystemFlags {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) rpc: RpcFlags,
}

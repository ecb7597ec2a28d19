//! `gateway` and its commands.

use clap::{Args, Subcommand};

use super::client::{CallArgs, GatewayRpcFlags, GatewayStatusArgs, ProbeArgs};

/// `gateway` and its commands.
#[derive(Clone, Debug, Args)]
pub(crate) struct GatewayArgs {
    #[command(flatten)]
    pub(crate) run: RunFlags,
    #[command(subcommand)]
    pub(crate) command: Option<GatewayCommand>,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum GatewayCommand {
    /// Run the gateway in the foreground
    Run(Box<RunFlags>),
    /// Show the service, the port and whether the gateway answers
    Status(GatewayStatusArgs),
    /// Look for gateways that can be reached from here, and ask each
    Probe(ProbeArgs),
    /// Ask the gateway how it is
    Health(GatewayRpcFlags),
    /// Call any method of the gateway and print its answer
    Call(CallArgs),
}

/// Flags of `gateway run`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct RunFlags {
    /// Port to listen on
    #[arg(long, value_name = "port")]
    pub(crate) port: Option<String>,
    /// Addresses to listen on: loopback, lan, tailnet, auto or custom
    #[arg(long, value_name = "mode")]
    pub(crate) bind: Option<String>,
    /// Token that clients have to present
    #[arg(long, value_name = "token")]
    pub(crate) token: Option<String>,
    /// What clients have to present: token or password
    #[arg(long, value_name = "mode")]
    pub(crate) auth: Option<String>,
    /// Password that clients have to present
    #[arg(long, value_name = "password")]
    pub(crate) password: Option<String>,
    /// Publish through Tailscale: off, serve or funnel
    #[arg(long, value_name = "mode")]
    pub(crate) tailscale: Option<String>,
    /// Undo what --tailscale did when the gateway stops
    #[arg(long)]
    pub(crate) tailscale_reset_on_exit: bool,
    /// Start although the configuration does not say gateway.mode=local
    #[arg(long)]
    pub(crate) allow_unconfigured: bool,
    /// Try things out: the profile `dev`, with a configuration, a workspace and a token made where missing
    #[arg(long)]
    pub(crate) dev: bool,
    /// With --dev: put the configuration, credentials, sessions and workspace into the trash first
    #[arg(long)]
    pub(crate) reset: bool,
    /// End whatever listens on the port first
    #[arg(long)]
    pub(crate) force: bool,
    /// Log everything to the console
    #[arg(long)]
    pub(crate) verbose: bool,
    /// Show only lines of the claude-cli subsystem on the console
    #[arg(long)]
    pub(crate) claude_cli_logs: bool,
    /// How WebSocket traffic is logged: auto, full or compact
    #[arg(long, value_name = "style")]
    pub(crate) ws_log: Option<String>,
    /// The same as --ws-log compact
    #[arg(long)]
    pub(crate) compact: bool,
    /// Write raw model events to a file
    #[arg(long)]
    pub(crate) raw_stream: bool,
    /// That file
    #[arg(long, value_name = "path")]
    pub(crate) raw_stream_path: Option<String>,
    /// Write everything that happens to a file, without secrets, for `openclaw replay`
    #[arg(long, value_name = "file")]
    pub(crate) record: Option<String>,
    /// Megabytes after which that ends (default: 512)
    #[arg(long, value_name = "mb")]
    pub(crate) record_max_mb: Option<String>,
}

impl RunFlags {
    /// Adds what was given in front of the word `run`.
    pub(crate) fn or(self, before: Self) -> Self {
        Self {
            port: self.port.or(before.port),
            bind: self.bind.or(before.bind),
            token: self.token.or(before.token),
            auth: self.auth.or(before.auth),
            password: self.password.or(before.password),
            tailscale: self.tailscale.or(before.tailscale),
            tailscale_reset_on_exit: self.tailscale_reset_on_exit || before.tailscale_reset_on_exit,
            allow_unconfigured: self.allow_unconfigured || before.allow_unconfigured,
            dev: self.dev || before.dev,
            reset: self.reset || before.reset,
            force: self.force || before.force,
            verbose: self.verbose || before.verbose,
            claude_cli_logs: self.claude_cli_logs || before.claude_cli_logs,
            ws_log: self.ws_log.or(before.ws_log),
            compact: self.compact || before.compact,
            raw_stream: self.raw_stream || before.raw_stream,
            raw_stream_path: self.raw_stream_path.or(before.raw_stream_path),
            record: self.record.or(before.record),
            record_max_mb: self.record_max_mb.or(before.record_max_mb),
        }
    }
}

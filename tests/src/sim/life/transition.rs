//! What can happen next, as data: a list of these is a whole life of a gateway. They are written down as
//! JSON, one a line, so that a life can be kept, cut down and lived again.
//!
//! A transition names things by where they stand, never by what the gateway called them: one that was
//! meant for something that is gone does nothing.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a gateway is set up, before anything happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// What the gateway's own chance comes from.
    pub seed: u64,
    /// Its configuration.
    pub config: Config,
    /// Whether it tells of every request and event.
    #[serde(default)]
    pub verbose: bool,
}

/// A configuration, as far as lives differ in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// The main agent's model is behind an API; else it is the one that is built in.
    pub api: bool,
    /// Minutes between heartbeats; none without a number.
    pub beat: Option<u8>,
    /// Turns at once.
    pub width: u8,
    /// Seconds a turn may take.
    pub timeout: u16,
    /// The secret is a password, not a token.
    pub password: bool,
    /// Tailscale's word for who someone is counts.
    pub tailscale: bool,
    /// The browser interface may do without a device.
    pub insecure_ui: bool,
    /// A signal may restart the gateway.
    pub restart: bool,
    /// All main sessions are one.
    pub global: bool,
    /// Tool events are told.
    pub tools_told: bool,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Transition {
    /// A client opens a connection and says nothing yet. The one it had is cut.
    Open { client: u8, visitor: Visitor },
    /// It says `connect`, also when it did before.
    Greet { client: u8 },
    /// Both at once.
    Join { client: u8, visitor: Visitor },
    /// A client asks for something.
    Ask { client: u8, ask: Ask },
    /// It sends its last request once more, with the same id.
    Repeat { client: u8 },
    /// It sends any text.
    Say { client: u8, text: String },
    /// It sends bytes, in hexadecimal.
    SayBytes { client: u8, hex: String },
    /// It goes away; `cut` without a word.
    Leave { client: u8, cut: bool },
    /// It stops reading, and does not answer a close either.
    Stall { client: u8 },
    /// It reads so many messages, or everything and goes on reading.
    Drain { client: u8, messages: Option<u8> },
    /// What it says does not arrive for a while.
    Clog { client: u8 },
    /// So much of what it said arrives, or everything and the way is free.
    Unclog { client: u8, messages: Option<u8> },
    /// An HTTP request.
    Http { http: HttpAsk },
    /// A body that was asked for arrives, or does not.
    HttpBody { pick: u8, body: HttpBody },
    /// Who made an HTTP request is gone.
    HttpGone { pick: u8 },
    /// The model does something in one of the exchanges with it.
    Model { pick: u8, does: ModelDoes },
    /// A process does something.
    Process { pick: u8, does: ProcessDoes },
    /// The disk begins to fail.
    DiskFails { fault: DiskFault },
    /// It works again.
    DiskHeals,
    /// It takes its time: operations on such paths wait.
    DiskHolds { path: String },
    /// One of the operations that wait is done.
    DiskDoes { pick: u8 },
    /// Every one is done, and it is quick again.
    DiskFlows,
    /// Time passes, and every timer is served at its moment.
    Pass { ms: u64 },
    /// Time passes, and timers are served after it: a busy machine, or one that slept.
    Late { ms: u64 },
    /// The engine is called although nothing is due.
    Early,
    /// Somebody sets the clock on the wall.
    WallStep { ms: i64 },
    /// A signal: `term`, `int`, `hup` or `usr1`.
    Signal { signal: SignalKind },
    /// Somebody edits the configuration.
    Configure { config: Option<Config> },
    /// Somebody breaks it.
    Misconfigure { text: String },
    /// Another program takes the port, or gives it back.
    Port { taken: bool },
    /// The process dies. Of the operations under way so many parts are done, of the next append so many
    /// hundredths; with `power` what was not synced is lost, or half of it.
    Crash { parts: u8, torn: u8, power: bool, spare: bool },
    /// It is started.
    Boot,
}

/// Who opens a connection, and what it will say of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// What kind of program it is.
    pub kind: Kind,
    /// Its device, by number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<u8>,
    /// The scopes it asks for, a bit for each of `SCOPES`; none without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<u8>,
    /// What it shows.
    pub secret: Secret,
    /// Where it comes from.
    pub from: Place,
    /// What is wrong with it.
    #[serde(default)]
    pub flaw: Flaw,
}

/// Every scope, in the order of the bits. The last grants nothing.
pub const SCOPES: [&str; 6] = [
    "operator.read",
    "operator.write",
    "operator.admin",
    "operator.pairing",
    "operator.approvals",
    "operator.nonsense",
];

/// A kind of program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The command line.
    Cli,
    /// A chat window.
    Webchat,
    /// An app.
    App,
    /// The browser interface.
    Panel,
    /// A node.
    Node,
    /// A node that is a phone.
    Phone,
}

/// What a client shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secret {
    /// The shared secret.
    Right,
    /// Another one.
    Wrong,
    /// None.
    Missing,
    /// The token of its device and role: the newest, or one that many before it.
    Token(u8),
}

/// Where a client comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// This machine.
    Local,
    /// Another one, by number.
    Remote(u8),
    /// Through `tailscale serve`, as the user of this number.
    Tailnet(u8),
    /// A page of another site.
    Page,
    /// A page of this gateway.
    OwnPage,
    /// This machine, by a name that is not its own.
    Elsewhere,
    /// This machine, at the path where the canvas of the original reloads itself.
    LiveReload,
}

/// What is wrong with a `connect`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// Nothing.
    #[default]
    None,
    /// The version of the protocol.
    Protocol,
    /// The role.
    Role,
    /// A field.
    Params,
    /// The signature is for another challenge.
    Nonce,
    /// The clock of the device.
    Clock,
    /// Scopes were added after signing.
    Tampered,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Ask {
    /// `chat.send`.
    Chat { session: u8, key: u32, text: Text, timeout_ms: Option<u32> },
    /// `agent`.
    Agent { session: u8, key: u32, text: Text, timeout: Option<u16>, lane: u8 },
    /// `agent.wait`.
    Wait { key: u32, timeout_ms: u32 },
    /// `chat.abort`.
    Abort { session: u8, key: Option<u32> },
    /// `chat.inject`.
    Inject { session: u8, number: u32 },
    /// `chat.history`.
    History { session: u8, limit: u16 },
    /// `device.pair.approve` of a request that waits.
    Approve { nth: u8 },
    /// `device.pair.reject` of one.
    Reject { nth: u8 },
    /// `device.token.rotate`.
    Rotate { device: u8, node: bool, scopes: Option<u8> },
    /// `device.token.revoke`.
    Revoke { device: u8, node: bool },
    /// `voicewake.set`.
    Voicewake { number: u32 },
    /// `system-event` of a machine.
    Beacon { machine: u16, word: u8 },
    /// As many of them as this.
    Beacons { count: u16 },
    /// Anything else.
    Plain { method: String, params: Value },
}

/// What a turn is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Text {
    /// A few words.
    Words,
    /// Words said slowly: milliseconds between them.
    Slow(u16),
    /// A command is run.
    Exec,
    /// A file is read.
    Read,
    /// The model fails.
    Fail,
    /// Stop what is going on.
    Stop,
}

/// An HTTP request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpAsk {
    /// Its method.
    pub method: String,
    /// Its target.
    pub target: String,
    /// Whether it shows the secret.
    pub secret: Secret,
    /// Where it comes from.
    pub from: Place,
}

/// What becomes of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HttpBody {
    /// It names a tool.
    Tool,
    /// It names none.
    Empty,
    /// It is no JSON.
    Garbage,
    /// It is too large.
    TooLarge,
    /// It does not come.
    TimedOut,
    /// Its framing is broken.
    Malformed,
}

/// What a model does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "model", rename_all = "kebab-case")]
pub enum ModelDoes {
    /// A whole answer in pieces of so many bytes.
    Answer { piece: u16, tail: bool },
    /// The head of a response.
    Head { status: u16 },
    /// A few words.
    Words { number: u8 },
    /// Many words: so many pieces of so many bytes.
    Flood { pieces: u16, bytes: u16 },
    /// A tool call, and the end of the message.
    Call { tool: Tool, calls: u8 },
    /// The end of the message.
    Stop,
    /// An error, with a status.
    Refuse { status: u16 },
    /// Bytes that make no sense, in hexadecimal.
    Garbage { hex: String },
    /// The exchange ends.
    End { how: FetchEnd },
}

/// What a model calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tool {
    /// A command.
    Exec,
    /// A file.
    Read,
    /// A file that is not there.
    ReadMissing,
    /// A tool that there is not.
    Unknown,
    /// A tool with arguments that are no JSON.
    Broken,
    /// A command that is none.
    NoCommand,
}

/// How an exchange ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FetchEnd {
    /// In full.
    Ok,
    /// The connection broke.
    Connection,
    /// It took too long.
    TimedOut,
    /// Too many bytes.
    TooLarge,
}

/// What a process does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "process", rename_all = "kebab-case")]
pub enum ProcessDoes {
    /// It prints so many bytes, to its standard error or its standard output.
    Print { bytes: u32, stderr: bool },
    /// It says who an address is.
    Identify { user: u8 },
    /// It exits.
    Exit { code: u8 },
    /// A signal ends it.
    Die { signal: u8 },
    /// It could not be run.
    Fail,
}

/// How a disk fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiskFault {
    /// What goes wrong.
    pub kind: DiskFaultKind,
    /// Part of the paths it is about; all when empty.
    pub path: String,
    /// How often; for ever without a number.
    pub times: Option<u8>,
}

/// What goes wrong with a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiskFaultKind {
    /// It is full.
    Full,
    /// It is read-only.
    ReadOnly,
    /// It cannot be read.
    Unreadable,
}

/// A signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignalKind {
    /// SIGTERM.
    Term,
    /// SIGINT.
    Int,
    /// SIGHUP.
    Hup,
    /// SIGUSR1.
    Usr1,
}

impl Transition {
    /// The name of its kind, as it is written down.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Greet { .. } => "greet",
            Self::Join { .. } => "join",
            Self::Ask { .. } => "ask",
            Self::Repeat { .. } => "repeat",
            Self::Say { .. } => "say",
            Self::SayBytes { .. } => "say-bytes",
            Self::Leave { .. } => "leave",
            Self::Stall { .. } => "stall",
            Self::Drain { .. } => "drain",
            Self::Clog { .. } => "clog",
            Self::Unclog { .. } => "unclog",
            Self::Http { .. } => "http",
            Self::HttpBody { .. } => "http-body",
            Self::HttpGone { .. } => "http-gone",
            Self::Model { .. } => "model",
            Self::Process { .. } => "process",
            Self::DiskFails { .. } => "disk-fails",
            Self::DiskHeals => "disk-heals",
            Self::DiskHolds { .. } => "disk-holds",
            Self::DiskDoes { .. } => "disk-does",
            Self::DiskFlows => "disk-flows",
            Self::Pass { .. } => "pass",
            Self::Late { .. } => "late",
            Self::Early => "early",
            Self::WallStep { .. } => "wall-step",
            Self::Signal { .. } => "signal",
            Self::Configure { .. } => "configure",
            Self::Misconfigure { .. } => "misconfigure",
            Self::Port { .. } => "port",
            Self::Crash { .. } => "crash",
            Self::Boot => "boot",
        }
    }
}

//! The small sections: the file's own stamps, environment, logs, updates, discovery, skills, plugins.

use core::time::Duration;

use serde_json::Value;

use super::trees;
use crate::config::read::{COUNT, MILLIS, Named, PORT, Rule, section, tree, words};
use crate::config::shape::{self, Rest, Shape};
use crate::secret::Secret;

section! {
    /// `meta`: who wrote the file last.
    pub struct Meta {
        /// Version of the program.
        last_touched_version: Option<String> => "lastTouchedVersion",
        /// ISO time.
        last_touched_at: Option<String> => "lastTouchedAt",
    }
}

section! {
    /// `env`: variables set when the environment lacks them. Further variables stand beside these keys.
    pub struct EnvBlock {
        /// Import from the login shell.
        shell_env: ShellEnv => "shellEnv",
        /// Variables.
        vars: Named<Secret<String>> => "vars",
    }
    rest Rest::Each(&Shape::Secret);
}

section! {
    /// `env.shellEnv`.
    pub struct ShellEnv {
        /// Whether the login shell is asked for missing keys.
        enabled: bool => "enabled",
        /// How long it may take.
        timeout: Duration = Duration::from_secs(15) => "timeoutMs" as MILLIS,
    }
}

section! {
    /// `logging`.
    pub struct Logging {
        /// What goes into the file.
        level: LogLevel = LogLevel::Info => "level",
        /// The file; a dated one in the temporary folder when unset.
        file: Option<String> => "file",
        /// What goes to the console.
        console_level: LogLevel = LogLevel::Info => "consoleLevel",
        /// Its form; depends on the terminal when unset.
        console_style: Option<ConsoleStyle> => "consoleStyle",
        /// Whether secrets are masked in tool output.
        redact_sensitive: Redaction = Redaction::Tools => "redactSensitive",
        /// Expressions that find secrets, instead of the built-in ones.
        redact_patterns: Vec<String> => "redactPatterns",
    }
}

words! {
    /// Log levels.
    pub enum LogLevel as Words {
        /// Nothing.
        Silent = "silent",
        /// What ends the program.
        Fatal = "fatal",
        /// What failed.
        Error = "error",
        /// What is odd.
        Warn = "warn",
        /// What happens.
        Info = "info",
        /// How it happens.
        Debug = "debug",
        /// Every step.
        Trace = "trace",
    }
}

words! {
    /// Forms of console lines.
    pub enum ConsoleStyle as Words {
        /// For eyes.
        Pretty = "pretty",
        /// One plain line.
        Compact = "compact",
        /// One JSON object.
        Json = "json",
    }
}

words! {
    /// What is masked.
    pub enum Redaction as Words {
        /// Nothing.
        Off = "off",
        /// Tool output.
        Tools = "tools",
    }
}

section! {
    /// `update`.
    pub struct Update {
        /// Which releases count.
        channel: UpdateChannel = UpdateChannel::Stable => "channel",
        /// Whether the start looks for a newer one.
        check_on_start: bool = true => "checkOnStart",
    }
}

words! {
    /// `update.channel`.
    pub enum UpdateChannel as Words {
        /// Releases.
        Stable = "stable",
        /// Previews.
        Beta = "beta",
        /// The newest source.
        Dev = "dev",
    }
}

section! {
    /// `ui`.
    pub struct Ui {
        /// Colour of the window frame.
        seam_color: Option<String> => "seamColor" as HEX_COLOR,
        /// How the assistant is shown.
        assistant: Assistant => "assistant",
    }
}

const HEX_COLOR: Rule<String> =
    Rule { shape: Shape::Matching(&trees::HEX_COLOR), read: |value| value.as_str().map(String::from) };

section! {
    /// `ui.assistant`.
    pub struct Assistant {
        /// Name.
        name: Option<String> => "name" as short(Shape::TextOf { min: 0, max: 50 }),
        /// Picture or emoji.
        avatar: Option<String> => "avatar" as short(Shape::TextOf { min: 0, max: 200 }),
    }
}

const fn short(shape: Shape) -> Rule<String> {
    Rule { shape, read: |value| value.as_str().map(String::from) }
}

section! {
    /// `discovery`.
    pub struct Discovery {
        /// Through DNS.
        wide_area: WideArea => "wideArea",
        /// On the local network.
        mdns: Mdns => "mdns",
    }
}

section! {
    /// `discovery.wideArea`.
    pub struct WideArea {
        /// Whether records are written.
        enabled: bool => "enabled",
        /// Their domain.
        domain: Option<String> => "domain",
    }
}

section! {
    /// `discovery.mdns`.
    pub struct Mdns {
        /// How much is told.
        mode: MdnsMode = MdnsMode::Minimal => "mode",
    }
}

words! {
    /// `discovery.mdns.mode`.
    pub enum MdnsMode as Options {
        /// Nothing.
        Off = "off",
        /// Name and port.
        Minimal = "minimal",
        /// Paths and tunnels too.
        Full = "full",
    }
}

section! {
    /// `canvasHost`.
    pub struct CanvasHost {
        /// Whether the files are served.
        enabled: bool = true => "enabled",
        /// Their directory.
        root: Option<String> => "root",
        /// Port of the separate file server; gateway port plus four when unset.
        port: Option<u16> => "port" as PORT,
        /// Whether pages reload when files change.
        live_reload: bool = true => "liveReload",
    }
}

section! {
    /// `talk`.
    pub struct Talk {
        /// Voice.
        voice_id: Option<String> => "voiceId",
        /// Names for voices.
        voice_aliases: Named<String> => "voiceAliases",
        /// Speech model.
        model_id: Option<String> => "modelId",
        /// Audio format.
        output_format: Option<String> => "outputFormat",
        /// Key of the speech provider.
        api_key: Option<Secret<String>> => "apiKey",
        /// Whether speaking over it stops it.
        interrupt_on_speech: bool = true => "interruptOnSpeech",
    }
}

section! {
    /// `skills`.
    pub struct Skills {
        /// Bundled skills allowed; unset means all.
        allow_bundled: Option<Vec<String>> => "allowBundled",
        /// Where skills come from.
        load: SkillsLoad => "load",
        /// How their tools are installed.
        install: SkillsInstall => "install",
        /// Settings by skill.
        entries: Named<SkillEntry> => "entries",
    }
}

section! {
    /// `skills.load`.
    pub struct SkillsLoad {
        /// Further directories.
        extra_dirs: Vec<String> => "extraDirs",
        /// Whether they are watched.
        watch: bool = true => "watch",
        /// Quiet time that ends a series of changes.
        watch_debounce: Duration = Duration::from_millis(250) => "watchDebounceMs" as MILLIS,
    }
}

section! {
    /// `skills.install`.
    pub struct SkillsInstall {
        /// Whether Homebrew comes first.
        prefer_brew: bool = true => "preferBrew",
        /// Package manager for Node.
        node_manager: NodeManager = NodeManager::Npm => "nodeManager",
    }
}

words! {
    /// `skills.install.nodeManager`.
    pub enum NodeManager as Words {
        /// npm.
        Npm = "npm",
        /// pnpm.
        Pnpm = "pnpm",
        /// Yarn.
        Yarn = "yarn",
        /// Bun.
        Bun = "bun",
    }
}

section! {
    /// Settings of one skill.
    pub struct SkillEntry {
        /// Whether it is offered.
        enabled: Option<bool> => "enabled",
        /// Its main key.
        api_key: Option<Secret<String>> => "apiKey",
        /// Variables for it.
        env: Named<Secret<String>> => "env",
        /// Its own settings.
        config: Option<Value> => "config" as tree(Shape::Map(&Shape::Any)),
    }
}

section! {
    /// `plugins`.
    pub struct Plugins {
        /// Whether plugins are loaded.
        enabled: bool = true => "enabled",
        /// Only these.
        allow: Vec<String> => "allow",
        /// Not these.
        deny: Vec<String> => "deny",
        /// Where they come from.
        load: PluginsLoad => "load",
        /// Which one fills a role.
        slots: PluginSlots => "slots",
        /// Settings by plugin.
        entries: Named<PluginEntry> => "entries",
        /// What was installed.
        installs: Option<Value> => "installs" as tree(trees::INSTALLS),
    }
}

section! {
    /// `plugins.load`.
    pub struct PluginsLoad {
        /// Further files and directories.
        paths: Vec<String> => "paths",
    }
}

section! {
    /// `plugins.slots`.
    pub struct PluginSlots {
        /// Memory; `none` for no memory.
        memory: Option<String> => "memory",
    }
}

section! {
    /// Settings of one plugin.
    pub struct PluginEntry {
        /// Whether it is loaded.
        enabled: Option<bool> => "enabled",
        /// Its own settings.
        config: Option<Value> => "config" as tree(Shape::Map(&Shape::Any)),
    }
}

section! {
    /// `approvals`.
    pub struct Approvals {
        /// Of shell commands.
        exec: ExecApprovals => "exec",
    }
}

section! {
    /// `approvals.exec`: forwarding of approval requests to chats.
    pub struct ExecApprovals {
        /// Whether requests are forwarded.
        enabled: bool => "enabled",
        /// Where to.
        mode: ApprovalMode = ApprovalMode::Both => "mode",
        /// Only for these agents.
        agent_filter: Vec<String> => "agentFilter",
        /// Only for these sessions.
        session_filter: Vec<String> => "sessionFilter",
        /// Chats to tell.
        targets: Vec<ApprovalTarget> => "targets",
    }
}

words! {
    /// `approvals.exec.mode`.
    pub enum ApprovalMode as Words {
        /// The session's own chat.
        Session = "session",
        /// The targets.
        Targets = "targets",
        /// Both.
        Both = "both",
    }
}

section! {
    /// A chat that is told about approval requests.
    pub struct ApprovalTarget {
        /// Channel.
        channel: String => required "channel" as short(shape::NONEMPTY),
        /// Peer.
        to: String => required "to" as short(shape::NONEMPTY),
        /// Account.
        account_id: Option<String> => "accountId",
        /// Thread.
        thread_id: Option<String> => "threadId" as THREAD,
    }
}

const THREAD: Rule<String> = Rule {
    shape: shape::TEXT_OR_NUMBER,
    read: |value| value.as_str().map(String::from).or_else(|| value.as_i64().map(|id| id.to_string())),
};

section! {
    /// `media`.
    pub struct Media {
        /// Whether files keep their names.
        preserve_filenames: bool => "preserveFilenames",
    }
}

section! {
    /// `web`: the connection to WhatsApp.
    pub struct Web {
        /// Whether it is kept.
        enabled: bool = true => "enabled",
        /// Time between signs of life.
        heartbeat: Duration = Duration::from_secs(60) => "heartbeatSeconds" as crate::config::read::SECONDS,
        /// Reconnecting.
        reconnect: WebReconnect => "reconnect",
    }
}

section! {
    /// `web.reconnect`.
    pub struct WebReconnect {
        /// First wait.
        initial: Duration = Duration::from_secs(2) => "initialMs" as ANY_MILLIS,
        /// Longest wait.
        max: Duration = Duration::from_secs(30) => "maxMs" as ANY_MILLIS,
        /// How much each wait grows.
        factor: f64 = 1.8 => "factor" as crate::config::read::POSITIVE_NUMBER,
        /// Share of a wait that is random.
        jitter: f64 = 0.25 => "jitter" as crate::config::read::FRACTION,
        /// Attempts before giving up; zero for ever.
        max_attempts: u64 = 12 => "maxAttempts" as COUNT,
    }
}

const ANY_MILLIS: Rule<Duration> = Rule {
    shape: Shape::Num(shape::Range::POSITIVE),
    read: |value| Duration::try_from_secs_f64(value.as_f64()? / 1000.0).ok(),
};

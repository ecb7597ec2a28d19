//! `channels.telegram`.

use core::time::Duration;

use serde_json::{Map, Value};

use super::agents::{BlockChunk, BlockCoalesce};
use super::channels::{
    ChannelCommands, ChunkMode, DM_POLICY, DmPolicy, DmSettings, GROUP_POLICY, GroupPolicy,
    HeartbeatVisibility, Markdown, check_open, over_base,
};
use super::tools::ToolPolicy;
use crate::config::read::{
    COUNT, FRACTION, MILLIS, Named, PEERS, POSITIVE, POSITIVE_NUMBER, Readable, Rule, SECONDS, filled,
    integer, section, tree, words,
};
use crate::config::shape::{self, At, Field, Fill, Findings, Object, Rest, Shape, key};
use crate::secret::Secret;

section! {
    /// `channels.telegram`, or one of its accounts with the shared values filled in.
    pub struct TelegramAccount {
        /// Name for people.
        name: Option<String> => "name",
        /// What the bot may use.
        capabilities: Option<Value> => "capabilities" as tree(TELEGRAM_CAPABILITIES),
        /// Markdown.
        markdown: Markdown => "markdown",
        /// Whether it runs.
        enabled: bool = true => "enabled",
        /// Native commands.
        commands: ChannelCommands => "commands",
        /// Further entries of the command menu.
        custom_commands: Vec<CustomCommand> => "customCommands",
        /// Whether the program may write this section.
        config_writes: bool = true => "configWrites",
        /// Direct messages.
        dm_policy: DmPolicy = DmPolicy::Pairing => "dmPolicy" as DM_POLICY,
        /// Token of the bot.
        bot_token: Option<Secret<String>> => "botToken",
        /// File that holds it.
        token_file: Option<String> => "tokenFile",
        /// Which answers quote.
        reply_to_mode: ReplyToMode = ReplyToMode::First => "replyToMode",
        /// Groups by chat id; `*` for all others.
        groups: Named<TelegramGroup> => "groups",
        /// Who may write directly.
        allow_from: Option<Vec<String>> => "allowFrom" as PEERS,
        /// Who may write in groups; `allow_from` when unset.
        group_allow_from: Option<Vec<String>> => "groupAllowFrom" as PEERS,
        /// Groups.
        group_policy: GroupPolicy = GroupPolicy::Allowlist => "groupPolicy" as GROUP_POLICY,
        /// Group messages kept as context.
        history_limit: Option<u64> => "historyLimit" as COUNT,
        /// Direct messages kept as context.
        dm_history_limit: Option<u64> => "dmHistoryLimit" as COUNT,
        /// The same by peer.
        dms: Named<DmSettings> => "dms",
        /// Longest message.
        text_chunk_limit: u64 = 4000 => "textChunkLimit" as POSITIVE,
        /// How longer ones are cut.
        chunk_mode: ChunkMode = ChunkMode::Length => "chunkMode",
        /// Whether finished blocks are sent at once.
        block_streaming: Option<bool> => "blockStreaming",
        /// Sizes of draft updates.
        draft_chunk: BlockChunk => "draftChunk",
        /// Joining of small blocks.
        block_streaming_coalesce: Option<BlockCoalesce> => "blockStreamingCoalesce",
        /// What is shown while an answer is made.
        stream_mode: StreamMode = StreamMode::Partial => "streamMode" as STREAM_MODE,
        /// Largest file, in megabytes.
        media_max_mb: f64 = 5.0 => "mediaMaxMb" as POSITIVE_NUMBER,
        /// Longest API call.
        timeout: Option<Duration> => "timeoutSeconds" as SECONDS,
        /// Repeating of failed calls.
        retry: Retry => "retry",
        /// Connecting.
        network: TelegramNetwork => "network",
        /// Proxy URL.
        proxy: Option<String> => "proxy",
        /// Public URL; webhooks instead of polling when set.
        webhook_url: Option<String> => "webhookUrl",
        /// What Telegram has to present.
        webhook_secret: Option<Secret<String>> => "webhookSecret",
        /// Local path.
        webhook_path: String = "/telegram-webhook".to_owned() => "webhookPath",
        /// What the agent may do.
        actions: TelegramActions => "actions",
        /// Which reactions are told to the agent.
        reaction_notifications: ReactionNotifications = ReactionNotifications::Own => "reactionNotifications",
        /// How freely the agent reacts.
        reaction_level: ReactionLevel = ReactionLevel::Minimal => "reactionLevel",
        /// What heartbeats show.
        heartbeat: HeartbeatVisibility => "heartbeat",
        /// Whether links get previews.
        link_preview: bool = true => "linkPreview",
    }
    check check_telegram;
}

/// Smallest and largest draft update unless configured.
pub const DEFAULT_DRAFT_CHARS: (u64, u64) = (200, 800);

/// `channels.telegram`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Telegram {
    /// The shared values, which are also the default account's.
    pub base: TelegramAccount,
    /// Named accounts; each already holds the shared values where it has none of its own.
    pub accounts: Named<TelegramAccount>,
}

impl Readable for Telegram {
    const SHAPE: Shape = Shape::Object(&Object {
        fields: TelegramAccount::FIELDS,
        more: &[key("accounts", Shape::Map(&TelegramAccount::SHAPE))],
        rest: Rest::Refused,
        check: Some(check_telegram),
    });

    fn read(value: &Value) -> Option<Self> {
        let accounts = over_base(value).filter_map(|(id, own)| Some((id, TelegramAccount::read(&own)?)));
        Some(Self { base: TelegramAccount::read(value)?, accounts: accounts.collect() })
    }
}

const TELEGRAM_CAPABILITIES: Shape = Shape::OneOf(&[
    shape::TEXTS,
    Shape::Object(&Object::strict(&[key(
        "inlineButtons",
        Shape::Options(&["off", "dm", "group", "all", "allowlist"]),
    )])),
]);

const STREAM_MODE: Rule<StreamMode> = filled(&StreamMode::SHAPE, Fill::Text("partial"), StreamMode::read);

/// A further entry of a command menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomCommand {
    /// Name, lower case, without the slash.
    pub command: String,
    /// What the menu says about it.
    pub description: String,
}

impl Readable for CustomCommand {
    const SHAPE: Shape = Shape::Object(&Object::strict(&[
        Field { key: "command", shape: Shape::Text, required: true },
        Field { key: "description", shape: Shape::Text, required: true },
    ]));

    fn read(value: &Value) -> Option<Self> {
        let command = command_name(value.get("command")?.as_str()?);
        let description = value.get("description")?.as_str()?.trim().to_owned();
        Some(Self { command, description })
    }
}

pub(in crate::config) fn command_name(written: &str) -> String {
    let trimmed = written.trim();
    trimmed.strip_prefix('/').unwrap_or(trimmed).trim().to_lowercase()
}

words! {
    /// Which answers quote.
    pub enum ReplyToMode as Words {
        /// None.
        Off = "off",
        /// The first part.
        First = "first",
        /// Every part.
        All = "all",
    }
}

words! {
    /// What is shown while an answer is made.
    pub enum StreamMode as Options {
        /// Nothing.
        Off = "off",
        /// The text so far.
        Partial = "partial",
        /// Finished blocks.
        Block = "block",
    }
}

words! {
    /// Which reactions are told to the agent.
    pub enum ReactionNotifications as Options {
        /// None.
        Off = "off",
        /// To its own messages.
        Own = "own",
        /// All.
        All = "all",
    }
}

words! {
    /// How freely the agent reacts.
    pub enum ReactionLevel as Options {
        /// Not at all.
        Off = "off",
        /// To acknowledge.
        Ack = "ack",
        /// Rarely.
        Minimal = "minimal",
        /// Often.
        Extensive = "extensive",
    }
}

section! {
    /// One group.
    pub struct TelegramGroup {
        /// Whether the bot has to be mentioned.
        require_mention: Option<bool> => "requireMention",
        /// Tools.
        tools: Option<ToolPolicy> => "tools",
        /// Tools by sender.
        tools_by_sender: Named<ToolPolicy> => "toolsBySender",
        /// Skills.
        skills: Option<Vec<String>> => "skills",
        /// Whether it is listened to.
        enabled: Option<bool> => "enabled",
        /// Who may write.
        allow_from: Option<Vec<String>> => "allowFrom" as PEERS,
        /// Added to the system prompt.
        system_prompt: Option<String> => "systemPrompt",
        /// Topics by thread id.
        topics: Named<TelegramTopic> => "topics",
    }
}

section! {
    /// One topic of a group.
    pub struct TelegramTopic {
        /// Whether the bot has to be mentioned.
        require_mention: Option<bool> => "requireMention",
        /// Skills.
        skills: Option<Vec<String>> => "skills",
        /// Whether it is listened to.
        enabled: Option<bool> => "enabled",
        /// Who may write.
        allow_from: Option<Vec<String>> => "allowFrom" as PEERS,
        /// Added to the system prompt.
        system_prompt: Option<String> => "systemPrompt",
    }
}

section! {
    /// Repeating of failed calls.
    pub struct Retry {
        /// Tries in all.
        attempts: u64 = 3 => "attempts" as ATTEMPTS,
        /// First wait.
        min_delay: Duration = Duration::from_millis(400) => "minDelayMs" as MILLIS,
        /// Longest wait.
        max_delay: Duration = Duration::from_secs(30) => "maxDelayMs" as MILLIS,
        /// Share of a wait that is random.
        jitter: f64 = 0.1 => "jitter" as FRACTION,
    }
}

const ATTEMPTS: Rule<u64> =
    Rule { shape: Shape::Int(shape::Range { low: shape::Low::From(1.0), high: None }), read: integer };

section! {
    /// Connecting to Telegram.
    pub struct TelegramNetwork {
        /// Whether both IP families are tried at once.
        auto_select_family: Option<bool> => "autoSelectFamily",
    }
}

section! {
    /// What the agent may do in Telegram.
    pub struct TelegramActions {
        /// React.
        reactions: bool = true => "reactions",
        /// Send.
        send_message: bool = true => "sendMessage",
        /// Delete.
        delete_message: bool = true => "deleteMessage",
        /// Send stickers.
        sticker: bool => "sticker",
    }
}

fn check_telegram(map: &Map<String, Value>, at: At<'_>, found: &mut Findings) {
    check_open(map, at, found, "channels.telegram.dmPolicy=\"open\" requires channels.telegram.allowFrom");
    let commands = map.get("customCommands").and_then(Value::as_array).into_iter().flatten();
    for (index, entry) in commands.enumerate() {
        let list = at.key("customCommands");
        let item = At::Item(&list, index);
        let text = |key| entry.get(key).and_then(Value::as_str).map(str::trim);
        if let Some(written) = text("command") {
            let name = command_name(written);
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if name.is_empty() {
                found.refuse(item.key("command"), "Telegram custom command is missing a command name.", None);
            } else if name.len() > 32 || !name.chars().all(plain) {
                let message = format!(
                    "Telegram custom command \"/{name}\" is invalid (use a-z, 0-9, underscore; max 32 chars)."
                );
                found.refuse(item.key("command"), message, None);
            } else if text("description") == Some("") {
                let message = format!("Telegram custom command \"/{name}\" is missing a description.");
                found.refuse(item.key("description"), message, None);
            }
        }
    }
}

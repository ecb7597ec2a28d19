//! `channels.whatsapp`.

use core::time::Duration;

use serde_json::{Map, Value};

use super::agents::BlockCoalesce;
use super::channels::{
    ChunkMode, DM_POLICY, DmPolicy, DmSettings, GROUP_POLICY, GroupPolicy, HeartbeatVisibility, Markdown,
    check_open, over_base,
};
use super::tools::ToolPolicy;
use crate::config::read::{COUNT, MILLIS, Named, POSITIVE, Readable, Rule, filled, integer, section, words};
use crate::config::shape::{self, At, Fill, Findings, Object, Rest, Shape, key};

macro_rules! whatsapp {
    ($(#[$meta:meta])* $name:ident, $check:ident, [$($own:tt)*]) => {
        section! {
            $(#[$meta])*
            pub struct $name {
                $($own)*
                /// Direct messages.
                dm_policy: DmPolicy = DmPolicy::Pairing => "dmPolicy" as DM_POLICY,
                /// Put before inbound messages.
                message_prefix: Option<String> => "messagePrefix",
                /// Whether the account talks to itself; found out when unset.
                self_chat_mode: Option<bool> => "selfChatMode",
                /// Who may write directly, as E.164 numbers.
                allow_from: Option<Vec<String>> => "allowFrom",
                /// Who may write in groups; `allow_from` when unset.
                group_allow_from: Option<Vec<String>> => "groupAllowFrom",
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
                /// Joining of small blocks.
                block_streaming_coalesce: Option<BlockCoalesce> => "blockStreamingCoalesce",
                /// Groups by id; `*` for all others.
                groups: Named<WhatsappGroup> => "groups",
                /// Reaction that acknowledges a message.
                ack_reaction: Option<AckReaction> => "ackReaction",
                /// Quiet time that ends a series of messages.
                debounce: Duration => "debounceMs" as DEBOUNCE,
                /// What heartbeats show.
                heartbeat: HeartbeatVisibility => "heartbeat",
            }
            check $check;
        }
    };
}

whatsapp! {
    /// The shared values of `channels.whatsapp`.
    WhatsappBase, check_whatsapp, [
        /// What it may use.
        capabilities: Vec<String> => "capabilities",
        /// Markdown.
        markdown: Markdown => "markdown",
        /// Whether the program may write this section.
        config_writes: bool = true => "configWrites",
        /// Whether messages are marked as read.
        send_read_receipts: bool = true => "sendReadReceipts",
        /// Largest file, in megabytes.
        media_max_mb: u64 = 50 => "mediaMaxMb" as MEDIA_MAX,
        /// What the agent may do.
        actions: WhatsappActions => "actions",
    ]
}

whatsapp! {
    /// One account of `channels.whatsapp`.
    WhatsappAccount, check_whatsapp_account, [
        /// Name for people.
        name: Option<String> => "name",
        /// What it may use.
        capabilities: Vec<String> => "capabilities",
        /// Markdown.
        markdown: Markdown => "markdown",
        /// Whether the program may write this section.
        config_writes: bool = true => "configWrites",
        /// Whether it runs.
        enabled: bool = true => "enabled",
        /// Whether messages are marked as read.
        send_read_receipts: bool = true => "sendReadReceipts",
        /// Directory of its credentials.
        auth_dir: Option<String> => "authDir",
        /// Largest file, in megabytes.
        media_max_mb: u64 = 50 => "mediaMaxMb" as POSITIVE,
    ]
}

/// `channels.whatsapp`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whatsapp {
    /// The shared values, which are also the default account's.
    pub base: WhatsappBase,
    /// Named accounts; each already holds the shared values where it has none of its own.
    pub accounts: Named<WhatsappAccount>,
}

impl Readable for Whatsapp {
    const SHAPE: Shape = Shape::Object(&Object {
        fields: &[key("accounts", Shape::Map(&WhatsappAccount::SHAPE))],
        more: WhatsappBase::FIELDS,
        rest: Rest::Refused,
        check: Some(check_whatsapp),
    });

    fn read(value: &Value) -> Option<Self> {
        let accounts = over_base(value).filter_map(|(id, own)| Some((id, WhatsappAccount::read(&own)?)));
        Some(Self { base: WhatsappBase::read(value)?, accounts: accounts.collect() })
    }
}

const MEDIA_MAX: Rule<u64> = filled(&shape::POSITIVE, Fill::Int(50), integer);
const DEBOUNCE: Rule<Duration> = filled(&shape::COUNT, Fill::Int(0), MILLIS.read);

section! {
    /// What the agent may do in WhatsApp.
    pub struct WhatsappActions {
        /// React.
        reactions: Option<bool> => "reactions",
        /// Send.
        send_message: Option<bool> => "sendMessage",
        /// Ask.
        polls: Option<bool> => "polls",
    }
}

section! {
    /// One group.
    pub struct WhatsappGroup {
        /// Whether the agent has to be mentioned.
        require_mention: Option<bool> => "requireMention",
        /// Tools.
        tools: Option<ToolPolicy> => "tools",
        /// Tools by sender.
        tools_by_sender: Named<ToolPolicy> => "toolsBySender",
    }
}

section! {
    /// Reaction that acknowledges a message.
    pub struct AckReaction {
        /// Emoji.
        emoji: Option<String> => "emoji",
        /// In direct messages.
        direct: bool = true => "direct" as filled(&Shape::Bool, Fill::Bool(true), bool::read),
        /// In groups.
        group: AckGroup = AckGroup::Mentions => "group" as filled(&AckGroup::SHAPE, Fill::Text("mentions"), AckGroup::read),
    }
}

words! {
    /// When group messages are acknowledged.
    pub enum AckGroup as Options {
        /// Always.
        Always = "always",
        /// When the agent is mentioned.
        Mentions = "mentions",
        /// Never.
        Never = "never",
    }
}

fn check_whatsapp(map: &Map<String, Value>, at: At<'_>, found: &mut Findings) {
    check_open(map, at, found, "channels.whatsapp.dmPolicy=\"open\" requires channels.whatsapp.allowFrom");
}

fn check_whatsapp_account(map: &Map<String, Value>, at: At<'_>, found: &mut Findings) {
    check_open(map, at, found, "channels.whatsapp.accounts.*.dmPolicy=\"open\" requires allowFrom");
}

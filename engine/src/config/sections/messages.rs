//! `messages` and `commands`: how inbound text queues up, how answers look, which slash commands exist.

use core::time::Duration;

use serde_json::Value;

use super::agents::GroupChat;
use super::trees;
use crate::config::read::{MILLIS, Named, POSITIVE, Readable, Rule, filled, section, tree, words};
use crate::config::shape::{self, Fill, Range, Shape};

section! {
    /// `messages`.
    pub struct Messages {
        /// Put before inbound messages (WhatsApp).
        message_prefix: Option<String> => "messagePrefix",
        /// Put before answers; `auto` means the agent's name.
        response_prefix: Option<String> => "responsePrefix",
        /// Behaviour in groups.
        group_chat: GroupChat => "groupChat",
        /// What happens to messages while a run is active.
        queue: Queue => "queue",
        /// Joining of messages that arrive together.
        inbound: Inbound => "inbound",
        /// Reaction that acknowledges a message; empty disables.
        ack_reaction: Option<String> => "ackReaction",
        /// Which messages are acknowledged.
        ack_reaction_scope: AckScope = AckScope::GroupMentions => "ackReactionScope",
        /// Whether the reaction goes when the answer comes.
        remove_ack_after_reply: bool => "removeAckAfterReply",
        /// Speech.
        tts: Option<Value> => "tts" as tree(trees::TTS),
    }
}

words! {
    /// `messages.ackReactionScope`.
    pub enum AckScope as Options {
        /// Mentions in groups.
        GroupMentions = "group-mentions",
        /// Everything in groups.
        GroupAll = "group-all",
        /// Direct messages.
        Direct = "direct",
        /// Everything.
        All = "all",
    }
}

section! {
    /// `messages.queue`.
    pub struct Queue {
        /// What happens to messages while a run is active.
        mode: QueueMode = QueueMode::Collect => "mode",
        /// The same by channel.
        by_channel: QueueByChannel => "byChannel",
        /// Quiet time before queued messages are taken up.
        debounce: Option<Duration> => "debounceMs" as MILLIS,
        /// The same by channel.
        debounce_by_channel: Named<Millis> => "debounceMsByChannel",
        /// Messages kept.
        cap: u64 = 20 => "cap" as POSITIVE,
        /// What happens to more.
        drop: QueueDrop = QueueDrop::Summarize => "drop",
    }
}

/// Quiet time before queued messages are taken up, unless configured.
pub const DEFAULT_QUEUE_DEBOUNCE: Duration = Duration::from_secs(1);

impl Queue {
    /// The mode for a channel.
    #[must_use]
    pub fn mode_for(&self, channel: &str) -> QueueMode {
        self.by_channel.get(channel).unwrap_or(self.mode)
    }

    /// The quiet time for a channel.
    #[must_use]
    pub fn debounce_for(&self, channel: &str) -> Duration {
        let own = self.debounce_by_channel.get(channel).map(|millis| millis.0);
        own.or(self.debounce).unwrap_or(DEFAULT_QUEUE_DEBOUNCE)
    }
}

words! {
    /// Queue modes.
    pub enum QueueMode as Words {
        /// Into the running turn.
        Steer = "steer",
        /// One by one after it.
        Followup = "followup",
        /// Joined after it.
        Collect = "collect",
        /// Into the running turn and after it.
        SteerBacklog = "steer-backlog",
        /// The same, older spelling.
        SteerPlusBacklog = "steer+backlog",
        /// As `steer`, older name.
        Queue = "queue",
        /// Instead of it.
        Interrupt = "interrupt",
    }
}

macro_rules! by_channel {
    ($($field:ident => $key:literal $doc:literal),* $(,)?) => {
        section! {
            /// `messages.queue.byChannel`.
            pub struct QueueByChannel {
                $( #[doc = $doc] $field: Option<QueueMode> => $key, )*
            }
        }

        impl QueueByChannel {
            fn get(&self, channel: &str) -> Option<QueueMode> {
                match channel { $( $key => self.$field, )* _ => None }
            }
        }
    };
}

by_channel! {
    whatsapp => "whatsapp" "WhatsApp.",
    telegram => "telegram" "Telegram.",
    discord => "discord" "Discord.",
    slack => "slack" "Slack.",
    mattermost => "mattermost" "Mattermost.",
    signal => "signal" "Signal.",
    imessage => "imessage" "iMessage.",
    msteams => "msteams" "Microsoft Teams.",
    webchat => "webchat" "The built-in chat.",
}

words! {
    /// What happens to messages beyond the cap.
    pub enum QueueDrop as Words {
        /// The oldest goes.
        Old = "old",
        /// The newest goes.
        New = "new",
        /// The oldest is mentioned in a summary.
        Summarize = "summarize",
    }
}

/// A duration written in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Millis(pub Duration);

impl Readable for Millis {
    const SHAPE: Shape = shape::COUNT;

    fn read(value: &Value) -> Option<Self> {
        (MILLIS.read)(value).map(Self)
    }
}

section! {
    /// `messages.inbound`.
    pub struct Inbound {
        /// Quiet time that ends a series of messages.
        debounce: Duration => "debounceMs" as MILLIS,
        /// The same by channel.
        by_channel: Named<Millis> => "byChannel",
    }
}

section! {
    /// `commands`.
    pub struct Commands {
        /// Whether commands are registered with the channel.
        native: NativeCommands = NativeCommands::Auto => "native" as NATIVE,
        /// Whether skills are registered as commands.
        native_skills: NativeCommands = NativeCommands::Auto => "nativeSkills" as NATIVE,
        /// Whether commands in plain text count.
        text: bool = true => "text",
        /// Whether `!command` runs a shell.
        bash: bool => "bash",
        /// How long a shell command holds the chat.
        bash_foreground: Duration = Duration::from_secs(2) => "bashForegroundMs" as FOREGROUND,
        /// Whether `/config` exists.
        config: bool => "config",
        /// Whether `/debug` exists.
        debug: bool => "debug",
        /// Whether `/restart` and an outside SIGUSR1 restart the gateway.
        restart: bool => "restart",
        /// Whether access groups decide who may command.
        use_access_groups: bool = true => "useAccessGroups",
    }
}

const FOREGROUND: Rule<Duration> =
    Rule { shape: Shape::Int(Range::between(0.0, 30_000.0)), read: MILLIS.read };

/// `true`, `false` or `"auto"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NativeCommands {
    /// Always.
    On,
    /// Never.
    Off,
    /// As the channel prefers.
    Auto,
}

impl Readable for NativeCommands {
    const SHAPE: Shape = Shape::OneOf(&[Shape::Bool, Shape::Exactly("auto")]);

    fn read(value: &Value) -> Option<Self> {
        Some(match value.as_bool() {
            Some(true) => Self::On,
            Some(false) => Self::Off,
            None => Self::Auto,
        })
    }
}

const NATIVE: Rule<NativeCommands> = filled(&NativeCommands::SHAPE, Fill::Text("auto"), NativeCommands::read);

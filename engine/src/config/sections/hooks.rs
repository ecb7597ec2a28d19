//! `hooks` and `cron`: what starts runs from outside and by the clock.

use core::time::Duration;

use serde_json::Value;

use super::trees;
use crate::config::read::{POSITIVE, SECONDS, section, tree, words};
use crate::config::shape::Rest;
use crate::secret::Secret;

section! {
    /// `hooks`.
    pub struct Hooks {
        /// Whether the HTTP hooks answer.
        enabled: bool => "enabled",
        /// Path they begin at.
        path: String = "/hooks".to_owned() => "path",
        /// Token callers present.
        token: Option<Secret<String>> => "token",
        /// Largest body accepted.
        max_body_bytes: u64 = 262_144 => "maxBodyBytes" as POSITIVE,
        /// Built-in mappings to switch on.
        presets: Vec<String> => "presets",
        /// Directory of transform modules.
        transforms_dir: Option<String> => "transformsDir",
        /// Own mappings.
        mappings: Vec<HookMapping> => "mappings",
        /// Gmail watching.
        gmail: Option<Value> => "gmail" as tree(trees::GMAIL),
        /// Hooks inside the gateway.
        internal: Option<Value> => "internal" as tree(trees::INTERNAL_HOOKS),
    }
}

section! {
    /// What one hook path does.
    pub struct HookMapping {
        /// Name for logs.
        id: Option<String> => "id",
        /// Which calls it takes.
        matches: HookMatch => "match",
        /// Wake the main session or run an agent.
        action: HookAction = HookAction::Agent => "action",
        /// Now or with the next heartbeat.
        wake_mode: WakeMode = WakeMode::Now => "wakeMode",
        /// Name shown in the session.
        name: Option<String> => "name",
        /// Session to use; may hold templates.
        session_key: Option<String> => "sessionKey",
        /// Message for an agent.
        message_template: Option<String> => "messageTemplate",
        /// Text for a wake.
        text_template: Option<String> => "textTemplate",
        /// Whether the answer is delivered.
        deliver: Option<bool> => "deliver",
        /// Whether outside text goes in without a warning frame.
        allow_unsafe_external_content: bool => "allowUnsafeExternalContent",
        /// Channel of the delivery.
        channel: HookChannel = HookChannel::Last => "channel",
        /// Peer of the delivery.
        to: Option<String> => "to",
        /// Model.
        model: Option<String> => "model",
        /// Thinking level.
        thinking: Option<String> => "thinking",
        /// Longest run.
        timeout: Option<Duration> => "timeoutSeconds" as SECONDS,
        /// Module that rewrites the call.
        transform: Option<HookTransform> => "transform",
    }
}

section! {
    /// Which calls a mapping takes.
    pub struct HookMatch {
        /// Path below the base path.
        path: Option<String> => "path",
        /// `source` field of the body.
        source: Option<String> => "source",
    }
    rest Rest::Dropped;
}

words! {
    /// What a mapping does.
    pub enum HookAction as Words {
        /// Put a text into the main session.
        Wake = "wake",
        /// Run an agent.
        Agent = "agent",
    }
}

words! {
    /// When a wake takes effect.
    pub enum WakeMode as Words {
        /// At once.
        Now = "now",
        /// With the next heartbeat.
        NextHeartbeat = "next-heartbeat",
    }
}

words! {
    /// Channels a mapping may deliver to.
    pub enum HookChannel as Words {
        /// Where the session last spoke.
        Last = "last",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// Telegram.
        Telegram = "telegram",
        /// Discord.
        Discord = "discord",
        /// Slack.
        Slack = "slack",
        /// Signal.
        Signal = "signal",
        /// iMessage.
        Imessage = "imessage",
        /// Microsoft Teams.
        Msteams = "msteams",
    }
}

section! {
    /// A module that rewrites calls.
    pub struct HookTransform {
        /// Its file.
        module: String => required "module",
        /// The function in it.
        export: Option<String> => "export",
    }
}

section! {
    /// `cron`.
    pub struct Cron {
        /// Whether due jobs run.
        enabled: bool = true => "enabled",
        /// File of the jobs.
        store: Option<String> => "store",
        /// Jobs at a time.
        max_concurrent_runs: u64 = 1 => "maxConcurrentRuns" as POSITIVE,
    }
}

//! The sections of the configuration, one file each.

pub mod agents;
pub mod channels;
pub mod gateway;
pub mod hooks;
pub mod host;
pub mod messages;
pub mod models;
pub mod session;
pub mod telegram;
pub mod tools;
mod trees;
pub mod whatsapp;

use serde_json::Value;

use super::read::{section, tree};
use super::shape::Object;

section! {
    /// The whole configuration, defaults filled in.
    pub struct Config {
        /// Who wrote the file last.
        meta: host::Meta => "meta",
        /// Variables for the environment.
        env: host::EnvBlock => "env",
        /// When the set-up dialogue last ran.
        wizard: Option<Value> => "wizard" as tree(trees::WIZARD),
        /// Traces and measurements.
        diagnostics: Option<Value> => "diagnostics" as tree(trees::DIAGNOSTICS),
        /// Logs.
        logging: host::Logging => "logging",
        /// Updates.
        update: host::Update => "update",
        /// Browser control.
        browser: Option<Value> => "browser" as tree(trees::BROWSER),
        /// Looks.
        ui: host::Ui => "ui",
        /// Which credentials to use first.
        auth: models::Auth => "auth",
        /// Providers and models.
        models: models::Models => "models",
        /// This machine as a node of another gateway.
        node_host: Option<Value> => "nodeHost" as tree(trees::NODE_HOST),
        /// Agents.
        agents: agents::Agents => "agents",
        /// Tools.
        tools: tools::Tools => "tools",
        /// Which agent answers where.
        bindings: Vec<channels::Binding> => "bindings",
        /// Peers answered by several agents.
        broadcast: channels::Broadcast => "broadcast",
        /// Older form of audio transcription.
        audio: Option<Value> => "audio" as tree(trees::AUDIO),
        /// Media files.
        media: host::Media => "media",
        /// Messages.
        messages: messages::Messages => "messages",
        /// Slash commands.
        commands: messages::Commands => "commands",
        /// Forwarding of approval requests.
        approvals: host::Approvals => "approvals",
        /// Sessions.
        session: session::Session => "session",
        /// Runs by the clock.
        cron: hooks::Cron => "cron",
        /// Runs from outside.
        hooks: hooks::Hooks => "hooks",
        /// The connection to WhatsApp.
        web: host::Web => "web",
        /// Channels.
        channels: channels::Channels => "channels",
        /// Being found on networks.
        discovery: host::Discovery => "discovery",
        /// The canvas file server.
        canvas_host: host::CanvasHost => "canvasHost",
        /// Talking.
        talk: host::Talk => "talk",
        /// The server.
        gateway: gateway::Gateway => "gateway",
        /// Skills.
        skills: host::Skills => "skills",
        /// Plugins.
        plugins: host::Plugins => "plugins",
    }
}

/// What the whole file may hold.
pub(super) static ROOT: Object =
    Object { fields: Config::FIELDS, more: &[], rest: super::shape::Rest::Refused, check: None };

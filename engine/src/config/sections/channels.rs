//! `channels`, `bindings` and `broadcast`: where people are, and which agent answers them.

use serde_json::{Map, Value};

use super::messages::NativeCommands;
use super::telegram::Telegram;
use super::whatsapp::Whatsapp;
use crate::config::read::{COUNT, Named, PEERS, Readable, Rule, filled, section, words};
use crate::config::shape::{self, At, Fill, Findings, Object, Rest, Shape, key};

/// Channel ids a configuration may name, with the names they also go by as a target.
pub const CHANNELS: &[(&str, &[&str])] = &[
    ("telegram", &[]),
    ("whatsapp", &[]),
    ("discord", &[]),
    ("googlechat", &["gchat", "google-chat"]),
    ("slack", &[]),
    ("signal", &[]),
    ("imessage", &["imsg"]),
    ("msteams", &[]),
    ("mattermost", &[]),
    ("bluebubbles", &[]),
    ("line", &[]),
    ("matrix", &[]),
    ("nextcloud-talk", &[]),
    ("nostr", &[]),
    ("tlon", &[]),
    ("twitch", &[]),
    ("zalo", &[]),
    ("zalouser", &[]),
];

/// The first of them are known without a plugin: a turn may name them whether or not they are configured.
const CHAT_CHANNELS: &[(&str, &[&str])] = CHANNELS.split_at(7).0;

/// Whether this is a channel, by its id or another name of it, that is known without a plugin.
pub(crate) fn is_chat_channel(name: &str) -> bool {
    CHAT_CHANNELS.iter().any(|(id, aliases)| *id == name || aliases.contains(&name))
}

/// `channels`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Channels {
    /// What every channel shares.
    pub defaults: ChannelDefaults,
    /// Telegram, when configured.
    pub telegram: Option<Telegram>,
    /// WhatsApp, when configured.
    pub whatsapp: Option<Whatsapp>,
    /// Channels this build does not look into, as written.
    pub others: Named<Value>,
}

impl Readable for Channels {
    const SHAPE: Shape = Shape::Object(&Object {
        fields: &[
            key("defaults", ChannelDefaults::SHAPE),
            key("whatsapp", Whatsapp::SHAPE),
            key("telegram", Telegram::SHAPE),
        ],
        more: &[],
        rest: Rest::Kept,
        check: None,
    });

    fn read(value: &Value) -> Option<Self> {
        let map = value.as_object()?;
        let known = ["defaults", "telegram", "whatsapp"];
        let others = map.iter().filter(|(id, _)| !known.contains(&id.as_str()));
        Some(Self {
            defaults: map.get("defaults").and_then(ChannelDefaults::read).unwrap_or_default(),
            telegram: map.get("telegram").and_then(Telegram::read),
            whatsapp: map.get("whatsapp").and_then(Whatsapp::read),
            others: others.map(|(id, value)| (id.clone(), value.clone())).collect(),
        })
    }
}

section! {
    /// `channels.defaults`.
    pub struct ChannelDefaults {
        /// Who may talk in groups.
        group_policy: Option<GroupPolicy> => "groupPolicy",
        /// What heartbeats show.
        heartbeat: HeartbeatVisibility => "heartbeat",
    }
}

words! {
    /// Who may talk in groups.
    pub enum GroupPolicy as Options {
        /// Everyone.
        Open = "open",
        /// No one.
        Disabled = "disabled",
        /// Those on the list.
        Allowlist = "allowlist",
    }
}

words! {
    /// Who may talk in direct messages.
    pub enum DmPolicy as Options {
        /// Those who paired.
        Pairing = "pairing",
        /// Those on the list.
        Allowlist = "allowlist",
        /// Everyone.
        Open = "open",
        /// No one.
        Disabled = "disabled",
    }
}

section! {
    /// What heartbeats show in chats.
    pub struct HeartbeatVisibility {
        /// "Nothing to report".
        show_ok: Option<bool> => "showOk",
        /// What there is to report.
        show_alerts: Option<bool> => "showAlerts",
        /// A sign that one is running.
        use_indicator: Option<bool> => "useIndicator",
    }
}

words! {
    /// How long texts are cut.
    pub enum ChunkMode as Options {
        /// At the limit.
        Length = "length",
        /// At lines.
        Newline = "newline",
    }
}

section! {
    /// How markdown is turned into the channel's own form.
    pub struct Markdown {
        /// Tables.
        tables: Option<MarkdownTables> => "tables",
    }
}

words! {
    /// How tables are shown.
    pub enum MarkdownTables as Options {
        /// As written.
        Off = "off",
        /// As lists.
        Bullets = "bullets",
        /// As code.
        Code = "code",
    }
}

section! {
    /// History limits of one peer.
    pub struct DmSettings {
        /// Messages kept as context.
        history_limit: Option<u64> => "historyLimit" as COUNT,
    }
}

/// Each account of a channel laid over the channel's own values.
pub(super) fn over_base(value: &Value) -> impl Iterator<Item = (String, Value)> {
    let accounts = value.get("accounts").and_then(Value::as_object).into_iter().flatten();
    accounts.filter_map(|(id, own)| {
        let mut base = value.as_object()?.clone();
        base.remove("accounts");
        base.extend(own.as_object()?.clone());
        Some((id.clone(), Value::Object(base)))
    })
}

pub(super) const DM_POLICY: Rule<DmPolicy> = filled(&DmPolicy::SHAPE, Fill::Text("pairing"), DmPolicy::read);
pub(super) const GROUP_POLICY: Rule<GroupPolicy> =
    filled(&GroupPolicy::SHAPE, Fill::Text("allowlist"), GroupPolicy::read);
section! {
    /// Native commands of one channel, over `commands`.
    pub struct ChannelCommands {
        /// Whether commands are registered.
        native: Option<NativeCommands> => "native",
        /// Whether skills are registered.
        native_skills: Option<NativeCommands> => "nativeSkills",
    }
}

/// An open door has to be said twice, so that nobody opens it by one word.
pub(super) fn check_open(map: &Map<String, Value>, at: At<'_>, found: &mut Findings, text: &str) {
    let open = map.get("dmPolicy").and_then(Value::as_str) == Some("open");
    let listed = map.get("allowFrom").and_then(PEERS.read).unwrap_or_default();
    if open && !listed.iter().any(|peer| peer.trim() == "*") {
        let hint = Some("add \"*\" to allowFrom if everyone may write, else use \"pairing\"".to_owned());
        found.refuse(at.key("allowFrom"), format!("{text} to include \"*\""), hint);
    }
}

section! {
    /// One entry of `bindings`: which agent answers where.
    pub struct Binding {
        /// The agent.
        agent_id: String => required "agentId",
        /// Where.
        matches: BindingMatch => required "match",
    }
}

section! {
    /// Where a binding holds.
    pub struct BindingMatch {
        /// Channel.
        channel: String => required "channel",
        /// Account; `*` for any, the default one when unset.
        account_id: Option<String> => "accountId",
        /// One peer.
        peer: Option<BindingPeer> => "peer",
        /// Server (Discord).
        guild_id: Option<String> => "guildId",
        /// Workspace (Slack).
        team_id: Option<String> => "teamId",
    }
}

section! {
    /// One peer.
    pub struct BindingPeer {
        /// What it is.
        kind: PeerKind = PeerKind::Dm => required "kind",
        /// Its id.
        id: String => required "id",
    }
}

words! {
    /// Kinds of peers.
    pub enum PeerKind as Words {
        /// A person.
        Dm = "dm",
        /// A group.
        Group = "group",
        /// A channel.
        Channel = "channel",
    }
}

/// `broadcast`: peers answered by several agents.
#[derive(Clone, Debug, PartialEq)]
pub struct Broadcast {
    /// One after the other or all at once.
    pub strategy: BroadcastStrategy,
    /// Agents by peer.
    pub peers: Named<Vec<String>>,
}

impl Default for Broadcast {
    fn default() -> Self {
        Self { strategy: BroadcastStrategy::Parallel, peers: Named::default() }
    }
}

words! {
    /// `broadcast.strategy`.
    pub enum BroadcastStrategy as Options {
        /// All at once.
        Parallel = "parallel",
        /// One after the other.
        Sequential = "sequential",
    }
}

impl Readable for Broadcast {
    const SHAPE: Shape = Shape::Object(&Object {
        fields: &[key("strategy", BroadcastStrategy::SHAPE)],
        more: &[],
        rest: Rest::Each(&shape::TEXTS),
        check: None,
    });

    fn read(value: &Value) -> Option<Self> {
        let map = value.as_object()?;
        let strategy = map.get("strategy").and_then(BroadcastStrategy::read);
        let peers = map.iter().filter(|(peer, _)| *peer != "strategy");
        let peers = peers.filter_map(|(peer, agents)| Some((peer.clone(), Vec::read(agents)?)));
        Some(Self { strategy: strategy.unwrap_or(BroadcastStrategy::Parallel), peers: peers.collect() })
    }
}

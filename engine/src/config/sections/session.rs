//! `session`: which conversations share a history and when one starts anew.

use core::time::Duration;

use super::agents::TypingMode;
use crate::config::read::{MINUTES, Named, Rule, SECONDS, integer, section, words};
use crate::config::shape::{Range, Shape};

section! {
    /// `session`.
    pub struct Session {
        /// Whether senders are kept apart.
        scope: SessionScope = SessionScope::PerSender => "scope",
        /// How finely direct messages are kept apart.
        dm_scope: DmScope = DmScope::Main => "dmScope",
        /// People and the peers they are known as.
        identity_links: Named<Vec<String>> => "identityLinks",
        /// Messages that start anew.
        reset_triggers: Vec<String> = vec!["/new".to_owned(), "/reset".to_owned()] => "resetTriggers",
        /// Older form of an idle reset.
        idle: Option<Duration> => "idleMinutes" as MINUTES,
        /// When a session is stale.
        reset: Option<Reset> => "reset",
        /// The same by kind of chat.
        reset_by_type: ResetByType => "resetByType",
        /// The same by channel.
        reset_by_channel: Named<Reset> => "resetByChannel",
        /// File of the session store; `{agentId}` is filled in.
        store: Option<String> => "store",
        /// How often a typing indicator is renewed.
        typing_interval: Option<Duration> => "typingIntervalSeconds" as SECONDS,
        /// When a typing indicator starts.
        typing_mode: Option<TypingMode> => "typingMode",
        /// Read and ignored: the main session is always `main`.
        main_key: Option<String> => "mainKey",
        /// Where answers may be sent.
        send_policy: SendPolicy => "sendPolicy",
        /// Conversations between agents.
        agent_to_agent: SessionAgentToAgent => "agentToAgent",
    }
}

words! {
    /// `session.scope`.
    pub enum SessionScope as Words {
        /// One history per sender.
        PerSender = "per-sender",
        /// One history for all.
        Global = "global",
    }
}

words! {
    /// `session.dmScope`.
    pub enum DmScope as Words {
        /// All direct messages share the main session.
        Main = "main",
        /// One session per peer.
        PerPeer = "per-peer",
        /// One per channel and peer.
        PerChannelPeer = "per-channel-peer",
        /// One per account, channel and peer.
        PerAccountChannelPeer = "per-account-channel-peer",
    }
}

section! {
    /// When a session is stale.
    pub struct Reset {
        /// What makes it so.
        mode: Option<ResetMode> => "mode",
        /// Hour of a daily reset.
        at_hour: u8 = 4 => "atHour" as HOUR,
        /// Idle time.
        idle: Option<Duration> => "idleMinutes" as MINUTES,
    }
}

const HOUR: Rule<u8> =
    Rule { shape: Shape::Int(Range::between(0.0, 23.0)), read: |value| integer(value)?.try_into().ok() };

words! {
    /// `reset.mode`.
    pub enum ResetMode as Words {
        /// At an hour of the day.
        Daily = "daily",
        /// After a quiet time.
        Idle = "idle",
    }
}

section! {
    /// `session.resetByType`.
    pub struct ResetByType {
        /// Direct messages.
        dm: Option<Reset> => "dm",
        /// Groups.
        group: Option<Reset> => "group",
        /// Threads.
        thread: Option<Reset> => "thread",
    }
}

/// Kinds of chats a reset may differ by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetKind {
    /// Direct messages.
    Dm,
    /// Groups.
    Group,
    /// Threads.
    Thread,
}

/// What makes a session stale; whichever comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staleness {
    /// The hour of the day that ends it.
    pub at_hour: Option<u8>,
    /// The quiet time that ends it.
    pub idle: Option<Duration>,
}

/// Quiet time of an idle reset that states none.
pub const DEFAULT_IDLE: Duration = Duration::from_secs(60 * 60);

impl Session {
    /// The rule for one kind of chat on one channel: the channel's own, else the kind's, else the general.
    #[must_use]
    pub fn staleness(&self, kind: ResetKind, channel: Option<&str>) -> Staleness {
        let by_kind = match kind {
            ResetKind::Dm => &self.reset_by_type.dm,
            ResetKind::Group => &self.reset_by_type.group,
            ResetKind::Thread => &self.reset_by_type.thread,
        };
        let by_channel = channel.and_then(|channel| self.reset_by_channel.get(channel));
        let Some(reset) = by_channel.or(by_kind.as_ref()).or(self.reset.as_ref()) else {
            return match self.idle {
                Some(idle) => Staleness { at_hour: None, idle: Some(idle) },
                None => Staleness { at_hour: Some(Reset::default().at_hour), idle: None },
            };
        };
        match reset.mode.unwrap_or(ResetMode::Daily) {
            ResetMode::Daily => Staleness { at_hour: Some(reset.at_hour), idle: reset.idle },
            ResetMode::Idle => {
                let idle = reset.idle.or(self.idle).unwrap_or(DEFAULT_IDLE);
                Staleness { at_hour: None, idle: Some(idle) }
            }
        }
    }
}

section! {
    /// Where answers may be sent: the first rule that matches decides.
    pub struct SendPolicy {
        /// What holds when none does.
        default: SendAction = SendAction::Allow => "default",
        /// The rules.
        rules: Vec<SendRule> => "rules",
    }
}

words! {
    /// What a rule says.
    pub enum SendAction as Words {
        /// Send.
        Allow = "allow",
        /// Do not.
        Deny = "deny",
    }
}

section! {
    /// One rule.
    pub struct SendRule {
        /// What it says.
        action: SendAction = SendAction::Allow => required "action",
        /// What it is about; empty means everything.
        matches: SendMatch => "match",
    }
}

section! {
    /// What a rule is about.
    pub struct SendMatch {
        /// Channel.
        channel: Option<String> => "channel",
        /// Kind of chat.
        chat_type: Option<ChatType> => "chatType",
        /// Beginning of the session key.
        key_prefix: Option<String> => "keyPrefix",
    }
}

words! {
    /// Kinds of chats.
    pub enum ChatType as Words {
        /// One peer.
        Direct = "direct",
        /// A group.
        Group = "group",
        /// A channel.
        Channel = "channel",
    }
}

section! {
    /// `session.agentToAgent`.
    pub struct SessionAgentToAgent {
        /// Turns two agents may take in a row.
        max_ping_pong_turns: u8 = 5 => "maxPingPongTurns" as TURNS,
    }
}

const TURNS: Rule<u8> =
    Rule { shape: Shape::Int(Range::between(0.0, 5.0)), read: |value| integer(value)?.try_into().ok() };

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::config::read::Readable as _;

    use super::*;

    fn session(value: serde_json::Value) -> Session {
        Session::read(&value).unwrap()
    }

    #[test]
    fn without_a_rule_a_session_ends_at_four() {
        assert_eq!(
            session(json!({})).staleness(ResetKind::Dm, None),
            Staleness { at_hour: Some(4), idle: None }
        );
    }

    #[test]
    fn the_older_idle_form_alone_replaces_the_daily_reset() {
        assert_eq!(
            session(json!({"idleMinutes": 10})).staleness(ResetKind::Group, None),
            Staleness { at_hour: None, idle: Some(Duration::from_secs(600)) }
        );
    }

    #[test]
    fn a_channel_rule_beats_a_kind_rule_beats_the_general_one() {
        let session = session(json!({
            "reset": {"atHour": 1},
            "resetByType": {"dm": {"atHour": 2}},
            "resetByChannel": {"telegram": {"mode": "idle"}},
        }));
        assert_eq!(session.staleness(ResetKind::Group, None).at_hour, Some(1));
        assert_eq!(session.staleness(ResetKind::Dm, Some("slack")).at_hour, Some(2));
        assert_eq!(
            session.staleness(ResetKind::Dm, Some("telegram")),
            Staleness { at_hour: None, idle: Some(DEFAULT_IDLE) }
        );
    }
}

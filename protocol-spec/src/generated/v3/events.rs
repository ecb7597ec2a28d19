// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Every event.

use crate::event::EventFacts;
use crate::generated::v3::access::Scope;
use crate::generated::v3::schemas;

/// An event of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// `connect.challenge`: First frame on a new socket: the nonce a device signs.
    ConnectChallenge,
    /// `agent`: One step of a run.
    Agent,
    /// `chat`: Text of a turn, as deltas and one end; deltas alone are dropped for a slow client.
    Chat,
    /// `presence`: The whole presence list.
    Presence,
    /// `tick`: Sign of life.
    Tick,
    /// `talk.mode`: Continuous talk was switched.
    TalkMode,
    /// `shutdown`: The gateway is about to stop or restart.
    Shutdown,
    /// `health`: A refreshed health snapshot.
    Health,
    /// `heartbeat`: Outcome of a heartbeat.
    Heartbeat,
    /// `cron`: A job changed, started or finished.
    Cron,
    /// `node.pair.requested`: A node asks to be admitted.
    NodePairRequested,
    /// `node.pair.resolved`: A node was admitted or refused.
    NodePairResolved,
    /// `node.invoke.request`: A command for the node that receives it.
    NodeInvokeRequest,
    /// `device.pair.requested`: A device asks to be admitted.
    DevicePairRequested,
    /// `device.pair.resolved`: A device was admitted or refused.
    DevicePairResolved,
    /// `voicewake.changed`: The wake words changed; a node also gets them, unnumbered, when it connects.
    VoicewakeChanged,
    /// `exec.approval.requested`: A command waits for a decision.
    ExecApprovalRequested,
    /// `exec.approval.resolved`: A command was decided.
    ExecApprovalResolved,
}

impl Event {
    /// Every event, in the order of `features.events`.
    pub const ALL: &'static [Self] = &[
        Self::ConnectChallenge,
        Self::Agent,
        Self::Chat,
        Self::Presence,
        Self::Tick,
        Self::TalkMode,
        Self::Shutdown,
        Self::Health,
        Self::Heartbeat,
        Self::Cron,
        Self::NodePairRequested,
        Self::NodePairResolved,
        Self::NodeInvokeRequest,
        Self::DevicePairRequested,
        Self::DevicePairResolved,
        Self::VoicewakeChanged,
        Self::ExecApprovalRequested,
        Self::ExecApprovalResolved,
    ];
}

/// What is known of each event, in the order of [`Event::ALL`].
pub(crate) static FACTS: [EventFacts; 18] = [
    EventFacts {
        name: "connect.challenge",
        guard: None,
        drop_if_slow: false,
        sequenced: false,
        state_version: false,
        payload: &schemas::CONNECT_CHALLENGE_EVENT,
        payload_type: "ConnectChallengeEvent",
    },
    EventFacts {
        name: "agent",
        guard: None,
        drop_if_slow: false,
        sequenced: true,
        state_version: false,
        payload: &schemas::AGENT_EVENT,
        payload_type: "AgentEvent",
    },
    EventFacts {
        name: "chat",
        guard: None,
        drop_if_slow: false,
        sequenced: true,
        state_version: false,
        payload: &schemas::CHAT_EVENT,
        payload_type: "ChatEvent",
    },
    EventFacts {
        name: "presence",
        guard: None,
        drop_if_slow: true,
        sequenced: true,
        state_version: true,
        payload: &schemas::PRESENCE_EVENT,
        payload_type: "PresenceEvent",
    },
    EventFacts {
        name: "tick",
        guard: None,
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::TICK_EVENT,
        payload_type: "TickEvent",
    },
    EventFacts {
        name: "talk.mode",
        guard: None,
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::TALK_MODE_EVENT,
        payload_type: "TalkModeEvent",
    },
    EventFacts {
        name: "shutdown",
        guard: None,
        drop_if_slow: false,
        sequenced: true,
        state_version: false,
        payload: &schemas::SHUTDOWN_EVENT,
        payload_type: "ShutdownEvent",
    },
    EventFacts {
        name: "health",
        guard: None,
        drop_if_slow: false,
        sequenced: true,
        state_version: true,
        payload: &schemas::HEALTH_SNAPSHOT,
        payload_type: "HealthSnapshot",
    },
    EventFacts {
        name: "heartbeat",
        guard: None,
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::HEARTBEAT_EVENT,
        payload_type: "HeartbeatEvent",
    },
    EventFacts {
        name: "cron",
        guard: None,
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::CRON_EVENT,
        payload_type: "CronEvent",
    },
    EventFacts {
        name: "node.pair.requested",
        guard: Some(Scope::Pairing),
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::NODE_PAIR_REQUESTED_EVENT,
        payload_type: "NodePairRequestedEvent",
    },
    EventFacts {
        name: "node.pair.resolved",
        guard: Some(Scope::Pairing),
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::NODE_PAIR_RESOLVED_EVENT,
        payload_type: "NodePairResolvedEvent",
    },
    EventFacts {
        name: "node.invoke.request",
        guard: None,
        drop_if_slow: false,
        sequenced: false,
        state_version: false,
        payload: &schemas::NODE_INVOKE_REQUEST_EVENT,
        payload_type: "NodeInvokeRequestEvent",
    },
    EventFacts {
        name: "device.pair.requested",
        guard: Some(Scope::Pairing),
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::DEVICE_PAIR_REQUESTED_EVENT,
        payload_type: "DevicePairRequestedEvent",
    },
    EventFacts {
        name: "device.pair.resolved",
        guard: Some(Scope::Pairing),
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::DEVICE_PAIR_RESOLVED_EVENT,
        payload_type: "DevicePairResolvedEvent",
    },
    EventFacts {
        name: "voicewake.changed",
        guard: None,
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::VOICEWAKE_CHANGED_EVENT,
        payload_type: "VoicewakeChangedEvent",
    },
    EventFacts {
        name: "exec.approval.requested",
        guard: Some(Scope::Approvals),
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::EXEC_APPROVAL_REQUESTED_EVENT,
        payload_type: "ExecApprovalRequestedEvent",
    },
    EventFacts {
        name: "exec.approval.resolved",
        guard: Some(Scope::Approvals),
        drop_if_slow: true,
        sequenced: true,
        state_version: false,
        payload: &schemas::EXEC_APPROVAL_RESOLVED_EVENT,
        payload_type: "ExecApprovalResolvedEvent",
    },
];

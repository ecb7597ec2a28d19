//! The health snapshot: made when asked for or due, kept, and told to everyone.

use crate::broadcast::EventOut;
use crate::engine::Engine;
use crate::limits::{HEALTH_CACHE_TTL, HEALTH_CADENCE, HEALTH_MIN_GAP, HEALTH_SETTLE};
use crate::settings::Beat;
use crate::time::{Instant, UnixMs};
use crate::timers::Timer;
use crate::wire::{
    Event, HealthAgent, HealthHeartbeat, HealthSession, HealthSessions, HealthSnapshot, StateVersion,
};
use std::sync::Arc;

/// Recent sessions in the snapshot.
const RECENT: usize = 5;

/// The last snapshot and its counter.
#[derive(Debug)]
pub(crate) struct Health {
    version: u64,
    cached: Option<(Instant, Arc<str>)>,
}

impl Default for Health {
    fn default() -> Self {
        Self { version: 1, cached: None }
    }
}

impl Health {
    /// The snapshot as JSON; an empty object before the first.
    pub(crate) fn json(&self) -> Arc<str> {
        self.cached.as_ref().map_or_else(|| "{}".into(), |(_, json)| json.clone())
    }

    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// The snapshot, when it is young enough to answer with.
    pub(crate) fn fresh(&self, now: Instant) -> Option<Arc<str>> {
        let (at, json) = self.cached.as_ref()?;
        (now - *at < HEALTH_CACHE_TTL).then(|| json.clone())
    }
}

impl Engine {
    pub(crate) fn on_health_cadence(&mut self) {
        self.timers.set(Timer::HealthCadence, self.cx.now.mono + HEALTH_CADENCE);
        self.refresh_health();
    }

    /// Asks for a refresh, shared with whoever else asks for one about now.
    pub(crate) fn ask_health_refresh(&mut self) {
        let soon = self.cx.now.mono + HEALTH_SETTLE;
        let due = self.health.cached.as_ref().map_or(soon, |(at, _)| *at + HEALTH_MIN_GAP);
        self.timers.set_no_later(Timer::HealthRefresh, due.max(soon));
    }

    /// Makes a new snapshot and tells everyone.
    pub(crate) fn refresh_health(&mut self) {
        self.timers.cancel(&Timer::HealthRefresh);
        let snapshot = self.health_snapshot();
        let event = EventOut::new(Event::Health, &snapshot);
        self.health.cached = Some((self.cx.now.mono, event.payload.as_str().into()));
        self.health.version += 1;
        let version = self.state_version();
        self.broadcast(&event.with_version(version));
    }

    /// The counters of presence and health.
    pub(crate) fn state_version(&self) -> StateVersion {
        StateVersion { presence: self.presence.version(), health: self.health.version() }
    }

    fn health_snapshot(&self) -> HealthSnapshot {
        let settings = &self.cx.settings;
        let default = settings.default_agent().to_owned();
        let agents: Vec<HealthAgent> = settings
            .agents()
            .map(|agent| HealthAgent {
                agent_id: agent.id.clone(),
                name: agent.name.clone(),
                is_default: agent.id == default,
                heartbeat: heartbeat(&settings.beat(&agent.id)),
                sessions: self.health_sessions(&agent.id),
            })
            .collect();
        HealthSnapshot {
            ok: Default::default(),
            ts: self.cx.now.wall.0,
            duration_ms: 0,
            link_channel: None,
            channels: Default::default(),
            channel_order: Vec::new(),
            channel_labels: Default::default(),
            heartbeat_seconds: settings
                .beat(&default)
                .every
                .map_or(0, |d| (d.as_millis() as u64 + 500) / 1000),
            sessions: self.health_sessions(&default),
            default_agent_id: default,
            agents,
        }
    }

    fn health_sessions(&self, agent: &str) -> HealthSessions {
        let now = self.cx.now.wall;
        let shown = |key: &str| !matches!(key, "global" | "unknown");
        let mut all: Vec<_> = self.sessions.of(agent).filter(|(k, _)| shown(k.as_str())).collect();
        let count = all.len() as u64;
        all.sort_by_key(|(_, index)| core::cmp::Reverse(index.updated_at));
        let recent = all.into_iter().take(RECENT).map(|(key, index)| HealthSession {
            key: key.to_string(),
            updated_at: index.updated_at,
            age: index.updated_at.map(|at| now.age_of(UnixMs(at))),
        });
        let path = self.cx.settings.host.show(&self.cx.settings.store_file(agent));
        HealthSessions { path, count, recent: recent.collect() }
    }
}

fn heartbeat(beat: &Beat) -> HealthHeartbeat {
    HealthHeartbeat {
        enabled: beat.every.is_some(),
        every: beat.words(),
        every_ms: beat.every.map(|d| d.as_millis() as u64),
        prompt: beat.prompt.clone(),
        target: beat.target.clone(),
        model: beat.model.clone(),
        ack_max_chars: beat.ack_max_chars,
    }
}

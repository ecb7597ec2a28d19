//! Events to everyone who may see them: encoded once, numbered for each.

use crate::action::Action;
use crate::conn::outbox::Offer;
use crate::conn::{Conns, Ready};
use crate::fact::Fact;
use crate::ids::ConnId;
use crate::wire::{Event, StateVersion, event_body, event_end};
use serde::Serialize;
use std::sync::Arc;

/// An event to send, its payload encoded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EventOut {
    pub(crate) event: Event,
    pub(crate) payload: String,
    pub(crate) state_version: Option<StateVersion>,
    pub(crate) droppable: bool,
}

impl EventOut {
    /// Encodes an event as its spec has it.
    pub(crate) fn new(event: Event, payload: &impl Serialize) -> Self {
        Self::encoded(event, serde_json::to_string(payload).expect("an event's payload is plain data"))
    }

    /// An event whose payload is encoded already.
    pub(crate) fn encoded(event: Event, payload: String) -> Self {
        Self { event, payload, state_version: None, droppable: event.drop_if_slow() }
    }

    /// An event with the counters of the snapshot.
    pub(crate) fn with_version(self, version: StateVersion) -> Self {
        Self { state_version: Some(version), ..self }
    }

    /// Says whether this one may be missed by a slow client: of chat events only the deltas may.
    pub(crate) fn droppable(self, droppable: bool) -> Self {
        Self { droppable, ..self }
    }
}

/// What a broadcast did, besides being sent.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) action: Option<Action>,
    /// Connections that may not miss the event and cannot take it.
    pub(crate) overflowed: Vec<ConnId>,
    pub(crate) dropped: Vec<Fact>,
}

/// Numbers an event for each connection that may see it.
pub(crate) fn broadcast(conns: &mut Conns, out: &EventOut, to: impl Fn(&Ready) -> bool) -> Outcome {
    let body: Arc<str> = event_body(out.event, &out.payload).into();
    let end: Arc<str> = event_end(out.state_version).into();
    // Twenty digits is the longest number.
    let size = body.len() + end.len() + 20;
    let guard = out.event.guard();
    let flushes = conns.flushes();
    let mut outcome = Outcome::default();
    let mut receivers = Vec::new();
    for (conn, ready) in conns.all_ready_mut() {
        if !ready.grant.sees(guard) || !to(ready) {
            continue;
        }
        match ready.outbox.offer(flushes, size, out.droppable) {
            Offer::Send(seq) => receivers.push((conn, seq)),
            Offer::Drop => {
                outcome.dropped.push(Fact::EventDropped {
                    conn,
                    event: out.event.as_str(),
                    unsent: ready.outbox.unsent(flushes),
                });
            }
            Offer::Overflow => outcome.overflowed.push(conn),
        }
    }
    if !receivers.is_empty() {
        outcome.action = Some(Action::Broadcast { body, end, to: receivers });
    }
    outcome
}

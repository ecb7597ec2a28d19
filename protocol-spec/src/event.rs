//! What is known of an event.

use core::fmt;

use crate::generated::v3::access::Scope;
use crate::generated::v3::events::{Event, FACTS};
use crate::schema::Schema;

impl Event {
    /// Returns the event of this name.
    pub fn from_wire(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.as_str() == name)
    }

    /// Returns the name on the wire.
    pub fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// Returns the scope a connection needs to see it. Role node never sees a guarded event.
    pub fn guard(self) -> Option<Scope> {
        self.facts().guard
    }

    /// Tells whether a slow client misses it rather than being closed. Of `chat`, the deltas are dropped too.
    pub fn drop_if_slow(self) -> bool {
        self.facts().drop_if_slow
    }

    /// Tells whether broadcasts of it are numbered.
    pub fn is_sequenced(self) -> bool {
        self.facts().sequenced
    }

    /// Tells whether broadcasts of it carry the presence and health counters.
    pub fn carries_state_version(self) -> bool {
        self.facts().state_version
    }

    /// Returns the schema of its payload.
    pub fn payload(self) -> &'static Schema {
        self.facts().payload
    }

    /// Returns the name of the definition that describes its payload.
    pub fn payload_type(self) -> &'static str {
        self.facts().payload_type
    }

    fn facts(self) -> &'static EventFacts {
        &FACTS[self as usize]
    }
}

impl AsRef<str> for Event {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A row of the event table.
pub(crate) struct EventFacts {
    pub(crate) name: &'static str,
    pub(crate) guard: Option<Scope>,
    pub(crate) drop_if_slow: bool,
    pub(crate) sequenced: bool,
    pub(crate) state_version: bool,
    pub(crate) payload: &'static Schema,
    pub(crate) payload_type: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_event() {
        for event in Event::ALL {
            assert_eq!(Event::from_wire(event.as_str()), Some(*event));
        }
        assert_eq!(Event::from_wire("Tick"), None);
    }

    #[test]
    fn pairing_and_approval_events_are_guarded() {
        for event in Event::ALL {
            let expected = match event.as_str() {
                name if name.starts_with("exec.approval.") => Some(Scope::Approvals),
                name if name.contains(".pair.") => Some(Scope::Pairing),
                _ => None,
            };
            assert_eq!(event.guard(), expected, "{event}");
        }
    }
}

//! Requests on their way: which are unsent, which unanswered, and until when.

use core::fmt;
use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};

use protocol_spec::ErrorCode;
use protocol_spec::frame::ResponseFrame;
use protocol_spec::types::ErrorShape;
use serde_json::Value;

use super::error::RequestError;
use super::io::ClientEvent;
use crate::time::Instant;

/// The number of a request, counted over all connections of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a request is to be treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestOptions {
    /// How long to wait for the answer, from the call on, connecting included; nothing means for ever.
    pub timeout: Option<Duration>,
    /// Whether an answer that only says `accepted` is followed by the one that counts.
    pub expect_final: bool,
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self { timeout: Some(DEFAULT_TIMEOUT), expect_final: false }
    }
}

/// The requests without an answer.
#[derive(Debug, Default)]
pub(super) struct Requests {
    last: u64,
    pending: BTreeMap<RequestId, Pending>,
    deadlines: BTreeSet<(Instant, RequestId)>,
    bytes: usize,
}

struct Pending {
    /// The frame, until it is sent.
    unsent: Option<String>,
    bytes: usize,
    deadline: Option<(Instant, Duration)>,
    expect_final: bool,
}

impl Requests {
    pub(super) fn next_id(&mut self) -> RequestId {
        self.last += 1;
        RequestId(self.last)
    }

    /// Takes a request that is to be sent as soon as there is a connection.
    pub(super) fn admit(
        &mut self,
        id: RequestId,
        frame: String,
        options: RequestOptions,
        now: Instant,
    ) -> Result<(), RequestError> {
        let bytes = frame.len();
        if self.pending.len() >= MAX_PENDING || self.bytes + bytes > MAX_PENDING_BYTES {
            return Err(RequestError::TooMany);
        }
        let deadline = options.timeout.map(|timeout| (now + timeout, timeout));
        if let Some((at, _)) = deadline {
            self.deadlines.insert((at, id));
        }
        self.bytes += bytes;
        let pending = Pending { unsent: Some(frame), bytes, deadline, expect_final: options.expect_final };
        self.pending.insert(id, pending);
        Ok(())
    }

    /// Hands out the frames to send, oldest first; those over `max` bytes fail instead.
    pub(super) fn send(&mut self, max: usize) -> Vec<Result<String, ClientEvent>> {
        let unsent = self.pending.iter_mut().filter_map(|(id, p)| p.unsent.take().map(|frame| (*id, frame)));
        let unsent: Vec<_> = unsent.collect();
        let check = |(id, frame): (RequestId, String)| {
            if frame.len() <= max {
                return Ok(frame);
            }
            self.remove(id);
            Err(failed(id, RequestError::TooLarge { bytes: frame.len(), max }))
        };
        unsent.into_iter().map(check).collect()
    }

    /// Takes an answer; nothing when no request waits for it.
    pub(super) fn answer(&mut self, response: ResponseFrame) -> Option<ClientEvent> {
        let id = RequestId(response.id.as_str()?.parse().ok()?);
        let pending = self.pending.get(&id).filter(|pending| pending.unsent.is_none())?;
        let payload = response.payload;
        if response.ok {
            let payload = payload.unwrap_or(Value::Null);
            if pending.expect_final && payload.get("status").is_some_and(|status| status == ACCEPTED) {
                return Some(ClientEvent::Accepted { id, payload });
            }
            self.remove(id);
            return Some(ClientEvent::Response { id, result: Ok(payload) });
        }
        self.remove(id);
        let error = Box::new(response.error.unwrap_or_else(unknown_error));
        Some(failed(id, RequestError::Refused { error, payload }))
    }

    /// Fails the requests whose time is up.
    pub(super) fn expire(&mut self, now: Instant) -> Vec<ClientEvent> {
        let mut events = Vec::new();
        while let Some(&(at, id)) = self.deadlines.first().filter(|(at, _)| *at <= now) {
            let timeout = self.remove(id).and_then(|pending| pending.deadline);
            self.deadlines.remove(&(at, id));
            events.extend(timeout.map(|(_, timeout)| failed(id, RequestError::Timeout(timeout))));
        }
        events
    }

    /// Fails the requests that were sent, or all of them.
    pub(super) fn fail(&mut self, all: bool, error: &RequestError) -> Vec<ClientEvent> {
        let ids = self.pending.iter().filter(|(_, pending)| all || pending.unsent.is_none());
        let ids: Vec<RequestId> = ids.map(|(id, _)| *id).collect();
        let fail = |id: RequestId| {
            self.remove(id);
            failed(id, error.clone())
        };
        ids.into_iter().map(fail).collect()
    }

    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.deadlines.first().map(|(at, _)| *at)
    }

    fn remove(&mut self, id: RequestId) -> Option<Pending> {
        let pending = self.pending.remove(&id)?;
        self.bytes -= pending.bytes;
        if let Some((at, _)) = pending.deadline {
            self.deadlines.remove(&(at, id));
        }
        Some(pending)
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("sent", &self.unsent.is_none())
            .field("bytes", &self.bytes)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

pub(super) fn failed(id: RequestId, error: RequestError) -> ClientEvent {
    ClientEvent::Response { id, result: Err(error) }
}

pub(super) fn unknown_error() -> ErrorShape {
    ErrorShape::new(ErrorCode::Unavailable, "unknown error")
}

/// The reference's wait of a command.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// Requests without an answer; one more fails at once.
pub(super) const MAX_PENDING: usize = 1_024;

/// Bytes of the requests without an answer, which bounds what waits to be sent; one more fails at once.
pub(super) const MAX_PENDING_BYTES: usize = 8 * 1024 * 1024;

/// `status` of a first answer that another follows.
const ACCEPTED: &str = "accepted";

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Instant = Instant::from_nanos(0);
    const FINAL: RequestOptions = RequestOptions { timeout: None, expect_final: true };

    fn admit(requests: &mut Requests, frame: &str, options: RequestOptions) -> RequestId {
        let id = requests.next_id();
        requests.admit(id, frame.to_owned(), options, NOW).unwrap();
        id
    }

    fn answer(requests: &mut Requests, id: &Value, ok: bool, payload: &Value) -> Option<ClientEvent> {
        let frame = json!({"type": "res", "id": id, "ok": ok, "payload": payload});
        requests.answer(serde_json::from_value(frame).unwrap())
    }

    #[test]
    fn the_first_answer_counts_unless_a_final_one_is_expected() {
        let mut requests = Requests::default();
        let one = admit(&mut requests, "1", RequestOptions::default());
        let two = admit(&mut requests, "2", FINAL);
        assert_eq!(requests.send(9).len(), 2);
        let accepted = json!({"status": "accepted"});
        assert_eq!(
            answer(&mut requests, &json!("1"), true, &accepted),
            Some(ClientEvent::Response { id: one, result: Ok(accepted.clone()) })
        );
        assert_eq!(
            answer(&mut requests, &json!("2"), true, &accepted),
            Some(ClientEvent::Accepted { id: two, payload: accepted })
        );
        assert_eq!(
            answer(&mut requests, &json!("2"), true, &json!({"status": "ok"})),
            Some(ClientEvent::Response { id: two, result: Ok(json!({"status": "ok"})) })
        );
        assert_eq!((requests.pending.len(), requests.bytes), (0, 0));
    }

    #[test]
    fn an_answer_nobody_waits_for_is_none() {
        let mut requests = Requests::default();
        admit(&mut requests, "1", RequestOptions::default());
        assert_eq!(answer(&mut requests, &json!("1"), true, &Value::Null), None, "not sent yet");
        requests.send(9);
        for id in [json!(1), json!("2"), json!(""), json!("x"), json!({}), json!("99999999999999999999")] {
            assert_eq!(answer(&mut requests, &id, true, &Value::Null), None, "{id}");
        }
        assert!(answer(&mut requests, &json!("1"), true, &Value::Null).is_some());
        assert_eq!(answer(&mut requests, &json!("1"), true, &Value::Null), None, "answered already");
    }

    #[test]
    fn a_refusal_without_words_gets_some() {
        let mut requests = Requests::default();
        let id = admit(&mut requests, "1", FINAL);
        requests.send(9);
        let event = answer(&mut requests, &json!("1"), false, &json!({"status": "accepted"}));
        let Some(ClientEvent::Response { id: answered, result: Err(error) }) = event else { panic!() };
        assert_eq!((answered, error.to_string().as_str()), (id, "unknown error"));
    }

    #[test]
    fn requests_expire_in_the_order_of_their_deadlines() {
        let mut requests = Requests::default();
        let timeout = |ms| RequestOptions { timeout: Some(Duration::from_millis(ms)), expect_final: false };
        let late = admit(&mut requests, "1", timeout(9));
        let soon = admit(&mut requests, "2", timeout(5));
        admit(&mut requests, "3", FINAL);
        assert_eq!(requests.next_deadline(), Some(NOW + Duration::from_millis(5)));
        let expired = requests.expire(NOW + Duration::from_millis(9));
        let error = |ms| RequestError::Timeout(Duration::from_millis(ms));
        assert_eq!(expired, [failed(soon, error(5)), failed(late, error(9))]);
        assert_eq!((requests.next_deadline(), requests.pending.len()), (None, 1));
    }

    #[test]
    fn what_waits_is_bounded_in_number_and_bytes() {
        let mut requests = Requests::default();
        for _ in 0..MAX_PENDING {
            admit(&mut requests, "x", RequestOptions::default());
        }
        let id = requests.next_id();
        assert_eq!(requests.admit(id, "x".to_owned(), FINAL, NOW), Err(RequestError::TooMany));
        let mut requests = Requests::default();
        let id = requests.next_id();
        assert_eq!(
            requests.admit(id, "x".repeat(MAX_PENDING_BYTES + 1), FINAL, NOW),
            Err(RequestError::TooMany)
        );
        assert_eq!(requests.pending.len(), 0);
    }

    #[test]
    fn a_frame_the_gateway_would_not_take_fails_alone() {
        let mut requests = Requests::default();
        let large = admit(&mut requests, "12345", FINAL);
        admit(&mut requests, "1234", FINAL);
        let error = RequestError::TooLarge { bytes: 5, max: 4 };
        assert_eq!(requests.send(4), [Err(failed(large, error)), Ok("1234".to_owned())]);
        assert_eq!(requests.pending.len(), 1);
    }
}

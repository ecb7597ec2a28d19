//! The one place where the engine names the protocol version it is written against, and how a
//! version's frames are written.

pub(crate) use protocol_spec::frame::{BadFrame, decode_request};
pub(crate) use protocol_spec::types::*;
pub(crate) use protocol_spec::{ErrorCode, Event, Method, PROTOCOL_VERSION, Params, Role, Scope, schema};

use serde::Serialize;
use serde_json::Value;

/// The protocol a connection speaks; chosen in its handshake, used where its frames are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// Protocol 3.
    V3,
}

/// A successful response whose payload is encoded already.
pub(crate) fn encode_ok(id: &str, payload: &str) -> String {
    let mut out = String::with_capacity(payload.len() + id.len() + 48);
    out.push_str("{\"type\":\"res\",\"id\":");
    push_string(&mut out, id);
    out.push_str(",\"ok\":true,\"payload\":");
    out.push_str(payload);
    out.push('}');
    out
}

/// A refusal; a few carry a payload beside the error.
pub(crate) fn encode_err(id: &str, error: &ErrorShape, payload: Option<&str>) -> String {
    encode_err_to(&Value::String(id.to_owned()), error, payload)
}

/// A refusal of a frame whose id is whatever the peer sent.
pub(crate) fn encode_err_to(id: &Value, error: &ErrorShape, payload: Option<&str>) -> String {
    let mut out = format!("{{\"type\":\"res\",\"id\":{id},\"ok\":false");
    if let Some(payload) = payload {
        out.push_str(",\"payload\":");
        out.push_str(payload);
    }
    out.push_str(",\"error\":");
    out.push_str(&text(error));
    out.push('}');
    out
}

/// An event for one connection, without a number.
pub(crate) fn event_alone(event: Event, payload: &impl Serialize) -> String {
    format!("{{\"type\":\"event\",\"event\":\"{}\",\"payload\":{}}}", event.as_str(), text(payload))
}

/// The part of a broadcast that all receivers share, up to the number.
pub(crate) fn event_body(event: Event, payload: &str) -> String {
    format!("{{\"type\":\"event\",\"event\":\"{}\",\"payload\":{payload},\"seq\":", event.as_str())
}

/// What follows the number.
pub(crate) fn event_end(version: Option<StateVersion>) -> String {
    version.map_or_else(|| "}".to_owned(), |v| format!(",\"stateVersion\":{}}}", text(&v)))
}

/// Checks the params of `connect`. Fields nobody here knows are passed over, so newer clients connect.
pub(crate) fn check_connect(params: Option<Value>) -> Result<ConnectParams, String> {
    let mut params = params.unwrap_or(Value::Null);
    schema::check_lenient(&protocol_spec::schemas::CONNECT_PARAMS, &mut params)
        .map_err(|v| schema::describe(&v))?;
    Ok(schema::decode(params))
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("a wire type is plain data")
}

fn push_string(out: &mut String, value: &str) {
    out.push_str(&serde_json::to_string(value).expect("a string always has a JSON text"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broadcast_in_two_parts_is_the_frame_the_spec_encodes() {
        let version = StateVersion { presence: 3, health: 4 };
        let parts = format!("{}7{}", event_body(Event::Tick, "{\"ts\":5}"), event_end(Some(version)));
        assert_eq!(
            parts,
            "{\"type\":\"event\",\"event\":\"tick\",\"payload\":{\"ts\":5},\"seq\":7,\"stateVersion\":{\"presence\":3,\"health\":4}}"
        );
        let frame: protocol_spec::frame::EventFrame = serde_json::from_str(&parts).unwrap();
        assert_eq!((frame.seq, frame.event.as_str()), (Some(7), "tick"));
    }

    #[test]
    fn responses_have_their_keys_in_order() {
        assert_eq!(encode_ok("a\"b", "1"), "{\"type\":\"res\",\"id\":\"a\\\"b\",\"ok\":true,\"payload\":1}");
        let error = crate::refusal::Refusal::invalid("no").shape();
        assert_eq!(
            encode_err("x", &error, Some("{}")),
            "{\"type\":\"res\",\"id\":\"x\",\"ok\":false,\"payload\":{},\"error\":{\"code\":\"INVALID_REQUEST\",\"message\":\"no\"}}"
        );
    }
}

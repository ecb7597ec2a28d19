//! Reading and writing frames.
//!
//! A frame is parsed once, into a [`Value`]; a valid request is taken apart without looking at a schema. Only what is
//! refused goes through the schema, for the text of the refusal.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::generated::v3::schemas::REQUEST_FRAME;
use crate::generated::v3::types::{ErrorShape, StateVersion};
use crate::schema;

/// Asks for a method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "req")]
pub struct RequestFrame {
    /// Chosen by the client, echoed in the response; not empty.
    pub id: String,
    /// Name of the method; not empty, perhaps unknown.
    pub method: String,
    /// Params as they were sent; null and absent differ for `connect` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<Value>,
}

impl RequestFrame {
    /// Returns the params, `{}` when they are absent or null. Not for `connect`, which demands an object.
    pub fn into_params(self) -> Value {
        match self.params {
            None | Some(Value::Null) => Value::Object(Map::new()),
            Some(params) => params,
        }
    }
}

/// Answers a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "res")]
pub struct ResponseFrame {
    /// The id of the request, of whatever type it was.
    pub id: Value,
    /// Whether the request succeeded.
    pub ok: bool,
    /// The result.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub payload: Option<Value>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorShape>,
}

/// Tells a client something it did not ask for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "event", rename_all = "camelCase")]
pub struct EventFrame {
    /// Name of the event, perhaps unknown.
    pub event: String,
    /// The payload.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub payload: Option<Value>,
    /// Number of the broadcast; absent on frames meant for one connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Counters of presence and health.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_version: Option<StateVersion>,
}

/// Any frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    /// A request.
    Request(RequestFrame),
    /// A response.
    Response(ResponseFrame),
    /// An event.
    Event(EventFrame),
}

/// Why a message is no frame.
#[derive(Clone, Debug, PartialEq)]
pub enum BadFrame {
    /// The text is no JSON, or nested deeper than [`crate::limits::MAX_JSON_DEPTH`].
    NotJson,
    /// The value is not what was expected.
    Invalid {
        /// The id to answer under: the one the value has, of whatever type, or `"invalid"`.
        echo_id: Value,
        /// What is wrong, as the answer words it.
        errors: String,
    },
}

/// Reads a request, as a gateway does: strictly. Bytes that are no UTF-8 count as the replacement character.
pub fn decode_request(text: &[u8]) -> Result<RequestFrame, BadFrame> {
    let mut value = parse(text).ok_or(BadFrame::NotJson)?;
    if let Some(request) = take_request(&mut value) {
        return Ok(request);
    }
    let violations = schema::check(&REQUEST_FRAME, &mut value).err().unwrap_or_default();
    Err(BadFrame::Invalid { echo_id: echo_id(&value), errors: schema::describe(&violations) })
}

/// Reads any frame, as a client does: unknown properties are ignored.
pub fn decode(text: &[u8]) -> Result<Frame, BadFrame> {
    let mut value = parse(text).ok_or(BadFrame::NotJson)?;
    let echo_id = echo_id(&value);
    let read = match value.get("type").and_then(Value::as_str) {
        Some("res") => serde_json::from_value(value).map(Frame::Response).map_err(|error| error.to_string()),
        Some("event") => serde_json::from_value(value).map(Frame::Event).map_err(|error| error.to_string()),
        _ => take_request(&mut value).map(Frame::Request).ok_or_else(|| "no frame".to_owned()),
    };
    read.map_err(|errors| BadFrame::Invalid { echo_id, errors })
}

/// Appends a successful response.
pub fn encode_response_ok<I, P>(out: &mut String, id: &I, payload: &P)
where
    I: Serialize + ?Sized,
    P: Serialize + ?Sized,
{
    out.push_str(r#"{"type":"res","id":"#);
    push_json(out, id);
    out.push_str(r#","ok":true,"payload":"#);
    push_json(out, payload);
    out.push('}');
}

/// Appends a failed response; a few methods send a payload along with the error.
pub fn encode_response_err<I>(out: &mut String, id: &I, error: &ErrorShape, payload: Option<&Value>)
where
    I: Serialize + ?Sized,
{
    out.push_str(r#"{"type":"res","id":"#);
    push_json(out, id);
    out.push_str(r#","ok":false"#);
    if let Some(payload) = payload {
        out.push_str(r#","payload":"#);
        push_json(out, payload);
    }
    out.push_str(r#","error":"#);
    push_json(out, error);
    out.push('}');
}

/// Returns an event up to its payload: what all receivers of a broadcast share. [`event_tail`] completes it.
pub fn event_body<P>(event: impl AsRef<str>, payload: &P) -> String
where
    P: Serialize + ?Sized,
{
    let mut out = String::from(r#"{"type":"event","event":"#);
    push_json(&mut out, event.as_ref());
    out.push_str(r#","payload":"#);
    push_json(&mut out, payload);
    out
}

/// Returns the rest of an event: what differs between receivers, and the closing brace.
pub fn event_tail(seq: Option<u64>, state_version: Option<StateVersion>) -> String {
    let mut out = String::new();
    if let Some(seq) = seq {
        out.push_str(r#","seq":"#);
        out.push_str(&seq.to_string());
    }
    if let Some(state_version) = state_version {
        out.push_str(r#","stateVersion":"#);
        push_json(&mut out, &state_version);
    }
    out.push('}');
    out
}

/// Appends a request.
pub fn encode_request<P>(out: &mut String, id: &str, method: &str, params: Option<&P>)
where
    P: Serialize + ?Sized,
{
    out.push_str(r#"{"type":"req","id":"#);
    push_json(out, id);
    out.push_str(r#","method":"#);
    push_json(out, method);
    if let Some(params) = params {
        out.push_str(r#","params":"#);
        push_json(out, params);
    }
    out.push('}');
}

/// Takes a valid request apart; leaves anything else as it is.
fn take_request(value: &mut Value) -> Option<RequestFrame> {
    let frame = value.as_object_mut()?;
    let filled = |key: &str| frame.get(key).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let is_request = frame.get("type").is_some_and(|kind| kind == "req") && filled("id") && filled("method");
    let known = |key: &String| matches!(key.as_str(), "type" | "id" | "method" | "params");
    if !is_request || !frame.keys().all(known) {
        return None;
    }
    let mut take_text = |key: &str| match frame.swap_remove(key) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let (id, method) = (take_text("id")?, take_text("method")?);
    Some(RequestFrame { id, method, params: frame.swap_remove("params") })
}

fn echo_id(value: &Value) -> Value {
    match value.get("id") {
        None | Some(Value::Null) => json!("invalid"),
        Some(id) => id.clone(),
    }
}

fn parse(text: &[u8]) -> Option<Value> {
    serde_json::from_slice(text).ok().or_else(|| {
        let readable = String::from_utf8_lossy(text);
        let repaired = without_lone_surrogates(&readable);
        let changed = repaired.is_some() || matches!(readable, std::borrow::Cow::Owned(_));
        changed.then(|| serde_json::from_str(repaired.as_deref().unwrap_or(&readable)).ok())?
    })
}

/// Replaces escapes of half a surrogate pair, which JavaScript clients send when they cut a text inside an emoji, by the
/// replacement character. Returns nothing when there is none.
fn without_lone_surrogates(text: &str) -> Option<String> {
    let mut repaired = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let escape = at + found;
        at = match escaped_unit(text, escape) {
            Some(0xd800..=0xdbff) if matches!(escaped_unit(text, escape + 6), Some(0xdc00..=0xdfff)) => {
                escape + 12
            }
            Some(0xd800..=0xdfff) => {
                repaired.push_str(&text[copied..escape]);
                repaired.push_str("\\ufffd");
                copied = escape + 6;
                copied
            }
            Some(_) => escape + 6,
            None => escape + 1 + text[escape + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    repaired.push_str(&text[copied..]);
    (copied > 0).then_some(repaired)
}

/// The UTF-16 unit that a `\uXXXX` at this byte stands for.
fn escaped_unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u32::from_str_radix(digits, 16).ok()
}

fn push_json<T: Serialize + ?Sized>(out: &mut String, value: &T) {
    let mut bytes = core::mem::take(out).into_bytes();
    serde_json::to_writer(&mut bytes, value).expect("wire types have text keys and no failing serializer");
    *out = String::from_utf8(bytes).expect("JSON is written as UTF-8");
}

#[cfg(test)]
mod tests;

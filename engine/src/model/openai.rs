//! OpenAI-compatible chat completions: the request, and the decoder of its stream.
//!
//! A decoder never trusts a byte: whatever arrives ends in an event of `ModelEvent`, and exactly one
//! `Stop` or `Failed` is given for a response.

use super::sse::Sse;
use super::{ModelEvent, Prompt, StopReason, ToolCall, ToolSpec, Usage, text_of};
use crate::config::sections::models::{Model as ModelEntry, Provider};
use crate::limits::{MAX_ANSWER_BYTES, MAX_TOOL_CALLS};
use crate::secret::Secret;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Bytes of an error response that are kept for its message.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// Where the request goes.
pub(crate) fn url(provider: &Provider) -> String {
    format!("{}/chat/completions", provider.base_url.trim_end_matches('/'))
}

/// The headers of the request: ours, then the provider's, then the model's, which win.
pub(crate) fn headers(provider: &Provider, model: &ModelEntry) -> Vec<(String, Secret<String>)> {
    let mut out: BTreeMap<String, Secret<String>> = BTreeMap::new();
    let plain = |text: &str| Secret::new(text.to_owned());
    out.insert("content-type".to_owned(), plain("application/json"));
    out.insert("accept".to_owned(), plain("text/event-stream"));
    if let Some(key) = &provider.api_key {
        out.insert("authorization".to_owned(), Secret::new(format!("Bearer {}", key.expose())));
    }
    for (name, value) in provider.headers.iter().chain(model.headers.iter()) {
        out.insert(name.to_lowercase(), value.clone());
    }
    out.into_iter().collect()
}

/// The body of the request.
pub(crate) fn body(model: &ModelEntry, prompt: &Prompt<'_>) -> Vec<u8> {
    let mut messages = Vec::with_capacity(prompt.messages.len() + 1);
    if !prompt.system.is_empty() {
        let role = if model.compat.supports_developer_role.unwrap_or(false) && model.reasoning {
            "developer"
        } else {
            "system"
        };
        messages.push(json!({"role": role, "content": prompt.system}));
    }
    messages.extend(prompt.messages.iter().filter_map(message));
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(model.id));
    body.insert("messages".to_owned(), Value::Array(messages));
    body.insert("stream".to_owned(), json!(true));
    body.insert("stream_options".to_owned(), json!({"include_usage": true}));
    let max = model.compat.max_tokens_field.map_or("max_completion_tokens", |field| field.as_str());
    body.insert(max.to_owned(), json!(model.answer_limit()));
    if !prompt.tools.is_empty() {
        body.insert("tools".to_owned(), prompt.tools.iter().map(tool).collect());
    }
    if model.reasoning && prompt.thinking != "off" && model.compat.supports_reasoning_effort.unwrap_or(true) {
        body.insert("reasoning_effort".to_owned(), json!(prompt.thinking));
    }
    serde_json::to_vec(&body).expect("a JSON value always has a text")
}

fn tool(spec: &ToolSpec) -> Value {
    let parameters: Value =
        serde_json::from_str(spec.parameters).expect("tool parameters are JSON, as a test checks");
    json!({"type": "function", "function": {"name": spec.name, "description": spec.description, "parameters": parameters}})
}

/// A transcript message in the provider's form; one that has none is left out.
fn message(m: &Value) -> Option<Value> {
    match m["role"].as_str()? {
        "user" => Some(json!({"role": "user", "content": user_content(&m["content"])})),
        "assistant" => assistant(&m["content"]),
        "toolResult" => Some(json!({
            "role": "tool", "tool_call_id": m["toolCallId"], "content": text_of(&m["content"]),
        })),
        _ => None,
    }
}

fn user_content(content: &Value) -> Value {
    let Value::Array(parts) = content else { return json!(text_of(content)) };
    if parts.iter().all(|p| p["type"] == "text") {
        return json!(text_of(content));
    }
    let part = |p: &Value| match p["type"].as_str()? {
        "text" => Some(json!({"type": "text", "text": p["text"]})),
        "image" => {
            let url = format!("data:{};base64,{}", p["mimeType"].as_str()?, p["data"].as_str()?);
            Some(json!({"type": "image_url", "image_url": {"url": url}}))
        }
        _ => None,
    };
    parts.iter().filter_map(part).collect()
}

fn assistant(content: &Value) -> Option<Value> {
    let text = text_of(content);
    let parts = content.as_array().map_or(&[][..], Vec::as_slice);
    let calls: Vec<Value> = parts
        .iter()
        .filter(|p| p["type"] == "toolCall")
        .map(|p| {
            let arguments = p["arguments"].to_string();
            json!({"id": p["id"], "type": "function", "function": {"name": p["name"], "arguments": arguments}})
        })
        .collect();
    if text.is_empty() && calls.is_empty() {
        return None;
    }
    let mut out =
        json!({"role": "assistant", "content": if text.is_empty() { Value::Null } else { json!(text) }});
    if !calls.is_empty() {
        out["tool_calls"] = Value::Array(calls);
    }
    Some(out)
}

/// Turns the response into events.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    status: Option<u16>,
    sse: Sse,
    error: Vec<u8>,
    calls: BTreeMap<u64, PartialCall>,
    text_bytes: usize,
    usage: Option<Usage>,
    stop: Option<StopReason>,
    ended: bool,
}

#[derive(Debug, Default)]
struct PartialCall {
    id: String,
    name: String,
    arguments: String,
}

impl Decoder {
    /// The head of the response is here.
    pub(crate) fn head(&mut self, status: u16) {
        self.status = Some(status);
    }

    /// Bytes of the body are here.
    pub(crate) fn body(&mut self, bytes: &[u8]) -> Vec<ModelEvent> {
        let mut out = Vec::new();
        if self.ended {
            return out;
        }
        if !matches!(self.status, Some(200..300)) {
            let room = MAX_ERROR_BYTES.saturating_sub(self.error.len());
            self.error.extend_from_slice(&bytes[..bytes.len().min(room)]);
            return out;
        }
        let mut sse = core::mem::take(&mut self.sse);
        let fed = sse.feed(bytes, |data| self.event(data, &mut out));
        self.sse = sse;
        if let Err(e) = fed {
            self.fail(e.to_string(), &mut out);
        }
        out
    }

    /// The exchange has ended: `Err` says why it broke off.
    pub(crate) fn end(&mut self, result: Result<(), String>) -> Vec<ModelEvent> {
        let mut out = Vec::new();
        if self.ended {
            return out;
        }
        let mut sse = core::mem::take(&mut self.sse);
        sse.finish(|data| self.event(data, &mut out));
        match (self.status, result) {
            _ if self.ended => {}
            (Some(status), _) if !(200..300).contains(&status) => {
                let text = error_text(status, &self.error);
                self.fail(text, &mut out);
            }
            (_, Err(why)) => self.fail(why, &mut out),
            (_, Ok(())) if self.stop.is_some() => self.complete(&mut out),
            (_, Ok(())) => {
                self.fail("the model's stream ended before its answer was complete".to_owned(), &mut out)
            }
        }
        out
    }

    fn event(&mut self, data: &[u8], out: &mut Vec<ModelEvent>) {
        if self.ended {
            return;
        }
        if data.trim_ascii() == b"[DONE]" {
            self.complete(out);
            return;
        }
        let event: StreamEvent = match serde_json::from_slice(data) {
            Ok(event) => event,
            Err(e) => return self.fail(format!("the model sent an event that is no JSON: {e}"), out),
        };
        if let Some(error) = &event.error {
            return self.fail(message_of(error), out);
        }
        if let Some(usage) = &event.usage {
            self.usage = Some(usage.into());
        }
        for choice in event.choices.into_iter().filter(|c| c.index.unwrap_or(0) == 0) {
            self.choice(choice, out);
        }
    }

    fn choice(&mut self, choice: Choice, out: &mut Vec<ModelEvent>) {
        if self.ended {
            return;
        }
        let delta = choice.delta.unwrap_or_default();
        if let Some(thinking) = delta.reasoning_content.or(delta.reasoning).filter(|t| !t.is_empty()) {
            out.push(ModelEvent::Thinking(thinking));
        }
        if let Some(text) = delta.content.filter(|t| !t.is_empty()) {
            self.text_bytes += text.len();
            match out.last_mut() {
                Some(ModelEvent::Text(last)) => last.push_str(&text),
                _ => out.push(ModelEvent::Text(text)),
            }
        }
        for part in delta.tool_calls.unwrap_or_default() {
            self.call_part(part, out);
        }
        if !self.ended && self.text_bytes > MAX_ANSWER_BYTES {
            return self.fail(format!("the model's answer is longer than {MAX_ANSWER_BYTES} bytes"), out);
        }
        if let Some(reason) = choice.finish_reason {
            self.stop = Some(match reason.as_str() {
                "length" => StopReason::Length,
                "tool_calls" | "function_call" => StopReason::ToolUse,
                _ => StopReason::Stop,
            });
        }
    }

    fn call_part(&mut self, part: CallPart, out: &mut Vec<ModelEvent>) {
        if self.ended {
            return;
        }
        let index = part.index.unwrap_or(self.calls.len() as u64);
        if !self.calls.contains_key(&index) && self.calls.len() >= MAX_TOOL_CALLS {
            return self.fail(format!("the model called more than {MAX_TOOL_CALLS} tools at once"), out);
        }
        let call = self.calls.entry(index).or_default();
        if let Some(id) = part.id.filter(|t| !t.is_empty()) {
            call.id = id;
        }
        let Some(function) = part.function else { return };
        if let Some(name) = function.name.filter(|t| !t.is_empty()) {
            call.name = name;
        }
        if let Some(arguments) = function.arguments {
            self.text_bytes += arguments.len();
            call.arguments.push_str(&arguments);
        }
    }

    fn complete(&mut self, out: &mut Vec<ModelEvent>) {
        self.ended = true;
        let calls = core::mem::take(&mut self.calls);
        let stop = if calls.is_empty() { self.stop.unwrap_or(StopReason::Stop) } else { StopReason::ToolUse };
        let mut seen = Vec::new();
        for (index, call) in calls {
            let mut id = if call.id.is_empty() { format!("call_{index}") } else { call.id };
            while seen.contains(&id) {
                id = format!("{id}_{index}");
            }
            seen.push(id.clone());
            out.push(ModelEvent::ToolCall(ToolCall {
                id,
                name: call.name,
                arguments: arguments(call.arguments),
            }));
        }
        if let Some(usage) = self.usage {
            out.push(ModelEvent::Usage(usage));
        }
        out.push(ModelEvent::Stop(stop));
    }

    fn fail(&mut self, text: String, out: &mut Vec<ModelEvent>) {
        self.ended = true;
        if let Some(usage) = self.usage {
            out.push(ModelEvent::Usage(usage));
        }
        out.push(ModelEvent::Failed(text));
    }
}

fn arguments(text: String) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    match serde_json::from_str::<Value>(&text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) | Err(_) => Err(text),
    }
}

fn error_text(status: u16, body: &[u8]) -> String {
    let parsed: Option<Value> = serde_json::from_slice(body).ok();
    let text = match &parsed {
        Some(value) => message_of(value.get("error").unwrap_or(value)),
        None => String::from_utf8_lossy(body).trim().chars().take(300).collect(),
    };
    if text.is_empty() { format!("HTTP {status}") } else { format!("HTTP {status}: {text}") }
}

fn message_of(error: &Value) -> String {
    match error.as_str().or_else(|| error["message"].as_str()) {
        Some(text) => text.to_owned(),
        None => error.to_string().chars().take(300).collect(),
    }
}

#[derive(Deserialize)]
struct StreamEvent {
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(default)]
    usage: Option<WireUsage>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    index: Option<u64>,
    #[serde(default)]
    delta: Option<Delta>,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
struct Delta {
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    reasoning: Option<String>,
    #[serde(default)]
    reasoning_content: Option<String>,
    #[serde(default)]
    tool_calls: Option<Vec<CallPart>>,
}

#[derive(Deserialize)]
struct CallPart {
    #[serde(default)]
    index: Option<u64>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    function: Option<FunctionPart>,
}

#[derive(Deserialize)]
struct FunctionPart {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    arguments: Option<String>,
}

#[derive(Deserialize)]
struct WireUsage {
    #[serde(default)]
    prompt_tokens: u64,
    #[serde(default)]
    completion_tokens: u64,
    #[serde(default)]
    prompt_tokens_details: Option<PromptDetails>,
}

#[derive(Deserialize)]
struct PromptDetails {
    #[serde(default)]
    cached_tokens: Option<u64>,
}

impl From<&WireUsage> for Usage {
    fn from(u: &WireUsage) -> Self {
        let cached = u.prompt_tokens_details.as_ref().and_then(|d| d.cached_tokens).unwrap_or(0);
        Self {
            input: u.prompt_tokens.saturating_sub(cached),
            output: u.completion_tokens,
            cache_read: cached.min(u.prompt_tokens),
            cache_write: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(status: u16, chunks: &[&str], end: Result<(), String>) -> Vec<ModelEvent> {
        let mut d = Decoder::default();
        d.head(status);
        let mut out: Vec<_> = chunks.iter().flat_map(|c| d.body(c.as_bytes())).collect();
        out.extend(d.end(end));
        out
    }

    fn text(events: &[ModelEvent]) -> String {
        events
            .iter()
            .filter_map(|e| if let ModelEvent::Text(t) = e { Some(t.as_str()) } else { None })
            .collect()
    }

    const HELLO: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"he\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"llo é\"},\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":4}}}\n\ndata: [DONE]\n\n";

    #[test]
    fn an_answer_streams_and_completes_once() {
        let events = run(200, &[HELLO], Ok(()));
        assert_eq!(text(&events), "hello é");
        let usage = Usage { input: 7, output: 7, cache_read: 4, cache_write: 0 };
        assert_eq!(
            events[events.len() - 2..],
            [ModelEvent::Usage(usage), ModelEvent::Stop(StopReason::Stop)]
        );
    }

    #[test]
    fn an_answer_cut_anywhere_is_the_same() {
        for cut in 0..HELLO.len() {
            let (a, b) = HELLO.as_bytes().split_at(cut);
            let mut d = Decoder::default();
            d.head(200);
            let mut events = d.body(a);
            events.extend(d.body(b));
            events.extend(d.end(Ok(())));
            assert_eq!(text(&events), "hello é", "cut at {cut}");
            assert_eq!(events.last(), Some(&ModelEvent::Stop(StopReason::Stop)), "cut at {cut}");
        }
    }

    #[test]
    fn tool_calls_are_joined_from_their_parts() {
        let events = run(
            200,
            &[
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"read\",\"arguments\":\"{\\\"pa\"}}]}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"th\\\":\\\"x\\\"}\"}},{\"index\":1,\"id\":\"a\",\"function\":{\"name\":\"exec\",\"arguments\":\"[\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n",
            ],
            Ok(()),
        );
        let call = |id: &str, name: &str, arguments| {
            ModelEvent::ToolCall(ToolCall { id: id.into(), name: name.into(), arguments })
        };
        assert_eq!(
            events,
            [
                call("a", "read", Ok(json!({"path": "x"}))),
                call("a_1", "exec", Err("[".into())),
                ModelEvent::Stop(StopReason::ToolUse),
            ]
        );
    }

    #[test]
    fn every_call_has_an_id_of_its_own() {
        let call = |id: &str| format!("{{\"id\":\"{id}\",\"function\":{{\"name\":\"x\"}}}}");
        let calls = [call("a"), call("a_2"), call("a"), call("")].join(",");
        let chunk =
            format!("data: {{\"choices\":[{{\"delta\":{{\"tool_calls\":[{calls}]}}}}]}}\n\ndata: [DONE]\n\n");
        let ids: Vec<String> = run(200, &[&chunk], Ok(()))
            .into_iter()
            .filter_map(|e| if let ModelEvent::ToolCall(call) = e { Some(call.id) } else { None })
            .collect();
        assert_eq!(ids, ["a", "a_2", "a_2_2", "call_3"]);
    }

    #[test]
    fn too_many_calls_are_one_failure_and_the_end() {
        let calls = ["{}"; MAX_TOOL_CALLS + 3].join(",");
        let late = "{\"delta\":{\"content\":\"late\"}}";
        let chunk = format!("data: {{\"choices\":[{{\"delta\":{{\"tool_calls\":[{calls}]}}}},{late}]}}\n\n");
        let events = run(200, &[&chunk], Ok(()));
        assert!(matches!(&events[..], [ModelEvent::Failed(t)] if t.contains("tools at once")), "{events:?}");
    }

    #[test]
    fn a_refusal_tells_its_status_and_message() {
        let events = run(401, &["{\"error\":{\"message\":\"invalid api key\"}}"], Ok(()));
        assert_eq!(events, [ModelEvent::Failed("HTTP 401: invalid api key".into())]);
        assert_eq!(run(502, &["<html>"], Ok(())), [ModelEvent::Failed("HTTP 502: <html>".into())]);
    }

    #[test]
    fn a_stream_that_breaks_off_is_a_failure() {
        let part = "data: {\"choices\":[{\"delta\":{\"content\":\"he\"}}]}\n\n";
        assert!(matches!(run(200, &[part], Ok(())).last(), Some(ModelEvent::Failed(_))));
        assert_eq!(
            run(200, &[part], Err("connection reset".into())).last(),
            Some(&ModelEvent::Failed("connection reset".into()))
        );
    }

    #[test]
    fn garbage_ends_in_one_failure() {
        let events = run(200, &["data: {broken\n\ndata: {\"choices\":[]}\n\n"], Ok(()));
        assert_eq!(events.len(), 1);
        assert!(matches!(&events[0], ModelEvent::Failed(t) if t.contains("no JSON")));
    }

    #[test]
    fn an_error_event_is_a_failure() {
        let events = run(200, &["data: {\"error\":{\"message\":\"overloaded\"}}\n\n"], Ok(()));
        assert_eq!(events, [ModelEvent::Failed("overloaded".into())]);
    }

    #[test]
    fn messages_keep_roles_calls_and_results() {
        let assistant = json!({"role": "assistant", "content": [{"type": "text", "text": "let me look"},
            {"type": "toolCall", "id": "c1", "name": "read", "arguments": {"path": "x"}}]});
        assert_eq!(
            message(&assistant),
            Some(json!({"role": "assistant", "content": "let me look", "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "read", "arguments": "{\"path\":\"x\"}"}}]}))
        );
        let result =
            json!({"role": "toolResult", "toolCallId": "c1", "content": [{"type": "text", "text": "data"}]});
        assert_eq!(message(&result), Some(json!({"role": "tool", "tool_call_id": "c1", "content": "data"})));
        assert_eq!(message(&json!({"role": "assistant", "content": []})), None);
    }
}

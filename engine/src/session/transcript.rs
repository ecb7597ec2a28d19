//! Transcripts: one JSON line an entry, a tree by `id` and `parentId`, the leaf is the last entry.

use crate::model::text_of;
use crate::time::UnixMs;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What was read of a transcript: the whole file, or its end.
#[derive(Debug, Default)]
pub(crate) struct Transcript {
    nodes: Vec<Node>,
    /// Lines that are no JSON entries; they stay in the file and are passed over.
    pub(crate) broken: usize,
    pub(crate) tail: Tail,
}

/// What is needed to write the next line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tail {
    /// Length of the file; 0 means that there is none yet.
    pub(crate) size: u64,
    /// The file does not end with a newline: the last write of another program was cut off.
    pub(crate) unterminated: bool,
    pub(crate) leaf: Option<String>,
    /// Provider and model of the last `model_change` or snapshot.
    pub(crate) model: Option<(String, String)>,
}

#[derive(Debug)]
struct Node {
    id: Option<String>,
    /// `None`: not said, which counts as the line before; `Some(None)`: a root.
    parent: Option<Option<String>>,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Message(Value),
    Compaction { summary: String, first_kept: Option<String> },
    Summary(String),
    Model(String, String),
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    r#type: String,
    id: Option<String>,
    #[serde(default, deserialize_with = "said")]
    parent_id: Option<Option<String>>,
    message: Option<Value>,
    summary: Option<String>,
    first_kept_entry_id: Option<String>,
    provider: Option<String>,
    model_id: Option<String>,
}

fn said<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(d).map(Some)
}

impl Transcript {
    /// Whether what was read has an entry of this id.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.nodes.iter().any(|node| node.id.as_deref() == Some(id))
    }

    /// Reads bytes of a file of `size` bytes, beginning at `start`.
    pub(crate) fn parse(bytes: &[u8], start: u64, size: u64) -> Self {
        let mut out = Self::default();
        out.tail.size = size;
        out.tail.unterminated = bytes.last().is_some_and(|b| *b != b'\n');
        let mut rest = bytes;
        if start > 0 {
            // The first line is most likely cut; it is older than anything that is needed.
            rest = rest.iter().position(|b| *b == b'\n').map_or(&[][..], |n| &rest[n + 1..]);
        }
        for line in rest.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()) {
            out.line(line);
        }
        out
    }

    fn line(&mut self, line: &[u8]) {
        // A list with the fields in order would be read as well.
        let is_object = line.trim_ascii_start().starts_with(b"{");
        let Some(line) = is_object.then(|| serde_json::from_slice::<Line>(line).ok()).flatten() else {
            self.broken += 1;
            return;
        };
        let body = match (line.r#type.as_str(), line.message) {
            ("session", _) => return,
            ("message", Some(message)) => Body::Message(message),
            ("compaction", _) => Body::Compaction {
                summary: line.summary.unwrap_or_default(),
                first_kept: line.first_kept_entry_id,
            },
            ("branch_summary", _) => Body::Summary(line.summary.unwrap_or_default()),
            ("model_change", _) => match (line.provider, line.model_id) {
                (Some(provider), Some(model)) => Body::Model(provider, model),
                _ => Body::Other,
            },
            _ => Body::Other,
        };
        if let Body::Model(provider, model) = &body {
            self.tail.model = Some((provider.clone(), model.clone()));
        }
        if line.id.is_some() {
            self.tail.leaf.clone_from(&line.id);
        }
        self.nodes.push(Node { id: line.id, parent: line.parent_id, body });
    }

    /// Every message in the order of the file, whatever branch it is on.
    pub(crate) fn messages(&self) -> impl DoubleEndedIterator<Item = &Value> {
        self.nodes.iter().filter_map(|n| if let Body::Message(m) = &n.body { Some(m) } else { None })
    }

    /// The messages from the root to the leaf: what a model is to know, in at most about `budget` bytes of
    /// JSON. A question that was never answered is left out when another follows it.
    pub(crate) fn context(self, budget: usize) -> Vec<Value> {
        let path = self.path();
        let mut out: Vec<Value> = Vec::new();
        let compacted = path.iter().rposition(|i| matches!(self.nodes[*i].body, Body::Compaction { .. }));
        let mut nodes: BTreeMap<usize, Node> = self.nodes.into_iter().enumerate().collect();
        let mut from = 0;
        if let Some(at) = compacted
            && let Some(Node { body: Body::Compaction { summary, first_kept }, .. }) = nodes.remove(&path[at])
        {
            out.push(summary_message("The conversation so far, in short:", &summary));
            let kept = path[..at]
                .iter()
                .position(|i| first_kept.is_some() && nodes.get(i).is_some_and(|n| n.id == first_kept));
            from = kept.unwrap_or(at + 1);
        }
        for i in &path[from..] {
            match nodes.remove(i).map(|n| n.body) {
                Some(Body::Message(m)) => out.push(m),
                Some(Body::Summary(text)) => {
                    out.push(summary_message("A branch of the conversation, in short:", &text))
                }
                Some(Body::Compaction { .. } | Body::Model(..) | Body::Other) | None => {}
            }
        }
        let mut out = answered(out);
        leave_out_oldest(&mut out, budget);
        for message in &mut out {
            if let Some(map) = message.as_object_mut() {
                map.remove("_summary");
            }
        }
        out
    }

    /// Indices from the root to the leaf.
    fn path(&self) -> Vec<usize> {
        let by_id: BTreeMap<&str, usize> =
            self.nodes.iter().enumerate().filter_map(|(i, n)| Some((n.id.as_deref()?, i))).collect();
        let mut path = Vec::new();
        let mut at = self.nodes.len().checked_sub(1);
        while let Some(i) = at {
            path.push(i);
            let parent = match &self.nodes[i].parent {
                None => i.checked_sub(1),
                Some(None) => None,
                // A parent that was not read is older than what was read.
                Some(Some(id)) => by_id.get(id.as_str()).copied(),
            };
            // A line can only follow earlier lines: no loop, whatever the file says.
            at = parent.filter(|p| *p < i);
        }
        path.reverse();
        path
    }
}

/// Leaves out questions that a later question follows without an answer, answers in which nothing is said
/// or done, tool results without their call, and calls without their results.
fn answered(messages: Vec<Value>) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::with_capacity(messages.len());
    for message in messages {
        let role = message["role"].as_str().unwrap_or_default();
        if role == "assistant" && is_empty(&message) {
            continue;
        }
        if role == "user"
            && out.last().is_some_and(|last| last["role"] == "user" && !last["_summary"].is_boolean())
        {
            out.pop();
        }
        if role == "toolResult" && !calls_before(&out, &message["toolCallId"]) {
            continue;
        }
        if role == "user" {
            close_calls(&mut out);
        }
        out.push(message);
    }
    close_calls(&mut out);
    out
}

/// Leaves out the oldest exchanges, each from a question to the next, until the rest fits. Summaries of what
/// came before stay, and so does the last exchange whatever its size.
fn leave_out_oldest(messages: &mut Vec<Value>, budget: usize) {
    let summaries = messages.iter().take_while(|m| m["_summary"].is_boolean()).count();
    let mut left = messages[..summaries].iter().fold(budget, |left, m| left.saturating_sub(size(m)));
    let mut question = None;
    for (at, message) in messages.iter().enumerate().skip(summaries).rev() {
        let bytes = size(message);
        if bytes > left
            && let Some(question) = question
        {
            messages.drain(summaries..question);
            return;
        }
        left = left.saturating_sub(bytes);
        if message["role"] == "user" {
            question = Some(at);
        }
    }
}

/// About how many bytes of JSON a value is.
fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
        Value::String(text) => text.len() + 3,
        Value::Array(items) => items.iter().fold(2, |sum, item| sum + size(item)),
        Value::Object(fields) => {
            fields.iter().fold(2, |sum, (name, field)| sum + name.len() + 4 + size(field))
        }
    }
}

/// Whether a message of an assistant neither says nor calls anything: it failed, or was stopped, before.
fn is_empty(message: &Value) -> bool {
    text_of(&message["content"]).trim().is_empty() && call_ids(message).next().is_none()
}

fn calls_before(messages: &[Value], id: &Value) -> bool {
    let calls = messages.iter().rev().find(|m| m["role"] == "assistant");
    calls.is_some_and(|m| call_ids(m).any(|c| c == id))
}

fn call_ids(message: &Value) -> impl Iterator<Item = &Value> {
    let parts = message["content"].as_array().map_or(&[][..], Vec::as_slice);
    parts.iter().filter(|p| p["type"] == "toolCall").map(|p| &p["id"])
}

/// Gives every call without a result one that says so: providers refuse a call that hangs.
fn close_calls(messages: &mut Vec<Value>) {
    let Some(at) = messages.iter().rposition(|m| m["role"] == "assistant") else { return };
    let open: Vec<Value> = call_ids(&messages[at])
        .filter(|id| !messages[at + 1..].iter().any(|m| m["role"] == "toolResult" && m["toolCallId"] == **id))
        .cloned()
        .collect();
    for id in open {
        let text = "the tool was interrupted; nothing is known of its result";
        messages.push(json!({"role": "toolResult", "toolCallId": id, "toolName": "",
            "content": [{"type": "text", "text": text}], "isError": true}));
    }
}

fn summary_message(lead: &str, text: &str) -> Value {
    json!({"role": "user", "content": [{"type": "text", "text": format!("{lead}\n\n{text}")}], "_summary": true})
}

/// Makes the lines of a transcript.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    pub(crate) tail: &'a mut Tail,
    pub(crate) now: UnixMs,
}

impl Writer<'_> {
    /// The first line of a new file.
    pub(crate) fn header(&self, session_id: &str, cwd: &str) -> String {
        json!({"type": "session", "version": 3, "id": session_id, "timestamp": self.now.iso(), "cwd": cwd})
            .to_string()
    }

    /// A line that holds a message.
    pub(crate) fn message(&mut self, id: String, message: Value) -> String {
        self.entry(id, "message", Map::from_iter([("message".to_owned(), message)]))
    }

    /// A line of type `kind` below the leaf, which it becomes. `id` is eight hexadecimal digits.
    pub(crate) fn entry(&mut self, id: String, kind: &str, fields: Map<String, Value>) -> String {
        let mut line = Map::new();
        line.insert("type".to_owned(), json!(kind));
        line.insert("id".to_owned(), json!(id));
        line.insert("parentId".to_owned(), json!(self.tail.leaf));
        line.insert("timestamp".to_owned(), json!(self.now.iso()));
        line.extend(fields);
        if kind == "model_change" {
            let text = |k: &str| line.get(k).and_then(Value::as_str).unwrap_or_default().to_owned();
            self.tail.model = Some((text("provider"), text("modelId")));
        }
        self.tail.leaf = Some(id);
        Value::Object(line).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(lines: &[Value]) -> Transcript {
        let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
        Transcript::parse(text.as_bytes(), 0, text.len() as u64)
    }

    fn says(role: &str, text: &str) -> Value {
        json!({"role": role, "content": [{"type": "text", "text": text}]})
    }

    fn line(id: &str, parent: Option<&str>, message: &Value) -> Value {
        json!({"type": "message", "id": id, "parentId": parent, "message": message})
    }

    fn texts(messages: &[Value]) -> Vec<&str> {
        messages.iter().filter_map(|m| m["content"][0]["text"].as_str()).collect()
    }

    #[test]
    fn the_context_is_the_path_to_the_leaf() {
        let t = parse(&[
            json!({"type": "session", "version": 3, "id": "s"}),
            line("a", None, &says("user", "1")),
            line("b", Some("a"), &says("assistant", "2")),
            line("c", Some("b"), &says("user", "left behind")),
            line("d", Some("b"), &says("user", "3")),
        ]);
        assert_eq!(t.tail.leaf.as_deref(), Some("d"));
        assert_eq!(t.messages().count(), 4);
        assert_eq!(texts(&t.context(usize::MAX)), ["1", "2", "3"]);
    }

    #[test]
    fn a_line_without_parent_follows_the_line_before() {
        let t = parse(&[
            line("a", None, &says("user", "1")),
            json!({"type": "message", "id": "b", "message": says("assistant", "2")}),
            line("c", Some("b"), &says("user", "3")),
        ]);
        assert_eq!(texts(&t.context(usize::MAX)), ["1", "2", "3"]);
    }

    #[test]
    fn a_question_without_answer_is_left_out() {
        let t = parse(&[line("a", None, &says("user", "1")), line("b", Some("a"), &says("user", "2"))]);
        assert_eq!(texts(&t.context(usize::MAX)), ["2"]);
    }

    #[test]
    fn an_answer_that_says_nothing_is_none() {
        let failed = json!({"role": "assistant", "content": [], "stopReason": "error"});
        let t = parse(&[
            line("a", None, &says("user", "1")),
            line("b", Some("a"), &failed),
            line("c", Some("b"), &says("user", "2")),
        ]);
        assert_eq!(texts(&t.context(usize::MAX)), ["2"]);
    }

    #[test]
    fn a_compaction_stands_for_what_it_replaced() {
        let t = parse(&[
            line("a", None, &says("user", "old")),
            line("b", Some("a"), &says("assistant", "kept")),
            json!({"type": "compaction", "id": "c", "parentId": "b", "summary": "short", "firstKeptEntryId": "b"}),
            line("d", Some("c"), &says("user", "new")),
        ]);
        assert_eq!(
            texts(&t.context(usize::MAX)),
            ["The conversation so far, in short:\n\nshort", "kept", "new"]
        );
    }

    #[test]
    fn the_oldest_exchanges_are_left_out_and_the_summary_stays() {
        let long = "x".repeat(1000);
        let lines = [
            line("a", None, &says("user", "old")),
            json!({"type": "compaction", "id": "c", "parentId": "a", "summary": "short"}),
            line("d", Some("c"), &says("user", &long)),
            line("e", Some("d"), &says("assistant", "first")),
            line("f", Some("e"), &says("user", "second?")),
            line("g", Some("f"), &says("assistant", "second")),
        ];
        let summary = "The conversation so far, in short:\n\nshort";
        assert_eq!(texts(&parse(&lines).context(800)), [summary, "second?", "second"]);
        assert_eq!(parse(&lines).context(5000).len(), 5);
        // The last exchange is told whatever its size.
        assert_eq!(texts(&parse(&lines).context(1)), [summary, "second?", "second"]);
    }

    #[test]
    fn a_call_without_result_gets_one() {
        let call = json!({"role": "assistant", "content": [{"type": "toolCall", "id": "c1", "name": "x", "arguments": {}}]});
        let t = parse(&[
            line("a", None, &says("user", "1")),
            line("b", Some("a"), &call),
            line("c", Some("b"), &says("user", "2")),
        ]);
        let context = t.context(usize::MAX);
        assert_eq!(context.len(), 4);
        assert_eq!(context[2]["toolCallId"], "c1");
        assert_eq!(context[2]["isError"], true);
    }

    #[test]
    fn broken_lines_are_passed_over_and_counted() {
        let text = "{\"type\":\"message\",\"id\":\"a\",\"parentId\":null,\"message\":{\"role\":\"user\",\"content\":\"1\"}}\n\
                    [\"message\",\"b\",\"a\",{\"role\":\"assistant\"},null,null,null,null]\n{bro";
        let t = Transcript::parse(text.as_bytes(), 0, 77);
        assert_eq!((t.broken, t.tail.unterminated, t.tail.size), (2, true, 77));
        assert_eq!(t.context(usize::MAX).len(), 1);
    }

    #[test]
    fn an_end_of_a_file_starts_at_its_first_whole_line() {
        let whole = format!("{}\n", line("b", Some("a"), &says("assistant", "2")));
        let t = Transcript::parse(format!("cut off\"}}\n{whole}").as_bytes(), 1000, 2000);
        assert_eq!((t.broken, t.messages().count()), (0, 1));
    }

    #[test]
    fn written_lines_are_read_back_as_a_chain() {
        let mut tail = Tail::default();
        let mut w = Writer { tail: &mut tail, now: UnixMs(0) };
        let fields = |m: Value| m.as_object().unwrap().clone();
        let lines = [
            w.header("s", "/w"),
            w.entry("aa".into(), "model_change", fields(json!({"provider": "p", "modelId": "m"}))),
            w.entry("bb".into(), "message", fields(json!({"message": says("user", "1")}))),
        ];
        let text = lines.join("\n") + "\n";
        let t = Transcript::parse(text.as_bytes(), 0, 1);
        assert_eq!(t.tail.model, Some(("p".into(), "m".into())));
        assert_eq!(t.path(), [0, 1]);
        assert_eq!(tail.leaf.as_deref(), Some("bb"));
    }
}

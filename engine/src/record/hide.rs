//! Where inputs and actions hold secrets, and how they are taken out.

use super::json::each_field;
use super::stand_in::StandIns;
use crate::action::{Action, FileDone, FileOp};
use crate::auth::device::{RECORDED_INVALID, RECORDED_VALID};
use crate::config::{each_secret, included, is_secret_name, json5};
use crate::conn::handshake::is_signed_by_device;
use crate::host::{FileName, Host};
use crate::ids::OpId;
use crate::input::{Chunk, Input, OpError, OpResult};
use crate::secret::Secret;
use crate::store::journal::{JOURNAL_DIR, reseal};
use crate::transport::http_gate::RequestHead;
use crate::wire::{Method, check_connect, decode_request};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Takes secrets out of what happens.
#[derive(Debug)]
pub(super) struct Hide {
    pub(super) stand_ins: StandIns,
    state_dir: String,
    /// Files of the configuration: the main one and what it includes.
    config: BTreeSet<String>,
    /// Files that are being read, by their operation.
    reading: BTreeMap<OpId, Vec<Kind>>,
    /// Bytes that came last from each operation, to find what was cut in two.
    tails: BTreeMap<(OpId, bool), Vec<u8>>,
}

/// What a file is, as far as secrets go.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Whatever it holds was said, or comes from another file.
    Plain,
    /// JSON with secrets under names that say so.
    Json,
    /// Lines of JSON with their checksums.
    Journal,
    /// A part of the configuration, by its absolute path.
    Config(String),
}

impl Hide {
    pub(super) fn new(stand_ins: StandIns, host: &Host) -> Self {
        Self {
            stand_ins,
            state_dir: host.state_dir.clone(),
            config: BTreeSet::from([host.config_path.clone()]),
            reading: BTreeMap::new(),
            tails: BTreeMap::new(),
        }
    }

    pub(super) fn input(&mut self, input: &mut Input) {
        match input {
            Input::Start
            | Input::Listening { .. }
            | Input::Flushed { .. }
            | Input::Drained { .. }
            | Input::HttpGone { .. }
            | Input::Signal(_)
            | Input::Timeout => {}
            Input::ListenFailed { detail, .. } => self.stand_ins.sweep_text(detail),
            Input::Opened { head, .. } | Input::HttpRequest { head, .. } => self.head(head),
            Input::Message { data, .. } => self.message(data),
            Input::Closed { reason, .. } => self.stand_ins.sweep_text(reason),
            Input::HttpBody { body, .. } => {
                if let Ok(body) = body {
                    self.fields(body);
                    self.stand_ins.sweep(body);
                }
            }
            Input::Chunk { op, chunk } => self.chunk(*op, chunk),
            Input::Done { op, result } => self.done(*op, result),
        }
    }

    pub(super) fn action(&mut self, action: &mut Action) {
        match action {
            Action::Send { text, .. } => self.stand_ins.sweep_text(text),
            Action::Broadcast { body, end, .. } => {
                self.shared(body);
                self.shared(end);
            }
            Action::Reject { response, .. } | Action::Respond { response, .. } => {
                self.stand_ins.sweep(&mut response.body);
            }
            Action::Fetch { fetch, .. } => {
                self.url(&mut fetch.url);
                for (_, value) in &mut fetch.headers {
                    *value = Secret::new(self.header(value.expose()));
                }
                self.stand_ins.sweep(&mut fetch.body);
            }
            Action::Spawn { spawn, .. } => {
                for (name, value) in &mut spawn.env {
                    *value = self.variable(name, value);
                }
                self.stand_ins.sweep(&mut spawn.stdin);
            }
            Action::Files { op, files } => {
                self.files(files);
                let kinds: Vec<_> = files.iter().map(|file| self.read_kind(file)).collect();
                if kinds.iter().any(|kind| *kind != Kind::Plain) {
                    self.reading.insert(*op, kinds);
                }
            }
            Action::Accept { .. }
            | Action::SetReadLimit { .. }
            | Action::Close { .. }
            | Action::Drop { .. }
            | Action::AcceptBody { .. }
            | Action::Cancel { .. }
            | Action::Listen { .. }
            | Action::Unlisten { .. }
            | Action::Observe(_)
            | Action::Exit(_) => {}
        }
    }

    /// A variable of an environment. One that is the gateway's own, or that the configuration names, is
    /// told unless its name says that it is a secret; of all others only that they are there.
    pub(super) fn own_variable(&mut self, name: &str, value: &str, named: bool) -> String {
        let own = OWN_VARIABLES.iter().any(|start| name.starts_with(start)) || named;
        if is_secret_variable(name) {
            return self.stand_ins.of(value);
        }
        if own {
            let mut value = value.to_owned();
            self.stand_ins.sweep_text(&mut value);
            return value;
        }
        self.stand_ins.known(value).unwrap_or_else(|| "x".repeat(value.len().min(1)))
    }

    /// Secrets of the configuration: those that its types name, then every other place that holds one.
    pub(super) fn config(&mut self, value: &mut Value) {
        self.config_secrets(value);
        self.texts(value);
    }

    /// Replaces what is a secret by its type or name, each once. Gives what was replaced, and by what.
    fn config_secrets(&mut self, value: &mut Value) -> Vec<(String, String)> {
        let mut replaced: Vec<(String, String)> = Vec::new();
        each_secret(value, &mut |text| {
            if replaced.iter().all(|(_, stand_in)| stand_in != text) {
                let stand_in = self.stand_ins.of(text);
                replaced.push((core::mem::replace(text, stand_in.clone()), stand_in));
            }
        });
        replaced
    }

    fn texts(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => self.stand_ins.sweep_text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.texts(item)),
            Value::Object(map) => map.values_mut().for_each(|item| self.texts(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn variable(&mut self, name: &str, value: &str) -> String {
        if is_secret_variable(name) {
            return self.stand_ins.of(value);
        }
        let mut value = self.stand_ins.known(value).unwrap_or_else(|| value.to_owned());
        self.stand_ins.sweep_text(&mut value);
        value
    }

    fn shared(&mut self, text: &mut Arc<str>) {
        if !self.stand_ins.is_clean(text.as_bytes()) {
            let mut swept = text.to_string();
            self.stand_ins.sweep_text(&mut swept);
            *text = swept.into();
        }
    }

    fn head(&mut self, head: &mut RequestHead) {
        self.url(&mut head.target);
        for (name, value) in &mut head.headers {
            if is_secret_name(name) {
                let (scheme, secret) =
                    value.trim().split_once(' ').map_or(("", &**value), |(a, b)| (a, b.trim()));
                let stand_in = self.stand_ins.of_offered(secret);
                *value = if scheme.is_empty() { stand_in } else { format!("{scheme} {stand_in}") };
            } else {
                self.stand_ins.sweep_text(value);
            }
        }
    }

    /// The value of a header of ours: a secret, perhaps behind its scheme, or no secret at all.
    fn header(&mut self, value: &str) -> String {
        if let Some(known) = self.stand_ins.known(value) {
            return known;
        }
        if let Some((scheme, secret)) = value.split_once(' ')
            && let Some(known) = self.stand_ins.known(secret)
        {
            return format!("{scheme} {known}");
        }
        let mut value = value.to_owned();
        self.stand_ins.sweep_text(&mut value);
        value
    }

    /// A target or URL: what its query names as a secret is one.
    fn url(&mut self, url: &mut String) {
        if let Some((path, query)) = url.split_once('?') {
            let pairs = query.split('&').map(|pair| match pair.split_once('=') {
                Some((name, value)) if is_secret_name(name) => {
                    format!("{name}={}", self.stand_ins.of_offered(value))
                }
                Some(_) | None => pair.to_owned(),
            });
            *url = format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"));
        }
        self.stand_ins.sweep_text(url);
    }

    fn message(&mut self, data: &mut Vec<u8>) {
        replace_signature(data);
        self.fields(data);
        self.stand_ins.sweep(data);
    }

    /// Fields of a JSON text whose names say that they hold secrets.
    fn fields(&mut self, text: &mut Vec<u8>) {
        let stand_ins = &mut self.stand_ins;
        each_field(text, |name, value| is_secret_name(name).then(|| stand_ins.of_offered(value)));
    }

    fn chunk(&mut self, op: OpId, chunk: &mut Chunk) {
        match chunk {
            Chunk::Head { headers, .. } => {
                for (name, value) in headers {
                    if is_secret_name(name) {
                        *value = self.stand_ins.of_offered(value);
                    } else {
                        self.stand_ins.sweep_text(value);
                    }
                }
            }
            Chunk::Body(bytes) | Chunk::Stdout(bytes) => self.piece(op, false, bytes),
            Chunk::Stderr(bytes) => self.piece(op, true, bytes),
        }
    }

    /// A piece of a stream: a secret may have begun in the piece before.
    fn piece(&mut self, op: OpId, other: bool, bytes: &mut Vec<u8>) {
        let tail = self.tails.remove(&(op, other)).unwrap_or_default();
        let cut = tail.len();
        let mut whole = tail;
        whole.extend_from_slice(bytes);
        let keep = whole.len().saturating_sub(TAIL);
        self.tails.insert((op, other), whole[keep..].to_vec());
        self.stand_ins.sweep_piece(&mut whole, TAIL);
        *bytes = whole.split_off(cut);
    }

    fn done(&mut self, op: OpId, result: &mut OpResult) {
        self.tails.remove(&(op, false));
        self.tails.remove(&(op, true));
        let kinds = self.reading.remove(&op).unwrap_or_default();
        let error = match result {
            OpResult::Files(results) => {
                for (i, result) in results.iter_mut().enumerate() {
                    match result {
                        Ok(FileDone::Data { bytes, .. }) => {
                            self.content(kinds.get(i).unwrap_or(&Kind::Plain), bytes);
                        }
                        Ok(FileDone::Names(_) | FileDone::Written { .. } | FileDone::Done) => {}
                        Err(error) => self.stand_ins.sweep_text(&mut error.detail),
                    }
                }
                None
            }
            OpResult::Fetch(end) => end.as_mut().err(),
            OpResult::Process(end) => end.as_mut().err(),
        };
        if let Some(OpError { detail, .. }) = error {
            self.stand_ins.sweep_text(detail);
        }
    }

    fn files(&mut self, files: &mut [FileOp]) {
        for op in files {
            match op {
                FileOp::Write { file, bytes, .. } | FileOp::Append { file, bytes, .. } => {
                    let kind = self.kind(file);
                    self.content(&kind, bytes);
                }
                FileOp::Read { .. }
                | FileOp::ReadBelow { .. }
                | FileOp::List { .. }
                | FileOp::Sync { .. }
                | FileOp::Rename { .. }
                | FileOp::Remove { .. } => {}
            }
        }
    }

    fn content(&mut self, kind: &Kind, bytes: &mut Vec<u8>) {
        match kind {
            Kind::Plain => {}
            Kind::Json => self.state_fields(bytes),
            Kind::Journal => return self.journal(bytes),
            Kind::Config(path) => self.config_text(path, bytes),
        }
        self.stand_ins.sweep(bytes);
    }

    /// Secrets in a file of ours are remembered, however many there are.
    fn state_fields(&mut self, text: &mut Vec<u8>) {
        let stand_ins = &mut self.stand_ins;
        each_field(text, |name, value| is_secret_name(name).then(|| stand_ins.of(value)));
    }

    fn journal(&mut self, bytes: &mut Vec<u8>) {
        if self.stand_ins.is_clean(bytes) && !bytes.windows(DEVICES.len()).any(|part| part == DEVICES) {
            return;
        }
        let mut out = Vec::with_capacity(bytes.len());
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            out.extend(reseal(line, |json| {
                self.state_fields(json);
                self.stand_ins.sweep(json);
            }));
        }
        *bytes = out;
    }

    /// A part of the configuration, as it was written. Where a secret is too short to be looked for, it is
    /// still found between its quotes.
    fn config_text(&mut self, path: &str, bytes: &mut Vec<u8>) {
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        let Ok(mut value) = json5::parse(&text) else { return };
        self.config.extend(included(&value, path));
        for (secret, stand_in) in self.config_secrets(&mut value) {
            for quote in ['"', '\''] {
                text = text.replace(&format!("{quote}{secret}{quote}"), &format!("{quote}{stand_in}{quote}"));
            }
        }
        *bytes = text.into_bytes();
    }

    fn kind(&self, file: &FileName) -> Kind {
        let shown = match file.root {
            crate::host::Root::State => format!("{}/{}", self.state_dir, file.path),
            crate::host::Root::Host => file.path.clone(),
        };
        let below = shown.strip_prefix(&self.state_dir).and_then(|rest| rest.strip_prefix('/'));
        if self.config.contains(&shown) {
            return Kind::Config(shown);
        }
        match below.and_then(|path| path.split_once('/')).map(|(dir, _)| dir) {
            Some(JOURNAL_DIR) => Kind::Journal,
            Some("devices" | "identity" | "credentials") => Kind::Json,
            Some(_) | None => Kind::Plain,
        }
    }

    fn read_kind(&self, op: &FileOp) -> Kind {
        match op {
            FileOp::Read { file, .. } => self.kind(file),
            FileOp::ReadBelow { .. }
            | FileOp::List { .. }
            | FileOp::Write { .. }
            | FileOp::Append { .. }
            | FileOp::Sync { .. }
            | FileOp::Rename { .. }
            | FileOp::Remove { .. } => Kind::Plain,
        }
    }
}

/// A signature covers a token that is not told, and would let a weak one be guessed: its verdict takes
/// its place.
fn replace_signature(data: &mut Vec<u8>) {
    if !data.windows(SIGNATURE.len()).any(|bytes| bytes == SIGNATURE) {
        return;
    }
    let signed = decode_request(data).ok().filter(|request| request.method == Method::Connect.as_str());
    let valid = signed
        .and_then(|request| check_connect(request.params).ok())
        .and_then(|params| is_signed_by_device(&params))
        .unwrap_or(false);
    let verdict = if valid { RECORDED_VALID } else { RECORDED_INVALID };
    each_field(data, |name, value| {
        let is_one = name == "signature" && value != RECORDED_VALID && value != RECORDED_INVALID;
        is_one.then(|| verdict.to_owned())
    });
}

/// How variables begin that are the gateway's own.
const OWN_VARIABLES: [&str; 6] = ["OPENCLAW_", "CLAWDBOT_", "MOLTBOT_", "HOME", "USERPROFILE", "TZ"];

/// What a message with a signature holds.
const SIGNATURE: &[u8] = b"\"signature\"";

/// What a journal has where it has tokens.
const DEVICES: &[u8] = b"\"devices/";

/// Bytes of a stream that are kept, to find a secret that was cut in two.
const TAIL: usize = 256;

fn is_secret_variable(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    is_secret_name(name)
        || ["KEY", "PASS", "PAT", "AUTH"].iter().any(|end| upper.ends_with(&format!("_{end}")))
}

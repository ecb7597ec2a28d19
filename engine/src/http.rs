//! HTTP on the same port: what a request asks for, and what it is told.

use crate::action::{Action, FileDone, FileOp, Response};
use crate::auth::{Offer, check_secret};
use crate::conn::Origin;
use crate::conn::origin::{host_is_ours, page_is_allowed};
use crate::engine::Engine;
use crate::fact::Fact;
use crate::host::FileName;
use crate::ids::HttpId;
use crate::input::{BodyError, OpError, Peer};
use crate::limits::{HTTP_TIMEOUT, MAX_HTTP_REQUESTS, MAX_TOOLS_INVOKE_BODY};
use crate::ops::Owner;
use crate::timers::Timer;
use crate::transport::http_gate::RequestHead;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Below this the files of the canvas are served.
const CANVAS: &str = "/__openclaw__/canvas";

/// Bytes of one file of the canvas.
const MAX_CANVAS_FILE: u64 = 64 * 1024 * 1024;

/// Requests whose answer is not given yet.
#[derive(Debug, Default)]
pub(crate) struct Door {
    waiting: BTreeMap<HttpId, Waiting>,
}

/// What a request waits for.
#[derive(Debug)]
enum Waiting {
    /// The body of `POST /tools/invoke`.
    ToolsInvoke,
    /// A file of the canvas, and the roots that were not tried yet.
    Canvas { path: String, roots: Vec<FileName> },
}

impl Door {
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn is_waiting(&self, http: HttpId) -> bool {
        self.waiting.contains_key(&http)
    }
}

impl Engine {
    pub(crate) fn on_http_request(&mut self, http: HttpId, peer: &Peer, head: &RequestHead) {
        let origin = Origin::of(peer, head, self.cx.settings.trusted_proxies());
        if let Some(response) = self.refuse_request(&origin, head) {
            return self.respond(http, response);
        }
        let get = matches!(head.method.as_str(), "GET" | "HEAD");
        let path = head.path().to_owned();
        match path.as_str() {
            "/healthz" if get => {
                self.respond(http, Response::json(200, &json!({"ok": true, "status": "live"})))
            }
            "/readyz" if get => {
                let response = self.readiness();
                self.respond(http, response);
            }
            "/tools/invoke" => self.on_tools_invoke(http, &origin, head),
            path if path == CANVAS || path.starts_with("/__openclaw__/canvas/") => self.on_canvas(http, head),
            _ => self.respond(http, Response::text(404, "Not Found")),
        }
    }

    fn refuse_request(&mut self, origin: &Origin, head: &RequestHead) -> Option<Response> {
        let allowed = self.cx.settings.allowed_origins();
        let named = host_is_ours(&origin.host, &self.cx.settings.host.hostname, allowed);
        if page_is_allowed(head, allowed) == Some(false) || !named {
            let from = head.header("origin").unwrap_or(&origin.host).to_owned();
            self.cx.observe(Fact::OriginRefused { origin: from, ip: origin.client_ip });
            return Some(Response::text(
                403,
                "Forbidden: unknown host or origin (see gateway.controlUi.allowedOrigins)",
            ));
        }
        (self.door.waiting.len() >= MAX_HTTP_REQUESTS)
            .then(|| Response::text(503, "too many requests").with("Retry-After", "1"))
    }

    /// Whether the gateway can do what it is for: a function of its state alone.
    fn readiness(&self) -> Response {
        let mut failing = Vec::new();
        if !self.lifecycle.is_serving() {
            failing.push("not serving");
        }
        if self.store.journal.failing().is_some() {
            failing.push("state cannot be saved");
        }
        let ready = failing.is_empty();
        let uptime = u64::try_from(self.uptime().as_millis()).unwrap_or(u64::MAX);
        let body = json!({"ready": ready, "failing": failing, "uptimeMs": uptime});
        Response::json(if ready { 200 } else { 503 }, &body)
    }

    fn on_tools_invoke(&mut self, http: HttpId, origin: &Origin, head: &RequestHead) {
        if head.method != "POST" {
            return self.respond(http, Response::text(405, "Method Not Allowed").with("Allow", "POST"));
        }
        if let Err(response) = self.check_bearer(origin, head) {
            return self.respond(http, response);
        }
        self.wait_for(http, Waiting::ToolsInvoke);
        self.cx.act(Action::AcceptBody { http, limit: MAX_TOOLS_INVOKE_BODY });
    }

    /// Checks the secret of a request, with the same limit on guesses as a handshake.
    fn check_bearer(&mut self, origin: &Origin, head: &RequestHead) -> Result<(), Response> {
        let (ip, exempt, now) = (origin.client_ip, origin.is_own_machine(), self.cx.now.mono);
        let refuse =
            || Response::json(401, &json!({"error": {"message": "Unauthorized", "type": "unauthorized"}}));
        if let Some(pause) = self.limiter.blocked(now, ip).filter(|_| !exempt) {
            let text = json!({"error": {"message": "Too many failed attempts", "type": "rate_limited"}});
            return Err(Response::json(429, &text).with("Retry-After", &pause.as_secs().max(1).to_string()));
        }
        let bearer = head.header("authorization").and_then(|v| v.trim().split_once(' '));
        let secret = bearer.filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer")).map(|(_, s)| s.trim());
        match check_secret(self.cx.settings.auth(), Offer { token: secret, password: secret }) {
            Ok(()) => {
                self.limiter.succeeded(ip);
                Ok(())
            }
            Err(error) => {
                if error.is_guess()
                    && !exempt
                    && let Some(pause) = self.limiter.failed(now, ip)
                {
                    self.cx.observe(Fact::Blocked { ip, pause });
                }
                Err(refuse())
            }
        }
    }

    pub(crate) fn on_http_body(&mut self, http: HttpId, body: Result<Vec<u8>, BodyError>) {
        match self.door.waiting.remove(&http) {
            Some(Waiting::ToolsInvoke) => {
                self.timers.cancel(&Timer::Http(http));
                self.respond(http, tools_invoke(body));
            }
            Some(other @ Waiting::Canvas { .. }) => {
                self.door.waiting.insert(http, other);
            }
            None => {}
        }
    }

    fn on_canvas(&mut self, http: HttpId, head: &RequestHead) {
        if !matches!(head.method.as_str(), "GET" | "HEAD") {
            return self.respond(http, Response::text(405, "Method Not Allowed").with("Allow", "GET, HEAD"));
        }
        let roots = self.cx.settings.canvas_roots();
        if roots.is_empty() {
            return self.respond(http, Response::text(404, "Not Found"));
        }
        let rest = head.path().strip_prefix(CANVAS).unwrap_or_default().trim_start_matches('/');
        let Some(mut path) = percent_decoded(rest) else {
            return self.respond(http, Response::text(404, "not found"));
        };
        if path.is_empty() || path.ends_with('/') {
            path.push_str("index.html");
        }
        self.wait_for(http, Waiting::Canvas { path, roots });
        self.read_canvas(http);
    }

    fn read_canvas(&mut self, http: HttpId) {
        let Some(Waiting::Canvas { path, roots, .. }) = self.door.waiting.get_mut(&http) else { return };
        let (path, dir) = (path.clone(), roots.remove(0));
        let read = FileOp::ReadBelow { dir, path, max: MAX_CANVAS_FILE };
        self.files(Owner::Canvas(http), vec![read]);
    }

    pub(crate) fn on_canvas_read(&mut self, http: HttpId, mut files: Vec<Result<FileDone, OpError>>) {
        let Some(Waiting::Canvas { path, roots }) = self.door.waiting.get(&http) else { return };
        let response = match files.pop() {
            Some(Ok(FileDone::Data { bytes, .. })) => {
                let headers = vec![
                    ("Content-Type".to_owned(), content_type(path).to_owned()),
                    ("Cache-Control".to_owned(), "no-store".to_owned()),
                ];
                Response { status: 200, headers, body: bytes, close: false }
            }
            _ if !roots.is_empty() => return self.read_canvas(http),
            _ => Response::text(404, "not found").with("Cache-Control", "no-store"),
        };
        self.timers.cancel(&Timer::Http(http));
        self.door.waiting.remove(&http);
        self.respond(http, response);
    }

    pub(crate) fn on_http_gone(&mut self, http: HttpId) {
        self.door.waiting.remove(&http);
        self.timers.cancel(&Timer::Http(http));
    }

    pub(crate) fn on_http_timeout(&mut self, http: HttpId) {
        if self.door.waiting.remove(&http).is_some() {
            self.respond(http, Response::text(504, "the answer took too long"));
        }
    }

    /// Answers every request that waits: the gateway stops.
    pub(crate) fn close_door(&mut self) {
        for (http, _) in core::mem::take(&mut self.door.waiting) {
            self.timers.cancel(&Timer::Http(http));
            self.respond(http, Response { close: true, ..Response::text(503, "the gateway is stopping") });
        }
    }

    fn wait_for(&mut self, http: HttpId, waiting: Waiting) {
        self.door.waiting.insert(http, waiting);
        self.timers.set(Timer::Http(http), self.cx.now.mono + HTTP_TIMEOUT);
    }

    fn respond(&mut self, http: HttpId, response: Response) {
        self.cx.act(Action::Respond { http, response });
    }
}

/// `POST /tools/invoke`: none of the gateway's own tools is part of this build, so every name is unknown.
fn tools_invoke(body: Result<Vec<u8>, BodyError>) -> Response {
    let invalid = |status, message: &str| {
        Response::json(status, &json!({"error": {"message": message, "type": "invalid_request_error"}}))
    };
    let body = match body {
        Ok(body) => body,
        Err(BodyError::TooLarge) => return Response { close: true, ..invalid(413, "payload too large") },
        Err(BodyError::TimedOut) => {
            return Response { close: true, ..invalid(408, "the body did not arrive in time") };
        }
        Err(BodyError::Malformed) => {
            return Response { close: true, ..invalid(400, "the body is malformed") };
        }
    };
    let text: &[u8] = if body.trim_ascii().is_empty() { b"{}" } else { &body };
    let value: Value = match serde_json::from_slice(text) {
        Ok(value) => value,
        Err(e) => return invalid(400, &format!("SyntaxError: {e}")),
    };
    match value["tool"].as_str().map(str::trim).filter(|t| !t.is_empty()) {
        None => invalid(400, "tools.invoke requires body.tool"),
        Some(tool) => {
            let message = format!("Tool not available: {tool}");
            Response::json(404, &json!({"ok": false, "error": {"type": "not_found", "message": message}}))
        }
    }
}

/// A path without its percent escapes; `None` when it leaves its directory or is no text.
fn percent_decoded(path: &str) -> Option<String> {
    let mut out = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(b) = bytes.next() {
        out.push(match b {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(core::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    let text = String::from_utf8(out).ok()?;
    let leaves = text.split('/').any(|part| part == ".." || part == ".") || text.contains(['\0', '\\']);
    (!leaves).then_some(text)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ext)| ext).to_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "js" | "mjs" => "application/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoke(body: &str) -> (u16, Value) {
        let r = tools_invoke(Ok(body.as_bytes().to_vec()));
        (r.status, serde_json::from_slice(&r.body).unwrap())
    }

    #[test]
    fn invoking_without_a_tool_is_invalid_and_an_unknown_one_is_not_found() {
        assert_eq!(invoke("").1["error"]["message"], "tools.invoke requires body.tool");
        assert_eq!(invoke("{\"tool\":\"x\"}").0, 404);
        assert_eq!(invoke("{bad").0, 400);
        assert_eq!(tools_invoke(Err(BodyError::TooLarge)).status, 413);
    }

    #[test]
    fn paths_cannot_leave_the_canvas() {
        assert_eq!(percent_decoded("a%20b/c.html").as_deref(), Some("a b/c.html"));
        assert_eq!(percent_decoded("a/%2e%2e/b"), None);
        assert_eq!(percent_decoded("../b"), None);
        assert_eq!(percent_decoded("a%0"), None);
        assert_eq!(percent_decoded("a%00"), None);
    }
}

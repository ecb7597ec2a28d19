//! One request as it is sent, over whichever connection.

use crate::fetch::dial::Dialer;
use crate::fetch::error::op_error;
use crate::fetch::proxy::Proxy;
use crate::fetch::target::Target;
use bytes::Bytes;
use core::time::Duration;
use engine::{Chunk, Fetch, OpError, OpErrorKind};
use http_body_util::Full;
use hyper::header::{
    CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION, USER_AGENT,
};
use hyper::http::response::Parts;
use hyper::{Method, Request, Uri};

/// A request and its bounds.
pub(super) struct Exchange<'a> {
    pub(super) target: Target,
    pub(super) proxy: Option<&'a Proxy>,
    pub(super) connect_timeout: Duration,
    pub(super) head_timeout: Duration,
    pub(super) idle_timeout: Duration,
    pub(super) max_body: u64,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(fetch: Fetch, user_agent: &str, dialer: &'a Dialer) -> Result<Self, OpError> {
        let target = Target::parse(&fetch.url)?;
        let proxy = dialer.proxy(&target.server)?;
        let wrong = |what: String| op_error(OpErrorKind::Other, format!("{}: {what}", target.name()));
        let method = Method::from_bytes(fetch.method.as_bytes())
            .map_err(|_| wrong("the method is not valid".to_owned()))?;
        let mut headers = HeaderMap::new();
        headers.insert(HOST, value(&target.server.authority()).ok_or_else(|| wrong("bad host".to_owned()))?);
        for (name, secret) in &fetch.headers {
            let parsed = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| wrong("a header name is not valid".to_owned()))?;
            let mut value = value(secret.expose())
                .ok_or_else(|| wrong(format!("the value of header {parsed} is not valid")))?;
            value.set_sensitive(true);
            if parsed != HOST && parsed != CONTENT_LENGTH {
                headers.append(parsed, value);
            }
        }
        if !headers.contains_key(USER_AGENT)
            && let Some(user_agent) = value(user_agent)
        {
            headers.insert(USER_AGENT, user_agent);
        }
        if !fetch.body.is_empty() || [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(fetch.body.len()));
        }
        let mut uri = Uri::from(target.path.clone());
        if let Some(proxy) = proxy.filter(|_| !target.server.tls) {
            uri = target.absolute().parse().map_err(|_| wrong("the url is not valid".to_owned()))?;
            if let Some(authorization) = &proxy.authorization {
                headers.insert(PROXY_AUTHORIZATION, authorization.clone());
            }
        }
        Ok(Self {
            proxy,
            connect_timeout: fetch.connect_timeout,
            head_timeout: fetch.head_timeout,
            idle_timeout: fetch.idle_timeout,
            max_body: fetch.max_body,
            method,
            uri,
            headers,
            body: Bytes::from(fetch.body),
            target,
        })
    }

    pub(super) fn request(&self) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::new(self.body.clone()));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        request
    }

    pub(super) fn failed(&self, kind: OpErrorKind, what: &str) -> OpError {
        op_error(kind, format!("{}: {what}", self.target.name()))
    }
}

/// The head of a response as the engine reads it.
pub(super) fn head_chunk(head: &Parts) -> Chunk {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value)));
    Chunk::Head { status: head.status.as_u16(), headers: headers.collect() }
}

fn value(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_bytes(text.as_bytes()).ok()
}

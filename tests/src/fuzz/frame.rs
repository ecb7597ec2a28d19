//! Frames.

use protocol_spec::frame::{
    BadFrame, Frame, ResponseFrame, decode, decode_request, encode_request, encode_response_err,
    encode_response_ok, event_body, event_tail,
};
use serde_json::Value;

use super::judge;

/// A frame that is read is written as one that reads the same; the strict reader takes exactly what the
/// published schema calls a request; what is refused is refused with a reason and an id to answer under.
pub fn frame(data: &[u8]) {
    let strict = serde_json::from_slice::<Value>(data).ok();
    let request = decode_request(data);
    if let Some(value) = &strict {
        assert_eq!(request.is_ok(), judge::accepts("RequestFrame", value), "{value}: {request:?}");
    }
    match &request {
        Ok(request) => {
            let mut text = String::new();
            encode_request(&mut text, &request.id, &request.method, request.params.as_ref());
            assert_eq!(decode_request(text.as_bytes()).as_ref(), Ok(request), "{text}");
            assert_eq!(decode(text.as_bytes()), Ok(Frame::Request(request.clone())), "{text}");
        }
        Err(BadFrame::NotJson) => assert_eq!(strict, None, "JSON is refused as none"),
        Err(BadFrame::Invalid { echo_id, errors }) => {
            assert!(!echo_id.is_null() && !errors.is_empty(), "refused without a reason");
            let sent = strict.as_ref().and_then(|value| value.get("id")).filter(|id| !id.is_null());
            if strict.is_some() {
                assert_eq!(*echo_id, sent.cloned().unwrap_or_else(|| Value::from("invalid")));
            }
        }
    }
    match decode(data) {
        Ok(Frame::Request(any)) => assert_eq!(request, Ok(any), "a request for one reader only"),
        Ok(Frame::Response(response)) => check_response(&response),
        Ok(Frame::Event(event)) => {
            let text = match &event.payload {
                Some(payload) => {
                    event_body(&event.event, payload) + &event_tail(event.seq, event.state_version)
                }
                None => serde_json::to_string(&event).expect("a frame is plain data"),
            };
            assert_eq!(decode(text.as_bytes()), Ok(Frame::Event(event)), "{text}");
        }
        Err(BadFrame::NotJson) => assert_eq!(request, Err(BadFrame::NotJson)),
        Err(BadFrame::Invalid { errors, .. }) => assert!(!errors.is_empty(), "refused without a reason"),
    }
}

fn check_response(response: &ResponseFrame) {
    let mut text = String::new();
    match response {
        ResponseFrame { id, ok: true, payload: Some(payload), error: None } => {
            encode_response_ok(&mut text, id, payload);
        }
        ResponseFrame { id, ok: false, payload, error: Some(error) } => {
            encode_response_err(&mut text, id, error, payload.as_ref());
        }
        other => text = serde_json::to_string(other).expect("a frame is plain data"),
    }
    assert_eq!(decode(text.as_bytes()), Ok(Frame::Response(response.clone())), "{text}");
}

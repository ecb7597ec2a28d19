use super::*;
use crate::limits::MAX_JSON_DEPTH;
use crate::{ErrorCode, Event};

#[track_caller]
fn check_invalid(text: &str, echo_id: Value, errors: &str) {
    let expected = BadFrame::Invalid { echo_id, errors: errors.to_owned() };
    assert_eq!(decode_request(text.as_bytes()), Err(expected));
}

#[track_caller]
fn check_request(text: &str, id: &str, method: &str, params: Option<Value>) {
    let expected = RequestFrame { id: id.to_owned(), method: method.to_owned(), params };
    assert_eq!(decode_request(text.as_bytes()), Ok(expected));
}

#[test]
fn a_request_is_read_in_any_order_of_keys() {
    check_request(r#"{"params":[1],"method":"m","id":"i","type":"req"}"#, "i", "m", Some(json!([1])));
    check_request(r#"{"type":"req","id":"i","method":"m"}"#, "i", "m", None);
}

#[test]
fn absent_and_null_params_become_an_empty_object() {
    for text in
        [r#"{"type":"req","id":"i","method":"m"}"#, r#"{"type":"req","id":"i","method":"m","params":null}"#]
    {
        assert_eq!(decode_request(text.as_bytes()).unwrap().into_params(), json!({}), "{text}");
    }
}

#[test]
fn text_that_is_no_json_is_told_apart() {
    for text in ["", "{broken", "{}{}", "\u{feff}{}", "nul", "{\"a\":\"\\ud8\"}"] {
        assert_eq!(decode_request(text.as_bytes()), Err(BadFrame::NotJson), "{text:?}");
    }
}

#[test]
fn values_that_are_no_object_are_invalid() {
    for text in ["[]", "42", "null", "\"req\"", "[{\"id\":\"x\"}]"] {
        check_invalid(text, json!("invalid"), "must be object");
    }
}

#[test]
fn the_id_is_echoed_whatever_its_type() {
    let wrong_id = |id: &str| format!(r#"{{"type":"req","id":{id},"method":"m"}}"#);
    check_invalid(&wrong_id("7"), json!(7), "at /id: must be string");
    check_invalid(&wrong_id("[1,{}]"), json!([1, {}]), "at /id: must be string");
    check_invalid(&wrong_id("false"), json!(false), "at /id: must be string");
    check_invalid(&wrong_id("null"), json!("invalid"), "at /id: must be string");
    check_invalid(&wrong_id("\"\""), json!(""), "at /id: must NOT have fewer than 1 characters");
    check_invalid(r#"{"type":"req","method":"m"}"#, json!("invalid"), "must have required property 'id'");
}

#[test]
fn a_frame_of_another_type_lists_everything_wrong() {
    let expected = "must have required property 'id'; must have required property 'method'; \
                    at root: unexpected property 'event'; at /type: must be equal to constant";
    check_invalid(r#"{"type":"event","event":"x"}"#, json!("invalid"), expected);
}

#[test]
fn an_extra_key_is_refused() {
    let text = r#"{"type":"req","id":"i","method":"m","extra":1}"#;
    check_invalid(text, json!("i"), "at root: unexpected property 'extra'");
}

#[test]
fn the_last_of_duplicate_keys_counts() {
    check_request(r#"{"type":"res","type":"req","id":"a","id":"b","method":"m"}"#, "b", "m", None);
}

#[test]
fn nesting_has_a_limit_and_no_stack_is_needed_to_find_it() {
    let nested = |params_depth: usize| {
        let params = "[".repeat(params_depth) + &"]".repeat(params_depth);
        format!(r#"{{"type":"req","id":"i","method":"m","params":{params}}}"#)
    };
    assert!(decode_request(nested(MAX_JSON_DEPTH - 1).as_bytes()).is_ok());
    assert_eq!(decode_request(nested(MAX_JSON_DEPTH).as_bytes()), Err(BadFrame::NotJson));
    assert_eq!(decode_request("[".repeat(500_000).as_bytes()), Err(BadFrame::NotJson));
}

#[test]
fn half_an_emoji_is_replaced() {
    let text = r#"{"type":"req","id":"i","method":"m","params":"\ud83d \\ud83d \ud83d\ude00 \ude00\n"}"#;
    check_request(text, "i", "m", Some(json!("\u{fffd} \\ud83d \u{1f600} \u{fffd}\n")));
}

#[test]
fn bytes_that_are_no_utf8_are_replaced() {
    let request = decode_request(b"{\"type\":\"req\",\"id\":\"\xff\",\"method\":\"m\"}").unwrap();
    assert_eq!(request.id, "\u{fffd}");
}

#[test]
fn responses_have_their_keys_in_order() {
    let mut out = String::from("kept ");
    encode_response_ok(&mut out, "i\"", &json!({ "b": 1, "a": 2 }));
    assert_eq!(out, r#"kept {"type":"res","id":"i\"","ok":true,"payload":{"b":1,"a":2}}"#);

    out.clear();
    let error =
        ErrorShape::new(ErrorCode::InvalidRequest, "no").with_details(json!({ "x": 1 })).with_retry_after(5);
    encode_response_err(&mut out, &json!(7), &error, Some(&json!(null)));
    let error =
        r#"{"code":"INVALID_REQUEST","message":"no","details":{"x":1},"retryable":true,"retryAfterMs":5}"#;
    assert_eq!(out, format!(r#"{{"type":"res","id":7,"ok":false,"payload":null,"error":{error}}}"#));

    out.clear();
    encode_response_err(&mut out, "i", &ErrorShape::new(ErrorCode::Unavailable, "x"), None);
    assert_eq!(out, r#"{"type":"res","id":"i","ok":false,"error":{"code":"UNAVAILABLE","message":"x"}}"#);
}

#[test]
fn events_share_a_body_and_differ_in_their_tail() {
    let body = event_body(Event::Tick, &json!({ "ts": 1 }));
    let event = |seq, state_version| body.clone() + &event_tail(seq, state_version);
    assert_eq!(event(None, None), r#"{"type":"event","event":"tick","payload":{"ts":1}}"#);
    assert_eq!(event(Some(9), None), r#"{"type":"event","event":"tick","payload":{"ts":1},"seq":9}"#);
    let versions = StateVersion { presence: 2, health: 3 };
    let expected = r#"{"type":"event","event":"tick","payload":{"ts":1},"seq":9,"stateVersion":{"presence":2,"health":3}}"#;
    assert_eq!(event(Some(9), Some(versions)), expected);
}

#[test]
fn a_client_reads_what_a_gateway_writes() {
    let mut out = String::new();
    encode_response_ok(&mut out, "i", &json!(null));
    let response = ResponseFrame { id: json!("i"), ok: true, payload: Some(Value::Null), error: None };
    assert_eq!(decode(out.as_bytes()), Ok(Frame::Response(response)));

    let versions = StateVersion { presence: 2, health: 3 };
    let out = event_body("new.event", &json!([])) + &event_tail(Some(1), Some(versions));
    let event = EventFrame {
        event: "new.event".to_owned(),
        payload: Some(json!([])),
        seq: Some(1),
        state_version: Some(versions),
    };
    assert_eq!(decode(out.as_bytes()), Ok(Frame::Event(event)));
}

#[test]
fn a_gateway_reads_what_a_client_writes() {
    let mut out = String::new();
    encode_request(&mut out, "i", "m", Some(&json!({ "a": 1 })));
    check_request(&out, "i", "m", Some(json!({ "a": 1 })));
    assert_eq!(serde_json::to_string(&decode_request(out.as_bytes()).unwrap()).unwrap(), out);
    out.clear();
    encode_request::<Value>(&mut out, "i", "m", None);
    check_request(&out, "i", "m", None);
}

#[test]
fn a_client_ignores_what_it_does_not_know() {
    assert!(decode(br#"{"type":"event","event":"tick","newer":1}"#).is_ok());
    assert!(matches!(decode(br#"{"type":"event"}"#), Err(BadFrame::Invalid { .. })));
    assert!(matches!(decode(br#"{"type":"newer"}"#), Err(BadFrame::Invalid { .. })));
}

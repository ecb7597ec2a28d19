use super::super::testing::{cuts, masked_frame, plain_frame};
use super::*;

fn server() -> Ws {
    Ws::server(WsLimits::default(), &[])
}

/// What a server sees and answers; the same however the bytes are cut.
#[track_caller]
fn check(frames: &[Vec<u8>]) -> (Vec<WsEvent>, Vec<u8>) {
    let bytes = frames.concat();
    let whole = converse(server(), &[&bytes]);
    for pieces in cuts(&bytes) {
        assert_eq!(converse(server(), &pieces), whole, "{} pieces", pieces.len());
    }
    whole
}

fn converse(mut ws: Ws, pieces: &[&[u8]]) -> (Vec<WsEvent>, Vec<u8>) {
    let mut events = Vec::new();
    let mut output = Vec::new();
    for piece in pieces {
        ws.receive(piece);
        events.extend(core::iter::from_fn(|| ws.poll()));
        output.extend(ws.take_output());
    }
    (events, output)
}

#[track_caller]
fn check_fails(frames: &[Vec<u8>], code: u16) {
    let (events, output) = check(frames);
    assert!(matches!(events.last(), Some(WsEvent::Failed { code: own, .. }) if *own == code), "{events:?}");
    assert_eq!(output, plain_frame(0x88, &code.to_be_bytes()), "the reference sends the code and no reason");
}

fn text(text: &str) -> WsEvent {
    WsEvent::Text(text.into())
}

fn binary(bytes: &[u8]) -> WsEvent {
    WsEvent::Binary(bytes.to_vec())
}

#[test]
fn messages_arrive_whole_and_in_order() {
    let long = "ä".repeat(400);
    let (events, output) = check(&[
        masked_frame(0x81, b"hello"),
        masked_frame(0x82, &[0, 255]),
        masked_frame(0x81, b""),
        masked_frame(0x81, long.as_bytes()),
    ]);
    assert_eq!(events, [text("hello"), binary(&[0, 255]), text(""), text(&long)]);
    assert!(output.is_empty());
}

#[test]
fn fragments_make_one_message_around_control_frames() {
    let snowman = "☃".as_bytes();
    let (events, output) = check(&[
        masked_frame(0x01, &snowman[..1]),
        masked_frame(0x89, b"ping"),
        masked_frame(0x00, &snowman[1..2]),
        masked_frame(0x8a, b"pong"),
        masked_frame(0x00, b""),
        masked_frame(0x80, &snowman[2..]),
        masked_frame(0x02, b"a"),
        masked_frame(0x80, b"b"),
    ]);
    assert_eq!(events, [text("☃"), binary(b"ab")]);
    assert_eq!(output, plain_frame(0x8a, b"ping"));
}

#[test]
fn each_ping_is_answered_with_its_payload() {
    let long = [7; 125];
    let (events, output) = check(&[masked_frame(0x89, b""), masked_frame(0x89, &long)]);
    assert_eq!(events, []);
    assert_eq!(output, [plain_frame(0x8a, b""), plain_frame(0x8a, &long)].concat());
}

#[test]
fn lengths_may_be_longer_than_needed() {
    let payload = masked_frame(0x81, b"hi").split_off(2);
    let long = [&[0x81, 0xfe, 0, 2][..], &payload].concat();
    let longest = [&[0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 2][..], &payload].concat();
    assert_eq!(check(&[long, longest]).0, [text("hi"), text("hi")]);
}

#[test]
fn broken_rules_end_the_connection_with_1002() {
    for first in [0x83, 0x87, 0x8b, 0x8f, 0xc1, 0xa1, 0x91, 0x80, 0x00, 0x09, 0x08, 0x0a] {
        check_fails(&[masked_frame(first, b"hi")], 1002);
    }
    check_fails(&[plain_frame(0x81, b"hi")], 1002);
    check_fails(&[masked_frame(0x01, b"a"), masked_frame(0x81, b"b")], 1002);
    check_fails(&[masked_frame(0x01, b"a"), masked_frame(0x02, b"b")], 1002);
    check_fails(&[masked_frame(0x89, &[0; 126])], 1002);
    check_fails(&[vec![0x89, 0xfe, 0, 5, 1, 2, 3, 4]], 1002);
    check_fails(&[masked_frame(0x88, b"x")], 1002);
    for code in [0_u16, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535] {
        check_fails(&[masked_frame(0x88, &code.to_be_bytes())], 1002);
    }
}

#[test]
fn text_that_is_not_utf8_ends_the_connection_with_1007() {
    for bytes in [&b"\xff"[..], b"a\xe2\x82", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80"] {
        check_fails(&[masked_frame(0x81, bytes)], 1007);
        check_fails(&[masked_frame(0x01, b""), masked_frame(0x80, bytes)], 1007);
    }
    check_fails(&[masked_frame(0x88, b"\x03\xe8\xff")], 1007);
    assert_eq!(check(&[masked_frame(0x01, b"\xff")]).0, [], "the reference looks at the whole message");
    assert_eq!(check(&[masked_frame(0x82, b"\xff")]).0, [binary(b"\xff")], "binary may hold anything");
}

#[test]
fn a_message_over_the_limit_is_refused_at_its_header() {
    let header_only = |len: u64| [&[0x81, 0xff][..], &len.to_be_bytes(), &[1, 2, 3, 4]].concat();
    for len in [524_289, 1 << 32, 1 << 63, u64::MAX] {
        check_fails(&[header_only(len)], 1009);
    }
    let mut ws = server();
    ws.receive(&header_only(524_288));
    assert_eq!(ws.poll(), None, "exactly the limit may come");
}

#[test]
fn a_message_of_exactly_the_limit_arrives() {
    let largest = "x".repeat(524_288);
    let one = masked_frame(0x81, largest.as_bytes());
    let two = [
        masked_frame(0x01, &largest.as_bytes()[..300_000]),
        masked_frame(0x80, &largest.as_bytes()[300_000..]),
    ];
    for bytes in [one, two.concat()] {
        for cut in [bytes.len(), 65_536, 1_000, 7] {
            let pieces: Vec<_> = bytes.chunks(cut).collect();
            assert_eq!(converse(server(), &pieces).0, [text(&largest)]);
        }
    }
}

#[test]
fn fragments_over_the_limit_are_refused_at_the_header_that_exceeds_it() {
    let limits = WsLimits { max_message: 10, ..WsLimits::default() };
    let mut ws = Ws::server(limits, &masked_frame(0x01, b"12345678"));
    ws.receive(&masked_frame(0x00, b"90"));
    ws.receive(&masked_frame(0x00, b""));
    assert_eq!(ws.poll(), None);
    ws.receive(&masked_frame(0x80, b"1")[..6]);
    assert!(matches!(ws.poll(), Some(WsEvent::Failed { code: 1009, .. })));
}

#[test]
fn a_stranger_may_say_less_than_a_client() {
    let large = "x".repeat(MAX_STRANGERS_MESSAGE + 1);
    let in_one = masked_frame(0x81, large.as_bytes());
    let in_two =
        [masked_frame(0x01, &large.as_bytes()[..40_000]), masked_frame(0x80, &large.as_bytes()[40_000..])];
    for bytes in [in_one, in_two.concat()] {
        let mut ws = Ws::server(WsLimits::of_a_stranger(), &masked_frame(0x81, b"connect"));
        assert_eq!(ws.poll(), Some(text("connect")));
        ws.set_max_message(MAX_MESSAGE);
        ws.receive(&bytes);
        assert_eq!(ws.poll(), Some(text(&large)));
        let stranger = Ws::server(WsLimits::of_a_stranger(), &[]);
        let (events, _) = converse(stranger, &[&bytes]);
        assert!(matches!(events[..], [WsEvent::Failed { code: 1009, .. }]), "{} events", events.len());
    }
}

#[test]
fn what_came_before_a_fault_is_delivered() {
    let (events, _) = check(&[masked_frame(0x81, b"a"), masked_frame(0x83, b"x"), masked_frame(0x81, b"b")]);
    assert_eq!(events.len(), 2);
    assert_eq!(events[0], text("a"));
}

#[test]
fn the_peer_s_close_is_echoed_and_ends_everything() {
    for (payload, code, reason) in [
        (&b""[..], None, ""),
        (b"\x03\xe8", Some(1000), ""),
        (b"\x0f\xa0bye \xe2\x98\x83", Some(4000), "bye ☃"),
    ] {
        let (events, output) = check(&[masked_frame(0x88, payload), masked_frame(0x81, b"late")]);
        assert_eq!(events, [WsEvent::Closed { code, reason: reason.to_owned() }]);
        assert_eq!(output, plain_frame(0x88, payload));
    }
}

#[test]
fn our_close_waits_for_the_peer_s_and_is_sent_once() {
    let mut ws = server();
    assert!(!ws.is_closing());
    ws.close(1008, "invalid role");
    ws.close(1000, "again");
    assert!(ws.is_closing() && ws.has_output());
    assert_eq!(ws.take_output(), plain_frame(0x88, b"\x03\xf0invalid role"));
    ws.receive(&[masked_frame(0x81, b"under way"), masked_frame(0x89, b"ping")].concat());
    assert_eq!(ws.poll(), Some(text("under way")));
    ws.receive(&masked_frame(0x88, b"\x03\xf0"));
    assert_eq!(ws.poll(), Some(WsEvent::Closed { code: Some(1008), reason: String::new() }));
    assert!(!ws.has_output(), "no pong and no second close frame");
}

#[test]
fn a_fault_after_our_close_sends_no_second_close() {
    let mut ws = server();
    ws.close(1000, "");
    assert_eq!(ws.take_output(), plain_frame(0x88, b"\x03\xe8"));
    ws.receive(&plain_frame(0x81, b"x"));
    assert!(matches!(ws.poll(), Some(WsEvent::Failed { code: 1002, .. })));
    assert!(ws.take_output().is_empty());
}

#[test]
fn a_long_close_reason_is_cut() {
    let mut ws = server();
    ws.close(1008, &"☃".repeat(100));
    let output = ws.take_output();
    assert_eq!(output.len(), 4 + 123);
    assert!(core::str::from_utf8(&output[4..]).is_ok());
}

#[test]
fn the_first_frames_may_come_with_the_handshake() {
    let mut ws = Ws::server(WsLimits::default(), &masked_frame(0x81, b"early"));
    assert_eq!(ws.poll(), Some(text("early")));
}

#[test]
fn a_client_reads_unmasked_frames_only() {
    let mut ws = Ws::client(WsLimits::default(), &plain_frame(0x81, b"hello"), [1; 32]);
    assert_eq!(ws.poll(), Some(text("hello")));
    ws.receive(&masked_frame(0x81, b"x"));
    assert!(matches!(ws.poll(), Some(WsEvent::Failed { code: 1002, .. })));
}

#[test]
fn all_frames_of_a_client_are_masked_and_reach_a_server() {
    let long = "y".repeat(70_000);
    let mut client = Ws::client(WsLimits::default(), &[], [1; 32]);
    let mut bytes = Vec::new();
    for message in ["", "hello", &long[..126], &long] {
        bytes.extend(client.encode_client_text(message));
    }
    client.receive(&plain_frame(0x89, b"ping"));
    bytes.extend(client.take_output());
    client.close(4000, "done");
    bytes.extend(client.take_output());
    let (events, output) = converse(server(), &[&bytes]);
    let closed = WsEvent::Closed { code: Some(4000), reason: "done".to_owned() };
    assert_eq!(events, [text(""), text("hello"), text(&long[..126]), text(&long), closed]);
    assert_eq!(output, plain_frame(0x88, b"\x0f\xa0done"));
}

#[test]
fn a_client_s_masks_follow_from_its_seed_and_differ_per_frame() {
    let frames = |seed: u8| {
        let mut ws = Ws::client(WsLimits::default(), &[], [seed; 32]);
        [ws.encode_client_text("same"), ws.encode_client_text("same")]
    };
    assert_eq!(frames(1), frames(1));
    assert_ne!(frames(1), frames(2));
    let [first, second] = frames(1);
    assert_ne!(first[2..6], second[2..6]);
}

#[test]
fn a_peer_that_does_not_read_its_pongs_costs_a_bounded_output() {
    let mut ws = server();
    for number in 0..1_000_u32 {
        ws.receive(&masked_frame(0x89, &number.to_be_bytes()));
    }
    ws.close(1000, "");
    let output = ws.take_output();
    assert!(output.len() < 2 * 1024 + 64, "{}", output.len());
    let last = [plain_frame(0x8a, &999_u32.to_be_bytes()), plain_frame(0x88, b"\x03\xe8")].concat();
    assert!(output.ends_with(&last));
}

#[test]
fn an_idle_connection_fits_in_two_and_a_half_kilobytes() {
    let mut ws = server();
    let large = masked_frame(0x81, &[b'x'; 500_000]);
    for frame in [&large, &masked_frame(0x81, b"small"), &large] {
        ws.receive(frame);
        assert!(matches!(ws.poll(), Some(WsEvent::Text(_))));
        assert_eq!(ws.poll(), None);
    }
    let events = ws.events.capacity() * size_of::<WsEvent>();
    let idle = size_of::<Ws>() + READ_BUFFER + events;
    assert!(idle <= 2_560, "{} + {READ_BUFFER} + {events} bytes", size_of::<Ws>());
}

#[test]
fn a_message_in_fragments_is_held_in_no_more_than_the_limit() {
    let limits = WsLimits { max_message: 10_000, ..WsLimits::default() };
    let mut ws = Ws::server(limits, &masked_frame(0x01, &[b'x'; 6_000]));
    for _ in 0..39 {
        ws.receive(&masked_frame(0x00, &[b'x'; 100]));
        assert!(ws.fragments.capacity() <= 10_000, "{}", ws.fragments.capacity());
    }
    ws.receive(&masked_frame(0x80, &[b'x'; 100]));
    assert_eq!(ws.poll(), Some(text(&"x".repeat(10_000))));
    assert_eq!(ws.fragments.capacity(), 0);
}

#[test]
fn many_messages_in_one_read_leave_no_large_queue_behind() {
    let mut ws = server();
    ws.receive(&masked_frame(0x81, b"").repeat(5_000));
    assert_eq!(core::iter::from_fn(|| ws.poll()).count(), 5_000);
    assert!(ws.events.capacity() <= IDLE_EVENTS);
}

use super::*;
use crate::time::UnixMs;
use serde_json::json;

/// A client, the time it lives in, and what it did since it was last asked.
struct World {
    client: Client,
    now: Now,
}

const PATIENT: RequestOptions = RequestOptions { timeout: None, expect_final: false };

fn setup(reconnect: Reconnect) -> Setup {
    let mut setup = Setup::command("1", "linux");
    setup.token = Some("shared".into());
    setup.identity = Some(DeviceIdentity::generate([4; 32], UnixMs(1)));
    setup.reconnect = reconnect;
    setup
}

impl World {
    fn new(setup: Setup) -> Self {
        let now = Now { mono: Instant::from_nanos(1_000), wall: UnixMs(1_000_000) };
        Self { client: Client::new(setup, [9; 32], now), now }
    }

    /// A world whose client has done its handshake, with what that told.
    fn ready(setup: Setup) -> Self {
        let mut world = Self::new(setup);
        world.open();
        world.message(&hello(&world.connect_id(), "issued"));
        world
    }

    /// The client's next connection is open and challenged; returns the frame of `connect`.
    fn open(&mut self) -> Value {
        self.input(ClientInput::Connected);
        self.take();
        self.message(&challenge());
        let [ClientAction::Send(frame)] = &self.take()[..] else { panic!("no connect") };
        serde_json::from_str(frame.expose()).unwrap()
    }

    fn connect_id(&self) -> String {
        let Link::Proving { id, .. } = self.client.link else { panic!("{:?}", self.client.link) };
        id.to_string()
    }

    fn input(&mut self, input: ClientInput) {
        self.client.handle_input(self.now, input);
    }

    fn message(&mut self, frame: &Value) {
        self.input(ClientInput::Message(frame.to_string()));
    }

    fn request(&mut self, options: RequestOptions) -> RequestId {
        self.client.request(self.now, "health", json!({}), options)
    }

    fn take(&mut self) -> Vec<ClientAction> {
        core::iter::from_fn(|| self.client.poll_action()).collect()
    }

    fn events(&mut self) -> Vec<ClientEvent> {
        let event = |action| if let ClientAction::Event(event) = action { Some(event) } else { None };
        self.take().into_iter().filter_map(event).collect()
    }

    /// Goes on to the next time the client asked for and wakes it; returns how long that took.
    fn wake(&mut self) -> Duration {
        let at = self.client.poll_timeout().expect("a timeout");
        let passed = at - self.now.mono;
        self.now.mono = at;
        self.input(ClientInput::Timeout);
        passed
    }
}

fn challenge() -> Value {
    json!({"type": "event", "event": "connect.challenge", "payload": {"nonce": "n", "ts": 1}})
}

fn hello(id: &str, device_token: &str) -> Value {
    json!({"type": "res", "id": id, "ok": true, "payload": {
        "type": "hello-ok", "protocol": 3,
        "server": {"version": "dev", "host": "h", "connId": "c"},
        "features": {"methods": ["health"], "events": ["tick"]},
        "snapshot": {"presence": [], "health": {}, "stateVersion": {"presence": 1, "health": 1}, "uptimeMs": 1},
        "auth": {"deviceToken": device_token, "role": "operator", "scopes": ["operator.admin"]},
        "policy": {"maxPayload": 200, "maxBufferedBytes": 1000, "tickIntervalMs": 30_000}}})
}

fn refusal(id: &str, message: &str) -> Value {
    json!({"type": "res", "id": id, "ok": false, "error": {"code": "INVALID_REQUEST", "message": message}})
}

fn event(seq: u64) -> Value {
    json!({"type": "event", "event": "tick", "payload": {"ts": 1}, "seq": seq})
}

fn seconds(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn over(disconnect: Disconnect) -> ClientEvent {
    ClientEvent::Disconnected { disconnect, retry: None }
}

fn issued(token: &str) -> ClientEvent {
    let scopes = vec!["operator.admin".to_owned()];
    ClientEvent::Token(TokenChange::Issued(DeviceToken {
        token: token.into(),
        role: "operator".to_owned(),
        scopes,
    }))
}

#[test]
fn a_client_asks_for_a_connection_at_once() {
    let mut world = World::new(setup(Reconnect::Never));
    assert!(matches!(world.take()[..], [ClientAction::Connect(Connect { attempt: 1, .. })]));
}

#[test]
fn the_challenge_is_answered_with_a_signed_connect() {
    let mut world = World::new(setup(Reconnect::Never));
    let frame = world.open();
    assert_eq!((frame["method"].as_str(), frame["type"].as_str()), (Some("connect"), Some("req")));
    assert_eq!(frame["params"]["device"]["nonce"], "n");
    assert_eq!(frame["params"]["device"]["signedAt"], 1_000_000);
    assert_eq!(frame["params"]["client"]["instanceId"].as_str().map(str::len), Some(36));
}

#[test]
fn without_a_challenge_connect_is_sent_after_a_while_without_a_nonce() {
    let mut world = World::new(setup(Reconnect::Never));
    world.input(ClientInput::Connected);
    world.take();
    assert_eq!(world.wake(), Duration::from_millis(750));
    let [ClientAction::Send(frame)] = &world.take()[..] else { panic!() };
    let frame: Value = serde_json::from_str(frame.expose()).unwrap();
    assert_eq!(frame["params"]["device"].get("nonce"), None);
    world.message(&challenge());
    assert_eq!((world.take(), world.client.ignored_messages()), (vec![], 1));
}

#[test]
fn a_challenge_without_a_nonce_counts_as_none() {
    for payload in [json!({}), json!({"nonce": " "}), json!({"nonce": 5}), Value::Null] {
        let mut world = World::new(setup(Reconnect::Never));
        world.input(ClientInput::Connected);
        world.take();
        world.message(&json!({"type": "event", "event": "connect.challenge", "payload": payload}));
        let [ClientAction::Send(frame)] = &world.take()[..] else { panic!("{payload}") };
        assert!(!frame.expose().contains("nonce"), "{payload}");
    }
}

#[test]
fn hello_makes_it_ready_and_the_token_is_told_apart() {
    let mut world = World::ready(setup(Reconnect::Never));
    let events = world.events();
    let [token, ClientEvent::Ready(hello)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((token, hello.server.conn_id.as_str()), (&issued("issued"), "c"));
    assert_eq!(hello.auth.as_ref().map(|auth| auth.device_token.as_str()), Some(""));
}

#[test]
fn a_known_token_is_no_news() {
    let mut setup = setup(Reconnect::Never);
    setup.device_token = Some("issued".into());
    let events = World::ready(setup).events();
    assert!(matches!(events[..], [ClientEvent::Ready(_)]), "{events:?}");
}

#[test]
fn a_request_made_early_is_sent_after_the_handshake() {
    let mut world = World::new(setup(Reconnect::Never));
    let id = world.request(PATIENT);
    assert!(world.events().is_empty());
    world.open();
    world.message(&hello(&world.connect_id(), "issued"));
    let sent = world.take().into_iter().find_map(|action| match action {
        ClientAction::Send(frame) => Some(frame.expose().clone()),
        ClientAction::Connect(_) | ClientAction::Close { .. } | ClientAction::Event(_) => None,
    });
    assert_eq!(sent, Some(format!(r#"{{"type":"req","id":"{id}","method":"health","params":{{}}}}"#)));
}

#[test]
fn an_answer_comes_back_with_its_request() {
    let mut world = World::ready(setup(Reconnect::Never));
    let (first, second) = (world.request(PATIENT), world.request(PATIENT));
    world.take();
    world.message(&json!({"type": "res", "id": second.to_string(), "ok": true, "payload": 2}));
    world.message(&refusal(&first.to_string(), "missing scope: operator.read"));
    let error = ErrorShape {
        code: "INVALID_REQUEST".to_owned(),
        message: "missing scope: operator.read".to_owned(),
        ..ErrorShape::default()
    };
    let error = RequestError::Refused { error: Box::new(error), payload: None };
    assert_eq!(
        world.events(),
        [ClientEvent::Response { id: second, result: Ok(json!(2)) }, failed(first, error)]
    );
}

#[test]
fn a_request_times_out_even_before_there_is_a_connection() {
    let mut world = World::new(setup(Reconnect::Never));
    let id = world.request(RequestOptions::default());
    assert_eq!(world.wake(), seconds(10));
    assert_eq!(world.events(), [failed(id, RequestError::Timeout(seconds(10)))]);
    assert!(world.client.ended().is_none());
}

#[test]
fn a_request_over_the_gateways_limit_fails_and_the_connection_stays() {
    let mut world = World::ready(setup(Reconnect::Never));
    world.take();
    let id = world.client.request(world.now, "x", json!("x".repeat(200)), PATIENT);
    let [ClientEvent::Response { id: answered, result: Err(error) }] = &world.events()[..] else { panic!() };
    assert_eq!((*answered, matches!(error, RequestError::TooLarge { max: 200, .. })), (id, true));
    world.request(PATIENT);
    assert!(matches!(world.take()[..], [ClientAction::Send(_)]));
}

#[test]
fn unanswered_requests_fail_with_the_close_of_the_connection() {
    let mut world = World::ready(setup(Reconnect::Never));
    let id = world.request(PATIENT);
    world.take();
    world.input(ClientInput::Closed { code: 1012, reason: "service restart".to_owned() });
    let lost = Disconnect::new(1012, "service restart", Cause::Peer);
    assert_eq!(world.events(), [failed(id, RequestError::Disconnected(lost.clone())), over(lost.clone())]);
    let late = world.request(PATIENT);
    assert_eq!(world.events(), [failed(late, RequestError::Disconnected(lost))]);
}

#[test]
fn one_attempt_is_all_a_command_makes() {
    let mut world = World::new(setup(Reconnect::Never));
    let id = world.request(PATIENT);
    world.take();
    let detail = "connect ECONNREFUSED 127.0.0.1:1".to_owned();
    world.input(ClientInput::ConnectFailed { detail: detail.clone() });
    let lost = Disconnect::unreachable(detail);
    assert_eq!(
        (lost.to_string().as_str(), lost.detail()),
        (
            "gateway closed (1006 abnormal closure (no close frame)): no close reason",
            Some("connect ECONNREFUSED 127.0.0.1:1")
        )
    );
    assert_eq!(world.events(), [failed(id, RequestError::Disconnected(lost.clone())), over(lost)]);
    assert_eq!((world.client.ended().is_some(), world.client.poll_timeout()), (true, None));
}

#[test]
fn a_refused_connect_is_hung_up_on_as_the_reference_does() {
    let mut world = World::new(setup(Reconnect::Never));
    world.open();
    world.message(&refusal(&world.connect_id(), "unauthorized: gateway token mismatch (x)"));
    let actions = world.take();
    let [
        ClientAction::Close { code: 1008, reason },
        ClientAction::Event(ClientEvent::Disconnected { disconnect, .. }),
    ] = &actions[..]
    else {
        panic!("{actions:?}")
    };
    assert_eq!(reason, "connect failed");
    assert_eq!(disconnect.to_string(), "gateway closed (1008): connect failed");
    assert_eq!(disconnect.detail(), Some("unauthorized: gateway token mismatch (x)"));
}

#[test]
fn an_answer_to_connect_that_is_no_hello_is_hung_up_on() {
    let mut world = World::new(setup(Reconnect::Never));
    world.open();
    world.message(
        &json!({"type": "res", "id": world.connect_id(), "ok": true, "payload": {"type": "hello-ok"}}),
    );
    let Some(ClientEvent::Disconnected { disconnect, .. }) = world.events().pop() else { panic!() };
    assert!(disconnect.detail().unwrap().starts_with("invalid hello-ok: "), "{disconnect:?}");
}

#[test]
fn a_stored_token_is_given_up_when_its_connect_fails_and_a_shared_one_is_at_hand() {
    let refused = ClientEvent::Token(TokenChange::Refused { role: Role::Operator });
    type End = fn(&mut World);
    let ends: [(End, bool); 4] = [
        (|world| world.message(&refusal(&world.connect_id(), "pairing required")), true),
        (|world| world.input(ClientInput::Closed { code: 1006, reason: String::new() }), true),
        (|world| world.client.close(), false),
        (
            |world| {
                world.wake();
            },
            false,
        ),
    ];
    for (number, (end, given_up)) in ends.into_iter().enumerate() {
        for shared in [true, false] {
            let mut setup = setup(Reconnect::Always);
            setup.device_token = Some("stored".into());
            setup.token = setup.token.filter(|_| shared);
            let mut world = World::new(setup);
            assert_eq!(world.open()["params"]["auth"]["token"], "stored");
            end(&mut world);
            assert_eq!(world.events().contains(&refused), given_up && shared, "{number} {shared}");
        }
    }
}

#[test]
fn after_a_refused_stored_token_the_shared_one_is_offered() {
    let mut setup = setup(Reconnect::Always);
    setup.device_token = Some("stored".into());
    let mut world = World::new(setup);
    world.open();
    world.message(&refusal(&world.connect_id(), "unauthorized: gateway token mismatch (x)"));
    world.wake();
    assert_eq!(world.open()["params"]["auth"]["token"], "shared");
    world.message(&hello(&world.connect_id(), "issued"));
    assert!(world.events().contains(&issued("issued")));
}

#[test]
fn attempts_are_spaced_by_doubling_pauses_until_one_succeeds() {
    let mut world = World::new(setup(Reconnect::Always));
    let mut pauses = Vec::new();
    for _ in 0..7 {
        world.input(ClientInput::ConnectFailed { detail: String::new() });
        let told = world.events().pop();
        let pause = world.wake();
        let Some(ClientEvent::Disconnected { retry, .. }) = told else { panic!("{told:?}") };
        assert_eq!(retry, Some(pause));
        pauses.push(pause.as_secs());
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
    world.open();
    world.message(&hello(&world.connect_id(), "issued"));
    world.input(ClientInput::Closed { code: 1012, reason: String::new() });
    assert_eq!(world.wake(), seconds(1));
    assert!(matches!(world.take().pop(), Some(ClientAction::Connect(Connect { attempt: 9, .. }))));
}

#[test]
fn an_unsent_request_outlives_a_failed_attempt_and_a_sent_one_does_not() {
    let mut world = World::ready(setup(Reconnect::Always));
    let sent = world.request(PATIENT);
    world.input(ClientInput::Closed { code: 1006, reason: String::new() });
    let unsent = world.request(PATIENT);
    world.input(ClientInput::Timeout);
    world.wake();
    world.input(ClientInput::ConnectFailed { detail: String::new() });
    let failed: Vec<RequestId> = world
        .events()
        .into_iter()
        .filter_map(|event| if let ClientEvent::Response { id, .. } = event { Some(id) } else { None })
        .collect();
    assert_eq!(failed, [sent]);
    world.wake();
    world.open();
    world.message(&hello(&world.connect_id(), "issued"));
    let Some(ClientAction::Send(frame)) = world.take().pop() else { panic!() };
    assert!(frame.expose().contains(&format!("\"id\":\"{unsent}\"")));
}

#[test]
fn a_silent_gateway_is_given_up_after_two_tick_intervals() {
    let mut world = World::ready(setup(Reconnect::Always));
    world.take();
    world.now.mono += seconds(59);
    world.message(&event(1));
    world.take();
    assert_eq!(world.wake(), seconds(60));
    let actions = world.take();
    let [ClientAction::Close { code: 4000, reason }, ..] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!(reason, "tick timeout");
}

#[test]
fn a_handshake_has_a_deadline_in_every_state() {
    type Step = fn(&mut World);
    let steps: [Step; 3] = [
        |_| {},
        |world| world.input(ClientInput::Connected),
        |world| {
            world.open();
        },
    ];
    for step in steps {
        let mut world = World::new(setup(Reconnect::Never));
        step(&mut world);
        let mut waited = Duration::ZERO;
        while world.client.ended().is_none() {
            waited += world.wake();
        }
        assert_eq!(waited, HANDSHAKE_TIMEOUT);
        assert!(world.take().iter().any(|action| matches!(action, ClientAction::Close { code: 1008, .. })));
    }
}

#[test]
fn a_gap_is_told_before_the_event_behind_it_and_counting_starts_with_each_connection() {
    let mut world = World::ready(setup(Reconnect::Always));
    world.take();
    let gaps = |world: &mut World, seqs: &[u64]| -> Vec<(u64, u64)> {
        for seq in seqs {
            world.message(&event(*seq));
        }
        let gap = |event| {
            let ClientEvent::Gap { expected, received } = event else { return None };
            Some((expected, received))
        };
        world.events().into_iter().filter_map(gap).collect()
    };
    assert_eq!(gaps(&mut world, &[7, 8, 11, 12, 12, 3, 4]), [(9, 11)]);
    world.message(&json!({"type": "event", "event": "voicewake.changed", "payload": {}}));
    assert_eq!(gaps(&mut world, &[5]), []);
    world.input(ClientInput::Closed { code: 1012, reason: String::new() });
    world.wake();
    world.open();
    world.message(&event(100));
    world.message(&hello(&world.connect_id(), "issued"));
    assert_eq!(gaps(&mut world, &[101, 103]), [(102, 103)]);
}

#[test]
fn closing_fails_what_is_unanswered_and_ends_the_client() {
    let mut world = World::ready(setup(Reconnect::Always));
    world.take();
    let id = world.request(PATIENT);
    world.take();
    world.client.close();
    world.client.close();
    let own = Disconnect::new(1000, "client closed", Cause::Own);
    assert_eq!(
        world.take(),
        [
            ClientAction::Close { code: 1000, reason: String::new() },
            ClientAction::Event(failed(id, RequestError::Disconnected(own.clone()))),
            ClientAction::Event(over(own)),
        ]
    );
    assert_eq!((world.client.ended().is_some(), world.client.poll_timeout()), (true, None));
}

#[test]
fn inputs_that_do_not_fit_change_nothing() {
    let mut world = World::new(setup(Reconnect::Always));
    world.take();
    world.input(ClientInput::Closed { code: 1006, reason: String::new() });
    world.message(&event(1));
    world.input(ClientInput::Connected);
    world.input(ClientInput::Connected);
    world.input(ClientInput::ConnectFailed { detail: String::new() });
    assert_eq!(world.take(), []);
    world.client.close();
    world.take();
    for input in [ClientInput::Connected, ClientInput::Timeout, ClientInput::Message(challenge().to_string())]
    {
        world.input(input);
    }
    assert_eq!(world.take(), []);
}

#[test]
fn what_is_no_frame_is_counted_and_passed_over() {
    let mut world = World::ready(setup(Reconnect::Never));
    world.take();
    for text in ["", "{", "null", "[]", "{}", r#"{"type":"hm"}"#, r#"{"type":"res"}"#, r#"{"type":"event"}"#]
    {
        world.input(ClientInput::Message(text.to_owned()));
    }
    world.message(&json!({"type": "req", "id": "1", "method": "health"}));
    world.message(&json!({"type": "res", "id": "77", "ok": true}));
    assert_eq!((world.take(), world.client.ignored_messages()), (vec![], 10));
}

#[test]
fn the_same_seed_gives_the_same_actions() {
    let run = |seed| {
        let mut world = World::new(setup(Reconnect::Always));
        world.client = Client::new(setup(Reconnect::Always), [seed; 32], world.now);
        world.open();
        format!("{:?} {:?}", world.client.rng.uuid(), world.client.setup.client.instance_id)
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

/// Whatever is said in whatever state, the client neither panics nor keeps more than it should.
#[test]
fn no_message_breaks_it() {
    let mut rng = Rng::new(Seeds::of([1; 32]));
    let mut number = move |below: u64| u64::from_le_bytes(rng.bytes()) % below;
    let mut world = World::new(setup(Reconnect::Always));
    for _ in 0..20_000 {
        let id = number(12).to_string();
        let mut text = [
            challenge(),
            hello(&id, "x"),
            refusal(&id, "no"),
            event(number(5)),
            event(u64::MAX),
            json!({"type": "res", "id": id, "ok": true, "payload": {"status": "accepted"}}),
        ][usize::try_from(number(6)).unwrap()]
        .to_string()
        .into_bytes();
        if number(3) == 0 {
            let at = usize::try_from(number(text.len() as u64)).unwrap();
            text[at] = u8::try_from(number(128)).unwrap();
        }
        match number(9) {
            0 => world.input(ClientInput::Connected),
            1 => world.input(ClientInput::Closed { code: 1006, reason: String::new() }),
            2 => world.input(ClientInput::ConnectFailed { detail: String::new() }),
            3 => _ = world.wake(),
            4 => _ = world.request(RequestOptions { expect_final: number(2) == 0, ..PATIENT }),
            _ => world.input(ClientInput::Message(String::from_utf8(text).unwrap())),
        }
        world.take();
        assert!(world.client.poll_timeout().is_some());
    }
}

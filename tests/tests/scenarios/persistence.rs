//! What the disk does to the gateway: crashes, damage, full disks, other programs.

use super::{MODEL, QUIET, said};
use core::time::Duration;
use engine::Fact;
use openclaw_tests::peer::{Connect, Device};
use openclaw_tests::sim::{Client, Fault, World};
use serde_json::{Value, json};

const STORE: &str = "/op/.openclaw/agents/main/sessions/sessions.json";

fn texts(w: &mut World, c: Client, key: &str) -> Vec<String> {
    let messages = w.ok(c, "chat.history", json!({"sessionKey": key}))["messages"].clone();
    let text = |m: &Value| m["content"][0]["text"].as_str().unwrap_or_default().to_owned();
    messages.as_array().unwrap().iter().map(text).collect()
}

#[test]
fn a_run_that_a_crash_cut_off_is_closed_and_its_asker_can_see_why() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    w.send(c, "agent", &json!({"message": "hi", "sessionKey": "other", "idempotencyKey": "k2"}));
    w.disk.power_cut(false);
    w.reboot();
    assert_eq!(w.count(|f| matches!(f, Fact::RunInterrupted { .. })), 2);
    let c = w.operator();
    let text = "the gateway stopped before this run came to its end";
    for run in ["k1", "k2"] {
        let waited = w.ok(c, "agent.wait", json!({"runId": run}));
        assert_eq!((&waited["status"], &waited["error"]), (&json!("error"), &json!(text)));
    }
    let again =
        w.call(c, "chat.send", json!({"sessionKey": "main", "message": "hello", "idempotencyKey": "k1"}));
    assert_eq!((&again["error"]["message"], &again["payload"]["status"]), (&json!(text), &json!("error")));
    let again = w.call(c, "agent", json!({"message": "hi", "sessionKey": "other", "idempotencyKey": "k2"}));
    assert_eq!(said(&again["error"]), ("UNAVAILABLE", text));
    let rows = w.ok(c, "sessions.list", json!({}))["sessions"].clone();
    assert!(rows.as_array().unwrap().iter().all(|r| r["abortedLastRun"] == true), "{rows}");
    w.reboot();
    assert_eq!(w.count(|f| matches!(f, Fact::RunInterrupted { .. })), 0, "once");
}

#[test]
fn a_message_that_was_accepted_is_in_its_session_although_its_turn_never_began() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "begun", "k1");
    w.chat(c, "main", "behind it", "k2");
    w.send(c, "agent", &json!({"message": "elsewhere", "sessionKey": "new", "idempotencyKey": "k3"}));
    w.disk.power_cut(false);
    // The second time nothing is left to be noted.
    for _ in 0..2 {
        w.reboot();
        let c = w.operator();
        assert_eq!(texts(&mut w, c, "main"), ["begun", "", "behind it", ""]);
        assert_eq!(texts(&mut w, c, "new"), ["elsewhere", ""]);
        let history = w.ok(c, "chat.history", json!({"sessionKey": "main"}));
        let last = history["messages"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["errorMessage"], "the gateway stopped before this run came to its end");
    }
    // The model is asked only what is asked now.
    let c = w.operator();
    w.chat(c, "main", "now", "k4");
    let asked = w.model.exchange(w.exchange()).messages();
    assert_eq!(
        asked[1..].iter().map(|m| m["content"].clone()).collect::<Vec<_>>(),
        ["now\n[message_id: k4]"]
    );
}

#[test]
fn a_message_that_was_accepted_survives_a_stop_that_cannot_wait_for_its_turn() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "begun", "k1");
    w.chat(c, "main", "behind it", "k2");
    w.signal(engine::Signal::Terminate);
    w.advance(Duration::from_secs(10));
    w.reboot();
    let c = w.operator();
    assert_eq!(texts(&mut w, c, "main"), ["begun", "behind it", ""]);
    let waited = w.ok(c, "agent.wait", json!({"runId": "k2"}));
    assert_eq!(waited["error"], "the gateway stopped before this run came to its end");
}

#[test]
fn messages_of_turns_that_were_cut_off_survive_crashes_of_the_starts_that_note_them() {
    let mut deaths = 0;
    for changes in 0..40 {
        let mut w = World::new(MODEL, 1);
        let c = w.operator();
        w.chat(c, "main", "begun", "k1");
        w.chat(c, "main", "behind it", "k2");
        w.crash();
        w.disk.die_in(changes);
        w.boot();
        w.advance(Duration::from_secs(5));
        let dead = w.disk.is_dead();
        w.crash();
        w.disk.heal();
        w.disk.power_cut(changes % 2 == 1);
        w.boot();
        let c = w.operator();
        assert_eq!(texts(&mut w, c, "main"), ["begun", "", "behind it", ""], "after {changes} changes");
        assert_eq!(w.ok(c, "agent.wait", json!({"runId": "k2"}))["status"], "error");
        if !dead {
            break;
        }
        deaths += 1;
    }
    assert!((4..40).contains(&deaths), "{deaths}");
}

#[test]
fn nobody_is_let_in_before_the_messages_that_were_cut_off_can_be_read() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    w.crash();
    w.hold("journal/0000000001.log");
    w.boot();
    assert!(!w.serves() && w.waiting() == 1, "the start notes it first");
    w.release();
    assert!(w.serves());
    let c = w.operator();
    assert_eq!(texts(&mut w, c, "main"), ["hello", ""]);
}

#[test]
fn a_transcript_that_cannot_be_read_is_noted_at_the_next_start() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    w.disk.power_cut(false);
    w.disk.fault(Fault::unreadable(".jsonl").times(1));
    w.reboot();
    let c = w.operator();
    assert_eq!(w.ok(c, "agent.wait", json!({"runId": "k1"}))["status"], "error");
    assert_eq!(texts(&mut w, c, "main"), ["hello"]);
    w.reboot();
    let c = w.operator();
    assert_eq!(texts(&mut w, c, "main"), ["hello", ""]);
}

#[test]
fn a_turn_that_had_ended_is_not_done_again_after_a_crash() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    w.model_answers(&["hi"]);
    w.send(c, "agent", &json!({"message": "hello", "sessionKey": "other", "idempotencyKey": "k2"}));
    w.model_answers(&["hi"]);
    w.disk.power_cut(false);
    w.reboot();
    let c = w.operator();
    let again =
        w.call(c, "chat.send", json!({"sessionKey": "main", "message": "hello", "idempotencyKey": "k1"}));
    assert_eq!((&again["ok"], &again["payload"]["status"]), (&json!(true), &json!("ok")), "{again}");
    let again =
        w.call(c, "agent", json!({"message": "hello", "sessionKey": "other", "idempotencyKey": "k2"}));
    let payload = &again["payload"];
    assert_eq!((&payload["status"], &payload["summary"]), (&json!("ok"), &json!("completed")), "{again}");
    assert_eq!(w.model.open(), [], "nothing is asked a second time");
    for run in ["k1", "k2"] {
        assert_eq!(w.ok(c, "agent.wait", json!({"runId": run}))["status"], "ok");
    }
    assert_eq!(texts(&mut w, c, "main"), ["hello", "hi"]);
    // What nobody can ask for any more is forgotten with the next end.
    w.advance(Duration::from_secs(1_000));
    w.chat(c, "main", "much later", "k3");
    w.model_answers(&["hi"]);
    w.advance(Duration::from_secs(10));
    let runs: Value = serde_json::from_str(&w.disk.text("/op/.openclaw/journal/runs.json").unwrap()).unwrap();
    assert_eq!(runs.as_object().unwrap().keys().collect::<Vec<_>>(), ["k3"]);
}

#[test]
fn who_asks_a_second_time_is_not_promised_more_than_who_asked_first() {
    let mut w = World::new(MODEL, 1);
    let (c, d) = (w.operator(), w.operator());
    w.hold("journal");
    for (method, key) in [("chat.send", "k1"), ("agent", "k2")] {
        let params = json!({"sessionKey": key, "message": "hello", "idempotencyKey": key});
        let (first, second) = (w.send(c, method, &params), w.send(d, method, &params));
        assert_eq!((w.answers(c, &first).len(), w.answers(d, &second).len()), (0, 0), "{method}");
    }
    w.release();
    assert_eq!(w.answer(d, "q2")["payload"]["status"], "in_flight");
    assert_eq!(w.answer(d, "q3")["payload"]["status"], "accepted");
}

#[test]
fn words_put_in_while_a_turn_begins_are_there_once_after_a_crash() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "first", "k1");
    w.model_answers(&["heard"]);
    w.hold(".jsonl");
    w.send(c, "chat.inject", &json!({"sessionKey": "main", "message": "put in"}));
    w.chat(c, "main", "second", "k2");
    w.release();
    w.model_answers(&["heard too"]);
    let said = ["first", "heard", "put in", "second", "heard too"];
    assert_eq!(texts(&mut w, c, "main"), said);
    // The start repeats what the journal has.
    w.reboot();
    let c = w.operator();
    assert_eq!(texts(&mut w, c, "main"), said);
    let lines = w.disk.text(&w.disk.paths(".jsonl")[0]).unwrap();
    let lines: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let chained = lines.windows(2).skip(1).all(|two| two[1]["parentId"] == two[0]["id"]);
    assert!(chained, "each line follows the one before it: {lines:#?}");
}

#[test]
fn a_turn_right_after_a_crash_knows_what_was_said_before_it() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "one", "k1");
    w.model_answers(&["first"]);
    w.chat(c, "main", "cut off", "k2");
    w.disk.power_cut(true);
    w.reboot();
    let c = w.operator();
    w.chat(c, "main", "two", "k3");
    let asked: Vec<Value> =
        w.model.exchange(w.exchange()).messages()[1..].iter().map(|m| m["content"].clone()).collect();
    assert_eq!(asked, ["one\n[message_id: k1]", "first", "two\n[message_id: k3]"]);
    w.model_answers(&["second"]);
    w.advance(Duration::from_secs(5));
    assert_eq!(texts(&mut w, c, "main"), ["one", "first", "cut off", "", "two", "second"]);
    let lines = w.disk.text(&w.disk.paths(".jsonl")[0]).unwrap();
    let lines: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.iter().filter(|l| l["type"] == "session").count(), 1);
}

/// Does things until the disk dies, and gives what was promised until then.
fn promised(w: &mut World) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let c = w.operator();
    for n in 0..3_u8 {
        let (d, answer) = w.try_connect(
            &openclaw_tests::sim::Route::local(),
            &Connect::new("test", "test").device(&Device::new(n + 1)).scopes(&["operator.read"]),
        );
        if answer["ok"] == true {
            out.push(("device", Device::new(n + 1).id()));
            w.leave(d);
        }
        let word = format!("word{n}");
        let id = w.send(c, "voicewake.set", &json!({"triggers": [word]}));
        if w.answer(c, &id)["ok"] == true {
            out.push(("word", word));
        }
        let key = format!("k{n}");
        let params = json!({"sessionKey": "main", "message": format!("m{n}"), "idempotencyKey": key});
        let id = w.send(c, "chat.send", &params);
        if w.answer(c, &id)["ok"] == true {
            out.push(("run", key.clone()));
        }
        w.advance(Duration::from_millis(500));
        if w.chat_events(c, &key).iter().any(|e| e["state"] == "final") {
            out.push(("said", format!("You said: m{n}")));
        }
        w.advance(Duration::from_secs(if n == 1 { 3 } else { 0 }));
    }
    out
}

fn check_promises(w: &mut World, promised: &[(&str, String)], when: &str) {
    let c = w.operator();
    let paired = w.ok(c, "device.pair.list", json!({}))["paired"].to_string();
    let words = w.ok(c, "voicewake.get", json!({}))["triggers"].clone();
    let history = texts(w, c, "main");
    let last_word = promised.iter().rev().find(|(kind, _)| *kind == "word").map(|(_, word)| word.clone());
    for (kind, what) in promised {
        match *kind {
            "device" => assert!(paired.contains(what.as_str()), "{when}: {what} was paired"),
            "said" => {
                assert_eq!(history.iter().filter(|t| *t == what).count(), 1, "{when}: {what} {history:?}")
            }
            "run" => {
                let said = format!("You said: m{}", &what[1..]);
                let waited = w.ok(c, "agent.wait", json!({"runId": what, "timeoutMs": 0}));
                assert!(history.contains(&said) || waited["status"] == "error", "{when}: {what} is gone");
            }
            _ => {}
        }
    }
    // A change that was not answered may have been made.
    if let Some(word) = last_word {
        let at = |w: &str| w.trim_start_matches("word").parse::<u8>().unwrap_or(0);
        assert!(at(words[0].as_str().unwrap()) >= at(&word), "{when}: {words} instead of {word}");
    }
}

#[test]
fn nothing_that_was_promised_is_lost_wherever_the_power_goes() {
    let mut deaths = 0;
    for changes in 0..200 {
        let mut w = World::new(QUIET, 1);
        w.disk.die_in(changes);
        let promised = promised(&mut w);
        let dead = w.disk.is_dead();
        w.crash();
        w.disk.heal();
        w.disk.power_cut(changes % 2 == 1);
        w.facts.clear();
        w.boot();
        check_promises(&mut w, &promised, &format!("after {changes} changes"));
        assert_eq!(w.count(|f| matches!(f, Fact::Aside { .. } | Fact::BrokenLines { .. })), 0, "{changes}");
        w.reboot();
        check_promises(&mut w, &promised, &format!("after {changes} changes and another crash"));
        if !dead {
            break;
        }
        deaths += 1;
    }
    assert!((20..200).contains(&deaths), "{deaths}");
}

#[test]
fn a_journal_with_a_torn_end_is_no_damage_however_often_it_happens() {
    let mut w = World::new(QUIET, 1);
    for n in 0..3 {
        let c = w.operator();
        w.ok(c, "voicewake.set", json!({"triggers": [format!("w{n}")]}));
        w.disk.tear("journal/");
        w.send(c, "voicewake.set", &json!({"triggers": ["never"]}));
        w.crash();
        w.hold("sessions");
        w.facts.clear();
        w.boot();
        w.crash();
        w.boot();
        let c = w.operator();
        let words = w.ok(c, "voicewake.get", json!({}))["triggers"][0].clone();
        assert!(words == format!("w{n}") || words == "never", "{words}");
        assert_eq!(w.count(|f| matches!(f, Fact::Aside { .. })), 0, "{:?}", w.facts);
    }
}

#[test]
fn a_damaged_journal_is_kept_aside_and_its_good_lines_count() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.ok(c, "voicewake.set", json!({"triggers": ["one"]}));
    let path = w.disk.paths("journal/0").remove(0);
    let text = w.disk.text(&path).unwrap();
    w.disk.put(&path, &format!("nonsense\n{text}"));
    w.reboot();
    let c = w.operator();
    assert_eq!(w.ok(c, "voicewake.get", json!({})), json!({"triggers": ["one"]}));
    assert_eq!(w.count(|f| matches!(f, Fact::Aside { .. })), 1);
    w.advance(Duration::from_secs(3));
    assert_eq!(w.disk.paths(".log.corrupt-").len(), 1);
}

#[test]
fn a_broken_session_store_is_kept_aside() {
    let mut w = World::stopped(QUIET, 1);
    w.disk.put(STORE, "{\"agent:main:main\": {\"sessionId\"");
    w.boot();
    assert!(w.serves());
    let kept = w.disk.paths("sessions.json.corrupt-");
    assert_eq!(kept, ["/op/.openclaw/agents/main/sessions/sessions.json.corrupt-2026-11-22T10-00-01.000Z"]);
    assert_eq!(w.disk.text(&kept[0]).unwrap(), "{\"agent:main:main\": {\"sessionId\"");
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
}

#[test]
fn a_broken_store_that_cannot_be_put_aside_is_not_overwritten() {
    let mut w = World::stopped(QUIET, 1);
    w.disk.put(STORE, "broken");
    w.disk.fault(Fault::read_only("sessions.json"));
    w.boot();
    assert!(matches!(w.exit, Some(engine::Exit::Failed(_))), "{:?}", w.exit);
    assert_eq!(w.disk.text(STORE).unwrap(), "broken");
}

#[test]
fn odd_values_in_a_store_break_nothing() {
    let mut w = World::stopped(QUIET, 1);
    let odd = json!({
        "agent:main:main": {"sessionId": "s1", "updatedAt": 9_223_372_036_854_775_808_u64, "totalTokens": u64::MAX,
            "inputTokens": u64::MAX, "outputTokens": u64::MAX, "contextTokens": 0},
        "agent:main:b": {"sessionId": "s2", "updatedAt": -5, "totalTokens": u64::MAX},
        "agent:main:c": {"sessionId": "s3", "updatedAt": 1e300, "inputTokens": u64::MAX, "outputTokens": 1},
        "agent:main:d": {"sessionId": 5, "updatedAt": "never"},
        "": null, "global": [], "agent:::": 7,
    });
    w.disk.put(STORE, &odd.to_string());
    w.disk.put("/op/.openclaw/devices/paired.json", "{\"d\": {\"deviceId\": 5}, \"e\": null}");
    w.disk.put("/op/.openclaw/settings/voicewake.json", "{\"triggers\": 5}");
    w.boot();
    let c = w.operator();
    w.ok(c, "health", json!({"probe": true}));
    w.ok(c, "status", json!({}));
    let all = json!({"includeGlobal": true, "includeDerivedTitles": true, "includeLastMessage": true});
    w.ok(c, "sessions.list", all);
    for key in ["main", "b", "c", "d", "global", ""] {
        w.call(c, "chat.history", json!({"sessionKey": key}));
        w.call(
            c,
            "chat.send",
            json!({"sessionKey": key, "message": "x", "idempotencyKey": format!("k{key}")}),
        );
    }
    w.advance(Duration::from_secs(5));
    let stored: Value =
        serde_json::from_str(&w.disk.text("/op/.openclaw/devices/paired.json").unwrap()).unwrap();
    assert_eq!(stored["d"]["deviceId"], 5, "what is not understood stays");
}

#[test]
fn fields_of_other_programs_stay_in_the_files() {
    let mut w = World::stopped(QUIET, 1);
    let entry = json!({"sessionId": "s1", "updatedAt": 1_795_341_000_000_u64, "zz": [1, {"y": 2}]});
    w.disk.put(STORE, &serde_json::to_string_pretty(&json!({"main": entry})).unwrap());
    w.boot();
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    w.await_run(c, "k1");
    w.advance(Duration::from_secs(5));
    let store: Value = serde_json::from_str(&w.disk.text(STORE).unwrap()).unwrap();
    let entry = &store["agent:main:main"];
    assert_eq!((&entry["sessionId"], &entry["zz"]), (&json!("s1"), &json!([1, {"y": 2}])));
    assert_eq!(store.get("main"), None, "it moved to its canonical key");
}

#[test]
fn broken_lines_of_a_transcript_are_passed_over_and_stay() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.chat(c, "main", "one", "k1");
    w.await_run(c, "k1");
    let path = w.disk.paths(".jsonl").remove(0);
    w.disk.add(&path, "{\"type\":\"message\",\"id\":\"half");
    w.chat(c, "main", "two", "k2");
    w.await_run(c, "k2");
    assert!(w.count(|f| matches!(f, Fact::BrokenLines { lines: 1, .. })) > 0);
    assert_eq!(texts(&mut w, c, "main"), ["one", "You said: one", "two", "You said: two"]);
    assert!(w.disk.text(&path).unwrap().contains("\"id\":\"half\n"));
}

#[test]
fn another_program_may_write_to_a_transcript_during_a_turn() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "one", "k1");
    let path = w.disk.paths(".jsonl").remove(0);
    w.disk.add(
        &path,
        "{\"type\":\"label\",\"id\":\"ffffffff\",\"parentId\":null,\"targetId\":\"x\",\"label\":\"y\"}\n",
    );
    w.model_calls("c1", "read", &json!({"path": "nowhere"}));
    w.model_calls("c2", "read", &json!({"path": "nowhere"}));
    w.model_answers(&["done"]);
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
    let text = w.disk.text(&path).unwrap();
    let lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.iter().filter(|l| l["type"] == "session").count(), 1, "one header");
    w.chat(c, "main", "two", "k2");
    let asked = w.model.exchange(w.exchange()).messages();
    assert_eq!(asked[1]["content"], "one\n[message_id: k1]", "the chain holds: {asked:?}");
}

#[test]
fn a_full_disk_refuses_changes_and_recovers() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.disk.fault(Fault::full(""));
    let send = json!({"sessionKey": "main", "message": "hello", "idempotencyKey": "k1"});
    for _ in 0..2 {
        let error = w.err(c, "chat.send", send.clone());
        assert_eq!((&error["code"], &error["retryAfterMs"]), (&json!("UNAVAILABLE"), &json!(2000)));
        assert!(error["message"].as_str().unwrap().contains("no space left on device"), "{error}");
    }
    w.ok(c, "health", json!({}));
    w.ok(c, "chat.history", json!({"sessionKey": "main"}));
    w.advance(Duration::from_secs(10));
    w.disk.heal();
    w.advance(Duration::from_secs(3));
    assert_eq!(w.count(|f| matches!(f, Fact::WriteRecovered)), 1);
    assert_eq!(w.ok(c, "chat.send", send)["status"], "started", "the same request succeeds");
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
    w.reboot();
    assert_eq!(w.count(|f| matches!(f, Fact::RunInterrupted { .. })), 0);
}

#[test]
fn a_run_that_ends_on_a_full_disk_ends_with_an_error_and_its_words_are_kept() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    let id = w.send(c, "agent", &json!({"message": "hi", "sessionKey": "main", "idempotencyKey": "k1"}));
    w.disk.fault(Fault::full(""));
    w.model_answers(&["done"]);
    w.advance(Duration::from_secs(7));
    let answers = w.answers(c, &id);
    assert_eq!((answers.len(), &answers[1]["ok"]), (2, &json!(false)), "{answers:?}");
    let text = answers[1]["error"]["message"].as_str().unwrap();
    assert!(text.contains("no space left on device"), "{text}");
    assert_eq!(w.ok(c, "agent.wait", json!({"runId": "k1"}))["status"], "error");
    assert_eq!(w.count(|f| matches!(f, Fact::WriteFailed { .. })), 1, "told once, not at each try");
    w.disk.heal();
    w.advance(Duration::from_secs(3));
    assert_eq!(texts(&mut w, c, "main"), ["hi", "done"]);
    w.advance(Duration::from_secs(61));
    w.reboot();
    let c = w.operator();
    assert_eq!(texts(&mut w, c, "main"), ["hi", "done"]);
}

#[test]
fn lines_that_a_transcript_could_not_take_come_later_in_their_order() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "one", "k1");
    w.model_answers(&["first"]);
    w.disk.fault(Fault::full(".jsonl").times(1));
    w.chat(c, "main", "two", "k2");
    w.model_answers(&["second"]);
    assert_eq!(w.await_run(c, "k2")["status"], "ok");
    w.advance(Duration::from_secs(5));
    assert_eq!(texts(&mut w, c, "main"), ["one", "first", "two", "second"]);
    w.chat(c, "main", "three", "k3");
    let asked = w.model.exchange(w.exchange()).messages();
    assert_eq!(asked.len(), 6, "{asked:?}");
}

#[test]
fn the_journal_does_not_grow_for_ever() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    for n in 0..30 {
        w.chat(c, &format!("s{n}"), "hello", &format!("k{n}"));
        w.advance(Duration::from_secs(1));
    }
    w.advance(Duration::from_secs(5));
    assert_eq!(w.disk.paths("/journal/0"), [] as [String; 0]);
    let before = w.disk.writes;
    w.advance(Duration::from_secs(3600));
    assert_eq!(w.disk.writes, before, "nothing is written when nothing happens");
}

#[test]
fn changes_that_come_together_share_a_sync() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.hold("journal");
    let before = w.disk.syncs;
    let ids: Vec<String> =
        (0..100).map(|n| w.send(c, "voicewake.set", &json!({"triggers": [format!("w{n}")]}))).collect();
    w.release();
    assert!(ids.iter().all(|id| w.answer(c, id)["ok"] == true));
    assert_eq!(w.disk.syncs - before, 2, "the first, and all that came while it was on its way");
}

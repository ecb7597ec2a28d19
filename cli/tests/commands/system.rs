//! Events, heartbeats and presence.

use serde_json::json;

use super::harness::Home;

#[test]
fn system_commands_print_what_the_gateway_answers() {
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    home.cli("system event --text hello").run().is(0, "ok", "");
    assert_eq!(home.cli("system event --text hello --mode now --json").run().json(), json!({"ok": true}));
    home.cli("system event --text hello --mode later").run().is(
        1,
        "",
        "Error: --mode must be now or next-heartbeat\n",
    );
    home.cli("system event --text").word(" ").run().is(1, "", "Error: --text is required\n");
    assert_eq!(home.cli("system heartbeat disable").run().json(), json!({"ok": true, "enabled": false}));
    assert_eq!(home.cli("system heartbeat enable --json").run().json(), json!({"ok": true, "enabled": true}));
    let last = home.cli("system heartbeat last").run().json();
    assert!(last.is_null() || last["ts"].is_u64(), "{last}");
    let present = home.cli("system presence").run().json();
    assert_eq!((&present[0]["mode"], &present[0]["reason"]), (&json!("gateway"), &json!("self")));
}

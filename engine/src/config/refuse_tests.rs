use serde_json::json;

use super::super::auth::{self, Overrides};
use super::super::read::Readable as _;
use super::super::{Env, FileText, Loader};
use super::*;

const LOOPBACK: IpAddr = IpAddr::V4(core::net::Ipv4Addr::LOCALHOST);
const EVERY: IpAddr = IpAddr::V4(core::net::Ipv4Addr::UNSPECIFIED);

fn config(value: Value) -> Config {
    Config::read(&value).unwrap()
}

fn auth(value: &Value) -> ResolvedAuth {
    auth::resolve(&config(value.clone()), &Overrides::default(), &Env::default())
}

#[test]
fn an_invalid_file_is_refused_with_every_issue() {
    let mut loader = Loader::new("/h/openclaw.json".to_owned(), Env::default());
    loader.supply("/h/openclaw.json", FileText::Text("{gateway: {port: 'x', foo: 1}, bar: 2}".to_owned()));
    assert_eq!(
        invalid_config(&loader.finish()).unwrap(),
        "Invalid config at /h/openclaw.json.\n\
         - gateway.port: Invalid input: expected number, received string\n\
         - gateway: Unrecognized key: \"foo\"\n\
         - <root>: Unrecognized key: \"bar\"\n\
         Run \"openclaw doctor\" to repair, then retry."
    );
}

#[test]
fn a_valid_file_is_not_refused() {
    assert_eq!(invalid_config(&Loader::new("/x".to_owned(), Env::default()).finish()), None);
}

#[test]
fn a_machine_without_configuration_has_to_be_set_up() {
    let missing =
        "Missing config. Run `openclaw setup` or set gateway.mode=local (or pass --allow-unconfigured).";
    assert_eq!(unconfigured(&config(json!({})), false, false).as_deref(), Some(missing));
    let unset =
        "Gateway start blocked: set gateway.mode=local (current: unset) or pass --allow-unconfigured.";
    assert_eq!(unconfigured(&config(json!({})), true, false).as_deref(), Some(unset));
    let remote = config(json!({"gateway": {"mode": "remote"}}));
    let blocked =
        "Gateway start blocked: set gateway.mode=local (current: remote) or pass --allow-unconfigured.";
    assert_eq!(unconfigured(&remote, true, false).as_deref(), Some(blocked));
    assert_eq!(unconfigured(&remote, true, true), None);
    assert_eq!(unconfigured(&config(json!({"gateway": {"mode": "local"}})), true, false), None);
}

#[test]
fn a_missing_token_is_refused_even_on_loopback() {
    let value = json!({"gateway": {"token": "old", "remote": {"token": "r"}}});
    assert_eq!(
        missing_secret(&auth(&value), BindMode::Loopback, &config(value.clone()), &value).unwrap(),
        "Gateway auth is set to token, but no token is configured.\n\
         Set gateway.auth.token (or OPENCLAW_GATEWAY_TOKEN), or pass --token.\n\
         Found \"gateway.token\" in config. Use \"gateway.auth.token\" instead.\n\
         \"gateway.remote.token\" is for remote CLI calls; it does not enable local gateway auth."
    );
}

#[test]
fn a_missing_password_is_refused() {
    let value = json!({"gateway": {"auth": {"mode": "password"}}});
    assert_eq!(
        missing_secret(&auth(&value), BindMode::Loopback, &config(value.clone()), &value).unwrap(),
        "Gateway auth is set to password, but no password is configured.\n\
         Set gateway.auth.password (or OPENCLAW_GATEWAY_PASSWORD), or pass --password."
    );
}

#[test]
fn an_open_address_needs_a_secret_even_with_tailscale() {
    let value = json!({"gateway": {"auth": {"allowTailscale": true}}});
    let auth = auth(&value);
    assert_eq!(missing_secret(&auth, BindMode::Loopback, &config(value.clone()), &value), None);
    assert_eq!(
        missing_secret(&auth, BindMode::Lan, &config(value.clone()), &value).unwrap(),
        "Refusing to bind gateway to lan without auth.\n\
         Set gateway.auth.token/password (or OPENCLAW_GATEWAY_TOKEN/OPENCLAW_GATEWAY_PASSWORD) or pass \
         --token/--password."
    );
}

fn listen(value: Value, host: IpAddr) -> Option<String> {
    let config = config(value.clone());
    at_listen(&config, &auth(&value), config.gateway.tailscale.mode, host, 18_789)
}

#[test]
fn the_server_refuses_missing_secrets_itself() {
    assert_eq!(
        listen(json!({}), LOOPBACK).unwrap(),
        "gateway auth mode is token, but no token was configured (set gateway.auth.token or OPENCLAW_GATEWAY_TOKEN)"
    );
    assert_eq!(
        listen(json!({"gateway": {"auth": {"mode": "password"}}}), LOOPBACK).unwrap(),
        "gateway auth mode is password, but no password was configured"
    );
    assert_eq!(
        listen(json!({"gateway": {"auth": {"allowTailscale": true}}}), EVERY).unwrap(),
        "refusing to bind gateway to 0.0.0.0:18789 without auth (set gateway.auth.token/password, or set \
         OPENCLAW_GATEWAY_TOKEN/OPENCLAW_GATEWAY_PASSWORD)"
    );
}

#[test]
fn tailscale_needs_loopback_and_a_funnel_needs_a_password() {
    let with =
        |mode: &str, secret: &str| json!({"gateway": {"auth": {secret: "s"}, "tailscale": {"mode": mode}}});
    assert_eq!(
        listen(with("funnel", "token"), LOOPBACK).unwrap(),
        "tailscale funnel requires gateway auth mode=password (set gateway.auth.password or \
         OPENCLAW_GATEWAY_PASSWORD)"
    );
    assert_eq!(
        listen(with("serve", "token"), EVERY).unwrap(),
        "tailscale serve/funnel requires gateway bind=loopback (127.0.0.1)"
    );
    assert_eq!(listen(with("funnel", "password"), LOOPBACK), None);
}

#[test]
fn hooks_need_a_token_and_a_path_of_their_own() {
    let with = |hooks| json!({"gateway": {"auth": {"token": "gateway"}}, "hooks": hooks});
    assert_eq!(
        listen(with(json!({"enabled": true})), LOOPBACK).unwrap(),
        "hooks.enabled requires hooks.token"
    );
    assert_eq!(
        listen(with(json!({"enabled": true, "token": "t", "path": "/"})), LOOPBACK).unwrap(),
        "hooks.path may not be '/'"
    );
    assert_eq!(listen(with(json!({"enabled": true, "token": "t"})), LOOPBACK), None);
    assert_eq!(listen(with(json!({"enabled": false})), LOOPBACK), None);
}

#[test]
fn hooks_must_not_share_the_gateway_secret() {
    let value = json!({"gateway": {"auth": {"token": "same"}}, "hooks": {"enabled": true, "token": "same"}});
    assert_eq!(
        listen(value, LOOPBACK).unwrap(),
        "hooks.token must differ from the gateway secret: whoever may call a hook could control the gateway \
         (change hooks.token)"
    );
}

#[test]
fn only_a_newer_writer_is_mentioned() {
    let written = |version: &str| config(json!({"meta": {"lastTouchedVersion": version}}));
    assert_eq!(
        newer_writer(&written("2027.1.1"), "2026.1.30").unwrap(),
        "Config was last written by a newer OpenClaw (2027.1.1); current version is 2026.1.30."
    );
    assert_eq!(newer_writer(&written("2026.1.9"), "2026.1.30"), None);
    assert_eq!(newer_writer(&written("odd"), "2026.1.30"), None);
}

//! Whole gateways in a simulated world: what clients, models and disks see of them.

mod abort;
mod agent;
mod chat;
mod handshake;
mod lifecycle;
mod pairing;
mod persistence;
mod presence;
mod roles;
mod sessions;
mod system;
mod tools;

use openclaw_tests::peer::{Connect, End};
use openclaw_tests::sim::{Route, World};
use serde_json::Value;

/// A gateway that never beats, with the model that is built in.
const QUIET: &str = "{agents: {defaults: {heartbeat: {every: '0m'}}}}";

/// The same with a model behind an API.
const MODEL: &str = "{agents: {defaults: {heartbeat: {every: '0m'}}}, models: {providers: {mock: {
    baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'key', api: 'openai-completions',
    models: [{id: 'gpt', name: 'GPT', contextWindow: 50000}]}}}}";

/// Tries to connect and is refused: the error and the end of the connection.
fn refused(world: &mut World, route: &Route, connect: &Connect) -> (Value, End) {
    let (client, answer) = world.try_connect(route, connect);
    assert_eq!(answer["ok"], false, "{answer}");
    let end = world.end(client).expect("a refused connection is closed");
    (answer["error"].clone(), end)
}

/// Code and message of an error, for comparing.
fn said(error: &Value) -> (&str, &str) {
    (error["code"].as_str().unwrap_or_default(), error["message"].as_str().unwrap_or_default())
}

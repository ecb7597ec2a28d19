//! `system`: events, heartbeats and presence of the running gateway.

use serde_json::{Value, json};

use crate::args::{EventArgs, HeartbeatCommand, SystemArgs, SystemCommand, SystemFlags};
use crate::environment::Environment;
use crate::exit::Failure;
use crate::output::Style;
use crate::rpc::{self, Asking, Gateway};

pub(super) fn run(args: &SystemArgs, environment: &Environment) -> Result<(), Failure> {
    let (flags, method, params) = match &args.command {
        SystemCommand::Event(args) => return event(args, environment),
        SystemCommand::Presence(flags) => (flags, "system-presence", json!({})),
        SystemCommand::Heartbeat(args) => match &args.command {
            HeartbeatCommand::Last(flags) => (flags, "last-heartbeat", json!({})),
            HeartbeatCommand::Enable(flags) => (flags, "set-heartbeats", json!({"enabled": true})),
            HeartbeatCommand::Disable(flags) => (flags, "set-heartbeats", json!({"enabled": false})),
        },
    };
    environment.output.json(&ask(flags, environment, method, params)?)
}

fn event(args: &EventArgs, environment: &Environment) -> Result<(), Failure> {
    let refuse =
        |text: &str| Failure::Error(environment.output.paint_error(Style::Bad, &format!("Error: {text}")));
    let text = args.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| refuse("--text is required"))?;
    let mode = match args.mode.as_deref().map(str::trim) {
        None | Some("" | "next-heartbeat") => "next-heartbeat",
        Some("now") => "now",
        Some(_) => return Err(refuse("--mode must be now or next-heartbeat")),
    };
    let answer = ask(&args.flags, environment, "wake", json!({"mode": mode, "text": text}))?;
    if args.flags.json { environment.output.json(&answer) } else { environment.output.line("ok") }
}

fn ask(
    flags: &SystemFlags,
    environment: &Environment,
    method: &str,
    params: Value,
) -> Result<Value, Failure> {
    let failed = |error: rpc::CallError| {
        Failure::Error(environment.output.paint_error(Style::Bad, &format!("Error: {error}")))
    };
    let timeout = rpc::timeout(flags.rpc.timeout.as_deref(), rpc::DEFAULT_TIMEOUT)?;
    let asking = Asking { timeout, expect_final: flags.rpc.expect_final };
    let gateway = Gateway::find(environment, &flags.rpc.target(None)).map_err(failed)?;
    gateway.call(method, params, asking).map_err(failed)
}

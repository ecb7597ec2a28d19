//! `gateway call` and `gateway health`: a question to the gateway, and its answer.

use serde_json::{Value, json};

use super::health::channel_lines;
use crate::args::{CallArgs, GatewayRpcFlags};
use crate::environment::Environment;
use crate::exit::Failure;
use crate::output::Style;
use crate::rpc::{self, Asking, Gateway};
use crate::words;

/// Calls a method and prints what it answers.
pub(super) fn call(args: &CallArgs, environment: &Environment) -> Result<(), Failure> {
    let output = &environment.output;
    let failed = |error: String| {
        Failure::Error(output.paint_error(Style::Bad, &format!("Gateway call failed: {error}")))
    };
    let params = match args.params.as_deref() {
        None => json!({}),
        Some(text) => serde_json::from_str(text)
            .map_err(|error| failed(format!("SyntaxError: --params is not JSON: {error}")))?,
    };
    let answer = ask(&args.flags, environment, args.method.trim(), params).map_err(|asked| match asked {
        Asked::Not(failure) => failure,
        Asked::Failed(error) => failed(format!("Error: {error}")),
    })?;
    if !args.flags.json {
        let heading = format!("{}: {}", output.paint(Style::Heading, "Gateway call"), args.method.trim());
        output.line(&heading)?;
    }
    output.json(&answer)
}

/// Asks the gateway how it is.
pub(super) fn health(flags: &GatewayRpcFlags, environment: &Environment) -> Result<(), Failure> {
    let output = &environment.output;
    let answer = ask(flags, environment, "health", json!({})).map_err(|asked| match asked {
        Asked::Not(failure) => failure,
        Asked::Failed(error) => Failure::Error(output.paint_error(Style::Bad, &format!("Error: {error}"))),
    })?;
    if flags.json {
        return output.json(&answer);
    }
    output.line(&output.paint(Style::Heading, "Gateway Health"))?;
    let (word, style) = if answer["ok"] == true { ("OK", Style::Good) } else { ("WARN", Style::Warn) };
    let took = words::number(&answer, "durationMs").unwrap_or_default();
    output.line(&format!("{} ({took}ms)", output.paint(style, word)))?;
    channel_lines(&answer).iter().try_for_each(|line| output.line(line))
}

/// Why there is no answer.
enum Asked {
    /// Nothing was asked.
    Not(Failure),
    Failed(rpc::CallError),
}

fn ask(
    flags: &GatewayRpcFlags,
    environment: &Environment,
    method: &str,
    params: Value,
) -> Result<Value, Asked> {
    let timeout = rpc::timeout(flags.rpc.timeout.as_deref(), rpc::DEFAULT_TIMEOUT).map_err(Asked::Not)?;
    let asking = Asking { timeout, expect_final: flags.rpc.expect_final };
    let target = flags.rpc.target(flags.password.as_deref());
    let gateway = Gateway::find(environment, &target).map_err(Asked::Failed)?;
    gateway.call(method, params, asking).map_err(Asked::Failed)
}

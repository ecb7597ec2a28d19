//! `agent`: one turn, through the gateway or in this process.

use core::time::Duration;

use engine::client::{ClientEvent, RequestOptions};
use engine::config::agent::normalize_agent_id;
use runtime_smol::embed::Question;
use serde_json::{Map, Value};

use crate::args::AgentArgs;
use crate::chance;
use crate::embedded;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::output::{Output, Style};
use crate::rpc::{Asking, CallError, Gateway};
use crate::words::{items, text};

/// Time the gateway has beyond the agent's own, to begin and to end the turn.
const GRACE: Duration = Duration::from_secs(30);

/// Levels of thinking.
const THINKING: [&str; 6] = ["off", "minimal", "low", "medium", "high", "xhigh"];

pub(super) fn run(args: &AgentArgs, environment: &Environment) -> Result<(), Failure> {
    let output = &environment.output;
    let refuse = |text: String| Failure::Error(output.paint_error(Style::Bad, &format!("Error: {text}")));
    let turn = Turn::read(args, environment).map_err(refuse)?;
    if args.verbose.is_some() {
        let note = "--verbose is kept by the session and cannot be set by this command in this build";
        output.error(&output.paint_error(Style::Warn, note));
    }
    let mut screen = Screen::new(output, !args.json && output.is_terminal());
    if !args.local {
        match turn.ask_gateway(environment, &mut screen) {
            Ok(answer) => return show(&answer, args.json, &screen, output),
            Err(failed) => {
                screen.end()?;
                // A turn that was begun may still go on, or have done half of its work: it is not begun twice.
                if failed.begun {
                    let text = format!("Gateway agent failed: {}", failed.error);
                    return Err(Failure::Error(output.paint_error(Style::Bad, &text)));
                }
                let text = format!("Gateway agent failed; falling back to embedded: Error: {}", failed.error);
                output.error(&text);
            }
        }
    }
    let answer = turn.run_here(environment, &mut screen).map_err(|error| {
        // The text so far is on the screen; what went wrong comes below it.
        let _ = screen.end();
        refuse(error)
    })?;
    show(&answer, args.json, &screen, output)
}

/// A turn to be done.
struct Turn {
    params: Value,
    id: String,
    patience: Duration,
}

/// Why the gateway did not do it.
struct Failed {
    error: CallError,
    /// Whether it had begun.
    begun: bool,
}

impl Turn {
    fn read(args: &AgentArgs, environment: &Environment) -> Result<Self, String> {
        let said = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let message = said(&args.message).ok_or("Message (--message) is required")?;
        let (to, session, agent) = (said(&args.to), said(&args.session_id), said(&args.agent));
        if to.is_none() && session.is_none() && agent.is_none() {
            return Err("Pass --to <E.164>, --session-id, or --agent to choose a session".to_owned());
        }
        let config = environment.config();
        if let Some(name) = &agent
            && !config.agent_ids().contains(&normalize_agent_id(name))
        {
            let list = environment.hint("openclaw agents list");
            return Err(format!("Unknown agent id \"{name}\". Use \"{list}\" to see configured agents."));
        }
        let thinking = said(&args.thinking).map(|level| level.to_lowercase());
        if thinking.as_deref().is_some_and(|level| !THINKING.contains(&level)) {
            return Err("Invalid thinking level. Use one of: off, minimal, low, medium, high.".to_owned());
        }
        let timeout = match args.timeout.as_deref() {
            None => config.agents.defaults.timeout,
            Some(typed) => {
                let seconds = typed.trim().parse().ok().filter(|seconds| *seconds > 0);
                Duration::from_secs(seconds.ok_or("--timeout must be a positive integer (seconds)")?)
            }
        };
        let id = chance::uuid().map_err(|error| format!("no source of randomness: {error}"))?;
        let mut params = Map::new();
        let mut set = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                params.insert(key.to_owned(), Value::from(value));
            }
        };
        set("message", Some(message));
        set("agentId", agent.as_deref().map(normalize_agent_id));
        set("to", to);
        set("replyTo", said(&args.reply_to));
        set("sessionId", session);
        set("thinking", thinking);
        set("channel", said(&args.channel));
        set("replyChannel", said(&args.reply_channel));
        set("replyAccountId", said(&args.reply_account));
        set("idempotencyKey", Some(id.clone()));
        params.insert("deliver".to_owned(), Value::from(args.deliver));
        params.insert("timeout".to_owned(), Value::from(timeout.as_secs()));
        let patience = timeout.saturating_add(GRACE);
        Ok(Self { params: Value::Object(params), id, patience })
    }

    fn ask_gateway(&self, environment: &Environment, screen: &mut Screen<'_>) -> Result<Value, Failed> {
        let not_begun = |error| Failed { error, begun: false };
        let gateway = Gateway::find(environment, &Default::default()).map_err(not_begun)?;
        let asking = Asking { timeout: self.patience, expect_final: true };
        let mut begun = false;
        let asked = gateway.call_observed("agent", self.params.clone(), asking, |event| {
            begun |= matches!(event, ClientEvent::Accepted { .. });
            screen.observe(&self.id, event);
        });
        asked.map_err(|error| Failed { error, begun })
    }

    fn run_here(&self, environment: &Environment, screen: &mut Screen<'_>) -> Result<Value, String> {
        let options = RequestOptions { timeout: Some(self.patience), expect_final: true };
        let question = Question { method: "agent", params: self.params.clone(), options };
        embedded::run(environment, question, |event| screen.observe(&self.id, event))
    }
}

/// What a person sees of the answer while it comes.
struct Screen<'a> {
    output: &'a Output,
    live: bool,
    /// The messages shown so far; the last one may grow.
    shown: Vec<String>,
}

impl<'a> Screen<'a> {
    const fn new(output: &'a Output, live: bool) -> Self {
        Self { output, live, shown: Vec::new() }
    }

    fn observe(&mut self, run: &str, event: &ClientEvent) {
        let ClientEvent::Event { name, payload, .. } = event else { return };
        if !self.live || name != "agent" || payload["runId"] != run || payload["stream"] != "assistant" {
            return;
        }
        if let Some(text) = payload["data"]["text"].as_str() {
            let new = self.grow(text);
            // A screen that is gone is noticed when the answer is printed.
            let _ = self.output.text(&new);
        }
    }

    /// Takes the text of a message so far; gives what is to be printed.
    fn grow(&mut self, text: &str) -> String {
        match self.shown.last_mut() {
            Some(last) if text.starts_with(last.as_str()) => {
                let new = text[last.len()..].to_owned();
                text.clone_into(last);
                new
            }
            last => {
                let gap = if last.is_some() { "\n" } else { "" };
                self.shown.push(text.to_owned());
                format!("{gap}{text}")
            }
        }
    }

    /// Ends the line that is being shown.
    fn end(&self) -> Result<(), Failure> {
        if self.shown.is_empty() { Ok(()) } else { self.output.text("\n") }
    }

    /// Whether these are the messages that were shown.
    fn has_shown(&self, texts: &[&str]) -> bool {
        let shown = self.shown.iter().map(|text| text.trim_end());
        !self.shown.is_empty() && shown.eq(texts.iter().map(|text| text.trim_end()))
    }
}

fn show(answer: &Value, json: bool, screen: &Screen<'_>, output: &Output) -> Result<(), Failure> {
    if json {
        return output.json(answer);
    }
    let payloads = items(&answer["result"], "payloads");
    screen.end()?;
    if payloads.is_empty() {
        return output.line(text(answer, "summary").unwrap_or("No reply from agent."));
    }
    let texts: Vec<&str> = payloads.iter().filter_map(|payload| payload["text"].as_str()).collect();
    let shown = screen.has_shown(&texts);
    payloads
        .iter()
        .map(|payload| payload_lines(payload, !shown))
        .filter(|lines| !lines.is_empty())
        .try_for_each(|lines| output.line(&lines))
}

/// A piece of the answer: its text, and a line for each file.
fn payload_lines(payload: &Value, with_text: bool) -> String {
    let mut lines = Vec::new();
    if let Some(text) = payload["text"].as_str().filter(|_| with_text) {
        lines.push(text.trim_end().to_owned());
    }
    let urls = items(payload, "mediaUrls");
    let single = payload["mediaUrl"].as_str().filter(|_| urls.is_empty());
    let urls = urls.iter().filter_map(Value::as_str).chain(single);
    lines.extend(urls.filter(|url| !url.is_empty()).map(|url| format!("MEDIA:{url}")));
    lines.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_answer_is_shown_as_it_grows() {
        let output = Output::plain(80);
        let mut screen = Screen::new(&output, true);
        let printed: String = ["Hel", "Hello", "Next"].map(|text| screen.grow(text)).concat();
        assert_eq!(printed, "Hello\nNext");
        assert!(screen.has_shown(&["Hello", "Next\n"]) && !screen.has_shown(&["Hello"]));
        assert!(!Screen::new(&output, true).has_shown(&[]));
    }

    #[test]
    fn files_have_a_line_each_below_the_text() {
        let payload = json!({"text": "see \n", "mediaUrls": ["a", "b"], "mediaUrl": "a"});
        assert_eq!(payload_lines(&payload, true), "see\nMEDIA:a\nMEDIA:b");
        assert_eq!(payload_lines(&payload, false), "MEDIA:a\nMEDIA:b");
        assert_eq!(payload_lines(&json!({"text": null, "mediaUrl": "c"}), true), "MEDIA:c");
        assert_eq!(payload_lines(&json!({}), true), "");
    }
}

//! Tools: what a model may do besides talking. Each is a real one; what this build lacks is not offered.

use super::{Run, State};
use crate::action::{Action, FileDone, FileOp, Range, Spawn};
use crate::engine::Engine;
use crate::ids::RunId;
use crate::input::{Chunk, OpError, OpResult, ProcessExit};
use crate::limits::{FILE_TIMEOUT, MAX_EXEC_OUTPUT, MAX_READ_TOOL_BYTES, MAX_TOOL_RESULT};
use crate::model::{ToolCall, ToolSpec};
use crate::ops::Owner;
use crate::settings::Settings;
use core::time::Duration;
use serde_json::{Value, json};

/// Longest time a command may take; the run's own limit holds besides.
const EXEC_TIMEOUT: Duration = Duration::from_secs(1800);

/// Time between the polite and the final signal to a command.
const EXEC_GRACE: Duration = Duration::from_secs(2);

/// Characters of a tool's result in its event (reference: 8000).
const MAX_EVENT_TEXT: usize = 8_000;

const READ: ToolSpec = ToolSpec {
    name: "read",
    description: "Read a text file. Relative paths are below the working directory.",
    parameters: r#"{"type":"object","properties":{"path":{"type":"string","description":"The file."},"offset":{"type":"integer","minimum":1,"description":"First line, from 1."},"limit":{"type":"integer","minimum":1,"description":"Number of lines."}},"required":["path"]}"#,
};

const EXEC: ToolSpec = ToolSpec {
    name: "exec",
    description: "Run a shell command in the working directory and return its output.",
    parameters: r#"{"type":"object","properties":{"command":{"type":"string","description":"The command line."},"workdir":{"type":"string","description":"Directory to run it in."},"timeout":{"type":"integer","minimum":1,"description":"Seconds after which it is ended."}},"required":["command"]}"#,
};

/// What is being done for a call.
#[derive(Debug, PartialEq)]
pub(crate) enum Doing {
    /// Reading a file.
    Read { offset: usize, limit: usize },
    /// Running a command.
    Exec { output: Vec<u8> },
}

/// A tool's result: what the model is told.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    text: String,
    is_error: bool,
}

/// The tools an agent's model is offered.
pub(crate) fn offered(settings: &Settings, agent: &str) -> Vec<ToolSpec> {
    [READ, EXEC].into_iter().filter(|t| settings.allows_tool(agent, t.name)).collect()
}

impl Engine {
    /// Begins the next call of a message, or goes on when there is none.
    pub(crate) fn next_tool(&mut self, id: &RunId) {
        let Some(run) = self.runs.get_mut(id) else { return };
        let State::Tools(tools) = &mut run.state else { return };
        let Some(call) = tools.calls.pop_front() else { return self.on_tools_done(id) };
        let args = call.arguments.clone().unwrap_or_else(Value::String);
        let data = json!({"phase": "start", "name": call.name, "toolCallId": call.id, "args": args});
        self.tell_tool(id, &data);
        match self.begin_tool(id, &call) {
            Ok(()) => {}
            Err(text) => self.tool_done(id, &call, Told { text, is_error: true }),
        }
    }

    fn begin_tool(&mut self, id: &RunId, call: &ToolCall) -> Result<(), String> {
        let Some(run) = self.runs.get(id) else { return Ok(()) };
        let agent = run.agent.clone();
        if !offered(&self.cx.settings, &agent).iter().any(|t| t.name == call.name) {
            return Err(format!("there is no tool named \"{}\"", call.name));
        }
        let args =
            call.arguments.as_ref().map_err(|text| format!("the arguments are no JSON object: {text}"))?;
        let workspace = self.cx.settings.workspace(&agent);
        match call.name.as_str() {
            "read" => self.begin_read(id, call, args, &workspace),
            _ => self.begin_exec(id, call, args, &workspace),
        }
    }

    fn begin_read(
        &mut self,
        id: &RunId,
        call: &ToolCall,
        args: &Value,
        workspace: &str,
    ) -> Result<(), String> {
        let path = args["path"].as_str().filter(|p| !p.is_empty()).ok_or("read needs a path")?;
        let file = self.cx.settings.host.name(&absolute(path, workspace, &self.cx.settings.host.home));
        let number = |key: &str, default: usize| {
            args[key].as_u64().map_or(default, |n| usize::try_from(n).unwrap_or(usize::MAX))
        };
        let doing = Doing::Read { offset: number("offset", 1).max(1), limit: number("limit", usize::MAX) };
        let read = FileOp::Read { file, range: Range::Head(MAX_READ_TOOL_BYTES) };
        let files = vec![read];
        let owner = Owner::Tool(id.clone(), self.tool_index(id));
        let op = self.begin(owner, FILE_TIMEOUT, |op| Action::Files { op, files });
        self.note_tool(id, call, op, doing);
        Ok(())
    }

    fn begin_exec(
        &mut self,
        id: &RunId,
        call: &ToolCall,
        args: &Value,
        workspace: &str,
    ) -> Result<(), String> {
        let command =
            args["command"].as_str().filter(|c| !c.trim().is_empty()).ok_or("exec needs a command")?;
        let home = self.cx.settings.host.home.clone();
        let named = args["workdir"].as_str();
        let cwd = named.map_or_else(|| workspace.to_owned(), |d| absolute(d, workspace, &home));
        let limit = args["timeout"].as_u64().map_or(EXEC_TIMEOUT, Duration::from_secs).min(EXEC_TIMEOUT);
        let spawn = Spawn {
            argv: vec!["/bin/sh".to_owned(), "-c".to_owned(), command.to_owned()],
            cwd: Some(cwd),
            // Nobody needs to prepare the workspace; a directory that the model names is another matter.
            make_cwd: named.is_none(),
            env: Vec::new(),
            stdin: Vec::new(),
            max_output: MAX_EXEC_OUTPUT,
            grace: EXEC_GRACE,
        };
        let owner = Owner::Tool(id.clone(), self.tool_index(id));
        let op = self.begin(owner, limit, |op| Action::Spawn { op, spawn });
        self.note_tool(id, call, op, Doing::Exec { output: Vec::new() });
        Ok(())
    }

    fn tool_index(&self, id: &RunId) -> usize {
        match self.runs.get(id).map(|r| &r.state) {
            Some(State::Tools(tools)) => tools.done,
            Some(_) | None => 0,
        }
    }

    fn note_tool(&mut self, id: &RunId, call: &ToolCall, op: crate::ids::OpId, doing: Doing) {
        if let Some(Run { state: State::Tools(tools), .. }) = self.runs.get_mut(id) {
            tools.current = Some((call.clone(), op, doing));
        }
    }

    pub(crate) fn on_tool_output(&mut self, id: &RunId, _call: usize, chunk: &Chunk) {
        let Some(Run { state: State::Tools(tools), .. }) = self.runs.get_mut(id) else { return };
        let Some((call, _, Doing::Exec { output })) = &mut tools.current else { return };
        let (Chunk::Stdout(bytes) | Chunk::Stderr(bytes)) = chunk else { return };
        let room = MAX_EXEC_OUTPUT.saturating_sub(output.len());
        output.extend_from_slice(&bytes[..bytes.len().min(room)]);
        let text = cut(&String::from_utf8_lossy(output), MAX_EVENT_TEXT);
        let partial = json!({"content": [{"type": "text", "text": text}]});
        let data =
            json!({"phase": "update", "name": call.name, "toolCallId": call.id, "partialResult": partial});
        self.tell_tool(id, &data);
    }

    pub(crate) fn on_tool_end(&mut self, id: &RunId, _call: usize, result: OpResult) {
        let Some(Run { state: State::Tools(tools), .. }) = self.runs.get_mut(id) else { return };
        let Some((call, _, doing)) = tools.current.take() else { return };
        let told = match (doing, result) {
            (Doing::Read { offset, limit }, OpResult::Files(mut files)) => {
                read_result(files.pop(), offset, limit)
            }
            (Doing::Exec { output }, OpResult::Process(exit)) => exec_result(&output, exit),
            (_, OpResult::Files(_) | OpResult::Process(_) | OpResult::Fetch(_)) => {
                Told { text: "the tool was interrupted".to_owned(), is_error: true }
            }
        };
        self.tool_done(id, &call, told);
    }

    /// A call is done: its result is written down before the model sees it.
    fn tool_done(&mut self, id: &RunId, call: &ToolCall, told: Told) {
        let ts = self.cx.now.wall.0;
        let text = cut(&told.text, MAX_TOOL_RESULT);
        let content = json!([{"type": "text", "text": text}]);
        let message = json!({
            "role": "toolResult", "toolCallId": call.id, "toolName": call.name, "content": content,
            "isError": told.is_error, "timestamp": ts,
        });
        let Some(run) = self.runs.get_mut(id) else { return };
        run.messages.push(message.clone());
        if let State::Tools(tools) = &mut run.state {
            tools.done += 1;
        }
        self.write_message(id, message);
        let shown = json!({"content": [{"type": "text", "text": cut(&text, MAX_EVENT_TEXT)}]});
        let data = json!({"phase": "result", "name": call.name, "toolCallId": call.id, "isError": told.is_error, "result": shown});
        self.tell_tool(id, &data);
        self.next_tool(id);
    }
}

fn read_result(read: Option<Result<FileDone, OpError>>, offset: usize, limit: usize) -> Told {
    match read {
        Some(Ok(FileDone::Data { bytes, size, .. })) => {
            let text = String::from_utf8_lossy(&bytes);
            let lines: Vec<_> = text.lines().skip(offset - 1).take(limit).collect();
            let mut out = lines.join("\n");
            if size > bytes.len() as u64 {
                out.push_str(&format!("\n[the file has {size} bytes; the first {} were read]", bytes.len()));
            }
            Told { text: out, is_error: false }
        }
        Some(Err(e)) => Told { text: e.to_string(), is_error: true },
        Some(Ok(_)) | None => Told { text: "the file could not be read".to_owned(), is_error: true },
    }
}

fn exec_result(output: &[u8], exit: Result<ProcessExit, OpError>) -> Told {
    let mut text = String::from_utf8_lossy(output).trim_end().to_owned();
    let note = match exit {
        Ok(ProcessExit { code: Some(0), .. }) => None,
        Ok(ProcessExit { code: Some(code), .. }) => Some(format!("Command exited with code {code}")),
        Ok(ProcessExit { signal, .. }) => {
            Some(format!("Command ended by signal {}", signal.unwrap_or_default()))
        }
        Err(e) => Some(format!("Command failed: {e}")),
    };
    let is_error = note.is_some();
    if let Some(note) = note {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&note);
    } else if text.is_empty() {
        text.push_str("(no output)");
    }
    Told { text, is_error }
}

/// A path of the model as an absolute one.
fn absolute(path: &str, workspace: &str, home: &str) -> String {
    match path.strip_prefix("~/") {
        Some(rest) => format!("{home}/{rest}"),
        None if path.starts_with('/') => path.to_owned(),
        None => format!("{workspace}/{path}"),
    }
}

/// Cuts the middle out of a long text.
fn cut(text: &str, max: usize) -> String {
    if text.len() <= max {
        return text.to_owned();
    }
    let (mut head, mut tail) = (max / 2, text.len() - max / 2);
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    while !text.is_char_boundary(tail) {
        tail += 1;
    }
    format!("{}\n[{} bytes left out]\n{}", &text[..head], tail - head, &text[tail..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_json_schemas() {
        for tool in [READ, EXEC] {
            let schema: Value = serde_json::from_str(tool.parameters).unwrap();
            assert_eq!(schema["type"], "object", "{}", tool.name);
        }
    }

    #[test]
    fn a_long_result_loses_its_middle() {
        let text = format!("{}é{}", "a".repeat(500), "b".repeat(500));
        let out = cut(&text, 100);
        assert!(out.starts_with(&"a".repeat(50)) && out.ends_with(&"b".repeat(50)));
        assert!(out.contains("bytes left out"));
    }

    #[test]
    fn an_exit_code_is_an_error_and_is_told() {
        let exit = |code| exec_result(b"out\n", Ok(ProcessExit { code: Some(code), signal: None }));
        assert_eq!(exit(0), Told { text: "out".into(), is_error: false });
        assert_eq!(exit(3), Told { text: "out\n\nCommand exited with code 3".into(), is_error: true });
    }
}

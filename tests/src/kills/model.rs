//! A model behind HTTP that counts: how often it was asked for each turn, and how often after a tool.

use crate::program::PATIENCE;
use core::time::Duration;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Marks the name of a turn in what is said, up to the next blank.
pub(super) const MARK: char = '@';

/// Pause before each word of an answer.
const PACE: Duration = Duration::from_millis(8);

/// How often the model was asked: by turn, and whether the last message was a tool's.
type Counts = BTreeMap<(String, bool), u32>;

/// A model that runs until the process ends.
#[derive(Clone, Debug)]
pub struct Model {
    port: u16,
    counts: Arc<Mutex<Counts>>,
}

impl Model {
    /// Begins to listen.
    ///
    /// # Panics
    ///
    /// When no port is free.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let model = Self { port, counts: Arc::default() };
        let serving = model.clone();
        thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                let model = serving.clone();
                // A gateway that is killed breaks off; that is no failure of the model's.
                thread::spawn(move || drop(model.serve(&socket)));
            }
        });
        model
    }

    /// Where it is.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// How often it was asked for each turn, for its beginning and after a tool.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn serve(&self, socket: &TcpStream) -> io::Result<()> {
        socket.set_read_timeout(Some(PATIENCE))?;
        let mut reader = BufReader::new(socket);
        loop {
            let asked = request(&mut reader)?;
            let messages = asked["messages"].as_array().map_or(&[][..], Vec::as_slice);
            let after_tool = messages.last().is_some_and(|m| m["role"] == "tool");
            let said = messages.iter().rfind(|m| m["role"] == "user").map(|m| text(&m["content"]));
            let said = said.unwrap_or_default();
            let name = name_of(&said).unwrap_or_default().to_owned();
            let key = (name.clone(), after_tool);
            *self.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default() += 1;
            match said.split_once("!run ") {
                Some((_, command)) if !after_tool => {
                    call(socket, command.lines().next().unwrap_or_default())?;
                }
                Some(_) | None => speak(socket, &answer(&name))?,
            }
        }
    }
}

/// What the model answers to a turn.
pub(super) fn answer(name: &str) -> String {
    format!("the model heard {MARK}{name}")
}

/// The name of a turn in what was said.
fn name_of(said: &str) -> Option<&str> {
    said.split_once(MARK)?.1.split(|c: char| c.is_whitespace() || c == '"').next()
}

fn text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|p| p["text"].as_str()).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => String::new(),
    }
}

fn request(reader: &mut BufReader<&TcpStream>) -> io::Result<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    serde_json::from_slice(&body).map_err(io::Error::other)
}

fn begin(mut to: &TcpStream) -> io::Result<()> {
    to.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
}

fn event(mut to: &TcpStream, delta: &Value, finish: Option<&str>) -> io::Result<()> {
    let choice = json!({"index": 0, "delta": delta, "finish_reason": finish});
    let text = format!("data: {}\n\n", json!({"choices": [choice]}));
    to.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes())
}

fn end(mut to: &TcpStream) -> io::Result<()> {
    to.write_all(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
}

fn speak(to: &TcpStream, text: &str) -> io::Result<()> {
    begin(to)?;
    for word in text.split_inclusive(' ') {
        thread::sleep(PACE);
        event(to, &json!({"content": word}), None)?;
    }
    event(to, &json!({}), Some("stop"))?;
    end(to)
}

fn call(to: &TcpStream, command: &str) -> io::Result<()> {
    begin(to)?;
    let arguments = json!({"command": command}).to_string();
    let call = json!({"index": 0, "id": "call_1", "type": "function",
        "function": {"name": "exec", "arguments": arguments}});
    event(to, &json!({"tool_calls": [call]}), None)?;
    event(to, &json!({}), Some("tool_calls"))?;
    end(to)
}

//! Child processes, each in a group of its own: executes the engine's spawns.

use crate::deadline::within;
use crate::workers::QUESTIONS;
use core::cell::{Cell, RefCell};
use core::convert::Infallible;
use core::pin::pin;
use core::time::Duration;
use engine::{Chunk, OpError, OpErrorKind, ProcessExit, Spawn};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use smol::channel::Receiver;
use smol::future::{or, pending, yield_now, zip};
use smol::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use smol::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use smol::{LocalExecutor, Task, Timer};
use std::collections::HashSet;
use std::io;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::rc::Rc;

/// Runs processes and knows which are alive.
pub struct Processes {
    alive: Rc<RefCell<HashSet<Pid>>>,
    /// Reaps children whose future was dropped. On this executor there is no need for a thread.
    _reaper: Task<Infallible>,
}

impl Processes {
    /// Makes an empty registry, whose tasks run on `executor`.
    #[must_use]
    pub fn new(executor: &LocalExecutor<'static>) -> Self {
        Self { alive: Rc::default(), _reaper: executor.spawn(smol::process::driver()) }
    }

    /// Runs a process to its end. `on_chunk` gets its output as it arrives. A message on `cancel`, or its
    /// other end going away, ends the whole group: with SIGTERM, and after the grace with SIGKILL.
    /// Dropping the future kills the group at once.
    pub async fn run(
        &self,
        spawn: Spawn,
        cancel: Receiver<()>,
        on_chunk: impl FnMut(Chunk),
    ) -> Result<ProcessExit, OpError> {
        let mut child = start(&spawn).map_err(|e| start_error(&spawn, &e))?;
        let group = Group::enter(Rc::clone(&self.alive), &child);
        let output = Output { state: RefCell::new((on_chunk, spawn.max_output)), pieces: Cell::new(0) };
        let (stdout, stderr, stdin) = (child.stdout.take(), child.stderr.take(), child.stdin.take());
        let at_end = Cell::new(false);
        let mut reading = pin!(async {
            zip(output.copy(stdout, Chunk::Stdout), output.copy(stderr, Chunk::Stderr)).await;
            at_end.set(true);
        });
        let exit = or(end(&mut child, &group, &cancel, spawn.grace), async {
            zip(reading.as_mut(), feed(stdin, &spawn.stdin)).await;
            pending().await
        })
        .await;
        for _ in 0..MAX_LINGER_ROUNDS {
            let before = output.pieces.get();
            if !at_end.get() {
                within(LINGER, reading.as_mut()).await;
            }
            if at_end.get() || output.pieces.get() == before {
                break;
            }
        }
        let exit = exit.map_err(|e| start_error(&spawn, &e))?;
        Ok(ProcessExit { code: exit.code(), signal: exit.signal() })
    }

    /// Kills every group that is alive: for the moment before the gateway itself exits.
    pub fn kill_all(&self) {
        for group in self.alive.borrow().iter() {
            signal(*group, Signal::KILL);
        }
    }
}

fn start(spawn: &Spawn) -> io::Result<Child> {
    let Some((program, arguments)) = spawn.argv.split_first() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no program is named"));
    };
    let mut command = std::process::Command::new(program);
    command.args(arguments).envs(spawn.env.iter().map(|(name, value)| (name, value))).process_group(0);
    if let Some(cwd) = &spawn.cwd {
        if spawn.make_cwd {
            std::fs::create_dir_all(cwd)?;
        }
        command.current_dir(cwd);
    }
    let stdin = if spawn.stdin.is_empty() { Stdio::null() } else { Stdio::piped() };
    Command::from(command).stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

fn start_error(spawn: &Spawn, error: &io::Error) -> OpError {
    let kind = if [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&error.kind()) {
        OpErrorKind::NotFound
    } else if error.kind() == io::ErrorKind::PermissionDenied {
        OpErrorKind::Denied
    } else {
        OpErrorKind::Other
    };
    let program = spawn.argv.first().map_or("a process", String::as_str);
    let detail = match &spawn.cwd {
        Some(cwd) if kind == OpErrorKind::NotFound && !Path::new(cwd).is_dir() => {
            format!("{program}: no such working directory: {cwd}")
        }
        _ if kind == OpErrorKind::NotFound => format!("{program}: no such program"),
        _ if kind == OpErrorKind::Denied => format!("{program}: permission denied"),
        _ => format!("{program}: {error}"),
    };
    OpError { kind, detail }
}

/// Waits for the exit; when asked to, brings it about.
async fn end(
    child: &mut Child,
    group: &Group,
    cancel: &Receiver<()>,
    grace: Duration,
) -> io::Result<ExitStatus> {
    let exit = or(async { Some(child.status().await) }, async {
        let _closed_or_told = cancel.recv().await;
        None
    })
    .await;
    if let Some(status) = exit {
        group.ended.set(true);
        return status;
    }
    group.signal(Signal::TERM);
    within(grace, async {
        let _told_below = child.status().await;
        group.vanished().await;
    })
    .await;
    group.signal(Signal::KILL);
    let status = child.status().await;
    group.ended.set(true);
    status
}

async fn feed(stdin: Option<ChildStdin>, bytes: &[u8]) {
    if let Some(mut stdin) = stdin {
        // A child that stops reading early is no failure: its exit tells what there is to tell.
        let _broken_pipe = stdin.write_all(bytes).await;
    }
}

/// Where both streams of output meet.
struct Output<F> {
    /// The receiver, and the bytes it still takes.
    state: RefCell<(F, usize)>,
    /// Pieces read so far, taken or not.
    pieces: Cell<u64>,
}

impl<F: FnMut(Chunk)> Output<F> {
    fn take(&self, bytes: &[u8], chunk: fn(Vec<u8>) -> Chunk) {
        let (on_chunk, room) = &mut *self.state.borrow_mut();
        let taken = bytes.len().min(*room);
        *room -= taken;
        if taken > 0 {
            on_chunk(chunk(bytes[..taken].to_vec()));
        }
    }

    /// Reads to the end, also what is not wanted, so that the child never waits.
    async fn copy(&self, from: Option<impl AsyncRead + Unpin>, chunk: fn(Vec<u8>) -> Chunk) {
        let Some(mut from) = from else { return };
        let mut buffer = vec![0; READ_BUFFER].into_boxed_slice();
        while let Ok(read @ 1..) = from.read(&mut buffer).await {
            self.pieces.set(self.pieces.get() + 1);
            self.take(&buffer[..read], chunk);
            // A child that writes without pause must not keep everyone else waiting.
            yield_now().await;
        }
    }
}

/// A live process group; killed when this is dropped before the end of its leader.
struct Group {
    id: Pid,
    alive: Rc<RefCell<HashSet<Pid>>>,
    ended: Cell<bool>,
}

impl Group {
    fn enter(alive: Rc<RefCell<HashSet<Pid>>>, leader: &Child) -> Self {
        let id = i32::try_from(leader.id()).ok().and_then(Pid::from_raw);
        let id = id.expect("the id of a child is a positive pid");
        alive.borrow_mut().insert(id);
        Self { id, alive, ended: Cell::new(false) }
    }

    fn signal(&self, name: Signal) {
        signal(self.id, name);
    }

    /// Waits until no process is left in the group. No event tells, so it looks; the caller bounds the time.
    async fn vanished(&self) {
        let mut pause = LOOK_AGAIN;
        while test_kill_process_group(self.id).is_ok() {
            let id = self.id;
            if QUESTIONS.run(move || only_zombies(id)).await {
                break;
            }
            Timer::after(pause).await;
            pause = MAX_LOOK_AGAIN.min(pause * 2);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.alive.borrow_mut().remove(&self.id);
        if !self.ended.get() {
            self.signal(Signal::KILL);
        }
    }
}

fn signal(group: Pid, name: Signal) {
    if let Err(error) = kill_process_group(group, name)
        && error != rustix::io::Errno::SRCH
    {
        log::debug!("cannot signal process group {}: {error}", group.as_raw_nonzero());
    }
}

/// Whether nothing but zombies is in a group, as far as the system tells. An orphan is reaped by the first
/// process, and in a container that is often one that never does.
fn only_zombies(group: Pid) -> bool {
    let Ok(processes) = std::fs::read_dir("/proc") else { return false };
    let group = group.as_raw_nonzero().to_string();
    !processes.flatten().any(|process| {
        let stat = std::fs::read_to_string(process.path().join("stat")).unwrap_or_default();
        // `pid (name) state parent group …`, and the name may hold anything.
        let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        let mut fields = after_name.split(' ');
        let alive = fields.next().is_some_and(|state| state != "Z" && state != "X");
        alive && fields.nth(1) == Some(group.as_str())
    })
}

/// After the exit, silence on a pipe that somebody else still holds open, after which it is given up.
const LINGER: Duration = Duration::from_millis(250);

/// Such waits after which a pipe is given up even if it is not silent.
const MAX_LINGER_ROUNDS: usize = 20;

/// Between the first two looks at a group that was asked to end; then ever longer.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Between two looks at most.
const MAX_LOOK_AGAIN: Duration = Duration::from_millis(160);

/// Bytes read at once: what a pipe holds by default.
const READ_BUFFER: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_that_is_always_ready_leaves_room_for_others() {
        let on_chunk = |_| ();
        let output = Output { state: RefCell::new((on_chunk, 0)), pieces: Cell::new(0) };
        let endless = smol::io::repeat(0).take(1000 * READ_BUFFER as u64);
        let turns = async {
            for _ in 0..10 {
                yield_now().await;
            }
        };
        smol::block_on(or(output.copy(Some(endless), Chunk::Stdout), turns));
        assert!(output.pieces.get() < 20, "{} pieces were read meanwhile", output.pieces.get());
    }
}

//! Real processes, run as the engine asks for them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use core::cell::RefCell;
use core::time::Duration;
use engine::{Chunk, OpError, OpErrorKind, ProcessExit, Spawn};
use runtime_smol::process::Processes;
use rustix::process::{Pid, Signal, kill_process};
use smol::channel::{Receiver, Sender};
use smol::{LocalExecutor, Timer};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Instant;

#[test]
fn the_exit_code_and_both_streams_are_told() {
    let ended = run(sh("echo out; echo err >&2; exit 3"));
    assert_eq!(ended.exit, Ok(code(3)));
    assert_eq!(ended.stdout, b"out\n");
    assert_eq!(ended.stderr, b"err\n");
}

#[test]
fn the_signal_that_ended_a_process_is_told() {
    assert_eq!(run(sh("kill -9 $$")).exit, Ok(signal(9)));
}

#[test]
fn variables_and_the_working_directory_are_set() {
    let dir = tempfile::tempdir().unwrap();
    let cwd = dir.path().canonicalize().unwrap().to_str().unwrap().to_owned();
    let mut spawn = sh("pwd; echo $GREETING; test -n \"$PATH\"");
    spawn.env = vec![("GREETING".to_owned(), "hello".to_owned())];
    spawn.cwd = Some(cwd.clone());
    let ended = run(spawn);
    assert_eq!(ended.exit, Ok(code(0)));
    assert_eq!(String::from_utf8(ended.stdout).unwrap(), format!("{cwd}\nhello\n"));
}

#[test]
fn standard_input_is_written_whole_and_closed() {
    let mut spawn = sh("cat");
    spawn.stdin = (0..300_000_u32).flat_map(u32::to_be_bytes).collect();
    let expected = spawn.stdin.clone();
    let ended = run(spawn);
    assert_eq!(ended.exit, Ok(code(0)));
    assert!(ended.stdout == expected, "what cat gave back differs");
}

#[test]
fn input_that_nobody_reads_is_no_failure() {
    let mut spawn = sh("exit 0");
    spawn.stdin = vec![0; 1_000_000];
    assert_eq!(run(spawn).exit, Ok(code(0)));
}

#[test]
fn without_input_a_reader_is_at_its_end() {
    assert_eq!(run(sh("cat")).exit, Ok(code(0)));
}

#[test]
fn output_beyond_the_limit_is_thrown_away_and_the_process_ends_by_itself() {
    let mut spawn = sh("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; exit 5");
    spawn.max_output = 1000;
    let ended = run(spawn);
    assert_eq!(ended.exit, Ok(code(5)));
    assert_eq!(ended.stdout.len() + ended.stderr.len(), 1000);
}

#[test]
fn what_cannot_be_started_is_named() {
    let mut nowhere = sh("true");
    nowhere.cwd = Some("/nonexistent/place".to_owned());
    let dir = tempfile::tempdir().unwrap();
    let plain = dir.path().join("plain");
    File::create(&plain).unwrap();
    let plain = plain.to_str().unwrap().to_owned();
    for (spawn, kind, detail) in [
        (spawn(&["no-such-program-here"]), OpErrorKind::NotFound, "no-such-program-here: no such program"),
        (nowhere, OpErrorKind::NotFound, "sh: no such working directory: /nonexistent/place"),
        (spawn(&[&plain]), OpErrorKind::Denied, &format!("{plain}: permission denied")),
        (spawn(&[]), OpErrorKind::Other, "a process: no program is named"),
    ] {
        let expected = OpError { kind, detail: detail.to_owned() };
        assert_eq!(run(spawn).exit, Err(expected));
    }
}

#[test]
fn a_working_directory_is_made_when_that_is_wished() {
    let dir = tempfile::tempdir().unwrap();
    let cwd = dir.path().join("not/yet");
    let wished = Spawn { cwd: Some(cwd.display().to_string()), ..spawn(&["pwd"]) };
    assert!(run(wished.clone()).exit.is_err());
    assert!(run(Spawn { make_cwd: true, ..wished }).exit.is_ok());
    assert!(cwd.is_dir());
}

#[test]
fn a_cancelled_process_may_end_in_its_own_way() {
    let ended = run_and(sh("trap 'echo bye; exit 7' TERM; echo up; while :; do :; done"), Then::Cancel);
    assert_eq!(ended.exit, Ok(code(7)));
    assert_eq!(ended.stdout, b"up\nbye\n");
}

#[test]
fn a_process_that_ignores_the_polite_signal_is_killed_after_the_grace() {
    let mut spawn = sh("trap '' TERM; echo up; while :; do sleep 1000; done");
    spawn.grace = Duration::from_millis(50);
    assert_eq!(run_and(spawn, Then::Cancel).exit, Ok(signal(9)));
}

#[test]
fn the_grace_ends_when_the_whole_group_obeyed() {
    let began = Instant::now();
    let ended = run_and(sh("sleep 1000 & echo up; wait"), Then::Cancel);
    assert_eq!(ended.exit, Ok(signal(15)));
    assert!(began.elapsed() < GRACE / 2, "{:?}", began.elapsed());
}

#[test]
fn a_handle_that_goes_away_cancels() {
    assert_eq!(run_and(sh("echo up; exec sleep 1000"), Then::DropHandle).exit, Ok(signal(15)));
}

#[test]
fn the_whole_group_is_killed_when_its_leader_left_early() {
    let fifo = Fifo::new();
    let mut spawn = sh(&format!("({STUBBORN}) & wait"));
    spawn.env = vec![("FIFO".to_owned(), fifo.path())];
    spawn.grace = Duration::from_millis(50);
    let ended = run_and(spawn, Then::Cancel);
    assert_eq!(ended.exit, Ok(signal(15)));
    fifo.wait_until_nobody_holds_it();
}

#[test]
fn dropping_the_future_kills_the_group() {
    let fifo = Fifo::new();
    let mut spawn = sh(&format!("({STUBBORN}) & wait"));
    spawn.env = vec![("FIFO".to_owned(), fifo.path())];
    let executor = LocalExecutor::new();
    let processes = Processes::new(&executor);
    let (_cancel, cancelled) = smol::channel::bounded(1);
    let (up, is_up) = smol::channel::bounded(1);
    let running = processes.run(spawn, cancelled, |_| up.try_send(()).unwrap());
    block_on(&executor, async {
        smol::future::or(async { drop(running.await) }, async { is_up.recv().await.unwrap() }).await;
    });
    fifo.wait_until_nobody_holds_it();
}

#[test]
fn every_live_group_can_be_killed_at_once() {
    let fifo = Fifo::new();
    let mut spawn = sh(&format!("({STUBBORN}) & wait"));
    spawn.env = vec![("FIFO".to_owned(), fifo.path())];
    assert_eq!(run_and(spawn, Then::KillAll).exit, Ok(signal(9)));
    fifo.wait_until_nobody_holds_it();
}

#[test]
fn a_grandchild_that_holds_the_pipes_does_not_hold_up_the_end() {
    let ended = run(sh("sleep 1000 & echo $!"));
    let grandchild: i32 = String::from_utf8(ended.stdout).unwrap().trim().parse().unwrap();
    kill_process(Pid::from_raw(grandchild).unwrap(), Signal::KILL).expect("the grandchild is alive");
    assert_eq!(ended.exit, Ok(code(0)));
}

/// Holds the fifo, says so on standard output, and takes no hint.
const STUBBORN: &str = "trap '' TERM; exec 3>\"$FIFO\"; echo up; while :; do sleep 1000; done";

/// Longer than any test that obeys may take.
const GRACE: Duration = Duration::from_secs(20);

struct Ended {
    exit: Result<ProcessExit, OpError>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

/// What happens at the first output.
#[derive(Clone, Copy)]
enum Then {
    Nothing,
    Cancel,
    DropHandle,
    KillAll,
}

fn run(spawn: Spawn) -> Ended {
    run_and(spawn, Then::Nothing)
}

fn run_and(spawn: Spawn, then: Then) -> Ended {
    let executor = LocalExecutor::new();
    let processes = Processes::new(&executor);
    let (cancel, cancelled): (Sender<()>, Receiver<()>) = smol::channel::bounded(1);
    let mut cancel = Some(cancel);
    let output = RefCell::new((Vec::new(), Vec::new()));
    let running = processes.run(spawn, cancelled, |chunk| {
        let (stdout, stderr) = &mut *output.borrow_mut();
        match chunk {
            Chunk::Stdout(bytes) => stdout.extend(bytes),
            Chunk::Stderr(bytes) => stderr.extend(bytes),
            Chunk::Head { .. } | Chunk::Body(_) => panic!("a process has no response"),
        }
        match then {
            Then::Nothing => {}
            Then::Cancel => drop(cancel.as_ref().unwrap().try_send(())),
            Then::DropHandle => cancel = None,
            Then::KillAll => processes.kill_all(),
        }
    });
    let exit = block_on(&executor, running);
    let (stdout, stderr) = output.into_inner();
    Ended { exit, stdout, stderr }
}

fn block_on<T>(executor: &LocalExecutor<'static>, future: impl Future<Output = T>) -> T {
    let late = async {
        Timer::after(Duration::from_secs(30)).await;
        panic!("the test takes too long")
    };
    smol::block_on(executor.run(smol::future::or(future, late)))
}

fn sh(script: &str) -> Spawn {
    spawn(&["sh", "-c", script])
}

fn spawn(argv: &[&str]) -> Spawn {
    Spawn {
        argv: argv.iter().map(|&word| word.to_owned()).collect(),
        cwd: None,
        make_cwd: false,
        env: Vec::new(),
        stdin: Vec::new(),
        max_output: 10_000_000,
        grace: GRACE,
    }
}

const fn code(code: i32) -> ProcessExit {
    ProcessExit { code: Some(code), signal: None }
}

const fn signal(signal: i32) -> ProcessExit {
    ProcessExit { code: None, signal: Some(signal) }
}

/// A named pipe, read to its end: that comes when the last process that holds it is gone.
struct Fifo {
    dir: tempfile::TempDir,
    end: mpsc::Receiver<()>,
}

impl Fifo {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = fifo_in(dir.path());
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let (at_end, end) = mpsc::sync_channel(1);
        std::thread::spawn(move || {
            File::open(path).unwrap().read_to_end(&mut Vec::new()).unwrap();
            at_end.send(()).unwrap();
        });
        Self { dir, end }
    }

    fn path(&self) -> String {
        fifo_in(self.dir.path()).to_str().unwrap().to_owned()
    }

    fn wait_until_nobody_holds_it(self) {
        self.end.recv_timeout(Duration::from_secs(20)).expect("nobody holds the fifo");
    }
}

fn fifo_in(dir: &Path) -> PathBuf {
    dir.join("fifo")
}

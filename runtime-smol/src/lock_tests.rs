use super::*;

/// A machine with one process: 7, started at tick 100.
struct Machine {
    words: Option<Vec<String>>,
    tells: bool,
}

impl Processes for Machine {
    fn is_alive(&self, pid: u32) -> bool {
        pid == 7
    }

    fn start_time(&self, _: u32) -> Option<u64> {
        self.words.is_some().then_some(100)
    }

    fn command_line(&self, _: u32) -> Option<Vec<String>> {
        self.words.clone()
    }

    fn tells_start_times(&self) -> bool {
        self.tells
    }
}

fn machine(command_line: &str) -> Machine {
    Machine { words: Some(command_line.split(' ').map(str::to_owned).collect()), tells: true }
}

fn found(claim: Value, age: Duration) -> Found {
    Found { text: String::new(), claim, age }
}

const YOUNG: Duration = Duration::ZERO;

#[test]
fn a_dead_owner_leaves_a_stale_lock() {
    assert!(found(json!({"pid": 8, "startTime": 100}), YOUNG).is_stale(&machine("openclaw gateway")));
}

#[test]
fn an_owner_is_known_by_when_it_started() {
    assert!(!found(json!({"pid": 7, "startTime": 100}), YOUNG).is_stale(&machine("vi")));
    assert!(found(json!({"pid": 7, "startTime": 99}), YOUNG).is_stale(&machine("openclaw gateway")));
}

#[test]
fn without_a_start_time_the_command_line_tells() {
    let claim = || json!({"pid": 7});
    for gateway in [
        "/usr/bin/openclaw gateway run",
        "node /x/openclaw.mjs gateway",
        "node C:\\x\\dist\\entry.js gateway",
    ] {
        assert!(!found(claim(), YOUNG).is_stale(&machine(gateway)), "{gateway}");
    }
    for other in ["openclaw status", "vi gateway", "node /x/server.js gateway"] {
        assert!(found(claim(), YOUNG).is_stale(&machine(other)), "{other}");
    }
}

#[test]
fn where_nothing_is_told_a_living_process_is_the_owner() {
    let other = Machine { words: None, tells: false };
    assert!(!found(json!({"pid": 7, "startTime": 1}), STALE * 2).is_stale(&other));
}

#[test]
fn an_owner_that_cannot_be_determined_is_given_time() {
    let hidden = Machine { words: None, tells: true };
    let recent = now().iso();
    assert!(!found(json!({"pid": 7, "createdAt": recent}), STALE * 2).is_stale(&hidden));
    assert!(found(json!({"pid": 7, "createdAt": "2020-01-01T00:00:00.000Z"}), YOUNG).is_stale(&hidden));
    assert!(!found(Value::Null, YOUNG).is_stale(&hidden));
    assert!(found(Value::Null, STALE * 2).is_stale(&hidden));
}

#[test]
fn two_gateways_exclude_each_other_until_one_ends() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sub/gateway.lock");
    let first = Lock::acquire(&path, "/c", Duration::ZERO).unwrap();
    let refused = Lock::acquire(&path, "/c", Duration::ZERO).unwrap_err();
    let pid = process::id();
    assert_eq!(refused.to_string(), format!("gateway already running (pid {pid}); lock timeout after 0ms"));
    drop(first);
    assert!(!path.exists());
    drop(Lock::acquire(&path, "/c", Duration::ZERO).unwrap());
}

#[test]
fn the_file_says_what_the_reference_reads() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gateway.lock");
    let _lock = Lock::acquire(&path, "/c.json", Duration::ZERO).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let claim: Value = serde_json::from_str(&text).unwrap();
    let keys: Vec<&str> = claim.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = ["pid", "createdAt", "configPath", "startTime"];
    assert_eq!(keys, expected[..if cfg!(target_os = "linux") { 4 } else { 3 }]);
    assert_eq!(claim["configPath"], "/c.json");
    assert!(!text.ends_with('\n'));
}

#[test]
fn the_file_has_the_name_the_reference_gives_it() {
    assert_eq!(file_name("/tmp/gw/.openclaw/openclaw.json"), "gateway.47ab723f.lock");
}

#[test]
fn a_lock_that_was_taken_over_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gateway.lock");
    let lock = Lock::acquire(&path, "/c", Duration::ZERO).unwrap();
    fs::write(&path, "another").unwrap();
    drop(lock);
    assert_eq!(fs::read_to_string(&path).unwrap(), "another");
}

#[test]
fn a_stale_file_is_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gateway.lock");
    // No process has this number: it is beyond what any system gives out.
    fs::write(&path, r#"{"pid":2147483646}"#).unwrap();
    Lock::acquire(&path, "/c", Duration::ZERO).unwrap();
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error_with_the_path() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let path = dir.path().join("file/gateway.lock");
    let error = Lock::acquire(&path, "/c", Duration::ZERO).unwrap_err();
    let start = format!("failed to acquire gateway lock at {}: ", path.display());
    assert!(error.to_string().starts_with(&start), "{error}");
}

#[test]
fn a_lock_that_cannot_be_read_is_an_error_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gateway.lock");
    fs::create_dir(&path).unwrap();
    let error = Lock::acquire(&path, "/c.json", Duration::from_secs(60)).unwrap_err();
    assert!(matches!(error, LockError::Io { .. }), "{error}");
}

#[test]
fn a_lock_is_never_there_without_its_owner() {
    use core::sync::atomic::{AtomicBool, Ordering};
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gateway.lock");
    let done = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let look = scope.spawn(|| {
            let (mut whole, mut empty) = (0, 0);
            while !done.load(Ordering::Relaxed) {
                match fs::read_to_string(&path) {
                    Ok(text) if text.is_empty() => empty += 1,
                    Ok(_) => whole += 1,
                    Err(_) => {}
                }
            }
            (whole, empty)
        });
        for _ in 0..1_000 {
            drop(Lock::acquire(&path, "/c", Duration::ZERO).unwrap());
        }
        done.store(true, Ordering::Relaxed);
        look.join().unwrap()
    });
    assert!(seen.0 > 0 && seen.1 == 0, "{} times whole, {} times empty", seen.0, seen.1);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left aside");
}

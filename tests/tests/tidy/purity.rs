//! What the engine is not allowed to use is refused: each ban of `engine/clippy.toml`, tried.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use openclaw_tests::gateway::cargo;
use openclaw_tests::outside;
use serde_json::Value;

enum Probe {
    Type(&'static str),
    Use(&'static str),
}

#[test]
fn each_ban_of_the_engine_is_tried_and_refused() {
    let root = outside::workspace();
    let settings = std::fs::read_to_string(root.join("engine/clippy.toml")).unwrap();
    let settings: toml::Table = settings.parse().unwrap();
    let bans = ["disallowed-types", "disallowed-methods"].map(|key| settings[key].as_array().unwrap());
    let banned: BTreeSet<_> = bans.into_iter().flatten().map(|ban| ban["path"].as_str().unwrap()).collect();
    let tried: BTreeSet<_> = ENGINE.iter().map(|(path, _)| *path).collect();
    assert_eq!(banned, tried, "the bans, and the probes below, are not the same");
    let Some(refused) = refused("engine", ENGINE, "") else { return };
    assert_eq!(refused, tried, "what was refused is not all that is banned");
}

#[test]
fn channels_without_a_bound_are_refused_in_the_runtime() {
    let Some(refused) = refused("runtime-smol", RUNTIME, "smol = \"2\"") else { return };
    assert_eq!(refused, RUNTIME.iter().map(|(path, _)| *path).collect());
}

/// The probes that clippy refuses for the settings of a package.
fn refused(package: &str, probes: &[(&'static str, Probe)], needs: &str) -> Option<BTreeSet<&'static str>> {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("probes").join(package);
    std::fs::create_dir_all(dir.join("src")).unwrap();
    let root = outside::workspace();
    std::fs::copy(root.join(package).join("clippy.toml"), dir.join("clippy.toml")).unwrap();
    // The versions of the workspace: nothing else is looked for.
    std::fs::copy(root.join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    let manifest = format!(
        "[package]\nname = \"probe\"\nedition = \"2024\"\n[dependencies]\n{needs}\n[workspace]\n\
         [lints.clippy]\ndisallowed_types = \"warn\"\ndisallowed_methods = \"warn\"\n"
    );
    std::fs::write(dir.join("Cargo.toml"), manifest).unwrap();
    let mut text = String::new();
    for (number, (_, probe)) in probes.iter().enumerate() {
        match probe {
            Probe::Type(name) => writeln!(text, "pub type T{number} = {name};").unwrap(),
            Probe::Use(code) => writeln!(text, "pub fn f{number}() {{ let _ = {code}; }}").unwrap(),
        }
    }
    std::fs::write(dir.join("src/lib.rs"), text).unwrap();
    let mut clippy = cargo();
    clippy.args(["clippy", "--quiet", "--offline", "--message-format", "json"]).current_dir(&dir);
    let output = clippy.env("CARGO_TARGET_DIR", dir.join("target")).output().unwrap();
    if !output.status.success() {
        return outside::missing(&format!("clippy ({})", String::from_utf8_lossy(&output.stderr)));
    }
    let messages = output.stdout.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
    Some(
        messages
            .filter_map(|message: Value| {
                let code = message["message"]["code"]["code"].as_str()?;
                let of_a_ban = matches!(code, "clippy::disallowed_types" | "clippy::disallowed_methods");
                let line = message["message"]["spans"][0]["line_start"].as_u64()?;
                of_a_ban.then(|| probes[line as usize - 1].0)
            })
            .collect(),
    )
}

const RUNTIME: &[(&str, Probe)] = &[
    ("smol::channel::unbounded", Probe::Use("smol::channel::unbounded::<u8>()")),
    ("std::sync::mpsc::channel", Probe::Use("std::sync::mpsc::channel::<u8>()")),
];

#[rustfmt::skip]
const ENGINE: &[(&str, Probe)] = &[
    ("std::collections::HashMap", Probe::Type("std::collections::HashMap<u8, u8>")),
    ("std::collections::HashSet", Probe::Type("std::collections::HashSet<u8>")),
    ("std::hash::RandomState", Probe::Type("std::hash::RandomState")),
    ("std::time::Instant", Probe::Type("std::time::Instant")),
    ("std::time::SystemTime", Probe::Type("std::time::SystemTime")),
    ("std::net::TcpListener", Probe::Type("std::net::TcpListener")),
    ("std::net::TcpStream", Probe::Type("std::net::TcpStream")),
    ("std::net::UdpSocket", Probe::Type("std::net::UdpSocket")),
    ("std::os::unix::net::UnixListener", Probe::Type("std::os::unix::net::UnixListener")),
    ("std::os::unix::net::UnixStream", Probe::Type("std::os::unix::net::UnixStream")),
    ("std::os::unix::net::UnixDatagram", Probe::Type("std::os::unix::net::UnixDatagram")),
    ("std::fs::File", Probe::Type("std::fs::File")),
    ("std::fs::OpenOptions", Probe::Type("std::fs::OpenOptions")),
    ("std::fs::DirBuilder", Probe::Type("std::fs::DirBuilder")),
    ("std::fs::ReadDir", Probe::Type("std::fs::ReadDir")),
    ("std::process::Command", Probe::Type("std::process::Command")),
    ("std::process::Child", Probe::Type("std::process::Child")),
    ("std::thread::JoinHandle", Probe::Type("std::thread::JoinHandle<u8>")),
    ("std::thread::Builder", Probe::Type("std::thread::Builder")),
    ("std::thread::Scope", Probe::Type("std::thread::Scope<'static, 'static>")),
    ("std::io::Stdin", Probe::Type("std::io::Stdin")),
    ("std::io::Stdout", Probe::Type("std::io::Stdout")),
    ("std::io::Stderr", Probe::Type("std::io::Stderr")),
    ("std::sync::Mutex", Probe::Type("std::sync::Mutex<u8>")),
    ("std::sync::RwLock", Probe::Type("std::sync::RwLock<u8>")),
    ("std::sync::Condvar", Probe::Type("std::sync::Condvar")),
    ("std::cell::RefCell", Probe::Type("std::cell::RefCell<u8>")),
    ("std::rc::Rc", Probe::Type("std::rc::Rc<u8>")),
    ("std::time::Instant::now", Probe::Use("std::time::Instant::now()")),
    ("std::time::SystemTime::now", Probe::Use("std::time::SystemTime::now()")),
    ("std::env::var", Probe::Use(r#"std::env::var("A")"#)),
    ("std::env::var_os", Probe::Use(r#"std::env::var_os("A")"#)),
    ("std::env::vars", Probe::Use("std::env::vars()")),
    ("std::env::vars_os", Probe::Use("std::env::vars_os()")),
    ("std::env::args", Probe::Use("std::env::args()")),
    ("std::env::args_os", Probe::Use("std::env::args_os()")),
    ("std::env::current_dir", Probe::Use("std::env::current_dir()")),
    ("std::env::current_exe", Probe::Use("std::env::current_exe()")),
    ("std::env::temp_dir", Probe::Use("std::env::temp_dir()")),
    ("std::env::home_dir", Probe::Use("std::env::home_dir()")),
    ("std::env::set_current_dir", Probe::Use(r#"std::env::set_current_dir("a")"#)),
    ("std::env::set_var", Probe::Use(r#"unsafe { std::env::set_var("A", "b") }"#)),
    ("std::env::remove_var", Probe::Use(r#"unsafe { std::env::remove_var("A") }"#)),
    ("std::fs::read", Probe::Use(r#"std::fs::read("a")"#)),
    ("std::fs::read_to_string", Probe::Use(r#"std::fs::read_to_string("a")"#)),
    ("std::fs::read_dir", Probe::Use(r#"std::fs::read_dir("a")"#)),
    ("std::fs::read_link", Probe::Use(r#"std::fs::read_link("a")"#)),
    ("std::fs::metadata", Probe::Use(r#"std::fs::metadata("a")"#)),
    ("std::fs::symlink_metadata", Probe::Use(r#"std::fs::symlink_metadata("a")"#)),
    ("std::fs::exists", Probe::Use(r#"std::fs::exists("a")"#)),
    ("std::fs::canonicalize", Probe::Use(r#"std::fs::canonicalize("a")"#)),
    ("std::fs::write", Probe::Use(r#"std::fs::write("a", "b")"#)),
    ("std::fs::create_dir", Probe::Use(r#"std::fs::create_dir("a")"#)),
    ("std::fs::create_dir_all", Probe::Use(r#"std::fs::create_dir_all("a")"#)),
    ("std::fs::remove_file", Probe::Use(r#"std::fs::remove_file("a")"#)),
    ("std::fs::remove_dir", Probe::Use(r#"std::fs::remove_dir("a")"#)),
    ("std::fs::remove_dir_all", Probe::Use(r#"std::fs::remove_dir_all("a")"#)),
    ("std::fs::rename", Probe::Use(r#"std::fs::rename("a", "b")"#)),
    ("std::fs::copy", Probe::Use(r#"std::fs::copy("a", "b")"#)),
    ("std::fs::hard_link", Probe::Use(r#"std::fs::hard_link("a", "b")"#)),
    ("std::fs::set_permissions", Probe::Use(r#"std::fs::set_permissions("a", todo!())"#)),
    ("std::path::Path::exists", Probe::Use(r#"std::path::Path::new("a").exists()"#)),
    ("std::path::Path::try_exists", Probe::Use(r#"std::path::Path::new("a").try_exists()"#)),
    ("std::path::Path::is_file", Probe::Use(r#"std::path::Path::new("a").is_file()"#)),
    ("std::path::Path::is_dir", Probe::Use(r#"std::path::Path::new("a").is_dir()"#)),
    ("std::path::Path::is_symlink", Probe::Use(r#"std::path::Path::new("a").is_symlink()"#)),
    ("std::path::Path::metadata", Probe::Use(r#"std::path::Path::new("a").metadata()"#)),
    ("std::path::Path::symlink_metadata", Probe::Use(r#"std::path::Path::new("a").symlink_metadata()"#)),
    ("std::path::Path::read_dir", Probe::Use(r#"std::path::Path::new("a").read_dir()"#)),
    ("std::path::Path::read_link", Probe::Use(r#"std::path::Path::new("a").read_link()"#)),
    ("std::path::Path::canonicalize", Probe::Use(r#"std::path::Path::new("a").canonicalize()"#)),
    ("std::io::stdin", Probe::Use("std::io::stdin()")),
    ("std::io::stdout", Probe::Use("std::io::stdout()")),
    ("std::io::stderr", Probe::Use("std::io::stderr()")),
    ("std::net::ToSocketAddrs::to_socket_addrs", Probe::Use(r#"std::net::ToSocketAddrs::to_socket_addrs("a:1")"#)),
    ("std::process::exit", Probe::Use("std::process::exit(0)")),
    ("std::process::abort", Probe::Use("std::process::abort()")),
    ("std::process::id", Probe::Use("std::process::id()")),
    ("std::thread::spawn", Probe::Use("std::thread::spawn(|| ())")),
    ("std::thread::scope", Probe::Use("std::thread::scope(|_| ())")),
    ("std::thread::current", Probe::Use("std::thread::current()")),
    ("std::thread::park", Probe::Use("std::thread::park()")),
    ("std::thread::yield_now", Probe::Use("std::thread::yield_now()")),
    ("std::thread::available_parallelism", Probe::Use("std::thread::available_parallelism()")),
    ("std::thread::sleep", Probe::Use("std::thread::sleep(core::time::Duration::ZERO)")),
];

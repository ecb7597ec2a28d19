//! What the sources may say.

use std::collections::BTreeSet;

use openclaw_tests::outside;
use openclaw_tests::tidy::sources::{
    Source, engine_findings, ignored_tests, read, runtime_findings, tracked, wire_names,
};

use super::none;

#[test]
fn the_engine_is_written_without_what_is_not_pure() {
    let Some(sources) = sources("engine/src") else { return };
    none(&engine_findings(&sources, &names()));
}

#[test]
fn each_word_that_is_not_pure_is_found_outside_tests() {
    let text = "\
async fn a() { b().await }
static mut C: Rc<RefCell<u8>> = todo!();
thread_local!(static D: u8 = dbg!(1));
// async in a comment, and \"Rc\" in a literal, are words
extern crate std;
let context = WebSocketContext::new(Role::Client, None);
let method = \"sessions.list\"; let word = \"health\";
#[cfg(test)]
mod tests { async fn a() {} }
#[cfg(test)]
mod more;
";
    let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let sources = [
        file("engine/src/lib.rs", text),
        file("engine/src/more.rs", "async fn a() {}"),
        file("engine/src/less.rs", "async fn a() {}"),
    ];
    let found: Vec<_> = engine_findings(&sources, &names())
        .into_iter()
        .map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" "))
        .map(|line| line.replace("engine/src/lib.rs:", ""))
        .collect();
    let expected = [
        "1 `async`",
        "1 `await`",
        "2 `Rc`",
        "2 `RefCell`",
        "2 `todo`",
        "2 `static mut`",
        "3 `thread_local`",
        "3 `dbg`",
        "5 `extern crate`",
        "6 `WebSocketContext",
        "7 `sessions.list`",
        "engine/src/less.rs:1 `async`",
    ];
    assert_eq!(found.iter().map(|l| l.split("::").next().unwrap()).collect::<Vec<_>>(), expected);
}

#[test]
fn the_runtime_does_not_look_into_messages() {
    let Some(sources) = sources("runtime-smol/src") else { return };
    none(&runtime_findings(&sources));
}

#[test]
fn a_runtime_that_looks_into_messages_is_found() {
    let file = |text: &str| {
        let source = Source { path: "a.rs".to_owned(), text: text.to_owned() };
        runtime_findings(&[source]).len()
    };
    assert_eq!(file("use hyper::{Method, Uri};\nlet m = Method::GET;"), 0);
    assert_eq!(file("use engine::Method;\nlet m = Method::Health;"), 2);
    assert_eq!(file("use hyper::Method;\nuse engine::Method as M;"), 1);
    assert_eq!(file("let frame: Frame = protocol_spec::v3();"), 2);
    assert_eq!(file("#[cfg(test)]\nmod tests { use engine::Frame; }"), 0);
}

#[test]
fn no_test_is_put_aside() {
    let Some(sources) = sources("") else { return };
    none(&ignored_tests(&sources));
    let aside = Source { path: "a.rs".to_owned(), text: "\n    #[ignore]\nfn a() {}".to_owned() };
    assert_eq!(ignored_tests(&[aside]), ["a.rs:2: assert today's behaviour instead"]);
}

fn sources(below: &str) -> Option<Vec<Source>> {
    let root = outside::workspace();
    let files = tracked(&root).or_else(|| outside::missing("git, or a checkout made with it"))?;
    let sources = read(&root, &files, below, "rs");
    assert!(sources.len() > 20, "only {} sources below {below:?}", sources.len());
    Some(sources)
}

fn names() -> BTreeSet<String> {
    let spec = outside::workspace().join("protocol-spec/spec/v3");
    let text = |file: &str| std::fs::read_to_string(spec.join(file)).unwrap();
    wire_names(&text("methods.toml"), &text("events.toml"))
}

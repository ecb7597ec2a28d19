//! Exchanges with small servers that speak raw bytes.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod peer;
mod pool;
mod response;
mod route;

use core::cell::Cell;
use core::time::Duration;
use engine::{Chunk, Fetch, OpError};
use runtime_smol::fetch::{Pool, Setup};
use smol::{LocalExecutor, Timer};
use std::rc::Rc;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

const CUT_SHORT: &str = "the connection was closed before the response was complete";

#[derive(Debug, Default)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

async fn fetch(pool: &Pool, fetch: Fetch) -> Result<Answer, OpError> {
    let mut answer = Answer::default();
    pool.fetch(fetch, |chunk| match chunk {
        Chunk::Head { status, headers } => (answer.status, answer.headers) = (status, headers),
        Chunk::Body(bytes) => answer.body.extend(bytes),
        Chunk::Stdout(_) | Chunk::Stderr(_) => panic!("a response has no such streams"),
    })
    .await?;
    Ok(answer)
}

fn get(url: &str) -> Fetch {
    let limit = Duration::from_secs(20);
    Fetch {
        method: "GET",
        url: url.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
        connect_timeout: limit,
        head_timeout: limit,
        idle_timeout: limit,
        max_body: 1_000_000,
    }
}

fn post(url: &str, body: &str) -> Fetch {
    Fetch { method: "POST", body: body.as_bytes().to_vec(), ..get(url) }
}

fn run(setup: Setup, test: impl AsyncFnOnce(&Pool)) {
    let executor = Rc::new(LocalExecutor::new());
    let pool = Pool::new(setup, Rc::clone(&executor));
    let ran = Cell::new(false);
    let late = async {
        Timer::after(Duration::from_secs(30)).await;
    };
    let test = async {
        test(&pool).await;
        ran.set(true);
    };
    smol::block_on(executor.run(smol::future::or(test, late)));
    assert!(ran.get(), "the test takes too long");
}

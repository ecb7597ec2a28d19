//! `cargo kills -- --kills 300 [--seed N] [--full-disk] [--json]`: see `docs/testing.md`.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the account is what it is for")]

use openclaw_tests::kills::{Options, run};
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

const USAGE: &str = "usage: cargo kills -- [--kills N] [--seed N] [--full-disk] [--json]";

fn main() -> ExitCode {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let mut options = Options { kills: 300, seed: now, full_disk: false };
    let mut json = false;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|text| text.parse::<u64>().ok());
        match arg.as_str() {
            "--json" => json = true,
            "--full-disk" => options.full_disk = true,
            "--seed" => match number() {
                Some(seed) => options.seed = seed,
                None => return usage(),
            },
            "--kills" => match number().and_then(|n| u32::try_from(n).ok()) {
                Some(kills) => options.kills = kills,
                None => return usage(),
            },
            _ => return usage(),
        }
    }
    eprintln!("seed {}", options.seed);
    let since = Instant::now();
    let account = run(options, |account| {
        if account.killed() % 50 == 0 {
            eprintln!("{} kills", account.killed());
        }
    });
    let Some(account) = account else { return ExitCode::FAILURE };
    if json {
        println!("{}", account.json());
    } else {
        print!("{account}");
        println!("seed {}, {:.0} s", options.seed, since.elapsed().as_secs_f64());
    }
    if account.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

//! Kills in numbers; `cargo kills` does more of them.

use openclaw_tests::kills::{Options, run};

fn check(options: Options) {
    let Some(account) = run(options, |_| ()) else { return };
    println!("{account}");
    assert!(account.is_good(), "cargo kills -- --kills {} --seed {}\n{account}", options.kills, options.seed);
    assert!(account.killed() >= options.kills && account.starts.len() > 5, "{account}");
    let acknowledged: u64 = account.effects.values().map(|row| row.acknowledged).sum();
    assert!(acknowledged > u64::from(options.kills), "hardly anything was promised\n{account}");
}

#[test]
fn twenty_kills_lose_nothing_and_do_nothing_twice() {
    check(Options { kills: 20, seed: 20, full_disk: false });
}

#[test]
fn twenty_kills_on_a_disk_that_is_full_at_times_lose_nothing() {
    check(Options { kills: 20, seed: 21, full_disk: true });
}

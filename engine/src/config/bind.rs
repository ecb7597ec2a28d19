//! Which port and addresses the server listens on.

use core::net::{IpAddr, Ipv4Addr};

use super::sections::gateway::BindMode;
use super::{Config, Env};

/// The port used when nothing says otherwise.
pub const DEFAULT_PORT: u16 = 18_789;

/// Variables that hold the port, the newer name first.
pub const PORT_VARS: [&str; 2] = ["OPENCLAW_GATEWAY_PORT", "CLAWDBOT_GATEWAY_PORT"];

/// The server's port: command line, then environment, then configuration, then the default.
#[must_use]
pub fn gateway_port(config: &Config, cli: Option<u16>, env: &Env) -> u16 {
    let from_env = || {
        let port = env.first(&PORT_VARS)?.trim().parse::<u16>().ok();
        port.filter(|port| *port > 0)
    };
    cli.or_else(from_env).or(config.gateway.port).unwrap_or(DEFAULT_PORT)
}

/// The addresses to try, best first; the server takes the first it can bind.
#[must_use]
pub fn addresses(mode: BindMode, custom: Option<IpAddr>, tailnet: Option<Ipv4Addr>) -> Vec<IpAddr> {
    const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const EVERY: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    match mode {
        BindMode::Loopback => vec![LOOPBACK],
        BindMode::Lan => vec![EVERY],
        BindMode::Auto => vec![LOOPBACK, EVERY],
        BindMode::Tailnet => tailnet.map(IpAddr::V4).into_iter().chain([LOOPBACK, EVERY]).collect(),
        BindMode::Custom => custom.into_iter().chain([EVERY]).collect(),
    }
}

/// Whether an address is one Tailscale hands out (100.64.0.0/10).
#[must_use]
pub const fn is_tailnet(address: Ipv4Addr) -> bool {
    let [a, b, _, _] = address.octets();
    a == 100 && b & 0xC0 == 64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::read::Readable as _;
    use super::*;

    #[test]
    fn the_port_comes_from_flag_then_environment_then_configuration() {
        let config = Config::read(&json!({"gateway": {"port": 3000}})).unwrap();
        let env = Env::from_iter([("OPENCLAW_GATEWAY_PORT", "2000")]);
        assert_eq!(gateway_port(&config, Some(1000), &env), 1000);
        assert_eq!(gateway_port(&config, None, &env), 2000);
        assert_eq!(gateway_port(&config, None, &Env::default()), 3000);
        assert_eq!(gateway_port(&Config::default(), None, &Env::default()), 18_789);
    }

    #[test]
    fn an_unusable_port_in_the_environment_is_ignored() {
        for text in ["0", "-1", "x", "70000", ""] {
            let env = Env::from_iter([("OPENCLAW_GATEWAY_PORT", text)]);
            assert_eq!(gateway_port(&Config::default(), None, &env), 18_789, "{text:?}");
        }
    }

    #[test]
    fn each_mode_falls_back_as_the_reference_does() {
        let tailnet = Some(Ipv4Addr::new(100, 64, 0, 7));
        let custom = Some(IpAddr::from([10, 0, 0, 5]));
        let shown = |mode| {
            let all = addresses(mode, custom, tailnet);
            all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(BindMode::Loopback), "127.0.0.1");
        assert_eq!(shown(BindMode::Lan), "0.0.0.0");
        assert_eq!(shown(BindMode::Auto), "127.0.0.1 0.0.0.0");
        assert_eq!(shown(BindMode::Tailnet), "100.64.0.7 127.0.0.1 0.0.0.0");
        assert_eq!(shown(BindMode::Custom), "10.0.0.5 0.0.0.0");
    }

    #[test]
    fn tailnet_addresses_are_those_of_the_shared_range() {
        assert!(is_tailnet(Ipv4Addr::new(100, 64, 0, 1)) && is_tailnet(Ipv4Addr::new(100, 127, 255, 254)));
        assert!(!is_tailnet(Ipv4Addr::new(100, 128, 0, 1)) && !is_tailnet(Ipv4Addr::new(101, 64, 0, 1)));
    }
}

//! What to tell about a port that is in use.

use runtime_smol::ports::{Listener, Usage};

use crate::environment::Environment;

/// The lines about a busy port: who listens, and what to do about it.
pub(crate) fn lines(port: u16, listeners: &[Listener], environment: &Environment) -> Vec<String> {
    let mut lines = vec![format!("Port {port} is already in use.")];
    lines.extend(listeners.iter().map(|listener| format!("- {}", described(listener))));
    lines.extend(hints(listeners, environment).into_iter().map(|hint| format!("- {hint}")));
    lines
}

/// What to do about the listeners of a port.
pub(crate) fn hints(listeners: &[Listener], environment: &Environment) -> Vec<String> {
    let mut kinds: Vec<Kind> = listeners.iter().map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let hint = |kind: Kind| match kind {
        Kind::Gateway => format!(
            "Gateway already running locally. Stop it ({}) or use a different port.",
            environment.hint("openclaw gateway stop")
        ),
        Kind::Tunnel => {
            "SSH tunnel already bound to this port. Close the tunnel or use a different local port in -L."
                .to_owned()
        }
        Kind::Other => "Another process is listening on this port.".to_owned(),
    };
    let mut hints: Vec<String> = kinds.into_iter().map(hint).collect();
    if listeners.len() > 1 {
        hints.push(
            "Multiple listeners detected; ensure only one gateway/tunnel per port unless intentionally running \
             isolated profiles."
                .to_owned(),
        );
    }
    hints
}

/// The listeners of a port that is in use.
pub(crate) fn listeners(usage: &Usage) -> &[Listener] {
    match usage {
        Usage::Busy(listeners) => listeners,
        Usage::Free | Usage::Unknown => &[],
    }
}

fn described(listener: &Listener) -> String {
    let Listener { pid, command, address, command_line, user } = listener;
    let user = user.as_ref().map(|user| format!(" {user}")).unwrap_or_default();
    let command = command_line.as_ref().or(command.as_ref()).map_or("unknown", String::as_str);
    let address = address.as_ref().map(|address| format!(" ({address})")).unwrap_or_default();
    format!("pid {pid}{user}: {command}{address}")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Gateway,
    Tunnel,
    Other,
}

fn kind(listener: &Listener) -> Kind {
    let words = [&listener.command_line, &listener.command].map(|text| text.as_deref().unwrap_or_default());
    let words = words.join(" ").to_lowercase();
    if words.contains("openclaw") {
        Kind::Gateway
    } else if words.split([' ', '/']).any(|word| word == "ssh") {
        Kind::Tunnel
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listener(command_line: &str) -> Listener {
        let text = |text: &str| Some(text.to_owned());
        Listener {
            pid: 12,
            command: text("x"),
            address: text("127.0.0.1:1"),
            command_line: text(command_line),
            user: text("me"),
        }
    }

    #[test]
    fn listeners_are_described_as_the_reference_does() {
        assert_eq!(described(&listener("openclaw-gateway")), "pid 12 me: openclaw-gateway (127.0.0.1:1)");
        assert_eq!(described(&Listener { pid: 3, ..Listener::default() }), "pid 3: unknown");
    }

    #[test]
    fn what_listens_is_known_by_its_command_line() {
        assert_eq!(kind(&listener("/usr/bin/openclaw gateway")), Kind::Gateway);
        assert_eq!(kind(&listener("/usr/bin/ssh -N -L 1:h:1 h")), Kind::Tunnel);
        assert_eq!(kind(&listener("python3 -m sshd_lookalike")), Kind::Other);
    }
}

//! Who a connection is: the shared secret, a device's identity, a Tailscale user.

pub(crate) mod device;
pub(crate) mod limiter;

use crate::config::auth::ResolvedAuth;
use crate::config::sections::gateway::AuthMode;
use crate::secret::Secret;

/// What a caller offers as its secret.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Offer<'a> {
    pub(crate) token: Option<&'a str>,
    pub(crate) password: Option<&'a str>,
}

/// Why a shared secret is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretError {
    TokenMissing,
    TokenMismatch,
    TokenNotConfigured,
    PasswordMissing,
    PasswordMismatch,
    PasswordNotConfigured,
}

/// How the words for a missing or wrong secret are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    Cli,
    Ui,
    Other,
}

/// Compares what is offered with what is configured, in constant time.
pub(crate) fn check_secret(auth: &ResolvedAuth, offer: Offer<'_>) -> Result<(), SecretError> {
    let given = |text: Option<&str>| text.filter(|t| !t.is_empty()).map(str::to_owned);
    let same = |secret: &Secret<String>, text: &str| secret.matches(text);
    match auth.mode {
        AuthMode::Token => {
            let secret = auth.token.as_ref().ok_or(SecretError::TokenNotConfigured)?;
            let token = given(offer.token).ok_or(SecretError::TokenMissing)?;
            if same(secret, &token) { Ok(()) } else { Err(SecretError::TokenMismatch) }
        }
        AuthMode::Password => {
            let secret = auth.password.as_ref().ok_or(SecretError::PasswordNotConfigured)?;
            let password = given(offer.password).ok_or(SecretError::PasswordMissing)?;
            if same(secret, &password) { Ok(()) } else { Err(SecretError::PasswordMismatch) }
        }
    }
}

impl SecretError {
    /// Whether a wrong secret was offered, as opposed to none: only guesses are counted.
    pub(crate) fn is_guess(self) -> bool {
        matches!(self, Self::TokenMismatch | Self::PasswordMismatch)
    }

    /// The word in the log.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::TokenMissing => "token_missing",
            Self::TokenMismatch => "token_mismatch",
            Self::TokenNotConfigured => "token_missing_config",
            Self::PasswordMissing => "password_missing",
            Self::PasswordMismatch => "password_mismatch",
            Self::PasswordNotConfigured => "password_missing_config",
        }
    }

    /// The text on the wire, with the hint that helps this audience.
    pub(crate) fn text(self, audience: Audience) -> String {
        let (kind, what) = match self {
            Self::TokenNotConfigured => {
                return "unauthorized: gateway token not configured on gateway (set gateway.auth.token)"
                    .to_owned();
            }
            Self::PasswordNotConfigured => {
                return "unauthorized: gateway password not configured on gateway (set gateway.auth.password)".to_owned();
            }
            Self::TokenMissing => ("token", "missing"),
            Self::TokenMismatch => ("token", "mismatch"),
            Self::PasswordMissing => ("password", "missing"),
            Self::PasswordMismatch => ("password", "mismatch"),
        };
        let hint = match (audience, kind) {
            (Audience::Cli, _) => format!("set gateway.remote.{kind} to match gateway.auth.{kind}"),
            (Audience::Ui, "token") => {
                "open a tokenized dashboard URL or paste token in Control UI settings".to_owned()
            }
            (Audience::Ui, _) => "enter the password in Control UI settings".to_owned(),
            (Audience::Other, _) => format!("provide gateway auth {kind}"),
        };
        format!("unauthorized: gateway {kind} {what} ({hint})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auth(mode: AuthMode, secret: &str) -> ResolvedAuth {
        let secret = Some(Secret::new(secret.to_owned())).filter(|_| !secret.is_empty());
        ResolvedAuth { mode, token: secret.clone(), password: secret, allow_tailscale: false }
    }

    #[test]
    fn each_mode_takes_its_own_secret_only() {
        let token = Offer { token: Some("s"), password: None };
        let password = Offer { token: None, password: Some("s") };
        assert_eq!(check_secret(&auth(AuthMode::Token, "s"), token), Ok(()));
        assert_eq!(check_secret(&auth(AuthMode::Token, "s"), password), Err(SecretError::TokenMissing));
        assert_eq!(check_secret(&auth(AuthMode::Password, "s"), password), Ok(()));
        assert_eq!(
            check_secret(&auth(AuthMode::Password, "t"), password),
            Err(SecretError::PasswordMismatch)
        );
        assert_eq!(check_secret(&auth(AuthMode::Token, ""), token), Err(SecretError::TokenNotConfigured));
        let empty = Offer { token: Some(""), password: None };
        assert_eq!(check_secret(&auth(AuthMode::Token, "s"), empty), Err(SecretError::TokenMissing));
    }

    #[test]
    fn hints_fit_the_audience() {
        let text = |e: SecretError, a| e.text(a);
        assert_eq!(
            text(SecretError::TokenMismatch, Audience::Cli),
            "unauthorized: gateway token mismatch (set gateway.remote.token to match gateway.auth.token)"
        );
        assert_eq!(
            text(SecretError::PasswordMissing, Audience::Other),
            "unauthorized: gateway password missing (provide gateway auth password)"
        );
        assert_eq!(
            text(SecretError::PasswordMismatch, Audience::Ui),
            "unauthorized: gateway password mismatch (enter the password in Control UI settings)"
        );
    }
}

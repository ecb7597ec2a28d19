//! The proof that a device gives of itself in the handshake.

use super::Choices;
use crate::auth::device::{Claim, DeviceError, Signatures, Signed, device_id, payload, public_key, verify};
use crate::limits::DEVICE_SIGNATURE_SKEW;
use crate::time::UnixMs;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey};

/// The moment at which every claim is looked at.
const NOW: u64 = 1_795_305_600_000;

/// The challenge of the connection.
const CHALLENGE: &str = "the nonce of this connection";

/// A claim that is signed well is believed, under the key it was signed with, exactly when its time and
/// nonce are right; spoilt in any one way it never is. The texts of the claim are the fuzzer's.
pub fn device_auth(data: &[u8]) {
    let mut choices = Choices(data);
    let (spoil, form, seed, skew) =
        (choices.byte(), choices.byte(), choices.byte(), choices.pair() as u64 * 20);
    let text = choices.text();
    let mut parts = text.split('\n').map(str::to_owned);
    let mut part = || parts.next().unwrap_or_default();
    let (client_id, client_mode, role, token) = (part(), part(), part(), part());
    let (odd_key, odd_signature) = (part(), part());
    let scopes: Vec<String> = parts.collect();
    check_key(&odd_key);

    let flag = |bit: u8| form & bit != 0;
    let (key, other) = (SigningKey::from_bytes(&[seed; 32]), SigningKey::from_bytes(&[!seed; 32]));
    let raw = key.verifying_key().to_bytes();
    let (id, public) = (device_id(&raw), written_key(raw, form));
    let nonce = (!flag(8)).then_some(CHALLENGE);
    let at = if flag(16) { NOW + skew } else { NOW - skew };
    let signed = Signed {
        client_id: &client_id,
        client_mode: &client_mode,
        role: &role,
        scopes: &scopes,
        token: &token,
    };
    let unsigned = Claim { id: &id, public_key: &public, signature: "", signed_at: at, nonce };
    let signature = key.sign(payload(&unsigned, &signed, nonce).as_bytes()).to_bytes();
    let signature = if flag(32) { STANDARD.encode(signature) } else { URL_SAFE_NO_PAD.encode(signature) };
    let good = Claim { signature: &signature, ..unsigned };
    let judge = |claim: &Claim<'_>, signed: &Signed<'_>| {
        verify(claim, signed, CHALLENGE, flag(64), UnixMs(NOW), Signatures::Verified)
    };

    let expected = if skew > DEVICE_SIGNATURE_SKEW.as_secs() * 1000 {
        Err(DeviceError::SignatureExpired)
    } else if nonce.is_none() && !flag(64) {
        Err(DeviceError::NonceRequired)
    } else {
        Ok(URL_SAFE_NO_PAD.encode(raw))
    };
    assert_eq!(judge(&good, &signed), expected, "a claim that is signed well");

    let other_key = URL_SAFE_NO_PAD.encode(other.verifying_key().to_bytes());
    let (token, role) = (format!("{token}x"), format!("{role}x"));
    let (claim, signed) = match spoil % 9 {
        0 => (Claim { id: "", ..good }, signed),
        1 => (Claim { public_key: &other_key, ..good }, signed),
        2 => (Claim { public_key: &odd_key, ..good }, signed),
        3 => (Claim { signature: &odd_signature, ..good }, signed),
        4 => (Claim { signed_at: at ^ 1, ..good }, signed),
        5 => (Claim { nonce: Some("another nonce"), ..good }, signed),
        6 => (Claim { nonce: if nonce.is_some() { None } else { Some(CHALLENGE) }, ..good }, signed),
        7 => (good, Signed { token: &token, ..signed }),
        _ => (good, Signed { role: &role, ..signed }),
    };
    assert!(judge(&claim, &signed).is_err(), "a claim that was spoilt is believed: {claim:?} {signed:?}");
}

/// A key that is read from any text is the same when it is read from the form in which it is kept.
fn check_key(text: &str) {
    let Some(key) = public_key(text) else { return };
    assert_eq!(public_key(&URL_SAFE_NO_PAD.encode(key)), Some(key), "{text:?}");
    assert_eq!(public_key(&STANDARD.encode(key)), Some(key), "{text:?}");
}

fn written_key(raw: [u8; 32], form: u8) -> String {
    /// What stands before the raw key in a public key of this kind.
    const HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    match form % 3 {
        0 => URL_SAFE_NO_PAD.encode(raw),
        1 => STANDARD.encode(raw),
        _ => {
            let body = STANDARD.encode([&HEAD[..], &raw].concat());
            format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
        }
    }
}

//! Device identities: an Ed25519 key, named by its hash, that signs the handshake.

use crate::limits::DEVICE_SIGNATURE_SKEW;
use crate::rng::hex;
use crate::time::UnixMs;
use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{alphabet, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use sha2::{Digest, Sha256};

/// What a device says of itself in `connect`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim<'a> {
    pub(crate) id: &'a str,
    pub(crate) public_key: &'a str,
    pub(crate) signature: &'a str,
    pub(crate) signed_at: u64,
    pub(crate) nonce: Option<&'a str>,
}

/// What the signature covers, besides the claim itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signed<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) client_mode: &'a str,
    pub(crate) role: &'a str,
    /// The scopes as they were asked for, before any default.
    pub(crate) scopes: &'a [String],
    pub(crate) token: &'a str,
}

/// Why a device is not believed; the text is the wire's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DeviceError {
    #[error("device identity mismatch")]
    IdentityMismatch,
    #[error("device signature expired")]
    SignatureExpired,
    #[error("device nonce required")]
    NonceRequired,
    #[error("device nonce mismatch")]
    NonceMismatch,
    #[error("device signature invalid")]
    SignatureInvalid,
}

/// How it is found out whether a signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signatures {
    /// By checking it.
    Verified,
    /// By the verdict that a recording has in its place: it covers a secret that the recording does not have.
    Recorded,
}

/// What a recording has in the place of a signature that holds.
pub(crate) const RECORDED_VALID: &str = "recorded: valid";

/// What a recording has in the place of any other.
pub(crate) const RECORDED_INVALID: &str = "recorded: invalid";

/// Checks a claim, in the reference's order. Gives the public key in its stored form.
pub(crate) fn verify(
    claim: &Claim<'_>,
    signed: &Signed<'_>,
    challenge: &str,
    local: bool,
    now: UnixMs,
    signatures: Signatures,
) -> Result<String, DeviceError> {
    let key = public_key(claim.public_key).ok_or(DeviceError::IdentityMismatch)?;
    if device_id(&key) != claim.id {
        return Err(DeviceError::IdentityMismatch);
    }
    let skew = now.0.abs_diff(claim.signed_at);
    if u128::from(skew) > DEVICE_SIGNATURE_SKEW.as_millis() {
        return Err(DeviceError::SignatureExpired);
    }
    let nonce = claim.nonce.map(str::trim).filter(|n| !n.is_empty());
    match nonce {
        None if !local => return Err(DeviceError::NonceRequired),
        Some(nonce) if nonce != challenge => return Err(DeviceError::NonceMismatch),
        None | Some(_) => {}
    }
    let valid = match signatures {
        Signatures::Verified => is_signed(claim, signed),
        Signatures::Recorded => claim.signature == RECORDED_VALID,
    };
    if valid { Ok(URL_SAFE_NO_PAD.encode(key)) } else { Err(DeviceError::SignatureInvalid) }
}

/// Whether the claim's key signed what the claim and `signed` say. No clock and no challenge have a part in it.
pub(crate) fn is_signed(claim: &Claim<'_>, signed: &Signed<'_>) -> bool {
    let nonce = claim.nonce.map(str::trim).filter(|n| !n.is_empty());
    let text = payload(claim, signed, nonce);
    let signature = decode(claim.signature).and_then(|b| Signature::from_slice(&b).ok());
    let key = public_key(claim.public_key).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    match (signature, key) {
        (Some(signature), Some(key)) => key.verify(text.as_bytes(), &signature).is_ok(),
        _ => false,
    }
}

/// The text a device signs: version 2 with a nonce, version 1 without.
pub(crate) fn payload(claim: &Claim<'_>, signed: &Signed<'_>, nonce: Option<&str>) -> String {
    let version = if nonce.is_some() { "v2" } else { "v1" };
    let scopes = signed.scopes.join(",");
    let at = claim.signed_at.to_string();
    let mut parts = vec![
        version,
        claim.id,
        signed.client_id,
        signed.client_mode,
        signed.role,
        &scopes,
        &at,
        signed.token,
    ];
    parts.extend(nonce);
    parts.join("|")
}

/// The name of a key: the SHA-256 of its raw bytes.
pub(crate) fn device_id(key: &[u8; 32]) -> String {
    hex(&Sha256::digest(key))
}

/// Reads a public key: base64 of either alphabet, or PEM.
pub(crate) fn public_key(text: &str) -> Option<[u8; 32]> {
    if text.contains("BEGIN") {
        let body: String = text.lines().filter(|l| !l.contains("-----")).map(str::trim).collect();
        let der = decode(&body)?;
        // SubjectPublicKeyInfo of Ed25519: twelve fixed bytes, then the key.
        return der.len().checked_sub(32).filter(|n| *n == 12).and_then(|n| der[n..].try_into().ok());
    }
    decode(text)?.try_into().ok()
}

/// Base64 of either alphabet, padded or not.
fn decode(text: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let text = text.trim();
    let alphabet = if text.contains(['-', '_']) { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    GeneralPurpose::new(alphabet, config.with_decode_allow_trailing_bits(true)).decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use ed25519_dalek::{Signer, SigningKey};

    struct Device {
        key: SigningKey,
        id: String,
        public: String,
    }

    fn device() -> Device {
        let key = SigningKey::from_bytes(&[9; 32]);
        let raw = key.verifying_key().to_bytes();
        Device { id: device_id(&raw), public: URL_SAFE_NO_PAD.encode(raw), key }
    }

    const SIGNED: Signed<'_> =
        Signed { client_id: "cli", client_mode: "cli", role: "operator", scopes: &[], token: "t" };

    fn check(
        d: &Device,
        nonce: Option<&str>,
        local: bool,
        at: u64,
        spoil: impl Fn(&mut Claim<'_>),
    ) -> Result<String, DeviceError> {
        let mut claim = Claim { id: &d.id, public_key: &d.public, signature: "", signed_at: at, nonce };
        let text = payload(&claim, &SIGNED, nonce);
        let signature = URL_SAFE_NO_PAD.encode(d.key.sign(text.as_bytes()).to_bytes());
        claim.signature = &signature;
        spoil(&mut claim);
        verify(&claim, &SIGNED, "n", local, UnixMs(1_000_000), Signatures::Verified)
    }

    #[test]
    fn a_good_signature_is_believed() {
        let d = device();
        assert_eq!(check(&d, Some("n"), false, 1_000_000, |_| {}), Ok(d.public.clone()));
        assert_eq!(check(&d, None, true, 1_000_000, |_| {}), Ok(d.public.clone()));
    }

    #[test]
    fn a_verdict_counts_in_a_replay_only() {
        let d = device();
        let judge = |signature: &str, how| {
            let claim = Claim { id: &d.id, public_key: &d.public, signature, signed_at: 5, nonce: Some("n") };
            verify(&claim, &SIGNED, "n", true, UnixMs(5), how).is_ok()
        };
        assert!(judge(RECORDED_VALID, Signatures::Recorded));
        assert!(!judge(RECORDED_INVALID, Signatures::Recorded));
        assert!(!judge(RECORDED_VALID, Signatures::Verified));
    }

    #[test]
    fn each_flaw_has_its_text() {
        let d = device();
        assert_eq!(check(&d, Some("n"), true, 1_000_000, |c| c.id = "x"), Err(DeviceError::IdentityMismatch));
        assert_eq!(
            check(&d, Some("n"), true, 1_000_000, |c| c.public_key = "!"),
            Err(DeviceError::IdentityMismatch)
        );
        assert_eq!(check(&d, Some("n"), true, 1_600_001, |_| {}), Err(DeviceError::SignatureExpired));
        assert_eq!(check(&d, Some("n"), true, 399_999, |_| {}), Err(DeviceError::SignatureExpired));
        assert_eq!(check(&d, None, false, 1_000_000, |_| {}), Err(DeviceError::NonceRequired));
        assert_eq!(check(&d, Some("m"), true, 1_000_000, |_| {}), Err(DeviceError::NonceMismatch));
        assert_eq!(
            check(&d, Some("n"), true, 1_000_000, |c| c.signature = "!!!"),
            Err(DeviceError::SignatureInvalid)
        );
        assert_eq!(
            check(&d, Some("n"), true, 1_000_000, |c| c.signed_at += 1),
            Err(DeviceError::SignatureInvalid)
        );
    }

    #[test]
    fn keys_come_in_three_forms() {
        let d = device();
        let raw = d.key.verifying_key().to_bytes();
        let mut der = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        der.extend_from_slice(&raw);
        let pem =
            format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(&der));
        for form in [d.public, STANDARD.encode(raw), pem] {
            assert_eq!(public_key(&form), Some(raw), "{form}");
        }
    }
}

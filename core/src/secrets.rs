//! Passwords and PINs: argon2id, checked against rules that NIST SP 800-63B and OWASP ASVS 5.0 V6.2 name (length and a
//! list of common ones, no composition rules).

use crate::error::{Code, Error, Result};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

pub const PASSWORD_MIN: usize = 12;
pub const PASSWORD_MAX: usize = 200;

/// 19 MiB, two passes, one lane: OWASP's minimum for argon2id.
const MEMORY_KIB: u32 = 19 * 1024;

/// The commonest passwords of twelve and more characters, and what people build from the product's own words.
const COMMON: &str = include_str!("secrets/common.txt");

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Errors: `password.length` (min, max), `password.common`.
pub fn check_password(password: &str, login: Option<&str>) -> Result<()> {
    let length = password.chars().count();
    if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&length) {
        return Err(Error::new(Code::PasswordLength).with("min", PASSWORD_MIN).with("max", PASSWORD_MAX));
    }
    let plain = password.to_lowercase();
    let one_character = plain.chars().all(|c| plain.starts_with(c));
    let is_login =
        login.is_some_and(|login| !login.is_empty() && plain.replace(&login.to_lowercase(), "").chars().count() < 6);
    if one_character || is_login || is_row(&plain) || COMMON.lines().any(|common| common == plain) {
        return Err(Error::new(Code::PasswordCommon));
    }
    Ok(())
}

/// Errors: `pin.invalid`.
pub fn check_pin(pin: &str) -> Result<()> {
    let digits = pin.len() == 6 && pin.bytes().all(|b| b.is_ascii_digit());
    if !digits || is_row(pin) || pin.bytes().all(|b| b == pin.as_bytes()[0]) {
        return Err(Error::new(Code::PinInvalid));
    }
    Ok(())
}

/// "123456", "fedcba": every step the same, up or down by one.
fn is_row(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let step = |by: i64| codes.windows(2).all(|pair| pair[1] - pair[0] == by);
    codes.len() > 1 && (step(1) || step(-1))
}

/// The argon2id hash, made away from the threads that answer.
pub async fn hash(text: Zeroizing<String>) -> Result<String> {
    tokio::task::spawn_blocking(move || hash_now(&text)).await.map_err(Error::internal)?
}

fn hash_now(text: &str) -> Result<String> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(Error::internal)?;
    Ok(argon2().hash_password(text.as_bytes(), &salt).map_err(Error::internal)?.to_string())
}

pub async fn verify(hash: String, text: Zeroizing<String>) -> Result<bool> {
    tokio::task::spawn_blocking(move || verify_now(&hash, &text)).await.map_err(Error::internal)
}

pub fn verify_now(hash: &str, text: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|parsed| argon2().verify_password(text.as_bytes(), &parsed).is_ok())
}

/// A hash that nothing matches, so that an unknown name takes as long as a wrong password.
pub async fn verify_nobody(text: Zeroizing<String>) -> Result<()> {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$Kx0fKDnvJ2VnT7pJmHjTzN1ZkK5yXrTq8bC2dE4fGhI";
    verify(NOBODY.to_owned(), text).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameters_are_those_named() {
        let hash = hash_now("a long enough password").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify_now(&hash, "a long enough password"));
        assert!(!verify_now(&hash, "another password"));
        assert!(
            PasswordHash::new(
                "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$Kx0fKDnvJ2VnT7pJmHjTzN1ZkK5yXrTq8bC2dE4fGhI"
            )
            .is_ok()
        );
    }

    #[test]
    fn short_common_and_own_names_are_refused() {
        for (password, login) in [
            ("eleven chars"[..11].to_owned(), "x"),
            ("passwordpassword".into(), "x"),
            ("m.novak12345".into(), "m.novak12345"),
            ("aaaaaaaaaaaa".into(), "x"),
        ] {
            assert!(check_password(&password, Some(login)).is_err(), "{password}");
        }
        check_password("correct horse battery", Some("m.novak")).unwrap();
        check_password(&"ü".repeat(64), None).unwrap_err();
        check_password("Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich!!", None).unwrap();
    }

    #[test]
    fn pins_have_six_digits_that_are_no_row() {
        for bad in ["12345", "1234567", "123456", "654321", "111111", "12a456", "١٢٣٤٥٦"] {
            assert!(check_pin(bad).is_err(), "{bad}");
        }
        check_pin("280714").unwrap();
    }
}

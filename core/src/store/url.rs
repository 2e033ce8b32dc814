//! Where a clinic's data lives: `sqlite:PATH` or `mysql://user:password@host1:port,host2:port/database?tls=…`.

use crate::error::{Code, Error, Result};
use std::path::PathBuf;
use zeroize::Zeroizing;

/// How the server proves who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsMode {
    /// Full identity: a certificate this computer trusts, for this host name.
    Identity,
    /// The given CA alone; the host name is not compared, because MySQL's own certificate names no host.
    OwnCa(PathBuf),
    /// No encryption: only to this computer itself.
    Off,
}

#[derive(Clone)]
pub struct ServerAddress {
    /// In order of preference: host and port.
    pub hosts: Vec<(String, u16)>,
    pub database: String,
    pub user: String,
    pub password: Zeroizing<String>,
    pub tls: TlsMode,
}

#[derive(Clone)]
pub enum StoreUrl {
    File(PathBuf),
    Server(ServerAddress),
}

impl StoreUrl {
    /// Reads a store's address. Errors: `connection.bad_address` with the part that cannot be read.
    pub fn parse(text: &str) -> Result<StoreUrl> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() { Err(bad("path")) } else { Ok(StoreUrl::File(PathBuf::from(path))) };
        }
        let rest = text.strip_prefix("mysql://").ok_or_else(|| bad("scheme"))?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (credentials, place) = rest.rsplit_once('@').ok_or_else(|| bad("user"))?;
        let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
        let (hosts, database) = place.split_once('/').ok_or_else(|| bad("database"))?;
        let hosts = hosts.split(',').map(parse_host).collect::<Result<Vec<_>>>()?;
        if database.is_empty() || !database.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
            return Err(bad("database"));
        }
        let tls = parse_tls(query, &hosts)?;
        Ok(StoreUrl::Server(ServerAddress {
            hosts,
            database: database.to_owned(),
            user: decode(user)?,
            password: Zeroizing::new(decode(password)?),
            tls,
        }))
    }
}

impl ServerAddress {
    /// Errors: `connection.bad_address` (part: hosts, database, user or tls).
    pub fn check(&self) -> Result<()> {
        if self.hosts.is_empty() || self.hosts.iter().any(|(host, _)| host.trim().is_empty()) {
            return Err(bad("hosts"));
        }
        if self.database.is_empty() || !self.database.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        {
            return Err(bad("database"));
        }
        if self.user.is_empty() {
            return Err(bad("user"));
        }
        if self.tls == TlsMode::Off && !self.hosts.iter().all(|(host, _)| is_this_computer(host)) {
            return Err(bad("tls"));
        }
        Ok(())
    }
}

fn bad(part: &str) -> Error {
    Error::new(Code::ConnectionBadAddress).with("part", part)
}

fn parse_host(text: &str) -> Result<(String, u16)> {
    // [::1]:3306 keeps its colons inside the brackets.
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':').unwrap_or("3306")),
        None => text.split_once(':').unwrap_or((text, "3306")),
    };
    if host.is_empty() {
        return Err(bad("hosts"));
    }
    Ok((host.to_owned(), port.parse().map_err(|_| bad("port"))?))
}

/// Whether a host name means this computer: the only place where TLS may be off.
pub fn is_this_computer(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1")
}

fn parse_tls(query: &str, hosts: &[(String, u16)]) -> Result<TlsMode> {
    let mut mode = if hosts.iter().all(|(host, _)| is_this_computer(host)) { TlsMode::Off } else { TlsMode::Identity };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        mode = match pair.split_once('=') {
            Some(("tls", "identity")) => TlsMode::Identity,
            Some(("tls", "off")) => TlsMode::Off,
            Some(("ca", path)) => TlsMode::OwnCa(PathBuf::from(decode(path)?)),
            _ => return Err(bad("options")),
        };
    }
    if mode == TlsMode::Off && !hosts.iter().all(|(host, _)| is_this_computer(host)) {
        return Err(bad("tls"));
    }
    Ok(mode)
}

fn decode(text: &str) -> Result<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let hex = text.get(at + 1..at + 3).ok_or_else(|| bad("user"))?;
            out.push(u8::from_str_radix(hex, 16).map_err(|_| bad("user"))?);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).map_err(|_| bad("user"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> ServerAddress {
        match StoreUrl::parse(text).unwrap() {
            StoreUrl::Server(address) => address,
            StoreUrl::File(_) => panic!("not a server"),
        }
    }

    #[test]
    fn several_hosts_keep_their_order() {
        let address = server("mysql://clinic:p%40ss@127.0.0.1:13111,127.0.0.1:13112/clinic");
        assert_eq!(address.hosts, [("127.0.0.1".to_owned(), 13111), ("127.0.0.1".to_owned(), 13112)]);
        assert_eq!(address.password.as_str(), "p@ss");
        assert_eq!(address.tls, TlsMode::Off);
    }

    #[test]
    fn clear_text_to_another_computer_is_refused() {
        assert!(StoreUrl::parse("mysql://u:p@db.example:3306/clinic?tls=off").is_err());
        assert_eq!(server("mysql://u:p@db.example/clinic").tls, TlsMode::Identity);
        assert_eq!(server("mysql://u:p@db.example/clinic?ca=/etc/ca.pem").tls, TlsMode::OwnCa("/etc/ca.pem".into()));
    }

    #[test]
    fn nonsense_is_refused_with_its_part() {
        for (text, part) in [
            ("postgres://x", "scheme"),
            ("mysql://u@h:x/d", "port"),
            ("mysql://u@h", "database"),
            ("sqlite:", "path"),
            ("mysql://u@h/d?x=1", "options"),
        ] {
            let Err(error) = StoreUrl::parse(text) else { panic!("{text} was accepted") };
            assert_eq!(error.detail("part").unwrap(), part, "{text}");
        }
    }
}

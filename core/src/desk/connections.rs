//! The clinics that this workstation can open: several, by name, in a file without any secret.

use super::files;
use crate::error::{Code, Error, Result};
use crate::store::{ServerAddress, StoreUrl, TlsMode};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use uuid::Uuid;
use zeroize::Zeroizing;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ConnectionKind {
    Sample,
    File,
    Server,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ConnectionTls {
    Identity,
    OwnCa,
    Off,
}

/// How to reach one clinic. A server's password and a file's key are in the keychain, never here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Connection {
    #[ts(type = "string")]
    pub id: Uuid,
    pub name: String,
    pub kind: ConnectionKind,
    #[serde(default)]
    pub path: Option<String>,
    /// In order of preference; one may carry a port of its own ("desk-db:3307").
    #[serde(default)]
    pub hosts: Vec<String>,
    #[serde(default = "usual_port")]
    pub port: u16,
    #[serde(default)]
    pub database: String,
    #[serde(default)]
    pub user: String,
    #[serde(default = "usual_tls")]
    pub tls: ConnectionTls,
    #[serde(default)]
    pub ca_file: Option<String>,
}

/// A connection as the list shows it.
#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct ConnectionLine {
    #[serde(flatten)]
    #[ts(flatten)]
    pub connection: Connection,
    pub current: bool,
    pub has_password: bool,
}

/// What travels to another workstation: everything but the secret. The server's CA comes along, since its file does not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exported {
    pub clinic_desk_connection: u32,
    pub connection: Connection,
    #[serde(default)]
    pub ca_pem: Option<String>,
}

fn usual_port() -> u16 {
    3306
}

fn usual_tls() -> ConnectionTls {
    ConnectionTls::Identity
}

impl Connection {
    pub fn file(id: Uuid, name: &str, kind: ConnectionKind, path: &Path) -> Connection {
        Connection {
            id,
            name: name.to_owned(),
            kind,
            path: Some(path.to_string_lossy().into_owned()),
            hosts: Vec::new(),
            port: usual_port(),
            database: String::new(),
            user: String::new(),
            tls: usual_tls(),
            ca_file: None,
        }
    }

    /// For the screen: the hosts, or the file.
    pub fn address_text(&self) -> Option<String> {
        match self.kind {
            ConnectionKind::Server => Some(self.hosts.join(", ")),
            ConnectionKind::File => self.path.clone(),
            ConnectionKind::Sample => None,
        }
    }

    /// Where its data live, without secret.
    ///
    /// Errors: `connection.bad_address` (part).
    pub fn url(&self, password: Zeroizing<String>) -> Result<StoreUrl> {
        match self.kind {
            ConnectionKind::Server => Ok(StoreUrl::Server(self.server(password)?)),
            ConnectionKind::File | ConnectionKind::Sample => match self.path.as_deref().map(str::trim) {
                Some(path) if !path.is_empty() => Ok(StoreUrl::File(PathBuf::from(path))),
                _ => Err(bad("path")),
            },
        }
    }

    /// Errors: `connection.bad_address` (part).
    pub fn server(&self, password: Zeroizing<String>) -> Result<ServerAddress> {
        let hosts = self.hosts.iter().map(|host| self.host(host.trim())).collect::<Result<Vec<_>>>()?;
        let tls = match (self.tls, &self.ca_file) {
            (ConnectionTls::Identity, _) => TlsMode::Identity,
            (ConnectionTls::Off, _) => TlsMode::Off,
            (ConnectionTls::OwnCa, Some(file)) if !file.trim().is_empty() => TlsMode::OwnCa(PathBuf::from(file.trim())),
            (ConnectionTls::OwnCa, _) => return Err(bad("ca_file")),
        };
        let address = ServerAddress {
            hosts,
            database: self.database.trim().to_owned(),
            user: self.user.trim().to_owned(),
            password,
            tls,
        };
        address.check()?;
        Ok(address)
    }

    fn host(&self, text: &str) -> Result<(String, u16)> {
        let (host, port) = match text.rsplit_once(':') {
            // [::1]:3307 keeps its colons inside the brackets; a bare ::1 has no port.
            Some((host, port)) if !host.contains(':') || (host.starts_with('[') && host.ends_with(']')) => {
                (host, port.parse().map_err(|_| bad("port"))?)
            }
            _ => (text, self.port),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() || port == 0 { Err(bad("hosts")) } else { Ok((host.to_owned(), port)) }
    }
}

fn bad(part: &str) -> Error {
    Error::new(Code::ConnectionBadAddress).with("part", part)
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    current: Option<Uuid>,
    #[serde(default)]
    connections: Vec<Connection>,
}

/// The list, in its file. Read anew each time: it is small, and another hand may have changed it.
pub struct Connections {
    file: PathBuf,
}

impl Connections {
    pub fn new(file: PathBuf) -> Connections {
        Connections { file }
    }

    fn read(&self) -> Result<Kept> {
        Ok(files::read_json(&self.file)?.unwrap_or_default())
    }

    pub fn all(&self) -> Result<Vec<Connection>> {
        Ok(self.read()?.connections)
    }

    /// Errors: `record.not_found`.
    pub fn get(&self, id: Uuid) -> Result<Connection> {
        self.read()?
            .connections
            .into_iter()
            .find(|one| one.id == id)
            .ok_or_else(|| Error::new(Code::NotFound).with("kind", "connection"))
    }

    /// The one that is opened at the next start.
    pub fn current(&self) -> Result<Option<Connection>> {
        let kept = self.read()?;
        Ok(kept.connections.into_iter().find(|one| Some(one.id) == kept.current))
    }

    pub fn set_current(&self, id: Option<Uuid>) -> Result<()> {
        let mut kept = self.read()?;
        kept.current = id;
        files::write_json(&self.file, &kept)
    }

    /// Adds it, or replaces the one with its id.
    ///
    /// Errors in this order: `field.required` (name), `connection.bad_address`.
    pub fn save(&self, connection: &Connection) -> Result<()> {
        let mut connection = connection.clone();
        connection.name = connection.name.trim().chars().filter(|c| !c.is_control()).take(120).collect();
        if connection.name.is_empty() {
            return Err(Error::field(Code::FieldRequired, "name"));
        }
        connection.url(Zeroizing::default())?;
        let mut kept = self.read()?;
        match kept.connections.iter_mut().find(|one| one.id == connection.id) {
            Some(known) => *known = connection,
            None => kept.connections.push(connection),
        }
        files::write_json(&self.file, &kept)
    }

    /// Removes it from the list; a clinic's file stays where it is.
    pub fn remove(&self, id: Uuid) -> Result<()> {
        let mut kept = self.read()?;
        kept.connections.retain(|one| one.id != id);
        kept.current = kept.current.filter(|current| *current != id);
        files::write_json(&self.file, &kept)
    }
}

impl Exported {
    pub fn of(connection: &Connection) -> Exported {
        let ca_pem = connection
            .ca_file
            .as_ref()
            .filter(|_| connection.tls == ConnectionTls::OwnCa)
            .and_then(|file| std::fs::read_to_string(file).ok());
        let mut connection = connection.clone();
        if ca_pem.is_some() {
            connection.ca_file = None;
        }
        Exported { clinic_desk_connection: 1, connection, ca_pem }
    }

    /// Reads what another workstation exported. It gets an id of its own here, because secrets are kept by it.
    ///
    /// Errors: `connection.bad_address` (part: file).
    pub fn read(text: &str) -> Result<Exported> {
        let mut exported: Exported = serde_json::from_str(text).map_err(|_| bad("file"))?;
        if exported.clinic_desk_connection != 1 || exported.connection.kind == ConnectionKind::Sample {
            return Err(bad("file"));
        }
        exported.connection.id = Uuid::now_v7();
        Ok(exported)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> Connection {
        let json = r#"{"id":"01930000-0000-7000-8000-000000000001","name":"Main","kind":"server","hosts":["db-a","db-b:3307","[::1]:3308","::1"],"port":3306,
            "database":"clinic","user":"desk","tls":"identity","current":true,"has_password":false}"#;
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn hosts_may_carry_their_own_port() {
        let address = server().server(Zeroizing::new("x".into())).unwrap();
        let hosts: Vec<_> = address.hosts.iter().map(|(host, port)| (host.as_str(), *port)).collect();
        assert_eq!(hosts, [("db-a", 3306), ("db-b", 3307), ("::1", 3308), ("::1", 3306)]);
        assert!(Connection { hosts: vec!["db:x".into()], ..server() }.server(Zeroizing::default()).is_err());
        assert!(Connection { tls: ConnectionTls::Off, ..server() }.server(Zeroizing::default()).is_err());
    }

    #[test]
    fn the_list_survives_its_file_and_holds_no_secret() {
        let folder = std::env::temp_dir().join(format!("clinic-connections-{}", Uuid::now_v7()));
        let list = Connections::new(folder.join("connections.json"));
        assert!(list.all().unwrap().is_empty() && list.current().unwrap().is_none());
        let main = server();
        list.save(&main).unwrap();
        list.save(&Connection { name: "Renamed".into(), ..main.clone() }).unwrap();
        list.set_current(Some(main.id)).unwrap();
        let again = Connections::new(folder.join("connections.json"));
        assert_eq!(again.current().unwrap().unwrap().name, "Renamed");
        assert_eq!(
            again.save(&Connection { name: " ".into(), ..main.clone() }).unwrap_err().code(),
            Code::FieldRequired
        );
        let text = std::fs::read_to_string(folder.join("connections.json")).unwrap();
        assert!(!text.contains("password"), "{text}");
        again.remove(main.id).unwrap();
        assert!(again.all().unwrap().is_empty() && again.current().unwrap().is_none());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn an_exported_connection_takes_its_certificate_along_and_another_id() {
        let ca = std::env::temp_dir().join(format!("clinic-ca-{}.pem", Uuid::now_v7()));
        std::fs::write(&ca, "-----BEGIN CERTIFICATE-----").unwrap();
        let one =
            Connection { tls: ConnectionTls::OwnCa, ca_file: Some(ca.to_string_lossy().into_owned()), ..server() };
        let text = serde_json::to_string(&Exported::of(&one)).unwrap();
        let read = Exported::read(&text).unwrap();
        assert_ne!(read.connection.id, one.id);
        assert_eq!(read.ca_pem.as_deref(), Some("-----BEGIN CERTIFICATE-----"));
        assert!(Exported::read("{}").is_err());
        std::fs::remove_file(&ca).unwrap();
    }
}

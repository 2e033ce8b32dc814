//! Which engines there are, and a new empty database on each.

use clinic_core::store::{Db, ServerAddress, StoreUrl, clear_test_database, create_database, drop_test_database};
use std::path::PathBuf;
use std::sync::Mutex;

pub const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// An engine the tests run on.
#[derive(Clone)]
pub struct Engine {
    pub name: String,
    server: Option<String>,
}

/// SQLite always; MariaDB and each MySQL where the environment names them.
pub fn all() -> Vec<Engine> {
    let mut engines = vec![Engine { name: "sqlite".to_owned(), server: None }];
    for variable in ["CLINIC_TEST_MARIADB_URL", "CLINIC_TEST_MYSQL_URL"] {
        let urls = std::env::var(variable).unwrap_or_default();
        if urls.trim().is_empty() {
            eprintln!("SKIPPED ENGINE: {variable} is not set");
        }
        let name = if variable.contains("MARIADB") { "mariadb" } else { "mysql" };
        engines
            .extend(urls.split_whitespace().map(|url| Engine { name: name.to_owned(), server: Some(url.to_owned()) }));
    }
    engines
}

/// Databases that a test has left empty, by server: making all tables anew takes seconds on a server.
static EMPTIED: Mutex<Vec<(String, ServerAddress)>> = Mutex::new(Vec::new());

/// A database of a test's own; gone with it.
pub struct Store {
    pub url: StoreUrl,
    folder: Option<PathBuf>,
    server: Option<String>,
}

impl Engine {
    pub fn server(name: &str, url: &str) -> Engine {
        Engine { name: name.to_owned(), server: Some(url.to_owned()) }
    }

    pub fn is_server(&self) -> bool {
        self.server.is_some()
    }

    /// A store without rows; on a server its tables may be there already.
    pub async fn store(&self) -> Store {
        let Some(url) = &self.server else { return self.untouched().await };
        let kept = {
            let mut emptied = EMPTIED.lock().expect("the list");
            emptied.iter().position(|(server, _)| server == url).map(|at| emptied.swap_remove(at))
        };
        match kept {
            Some((_, address)) => Store { url: StoreUrl::Server(address), folder: None, server: Some(url.clone()) },
            None => self.untouched().await,
        }
    }

    /// A store in which there was never anything. Whoever drops it leaves this version's tables in it.
    pub async fn untouched(&self) -> Store {
        let unique = uuid::Uuid::now_v7().simple().to_string();
        match &self.server {
            None => {
                let folder = std::env::temp_dir().join(format!("clinic-test-{unique}"));
                std::fs::create_dir_all(&folder).expect("a temporary folder");
                Store { url: StoreUrl::File(folder.join("test.clinic")), folder: Some(folder), server: None }
            }
            Some(url) => {
                let StoreUrl::Server(mut address) = StoreUrl::parse(url).expect("a server's URL") else {
                    panic!("{url} is no server")
                };
                address.database = format!("clinic_test_{unique}");
                create_database(&address).await.expect("a database of its own");
                Store { url: StoreUrl::Server(address), folder: None, server: Some(url.clone()) }
            }
        }
    }
}

impl Store {
    pub async fn open(&self) -> Db {
        Db::open(&self.url, Some(KEY), true).await.expect("an open store")
    }

    pub fn server(&self) -> Option<&ServerAddress> {
        match &self.url {
            StoreUrl::Server(address) => Some(address),
            StoreUrl::File(_) => None,
        }
    }

    pub async fn drop(self) {
        if let (StoreUrl::Server(address), Some(server)) = (&self.url, &self.server) {
            match clear_test_database(address).await {
                Ok(()) => EMPTIED.lock().expect("the list").push((server.clone(), address.clone())),
                Err(_) => drop(drop_test_database(address).await),
            }
        }
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

//! A server that lets nobody in says why: provoked on a private MariaDB, which may be set as the test likes. What a server answers only to
//! another computer is played in `core/src/store/connect.rs`.

use clinic_core::store::diagnose::{DiagnosisStep, diagnose};
use clinic_core::store::{ServerAddress, StoreUrl, TlsMode};
use clinic_core::time::Clock;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlSslMode};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::path::{Path, PathBuf};
use std::process::Command;

const FIRST: [&str; 3] = ["connection.name_not_found", "connection.port_closed", "connection.timeout"];

struct Server {
    folder: PathBuf,
    address: ServerAddress,
    /// Stays connected, whoever else is refused.
    root: MySqlConnection,
}

fn tool(arguments: &[&str]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/mariadb.sh");
    let done = Command::new(script).args(arguments).output().expect("the server's script runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).lines().last().unwrap_or_default().to_owned()
}

impl Drop for Server {
    fn drop(&mut self) {
        tool(&["drop", &self.folder.to_string_lossy()]);
    }
}

impl Server {
    async fn start() -> Server {
        let folder = std::env::temp_dir().join(format!("clinic-connecting-{}", uuid::Uuid::now_v7().simple()));
        let url = tool(&["start", &folder.to_string_lossy()]);
        let StoreUrl::Server(mut address) = StoreUrl::parse(&url).expect("the server's URL") else {
            panic!("{url} is no server")
        };
        address.user = "desk".into();
        address.password = "desk".to_owned().into();
        let root = as_root(&address).await.expect("root");
        let mut server = Server { folder, address, root };
        server.run("CREATE USER desk@'%' IDENTIFIED BY 'desk'").await;
        server.run("GRANT ALL ON clinic.* TO desk@'%'").await;
        server
    }

    async fn run(&mut self, sql: &str) {
        let done = self.root.execute(AssertSqlSafe(sql.to_owned())).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    async fn test(&self) -> Vec<DiagnosisStep> {
        diagnose(&self.address, &Clock::default()).await.steps
    }

    /// That the test ends with this failure, and ticks what was proved before it.
    async fn is_refused(&self, code: &str, proved: &[&str]) -> DiagnosisStep {
        let mut steps = self.test().await;
        let last = steps.pop().expect("a step");
        assert_eq!((last.code.as_str(), last.ok), (code, false), "{steps:?} {last:?}");
        let passed: Vec<&str> =
            steps.iter().map(|step| step.code.as_str()).filter(|one| !one.ends_with("bad_address")).collect();
        assert!(steps.iter().all(|step| step.ok) && passed == proved, "{code}: {steps:?}");
        last
    }

    async fn lets_in(&self) {
        let steps = self.test().await;
        assert!(steps.iter().all(|step| step.ok), "{steps:?}");
    }
}

async fn as_root(address: &ServerAddress) -> Result<MySqlConnection, sqlx::Error> {
    let (host, port) = &address.hosts[0];
    let options = MySqlConnectOptions::new().host(host).port(*port).username("root").ssl_mode(MySqlSslMode::Disabled);
    MySqlConnection::connect_with(&options).await
}

#[tokio::test]
async fn a_server_that_refuses_says_which_way() {
    if std::env::var("CLINIC_TEST_MARIADB_URL").unwrap_or_default().trim().is_empty() {
        eprintln!("SKIPPED: a private MariaDB that refuses; CLINIC_TEST_MARIADB_URL is not set");
        return;
    }
    let mut server = Server::start().await;
    server.lets_in().await;

    // Only encrypted: MySQL says so (3159, played in the core); MariaDB speaks of the password, and the remedy names both. With the
    // authority's file it opens.
    server.run("SET GLOBAL require_secure_transport = ON").await;
    server.is_refused("connection.wrong_password", &FIRST).await;
    let open = std::mem::replace(&mut server.address.tls, TlsMode::OwnCa(server.folder.join("tls/ca.pem")));
    server.lets_in().await;
    server.address.tls = open;
    server.run("SET GLOBAL require_secure_transport = OFF").await;

    // An expired password, as a server says it on signing in, and as one says it to the first statement.
    let all = [FIRST.as_slice(), &["connection.wrong_password"]].concat();
    server.run("ALTER USER desk@'%' PASSWORD EXPIRE").await;
    for at_once in ["ON", "OFF"] {
        server.run(&format!("SET GLOBAL disconnect_on_expired_password = {at_once}")).await;
        let step = server.is_refused("connection.password_expired", &all).await;
        assert_eq!(step.details["user"], "desk");
    }
    server.run("ALTER USER desk@'%' IDENTIFIED BY 'desk'").await;

    // As many connections as the server takes.
    server.run("SET GLOBAL max_connections = 10").await;
    let mut others = Vec::new();
    while let Ok(other) = as_root(&server.address).await {
        others.push(other);
        assert!(others.len() < 20, "the server takes more than it says");
    }
    server.is_refused("connection.too_many", &FIRST).await;
    for other in others {
        other.close().await.expect("closed");
    }
    server.run("SET GLOBAL max_connections = 100").await;

    // No account for this computer: what an untouched server answers to another one. Last, since nobody comes back in.
    server.run("DELETE FROM mysql.global_priv WHERE user <> 'mariadb.sys'").await;
    server.run("FLUSH PRIVILEGES").await;
    server.is_refused("connection.host_not_allowed", &FIRST).await;
}

//! A small server on loopback for tests, as rude as they need it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::{Fetcher, Request, Settings};

/// What the server sends before it hangs up.
pub enum Reply {
    Bytes(Vec<u8>),
    /// The bytes, then this one after the other for ever, with this long in between.
    Endless(Vec<u8>, Vec<u8>, Duration),
    /// Nothing, and the connection stays open.
    Silence,
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        Self::Bytes(text.into_bytes())
    }
}

pub struct Server {
    port: u16,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers every request by what `reply` makes of its path and its head.
    pub async fn start(reply: impl Fn(&str, &str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (seen, reply) = (Arc::clone(&log), Arc::new(reply));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&reply), Arc::clone(&seen)));
            }
        });
        Self { port, log }
    }

    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://127.0.0.1:{}{path}", self.port)).unwrap()
    }

    /// A request that may go to this server; robots.txt is left out of the play.
    pub fn request(&self, path: &str) -> Request {
        Request { allow_private: true, ignore_robots: true, ..Request::new(self.url(path)) }
    }

    /// The heads of all requests so far.
    pub fn heads(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub fn hits(&self, path: &str) -> usize {
        let line = format!("GET {path} ");
        self.heads().iter().filter(|head| head.starts_with(&line)).count()
    }
}

async fn serve(
    mut stream: TcpStream,
    reply: Arc<impl Fn(&str, &str) -> Reply>,
    log: Arc<Mutex<Vec<String>>>,
) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte).await {
            // A TLS greeting, answered as a server does that knows none.
            Ok(1) if head.is_empty() && byte[0] == 0x16 => {
                return drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await);
            }
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    log.lock().unwrap().push(head.clone());
    let path = head.split(' ').nth(1).unwrap_or_default();
    // A client that has seen enough hangs up; that is no concern of the server.
    match reply(path, &head) {
        Reply::Bytes(bytes) => drop(stream.write_all(&bytes).await),
        Reply::Endless(start, again, pause) => {
            let mut sent = stream.write_all(&start).await;
            while sent.is_ok() {
                tokio::time::sleep(pause).await;
                sent = stream.write_all(&again).await;
            }
        }
        Reply::Silence => std::future::pending().await,
    }
    drop(stream.shutdown().await);
}

/// A whole answer with a body.
pub fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let length = body.len();
    let mut bytes =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n")
            .into_bytes();
    bytes.extend_from_slice(body);
    Reply::Bytes(bytes)
}

pub fn page(body: &str) -> Reply {
    answer("200 OK", "Content-Type: text/html\r\n", body)
}

pub fn redirect(status: &str, to: &str) -> Reply {
    answer(status, &format!("Location: {to}\r\n"), "")
}

/// Settings with caps that tests can reach.
pub fn small() -> Settings {
    Settings {
        timeout: Duration::from_millis(800),
        max_body: 100_000,
        max_decoded: 2 << 20,
        max_redirects: 4,
        host_gap: Duration::ZERO,
        ..Settings::new("desk@example.org")
    }
}

pub fn fetcher() -> Fetcher {
    Fetcher::new(small()).unwrap()
}

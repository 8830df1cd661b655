//! A plain HTTP/1.1 server on loopback whose answers are set by path, and which remembers what it was asked.
//! Written on sockets, so that it can also misbehave.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read as _, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::wait::Gate;

type Sender = dyn Fn(&mut TcpStream) + Send + Sync;
type Maker = dyn Fn(&Asked) -> Answer + Send + Sync;

/// What a path answers.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Sends bytes of its own making instead of all the above.
    pub raw: Option<Arc<Sender>>,
    /// Answers 304 to a request that carries one of these validators (ETag or Last-Modified).
    pub validator: Option<String>,
    /// Makes the answer of the request; the rest counts for nothing.
    pub by: Option<Arc<Maker>>,
    /// Is sent when this is open.
    pub gate: Option<Gate>,
}

impl Answer {
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: vec![("Content-Type".into(), "text/html; charset=utf-8".into())],
            body: body.into(),
            raw: None,
            validator: None,
            by: None,
            gate: None,
        }
    }

    pub fn status(status: u16) -> Self {
        Self { status, ..Self::html(format!("<p>status {status}</p>")) }
    }

    pub fn raw(write: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Self {
        Self { raw: Some(Arc::new(write)), ..Self::html("") }
    }

    pub fn by(make: impl Fn(&Asked) -> Self + Send + Sync + 'static) -> Self {
        Self { by: Some(Arc::new(make)), ..Self::html("") }
    }

    /// Held back until the gate is open.
    pub fn behind(self, gate: &Gate) -> Self {
        Self { gate: Some(gate.clone()), ..self }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends an ETag and answers 304 to it.
    pub fn etag(self, tag: &str) -> Self {
        Self { validator: Some(tag.into()), ..self.header("ETag", tag) }
    }
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    /// Names in lower case.
    pub headers: HashMap<String, String>,
    pub body: String,
}

#[derive(Default)]
struct Shared {
    answers: Mutex<HashMap<String, Answer>>,
    asked: Mutex<Vec<Asked>>,
    stopped: AtomicBool,
    /// How many more answers are sent before the rest wait at the gate.
    allowance: Mutex<Option<(usize, Gate)>>,
}

/// Runs until it is dropped (its threads end with the test process).
pub struct Server {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    pub fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap())
    }

    pub fn start_at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if theirs.stopped.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&theirs);
                std::thread::spawn(move || drop(serve(stream, &shared)));
            }
        });
        Self { address, shared }
    }

    /// Lets go of the port: later connections are refused.
    pub fn stop(&self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        while TcpStream::connect(self.address).is_ok() {
            std::thread::yield_now();
        }
    }

    /// Answers `count` more requests (robots.txt left out) and holds the rest back until the gate is open.
    pub fn answer_only(&self, count: usize) -> Gate {
        let gate = Gate::default();
        *self.shared.allowance.lock().unwrap() = Some((count, gate.clone()));
        gate
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn set(&self, path: &str, answer: Answer) {
        self.shared.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    pub fn page(&self, path: &str, html: &str) {
        self.set(path, Answer::html(html));
    }

    /// Every request so far, robots.txt left out.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().iter().filter(|a| a.path != "/robots.txt").cloned().collect()
    }

    /// How often a path was asked for.
    pub fn hits(&self, path: &str) -> usize {
        self.asked().iter().filter(|a| a.path == path).count()
    }

    pub fn asked_robots(&self) -> usize {
        self.shared.asked.lock().unwrap().iter().filter(|a| a.path == "/robots.txt").count()
    }
}

impl Shared {
    /// The gate at which this request waits, when the allowance is used up.
    fn held(&self, path: &str) -> Option<Gate> {
        let mut allowance = self.allowance.lock().unwrap();
        let (left, gate) = allowance.as_mut().filter(|_| path != "/robots.txt")?;
        if *left == 0 {
            return Some(gate.clone());
        }
        *left -= 1;
        None
    }
}

fn serve(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let path = line.split_whitespace().nth(1).unwrap_or("/").to_owned();
        let mut headers = HashMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
            }
        }
        let length = headers.get("content-length").map_or(0, |n| n.parse().unwrap());
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let body = String::from_utf8(body).unwrap();
        let asked = Asked { path: path.clone(), headers: headers.clone(), body };
        shared.asked.lock().unwrap().push(asked.clone());
        let mut answer =
            shared.answers.lock().unwrap().get(&path).cloned().unwrap_or_else(|| Answer::status(404));
        if let Some(make) = answer.by.clone() {
            answer = make(&asked);
        }
        if let Some(gate) = answer.gate.clone().or_else(|| shared.held(&path)) {
            gate.pass();
        }
        if let Some(raw) = &answer.raw {
            raw(&mut stream);
            return Ok(());
        }
        let known = ["if-none-match", "if-modified-since"].iter().filter_map(|h| headers.get(*h));
        let fresh = answer.validator.as_ref().is_some_and(|v| known.clone().any(|k| k == v));
        let (status, body) = if fresh { (304, &[][..]) } else { (answer.status, &answer.body[..]) };
        let mut head = format!("HTTP/1.1 {status} Answer\r\n").into_bytes();
        for (name, value) in &answer.headers {
            write!(head, "{name}: {value}\r\n")?;
        }
        let bare = matches!(status, 204 | 304);
        if !bare {
            write!(head, "Content-Length: {}\r\n", body.len())?;
        }
        head.extend_from_slice(b"\r\n");
        stream.write_all(&head)?;
        stream.write_all(if bare { &[] } else { body })?;
        stream.flush()?;
    }
}

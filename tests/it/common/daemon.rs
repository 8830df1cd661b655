//! A running `claimwatch run`, as a service manager sees it.

use std::fs::File;
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use super::wait::until;

pub struct Daemon {
    child: Child,
    socket: UnixDatagram,
    log: PathBuf,
}

impl Daemon {
    /// Starts a command whose notices and logs go to files in `dir`, and waits until it says that it is ready.
    pub fn start(mut command: Command, dir: &std::path::Path) -> Self {
        let (log, address) = (dir.join("run.log"), dir.join("notify.sock"));
        drop(std::fs::remove_file(&address));
        let socket = UnixDatagram::bind(&address).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let child = command
            .env("NOTIFY_SOCKET", &address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut daemon = Self { child, socket, log };
        daemon.told("READY=1");
        daemon
    }

    /// Waits for a notice to the service manager.
    pub fn told(&mut self, state: &str) {
        until(state, || {
            // Asked first: what it said before its end is still to be received.
            let ended = self.child.try_wait().unwrap();
            let mut buffer = [0; 4096];
            match (self.socket.recv(&mut buffer), ended) {
                (Ok(length), _) => {
                    String::from_utf8_lossy(&buffer[..length]).lines().any(|line| line == state).then_some(())
                }
                (Err(_), None) => None,
                (Err(_), Some(status)) => panic!("it ended with {status} before {state}\n{}", self.log()),
            }
        });
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until the log holds these words this often.
    pub fn logged(&self, words: &str, times: usize) {
        until(&format!("{words} is logged\n{}", self.log()), || {
            (self.log().matches(words).count() >= times).then_some(())
        });
    }

    /// Sends a signal by its name (`TERM`, `HUP`, `KILL`).
    pub fn signal(&self, name: &str) {
        let line = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &line]).status().unwrap().success());
    }

    /// Waits for its end.
    pub fn ended(&mut self) -> ExitStatus {
        until("it ends", || self.child.try_wait().unwrap())
    }

    /// Ends it as a service manager does, and expects that nothing was cut off.
    pub fn stop(&mut self) {
        self.signal("TERM");
        let status = self.ended();
        assert!(status.success(), "{status}\n{}", self.log());
    }

    /// The most memory that it ever had, in MiB.
    pub fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

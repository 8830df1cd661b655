//! The parent's side: starts the child, feeds it, and lets nothing that it does pass for a text.

use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::{Answer, COMMAND, MEMORY, PROCESSOR};
use crate::extract::PdfText;

/// How long a child may take in all; on a busy machine its processor time takes longer.
const WALL: Duration = Duration::from_mins(1);
/// The longest answer that is taken.
const MAX_ANSWER: u64 = 32 << 20;
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;
const SIGSEGV: i32 = 11;
const SIGXCPU: i32 = 24;

/// One child at a time: the memory of all is that of one.
static TURN: Mutex<()> = Mutex::new(());

/// The text of a PDF, or why it could not be had.
pub(super) fn text(body: &[u8]) -> Result<PdfText, String> {
    let program = program().map_err(|e| format!("this program was not found to start it again ({e})"))?;
    let mut command = Command::new(program);
    // Nothing of the environment is its business, least of all secrets.
    command.arg(COMMAND).env_clear();
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    match answer(command, body, WALL)? {
        Answer::Text(text) => Ok(text),
        Answer::Refused(why) => Err(why),
    }
}

/// This program's own file, even if another one has been put in its place since it was started.
fn program() -> io::Result<PathBuf> {
    if cfg!(target_os = "linux") { Ok(PathBuf::from("/proc/self/exe")) } else { std::env::current_exe() }
}

/// Runs a child on `body` and takes its answer; whatever else it does is an error by name, and it is gone afterwards.
fn answer(mut command: Command, body: &[u8], wall: Duration) -> Result<Answer, String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|e| format!("its reader was not started ({e})"))?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (sender, receiver) = channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            // A child that refuses early does not read to the end.
            stdin.map(|mut pipe| pipe.write_all(body).is_ok())
        });
        scope.spawn(move || {
            let mut out = Vec::new();
            let read = stdout.map(|pipe| pipe.take(MAX_ANSWER + 1).read_to_end(&mut out));
            drop(sender.send(match read {
                Some(Ok(_)) => Ok(out),
                Some(Err(error)) => Err(error.to_string()),
                None => Err("no pipe".to_owned()),
            }));
        });
        let said = match receiver.recv_timeout(wall) {
            Ok(Ok(out)) if out.len() as u64 <= MAX_ANSWER => Ok(out),
            Ok(Ok(_)) => Err(format!("it holds more than {} MiB of text", MAX_ANSWER >> 20)),
            Ok(Err(error)) => Err(format!("its reader was not heard ({error})")),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                Err(format!("reading it took longer than {} seconds", wall.as_secs_f32()))
            }
        };
        let said = said.inspect_err(|_| drop(child.kill()));
        let status = end(&mut child)?;
        understood(&said?, status)
    })
}

/// Waits for a child that has closed its output or been killed.
fn end(child: &mut Child) -> Result<ExitStatus, String> {
    child.wait().map_err(|e| format!("its reader was lost ({e})"))
}

/// Only a whole answer of a child that ended well counts.
fn understood(out: &[u8], status: ExitStatus) -> Result<Answer, String> {
    if status.success() {
        return serde_json::from_slice(out).map_err(|e| format!("its reader gave no whole answer ({e})"));
    }
    Err(match status.signal() {
        Some(SIGXCPU | SIGKILL) => format!("reading it took more than {PROCESSOR} seconds of processor time"),
        Some(SIGABRT | SIGSEGV) => {
            format!("reading it took more memory or depth than its reader has ({} MiB)", MEMORY >> 20)
        }
        _ => format!("it is broken in a way that broke its reader ({status})"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a child that is a shell script.
    fn run(script: &str, wall: Duration) -> String {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        match answer(command, &vec![b'x'; 1 << 20], wall) {
            Ok(Answer::Text(text)) => text.pages.join("|"),
            Ok(Answer::Refused(why)) | Err(why) => why,
        }
    }

    const LONG: Duration = Duration::from_mins(10);

    #[test]
    fn a_whole_answer_counts_even_if_the_body_was_not_read_to_its_end() {
        let say = r#"echo '{"text": {"title": null, "pages": ["a", "b"], "warnings": []}}'"#;
        assert_eq!(run(say, LONG), "a|b");
        assert_eq!(run(&format!("cat > /dev/null; {say}"), LONG), "a|b");
        assert_eq!(run(r#"echo '{"refused": "no"}'"#, LONG), "no");
    }

    #[test]
    fn whatever_else_a_child_does_is_an_error_by_name() {
        let whole = r#"echo '{"refused": "no"}'; "#;
        for (script, word) in [
            ("true".to_owned(), "no whole answer"),
            (r#"echo '{"text": {"title": nul'"#.to_owned(), "no whole answer"),
            (format!("{whole} exit 101"), "broke its reader"),
            (format!("{whole} kill -XCPU $$"), "processor time"),
            (format!("{whole} kill -ABRT $$"), "memory"),
            ("exec yes".to_owned(), "MiB of text"),
        ] {
            let why = run(&script, LONG);
            assert!(why.contains(word), "{script}: {why}");
        }
        let mut command = Command::new("/nowhere/at/all");
        command.arg("x");
        assert!(answer(command, b"", LONG).unwrap_err().contains("not started"));
    }

    #[test]
    fn a_slow_child_is_killed() {
        // Killed, or the test would last an hour.
        assert!(run("exec sleep 3600", Duration::from_millis(50)).contains("took longer"));
        assert!(run("cat > /dev/null; exec sleep 3600", Duration::from_millis(50)).contains("took longer"));
    }
}

//! What a fetch may meet: each failure is recorded with its reason and harms nothing else; each good answer is read.

use std::io::Write as _;
use std::net::TcpStream;

use crate::common::{Answer, Desk, Server, until};

/// A page that supports a claim.
fn page(stake: &str) -> String {
    format!(
        "<!doctype html><html lang=en><title>Microsoft and OpenAI</title><body><main><article><h1>Microsoft and OpenAI</h1><p>The two companies have worked together for years, and both boards spoke of it this week.</p><p>Microsoft holds a {stake} stake in OpenAI, according to the companies.</p><p>Both expect to go on working together on the next machines.</p></article></main></body></html>"
    )
}

/// How an answer fails.
struct Trouble {
    id: &'static str,
    answer: Answer,
    health: &'static str,
    /// Words of the reason.
    says: &'static [&'static str],
}

fn trouble(id: &'static str, answer: Answer, health: &'static str, says: &'static [&'static str]) -> Trouble {
    Trouble { id, answer, health, says }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn send(stream: &mut TcpStream, bytes: &[u8]) {
    // A client that has seen enough hangs up.
    drop(stream.write_all(bytes));
}

fn head(more: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}\r\n")
}

fn statuses() -> Vec<Trouble> {
    vec![
        trouble("server-error", Answer::status(500), "failing", &["status 500"]),
        trouble("unavailable", Answer::status(503), "failing", &["status 503"]),
        trouble("not-found", Answer::status(404), "failing", &["status 404", "moved"]),
        trouble("removed", Answer::status(410), "failing", &["status 410", "removed"]),
        trouble("no-content", Answer::status(204), "failing", &["status 204"]),
        trouble("login", Answer::status(401), "blocked", &["status 401", "headers"]),
        trouble("paid", Answer::status(402), "blocked", &["status 402"]),
        trouble("refused", Answer::status(403), "blocked", &["status 403"]),
        trouble("too-often", Answer::status(429), "blocked", &["status 429", "interval"]),
        trouble("not-asked", Answer::status(304), "failing", &["304"]),
    ]
}

fn redirects() -> Vec<Trouble> {
    let to = |status, place: &str| Answer::status(status).header("Location", place);
    vec![
        trouble("loop", to(302, "/loop"), "failing", &["redirects and no end"]),
        trouble("to-file", to(302, "file:///etc/passwd"), "failing", &["file:", "use http or https"]),
        trouble("to-nowhere", Answer::status(302), "failing", &["names no address"]),
        trouble("to-private", to(302, "http://10.0.0.1/"), "failing", &["10.0.0.1", "private address"]),
        trouble("to-metadata", to(302, "http://169.254.169.254/latest/"), "failing", &["169.254.169.254"]),
    ]
}

fn bodies() -> Vec<Trouble> {
    let html = |bytes: Vec<u8>| Answer::html(bytes);
    let wrong = html(page("27%").into_bytes()).header("Content-Encoding", "gzip");
    let unknown = html(page("27%").into_bytes()).header("Content-Encoding", "sdch");
    let picture =
        html([b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 400]].concat()).header("Content-Type", "image/png");
    let noise = html((0..5000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect());
    let nested = html(format!("<p>x{}", "<div>".repeat(150_000)).into_bytes());
    let bomb = html(gzip(&vec![b' '; 64 << 20])).header("Content-Encoding", "gzip");
    vec![
        trouble("wrong-encoding", wrong, "failing", &["gzip"]),
        trouble("unknown-encoding", unknown, "failing", &["sdch"]),
        trouble("gzip-bomb", bomb, "failing", &["unpacks to more than", "max_body"]),
        trouble("picture", picture, "failing", &["not text"]),
        trouble("binary", noise, "failing", &["not text"]),
        trouble("empty", html(Vec::new()), "failing", &["no text"]),
        trouble("blank", html(b"<html><body> \n </body></html>".to_vec()), "failing", &["no text"]),
        trouble("nesting-bomb", nested, "failing", &["nest"]),
    ]
}

fn rudeness() -> Vec<Trouble> {
    let truncated = Answer::raw(|stream| {
        send(stream, head("Content-Length: 5000\r\n").as_bytes());
        send(stream, b"<p>Microsoft holds a 27% stake in OpenAI.</p>");
    });
    let drip = Answer::raw(|stream| {
        send(stream, head("").as_bytes());
        while stream.write_all(b"<p>").is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
    });
    let silence = Answer::raw(|stream| {
        let mut rest = Vec::new();
        drop(std::io::Read::read_to_end(stream, &mut rest));
    });
    let endless = Answer::raw(|stream| {
        send(stream, head("Transfer-Encoding: chunked\r\n").as_bytes());
        let chunk = format!("1000\r\n{}\r\n", "<p>and so on</p>".repeat(256));
        while stream.write_all(chunk.as_bytes()).is_ok() {}
    });
    let large = Answer::raw(|stream| send(stream, head("Content-Length: 10000000000\r\n").as_bytes()));
    let headers = Answer::raw(|stream| {
        send(stream, b"HTTP/1.1 200 OK\r\n");
        let line = format!("X-More: {}\r\n", "x".repeat(4000));
        while stream.write_all(line.as_bytes()).is_ok() {}
    });
    let many = Answer::raw(|stream| {
        send(
            stream,
            (head(&"X-A: b\r\n".repeat(5000)) + "<p>Microsoft holds a 27% stake in OpenAI.</p>").as_bytes(),
        );
    });
    vec![
        trouble("truncated", truncated, "failing", &["hung up"]),
        trouble("drip", drip, "failing", &["slowly"]),
        trouble("silence", silence, "failing", &["did not answer"]),
        trouble("endless", endless, "failing", &["larger than", "max_body"]),
        trouble("large", large, "failing", &["larger than"]),
        trouble("header-bomb", headers, "failing", &["HTTP"]),
        trouble("many-headers", many, "failing", &["HTTP"]),
        trouble("not-http", Answer::raw(|s| send(s, b"SSH-2.0-OpenSSH_9.9\r\n")), "failing", &["HTTP"]),
        trouble("hang-up", Answer::raw(|_| ()), "failing", &["hung up"]),
    ]
}

/// Good pages, then the trouble beside a page that changes, then the good pages again.
fn go_through(troubles: &[Trouble]) {
    let server = Server::start();
    let good = |id: &str| server.page(&format!("/{id}"), &page("49%"));
    let source = |id: &str| Desk::source(id, &server.url(&format!("/{id}")), "");
    let mut entries = source("fine");
    good("fine");
    for trouble in troubles {
        good(trouble.id);
        entries += &source(trouble.id);
    }
    let desk = Desk::new(&entries);
    desk.service("timeout = \"2s\"\nmax_body = \"1MB\"");
    for swept in desk.check().as_array().unwrap() {
        assert_eq!(swept["outcome"], "changed", "{swept}");
    }
    let claims = statuses_of_claims(&desk);

    for trouble in troubles {
        server.set(&format!("/{}", trouble.id), trouble.answer.clone());
    }
    server.page("/fine", &page("27%"));
    let swept = desk.check();
    for trouble in troubles {
        let (id, it) = (trouble.id, Desk::of(&swept, trouble.id));
        assert_eq!(it["outcome"], "failed", "{it}");
        let error = it["error"].as_str().unwrap();
        for words in trouble.says {
            assert!(error.contains(words), "{id}: “{error}” does not say “{words}”");
        }
        let health = desk.health(id);
        assert_eq!(health["health"], trouble.health, "{id}");
        assert_eq!(health["reason"], error, "{id}");
        assert_ne!(health["last_success"], health["last_attempt"], "{id}");
    }
    assert_eq!(desk.health("fine")["health"], "ok");
    let flags = desk.flags(true);
    assert_eq!(flags.len(), 1, "{flags:#?}");
    assert_eq!(flags[0]["source"], "fine");
    let flagged = statuses_of_claims(&desk);
    let moved: Vec<_> = claims.iter().zip(&flagged).filter(|(a, b)| a != b).map(|(_, b)| b).collect();
    assert_eq!(moved, [&("microsoft-stake-49".to_owned(), "flagged".to_owned())]);

    // The baseline is the page as it was: nothing has changed.
    for trouble in troubles {
        good(trouble.id);
    }
    let swept = desk.check();
    for trouble in troubles {
        let it = Desk::of(&swept, trouble.id);
        assert_eq!(it["outcome"], "unchanged", "{it}");
        assert_eq!(desk.health(trouble.id)["health"], "ok", "{}", trouble.id);
    }
    assert_eq!(desk.flags(true).len(), 1);
    desk.ok(&["archive", "verify"]);
}

fn statuses_of_claims(desk: &Desk) -> Vec<(String, String)> {
    let list = desk.json(&["claim", "list"]);
    let word = |claim: &serde_json::Value, key: &str| claim[key].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|c| (word(c, "id"), word(c, "status"))).collect()
}

#[test]
fn statuses_that_bring_no_page_are_failures() {
    go_through(&statuses());
}

#[test]
fn redirects_that_lead_nowhere_good_are_failures() {
    go_through(&redirects());
}

#[test]
fn bodies_that_cannot_be_read_are_failures() {
    go_through(&bodies());
}

#[test]
fn servers_that_misbehave_are_failures() {
    go_through(&rudeness());
}

#[test]
fn the_daemon_outlives_bombs_within_bounded_memory() {
    let server = Server::start();
    let troubles: Vec<Trouble> =
        bodies().into_iter().chain(rudeness()).filter(|t| !matches!(t.id, "drip" | "silence")).collect();
    let mut entries = String::new();
    for trouble in &troubles {
        server.set(&format!("/{}", trouble.id), trouble.answer.clone());
        entries += &Desk::source(trouble.id, &server.url(&format!("/{}", trouble.id)), "");
    }
    server.page("/fine", &page("49%"));
    entries += &Desk::source("fine", &server.url("/fine"), "");
    let desk = Desk::new(&entries);
    let mut daemon = desk.daemon(&[]);
    until("every source was tried", || {
        let list = desk.json(&["source", "list"]);
        list.as_array().unwrap().iter().all(|s| !s["last_attempt"].is_null()).then_some(())
    });
    let peak = daemon.peak_memory();
    assert!(peak < 300, "{peak} MiB");
    assert_eq!(desk.health("fine")["health"], "ok");
    for trouble in &troubles {
        assert_eq!(desk.health(trouble.id)["health"], trouble.health, "{}", trouble.id);
    }
    daemon.stop();
}

#[test]
fn a_server_that_is_away_is_a_failure_until_it_is_back() {
    let server = Server::start();
    server.page("/a", &page("49%"));
    let address = server.address;
    let lost = "http://no-such-host.invalid/";
    let desk = Desk::new(&(Desk::source("a", &server.url("/a"), "") + &Desk::source("lost", lost, "")));
    let swept = desk.check();
    let error = Desk::of(&swept, "lost")["error"].as_str().unwrap().to_owned();
    assert!(error.contains("no-such-host.invalid"), "{error}");
    assert_eq!(desk.health("lost")["health"], "failing");
    server.stop();
    let swept = desk.check();
    let error = Desk::of(&swept, "a")["error"].as_str().unwrap();
    assert!(error.contains("no connection to 127.0.0.1"), "{error}");
    assert_eq!(desk.health("a")["health"], "failing");
    let back = Server::start_at(address);
    back.page("/a", &page("27%"));
    desk.check();
    assert_eq!(desk.health("a")["health"], "ok");
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
}

#[test]
fn retry_after_sets_the_next_due_time() {
    for (status, health) in [(503, "failing"), (429, "blocked")] {
        let server = Server::start();
        server.set("/a", Answer::status(status).header("Retry-After", "7200"));
        let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
        desk.check_at("2026-12-01T00:00:00Z");
        let it = desk.health("a");
        assert_eq!(it["health"], health);
        let next = it["next_due"].as_str().unwrap();
        assert!(next.starts_with("2026-12-01T02:00:"), "{next}");
    }
}

#[test]
fn addresses_on_the_own_network_are_refused_unless_the_source_allows_it() {
    let server = Server::start();
    server.page("/a", &page("49%"));
    let source = Desk::source("a", &server.url("/a"), "").replace("allow_private = true\n", "");
    let desk = Desk::new(&source.replace("1s", "10s"));
    let swept = desk.check();
    let it = Desk::of(&swept, "a");
    assert_eq!(it["outcome"], "failed");
    let error = it["error"].as_str().unwrap();
    assert!(error.contains("loopback") && error.contains("allow_private"), "{error}");
    assert!(server.asked().is_empty() && server.asked_robots() == 0);
}

#[test]
fn the_allowance_of_a_source_ends_at_its_own_port() {
    let (server, other) = (Server::start(), Server::start());
    other.page("/a", &page("49%"));
    server.set("/a", Answer::status(302).header("Location", &other.url("/a")));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    let swept = desk.check();
    assert!(Desk::of(&swept, "a")["error"].as_str().unwrap().contains("loopback"), "{swept}");
    assert!(other.asked().is_empty());
}

#[test]
fn robots_txt_is_obeyed_and_one_that_cannot_be_had_forbids() {
    let rules = "User-agent: *\nDisallow: /private\n";
    for (answer, status) in [(Answer::html(rules), 200), (Answer::status(500), 500)] {
        let server = Server::start();
        server.set("/robots.txt", answer.header("Content-Type", "text/plain"));
        server.page("/private", &page("49%"));
        server.page("/open", &page("49%"));
        let desk = Desk::new(
            &(Desk::source("private", &server.url("/private"), "")
                + &Desk::source("open", &server.url("/open"), "")
                + &Desk::source("interface", &server.url("/private"), "api = true")),
        );
        desk.check();
        let it = desk.health("private");
        assert_eq!(it["health"], "blocked");
        assert!(it["reason"].as_str().unwrap().contains("robots.txt"), "{it}");
        assert_eq!(desk.health("open")["health"], if status == 200 { "ok" } else { "blocked" });
        assert_eq!(desk.health("interface")["health"], "ok");
        assert_eq!(server.asked_robots(), 1);
        assert_eq!(server.hits("/private"), 1);
    }
}

#[test]
fn validators_go_back_as_they_came() {
    let server = Server::start();
    let date = "Sat, 01 Nov 2025 08:00:00 GMT";
    server.set("/tag", Answer::html(page("49%")).etag("W/\"x y\""));
    let mut dated = Answer::html(page("49%")).header("Last-Modified", date);
    dated.validator = Some(date.into());
    server.set("/date", dated);
    let desk = Desk::new(
        &(Desk::source("tag", &server.url("/tag"), "") + &Desk::source("date", &server.url("/date"), "")),
    );
    desk.check();
    for swept in desk.check().as_array().unwrap().iter().chain(desk.check().as_array().unwrap()) {
        assert_eq!(swept["outcome"], "not_modified", "{swept}");
    }
    let asked = server.asked();
    let header = |path: &str, name: &str| {
        let values: Vec<_> =
            asked.iter().filter(|a| a.path == path).map(|a| a.headers.get(name).cloned()).collect();
        assert_eq!(values.len(), 3);
        assert_eq!(values[0], None);
        values[1..].to_vec()
    };
    assert_eq!(header("/tag", "if-none-match"), vec![Some("W/\"x y\"".to_owned()); 2]);
    assert_eq!(header("/date", "if-modified-since"), vec![Some(date.to_owned()); 2]);
    assert!(asked.iter().all(|a| a.headers["user-agent"].contains("desk@example.org")));
}

#[test]
fn bodies_are_decoded_and_archived_as_received() {
    let packed = |coding: &str, stake: &str| -> Vec<u8> {
        let text = page(stake);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            use async_compression::tokio::bufread as encode;
            use tokio::io::AsyncReadExt as _;
            let mut bytes = Vec::new();
            let input = text.as_bytes();
            match coding {
                "gzip" => encode::GzipEncoder::new(input).read_to_end(&mut bytes).await.unwrap(),
                "br" => encode::BrotliEncoder::new(input).read_to_end(&mut bytes).await.unwrap(),
                "zstd" => encode::ZstdEncoder::new(input).read_to_end(&mut bytes).await.unwrap(),
                _ => encode::ZlibEncoder::new(input).read_to_end(&mut bytes).await.unwrap(),
            };
            bytes
        })
    };
    let server = Server::start();
    let codings = ["gzip", "br", "zstd", "deflate"];
    let serve = |stake: &str| {
        for coding in codings {
            let answer = Answer::html(packed(coding, stake)).header("Content-Encoding", coding);
            server.set(&format!("/{coding}"), answer);
        }
    };
    serve("49%");
    let entries: String =
        codings.iter().map(|c| Desk::source(c, &server.url(&format!("/{c}")), "")).collect();
    let desk = Desk::new(&entries);
    desk.check();
    serve("27%");
    desk.check();
    for coding in codings {
        assert_eq!(desk.health(coding)["health"], "ok");
        assert_eq!(desk.flags(true).iter().filter(|f| f["source"] == coding).count(), 1, "{coding}");
    }
    assert!(server.asked().iter().all(|a| a.headers["accept-encoding"].contains("zstd")));
    desk.ok(&["archive", "verify"]);
}

#[test]
fn a_permanent_redirect_is_told_and_a_temporary_one_is_not() {
    let server = Server::start();
    server.page("/new", &page("49%"));
    server.set("/gone", Answer::status(308).header("Location", "/new"));
    server.set("/for-now", Answer::status(307).header("Location", "/new"));
    let desk = Desk::new(
        &(Desk::source("gone", &server.url("/gone"), "")
            + &Desk::source("for-now", &server.url("/for-now"), "")),
    );
    desk.check();
    let moved = desk.health("gone");
    assert_eq!(moved["health"], "moved");
    assert!(moved["reason"].as_str().unwrap().contains(&server.url("/new")), "{moved}");
    assert_eq!(desk.health("for-now")["health"], "ok");
    assert_eq!(desk.health("for-now")["reason"], serde_json::Value::Null);
}

/// A date counts whole seconds: one as young as the answer cannot tell an edit of the same second.
#[test]
fn an_edit_in_the_second_of_the_last_answer_is_found() {
    let server = Server::start();
    let now = "Tue, 24 Nov 2026 10:00:00 GMT";
    let answer = |stake: &str| {
        let answer = Answer::html(page(stake)).header("Last-Modified", now).header("Date", now);
        Answer { validator: Some(now.into()), ..answer }
    };
    server.set("/a", answer("49%"));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    server.set("/a", answer("27%"));
    desk.check();
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
}

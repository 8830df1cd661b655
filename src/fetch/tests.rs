//! The fetcher against real servers on loopback.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_compression::tokio::bufread::{BrotliEncoder, GzipEncoder, ZstdEncoder};
use chrono::{DateTime, TimeDelta};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::server::{Reply, Server, answer, fetcher, page, redirect, small};
use super::*;
use crate::clock::ManualClock;

async fn failure(fetcher: &Fetcher, request: &Request) -> FetchError {
    match fetcher.fetch(request).await {
        Ok(response) => panic!("{} brought status {}", request.url, response.status),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_page_comes_with_everything_the_archive_needs() {
    let server = Server::start(|_, _| {
        answer(
            "200 OK",
            "Content-Type: text/html\r\nETag: W/\"a 1\"\r\nLast-Modified: once upon a time\r\n",
            "<p>Hi",
        )
    })
    .await;
    let response = fetcher().fetch(&server.request("/news?x=1#part")).await.unwrap();
    assert_eq!((response.status, response.body.as_ref()), (200, b"<p>Hi".as_ref()));
    assert_eq!(response.etag.as_deref(), Some("W/\"a 1\""));
    assert_eq!(response.last_modified.as_deref(), Some("once upon a time"));
    assert_eq!(response.content_type.as_deref(), Some("text/html"));
    assert_eq!(response.remote.unwrap().ip().to_string(), "127.0.0.1");
    assert_eq!((response.http_version.as_str(), response.truncated), ("HTTP/1.1", None));
    assert!(response.permanent_redirect.is_none() && !response.not_modified);
    let sent = &server.heads()[0].to_lowercase();
    let lines = |head: &str| head.to_lowercase().lines().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(lines(sent), lines(&response.request_head), "archived as sent");
    assert!(sent.contains("user-agent: claimwatch/0.1.0 (+desk@example.org)\r\n"), "{sent}");
    assert!(sent.contains("accept-encoding: gzip, br, zstd, deflate\r\n"), "{sent}");
}

#[tokio::test]
async fn compressed_bodies_are_kept_as_received_and_decoded() {
    async fn pack(mut encoder: impl AsyncRead + Unpin) -> Vec<u8> {
        let mut out = Vec::new();
        encoder.read_to_end(&mut out).await.unwrap();
        out
    }
    let text = "A sentence. 一句话。".repeat(50);
    let bodies = [
        ("gzip", pack(GzipEncoder::new(text.as_bytes())).await),
        ("br", pack(BrotliEncoder::new(text.as_bytes())).await),
        ("zstd", pack(ZstdEncoder::new(text.as_bytes())).await),
    ];
    for (coding, raw) in bodies {
        let body = raw.clone();
        let server =
            Server::start(move |_, _| answer("200 OK", &format!("Content-Encoding: {coding}\r\n"), &body))
                .await;
        let response = fetcher().fetch(&server.request("/")).await.unwrap();
        assert_eq!(response.raw, raw, "{coding}");
        assert_eq!(response.body, text, "{coding}");
    }
}

#[tokio::test]
async fn each_status_has_its_kind() {
    let server =
        Server::start(|path, _| answer(&path[1..].replace('_', " "), "Content-Type: text/html\r\n", "why"))
            .await;
    for (status, kind) in [
        (401, FailureKind::Blocked),
        (402, FailureKind::Blocked),
        (403, FailureKind::Blocked),
        (429, FailureKind::Blocked),
        (451, FailureKind::Blocked),
        (404, FailureKind::Gone),
        (410, FailureKind::Gone),
        (400, FailureKind::Status),
        (500, FailureKind::Status),
        (503, FailureKind::Status),
        (202, FailureKind::Status),
        (206, FailureKind::Status),
        (304, FailureKind::Protocol),
        (301, FailureKind::Redirect),
    ] {
        let error = failure(&fetcher(), &server.request(&format!("/{status}_Word"))).await;
        assert_eq!((error.kind, error.status), (kind, Some(status)), "{error}");
        if status != 304 && status != 301 {
            assert_eq!(error.response.unwrap().body.as_ref(), b"why", "{status}");
        }
    }
    let challenge = Server::start(|_, _| answer("503 Wait", "CF-Mitigated: challenge\r\n", "")).await;
    assert_eq!(failure(&fetcher(), &challenge.request("/")).await.kind, FailureKind::Blocked);
}

#[tokio::test]
async fn bodies_over_the_cap_stop() {
    let big = "x".repeat(100_001);
    let server = Server::start(move |path, _| match path {
        "/announced" => answer("200 OK", "", &big),
        "/lie" => Reply::from("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nshort".to_owned()),
        "/chunks" => {
            let start = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            let chunk = format!("2000\r\n{}\r\n", "y".repeat(0x2000)).into_bytes();
            Reply::Endless(start, chunk, Duration::ZERO)
        }
        _ => Reply::Endless(b"HTTP/1.0 200 OK\r\n\r\n".to_vec(), vec![b'z'; 9000], Duration::ZERO),
    })
    .await;
    for path in ["/announced", "/lie", "/chunks", "/until-close"] {
        let error = failure(&fetcher(), &server.request(path)).await;
        assert_eq!(error.kind, FailureKind::TooLarge, "{path}: {error}");
    }
}

#[tokio::test]
async fn bombs_and_wrong_codings_fail() {
    let mut bomb = Vec::new();
    GzipEncoder::new(vec![0; 4 << 20].as_slice()).read_to_end(&mut bomb).await.unwrap();
    let server = Server::start(move |path, _| match path {
        "/bomb" => answer("200 OK", "Content-Encoding: gzip\r\n", &bomb),
        "/wrong" => answer("200 OK", "Content-Encoding: gzip\r\n", "plain"),
        _ => answer("200 OK", "Content-Encoding: sdch\r\n", "plain"),
    })
    .await;
    for (path, kind) in [
        ("/bomb", FailureKind::DecompressionBomb),
        ("/wrong", FailureKind::Encoding),
        ("/unknown", FailureKind::Encoding),
    ] {
        assert_eq!(failure(&fetcher(), &server.request(path)).await.kind, kind, "{path}");
    }
}

#[tokio::test]
async fn slow_and_silent_servers_end_by_the_total_time() {
    let server = Server::start(|path, _| match path {
        "/drip" => {
            let start = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n".to_vec();
            Reply::Endless(start, b"x".to_vec(), Duration::from_millis(20))
        }
        "/head" => {
            Reply::Endless(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec(), b"x".to_vec(), Duration::from_millis(20))
        }
        _ => Reply::Silence,
    })
    .await;
    let fetcher = fetcher();
    for path in ["/drip", "/head", "/silence"] {
        let error = failure(&fetcher, &server.request(path)).await;
        assert_eq!(error.kind, FailureKind::Timeout, "{path}: {error}");
        if path == "/drip" {
            assert_eq!(error.response.unwrap().truncated, Some(Truncation::Time));
        }
    }
}

#[tokio::test]
async fn cut_answers_are_never_pages() {
    let server = Server::start(|path, _| {
        Reply::from(match path {
            "/length" => "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf a page".to_owned(),
            "/chunk" => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf \r\n".to_owned(),
            "/head" => "HTTP/1.1 200 OK\r\nContent-".to_owned(),
            _ => String::new(),
        })
    })
    .await;
    for path in ["/length", "/chunk", "/head", "/nothing"] {
        let error = failure(&fetcher(), &server.request(path)).await;
        assert_eq!(error.kind, FailureKind::Truncated, "{path}: {error}");
        if path == "/length" {
            let response = error.response.unwrap();
            assert_eq!(
                (response.raw.as_ref(), response.truncated),
                (b"half a page".as_ref(), Some(Truncation::Disconnect))
            );
        }
    }
}

#[tokio::test]
async fn what_is_not_http_fails_and_headers_are_bounded() {
    let server = Server::start(|path, _| match path {
        "/rubbish" => Reply::from("SSH-2.0-OpenSSH_9.2\r\n\r\n".to_owned()),
        "/many" => answer("200 OK", &"A: b\r\n".repeat(500), ""),
        "/long" => answer("200 OK", &format!("A: {}\r\n", "b".repeat(2_000_000)), ""),
        _ => Reply::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"A: bcdefgh\r\n".repeat(1000), Duration::ZERO),
    })
    .await;
    for path in ["/rubbish", "/many", "/long", "/endless"] {
        let error = failure(&fetcher(), &server.request(path)).await;
        assert_eq!(error.kind, FailureKind::Protocol, "{path}: {error}");
    }
}

#[tokio::test]
async fn connections_that_cannot_be_made_say_why() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = Server::start(|_, _| page("not TLS")).await;
    let tls = server.url("/").as_str().replace("http:", "https:");
    for (address, kind) in [
        (format!("http://127.0.0.1:{closed}/"), FailureKind::Connect),
        ("http://no-such-host.invalid/".to_owned(), FailureKind::Dns),
        (tls, FailureKind::Tls),
    ] {
        let request =
            Request { allow_private: true, ignore_robots: true, ..Request::new(address.parse().unwrap()) };
        let error = failure(&fetcher(), &request).await;
        assert_eq!(error.kind, kind, "{address}: {error}");
    }
}

#[tokio::test]
async fn private_addresses_need_the_sources_leave() {
    let server = Server::start(|_, _| page("inside")).await;
    let port = server.url("/").port().unwrap();
    for host in ["127.0.0.1", "localhost", "127.1", "0x7f000001", "[::ffff:127.0.0.1]"] {
        let url = format!("http://{host}:{port}/").parse().unwrap();
        let request = Request { ignore_robots: true, ..Request::new(url) };
        let error = failure(&fetcher(), &request).await;
        assert_eq!(error.kind, FailureKind::ForbiddenAddress, "{host}: {error}");
    }
    assert!(server.heads().is_empty(), "nothing was sent");
    assert!(fetcher().fetch(&server.request("/")).await.is_ok());
}

#[tokio::test]
async fn a_redirect_passes_the_same_doors() {
    let inner = Server::start(|_, _| page("another service of this computer")).await;
    let targets = [
        inner.url("/").to_string(),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[::1]:1/".to_owned(),
        "http://localhost:1/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "http://me:secret@example.org/".to_owned(),
    ];
    for to in targets {
        let server = Server::start(move |_, _| redirect("302 Found", &to)).await;
        let error = failure(&fetcher(), &server.request("/")).await;
        assert_eq!(error.kind, FailureKind::ForbiddenAddress, "{error}");
        assert!(error.message.starts_with("redirected to ") && !error.message.contains("secret"), "{error}");
    }
    assert!(inner.heads().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn redirects_are_followed_recorded_and_bounded() {
    let server = Server::start(|path, _| match path {
        "/old" => redirect("301 Moved", "/newer"),
        "/newer" => redirect("308 Moved", "/new#x"),
        "/once" => redirect("307 Elsewhere", "/newer"),
        "/circle" => redirect("302 Found", "/circle"),
        "/new" => page("here"),
        path => redirect("302 Found", &format!("{path}1")),
    })
    .await;
    let response = fetcher().fetch(&server.request("/old")).await.unwrap();
    assert_eq!(response.url, server.url("/new"));
    assert_eq!(response.permanent_redirect, Some(server.url("/new")));
    let hops: Vec<_> =
        response.redirects.iter().map(|hop| (hop.from.path(), hop.status, hop.to.path())).collect();
    assert_eq!(hops, [("/old", 301, "/newer"), ("/newer", 308, "/new")]);
    let once = fetcher().fetch(&server.request("/once")).await.unwrap();
    assert_eq!(once.permanent_redirect, None);
    for path in ["/circle", "/endless"] {
        assert_eq!(failure(&fetcher(), &server.request(path)).await.kind, FailureKind::Redirect, "{path}");
    }
    assert_eq!(server.hits("/circle"), 2);
    assert!(server.hits("/endless1111") == 1 && server.hits("/endless11111") == 0);
}

#[tokio::test]
async fn own_headers_go_to_the_own_origin_only() {
    let other = Server::start(|_, _| page("elsewhere")).await;
    let port = other.url("/").port().unwrap();
    let server = Server::start(move |path, _| match path {
        "/" => redirect("302 Found", "/here"),
        _ => redirect("302 Found", &format!("http://127.0.0.1:{port}/")),
    })
    .await;
    let mut request = server.request("/");
    request.headers = vec![(HeaderName::from_static("x-token"), HeaderValue::from_static("secret-1"))];
    assert_eq!(failure(&fetcher(), &request).await.kind, FailureKind::ForbiddenAddress);
    assert!(server.heads().iter().all(|head| head.contains("x-token: secret-1")));
    let response = fetcher().fetch(&Request { url: other.url("/"), ..request }).await.unwrap();
    assert!(other.heads()[0].contains("secret-1"));
    assert!(!response.request_head.contains("secret-1"), "{}", response.request_head);
}

#[tokio::test]
async fn validators_go_out_verbatim_and_304_keeps_the_capture() {
    let server = Server::start(|_, head| {
        if head.contains("if-none-match: \"v 1\"\r\n") && head.contains("if-modified-since: Mon, 99 Foo\r\n")
        {
            answer("304 Not Modified", "ETag: \"v 1\"\r\n", "")
        } else {
            page("in full")
        }
    })
    .await;
    let mut request = server.request("/");
    request.etag = Some("\"v 1\"".into());
    request.last_modified = Some("Mon, 99 Foo".into());
    let response = fetcher().fetch(&request).await.unwrap();
    assert!(response.not_modified && response.status == 304 && response.body.is_empty());
    request.validators_of = Some(server.url("/elsewhere"));
    let response = fetcher().fetch(&request).await.unwrap();
    assert_eq!((response.not_modified, response.body.as_ref()), (false, b"in full".as_ref()));
}

fn robots_request(server: &Server, path: &str) -> Request {
    Request { ignore_robots: false, ..server.request(path) }
}

#[tokio::test]
async fn robots_txt_is_obeyed_once_a_day_and_on_every_hop() {
    let closed = Arc::new(AtomicUsize::new(0));
    let rules = Arc::clone(&closed);
    let server = Server::start(move |path, _| match path {
        "/robots.txt" if rules.load(Ordering::SeqCst) == 1 => {
            answer("200 OK", "", "User-agent: *\nDisallow: /")
        }
        "/robots.txt" => {
            answer("200 OK", "", "User-agent: claimwatch\nDisallow: /private\nUser-agent: *\nDisallow: /")
        }
        "/hop" => redirect("302 Found", "/private"),
        _ => page("text"),
    })
    .await;
    let clock = Arc::new(ManualClock::at(DateTime::from_timestamp(1_800_000_000, 0).unwrap()));
    let fetcher = Fetcher::with_clock(small(), Arc::clone(&clock) as _).unwrap();
    assert!(fetcher.fetch(&robots_request(&server, "/news")).await.is_ok());
    for path in ["/private", "/private/x", "/hop"] {
        let error = failure(&fetcher, &robots_request(&server, path)).await;
        assert_eq!(error.kind, FailureKind::Robots, "{path}");
        assert!(error.message.contains("Disallow: /private"), "{error}");
    }
    assert_eq!((server.hits("/private"), server.hits("/robots.txt")), (0, 1));
    assert!(fetcher.fetch(&server.request("/private")).await.is_ok(), "an interface with its own rules");
    closed.store(1, Ordering::SeqCst);
    clock.advance(TimeDelta::hours(23));
    assert!(fetcher.fetch(&robots_request(&server, "/news")).await.is_ok());
    clock.advance(TimeDelta::hours(2));
    assert_eq!(failure(&fetcher, &robots_request(&server, "/news")).await.kind, FailureKind::Robots);
    assert_eq!(server.hits("/robots.txt"), 2);
}

#[tokio::test]
async fn robots_txt_that_is_not_there_allows_and_one_in_trouble_forbids_for_now() {
    for (robots, kind) in [
        ("404 Not Found", None),
        ("403 Forbidden", None),
        ("200 <html>", None),
        ("301 circle", None),
        ("500 Oops", Some(FailureKind::Robots)),
        ("429 Slow", Some(FailureKind::Robots)),
    ] {
        let server = Server::start(move |path, _| match (path, robots) {
            ("/robots.txt", "200 <html>") => page("<html>User-agent: *\nDisallow: /"),
            ("/robots.txt", "301 circle") => redirect("301 Moved", "/robots.txt"),
            ("/robots.txt", status) => answer(status, "", ""),
            _ => page("text"),
        })
        .await;
        let found = fetcher().fetch(&robots_request(&server, "/")).await.err();
        assert_eq!(found.as_ref().map(|error| error.kind), kind, "{robots}");
        assert_eq!(server.hits("/"), usize::from(kind.is_none()), "{robots}");
    }
    let silent = Server::start(|_, _| Reply::from(String::new())).await;
    assert_eq!(failure(&fetcher(), &robots_request(&silent, "/")).await.kind, FailureKind::Truncated);
}

#[tokio::test]
async fn an_old_robots_txt_stands_in_while_the_server_is_in_trouble() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |path, _| match path {
        "/robots.txt" if asked.fetch_add(1, Ordering::SeqCst) == 0 => {
            answer("200 OK", "", "User-agent: *\nDisallow: /private")
        }
        "/robots.txt" => answer("500 Oops", "", ""),
        _ => page("text"),
    })
    .await;
    let clock = Arc::new(ManualClock::at(DateTime::from_timestamp(1_800_000_000, 0).unwrap()));
    let fetcher = Fetcher::with_clock(small(), Arc::clone(&clock) as _).unwrap();
    for _ in 0..2 {
        assert!(fetcher.fetch(&robots_request(&server, "/news")).await.is_ok());
        assert_eq!(failure(&fetcher, &robots_request(&server, "/private")).await.kind, FailureKind::Robots);
        clock.advance(TimeDelta::hours(25));
    }
    clock.advance(TimeDelta::days(31));
    let error = failure(&fetcher, &robots_request(&server, "/news")).await;
    assert_eq!((error.kind, error.status), (FailureKind::Robots, Some(500)));
}

#[tokio::test]
async fn retry_after_is_kept_for_the_whole_host() {
    let server = Server::start(|path, _| match path {
        "/busy" => answer("429 Slow down", "Retry-After: 120\r\n", ""),
        _ => page("text"),
    })
    .await;
    let clock = Arc::new(ManualClock::at(DateTime::from_timestamp(1_800_000_000, 0).unwrap()));
    let fetcher = Fetcher::with_clock(small(), Arc::clone(&clock) as _).unwrap();
    let error = failure(&fetcher, &server.request("/busy")).await;
    assert_eq!((error.kind, error.retry_after), (FailureKind::Blocked, Some(Duration::from_mins(2))));
    clock.advance(TimeDelta::seconds(60));
    let error = failure(&fetcher, &server.request("/other")).await;
    assert_eq!((error.status, error.retry_after), (Some(429), Some(Duration::from_mins(1))));
    assert_eq!(server.hits("/other"), 0);
    clock.advance(TimeDelta::seconds(60));
    assert!(fetcher.fetch(&server.request("/other")).await.is_ok());
}

#[tokio::test]
async fn a_dropped_fetch_gives_up_its_turn() {
    let server =
        Server::start(|path, _| if path == "/silence" { Reply::Silence } else { page("text") }).await;
    let fetcher = Arc::new(Fetcher::new(Settings { timeout: Duration::from_mins(1), ..small() }).unwrap());
    let one_by_one = |path: &str| Request { gap: Some(Duration::ZERO), ..server.request(path) };
    let (under_way, silent) = (Arc::clone(&fetcher), one_by_one("/silence"));
    let stuck = tokio::spawn(async move { under_way.fetch(&silent).await.is_ok() });
    while server.hits("/silence") == 0 {
        tokio::task::yield_now().await;
    }
    let next = one_by_one("/next");
    let next = fetcher.fetch(&next);
    tokio::pin!(next);
    assert!(futures_util::poll!(next.as_mut()).is_pending(), "its turn has not come");
    stuck.abort();
    assert!(next.await.is_ok());
}

#[tokio::test]
async fn a_kept_connection_that_dies_is_tried_once_more() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_, _| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::from(String::new()),
        _ => page("text"),
    })
    .await;
    assert!(fetcher().fetch(&server.request("/")).await.is_ok());
    assert_eq!(server.hits("/"), 2);
}

#[tokio::test]
async fn large_bodies_share_their_room() {
    let server = Server::start(|_, _| answer("200 OK", "", "x".repeat(2 << 20))).await;
    let settings =
        Settings { max_body: 3 << 20, max_decoded: 3 << 20, timeout: Duration::from_secs(20), ..small() };
    let fetcher = Fetcher::new(settings).unwrap();
    let request = server.request("/");
    let all = futures_util::future::join_all((0..20).map(|_| fetcher.fetch(&request))).await;
    assert!(all.into_iter().all(|response| response.unwrap().body.len() == 2 << 20));
}

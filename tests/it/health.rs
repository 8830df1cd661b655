//! The health of sources over days, and what every other watcher gets wrong.

use chrono::DateTime;

use crate::common::{Answer, Desk, Server};

fn page(body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><title>Microsoft and OpenAI</title><body><main><article><h1>Microsoft and OpenAI</h1>{body}</article></main></body></html>"
    )
}

fn stake(stake: &str) -> String {
    page(&format!(
        "<p>The two companies have worked together for years, and both boards spoke of it this week.</p><p>Microsoft holds a {stake} stake in OpenAI, according to the companies.</p><p>Both expect to go on working together on the next machines.</p>"
    ))
}

fn desk(server: &Server, every: &str) -> Desk {
    Desk::new(&Desk::source("a", &server.url("/a"), "").replace("1s", every))
}

fn health(desk: &Desk) -> String {
    desk.health("a")["health"].as_str().unwrap().to_owned()
}

#[test]
fn a_page_that_is_gone_six_hours_later_is_dead_until_it_is_back() {
    let server = Server::start();
    server.page("/a", &stake("49%"));
    let desk = desk(&server, "1h");
    desk.check_at("2026-12-01T00:00:00Z");
    server.set("/a", Answer::status(404));
    for (time, expected) in [("01:00", "failing"), ("06:50", "failing"), ("07:10", "dead"), ("09:00", "dead")]
    {
        desk.check_at(&format!("2026-12-01T{time}:00Z"));
        assert_eq!(health(&desk), expected, "{time}");
        assert_eq!(desk.flagged().len(), usize::from(expected == "dead"), "{time}");
    }
    let flag = desk.flags(false).pop().unwrap();
    assert_eq!(flag["claim"], "microsoft-stake-49");
    assert_eq!((&flag["relation"], &flag["detail"]), (&"withdrawn".into(), &"source_gone".into()));
    assert!(flag["before"].as_str().unwrap().contains("49% stake"), "{flag}");
    assert_eq!(flag["after"], serde_json::Value::Null);
    let next = desk.health("a")["next_due"].as_str().unwrap().to_owned();
    assert!(next.starts_with("2026-12-02T09:00"), "a dead source is asked daily: {next}");

    server.page("/a", &stake("49%"));
    desk.check_at("2026-12-02T09:00:00Z");
    assert_eq!(health(&desk), "ok");
    assert_eq!(desk.flagged(), Vec::<String>::new());
    assert_eq!(desk.flags(true)[0]["state"], "reverted");
    assert_eq!(desk.json(&["claim", "show", "microsoft-stake-49"])["status"], "watching");

    // It can die and be flagged again.
    server.set("/a", Answer::status(410));
    desk.check_at("2026-12-03T09:00:00Z");
    desk.check_at("2026-12-03T15:10:00Z");
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    desk.ok(&["archive", "verify"]);
}

#[test]
fn a_claim_that_another_source_supports_loses_nothing_with_one() {
    let server = Server::start();
    server.page("/a", &stake("49%"));
    server.page("/b", &stake("49%"));
    let desk =
        Desk::new(&(Desk::source("a", &server.url("/a"), "") + &Desk::source("b", &server.url("/b"), "")));
    desk.check_at("2026-12-01T00:00:00Z");
    server.set("/a", Answer::status(404));
    desk.check_at("2026-12-02T00:00:00Z");
    desk.check_at("2026-12-03T00:00:00Z");
    assert_eq!(health(&desk), "dead");
    assert_eq!(desk.flags(true).len(), 0);
    // With the other dead too, nothing supports it any more.
    server.set("/b", Answer::status(404));
    desk.check_at("2026-12-04T00:00:00Z");
    desk.check_at("2026-12-05T00:00:00Z");
    let flags = desk.flags(true);
    assert_eq!(flags.len(), 1, "{flags:#?}");
    assert_eq!((&flags[0]["source"], &flags[0]["detail"]), (&"b".into(), &"source_gone".into()));
}

#[test]
fn three_failing_checks_over_six_days_are_dead_and_one_success_resets() {
    let server = Server::start();
    server.page("/a", &stake("49%"));
    let desk = desk(&server, "1d");
    desk.check_at("2026-12-01T00:00:00Z");
    server.set("/a", Answer::status(500));
    for (day, expected) in
        [("02T00", "failing"), ("05T00", "failing"), ("07T00", "failing"), ("08T01", "dead")]
    {
        desk.check_at(&format!("2026-12-{day}:00:00Z"));
        assert_eq!(health(&desk), expected, "day {day}");
    }
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    server.page("/a", &stake("49%"));
    desk.check_at("2026-12-09T00:00:00Z");
    assert_eq!((health(&desk).as_str(), desk.flagged().len()), ("ok", 0));
    server.set("/a", Answer::status(500));
    desk.check_at("2026-12-20T00:00:00Z");
    assert_eq!(health(&desk), "failing", "the run of failures began anew");
}

#[test]
fn a_server_that_refuses_us_is_blocked_and_never_dead() {
    let server = Server::start();
    server.page("/a", &stake("49%"));
    let desk = desk(&server, "1d");
    desk.check_at("2026-12-01T00:00:00Z");
    server.set("/a", Answer::status(403));
    for day in ["02", "05", "10", "20"] {
        desk.check_at(&format!("2026-12-{day}T00:00:00Z"));
        assert_eq!(health(&desk), "blocked");
    }
    assert_eq!(desk.flags(true).len(), 0);
    assert_eq!(desk.json(&["claim", "show", "microsoft-stake-49"])["freshness"], "blind");
}

/// A page that keeps to RFC 9110: 304 unless it was modified after the date that is asked about.
fn dated(body: String, modified: &'static str) -> Answer {
    Answer::by(move |asked| {
        let date = |text: &str| DateTime::parse_from_rfc2822(text).unwrap();
        let since = asked.headers.get("if-modified-since").map(|text| date(text));
        let status = if since.is_some_and(|since| date(modified) <= since) { 304 } else { 200 };
        Answer { status, ..Answer::html(body.clone()) }.header("Last-Modified", modified)
    })
}

#[test]
fn an_edit_dated_before_our_last_fetch_is_found() {
    let server = Server::start();
    server.set("/a", dated(stake("49%"), "Sat, 01 Nov 2025 08:00:00 GMT"));
    let desk = desk(&server, "1h");
    desk.check();
    assert_eq!(Desk::of(&desk.check(), "a")["outcome"], "not_modified");
    // Later than what the server said before, but long before we asked.
    server.set("/a", dated(stake("27%"), "Sun, 02 Nov 2025 08:00:00 GMT"));
    assert_eq!(Desk::of(&desk.check(), "a")["outcome"], "changed");
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
}

#[test]
fn an_edit_that_the_server_denies_is_found_by_a_full_fetch() {
    let server = Server::start();
    server.set("/a", dated(stake("49%"), "Sun, 02 Nov 2025 08:00:00 GMT"));
    let desk = desk(&server, "1h");
    desk.service("full_fetch_every = 4");
    desk.check();
    // Put in place with the date of an older file.
    server.set("/a", dated(stake("27%"), "Sat, 01 Nov 2025 08:00:00 GMT"));
    let outcomes: Vec<_> = (0..4).map(|_| Desk::of(&desk.check(), "a")["outcome"].clone()).collect();
    assert_eq!(outcomes, ["not_modified", "not_modified", "not_modified", "changed"]);
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
}

#[test]
fn a_wall_is_never_the_page() {
    let walls = [
        "<title>Just a moment...</title><body><h1>Checking your browser</h1><p>Verify you are human to go on.</p></body>",
        "<title>Before you continue to Example</title><body><p>We value your privacy. Accept all cookies to continue.</p></body>",
        "<title>安全验证</title><body><p>您的访问过于频繁，请完成验证后继续。</p></body>",
    ];
    let server = Server::start();
    let ids = ["bot", "consent", "chinese"];
    let serve = |body: &dyn Fn(usize) -> String, tag: &str| {
        for (i, id) in ids.iter().enumerate() {
            server.set(&format!("/{id}"), Answer::html(body(i)).etag(&format!("\"{tag}\"")));
        }
    };
    serve(&|_| stake("49%"), "page");
    let entries = ids.map(|id| Desk::source(id, &server.url(&format!("/{id}")), "").replace("1s", "1h"));
    let desk = Desk::new(&entries.concat());
    desk.check();
    serve(&|i| walls[i].to_owned(), "wall");
    for _ in 0..3 {
        for swept in desk.check().as_array().unwrap() {
            assert_eq!(swept["outcome"], "failed", "{swept}");
        }
        for it in desk.json(&["source", "list"]).as_array().unwrap() {
            assert_eq!(it["health"], "blocked", "{it}");
            assert!(it["reason"].as_str().unwrap().contains("wall"), "{it}");
        }
    }
    serve(&|_| stake("49%"), "page");
    for swept in desk.check().as_array().unwrap() {
        assert_eq!(swept["outcome"], "unchanged", "{swept}");
    }
    assert!(ids.iter().all(|id| desk.health(id)["health"] == "ok"));
    assert_eq!(desk.flags(true).len(), 0);
    serve(&|_| stake("27%"), "edit");
    for swept in desk.check().as_array().unwrap() {
        assert_eq!(swept["changed"], 1, "{swept}");
    }
    let flags = desk.flags(true);
    assert!(flags.len() == 3 && ids.iter().all(|id| flags.iter().any(|f| f["source"] == *id)), "{flags:#?}");
    assert_eq!(desk.flagged(), ["microsoft-stake-49"], "one news from three sources");
    desk.ok(&["archive", "verify"]);
}

#[test]
fn a_wall_at_the_first_check_is_no_baseline_either() {
    let server = Server::start();
    server.page("/a", "<title>Just a moment...</title><p>Verify you are human to go on.</p>");
    let desk = desk(&server, "1h");
    desk.check();
    assert_eq!(health(&desk), "blocked");
    server.page("/a", &stake("27%"));
    desk.check();
    assert_eq!(health(&desk), "ok");
    let flags = desk.flags(false);
    assert_eq!(flags.len(), 1);
    assert_eq!(flags[0]["before"], serde_json::Value::Null, "assessed whole");
}

#[test]
fn a_selector_that_stops_matching_is_told_on_every_sweep() {
    let server = Server::start();
    let serve = |class: &str, share: &str| {
        let html = stake(share).replace("<article>", &format!("<article class={class}>"));
        server.set("/a", Answer::html(html).etag(&format!("\"{class} {share}\"")));
    };
    serve("release", "49%");
    let source = Desk::source("a", &server.url("/a"), "select = \"article.release\"").replace("1s", "1h");
    let desk = Desk::new(&source);
    desk.check();
    serve("news", "49%");
    for _ in 0..3 {
        assert_eq!(Desk::of(&desk.check(), "a")["outcome"], "failed");
        let it = desk.health("a");
        assert_eq!(it["health"], "failing");
        assert!(it["reason"].as_str().unwrap().contains("article.release"), "{it}");
    }
    assert_eq!(desk.flags(true).len(), 0);
    // A new selector in the config reads the same bytes, with nothing but the new class different.
    desk.sources(&source.replace("article.release", "article.news"));
    desk.check();
    assert_eq!((health(&desk).as_str(), desk.flags(true).len()), ("ok", 0));
    serve("news", "27%");
    desk.check();
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
}

/// Twelve sentences, of which the first few are kept.
fn long(kept: usize, share: &str) -> String {
    let topics = [
        "servers", "cables", "leases", "permits", "turbines", "pumps", "filters", "racks", "roofs", "roads",
        "fences",
    ];
    let lines = topics
        .iter()
        .map(|t| format!("<p>The report also looks at {t} and at what the {t} cost last year.</p>"));
    let stake = format!("<p>Microsoft holds a {share} stake in OpenAI, according to the companies.</p>");
    page(
        &lines
            .take(kept)
            .chain([stake].into_iter().take(usize::from(kept == topics.len())))
            .collect::<String>(),
    )
}

#[test]
fn half_a_page_is_believed_only_when_a_later_check_agrees() {
    let server = Server::start();
    server.page("/a", &long(11, "49%"));
    let desk = desk(&server, "1h");
    desk.check_at("2026-12-01T00:00:00Z");
    assert_eq!(health(&desk), "ok");

    // Once, and whole again: nothing happened.
    server.page("/a", &long(3, ""));
    assert_eq!(Desk::of(&desk.check_at("2026-12-01T01:00:00Z"), "a")["outcome"], "failed");
    let it = desk.health("a");
    assert_eq!(it["health"], "failing");
    assert!(it["reason"].as_str().unwrap().contains("lost"), "{it}");
    server.page("/a", &long(11, "49%"));
    assert_eq!(Desk::of(&desk.check_at("2026-12-01T02:00:00Z"), "a")["outcome"], "unchanged");
    assert_eq!((health(&desk).as_str(), desk.flags(true).len()), ("ok", 0));

    // For good: suspect within one interval, then believed.
    server.page("/a", &long(3, ""));
    for time in ["03:00", "03:10", "03:59"] {
        assert_eq!(Desk::of(&desk.check_at(&format!("2026-12-01T{time}:00Z")), "a")["outcome"], "failed");
        assert_eq!((health(&desk).as_str(), desk.flags(true).len()), ("failing", 0), "{time}");
    }
    // Another half does not agree with the first, so the wait begins anew.
    let other = page("<p>This site is being moved to other machines; the archive opens again on Friday.</p>");
    server.page("/a", &other);
    assert_eq!(Desk::of(&desk.check_at("2026-12-01T04:30:00Z"), "a")["outcome"], "failed");
    assert_eq!(Desk::of(&desk.check_at("2026-12-01T05:00:00Z"), "a")["outcome"], "failed");
    assert_eq!(Desk::of(&desk.check_at("2026-12-01T05:40:00Z"), "a")["outcome"], "changed");
    assert_eq!(health(&desk), "ok");
    let flags = desk.flags(false);
    assert_eq!(flags.len(), 1, "{flags:#?}");
    assert_eq!(
        (&flags[0]["relation"], &flags[0]["detail"]),
        (&"withdrawn".into(), &"passage_removed".into())
    );
    desk.ok(&["archive", "verify"]);
}

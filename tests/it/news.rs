//! What becomes of news that comes again, goes back, moves on, or is told by several.

use serde_json::Value as Json;

use crate::common::pages::{article, article_zh, rss};
use crate::common::{Answer, Desk, Server};

const A: &str = "Microsoft holds a 49% stake in OpenAI, both companies say.";
const B: &str = "Microsoft holds a 27% stake in OpenAI, both companies say.";
const C: &str = "Microsoft holds a 31% stake in OpenAI, both companies say.";
const CLAIM: &str = "microsoft-stake-49";

/// One page whose telling sentence is set.
struct Page {
    server: Server,
    desk: Desk,
}

impl Page {
    fn start() -> Self {
        let server = Server::start();
        let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
        Self { server, desk }
    }

    fn says(&self, sentences: &[&str]) {
        self.server.page("/a", &article("Notice on ownership", sentences));
        self.desk.check();
    }

    /// (after, state) of every flag that is not suppressed, oldest first.
    fn flags(&self) -> Vec<(Json, Json)> {
        let mut flags = self.desk.flags(true);
        flags.retain(|f| f["state"] != "suppressed");
        flags.sort_by_key(number);
        flags.into_iter().map(|f| (f["after"].clone(), f["state"].clone())).collect()
    }

    fn status(&self) -> String {
        self.desk.json(&["claim", "show", CLAIM])["status"].as_str().unwrap().to_owned()
    }

    fn event_kinds(&self, flag: &str) -> Vec<String> {
        let shown = self.desk.json(&["flag", "show", flag]);
        shown["events"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap().to_owned()).collect()
    }
}

fn number(flag: &Json) -> i64 {
    flag["id"].as_str().unwrap().parse().unwrap()
}

fn row(after: &str, state: &str) -> (Json, Json) {
    (after.into(), state.into())
}

fn suppressed(desk: &Desk) -> Vec<Json> {
    desk.json(&["flag", "list", "--state", "suppressed"]).as_array().unwrap().clone()
}

#[test]
fn back_before_review_is_one_flag_with_two_events() {
    let page = Page::start();
    page.says(&[A]);
    page.says(&[B]);
    assert_eq!(page.status(), "flagged");
    page.says(&[A]);
    assert_eq!(page.flags(), [row(B, "reverted")]);
    assert_eq!(page.event_kinds("1"), ["flag_raised", "flag_state"]);
    assert_eq!(page.desk.flagged(), Vec::<String>::new());
    assert_eq!(page.status(), "watching");
    // And forth again: that is news again.
    page.says(&[B]);
    assert_eq!(page.flags(), [row(B, "reverted"), row(B, "open")]);
}

#[test]
fn back_after_review_is_a_new_flag() {
    for decision in [
        &["update", "--value", "27%"][..],
        &["update"],
        &["correct"],
        &["confirm"],
        &["refine", "--value", "27%"],
        &["source-error"],
        &["dispute"],
    ] {
        let page = Page::start();
        page.says(&[A]);
        page.says(&[B]);
        page.desk.ok(&[&["flag", "decide", "1"], decision].concat());
        assert_eq!(page.desk.flagged(), Vec::<String>::new(), "{decision:?}");
        page.says(&[A]);
        assert_eq!(page.flags(), [row(B, "decided"), row(A, "open")], "{decision:?}");
        let flag = &page.desk.flags(false)[0];
        assert_eq!(flag["before"], B, "{decision:?}");
        assert_eq!(page.desk.json(&["claim", "show", CLAIM])["flags"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn back_after_unrelated_is_nothing() {
    let page = Page::start();
    page.says(&[A]);
    page.says(&[B]);
    page.desk.ok(&["flag", "decide", "1", "unrelated"]);
    page.says(&[A]);
    assert_eq!(page.flags(), [row(B, "decided")]);
}

#[test]
fn the_next_change_overtakes_the_last() {
    let page = Page::start();
    page.says(&[A]);
    page.says(&[B]);
    page.says(&[C]);
    assert_eq!(page.flags(), [row(B, "merged"), row(C, "open")]);
    let all = page.desk.flags(true);
    let merged = all.iter().find(|f| f["state"] == "merged").unwrap();
    assert_eq!(merged["merged_into"], "2");
    assert_eq!(merged["before"], A);
    // The flag that stands shows all three.
    let shown = page.desk.ok(&["flag", "show", "2"]);
    for text in [A, B, C] {
        assert!(shown.contains(text), "“{text}” is not in\n{shown}");
    }
    assert_eq!(page.desk.json(&["flag", "show", "2"])["overtaken"][0]["before"], A);
    let open = &page.desk.flags(false)[0];
    assert_eq!(open["sources"], serde_json::json!(["a"]));
    // All the way back: both lapse.
    page.says(&[A]);
    assert_eq!(page.flags(), [row(B, "reverted"), row(C, "reverted")]);
    assert_eq!(page.status(), "watching");
}

#[test]
fn a_sentence_that_gives_way_to_other_news_is_overtaken() {
    let server = Server::start();
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    let says = |sentences: &[&str]| {
        server.page("/a", &article("CoreWeave and OpenAI", sentences));
        desk.check();
    };
    let order = "In May 2025 CoreWeave disclosed a further order from OpenAI of up to $4 billion.";
    let total =
        "CoreWeave's agreement with OpenAI has been widened and is now worth about $22.4 billion in all.";
    says(&["The machines stand in two halls.", "More halls are planned for the spring."]);
    says(&[order, "The machines stand in two halls.", "More halls are planned for the spring."]);
    assert_eq!(desk.flags(false)[0]["after"], order);
    says(&["The machines stand in two halls.", "More halls are planned for the spring.", total]);
    let open = desk.flags(false);
    assert_eq!((open.len(), &open[0]["after"]), (1, &total.into()));
    let first = desk.json(&["flag", "show", "1"]);
    assert_eq!((&first["state"], &first["merged_into"]), (&"merged".into(), &open[0]["id"]));
}

/// The same news in three sources of different tier, in every order of arrival.
#[test]
fn the_best_tier_leads_whoever_came_first() {
    let server = Server::start();
    server.page(
        "/primary",
        &article("Notice on ownership", &["Microsoft now holds a stake of roughly 27% in OpenAI."]),
    );
    server.page(
        "/press",
        &article(
            "Business news",
            &["After the deal, Microsoft owns a 27 percent stake in OpenAI, according to the companies."],
        ),
    );
    server.page("/aggregator", &article_zh("股权通告", &["重组之后，微软持有OpenAI约27%的股权。"]));
    let sources: String = ["press", "aggregator", "primary"]
        .iter()
        .map(|tier| Desk::source(tier, &server.url(&format!("/{tier}")), &format!("tier = \"{tier}\"")))
        .collect();
    let orders = [
        ["primary", "press", "aggregator"],
        ["primary", "aggregator", "press"],
        ["press", "primary", "aggregator"],
        ["press", "aggregator", "primary"],
        ["aggregator", "primary", "press"],
        ["aggregator", "press", "primary"],
    ];
    for order in orders {
        let desk = Desk::new(&sources);
        for source in order {
            desk.json(&["check", source]);
        }
        assert_one_item(&desk, &format!("{order:?}"));
    }
    let desk = Desk::new(&sources);
    desk.check();
    assert_one_item(&desk, "all at once");
}

fn assert_one_item(desk: &Desk, case: &str) {
    let open = desk.flags(false);
    assert_eq!(open.len(), 1, "{case}: {open:#?}");
    let open = &open[0];
    assert_eq!((&open["claim"], &open["source"]), (&CLAIM.into(), &"primary".into()), "{case}");
    let mut sources: Vec<&str> =
        open["sources"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    assert_eq!(sources[0], "primary", "{case}");
    sources.sort_unstable();
    assert_eq!(sources, ["aggregator", "press", "primary"], "{case}");
    let all = desk.flags(true);
    assert_eq!(all.len(), 3, "{case}: {all:#?}");
    for flag in all.iter().filter(|f| f["source"] != "primary") {
        assert_eq!(flag["state"], "merged", "{case}");
        assert_eq!(flag["merged_into"], open["id"], "{case}");
    }
}

#[test]
fn when_the_leading_source_goes_back_the_next_comes_forward() {
    let server = Server::start();
    for path in ["/primary", "/press"] {
        server.page(path, &article("Notice on ownership", &[A]));
    }
    let source =
        |tier: &str| Desk::source(tier, &server.url(&format!("/{tier}")), &format!("tier = \"{tier}\""));
    let desk = Desk::new(&(source("primary") + &source("press")));
    desk.check();
    for path in ["/primary", "/press"] {
        server.page(path, &article("Notice on ownership", &[B]));
    }
    desk.check();
    assert_eq!(desk.flags(false)[0]["source"], "primary");
    server.page("/primary", &article("Notice on ownership", &[A]));
    desk.check();
    let open = desk.flags(false);
    assert_eq!(open.len(), 1);
    assert_eq!((&open[0]["source"], &open[0]["state"]), (&"press".into(), &"open".into()));
}

#[test]
fn when_the_leading_source_takes_its_passage_out_the_next_comes_forward() {
    let server = Server::start();
    let source =
        |tier: &str| Desk::source(tier, &server.url(&format!("/{tier}")), &format!("tier = \"{tier}\""));
    let desk = Desk::new(&(source("primary") + &source("press")));
    for path in ["/primary", "/press"] {
        server.page(path, &article("Notice on ownership", &[B]));
    }
    desk.check();
    assert_eq!(desk.flags(false)[0]["source"], "primary");
    // Nothing that is left on the page speaks of the claim.
    server.page("/primary", &article("Notice on ownership", &[]));
    desk.check();
    let open = desk.flags(false);
    assert_eq!(open.iter().map(|f| &f["source"]).collect::<Vec<_>>(), ["press"]);
}

#[test]
fn a_dismissed_passage_stays_away() {
    let page = Page::start();
    let aside = "In a quiz, one of the answers was that Microsoft holds a 27% stake in OpenAI.";
    page.says(&[A, aside]);
    assert_eq!(page.flags(), [row(aside, "open")]);
    page.desk.ok(&["flag", "decide", "1", "unrelated", "--reason", "a quiz"]);
    assert_eq!(page.status(), "watching");

    // Another sentence is edited, then the passage moves and is set in other type.
    page.says(&[A, aside, "The office is open on Mondays."]);
    let reset = aside.replace(' ', "\u{a0}").replace("27%", "<b>27%</b>");
    page.says(&[&reset, A]);
    assert_eq!(page.flags(), [row(aside, "decided")]);

    // It goes and comes back.
    page.says(&[A]);
    page.says(&[A, aside]);
    assert_eq!(page.flags(), [row(aside, "decided")]);
    let kept = suppressed(&page.desk);
    assert!(!kept.is_empty());
    for flag in &kept {
        assert!(flag["state_reason"].as_str().is_some_and(|r| !r.is_empty()), "{flag:#}");
    }
    assert!(
        kept.iter().any(|f| f["after"] == aside && f["state_reason"].as_str().unwrap().contains("dismissed")),
        "{kept:#?}"
    );
    assert!(page.desk.ok(&["flag", "list", "--state", "suppressed"]).contains("dismissed"));
}

#[test]
fn a_dismissed_passage_stays_away_from_another_source() {
    let server = Server::start();
    let aside = "In a quiz, one of the answers was that Microsoft holds a 27% stake in OpenAI.";
    server.page("/a", &article("Quiz", &[aside]));
    let first = Desk::source("a", &server.url("/a"), "");
    let desk = Desk::new(&first);
    desk.check();
    desk.ok(&["flag", "decide", "1", "unrelated"]);
    server.page("/b", &article("Another quiz", &[aside]));
    desk.sources(&(first + &Desk::source("b", &server.url("/b"), "")));
    desk.check();
    assert_eq!(desk.flagged(), Vec::<String>::new());
    let kept = suppressed(&desk);
    assert_eq!(kept.len(), 1, "{kept:#?}");
    assert_eq!(kept[0]["source"], "b");
    assert!(kept[0]["state_reason"].as_str().unwrap().contains("flag 1"), "{:#}", kept[0]);
    // Undone, the mute is lifted: the next time it is news again.
    desk.ok(&["flag", "undo", "1"]);
    assert_eq!(desk.flagged(), [CLAIM]);
}

#[test]
fn a_passage_dismissed_for_one_claim_still_counts_for_another() {
    let (revenue, loss) = ("coreweave-revenue-2024", "coreweave-net-loss-2024");
    let server = Server::start();
    let both =
        "CoreWeave's revenue in 2024 was $2.5 billion, and CoreWeave's net loss in 2024 was $950 million.";
    server.page("/a", &article("CoreWeave: annual figures", &[both]));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    assert_eq!(desk.flagged(), [loss, revenue]);
    let flag = desk.flags(false).into_iter().find(|f| f["claim"] == loss).unwrap();
    desk.ok(&["flag", "decide", flag["id"].as_str().unwrap(), "unrelated"]);
    assert_eq!(desk.flagged(), [revenue]);
}

#[test]
fn what_is_kept_quiet_can_be_listed_with_its_reason() {
    let page = Page::start();
    let mention =
        |day: &str| format!("Microsoft and OpenAI spoke about the stake at length on {day}, with no result.");
    page.says(&[A, &mention("Monday")]);
    page.says(&[A, &mention("Friday")]);
    assert_eq!(page.desk.flagged(), Vec::<String>::new());
    for flag in suppressed(&page.desk) {
        assert!(flag["state_reason"].as_str().is_some_and(|r| !r.is_empty()), "{flag:#}");
        assert!(!flag["reasons"].as_array().unwrap().is_empty(), "{flag:#}");
        let id = flag["id"].as_str().unwrap();
        assert!(page.desk.ok(&["flag", "show", id]).contains("suppressed: "));
    }
}

#[test]
fn the_same_page_says_it_twice() {
    let page = Page::start();
    page.says(&[B, "So it is now: Microsoft owns a 27% stake in OpenAI."]);
    assert_eq!(page.desk.flagged(), [CLAIM]);
    let kept = suppressed(&page.desk);
    let reasons = page.desk.flags(false)[0]["reasons"].to_string();
    let named = kept.iter().any(|f| f["claim"] == CLAIM) || reasons.contains("also at");
    assert!(named, "the second sentence is told too: {kept:#?}");
}

#[test]
fn an_entry_that_leaves_a_feed_withdraws_nothing() {
    let xml = |entries: &[(&str, &str, &str)]| {
        Answer::html(rss(entries)).header("Content-Type", "application/rss+xml")
    };
    let server = Server::start();
    let (stake, hours) =
        (("n1", "Ownership", A), ("n2", "Opening hours", "The reading room opens at nine on weekdays."));
    server.set("/feed", xml(&[stake, hours]));
    let desk = Desk::new(&Desk::source("a", &server.url("/feed"), ""));
    desk.check();
    assert_eq!(desk.json(&["claim", "show", CLAIM])["evidence"].as_array().unwrap().len(), 1);
    server.set("/feed", xml(&[("n3", "Holidays", "The room is shut on holidays."), hours]));
    desk.check();
    assert_eq!(desk.flagged(), Vec::<String>::new());
    server.set("/feed", xml(&[]));
    desk.check();
    assert_eq!(desk.flagged(), Vec::<String>::new());
}

#[test]
fn an_open_flag_of_a_feed_stays_when_its_entry_leaves() {
    let xml = |entries: &[(&str, &str, &str)]| {
        Answer::html(rss(entries)).header("Content-Type", "application/rss+xml")
    };
    let server = Server::start();
    let hours = ("n2", "Opening hours", "The reading room opens at nine on weekdays.");
    server.set("/feed", xml(&[hours]));
    let desk = Desk::new(&Desk::source("a", &server.url("/feed"), ""));
    desk.check();
    server.set("/feed", xml(&[("n3", "Ownership", B), hours]));
    desk.check();
    assert_eq!(desk.flagged(), [CLAIM]);
    server.set("/feed", xml(&[hours]));
    desk.check();
    assert_eq!(desk.flagged(), [CLAIM]);
}

#[test]
fn a_sentence_that_is_taken_out_is_withdrawn() {
    let page = Page::start();
    page.says(&[A, "The two work together."]);
    page.says(&["The two work together."]);
    let open = page.desk.flags(false);
    assert_eq!(open.len(), 1, "{open:#?}");
    let flag = &open[0];
    assert_eq!((&flag["relation"], &flag["detail"]), (&"withdrawn".into(), &"passage_removed".into()));
    assert_eq!((&flag["before"], &flag["after"]), (&A.into(), &Json::Null));
    assert!(page.desk.ok(&["flag", "show", "1"]).contains(&format!("- {A}\n  + (gone)")));
    // It is put back: the flag lapses.
    page.says(&[A, "The two work together."]);
    assert_eq!(page.flags(), [(Json::Null, "reverted".into())]);
}

#[test]
fn a_sentence_that_moves_is_not_withdrawn() {
    let page = Page::start();
    page.says(&[A, "The two work together.", "More is to come in the spring."]);
    page.says(&["The two work together.", "More is to come in the spring.", A]);
    page.says(&[&format!("More is to come in the spring. {A} The two work together.")]);
    assert_eq!(page.flags(), []);
}

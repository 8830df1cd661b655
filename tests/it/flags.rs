//! The changes that bear on a claim are flagged, in English and in Chinese, on pages and in feeds.

use serde_json::Value as Json;

use crate::common::pages::{article, article_zh, atom, rss};
use crate::common::{Answer, Desk, Server};

/// One claim's news in one language.
struct Story {
    claim: &'static str,
    title: &'static str,
    /// What the page said while the claim held.
    before: &'static str,
    /// What it says since.
    after: &'static str,
    detail: &'static str,
    /// Kind and number of the new value, where there is one.
    new: Option<(&'static str, &'static str)>,
    chinese: bool,
}

const CONTRACT: Story = Story {
    claim: "coreweave-contract",
    title: "Notice on computing power",
    before: "Under a five-year contract, CoreWeave supplies OpenAI with computing power worth $11.9 billion.",
    after: "CoreWeave and OpenAI have widened their agreement by up to $6.5 billion, which takes the contract to about $22.4 billion in all.",
    detail: "changed_later_period",
    new: Some(("money", "22400000000")),
    chinese: false,
};

const CONTRACT_ZH: Story = Story {
    title: "算力采购通告",
    before: "CoreWeave与OpenAI签有为期五年的算力合同，合同总额为119亿美元。",
    after: "CoreWeave与OpenAI再度扩大合作，新增至多65亿美元，合同总额升至约224亿美元。",
    chinese: true,
    ..CONTRACT
};

const STAKE: Story = Story {
    claim: "microsoft-stake-49",
    title: "Notice on ownership",
    before: "Microsoft holds a 49% stake in OpenAI, as both companies confirm.",
    after: "Following the recapitalisation, Microsoft holds a stake of roughly 27% in OpenAI on a diluted basis.",
    detail: "changed_later_period",
    new: Some(("percent", "27")),
    chinese: false,
};

const STAKE_ZH: Story = Story {
    title: "股权通告",
    before: "微软目前持有OpenAI 49%的股权，双方均已确认。",
    after: "资本重组之后，微软持有OpenAI约27%的股权。",
    chinese: true,
    ..STAKE
};

const PANEL: Story = Story {
    claim: "agi-profit-test",
    title: "Notice on the definition of AGI",
    before: "By an agreement of 2023, OpenAI has reached AGI once its systems can earn at least $100 billion in profit.",
    after: "When OpenAI declares AGI, an independent expert panel will have to verify that declaration.",
    detail: "negated",
    new: None,
    chinese: false,
};

const PANEL_ZH: Story = Story {
    title: "关于AGI定义的通告",
    before: "双方2023年约定，OpenAI的系统能够赚取至少1000亿美元利润，才算实现AGI。",
    after: "今后OpenAI宣布实现AGI，须经独立专家小组核实。",
    chinese: true,
    ..PANEL
};

impl Story {
    fn page(&self, sentence: &str) -> String {
        if self.chinese { article_zh(self.title, &[sentence]) } else { article(self.title, &[sentence]) }
    }

    /// The one open flag, held to everything that the contract says of it.
    fn assert_flag(&self, desk: &Desk, before: Option<&str>) -> Json {
        let flags = desk.flags(false);
        let seen: Vec<String> = flags.iter().map(|f| format!("{} {}", f["claim"], f["after"])).collect();
        assert_eq!(flags.len(), 1, "{}: {seen:#?}", self.claim);
        let flag = flags[0].clone();
        assert_eq!(flag["claim"], self.claim);
        assert_eq!(flag["relation"], "differs", "{flag:#}");
        assert_eq!(flag["detail"], self.detail, "{flag:#}");
        assert_eq!(flag["state"], "open");
        assert_eq!(flag["source"], "notices");
        assert_eq!(flag["sources"], serde_json::json!(["notices"]));
        assert_eq!(flag["merged_into"], Json::Null);
        assert_eq!(flag["before"].as_str(), before, "before is verbatim");
        assert_eq!(flag["after"], self.after, "after is verbatim");
        assert!(flag["id"].is_string());
        assert!(flag["score"].as_f64().is_some_and(|s| (0.0..=1.0).contains(&s)), "{flag:#}");
        let reasons = flag["reasons"].as_array().unwrap();
        assert!(!reasons.is_empty() && reasons.iter().all(|r| !r.as_str().unwrap().is_empty()), "{flag:#}");
        chrono::DateTime::parse_from_rfc3339(flag["created_at"].as_str().unwrap()).unwrap();
        match self.new {
            Some((kind, value)) => {
                assert_value(&flag["new"], kind, value, self.after);
                let old = if kind == "money" { "11900000000" } else { "49" };
                assert_value(&flag["old"], kind, old, before.unwrap_or_default());
            }
            None => assert_eq!(flag["new"], Json::Null, "{flag:#}"),
        }
        flag
    }
}

/// A value in the shape of `inspect text`; its surface stands where it says, if it is of this passage.
fn assert_value(json: &Json, kind: &str, value: &str, passage: &str) {
    assert_eq!(json["kind"], kind, "{json:#}");
    assert_eq!(json["value"].as_str().unwrap(), value, "{json:#}");
    for key in ["low", "high", "comparator", "surface"] {
        assert!(json[key].is_string(), "{key}: {json:#}");
    }
    assert_eq!(json["currency"].as_str(), (kind == "money").then_some("USD"), "{json:#}");
    assert!(json.get("unit").is_some());
    let (start, end) = (json["start"].as_u64().unwrap(), json["end"].as_u64().unwrap());
    if !passage.is_empty() {
        let range = usize::try_from(start).unwrap()..usize::try_from(end).unwrap();
        let there: String = passage.chars().skip(range.start).take(range.len()).collect();
        assert_eq!(json["surface"], there.as_str(), "in “{passage}”");
    }
}

/// A page says the one thing and then the other.
fn changes(story: &Story) {
    let server = Server::start();
    server.page("/notices", &story.page(story.before));
    let desk = Desk::new(&Desk::source("notices", &server.url("/notices"), ""));
    desk.check();
    assert_eq!(desk.flagged(), Vec::<String>::new(), "what agrees is no flag");
    let claim = desk.json(&["claim", "show", story.claim]);
    assert_eq!(claim["evidence"][0]["passage"], story.before, "what agrees is evidence: {claim:#}");

    server.page("/notices", &story.page(story.after));
    desk.check();
    let flag = story.assert_flag(&desk, Some(story.before));
    let shown = desk.ok(&["flag", "show", flag["id"].as_str().unwrap()]);
    assert!(shown.contains(&format!("- {}\n", story.before)), "{shown}");
    assert!(shown.contains(&format!("+ {}\n", story.after)), "{shown}");
    assert!(shown.contains(story.claim) && shown.contains(&server.url("/notices")), "{shown}");
    assert_eq!(desk.json(&["claim", "show", story.claim])["status"], "flagged");

    desk.check();
    assert_eq!(desk.flags(true).len(), 1, "the same text raises nothing again");
}

/// The page contradicts the claim when it is first read.
fn stands(story: &Story) {
    let server = Server::start();
    server.page("/notices", &story.page(story.after));
    let desk = Desk::new(&Desk::source("notices", &server.url("/notices"), ""));
    desk.check();
    story.assert_flag(&desk, None);
}

#[test]
fn the_contract_grows() {
    changes(&CONTRACT);
    stands(&CONTRACT);
}

#[test]
fn the_contract_grows_in_chinese() {
    changes(&CONTRACT_ZH);
    stands(&CONTRACT_ZH);
}

#[test]
fn the_stake_falls() {
    changes(&STAKE);
    stands(&STAKE);
}

#[test]
fn the_stake_falls_in_chinese() {
    changes(&STAKE_ZH);
    stands(&STAKE_ZH);
}

#[test]
fn a_panel_decides_on_agi() {
    changes(&PANEL);
    stands(&PANEL);
}

#[test]
fn a_panel_decides_on_agi_in_chinese() {
    changes(&PANEL_ZH);
    stands(&PANEL_ZH);
}

#[test]
fn a_page_in_gbk() {
    // The header is silent on the encoding, the page itself says it.
    let gbk = |sentence: &str| {
        let html = STAKE_ZH.page(sentence).replace("utf-8", "gb2312").replace('©', "");
        let (bytes, _, lossy) = encoding_rs::GBK.encode(&html);
        assert!(!lossy);
        Answer::html(bytes.into_owned()).header("Content-Type", "text/html")
    };
    let server = Server::start();
    server.set("/notices", gbk(STAKE_ZH.before));
    let desk = Desk::new(&Desk::source("notices", &server.url("/notices"), ""));
    desk.check();
    server.set("/notices", gbk(STAKE_ZH.after));
    desk.check();
    STAKE_ZH.assert_flag(&desk, Some(STAKE_ZH.before));
}

/// A feed gets a new entry that contradicts; the other entries stay.
fn comes_in_a_feed(story: &Story, kind: &str, feed: impl Fn(&[(&str, &str, &str)]) -> String) {
    let old = ("n1", "Opening hours", "The reading room opens at nine on weekdays.");
    let xml = |body: String| Answer::html(body).header("Content-Type", kind);
    let server = Server::start();
    server.set("/feed", xml(feed(&[old])));
    let desk = Desk::new(&Desk::source("notices", &server.url("/feed"), ""));
    desk.check();
    assert_eq!(desk.health("notices")["kind"], "feed");
    server.set("/feed", xml(feed(&[("n2", story.title, story.after), old])));
    desk.check();
    story.assert_flag(&desk, None);
}

#[test]
fn an_rss_feed_brings_a_new_entry() {
    for story in [&CONTRACT, &STAKE_ZH, &PANEL] {
        comes_in_a_feed(story, "application/rss+xml", rss);
    }
}

#[test]
fn an_atom_feed_brings_a_new_entry() {
    for story in [&CONTRACT_ZH, &STAKE, &PANEL_ZH] {
        comes_in_a_feed(story, "application/atom+xml", atom);
    }
}

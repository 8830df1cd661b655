//! Kinds of change that nobody wants to see: each on a page of its own, none of them raises anything.

use crate::common::{Desk, Server};

/// Three claims' sentences stand on it throughout.
const PAGE: &str = r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>How two partners grew apart</title>
<style>p { margin: 1em }</style><script>window.build = 118; track("a1");</script></head>
<body>
<div class="clock">Monday, 3 November 2025, 10:32</div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/markets">Markets</a></li></ul></nav>
<main><article>
<h1>How two partners grew apart</h1>
<p class="byline">By the business desk</p>
<p class="stamp">Updated 3 minutes ago</p>
<p>The partnership between the software house and the laboratory began in 2019 and has changed its shape several times since.</p>
<p>Microsoft holds a 49% stake in OpenAI. The companies have said so in their filings, and neither disputes the figure.</p>
<p>CoreWeave supplies OpenAI with computing power under a five-year contract worth $11.9 billion. The contract was announced in March 2025, and the first machines were switched on in the same month.</p>
<p>Under an agreement of 2023, OpenAI has reached AGI once its systems can earn at least $100 billion in profit.</p>
<p>Observers say that the relation between the two is "pragmatic" - neither side can do without the other for now.</p>
<p>CoreWeave reported revenue of $1.9 billion for 2024. The company is based in New Jersey.</p>
<p>The people who work there are spread over many offices, and most of them rarely meet.</p>
<p>1,204 views · 31 comments</p>
<div class="ad">Save 49% on office chairs this week!</div>
</article>
<aside class="related"><h2>Related</h2><ul>
<li><a href="/a?from=story">OpenAI and Microsoft: a history</a></li>
<li><a href="/b?from=story">What CoreWeave does</a></li>
<li><a href="/c?from=story">The market for chips</a></li></ul></aside>
</main>
<footer>© 2025 Example Media</footer>
</body></html>
"#;

const STAKE: &str = "<p>Microsoft holds a 49% stake in OpenAI. The companies have said so in their filings, and neither disputes the figure.</p>";
const OFFICES: &str =
    "<p>The people who work there are spread over many offices, and most of them rarely meet.</p>";

/// What changes, and the edits that do it.
const NOISE: &[(&str, &[(&str, &str)])] = &[
    ("view counter", &[("1,204 views", "1,377 views")]),
    ("comment count", &[("31 comments", "49 comments")]),
    ("relative time", &[("Updated 3 minutes ago", "Updated 27 minutes ago")]),
    ("updated-at stamp", &[("Updated 3 minutes ago", "Last updated: 4 November 2025, 08:15 UTC")]),
    ("clock", &[("Monday, 3 November 2025, 10:32", "Tuesday, 4 November 2025, 08:15")]),
    ("another advert", &[("Save 49% on office chairs this week!", "27% off all desks until Sunday!")]),
    (
        "an advert inside the article",
        &[(
            "<p>CoreWeave supplies",
            "<div class=\"advertisement\"><p>Microsoft 365: now 27% cheaper for OpenAI customers!</p></div>\n<p>CoreWeave supplies",
        )],
    ),
    (
        "shuffled related links",
        &[
            ("/a?from=story\">OpenAI and Microsoft: a history", "/d\">OpenAI takes stock at 27%"),
            ("/b?from=story\">What CoreWeave does", "/a?from=story\">OpenAI and Microsoft: a history"),
        ],
    ),
    (
        "a new entry in the navigation",
        &[("Markets</a></li>", "Markets</a></li><li><a href=\"/ai\">OpenAI</a></li>")],
    ),
    (
        "cookie banner",
        &[(
            "<body>",
            "<body><div id=\"cookie-banner\" role=\"dialog\"><p>We use cookies to improve this site.</p><button>Accept all</button></div>",
        )],
    ),
    (
        "typo fixed",
        &[("most of them rarely meet", "most of them seldom meet"), ("several times", "severall times")],
    ),
    ("typo in the claim's sentence", &[("The companies have said so", "The compnaies have said so")]),
    ("curly quotes", &[("\"pragmatic\"", "“pragmatic”")]),
    ("dashes", &[("\" - neither", "\" — neither"), ("five-year", "five‑year")]),
    (
        "no-break spaces and other white space",
        &[("$11.9 billion", "$11.9&nbsp;billion"), ("a 49% stake", "a  49%\n      stake")],
    ),
    (
        "reformatted markup",
        &[
            (
                "Microsoft holds a 49% stake in OpenAI.",
                "<a href=\"/ms\">Microsoft</a> holds a <strong>49% stake</strong> in <em>OpenAI</em>.",
            ),
            ("<p>CoreWeave reported", "<p class=\"wide\"><span>CoreWeave</span> reported"),
        ],
    ),
    (
        "paragraph moved",
        &[
            (STAKE, ""),
            (
                OFFICES,
                "<p>The people who work there are spread over many offices, and most of them rarely meet.</p>\n<p>Microsoft holds a 49% stake in OpenAI. The companies have said so in their filings, and neither disputes the figure.</p>",
            ),
        ],
    ),
    (
        "sentence split in two",
        &[(
            "CoreWeave supplies OpenAI with computing power under a five-year contract worth $11.9 billion.",
            "CoreWeave supplies OpenAI with computing power. The five-year contract between CoreWeave and OpenAI is worth $11.9 billion.",
        )],
    ),
    ("rounding", &[("worth $11.9 billion", "worth roughly $12 billion")]),
    ("another way to write the amount", &[("worth $11.9 billion", "worth US$11,900 million")]),
    ("digits to words", &[("a 49% stake", "a forty-nine per cent stake")]),
    (
        "another company's number",
        &[(
            "rarely meet.</p>",
            "rarely meet. Oracle signed a contract of $30 billion with another customer.</p>",
        )],
    ),
    (
        "another holder's stake",
        &[("rarely meet.</p>", "rarely meet. Amazon holds a 27% stake in a rival laboratory.</p>")],
    ),
    (
        "another figure of the same company",
        &[("rarely meet.</p>", "rarely meet. Microsoft's cloud revenue grew by 27% in the quarter.</p>")],
    ),
    (
        "another period's figure",
        &[("New Jersey.</p>", "New Jersey. Its revenue for 2023 had been $229 million.</p>")],
    ),
    (
        "share bar",
        &[(
            "<p class=\"stamp\">",
            "<div class=\"share\"><a href=\"#\">Share</a> <a href=\"#\">Post</a> <a href=\"#\">Copy link</a></div>\n<p class=\"stamp\">",
        )],
    ),
    (
        "newsletter box",
        &[(
            OFFICES,
            "<div class=\"newsletter\"><h3>The morning letter</h3><p>Get the news on Microsoft and OpenAI by e-mail, every day at 6.</p><form><input name=\"mail\"><button>Sign up</button></form></div>\n<p>The people who work there are spread over many offices, and most of them rarely meet.</p>",
        )],
    ),
    ("byline", &[("By the business desk", "By the business desk and the technology desk")]),
    ("tracking parameter", &[("?from=story", "?from=story&amp;utm_source=feed")]),
    (
        "script and style",
        &[
            ("window.build = 118; track(\"a1\");", "window.build = 119; track(\"b2\", {stake: \"27%\"});"),
            ("margin: 1em", "margin: 27%"),
        ],
    ),
    ("full-width characters", &[("a 49% stake", "a ４９％ stake"), ("$11.9 billion", "＄11.9 billion")]),
    ("year in the footer", &[("© 2025", "© 2026")]),
    ("stock ticker", &[("<main>", "<div class=\"ticker\">MSFT 512.10 +2.7% CRWV 119.70 -4.9%</div><main>")]),
];

const PAGE_ZH: &str = r#"<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>两家公司渐行渐远</title></head>
<body><nav><a href="/">首页</a> <a href="/tech">科技</a></nav>
<main><article>
<h1>两家公司渐行渐远</h1>
<p class="meta">阅读 1.2万 · 3分钟前</p>
<p>这段合作始于2019年，此后几经变化，外界看法不一。</p>
<p>微软持有OpenAI 49%的股权。双方都在文件里写明了这一点。</p>
<p>CoreWeave与OpenAI签订了为期五年的算力合同，合同总额119亿美元。首批机器已经开始运转。</p>
<p>双方2023年约定，OpenAI的系统能够赚取至少1000亿美元利润，才算实现AGI。</p>
<p>公司的办公室分散在各地，员工之间很少见面。</p>
</article></main><footer>© 2025</footer></body></html>
"#;

const NOISE_ZH: &[(&str, &[(&str, &str)])] = &[
    ("阅读数", &[("阅读 1.2万 · 3分钟前", "阅读 4.9万 · 27分钟前")]),
    (
        "繁體",
        &[
            (
                "微软持有OpenAI 49%的股权。双方都在文件里写明了这一点。",
                "微軟持有OpenAI 49%的股權。雙方都在文件裡寫明了這一點。",
            ),
            (
                "CoreWeave与OpenAI签订了为期五年的算力合同，合同总额119亿美元。",
                "CoreWeave與OpenAI簽訂了為期五年的算力合同，合同總額119億美元。",
            ),
            (
                "双方2023年约定，OpenAI的系统能够赚取至少1000亿美元利润，才算实现AGI。",
                "雙方2023年約定，OpenAI的系統能夠賺取至少1000億美元利潤，才算實現AGI。",
            ),
            ("公司的办公室分散在各地，员工之间很少见面。", "公司的辦公室分散在各地，員工之間很少見面。"),
        ],
    ),
    ("全角", &[("49%", "４９％"), ("119亿", "１１９亿")]),
    ("汉字数字", &[("49%的股权", "百分之四十九的股权"), ("119亿美元", "一百一十九亿美元")]),
    ("约数", &[("合同总额119亿美元", "合同总额约120亿美元")]),
    ("标点", &[("。首批", "；首批"), ("2019年，", "2019年,")]),
    ("另一家公司", &[("很少见面。", "很少见面。甲骨文另与一家客户签下300亿美元的合同。")]),
];

fn apply(page: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(page.to_owned(), |page, (from, to)| {
        assert!(page.contains(from), "“{from}” is not on the page");
        page.replace(from, to)
    })
}

/// Every case on a page of its own, all swept together: before, then after.
fn assert_quiet(page: &str, cases: &[(&str, &[(&str, &str)])]) {
    let server = Server::start();
    let mut sources = String::new();
    for i in 0..cases.len() {
        server.page(&format!("/{i}"), page);
        sources += &Desk::source(&format!("case-{i}"), &server.url(&format!("/{i}")), "");
    }
    let desk = Desk::new(&sources);
    desk.check();
    assert_eq!(desk.flags(true), Vec::<serde_json::Value>::new(), "the page agrees with the claims");
    for claim in ["microsoft-stake-49", "coreweave-contract", "agi-profit-test"] {
        let evidence = desk.json(&["claim", "show", claim])["evidence"].as_array().unwrap().len();
        assert_eq!(evidence, cases.len(), "{claim} is supported on every page");
    }
    for (i, (_, edits)) in cases.iter().enumerate() {
        server.page(&format!("/{i}"), &apply(page, edits));
    }
    for swept in desk.check().as_array().unwrap() {
        assert_eq!(swept["error"], serde_json::Value::Null, "{swept:#}");
    }
    let loud: Vec<String> = desk
        .flags(true)
        .iter()
        .filter(|f| f["state"] != "suppressed")
        .map(|f| {
            let case: usize = f["source"].as_str().unwrap()["case-".len()..].parse().unwrap();
            format!(
                "{}: {} {} {}\n  - {}\n  + {}\n  {}",
                cases[case].0, f["claim"], f["relation"], f["detail"], f["before"], f["after"], f["reasons"]
            )
        })
        .collect();
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}

#[test]
fn noise_stays_quiet() {
    assert!(NOISE.len() >= 20);
    assert_quiet(PAGE, NOISE);
}

#[test]
fn noise_in_chinese_stays_quiet() {
    assert_quiet(PAGE_ZH, NOISE_ZH);
}

/// Edits that can be made together, since none takes away the text of another.
fn all_at_once(page: &str) -> String {
    let apart =
        ["typo in the claim's sentence", "updated-at stamp", "rounding", "another way to write the amount"];
    NOISE
        .iter()
        .filter(|(name, _)| !apart.contains(name))
        .flat_map(|(_, edits)| edits.iter())
        .fold(page.to_owned(), |page, (from, to)| page.replace(from, to))
}

#[test]
fn one_number_changes_in_the_midst_of_all_the_noise() {
    for (claim, from, to) in [
        ("microsoft-stake-49", "a 49% stake", "a 27% stake"),
        ("coreweave-contract", "worth $11.9 billion", "worth $22.4 billion"),
        ("agi-profit-test", "at least $100 billion", "at least $200 billion"),
    ] {
        let server = Server::start();
        server.page("/a", PAGE);
        let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
        desk.check();
        let edited = PAGE.replace(from, to);
        assert_ne!(edited, PAGE);
        server.page("/a", &all_at_once(&edited));
        desk.check();
        assert_eq!(desk.flagged(), [claim], "{:#?}", desk.flags(true));
        let flag = &desk.flags(false)[0];
        assert_eq!(flag["relation"], "differs");
        let (old, new) = (flag["old"]["value"].as_str().unwrap(), flag["new"]["value"].as_str().unwrap());
        let expected = [("49", "27"), ("11900000000", "22400000000"), ("100000000000", "200000000000")];
        assert!(expected.contains(&(old, new)), "{old} → {new}");
    }
}

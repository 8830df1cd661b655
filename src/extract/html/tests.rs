use proptest::prelude::*;

use super::super::{ExtractError, Options, extract};
use crate::model::passage::{Document, Passage, Role};
use crate::model::source::{Extract, SourceKind};

fn read(html: &str) -> Document {
    extract(html.as_bytes(), &Options { kind: Some(SourceKind::Page), ..Options::default() }).unwrap()
}

fn texts(document: &Document) -> Vec<&str> {
    document.passages.iter().map(|passage| passage.text.as_str()).collect()
}

fn find<'a>(document: &'a Document, text: &str) -> &'a Passage {
    document.passages.iter().find(|passage| passage.text.contains(text)).unwrap()
}

const SMALL: &str = "<html lang=en><head><title>Harbour News | Microsoft stake</title></head><body>
    <h1>Microsoft holds 27%</h1><p>The restructuring closed on Tuesday.</p><p>Microsoft now holds roughly 27% of it.</p></body></html>";

#[test]
fn a_small_page_is_read_whole() {
    let document = read(SMALL);
    assert_eq!(
        texts(&document),
        [
            "Harbour News | Microsoft stake",
            "Microsoft holds 27%",
            "The restructuring closed on Tuesday.",
            "Microsoft now holds roughly 27% of it."
        ]
    );
    assert_eq!(find(&document, "roughly").heading.as_deref(), Some("Microsoft holds 27%"));
    assert_eq!(document.lang.as_deref(), Some("en"));
}

/// A news page with everything around its article that changes from one visit to the next.
fn news(noise: usize, stake: &str) -> String {
    let mut related = ["Banks lend more", "Chips get dearer", "A port reopens", "Rail strike ends"];
    related.rotate_left(noise % 4);
    let links: String =
        related.iter().fold(String::new(), |all, title| all + "<li><a href=/x>" + title + "</a></li>");
    format!(
        r#"<!doctype html><html lang="en"><head><title>Stake after the restructuring - Harbour Wire</title>
        <meta property="og:site_name" content="Harbour Wire">
        <script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"2025-10-28T09:00:00-04:00"}}</script></head>
        <body class="has-sidebar single-post"><header class="site-header"><a href=/>Harbour Wire</a><div class="ticker">Index {noise}</div></header>
        <nav><ul><li><a href=/a>World</a></li><li><a href=/b>Markets</a></li></ul></nav>
        <main><article class="post"><h1>Stake after the restructuring</h1>
        <div class="byline">By the business desk <time datetime="2025-10-28T13:00:00Z">{noise} hours ago</time> <span class="views">{noise}12 views</span></div>
        <div class="share-bar"><a href=/f>Share</a> {noise} shares</div>
        <p>OpenAI and Microsoft said on Tuesday that they had signed a new agreement, ending months of talks about the structure of the company.</p>
        <p>Under the deal Microsoft holds {stake} of OpenAI Group PBC, valued at about $135 billion, on an as-converted diluted basis, the companies said in a joint statement.</p>
        <div class="ad-slot" id="ad-{noise}">Buy our {noise} new phones today, with a free case and a free charger for everyone.</div>
        <h2>What changes</h2>
        <p>Once AGI is declared by the company, that declaration will now be verified by an independent expert panel, the statement said.</p>
        <p>Updated {noise} minutes ago</p>
        <p>OpenAI has contracted to purchase an incremental $250 billion of Azure services, and Microsoft will no longer have a right of first refusal.</p>
        <table><thead><tr><th>Holder</th><th>Before</th><th>After</th></tr></thead><tbody><tr><td>Microsoft</td><td>32.5%</td><td>{stake}</td></tr>
        <tr><td>Foundation</td><td>n/a</td><td>26%</td></tr></tbody></table>
        <ul><li>Technology access lasts until 2032.</li><li>Research rights end in 2030.</li></ul>
        <p>The attorneys general of Delaware and California had reviewed the plan for more than a year, and both said that they would not object to it.</p>
        <h3>Related stories</h3><ul>{links}</ul></article></main>
        <aside class="sidebar"><h3>Most read</h3><ol>{links}</ol></aside>
        <div class="cookie-banner">We use cookies. Accept {noise}?</div><div style="display: none">hidden {noise}</div><p hidden>{noise}</p>
        <footer>© 2025 Harbour Wire, {noise} readers online</footer><script>var n = {noise};</script></body></html>"#
    )
}

#[test]
fn the_frame_of_a_news_page_changes_nothing() {
    let (first, second) = (read(&news(3, "27%")), read(&news(58, "27%")));
    assert_eq!(texts(&first), texts(&second));
    let edited = read(&news(77, "25%"));
    let changes = crate::compare::compare(&first.passages, &edited.passages);
    let told: Vec<_> = changes
        .iter()
        .map(|c| {
            (first.passages[c.before.unwrap()].text.as_str(), edited.passages[c.after.unwrap()].text.as_str())
        })
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].0.contains("holds 27%") && told[0].1.contains("holds 25%"));
    assert_eq!(told[1], ("Microsoft | Before: 32.5% | After: 27%", "Microsoft | Before: 32.5% | After: 25%"));
}

#[test]
fn a_news_page_keeps_its_structure() {
    let document = read(&news(3, "27%"));
    assert_eq!(document.title.as_deref(), Some("Stake after the restructuring"));
    assert_eq!(document.published.unwrap().to_rfc3339(), "2025-10-28T13:00:00+00:00");
    assert_eq!(find(&document, "Azure").heading.as_deref(), Some("What changes"));
    assert_eq!(find(&document, "What changes").role, Role::Heading);
    assert_eq!(find(&document, "2032").role, Role::ListItem);
    assert_eq!(find(&document, "Foundation").role, Role::TableRow);
    let (a, b) = (find(&document, "2032"), find(&document, "2030"));
    assert_eq!(a.block, b.block);
    for noise in
        ["ago", "views", "shares", "phones", "Banks", "cookies", "hidden", "readers", "Markets", "Index"]
    {
        assert!(!document.text().contains(noise), "{noise}: {}", document.text());
    }
}

#[test]
fn chinese_pages_in_every_encoding_read_alike() {
    let simplified = "<html><head><meta charset=CODE><title>微软持股降至约27%_示例财经</title></head><body><div class=nav>首页</div><h1>微软持股降至约27%</h1>
        <div class=info>2025-10-28 21:05 <span>阅读 1.2万</span></div><p>　　双方周二宣布完成重组。重组之后，微软持有约27%的股权，
        估值约1350亿美元。</p><p>广告</p><p>　　此前微软有权获得49%的利润。</p><div class=related><ul><li><a href=a>相关新闻一</a></ul></div></body></html>";
    let traditional = "<html><head><meta charset=CODE><title>微軟持股降至約27%</title></head><body><p>雙方週二宣布完成重組。微軟持有約27%的股權。</p></body></html>";
    let want = [
        "微软持股降至约27%",
        "双方周二宣布完成重组。",
        "重组之后，微软持有约27%的股权，估值约1350亿美元。",
        "此前微软有权获得49%的利润。",
    ];
    for (code, encoding) in
        [("utf-8", encoding_rs::UTF_8), ("gb2312", encoding_rs::GBK), ("gb18030", encoding_rs::GB18030)]
    {
        let body = encoding.encode(&simplified.replace("CODE", code)).0.into_owned();
        let document =
            extract(&body, &Options { content_type: Some("text/html"), ..Options::default() }).unwrap();
        let read: Vec<_> = texts(&document).into_iter().filter(|text| !text.starts_with("2025")).collect();
        assert_eq!(read, want, "{code}");
        assert_eq!(document.lang.as_deref(), Some("zh"));
    }
    let body = encoding_rs::BIG5.encode(&traditional.replace("CODE", "big5")).0.into_owned();
    let document = extract(&body, &Options::default()).unwrap();
    assert_eq!(texts(&document)[1..], ["雙方週二宣布完成重組。", "微軟持有約27%的股權。"]);
    assert_eq!(document.encoding, "Big5");
}

#[test]
fn select_and_exclude() {
    let page = "<title>t</title><div id=a><p>First text.</p><p class=x>Cut text.</p></div><div id=b>Second text.</div>";
    let exclude = [".x".to_owned()];
    let options = Options {
        mode: Some(Extract::Selector),
        select: Some("#a, #a p"),
        exclude: &exclude,
        ..Options::default()
    };
    let document = extract(page.as_bytes(), &options).unwrap();
    assert_eq!(texts(&document), ["t", "First text."]);
    let error = |select| {
        extract(page.as_bytes(), &Options { select: Some(select), ..Options::default() }).unwrap_err()
    };
    assert_eq!(error("#none"), ExtractError::SelectorMatchesNothing { selector: "#none".into() });
    assert!(matches!(error("p["), ExtractError::BadSelector { .. }));
    let bad = ["[".to_owned()];
    assert!(matches!(
        extract(page.as_bytes(), &Options { exclude: &bad, ..Options::default() }),
        Err(ExtractError::BadSelector { .. })
    ));
}

#[test]
fn selected_elements_are_read_although_their_class_names_a_frame() {
    let page = "<title>t</title><div class=sidebar><p>Price: $5 million.</p></div><p>Other text that is longer than the selected one by far.</p>";
    let document =
        extract(page.as_bytes(), &Options { select: Some(".sidebar"), ..Options::default() }).unwrap();
    assert_eq!(texts(&document), ["t", "Price: $5 million."]);
}

#[test]
fn listings_definitions_and_line_breaks() {
    let document = read(
        "<title>Newsroom</title><h1>Press releases</h1><ul><li><a href=1>Firm signs deal worth $11.9 billion</a></li><li><a href=2>Firm lists shares</a></li></ul>
         <dl><dt>Founded</dt><dd>2015</dd><dt>Stake:</dt><dd>27%</dd></dl><p>GPT: $5<br>Claude: $3</p>",
    );
    assert_eq!(
        texts(&document),
        [
            "Newsroom",
            "Press releases",
            "Firm signs deal worth $11.9 billion",
            "Firm lists shares",
            "Founded: 2015",
            "Stake: 27%",
            "GPT: $5",
            "Claude: $3"
        ]
    );
}

#[test]
fn what_hides_or_steers_does_not_come_through() {
    let document = read(
        "<p>Micro\u{ad}soft\u{200b} holds\u{202e} 27%\u{0}\u{1b}[31m of it&#8203;.</p><p>Next&nbsp;line &#x202e;here.</p>",
    );
    assert_eq!(texts(&document), ["Microsoft holds 27%[31m of it.", "Next line here."]);
}

#[test]
fn dates_inside_sentences_stay() {
    let document = read(
        "<p>The deal of <time datetime=2025-10-28>28 October 2025</time> gave Microsoft roughly 27% of the company.</p><p><time>28 October 2025</time></p>",
    );
    assert_eq!(texts(&document), ["The deal of 28 October 2025 gave Microsoft roughly 27% of the company."]);
}

#[test]
fn references_and_edit_links_of_an_encyclopedia_are_cut() {
    let document = read(
        "<h2>History<span class=mw-editsection>[edit]</span></h2><p>It was founded in 2015.<sup class=reference>[1]</sup> It moved in 2019.<sup id=cite_ref-2 class=\"reference\">[2]</sup></p>",
    );
    assert_eq!(texts(&document), ["History", "It was founded in 2015.", "It moved in 2019."]);
}

#[test]
fn deep_markup_is_refused_and_deep_enough_markup_is_read() {
    let bomb = "<div>".repeat(30_000);
    assert!(matches!(extract(bomb.as_bytes(), &Options::default()), Err(ExtractError::TooDeep { .. })));
    let deep = "<div>".repeat(380) + "<p>Deep text.</p>";
    assert_eq!(texts(&read(&deep)), ["Deep text."]);
    let long = "<div>".repeat(380)
        + &"<p>Deep text that goes on and on, with commas, and more of it.</p>".repeat(60);
    assert!(!read(&long).passages.is_empty());
}

#[test]
fn nothing_to_read_says_so() {
    for page in [
        "<html><body></body></html>",
        "<html><body><script>draw()</script></body></html>",
        "   ",
        "<nav>a</nav>",
        "<title>App</title><div id=root></div>",
    ] {
        assert_eq!(extract(page.as_bytes(), &Options::default()), Err(ExtractError::Empty), "{page}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..600), kind in 0_usize..4) {
        let kind = [None, Some(SourceKind::Page), Some(SourceKind::Feed), Some(SourceKind::Json)][kind];
        let _ = extract(&body, &Options { kind, ..Options::default() });
    }

    #[test]
    fn any_soup_of_tags_is_read_or_refused(parts in proptest::collection::vec(prop_oneof![
        Just("<table><tr>"), Just("<td rowspan=9 colspan=99>"), Just("<th>"), Just("</table>"), Just("<ul><li>"), Just("<b>"), Just("</b>"), Just("<p>"),
        Just("<div class=ad>"), Just("</div>"), Just("<h2>"), Just("text. More"), Just("微软。"), Just("<dl><dt>a<dd>"), Just("<time>"), Just("<br>"),
        Just("<svg><g>"), Just("<template>"), Just("<script>"), Just("</script>"), Just("&#0;&nbsp;&"), Just("<![CDATA["), Just("<item><title>"), Just("<rss>"),
    ], 0..80)) {
        let body = parts.concat();
        let _ = extract(body.as_bytes(), &Options { kind: Some(SourceKind::Page), ..Options::default() });
        let feed = format!("<rss version='2.0'><channel><item><description>{body}");
        let _ = extract(feed.as_bytes(), &Options { kind: Some(SourceKind::Feed), ..Options::default() });
    }

    #[test]
    fn no_passage_holds_what_hides(text in "\\PC{0,40}[\u{0}-\u{1f}\u{200b}\u{202a}-\u{202e}]{0,6}\\PC{0,40}") {
        if let Ok(document) = extract(format!("<p>{text}</p>").as_bytes(), &Options { kind: Some(SourceKind::Page), ..Options::default() }) {
            for passage in &document.passages {
                let hides = |c: char| c.is_control() || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}');
                prop_assert!(!passage.text.contains(hides));
            }
        }
    }
}

//! Pages and feeds around a few sentences, with the frame that real ones have.

/// Sentences that say nothing of any claim, so that a page keeps most of its text when one sentence changes.
const FILLER: [&str; 4] = [
    "The notice was put on this page by the editors and is kept here for reference.",
    "Readers who find a mistake may write to the address at the foot of the page.",
    "Earlier notices are listed in the archive, ordered by the day on which they came out.",
    "A printed edition is sent to subscribers at the end of each quarter.",
];

const FILLER_ZH: [&str; 4] = [
    "本页由编辑部整理，供读者查阅。",
    "读者若发现错漏，可以写信到页脚所列的地址。",
    "往期通告收在档案栏目里，按日期排列。",
    "印刷版在每个季度末寄给订户。",
];

/// An English article: these paragraphs among others that bear on nothing.
pub fn article(title: &str, paragraphs: &[&str]) -> String {
    frame("en", title, ["Home", "About"], &FILLER, paragraphs)
}

/// The same in Chinese.
pub fn article_zh(title: &str, paragraphs: &[&str]) -> String {
    frame("zh-CN", title, ["首页", "关于"], &FILLER_ZH, paragraphs)
}

fn frame(lang: &str, title: &str, nav: [&str; 2], filler: &[&str], paragraphs: &[&str]) -> String {
    let (first, last) = filler.split_at(2);
    let texts: Vec<&str> = first.iter().chain(paragraphs).chain(last).copied().collect();
    let body = format!("<p>{}</p>\n", texts.join("</p>\n<p>"));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\
         <nav><a href=\"/\">{}</a> <a href=\"/about\">{}</a></nav>\n<main><article>\n<h1>{title}</h1>\n{body}</article></main>\n\
         <footer>© Example</footer></body></html>\n",
        nav[0], nav[1]
    )
}

/// An RSS feed of (guid, title, description), newest first.
pub fn rss(entries: &[(&str, &str, &str)]) -> String {
    let items: Vec<String> = entries
        .iter()
        .map(|(guid, title, text)| {
            format!(
                "<item><guid isPermaLink=\"false\">{guid}</guid><title>{title}</title><description>{text}</description></item>\n"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Notices</title>\
         <link>https://www.example.org/</link><description>All notices</description>\n{}</channel></rss>\n",
        items.concat()
    )
}

/// An Atom feed of (id, title, content), newest first.
pub fn atom(entries: &[(&str, &str, &str)]) -> String {
    let items: Vec<String> = entries
        .iter()
        .map(|(id, title, text)| {
            format!(
                "<entry><id>urn:example:{id}</id><title>{title}</title><updated>2025-10-28T13:00:00Z</updated>\
                 <content type=\"html\">&lt;p&gt;{text}&lt;/p&gt;</content></entry>\n"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:example:feed</id>\
         <title>Notices</title><updated>2025-10-28T13:00:00Z</updated>\n{}</feed>\n",
        items.concat()
    )
}

//! Walls: pages that a server sends with status 200 instead of what was asked for.

use crate::model::passage::Document;

use super::charset::find;
use super::clean;

/// What stands between a watcher and the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WallKind {
    Bot,
    Consent,
    Login,
    Pay,
}

/// A wall with the words that gave it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wall {
    pub kind: WallKind,
    /// In words, for the source's health.
    pub reason: String,
}

/// A text that weighs more than this (an ideograph about two and a half letters) is an article, whatever it says.
const LONG: usize = 1_600;
/// A text this short with a wall's words in it is a wall.
const SHORT: usize = 420;
/// Markers in the source count only where there is hardly any text.
const BARE: usize = 300;

const WORDS: [(WallKind, &[&str]); 4] = [
    (
        WallKind::Bot,
        &[
            "verify you are human",
            "verify you're human",
            "verifying you are human",
            "are you a robot",
            "you are not a robot",
            "you're not a robot",
            "i am not a robot",
            "i'm not a robot",
            "unusual traffic from your",
            "unusual activity from your",
            "checking your browser",
            "checking if the site connection is secure",
            "enable javascript and cookies to continue",
            "please enable js and disable any ad blocker",
            "please turn javascript on",
            "complete the security check",
            "press & hold to confirm",
            "press and hold to confirm",
            "automated access to this",
            "request unsuccessful. incapsula",
            "you have been blocked",
            "access to this page has been denied",
            "pardon our interruption",
            "attention required! | cloudflare",
            "just a moment...",
            "solve this captcha",
            "complete the captcha",
            "enter the characters you see below",
            "your request originates from an undeclared automated tool",
            "ddos protection by",
            "too many requests",
            "rate limit exceeded",
            "请完成验证",
            "請完成驗證",
            "完成安全验证",
            "访问过于频繁",
            "訪問過於頻繁",
            "操作过于频繁",
            "请求过于频繁",
            "滑动验证",
            "拖动滑块",
            "向右滑动",
            "点击按钮进行验证",
            "请输入验证码",
            "請輸入驗證碼",
            "安全验证",
            "安全驗證",
            "人机验证",
            "環境異常",
            "环境异常",
            "异常访问",
            "访问异常",
            "您的访问被阻断",
            "我不是机器人",
            "我不是機器人",
            "网络环境存在异常",
            "检测到异常流量",
        ],
    ),
    (
        WallKind::Consent,
        &[
            "accept all cookies to continue",
            "before you continue to",
            "accept cookies to continue",
            "consent to continue",
            "we value your privacy",
            "manage your privacy choices",
            "and our partners store and/or access information",
            "please accept cookies to",
            "agree to our use of cookies to continue",
            "同意并继续",
            "同意使用cookie",
            "接受所有cookie",
            "接受所有 cookie",
            "接受全部cookie",
        ],
    ),
    (
        WallKind::Login,
        &[
            "log in to continue",
            "login to continue",
            "sign in to continue",
            "please log in to",
            "please sign in to",
            "you must be logged in",
            "you need to log in",
            "sign in to view",
            "log in to view",
            "请先登录",
            "請先登入",
            "登录后查看",
            "登录后可查看",
            "请登录后",
            "登入後查看",
        ],
    ),
    (
        WallKind::Pay,
        &[
            "subscribe to continue reading",
            "subscribe to read the full",
            "to continue reading, subscribe",
            "this article is for subscribers",
            "this content is for subscribers",
            "to read the full story, subscribe",
            "already a subscriber? log in",
            "already a subscriber? sign in",
            "become a subscriber to read",
            "you have reached your limit of free articles",
            "you've reached your article limit",
            "订阅后阅读全文",
            "訂閱後閱讀全文",
            "付费后阅读全文",
            "开通会员阅读全文",
            "成为会员后阅读",
            "购买后可阅读全文",
            "剩余内容为付费内容",
        ],
    ),
];

const MARKERS: [(&[u8], &str); 13] = [
    (b"cf-challenge", "a Cloudflare challenge"),
    (b"_cf_chl_opt", "a Cloudflare challenge"),
    (b"cf-turnstile", "a Cloudflare Turnstile check"),
    (b"px-captcha", "a PerimeterX check"),
    (b"captcha-delivery.com", "a DataDome check"),
    (b"_Incapsula_Resource", "an Imperva check"),
    (b"awswaf", "an AWS firewall check"),
    (b"g-recaptcha", "a reCAPTCHA"),
    (b"h-captcha", "an hCaptcha"),
    (b"geetest", "a GeeTest check"),
    (b"TCaptcha", "a Tencent captcha"),
    (b"aliyunCaptcha", "an Alibaba captcha"),
    (b"punish?x5secdata", "an Alibaba captcha"),
];

/// A bot, consent, login or pay wall that was served with status 200.
///
/// `document` is what `extract` read, or `None` where it read nothing. Only short texts are walls: an article about
/// captchas is not one.
#[must_use]
pub fn wall(body: &[u8], document: Option<&Document>) -> Option<Wall> {
    let text = document.map(Document::text).unwrap_or_default();
    let title = document
        .map_or_else(|| raw_title(body), |document| document.title.clone())
        .unwrap_or_default()
        .to_lowercase();
    let size = clean::weight(&text);
    if size > LONG {
        return None;
    }
    let folded = text.to_lowercase().replace('’', "'");
    for (kind, words) in WORDS {
        let hits: Vec<&str> = words.iter().copied().filter(|words| folded.contains(words)).collect();
        let titled = words.iter().find(|words| title.contains(**words));
        if let Some(first) = titled.or(hits.first())
            && (titled.is_some() || hits.len() >= 2 || size <= SHORT)
        {
            return Some(Wall {
                kind,
                reason: format!("{}: the page says \u{201c}{first}\u{201d}", kind.words()),
            });
        }
    }
    if size > BARE {
        return None;
    }
    let head = &body[..body.len().min(512 * 1024)];
    MARKERS.iter().find(|(marker, _)| find(head, marker).is_some()).map(|(_, what)| Wall {
        kind: WallKind::Bot,
        reason: format!("{}: the page holds {what} and hardly any text", WallKind::Bot.words()),
    })
}

/// The title of a page of which nothing else could be read.
fn raw_title(body: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&body[..body.len().min(16 * 1024)]);
    let start = head.find("<title")?;
    let title = head[start..].split_once('>')?.1;
    Some(clean::line(title.split('<').next().unwrap_or_default()))
}

impl WallKind {
    const fn words(self) -> &'static str {
        match self {
            Self::Bot => "bot wall",
            Self::Consent => "consent wall",
            Self::Login => "login wall",
            Self::Pay => "pay wall",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Options, extract};
    use super::*;

    fn kind(html: &str) -> Option<WallKind> {
        let document = extract(html.as_bytes(), &Options::default()).ok();
        wall(html.as_bytes(), document.as_ref()).map(|wall| wall.kind)
    }

    #[test]
    fn walls_of_each_kind() {
        for (html, want) in [
            (
                "<title>Just a moment...</title><div class=main>Checking your browser before accessing.</div>",
                WallKind::Bot,
            ),
            ("<html><head><title>Just a moment...</title></head><body></body></html>", WallKind::Bot),
            ("<title>x</title><p>Please verify you are human by ticking the box.</p>", WallKind::Bot),
            ("<html><body><script>window._cf_chl_opt={}</script></body></html>", WallKind::Bot),
            ("<title>安全验证</title><p>您的访问过于频繁，请完成验证后继续。</p>", WallKind::Bot),
            ("<p>拖动滑块完成拼图</p>", WallKind::Bot),
            (
                "<title>Before you continue to Example</title><p>We use cookies. Accept all cookies to continue.</p>",
                WallKind::Consent,
            ),
            ("<h1>Members</h1><p>Please log in to see this page.</p>", WallKind::Login),
            (
                "<h1>Deal signed</h1><p>The firms signed on Monday.</p><p>Subscribe to continue reading. Already a subscriber? Log in</p>",
                WallKind::Pay,
            ),
        ] {
            assert_eq!(kind(html), Some(want), "{html}");
        }
    }

    #[test]
    fn articles_are_none() {
        let about = "The startup sells a test that asks people to verify you are human before they may buy tickets, and its revenue rose by a fifth. ";
        assert_eq!(kind(&format!("<h1>Ticket sellers</h1><p>{}</p>", about.repeat(20))), None);
        assert_eq!(kind("<h1>Microsoft holds 27%</h1><p>The companies said so on Tuesday.</p>"), None);
        assert_eq!(kind("<h1>微软持股约27%</h1><p>双方周二宣布完成重组。</p>"), None);
    }
}

//! Words that give away what stands around a text.

use std::sync::LazyLock;

use regex::Regex;

/// A short text that only tells the time, counts readers or asks for a click: noise wherever it stands alone.
pub(super) fn is_stamp(text: &str) -> bool {
    text.len() <= 240 && STAMP.is_match(text.trim())
}

static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant pattern, compiled in the tests below")]
    Regex::new(
        r"(?ix)^(?:
        (?:(?:last\s+)?(?:updated|published|posted|modified|checked|refreshed|generated)(?:\s+(?:on|at))?:?\s*)?
            (?:about\s+|over\s+)?(?:an?|\d+)\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?)\s+ago
        | just\s+now | yesterday | today
        | (?:last|page)\s+(?:updated|modified|checked|refreshed|generated|reviewed)\b.{0,60}
        | (?:updated|generated|current\s+time|as\s+of|time\s+now|server\s+time)\s*(?:on|at)?\s*:?\s*[\d:.,/\-\sTZ]*(?:utc|gmt|[ap]m|[ecmp][sd]?t)?
        | \d[\d.,]*\s*[km]?\s*(?:page\s*)?(?:views?|shares?|comments?|likes?|reads?|readers?|people\s+(?:are\s+)?reading(?:\s+this)?(?:\s+now)?|visitors?(?:\s+online)?)
        | (?:page\s*)?(?:views?|comments?|likes?|reads|visitors?|hits)\s*:?\s*\(?\d[\d.,]*\s*[km]?\)?
        | advertisements? | ads? | advertorial | sponsored(?:\s+content)? | promoted | story\s+continues\s+below(?:\s+advertisement)? | continue\s+reading\s+below
        | share(?:\s+this)?(?:\s+(?:article|story|page|post))?(?:\s+(?:on|via)\s+\w+)? | print | e-?mail | tweet | \d+\s+min(?:ute)?s?\s+read
        | follow\b.{0,80}\son\s+(?:x|twitter|facebook|instagram|youtube|linkedin|telegram|whatsapp)\b.{0,60}
        | (?:click\s+here\s+to\s+)?(?:subscribe|sign\s+up)(?:\s+(?:now|today|here|(?:to|for)\b[^0-9]{0,100}(?:newsletters?|e-?mails?|updates?|alerts?|podcast|channel|magazine)\b[^0-9]{0,60}))?[!:]?
        | (?:sign|log)\s+in(?:\s+to\b.{0,60})? | join\s+our\s+(?:newsletter|mailing\s+list)\b.{0,80}
        | (?:leave|post|write|add)\s+a\s+(?:comment|reply) | (?:no\s+)?comments?(?:\s+are\s+closed)? | previous\s+(?:post|article) | next\s+(?:post|article)
        | (?:scroll|back)\s+to\s+top | loading(?:\s+content)?(?:\s*\.\.\.|…)? | close | caption | (?:shopping\s+)?cart | tags? | posted\s+(?:by|in|on)\b.{0,60}
        | source\s*:.{0,80} | [(—–-]?\s*(?:additional\s+)?reporting\s+by\s.{0,220}
        | [(]?[^.!?。]{0,80}(?:/|via\s|by\s|\|\s?)(?:getty(?:\s+images)?|afp|reuters|ap|shutterstock|istock(?:photo)?|alamy|dpa)[)]?
        | (?:schreibe?n?|hinterlasse)\s+(?:sie\s+)?einen?\s+kommentar | kommentare? | kommentieren | teilen | drucken | (?:artikel|seite)\s+(?:teilen|drucken|empfehlen)
        | partager | imprimer | (?:laisser|ajouter)\s+un\s+commentaire | compartir | imprimir | compartilhar | condividi | stampa | поделиться
        | \d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?(?:\s*(?:utc|gmt))?
        | (?:约|更新于|发布于|更新于：)?\s*\d+\s*(?:秒|秒钟|分钟|小时|小時|天|日|周|个月|分鐘)(?:之)?前(?:更新|发布)? | 刚刚 | 剛剛
        | (?:更新时间|发布时间|最后更新|更新時間|發布時間|发表时间|当前时间|发布于|更新于)\s*[:：]?\s*[\d年月日:：/\-.\s]*
        | (?:阅读|浏览|閱讀|瀏覽|点击|评论|點擊|評論|转发|分享|点赞|阅读量|浏览量|播放|人气|查看|已阅|访问量|浏览次数|阅读数|点击数|点击量)\s*(?:量|数|次数|次)?\s*[（(:：]?\s*\d[\d.,]*\s*[万千w]?\+?\s*次?[)）]?
        | \d[\d.,]*\s*[万千w]?\s*(?:次|人)?(?:阅读|浏览|評論|评论|点赞|播放|观看|分享|转发|在线|閱讀|瀏覽)(?:量|过|了)?
        | (?:by|posted|published|updated|reported|submitted|written)\b.{0,60}\s(?:an?|\d+)\s*(?:secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?)\s+ago
        | (?:photo(?:graph)?|image|picture)(?:\s+(?:credit|copyright|courtesy|by))?\s*[:：].{0,100} | image\s+(?:copyright|caption)\b.{0,100} | file\s+photo.{0,100}
        | (?:copyright|©|\(c\))\s.{0,120} | all\s+rights\s+reserved | 版权所有.{0,40}
        | (?:\d{2,4}[年/-]\d{1,2}[月/-]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\s|]*)?[（(]?(?:来源|來源|文章来源|信息来源|作者|编辑|編輯|责任编辑|責任編輯|责编)\s*[:：].{0,60}
        | (?:时间|日期|時間)\s*[:：]\s*[\d年月日:：/\-.\s]+.{0,30}
        | 广告 | 廣告 | 推广 | 赞助内容 | 分享到?[:：]? | 打印
        )[.。]?$",
    )
    .expect("STAMP compiles")
});

/// A heading like «Related stories».
pub(super) fn names_link_list(text: &str) -> bool {
    text.len() <= 120 && RELATED.is_match(text)
}

static RELATED: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant pattern, compiled in the tests below")]
    Regex::new(
        r"(?ix)^(?:
        related(?:\s+(?:articles?|stories|story|news|posts?|links?|content|topics?|reading|coverage|press\s+releases))?(?:\s*:.{1,60})?
        | (?:you\s+)?(?:may|might)\s+also\s+(?:like|enjoy|be\s+interested\s+in) | recommended(?:\s+(?:for\s+you|reading|stories))? | more
        | (?:read|see)\s+(?:also|more|next) | also\s+read | more\s+(?:\w+\s+){0,2}(?:from|on|news|stories|posts|like\s+this|articles)\b.{0,40}
        | most\s+(?:read|popular|viewed|shared) | trending(?:\s+now)? | popular(?:\s+(?:posts|stories|now))? | latest(?:\s+(?:news|stories|posts|articles))?
        | up\s+next | editors?['’]?s?\s+(?:picks?|choice) | from\s+(?:around\s+)?the\s+web | top\s+stories | what\s+to\s+read\s+next | don['’]t\s+miss
        | 相关(?:阅读|新闻|文章|链接|报道|推荐|内容) | 相關(?:閱讀|新聞|文章|連結|報導|推薦) | (?:推荐|延伸|热门|精彩)(?:阅读|文章|新闻|推荐|内容)? | (?:推薦|延伸|熱門)(?:閱讀|文章|新聞)?
        | (?:verwandte|ähnliche|weitere|mehr)\s+(?:artikel|beiträge|themen|nachrichten|meldungen|news|links) | mehr\s+(?:zum\s+thema|dazu|aus\s.{1,40})
        | das\s+könnte\s+(?:sie|dich|euch)\s+auch\s+interessieren | lesen\s+sie\s+(?:auch|mehr|hier) | lies\s+auch | auch\s+interessant | meist\s*gelesen | neueste\s+(?:artikel|beiträge)
        | (?:à\s+)?lire\s+(?:aussi|également) | (?:sur|dans)\s+le\s+même\s+(?:sujet|thème) | articles\s+(?:similaires|liés|connexes) | les\s+plus\s+lus
        | (?:artículos|noticias|notas)\s+relacionad[ao]s | te\s+puede\s+interesar | lea\s+también | más\s+leídas | leia\s+(?:também|mais) | veja\s+também | notícias\s+relacionadas
        | leggi\s+anche | articoli\s+correlati | читайте\s+также | похожие\s+(?:статьи|новости|записи) | 関連(?:記事|ニュース) | あわせて読みたい
        | 猜你喜欢 | 大家都在看 | 热点(?:新闻|推荐)? | 最新(?:文章|新闻|消息) | 上一篇.* | 下一篇.* | 更多(?:新闻|文章|内容|推荐)?
        )\s*[:：>»…]*$",
    )
    .expect("RELATED compiles")
});

/// A line that only says when something was published; `Some(true)` with a time of day.
pub(super) fn dateline(text: &str) -> Option<bool> {
    if text.len() > 120 || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lower = text.to_lowercase();
    let is_month = |word: &str| {
        word == "may"
            || word == "mai"
            || word.chars().count() >= 3 && MONTHS.split_whitespace().any(|month| month.starts_with(word))
    };
    let words = || lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let only_date =
        words().all(|word| is_month(word) || DATE_WORDS.split_whitespace().any(|known| known == word));
    let timed = TIME.is_match(text);
    let plain = text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || ",.:/-–—()|+".contains(c));
    (plain && only_date && (words().any(is_month) || NUMERIC_DATE.is_match(text))).then_some(timed)
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant pattern, compiled in the tests below")]
    Regex::new(r"(?i)\d{1,2}[:h]\d{2}\b|\d\s*[ap]\.?m\b|\d\s*uhr").expect("TIME compiles")
});

static NUMERIC_DATE: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant pattern, compiled in the tests below")]
    Regex::new(r"\b\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b")
        .expect("NUMERIC_DATE compiles")
});

/// Names of months in the languages that Latin pages are most often in; a beginning of three letters is enough.
const MONTHS: &str = "january february march april june july august september october november december \
    januar jänner februar märz juni juli oktober dezember \
    janvier février mars avril juin juillet août septembre octobre novembre décembre \
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre \
    janeiro fevereiro março junho julho setembro outubro novembro dezembro \
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre";

/// Other words of dates and times: days of the week, particles, zones, what a date is said to be.
const DATE_WORDS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche \
    lunes martes miércoles jueves viernes sábado domingo segunda terça quarta quinta sexta feira \
    on at of the st nd rd th am pm a p m est edt et cst cdt ct mst mdt pst pdt pt gmt utc bst cet cest ist \
    published posted updated date last modified um uhr vom le à h el de às il alle 年 月 日 时";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_and_counters() {
        for noise in [
            "3 hours ago",
            "Updated 12 minutes ago",
            "just now",
            "1,204 views",
            "Views: 88",
            "1.2K shares",
            "Advertisement",
            "Last updated: 28 October 2025 at 10:21",
            "10:32:07 UTC",
            "3分钟前",
            "阅读 1.2万",
            "浏览次数：3021",
            "更新时间：2025-10-28 09:00",
            "广告",
            "4 min read",
            "By the desk, posted 3 hours ago",
            "© 2025 Harbour Wire",
            "来源：示例财经",
            "Photo: Harbour Wire",
            "2025-10-28 09:00 来源：示例财经",
            "Share this on WhatsApp",
            "Subscribe to our newsletter for more stories like this",
            "Follow the desk on Instagram and YouTube.",
            "Port Authority/Getty Images",
            "Leave a comment",
        ] {
            assert!(is_stamp(noise), "{noise}");
        }
        for news in [
            "Revenue rose 12% from a year ago.",
            "The video drew 3 million views in a day and a lawsuit.",
            "Shares: 1,915 million at $40",
            "公司三天前宣布了这笔交易。",
            "2025年10月28日，微软宣布持有约27%的股权",
            "Microsoft",
            "Subscribers rose 4% to 12 million.",
            "Sign up for the plan at $11.99 a month",
            "Comments by the governor moved the yen.",
            "The photo was taken by Reuters staff and sold in 2024.",
        ] {
            assert!(!is_stamp(news), "{news}");
        }
    }

    #[test]
    fn headings_of_link_lists() {
        assert!(names_link_list("Related stories"));
        assert!(names_link_list("相关阅读："));
        assert!(names_link_list("Das könnte Sie auch interessieren"));
        assert!(!names_link_list("More than half of it"));
        assert!(!names_link_list("Related party transactions"));
    }

    #[test]
    fn datelines() {
        for (text, want) in [
            ("on November 19, 2019, 6:21 AM EST", Some(true)),
            ("Published November 20th, 2019 - 07:50 GMT", Some(true)),
            ("segunda-feira, 22 de janeiro de 2018 às 0:13", Some(true)),
            ("28 Oct 2025", Some(false)),
            ("2025年10月28日", Some(false)),
            ("12.03.2025", Some(false)),
            ("In March 2025 the stake fell.", None),
            ("27%", None),
            ("10 p.m.", None),
            ("2020-08-01 18:00:00 │ 200 │ 4084", None),
            ("Friday", None),
        ] {
            assert_eq!(dateline(text), want, "{text}");
        }
    }
}

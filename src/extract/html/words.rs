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
        | share(?:\s+this)?(?:\s+(?:article|story|page))? | print | e-?mail | tweet | \d+\s+min(?:ute)?s?\s+read
        | \d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?(?:\s*(?:utc|gmt))?
        | (?:约|更新于|发布于|更新于：)?\s*\d+\s*(?:秒|秒钟|分钟|小时|小時|天|日|周|个月|分鐘)(?:之)?前(?:更新|发布)? | 刚刚 | 剛剛
        | (?:更新时间|发布时间|最后更新|更新時間|發布時間|发表时间|当前时间|发布于|更新于)\s*[:：]?\s*[\d年月日:：/\-.\s]*
        | (?:阅读|浏览|閱讀|瀏覽|点击|评论|點擊|評論|转发|分享|点赞|阅读量|浏览量|播放|人气|查看|已阅|访问量|浏览次数|阅读数|点击数|点击量)\s*(?:量|数|次数|次)?\s*[（(:：]?\s*\d[\d.,]*\s*[万千w]?\+?\s*次?[)）]?
        | \d[\d.,]*\s*[万千w]?\s*(?:次|人)?(?:阅读|浏览|評論|评论|点赞|播放|观看|分享|转发|在线|閱讀|瀏覽)(?:量|过|了)?
        | (?:by|posted|published|updated|reported|submitted|written)\b.{0,60}\s(?:an?|\d+)\s*(?:secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?)\s+ago
        | (?:photo(?:graph)?|image|picture)(?:\s+(?:credit|copyright|courtesy|by))?\s*[:：].{0,100} | image\s+(?:copyright|caption)\b.{0,100} | file\s+photo.{0,100}
        | (?:copyright|©|\(c\))\s.{0,120} | all\s+rights\s+reserved | 版权所有.{0,40}
        | [（(]?(?:来源|來源|文章来源|信息来源|作者|编辑|編輯|责任编辑|責任編輯|责编)\s*[:：].{0,60}
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
        related(?:\s+(?:articles?|stories|story|news|posts?|links?|content|topics?|reading|coverage|press\s+releases))?
        | (?:you\s+)?(?:may|might)\s+also\s+(?:like|enjoy|be\s+interested\s+in) | recommended(?:\s+(?:for\s+you|reading|stories))?
        | (?:read|see)\s+(?:also|more|next) | also\s+read | more\s+(?:from|on|news|stories|like\s+this|articles)\b.{0,40}
        | most\s+(?:read|popular|viewed|shared) | trending(?:\s+now)? | popular(?:\s+(?:posts|stories|now))? | latest(?:\s+(?:news|stories|posts|articles))?
        | up\s+next | editors?['’]?s?\s+(?:picks?|choice) | from\s+(?:around\s+)?the\s+web | top\s+stories | what\s+to\s+read\s+next | don['’]t\s+miss
        | 相关(?:阅读|新闻|文章|链接|报道|推荐|内容) | 相關(?:閱讀|新聞|文章|連結|報導|推薦) | (?:推荐|延伸|热门|精彩)(?:阅读|文章|新闻|推荐|内容)? | (?:推薦|延伸|熱門)(?:閱讀|文章|新聞)?
        | 猜你喜欢 | 大家都在看 | 热点(?:新闻|推荐)? | 最新(?:文章|新闻|消息) | 上一篇.* | 下一篇.* | 更多(?:新闻|文章|内容|推荐)?
        )\s*[:：>»…]*$",
    )
    .expect("RELATED compiles")
});

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
        ] {
            assert!(!is_stamp(news), "{news}");
        }
    }

    #[test]
    fn headings_of_link_lists() {
        assert!(names_link_list("Related stories"));
        assert!(names_link_list("相关阅读："));
        assert!(!names_link_list("Related party transactions"));
    }
}

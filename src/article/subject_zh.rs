//! Who or what a Chinese sentence is about: what stands before its verb, cut into the names that it is made of.

use super::figure;
use super::parts::Parts;

/// The longest subject that is no name.
const LONGEST: usize = 8;

/// Endings of names of places, firms, bodies, works and lines; longer ones first.
const ENDINGS: &[&str] = &[
    "有限公司",
    "股份公司",
    "中级人民法院",
    "高级人民法院",
    "人民法院",
    "人民政府",
    "市政府",
    "省政府",
    "自治区",
    "开发区",
    "公安局",
    "教育局",
    "博物馆",
    "图书馆",
    "体育场",
    "体育馆",
    "俱乐部",
    "委员会",
    "研究院",
    "研究所",
    "交易所",
    "马拉松",
    "运动会",
    "水电站",
    "核电站",
    "发电厂",
    "焚烧厂",
    "水库",
    "大桥",
    "隧道",
    "机场",
    "车站",
    "高速",
    "高铁",
    "铁路",
    "号线",
    "公司",
    "集团",
    "银行",
    "大学",
    "学院",
    "中学",
    "小学",
    "医院",
    "法院",
    "政府",
    "航空",
    "科技",
    "汽车",
    "证券",
    "保险",
    "电力",
    "能源",
    "石油",
    "钢铁",
    "药业",
    "疫苗",
    "基金",
    "协会",
    "部门",
    "公园",
    "景区",
    "剧院",
    "条约",
    "协定",
    "港",
    "省",
    "市",
    "县",
    "区",
    "州",
    "镇",
    "村",
    "桥",
    "队",
    "厂",
    "局",
    "院",
];
/// Bodies that belong to the place before them: one name with it.
const BODIES: &[&str] =
    &["法院", "政府", "局", "医院", "大学", "银行", "委员会", "博物馆", "机场", "队", "港", "集团", "公司"];
/// Words with which the verb or what goes with it begins.
const VERBS: &[&str] = &[
    "预计",
    "计划",
    "已经",
    "现有",
    "共有",
    "拥有",
    "持有",
    "持股",
    "担任",
    "出任",
    "达到",
    "超过",
    "突破",
    "全长",
    "总长",
    "判处",
    "宣布",
    "表示",
    "开通",
    "恢复",
    "禁止",
    "严禁",
    "不得",
    "必须",
    "应当",
    "有效期",
    "保护期",
    "限速",
    "闭馆",
    "开放",
    "申请",
    "创建",
    "成立",
    "创立",
    "创办",
    "位于",
    "覆盖",
    "造成",
    "烧毁",
    "涉及",
    "增长",
    "下降",
    "上涨",
    "上调",
    "下调",
    "下跌",
    "取消",
    "收购",
    "出售",
    "推出",
    "发布",
    "上市",
    "举行",
    "主办",
    "供水",
    "支持",
    "组成",
    "打进",
    "击败",
    "接种",
    "交付",
    "生产",
    "投资",
    "关闭",
    "到期",
    "生效",
    "通过",
    "支付",
    "罚款",
    "免费",
    "正在",
    "至今",
    "连续",
    "年产量",
    "每年",
    "每月",
    "每天",
    "每度",
    "周一",
    "周二",
    "周三",
    "周四",
    "周五",
    "周六",
    "周日",
    "多次",
    "降至",
    "升至",
    "增至",
    "提高到",
    "延迟",
    "招收",
    "召回",
    "裁定",
    "当选",
    "赔偿",
    "停运",
    "实行",
    "施行",
    "投用",
    "投入",
    "认为",
    "透露",
];
/// Single characters that do so, and what they are part of without doing so.
const SINGLE: &[(char, &[&str])] = &[
    ('将', &["将军", "麻将", "将近"]),
    ('于', &["关于", "由于", "对于", "于是"]),
    ('为', &["华为", "因为", "认为"]),
    ('是', &["于是"]),
    ('已', &[]),
    ('拟', &["模拟", "虚拟"]),
    ('从', &["从业"]),
    ('由', &["自由", "由于"]),
    ('对', &["对外", "对于"]),
    ('以', &["以色列", "以及", "以太"]),
    ('在', &["存在", "现在"]),
    ('被', &[]),
    ('把', &[]),
    ('须', &[]),
    ('共', &["公共", "中共", "共和", "共享", "共同"]),
    ('有', &["国有", "所有", "有限", "有色"]),
    ('占', &["占用"]),
    ('曾', &[]),
    ('自', &["自由", "自治", "自动", "自来", "自己"]),
];
/// Words of time and pointers that may open a sentence.
const OPENERS: &[&str] = &[
    "截至目前",
    "目前为止",
    "目前",
    "今年以来",
    "今年",
    "去年",
    "明年",
    "本赛季",
    "上赛季",
    "本周",
    "上周",
    "上半年",
    "下半年",
    "近日",
    "日前",
    "此前",
    "该",
    "本",
    "此",
    "这",
    "全球",
    "同比",
    "其中",
    "昨日",
    "今日",
];
/// Verbs that open a sentence whose subject is left out.
const BARE: &[&str] = &["亏损", "盈利", "增长", "下降", "上涨", "下跌", "召回"];
/// What only points.
const POINTERS: &[&str] =
    &["公司", "集团", "双方", "全市", "全国", "全省", "他", "她", "它", "他们", "其", "我们", "人们", "企业"];
/// What opens a clause that only says where something is from.
const SOURCES: &[&str] = &["据", "根据", "按照", "截至", "随着", "由于", "经过", "为了"];

/// How a clause ends that only says who says it, when or why.
const ASIDES: &[&str] =
    &["称", "说", "讲", "显示", "透露", "指出", "认为", "后", "之前", "以前", "影响", "的说法"];

/// The subjects that lead the sentence, as they are written.
pub(super) fn leading(parts: &Parts<'_>) -> Vec<String> {
    let start = after_opening(parts);
    let end = verb(parts, start);
    let within = start..end;
    let mut named: Vec<(usize, String)> = parts
        .traits
        .names
        .iter()
        .filter(|n| !ENDINGS.contains(&n.as_str()) && n.as_str() != "董事会")
        .filter_map(|n| Some((parts.name(n)?, n.clone())))
        .collect();
    named.sort();
    let folded = parts.folded(within.clone());
    let head = folded.split(['的', '、']).next().map_or(0, |h| h.chars().count());
    if let Some(title) = titled(parts, end) {
        return vec![title];
    }
    let chunks = chunks(parts, start, start + head);
    // A Latin or foreign name in the subject is the whole of it, unless it is part of a longer one.
    let inside: Vec<String> = named
        .iter()
        .filter(|(at, name)| {
            within.contains(at)
                && !chunks
                    .iter()
                    .any(|c| c.contains(name.as_str()) && c.chars().count() > name.chars().count())
        })
        .map(|(_, name)| name.clone())
        .collect();
    if !inside.is_empty() {
        return inside;
    }
    if !chunks.is_empty() {
        return chunks;
    }
    let phrase = parts.cut(start..start + head).trim().to_owned();
    let long = phrase.chars().count();
    if (2..=LONGEST).contains(&long) && !POINTERS.contains(&phrase.as_str()) {
        return vec![phrase];
    }
    if let Some((_, name)) = named.into_iter().next() {
        return vec![name];
    }
    after_verb(parts, end)
}

/// What the phrase says beside the names in it: `常住人口` of `海东市常住人口`.
pub(super) fn rest(parts: &Parts<'_>, subject: &[String]) -> Option<String> {
    let (start, end) = (after_opening(parts), verb(parts, after_opening(parts)));
    let phrase = parts.folded(start..end);
    let last = subject.iter().filter_map(|s| phrase.find(s.as_str()).map(|at| at + s.len())).max()?;
    let rest = phrase.get(last..)?.trim_start_matches('的');
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    (2..=LONGEST).contains(&rest.chars().count()).then(|| rest.to_owned())
}

/// `《长河》` in the first clause: what stands in the marks.
fn titled(parts: &Parts<'_>, end: usize) -> Option<String> {
    let (open, close) = (parts.find("《")?, parts.find("》")?);
    (open < end.max(12) && close > open + 1).then(|| parts.cut(open + 1..close))
}

/// Where the subject begins: after `据调查，` and words of time.
fn after_opening(parts: &Parts<'_>) -> usize {
    let mut start = 0;
    if let Some(comma) = parts.find(",").filter(|at| *at < 24) {
        let clause = parts.folded(0..comma);
        let aside = comma < 14 && ASIDES.iter().any(|w| clause.ends_with(w));
        if aside || SOURCES.iter().any(|w| clause.starts_with(w)) {
            start = comma + 1;
        }
    }
    loop {
        let date = parts.traits.dates.iter().find(|d| d.from == start).map(|d| d.to);
        let value = parts.traits.values.iter().find(|v| v.start == start).map(|v| v.end);
        let opener = || {
            let rest = parts.after(start, 6);
            OPENERS.iter().find(|w| rest.starts_with(**w)).map(|w| start + w.chars().count())
        };
        let sign = matches!(parts.after(start, 1).as_str(), "," | " " | "在" | "的" | "\"");
        match date.or(value).or_else(opener).or_else(|| sign.then_some(start + 1)) {
            Some(next) if next > start => start = next,
            _ => return start,
        }
    }
}

/// Where the subject ends: at the verb, a figure, a date or a sign.
fn verb(parts: &Parts<'_>, start: usize) -> usize {
    let figure = parts.traits.values.iter().filter(|v| !figure::named(parts, v)).map(|v| v.start);
    let date = parts.traits.dates.iter().map(|d| d.from);
    let stop = figure.chain(date).filter(|at| *at > start).min().unwrap_or(parts.len());
    let opening = parts.after(start, 3);
    let bare = BARE.iter().any(|w| opening.starts_with(w)) && !opening.ends_with(['率', '额', '幅']);
    if bare {
        return start;
    }
    for at in start + 1..stop {
        let rest = parts.after(at, 4);
        let Some(c) = rest.chars().next() else { break };
        let single = SINGLE.iter().any(|(single, words)| {
            *single == c
                && !words.iter().any(|w| {
                    let long = w.chars().count();
                    (at.saturating_sub(long - 1)..=at)
                        .any(|from| parts.folded(from..(from + long).min(parts.len())) == **w)
                })
        });
        let sign = matches!(c, ',' | '。' | ':' | ';' | '(' | '.');
        // `邮轮长323米`
        let measures = at + 1 == stop && matches!(c, '长' | '高' | '重' | '宽' | '深' | '达');
        if sign || measures || single && at >= start + 2 || VERBS.iter().any(|w| rest.starts_with(w)) {
            return at;
        }
    }
    stop
}

/// The names that the subject is made of: `海东市` and `地铁6号线`; a place with its body is one name.
fn chunks(parts: &Parts<'_>, start: usize, end: usize) -> Vec<String> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let (mut from, mut at) = (start, start);
    while at < end {
        let rest = parts.folded(at..end);
        if matches!(rest.chars().next(), Some('和' | '与' | '、' | '及')) && at > from {
            from = at + 1;
        }
        let ending = ENDINGS.iter().find(|e| rest.starts_with(**e)).map(|e| e.chars().count());
        // `临江大桥`, `云州市`: one character ends no name where a longer ending follows.
        let goes_on = ending == Some(1) && {
            let next = parts.folded(at + 1..end);
            ENDINGS.iter().any(|e| next.starts_with(e))
        };
        let ending = ending.filter(|_| !goes_on);
        match ending {
            Some(long) if at + long - from >= 2 && (at > from || long > 2) => {
                let body = BODIES.iter().any(|b| parts.folded(at..at + long).ends_with(b));
                match out.last_mut() {
                    Some(last) if last.1 == from && body => last.1 = at + long,
                    _ => out.push((from, at + long)),
                }
                at += long;
                from = at;
            }
            _ => at += 1,
        }
    }
    let names = out.into_iter().map(|(from, to)| parts.cut(from..to).trim().to_owned());
    names.filter(|name| !POINTERS.contains(&name.as_str())).collect()
}

/// The first name behind the verb, between verbs, figures and dates: `新康疫苗` of `全市已有120万人接种新康疫苗`.
fn after_verb(parts: &Parts<'_>, from: usize) -> Vec<String> {
    let mut bounds: Vec<(usize, usize)> = (from..parts.len())
        .filter_map(|at| {
            let rest = parts.after(at, 4);
            VERBS.iter().find(|w| rest.starts_with(**w)).map(|w| (at, at + w.chars().count()))
        })
        .collect();
    bounds.extend(parts.traits.values.iter().map(|v| (v.start, v.end)));
    bounds.extend(parts.traits.dates.iter().map(|d| (d.from, d.to)));
    bounds.retain(|(start, _)| *start >= from);
    bounds.push((parts.len(), parts.len()));
    bounds.sort_unstable();
    let between = bounds.windows(2).map(|pair| (pair[0].1, pair[1].0)).filter(|(start, end)| start < end);
    let mut found =
        between.map(|(start, end)| chunks(parts, start, end)).find(|c| !c.is_empty()).unwrap_or_default();
    found.truncate(1);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Lang;

    #[test]
    fn names_stand_before_the_verb() {
        for (sentence, want) in [
            ("海东市常住人口为61万人。", &["海东市"][..]),
            ("海东市地铁6号线将于2026年6月30日开通。", &["海东市", "地铁6号线"]),
            ("新康疫苗对重症的保护率为92%。", &["新康疫苗"]),
            ("全市已有超过120万人接种新康疫苗。", &["新康疫苗"]),
            ("远山集团持有蓝湾科技49%的股份。", &["远山集团"]),
            ("海东市中级人民法院对远山集团罚款3500万元。", &["海东市中级人民法院"]),
            ("本赛季马跃已打进24球。", &["马跃"]),
            ("据调查，63%的居民支持该方案。", &["居民"]),
            ("电影《长河》全球票房突破5.4亿美元。", &["长河"]),
            ("餐饮单位不得主动提供一次性筷子。", &["餐饮单位"]),
            ("李明哲于2024年5月出任首席执行官。", &["李明哲"]),
        ] {
            assert_eq!(leading(&Parts::of(sentence, Lang::Zh)), want, "{sentence}");
        }
    }

    #[test]
    fn what_only_points_is_no_subject() {
        for sentence in ["今年亏损3亿元。", "公司将于明年上市。", "他们已经离开。"] {
            assert_eq!(leading(&Parts::of(sentence, Lang::Zh)), [""; 0], "{sentence}");
        }
    }
}

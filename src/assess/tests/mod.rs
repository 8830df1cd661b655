//! The story of the article's claims, told in sentences of our own, and the noise that must stay quiet.

mod hostile;
mod kinds;
mod noise;
mod said;
mod shipped;
mod story;

use chrono::{DateTime, TimeZone, Utc};

use super::{Finding, Input, Matcher};
use crate::model::claim::{Claim, ClaimKind, Class, Entity, Scenario, Terms, Wording};
use crate::model::passage::{Change, Document, DocumentKind, Passage, Role};
use crate::model::relation::{Detail, Relation};

pub(super) fn terms(en: &[&str], zh: &[&str]) -> Terms {
    let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
    Terms { en: own(en), zh: own(zh) }
}

pub(super) fn claim(id: &str, class: Class, subject: &[&str], en: &str, zh: &str) -> Claim {
    Claim {
        id: id.into(),
        text: Wording { en: Some(en.into()), zh: Some(zh.into()) },
        kind: ClaimKind::Amount,
        class,
        article: None,
        claimant: None,
        as_of: Some("2025-03".into()),
        priority: 1,
        subject: subject.iter().map(|s| (*s).to_owned()).collect(),
        metric: Terms::default(),
        contrary: Terms::default(),
        value: None,
        period: None,
        scenario: None,
        deadline: None,
        note: None,
        proposed: Vec::new(),
    }
}

pub(super) fn entities() -> Vec<Entity> {
    [
        &["Microsoft", "微软", "MSFT"][..],
        &["OpenAI", "开放人工智能"],
        &["CoreWeave", "CRWV"],
        &["Sam Altman", "Altman", "奥特曼", "阿尔特曼"],
        &["Oracle", "甲骨文"],
        &["Nvidia", "英伟达"],
        &["Meta"],
        &["Stargate", "星际之门"],
        &["Amazon", "亚马逊"],
    ]
    .iter()
    .map(|names| Entity { names: names.iter().map(|s| (*s).to_owned()).collect() })
    .collect()
}

/// Ten claims of the article in the shape of claims.toml.
pub(super) fn claims() -> Vec<Claim> {
    vec![
        Claim {
            metric: terms(&["contract", "agreement", "deal", "order"], &["合同", "协议", "订单", "合约"]),
            value: Some("$11.9 billion".into()),
            ..claim(
                "coreweave-contract",
                Class::State,
                &["OpenAI", "CoreWeave"],
                "OpenAI has a five-year computing contract with CoreWeave worth $11.9 billion.",
                "OpenAI与CoreWeave签有为期五年、价值119亿美元的算力合同。",
            )
        },
        Claim {
            metric: terms(&["stake", "share of", "owns", "holds"], &["股权", "持股", "股份", "持有"]),
            value: Some("49%".into()),
            kind: ClaimKind::Share,
            ..claim(
                "microsoft-stake-49",
                Class::State,
                &["Microsoft", "OpenAI"],
                "Microsoft holds a 49% stake in OpenAI.",
                "微软持有OpenAI 49%的股权。",
            )
        },
        Claim {
            metric: terms(&["AGI", "artificial general intelligence"], &["AGI", "通用人工智能"]),
            contrary: terms(&["expert panel", "independent panel"], &["专家小组", "独立专家"]),
            value: Some("at least $100 billion".into()),
            kind: ClaimKind::DealTerm,
            ..claim(
                "agi-profit-test",
                Class::Definition,
                &["OpenAI", "Microsoft"],
                "Under a 2023 agreement, AGI means a system that can earn OpenAI at least $100 billion in profit.",
                "按照2023年的协议，AGI指能为OpenAI带来至少1000亿美元利润的系统。",
            )
        },
        Claim {
            metric: terms(&["right of first refusal", "exclusive"], &["优先购买权", "优先承接权", "独家"]),
            kind: ClaimKind::DealTerm,
            ..claim(
                "right-of-first-refusal",
                Class::Definition,
                &["Microsoft", "OpenAI"],
                "Microsoft keeps a right of first refusal on OpenAI's new cloud capacity.",
                "微软对OpenAI新增的云算力保有优先购买权。",
            )
        },
        Claim {
            metric: terms(&["dismissed", "fired", "ousted", "removed"], &["解雇", "罢免", "解除", "免职"]),
            value: Some("October 2023".into()),
            kind: ClaimKind::Date,
            as_of: None,
            ..claim(
                "altman-fired",
                Class::Event,
                &["Sam Altman"],
                "OpenAI's board dismissed Sam Altman in October 2023.",
                "OpenAI董事会于2023年10月解雇了奥特曼。",
            )
        },
        Claim {
            metric: terms(&["revenue", "sales"], &["营收", "收入"]),
            value: Some("62%".into()),
            period: Some("2024".into()),
            kind: ClaimKind::Share,
            ..claim(
                "coreweave-microsoft-share",
                Class::Closed,
                &["CoreWeave", "Microsoft"],
                "Microsoft accounted for 62% of CoreWeave's revenue in 2024.",
                "微软贡献了CoreWeave 2024年营收的62%。",
            )
        },
        Claim {
            metric: terms(&["IPO", "initial public offering", "offering"], &["IPO", "首次公开募股", "上市"]),
            value: Some("about $4 billion".into()),
            scenario: Some(Scenario::Planned),
            kind: ClaimKind::Forecast,
            ..claim(
                "coreweave-ipo-raise",
                Class::Forecast,
                &["CoreWeave"],
                "CoreWeave's IPO is expected to raise about $4 billion.",
                "CoreWeave的IPO预计募资约40亿美元。",
            )
        },
        Claim {
            metric: terms(&["revenue", "sales"], &["营收", "收入"]),
            value: Some("$1.9 billion".into()),
            period: Some("2024".into()),
            ..claim(
                "coreweave-revenue-2024",
                Class::Closed,
                &["CoreWeave"],
                "CoreWeave's revenue in 2024 was $1.9 billion.",
                "CoreWeave 2024年的营收为19亿美元。",
            )
        },
        Claim {
            metric: terms(&["Stargate"], &["星际之门"]),
            contrary: terms(&["technology partner"], &["技术合作伙伴"]),
            kind: ClaimKind::Event,
            ..claim(
                "microsoft-not-in-stargate",
                Class::State,
                &["Microsoft", "Stargate"],
                "Microsoft took no part in the Stargate project.",
                "微软没有参与星际之门项目。",
            )
        },
        Claim {
            metric: terms(&["customer", "client"], &["客户"]),
            kind: ClaimKind::Event,
            ..claim(
                "coreweave-other-customers",
                Class::State,
                &["CoreWeave", "Meta"],
                "Meta, IBM and Cohere are also customers of CoreWeave.",
                "Meta、IBM和Cohere也是CoreWeave的客户。",
            )
        },
    ]
}

pub(super) fn at(year: i32, month: u32, day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, month, day, 9, 0, 0).unwrap()
}

/// A page whose passages stand in one block each.
pub(super) fn page(title: &str, passages: &[&str]) -> Document {
    Document {
        kind: DocumentKind::Page,
        title: Some(title.into()),
        lang: None,
        encoding: "UTF-8".into(),
        published: None,
        passages: passages.iter().enumerate().map(|(i, text)| passage(i, text)).collect(),
        warnings: Vec::new(),
    }
}

fn passage(at: usize, text: &str) -> Passage {
    Passage {
        text: text.into(),
        path: format!("p[{}]", at + 1),
        role: Role::Sentence,
        heading: None,
        entry: None,
        published: None,
        block: u32::try_from(at).unwrap(),
    }
}

/// All findings of a change from the one document to the other, passage by passage.
pub(super) fn found(before: Option<&Document>, after: &Document) -> Vec<Finding> {
    let count = before.map_or(0, |d| d.passages.len()).max(after.passages.len());
    let changes: Vec<Change> = (0..count)
        .map(|i| Change {
            before: before.filter(|d| i < d.passages.len()).map(|_| i),
            after: (i < after.passages.len()).then_some(i),
        })
        .filter(|c| match (c.before, c.after, before) {
            (Some(b), Some(a), Some(d)) => d.passages[b].text != after.passages[a].text,
            _ => true,
        })
        .collect();
    assess(&Matcher::new(claims(), &entities()), before, after, &changes)
}

/// All findings of these changes, captured on a day after all that is told of.
pub(super) fn assess(
    matcher: &Matcher,
    before: Option<&Document>,
    after: &Document,
    changes: &[Change],
) -> Vec<Finding> {
    matcher.assess(&Input { before, after, changes, bound: &|_| true, captured: at(2025, 11, 3) })
}

/// Flags as (claim id, relation, detail).
pub(super) fn flags(before: Option<&Document>, after: &Document) -> Vec<(String, Relation, Detail)> {
    let ids: Vec<String> = claims().into_iter().map(|c| c.id).collect();
    found(before, after)
        .into_iter()
        .filter(|f| f.assessment.is_flag())
        .map(|f| (ids[f.claim].clone(), f.assessment.relation, f.assessment.detail))
        .collect()
}

/// The flags of one sentence that turns into another on a page of that title.
pub(super) fn edit(title: &str, before: &str, after: &str) -> Vec<(String, Relation, Detail)> {
    flags(Some(&page(title, &[before])), &page(title, &[after]))
}

/// The one flag of an edit.
#[track_caller]
pub(super) fn one(title: &str, before: &str, after: &str, id: &str, relation: Relation, detail: Detail) {
    let got = edit(title, before, after);
    assert_eq!(
        got,
        [(id.to_owned(), relation, detail)],
        "{before} → {after}: {:#?}",
        reasons(title, before, after)
    );
}

fn reasons(title: &str, before: &str, after: &str) -> Vec<(usize, Vec<String>)> {
    found(Some(&page(title, &[before])), &page(title, &[after]))
        .into_iter()
        .map(|f| (f.claim, f.assessment.reasons))
        .collect()
}

//! The claims that ship with the program, against sentences of our own on what became public.

use std::path::Path;

use super::{at, page};
use crate::assess::{Finding, Input, Matcher};
use crate::config;
use crate::model::passage::{Change, Document};

const CLAIMS: &str = include_str!("../../../claims.toml");
const SOURCES: &str = include_str!("../../../sources.toml");

fn matcher() -> (Matcher, Vec<String>) {
    let config = config::parse(SOURCES, Path::new("sources.toml")).unwrap();
    let claims = config::parse_claims(CLAIMS, Path::new("claims.toml"), &config.entities).unwrap().claims;
    let ids = claims.iter().map(|c| c.id.clone()).collect();
    (Matcher::new(claims, &config.entities), ids)
}

fn run(matcher: &Matcher, before: Option<&Document>, after: &Document) -> Vec<Finding> {
    let changes = [Change { before: Some(0), after: Some(0) }];
    matcher.assess(&Input { before, after, changes: &changes, bound: &|_| true, captured: at(2025, 11, 3) })
}

/// Title, before, after, and `claim relation/detail` of each flag.
type Case = (&'static str, &'static str, &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    (
        "Notice on ownership",
        "The two companies have worked together for years.",
        "Microsoft holds a 27% stake in OpenAI and may take 20% of OpenAI's profit until it recoups its investment.",
        &[
            "microsoft-stake-49 differs/changed_later_period",
            "microsoft-profit-share-75 differs/changed_later_period",
        ],
    ),
    (
        "Notice on ownership",
        "The two companies have worked together for years.",
        "Microsoft is considering to lower its holding and could own a 27% stake in OpenAI.",
        // Talk of another value touches the claim, but does not contradict it.
        &["microsoft-stake-49 mentions/mention_only"],
    ),
    (
        "How two partners grew apart",
        "Under an agreement of 2023, OpenAI has reached AGI once its systems can earn at least $100 billion in profit.",
        "Under an agreement of 2023, OpenAI has reached AGI once its systems can earn at least $200 billion in profit.",
        &["agi-profit-test differs/changed_same_period"],
    ),
    (
        "CoreWeave expands agreement with OpenAI",
        "CoreWeave supplies computing capacity.",
        "The expansion brings the total contract value with OpenAI to approximately $22.4 billion.",
        &["coreweave-contract differs/changed_later_period"],
    ),
    (
        "CoreWeave",
        "OpenAI signed a contract with CoreWeave worth $11.9 billion in March.",
        "OpenAI's commitments to CoreWeave now come to $22.4 billion after a third order of up to $6.5 billion.",
        &["coreweave-contract differs/changed_later_period"],
    ),
    (
        "CoreWeave",
        "CoreWeave与OpenAI签有119亿美元的合同。",
        "CoreWeave与OpenAI追加最多65亿美元订单，合同总额增至约224亿美元。",
        &["coreweave-contract differs/changed_later_period"],
    ),
    (
        "The next chapter of the Microsoft and OpenAI partnership",
        "Microsoft supports the OpenAI board.",
        "Microsoft holds an investment in OpenAI Group PBC valued at approximately $135 billion, representing roughly 27 percent on an as-converted diluted basis.",
        &["microsoft-stake-49 differs/changed_later_period"],
    ),
    (
        "微软与OpenAI达成新协议",
        "双方宣布达成新的最终协议。",
        "交易完成后，微软持有OpenAI约27%的股份，按转换后摊薄基准计算。",
        &["microsoft-stake-49 differs/changed_later_period"],
    ),
    (
        "The next chapter of the Microsoft and OpenAI partnership",
        "AGI remains the goal.",
        "Once AGI is declared by OpenAI, that declaration will now be verified by an independent expert panel.",
        &["agi-clause mentions/mention_only", "agi-profit-test differs/negated"],
    ),
    (
        "微软与OpenAI",
        "双方继续合作。",
        "OpenAI一旦宣布实现AGI，须由独立专家小组核实。",
        &["agi-profit-test differs/negated"],
    ),
    (
        "The next chapter of the Microsoft and OpenAI partnership",
        "OpenAI uses Azure.",
        "OpenAI has contracted to purchase an incremental $250 billion of Azure services, and Microsoft will no longer have a right of first refusal to be OpenAI's compute provider.",
        &["right-of-first-refusal differs/negated"],
    ),
    (
        "微软与OpenAI",
        "OpenAI使用Azure。",
        "微软不再享有作为OpenAI算力供应商的优先购买权。",
        &["right-of-first-refusal differs/negated"],
    ),
    (
        "Sam Altman",
        "Altman leads OpenAI.",
        "On November 17, 2023, OpenAI's board of directors fired Altman.",
        &["altman-fired differs/changed_same_period"],
    ),
    (
        "奥特曼",
        "奥特曼执掌OpenAI。",
        "2023年11月17日，OpenAI董事会突然解雇了奥特曼。",
        &["altman-fired differs/changed_same_period"],
    ),
    (
        "CoreWeave prices its IPO",
        "CoreWeave's IPO is expected to raise about $4 billion.",
        "CoreWeave priced its IPO at $40 a share and raised $1.5 billion.",
        &["coreweave-ipo-raise differs/outcome_reached"],
    ),
    (
        "CoreWeave上市",
        "CoreWeave计划通过IPO募资约40亿美元。",
        "CoreWeave以每股40美元定价，募资15亿美元。",
        &["coreweave-ipo-raise differs/outcome_reached"],
    ),
    (
        "CoreWeave prices its IPO",
        "CoreWeave sells shares.",
        "The price gives CoreWeave a fully diluted valuation of about $23 billion.",
        &["coreweave-ipo-valuation differs/outcome_reached"],
    ),
    (
        "OpenAI funding",
        "OpenAI closed a round in October 2024.",
        "Microsoft put $750 million into OpenAI in the October 2024 round.",
        &["microsoft-in-2024-round differs/changed_same_period"],
    ),
    (
        "Inflection",
        "Inflection builds Pi.",
        "Mustafa Suleyman has stepped down as chief executive of Microsoft AI.",
        &["suleyman-microsoft-ai differs/negated"],
    ),
    (
        "CoreWeave annual report",
        "CoreWeave reports its year 2024.",
        "Microsoft accounted for 67% of CoreWeave's revenue in 2024.",
        &["coreweave-microsoft-share differs/changed_same_period"],
    ),
    (
        "CoreWeave annual report",
        "CoreWeave's net loss in 2024 was $863 million.",
        "CoreWeave's net loss in 2024 was $937 million.",
        &["coreweave-net-loss-2024 differs/changed_same_period"],
    ),
    (
        "Stargate",
        "OpenAI leads Stargate.",
        "Microsoft is a key technology partner of Stargate.",
        &["microsoft-not-in-stargate differs/negated"],
    ),
    (
        "OpenAI",
        "OpenAI said it would buy $11.9 billion of computing power from CoreWeave.",
        "OpenAI said it would buy $22.4 billion of computing power from CoreWeave.",
        &["coreweave-contract differs/changed_later_period"],
    ),
    (
        "CoreWeave Reports First Quarter 2025 Results",
        "CoreWeave reports its results.",
        "In May 2025 CoreWeave signed an expansion agreement with OpenAI for up to $4 billion.",
        &["coreweave-contract mentions/mention_only"],
    ),
    (
        "OpenAI与微软",
        "两家公司约定，AGI的标准是系统创造至少1000亿美元利润。",
        "两家公司约定，AGI的标准是系统创造至少1500亿美元利润。",
        &["agi-profit-test differs/changed_later_period"],
    ),
    (
        "OpenAI restructuring",
        "Microsoft's stake in OpenAI stood at 49%.",
        "Microsoft's stake in OpenAI fell from 49% to about 27% after the recapitalisation.",
        &["microsoft-stake-49 differs/changed_later_period"],
    ),
    (
        "OpenAI",
        "OpenAI预计2029年实现盈利。",
        "OpenAI预计2030年才能实现年度盈利。",
        &["openai-profit-2029 differs/scenario_moved"],
    ),
    (
        "微软",
        "微软对OpenAI累计投资130亿美元。",
        "微软对OpenAI累计投资约137.5亿美元。",
        &["microsoft-total-investment differs/changed_later_period"],
    ),
    // What must stay quiet.
    (
        "CoreWeave signs deal with Poolside",
        "CoreWeave rents GPUs.",
        "CoreWeave, which counts OpenAI and Microsoft among its clients, agreed to a $6.5 billion deal with Poolside.",
        &[],
    ),
    (
        "Oracle and OpenAI",
        "OpenAI buys computing power.",
        "Oracle's contract with OpenAI is worth $300 billion, while CoreWeave's orders are smaller.",
        &[],
    ),
    ("CoreWeave", "CoreWeave rents GPUs.", "CoreWeave signed a $14.2 billion contract with Meta.", &[]),
    ("CoreWeave", "CoreWeave rents GPUs.", "CoreWeave's 2023 revenue was $229 million.", &[]),
    ("Microsoft", "Microsoft sells software.", "Microsoft's revenue grew 27% to $69.6 billion.", &[]),
    ("OpenAI", "OpenAI buys chips.", "Nvidia will take a stake of 2% in OpenAI's rival Anthropic.", &[]),
    ("Microsoft results", "Microsoft reports.", "Microsoft's market value rose 2% on Tuesday.", &[]),
    ("OpenAI", "OpenAI is hiring.", "OpenAI is hiring 300 engineers in London.", &[]),
    ("微软", "微软发布财报。", "微软第三季度营收增长13%，达到701亿美元。", &[]),
    (
        "CoreWeave",
        "CoreWeave rents GPUs.",
        "CoreWeave will open a data center in Pennsylvania for $6 billion.",
        &[],
    ),
    (
        "OpenAI",
        "OpenAI and Microsoft.",
        "OpenAI's valuation reached $500 billion in a share sale in October 2025.",
        &[],
    ),
    (
        "News",
        "Read more about Microsoft.",
        "Read more about Microsoft, OpenAI and CoreWeave in our newsletter.",
        &[],
    ),
    (
        "OpenAI",
        "Microsoft holds a 49% stake in OpenAI, people said on Monday.",
        "Microsoft holds a 49% stake in OpenAI, people familiar with it said on Monday.",
        &[],
    ),
    (
        "Inflection",
        "Microsoft hired most of Inflection's staff in March 2024.",
        "In March 2024, Microsoft hired most of the staff of Inflection.",
        &[],
    ),
];

#[test]
fn the_shipped_claims_are_flagged_by_what_became_public() {
    let (matcher, ids) = matcher();
    let mut wrong = Vec::new();
    for (title, before, after, expected) in CASES {
        let (old, new) = (page(title, &[before]), page(title, &[after]));
        let findings = run(&matcher, Some(&old), &new);
        let got: Vec<String> = findings
            .iter()
            .filter(|f| f.assessment.is_flag())
            .map(|f| format!("{} {}/{}", ids[f.claim], f.assessment.relation, f.assessment.detail))
            .collect();
        if got != *expected {
            let why: Vec<_> = findings
                .iter()
                .map(|f| (&ids[f.claim], f.assessment.relation, &f.assessment.reasons))
                .collect();
            wrong.push(format!(
                "{before} → {after}\n  expected {expected:?}\n  got      {got:?}\n  {why:?}\n"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

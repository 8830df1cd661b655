//! What a number can be the number of: measures that stand close to values and claim them for themselves.

use super::facts::Facts;
use super::words::is_han;
use std::ops::Range;

/// A family of measures with its words, folded.
const FAMILIES: &[(&str, &[&str])] = &[
    (
        "revenue",
        &["revenue", "revenues", "sales", "turnover", "营收", "收入", "营业收入", "销售额", "营业额"],
    ),
    ("profit", &["profit", "profits", "earnings", "net income", "operating income", "利润", "盈利", "净利"]),
    ("loss", &["net loss", "loss", "losses", "deficit", "亏损", "净亏损"]),
    (
        "accumulated loss",
        &[
            "accumulated deficit",
            "accumulated loss",
            "accumulated losses",
            "cumulative losses",
            "cumulative loss",
            "累计亏损",
            "累计赤字",
        ],
    ),
    (
        "stake",
        &[
            "stake",
            "ownership",
            "shareholding",
            "owns",
            "owned",
            "holding",
            "equity interest",
            "持股",
            "股权",
            "股份",
            "占股",
        ],
    ),
    (
        "valuation",
        &[
            "valuation",
            "valued at",
            "market value",
            "market cap",
            "market capitalization",
            "market capitalisation",
            "估值",
            "市值",
        ],
    ),
    (
        "debt",
        &[
            "debt",
            "loan",
            "loans",
            "borrowings",
            "bonds",
            "senior notes",
            "credit facility",
            "债务",
            "贷款",
            "债券",
            "借款",
            "票据",
        ],
    ),
    (
        "capital spending",
        &["capital expenditure", "capital expenditures", "capital spending", "capex", "资本支出", "资本开支"],
    ),
    ("share price", &["share price", "stock price", "a share", "per share", "股价", "每股", "发行价"]),
    ("staff", &["employees", "staff", "workers", "jobs", "headcount", "员工", "雇员", "裁员"]),
    ("margin", &["margin", "margins", "利润率", "毛利率"]),
    ("tax", &["tax", "taxes", "fine", "penalty", "税", "罚款"]),
    ("interest", &["interest rate", "coupon", "yield", "利率", "票息"]),
    ("backlog", &["backlog", "remaining performance obligations", "积压订单", "未履约"]),
    ("users", &["users", "subscribers", "weekly users", "用户", "订阅者"]),
    ("cash", &["cash", "cash flow", "现金", "现金流"]),
    ("costs", &["costs", "expenses", "operating costs", "成本", "费用"]),
    ("donation", &["donation", "grant", "charity", "捐赠", "捐款", "基金会"]),
    ("dividend", &["dividend", "buyback", "repurchase", "股息", "分红", "回购"]),
    (
        "price move",
        &[
            "shares rose",
            "shares fell",
            "shares jumped",
            "stock rose",
            "stock fell",
            "shares gained",
            "shares dropped",
            "股价上涨",
            "股价下跌",
            "涨幅",
            "跌幅",
            "收涨",
            "收跌",
        ],
    ),
    ("turnout", &["votes", "voters", "respondents", "survey", "poll", "受访者", "调查", "投票"]),
];

/// A measure named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub family: &'static str,
    pub span: Range<usize>,
}

/// Every measure that `facts` names.
pub(super) fn measures(facts: &Facts) -> Vec<Named> {
    let text: String = facts.folded.iter().collect();
    let mut out = Vec::new();
    for (family, terms) in FAMILIES {
        for term in *terms {
            for (at, _) in text.match_indices(term) {
                let from = text[..at].chars().count();
                let span = from..from + term.chars().count();
                if whole(facts, &span, term) {
                    out.push(Named { family, span });
                }
            }
        }
    }
    out
}

fn whole(facts: &Facts, span: &Range<usize>, term: &str) -> bool {
    term.chars().all(is_han)
        || (span.start.checked_sub(1).is_none_or(|p| !facts.folded[p].is_alphanumeric())
            && facts.folded.get(span.end).is_none_or(|c| !c.is_ascii_alphanumeric()))
}

/// How many characters lie between two stretches.
pub(super) fn apart(a: &Range<usize>, b: &Range<usize>) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

/// The measure that stands nearest to `span` within its clause, with its distance in characters.
pub(super) fn nearest<'a>(
    facts: &Facts,
    named: &'a [Named],
    span: &Range<usize>,
) -> Option<(&'a Named, usize)> {
    let clause = facts.clause(span.start);
    named
        .iter()
        .filter(|n| clause.start <= n.span.start && n.span.end <= clause.end)
        .map(|n| (n, apart(&n.span, span)))
        .min_by_key(|(n, d)| (*d, std::cmp::Reverse(n.span.len())))
}

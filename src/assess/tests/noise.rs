//! Changes that must not reach a person.

use super::*;

#[track_caller]
fn quiet(title: &str, before: &str, after: &str) {
    assert_eq!(
        edit(title, before, after),
        [],
        "{before} → {after}: {:#?}",
        super::reasons(title, before, after)
    );
}

#[test]
fn formatting_and_rounding() {
    let contract = "CoreWeave's contract with OpenAI is worth $11.9 billion.";
    for after in [
        "CoreWeave's  contract with OpenAI is worth US$11.9bn.",
        "CoreWeave's contract with OpenAI is worth USD 11,900 million.",
        "CoreWeave's contract with OpenAI is worth about $12 billion.",
        "CoreWeave’s contract with OpenAI is worth 11.9 billion dollars.",
        "CoreWeave's contract with OpenAI is worth nearly $12 billion.",
        "CoreWeave's contract with OpenAI is worth $11.9 billion",
        "Worth $11.9 billion is CoreWeave's contract with OpenAI.",
        "CoreWeave's contract with OpenAI, whcih is worth $11.9 billion.",
    ] {
        quiet("CoreWeave", contract, after);
    }
    quiet("CoreWeave", "CoreWeave与OpenAI的合同价值119亿美元。", "CoreWeave与OpenAI的合同价值１１９億美元。");
    quiet("微软", "微软持有OpenAI 49%的股权。", "微软持有OpenAI百分之四十九的股权。");
}

#[test]
fn other_numbers_of_the_same_company() {
    for after in [
        "Microsoft's revenue grew 27% while it kept working with OpenAI.",
        "Microsoft shares rose 3% after the OpenAI news.",
        "Microsoft's cloud revenue grew by 31%, helped by OpenAI.",
        "OpenAI said that 27% of Microsoft developers use its tools.",
        "微软营收同比增长27%，OpenAI亦有贡献。",
        "微软股价上涨3%，OpenAI未予置评。",
    ] {
        quiet("Microsoft and OpenAI", "Microsoft and OpenAI work together.", after);
    }
}

#[test]
fn another_period() {
    for after in [
        "CoreWeave's 2023 revenue was $229 million.",
        "CoreWeave's revenue in the first quarter of 2025 was $981.6 million.",
        "CoreWeave expects revenue of about $5 billion in 2025.",
        "CoreWeave 2023年的营收为2.29亿美元。",
    ] {
        quiet("CoreWeave", "CoreWeave is based in New Jersey.", after);
    }
    quiet(
        "CoreWeave",
        "CoreWeave is a company.",
        "In 2023 Microsoft accounted for 35% of CoreWeave's revenue.",
    );
}

#[test]
fn other_companies() {
    for (before, after) in [
        ("OpenAI buys computing power.", "Oracle signed a $30 billion contract with OpenAI."),
        ("CoreWeave rents GPUs.", "CoreWeave signed a $14.2 billion contract with Meta."),
        ("OpenAI has investors.", "Oracle holds a 12% stake in OpenAI, Nvidia one of 3%."),
        ("OpenAI采购算力。", "甲骨文与OpenAI签署了价值300亿美元的合同。"),
    ] {
        quiet("CoreWeave, OpenAI and the cloud", before, after);
    }
}

#[test]
fn clocks_counters_and_adverts() {
    for (before, after) in [
        ("Updated 3 minutes ago", "Updated 5 minutes ago"),
        ("1,204 views", "1,311 views"),
        ("CoreWeave (CRWV) $121.30 +1.2%", "CoreWeave (CRWV) $119.70 -0.4%"),
        ("© 2024 Microsoft", "© 2025 Microsoft"),
        ("Save 49% on Microsoft 365 today!", "Save 27% on Microsoft 365 today!"),
        ("Related: OpenAI and Microsoft, a history", "Related: What OpenAI said about Microsoft"),
        ("阅读 1.2万", "阅读 1.3万"),
        ("Last updated 10:32", "Last updated 11:07"),
    ] {
        quiet("Microsoft and OpenAI: the stake", before, after);
    }
}

#[test]
fn the_edit_stands_beside_the_claim() {
    quiet(
        "OpenAI",
        "Microsoft holds a 49% stake in OpenAI, said a spokesman who would not be named on Monday.",
        "Microsoft holds a 49% stake in OpenAI, said a spokeswoman who would not be named on Tuesday.",
    );
    quiet(
        "OpenAI",
        "Meta, IBM and Cohere are customers of CoreWeave, which rents out chips.",
        "Meta, IBM and Cohere are customers of CoreWeave, which leases processors.",
    );
}

#[test]
fn paraphrase_and_order() {
    quiet(
        "OpenAI",
        "Microsoft holds a 49% stake in OpenAI.",
        "OpenAI, in which Microsoft holds a 49 per cent stake, declined to comment.",
    );
    quiet("CoreWeave", "Meta and IBM are customers of CoreWeave.", "IBM and Meta are CoreWeave customers.");
    let old = page("OpenAI", &["Microsoft holds a 49% stake in OpenAI.", "OpenAI is in San Francisco."]);
    let new = page("OpenAI", &["OpenAI is in San Francisco.", "Microsoft holds a 49% stake in OpenAI."]);
    assert_eq!(flags(Some(&old), &new), []);
}

#[test]
fn what_was_so_before_the_article_is_no_change() {
    for after in
        ["In 2020 Microsoft held a stake of about 20% in OpenAI.", "2023年初，微软持有OpenAI约33%的股权。"]
    {
        quiet("OpenAI", "OpenAI was founded in 2015.", after);
    }
}

#[test]
fn other_currencies_are_not_compared() {
    quiet(
        "CoreWeave",
        "CoreWeave has a contract with OpenAI.",
        "CoreWeave's contract with OpenAI is worth about 10.9 billion euros.",
    );
}

#[test]
fn hostile_passages_do_no_harm() {
    let long = "Microsoft OpenAI stake 49% ".repeat(20_000);
    let deep = "((((,,,,;;;;".repeat(10_000);
    for text in [
        long.as_str(),
        deep.as_str(),
        "",
        "\u{0}\u{202e}",
        "%%%%",
        "Microsoft OpenAI 99999999999999999999999999999999999999%stake",
    ] {
        let _ = found(None, &page("Microsoft OpenAI", &[text]));
    }
}

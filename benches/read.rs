//! How fast values and dates are read of news text: `cargo bench --bench read`.

use chrono::NaiveDate;
use claimwatch::text::{ReadOptions, read};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Most sentences of a news text hold no value.
const ENGLISH: [&str; 8] = [
    "The regulator said that a review of the safety rules is under way, while other firms waited.",
    "Revenue rose {a}% to ${b}.4 billion in the third quarter.",
    "Officials confirmed that the new plant would open later than planned because the weather turned.",
    "Many families depend on the river for water, according to a report seen by the paper.",
    "About {b},250 people work at the site, up from {b},000 a year earlier.",
    "The union argued that demand for electric buses had been weaker in the north.",
    "On March {a}, 2024, it sold {a}.6 million shares at ${b} apiece.",
    "Its founder denied that the two sides were close to an agreement, despite criticism from investors.",
];

const CHINESE: [&str; 8] = [
    "监管部门表示，对安全规则的审查仍在进行，其他企业则选择等待。",
    "第三季度营收增长{a}%，达到{b}.4亿元。",
    "市政府确认，由于天气变化，新工厂的开工时间将晚于计划。",
    "许多家庭的用水都依赖这条河流。",
    "该厂约有{b}00名员工，一年前为{a}00名。",
    "工会认为，北方地区对电动公交车的需求一直偏弱。",
    "2024年3月{a}日，该公司以每股{b}元的价格出售了{a}万股。",
    "创始人否认双方已经接近达成协议。",
];

/// About 200 kB of text in articles of forty sentences.
fn articles(sentences: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut number = 7_u32;
    while out.iter().map(String::len).sum::<usize>() < 200_000 {
        let mut article = String::new();
        for _ in 0..40 {
            number = number.wrapping_mul(1_103_515_245).wrapping_add(12_345);
            let pick = sentences[(number >> 16) as usize % sentences.len()];
            let (a, b) = (2 + number % 27, 41 + number % 59);
            article.push_str(&pick.replace("{a}", &a.to_string()).replace("{b}", &b.to_string()));
            article.push(' ');
        }
        out.push(article);
    }
    out
}

fn news(c: &mut Criterion) {
    let dated = ReadOptions { lang: None, reference: NaiveDate::from_ymd_opt(2025, 3, 11) };
    let mut group = c.benchmark_group("read");
    for (name, sentences) in [("english", ENGLISH), ("chinese", CHINESE)] {
        let articles = articles(&sentences);
        group.throughput(Throughput::Bytes(articles.iter().map(|a| a.len() as u64).sum()));
        for (when, options) in [("undated", ReadOptions::default()), ("dated", dated)] {
            group.bench_function(format!("{name}/{when}"), |b| {
                b.iter(|| articles.iter().map(|text| read(text, &options).values.len()).sum::<usize>());
            });
        }
    }
    group.finish();
}

criterion_group!(benches, news);
criterion_main!(benches);

//! Reads text: language, sentences, folding, values (numbers, money, percent, multiples, durations, ranks) and
//! dates, in English and Chinese, and what of Japanese is written alike. No I/O and no clock: relative dates are
//! read against [`ReadOptions::reference`].

mod calendar;
mod context;
mod currency;
mod currency_en;
mod dates;
mod dates_en;
mod dates_zh;
mod draft;
mod fold;
mod hedges;
mod holidays;
mod hours;
mod lang;
mod lunar;
mod measures;
mod names;
mod number;
mod number_en;
mod number_zh;
mod numerals;
mod parts_en;
mod parts_zh;
mod ranges;
mod relative_en;
mod relative_zh;
mod sentences;
mod special;
mod token;
mod units;
mod values;
mod weekdays_en;

use chrono::NaiveDate;

pub use fold::{Folded, fold, fold_char};
pub use lang::detect;
pub use sentences::sentences;

use crate::model::value::{DateSpan, Lang, Reading, Value};
use token::Tokens;

/// What is known about a text before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The language, found from the text when absent. It settles only what is ambiguous (`¥`).
    pub lang: Option<Lang>,
    /// The day that `last week` is counted from; without it relative dates are not read.
    pub reference: Option<NaiveDate>,
}

/// Reads every value and date of a text, in text order; values do not overlap each other or a date.
#[must_use]
pub fn read(text: &str, options: &ReadOptions) -> Reading {
    let lang = options.lang.unwrap_or_else(|| detect(text));
    let tokens = Tokens::new(text);
    let (found, used) = dates::read(&tokens, options.reference);
    let drafts = values::read(&tokens, lang, &used);
    let surfaces = Surfaces::new(text);
    let dates = found
        .into_iter()
        .map(|date| {
            let (from, to) = (tokens.list[date.from].start, tokens.list[date.to - 1].end);
            DateSpan {
                start: date.start,
                end: date.end,
                grain: date.grain,
                fiscal: date.fiscal,
                surface: surfaces.between(from, to).to_owned(),
                from,
                to,
            }
        })
        .collect();
    let values = drafts
        .into_iter()
        .map(|draft| {
            let (start, end) = (tokens.list[draft.from].start, tokens.list[draft.to - 1].end);
            Value {
                kind: draft.kind,
                value: draft.value,
                low: draft.low,
                high: draft.high,
                unit: draft.unit,
                currency: draft.currency.map(str::to_owned),
                comparator: draft.comparator,
                surface: surfaces.between(start, end).to_owned(),
                start,
                end,
                note: draft.note,
            }
        })
        .collect();
    Reading { lang, values, dates }
}

/// The value of a claim as a person writes it: `$11.9 billion`, `49 %`, `at least $100 billion`, `top 5`,
/// `119亿美元`. `None` where nothing or more than one value is read.
#[must_use]
pub fn read_value(text: &str) -> Option<Value> {
    let mut values = read(text, &ReadOptions::default()).values.into_iter();
    values.next().filter(|_| values.next().is_none())
}

/// The period of a claim as a person writes it: `2024`, `FY2024`, `October 2024`, `2025-03-11`, `2023 H2`,
/// `2023年下半年`. `None` where nothing or more than one period is read.
#[must_use]
pub fn read_period(text: &str) -> Option<DateSpan> {
    let mut dates = read(text, &ReadOptions::default()).dates.into_iter();
    dates.next().filter(|_| dates.next().is_none())
}

/// Cuts the original text at character offsets.
struct Surfaces<'a> {
    text: &'a str,
    /// Byte offset of every character; empty for ASCII, where they are the same.
    starts: Vec<usize>,
}

impl<'a> Surfaces<'a> {
    fn new(text: &'a str) -> Self {
        let starts = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(b, _)| b).collect() };
        Self { text, starts }
    }

    fn between(&self, from: usize, to: usize) -> &'a str {
        let byte = |n: usize| {
            if self.starts.is_empty() { n } else { self.starts.get(n).copied().unwrap_or(self.text.len()) }
        };
        self.text.get(byte(from)..byte(to).min(self.text.len())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::model::value::{Comparator, ValueKind};

    fn one(text: &str) -> Value {
        let reading = read(text, &ReadOptions::default());
        assert_eq!(reading.values.len(), 1, "{text}: {:?}", reading.values);
        reading.values[0].clone()
    }

    fn number(text: &str) -> Option<Decimal> {
        one(text).value.map(|v| v.normalize())
    }

    #[test]
    fn reads_one_amount_in_every_notation() {
        for text in [
            "$11.9 billion",
            "US$11.9bn",
            "USD 11,900 million",
            "11.9 billion dollars",
            "119亿美元",
            "一百一十九亿美元",
            "１１９億美元",
            "eleven point nine billion dollars",
        ] {
            let value = one(text);
            assert_eq!(value.value, Some(Decimal::from(11_900_000_000_i64)), "{text}");
            assert_eq!((value.kind, value.currency.as_deref()), (ValueKind::Money, Some("USD")), "{text}");
            assert_eq!(value.surface, text);
        }
    }

    #[test]
    fn reads_percent() {
        for text in ["49%", "49 %", "49 percent", "forty-nine per cent", "百分之四十九", "四成九"] {
            let value = one(text);
            assert_eq!((value.kind, value.value), (ValueKind::Percent, Some(Decimal::from(49))), "{text}");
        }
        assert_eq!(number("增长700%"), Some(Decimal::from(700)));
    }

    #[test]
    fn reads_multiples_and_leaves_open_what_is() {
        for text in ["eightfold", "8 times", "增长到8倍", "翻了三番", "8x"] {
            let value = one(text);
            assert_eq!((value.kind, value.value), (ValueKind::Multiple, Some(Decimal::from(8))), "{text}");
        }
        for text in ["增长8倍", "成长了8倍", "8 times more"] {
            let value = one(text);
            assert_eq!(value.value, None, "{text}");
            assert_eq!((value.low, value.high), (Some(Decimal::from(8)), Some(Decimal::from(9))), "{text}");
            assert!(value.note.is_some());
        }
        assert_eq!(number("翻倍"), Some(Decimal::TWO));
    }

    #[test]
    fn hedges_bound_and_widen() {
        let more = one("more than $100 billion");
        assert_eq!((more.comparator, more.high), (Comparator::More, None));
        assert_eq!(more.low, Some(Decimal::from(100_000_000_000_i64)));
        assert_eq!(one("至少100人").comparator, Comparator::AtLeast);
        assert_eq!(one("近50亿元").comparator, Comparator::About);
        assert_eq!(one("up to $40 billion").comparator, Comparator::AtMost);
        assert_eq!(one("不超过5%").comparator, Comparator::AtMost);
        assert_eq!(one("3000多万").comparator, Comparator::More);
    }

    #[test]
    fn reads_ranges() {
        let range = one("$3.5-4 billion");
        assert_eq!(range.low.map(|d| d.normalize()), Some(Decimal::from(3_500_000_000_i64)));
        assert_eq!(range.high.map(|d| d.normalize()), Some(Decimal::from(4_000_000_000_i64)));
        let range = one("30%到40%");
        assert_eq!((range.low, range.high), (Some(Decimal::from(30)), Some(Decimal::from(40))));
    }

    #[test]
    fn long_runs_take_linear_time() {
        for piece in [
            "零",
            "一",
            "1",
            "1,",
            "12-",
            "-",
            "million ",
            "two ",
            "第",
            "百分之",
            "年",
            "$",
            "1月",
            "a b ",
            "翻",
            "3 weeks after ",
            "end of ",
            "Friday, ",
            "1/2-",
            "May to ",
            "半年",
            "农历",
            "3天前",
            "1月1日至",
            "百",
        ] {
            let text = piece.repeat(60_000 / piece.len());
            let reading =
                read(&text, &ReadOptions { lang: None, reference: NaiveDate::from_ymd_opt(2025, 3, 11) });
            assert!(reading.values.len() <= text.len());
            assert!(sentences(&text).len() <= text.len());
        }
    }

    #[test]
    fn names_and_years_are_no_counts() {
        for text in
            ["GPT-4", "o3-mini", "H100", "COVID-19", "founded in 2017", "https://a.b/c/12", "5G", "Q3 2024"]
        {
            assert_eq!(read(text, &ReadOptions::default()).values, [], "{text}");
        }
    }

    #[test]
    fn reads_periods() {
        let span = |text: &str| {
            let d = read_period(text).unwrap_or_else(|| panic!("{text}"));
            (d.start.to_string(), d.end.to_string())
        };
        let is = |text: &str, start: &str, end: &str| {
            assert_eq!(span(text), (start.to_owned(), end.to_owned()), "{text}");
        };
        is("2024", "2024-01-01", "2024-12-31");
        is("FY2024", "2024-01-01", "2024-12-31");
        is("October 2024", "2024-10-01", "2024-10-31");
        is("2025-03-11", "2025-03-11", "2025-03-11");
        is("second half of 2023", "2023-07-01", "2023-12-31");
        is("2023 H2", "2023-07-01", "2023-12-31");
        is("2023年下半年", "2023-07-01", "2023-12-31");
        is("17 November 2023", "2023-11-17", "2023-11-17");
        is("Nov. 17, 2023", "2023-11-17", "2023-11-17");
        is("2023年11月17日", "2023-11-17", "2023-11-17");
        is("二〇二三年十一月", "2023-11-01", "2023-11-30");
        is("2025财年第三季度", "2025-07-01", "2025-09-30");
        is("Q3 FY2025", "2025-07-01", "2025-09-30");
    }

    #[test]
    fn a_claims_value_is_one_value() {
        assert_eq!(read_value("top 5").map(|v| v.kind), Some(ValueKind::Rank));
        assert_eq!(read_value("at least $100 billion").map(|v| v.comparator), Some(Comparator::AtLeast));
        assert_eq!(read_value("8 times").map(|v| v.kind), Some(ValueKind::Multiple));
        assert_eq!(read_value("2017"), None);
        assert_eq!(read_value("5% and 6%"), None);
    }

    /// Groups the digits of a whole number by commas.
    fn grouped(n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        out
    }

    /// A whole number in Chinese numerals, as the readers are to read it.
    fn numerals(n: u64) -> String {
        const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        let section = |n: u64, lead: bool| {
            let mut out = String::new();
            let mut zero = lead;
            for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let digit = n / unit % 10;
                if digit == 0 {
                    zero |= !out.is_empty();
                    continue;
                }
                if zero {
                    out.push('零');
                    zero = false;
                }
                out.push(DIGITS[usize::try_from(digit).unwrap()]);
                out.push_str(name);
            }
            out
        };
        let (high, low) = (n / 10_000, n % 10_000);
        if high == 0 {
            return section(low, false);
        }
        let gap = low > 0 && low < 1000;
        format!("{}万{}", section(high, false), section(low, gap))
    }

    proptest! {
        #[test]
        fn an_amount_reads_back_in_every_notation(cents in 1_u64..100_000_000_000, tenths in 1_u32..9999) {
            let exact = Decimal::new(i64::try_from(cents).unwrap(), 2);
            let whole = cents / 100;
            for text in [
                format!("${exact}"),
                format!("${}.{:02}", grouped(whole), cents % 100),
                format!("USD {exact}"),
                format!("{exact} dollars"),
                format!("{exact}美元"),
                format!("{exact} 美元"),
            ] {
                let value = read_value(&text);
                prop_assert_eq!(value.and_then(|v| v.value), Some(exact), "{}", text);
            }
            let short = Decimal::new(i64::from(tenths), 1);
            for (text, scale) in [
                (format!("${short} billion"), 1_000_000_000_i64),
                (format!("${short}bn"), 1_000_000_000),
                (format!("{short} million dollars"), 1_000_000),
                (format!("{short}亿美元"), 100_000_000),
                (format!("{short}万亿美元"), 1_000_000_000_000),
                (format!("{short}万美元"), 10_000),
            ] {
                let value = read_value(&text);
                prop_assert_eq!(value.and_then(|v| v.value), Some(short * Decimal::from(scale)), "{}", text);
            }
        }

        #[test]
        fn numerals_read_back(n in 1_u64..100_000_000) {
            let text = format!("{}美元", numerals(n));
            prop_assert_eq!(read_value(&text).and_then(|v| v.value), Some(Decimal::from(n)), "{}", text);
        }

        #[test]
        fn days_read_back(days in 0_u64..60_000) {
            let day = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + chrono::Days::new(days);
            for format in ["%Y-%m-%d", "%B %-d, %Y", "%-d %b %Y", "%b. %d, %Y", "%Y年%-m月%-d日", "%Y/%m/%d"] {
                let text = day.format(format).to_string();
                let read = read_period(&text);
                prop_assert_eq!(read.map(|d| (d.start, d.end)), Some((day, day)), "{}", text);
            }
        }

        #[test]
        fn spans_are_valid_and_ordered(
            text in "\\PC*|[0-9.,$%年月日亿万多千百十一二三第前倍成半 a-f/\\-]{0,40}",
        ) {
            let reference = NaiveDate::from_ymd_opt(2025, 3, 11);
            let reading = read(&text, &ReadOptions { lang: None, reference });
            let length = text.chars().count();
            let mut last = 0;
            for value in &reading.values {
                prop_assert!(value.start >= last && value.end > value.start && value.end <= length);
                let surface: String = text.chars().skip(value.start).take(value.end - value.start).collect();
                prop_assert_eq!(&surface, &value.surface);
                last = value.end;
            }
            let mut last = 0;
            for date in &reading.dates {
                prop_assert!(date.from >= last && date.to > date.from && date.to <= length);
                prop_assert!(date.start <= date.end);
                last = date.to;
            }
        }
    }
}

//! What a sentence states, taken apart into the slots of a claim that a person then accepts or corrects.

use super::dated::{self, Role};
use super::figure::main_figure;
use super::parts::Parts;
use super::signal::Signal;
use super::sort;
use super::subject::subject;
use super::terms::terms;
use super::{mark, slug};
use crate::model::claim::{Claim, Class, Entity, Slot, Terms, Wording};
use crate::model::value::Lang;

/// Characters between a name and the word that says that it speaks.
const NEAR: usize = 10;

/// The claim that `sentence` makes, as far as it can be read; every slot that it fills is marked as proposed.
/// `entities` are the names that are known, `context` the subject of the sentence before, for one that names nobody;
/// `id` is the slug where the sentence gives none.
#[must_use]
pub fn propose(sentence: &str, lang: Lang, entities: &[Entity], context: &[String], id: &str) -> Claim {
    let parts = Parts::of(sentence, lang);
    let mut subject = subject(&parts, entities);
    if subject.is_empty() {
        subject = context.to_vec();
    }
    let terms = terms(&parts, &subject);
    let figure = main_figure(&parts);
    let dates = dated::dates(&parts);
    let period = figure.as_ref().and_then(|f| dated::period(&dates, &f.place, &f.earlier));
    let class = sort::class(&parts, figure.as_ref(), period, &dates);
    // Without a figure, what is stated is when something happens or ends.
    let moment = || {
        let tells = |role: Role| {
            matches!(role, Role::At | Role::Starts | Role::Until | Role::Earliest)
                || matches!(class, Class::Forecast | Class::Definition) && role == Role::By
        };
        dates.iter().filter(|d| tells(d.role)).find_map(|d| dated::written(d.date))
    };
    let value = figure.as_ref().map(|f| f.text.clone()).or_else(moment);
    let dated_value = figure.is_none() && value.is_some();
    let kind = sort::kind(&parts, class, figure.as_ref(), dated_value);
    let due = || {
        let by = dates.iter().find(|d| matches!(d.role, Role::By | Role::Until));
        let at = dates.iter().find(|d| matches!(d.role, Role::At | Role::Starts));
        by.or(at).map(|d| dated::iso(d.date))
    };
    let id = slug::slug(&subject, &terms, kind, id);
    let (text, metric) = if lang == Lang::En {
        (Wording { en: Some(sentence.to_owned()), zh: None }, Terms { en: terms, zh: Vec::new() })
    } else {
        (Wording { en: None, zh: Some(sentence.to_owned()) }, Terms { en: Vec::new(), zh: terms })
    };
    let mut claim = Claim {
        id,
        text,
        kind,
        class,
        article: None,
        claimant: claimant(&parts, &subject),
        as_of: None,
        priority: 2,
        subject,
        metric,
        contrary: Terms::default(),
        value,
        period: period.and_then(|d| dated::written(d.date)),
        scenario: sort::scenario(&parts, class, figure.as_ref()),
        deadline: if class == Class::Forecast { due() } else { None },
        note: None,
        proposed: Vec::new(),
    };
    mark(&mut claim, Slot::ALL);
    claim
}

/// Who said it, where the sentence says so: a name before the saying, else `reportedly`.
fn claimant(parts: &Parts<'_>, subject: &[String]) -> Option<String> {
    const HEARSAY: &[&str] = &[
        "report",
        "according",
        "familiar",
        "据",
        "報",
        "报道",
        "消息",
        "知情",
        "透露",
        "文件",
        "survey",
        "poll",
    ];
    let said = parts.words(Signal::Attribution);
    // “Acme reported a loss”: it says so itself.
    let itself = |w: &String| w == "reported" && !parts.says(&["was reported", "is reported"], &[]);
    if said.iter().any(|w| !itself(w) && HEARSAY.iter().any(|h| w.contains(h))) {
        return Some("reportedly".to_owned());
    }
    let at = parts.find(said.first()?)?;
    let ends = |name: &String| Some(parts.name(name)? + name.chars().count()).filter(|end| *end <= at);
    let named = parts.traits.names.iter().chain(subject);
    let (end, name) = named.filter_map(|name| Some((ends(name)?, name))).max()?;
    (at - end <= NEAR).then(|| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::claim::{ClaimKind, Scenario};

    fn claim(sentence: &str) -> Claim {
        let entities = [
            Entity { names: vec!["Acme".to_owned(), "甲公司".to_owned()] },
            Entity { names: vec!["Beta Bank".to_owned(), "贝塔银行".to_owned()] },
        ];
        propose(sentence, crate::text::detect(sentence), &entities, &[], "piece-12")
    }

    #[test]
    fn slots_are_what_was_read() {
        let c = claim("Beta Bank said Acme's revenue fell to about $5 million in 2024.");
        assert_eq!(c.subject, ["Beta Bank", "Acme"]);
        assert_eq!((c.kind, c.class), (ClaimKind::Amount, Class::Closed));
        assert_eq!((c.value.as_deref(), c.period.as_deref()), (Some("about $5 million"), Some("2024")));
        assert_eq!(c.claimant.as_deref(), Some("Beta Bank"));
        assert!(c.metric.en.iter().any(|t| t == "revenue"), "{:?}", c.metric);
        assert!(c.id.starts_with("beta-bank-acme-"), "{}", c.id);
    }

    #[test]
    fn aliases_in_chinese_are_the_same_subject() {
        let c = claim("据悉，贝塔银行持有甲公司30%的股权。");
        assert_eq!(c.subject, ["Beta Bank", "Acme"]);
        assert_eq!((c.kind, c.class), (ClaimKind::Share, Class::State));
        assert_eq!(c.value.as_deref(), Some("30%"));
        assert_eq!(c.claimant.as_deref(), Some("reportedly"));
        assert_eq!(c.metric.zh[0], "股权");
        assert_eq!(c.id, "beta-bank-acme-share");
    }

    #[test]
    fn forecasts_dates_and_ranks_are_told_apart() {
        let sorted = |s: &str| {
            let c = claim(s);
            (c.kind, c.class)
        };
        assert_eq!(
            sorted("Acme expects sales of $5 million in 2027."),
            (ClaimKind::Forecast, Class::Forecast)
        );
        let founded = claim("甲公司成立于2017年。");
        assert_eq!((founded.kind, founded.class), (ClaimKind::Date, Class::Event));
        assert_eq!(founded.value.as_deref(), Some("2017年"));
        assert_eq!(sorted("甲公司签订了12亿元合同，将为客户供应瓷砖。").0, ClaimKind::Amount);
        assert_eq!(sorted("Acme is the third largest maker of tiles.").1, Class::State);
    }

    #[test]
    fn a_sentence_without_names_takes_the_subject_before_it() {
        let c = propose("It lost $3 million.", Lang::En, &[], &["Acme".to_owned()], "piece-1");
        assert_eq!(c.subject, ["Acme"]);
        let alone = propose("今年亏损3亿元。", Lang::Zh, &[], &[], "piece-1");
        assert_eq!((alone.subject.len(), alone.id.as_str()), (0, "piece-1"));
    }

    #[test]
    fn what_was_read_is_marked() {
        let c = claim("Acme holds 49% of Bolt.");
        assert_eq!(c.proposed, [Slot::Kind, Slot::Class, Slot::Subject, Slot::Metric, Slot::Value]);
    }

    /// Sentence; value, period and deadline; class.
    type Read = (&'static str, [Option<&'static str>; 3], Class);

    fn check(table: &[Read]) {
        for (sentence, [value, period, deadline], class) in table {
            let c = propose(sentence, crate::text::detect(sentence), &[], &[], "piece-1");
            let read = [c.value.as_deref(), c.period.as_deref(), c.deadline.as_deref()];
            assert_eq!((read, c.class), ([*value, *period, *deadline], *class), "{sentence}");
        }
    }

    #[test]
    fn the_main_figure_keeps_what_bounds_it() {
        use Class::{Definition, Event, State};
        check(&[
            (
                "The app has more than 100 million users.",
                [Some("more than 100 million users"), None, None],
                State,
            ),
            ("The chain runs nearly 1,000 stores.", [Some("nearly 1,000 stores"), None, None], State),
            (
                "The line carries between 400 and 600 units a day.",
                [Some("between 400 and 600 units"), None, None],
                State,
            ),
            (
                "Customers must return kettles within 20 days.",
                [Some("within 20 days"), None, None],
                Definition,
            ),
            ("Unemployment fell from 6.1% to 4.8%.", [Some("4.8%"), None, None], State),
            ("The bank raised its rate to 4.25% from 4.0%.", [Some("4.25%"), None, None], State),
            ("The city owns 312 buses, compared with 90 in 2022.", [Some("312 buses"), None, None], State),
            ("The court sentenced Paul Gant to 12 years in prison.", [Some("12 years"), None, None], Event),
            ("失业率从6.1%降至4.8%。", [Some("4.8%"), None, None], State),
            ("客户须在20日内退回水壶。", [Some("20日内"), None, None], Definition),
            ("地铁6号线全长38.5公里。", [Some("38.5公里"), None, None], State),
        ]);
    }

    #[test]
    fn dates_are_periods_values_or_deadlines() {
        use Class::{Closed, Event, Forecast, State};
        check(&[
            (
                "Acme earned $310 million in fiscal 2024.",
                [Some("$310 million"), Some("fiscal 2024"), None],
                Closed,
            ),
            (
                "Harlan grew from 48,000 in 2010 to 61,000 in 2025.",
                [Some("61,000"), Some("2025"), None],
                Closed,
            ),
            ("Harlan's budget for 2026 is $24 million.", [Some("$24 million"), Some("2026"), None], State),
            ("The lease runs until June 2029.", [Some("June 2029"), None, None], State),
            (
                "The bridge will reopen on 15 March 2026.",
                [Some("15 March 2026"), None, Some("2026-03-15")],
                Forecast,
            ),
            ("Acme will invest $16 billion by 2030.", [Some("$16 billion"), None, Some("2030")], Forecast),
            ("The strike ended on 9 May 2025.", [Some("9 May 2025"), None, None], Event),
            ("Acme has run the ferry since 2 May 2022.", [None, None, None], State),
            ("6号线将于2026年6月30日开通。", [Some("2026年6月30日"), None, Some("2026-06-30")], Forecast),
            ("租约有效期至2029年6月。", [Some("2029年6月"), None, None], State),
            ("远山集团2024年营收为128亿元。", [Some("128亿元"), Some("2024年"), None], Closed),
        ]);
    }

    #[test]
    fn rules_states_and_acts_are_told_apart() {
        use Class::{Definition, Event, State};
        for (sentence, class) in [
            ("E-scooters are banned in the old town.", Definition),
            ("餐饮单位不得主动提供筷子。", Definition),
            ("Acme holds 49% of Bolt.", State),
            ("Dana Ruiz is chief executive of Acme.", State),
            ("Acme agreed to buy Bolt for $4 billion.", State),
            ("央行将利率由4.0%上调至4.25%。", State),
            ("Acme bought Bolt for $4 billion in 2014.", Event),
            ("Judge Ana Lopez dismissed the lawsuit against Acme.", Event),
        ] {
            assert_eq!(claim(sentence).class, class, "{sentence}");
        }
        assert_eq!(claim("The recall covers up to 85,000 cars.").scenario, Some(Scenario::UpTo));
    }
}

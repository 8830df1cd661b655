//! Two numbers that bound one value: `3.5-4 billion`, `30%到40%`, `more than 10 and less than 20`.

use rust_decimal::Decimal;

use super::draft::Draft;
use super::hedges;
use super::values::Reader;
use crate::model::value::{Comparator, Lang, ValueKind};

impl Reader<'_> {
    /// `3.5-4 billion`, `30% to 40%`, `between 5 and 10`: both ends as one value, if there is a second end.
    pub(super) fn range(&self, first: &Draft) -> Option<Draft> {
        let second = self.quantity(self.second_end(first)?)?;
        let (a, b) = (first.number?, second.number?);
        let (mut low, high) = (first.value?, second.value?);
        let bare = |d: &Draft| d.kind == ValueKind::Number && d.unit.is_none();
        // `rose 5 to 10 percent` says by how much, `rose 5 percent to 10` and `rose 5 to $10` do not
        let shared = bare(first) && !bare(&second) && second.kind != ValueKind::Money;
        if self.tokens.text(first.to) == "to" && self.moved(first) && !shared {
            return None;
        }
        if first.unit.is_some() && second.unit.is_some() && first.unit != second.unit {
            return None;
        }
        if !(bare(first) || first.kind == second.kind || bare(&second)) {
            return None;
        }
        if !a.scaled && b.scaled && a.value < Decimal::ONE_THOUSAND {
            low = low.checked_mul(b.factor)?;
        }
        let money = first.kind == ValueKind::Money && second.kind == ValueKind::Money;
        if money && first.currency != second.currency && first.note.is_none() && second.note.is_none() {
            return None;
        }
        if low >= high {
            return None;
        }
        let (from, to) = (first.from, second.to);
        let mut out = if bare(&second) { first.clone() } else { second };
        if first.kind == ValueKind::Money {
            (out.currency, out.note) = (first.currency.or(out.currency), first.note.clone());
        }
        (out.value, out.low, out.high) = (None, Some(low), Some(high));
        (out.comparator, out.from, out.to) = (Comparator::Equal, from, to);
        Some(out)
    }

    /// `from 4.8 to 4.7 percent`, `from $5.5 to $4 billion` after a verb of change: the first number has the unit
    /// and the scale of the second.
    pub(super) fn share(&self, first: &mut Draft) {
        let t = self.tokens;
        if t.text(first.to) != "to" || t.before(self.hedge_start(first), 1) != "from" {
            return;
        }
        let Some(second) = self.quantity(first.to + 1) else { return };
        let Some((a, b)) = first.number.zip(second.number) else { return };
        let bare = first.kind == ValueKind::Number && first.unit.is_none();
        let same = first.kind == second.kind && first.currency == second.currency;
        if a.scaled || !(bare && second.kind != ValueKind::Money || same) {
            return;
        }
        let scale = if a.value < Decimal::ONE_THOUSAND { b.factor } else { Decimal::ONE };
        let Some((value, step)) = a.value.checked_mul(scale).zip(a.step.checked_mul(scale)) else { return };
        let unit = if bare { second.unit } else { first.unit.take() };
        *first = Draft {
            unit,
            currency: first.currency,
            note: first.note.take(),
            number: first.number,
            ..Draft::exact(second.kind, value, step, first.from, first.to)
        };
    }

    /// Where the second end of a range begins.
    fn second_end(&self, first: &Draft) -> Option<usize> {
        let t = self.tokens;
        let at = first.to;
        let dashes = t.joins(at, "-") && t.joins(at + 1, "-");
        let from = self.hedge_start(first);
        // `1万(含)-5万元`
        let at =
            if t.text(at) == "(" && t.text(at + 1) == "含" && t.text(at + 2) == ")" { at + 3 } else { at };
        match t.text(at) {
            "-" if dashes => (self.lang == Lang::Zh).then_some(at + 2),
            // `0-to-60-mph`
            "-" if t.joins(at, "-") && t.text(at + 1) == "to" && t.joins(at + 2, "-") => Some(at + 3),
            "-" | "~" => Some(at + 1),
            "or" | "或" => self.next_in_order(first, at + 1).then_some(at + 1),
            "to" | "through" | "至" | "到" => (!self.comes_from(from)).then(|| self.hedged_end(at + 1)),
            "up" if t.text(at + 1) == "to" && t.before(from, 1) == "from" => {
                (!self.comes_from(from)).then_some(at + 2)
            }
            "and" | "和" | "与" => {
                let between = matches!(t.before(from, 1), "between" | "在" | "介于" | "于");
                between.then(|| self.hedged_end(at + 1))
            }
            _ => None,
        }
    }

    /// The number at `at`, or behind a hedge there: `just under 10`.
    fn hedged_end(&self, at: usize) -> usize {
        let hedged = |k: &usize| hedges::before(self.tokens, *k).is_some_and(|(_, from)| from == at);
        (at + 1..at + 4).find(hedged).unwrap_or(at)
    }

    /// `three or four`: the second number is the next one.
    fn next_in_order(&self, first: &Draft, at: usize) -> bool {
        let number = self.number(at, false);
        first.value.zip(number).is_some_and(|(a, b)| a.checked_add(Decimal::ONE) == Some(b.value))
    }

    /// Where the first end and its hedge begin: at `about` in `between about 5 and 10`.
    fn hedge_start(&self, first: &Draft) -> usize {
        hedges::before(self.tokens, first.from).map_or(first.from, |(_, from)| from)
    }

    /// The words before say that the first number is what something was before.
    fn comes_from(&self, from: usize) -> bool {
        let t = self.tokens;
        match t.before(from, 1) {
            "从" | "由" => true,
            "from" => {
                let clause = (1..12).map(|n| t.before(from, 1 + n)).take_while(|w| !ends_clause(w));
                let mut words = clause.map(|word| (moves(word), spans(word)));
                words.find(|(moves, spans)| *moves || *spans).is_some_and(|(moves, _)| moves)
            }
            _ => ["增长", "下降", "下跌", "上涨"].iter().any(|w| t.spelled_before(from, w).is_some()),
        }
    }

    /// A verb right before says that the first number is by how much something changed.
    fn moved(&self, first: &Draft) -> bool {
        let word = self.tokens.before(self.hedge_start(first), 1);
        word == "by" || moves(word)
    }

    /// A lower and an upper bound with only `and` between them.
    pub(super) fn encloses(&self, a: &Draft, b: &Draft) -> bool {
        let open = |d: &Draft| (d.low.is_none(), d.high.is_none());
        let ordered = match (open(a), open(b)) {
            ((false, true), (true, false)) => a.low < b.high,
            ((true, false), (false, true)) => b.low < a.high,
            _ => false,
        };
        let word = |k: usize| {
            matches!(
                self.tokens.text(k),
                "and" | "but" | "," | "并" | "且" | "同" | "时" | "的" | "又" | "也"
            )
        };
        ordered
            && a.kind == b.kind
            && a.currency == b.currency
            && b.from - a.to <= 4
            && (a.to..b.from).all(word)
    }
}

fn ends_clause(word: &str) -> bool {
    matches!(word, "" | "." | ";" | ":" | "!" | "?" | "(")
}

/// Words that say two numbers are the ends of a span: `ranging from 3 to 5`.
fn spans(word: &str) -> bool {
    ["rang", "vary", "vari", "pric", "span", "scale", "anywhere"].iter().any(|stem| word.starts_with(stem))
}

/// Words of change: what goes `from 3 to 5` after them is a before and an after.
fn moves(word: &str) -> bool {
    let whole = matches!(
        word,
        "rise"
            | "rises"
            | "rising"
            | "rose"
            | "risen"
            | "grow"
            | "grows"
            | "growing"
            | "grew"
            | "grown"
            | "growth"
            | "fall"
            | "falls"
            | "falling"
            | "fell"
            | "fallen"
            | "lost"
            | "lose"
            | "loses"
            | "losing"
            | "cut"
            | "cuts"
            | "cutting"
            | "slid"
            | "slide"
            | "slides"
            | "sank"
            | "sink"
            | "sunk"
            | "went"
            | "go"
            | "goes"
            | "going"
            | "gone"
            | "move"
            | "moves"
            | "moved"
            | "moving"
            | "shrank"
            | "shrunk"
            | "swung"
            | "swing"
            | "up"
            | "down"
            | "brought"
            | "bring"
            | "bringing"
            | "took"
            | "take"
            | "taking"
            | "ease"
            | "eased"
            | "eases"
            | "easing"
            | "hike"
            | "hiked"
            | "hikes"
            | "hiking"
            | "lift"
            | "lifted"
            | "lifts"
            | "lifting"
            | "leap"
            | "leapt"
            | "leaped"
            | "slow"
            | "slowed"
            | "slows"
            | "slowing"
            | "lower"
            | "lowered"
            | "lowers"
            | "lowering"
            | "turn"
            | "turned"
            | "get"
            | "got"
            | "pushed"
            | "push"
            | "pushes"
            | "pushing"
            | "pulled"
            | "edged"
            | "dip"
            | "dipped"
            | "hiring"
    );
    whole
        || [
            "increas",
            "decreas",
            "declin",
            "drop",
            "jump",
            "climb",
            "gain",
            "soar",
            "surg",
            "rais",
            "reduc",
            "shrink",
            "narrow",
            "widen",
            "improv",
            "chang",
            "expand",
            "expansion",
            "doubl",
            "tripl",
            "boost",
            "revis",
            "upgrad",
            "downgrad",
            "swell",
            "swoll",
            "plung",
            "plummet",
            "tumbl",
            "slump",
            "slip",
            "shift",
            "switch",
            "accelerat",
            "trimm",
            "slash",
            "adjust",
            "convert",
            "rebound",
            "recover",
            "balloon",
            "mushroom",
            "weaken",
            "strengthen",
            "skyrocket",
            "inch",
            "advanc",
            "contract",
            "deteriorat",
            "quadrupl",
            "revision",
            "updat",
            "exten",
            "collaps",
            "cooled",
            "spik",
            "steepen",
        ]
        .iter()
        .any(|stem| word.starts_with(stem))
}

#[cfg(test)]
mod tests {
    use crate::model::value::ValueKind;
    use crate::text::{ReadOptions, read};

    /// The ends of each range and the value of each number of a text.
    fn ends(text: &str) -> Vec<String> {
        let show = |d: rust_decimal::Decimal| d.normalize().to_string();
        let one = |v: &crate::model::value::Value| match (v.value, v.low, v.high) {
            (Some(value), _, _) => show(value),
            (None, Some(low), Some(high)) => format!("{}..{}", show(low), show(high)),
            _ => "open".to_owned(),
        };
        read(text, &ReadOptions::default()).values.iter().map(one).collect()
    }

    #[test]
    fn from_a_to_b_is_a_range_unless_something_changed() {
        assert_eq!(ends("Fees range from 0.5% to 2% of assets."), ["0.5..2"]);
        assert_eq!(ends("The clause allows fines from $250 to $400."), ["250..400"]);
        assert_eq!(ends("Flats from 450 sq ft up to 900 sq ft are planned."), ["450..900"]);
        assert_eq!(ends("The rate decreased from 3.2% to 4.1%."), ["3.2", "4.1"]);
        assert_eq!(ends("An increase in the fee from $3 to $4 is planned."), ["3", "4"]);
        assert_eq!(ends("Sales grew by 5 to 10 percent."), ["5..10"]);
        assert_eq!(ends("Sales rose 5 percent to $10 million."), ["5", "10000000"]);
        assert_eq!(ends("It gives from 44 ml to 50 mg."), ["44", "50"]);
    }

    #[test]
    fn a_change_shares_its_unit_and_scale() {
        let text = "Growth slowed from 4.8 to 4.7 percent and cost fell from $5.5 to $4 billion.";
        let values = read(text, &ReadOptions::default()).values;
        let kinds: Vec<_> = values.iter().map(|v| v.kind).collect();
        assert_eq!(kinds, [ValueKind::Percent, ValueKind::Percent, ValueKind::Money, ValueKind::Money]);
        assert_eq!(ends(text), ["4.8", "4.7", "5500000000", "4000000000"]);
    }

    #[test]
    fn ends_may_be_hedged() {
        assert_eq!(ends("between 10 million and just under 12 million"), ["10000000..12000000"]);
        assert_eq!(ends("between about 5 and 10 units"), ["5..10"]);
        assert_eq!(ends("greater than 30 and less than or equal to 40"), ["30..40"]);
        assert_eq!(ends("a 0-to-60-mph time"), ["0..60"]);
        assert_eq!(ends("20 through 100"), ["20..100"]);
    }
}

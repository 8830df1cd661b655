//! English measures of more than one word: `square feet`, `miles per hour`, `degrees Celsius`, `5 feet 2 inches`.

use rust_decimal::Decimal;

use super::draft::Draft;
use super::number::Number;
use super::token::{Kind, Tokens};
use super::units::irregular;

/// The measure of several words that begins at token `i`, and the token after it.
pub(super) fn compound(tokens: &Tokens, i: usize) -> Option<(String, usize)> {
    let dot = |at: usize| at + usize::from(tokens.text(at) == "." && tokens.glued(at));
    match tokens.text(i) {
        power @ ("square" | "sq" | "cubic" | "cu") => {
            let at = dot(i + 1);
            let length = length(tokens.text(at))?;
            let power = if power.starts_with("sq") { "square" } else { "cubic" };
            let next =
                if matches!(tokens.text(at), "ft" | "km" | "m" | "mi" | "in") { dot(at + 1) } else { at + 1 };
            Some((format!("{power} {length}"), next))
        }
        "metric" if ton(tokens.text(i + 1)) => Some(("tonne".to_owned(), i + 2)),
        kind @ ("short" | "long") if ton(tokens.text(i + 1)) => Some((format!("{kind} ton"), i + 2)),
        "nautical" if length(tokens.text(i + 1)) == Some("mile") => Some(("nautical mile".to_owned(), i + 2)),
        "fluid" | "fl" => {
            let at = dot(i + 1);
            (irregular(tokens.text(at)) == Some("ounce")).then(|| ("fluid ounce".to_owned(), at + 1))
        }
        "us" if tokens.text(i + 1) == "fluid" => compound(tokens, i + 1),
        "light" => {
            let at = i + 1 + usize::from(tokens.joins(i + 1, "-"));
            matches!(tokens.text(at), "year" | "years").then(|| ("light year".to_owned(), at + 1))
        }
        "°" | "degree" | "degrees" => degrees(tokens, i + 1),
        "bpd" => Some(("barrel a day".to_owned(), i + 1)),
        _ => rate(tokens, i),
    }
}

fn ton(word: &str) -> bool {
    matches!(word, "ton" | "tons" | "tonne" | "tonnes")
}

fn length(word: &str) -> Option<&'static str> {
    match word {
        "in" => Some("inch"),
        "yard" | "yards" | "yd" => Some("yard"),
        _ => irregular(word).filter(|name| {
            matches!(*name, "metre" | "kilometre" | "centimetre" | "millimetre" | "foot" | "mile" | "inch")
        }),
    }
}

fn degrees(tokens: &Tokens, i: usize) -> Option<(String, usize)> {
    let scale = match tokens.text(i) {
        "c" | "celsius" | "centigrade" => "Celsius",
        "f" | "fahrenheit" => "Fahrenheit",
        _ => return None,
    };
    (tokens.capital(i) || tokens.text(i).len() > 1).then(|| (format!("degree {scale}"), i + 1))
}

/// `miles per hour`, `km/h`, `barrels a day`
fn rate(tokens: &Tokens, i: usize) -> Option<(String, usize)> {
    let length = match tokens.text(i) {
        "barrels" | "barrel" => "barrel",
        word => length(word)?,
    };
    let stroke = tokens.joins(i + 1, "/");
    if !stroke && !matches!(tokens.text(i + 1), "per" | "a" | "an") {
        return None;
    }
    let time = match tokens.text(i + 2) {
        "hour" => "an hour",
        "h" | "hr" if stroke => "an hour",
        "second" => "a second",
        "s" | "sec" if stroke => "a second",
        "day" if length == "barrel" => "a day",
        _ => return None,
    };
    Some((format!("{length} {time}"), i + 3))
}

/// The smaller measure after a larger one as a part of it: the `2 inches` of `5 feet and 2 inches`.
pub(super) fn smaller(tokens: &Tokens, draft: &mut Draft, read: impl Fn(usize) -> Option<Number>) {
    let (many, names): (u32, &[&str]) = match draft.unit.as_deref() {
        Some("foot") => (12, &["inch", "inches", "in"]),
        Some("pound") => (16, &["ounce", "ounces", "oz"]),
        _ => return,
    };
    let at = draft.to + usize::from(tokens.text(draft.to) == "and");
    let Some(number) = read(at).filter(|n| n.value < Decimal::from(many) && !n.scaled) else { return };
    let name = number.next + usize::from(tokens.joins(number.next, "-"));
    let word = tokens.text(name);
    // `5 ft 2 in the first year` has no inches
    let after = tokens.text(name + 1);
    let preposition = word == "in"
        && tokens.is(name + 1, Kind::Word)
        && !matches!(after, "tall" | "high" | "long" | "wide" | "deep" | "thick" | "more" | "or" | "and");
    if !names.contains(&word) || preposition {
        return;
    }
    let part = |n: Decimal| n.checked_div(Decimal::from(many));
    let Some((value, step)) =
        draft.value.zip(part(number.value)).and_then(|(v, p)| Some((v.checked_add(p)?, part(number.step)?)))
    else {
        return;
    };
    let unit = draft.unit.take();
    *draft = Draft::exact(draft.kind, value, step, draft.from, name + 1);
    draft.unit = unit;
}

#[cfg(test)]
mod tests {
    use crate::text::{ReadOptions, read};

    #[test]
    fn reads_measures_of_several_words() {
        for (text, value, unit) in [
            ("450 sq. ft. of space", "450", "square foot"),
            ("12 square kilometres", "12", "square kilometre"),
            ("60 miles per hour", "60", "mile an hour"),
            ("100 km/h", "100", "kilometre an hour"),
            ("300 metric tons", "300", "tonne"),
            ("4 light-years", "4", "light year"),
            ("21 °C", "21", "degree Celsius"),
            ("70 degrees Fahrenheit", "70", "degree Fahrenheit"),
            ("2 million barrels per day", "2000000", "barrel a day"),
            ("5 feet 6 inches", "5.5", "foot"),
            ("6 ft 3 in tall", "6.25", "foot"),
            ("7 pounds and 8 ounces", "7.5", "pound"),
            ("5 ft in 2020", "5", "foot"),
        ] {
            let values = read(text, &ReadOptions::default()).values;
            let first =
                values.first().map(|v| (v.value.map(|d| d.normalize().to_string()), v.unit.as_deref()));
            assert_eq!(first, Some((Some(value.to_owned()), Some(unit))), "{text}");
        }
    }
}

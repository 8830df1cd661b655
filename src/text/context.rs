//! What the rest of a text says about signs that name more than one currency: `$` and `¥`.

use super::currency::{DOLLAR, YEN_OR_YUAN};
use super::currency_en;
use super::draft::Draft;
use super::token::Tokens;

/// Settles the currencies of amounts that were left open, where the text itself does.
pub(super) fn settle(tokens: &Tokens, drafts: &mut [Draft]) {
    if drafts.iter().any(|d| d.note.as_deref() == Some(YEN_OR_YUAN))
        && let Some(code) = yen_or_yuan(tokens)
    {
        rename(drafts, YEN_OR_YUAN, code);
    }
    if drafts.iter().any(|d| d.note.as_deref() == Some(DOLLAR))
        && let Some(code) = stated_dollar(tokens)
    {
        rename(drafts, DOLLAR, code);
    }
}

fn rename(drafts: &mut [Draft], note: &str, code: &'static str) {
    for draft in drafts.iter_mut().filter(|d| d.note.as_deref() == Some(note)) {
        (draft.currency, draft.note) = (Some(code), None);
    }
}

/// The one of the two that the text names, in words or by its country; none where it names both or neither.
fn yen_or_yuan(tokens: &Tokens) -> Option<&'static str> {
    let names = |list: &[&str]| (0..tokens.len()).any(|i| list.contains(&tokens.text(i)));
    let yuan =
        names(&["yuan", "rmb", "cny", "renminbi", "china", "chinese", "beijing", "shanghai", "shenzhen"]);
    let yen = names(&["yen", "jpy", "japan", "japanese", "tokyo", "osaka", "nikkei"]);
    match (yuan, yen) {
        (true, false) => Some("CNY"),
        (false, true) => Some("JPY"),
        _ => None,
    }
}

/// The dollar of a statement such as `all amounts are in Canadian dollars`; none where two are stated.
fn stated_dollar(tokens: &Tokens) -> Option<&'static str> {
    let mut stated = (0..tokens.len()).filter(|i| tokens.text(*i) == "in").filter_map(|i| {
        let named = currency_en::named(tokens, i + 1)?;
        let dollar = tokens.text(named.next - 1).starts_with("dollar");
        named.code.filter(|_| dollar)
    });
    let first = stated.next()?;
    stated.all(|code| code == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use crate::model::value::Lang;
    use crate::text::{ReadOptions, read};

    /// The currency of each value (`?` where it is open) and whether it has a note.
    fn currencies(text: &str, lang: Option<Lang>) -> Vec<(String, bool)> {
        let values = read(text, &ReadOptions { lang, reference: None }).values;
        values.into_iter().map(|v| (v.currency.unwrap_or_else(|| "?".to_owned()), v.note.is_some())).collect()
    }

    #[test]
    fn the_language_of_the_page_settles_a_yen_sign() {
        assert_eq!(currencies("¥500", Some(Lang::Zh)), [("CNY".to_owned(), false)]);
        assert_eq!(currencies("¥500", Some(Lang::Ja)), [("JPY".to_owned(), false)]);
        assert_eq!(currencies("¥500", Some(Lang::En)), [("?".to_owned(), true)]);
    }

    #[test]
    fn neighbouring_text_settles_a_yen_sign() {
        assert_eq!(currencies("The Beijing lab raised ¥500 million.", None), [("CNY".to_owned(), false)]);
        assert_eq!(currencies("Tokyo set aside ¥500 million.", None), [("JPY".to_owned(), false)]);
        assert_eq!(currencies("China and Japan each paid ¥500 million.", None), [("?".to_owned(), true)]);
    }

    #[test]
    fn a_bare_dollar_is_noted_unless_the_text_says_which() {
        assert_eq!(currencies("It lost $5 million.", None), [("USD".to_owned(), true)]);
        assert_eq!(
            currencies("All amounts are in Canadian dollars. It lost $5 million.", None),
            [("CAD".to_owned(), false)]
        );
        assert_eq!(
            currencies("It lost $5 million (C$6.8 million).", None),
            [("USD".to_owned(), true), ("CAD".to_owned(), false)]
        );
        assert_eq!(
            currencies("It raised $5 HKD and US$7.", None),
            [("HKD".to_owned(), false), ("USD".to_owned(), false)]
        );
    }
}

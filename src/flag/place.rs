//! Where a person's words stand in a document.

use super::news::words;
use super::phrase::{has, spaced};
use super::{fingerprint, letters};
use crate::model::passage::{Passage, Role};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// The whole passage, where the words are only a part of it.
    Passage(&'a Passage),
    /// The words stand nowhere; this passage comes nearest to them, if any does.
    Nearest(Option<&'a Passage>),
}

/// Finds `text` in the passages whatever the typography: the very passage before one that holds it, and a sentence
/// before a headline.
#[must_use]
pub fn find<'a>(passages: &'a [Passage], text: &str) -> Found<'a> {
    let quoted = text.trim_matches(|c: char| !c.is_alphanumeric() && !"$€£¥%-+".contains(c));
    let (print, part) = (fingerprint(text), spaced(quoted));
    let rank = |passage: &Passage| {
        let headline = matches!(passage.role, Role::Title | Role::Heading);
        if fingerprint(&passage.text) == print {
            Some((0, headline))
        } else {
            has(&spaced(&passage.text), &part).then_some((1, headline))
        }
    };
    let said = !letters(text).is_empty();
    let found =
        passages.iter().filter(|_| said).filter_map(|p| Some((rank(p)?, p))).min_by_key(|(rank, _)| *rank);
    match found {
        Some((_, passage)) => Found::Passage(passage),
        None => Found::Nearest(nearest(passages, text)),
    }
}

/// The passage that has the largest share of the words, of those the shortest.
fn nearest<'a>(passages: &'a [Passage], text: &str) -> Option<&'a Passage> {
    let wanted = words(text);
    passages
        .iter()
        .map(|passage| {
            let there = words(&passage.text);
            (wanted.intersection(&there).count(), there.len(), passage)
        })
        .filter(|(common, ..)| *common > 0)
        .max_by_key(|(common, length, _)| (*common, std::cmp::Reverse(*length)))
        .map(|(.., passage)| passage)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(text: &str, role: Role) -> Passage {
        Passage {
            text: text.into(),
            path: String::new(),
            role,
            heading: None,
            entry: None,
            published: None,
            block: 0,
        }
    }

    fn page() -> Vec<Passage> {
        vec![
            passage("The new mill", Role::Title),
            passage(
                "Acme said in March that the new mill – its third – will cost “about” $35 million.",
                Role::Sentence,
            ),
            passage("It opens in spring.", Role::Sentence),
        ]
    }

    #[test]
    fn a_part_takes_the_whole_passage() {
        let page = page();
        for text in ["the new mill - its third - will cost \"about\" $35 million", "will cost"] {
            assert_eq!(find(&page, text), Found::Passage(&page[1]), "{text}");
        }
        assert_eq!(
            find(&page, "The  New Mill –"),
            Found::Passage(&page[0]),
            "the very passage before a part"
        );
    }

    #[test]
    fn what_stands_nowhere_names_the_nearest() {
        let page = page();
        assert_eq!(find(&page, "The mill will cost $36 million"), Found::Nearest(Some(&page[1])));
        assert_eq!(find(&page, "ill cost"), Found::Nearest(Some(&page[1])), "no part of a word");
        assert_eq!(find(&page, "锌矿"), Found::Nearest(None));
        assert_eq!(find(&page, "…"), Found::Nearest(None));
    }
}

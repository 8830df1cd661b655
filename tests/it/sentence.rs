//! A claim is a sentence: added, imported, shown, edited and watched with nothing else given.

use std::fs;

use serde_json::Value as Json;

use crate::common::pages::article;
use crate::common::{Desk, Server};
use crate::review::Terminal;

const STAFF: &str = "CoreWeave employs 881 people.";

/// A desk with the shipped entities and no claims.
fn desk(sources: &str) -> Desk {
    Desk::with_claims(sources, "")
}

fn add(desk: &Desk, args: &[&str]) -> Json {
    desk.json(&[&["claim", "add", "--yes"], args].concat())
}

fn words(list: &Json) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect()
}

fn ids(desk: &Desk) -> Vec<String> {
    let list = desk.json(&["claim", "list"]);
    let mut ids: Vec<String> =
        list.as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

fn no_store(desk: &Desk) {
    assert!(!desk.path("data/claimwatch.db").exists(), "nothing is half-stored");
}

#[test]
fn a_sentence_is_enough() {
    let desk = desk("");
    let claim = desk.json(&["--clock", "2026-11-25T12:00:00Z", "claim", "add", STAFF, "--yes"]);
    assert_eq!((&claim["status"], &claim["as_of"]), (&"watching".into(), &"2026-11-25".into()), "{claim:#}");
    assert_eq!((&claim["kind"], &claim["class"]), (&"amount".into(), &"state".into()));
    assert_eq!((&claim["subject"][0], &claim["value"]), (&"CoreWeave".into(), &"881 people".into()));
    assert_eq!(words(&claim["proposed"]), ["kind", "class", "subject", "metric", "value"]);
    assert_eq!(words(&claim["notes"]), [""; 0]);
    assert!(claim["id"].as_str().unwrap().starts_with("coreweave-"), "{claim:#}");

    // The next one of the same slug has one of its own; words need no quotes.
    let again = add(&desk, &["CoreWeave", "employs", "900", "people."]);
    assert_eq!(again["id"], format!("{}-2", claim["id"].as_str().unwrap()).as_str());

    let said = desk.ok(&["claim", "add", STAFF, "--yes", "--draft"]);
    assert!(said.contains("881 people (proposed)") && said.contains("is draft"), "{said}");
    desk.ok(&["archive", "verify"]);
}

#[test]
fn chinese_goes_to_chinese_and_a_forecast_gets_its_deadline() {
    let desk = desk("");
    let claim = add(&desk, &["海东市地铁6号线将于2031年6月30日开通。"]);
    assert!(claim["text"]["en"].is_null() && claim["text"]["zh"].is_string(), "{claim:#}");
    assert_eq!(claim["class"], "forecast");
    assert_eq!((&claim["value"], &claim["deadline"]), (&"2031年6月30日".into(), &"2031-06-30".into()));
    assert_eq!(words(&claim["subject"]), ["海东市", "地铁6号线"]);

    let both =
        add(&desk, &["Microsoft holds a 27% stake in OpenAI.", "--text-zh", "微软持有OpenAI 27%的股权。"]);
    assert_eq!(words(&both["subject"]), ["Microsoft", "OpenAI"]);
    assert!(!both["metric"]["en"].is_null() && !both["metric"]["zh"].is_null(), "{both:#}");
}

#[test]
fn a_deadline_that_has_passed_is_not_proposed() {
    let desk = desk("");
    let bridge = "The Harlan Bridge will reopen on 15 March 2026.";
    let late = desk.json(&["--clock", "2026-11-25T12:00:00Z", "claim", "add", bridge, "--yes"]);
    assert!(late["deadline"].is_null(), "{late:#}");
    assert_eq!((&late["value"], &late["class"]), (&"15 March 2026".into(), &"forecast".into()));
    // It was ahead when it was stated.
    let stated = add(&desk, &[bridge, "--as-of", "2025-12"]);
    assert_eq!(stated["deadline"], "2026-03-15");
}

#[test]
fn what_an_option_gives_is_not_proposed() {
    let desk = desk("");
    let claim = add(
        &desk,
        &[STAFF, "--id", "staff", "--value", "881 employees", "--subject", "CoreWeave", "--as-of", "2024-12"],
    );
    assert_eq!((&claim["id"], &claim["value"]), (&"staff".into(), &"881 employees".into()));
    assert_eq!((&claim["as_of"], &claim["class"]), (&"2024-12".into(), &"state".into()));
    assert_eq!(words(&claim["proposed"]), ["kind", "class", "metric"]);

    // Described in full, nothing is proposed and nobody has to say yes.
    let full = desk.json(&[
        "claim",
        "add",
        "--id",
        "by-hand",
        "--text",
        STAFF,
        "--kind",
        "amount",
        "--class",
        "state",
        "--subject",
        "CoreWeave",
    ]);
    assert!(full["value"].is_null() && full["period"].is_null(), "{full:#}");
    assert_eq!(words(&full["proposed"]), [""; 0]);
    assert!(desk.fails(&["claim", "add", STAFF, "--id", "staff", "--yes"], 2).contains("claim edit"));
    assert!(desk.fails(&["claim", "add", STAFF, "--text", STAFF, "--yes"], 2).contains("twice"));
    assert!(desk.fails(&["claim", "add", STAFF, "--value", "a few", "--yes"], 2).contains("a few"));
    assert_eq!(ids(&desk), ["by-hand", "staff"]);
}

#[test]
fn where_nobody_can_look_yes_has_to_be_said() {
    let desk = desk("");
    for args in [&["claim", "add", STAFF][..], &["claim", "add", STAFF, "--json"]] {
        let said = desk.fails(args, 2);
        assert!(said.contains("--yes") && said.contains("881 people"), "{said}");
    }
    no_store(&desk);
}

fn asking() -> String {
    format!("claim add '{STAFF}'")
}

#[test]
fn a_person_leaves_it() {
    let desk = desk("");
    let terminal = Terminal::start(&desk, &asking());
    terminal.wait_for("881 people (proposed)");
    terminal.wait_for("leave it");
    terminal.keys(&["n"]);
    terminal.wait_for("Nothing was added");
    terminal.wait_for("ended with 0");
    no_store(&desk);
}

#[test]
fn a_person_takes_it_with_enter() {
    let desk = desk("");
    let terminal = Terminal::start(&desk, &asking());
    terminal.wait_for("leave it");
    terminal.keys(&["Enter"]);
    terminal.wait_for("is watching");
    assert_eq!(ids(&desk).len(), 1);
}

#[test]
fn a_person_changes_it_slot_by_slot() {
    let desk = desk("");
    let terminal = Terminal::start(&desk, &asking());
    terminal.wait_for("leave it");
    terminal.keys(&["e"]);
    for (prompt, answer) in [
        ("Slug", "staff"),
        ("Sentence", ""),
        ("Subject", ""),
        ("Metric", "headcount"),
        ("Value", "881 employees"),
        ("Period", "2024"),
        ("Claimant", ""),
        ("Kind", ""),
        ("Class", ""),
        ("Scenario", ""),
        ("Deadline", ""),
        ("As of", "2024-12"),
    ] {
        terminal.wait_for(prompt);
        if !answer.is_empty() {
            terminal.keys(&[answer]);
        }
        terminal.keys(&["Enter"]);
    }
    terminal.wait_for("881 employees");
    terminal.keys(&["Enter"]);
    terminal.wait_for("Claim staff is watching");
    let claim = desk.json(&["claim", "show", "staff"]);
    assert_eq!((&claim["value"], &claim["period"]), (&"881 employees".into(), &"2024".into()));
    assert_eq!((&claim["metric"]["en"][0], &claim["as_of"]), (&"headcount".into(), &"2024-12".into()));
    assert_eq!(words(&claim["proposed"]), ["kind", "class", "subject"]);
}

#[test]
fn what_is_no_claim_is_said_and_nothing_is_kept() {
    let desk = desk("");
    let long = "word ".repeat(10_000);
    for (sentence, word) in [
        ("", "empty"),
        ("  ", "empty"),
        ("CoreWeave", "states nothing"),
        ("微软", "states nothing"),
        ("Does CoreWeave employ 881 people?", "question"),
        ("CoreWeave有881名员工吗？", "question"),
        ("CoreWeave employs 881 people. It rents out GPUs.", "article add"),
        (&long, "10000 words"),
    ] {
        let said = desk.fails(&["claim", "add", sentence, "--yes"], 2);
        assert!(said.contains(word), "{word}: {said}");
        if word == "article add" {
            // A file need not wait for it: there two sentences are watched as one, with a warning.
            continue;
        }
        fs::write(desk.path("claims.toml"), format!("# one\n[[claim]]\ntext = \"{sentence}\"\n")).unwrap();
        for command in [&["claim", "import"][..], &["config", "check"], &["check"]] {
            let said = desk.fails(command, 2);
            assert!(said.contains("claims.toml:3:8: ") && said.contains(word), "{word}: {said}");
        }
        no_store(&desk);
    }
    assert!(desk.fails(&["claim", "add", "--yes"], 2).contains("claim add '"));
    no_store(&desk);
    let two = "CoreWeave employs 881 people. It rents out GPUs.";
    fs::write(desk.path("claims.toml"), format!("[[claim]]\ntext = \"{two}\"\n")).unwrap();
    let warned = desk.command().args(["config", "check"]).output().unwrap();
    assert!(String::from_utf8_lossy(&warned.stderr).contains("claims.toml:2:8: these are 2 sentences"));
    assert!(desk.ok(&["claim", "import"]).contains("these are 2 sentences"));
}

#[test]
fn other_languages_are_taken_and_said_to_be_watched_by_less() {
    let desk = desk("");
    let said = desk.ok(&[
        "claim",
        "add",
        "Die Stadt Harlan hat 48000 Einwohner und ist die größte im Land.",
        "--yes",
    ]);
    assert!(said.contains("German") && said.contains("words, names and values only"), "{said}");
    let russian = add(&desk, &["Население Харлана составляет 48 тысяч человек."]);
    assert!(russian["notes"][0].as_str().unwrap().contains("Russian"), "{russian:#}");
    let english = add(&desk, &[STAFF]);
    assert_eq!(words(&english["notes"]), [""; 0]);
}

#[test]
fn a_claim_that_nothing_can_find_is_said_at_once_and_again() {
    let desk = desk("");
    assert!(desk.run(&["doctor"]).status.code().is_some());
    let said = desk.ok(&["claim", "add", "It will be better then.", "--yes"]);
    assert!(said.contains("name who or what it is about"), "{said}");
    let id = ids(&desk).remove(0);
    let status = desk.json(&["status"]);
    assert_eq!(status["unfindable"][0]["claim"], id.as_str());
    assert!(desk.ok(&["status"]).contains("name who or what it is about"));
    assert!(desk.ok(&["claim", "show", &id]).contains("name who or what it is about"));
    let doctor = desk.fails(&["doctor"], 1);
    assert!(doctor.contains(&id) && doctor.contains("cannot be found"), "{doctor}");

    // A name mends it.
    desk.ok(&["claim", "edit", &id, "--subject", "CoreWeave"]);
    assert_eq!(desk.json(&["status"])["unfindable"], Json::Array(Vec::new()));
    assert!(!desk.ok(&["status"]).contains("cannot be found"));
}

#[test]
fn proposals_are_marked_and_an_edit_confirms_them() {
    let desk = desk("");
    let claim = add(&desk, &["Norvale Steel employs 881 people.", "--id", "staff"]);
    assert!(words(&claim["proposed"]).contains(&"value"));
    let shown = desk.ok(&["claim", "show", "staff"]);
    assert!(shown.contains("amount, state (proposed)") && shown.contains("881 people (proposed)"), "{shown}");

    desk.ok(&["claim", "edit", "staff", "--value", "881 people", "--class", "closed"]);
    let shown = desk.ok(&["claim", "show", "staff"]);
    assert!(shown.contains("amount (proposed), closed\n") && shown.contains("881 people\n"), "{shown}");

    // The sentence changes: what is still proposed follows it, what a person gave stays.
    desk.ok(&["claim", "edit", "staff", "--text", "Zelta will employ 1,200 people in Dorn by 2031."]);
    let claim = desk.json(&["claim", "show", "staff"]);
    assert_eq!((&claim["class"], &claim["value"]), (&"closed".into(), &"881 people".into()), "{claim:#}");
    assert_eq!(claim["subject"][0], "Zelta");
    assert!(desk.fails(&["claim", "edit", "staff", "--text", "Is it so?"], 2).contains("question"));

    // A new value goes into the sentence, and is given.
    let other = add(&desk, &["Norvale Steel employs 881 people.", "--id", "other"]);
    assert!(words(&other["proposed"]).contains(&"value"));
    desk.ok(&["claim", "edit", "other", "--value", "900 people"]);
    let other = desk.json(&["claim", "show", "other"]);
    assert_eq!(other["text"]["en"], "Norvale Steel employs 900 people.");
    assert!(!words(&other["proposed"]).contains(&"value"));
}

const FILE: &str = "\
[[claim]]
text = \"CoreWeave employs 881 people.\"

[[claim]]
text = { en = \"Microsoft holds a 27% stake in OpenAI.\", zh = \"微软持有OpenAI 27%的股权。\" }
class = \"definition\"

[[claim]]
text = \"海东市常住人口为61万人。\"
";

#[test]
fn in_the_file_too_only_the_text_is_needed() {
    let desk = Desk::with_claims("", FILE);
    assert_eq!(desk.json(&["config", "check"])["claims"], 3);
    assert_eq!(desk.json(&["claim", "import"])["added"].as_array().unwrap().len(), 3);
    let there = ids(&desk);
    let find = |needle: &str| {
        let id = there.iter().find(|id| id.contains(needle)).unwrap();
        desk.json(&["claim", "show", id])
    };
    let staff = find("coreweave");
    assert_eq!(words(&staff["proposed"]), ["kind", "class", "subject", "metric", "value"], "{staff:#}");
    let stake = find("microsoft");
    assert_eq!((&stake["class"], &stake["value"]), (&"definition".into(), &"27%".into()), "{stake:#}");
    assert!(!words(&stake["proposed"]).contains(&"class"));
    let city = find("claim-");
    assert_eq!(
        (&city["text"]["zh"], &city["subject"][0]),
        (&"海东市常住人口为61万人。".into(), &"海东市".into())
    );

    // A second import doubles nothing, in whatever order the file stands; so does one that finds a changed figure.
    let mut parts: Vec<&str> = FILE.split("\n\n").collect();
    parts.reverse();
    fs::write(desk.path("claims.toml"), parts.join("\n\n")).unwrap();
    let again = desk.json(&["claim", "import", "--update"]);
    assert_eq!((&again["added"], &again["updated"]), (&Json::Array(Vec::new()), &Json::Array(Vec::new())));
    fs::write(desk.path("claims.toml"), FILE.replace("881", "900").replace("61万", "62万")).unwrap();
    let said = desk.ok(&["claim", "import"]);
    assert!(said.contains("0 claims added") && said.contains("2 read otherwise"), "{said}");
    desk.ok(&["claim", "import", "--update"]);
    assert_eq!(ids(&desk), there);
    let staff = find("coreweave");
    assert_eq!((&staff["value"], &staff["version"]), (&"900 people".into(), &2.into()));
}

#[test]
fn an_update_leaves_what_a_person_gave() {
    let desk =
        Desk::with_claims("", "[[claim]]\nid = \"staff\"\ntext = \"Norvale Steel employs 881 people.\"\n");
    desk.ok(&["claim", "import"]);
    desk.ok(&["claim", "edit", "staff", "--subject", "Norvale Group"]);
    let same = desk.ok(&["claim", "import"]);
    assert!(
        same.contains("0 claims added, 0 updated."),
        "what the file leaves open is no difference: {same}"
    );
    let changed = "[[claim]]\nid = \"staff\"\ntext = \"Norvale Steel plans to employ 900 people by 2031.\"\n";
    fs::write(desk.path("claims.toml"), changed).unwrap();
    desk.ok(&["claim", "import", "--update"]);
    let claim = desk.json(&["claim", "show", "staff"]);
    assert_eq!(
        (&claim["subject"][0], &claim["value"]),
        (&"Norvale Group".into(), &"900 people".into()),
        "{claim:#}"
    );
    assert_eq!((&claim["class"], &claim["deadline"]), (&"forecast".into(), &"2031".into()));
    assert!(!words(&claim["proposed"]).contains(&"subject"));
}

#[test]
fn a_check_loads_and_watches_sentences() {
    let server = Server::start();
    server.page("/staff", &article("Staff", &["CoreWeave employs 881 people."]));
    let desk = Desk::with_claims(&Desk::source("staff", &server.url("/staff"), ""), FILE);
    desk.check();
    assert_eq!(ids(&desk).len(), 3);
    assert_eq!(desk.flagged(), [""; 0]);
    server.page("/staff", &article("Staff", &["CoreWeave employs 1,200 people."]));
    desk.check();
    let flagged = desk.flagged();
    assert!(flagged.len() == 1 && flagged[0].starts_with("coreweave-"), "{flagged:?}");
    assert_eq!(desk.flags(false)[0]["new"]["value"], "1200");
    // The file says what the store says.
    let again = desk.run(&["check"]);
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(!said.contains("reads otherwise"), "{said}");
}

#[test]
fn claims_of_an_article_are_marked_too() {
    let desk = desk("");
    fs::write(desk.path("article.txt"), "Notes\nNorvale Steel employs 1,200 people in its two mills.\n")
        .unwrap();
    let added = desk.json(&["article", "add", "article.txt", "--yes-above", "0.3"]);
    let claim = &added["added"][0];
    assert!(words(&claim["proposed"]).contains(&"subject"), "{claim:#}");
    let shown = desk.ok(&["claim", "show", claim["id"].as_str().unwrap()]);
    assert!(shown.contains("Norvale Steel (proposed)"), "{shown}");
}

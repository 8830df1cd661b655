//! `claimwatch demo` from start to end.

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

fn claimwatch(dir: &Path) -> Command {
    let mut command = Command::cargo_bin("claimwatch").unwrap();
    command.current_dir(dir).env("HOME", dir).env_remove("XDG_CONFIG_HOME");
    for name in ["CLAIMWATCH_CONFIG", "CLAIMWATCH_DATA_DIR", "CLAIMWATCH_LOG", "STATE_DIRECTORY"] {
        command.env_remove(name);
    }
    command
}

fn json(dir: &Path, arguments: &[&str]) -> Value {
    let done = claimwatch(dir).args(arguments).assert().success();
    serde_json::from_slice(&done.get_output().stdout).unwrap()
}

fn text<'a>(flag: &'a Value, field: &str) -> &'a str {
    flag[field].as_str().unwrap_or_default()
}

#[test]
fn it_flags_what_became_public_and_names_each_claim() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let done = claimwatch(dir).args(["--data-dir", "d", "demo"]).assert().success();
    let printed = String::from_utf8(done.get_output().stdout.clone()).unwrap();

    let flags = json(dir, &["--data-dir", "d", "flag", "list", "--json"]);
    let flags = flags.as_array().unwrap();
    let all = json(dir, &["--data-dir", "d", "flag", "list", "--all", "--json"]);
    let all = all.as_array().unwrap();
    for flag in flags {
        assert!(printed.contains(text(flag, "claim")), "{flag}");
        assert_eq!(flag["state"], "open");
    }
    let of = |claim: &str| flags.iter().filter(|f| f["claim"] == claim).collect::<Vec<_>>();
    for (claim, passage) in [
        ("coreweave-contract", "$22.4 billion"),
        ("microsoft-stake-49", "27%"),
        ("agi-profit-test", "expert panel"),
        ("right-of-first-refusal", "gives up its right"),
        ("coreweave-ipo-raise", "$1.5 billion"),
        ("altman-fired", "2023年11月17日"),
        ("microsoft-in-2024-round", "$750 million"),
    ] {
        // Which of several sources stands for the news is a matter of which was read first.
        let told = |f: &Value| f["claim"] == claim && text(f, "after").contains(passage);
        assert!(!of(claim).is_empty() && all.iter().any(told), "{claim}: {:?}", of(claim));
    }
    // One queue entry for news that many sources tell, in both languages.
    let stake = of("microsoft-stake-49");
    assert_eq!(stake.len(), 1);
    let sources: Vec<&str> =
        stake[0]["sources"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(sources.contains(&"zh-explainer") && sources.contains(&"encyclopedia"), "{sources:?}");
}

#[test]
fn what_says_nothing_of_a_claim_is_flagged_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    claimwatch(dir).args(["--data-dir", "d", "demo"]).assert().success();
    let flags = json(dir, &["--data-dir", "d", "flag", "list", "--all", "--json"]);
    for flag in flags.as_array().unwrap() {
        let (before, after) = (text(flag, "before"), text(flag, "after"));
        assert_ne!(text(flag, "source"), "oracle-newsroom", "{flag}");
        // Counters, relative times, adverts, related links, typo fixes, other companies' numbers.
        for noise in [
            "views",
            "ago",
            "阅读",
            "save 49%",
            "75% of its goal",
            "11,900 readers",
            "收益27%",
            "Ten questions",
            "显卡",
            "artificial intelligence",
            "best-known product",
            "regions",
            "Nvidia intends",
            "with Oracle",
            "英伟达",
            "甲骨文",
        ] {
            assert!(!before.contains(noise) && !after.contains(noise), "{noise}: {flag}");
        }
        // The same said otherwise is no news: 49% as “49 percent” or “百分之四十九”, the right in other words.
        if text(flag, "created_at").starts_with("2025-05") {
            assert!(
                !["microsoft-stake-49", "right-of-first-refusal", "agi-profit-test"]
                    .contains(&text(flag, "claim")),
                "{flag}"
            );
        }
    }
}

#[test]
fn its_archive_verifies_and_review_opens_its_store() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    // Without --data-dir the folder is made here.
    let flags = json(dir, &["demo", "--json"]);
    assert!(flags.as_array().unwrap().len() >= 3);
    let listed = json(dir, &["--data-dir", "claimwatch-demo", "flag", "list", "--json"]);
    assert_eq!(flags, listed);
    claimwatch(dir).args(["--data-dir", "claimwatch-demo", "archive", "verify"]).assert().success();
    let review = claimwatch(dir)
        .args(["--data-dir", "claimwatch-demo", "review", "--plain"])
        .write_stdin("k\nq\n")
        .assert()
        .success();
    assert!(String::from_utf8_lossy(&review.get_output().stdout).contains(text(&flags[0], "claim")));
    let left = json(dir, &["--data-dir", "claimwatch-demo", "flag", "list", "--json"]);
    assert_eq!(left.as_array().unwrap().len(), flags.as_array().unwrap().len() - 1);
}

#[test]
fn another_one_in_the_same_folder_starts_afresh() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let claims = |flags: &Value| {
        let mut claims: Vec<String> =
            flags.as_array().unwrap().iter().map(|f| text(f, "claim").to_owned()).collect();
        claims.sort_unstable();
        claims
    };
    let first = json(dir, &["--data-dir", "d", "demo", "--json"]);
    let second = json(dir, &["--data-dir", "d", "demo", "--json"]);
    assert_eq!(claims(&first), claims(&second));
    claimwatch(dir).args(["--data-dir", "d", "archive", "verify"]).assert().success();
}

#[test]
fn a_folder_with_another_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    std::fs::create_dir(dir.join("desk")).unwrap();
    std::fs::write(dir.join("desk/claimwatch.db"), "a desk's work").unwrap();
    let refused = claimwatch(dir).args(["--data-dir", "desk", "demo"]).assert().code(2);
    assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains("no demonstration made"));
    assert_eq!(std::fs::read_to_string(dir.join("desk/claimwatch.db")).unwrap(), "a desk's work");
    assert_eq!(std::fs::read_dir(dir.join("desk")).unwrap().count(), 1);
}

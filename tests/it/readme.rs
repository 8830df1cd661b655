//! The README says what is so: every line of its recipes runs, and what it names is there.

use std::path::Path;

use crate::common::Server;
use crate::help::{prepared, shell, stand_ins};

const README: &str = include_str!("../../README.md");

/// The lines of its `sh` blocks.
fn lines() -> impl Iterator<Item = &'static str> {
    README
        .split("```sh\n")
        .skip(1)
        .flat_map(|rest| rest.split_once("```").map_or("", |(block, _)| block).lines())
        .filter(|line| !line.is_empty())
}

#[test]
fn every_recipe_runs() {
    let server = Server::start();
    let desk = prepared(&server);
    let mut run = 0;
    for line in lines() {
        // The two commands of the start build everything; one of them runs this very test.
        if matches!(line, "./start" | "./test") {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(line).is_file(), "{line}");
            continue;
        }
        assert!(line.starts_with("claimwatch "), "{line}");
        let out = shell(&desk, &stand_ins(line, &server));
        let said =
            format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        // doctor says 1 where the machine lacks something.
        let allowed: &[i32] = if line.contains("doctor") { &[0, 1] } else { &[0] };
        assert!(allowed.contains(&out.status.code().unwrap()), "{line}\n{said}");
        run += 1;
    }
    assert!(run > 20, "{run} lines");
}

#[test]
fn every_link_and_picture_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for link in README.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !link.starts_with("http") {
            assert!(root.join(link).is_file(), "{link}");
            seen += 1;
        }
    }
    assert!(seen >= 6, "{seen} links");
}

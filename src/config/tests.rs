use super::*;

mod shipped;

#[test]
fn minimal() {
    let config = parse("[[source]]\nid='a'\nurl='https://a.org/'\n", Path::new("sources.toml")).unwrap();
    assert_eq!(config.sources[0].id, "a");
}

//! The archive on a real disk: written, killed, damaged, verified.

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use tempfile::TempDir;
use tokio_util::bytes::Bytes;

use super::verify::{Report, missing, verify, verify_file};
use super::*;
use crate::fetch::{HeaderMap, HeaderName, HeaderValue, Truncation};

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_366_400, 123_456_000).unwrap()
}

fn exchange(body: &str) -> Exchange {
    let headers =
        [("content-type", "text/html"), ("content-encoding", "identity"), ("transfer-encoding", "chunked")];
    Exchange {
        url: "https://a.example/news?x=1".into(),
        redirects: Vec::new(),
        at: noon(),
        request_head: "GET /news?x=1 HTTP/1.1\r\nHost: a.example\r\nx-token: [redacted]\r\n\r\n".into(),
        http_version: "HTTP/2.0".into(),
        status: 200,
        headers: HeaderMap::from_iter(
            headers.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))),
        ),
        raw: body.to_owned().into(),
        ip: Some([192, 0, 2, 7].into()),
        truncated: None,
    }
}

fn reference(stored: &Stored) -> Reference {
    Reference {
        record_id: stored.record_id.clone(),
        url: exchange("").url,
        at: noon(),
        payload_sha256: stored.payload_sha256.clone(),
    }
}

fn folder() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("archive");
    (temp, dir)
}

fn clean(dir: &Path) -> Report {
    let report = verify(dir).unwrap();
    assert_eq!(report.problems, [], "{}", dir.display());
    report
}

#[tokio::test]
async fn a_capture_is_read_back_as_it_came() {
    let (_temp, dir) = folder();
    let archive = Archive::open(&dir).unwrap();
    let stored = archive.capture(exchange("<p>一句话\r\n\r\nrest")).await.unwrap();
    assert_eq!(stored.place.file, "2026/claimwatch-20260301-000001.warc.gz");
    let record = archive.read(&stored.place).unwrap();
    assert_eq!((record.kind(), record.id()), ("response", stored.record_id.as_str()));
    assert_eq!(record.payload(), "<p>一句话\r\n\r\nrest".as_bytes());
    let head = String::from_utf8_lossy(record.http_head()).into_owned();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"), "{head}");
    assert!(
        head.contains("x-archive-orig-transfer-encoding: chunked\r\n") && !head.contains("\ntransfer-"),
        "{head}"
    );
    for (name, value) in [
        ("WARC-Target-URI", "https://a.example/news?x=1"),
        ("WARC-Date", "2026-03-01T12:00:00.123456Z"),
        ("WARC-IP-Address", "192.0.2.7"),
        ("WARC-Protocol", "h2"),
        ("warc-payload-digest", &format!("sha256:{}", stored.payload_sha256)),
    ] {
        assert_eq!(record.header(name), Some(value), "{name}");
    }
    assert_eq!(record.header("WARC-Truncated"), None);
    let request =
        Place { offset: stored.place.offset + stored.place.length, length: 1 << 20, ..stored.place.clone() };
    let request = archive.read(&request).unwrap();
    assert_eq!(request.header("WARC-Concurrent-To"), Some(format!("<{}>", stored.record_id).as_str()));
    assert_eq!(request.block, exchange("").request_head.as_bytes());
    drop(archive);
    assert_eq!(clean(&dir).records.len(), 3, "warcinfo, response, request");
    let elsewhere = Place { file: "../secrets".into(), offset: 0, length: 9 };
    assert!(read(&dir, &elsewhere).is_err());
}

#[tokio::test]
async fn a_revisit_refers_to_the_capture_and_holds_no_body() {
    let (_temp, dir) = folder();
    let archive = Archive::open(&dir).unwrap();
    let first = archive.capture(exchange("body")).await.unwrap();
    let not_modified = Exchange { status: 304, raw: Bytes::new(), ..exchange("") };
    for (exchange, profile) in
        [(not_modified, "server-not-modified"), (exchange("body"), "identical-payload-digest")]
    {
        let stored = archive.revisit(exchange, reference(&first)).await.unwrap();
        let record = archive.read(&stored.place).unwrap();
        assert_eq!((record.kind(), record.payload().len()), ("revisit", 0));
        assert!(record.header("WARC-Profile").unwrap().ends_with(profile));
        assert_eq!(record.header("WARC-Refers-To"), Some(format!("<{}>", first.record_id).as_str()));
        assert_eq!(record.header("WARC-Refers-To-Target-URI"), Some("https://a.example/news?x=1"));
        assert_eq!(record.header("WARC-Refers-To-Date"), Some("2026-03-01T12:00:00.123456Z"));
        assert_eq!(stored.payload_sha256, first.payload_sha256);
    }
    let cut = Exchange { truncated: Some(Truncation::Disconnect), ..exchange("bo") };
    let cut = archive.capture(cut).await.unwrap();
    assert_eq!(archive.read(&cut.place).unwrap().header("WARC-Truncated"), Some("disconnect"));
    drop(archive);
    clean(&dir);
}

#[tokio::test]
async fn a_sweep_of_captures_is_all_there_and_where_it_says() {
    let (_temp, dir) = folder();
    let archive = Archive::open(&dir).unwrap();
    let all = (0..300).map(|i| archive.capture(exchange(&format!("page {i}"))));
    let all = futures_util::future::join_all(all).await;
    for (i, stored) in all.iter().enumerate() {
        let record = archive.read(&stored.as_ref().unwrap().place).unwrap();
        assert_eq!(record.payload(), format!("page {i}").as_bytes());
    }
    let expected: Vec<_> = all.into_iter().map(Result::unwrap).collect();
    drop(archive);
    assert_eq!(missing(&clean(&dir).records, &expected), []);
}

#[tokio::test]
async fn files_roll_by_day_and_size_and_go_on_after_a_restart() {
    let (_temp, dir) = folder();
    let archive = Archive::open_with(&dir, 1500).unwrap();
    let mut names = Vec::new();
    for day in [0, 0, 0, 1, 0] {
        let at = noon() + TimeDelta::days(day);
        names.push(archive.capture(Exchange { at, ..exchange("x") }).await.unwrap().place.file);
    }
    drop(archive);
    let archive = Archive::open_with(&dir, 20_000).unwrap();
    names.push(
        archive
            .capture(Exchange { at: noon() + TimeDelta::days(400), ..exchange("x") })
            .await
            .unwrap()
            .place
            .file,
    );
    names.push(archive.capture(exchange("late")).await.unwrap().place.file);
    drop(archive);
    let names: Vec<_> = names.iter().map(|name| &name[16..name.len() - 8]).collect();
    assert_eq!(
        names,
        [
            "20260301-000001",
            "20260301-000001",
            "20260301-000002",
            "20260302-000001",
            "20260302-000001",
            "20270405-000001",
            "20270405-000001"
        ]
    );
    assert_eq!(clean(&dir).records.len(), 7 * 2 + 4);
}

#[tokio::test]
async fn a_torn_tail_is_cut_off_wherever_the_kill_hit() {
    let (_temp, dir) = folder();
    let archive = Archive::open(&dir).unwrap();
    let first = archive.capture(exchange("first")).await.unwrap();
    let second = archive.capture(exchange("second")).await.unwrap();
    drop(archive);
    let path = dir.join(&second.place.file);
    let whole = fs::read(&path).unwrap();
    let start = usize::try_from(second.place.offset).unwrap();
    let (note, end) = (dir.join("last-record"), whole.len());
    for cut in (0..end).step_by(7).chain(start..start + 14).chain([end - 1, end]) {
        fs::write(&path, &whole[..cut]).unwrap();
        if cut % 2 == 0 {
            // The note is of an earlier time.
            fs::write(&note, format!("{} {}\n", first.place.file, first.place.offset)).unwrap();
        }
        let archive = Archive::open(&dir).unwrap();
        let third = archive.capture(exchange("third")).await.unwrap();
        drop(archive);
        let report = clean(&dir);
        let was_whole = |stored: &&Stored| stored.place.offset + stored.place.length <= cut as u64;
        let expected: Vec<_> =
            [&first, &second].into_iter().filter(was_whole).chain([&third]).cloned().collect();
        assert_eq!(missing(&report.records, &expected), [], "cut at {cut}");
    }
    fs::write(&path, &whole[..start + 5]).unwrap();
    let report = verify(&dir).unwrap();
    assert_eq!((report.problems.len(), report.problems[0].offset), (1, second.place.offset));
    assert!(report.problems[0].what.starts_with("torn tail"), "{}", report.problems[0]);
}

#[tokio::test]
async fn every_changed_byte_is_found_and_the_rest_still_read() {
    let (_temp, dir) = folder();
    let archive = Archive::open(&dir).unwrap();
    let mut expected = Vec::new();
    for body in ["one", "two", "three"] {
        expected.push(archive.capture(exchange(body)).await.unwrap());
    }
    drop(archive);
    let place = &expected[1].place;
    let path = dir.join(&place.file);
    let whole = fs::read(&path).unwrap();
    for at in place.offset..place.offset + place.length {
        let mut changed = whole.clone();
        changed[usize::try_from(at).unwrap()] ^= 0x10;
        fs::write(&path, &changed).unwrap();
        let report = verify_file(&dir, &place.file).unwrap();
        let gone = missing(&report.records, &expected);
        assert_eq!(gone.len(), 1, "byte {at}: {gone:?}");
        assert_eq!((gone[0].offset, &gone[0].file), (place.offset, &place.file));
        // Padding bits that no checksum covers are caught by the store's digest of the member only.
        assert!(report.problems.len() == 1 || gone[0].what.contains("written anew"), "byte {at}");
    }
    let (from, to) = (place.offset, place.offset + place.length);
    let without = [&whole[..usize::try_from(from).unwrap()], &whole[usize::try_from(to).unwrap()..]].concat();
    fs::write(&path, without).unwrap();
    let report = verify_file(&dir, &place.file).unwrap();
    assert_eq!(report.problems, [], "what is there is in order");
    assert_eq!(missing(&report.records, &expected).len(), 2, "one is gone, one lies elsewhere");
    fs::remove_file(&path).unwrap();
    assert_eq!(verify_file(&dir, &place.file).unwrap().problems[0].what, "the file is missing");
}

#[tokio::test]
async fn a_record_with_a_false_digest_is_named() {
    let (_temp, dir) = folder();
    let archive = Archive::open(&dir).unwrap();
    let stored = archive.capture(exchange("holds 49%")).await.unwrap();
    drop(archive);
    let path = dir.join(&stored.place.file);
    let whole = fs::read(&path).unwrap();
    let (from, to) = (stored.place.offset, stored.place.offset + stored.place.length);
    let (from, to) = (usize::try_from(from).unwrap(), usize::try_from(to).unwrap());
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&whole[from..to]).read_to_end(&mut text).unwrap();
    let text = String::from_utf8(text).unwrap().replace("holds 49%", "holds 27%");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    io::Write::write_all(&mut gzip, text.as_bytes()).unwrap();
    fs::write(&path, [&whole[..from], &gzip.finish().unwrap(), &whole[to..]].concat()).unwrap();
    let problems = verify(&dir).unwrap().problems;
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems.iter().all(|problem| problem.offset == from as u64 && problem.what.contains("Digest")));
}

#[test]
fn an_empty_or_absent_archive_is_in_order() {
    let (_temp, dir) = folder();
    assert!(clean(&dir).records.is_empty());
    drop(Archive::open(&dir).unwrap());
    assert!(clean(&dir).records.is_empty());
}

proptest! {
    #[test]
    fn rubbish_in_a_file_is_damage_and_no_panic(bytes in proptest::collection::vec(any::<u8>(), 1..2000)) {
        let (_temp, dir) = folder();
        fs::create_dir_all(dir.join("2026")).unwrap();
        fs::write(dir.join("2026/claimwatch-20260301-000001.warc.gz"), &bytes).unwrap();
        let report = verify(&dir).unwrap();
        prop_assert!(!report.problems.is_empty() && report.records.is_empty());
        drop(Archive::open(&dir).unwrap());
        prop_assert!(clean(&dir).records.is_empty());
    }
}

//! Changes that bear on a claim are flagged.

use crate::common::{Desk, Server};

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title></head><body><nav><a href=/>Home</a> <a href=/a>About</a></nav><main><article><h1>{title}</h1>{body}</article></main><footer>© Example</footer></body></html>"
    )
}

#[test]
fn the_stake_falls() {
    let server = Server::start();
    let text = |stake: &str| {
        page(
            "Microsoft and OpenAI",
            &format!(
                "<p>The two companies have worked together for years.</p><p>Microsoft holds a {stake} stake in OpenAI, according to the companies.</p><p>Both expect to go on working together.</p>"
            ),
        )
    };
    server.page("/a", &text("49%"));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    assert_eq!(desk.flagged(), Vec::<String>::new());
    server.page("/a", &text("27%"));
    desk.check();
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    let flag = &desk.flags(false)[0];
    println!("{}", desk.ok(&["flag", "show", flag["id"].as_str().unwrap()]));
    assert_eq!(flag["relation"], "differs");
}

//! A service that the config names, such as a model: JSON is posted to its one address, behind the doors of a source.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use url::{Host, Url};

use super::client::with_roots;
use super::error::{FailureKind, FetchError};
use super::guard::{self, GuardedResolver, Reach};

/// The client of one address. It follows no redirect and knows no proxy, so that a key goes there and nowhere else.
#[derive(Debug)]
pub struct Endpoint {
    client: reqwest::Client,
    url: Url,
}

impl Endpoint {
    /// An address that is written as an IP, or as localhost, says for itself that it may be private; what a name leads
    /// to may be so with `allow_private` alone. Metadata services are never reached.
    pub fn new(url: Url, allow_private: bool, timeout: Duration) -> Result<Self, FetchError> {
        let reach = if allow_private || is_plain(&url) { Reach::Private } else { Reach::Public };
        guard::check_url(&url)?;
        guard::check_literal(&url, reach)?;
        let client = with_roots(|| {
            reqwest::Client::builder()
                .dns_resolver(GuardedResolver(reach))
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .referer(false)
                .timeout(timeout)
                .connect_timeout(timeout.min(Duration::from_secs(5)))
                .pool_max_idle_per_host(0)
                .http2_max_header_list_size(64 << 10)
        })?;
        Ok(Self { client, url })
    }

    /// Posts JSON and reads an answer of at most `most` bytes.
    pub async fn post(&self, json: String, key: Option<&str>, most: usize) -> Result<Vec<u8>, FetchError> {
        let host = self.url.host_str().unwrap_or_default();
        let failed = |error: reqwest::Error| FetchError::from_client(&error, host);
        let mut request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(json);
        if let Some(key) = key {
            request = request.bearer_auth(key);
        }
        let mut response = request.send().await.map_err(failed)?;
        let status = response.status();
        if !status.is_success() {
            let message = format!("{host} answered with status {}", status.as_u16());
            return Err(FetchError::new(FailureKind::Status, message));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if bytes.len() + chunk.len() > most {
                let message = format!("the answer of {host} is longer than {most} bytes");
                return Err(FetchError::new(FailureKind::TooLarge, message));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

/// Whether the address names a machine without DNS, so that what is written is where it goes.
fn is_plain(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(address: &str, allow_private: bool) -> Result<Endpoint, FetchError> {
        Endpoint::new(Url::parse(address).unwrap(), allow_private, Duration::from_secs(2))
    }

    #[test]
    fn what_is_written_may_be_nearby_and_metadata_services_never() {
        for address in
            ["http://127.0.0.1:8000/v1", "http://192.168.0.7/v1", "http://[::1]/v1", "http://localhost/"]
        {
            assert!(endpoint(address, false).is_ok(), "{address}");
        }
        for address in
            ["http://169.254.169.254/v1", "http://[fd00:ec2::254]/", "ftp://a.example/", "http://a:b@c/"]
        {
            assert!(endpoint(address, true).is_err(), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_needs_leave() {
        // Trailing dot: a name like any other, which the system's resolver takes to loopback.
        let refused =
            endpoint("http://localhost.:1/v1", false).unwrap().post("{}".into(), None, 10).await.unwrap_err();
        assert!(matches!(refused.kind, FailureKind::ForbiddenAddress | FailureKind::Dns), "{refused}");
        let dialled =
            endpoint("http://localhost:1/v1", false).unwrap().post("{}".into(), None, 10).await.unwrap_err();
        assert_eq!(dialled.kind, FailureKind::Connect, "{dialled}");
    }
}

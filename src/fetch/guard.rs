//! The address guard: which addresses are dialled at all.
//!
//! Three doors must be shut together, since the client library asks its resolver about names only: a host
//! that is an IP address is tested before the request, a name's addresses are tested after DNS (and only
//! those that passed are dialled), and every redirect comes back to both tests. The system's proxy settings
//! are ignored.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::error::{FailureKind, FetchError};

/// Which addresses a request may go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Reach {
    /// Globally reachable ones.
    Public,
    /// Private and loopback ones as well; never metadata services, multicast or the unspecified address.
    Private,
}

/// Tests a URL for what is never fetched: other schemes than http and https, credentials, no host, overlong.
pub fn check_url(url: &Url) -> Result<(), FetchError> {
    let refuse = |message: String| Err(FetchError::new(FailureKind::ForbiddenAddress, message));
    if !matches!(url.scheme(), "http" | "https") {
        return refuse(format!(
            "addresses that begin with {}: are not fetched; use http or https",
            url.scheme()
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse(
            "a password in an address ends up in logs; give it in the source's headers instead".into(),
        );
    }
    if url.host().is_none() {
        return refuse("the address names no host".into());
    }
    if url.as_str().len() > 8192 {
        return refuse("the address is longer than 8192 bytes".into());
    }
    Ok(())
}

/// The first door: an IP address in the URL, which no resolver is asked about.
pub(super) fn check_literal(url: &Url, reach: Reach) -> Result<(), FetchError> {
    let ip = match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
        _ => return Ok(()),
    };
    match refused(ip, reach) {
        None => Ok(()),
        Some(range) => {
            let forbidden = Forbidden { host: ip.to_string(), ip, range };
            Err(FetchError::new(FailureKind::ForbiddenAddress, forbidden.to_string()))
        }
    }
}

fn refused(ip: IpAddr, reach: Reach) -> Option<&'static str> {
    match reach {
        Reach::Public => forbidden(ip),
        Reach::Private => {
            forbidden(ip).filter(|range| !matches!(*range, PRIVATE | LOOPBACK | SHARED | UNIQUE_LOCAL))
        }
    }
}

const PRIVATE: &str = "private";
const LOOPBACK: &str = "loopback";
const SHARED: &str = "shared (carrier-grade NAT)";
const UNIQUE_LOCAL: &str = "unique local";

/// The name of the special range that an address lies in; `None` for globally reachable ones.
///
/// After the IANA special-purpose registries for IPv4 and IPv6. An IPv6 address that embeds an IPv4 one
/// (mapped, compatible, NAT64, 6to4, Teredo) is judged by the embedded one as well.
pub fn forbidden(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => forbidden_v4(ip),
        IpAddr::V6(ip) => forbidden_v6(ip),
    }
}

fn forbidden_v4(ip: Ipv4Addr) -> Option<&'static str> {
    let range = match ip.octets() {
        // Metadata services of two clouds outside the link-local range.
        [168, 63, 129, 16] | [100, 100, 100, 200] => "metadata service",
        [0, ..] => "unspecified",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => PRIVATE,
        [100, 64..=127, ..] => SHARED,
        [127, ..] => LOOPBACK,
        [169, 254, ..] => "link-local (metadata services)",
        [192, 0, 0, _] => "protocol assignment",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "documentation",
        [192, 31, 196, _] | [192, 52, 193, _] | [192, 175, 48, _] => "anycast sink (AS112, AMT)",
        [192, 88, 99, _] => "6to4 relay",
        [198, 18..=19, ..] => "benchmarking",
        [224..=239, ..] => "multicast",
        [240..=255, ..] => "reserved",
        _ => return None,
    };
    Some(range)
}

fn forbidden_v6(ip: Ipv6Addr) -> Option<&'static str> {
    let segments = ip.segments();
    let v4 = |high: usize| {
        let ([a, b], [c, d]) = (segments[high].to_be_bytes(), segments[high + 1].to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("unspecified"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some(LOOPBACK),
        // Mapped addresses are dialled as IPv4; compatible and translated ones are of no use to anybody.
        [0, 0, 0, 0, 0, 0xffff, ..] => forbidden_v4(v4(6)),
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => forbidden_v4(v4(6)).map(|_| "NAT64 of a special address"),
        [0x64, 0xff9b, ..] => Some("local NAT64"),
        [0x2001, 0, ..] => Some("Teredo"),
        [0x2001, 0x0001..=0x01ff, ..] => Some("protocol assignment"),
        [0x2001, 0x0db8, ..] | [0x3fff, 0x0000..=0x0fff, ..] => Some("documentation"),
        [0x2002, ..] => forbidden_v4(v4(1)).map(|_| "6to4 of a special address"),
        // The metadata service of one cloud.
        [0xfd00, 0x0ec2, ..] => Some("metadata service"),
        [0xfc00..=0xfdff, ..] => Some(UNIQUE_LOCAL),
        [0xfe80..=0xfebf, ..] => Some("link-local"),
        [0xff00..=0xffff, ..] => Some("multicast"),
        // What is not in 2000::/3 has not been given out.
        [0x2000..=0x3fff, ..] => None,
        _ => Some("reserved"),
    }
}

/// A host whose address is not dialled.
#[derive(Debug)]
pub(super) struct Forbidden {
    host: String,
    ip: IpAddr,
    range: &'static str,
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, ip, range } = self;
        if *host == ip.to_string() {
            write!(f, "{ip} is a {range} address")?;
        } else {
            write!(f, "{host} leads to {ip}, a {range} address")?;
        }
        f.write_str(
            "; only public ones are fetched, unless the entry itself is there and has allow_private = true",
        )
    }
}

impl std::error::Error for Forbidden {}

/// A name that DNS gives no address for.
#[derive(Debug)]
pub(super) struct Unresolved {
    host: String,
    why: String,
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no address found for {}: {}", self.host, self.why)
    }
}

impl std::error::Error for Unresolved {}

/// The second door: asks the system's resolver and hands on only the addresses that may be dialled.
#[derive(Debug, Clone, Copy)]
pub(super) struct GuardedResolver(pub Reach);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::net::lookup_host((host.as_str(), 0)).await.map(Iterator::collect::<Vec<_>>);
            let found = found.map_err(|error| Unresolved { host: host.clone(), why: error.to_string() })?;
            Ok(Box::new(admit(host, &found, reach)?.into_iter()) as Addrs)
        })
    }
}

/// The addresses that may be dialled; an error that names the first refused one if there are none.
fn admit(
    host: String,
    found: &[SocketAddr],
    reach: Reach,
) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
    let admitted: Vec<_> = found.iter().filter(|addr| refused(addr.ip(), reach).is_none()).copied().collect();
    if !admitted.is_empty() {
        return Ok(admitted);
    }
    match found.first().map(SocketAddr::ip) {
        None => Err(Unresolved { host, why: "the answer holds no address".into() }.into()),
        Some(ip) => Err(Forbidden { host, ip, range: refused(ip, reach).unwrap_or("special") }.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(address: &str, reach: Reach) -> bool {
        let url = Url::parse(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        check_url(&url).is_ok() && check_literal(&url, reach).is_ok()
    }

    #[test]
    fn special_addresses_are_refused_in_every_notation() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "0x7f000001",
            "127.0.0.1.",
            "１２７.0.0.1",
            "0",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "2852039166",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.8",
            "192.0.2.1",
            "198.51.100.9",
            "203.0.113.9",
            "198.18.0.1",
            "198.19.255.255",
            "192.88.99.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "[::]",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:169.254.169.254]",
            "[::127.0.0.1]",
            "[::8.8.8.8]",
            "[::ffff:0:127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::8.8.8.8]",
            "[2002:7f00:1::]",
            "[2002:a00:1::1]",
            "[2001:0:1::1]",
            "[2001:10::1]",
            "[2001:db8::1]",
            "[3fff::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[fd00:ec2::254]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[100::1]",
            "[4000::1]",
            "[5f00::1]",
        ] {
            assert!(!literal(&format!("http://{host}/"), Reach::Public), "{host}");
        }
    }

    #[test]
    fn public_addresses_pass() {
        for host in [
            "8.8.8.8",
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "11.0.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.1",
            "[2606:4700:4700::1111]",
            "[2a00:1450::1]",
            "[::ffff:8.8.8.8]",
            "[64:ff9b::8.8.8.8]",
            "[2002:808:808::1]",
            "example.org",
        ] {
            assert!(literal(&format!("https://{host}/"), Reach::Public), "{host}");
        }
    }

    #[test]
    fn a_private_source_reaches_its_network_but_no_metadata_service() {
        for host in ["127.0.0.1", "10.1.2.3", "192.168.0.9", "100.64.1.1", "[::1]", "[fd12::1]", "8.8.8.8"] {
            assert!(literal(&format!("http://{host}/"), Reach::Private), "{host}");
        }
        for host in [
            "169.254.169.254",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "[fd00:ec2::254]",
            "[fe80::1]",
            "[::]",
            "168.63.129.16",
            "[::ffff:169.254.169.254]",
            "[64:ff9b::169.254.169.254]",
        ] {
            assert!(!literal(&format!("http://{host}/"), Reach::Private), "{host}");
        }
    }

    #[test]
    fn other_schemes_credentials_and_overlong_addresses_are_refused() {
        for address in
            ["ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "data:text/plain,x"]
        {
            assert!(check_url(&Url::parse(address).unwrap()).is_err(), "{address}");
        }
        for address in ["http://me@example.org/", "http://me:pass@example.org/", "http://:pass@example.org/"]
        {
            let error = check_url(&Url::parse(address).unwrap()).unwrap_err();
            assert_eq!(error.kind, FailureKind::ForbiddenAddress);
            assert!(!error.message.contains("pass@"), "{}", error.message);
        }
        let long = format!("http://example.org/{}", "a".repeat(9000));
        assert!(check_url(&Url::parse(&long).unwrap()).is_err());
    }

    #[test]
    fn a_name_keeps_only_its_public_addresses() {
        let addr = |ip: &str| SocketAddr::new(ip.parse().unwrap(), 0);
        let mixed = [addr("127.0.0.1"), addr("93.184.215.14"), addr("fe80::1")];
        assert_eq!(admit("a.example".into(), &mixed, Reach::Public).unwrap(), [mixed[1]]);
        let inside = [addr("10.0.0.7")];
        let error = admit("a.example".into(), &inside, Reach::Public).unwrap_err();
        assert!(error.downcast_ref::<Forbidden>().is_some());
        assert!(error.to_string().starts_with("a.example leads to 10.0.0.7, a private address"), "{error}");
        assert_eq!(admit("a.example".into(), &inside, Reach::Private).unwrap(), inside);
        assert!(admit("a.example".into(), &[], Reach::Private).unwrap_err().is::<Unresolved>());
    }
}

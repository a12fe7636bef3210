use super::url_to_fetch;

#[test]
fn only_public_names_are_fetched_from_and_only_by_https() {
    for url in [
        "https://example.com/x.json",
        "https://example.com:8443/x.json",
        "https:example.com/x",
        "https://example.com./x",
        "https://localhost.example.com/x",
        "https://mylocal.example/x",
        "https://notinternal.com/x",
        "https://xn--bcher-kva.example/x",
    ] {
        assert!(url_to_fetch(url).is_some(), "{url}");
    }
    for url in [
        "http://example.com/x.json",
        "ftp://example.com/x",
        "https://user@example.com/x",
        "https://:word@example.com/x",
        "https://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.0.1./",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/x",
        "https://LOCALHOST:8443/x",
        "https://localhost./x",
        "https://a.localhost/x",
        "https://router/x",
        "https://printer.local/x",
        "https://metadata.google.internal/x",
        "https://nas.lan/x",
        "https://box.home.arpa/x",
        "https://wiki.corp./x",
        "https:///x",
        "example.com/x",
        "",
    ] {
        assert!(url_to_fetch(url).is_none(), "{url}");
    }
}

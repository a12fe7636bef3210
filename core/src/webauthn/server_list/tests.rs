use super::*;

const ID: [u8; 16] = [0xfe, 0x9a, 0x6e, 0x47, 0xe4, 0xc6, 0x4d, 0x9b, 0x64, 0xa9, 0x00, 0x8b, 0x17, 0x70, 0x50, 0x8c];

fn id() -> CredentialId {
    CredentialId::from_bytes(ID).unwrap()
}

#[test]
fn ids_are_found_in_every_encoding_and_shape_that_servers_write() {
    // base64url, base64 with padding, Entra's UrlToken (two `=` left out) of the same 16 bytes.
    for text in ["_ppuR-TGTZtkqQCLF3BQjA", "/ppuR+TGTZtkqQCLF3BQjA==", "_ppuR-TGTZtkqQCLF3BQjA2"] {
        for shape in [
            format!(r#"["{text}"]"#),
            format!(r#"[{{"id":"{text}","displayName":"phone"}}]"#),
            format!(r#"{{"@odata.context":"x","value":[{{"@odata.type":"y","id":"{text}"}}]}}"#),
            format!(r#"{{"credentials":[{{"credentialId":"{text}"}}],"count":1}}"#),
        ] {
            let list = ServerList::parse(shape.as_bytes()).unwrap();
            assert!(list.names(&id()), "{shape}");
            assert!(list.is_complete(), "{shape}");
        }
    }
}

#[test]
fn an_entry_that_cannot_be_read_makes_the_list_incomplete() {
    for entry in ["null", "7", r#""*""#, r#"{"name":"x"}"#, r#"{"id":null}"#, r#"{"id":7}"#, "[]", r#""""#] {
        let list = ServerList::parse(format!(r#"["_ppuR-TGTZtkqQCLF3BQjA",{entry}]"#).as_bytes()).unwrap();
        assert!(list.names(&id()) && !list.is_complete(), "{entry}");
        assert_eq!(list.unreadable(), 1);
    }
}

#[test]
fn an_empty_list_is_a_list() {
    let list = ServerList::parse(b"[]").unwrap();
    assert!(list.is_complete() && !list.names(&id()));
    assert!(ServerList::parse(br#"{"value":[]}"#).unwrap().is_complete());
}

#[test]
fn what_is_no_list_is_refused() {
    for text in ["", "null", "7", r#""AAEC""#, "{}", r#"{"id":"AAEC"}"#, r#"{"a":[],"b":[]}"#, "[1"] {
        assert_eq!(ServerList::parse(text.as_bytes()).err(), Some(ServerListRefused::NotAList), "{text}");
    }
}

mod table;

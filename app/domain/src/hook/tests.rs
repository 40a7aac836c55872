use super::*;

const LONG: &str = "0123456789abcdef";

fn spec(preset: Preset) -> Spec {
    let key = match preset.key() {
        KeyKind::None => Key::None,
        KeyKind::Sign => Key::Sign(LONG.into()),
        KeyKind::Bearer => Key::Bearer(LONG.into()),
        KeyKind::Basic => Key::Basic("user:password".into()),
        KeyKind::Header => Key::Header { name: "X-Api-Key".into(), value: LONG.into() },
        KeyKind::Placed => Key::Placed(LONG.into()),
    };
    Spec {
        name: "Pager".into(),
        preset,
        url: preset.url().into(),
        method: preset.method(),
        content: preset.content(),
        template: preset.template().into(),
        key,
    }
}

fn parse(spec: Spec) -> Result<Hook, BadHook> {
    Hook::parse(HookId::from_bytes([1; 16]), spec)
}

fn json() -> Spec {
    spec(Preset::Json)
}

#[test]
fn every_preset_is_a_hook_that_needs_an_address_exactly_where_it_names_one() {
    for preset in Preset::ALL {
        let hook = parse(spec(preset)).unwrap_or_else(|why| panic!("{preset:?}: {why}"));
        let group = matches!(preset, Preset::Slack | Preset::Mattermost);
        assert_eq!(hook.needs_address(), !group, "{preset:?}");
        let filled = hook.fill("You are needed.", "https://care.example/app/p/1", "+49 1", "id-1");
        let body = filled.body.map(|(body, _)| body.into_revealed()).unwrap_or_default();
        assert!(body.contains("needed"), "{preset:?}: {body}");
    }
}

#[test]
fn a_request_is_filled_with_values_that_stay_values() {
    let hook = parse(spec(Preset::Matrix)).unwrap();
    let filled = hook.fill("a \"b\"", "https://care.example/app/p/1", "!r/../x?:example.org", "id-1");
    assert_eq!(filled.method, Method::Put);
    let url =
        "https://matrix.example.org/_matrix/client/v3/rooms/%21r%2F..%2Fx%3F%3Aexample.org/send/m.room.message/id-1";
    assert_eq!(filled.url.reveal(), url);
    let (body, media_type) = filled.body.unwrap();
    assert_eq!(body.reveal(), r#"{"msgtype": "m.text", "body": "a \"b\" https://care.example/app/p/1"}"#);
    assert_eq!(media_type, "application/json");

    let sms = parse(spec(Preset::Sms)).unwrap().fill("a&b=c", "https://x", "+491", "id-1");
    assert_eq!(sms.body.unwrap().0.reveal(), "to=%2B491&text=a%26b%3Dc+https%3A%2F%2Fx");

    let url = "https://sms.example/?n={to}&t={text}&k={secret}".into();
    let get = Spec { url, method: Method::Get, template: "".into(), key: Key::Placed("s&t".into()), ..json() };
    let filled = parse(get).unwrap().fill("a b", "l", "+491", "i");
    assert_eq!(filled.url.reveal(), "https://sms.example/?n=%2B491&t=a%20b&k=s%26t");
    assert_eq!(filled.body, None);
}

#[test]
fn an_address_is_taken_or_refused_with_its_reason() {
    let long = format!("https://a.example/{}", "x".repeat(URL_BYTES_MAX));
    let table = [
        ("https://a.example", Ok("https://a.example")),
        (" https://a.example:8443/x?y={id} ", Ok("https://a.example:8443")),
        ("https://a.example?x={to}", Ok("https://a.example")),
        // Whether plain http may be called is for the server to say.
        ("http://127.0.0.1:8123/x", Ok("http://127.0.0.1:8123")),
        ("", Err(BadHook::Url)),
        ("a.example", Err(BadHook::Url)),
        ("HTTPS://a.example", Err(BadHook::Url)),
        ("ftp://a.example", Err(BadHook::Url)),
        ("https://", Err(BadHook::Url)),
        ("https:///x", Err(BadHook::Url)),
        ("https://u:p@a.example/", Err(BadHook::Url)),
        ("https://a.example/x#y", Err(BadHook::Url)),
        ("https://a.example\\@b.example/", Err(BadHook::Url)),
        ("https://a.example/a b", Err(BadHook::Url)),
        ("https://a.example/\r\nX: y", Err(BadHook::Url)),
        ("https://\u{e4}.example/", Err(BadHook::Url)),
        ("https://{to}.example/", Err(BadHook::GapInHost)),
        ("https://{to}/", Err(BadHook::GapInHost)),
        ("https://a.example/{name}", Err(BadHook::NoSuchGap)),
        (&long, Err(BadHook::UrlTooLong)),
    ];
    for (url, wanted) in table {
        let parsed = parse(Spec { url: url.into(), ..json() });
        let origin = parsed.as_ref().map(Hook::origin).map_err(|why| *why);
        assert_eq!(origin, wanted, "{url}");
    }
}

#[test]
fn a_template_is_taken_or_refused_with_its_reason() {
    use Content::{Form, Json, Text};
    let long = format!("\"{{text}}{}\"", "x".repeat(TEMPLATE_BYTES_MAX));
    let table = [
        (Json, r#"{"a": "{text}", "b": [1.5, null, {"c": true}]}"#, None),
        (Json, r#""{link}""#, None),
        (Json, "{\"a\": {text}}", Some(BadHook::NotJson)),
        (Json, r#"{"a": "{text}",}"#, Some(BadHook::NotJson)),
        (Json, r#"{"a": "{text}"#, Some(BadHook::NotJson)),
        (Json, r#"{"a": 1}"#, Some(BadHook::SaysNothing)),
        (Json, r#"{"a": "{text}", "b": "{who}"}"#, Some(BadHook::NoSuchGap)),
        (Json, "", Some(BadHook::NoBody)),
        (Json, &long, Some(BadHook::TemplateTooLong)),
        (Form, "a={text}", None),
        (Form, "a={text}&b=c%20d+e&{id}=f", None),
        (Form, "{text}", Some(BadHook::NotForm)),
        (Form, "a={text}&", Some(BadHook::NotForm)),
        (Form, "a={text}&=b", Some(BadHook::NotForm)),
        (Form, "a={text}&b=c d", Some(BadHook::NotForm)),
        (Form, "a={text}&b=%2", Some(BadHook::NotForm)),
        (Form, "a={text}\n&b=c", Some(BadHook::NotForm)),
        (Text, "{text}\n{link}", None),
        (Text, "hello", Some(BadHook::SaysNothing)),
    ];
    for (content, template, why) in table {
        let parsed = parse(Spec { content, template: template.into(), ..json() });
        assert_eq!(parsed.err(), why, "{template}");
    }
    let get = Spec { method: Method::Get, ..json() };
    assert_eq!(parse(get.clone()).err(), Some(BadHook::BodyWithGet));
    assert_eq!(parse(Spec { template: " ".into(), ..get }).err(), Some(BadHook::SaysNothing));
}

#[test]
fn a_secret_is_taken_or_refused_with_its_reason() {
    let header = |name: &str| Key::Header { name: name.into(), value: LONG.into() };
    let long = "x".repeat(SECRET_BYTES_MAX + 1);
    let table = [
        (Key::None, None),
        (Key::Sign(LONG.into()), None),
        (Key::Sign("short".into()), Some(BadHook::SecretTooShort)),
        (Key::Bearer("t".into()), None),
        (Key::Bearer(" ".into()), Some(BadHook::Secret)),
        (Key::Bearer("a\r\nX: y".into()), Some(BadHook::Secret)),
        (Key::Bearer("\u{e4}".into()), Some(BadHook::Secret)),
        (Key::Bearer(long.as_str().into()), Some(BadHook::Secret)),
        (Key::Basic("user".into()), Some(BadHook::NotALogin)),
        (header("X-Api-Key"), None),
        (header(""), Some(BadHook::Header)),
        (header("X Api"), Some(BadHook::Header)),
        (header("Host"), Some(BadHook::Header)),
        (header("webhook-id"), Some(BadHook::Header)),
        (Key::Placed(LONG.into()), Some(BadHook::SecretPlace)),
    ];
    for (key, why) in table {
        let kind = key.kind();
        assert_eq!(parse(Spec { key, ..json() }).err(), why, "{kind:?}");
    }
    let placed = Spec { template: r#"{"k": "{secret}", "t": "{text}"}"#.into(), ..json() };
    assert_eq!(parse(placed.clone()).err(), Some(BadHook::SecretPlace));
    assert_eq!(parse(Spec { key: Key::Placed(LONG.into()), ..placed }).err(), None);
}

#[test]
fn a_name_is_needed_and_short() {
    for bad in ["", "  ", "a\nb", &"x".repeat(NAME_CHARS_MAX + 1)] {
        assert_eq!(parse(Spec { name: bad.into(), ..json() }).err(), Some(BadHook::Name));
    }
    assert_eq!(parse(Spec { name: " Pager ".into(), ..json() }).unwrap().spec().name, "Pager");
}

#[test]
fn nothing_of_a_hook_is_printed_and_it_survives_storage() {
    let spec = json();
    let hook = parse(spec.clone()).unwrap();
    let printed = format!("{hook:?} {spec:?} {:?}", hook.fill("t", "l", "to-1", "i"));
    for word in [LONG, "example.org", "to-1", "link"] {
        assert!(!printed.contains(word), "{printed}");
    }
    let kept = json::write(&spec).unwrap();
    assert_eq!(json::read::<Spec>(&kept), Ok(spec));
}

//! Push endpoints that lead elsewhere, and receipts that are forged.

use serde_json::json;
use tests::world::World;
use tokio::net::TcpListener;

/// An endpoint that is none of a push service is not stored, and nobody ever knocks there.
#[tokio::test]
async fn a_forged_endpoint_is_refused_and_never_called() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let inside = TcpListener::bind("127.0.0.1:0").await.expect("a port that nobody should call");
    let port = inside.local_addr().expect("the port").port();
    let good = cleo.phone().subscription();
    let long = format!("https://fcm.googleapis.com/{}", "x".repeat(5_000));
    for endpoint in [
        format!("http://127.0.0.1:{port}/push"),
        format!("https://127.0.0.1:{port}/push"),
        format!("https://localhost:{port}/"),
        format!("http://[::1]:{port}/"),
        "http://fcm.googleapis.com/fcm/send/x".to_owned(),
        "https://10.0.0.1/".to_owned(),
        "https://192.168.1.1/".to_owned(),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        "https://[fd00::1]/".to_owned(),
        "https://0x7f000001/".to_owned(),
        "https://fcm.googleapis.com@127.0.0.1/".to_owned(),
        "https://fcm.googleapis.com.evil.example/x".to_owned(),
        "https://evil.example/fcm.googleapis.com".to_owned(),
        "https://fcm.googleapis.com:8443/x".to_owned(),
        "file:///etc/passwd".to_owned(),
        "javascript:alert(1)".to_owned(),
        "not an address".to_owned(),
        String::new(),
        long,
    ] {
        let body = json!({ "endpoint": endpoint, "p256dh": good.p256dh, "auth": good.auth });
        let reply = cleo.calls("PUT", "/api/v1/push/subscription", Some(body)).await;
        assert_eq!(reply.status, 422, "{endpoint}: {}", reply.text());
        assert!(endpoint.is_empty() || !reply.text().contains(&endpoint), "the refusal repeats the address");
    }
    for (p256dh, auth) in [("", good.auth.as_str()), (&good.p256dh, ""), ("AAAA", "AAAA")] {
        let body = json!({ "endpoint": good.endpoint, "p256dh": p256dh, "auth": auth });
        assert_eq!(cleo.calls("PUT", "/api/v1/push/subscription", Some(body)).await.status, 422);
    }
    let vera = world.volunteer("Vera").await;
    vera.writes_a_note("The old subscription is still there.").await;
    cleo.phone().shows_a_page().await;
    let knocked = tokio::select! {
        biased;
        _ = inside.accept() => true,
        () = world.rests() => false,
    };
    assert!(!knocked, "the server called an address inside");
}

#[tokio::test]
async fn a_forged_receipt_is_answered_like_a_real_one_and_moves_nothing() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    vera.writes_a_note("A page with a receipt.").await;
    let message = cleo.phone().next_message().await.payload_json;
    let page = cleo.phone().latest_page().expect("a page");
    world.rests().await;
    let state = async || {
        let desk = world.desk();
        let mut read = desk.store().read().await.expect("a read");
        read.deliveries_of(page).await.expect("deliveries")[0].state
    };
    let before = state().await;
    let token = message["r"].as_str().expect("a token").to_owned();
    let flipped: String = token.chars().rev().collect();
    let mut answers = Vec::new();
    for forged in ["", "x", flipped.as_str(), &token[..token.len() - 2], &"A".repeat(token.len()), &"A".repeat(9_000)] {
        answers.push(cleo.phone().sends_receipt(&json!({ "r": forged }), tests::world::Seen::Received).await);
    }
    assert_eq!(state().await, before, "a forged receipt moves nothing");
    let real = cleo.phone().sends_receipt(&message, tests::world::Seen::Received).await;
    assert!(answers.iter().all(|answer| answer.bytes() == real.bytes()));
    assert_ne!(state().await, before);
}

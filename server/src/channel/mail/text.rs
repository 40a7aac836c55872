//! A mail as its reader gets it: fixed words and one link, in seven-bit ASCII.

use super::server::MailFrom;
use crate::channel::{Message, Urgency};
use chrono::{DateTime, Utc};
use domain::mail::MailAddress;
use domain::time::Timestamp;

/// What every mail ends with.
const NO_ANSWER: &str = "Nobody reads answers to this mail.";

/// Writes the mail (RFC 5322). Its id follows from the delivery's, so that a mail which is sent twice is one mail to
/// most mail programs. No line can be longer than the standard allows but the link's, whose length is bounded by the
/// public URL's.
pub(super) fn write(from: &MailFrom, to: &MailAddress, message: &Message, now: Timestamp) -> String {
    let date = DateTime::<Utc>::from_timestamp_millis(now.millis()).unwrap_or_default().to_rfc2822();
    let mut lines = vec![
        format!("From: {from}"),
        format!("To: {}", to.reveal()),
        format!("Subject: {}", message.words.title),
        format!("Date: {date}"),
        format!("Message-ID: <{}@{}>", message.delivery.as_str(), from.address.host()),
        // Keeps vacation notices and mailing lists from answering (RFC 3834 §5).
        "Auto-Submitted: auto-generated".to_owned(),
        "X-Auto-Response-Suppress: All".to_owned(),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=us-ascii".to_owned(),
        "Content-Transfer-Encoding: 7bit".to_owned(),
    ];
    match message.urgency {
        Urgency::High => lines.push("Importance: high".to_owned()),
        Urgency::VeryLow | Urgency::Low | Urgency::Normal => {}
    }
    lines.extend([
        String::new(),
        message.words.body.to_owned(),
        String::new(),
        message.link.to_string(),
        String::new(),
    ]);
    lines.push(NO_ANSWER.to_owned());
    lines.join("\r\n") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::{OpaqueId, Ttl, Words};
    use url::Url;

    #[test]
    fn a_mail_holds_ids_and_fixed_words_only() {
        let id = |text| OpaqueId::parse(text).unwrap();
        let from = MailFrom::parse("Saltmarsh Days <care@example.org>").unwrap();
        let to = MailAddress::parse("ana@example.com").unwrap();
        let message = Message {
            delivery: id("delivery-1"),
            about: id("page-1"),
            words: Words::PAGE,
            link: Words::PAGE.link(&Url::parse("https://care.example").unwrap(), &id("page-1")),
            ttl: Ttl::seconds(60),
            urgency: Urgency::High,
            topic: None,
        };
        let mail = write(&from, &to, &message, Timestamp::from_millis(1_800_000_000_000));
        let wanted = [
            "From: \"Saltmarsh Days\" <care@example.org>",
            "To: ana@example.com",
            "Subject: You are needed",
            "Date: Fri, 15 Jan 2027 08:00:00 +0000",
            "Message-ID: <delivery-1@example.org>",
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=us-ascii",
            "Content-Transfer-Encoding: 7bit",
            "Importance: high",
            "",
            "Open the app.",
            "",
            "https://care.example/app/p/page-1",
            "",
            "Nobody reads answers to this mail.",
            "",
        ];
        assert_eq!(mail, wanted.join("\r\n"));
    }
}

//! The public pages in English.

use super::words::{
    About, Common, Filed, Form, Front, LookUp, Own, Plain, Poster, Privacy, Refusals, Status, Team, Unit, Words,
};

fn ago(count: i64, unit: Unit) -> String {
    let unit = match unit {
        Unit::Minutes => "minute",
        Unit::Hours => "hour",
        Unit::Days => "day",
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

fn date(day: u32, month: &str, year: i32, time: &str) -> String {
    format!("{day} {month} {year}, {time}")
}

fn count(members: usize) -> String {
    match members {
        0 => "The team is not named here yet.".to_owned(),
        1 => "One person reads what you tell us.".to_owned(),
        _ => format!("{members} people read what you tell us, unless you keep one of them out."),
    }
}

fn member(number: usize) -> String {
    format!("Member {number} of the team")
}

fn photos(count: usize) -> String {
    if count == 1 { "One photo".to_owned() } else { format!("{count} photos") }
}

fn unsure_word(place: usize) -> String {
    format!("Word {place}")
}

/// The catalogue.
pub(super) static WORDS: Words = Words {
    common: Common {
        leave: "Leave this page",
        skip: "Skip to the content",
        danger: "If somebody is in danger:",
        write_to: ("You can also write to ", "."),
        pages: "Pages",
        languages: "Language",
        start: "Start",
        report: "Report something",
        look_up: "Look up a report",
        about: "What happens then",
        team: "Who reads it",
        privacy: "Your data",
        without_scripts: "In this browser scripts are off, so the way back still leads to what you saw here, also after you \
            left. On a device that others use, open this page in a private window and close that window at the end.",
        just_now: "just now",
        ago,
        months: [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        date,
        unknown_time: "at an unknown time",
    },
    front: Front {
        whose: ("Here the CARE team of ", " looks after what people tell it about conduct."),
        anybody: "Here a conference looks after what people tell it about conduct.",
        tell: "You want to tell us something",
        tell_words: "No account, no name needed. Something small is worth telling too.",
        tell_button: "Report something",
        speak: "You can also speak to anybody of the staff.",
        told: "You told us something",
        told_words: "With the six words that you were given you can see where it stands, answer and add to it.",
        about_team: "It is about the CARE team itself",
        about_team_words: (
            "Whoever is named in a report does not get to see it. If it is about all of them, turn to ",
            ".",
        ),
        staff: "You are on the staff",
        staff_words: "Write notes, find the CARE team, read the guide. It works without a network too.",
        staff_button: "Open the app",
    },
    about: About {
        title: "What happens when you report",
        lead: "You tell it in your own words, as much or as little as you like. People of the CARE team read it and talk about \
            what to do. You can follow it from here.",
        small: "Is it bad enough?",
        small_words: "You need not know whether it broke a rule. A remark, a feeling that something was off, something that you \
            only heard: tell it, also if somebody else already has.",
        ways: "Ways to tell us",
        way_form: "The form on these pages, without an account.",
        way_person: "Anybody of the staff, in person. They write it down for you and can give you a private link.",
        way_mail: "By mail",
        then: "Then",
        steps: [
            "Your report is on the team's desk at once. You get six words, which are the only way back to it.",
            "Somebody of the team is called, and takes it in hand.",
            "At least two of them talk about it. They may ask you something, on your page.",
            "They decide what to do, or that there is nothing to do.",
            "They write to you on your page what was done and why, if you want to hear it.",
        ],
        not: "What does not happen",
        nots: [
            "Nobody makes you say more than you want to. Every question may stay open.",
            "Nobody asks you to face anybody.",
            "Whoever is named in it, or whom you keep out, does not see it.",
            "Nothing is made public about you.",
        ],
        yours: "It stays yours",
        yours_words: "You can add to it, correct it and take it back at any time, also after the conference.",
        themselves: "For somebody else",
        themselves_words: "You can report for somebody who asked you to. Then say so, and how to reach them, if they want to be \
            reached. You agree between you who keeps the six words.",
    },
    team: Team {
        title: "Who reads your report",
        count,
        hidden: "Their names are not shown here, so that nobody can put pressure on them.",
        some: "These of them say something about themselves.",
        member,
        not_shown: "shows nothing about themselves",
        keep_out: "On the report form you can keep any of them out before you write.",
    },
    privacy: Privacy {
        title: "What happens to your data",
        lead: "As little as possible, read by as few as possible.",
        sections: [
            (
                "What is kept",
                "What you write and attach, when it arrived, and what the team does about it. Not who you are, unless \
                you say so. Not your address on the internet.",
            ),
            (
                "Who reads it",
                "The CARE team, without those whom you keep out and those who know somebody in it too well. Each \
                time that somebody opens it is written down.",
            ),
            (
                "How it is kept",
                "Encrypted on the conference's own server. Photos lose what a camera writes into them (place, time, \
                device) before they are kept.",
            ),
            (
                "On your device",
                "These pages set no cookie. The form keeps what you type in this browser tab until you send it or \
                leave, unless you tell it not to. Nothing comes from other servers.",
            ),
            (
                "Your six words",
                "The server keeps only a fingerprint of them, which cannot be turned back. So nobody can look them \
                up for you. Whoever has them can read your page.",
            ),
            (
                "Taking it back",
                "What you take back is not shown to the team any more. That there was a report, and what the team \
                did and wrote, stays on its record. If the team must read your words again, because somebody may be in danger or \
                the law asks for it, your page says so.",
            ),
        ],
        added: ("What ", " adds"),
    },
    form: Form {
        title: "Report something",
        lead: "Nothing here is required. One word is enough.",
        closed: "The form is closed just now. Speak to anybody of the staff.",
        out: "Somebody of the team should not see it",
        out_words: "Say so before you write. Whoever you choose is not called and does not find it.",
        out_all: "Everybody of the team",
        out_text: "Somebody else, or in other words",
        out_text_hint: "A name or what they look like. A member whose name stands here is kept out as well.",
        outside: ("If everybody is to be kept out, you can also turn to ", ", who does not belong to the team."),
        outside_none: "If everybody is to be kept out, the organizers learn only that something waits, and ask somebody from outside.",
        text: "What happened?",
        text_hint: "In your own words, in any language.",
        more: "More, if you like",
        more_hint: "Each question may stay open.",
        whom: "For whom do you report?",
        whom_self: "For myself",
        whom_other: "For somebody who asked me to",
        whom_witness: "I saw or heard it",
        theirs: "How to reach the person you report for",
        theirs_hint: "Only if they want to be reached. Your own contact stands apart, below.",
        who: "Who was involved?",
        when: "When was it?",
        place: "Where was it?",
        instead: "Or",
        not_known: "I do not know",
        not_said: "I prefer not to say",
        ongoing: "Does it go on?",
        yes: "Yes",
        no: "No",
        unclear: "Hard to say",
        urgency: "How soon is somebody needed?",
        urgency_hint: "If somebody is in danger, call one of the numbers below first.",
        now: "Now",
        today: "Today",
        can_wait: "It can wait",
        support: "Would something of this help?",
        escort: "Somebody who walks with me",
        friend: "Help to reach a friend",
        police: "Help to reach the police",
        reach: "May the team reach you?",
        reach_hint: "You always get a page of your own, on which they can write to you.",
        reach_here: "Only on that page",
        reach_contact: "Yes, as I write below",
        reach_person: "In person",
        reach_not: "Not at all",
        contact: "How",
        contact_hint: "A number, a mail address, or where you can be found.",
        photos: "Photos",
        photos_hint: "Up to four, 8 MB each. JPEG, PNG and WebP; place, time and device are taken out of them.",
        kept: "What you type is kept in this browser tab until you send it or leave.",
        keep_nothing: "Others use this device: keep nothing",
        send: "Send to the CARE team",
        send_hint: "Only the CARE team reads it.",
        rush: "One more step",
        rush_words: "Very many reports come in just now, and not all of them from people. Your text is below, whole. Wait half a \
            minute, then press the button once more.",
    },
    filed: Filed {
        title: "Your report has arrived",
        arrived: ("Received ", "."),
        keep: "Keep these six words",
        keep_words: "They are the only way back: to see where it stands, to answer, to take it back. Write them down or take a \
            picture. Nobody can look them up for you, not even the team.",
        words: "Your six words",
        link: "Or keep this link:",
        qr: "QR code of your private link",
        qr_caption: "Scan it to have the link on your own phone",
        card: "A card to print, with the words and the date",
        check: "Do you have them?",
        check_words: "Type two of them from where you kept them, to be sure.",
        check_second: "The second word",
        check_fifth: "The fifth word",
        check_button: "Check, and go on",
        check_wrong: "These are others. Look at the words above once more.",
        check_right: "You have them.",
        skip: "Go on without checking",
        everybody_out: ("You kept everybody of the team out. Nobody of them is called. You can turn to ", "."),
    },
    look_up: LookUp {
        title: "Look up your report",
        words: "Your six words",
        hint: "In the order you were given them. Capitals, commas and small slips do not matter.",
        show: "Show my report",
        in_vain: "These words lead to no report yet. Check each of them and their order.",
        later: "If you were given them a moment ago: they begin to work once the phone that wrote your report down has a network. \
            Nothing is lost until then. Try again in a while.",
        lost: "If the words are lost, speak to the CARE team in person. They can give you new ones, once they are sure that it is \
            you.",
        note: "This page does not ask who you are. Leaving takes you elsewhere at once. The list of places that this browser \
            visited still has this server's address: on a device that others use, use a private window, and close it at the end.",
        unsure: "Which word did you mean?",
        unsure_words: "One of the words could be several of the list. Choose the one that you have.",
        unsure_word,
        unsure_button: "Go on",
        other: "None of these",
    },
    status: Status {
        title: "Your report",
        received: ("It has arrived", "The CARE team has it. Nobody has said yet that they are looking at it."),
        looked_at: ("It is being looked at", "A member of the CARE team is looking after it."),
        finished: ("The team has finished", "Whatever you add here still reaches the CARE team."),
        receipt: "Receipt",
        receipt_words: ("Your report was received ", "."),
        zone: ("Times on this page are in the time zone ", "."),
        card: "A card to print",
        from_team: "From the CARE team",
        team_wrote: "The team wrote",
        team_asked: "The team asks you",
        team_proposed: "The team asks what you think of this",
        nothing_yet: "The team has not written anything yet.",
        keep: "Keep your six words: they are the only way back to this page, and whoever has them can read it.",
        kept_danger: "The team reads again what you took back, because somebody may be in danger.",
        kept_law: "The team reads again what you took back, because the law asks for it.",
        kept_others: "The team reads again what you took back, because what others told cannot be understood without it.",
        taken_back: ("You took everything back ", ". The team does not see your words any more."),
    },
    own: Own {
        yours: "What you wrote",
        reported: "Your report",
        added: "You added",
        answered: "You answered",
        corrected: "You corrected",
        thought: "What you think of it",
        took_back: "You took something back",
        gave_back: "You gave back what you had taken back",
        wished: "What you wish",
        gone: "Taken back: the team does not see it any more.",
        photos,
        arrived: "What you sent has arrived. You see it below.",
        changed_link: "These are your new words. The old ones lead nowhere any more.",
        add: "Add something",
        add_hint: "More that you remember, or anything else. The CARE team reads it and nobody else.",
        send: "Send to the CARE team",
        answer: "Your answer",
        think: "What do you think of it?",
        fits: "It fits",
        differently: "Something should be different",
        does_not_fit: "It does not fit",
        no_opinion: "I would rather not say",
        think_text: "In your own words, if you like",
        correct: "Correct this",
        correct_hint: "What you wrote before stays on the record, with the correction beside it.",
        take_this: "Take this back",
        take_all: "Take everything back",
        take_words: [
            "The team does not see your words and photos any more, and does not find them by searching.",
            "What stays on the record: that there was a report and when, that you took it back, and what the team itself did and \
                wrote. Otherwise nobody could tell later why it did something.",
            "What somebody of the staff saw with their own eyes stays theirs.",
            "If somebody may be in danger, or the law asks for it, the team can open your words again. Then this page says so. You \
                can give them back at any time.",
        ],
        take_why: "Why, if you like to say",
        take_button: "Take everything back",
        give_back: "You can let the team read it again.",
        give_button: "Give it back",
        wishes: "How to reach you, and what may be told",
        hear: "Do you want to hear what the team decides?",
        hear_here: "Yes, on this page",
        hear_person: "Yes, in person",
        hear_not: "No",
        share: "May others be told what was done?",
        share_yes: "Yes",
        share_without: "Only so that nothing points at me",
        share_no: "No",
        wishes_button: "Send to the CARE team",
        second: "Open it on another device",
        second_words: "Scan this with the other device, or type the words there.",
        change: "Get new words",
        change_words: "If somebody may have seen your six words: new ones end the old ones at once. The team sees that you did it, \
            and not the words.",
        change_button: "Get new words",
    },
    refusals: Refusals {
        empty: "Nothing is written yet.",
        too_long: "This is longer than 20,000 characters. Send it in two parts.",
        answer_too_long: "One of the answers is longer than 2,000 characters. Put it into the big box instead.",
        photo: "A photo is larger than 8 MB, of another kind than JPEG, PNG and WebP, damaged, or there are more than four. Choose the photos again; your text is still here.",
        too_many: "Too much has been added here. Please speak to the team in person or write to them.",
        too_fast: "Very much was added in the last five minutes. Your text is still here: wait five minutes, then send it.",
        unknown: "What this is about is not there any more. Your text is still here.",
    },
    plain: Plain {
        not_found: "There is nothing here",
        not_found_words: "The address may be misspelt, or what was here is gone.",
        tries: "Please wait a little",
        tries_words: "Too many words were tried here in a short time. Your report is safe. Wait five minutes, then try again.",
        unavailable: "This does not work just now",
        unavailable_words: "The trouble is on our side. What has been received is safe. If you were sending something, copy your \
            text (go back if you do not see it here) and try again in a few minutes.",
        not_read: "This could not be read",
        not_read_words: "What your browser sent is not what this page asks for, or too long. What you wrote is still where you \
            wrote it: go back if you do not see it here.",
        again: "Try again",
    },
    poster: Poster {
        door: "Something was not right?",
        toilet: "Would you like to talk to somebody?",
        lead: "Tell the CARE team. No account, no name needed.",
        scan: "Scan with your phone's camera",
        nobody: "Only the CARE team reads it. You can keep members of it out.",
        or: "Or speak to anybody of the staff.",
        print: "Print this page by your browser's menu.",
        card: "Your private link",
        card_words: "Six words, the only way back to your report. Whoever has them can read it.",
        card_at: ("They work at ", ""),
    },
};

//! The type of a catalogue. Each text is named for what it says; a [`Gap`] has something between its two parts.

/// What stands before and after something that is filled in.
pub type Gap = (&'static str, &'static str);

/// A unit of a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
}

/// The words of the public pages in one language.
#[derive(Debug)]
pub struct Words {
    /// On every page.
    pub common: Common,
    /// The front page.
    pub front: Front,
    /// What happens when you report.
    pub about: About,
    /// Who the team is.
    pub team: Team,
    /// The privacy notice.
    pub privacy: Privacy,
    /// The report form.
    pub form: Form,
    /// After reporting: keeping the link.
    pub filed: Filed,
    /// The look-up.
    pub look_up: LookUp,
    /// Where a report stands.
    pub status: Status,
    /// What the reporter does there.
    pub own: Own,
    /// Why something was not taken.
    pub refusals: Refusals,
    /// Pages that say one thing.
    pub plain: Plain,
    /// The posters and the card.
    pub poster: Poster,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[expect(missing_docs, reason = "each text is named for what it says; the catalogues beside are its documentation")]
        pub struct $name { $(pub $field: $type,)* }
    };
}

words! {
    /// On every page.
    Common {
        leave: &'static str,
        skip: &'static str,
        danger: &'static str,
        write_to: Gap,
        pages: &'static str,
        languages: &'static str,
        start: &'static str,
        report: &'static str,
        look_up: &'static str,
        about: &'static str,
        team: &'static str,
        privacy: &'static str,
        without_scripts: &'static str,
        just_now: &'static str,
        ago: fn(i64, Unit) -> String,
        months: [&'static str; 12],
        date: fn(u32, &str, i32, &str) -> String,
        unknown_time: &'static str,
    }
}
words! {
    /// The front page.
    Front {
        whose: Gap,
        anybody: &'static str,
        tell: &'static str,
        tell_words: &'static str,
        tell_button: &'static str,
        speak: &'static str,
        told: &'static str,
        told_words: &'static str,
        about_team: &'static str,
        about_team_words: Gap,
        staff: &'static str,
        staff_words: &'static str,
        staff_button: &'static str,
    }
}
words! {
    /// What happens when you report.
    About {
        title: &'static str,
        lead: &'static str,
        small: &'static str,
        small_words: &'static str,
        ways: &'static str,
        way_form: &'static str,
        way_person: &'static str,
        way_mail: &'static str,
        then: &'static str,
        steps: [&'static str; 5],
        not: &'static str,
        nots: [&'static str; 4],
        yours: &'static str,
        yours_words: &'static str,
        themselves: &'static str,
        themselves_words: &'static str,
    }
}
words! {
    /// Who the team is.
    Team {
        title: &'static str,
        count: fn(usize) -> String,
        hidden: &'static str,
        some: &'static str,
        member: fn(usize) -> String,
        not_shown: &'static str,
        keep_out: &'static str,
    }
}
words! {
    /// The privacy notice.
    Privacy {
        title: &'static str,
        lead: &'static str,
        sections: [(&'static str, &'static str); 6],
        added: Gap,
    }
}
words! {
    /// The report form.
    Form {
        title: &'static str,
        lead: &'static str,
        closed: &'static str,
        out: &'static str,
        out_words: &'static str,
        out_all: &'static str,
        out_text: &'static str,
        out_text_hint: &'static str,
        outside: Gap,
        outside_none: &'static str,
        text: &'static str,
        text_hint: &'static str,
        more: &'static str,
        more_hint: &'static str,
        whom: &'static str,
        whom_self: &'static str,
        whom_other: &'static str,
        whom_witness: &'static str,
        theirs: &'static str,
        theirs_hint: &'static str,
        who: &'static str,
        when: &'static str,
        place: &'static str,
        instead: &'static str,
        not_known: &'static str,
        not_said: &'static str,
        ongoing: &'static str,
        yes: &'static str,
        no: &'static str,
        unclear: &'static str,
        urgency: &'static str,
        urgency_hint: &'static str,
        now: &'static str,
        today: &'static str,
        can_wait: &'static str,
        support: &'static str,
        escort: &'static str,
        friend: &'static str,
        police: &'static str,
        reach: &'static str,
        reach_hint: &'static str,
        reach_here: &'static str,
        reach_contact: &'static str,
        reach_person: &'static str,
        reach_not: &'static str,
        contact: &'static str,
        contact_hint: &'static str,
        photos: &'static str,
        photos_hint: &'static str,
        kept: &'static str,
        keep_nothing: &'static str,
        send: &'static str,
        send_hint: &'static str,
        rush: &'static str,
        rush_words: &'static str,
    }
}
words! {
    /// After reporting.
    Filed {
        title: &'static str,
        arrived: Gap,
        keep: &'static str,
        keep_words: &'static str,
        words: &'static str,
        link: &'static str,
        qr: &'static str,
        qr_caption: &'static str,
        card: &'static str,
        check: &'static str,
        check_words: &'static str,
        check_second: &'static str,
        check_fifth: &'static str,
        check_button: &'static str,
        check_wrong: &'static str,
        check_right: &'static str,
        skip: &'static str,
        everybody_out: Gap,
    }
}
words! {
    /// The look-up.
    LookUp {
        title: &'static str,
        words: &'static str,
        hint: &'static str,
        show: &'static str,
        in_vain: &'static str,
        later: &'static str,
        lost: &'static str,
        note: &'static str,
        unsure: &'static str,
        unsure_words: &'static str,
        unsure_word: fn(usize) -> String,
        unsure_button: &'static str,
        other: &'static str,
    }
}
words! {
    /// Where a report stands.
    Status {
        title: &'static str,
        received: (&'static str, &'static str),
        looked_at: (&'static str, &'static str),
        finished: (&'static str, &'static str),
        receipt: &'static str,
        receipt_words: Gap,
        zone: Gap,
        card: &'static str,
        from_team: &'static str,
        team_wrote: &'static str,
        team_asked: &'static str,
        team_proposed: &'static str,
        nothing_yet: &'static str,
        keep: &'static str,
        kept_danger: &'static str,
        kept_law: &'static str,
        kept_others: &'static str,
        taken_back: Gap,
    }
}
words! {
    /// What the reporter does there.
    Own {
        yours: &'static str,
        reported: &'static str,
        added: &'static str,
        answered: &'static str,
        corrected: &'static str,
        thought: &'static str,
        took_back: &'static str,
        gave_back: &'static str,
        wished: &'static str,
        gone: &'static str,
        photos: fn(usize) -> String,
        arrived: &'static str,
        changed_link: &'static str,
        add: &'static str,
        add_hint: &'static str,
        send: &'static str,
        answer: &'static str,
        think: &'static str,
        fits: &'static str,
        differently: &'static str,
        does_not_fit: &'static str,
        no_opinion: &'static str,
        think_text: &'static str,
        correct: &'static str,
        correct_hint: &'static str,
        take_this: &'static str,
        take_all: &'static str,
        take_words: [&'static str; 4],
        take_why: &'static str,
        take_button: &'static str,
        give_back: &'static str,
        give_button: &'static str,
        wishes: &'static str,
        hear: &'static str,
        hear_here: &'static str,
        hear_person: &'static str,
        hear_not: &'static str,
        share: &'static str,
        share_yes: &'static str,
        share_without: &'static str,
        share_no: &'static str,
        wishes_button: &'static str,
        second: &'static str,
        second_words: &'static str,
        change: &'static str,
        change_words: &'static str,
        change_button: &'static str,
    }
}
words! {
    /// Why something was not taken.
    Refusals {
        empty: &'static str,
        too_long: &'static str,
        answer_too_long: &'static str,
        photo: &'static str,
        too_many: &'static str,
        too_fast: &'static str,
        unknown: &'static str,
    }
}
words! {
    /// Pages that say one thing.
    Plain {
        not_found: &'static str,
        not_found_words: &'static str,
        tries: &'static str,
        tries_words: &'static str,
        unavailable: &'static str,
        unavailable_words: &'static str,
        not_read: &'static str,
        not_read_words: &'static str,
        again: &'static str,
    }
}
words! {
    /// The posters and the card.
    Poster {
        door: &'static str,
        toilet: &'static str,
        lead: &'static str,
        scan: &'static str,
        nobody: &'static str,
        or: &'static str,
        print: &'static str,
        card: &'static str,
        card_words: &'static str,
        card_at: Gap,
    }
}

//! The public pages in German.

use super::words::{
    About, Common, Filed, Form, Front, LookUp, Own, Plain, Poster, Privacy, Refusals, Status, Team, Unit, Words,
};

fn ago(count: i64, unit: Unit) -> String {
    let unit = match (unit, count) {
        (Unit::Minutes, 1) => "Minute",
        (Unit::Minutes, _) => "Minuten",
        (Unit::Hours, 1) => "Stunde",
        (Unit::Hours, _) => "Stunden",
        (Unit::Days, 1) => "Tag",
        (Unit::Days, _) => "Tagen",
    };
    format!("vor {count} {unit}")
}

fn date(day: u32, month: &str, year: i32, time: &str) -> String {
    format!("{day}. {month} {year}, {time}")
}

fn count(members: usize) -> String {
    match members {
        0 => "Das Team steht hier noch nicht.".to_owned(),
        1 => "Eine Person liest, was du uns erzählst.".to_owned(),
        _ => format!("{members} Personen lesen, was du uns erzählst, außer du schließt jemanden davon aus."),
    }
}

fn member(number: usize) -> String {
    format!("Mitglied {number} des Teams")
}

fn photos(count: usize) -> String {
    if count == 1 { "Ein Foto".to_owned() } else { format!("{count} Fotos") }
}

fn unsure_word(place: usize) -> String {
    format!("Wort {place}")
}

/// The catalogue.
pub(super) static WORDS: Words = Words {
    common: Common {
        leave: "Seite verlassen",
        skip: "Zum Inhalt",
        danger: "Wenn jemand in Gefahr ist:",
        write_to: ("Du kannst auch an ", " schreiben."),
        pages: "Seiten",
        languages: "Sprache",
        start: "Anfang",
        report: "Etwas melden",
        look_up: "Meldung ansehen",
        about: "Was dann geschieht",
        team: "Wer das liest",
        privacy: "Deine Daten",
        without_scripts: "In diesem Browser sind Skripte aus. Darum führt der Weg zurück weiter zu dem, was du hier gesehen hast, \
            auch wenn du die Seite verlassen hast. Öffne sie auf einem Gerät, das andere benutzen, in einem privaten Fenster und \
            schließe es am Ende.",
        just_now: "gerade eben",
        ago,
        months: [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        date,
        unknown_time: "zu unbekannter Zeit",
    },
    front: Front {
        whose: (
            "Hier kümmert sich das CARE-Team von ",
            " um das, was Menschen ihm über das Verhalten anderer erzählen.",
        ),
        anybody: "Hier kümmert sich eine Konferenz um das, was Menschen ihr über das Verhalten anderer erzählen.",
        tell: "Du möchtest uns etwas erzählen",
        tell_words: "Ohne Konto, ohne Namen. Auch Kleines ist es wert.",
        tell_button: "Etwas melden",
        speak: "Du kannst auch alle ansprechen, die hier mitarbeiten.",
        told: "Du hast uns etwas erzählt",
        told_words: "Mit den sechs Wörtern, die du bekommen hast, siehst du, wie es steht, kannst antworten und ergänzen.",
        about_team: "Es geht um das CARE-Team selbst",
        about_team_words: (
            "Wer in einer Meldung genannt ist, bekommt sie nicht zu sehen. Geht es um alle, wende dich an ",
            ".",
        ),
        staff: "Du arbeitest hier mit",
        staff_words: "Notizen schreiben, das CARE-Team finden, den Leitfaden lesen. Das geht auch ohne Netz.",
        staff_button: "App öffnen",
    },
    about: About {
        title: "Was geschieht, wenn du etwas meldest",
        lead: "Du erzählst es in deinen Worten, so viel oder so wenig du magst. Menschen aus dem CARE-Team lesen es und besprechen, \
            was zu tun ist. Von hier aus kannst du dabeibleiben.",
        small: "Ist es schlimm genug?",
        small_words: "Du musst nicht wissen, ob es gegen eine Regel war. Eine Bemerkung, ein ungutes Gefühl, etwas, das du nur gehört \
            hast: erzähl es, auch wenn es schon jemand getan hat.",
        ways: "Wie du es uns erzählen kannst",
        way_form: "Mit dem Formular auf diesen Seiten, ohne Konto.",
        way_person: "Persönlich allen, die hier mitarbeiten. Sie schreiben es für dich auf und können dir einen privaten Link geben.",
        way_mail: "Per Mail",
        then: "Dann",
        steps: [
            "Deine Meldung liegt sofort beim Team. Du bekommst sechs Wörter; sie sind der einzige Weg zurück.",
            "Jemand aus dem Team wird gerufen und nimmt sie in die Hand.",
            "Mindestens zwei besprechen sie. Vielleicht fragen sie dich etwas, auf deiner Seite.",
            "Sie entscheiden, was zu tun ist, oder dass nichts zu tun ist.",
            "Sie schreiben dir auf deiner Seite, was getan wurde und warum, wenn du es hören willst.",
        ],
        not: "Was nicht geschieht",
        nots: [
            "Niemand drängt dich, mehr zu sagen, als du willst. Jede Frage darf offen bleiben.",
            "Niemand verlangt, dass du jemandem gegenübertrittst.",
            "Wer darin genannt ist oder wen du ausschließt, sieht sie nicht.",
            "Über dich wird nichts öffentlich.",
        ],
        yours: "Sie bleibt deine",
        yours_words: "Du kannst sie jederzeit ergänzen, berichtigen und zurücknehmen, auch nach der Konferenz.",
        themselves: "Für jemand anderen",
        themselves_words: "Du kannst für jemanden melden, der dich darum gebeten hat. Sag es dann dazu, und wie man diese Person \
            erreicht, wenn sie das will. Macht untereinander aus, wer die sechs Wörter behält.",
    },
    team: Team {
        title: "Wer deine Meldung liest",
        count,
        hidden: "Ihre Namen stehen hier nicht, damit niemand Druck auf sie ausüben kann.",
        some: "Einige sagen etwas über sich.",
        member,
        not_shown: "zeigt nichts über sich",
        keep_out: "Im Formular kannst du jedes Mitglied ausschließen, bevor du schreibst.",
    },
    privacy: Privacy {
        title: "Was mit deinen Daten geschieht",
        lead: "So wenig wie möglich, gelesen von so wenigen wie möglich.",
        sections: [
            (
                "Was aufbewahrt wird",
                "Was du schreibst und anhängst, wann es ankam und was das Team damit tut. Nicht, wer du bist, außer \
                du sagst es. Nicht deine Adresse im Internet.",
            ),
            (
                "Wer es liest",
                "Das CARE-Team, ohne die, die du ausschließt, und ohne die, die jemandem darin zu nahe stehen. Jedes \
                Öffnen wird festgehalten.",
            ),
            (
                "Wie es aufbewahrt wird",
                "Verschlüsselt auf dem eigenen Server der Konferenz. Aus Fotos wird entfernt, was eine Kamera \
                hineinschreibt (Ort, Zeit, Gerät), bevor sie aufbewahrt werden.",
            ),
            (
                "Auf deinem Gerät",
                "Diese Seiten setzen kein Cookie. Das Formular behält, was du tippst, in diesem Tab, bis du es sendest \
                oder gehst, außer du stellst das ab. Nichts kommt von anderen Servern.",
            ),
            (
                "Deine sechs Wörter",
                "Der Server behält nur einen Fingerabdruck davon, der sich nicht zurückrechnen lässt. Darum kann sie \
                niemand für dich nachsehen. Wer sie hat, kann deine Seite lesen.",
            ),
            (
                "Zurücknehmen",
                "Was du zurücknimmst, sieht das Team nicht mehr. Dass es eine Meldung gab, und was das Team getan und \
                geschrieben hat, bleibt in seinen Unterlagen. Muss das Team deine Worte noch einmal lesen, weil jemand in Gefahr sein \
                kann oder das Gesetz es verlangt, sagt es deine Seite.",
            ),
        ],
        added: ("Was ", " dazu sagt"),
    },
    form: Form {
        title: "Etwas melden",
        lead: "Nichts davon musst du ausfüllen. Ein Wort genügt.",
        closed: "Das Formular ist gerade geschlossen. Sprich jemanden an, der hier mitarbeitet.",
        out: "Jemand aus dem Team soll es nicht sehen",
        out_words: "Sag es, bevor du schreibst. Wen du auswählst, wird nicht gerufen und findet es nicht.",
        out_all: "Alle aus dem Team",
        out_text: "Jemand anderes, oder mit anderen Worten",
        out_text_hint: "Ein Name oder wie die Person aussieht. Auch ein Mitglied, dessen Name hier steht, ist ausgeschlossen.",
        outside: (
            "Sollen alle ausgeschlossen sein, kannst du dich auch an ",
            " wenden; diese Person gehört nicht zum Team.",
        ),
        outside_none: "Sollen alle ausgeschlossen sein, erfährt die Leitung der Konferenz nur, dass etwas wartet, und bittet jemanden von \
            außen.",
        text: "Was ist geschehen?",
        text_hint: "In deinen Worten, in jeder Sprache.",
        more: "Mehr, wenn du magst",
        more_hint: "Jede Frage darf offen bleiben.",
        whom: "Für wen meldest du?",
        whom_self: "Für mich",
        whom_other: "Für jemanden, der mich gebeten hat",
        whom_witness: "Ich habe es gesehen oder gehört",
        theirs: "Wie man die Person erreicht, für die du meldest",
        theirs_hint: "Nur, wenn sie das will. Dein eigener Kontakt steht getrennt, weiter unten.",
        who: "Wer war beteiligt?",
        when: "Wann war es?",
        place: "Wo war es?",
        instead: "Oder",
        not_known: "Ich weiß es nicht",
        not_said: "Ich möchte es nicht sagen",
        ongoing: "Dauert es an?",
        yes: "Ja",
        no: "Nein",
        unclear: "Schwer zu sagen",
        urgency: "Wie schnell wird jemand gebraucht?",
        urgency_hint: "Wenn jemand in Gefahr ist, ruf zuerst eine der Nummern unten an.",
        now: "Jetzt",
        today: "Heute",
        can_wait: "Es hat Zeit",
        support: "Würde davon etwas helfen?",
        escort: "Jemand, der mich begleitet",
        friend: "Hilfe, eine Freundin oder einen Freund zu erreichen",
        police: "Hilfe, die Polizei zu erreichen",
        reach: "Darf das Team dich erreichen?",
        reach_hint: "Du bekommst in jedem Fall eine eigene Seite, auf der es dir schreiben kann.",
        reach_here: "Nur auf dieser Seite",
        reach_contact: "Ja, wie ich unten schreibe",
        reach_person: "Persönlich",
        reach_not: "Gar nicht",
        contact: "Wie",
        contact_hint: "Eine Nummer, eine Mailadresse, oder wo du zu finden bist.",
        photos: "Fotos",
        photos_hint: "Bis zu vier, je 8 MB. JPEG, PNG und WebP; Ort, Zeit und Gerät werden daraus entfernt.",
        kept: "Was du tippst, bleibt in diesem Tab, bis du es sendest oder gehst.",
        keep_nothing: "Andere benutzen dieses Gerät: nichts behalten",
        send: "An das CARE-Team senden",
        send_hint: "Nur das CARE-Team liest es.",
        rush: "Noch ein Schritt",
        rush_words: "Gerade kommen sehr viele Meldungen an, und nicht alle von Menschen. Dein Text steht unten, vollständig. Warte eine \
            halbe Minute und drück dann noch einmal auf den Knopf.",
    },
    filed: Filed {
        title: "Deine Meldung ist angekommen",
        arrived: ("Angekommen ", "."),
        keep: "Behalte diese sechs Wörter",
        keep_words: "Sie sind der einzige Weg zurück: um zu sehen, wie es steht, zu antworten, sie zurückzunehmen. Schreib sie auf oder \
            mach ein Foto. Niemand kann sie für dich nachsehen, auch das Team nicht.",
        words: "Deine sechs Wörter",
        link: "Oder behalte diesen Link:",
        qr: "QR-Code deines privaten Links",
        qr_caption: "Scanne ihn, dann hast du den Link auf deinem eigenen Telefon",
        card: "Eine Karte zum Drucken, mit den Wörtern und dem Datum",
        check: "Hast du sie?",
        check_words: "Tippe zwei davon ab, von dort, wo du sie behalten hast. Dann ist es sicher.",
        check_second: "Das zweite Wort",
        check_fifth: "Das fünfte Wort",
        check_button: "Prüfen und weiter",
        check_wrong: "Das sind andere. Sieh dir die Wörter oben noch einmal an.",
        check_right: "Du hast sie.",
        skip: "Ohne Prüfen weiter",
        everybody_out: (
            "Du hast alle aus dem Team ausgeschlossen. Niemand davon wird gerufen. Du kannst dich an ",
            " wenden.",
        ),
    },
    look_up: LookUp {
        title: "Deine Meldung ansehen",
        words: "Deine sechs Wörter",
        hint: "In der Reihenfolge, in der du sie bekommen hast. Groß und klein, Kommas und kleine Tippfehler sind egal.",
        show: "Meine Meldung zeigen",
        in_vain: "Diese Wörter führen noch zu keiner Meldung. Prüfe jedes und ihre Reihenfolge.",
        later: "Wenn du sie gerade erst bekommen hast: sie gelten, sobald das Telefon, auf dem deine Meldung aufgeschrieben wurde, ein Netz \
            hat. Bis dahin geht nichts verloren. Versuch es später noch einmal.",
        lost: "Sind die Wörter verloren, sprich persönlich mit dem CARE-Team. Es kann dir neue geben, wenn es sicher ist, dass du es bist.",
        note: "Diese Seite fragt nicht, wer du bist. Verlassen führt dich sofort woandershin. In der Liste der besuchten Seiten steht \
            trotzdem die Adresse dieses Servers: nimm auf einem Gerät, das andere benutzen, ein privates Fenster und schließe es am Ende.",
        unsure: "Welches Wort meinst du?",
        unsure_words: "Eines der Wörter kann mehrere aus der Liste sein. Wähle das, das du hast.",
        unsure_word,
        unsure_button: "Weiter",
        other: "Keines davon",
    },
    status: Status {
        title: "Deine Meldung",
        received: (
            "Sie ist angekommen",
            "Das CARE-Team hat sie. Noch hat niemand gesagt, dass er oder sie sich darum kümmert.",
        ),
        looked_at: ("Sie wird angesehen", "Jemand aus dem CARE-Team kümmert sich darum."),
        finished: ("Das Team ist fertig", "Was du hier ergänzt, erreicht das CARE-Team weiterhin."),
        receipt: "Bestätigung",
        receipt_words: ("Deine Meldung ist angekommen ", "."),
        zone: ("Die Zeiten auf dieser Seite gelten in der Zeitzone ", "."),
        card: "Eine Karte zum Drucken",
        from_team: "Vom CARE-Team",
        team_wrote: "Das Team schrieb",
        team_asked: "Das Team fragt dich",
        team_proposed: "Das Team fragt, was du davon hältst",
        nothing_yet: "Das Team hat noch nichts geschrieben.",
        keep: "Behalte deine sechs Wörter: sie sind der einzige Weg zu dieser Seite zurück, und wer sie hat, kann sie lesen.",
        kept_danger: "Das Team liest wieder, was du zurückgenommen hast, weil jemand in Gefahr sein kann.",
        kept_law: "Das Team liest wieder, was du zurückgenommen hast, weil das Gesetz es verlangt.",
        kept_others: "Das Team liest wieder, was du zurückgenommen hast, weil sich sonst nicht verstehen lässt, was andere erzählt haben.",
        taken_back: ("Du hast alles zurückgenommen ", ". Das Team sieht deine Worte nicht mehr."),
    },
    own: Own {
        yours: "Was du geschrieben hast",
        reported: "Deine Meldung",
        added: "Du hast ergänzt",
        answered: "Du hast geantwortet",
        corrected: "Du hast berichtigt",
        thought: "Was du davon hältst",
        took_back: "Du hast etwas zurückgenommen",
        gave_back: "Du hast freigegeben, was du zurückgenommen hattest",
        wished: "Was du dir wünschst",
        gone: "Zurückgenommen: das Team sieht es nicht mehr.",
        photos,
        arrived: "Was du gesendet hast, ist angekommen. Du siehst es unten.",
        changed_link: "Das sind deine neuen Wörter. Die alten führen nirgendwohin mehr.",
        add: "Etwas ergänzen",
        add_hint: "Was dir noch einfällt, oder etwas anderes. Das CARE-Team liest es und sonst niemand.",
        send: "An das CARE-Team senden",
        answer: "Deine Antwort",
        think: "Was hältst du davon?",
        fits: "Es passt",
        differently: "Etwas sollte anders sein",
        does_not_fit: "Es passt nicht",
        no_opinion: "Das möchte ich nicht sagen",
        think_text: "In deinen Worten, wenn du magst",
        correct: "Das berichtigen",
        correct_hint: "Was du vorher geschrieben hast, bleibt in den Unterlagen, mit der Berichtigung daneben.",
        take_this: "Das zurücknehmen",
        take_all: "Alles zurücknehmen",
        take_words: [
            "Das Team sieht deine Worte und Fotos nicht mehr und findet sie auch nicht durch Suchen.",
            "In den Unterlagen bleibt: dass es eine Meldung gab und wann, dass du sie zurückgenommen hast, und was das Team selbst getan \
                und geschrieben hat. Sonst könnte später niemand sagen, warum es etwas getan hat.",
            "Was jemand, der hier mitarbeitet, mit eigenen Augen gesehen hat, bleibt dessen Bericht.",
            "Wenn jemand in Gefahr sein kann oder das Gesetz es verlangt, kann das Team deine Worte wieder öffnen. Dann sagt es diese \
                Seite. Du kannst sie jederzeit wieder freigeben.",
        ],
        take_why: "Warum, wenn du es sagen magst",
        take_button: "Alles zurücknehmen",
        give_back: "Du kannst das Team es wieder lesen lassen.",
        give_button: "Wieder freigeben",
        wishes: "Wie man dich erreicht, und was erzählt werden darf",
        hear: "Willst du hören, was das Team entscheidet?",
        hear_here: "Ja, auf dieser Seite",
        hear_person: "Ja, persönlich",
        hear_not: "Nein",
        share: "Dürfen andere erfahren, was getan wurde?",
        share_yes: "Ja",
        share_without: "Nur so, dass nichts auf mich hinweist",
        share_no: "Nein",
        wishes_button: "An das CARE-Team senden",
        second: "Auf einem anderen Gerät öffnen",
        second_words: "Scanne das mit dem anderen Gerät oder tippe dort die Wörter.",
        change: "Neue Wörter bekommen",
        change_words: "Wenn jemand deine sechs Wörter gesehen haben kann: neue beenden die alten sofort. Das Team sieht, dass du es getan \
            hast, und nicht die Wörter.",
        change_button: "Neue Wörter bekommen",
    },
    refusals: Refusals {
        empty: "Noch steht nichts da.",
        too_long: "Das ist länger als 20.000 Zeichen. Schick es in zwei Teilen.",
        answer_too_long: "Eine der Antworten ist länger als 2.000 Zeichen. Schreib sie in das große Feld.",
        photo: "Ein Foto ist größer als 8 MB, von anderer Art als JPEG, PNG und WebP, beschädigt, oder es sind mehr als vier. Wähle die Fotos noch einmal; dein Text steht noch da.",
        too_many: "Hier wurde schon sehr viel ergänzt. Bitte sprich persönlich mit dem Team oder schreib ihm.",
        too_fast: "In den letzten fünf Minuten wurde sehr viel ergänzt. Dein Text steht noch da: warte fünf Minuten und sende ihn dann.",
        unknown: "Das, worum es geht, ist nicht mehr da. Dein Text steht noch da.",
    },
    plain: Plain {
        not_found: "Hier ist nichts",
        not_found_words: "Vielleicht ist die Adresse falsch geschrieben, oder was hier war, ist weg.",
        tries: "Bitte warte ein wenig",
        tries_words: "In kurzer Zeit wurden hier zu viele Wörter versucht. Deine Meldung ist sicher. Warte fünf Minuten und versuch es dann \
            noch einmal.",
        unavailable: "Das geht gerade nicht",
        unavailable_words: "Der Fehler liegt bei uns. Was angekommen ist, ist sicher. Wenn du etwas senden wolltest, kopiere deinen Text (geh \
            zurück, wenn du ihn hier nicht siehst) und versuch es in ein paar Minuten noch einmal.",
        not_read: "Das war nicht zu lesen",
        not_read_words: "Was dein Browser gesendet hat, ist nicht, was diese Seite erwartet, oder zu lang. Was du geschrieben hast, steht noch \
            dort, wo du es geschrieben hast: geh zurück, wenn du es hier nicht siehst.",
        again: "Noch einmal versuchen",
    },
    poster: Poster {
        door: "War etwas nicht in Ordnung?",
        toilet: "Möchtest du mit jemandem reden?",
        lead: "Erzähl es dem CARE-Team. Ohne Konto, ohne Namen.",
        scan: "Mit der Kamera deines Telefons scannen",
        nobody: "Nur das CARE-Team liest es. Du kannst Mitglieder davon ausschließen.",
        or: "Oder sprich jemanden an, der hier mitarbeitet.",
        print: "Drucke diese Seite über das Menü deines Browsers.",
        card: "Dein privater Link",
        card_words: "Sechs Wörter, der einzige Weg zurück zu deiner Meldung. Wer sie hat, kann sie lesen.",
        card_at: ("Sie gelten auf ", ""),
    },
};

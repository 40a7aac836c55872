//! What the made-up conference shows to the public: two members who say something about themselves, and a privacy notice.

use super::cast::{AMARA, MATEO, RUTH};
use super::fill::Play;
use desk::DeskError;
use domain::reporter::team::{PublicCard, PublicPages};
use std::collections::BTreeMap;

const NOTICE: [(&str, &str); 2] = [
    (
        "en",
        "Saltmarsh Days keeps reports for a year after the last day. Ask Ruth at the registration desk what is kept \
         about you.",
    ),
    (
        "de",
        "Saltmarsh Days bewahrt Meldungen ein Jahr nach dem letzten Tag auf. Frag Ruth an der Anmeldung, was über dich \
         aufbewahrt wird.",
    ),
];

pub(super) async fn shows(play: &Play) -> Result<(), DeskError> {
    let notice = BTreeMap::from(NOTICE.map(|(language, text)| (language.to_owned(), text.to_owned())));
    let pages = PublicPages { shows_team: true, form_closed: false, notice };
    play.desk.set_public_pages(play.actor(RUTH), pages).await?;
    for (who, name, about) in [
        (AMARA, "Amara", "She. English and Igbo. Wears a green scarf."),
        (MATEO, "", "Speaks Spanish; around the workshops on both days."),
    ] {
        let card = PublicCard { name: name.into(), about: about.into() };
        play.desk.set_my_public_card(play.actor(who), card).await?;
    }
    Ok(())
}

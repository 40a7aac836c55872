// Every screen of the app and every public page, as the made-up conference fills them: what axe looks at and what the
// pictures show. A new screen is one line here.
import { Caller, mintId } from "./caller.mjs";
import { PHONE, appIsThere } from "./phone.mjs";

export const THEMES = ["light", "dark"];

/** Who looks: a role of the made-up conference, nobody signed in, or the public. */
const at = (name, who, path, more = {}) => ({ name, who, path, ...more });

/**
 * `path` may depend on what the conference holds; `then` does what a person does on the screen; `wide` looks at it on a
 * laptop too; `rings` leaves the alarm of the page that waits on; `readme` names the picture of it that the README shows.
 */
const SCREENS = [
  at("home", "nobody", "/app/", { readme: "light" }),
  at("join", "nobody", "/app/join"),
  at("note", "nobody", "/app/note", { then: (page) => writeSome(page), readme: "light" }),
  at("note-details", "volunteer", "/app/note", { then: (page) => openDetails(page) }),
  at("note-link", "volunteer", "/app/note", { then: (page) => mintLink(page) }),
  at("act", "nobody", "/app/act"),
  at("care", "volunteer", "/app/care"),
  at("outbox-empty", "nobody", "/app/outbox"),
  at("outbox", "volunteer", "/app/outbox", { readme: "light" }),
  at("outbox-entry", "volunteer", ({ entry }) => entry),
  at("act-called", "volunteer", "/app/act"),
  at("outbox-show", "volunteer", ({ entry }) => `${entry}/show`),
  at("home-signed-in", "volunteer", "/app/"),
  at("guide", "volunteer", "/app/guide"),
  at("guide-emergency", "volunteer", "/app/guide/emergency"),
  at("guide-card", "volunteer", ({ card }) => `/app/guide/${card}`),
  at("me-signed-out", "nobody", "/app/me"),
  at("me", "volunteer", "/app/me"),
  at("devices", "volunteer", "/app/me/devices"),
  at("note-correct", "volunteer", ({ entry }) => `/app/note/correct/${entry.split("/").pop()}`),
  at("note-add", "volunteer", ({ entry }) => `/app/note/add/${entry.split("/").pop()}`),
  at("install", "volunteer", "/app/me/install"),
  at("nothing-here", "volunteer", "/app/no/such/screen"),
  at("home-rings", "care_member", "/app/", { wide: true, rings: true, then: (page) => page.locator(".calls").waitFor() }),
  at("page-rings", "care_member", ({ page }) => `/app/p/${page}`, { rings: true, then: (page) => page.getByRole("button", { name: "Stop ringing for this page" }).waitFor() }),
  at("page-taken", "care_member", ({ taken }) => `/app/p/${taken}`),
  at("home-care", "care_member", "/app/"),
  at("me-care", "care_member", "/app/me"),
  at("page", "care_member", ({ page }) => `/app/p/${page}`, { readme: "dark" }),
  at("inbox", "care_member", "/app/inbox", { wide: true }),
  at("case", "care_member", ({ incident }) => `/app/i/${incident}`, { wide: true, readme: "light-wide" }),
  at("case-confirm", "care_member", ({ incident }) => `/app/i/${incident}`, { then: (page) => openDialog(page, "confirm") }),
  at("case-words", "care_member", ({ incident }) => `/app/i/${incident}/words`, { wide: true }),
  at("case-letter", "care_member", ({ incident }) => `/app/i/${incident}/words`, { then: (page) => openDialog(page, "letter") }),
  at("case-speech", "care_member", ({ incident }) => `/app/i/${incident}/words`, { then: (page) => openDialog(page, "speech") }),
  at("case-strike", "care_member", ({ incident }) => `/app/i/${incident}`, { then: (page) => openDialog(page, "strike") }),
  at("case-people", "care_member", ({ people }) => `/app/i/${people}/people`, { wide: true, then: (page) => showPerson(page) }),
  at("case-plan", "care_member", ({ people }) => `/app/i/${people}/people`, { then: (page) => openDialog(page, "plan") }),
  at("case-evidence", "care_member", ({ people }) => `/app/i/${people}/people`, { then: (page) => openDialog(page, "add-evidence") }),
  at("intake", "care_member", "/app/inbox/new", { wide: true, then: (page) => openDetails(page) }),
  at("case-question", "care_member", ({ question }) => `/app/i/${question}`, { wide: true }),
  at("case-declare", "care_member", ({ question }) => `/app/i/${question}`, { then: (page) => openDialog(page, "declare") }),
  at("case-standings", "care_member", ({ unsure }) => `/app/i/${unsure}`, { wide: true, then: (page) => openDetails(page) }),
  at("case-line", "care_member", ({ unsure }) => `/app/i/${unsure}`, { then: (page) => openDialog(page, "line") }),
  at("case-review", "care_member", ({ incident }) => `/app/i/${incident}/review`, { wide: true }),
  at("case-review-start", "care_member", ({ incident }) => `/app/i/${incident}/review`, { then: (page) => openDialog(page, "review-start") }),
  at("case-decision", "care_member", ({ incident }) => `/app/i/${incident}/review`, { then: (page) => openDialog(page, "decision") }),
  at("case-measure", "care_member", ({ incident }) => `/app/i/${incident}/review`, { then: (page) => openDialog(page, "measure") }),
  at("case-involved", "care_member", ({ unsure }) => `/app/i/${unsure}`, { then: (page) => openDialog(page, "involved") }),
  at("case-todo", "care_member", ({ incident }) => `/app/i/${incident}/todo`, { wide: true }),
  at("case-consult", "care_member", ({ incident }) => `/app/i/${incident}/todo`, { then: (page) => openDialog(page, "consult") }),
  at("case-give", "care_member", ({ incident }) => `/app/i/${incident}/todo`, { then: (page) => openDialog(page, "give") }),
  at("asks", "care_member", "/app/asks"),
  at("page-step-out", "care_member", ({ page }) => `/app/p/${page}`, { then: (page) => openDialog(page, "step-out") }),
  at("conference", "organizer", "/app/conference", { wide: true }),
  at("ways", "organizer", "/app/conference/ways"),
  at("hook-new", "organizer", "/app/conference/hook-new", { then: (page) => openDetails(page) }),
  at("hook", "organizer", ({ hook }) => `/app/conference/hook-${hook}`),
  at("reminders", "organizer", "/app/conference/reminders"),
  at("escalation", "organizer", "/app/conference/escalation"),
  at("readiness", "organizer", "/app/conference/readiness"),
  at("drill", "organizer", "/app/conference/drill"),
  at("tree", "organizer", "/app/conference/tree"),
  at("reach", "organizer", "/app/me/reach"),
  at("setup", "organizer", "/app/setup"),
  at("people", "organizer", "/app/people", { wide: true }),
  at("invites", "organizer", "/app/invites"),
  at("roster", "organizer", "/app/roster", { wide: true }),
  at("roster-plan", "organizer", "/app/roster", { then: (page) => openDetails(page) }),
  at("roster-watch", "organizer", "/app/roster", { then: (page) => page.getByRole("button", { name: /^Watch from/ }).nth(1).click() }),
  at("roster-care", "care_member", "/app/roster", { wide: true, then: (page) => openDetails(page) }),
  at("guide-edit", "organizer", "/app/guide/edit"),
  at("guide-edit-card", "organizer", ({ card }) => `/app/guide/edit/${card}`),
  at("public-front", "public", "/"),
  at("public-look-up", "public", "/r"),
  at("public-in-vain", "public", "/r", { then: (page) => lookUp(page, "not these six words at all") }),
  at("reporter", "public", "/r", { then: (page, { words }) => lookUp(page, words), readme: "light" }),
  at("public-nothing", "public", "/nothing"),
];

const writeSome = async (page) => {
  await page.getByLabel("What happened?").fill("At the coffee bar on the first floor: somebody was told, twice, to go back where they came from. They would like to talk to one of you.");
  await page.getByText("Saved on this phone").first().waitFor();
};

const openDetails = (page) => page.evaluate(() => {
  for (const each of document.querySelectorAll("#main details")) each.open = true;
});

const showPerson = (page) => page.getByRole("button", { name: "Show who it is" }).first().click();

const openDialog = (page, id) => page.evaluate((name) => document.getElementById(name).showModal(), id);

const mintLink = async (page) => {
  await page.getByText("A private link for the reporter").click();
  const mint = page.getByRole("button", { name: "Make a private link" });
  if (await mint.count()) await mint.click();
  await page.locator(".words li").first().waitFor();
};

const lookUp = async (page, words) => {
  await page.getByLabel("Your six words").fill(words);
  await page.getByRole("button", { name: "Show my report" }).click();
  await page.locator(".error, [data-state]").first().waitFor();
};

/** The conference's own addresses, asked as a CARE member. */
const holds = async (demo) => {
  const caller = new Caller(demo.origin);
  await caller.signIn(demo.way("care_member").join.code);
  // Pushes reach somebody on duty, so that calls do not end unanswered.
  const { push_key: key } = await caller.ask("GET", "/api/v1/bundle");
  await caller.ask("PUT", "/api/v1/push/subscription", demo.push.subscribe(key));
  const rows = await caller.desk("inbox");
  const mostNotes = [...rows].sort((one, other) => other.notes - one.notes)[0];
  // A fresh call, so that there is a page that waits.
  const volunteer = new Caller(demo.origin);
  await volunteer.signIn(demo.way("volunteer").join.code);
  const call = async (text) => {
    await volunteer.sync([{ id: mintId(), note: { text, urgency: "today", written_at: Date.now() } }]);
    return (await caller.desk("inbox")).find((row) => row.calling);
  };
  const { calling: taken } = await call("The microphone in the small room was taken from somebody.");
  await (await asColleague(demo)).desk("answer_page", { page: taken, answer: "accept" });
  const calling = await call("Somebody asks for company on the way to the station.");
  const { page } = await caller.opens(calling.incident);
  await caller.opens(mostNotes.incident);
  const [{ id: card }] = await caller.desk("guide");
  await wordsWait(demo, mostNotes.incident);
  const asked = await conflicts(caller, rows);
  const organizer = new Caller(demo.origin);
  await organizer.signIn(demo.way("organizer").join.code);
  const [{ id: hook }] = (await organizer.desk("ways")).hooks;
  return { incident: mostNotes.incident, page, taken, card, hook, words: demo.words, ...asked, ...(await people(caller, rows, asked.question)) };
};

/** Another member than the one whose screens are looked at. */
const asColleague = async (demo) => {
  const [, other] = demo.ways("care_member");
  const colleague = new Caller(demo.origin);
  await colleague.signIn(other.join.code);
  return colleague;
};

/** A colleague's words to the reporter, which wait for a second member, in two versions and in one. */
const wordsWait = async (demo, incident) => {
  const colleague = await asColleague(demo);
  const { links } = await colleague.opens(incident);
  const write = async (text, draft = null) => {
    const says = { message: { to: links[0]?.link ?? null, purpose: "ask", text } };
    const id = mintId();
    await colleague.desk("work_on", { incident, deed: { id, deed: { draft: { write: { draft, says, over: [] } } } } });
    return id;
  };
  await write("If you want to: is there anything by which we would recognize him? You need not give a name.");
  const draft = await write("We sit in the green room until ten. Come by whenever you like.");
  await write("Two of us are in the green room until ten tonight. You can bring somebody along.", draft);
};

/** A case that asks first, with as much on its card as there is, and one in which a colleague is not sure. */
const conflicts = async (caller, rows) => {
  const cards = [];
  for (const { incident } of rows) cards.push((await caller.desk("open_case", { incident })).card);
  const known = (card) => card.names.length + card.places.length;
  const [question] = cards.filter((card) => card).sort((one, other) => known(other) - known(one));
  for (const { incident } of rows.filter((row) => row.incident !== question.incident)) {
    const { standings } = await caller.opens(incident);
    if (standings.some(({ standing }) => standing === "unsure")) return { question: question.incident, unsure: incident };
  }
  throw new Error("nobody is unsure in any case of the demo");
};

/** A case with people in it, of which two versions stand beside each other and something was captured. */
const people = async (caller, rows, but) => {
  for (const { incident } of rows.filter((row) => row.incident !== but && !row.stage.closed)) {
    const { timeline } = await caller.opens(incident);
    if (!timeline.some(({ what }) => what.deed?.deed.person)) continue;
    const works = (deed) => caller.desk("work_on", { incident, deed: { id: mintId(), deed } });
    await works({ fact: { about: "place", text: "Foyer, at the foot of the stairs", over: [] } });
    await works({ fact: { about: "place", text: "Next to the coffee bar", over: [] } });
    await works({ evidence: { add: { source: "chat", what: "What was written in the chat", link: "", captured_by: "", captured_at: Date.now() } } });
    return { people: incident };
  }
  throw new Error("nobody is in any open case of the demo");
};

const signedIn = async (browser, demo, who, facts) => {
  const context = await browser.newContext({ ...PHONE, locale: "en-GB", reducedMotion: "reduce" });
  const page = await context.newPage();
  if (["nobody", "public"].includes(who)) return page;
  await page.goto(`${demo.origin}/app/join#${demo.way(who).join.code}`);
  await appIsThere(page);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/app/join");
  if (who === "volunteer") facts.entry = await writeNotes(page, demo);
  return page;
};

/** A call for help and a note that arrive, and one that waits. */
const writeNotes = async (page, demo) => {
  const write = async (text) => {
    await page.goto(`${demo.origin}/app/note`);
    await appIsThere(page);
    await page.getByLabel("What happened?").fill(text);
    await page.getByRole("button", { name: "Save the note" }).click();
    await page.waitForURL(/\/app\/outbox\/./);
  };
  await write("A speaker was interrupted again and again during questions.");
  await page.locator("#main .state").filter({ hasText: /^On the server/ }).first().waitFor();
  await page.goto(`${demo.origin}/app/act`);
  await page.getByRole("button", { name: /^Call the CARE team/ }).click();
  await page.getByText("The CARE team is being called").first().waitFor();
  await page.route("**/api/v1/sync", (route) => route.abort());
  await write("Told at the coat check: jokes about an attendee's accent.");
  return new URL(page.url()).pathname;
};

/** Makes the window as high as the screen's content, so that nothing lies under the bars that stay in place. */
export const bringAllIntoView = async (page, { spare = 0 } = {}) => {
  const height = await page.evaluate(() => Math.max(document.documentElement.scrollHeight, document.querySelector("#main")?.scrollHeight ?? 0));
  await page.setViewportSize({ ...PHONE.viewport, height: Math.max(height, PHONE.viewport.height) + spare });
};

/** Shows every screen in every theme to `look(page, screen, theme)`, each role in a browser of its own. */
export const everyScreen = async (browser, demo, look) => {
  const facts = await holds(demo);
  for (const who of [...new Set(SCREENS.map((screen) => screen.who))]) {
    const page = await signedIn(browser, demo, who, facts);
    for (const screen of SCREENS.filter((each) => each.who === who)) {
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await show(page, demo, screen, facts);
        await look(page, screen, theme);
      }
    }
    await page.context().close();
  }
};

/** Lets every page that waits be quiet on this phone, or ring. */
const hush = (page, rings) => page.evaluate(async (loud) => {
  const answer = await fetch("/api/desk/my_pages", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  const ids = (await answer.json()).map((each) => each.page).join(" ");
  localStorage.setItem("careline-quiet-pages", JSON.stringify(loud ? "" : ids));
}, rings);

const show = async (page, demo, screen, facts) => {
  if (screen.who === "care_member") {
    await hush(page, screen.rings);
  }
  const path = typeof screen.path === "function" ? screen.path(facts) : screen.path;
  await page.goto(demo.origin + path);
  if (screen.who !== "public") {
    await appIsThere(page);
    await page.waitForFunction(() => !document.querySelector("#app .skel, #app [aria-busy=true]"));
  }
  await screen.then?.(page, facts);
};

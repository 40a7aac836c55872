// The main job, end to end, on the real build: a note written offline in a hallway calls the CARE team, and the reporter
// can follow it. Only the push service's address is the tests' own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openBrowser } from "./support/phone.mjs";
import { until } from "./support/until.mjs";
import { World } from "./support/world.mjs";

const NOTE = "Bookshop balcony, a man in a turquoise jacket is pestering Marguerite";
const LATER = "Spoke with her, walking over to the cloakroom together";

/** The words by which one would know the note again. */
const tellingWords = NOTE.toLowerCase().split(/[^a-z]+/).filter((word) => word.length > 5);

const assertTellsNothing = (text, what) => {
  for (const word of tellingWords) assert.ok(!text.toLowerCase().includes(word), `${what} holds "${word}"`);
};

const notesOf = (view) => view.timeline.filter(({ what }) => what.note);

test("a note written offline calls the CARE team, and the reporter can follow it", async (t) => {
  const world = await World.open(t, { flags: ["--log", "debug"] });
  const network = await world.network();

  // Two devices are on duty, and one that is not.
  const bea = await world.phone({ push: true });
  await bea.signIn(await world.invite("care_member", "Bea Lind"));
  await bea.turnPagesOn();
  await world.putOnDuty(await world.personNamed("Bea Lind"));
  const cleo = await world.onCall("Cleo Park");
  const dana = await world.caller("care_member", "Dana Ruiz");
  const { push_key: key } = await dana.ask("GET", "/api/v1/bundle");
  await dana.ask("PUT", "/api/v1/push/subscription", world.push.subscribe(key));

  // Phone A: a volunteer who signed in earlier.
  const ana = await world.phone({ network });
  await ana.signIn(await world.invite("volunteer", "Ana Silva"));
  await ana.restart();

  // The network goes. A note, and a private link for the reporter.
  network.down();
  await ana.context.setOffline(true);
  await ana.open("/app/note");
  await ana.page.getByLabel("What happened?").fill(NOTE);
  await ana.page.getByText("A private link for the reporter").click();
  await ana.page.getByRole("button", { name: "Make a private link" }).click();
  const words = await ana.page.locator(".words li").allInnerTexts();
  assert.equal(words.length, 6);

  // Nobody has said that the reporter has the words: the first try asks, and nothing is saved yet.
  await ana.page.getByRole("button", { name: "Save the note" }).click();
  await ana.page.getByText("Does the reporter have the six words?").waitFor();
  await ana.page.getByRole("button", { name: "It is scanned or written down" }).click();
  await ana.page.getByRole("button", { name: "Save the note" }).click();
  await ana.page.waitForURL(/\/app\/outbox\/./);
  const entry = new URL(ana.page.url()).pathname;

  // The battery dies. Back on, still offline, the note is there.
  await ana.kill();
  await ana.start({ offline: true });
  await ana.open("/app/outbox");
  await ana.page.getByText("Only on this phone").first().waitFor();
  await ana.open(entry);
  await ana.page.locator(".said").getByText(NOTE).waitFor();
  assert.deepEqual(world.push.messages, []);
  assert.deepEqual(await cleo.desk("inbox"), []);

  // The network comes back, and loses the first reply after the server has committed.
  network.dropOneReply();
  await ana.context.setOffline(false);
  await until("the reply was dropped", () => network.dropped.length === 1);
  assert.ok(network.dropped[0].includes("turquoise"), "it was the reply to the note");
  await ana.page.locator("#main .state").filter({ hasText: /^On the server/ }).first().waitFor();

  // The server holds exactly one note.
  const [row, ...others] = await cleo.desk("inbox");
  assert.deepEqual([others.length, row.notes], [0, 1]);

  // One message per device on duty, encrypted and signed, with nothing of the note.
  const devices = [bea.endpoint, cleo.endpoint];
  await until("every device on duty has its message", () => devices.every((endpoint) => world.push.to(endpoint).length > 0));
  assert.deepEqual(world.push.refused, []);
  assert.equal(world.push.messages.length, devices.length);
  for (const message of world.push.messages) {
    assertTellsNothing(message.text + JSON.stringify(message.claims) + message.topic, "a push");
    assert.equal(message.urgency, "high");
    assert.ok(message.ttl > 0);
  }

  // Phone B shows it, and accepts.
  const shown = await bea.showsPush(world.push.to(bea.endpoint)[0].text);
  assert.equal(shown.title, "You are needed");
  assertTellsNothing(JSON.stringify(shown), "a notification");
  await bea.open(`/app/p/${shown.data.page}`);
  await bea.page.getByRole("heading", { name: "Somebody is needed" }).waitFor();
  assertTellsNothing(await bea.page.content(), "a page before it is accepted");
  await bea.page.getByRole("button", { name: "I have it" }).click();
  await bea.page.waitForURL(/\/app\/i\/./);
  await bea.page.getByText("Before you read it").waitFor();
  assertTellsNothing(await bea.page.locator("#main").innerText(), "the question before the content");
  await bea.page.getByRole("button", { name: "No conflict" }).click();
  await bea.page.getByText(NOTE).first().waitFor();

  // Phone A shows who is coming, and holds the text no longer.
  await ana.page.getByText("Bea Lind has it").first().waitFor();
  await ana.page.locator(".said").waitFor({ state: "detached" });
  assertTellsNothing(await ana.page.locator("#main").innerText(), "the delivered note's screen");

  // The reporter types the six words where there is no JavaScript.
  const browser = await openBrowser(t);
  const reporter = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await reporter.goto(`${world.server.origin}/r`);
  await reporter.getByLabel("Your six words").fill(words.join(" "));
  await reporter.getByRole("button", { name: "Show my report" }).click();
  await reporter.getByText("It is being looked at").waitFor();
  await reporter.getByText("A member of the CARE team is looking after it.").waitFor();

  // B adds a note, and phone A knows that the note was seen.
  await bea.page.getByLabel("Add a note").fill(LATER);
  await bea.page.getByRole("button", { name: "Add to the record" }).click();
  await bea.page.locator(".timeline").getByText(LATER).waitFor();
  const view = await cleo.opens(row.incident);
  assert.deepEqual(notesOf(view).map(({ what }) => what.note.body.text), [NOTE, LATER]);
  await until("phone A shows who has seen it", async () => /Seen by\s+Bea Lind/.test(await ana.page.locator(".facts").innerText()));

  assertTellsNothing(world.server.log, "the server's log");
  assert.deepEqual([ana.complaints, bea.complaints], [[], []]);
  assert.equal(world.push.messages.length, devices.length, "nobody was called once it was taken");
});

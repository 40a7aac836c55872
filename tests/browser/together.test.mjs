// Two members work on one case at once, one of them without a network: nothing is overwritten and nothing is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mintId } from "./support/caller.mjs";
import { Member } from "./support/member.mjs";
import { until } from "./support/until.mjs";
import { World } from "./support/world.mjs";

const HERS = "Foyer, at the foot of the stairs";
const THEIRS = "Next to the coffee bar";
const TYPED = "Somebody from the venue saw it t";

/** The case's part of the screen. */
const pane = (phone) => phone.page.locator("section[aria-label=Case]");
const known = (phone) => phone.page.getByRole("region", { name: "What is known" });
const where = (phone) => known(phone).getByLabel("Where", { exact: true });
const onlyHere = (phone) => phone.page.getByRole("region", { name: "Only on this phone" });

/** The keys of the deeds that lie on a phone. */
const deedsOn = async ({ page }) => {
  const keys = await page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("careline");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asking = opening.result.transaction("kept").objectStore("kept").getAllKeys();
      asking.onsuccess = () => { opening.result.close(); resolve(asking.result); };
      asking.onerror = () => reject(asking.error);
    };
  }));
  return keys.filter((key) => key.startsWith("deed-"));
};

/** Everything that lies in a phone's storage, as text. */
const storedOn = ({ page }) => page.evaluate(() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("careline");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asking = opening.result.transaction("kept").objectStore("kept").getAll();
    asking.onsuccess = () => {
      opening.result.close();
      const text = (value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value);
      resolve(asking.result.map((record) => JSON.stringify({ facts: record.facts, sealed: text(record.sealed) })).join());
    };
    asking.onerror = () => reject(asking.error);
  };
}));

const goesOffline = async (phone, network) => {
  network.down();
  await phone.context.setOffline(true);
};

const comesOnline = async (phone, network) => {
  network.up();
  await phone.context.setOffline(false);
};

/** A case, and two members with phones on its side about people; the second comes through a network of its own. */
const together = async (t) => {
  const world = await World.open(t);
  const network = await world.network(t);
  const cleo = await world.onCall("Cleo Park");
  const vera = await world.caller("volunteer", "Vera Blum");
  await vera.sync([{ id: mintId(), note: { text: "Two people argued, one of them cried.", written_at: Date.now() } }]);
  const [{ incident }] = await cleo.desk("inbox");
  await cleo.opens(incident);
  const [bea, dana] = [await world.phone({ t }), await world.phone({ t, network })];
  for (const [phone, name] of [[bea, "Bea Lind"], [dana, "Dana Ruiz"]]) {
    await phone.signIn(await world.invite("care_member", name));
    await phone.restart();
    await phone.open(`/app/i/${incident}`);
    await pane(phone).getByRole("button", { name: "No conflict", exact: true }).click();
    await pane(phone).getByRole("link", { name: "People" }).click();
    await new Member(phone, name).unfolds("Where");
  }
  return { world, network, cleo, bea, dana, incident };
};

/** The deeds of a case that write where it happened. */
const placesOf = async (cleo, incident) => {
  const { timeline } = await cleo.opens(incident);
  return timeline.map(({ what }) => what.deed?.deed.fact).filter((fact) => fact?.about === "place").map((fact) => fact.text);
};

test("two edit the same box at once, one offline: both versions stand on both phones", async (t) => {
  const { network, cleo, bea, dana, incident } = await together(t);

  // Dana writes without a network, and says so; then the battery dies.
  await goesOffline(dana, network);
  await where(dana).fill(THEIRS);
  await where(dana).blur();
  await onlyHere(dana).getByText("Waits for a network").waitFor();
  assert.equal((await deedsOn(dana)).length, 1);
  assert.ok(!(await storedOn(dana)).includes("coffee"), "it lies there sealed");

  // Bea writes in the same box meanwhile.
  await where(bea).fill(HERS);
  await where(bea).blur();
  await until("her version is recorded", async () => (await placesOf(cleo, incident)).length === 1);

  await dana.kill();
  await dana.start({ offline: true });
  await dana.open(`/app/i/${incident}/people`);
  await onlyHere(dana).getByText("Waits for a network").waitFor();
  assert.deepEqual(await placesOf(cleo, incident), [HERS]);

  // The network is back, and loses the first answer after the server has recorded it.
  network.dropOneReply((request) => request.startsWith("POST /api/desk/work_on"));
  await dana.context.setOffline(false);
  await until("the answer was lost", () => network.dropped.length === 1);
  await until("it goes out once more", async () => (await deedsOn(dana)).length === 0);
  assert.deepEqual(await placesOf(cleo, incident), [HERS, THEIRS], "recorded once");

  // Both versions stand on both phones, with who wrote them; nothing is overwritten.
  for (const phone of [bea, dana]) {
    const versions = pane(phone).locator(".versions");
    await versions.getByText(HERS).waitFor();
    await versions.getByText(THEIRS).waitFor();
    await versions.getByText("Bea Lind").waitFor();
    await versions.getByText("Dana Ruiz").waitFor();
  }

  // Somebody who sees both makes one of them.
  await where(bea).fill("Between the stairs and the coffee bar");
  await pane(bea).getByRole("button", { name: "Make one of them" }).click();
  for (const phone of [bea, dana]) {
    await until("one version stands", async () => (await pane(phone).locator(".versions").count()) === 0);
    await until("and it is the new one", async () => (await where(phone).inputValue()) === "Between the stairs and the coffee bar");
  }
  assert.equal((await placesOf(cleo, incident)).length, 3, "and every version stays on the record");
  assert.deepEqual([bea.complaints, dana.complaints], [[], []]);
});

test("what is typed into a box outlives the battery, and is not sent before the box is left", async (t) => {
  const { cleo, dana, incident } = await together(t);
  const other = (phone) => known(phone).getByLabel("Anything else");
  await new Member(dana, "Dana Ruiz").unfolds("Anything else");
  await other(dana).pressSequentially(TYPED);
  await until("the phone keeps what is typed", async () => (await deedsOn(dana)).length === 1);
  await dana.kill();
  await dana.start();
  await dana.open(`/app/i/${incident}/people`);
  await until("it stands in the box again", async () => (await other(dana).inputValue()) === TYPED);
  const { timeline } = await cleo.opens(incident);
  assert.equal(timeline.filter(({ what }) => what.deed).length, 0);
  // What was not saved unfolds by itself.
  await other(dana).waitFor();
  await other(dana).pressSequentially("oo");
  await other(dana).blur();
  await until("it is recorded", async () => (await cleo.opens(incident)).timeline.some(({ what }) => what.deed?.deed.fact?.text === `${TYPED}oo`));
  await until("nothing is left on the phone", async () => (await deedsOn(dana)).length === 0);
});

test("what the server does not take stays in sight until it is discarded, and goes when the case is gone", async (t) => {
  const { world, network, cleo, bea, dana, incident } = await together(t);
  const evidence = mintId();
  const item = { source: "chat", what: "A screenshot", link: "", captured_by: "", captured_at: Date.now() };
  await cleo.desk("work_on", { incident, deed: { id: evidence, deed: { evidence: { add: item } } } });
  await pane(dana).getByText("A screenshot").waitFor();

  // Dana strikes it without a network; a colleague was quicker.
  await goesOffline(dana, network);
  await pane(dana).getByRole("button", { name: "Strike this" }).click();
  await dana.page.locator("#strike-evidence").getByLabel("Why").fill("Another chat");
  await dana.page.getByRole("button", { name: "Strike it", exact: true }).click();
  await onlyHere(dana).getByText("Waits for a network").waitFor();
  await cleo.desk("work_on", { incident, deed: { id: mintId(), deed: { evidence: { strike: { evidence, why: "Another year" } } } } });
  await comesOnline(dana, network);
  await onlyHere(dana).getByText("struck already").waitFor();
  await dana.open(`/app/i/${incident}/people`);
  await onlyHere(dana).getByText("struck already").waitFor();
  await onlyHere(dana).getByRole("button", { name: "Discard" }).click();
  await until("it is gone from the phone", async () => (await deedsOn(dana)).length === 0);

  // Dana is put out while she writes without a network: her phone lets go of what she wrote.
  await goesOffline(dana, network);
  await (await new Member(dana, "Dana Ruiz").unfolds("Where")).fill(THEIRS);
  await where(dana).blur();
  await onlyHere(dana).getByText("Waits for a network").waitFor();
  const person = await world.personNamed("Dana Ruiz");
  await cleo.desk("draw_line", { incident, person, line: "out", why: "They are close" });
  await comesOnline(dana, network);
  await pane(dana).getByText("There is nothing here.").waitFor();
  await until("her phone has let go of it", async () => (await deedsOn(dana)).length === 0);
  assert.deepEqual(await placesOf(cleo, incident), []);
  assert.equal(await onlyHere(bea).count(), 0);
});

const DECISION = { violation: "yes", resolutions: [{ kind: "stop", person: null, words: "" }], intent: "not_considered", addresses: "", reduces: "", reasons: "As he was asked to stop." };

/** A draft that somebody else has written; its id. */
const drafted = async (cleo, incident, says) => {
  const id = mintId();
  await cleo.desk("work_on", { incident, deed: { id, deed: { draft: { write: { draft: null, says, over: [] } } } } });
  return id;
};

/** The versions of a draft that stand beside each other on a phone. */
const versionsOn = (phone) => pane(phone).locator(".versions").locator(":scope > *");

/**
 * Two write the next version of one draft, the second without a network, while the first note is struck. `opens` and `words`
 * are the sheet and its box, `sends` its button.
 */
const writeAnewAtOnce = async ({ network, cleo, bea, dana, incident }, side, { opens, box, sends }) => {
  const [hers, theirs] = [new Member(bea, "Bea Lind"), new Member(dana, "Dana Ruiz")];
  for (const member of [hers, theirs]) await member.goesTo(side);
  const writes = async ({ page, pane }, text) => {
    await pane.getByRole("button", { name: "Write it anew" }).click();
    await page.locator(`dialog#${opens}`).getByLabel(box, { exact: true }).fill(text);
    await page.locator(`dialog#${opens}`).getByRole("button", { name: sends }).click();
    await until("the sheet is done", async () => !(await page.locator(`dialog#${opens}`).isVisible()));
  };
  await goesOffline(dana, network);
  await writes(theirs, THEIRS);
  await onlyHere(dana).getByText("Waits for a network").waitFor();
  await writes(hers, HERS);
  const { timeline } = await cleo.opens(incident);
  const note = timeline.find(({ what }) => what.note).what.note.id;
  await cleo.desk("strike_note", { incident, note, why: "It was another day" });
  await comesOnline(dana, network);

  // Both stand on both phones; nobody can agree to one of two, and the strike has arrived as well.
  for (const phone of [bea, dana]) {
    await until("both versions stand", async () => (await versionsOn(phone).count()) === 2);
    await versionsOn(phone).getByText(HERS).waitFor();
    await versionsOn(phone).getByText(THEIRS).waitFor();
    assert.equal(await pane(phone).getByRole("button", { name: /agree/i }).count(), 0, "nobody agrees to one of two");
  }
  await theirs.goesTo("Record");
  await pane(dana).getByText("It was another day").waitFor();
  await theirs.goesTo(side);

  // Whoever sees both makes one of them; every version stays on the record.
  await hers.ahead.getByText(/Make one of two versions/).waitFor();
  await writes(hers, `${HERS}, ${THEIRS}`);
  for (const phone of [bea, dana]) await until("one version stands", async () => (await versionsOn(phone).count()) === 1);
  const written = (await cleo.opens(incident)).timeline.filter(({ what }) => what.deed?.deed.draft?.write);
  assert.equal(written.length, 4);
  return theirs;
};

test("two write one decision anew at once, one offline, while a note is struck: all of it stands", async (t) => {
  const story = await together(t);
  await drafted(story.cleo, story.incident, { decision: DECISION });
  const theirs = await writeAnewAtOnce(story, "Review", { opens: "decision", box: "Why", sends: "Give it to a second member" });
  await theirs.pane.getByRole("button", { name: "I agree, it counts" }).click();
  await pane(story.bea).getByText("Counts", { exact: true }).waitFor();
  assert.deepEqual([story.bea.complaints, story.dana.complaints], [[], []]);
});

test("two write words to the reporter anew at once, one offline, while a note is struck: all of it stands", async (t) => {
  const story = await together(t);
  await drafted(story.cleo, story.incident, { message: { to: null, purpose: "ask", text: "When was it?" } });
  const theirs = await writeAnewAtOnce(story, "Words", { opens: "letter", box: "The words", sends: "Ask a second member" });
  await theirs.pane.getByRole("button", { name: "Agree", exact: true }).click();
  await pane(story.bea).getByRole("region", { name: "What the reporter was told" }).getByText(HERS).waitFor();
  assert.deepEqual([story.bea.complaints, story.dana.complaints], [[], []]);
});

test("what is typed at a review, into a decision, a letter and the notes of a conversation outlives the battery", async (t) => {
  const { world, cleo, dana, incident } = await together(t);
  const works = (deed) => { const id = mintId(); return cleo.desk("work_on", { incident, deed: { id, deed } }).then(() => id); };
  const person = await works({ person: { add: { part: "witness" } } });
  const ids = [await world.personNamed("Cleo Park"), await world.personNamed("Dana Ruiz")];
  await works({ conversation: { plan: { with: person, purpose: "", place: "", at: null, talks: ids[0], notes: ids[1] } } });
  await works({ meeting: { start: { attendees: ids, silent: false } } });
  const member = new Member(dana, "Dana Ruiz");
  const { page } = dana;
  const box = (sheet, label) => dana.page.locator(sheet).getByLabel(label, { exact: true });

  await member.goesTo("People");
  await member.pane.getByRole("button", { name: "Write the notes" }).click();
  await box("dialog#hold", "Notes").pressSequentially("She saw it fr");
  await until("the notes are kept", async () => (await deedsOn(dana)).length === 1);
  await page.keyboard.press("Escape");
  await member.goesTo("Words");
  await member.pane.getByRole("button", { name: "Write to the reporter" }).click();
  await box("dialog#letter", "The words").pressSequentially("Would you tell us wh");
  await until("the letter is kept", async () => (await deedsOn(dana)).length === 2);
  await page.keyboard.press("Escape");
  await member.goesTo("Review");
  await member.pane.getByRole("button", { name: "Write a decision" }).click();
  await box("dialog#decision", "Why").pressSequentially("Because he was ask");
  await until("the decision is kept", async () => (await deedsOn(dana)).length === 3);
  await page.keyboard.press("Escape");
  await member.pane.getByLabel("What happened?", { exact: true }).pressSequentially("He went on af");
  await until("the answer is kept", async () => (await deedsOn(dana)).length === 4);
  await dana.kill();

  // Nothing was sent, and all of it stands where it was typed.
  await dana.start();
  await dana.open(`/app/i/${incident}/review`);
  await until("the answer stands", async () => (await member.pane.getByLabel("What happened?", { exact: true }).inputValue()) === "He went on af");
  const written = (await cleo.opens(incident)).timeline.filter(({ what, who }) => what.deed && who.person?.name === "Dana Ruiz");
  assert.deepEqual(written, [], "nothing goes on the record unsaid");
  await member.pane.getByRole("button", { name: "Go on writing the decision" }).click();
  assert.equal(await box("dialog#decision", "Why").inputValue(), "Because he was ask");
  await dana.page.keyboard.press("Escape");
  await member.goesTo("Words");
  await member.pane.getByRole("button", { name: "Go on writing to the reporter" }).click();
  assert.equal(await box("dialog#letter", "The words").inputValue(), "Would you tell us wh");
  await box("dialog#letter", "The words").pressSequentially("en?");
  await dana.page.locator("dialog#letter").getByRole("button", { name: "Ask a second member" }).click();
  await until("it is with a second member", async () => (await cleo.opens(incident)).timeline.some(({ what }) => what.deed?.deed.draft?.write?.says.message?.text === "Would you tell us when?"));
  await member.goesTo("People");
  await member.pane.getByRole("button", { name: "Write the notes" }).click();
  assert.equal(await box("dialog#hold", "Notes").inputValue(), "She saw it fr");
  await dana.page.keyboard.press("Escape");

  // A box that saves itself was saved when she left it; what she was writing in sheets is hers to go on with.
  const answered = ({ what }) => what.deed?.deed.meeting?.find?.finding.found?.text === "He went on af";
  await until("the answer is on the record", async () => (await cleo.opens(incident)).timeline.some(answered));
  await member.goesTo("Review");
  await until("the phone holds the decision and the notes", async () => (await deedsOn(dana)).length === 2);
  assert.deepEqual(dana.complaints, []);
});

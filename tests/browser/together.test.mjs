// Two members work on one case at once, one of them without a network: nothing is overwritten and nothing is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mintId } from "./support/caller.mjs";
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
    await where(phone).waitFor();
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
  await other(dana).pressSequentially(TYPED);
  await until("the phone keeps what is typed", async () => (await deedsOn(dana)).length === 1);
  await dana.kill();
  await dana.start();
  await dana.open(`/app/i/${incident}/people`);
  await until("it stands in the box again", async () => (await other(dana).inputValue()) === TYPED);
  const { timeline } = await cleo.opens(incident);
  assert.equal(timeline.filter(({ what }) => what.deed).length, 0);
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
  await where(dana).fill(THEIRS);
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

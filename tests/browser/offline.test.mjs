// Starting without a network, and changing from one release to the next without losing a word.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { OtherRelease } from "./support/release.mjs";
import { shared } from "./support/shared.mjs";
import { until } from "./support/until.mjs";
import { Scales } from "./support/weight.mjs";
import { World } from "./support/world.mjs";

/** What a first visit may weigh on a venue's network: HTML, scripts, style, WASM and icons, with their headers. */
const FIRST_VISIT_BYTES_MAX = 250_000;

let world;
let cleo;

before(async () => {
  world = await World.open(shared);
  cleo = await world.onCall("Cleo Park");
});

const box = (page) => page.getByLabel("What happened?");
const onTheServer = (page) => page.locator("#main .state").filter({ hasText: /^On the server/ }).first();

/** How many notes with this text the server holds. */
const heldCount = async (text) => {
  let count = 0;
  for (const { incident } of await cleo.desk("inbox")) {
    const { timeline } = await cleo.opens(incident);
    count += timeline.filter(({ what }) => what.note?.body.text === text).length;
  }
  return count;
};

/** A server whose next release can be played. */
const release = async (t) => {
  const other = await OtherRelease.open(t, world.server.origin);
  const nextRelease = () => {
    other.answers = (url, text) => {
      if (url === "/sw.js") return text.replace(/CACHE_PREFIX \+ "(\w+)"/, 'CACHE_PREFIX + "$1next"');
      if (url.startsWith("/api/v1/sync")) return text.replace(/"site":"\w+"/, '"site":"next"');
      return text;
    };
  };
  return { other, nextRelease };
};

const lookForUpdate = (page) => page.evaluate(() => navigator.serviceWorker.getRegistration("/app/").then((registration) => registration.update()).then(() => true));
/** The releases of which the phone holds files; receipts that wait lie beside them. */
const cacheNames = (page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("app-")));
const updateWaits = (page) => page.waitForFunction(async () => Boolean((await navigator.serviceWorker.getRegistration("/app/"))?.waiting));

test("after one single visit every address of the app starts without a network", async (t) => {
  const network = await world.network(t);
  const phone = await world.phone({ t, network });
  await phone.open("/app/");
  await phone.isInstalled();
  await phone.kill();
  network.down();
  await phone.start({ offline: true });
  const screens = {
    "/app/": "Find CARE now", "/app/note": "What happened?", "/app/act": "Call the CARE team", "/app/care": "112", "/app/outbox": "No notes yet",
    "/app/guide": "Emergency card", "/app/me": "Not signed in", "/app/no/such/screen?x=1": "Nothing here",
  };
  for (const [path, words] of Object.entries(screens)) {
    await phone.open(path);
    await phone.page.locator("#app").getByText(words).first().waitFor();
  }
  assert.deepEqual(phone.complaints, []);
});

test("an update waits while somebody writes, and takes over with the draft in place", async (t) => {
  const { other, nextRelease } = await release(t);
  const phone = await world.phone({ t, network: other });
  const { page } = phone;
  await phone.open("/app/note");
  await phone.isInstalled();
  const [before] = await cacheNames(page);
  await box(page).pressSequentially("In the middle of a sen");
  nextRelease();
  await lookForUpdate(page);
  await updateWaits(page);
  assert.equal(await box(page).inputValue(), "In the middle of a sen", "nothing was reloaded under the draft");
  await box(page).pressSequentially("tence");
  await page.getByRole("link", { name: "Home" }).first().click();
  await page.getByText("An update is ready.").waitFor();
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Update", exact: true }).click()]);
  await until("only the new release's files are left", async () => (await cacheNames(page)).join() === `${before}next`);
  await phone.open("/app/note");
  await until("the draft is there", async () => (await box(page).inputValue()) === "In the middle of a sentence");
});

test("an old app at a newer server sends what it holds, and then offers the update", async (t) => {
  const { other, nextRelease } = await release(t);
  const phone = await world.phone({ t, network: other });
  await phone.signIn(await world.invite("volunteer", "Ana Silva"));
  await phone.restart();
  other.down();
  await phone.context.setOffline(true);
  const entry = await phone.writesNote("From an app of last month");
  await phone.kill();
  // The server of today does not have the old release's files any more.
  const old = new Set((await (await fetch(`${world.server.origin}/app/`)).text()).match(/\/assets\/[\w.-]+/g));
  other.gone = (url) => old.has(url);
  nextRelease();
  other.up();
  await phone.start();
  await phone.open(entry);
  await onTheServer(phone.page).waitFor();
  assert.equal(await heldCount("From an app of last month"), 1);
});

test("an app that is newer than its server keeps the note and says so", async (t) => {
  const { other } = await release(t);
  const phone = await world.phone({ t, network: other });
  await phone.signIn(await world.invite("volunteer", "Ben Ota"));
  other.asks = (url, text) => (url === "/api/v1/sync" ? text.replace('"protocol":1', '"protocol":99') : text);
  await phone.writesNote("From an app of next year");
  await phone.page.getByText("The app and the server do not fit together.").waitFor();
  await phone.page.getByText("Only on this phone").first().waitFor();
  assert.equal(await heldCount("From an app of next year"), 0);
  other.asks = (_url, text) => text;
  await phone.page.getByRole("button", { name: "Send now" }).click();
  await onTheServer(phone.page).waitFor();
  assert.equal(await heldCount("From an app of next year"), 1);
});

test("the recovery worker takes the app's files away and leaves the notes alone", async (t) => {
  const { other } = await release(t);
  const phone = await world.phone({ t, network: other });
  const { page } = phone;
  await phone.open("/app/");
  await phone.isInstalled();
  const entry = await phone.writesNote("Kept through a broken release");
  const recovery = await (await fetch(`${world.server.origin}/recovery-sw.js`)).text();
  other.answers = (url, text) => (url === "/sw.js" ? recovery : text);
  await lookForUpdate(page);
  await until("the app's files are gone", async () => (await cacheNames(page)).length === 0);
  await until("the worker is gone", () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length === 0));
  other.answers = (_url, text) => text;
  await phone.open(entry);
  await page.locator(".said").getByText("Kept through a broken release").waitFor();
  await phone.isInstalled();
});

test("the first visit weighs at most 250 kB, all that the worker fetches ahead included", async (t) => {
  const scales = await Scales.open(world.server.origin);
  t.after(() => scales.close());
  const phone = await world.phone({ t, network: scales });
  await phone.open("/app/");
  await phone.isInstalled();
  await until("nothing is on its way", () => scales.isStill);
  const { total, data, ...kinds } = scales.read();
  assert.ok(total - data <= FIRST_VISIT_BYTES_MAX, `${total - data} bytes: ${JSON.stringify(kinds)}`);
  assert.ok(kinds.wasm > 0 && kinds.html > 0, "the scales saw the visit");
});

// Capture: nothing that somebody writes on a phone is lost or told untruly, whatever happens to browser, disk and network.
import assert from "node:assert/strict";
import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { shared } from "./support/shared.mjs";
import { until } from "./support/until.mjs";
import { World } from "./support/world.mjs";

let world;
let cleo;

before(async () => {
  world = await World.open(shared);
  cleo = await world.onCall("Cleo Park");
});

/** What the server holds of notes with this text, asked through the desk. */
const held = async (text) => {
  const notes = [];
  for (const { incident } of await cleo.desk("inbox")) {
    const { timeline } = await cleo.opens(incident);
    for (const { what } of timeline) if (what.note?.body.text === text) notes.push({ ...what.note, incident });
  }
  return notes;
};

/** A volunteer's phone with a network of its own. */
const volunteer = async (t, name) => {
  const network = await world.network(t);
  const phone = await world.phone({ t, network });
  await phone.signIn(await world.invite("volunteer", name));
  return { phone, network };
};

const goOffline = async ({ phone, network }) => {
  network.down();
  await phone.context.setOffline(true);
};

const box = (page) => page.getByLabel("What happened?");
const savedWord = (page) => page.getByText("Saved on this phone").first();
const onTheServer = (page) => page.locator("#main .state").filter({ hasText: /^On the server/ }).first();

test("a draft survives a reload and the death of the browser", async (t) => {
  const phone = await world.phone({ t });
  const { page } = phone;
  await phone.open("/app/note");
  await box(page).pressSequentially("Half a sen");
  await savedWord(page).waitFor();
  await page.reload();
  await until("the draft is back", async () => (await box(page).inputValue()) === "Half a sen");
  await phone.isInstalled();
  await box(page).press("End");
  await box(page).pressSequentially("tence");
  await until("the pause was kept", async () => (await page.locator("#main .state").innerText()).startsWith("Saved"));
  await phone.kill();
  await phone.start({ offline: true });
  await phone.open("/app/note");
  await until("the draft is back", async () => (await box(phone.page).inputValue()) === "Half a sentence");
});

test("what is typed before the app has loaded is handed over with its caret", async (t) => {
  const phone = await world.phone({ t });
  const { page } = phone;
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  await page.route(/phone_bg\.[0-9a-f]+\.wasm/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`${phone.origin}/app/note`, { waitUntil: "commit" });
  const early = page.locator("#boot-text");
  await early.pressSequentially("By the lift");
  await early.evaluate((typed) => typed.setSelectionRange(0, 0));
  assert.equal(await page.locator("#boot").count(), 1, "the app is not there yet");
  release();
  await page.waitForFunction(() => !document.getElementById("boot"));
  await page.keyboard.type("Now: ");
  assert.equal(await box(page).inputValue(), "Now: By the lift");
  await savedWord(page).waitFor();
});

test("saved_means_durable: the word comes after the disk has it, and not before", async (t) => {
  const phone = await world.phone({ t });
  await phone.context.addInitScript(() => {
    window.held = [];
    window.holding = false;
    window.durabilities = [];
    const complete = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
    Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
      ...complete,
      set(listener) {
        complete.set.call(this, (event) => (window.holding ? window.held.push(() => listener(event)) : listener(event)));
      },
    });
    const open = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...all) {
      if (all[1] === "readwrite") window.durabilities.push(all[2]?.durability);
      return open.apply(this, all);
    };
  });
  const { page } = phone;
  const hold = () => page.evaluate(() => { window.holding = true; });
  const held = () => page.waitForFunction(() => window.held.length > 0);
  const release = () => page.evaluate(() => {
    window.holding = false;
    for (const each of window.held.splice(0)) each();
  });
  const saysSaved = async () => /\bSaved\b/.test(await page.locator("body").innerText());
  await phone.open("/app/note");
  await hold();
  await box(page).pressSequentially("First words");
  await held();
  assert.equal(await saysSaved(), false, "the draft's transaction has not completed");
  await release();
  await savedWord(page).waitFor();
  await hold();
  await page.getByRole("button", { name: "Save the note" }).click();
  await held();
  assert.equal(new URL(page.url()).pathname, "/app/note", "the note's transaction has not completed");
  assert.equal(await page.getByRole("status").filter({ hasText: /^Saved on this phone$/ }).count(), 0);
  await release();
  await page.waitForURL(/\/app\/outbox\/./);
  const durabilities = await page.evaluate(() => window.durabilities);
  assert.ok(durabilities.length > 1 && durabilities.every((each) => each === "strict"), durabilities.join());
});

test("a note arrives once through a network that hangs, breaks and lies", async (t) => {
  const { phone, network } = await volunteer(t, "Ben Ota");
  const bad = {
    "cut on its way": () => network.cutOneRequest(400),
    "received, but the reply was lost": () => network.dropOneReply(),
  };
  for (const [how, begin] of Object.entries(bad)) {
    begin();
    await phone.writesNote(`A note that was ${how}`);
    await onTheServer(phone.page).waitFor();
    assert.equal((await held(`A note that was ${how}`)).length, 1, how);
  }
  assert.deepEqual([network.cut.length, network.dropped.length], [1, 1], "the network did its worst");
});

test("a browser that dies while it sends finds the note waiting", async (t) => {
  const { phone, network } = await volunteer(t, "Kim Reyes");
  await phone.restart();
  network.hang();
  const entry = await phone.writesNote("Sent when the battery went");
  await until("the request is on its way", () => network.hanging.length === 1);
  await phone.kill();
  network.up();
  await phone.start();
  await phone.open(entry);
  await onTheServer(phone.page).waitFor();
  assert.equal((await held("Sent when the battery went")).length, 1);
});

test("two tabs send once", async (t) => {
  const { phone, network } = await volunteer(t, "Lou Berg");
  const other = await phone.newTab();
  await other.addInitScript(() => {
    const request = LockManager.prototype.request;
    LockManager.prototype.request = function (...all) {
      window.lockAsked = (window.lockAsked ?? 0) + 1;
      return request.apply(this, all);
    };
  });
  await phone.open("/app/outbox", other);
  await phone.context.setOffline(true);
  await phone.writesNote("Written in the first tab");
  network.hang();
  const before = await other.evaluate(() => window.lockAsked ?? 0);
  await phone.context.setOffline(false);
  await until("the note is on its way", () => network.hanging.length > 0);
  await other.evaluate(() => window.dispatchEvent(new Event("online")));
  await other.waitForFunction((count) => (window.lockAsked ?? 0) > count, before);
  assert.equal(network.hanging.length, 1, "the second tab leaves it to the first");
  network.up();
  await phone.page.getByRole("button", { name: "Send now" }).click();
  await onTheServer(phone.page).waitFor();
  assert.equal((await held("Written in the first tab")).length, 1);
});

test("the page of a captive portal is no delivery", async (t) => {
  const { phone, network } = await volunteer(t, "Max Iwu");
  network.portal();
  await phone.writesNote("Behind the hotel's Wi-Fi page");
  await until("the portal has answered", () => network.portalled.some((line) => line.startsWith("POST /api/v1/sync")));
  await phone.page.getByText("This network shows a page of its own").waitFor();
  await phone.page.getByText("Only on this phone").first().waitFor();
  assert.equal((await held("Behind the hotel's Wi-Fi page")).length, 0);
  network.up();
  await phone.page.getByRole("button", { name: "Send now" }).click();
  await onTheServer(phone.page).waitFor();
  assert.equal((await held("Behind the hotel's Wi-Fi page")).length, 1);
});

test("a revoked device keeps its note until somebody signs in again", async (t) => {
  const { phone } = await volunteer(t, "Noa Stein");
  const rows = await world.organizer.desk("people");
  const { devices } = rows.find(({ person }) => person.name === "Noa Stein");
  await world.organizer.desk("revoke_device", { device: devices[0].device.id });
  const entry = await phone.writesNote("Written on a phone that was signed out");
  await phone.page.getByText("Needs sign-in; kept on this phone").first().waitFor();
  await phone.page.locator(".said").getByText("Written on a phone that was signed out").waitFor();
  await phone.signIn(await world.invite("volunteer", "Noa Stein"));
  await phone.open(entry);
  await onTheServer(phone.page).waitFor();
  assert.equal((await held("Written on a phone that was signed out")).length, 1);
});

test("a clock that is a day slow stops no note, and the server's time is the record", async (t) => {
  const DAY_MS = 86_400_000;
  const { phone } = await volunteer(t, "Pia Duarte");
  await phone.context.addInitScript((slow) => {
    const now = Date.now;
    Date.now = () => now() - slow;
  }, DAY_MS);
  await phone.writesNote("Written yesterday, says the phone");
  await onTheServer(phone.page).waitFor();
  const [note] = await held("Written yesterday, says the phone");
  assert.ok(Math.abs(note.skew_ms + DAY_MS) < 60_000, `${note.skew_ms}`);
});

test("a full disk is said in words, and the text stays on the screen", async (t) => {
  const phone = await world.phone({ t });
  await phone.context.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...all) {
      if (window.diskIsFull) throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, all);
    };
  });
  const { page } = phone;
  await phone.open("/app/note");
  await page.evaluate(() => { window.diskIsFull = true; });
  await box(page).pressSequentially("No room for this");
  await page.getByText("This phone's storage is full").first().waitFor();
  await page.getByRole("button", { name: "Save the note" }).click();
  await page.locator("p.error").filter({ hasText: "This phone's storage is full" }).waitFor();
  assert.equal(await box(page).inputValue(), "No room for this");
  assert.equal(await page.getByText("Saved on this phone").count(), 0);
  await page.evaluate(() => { window.diskIsFull = false; });
  await page.getByRole("button", { name: "Save the note" }).click();
  await page.waitForURL(/\/app\/outbox\/./);
  await page.locator(".said").getByText("No room for this").waitFor();
});

/** A photo as cameras write it: with the place in its metadata. */
const photoWithPlace = async (page, red) => {
  const plain = Buffer.from(await page.evaluate(async (shade) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 2_400, height: 1_200 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = `rgb(${shade} 90 120)`;
    pen.fillRect(0, 0, 2_400, 1_200);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, red));
  const place = Buffer.from("Exif\0\0GPS 48.8566 N 2.3522 E, camera of Pia");
  const head = Buffer.from([0xff, 0xe1, 0, place.length + 2]);
  return Buffer.concat([plain.subarray(0, 2), head, place, plain.subarray(2)]);
};

test("at most four photos follow their note, without what the camera wrote into them", async (t) => {
  const { phone, network } = await volunteer(t, "Quin Abt");
  const { page } = phone;
  await phone.open("/app/note");
  const files = [];
  for (let at = 0; at < 5; at += 1) files.push({ name: `IMG_${at}.jpg`, mimeType: "image/jpeg", buffer: await photoWithPlace(page, at * 40) });
  await goOffline({ phone, network });
  await box(page).fill("With pictures");
  await page.locator("summary").filter({ hasText: "Photos" }).click();
  await page.getByLabel("Add photos").setInputFiles(files);
  await page.getByAltText("Photo 4").waitFor();
  assert.equal(await page.getByLabel("Add photos").count(), 0, "there is no room for a fifth");
  await page.getByRole("button", { name: "Save the note" }).click();
  await page.waitForURL(/\/app\/outbox\/./);
  network.up();
  await phone.context.setOffline(false);
  await onTheServer(page).waitFor();
  const note = await until("the photos have arrived", async () => (await held("With pictures")).find(({ photos }) => photos.length === 4));
  for (const id of note.photos) {
    const photo = Buffer.from(await (await cleo.send("GET", `/api/v1/photos/${id}?incident=${note.incident}`)).arrayBuffer());
    assert.deepEqual([...photo.subarray(0, 2)], [0xff, 0xd8], "it is a JPEG");
    for (const left of ["Exif", "GPS", "Pia"]) assert.ok(!photo.includes(left), left);
  }
});

test("waiting notes go into a file that only the passphrase opens", async (t) => {
  const phone = await world.phone({ t });
  const { page } = phone;
  await phone.writesNote("For handing over by hand");
  await page.locator("summary").filter({ hasText: "Export to a file" }).click();
  await page.getByLabel("Passphrase").fill("four plain words here");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the file" }).click()]);
  assert.doesNotMatch(download.suggestedFilename(), /handing|conduct|incident/i);
  const text = await readFile(await download.path(), "utf8");
  assert.doesNotMatch(text, /handing|hand/);
  const { key, cipher, data } = JSON.parse(text);
  const bytes = (coded) => Buffer.from(coded, "base64url");
  const open = (passphrase) => {
    const secret = pbkdf2Sync(passphrase, bytes(key.salt), key.iterations, cipher.key_bits / 8, "sha256");
    const sealed = bytes(data);
    const opening = createDecipheriv("aes-256-gcm", secret, bytes(cipher.iv));
    opening.setAuthTag(sealed.subarray(-cipher.tag_bits / 8));
    return JSON.parse(Buffer.concat([opening.update(sealed.subarray(0, -cipher.tag_bits / 8)), opening.final()]));
  };
  assert.deepEqual(open("four plain words here").notes.map(({ note }) => note.text), ["For handing over by hand"]);
  assert.throws(() => open("four plain words her"));
  await page.locator(".said").getByText("For handing over by hand").waitFor();
});

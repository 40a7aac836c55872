// The alarm while the app is open: it sounds wherever one is in the app, says so where the browser wants a tap first, can
// be hushed for one page, and ends at once when anybody has it. And the raiser, who sees all of that from the other side.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { mintId } from "./support/caller.mjs";
import { shared } from "./support/shared.mjs";
import { until } from "./support/until.mjs";
import { World } from "./support/world.mjs";

let world;

before(async () => {
  world = await World.open(shared);
});

/** Runs in every page before its scripts: notes what of the phone makes noise, and for how long. */
const listenIn = () => {
  const heard = { running: 0, shakes: 0, awake: 0, waves: [] };
  window.heard = heard;
  const Real = window.AudioContext;
  window.AudioContext = class extends Real {
    constructor() {
      super();
      const note = () => { heard.running += this.state === "running" ? 1 : -(this.wasRunning ? 1 : 0); this.wasRunning = this.state === "running"; };
      this.addEventListener("statechange", note);
    }

    createOscillator() {
      const made = super.createOscillator();
      heard.waves.push(made);
      return made;
    }
  };
  navigator.vibrate = () => { heard.shakes += 1; return true; };
  Object.defineProperty(navigator, "wakeLock", { value: { request: async () => { heard.awake += 1; return { release: async () => { heard.awake -= 1; } }; } } });
};

/** Makes of this browser one that lets nothing sound before a tap, whatever it allows by itself. */
const wantsATap = () => {
  let tapped = false;
  window.addEventListener("click", () => { tapped = true; }, { capture: true });
  const Real = window.AudioContext;
  window.AudioContext = class extends Real {
    constructor() {
      super();
      if (!tapped) super.suspend();
    }

    async resume() {
      if (tapped) await super.resume();
    }
  };
};

const heard = (phone) => phone.page.evaluate(() => ({ ...window.heard, waves: window.heard.waves.length }));
const sounds = async (phone) => (await heard(phone)).running > 0;

/** A CARE member on duty, whose phone is open in their hand. */
const member = async (t, name) => {
  const phone = await world.phone({ t });
  await phone.context.addInitScript(listenIn);
  await phone.signIn(await world.invite("care_member", name));
  const person = await world.personNamed(name);
  await world.putOnDuty(person);
  await phone.open("/app/guide");
  return phone;
};

const call = async (name) => {
  const volunteer = await world.caller("volunteer", name);
  const note = mintId();
  await volunteer.sync([{ id: note, note: { text: "Somebody needs company", urgency: "now", written_at: Date.now() } }]);
  return { call: async () => (await volunteer.sync([], [note])).progress[0].call };
};

const bar = (phone) => phone.page.locator(".calls");

test("the open app rings without a push, asks for the tap that sound needs, and falls quiet when a colleague has it", async (t) => {
  const bea = await member(t, "Bea Lind");
  const dana = await member(t, "Dana Ruiz");
  // Bea has tapped her screen before; Dana's was only opened.
  await bea.page.getByRole("link", { name: "Home" }).click();
  await call("Ana Silva");
  for (const phone of [bea, dana]) await bar(phone).getByText("Somebody is needed").waitFor();
  await until("Bea's phone sounds, shakes and stays awake", async () => {
    const { running, shakes, awake } = await heard(bea);
    return running === 1 && shakes > 0 && awake === 1;
  });

  await dana.page.keyboard.press("Tab");
  await bar(dana).getByRole("link", { name: "Answer" }).click();
  await dana.page.getByRole("heading", { name: "Somebody is needed" }).waitFor();
  await until("Dana's phone sounds from her first tap on", () => sounds(dana));
  assert.equal(await bar(dana).count(), 0, "the page's own screen needs no bar");

  // Quiet for this page: the screen stays, the noise ends.
  await dana.page.getByRole("button", { name: "Stop ringing for this page" }).click();
  await until("Dana's phone is quiet", async () => !(await sounds(dana)) && (await heard(dana)).awake === 0);
  assert.ok(await sounds(bea), "and Bea's is not");

  await dana.page.getByRole("button", { name: "I have it" }).click();
  await dana.page.waitForURL(/\/app\/i\/./);
  await bar(bea).waitFor({ state: "detached" });
  await until("Bea's phone is quiet", async () => !(await sounds(bea)) && (await heard(bea)).awake === 0);
  assert.deepEqual([bea.complaints, dana.complaints], [[], []]);

  // The next page rings again.
  await call("Ana Bell");
  await until("Bea's phone sounds", () => sounds(bea));
  await until("and Dana's", () => sounds(dana));
});

test("where the browser wants a tap before sound, the page's screen says so", async (t) => {
  const cleo = await member(t, "Cleo Park");
  await call("Max Reed");
  await bar(cleo).waitFor();
  const address = await bar(cleo).getByRole("link", { name: "Answer" }).getAttribute("href");
  await cleo.context.addInitScript(wantsATap);
  await cleo.open(address);
  const words = cleo.page.getByText("This browser lets the phone ring only once you have tapped the screen.");
  await words.waitFor();
  await cleo.page.locator("h1").click();
  await words.waitFor({ state: "detached" });
  await until("it sounds", () => sounds(cleo));
});

test("the raiser sees who is called, on whose phone it shows, who has it, and without a network how old that is", async (t) => {
  const eli = await world.phone({ t, push: true });
  await eli.signIn(await world.invite("care_member", "Eli Moss"));
  await eli.turnPagesOn();
  await world.putOnDuty(await world.personNamed("Eli Moss"));
  const network = await world.network(t);
  const vera = await world.phone({ t, network });
  await vera.signIn(await world.invite("volunteer", "Vera Stone"));
  await vera.open("/app/act");
  await vera.page.getByRole("button", { name: /^Call the CARE team/ }).click();
  const status = vera.page.locator("#main [role=status]").first();
  await status.getByText("1 person, whose phone has not shown it yet").waitFor();
  await status.getByText("The next call is at").waitFor();

  const [message] = await until("the push service has it", () => world.push.to(eli.endpoint).length > 0 && world.push.to(eli.endpoint));
  const { data } = await eli.showsPush(message.text, { cold: true });
  await status.getByText("1 person, whose phone shows it").waitFor();

  network.down();
  await vera.context.setOffline(true);
  await status.getByText(/That was so at \d\d:\d\d; no news since/).waitFor();
  network.up();
  await vera.context.setOffline(false);

  await eli.open(`/app/p/${data.page}`);
  await eli.page.getByRole("button", { name: "I have it" }).click();
  await status.getByText("Eli Moss has it").waitFor();
});

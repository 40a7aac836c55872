// Pages on a phone: a real message through the push service to the real worker, also when nothing of the app runs.
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

/** A CARE member's phone that pages reach. */
const careMember = async (t, name) => {
  const phone = await world.phone({ t, push: true });
  await phone.signIn(await world.invite("care_member", name));
  await phone.turnPagesOn();
  return phone;
};

test("a test page comes through to a cold worker, which shows it and sends the receipt", async (t) => {
  const phone = await careMember(t, "Bea Lind");
  await phone.page.getByRole("button", { name: "Send a test page" }).click();
  const [message] = await until("the push service has it", () => world.push.to(phone.endpoint).length > 0 && world.push.to(phone.endpoint));
  assert.deepEqual(world.push.refused, []);
  const deviceRow = () => phone.page.evaluate(async () => {
    const answer = await fetch("/api/desk/my_devices", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    return (await answer.json())[0];
  });
  assert.notEqual((await deviceRow()).last_test?.[0], "received");
  const shown = await phone.showsPush(message.text, { cold: true });
  assert.equal(shown.title, "Careline: test page");
  await until("the server has the receipt", async () => (await deviceRow()).last_test?.[0] === "received");
});

test("a page offers its answers and stays on screen", async (t) => {
  const phone = await careMember(t, "Cleo Park");
  await world.putOnDuty(await world.personNamed("Cleo Park"));
  const volunteer = await world.caller("volunteer", "Ana Silva");
  await volunteer.sync([{ id: mintId(), note: { text: "Somebody needs company", urgency: "now", written_at: Date.now() } }]);
  const [message] = await until("the push service has it", () => world.push.to(phone.endpoint).length > 0 && world.push.to(phone.endpoint));
  const shown = await phone.showsPush(message.text, { cold: true });
  assert.deepEqual([shown.title, shown.requireInteraction, shown.actions], ["You are needed", true, ["accept", "cant_now"]]);
  await phone.open(`/app/p/${shown.data.page}`);
  await phone.page.getByRole("heading", { name: "Somebody is needed" }).waitFor();
});

test("whatever a message holds, a notification is shown, in words of our own", async (t) => {
  const phone = await careMember(t, "Dana Ruiz");
  const odd = ["", "not JSON", "[]", "null", '{"t":7,"p":{"x":1},"r":[]}', '{"notification":{"title":"Click here","body":"https://evil.example"}}'];
  for (const text of odd) {
    await phone.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration("/app/");
      for (const each of await registration.getNotifications()) each.close();
    });
    const shown = await phone.showsPush(text);
    assert.deepEqual([shown.title, shown.body], ["Careline", "Something is waiting for you. Open the app."], JSON.stringify(text));
  }
});

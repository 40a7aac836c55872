// Pages in a real Firefox: its own subscription, messages that only it can open, its own worker. Nothing is stood in for
// but the push service on the other end of the line.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { mintId } from "./support/caller.mjs";
import { Firefox, NO_FIREFOX } from "./support/firefox.mjs";
import { PushLine } from "./support/push_line.mjs";
import { shared } from "./support/shared.mjs";
import { until } from "./support/until.mjs";
import { World } from "./support/world.mjs";

const options = { skip: NO_FIREFOX, timeout: 180_000 };

let line;
let world;
let firefox;

before(async () => {
  if (NO_FIREFOX) return;
  line = await PushLine.open(shared);
  world = await World.open(shared, { flags: ["--allow-push-origin", line.origin] });
  firefox = await Firefox.open(shared, { pushAddress: line.address });
});

const device = () => firefox.run(async () => {
  const answer = await fetch("/api/desk/my_devices", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  return (await answer.json()).find((row) => row.this_one);
});

/** A call by somebody who asks the server directly: `call` says how it stands, as the raiser sees it. */
const somebodyCalls = async (name) => {
  const volunteer = await world.caller("volunteer", name);
  const note = mintId();
  await volunteer.sync([{ id: note, note: { kind: "act_now", written_at: Date.now() } }]);
  return { call: async () => (await volunteer.sync([], [note])).progress[0].call };
};

test("Firefox subscribes, and a test page comes through", options, async () => {
  const code = await world.invite("care_member", "Fay Brook");
  await firefox.open(`${world.server.origin}/app/join#${code}`);
  await firefox.tap("Sign in");
  await until("somebody is signed in", () => firefox.run(() => location.pathname !== "/app/join"));
  await firefox.open(`${world.server.origin}/app/me`);
  await firefox.tap("Let pages reach this phone");
  await firefox.shows("Pages reach this phone");
  await until("it has subscribed once", () => line.endpoints.length === 1);
  await firefox.tap("Send a test page");
  await until("the server has the receipt of the worker", async () => (await device()).last_test?.[0] === "received");
  assert.deepEqual(line.refused, []);
  const [shown] = await until("the notification is there", async () => (await firefox.notifications()).length > 0 && firefox.notifications());
  assert.equal(shown.title, "Careline: test page");
});

test("a page wakes the worker with no window open, the raiser hears that it shows, and it is answered", options, async () => {
  await firefox.open("about:blank");
  const { call } = await somebodyCalls("Vera Stone");
  const standing = await until("the phone has shown the page", async () => {
    const { calling } = await call();
    return calling?.reached === 1 && calling;
  });
  assert.equal(standing.people, 1);
  const page = line.messages.at(-1);
  assert.deepEqual([line.refused, page.urgency, page.topic.length], [[], "high", 32]);
  await until("Firefox says that the worker had it", () => line.acknowledged.includes(page.version));

  await firefox.open(`${world.server.origin}/app/`);
  const [shown] = (await firefox.notifications()).filter(({ data }) => data.kind === "page");
  assert.deepEqual([shown.title, shown.body], ["You are needed", "Open the app."]);
  await firefox.open(`${world.server.origin}/app/p/${shown.data.page}`);
  await firefox.shows("Somebody is needed");
  await firefox.tap("I have it");
  await until("the raiser hears who has it", async () => (await call()).taken?.name === "Fay Brook");
  await until("what nobody waits for is out of the shade", async () => (await firefox.notifications()).every(({ data }) => data.kind !== "page"));
});

test("a push service that forgets everything is subscribed at again, with no window open", options, async () => {
  await firefox.open("about:blank");
  const [before] = line.endpoints;
  line.forget();
  await until("there is a subscription again, at another address", () => line.endpoints.length === 1 && line.endpoints[0] !== before);
  const { call } = await somebodyCalls("Max Reed");
  await until("and a page comes through", async () => (await call()).calling?.reached === 1);
});

test("a subscription that the server has given up is replaced at the next start", options, async () => {
  await firefox.open("about:blank");
  line.lose();
  const { call } = await somebodyCalls("Nils Ode");
  await until("the server knows that nobody hears it", async () => Boolean((await call()).unanswered));
  const [before] = line.endpoints;
  await firefox.open(`${world.server.origin}/app/`);
  await until("the app has subscribed anew", () => line.endpoints.length === 1 && line.endpoints[0] !== before);
  await until("the server knows", async () => (await device()).pushes);
});

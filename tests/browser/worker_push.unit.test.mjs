// How the service worker shows pages, sends receipts and takes answers. No browser, no build.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ORIGIN, PAGE, click, get, json, pagePush, push, raise, receipts, startWorker } from "./support/worker.mjs";

test("a page is shown in the same turn, says nothing of the incident and can be answered", async () => {
  const world = startWorker("sw.js", () => json(200));
  const { settled } = push(world, pagePush());
  assert.equal(world.shown.length, 1, "before anything is awaited");
  const [shown] = world.shown;
  assert.equal(shown.title, "You are needed");
  assert.equal(shown.body, "Open the app.");
  assert.deepEqual([...shown.actions].map((each) => each.action), ["accept", "cant_now"]);
  assert.equal(shown.requireInteraction, true);
  await settled;
  assert.deepEqual(world.requests.map(({ path, credentials, body }) => ({ path, credentials, body })), [
    { path: "/api/v1/push/receipt", credentials: "omit", body: { token: "token-1", state: "received" } },
  ]);
});

test("a malformed push shows a notification all the same", async () => {
  const payloads = [undefined, "", "not json", "null", "[]", '"text"', "7", "{}", '{"t":"page","p":{"a":1},"r":[]}', '{"t":"constructor"}', '{"t":"page","p":"../../x","r":"a b"}', pagePush({ notification: null })];
  for (const payload of payloads) {
    const world = startWorker("sw.js", () => json(200));
    const { settled } = push(world, payload);
    assert.equal(world.shown.length, 1, String(payload));
    assert.ok(world.shown[0].title.length > 0);
    await settled;
  }
});

test("a push of a kind that is not known here is as loud as a page", async () => {
  for (const payload of [pagePush({ t: undefined }), pagePush({ t: "from a later version" })]) {
    const world = startWorker("sw.js", () => json(200));
    await push(world, payload).settled;
    assert.deepEqual([world.shown[0].title, world.shown[0].requireInteraction, world.shown[0].actions.length], ["You are needed", true, 2]);
  }
  const quiet = startWorker("sw.js", () => json(200));
  await push(quiet, pagePush({ t: "test" })).settled;
  assert.deepEqual([quiet.shown[0].requireInteraction, quiet.shown[0].actions.length], [false, 0]);
});

test("what somebody is asked for is shown in fixed words, quietly, and a tap opens its screen", async () => {
  const world = startWorker("sw.js", () => json(200));
  await push(world, pagePush({ t: "ask" })).settled;
  const [shown] = world.shown;
  assert.deepEqual([shown.title, shown.body, shown.requireInteraction, shown.actions.length], ["You are asked for something", "Open the app.", false, 0]);
  await click(world, "", shown.data).settled;
  assert.deepEqual(world.opened, [`/app/asks/${PAGE}`]);
});

test("an emergency contact, whoever's way has stopped and an alarm are told in fixed words, and a tap leads to what helps", async () => {
  const table = [
    ["contact", "The CARE team does not answer", "/app/care"],
    ["stopped", "A way to call you has stopped", "/app/me"],
    ["alarm", "Pages may not get through", "/app/care"],
    ["alarm_over", "Pages get through again", "/app/care"],
  ];
  for (const [kind, title, opens] of table) {
    const world = startWorker("sw.js", () => json(200));
    await push(world, pagePush({ t: kind })).settled;
    const [shown] = world.shown;
    assert.deepEqual([shown.title, shown.actions.length], [title, 0]);
    await click(world, "", shown.data).settled;
    assert.deepEqual(world.opened, [opens]);
  }
});

test("the page of a drill says so, is as loud as a page, and is answered like one", async () => {
  const world = startWorker("sw.js", () => json(200));
  await push(world, pagePush({ t: "drill" })).settled;
  const [shown] = world.shown;
  assert.deepEqual([shown.title, shown.requireInteraction, shown.actions.length], ["Drill: you are needed", true, 2]);
  await click(world, "", shown.data).settled;
  assert.deepEqual(world.opened, [`/app/p/${PAGE}`]);
  const contact = startWorker("sw.js", () => json(200));
  await push(contact, pagePush({ t: "drill_contact" })).settled;
  assert.equal(contact.shown[0].title, "Drill: the CARE team does not answer");
  await click(contact, "", contact.shown[0].data).settled;
  assert.deepEqual(contact.opened, ["/app/care"]);
});

test("what a payload says is never shown or opened", async () => {
  const world = startWorker("sw.js", () => json(200));
  await push(world, pagePush({ notification: { title: "Sam at the bar", body: "touched", navigate: "https://evil.example/" } })).settled;
  const text = JSON.stringify(world.shown);
  for (const word of ["Sam", "touched", "evil"]) assert.ok(!text.includes(word), word);
});

test("a receipt that fails is tried once more and never holds the notification up", async () => {
  for (const fault of [() => { throw new TypeError("offline"); }, () => json(503)]) {
    const world = startWorker("sw.js", fault);
    const { settled } = push(world, pagePush());
    assert.equal(world.shown.length, 1);
    for (const result of await settled) assert.equal(result.status, "fulfilled");
    assert.equal(world.requests.length, 2);
  }
  const refused = startWorker("sw.js", () => json(404));
  await push(refused, pagePush()).settled;
  assert.equal(refused.requests.length, 1, "a refused receipt is not repeated");
});

test("a notification that the platform refuses does not stop the receipt", async () => {
  const world = startWorker("sw.js", () => json(200));
  let calls = 0;
  world.shown.push = () => { calls += 1; throw new Error("no permission"); };
  await push(world, pagePush()).settled;
  assert.equal(calls, 1);
  assert.equal(world.requests.length, 1);
});

test("a receipt that did not get through goes out with the next start, push or network, and once", async () => {
  let online = false;
  const occasions = {
    start: (world) => raise(world, "fetch", get("/app/", { mode: "navigate" })).settled,
    push: (world) => push(world, pagePush({ r: undefined, p: undefined, t: "test" })).settled.then(() => push(world, pagePush({ r: "token-2" })).settled),
    network: (world) => raise(world, "sync", { tag: "receipts" }).settled,
  };
  for (const [occasion, comes] of Object.entries(occasions)) {
    const world = startWorker("sw.js", (path) => {
      if (!online) throw new TypeError("offline");
      return path === "/app/" ? new Response("shell", { headers: { "content-type": "text/html" } }) : json(200);
    });
    online = false;
    await push(world, pagePush()).settled;
    await raise(world, "sync", {}).settled;
    assert.deepEqual(world.wakes, ["receipts"], occasion);
    world.requests.length = 0;
    online = true;
    for (let round = 0; round < 2; round += 1) await comes(world);
    const late = receipts(world).filter(({ token }) => token === "token-1");
    assert.deepEqual(late, [{ token: "token-1", state: "received" }], occasion);
  }
});

test("receipts that wait are bounded, and outlive a new version", async () => {
  const world = startWorker("sw.js", () => { throw new TypeError("offline"); });
  for (let number = 0; number < 60; number += 1) await push(world, pagePush({ r: `token-${number}` })).settled;
  const kept = [...world.stores.get("receipts").entries.keys()];
  assert.deepEqual([kept.length, kept[0], kept.at(-1)], [50, "/received/token-10", "/received/token-59"]);
  await Promise.all(raise(world, "activate").waits);
  assert.equal(world.stores.get("receipts").entries.size, 50);
});

test("a subscription that has changed or is gone is made anew, with no window open", async () => {
  const bundle = (path) => json(200, path === "/api/v1/bundle" ? { push_key: "KEY" } : {});
  const told = (world) => world.requests.filter(({ path }) => path === "/api/v1/push/subscription").map(({ method, credentials, body }) => ({ method, credentials, ...body }));
  const anew = [{ method: "PUT", credentials: "same-origin", endpoint: "https://push.example/new", p256dh: "p", auth: "a" }];

  const changed = startWorker("sw.js", bundle);
  await raise(changed, "pushsubscriptionchange").settled;
  assert.deepEqual([told(changed), changed.subscribed], [anew, "KEY"]);

  const otherKey = startWorker("sw.js", bundle);
  otherKey.pushManager.subscription.key = "old";
  await raise(otherKey, "pushsubscriptionchange").settled;
  assert.deepEqual(told(otherKey), anew, "the old one had to end first");

  const gone = startWorker("sw.js", bundle);
  gone.pushManager.subscription = null;
  await push(gone, pagePush()).settled;
  assert.deepEqual(told(gone), anew, "found out after a push");
  await push(gone, pagePush()).settled;
  assert.equal(told(gone).length, 1, "and then there is nothing to do");

  const offline = startWorker("sw.js", () => { throw new TypeError("offline"); });
  const heard = [];
  offline.windows = [{ url: `${ORIGIN}/app/`, postMessage: (data) => heard.push(data.type) }];
  await raise(offline, "pushsubscriptionchange").settled;
  assert.deepEqual(heard, ["resubscribe"], "an open app tries again");
});

test("the badge counts the pages that wait: as shown, as answered, and as the app has asked", async () => {
  const other = "0190f5a2-7c1b-7d10-8000-1234567890ff";
  const world = startWorker("sw.js", (path) => (path.endsWith("/answer") ? view(taken(true)) : json(200)));
  await push(world, pagePush()).settled;
  await push(world, pagePush()).settled;
  await push(world, pagePush({ p: other })).settled;
  await push(world, pagePush({ t: "test" })).settled;
  assert.deepEqual(world.badges, [1, 1, 2, 2], "a page that calls twice is one");
  await click(world, "accept", { kind: "page", page: PAGE, token: null }).settled;
  assert.equal(world.badges.at(-1), 1);
  await Promise.all(raise(world, "message", { data: { type: "waiting", pages: [] } }).waits);
  assert.equal(world.badges.at(-1), 0);
  assert.deepEqual([...world.shade.values()].filter(({ data }) => data.kind === "page"), [], "what a colleague has is not in the shade any more");
});

test("an answer that failed still counts, and a platform without badges shows the page all the same", async () => {
  const failed = startWorker("sw.js", () => json(500));
  await push(failed, pagePush()).settled;
  await click(failed, "accept", DATA).settled;
  assert.equal(failed.badges.at(-1), 1);
  const plain = startWorker("sw.js", () => json(200));
  plain.noBadges();
  await push(plain, pagePush()).settled;
  assert.equal(plain.shown.length, 1);
});

test("a platform that reads the declared message itself hands over the same ids", async () => {
  const world = startWorker("sw.js", () => json(200));
  await raise(world, "push", { data: null, notification: { title: "x", data: { p: PAGE, r: "token-1", t: "page" } } }).settled;
  assert.deepEqual([world.shown[0].title, world.shown[0].data.page, receipts(world)], ["You are needed", PAGE, [{ token: "token-1", state: "received" }]]);
});

test("open windows are told to flush", async () => {
  const world = startWorker("sw.js", () => json(200));
  const heard = [];
  world.windows = [{ url: `${ORIGIN}/app/`, postMessage: (data) => heard.push(data.type) }];
  await push(world, pagePush()).settled;
  await raise(world, "sync", { tag: "outbox" }).settled;
  assert.deepEqual(heard, ["flush", "flush"]);
});

// ------------------------------------------------------------------ answers

const DATA = { kind: "page", page: PAGE, token: "token-1" };

const view = (more) => json(200, { page: PAGE, taken: null, my_answer: null, ...more });
const taken = (you) => ({ taken: { by: "Ana", you, at: 1 } });

test("an answer goes out with the session, and what the page became is shown", async () => {
  const cases = [
    ["accept", taken(true), "You have it"],
    ["accept", taken(false), "Somebody else has it"],
    ["cant_now", { my_answer: "cant_now" }, "Noted"],
    ["decline", { my_answer: "decline" }, "Noted"],
    ["cant_now", taken(false), "Somebody else has it"],
    ["decline", taken(true), "You still have it"],
  ];
  for (const [action, state, title] of cases) {
    const world = startWorker("sw.js", (path) => (path.endsWith("/answer") ? view(state) : json(200)));
    await click(world, action, DATA).settled;
    const [answer, ...more] = world.requests.filter((each) => each.path.endsWith("/answer"));
    assert.deepEqual([answer.path, answer.credentials, answer.body], [`/api/v1/pages/${PAGE}/answer`, "same-origin", { answer: action }]);
    assert.deepEqual(more, []);
    assert.ok(world.requests.some((each) => each.body.state === "seen"));
    assert.deepEqual(world.shown.map((each) => each.title), [title]);
    assert.ok(!JSON.stringify(world.shown).includes("Ana"), "no name on a lock screen");
    assert.deepEqual(world.opened, []);
  }
});

test("an answer that met a colleague's is given once more", async () => {
  let rounds = 0;
  const world = startWorker("sw.js", (path) => {
    if (!path.endsWith("/answer")) return json(200);
    rounds += 1;
    return rounds === 1 ? json(409) : view(taken(false));
  });
  await click(world, "accept", DATA).settled;
  assert.equal(rounds, 2);
  assert.deepEqual(world.shown.map((each) => each.title), ["Somebody else has it"]);
});

test("an answer that did not arrive is never shown as given, and the app opens", async () => {
  const faults = {
    offline: () => { throw new TypeError("offline"); },
    "signed out": () => json(401),
    unknown: () => json(404),
    broken: () => json(500),
    "always stale": () => json(409),
    "a portal's page": () => new Response("<p>Welcome", { headers: { "content-type": "text/html" } }),
    "a portal's JSON": () => json(200, { ok: true }),
    "another page": () => json(200, { page: "other", ...taken(true) }),
    "not taken after all": () => view({ my_answer: "accept" }),
  };
  for (const [fault, reply] of Object.entries(faults)) {
    const world = startWorker("sw.js", reply);
    await click(world, "accept", DATA).settled;
    assert.deepEqual(world.shown.map((each) => each.title), ["Your answer did not go out"], fault);
    assert.deepEqual(world.opened, [`/app/p/${PAGE}`], fault);
    assert.ok(world.requests.filter((each) => each.path.endsWith("/answer")).length <= 2, fault);
  }
});

test("a tap opens the page's screen, in a window that is open where there is one", async () => {
  const none = startWorker("sw.js", () => json(200));
  await click(none, "", DATA).settled;
  assert.deepEqual(none.opened, [`/app/p/${PAGE}`]);

  const unknown = startWorker("sw.js", () => json(200));
  await click(unknown, "", undefined).settled;
  assert.deepEqual(unknown.opened, ["/app/"]);

  const client = (log, answers) => ({
    url: `${ORIGIN}/app/note`,
    visibilityState: "hidden",
    focus: async () => log.push("focus"),
    navigate: async (to) => log.push(`reload at ${to}`),
    postMessage: (data, [port]) => {
      log.push(`${data.type} ${data.to}`);
      if (answers) port.postMessage("ok");
    },
  });
  const reporter = { url: `${ORIGIN}/r`, focus: () => assert.fail("the reporter's page is no window of the app") };
  for (const [alive, expected] of [
    [true, ["focus", `navigate /app/p/${PAGE}`]],
    [false, ["focus", `navigate /app/p/${PAGE}`, `reload at /app/p/${PAGE}`]],
  ]) {
    const log = [];
    const world = startWorker("sw.js", () => json(200));
    world.patient = alive;
    world.windows = [reporter, client(log, alive)];
    await click(world, "", DATA).settled;
    assert.deepEqual(log, expected, `an app that is ${alive ? "alive" : "not there"}`);
    assert.deepEqual(world.opened, []);
  }
});

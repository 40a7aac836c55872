// Runs the service workers in a context of fakes: `node --test tests/browser/worker.unit.test.mjs`. No browser, no build.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const ORIGIN = "https://careline.example";
const PRECACHE = ["/app/", "/assets/app-0123456789ab.js", "/assets/app_bg-0123456789ab.wasm", "/manifest.webmanifest"];
const DESK = ["/assets/desk.0123456789ab.js", "/assets/desk_bg.0123456789ab.wasm"];
const PAGE = "0190f5a2-7c1b-7d10-8000-1234567890ab";

const source = (name) =>
  readFileSync(new URL(`../../public/${name}`, import.meta.url), "utf8")
    .replaceAll("{{precache}}", JSON.stringify(PRECACHE))
    .replaceAll("{{desk}}", JSON.stringify(DESK))
    .replaceAll("{{version}}", "v2")
    .replace(/\{\{asset:([^}]+)\}\}/g, "/assets/$1");

const TYPES = { js: "text/javascript", wasm: "application/wasm", webmanifest: "application/manifest+json" };
const contentType = (path) => TYPES[path.split(".").pop()] ?? "text/html; charset=utf-8";

class FakeCache {
  entries = new Map();
  async put(url, response) { this.entries.set(url, response); }
  async match(url) { return this.entries.get(url)?.clone(); }
  async keys() { return [...this.entries.keys()].map((path) => ({ url: ORIGIN + path })); }
}

/** One worker in its own world. `answer(path, init)` is the network: it returns a Response or throws. */
const startWorker = (name, answer = (path) => new Response(path, { headers: { "content-type": contentType(path) } })) => {
  const world = { listeners: {}, shown: [], requests: [], opened: [], windows: [], patient: false, stores: new Map(), skipped: 0, claimed: 0, unregistered: 0 };
  const self = {
    location: new URL(`${ORIGIN}/sw.js`),
    navigator: {},
    addEventListener: (type, listener) => { world.listeners[type] = listener; },
    skipWaiting: async () => { world.skipped += 1; },
    registration: {
      showNotification: async (title, options) => { world.shown.push({ title, ...options }); },
      unregister: async () => { world.unregistered += 1; },
    },
    clients: {
      claim: async () => { world.claimed += 1; },
      matchAll: async () => world.windows,
      openWindow: async (to) => { world.opened.push(to); },
    },
  };
  const caches = {
    open: async (key) => world.stores.get(key) ?? world.stores.set(key, new FakeCache()).get(key),
    keys: async () => [...world.stores.keys()],
    delete: async (key) => world.stores.delete(key),
  };
  class FakeRequest extends Request {
    constructor(url, init) { super(new URL(url, ORIGIN), init); }
  }
  const fetch = async (input, init) => {
    const request = typeof input === "string" ? new FakeRequest(input, init) : input;
    const path = new URL(request.url).pathname;
    const body = request.method === "GET" ? null : JSON.parse(await request.text());
    const sent = { path, method: request.method, cache: request.cache, credentials: request.credentials, body };
    world.requests.push(sent);
    return answer(path, sent);
  };
  // Pauses and deadlines pass at once, unless a test wants the other side to be faster.
  const setTimeout = (run) => { if (!world.patient) queueMicrotask(run); };
  vm.runInNewContext(source(name), {
    self, caches, fetch, setTimeout, URL, Request: FakeRequest, Response, AbortSignal, MessageChannel,
  });
  return world;
};

/** Raises an event; returns what the listener did in the same turn and, later, everything it waited for. */
const raise = (world, type, fields = {}) => {
  const waits = [];
  const event = { ...fields, waitUntil: (promise) => waits.push(promise), respondWith: (promise) => { event.response = promise; } };
  world.listeners[type](event);
  return { event, waits, settled: Promise.allSettled(waits) };
};

const push = (world, payload) =>
  raise(world, "push", { data: payload === undefined ? null : { json: () => JSON.parse(payload) } });

const pagePush = (more = {}) =>
  JSON.stringify({ web_push: 8030, notification: { title: "x", body: "y", navigate: "https://evil.example/", app_badge: 1 }, mutable: true, p: PAGE, r: "token-1", t: "page", ...more });

const click = (world, action, data) =>
  raise(world, "notificationclick", { action, notification: { data, close() {} } });

const get = (path, more = {}) => ({ request: { method: "GET", url: ORIGIN + path, mode: "cors", ...more } });

const json = (status, body = {}) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

// ------------------------------------------------------------------ install, activate, fetch

test("install stores the list, reads hashed files by way of the browser's cache and the rest anew", async () => {
  const world = startWorker("sw.js");
  await Promise.all(raise(world, "install").waits);
  assert.deepEqual([...world.stores.keys()], ["app-v2"]);
  assert.deepEqual([...world.stores.get("app-v2").entries.keys()], PRECACHE);
  const cacheOf = Object.fromEntries(world.requests.map((each) => [each.path, each.cache]));
  assert.deepEqual(cacheOf, { "/app/": "reload", "/assets/app-0123456789ab.js": "default", "/assets/app_bg-0123456789ab.wasm": "default", "/manifest.webmanifest": "reload" });
  assert.equal(world.skipped, 0);
});

test("a device that had the desk's build gets it with each new version, and others do not", async () => {
  const world = startWorker("sw.js");
  const older = new FakeCache();
  world.stores.set("app-v1", older);
  await older.put("/assets/desk_bg.aaaaaaaaaaaa.wasm", new Response("old"));
  await Promise.all(raise(world, "install").waits);
  assert.deepEqual([...world.stores.get("app-v2").entries.keys()], [...PRECACHE, ...DESK]);
});

test("the app's word brings the desk's build, once, and without a network nothing breaks", async () => {
  const world = startWorker("sw.js");
  await Promise.all(raise(world, "install").waits);
  for (let round = 0; round < 2; round += 1) await Promise.all(raise(world, "message", { data: { type: "desk" } }).waits);
  assert.deepEqual([...world.stores.get("app-v2").entries.keys()], [...PRECACHE, ...DESK]);
  assert.equal(world.requests.filter(({ path }) => DESK.includes(path)).length, DESK.length);
  const { event } = raise(world, "fetch", get(DESK[1]));
  assert.equal(await (await event.response).text(), DESK[1]);
  const offline = startWorker("sw.js", () => { throw new TypeError("offline"); });
  await Promise.all(raise(offline, "message", { data: { type: "desk" } }).waits);
  assert.equal(offline.stores.get("app-v2").entries.size, 0);
});

test("install fails whole when one file is missing, redirected or a portal's page", async () => {
  const portal = () => new Response("<p>Welcome to the hotel", { headers: { "content-type": "text/html" } });
  const redirected = (path) => {
    const response = new Response(path, { headers: { "content-type": contentType(path) } });
    Object.defineProperty(response, "redirected", { value: true });
    return response;
  };
  for (const [fault, reply] of Object.entries({ missing: () => new Response("", { status: 404 }), portal, redirected, unreachable: () => { throw new TypeError("offline"); } })) {
    const world = startWorker("sw.js", (path) => (path.endsWith(".wasm") ? reply(path) : new Response(path, { headers: { "content-type": contentType(path) } })));
    await assert.rejects(Promise.all(raise(world, "install").waits), fault);
    assert.equal(world.stores.size, 0, `${fault}: nothing may be stored`);
  }
});

test("a hashed file that the browser's cache holds wrongly is read anew", async () => {
  const world = startWorker("sw.js", (path, { cache }) =>
    new Response(path, { headers: { "content-type": path.endsWith(".wasm") && cache === "default" ? "text/html" : contentType(path) } }));
  await Promise.all(raise(world, "install").waits);
  const stored = world.stores.get("app-v2").entries.get("/assets/app_bg-0123456789ab.wasm");
  assert.equal(stored.headers.get("content-type"), "application/wasm");
});

test("activate deletes only older caches of its own and takes the open windows over", async () => {
  const world = startWorker("sw.js");
  for (const key of ["app-v1", "app-v2", "other"]) world.stores.set(key, new FakeCache());
  await Promise.all(raise(world, "activate").waits);
  assert.deepEqual([...world.stores.keys()], ["app-v2", "other"]);
  assert.equal(world.claimed, 1);
});

test("a new version waits for the app's word", async () => {
  const world = startWorker("sw.js");
  for (const data of [null, "hello", { type: "other" }]) raise(world, "message", { data });
  assert.equal(world.skipped, 0);
  raise(world, "message", { data: { type: "SKIP_WAITING" } });
  assert.equal(world.skipped, 1);
});

test("every address under /app/ starts from the stored shell, without a network", async () => {
  let online = true;
  const world = startWorker("sw.js", (path) => {
    if (!online) throw new TypeError("offline");
    return new Response(`body of ${path}`, { headers: { "content-type": contentType(path) } });
  });
  await Promise.all(raise(world, "install").waits);
  online = false;
  for (const path of ["/app/", "/app/note", `/app/p/${PAGE}`, "/app/desk?tab=all"]) {
    const { event } = raise(world, "fetch", get(path, { mode: "navigate" }));
    assert.equal(await (await event.response).text(), "body of /app/", path);
  }
  const { event } = raise(world, "fetch", get("/assets/app-0123456789ab.js"));
  assert.equal(await (await event.response).text(), "body of /assets/app-0123456789ab.js");
});

test("a shell that the browser threw away is fetched", async () => {
  const world = startWorker("sw.js");
  const { event } = raise(world, "fetch", get("/app/note", { mode: "navigate" }));
  assert.ok((await event.response).ok);
});

test("nothing else is touched", () => {
  const world = startWorker("sw.js");
  const untouched = [
    get("/api/v1/sync"), get("/api/v1/live", { headers: { accept: "text/event-stream" } }), get("/api/v1/team"), get("/assets/unlisted-0123456789ab.js"),
    get("/assets/app-0123456789ab.js?again=2"),
    ...["/", "/r", "/report", "/team", "/application"].map((path) => get(path, { mode: "navigate" })),
    get("/app/note", { method: "POST", mode: "navigate" }), get("/manifest.webmanifest", { method: "HEAD" }),
    { request: { method: "GET", url: "https://other.example/app/", mode: "navigate" } },
  ];
  for (const fields of untouched) {
    assert.equal(raise(world, "fetch", fields).event.response, undefined, `${fields.request.method} ${fields.request.url}`);
  }
  assert.equal(world.requests.length, 0);
});

// ------------------------------------------------------------------ push

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

test("an emergency contact and whoever's pushes stopped are told in fixed words, and a tap leads to what helps", async () => {
  const table = [
    ["contact", "The CARE team does not answer", "/app/care"],
    ["stopped", "Pages stopped on one of your phones", "/app/me"],
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

test("open windows are told to flush and to subscribe again", async () => {
  const world = startWorker("sw.js", () => json(200));
  const heard = [];
  world.windows = [{ url: `${ORIGIN}/app/`, postMessage: (data) => heard.push(data.type) }];
  await push(world, pagePush()).settled;
  await raise(world, "sync", { tag: "outbox" }).settled;
  await raise(world, "pushsubscriptionchange").settled;
  assert.deepEqual(heard, ["flush", "flush", "resubscribe"]);
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

// ------------------------------------------------------------------ recovery

test("the recovery worker removes the app's files and itself, and reloads nobody", async () => {
  const world = startWorker("recovery-sw.js");
  for (const key of ["app-v1", "app-v2", "other"]) world.stores.set(key, new FakeCache());
  await Promise.all(raise(world, "install").waits);
  await Promise.all(raise(world, "activate").waits);
  assert.deepEqual([...world.stores.keys()], ["other"]);
  assert.deepEqual([world.skipped, world.unregistered, world.listeners.fetch], [1, 1, undefined]);
  push(world, "not json");
  assert.equal(world.shown.length, 1);
});

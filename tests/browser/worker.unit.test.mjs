// How the service worker starts the app: `node --test tests/browser/worker.unit.test.mjs`. No browser, no build.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, FakeCache, ORIGIN, PAGE, PRECACHE, contentType, get, push, raise, startWorker } from "./support/worker.mjs";

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

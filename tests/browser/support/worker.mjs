// The service workers in a context of fakes: no browser, no build.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import vm from "node:vm";

export const ORIGIN = "https://careline.example";
export const PRECACHE = ["/app/", "/assets/app-0123456789ab.js", "/assets/app_bg-0123456789ab.wasm", "/manifest.webmanifest"];
export const DESK = ["/assets/desk.0123456789ab.js", "/assets/desk_bg.0123456789ab.wasm"];
export const PAGE = "0190f5a2-7c1b-7d10-8000-1234567890ab";

const source = (name) =>
  readFileSync(new URL(`../../../public/${name}`, import.meta.url), "utf8")
    .replaceAll("{{precache}}", JSON.stringify(PRECACHE))
    .replaceAll("{{desk}}", JSON.stringify(DESK))
    .replaceAll("{{version}}", "v2")
    .replace(/\{\{asset:([^}]+)\}\}/g, "/assets/$1");

const TYPES = { js: "text/javascript", wasm: "application/wasm", webmanifest: "application/manifest+json" };
export const contentType = (path) => TYPES[path.split(".").pop()] ?? "text/html; charset=utf-8";

export class FakeCache {
  entries = new Map();
  async put(url, response) { this.entries.set(url, response); }
  async match(url) { return this.entries.get(url)?.clone(); }
  async keys() { return [...this.entries.keys()].map((path) => ({ url: ORIGIN + path })); }
  async delete({ url }) { return this.entries.delete(new URL(url).pathname); }
}

/** One worker in its own world. `answer(path, init)` is the network: it returns a Response or throws. */
export const startWorker = (name, answer = (path) => new Response(path, { headers: { "content-type": contentType(path) } })) => {
  const world = { listeners: {}, shown: [], requests: [], opened: [], windows: [], patient: false, stores: new Map(), skipped: 0, claimed: 0, unregistered: 0, shade: new Map(), badges: [], wakes: [] };
  const self = {
    location: new URL(`${ORIGIN}/sw.js`),
    navigator: { setAppBadge: async (count) => { world.badges.push(count); }, clearAppBadge: async () => { world.badges.push(0); } },
    addEventListener: (type, listener) => { world.listeners[type] = listener; },
    skipWaiting: async () => { world.skipped += 1; },
    registration: {
      showNotification: async (title, options) => {
        world.shown.push({ title, ...options });
        world.shade.set(options.tag, { ...options, close: () => world.shade.delete(options.tag) });
      },
      getNotifications: async () => [...world.shade.values()],
      sync: { register: async (tag) => { world.wakes.push(tag); } },
      pushManager: {
        subscription: { unsubscribe: async () => { self.registration.pushManager.subscription = null; return true; } },
        getSubscription: async () => self.registration.pushManager.subscription,
        subscribe: async ({ userVisibleOnly, applicationServerKey }) => {
          const made = { endpoint: "https://push.example/new", keys: { p256dh: "p", auth: "a" } };
          assert.equal(userVisibleOnly, true);
          if (self.registration.pushManager.subscription?.key === "old") throw new Error("made with another key");
          world.subscribed = applicationServerKey;
          self.registration.pushManager.subscription = { toJSON: () => made };
          return self.registration.pushManager.subscription;
        },
      },
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
  world.pushManager = self.registration.pushManager;
  world.noBadges = () => { self.navigator = {}; };
  return world;
};

/** Raises an event; returns what the listener did in the same turn and, later, everything it waited for. */
export const raise = (world, type, fields = {}) => {
  const waits = [];
  const event = { ...fields, waitUntil: (promise) => waits.push(promise), respondWith: (promise) => { event.response = promise; } };
  world.listeners[type](event);
  return { event, waits, settled: Promise.allSettled(waits) };
};

export const push = (world, payload) =>
  raise(world, "push", { data: payload === undefined ? null : { json: () => JSON.parse(payload) } });

export const pagePush = (more = {}) =>
  JSON.stringify({ web_push: 8030, notification: { title: "x", body: "y", navigate: "https://evil.example/", app_badge: 1 }, mutable: true, p: PAGE, r: "token-1", t: "page", ...more });

export const click = (world, action, data) =>
  raise(world, "notificationclick", { action, notification: { data, close: () => world.shade.delete(`${data?.kind}-${data?.page}`) } });

export const get = (path, more = {}) => ({ request: { method: "GET", url: ORIGIN + path, mode: "cors", ...more } });

export const receipts = (world) => world.requests.filter(({ path }) => path === "/api/v1/push/receipt").map(({ body }) => body);

export const json = (status, body = {}) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

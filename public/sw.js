// Careline's service worker: starts the app without a network, and shows pages.
//
// Invariants, each with a test in tests/browser/worker*.unit.test.mjs:
// - Install takes everything or nothing; a version serves only its own files. A device that had the desk's build gets it
//   with each new version.
// - A new version waits until the app asks for it: no code is swapped under an open draft.
// - Only the shell's navigations under /app/ and the listed assets are answered here. The API, live updates,
//   the reporter's pages and everything that is not GET go to the network untouched, and nothing of them is stored.
// - Every push shows a notification, whatever its payload; the words are fixed here and say nothing of the incident.
//
// - A receipt that does not get through is kept for the next push, start or network; a lost subscription is made anew.
// - The badge is the number of pages that wait, as far as this phone knows: set by what is shown, put right by the app.
//
// What it says to open windows: {type:"flush"}, {type:"resubscribe"}, and {type:"navigate", to:"/app/…"}, which an app
// that is alive answers with any message on the port that comes with it. What it hears: {type:"SKIP_WAITING"},
// {type:"desk"}, which fetches the desk's build, and {type:"waiting", pages}, the ids of all pages that wait.
"use strict";

const CACHE_PREFIX = "app-";
const CACHE = CACHE_PREFIX + "{{version}}";
const SHELL = "/app/";
const PRECACHE = {{precache}};
// The app's build for the CARE team and for organizers: only on devices that use it, but there without a network too.
const DESK = {{desk}};

const ICON = "{{asset:icon-192.png}}";
const BADGE = "{{asset:badge.png}}";

const REQUEST_TIMEOUT_MS = 8_000;
const RECEIPT_RETRY_MS = 2_000;
const NAVIGATE_ANSWER_MS = 1_000;

const RECEIPTS = "receipts";
const RECEIPTS_MAX = 50;

const PAGE_ID = /^[A-Za-z0-9_-]{1,64}$/;
const RECEIPT_TOKEN = /^[A-Za-z0-9_.-]{1,256}$/;

// ---------------------------------------------------------------- install, activate

// A hashed address names its content, so the browser's own cache may answer for it: the first visit
// fetches the WASM once. All else is read from the server.
const HASHED = /[.-][0-9a-f]{8,}\.[a-z0-9]+$/;

const isSound = (url, response) => {
  if (!response.ok || response.redirected) return false;
  // A captive portal answers 200 with its own page.
  const html = (response.headers.get("content-type") ?? "").startsWith("text/html");
  return html === (url === SHELL);
};

const load = async (url) => {
  if (HASHED.test(url)) {
    const response = await fetch(new Request(url)).catch(() => null);
    if (response && isSound(url, response)) return response;
  }
  const response = await fetch(new Request(url, { cache: "reload" }));
  if (!isSound(url, response)) throw new Error(`not the file that was asked for: ${url}`);
  return response;
};

const take = async (urls) => {
  const responses = await Promise.all(urls.map(load));
  const cache = await caches.open(CACHE);
  await Promise.all(urls.map((url, at) => cache.put(url, responses[at])));
};

const DESK_BUILD = /\/desk_bg\.[0-9a-f]+\.wasm$/;

const usesDesk = async () => {
  for (const name of await caches.keys()) {
    if (!name.startsWith(CACHE_PREFIX)) continue;
    const kept = await (await caches.open(name)).keys();
    if (kept.some(({ url }) => DESK_BUILD.test(url))) return true;
  }
  return false;
};

const install = async () => take((await usesDesk()) ? [...PRECACHE, ...DESK] : PRECACHE);

const takeDesk = async () => {
  const cache = await caches.open(CACHE);
  const held = await Promise.all(DESK.map((url) => cache.match(url)));
  // Without a network it comes with the next start that has one.
  if (!held.every(Boolean)) await take(DESK).catch(() => {});
};

const activate = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHE_PREFIX) && name !== CACHE) await caches.delete(name);
  }
  // The very first visit is taken over too, so that it suffices for a start without a network.
  await self.clients.claim();
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

// ---------------------------------------------------------------- fetch

const fromCache = async (url, request) => {
  const cache = await caches.open(CACHE);
  return (await cache.match(url, { ignoreVary: true })) ?? fetch(request);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (!url.pathname.startsWith(SHELL)) return;
    event.respondWith(fromCache(SHELL, request));
    event.waitUntil(sendKept());
  } else if (!url.search && (PRECACHE.includes(url.pathname) || DESK.includes(url.pathname))) {
    event.respondWith(fromCache(url.pathname, request));
  }
});

// ---------------------------------------------------------------- windows

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

const tellWindows = async (type) => {
  for (const client of await windows()) client.postMessage({ type });
};

// A reload would take an open draft's last words with it, so the app is asked to change its screen itself;
// only a window in which no app answers is navigated.
const askToNavigate = (client, to) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const settle = (answered) => {
      port1.close();
      resolve(answered);
    };
    setTimeout(() => settle(false), NAVIGATE_ANSWER_MS);
    port1.onmessage = () => settle(true);
    client.postMessage({ type: "navigate", to }, [port2]);
  });

const openApp = async (to) => {
  const open = (await windows()).filter((client) => new URL(client.url).pathname.startsWith(SHELL));
  const client = open.find((each) => each.visibilityState === "visible") ?? open[0];
  if (!client) return self.clients.openWindow(to);
  try {
    // Focus comes first: the browser allows it only right after the tap.
    await client.focus();
    if (!(await askToNavigate(client, to))) await client.navigate(to);
  } catch {
    await self.clients.openWindow(to);
  }
};

self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") event.waitUntil(self.skipWaiting());
  if (event.data?.type === "desk") event.waitUntil(takeDesk());
  if (event.data?.type === "waiting") event.waitUntil(onlyThese(event.data.pages));
});
self.addEventListener("sync", (event) => event.waitUntil(Promise.all([sendKept(), tellWindows("flush")])));

// ---------------------------------------------------------------- server

const post = (path, body, credentials, method = "POST") =>
  fetch(path, {
    method,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    credentials,
    redirect: "error",
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });

const sendReceipt = async (token, state) => {
  const { status } = await post("/api/v1/push/receipt", { token, state }, "omit");
  if (status >= 500) throw new Error("not taken");
};

// Never rejects: a receipt that is lost makes the server try another way, which is the safe side.
const receipt = async (token, state) => {
  if (!token) return;
  try {
    const again = () => new Promise((resolve) => setTimeout(resolve, RECEIPT_RETRY_MS)).then(() => sendReceipt(token, state));
    await sendReceipt(token, state).catch(again);
    await sendKept();
  } catch {
    await keep(`/${state}/${token}`).catch(() => {});
  }
};

// In a cache of their own, which outlives versions of the app.
const keep = async (name) => {
  const cache = await caches.open(RECEIPTS);
  const [oldest, ...others] = await cache.keys();
  if (others.length + 1 >= RECEIPTS_MAX) await cache.delete(oldest);
  await cache.put(name, new Response());
  // Where the platform wakes the worker once there is a network, it does.
  await self.registration.sync?.register("receipts");
};

const sendKept = async () => {
  try {
    const cache = await caches.open(RECEIPTS);
    for (const kept of await cache.keys()) {
      const [, state, token] = new URL(kept.url).pathname.split("/");
      await sendReceipt(token, state);
      await cache.delete(kept);
    }
  } catch {
    // The rest waits.
  }
};

// ---------------------------------------------------------------- subscription

// Tells the server anew where this phone is reached. Signed out or without a network, the app does it at its next start.
const subscribe = async () => {
  const manager = self.registration.pushManager;
  const bundle = await fetch("/api/v1/bundle", { credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  const { push_key: applicationServerKey } = await bundle.json();
  const options = { userVisibleOnly: true, applicationServerKey };
  // With another key than before a browser refuses until the old one has ended.
  const made = await manager.subscribe(options).catch(async () => {
    await (await manager.getSubscription())?.unsubscribe();
    return manager.subscribe(options);
  });
  const { endpoint, keys } = made.toJSON();
  await post("/api/v1/push/subscription", { endpoint, ...keys }, "same-origin", "PUT");
};

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(subscribe().catch(() => tellWindows("resubscribe")));
});

// Some platforms take a subscription away without a word.
const checkSubscription = async () => {
  if (!(await self.registration.pushManager.getSubscription())) await subscribe();
};

// ---------------------------------------------------------------- push

// The server's declared text for browsers that show it without this worker says the same for a page.
const WORDS = {
  page: { title: "You are needed", body: "Open the app." },
  ask: { title: "You are asked for something", body: "Open the app." },
  test: { title: "Careline: test page", body: "This phone can be reached. There is nothing else to do." },
  contact: { title: "The CARE team does not answer", body: "Open the app and find somebody of the team." },
  stopped: { title: "A way to call you has stopped", body: "Open the app." },
  drill: { title: "Drill: you are needed", body: "This is practice. Open the app." },
  drill_contact: {
    title: "Drill: the CARE team does not answer",
    body: "This is practice. Open the app and find somebody of the team.",
  },
  alarm: { title: "Pages may not get through", body: "Open the app and call each other." },
  alarm_over: { title: "Pages get through again", body: "There is nothing else to do." },
  unknown: { title: "Careline", body: "Something is waiting for you. Open the app." },
};

// Takes only what it knows from a payload; nothing in it can choose the words or an address. A platform may also hand over
// the declared notification alone, which carries the same ids.
const parsePush = (event) => {
  let data;
  try {
    data = event.data?.json();
  } catch {
    data = null;
  }
  data ??= event.notification?.data;
  const text = (value, pattern) => (typeof value === "string" && pattern.test(value) ? value : null);
  const page = text(data?.p, PAGE_ID);
  // A kind that this version does not know is treated as a page: too loud is the safe side.
  const known = typeof data?.t === "string" && Object.hasOwn(WORDS, data.t);
  return {
    kind: known ? data.t : page ? "page" : "unknown",
    page,
    token: text(data?.r, RECEIPT_TOKEN),
  };
};

// A page is answered, that of a drill too.
const calls = (kind) => kind === "page" || kind === "drill";

// A platform that knows no actions leaves them out; there a tap leads to the same answers.
const showPush = ({ kind, page, token }) => {
  const urgent = calls(kind);
  return self.registration.showNotification(WORDS[kind].title, {
    body: WORDS[kind].body,
    icon: ICON,
    badge: BADGE,
    // A repeat of the same page replaces the one on screen and sounds again.
    tag: `${kind}-${page ?? ""}`,
    renotify: true,
    requireInteraction: urgent,
    vibrate: urgent ? [400, 200, 400, 200, 800] : [200],
    actions: urgent && page ? [{ action: "accept", title: "I have it" }, { action: "cant_now", title: "Can't now" }] : [],
    data: { kind, page, token },
  });
};

const setBadge = async (pages) => {
  try {
    if (pages) await self.navigator.setAppBadge?.(pages);
    else await self.navigator.clearAppBadge?.();
  } catch {
    // A platform that refuses the badge changes nothing.
  }
};

// Without the app's word, what waits is what stands in the shade and was not answered from there.
const countShown = async () => {
  const waiting = (await self.registration.getNotifications()).filter(({ data }) => calls(data?.kind) && !data.answered);
  await setBadge(new Set(waiting.map(({ data }) => data.page)).size);
};

// The app has asked which pages wait: any other in the shade does not any more.
const onlyThese = async (pages) => {
  for (const shown of await self.registration.getNotifications()) {
    if (calls(shown.data?.kind) && !pages.includes(shown.data.page)) shown.close();
  }
  await setBadge(pages.length);
};

self.addEventListener("push", (event) => {
  const push = parsePush(event);
  // The notification is asked for in this very turn and apart from all else: a platform that sees a push
  // without one takes the subscription away.
  const shown = showPush(push);
  event.waitUntil(shown);
  event.waitUntil(receipt(push.token, "received"));
  event.waitUntil(shown.then(countShown));
  event.waitUntil(tellWindows("flush"));
  event.waitUntil(checkSubscription().catch(() => {}));
});

// ---------------------------------------------------------------- answers

const ANSWERS = ["accept", "decline", "cant_now"];

const OUTCOME = {
  yours: { title: "You have it", body: "The others can see that you are on your way. Open the app for the rest." },
  still_yours: { title: "You still have it", body: "You took it before. Open the app to hand it over." },
  taken: { title: "Somebody else has it", body: "You need not do anything." },
  noted: { title: "Noted", body: "You can still take it: open the app if that changes." },
  failed: { title: "Your answer did not go out", body: "Open the app to try again." },
};

const showOutcome = (outcome, { kind, page }) => {
  const { title, body } = OUTCOME[outcome];
  return self.registration.showNotification(title, {
    body,
    icon: ICON,
    badge: BADGE,
    tag: `${kind}-${page}`,
    renotify: false,
    silent: true,
    data: { kind, page, token: null, answered: outcome !== "failed" },
  });
};

// The server's reply is the page as it stands then, with `taken` for who has it. It echoes the page's id: what does not
// is no answer, whatever its status (a captive portal's page, an older server).
const outcomeOf = (view, page, answer) => {
  if (view?.page !== page) return "failed";
  if (view.taken) {
    if (view.taken.you !== true) return "taken";
    return answer === "accept" ? "yours" : "still_yours";
  }
  return answer !== "accept" && view.my_answer === answer ? "noted" : "failed";
};

// Twice at most: an answer that is repeated is harmless, one that is lost leaves somebody waiting.
const sendAnswer = async (page, answer) => {
  for (const last of [false, true]) {
    try {
      const response = await post(`/api/v1/pages/${page}/answer`, { answer }, "same-origin");
      if (response.ok) return outcomeOf(await response.json(), page, answer);
      // 409: a colleague's answer came in between; the next round sees it.
      if (response.status < 500 && response.status !== 409) return "failed";
    } catch {
      if (last) return "failed";
    }
  }
  return "failed";
};

const answerPage = async (answer, data) => {
  const outcome = await sendAnswer(data.page, answer);
  await showOutcome(outcome, data);
  await countShown();
  // Refused when the tap is too long ago; the notification above is then the way in.
  if (outcome === "failed") await openApp(`/app/p/${data.page}`).catch(() => {});
};

const screenOf = ({ kind, page }) => {
  if (["contact", "drill_contact", "alarm", "alarm_over"].includes(kind)) return "/app/care";
  if (kind === "stopped") return "/app/me";
  return page ? `/app/${kind === "ask" ? "asks" : "p"}/${page}` : SHELL;
};

self.addEventListener("notificationclick", (event) => {
  const { notification, action } = event;
  const data = notification.data ?? {};
  notification.close();
  event.waitUntil(receipt(data.token, "seen"));
  if (data.page && ANSWERS.includes(action)) {
    event.waitUntil(answerPage(action, data));
  } else {
    event.waitUntil(openApp(screenOf(data)));
  }
});

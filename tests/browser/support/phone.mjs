// Chromium as a phone: a profile that outlives the browser, a browser that can be killed, a network that can be gone.
// Only the browser's half of Web Push is stood in for, because Chromium subscribes nowhere but at its own service: the
// subscription comes from the tests' push service, and messages go to the real worker.
import { existsSync } from "node:fs";
import { chromium, devices } from "playwright-core";
import { folderFor } from "./careline.mjs";
import { until } from "./until.mjs";

const EXECUTABLE = process.env.CARELINE_CHROMIUM ?? "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const ACTION_MS = 15_000;
const AGAIN_MS = 3_000;
const DELIVERY_MS = 30_000;

/** The design size. */
export const PHONE = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, userAgent: devices["Pixel 5"].userAgent };
/** The CARE desk's laptop. */
export const LAPTOP = { viewport: { width: 1280, height: 800 } };

const launchOptions = (shape) => ({
  executablePath: EXECUTABLE, args: ARGS, headless: true, locale: "en-GB", timezoneId: "Europe/Paris", ...shape,
});

/** A browser without a profile, for pages that keep nothing; it is closed after the test. */
export const openBrowser = async (t) => {
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
  t.after(() => browser.close());
  return browser;
};

export class Phone {
  /** What the page's own scripts complained of. */
  complaints = [];
  #subscribed = null;

  /** A phone that reaches the server at `origin`; `push` is the push service that its browser belongs to. */
  static async get(t, { origin, push = null, shape = PHONE } = {}) {
    if (!existsSync(EXECUTABLE)) throw new Error(`there is no Chromium at ${EXECUTABLE}: set CARELINE_CHROMIUM`);
    const phone = new Phone();
    Object.assign(phone, { origin, push, shape, profile: await folderFor(t) });
    t.after(() => phone.kill());
    return phone;
  }

  /** Starts the browser on the phone's profile, with or without a network, and with nothing open. */
  async start({ offline = false } = {}) {
    this.context = await chromium.launchPersistentContext(this.profile, launchOptions(this.shape));
    this.context.setDefaultTimeout(ACTION_MS);
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.#watch(this.page);
    this.pid = await this.#browserPid();
    await this.context.grantPermissions(["notifications"], { origin: this.origin });
    if (this.push) {
      await this.context.exposeBinding("testSubscribe", (_from, key) => {
        this.#subscribed = this.push.subscribe(key);
        return this.#subscribed;
      });
      await this.context.addInitScript(standInForPush);
    }
    if (offline) await this.context.setOffline(true);
    return this.page;
  }

  /** Ends the browser as people do, and starts it again. Browsers write cookies to disk some time after they got them. */
  async restart(options) {
    await this.context.close();
    this.pid = null;
    return this.start(options);
  }

  /** Ends the browser as an empty battery does. */
  async kill() {
    const { pid, context } = this;
    this.pid = null;
    if (!pid) return;
    process.kill(pid, "SIGKILL");
    await until("the browser is gone", () => !existsSync(`/proc/${pid}`) || isZombie(pid));
    await context.close().catch(() => {});
  }

  /** Opens an address of the app, and waits until the app itself has taken over from the shell. */
  async open(path, page = this.page) {
    await page.goto(this.origin + path, { waitUntil: "commit" });
    await appIsThere(page);
    return page;
  }

  /** Signs the phone in by the link of an invite, as a person does. */
  async signIn(code, { name = "" } = {}) {
    await this.open(`/app/join#${code}`);
    if (name) await this.page.getByLabel("Your name").fill(name);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.page.waitForURL((url) => url.pathname !== "/app/join");
    await this.isInstalled();
  }

  /** Lets pages reach this phone. */
  async turnPagesOn() {
    await this.open("/app/me");
    await this.page.getByRole("button", { name: "Let pages reach this phone" }).click();
    await this.page.getByText("Pages reach this phone", { exact: true }).waitFor();
  }

  /** Writes a note and puts it into the outbox; its screen is open afterwards. */
  async writesNote(text, page = this.page) {
    await this.open("/app/note", page);
    await page.getByLabel("What happened?").fill(text);
    await page.getByRole("button", { name: "Save the note" }).click();
    await page.waitForURL(/\/app\/outbox\/./);
    await page.locator("#main .state").first().waitFor();
    return new URL(page.url()).pathname;
  }

  /** One more tab. */
  async newTab() {
    const page = await this.context.newPage();
    this.#watch(page);
    return page;
  }

  /** Waits until the app would start without a network: its worker is active and holds every file. */
  async isInstalled(page = this.page) {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await until("the worker controls the page", () => page.evaluate(() => Boolean(navigator.serviceWorker.controller)));
  }

  /** The endpoint that this phone's subscription has. */
  get endpoint() {
    return this.#subscribed?.endpoint;
  }

  /**
   * Hands a message to the real worker, as the browser does when one comes in, and gives the notification that it shows; a
   * cold worker is started for it. Chromium's tools now and then lose a message, or do not list a notification that is
   * there, so it is handed over again while nothing shows: the worker replaces what has the same tag.
   */
  async showsPush(text, { cold = false } = {}) {
    const cdp = await this.context.newCDPSession(this.page);
    const registrations = new Map();
    cdp.on("ServiceWorker.workerRegistrationUpdated", (event) => {
      for (const each of event.registrations) registrations.set(each.scopeURL, each.registrationId);
    });
    await cdp.send("ServiceWorker.enable");
    const registrationId = await until("the worker is registered", () => registrations.get(`${this.origin}/app/`));
    if (cold) await cdp.send("ServiceWorker.stopAllWorkers");
    const deliver = () => cdp.send("ServiceWorker.deliverPushMessage", { origin: this.origin, registrationId, data: text });
    const shown = async () => (await this.notifications())[0];
    const shownAfterDelivery = async () => {
      await deliver();
      return until("the notification is there", shown, AGAIN_MS);
    };
    const notification = await until("the worker shows the push", shownAfterDelivery, DELIVERY_MS);
    await cdp.detach();
    return notification;
  }

  /** What the phone shows in its notification shade. */
  notifications() {
    return this.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration("/app/");
      const shown = (await registration?.getNotifications()) ?? [];
      return shown.map(({ title, body, tag, data, requireInteraction, actions }) => ({ title, body, tag, data, requireInteraction, actions: (actions ?? []).map(({ action }) => action) }));
    });
  }

  #watch(page) {
    page.on("pageerror", (error) => this.complaints.push(`${error.name}: ${error.message}`));
    page.on("console", (message) => {
      if (/Content Security Policy|panicked/.test(message.text())) this.complaints.push(message.text());
    });
  }

  async #browserPid() {
    const session = await this.context.browser().newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    await session.detach();
    return processInfo.find(({ type }) => type === "browser").id;
  }
}

/** Waits until the app, and not the shell, shows the screen. */
export const appIsThere = (page) => page.waitForFunction(() => !document.getElementById("boot") && document.querySelector("#app, body > .app")?.childElementCount > 0);

const isZombie = async (pid) => {
  const { readFile } = await import("node:fs/promises");
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") Z");
  return status.slice(status.lastIndexOf(")") + 2).startsWith("Z");
};

/** Runs in every page before its scripts. */
const standInForPush = () => {
  const KEPT = "test-push-subscription";
  const bytes = (coded) => Uint8Array.from(atob(coded.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const coded = (source) => btoa(String.fromCharCode(...new Uint8Array(source.buffer ?? source))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const subscriptionOf = ({ endpoint, p256dh, auth, key }) => {
    const own = {
      endpoint,
      expirationTime: null,
      options: { userVisibleOnly: true, applicationServerKey: bytes(key).buffer },
      getKey: (name) => bytes(name === "auth" ? auth : p256dh).buffer,
      toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh, auth } }),
      unsubscribe: async () => localStorage.removeItem(KEPT) ?? true,
    };
    return Object.create(PushSubscription.prototype, Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value }])));
  };
  const kept = () => JSON.parse(localStorage.getItem(KEPT) ?? "null");
  PushManager.prototype.getSubscription = async () => (kept() ? subscriptionOf(kept()) : null);
  PushManager.prototype.subscribe = async (options) => {
    if (kept()) return subscriptionOf(kept());
    const given = options?.applicationServerKey;
    const key = typeof given === "string" ? given : coded(given);
    const made = { ...(await window.testSubscribe(key)), key };
    localStorage.setItem(KEPT, JSON.stringify(made));
    return subscriptionOf(made);
  };
};

// A real Firefox, with a profile of its own and no network but this machine's: it subscribes at the tests' push service,
// opens the sealed messages itself and wakes the worker. It is steered by WebDriver BiDi, of which only what the tests
// need is spoken here.
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { WebSocket } from "ws";
import { folderFor } from "./careline.mjs";
import { until } from "./until.mjs";

const EXECUTABLE = process.env.CARELINE_FIREFOX;
const STARTED_WITHIN_MS = 60_000;
const ANSWER_MS = 30_000;

/** Why there is no Firefox to test with, or nothing. */
export const NO_FIREFOX = EXECUTABLE ? undefined : "no Firefox: install firefox-esr, or name one by CARELINE_FIREFOX";

const preferences = (pushAddress) => ({
  "dom.push.serverURL": pushAddress,
  "dom.push.testing.allowInsecureServerURL": true,
  // Steering a browser from outside switches pushes off unless the profile asks for them.
  "dom.push.connection.enabled": true,
  "alerts.useSystemBackend": false,
  "permissions.default.desktop-notification": 1,
  "app.update.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
});

const prefsFile = (prefs) => Object.entries(prefs).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`).join("\n");

export class Firefox {
  #process;
  #socket;
  #waiting = new Map();
  #next = 1;

  /** A running Firefox whose pushes come from the service at `pushAddress`; it is gone after the test. */
  static async open(t, { pushAddress }) {
    const profile = await folderFor(t);
    await writeFile(path.join(profile, "user.js"), prefsFile(preferences(pushAddress)));
    const firefox = new Firefox();
    t.after(() => firefox.#end());
    const address = await firefox.#start(profile);
    await firefox.#connect(address);
    return firefox;
  }

  #start(profile) {
    // What a snapshot of settings would be fetched from the network is looked for nowhere.
    const env = { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: "1", HOME: profile };
    const child = spawn(EXECUTABLE, ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile, "about:blank"], { env, stdio: ["ignore", "ignore", "pipe"] });
    this.#process = child;
    return new Promise((resolve, reject) => {
      let said = "";
      const late = setTimeout(() => reject(new Error(`Firefox did not start: ${said}`)), STARTED_WITHIN_MS);
      const settle = (end, value) => { clearTimeout(late); end(value); };
      child.once("error", (error) => settle(reject, error));
      child.once("exit", (code) => settle(reject, new Error(`Firefox ended with ${code}: ${said}`)));
      child.stderr.on("data", (bytes) => {
        said += bytes;
        const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(said) ?? [];
        if (address) settle(resolve, address);
      });
    });
  }

  async #connect(address) {
    this.#socket = new WebSocket(`${address}/session`);
    await new Promise((resolve, reject) => { this.#socket.once("open", resolve); this.#socket.once("error", reject); });
    this.#socket.on("message", (text) => {
      const { id, type, result, error, message } = JSON.parse(text);
      this.#waiting.get(id)?.(type === "success" ? { result } : { error: `${error}: ${message}` });
      this.#waiting.delete(id);
    });
    await this.#say("session.new", { capabilities: { alwaysMatch: {} } });
    const { contexts } = await this.#say("browsingContext.getTree", {});
    this.context = contexts[0].context;
    await this.#say("browsingContext.setViewport", { context: this.context, viewport: { width: 360, height: 640 } });
  }

  async #say(method, params) {
    const id = this.#next++;
    const answer = await new Promise((resolve) => {
      const late = setTimeout(() => resolve({ error: `no answer to ${method}` }), ANSWER_MS);
      this.#waiting.set(id, (answered) => { clearTimeout(late); resolve(answered); });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
    if (answer.error) throw new Error(answer.error);
    return answer.result;
  }

  /** Opens an address in the one tab. */
  open(url) {
    return this.#say("browsingContext.navigate", { context: this.context, url, wait: "complete" });
  }

  /** Runs `work` in the page, as if somebody had just tapped; it gets and gives what JSON can hold. */
  async run(work, ...given) {
    const text = `async () => JSON.stringify((await (${work})(...${JSON.stringify(given)})) ?? null)`;
    const { type, result, exceptionDetails } = await this.#say("script.callFunction", {
      functionDeclaration: text, awaitPromise: true, userActivation: true, target: { context: this.context },
    });
    if (type !== "success") throw new Error(exceptionDetails.text);
    return JSON.parse(result.value);
  }

  /** Taps the button or link with these words, once it is there. */
  tap(words) {
    return until(`"${words}" can be tapped`, () => this.run((wanted) => {
      const found = [...document.querySelectorAll("button, a")].find((each) => each.innerText.trim() === wanted && each.offsetHeight > 0);
      found?.click();
      return Boolean(found);
    }, words));
  }

  /** Waits until these words stand on the screen. */
  shows(words) {
    return until(`"${words}" is on the screen`, () => this.run((wanted) => document.body.innerText.includes(wanted), words));
  }

  /** What the worker has put into the notification shade. */
  notifications() {
    return this.run(async () => {
      const registration = await navigator.serviceWorker.getRegistration("/app/");
      const shown = (await registration?.getNotifications()) ?? [];
      return shown.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
    });
  }

  async #end() {
    this.#socket?.terminate();
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }
}

// Somebody who is signed in and speaks to the server directly: what a test asks beside the screens.
import { randomBytes } from "node:crypto";

/** A UUIDv7, as phones mint them. */
export const mintId = (now = Date.now()) => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

export class Caller {
  #cookie = "";

  constructor(origin) {
    this.origin = origin;
  }

  /** One request; throws on every refusal. */
  async ask(method, path, body) {
    const response = await this.send(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return text ? JSON.parse(text) : null;
  }

  async send(method, path, body) {
    const response = await fetch(this.origin + path, {
      method,
      headers: { "content-type": "application/json", ...(this.#cookie && { cookie: this.#cookie }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const set = response.headers.get("set-cookie");
    if (set) this.#cookie = set.split(";")[0];
    return response;
  }

  signIn(code, name = "") {
    return this.ask("POST", "/api/v1/session", { code, name, device: "test" });
  }

  /** A question at the desk: one of the app's server functions. */
  desk(action, question = {}) {
    return this.ask("POST", `/api/desk/${action}`, question);
  }

  /** A case; whoever is asked first has no conflict of interest in it. */
  async opens(incident) {
    const opened = await this.desk("open_case", { incident });
    if (opened.case) return opened.case;
    await this.desk("declare", { incident, standing: "clear", why: "" });
    return (await this.desk("open_case", { incident })).case;
  }

  sync(entries, watch = []) {
    return this.ask("POST", "/api/v1/sync", { protocol: 1, client: "test", device_time: Date.now(), entries, watch });
  }
}

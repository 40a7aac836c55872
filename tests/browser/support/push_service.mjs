// A push service and the browser's half of Web Push (RFC 8030, 8188, 8291, 8292), with nothing of the server's code: it
// takes messages, checks who signed them and opens them as a phone would.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import http from "node:http";

const BODY_BYTES_MAX = 4_096;
const TOKEN_LIFE_MAX_S = 24 * 60 * 60;
const HEADER_BYTES = 21;
const TAG_BYTES = 16;

export class PushService {
  /** Messages that were taken, in order: `{ subscription, text, ttl, urgency, topic, claims }`. */
  messages = [];
  /** What was wrong with those that were not. */
  refused = [];
  #subscriptions = new Map();

  static async open(t) {
    const service = new PushService();
    service.server = http.createServer((request, response) => service.#take(request, response));
    await new Promise((resolve) => service.server.listen(0, "127.0.0.1", resolve));
    service.origin = `http://127.0.0.1:${service.server.address().port}`;
    t.after(() => {
      service.server.closeAllConnections();
      return new Promise((resolve) => service.server.close(resolve));
    });
    return service;
  }

  /** Subscribes a browser with the server's key, as `pushManager.subscribe` does. */
  subscribe(applicationServerKey) {
    const keys = createECDH("prime256v1");
    keys.generateKeys();
    const id = randomBytes(16).toString("base64url");
    const subscription = { id, keys, auth: randomBytes(16), applicationServerKey };
    this.#subscriptions.set(id, subscription);
    return {
      endpoint: `${this.origin}/push/${id}`,
      p256dh: keys.getPublicKey().toString("base64url"),
      auth: subscription.auth.toString("base64url"),
    };
  }

  /** The messages for one subscription, by its endpoint. */
  to(endpoint) {
    return this.messages.filter((message) => endpoint.endsWith(`/${message.subscription}`));
  }

  async #take(request, response) {
    try {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      this.messages.push(this.#open(request, Buffer.concat(chunks)));
      response.writeHead(201, { location: "/message/1" }).end();
    } catch (error) {
      this.refused.push(error.message);
      response.writeHead(400).end(error.message);
    }
  }

  #open({ method, url, headers }, body) {
    const subscription = this.#subscriptions.get(url.replace("/push/", ""));
    if (method !== "POST" || !subscription) throw new Error("no such subscription");
    if (body.length > BODY_BYTES_MAX) throw new Error("too large");
    if (headers["content-encoding"] !== "aes128gcm") throw new Error("another content encoding");
    if (!/^\d+$/.test(headers.ttl ?? "")) throw new Error("no TTL");
    const claims = openAuthorization(headers.authorization, this.origin, subscription.applicationServerKey);
    const text = openMessage(body, subscription.keys, subscription.auth).toString("utf8");
    return { subscription: subscription.id, text, ttl: Number(headers.ttl), urgency: headers.urgency, topic: headers.topic, claims, bytes: body.length };
  }
}

/** Opens an encrypted body with the keys of the browser (RFC 8291 §3.4, RFC 8188 §2). */
export const openMessage = (body, keys, auth) => {
  if (body.length < HEADER_BYTES) throw new Error("no header");
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const sender = body.subarray(HEADER_BYTES, HEADER_BYTES + body[20]);
  const record = body.subarray(HEADER_BYTES + body[20]);
  if (record.length <= TAG_BYTES || record.length > recordSize) throw new Error("not exactly one record");
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), sender]);
  const input = derive(keys.computeSecret(sender), auth, info, 32);
  const key = derive(input, salt, "Content-Encoding: aes128gcm\0", 16);
  const nonce = derive(input, salt, "Content-Encoding: nonce\0", 12);
  const opening = createDecipheriv("aes-128-gcm", key, nonce);
  opening.setAuthTag(record.subarray(-TAG_BYTES));
  const plain = Buffer.concat([opening.update(record.subarray(0, -TAG_BYTES)), opening.final()]);
  const end = plain.findLastIndex((byte) => byte !== 0);
  if (plain[end] !== 2) throw new Error("not the last record");
  return plain.subarray(0, end);
};

const derive = (input, salt, info, length) => Buffer.from(hkdfSync("sha256", input, salt, info, length));

/** Checks an `Authorization` header (RFC 8292 §2 to §4.2) and gives its claims. */
export const openAuthorization = (header, origin, applicationServerKey, nowS = Date.now() / 1000) => {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(header ?? "") ?? [];
  if (!token) throw new Error("not signed");
  if (applicationServerKey && key !== applicationServerKey) throw new Error("signed by another server than subscribed to");
  const [head, claims, signature] = token.split(".");
  if (JSON.parse(text(head)).alg !== "ES256") throw new Error("another algorithm");
  const point = Buffer.from(key, "base64url");
  if (point.length !== 65 || point[0] !== 4) throw new Error("not a public key");
  const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
  const signer = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" };
  if (!verify("sha256", Buffer.from(`${head}.${claims}`), signer, Buffer.from(signature, "base64url"))) throw new Error("the signature is another's");
  const said = JSON.parse(text(claims));
  if (said.aud !== origin) throw new Error(`meant for ${said.aud}`);
  if (!(said.exp > nowS && said.exp <= nowS + TOKEN_LIFE_MAX_S)) throw new Error("expired, or valid for too long");
  if (!/^(mailto:|https:)/.test(said.sub ?? "")) throw new Error("nobody to write to");
  return said;
};

const text = (coded) => Buffer.from(coded, "base64url").toString("utf8");

// A push service with a line to a real Firefox: the browser registers on a WebSocket, gets its endpoint from here, and
// gets each message there as the application server has sent it, still sealed. Only the browser can open it. Who signed
// is checked here. The messages on the line are those of Mozilla's push service.
import { randomBytes } from "node:crypto";
import http from "node:http";
import { WebSocketServer } from "ws";
import { openAuthorization } from "./push_service.mjs";

const BODY_BYTES_MAX = 4_096;

export class PushLine {
  /** Requests that were taken, in order: `{ endpoint, ttl, urgency, topic, claims, bytes }`. */
  messages = [];
  /** What was wrong with those that were not. */
  refused = [];
  /** Versions that the browser says it has handed to the worker. */
  acknowledged = [];
  #channels = new Map();
  #browser = null;
  #uaid = "";
  #forgotten = new Set();

  static async open(t) {
    const line = new PushLine();
    line.server = http.createServer((request, response) => line.#take(request, response));
    const sockets = new WebSocketServer({ server: line.server });
    sockets.on("connection", (socket) => {
      line.#browser = socket;
      socket.on("message", (text) => line.#hear(socket, JSON.parse(text)));
    });
    await new Promise((resolve) => line.server.listen(0, "127.0.0.1", resolve));
    const { port } = line.server.address();
    Object.assign(line, { origin: `http://127.0.0.1:${port}`, address: `ws://127.0.0.1:${port}/` });
    t.after(() => {
      for (const socket of sockets.clients) socket.terminate();
      line.server.closeAllConnections();
      return new Promise((resolve) => line.server.close(resolve));
    });
    return line;
  }

  /** Endpoints that a browser has at the moment. */
  get endpoints() {
    return [...this.#channels.keys()].map((id) => `${this.origin}/push/${id}`);
  }

  /** Forgets its browsers, as a push service does that has lost its database; each hears so when it calls again. */
  forget() {
    this.#forgotten.add(this.#uaid);
    this.#channels.clear();
    this.#browser.terminate();
  }

  /** Loses every subscription without a word: the next message to it is answered with 410. */
  lose() {
    for (const channel of this.#channels.values()) channel.lost = true;
  }

  #hear(socket, said) {
    const say = (answer) => socket.send(JSON.stringify(answer));
    switch (said.messageType) {
      case "hello":
        // A browser that is told another name than its own knows that its subscriptions are no more.
        this.#uaid = said.uaid && !this.#forgotten.has(said.uaid) ? said.uaid : randomBytes(16).toString("hex");
        return say({ messageType: "hello", status: 200, use_webpush: true, uaid: this.#uaid, broadcasts: {} });
      case "register": {
        const id = randomBytes(16).toString("base64url");
        this.#channels.set(id, { channelID: said.channelID, key: said.key });
        return say({ messageType: "register", status: 200, channelID: said.channelID, pushEndpoint: `${this.origin}/push/${id}` });
      }
      case "unregister":
        for (const [id, { channelID }] of this.#channels) if (channelID === said.channelID) this.#channels.delete(id);
        return say({ messageType: "unregister", status: 200, channelID: said.channelID });
      case "ack":
        return this.acknowledged.push(...said.updates.map(({ version }) => version));
      default:
        // An empty object is the browser's ping, and wants one back.
        return Object.keys(said).length === 0 ? say({}) : undefined;
    }
  }

  async #take(request, response) {
    try {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const channel = this.#channels.get(request.url.replace("/push/", ""));
      if (!channel || channel.lost) return response.writeHead(410).end();
      this.#pass(request, channel, Buffer.concat(chunks));
      return response.writeHead(201, { location: "/message/1" }).end();
    } catch (error) {
      this.refused.push(error.message);
      return response.writeHead(400).end(error.message);
    }
  }

  #pass({ method, url, headers }, { channelID, key }, body) {
    if (method !== "POST") throw new Error("not a POST");
    if (body.length > BODY_BYTES_MAX) throw new Error("too large");
    if (headers["content-encoding"] !== "aes128gcm") throw new Error("another content encoding");
    const claims = openAuthorization(headers.authorization, this.origin, key);
    const version = randomBytes(12).toString("base64url");
    this.messages.push({ endpoint: this.origin + url, ttl: Number(headers.ttl), urgency: headers.urgency, topic: headers.topic, claims, bytes: body.length, version });
    this.#browser.send(JSON.stringify({ messageType: "notification", channelID, version, data: body.toString("base64url"), headers: { encoding: "aes128gcm" } }));
  }
}

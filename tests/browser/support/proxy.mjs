// The network between a phone and the server, which can be as bad as in a hallway.
import net from "node:net";

const PORTAL_PAGE = "<!doctype html><title>Welcome</title><h1>Accept the terms of this Wi-Fi</h1>";
const PORTAL = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${PORTAL_PAGE.length}\r\nconnection: close\r\n\r\n${PORTAL_PAGE}`;

/** A request with at least one waiting note. */
export const carriesNotes = (request) => request.startsWith("POST /api/v1/sync") && request.includes('"entries":[{');

export class Proxy {
  /** Requests whose reply was dropped after the server had given it. */
  dropped = [];
  /** Requests, as their first lines, that a portal answered. */
  portalled = [];
  /** Requests that reached the server, as their first lines. */
  passed = [];
  /** Requests with notes that wait for an answer that never comes. */
  hanging = [];
  /** Requests that were cut on their way. */
  cut = [];
  #mode = { is: "up" };
  #sockets = new Set();

  static async open(t, serverOrigin) {
    const proxy = new Proxy();
    proxy.server = net.createServer((phone) => proxy.#join(phone));
    await new Promise((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    proxy.origin = `http://127.0.0.1:${proxy.server.address().port}`;
    proxy.to(serverOrigin);
    t.after(() => proxy.close());
    return proxy;
  }

  /** Where the server is; it may be told after the proxy was opened. */
  to(serverOrigin) {
    if (serverOrigin) this.upstream = { host: "127.0.0.1", port: Number(new URL(serverOrigin).port) };
  }

  up() { this.#set({ is: "up" }); }
  /** Connections break at once. */
  down() { this.#set({ is: "down" }); }
  /** Connections open and nothing ever comes back. */
  hang() { this.#set({ is: "hang" }); }
  /** A page of the venue's Wi-Fi answers everything, with status 200. */
  portal() { this.#set({ is: "portal" }); }
  /** Passes everything, but the reply to the first request that fits is lost after the server gave it. */
  dropOneReply(fits = carriesNotes) { this.#set({ is: "drop", fits, left: 1 }); }
  /** Passes everything, but cuts the first request that fits after so many bytes. */
  cutOneRequest(bytes, fits = carriesNotes) { this.#set({ is: "cut", bytes, fits, left: 1 }); }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** A change of the network breaks what was open, as it does in a pocket. */
  #set(mode) {
    this.#mode = mode;
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(phone) {
    this.#track(phone);
    const mode = this.#mode;
    if (mode.is === "down") return phone.resetAndDestroy();
    if (mode.is === "hang") return this.#hold(phone);
    if (mode.is === "portal") {
      return phone.once("data", (bytes) => {
        this.portalled.push(firstLine(bytes));
        phone.end(PORTAL);
      });
    }
    return this.#pass(phone, mode);
  }

  #hold(phone) {
    let request = "";
    phone.on("data", (bytes) => {
      const before = carriesNotes(request);
      request += bytes.toString("latin1");
      if (!before && carriesNotes(request)) this.hanging.push(request);
    });
  }

  #pass(phone, mode) {
    const server = net.connect(this.upstream);
    this.#track(server);
    let request = "";
    let answered = true;
    phone.on("data", (bytes) => {
      // One request at a time and connection: what comes after an answer begins the next.
      if (answered) {
        request = "";
        answered = false;
        this.passed.push(firstLine(bytes));
      }
      request += bytes.toString("latin1");
      if (mode.is === "cut" && mode.left > 0 && mode.fits(request)) {
        mode.left -= 1;
        this.cut.push(request);
        server.write(bytes.subarray(0, mode.bytes), () => server.destroy());
        return;
      }
      server.write(bytes);
    });
    server.on("data", (bytes) => {
      if (mode.is === "drop" && mode.left > 0 && mode.fits(request)) {
        mode.left -= 1;
        this.dropped.push(request);
        phone.resetAndDestroy();
        server.destroy();
        return;
      }
      answered = true;
      phone.write(bytes);
    });
    phone.on("close", () => server.destroy());
    server.on("close", () => phone.destroy());
  }

  #track(socket) {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
  }
}

const firstLine = (bytes) => bytes.toString("latin1").split("\r\n", 1)[0];

// A server of another release, played by rewriting what goes to and comes from the real one.
import http from "node:http";

export class OtherRelease {
  /** Addresses whose answer is "not there". */
  gone = () => false;
  /** Changes the text of a request on its way to the server. */
  asks = (_url, text) => text;
  /** Changes the text of an answer on its way to the phone. */
  answers = (_url, text) => text;
  #down = false;

  static async open(t, serverOrigin) {
    const release = new OtherRelease();
    release.server = http.createServer((request, response) => release.#pass(request, response, new URL(serverOrigin).port));
    await new Promise((resolve) => release.server.listen(0, "127.0.0.1", resolve));
    release.origin = `http://127.0.0.1:${release.server.address().port}`;
    t.after(() => {
      release.server.closeAllConnections();
      return new Promise((resolve) => release.server.close(resolve));
    });
    return release;
  }

  /** The network of the phone goes. */
  down() {
    this.#down = true;
    this.server.closeAllConnections();
  }

  up() {
    this.#down = false;
  }

  async #pass(request, response, port) {
    const { method, url } = request;
    if (this.#down) return response.destroy();
    if (this.gone(url)) return response.writeHead(404, { "content-type": "text/html" }).end("<p>Nothing here");
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const asked = url.startsWith("/api/") ? Buffer.from(this.asks(url, body.toString("utf8"))) : body;
    // Only whole texts can be rewritten, so nothing may come packed.
    const headers = { ...request.headers, "accept-encoding": "identity", "content-length": asked.length };
    const forward = http.request({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => this.#answer(url, answer, response));
    forward.on("error", () => response.destroy());
    response.on("close", () => forward.destroy());
    return forward.end(asked);
  }

  async #answer(url, answer, response) {
    const live = answer.headers["content-type"]?.startsWith("text/event-stream");
    const text = /text|json|javascript/.test(answer.headers["content-type"] ?? "");
    if (live || !text) {
      response.writeHead(answer.statusCode, answer.headers);
      return answer.pipe(response);
    }
    const chunks = [];
    for await (const chunk of answer) chunks.push(chunk);
    const said = Buffer.from(this.answers(url, Buffer.concat(chunks).toString("utf8")));
    const { etag, ...headers } = answer.headers;
    response.writeHead(answer.statusCode, { ...headers, "content-length": said.length });
    return response.end(said);
  }
}

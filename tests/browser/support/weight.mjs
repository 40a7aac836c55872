// Scales between a browser and the server: every byte of an answer is counted as it goes over the wire, whoever in the
// browser asked for it, the service worker included.
import http from "node:http";

const KINDS = [
  ["wasm", /^application\/wasm/], ["js", /javascript/], ["css", /^text\/css/], ["html", /^text\/html/],
  ["icons", /^image\//], ["data", /json/],
];

export class Scales {
  #answers = [];
  #open = 0;

  static async open(serverOrigin) {
    const scales = new Scales();
    const { port } = new URL(serverOrigin);
    scales.server = http.createServer((request, response) => {
      scales.#open += 1;
      response.on("close", () => { scales.#open -= 1; });
      const { method, url, headers, rawHeaders } = request;
      const forward = http.request({ host: "127.0.0.1", port, method, path: url, headers: rawHeaders }, (answer) => {
        const head = `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${answer.rawHeaders.map((text, at) => text + (at % 2 ? "\r\n" : ": ")).join("")}\r\n`;
        const weighed = { url, type: answer.headers["content-type"] ?? "", bytes: Buffer.byteLength(head) };
        scales.#answers.push(weighed);
        response.writeHead(answer.statusCode, answer.rawHeaders);
        answer.on("data", (bytes) => { weighed.bytes += bytes.length; });
        answer.pipe(response);
      });
      forward.on("error", () => response.destroy());
      response.on("close", () => forward.destroy());
      if (headers["transfer-encoding"] || headers["content-length"]) request.pipe(forward);
      else forward.end();
    });
    await new Promise((resolve) => scales.server.listen(0, "127.0.0.1", resolve));
    scales.origin = `http://127.0.0.1:${scales.server.address().port}`;
    return scales;
  }

  /** Whether no answer is on its way. */
  get isStill() {
    return this.#open === 0;
  }

  /** Bytes in all and by kind. */
  read() {
    const weights = { total: 0 };
    for (const { type, bytes } of this.#answers) {
      const [kind] = KINDS.find(([, pattern]) => pattern.test(type)) ?? ["other"];
      weights[kind] = (weights[kind] ?? 0) + bytes;
      weights.total += bytes;
    }
    return weights;
  }

  /** The addresses that were answered, each with its bytes, heaviest first. */
  get answers() {
    return [...this.#answers].sort((one, other) => other.bytes - one.bytes);
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

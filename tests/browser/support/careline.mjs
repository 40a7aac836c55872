// The real server, on a database of its own, in a process that can be killed; and its command line.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const BINARY = process.env.CARELINE_BIN;
const STOPPED_WITHIN_MS = 8_000;

/** A port that was free a moment ago. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** A folder that is gone after the test. */
export const folderFor = async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "careline-browser-"));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
};

export class Careline {
  /** Everything that the processes have said on standard error. */
  log = "";
  #process = null;

  /** `publicUrl` is how phones reach the server; without it they come directly. */
  constructor(folder, port, { publicUrl, flags = [] } = {}) {
    if (!BINARY || !existsSync(BINARY)) throw new Error("CARELINE_BIN names no file: run the tests by `cargo xtask test browser`");
    this.folder = folder;
    this.origin = `http://127.0.0.1:${port}`;
    this.flags = flags;
    this.place = [
      "--database-url", `sqlite://${path.join(folder, "careline.db")}`, "--data-key-file", path.join(folder, "data-keys"),
      "--listen", `127.0.0.1:${port}`, "--public-url", publicUrl ?? this.origin,
    ];
  }

  /** Runs one command and gives its JSON. */
  async command(name, ...flags) {
    const { stdout } = await promisify(execFile)(BINARY, ["--json", name, ...this.place, ...flags], { env: bare() });
    return JSON.parse(stdout);
  }

  /** Serves; when this returns, the server answers. */
  async start(...extra) {
    const child = spawn(BINARY, ["--json", "serve", ...this.place, ...this.flags, ...extra], { env: bare(), stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    child.stderr.on("data", (bytes) => { this.log += bytes; });
    const said = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`careline ended with ${code}: ${this.log}`)));
      createInterface({ input: child.stdout }).once("line", resolve);
    });
    child.removeAllListeners("exit");
    return JSON.parse(said);
  }

  /** Ends the server as an operator does; one that does not end is killed. */
  async stop() {
    await this.#end("SIGTERM");
  }

  /** Ends the server as a power cut does. */
  async kill() {
    await this.#end("SIGKILL");
  }

  async #end(signal) {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), STOPPED_WITHIN_MS);
    await ended;
    clearTimeout(late);
  }
}

/** The variables of whoever runs the tests must not change what the server does. */
const bare = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CARELINE_")));

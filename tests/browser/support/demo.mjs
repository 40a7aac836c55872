// The made-up conference of `careline demo`, served: for whatever looks at many screens.
import { Careline, folderFor, freePort } from "./careline.mjs";
import { PushService } from "./push_service.mjs";

export class Demo {
  static async open(t, { flags = [] } = {}) {
    const push = await PushService.open(t);
    const server = new Careline(await folderFor(t), await freePort(), { flags: ["--allow-push-origin", push.origin, ...flags] });
    const told = await server.command("demo");
    await server.start();
    t.after(() => server.stop());
    return Object.assign(new Demo(), { push, server, told, origin: server.origin });
  }

  /** The words of the reporter who answered. */
  get words() {
    return this.told.reporter.words;
  }

  /** The way in for somebody of that role; on duty first. */
  way(role) {
    return this.ways(role)[0];
  }

  /** The ways in for everybody of that role; on duty first. */
  ways(role) {
    const ways = this.told.people.filter((each) => each.role === role);
    return ways.sort((one, other) => other.on_call - one.on_call);
  }
}

// A conference to test in: a server, a push service, an organizer, and people with phones.
import { Caller, mintId } from "./caller.mjs";
import { Careline, folderFor, freePort } from "./careline.mjs";
import { Phone } from "./phone.mjs";
import { Proxy } from "./proxy.mjs";
import { PushService } from "./push_service.mjs";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const day = (offsetDays) => new Date(Date.now() + offsetDays * DAY_MS).toISOString().slice(0, 10);

export class World {
  /** Opens a world that is gone after the test. `flags` are for `careline serve`. */
  static async open(t, { flags = [] } = {}) {
    const world = new World();
    world.t = t;
    const push = await PushService.open(t);
    const server = new Careline(await folderFor(t), await freePort(), { flags: ["--allow-push-origin", push.origin, ...flags] });
    const { join } = await server.command(
      "setup", "--name", "Harbour Days", "--venue", "Old Customs House", "--address", "1 Quay Street", "--time-zone", "Europe/Paris",
      "--starts", day(-1), "--ends", day(2), "--emergency", "Ambulance=112", "--emergency", "Venue security=+33 1 23 45 67 89",
      "--conduct-address", "care@example.org",
    );
    await server.start();
    t.after(() => server.stop());
    const organizer = new Caller(server.origin);
    await organizer.signIn(join.code, "Orla Quinn");
    return Object.assign(world, { server, push, organizer });
  }

  /** A code with which somebody signs in. */
  async invite(role, name = "") {
    const { code } = await this.organizer.desk("make_invite", { invite: { role, name, lifetime: DAY_MS, uses: 5 } });
    return code;
  }

  /** Somebody who asks the server without a phone. */
  async caller(role, name) {
    const caller = new Caller(this.server.origin);
    const { person } = await caller.signIn(await this.invite(role, name));
    return Object.assign(caller, { person });
  }

  /** Puts a CARE member on duty from an hour ago on. */
  async putOnDuty(person) {
    const shift = { id: mintId(), person, from: Date.now() - HOUR_MS, until: Date.now() + 8 * HOUR_MS, presence: "on_site" };
    await this.organizer.desk("put_shift", { shift });
  }

  /** A CARE member on duty whom pushes reach, so that calls do not end unanswered. */
  async onCall(name) {
    const member = await this.caller("care_member", name);
    const { push_key: key } = await member.ask("GET", "/api/v1/bundle");
    const subscription = this.push.subscribe(key);
    await member.ask("PUT", "/api/v1/push/subscription", subscription);
    await this.putOnDuty(member.person.id);
    return Object.assign(member, { endpoint: subscription.endpoint });
  }

  async personNamed(name) {
    const rows = await this.organizer.desk("people");
    return rows.map((row) => row.person).find((person) => person.name === name)?.id;
  }

  /** A network of its own between one phone and the server. */
  network(t = this.t) {
    return Proxy.open(t, this.server.origin);
  }

  /** A phone that is switched on; it comes through `network`, or directly. */
  async phone({ t = this.t, network = null, push = false, shape } = {}) {
    const phone = await Phone.get(t, { origin: network?.origin ?? this.server.origin, push: push ? this.push : null, shape });
    await phone.start();
    return phone;
  }
}

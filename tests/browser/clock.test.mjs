// A phone whose clock is hours off: what it says of times that the server gave goes by the server's clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mintId } from "./support/caller.mjs";
import { World } from "./support/world.mjs";

const HOUR_MS = 3_600_000;
/** Ahead by more than the shift of whoever is on duty. */
const AHEAD_MS = 10 * HOUR_MS;

/** Runs in every page before its scripts. */
const setClockAhead = (millis) => {
  const right = Date.now.bind(Date);
  Date.now = () => right() + millis;
};

test("a phone whose clock is ten hours ahead tells ages, and who is on duty, by the server's clock", async (t) => {
  const world = await World.open(t);
  const vera = await world.caller("volunteer", "Vera Blum");
  await world.onCall("Cleo Park");
  await vera.sync([{ id: mintId(), note: { text: "Two people argued", written_at: Date.now() } }]);
  const dana = await world.phone();
  await dana.context.addInitScript(setClockAhead, AHEAD_MS);
  await dana.signIn(await world.invite("care_member", "Dana Ruiz"));
  assert.ok((await dana.page.evaluate(() => Date.now())) > Date.now() + AHEAD_MS / 2, "its clock is off");

  await dana.open("/app/inbox");
  const row = dana.page.locator(".rows .row").first();
  await row.waitFor();
  await row.getByText(/^(just now|1 min ago) ·/).waitFor();
  await dana.open("/app/care");
  const onDuty = dana.page.getByRole("region", { name: "On duty now" });
  await onDuty.getByText("Cleo Park").waitFor();
  assert.deepEqual(dana.complaints, []);
});

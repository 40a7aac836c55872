// Conflicts of interest on two phones: the question before the content, one member who declares, one who steps out, and the
// team's word that puts somebody out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mintId } from "./support/caller.mjs";
import { until } from "./support/until.mjs";
import { World } from "./support/world.mjs";

const NOTE = "He kept leaning over the accordion player and would not stop";
const TYPED = "I know the band, they told me the same";

/** The case's part of the screen. */
const pane = (phone) => phone.page.locator("section[aria-label=Case]");

/** The keys of the drafts that lie on a phone. */
const drafts = ({ page }) => page.evaluate(() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("careline");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asking = opening.result.transaction("drafts").objectStore("drafts").getAllKeys();
    asking.onsuccess = () => { opening.result.close(); resolve(asking.result); };
    asking.onerror = () => reject(asking.error);
  };
}));

test("one declares and takes part, one steps out and finds nothing, and the team draws the line", async (t) => {
  const world = await World.open(t);
  const cleo = await world.onCall("Cleo Park");
  const vera = await world.caller("volunteer", "Vera Blum");
  const note = { text: NOTE, written_at: Date.now(), answers: { who: { given: "The sound engineer" }, place: { given: "Small stage" } } };
  await vera.sync([{ id: mintId(), note }]);
  const [{ incident }] = await cleo.desk("inbox");

  const [bea, dana] = [await world.phone(), await world.phone()];
  await bea.signIn(await world.invite("care_member", "Bea Lind"));
  await dana.signIn(await world.invite("care_member", "Dana Ruiz"));

  // The question first: the place and the names, and nothing of what was told.
  for (const phone of [bea, dana]) {
    await phone.open(`/app/i/${incident}`);
    await pane(phone).getByText("The sound engineer").waitFor();
    await pane(phone).getByText("Small stage").waitFor();
    assert.ok(!(await phone.page.content()).includes("accordion"), "nothing of the content before the answer");
  }

  // Bea has a conflict and takes part.
  await pane(bea).getByRole("button", { name: "I have one" }).click();
  await bea.page.getByLabel("Why, if you like to say").fill("We shared a flat");
  await bea.page.getByRole("button", { name: /^I take part/ }).click();
  await pane(bea).getByText(NOTE).first().waitFor();
  await pane(bea).getByText("Your colleagues know of your conflict of interest").waitFor();

  // Dana steps out: two taps, and it is not there any more.
  await pane(dana).getByRole("button", { name: "I have one" }).click();
  await dana.page.getByRole("button", { name: /^I step out/ }).click();
  await dana.page.waitForURL(/\/app\/inbox$/);
  await dana.page.getByText("Nothing has been reported").waitFor();
  await dana.open(`/app/i/${incident}`);
  await pane(dana).getByText("There is nothing here.").waitFor();
  const unknown = await dana.page.locator("#main").innerText();
  await dana.open(`/app/i/${mintId()}`);
  await pane(dana).getByText("There is nothing here.").waitFor();
  assert.equal(await dana.page.locator("#main").innerText(), unknown, "as of a case that never was");

  // Whoever has no conflict sees who stands how, and why; then the team puts Bea out, who is just writing.
  const seen = await cleo.opens(incident);
  const of = (name) => seen.standings.find((row) => row.name === name);
  assert.deepEqual([of("Bea Lind").standing, of("Bea Lind").why], ["declared", "We shared a flat"]);
  assert.deepEqual([of("Dana Ruiz").standing, of("Dana Ruiz").source], ["recused", "said"]);
  await bea.page.getByLabel("Add a note").fill(TYPED);
  await until("the draft is kept", async () => (await drafts(bea)).length === 1);
  await cleo.desk("draw_line", { incident, person: of("Bea Lind").person, line: "out", why: "They are closer than that" });

  // Her screen lets go of it by itself, and so does her phone.
  await pane(bea).getByText("There is nothing here.").waitFor();
  assert.ok(!(await bea.page.content()).includes("accordion"), "what was told has left the screen");
  await until("the draft has left the phone", async () => (await drafts(bea)).length === 0);
  await bea.open("/app/inbox");
  await bea.page.getByText("Nothing has been reported").waitFor();
  assert.deepEqual([bea.complaints, dana.complaints], [[], []]);
});

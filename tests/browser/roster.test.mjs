// The roster on two phones: an organizer plans it in few taps, a member offers two hours, and takes a colleague's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./support/until.mjs";
import { World } from "./support/world.mjs";

const HOUR_MS = 3_600_000;

const card = (phone, name) => phone.page.locator("li.card", { hasText: name });
const chip = (phone, name, part) => card(phone, name).getByRole("button", { name: part, exact: true });

const opens = async (world, t, role, name) => {
  const phone = await world.phone({ t });
  await phone.signIn(await world.invite(role, name));
  await phone.restart();
  await phone.open("/app/roster");
  return phone;
};

test("a day is planned by a tap per part, copied to later days, and undone by one", async (t) => {
  const world = await World.open(t);
  await world.caller("care_member", "Ana Ruiz");
  await world.caller("care_member", "Ben Park");
  const olga = await opens(world, t, "organizer", "Olga Lind");
  const days = olga.page.locator("nav[aria-label=Day] button");
  await days.first().click();
  await olga.page.getByText("00:00 to 24:00: nobody is on duty.").waitFor();
  await chip(olga, "Ana Ruiz", "Morning").click();
  await until("it is pressed", async () => (await chip(olga, "Ana Ruiz", "Morning").getAttribute("aria-pressed")) === "true");
  await olga.page.getByRole("radio", { name: "Backup" }).check();
  await chip(olga, "Ben Park", "Night").click();
  await olga.page.getByText("13:00 to 24:00: nobody is on duty.").waitFor();
  await card(olga, "Ben Park").getByText("23:00 to").waitFor();

  await olga.page.getByText("Copy this day").click();
  await olga.page.getByRole("button", { name: "To every later day" }).click();
  const shifts = async () => (await world.organizer.desk("roster")).shifts;
  await until("every day has both", async () => (await shifts()).length === 2 * (await days.count() - (await olga.page.getByRole("button", { name: /^Watch from/ }).count())));
  const times = new Set((await shifts()).map(({ from }) => new Date(from).toLocaleTimeString("en-GB", { timeZone: "Europe/Paris" })));
  assert.deepEqual([...times].sort(), ["08:00:00", "23:00:00"]);
  await olga.page.getByRole("button", { name: "Undo" }).click();
  await until("the copies are off again", async () => (await shifts()).length === 2);
  assert.deepEqual(olga.complaints, []);
});

test("a member offers a part of a shift, and a colleague takes it by one tap", async (t) => {
  const world = await World.open(t);
  const ana = await opens(world, t, "care_member", "Ana Ruiz");
  const ben = await opens(world, t, "care_member", "Ben Park");
  await world.putOnDuty(await world.personNamed("Ana Ruiz"));
  const mine = card(ana, "Ana Ruiz");
  await mine.getByText("Offer it to the colleagues").click();
  await mine.getByRole("button", { name: "Offer it" }).click();
  await ana.page.getByText(/^You offer/).waitFor();
  await ben.page.getByText(/^Ana Ruiz offers/).waitFor();
  await ben.page.getByRole("button", { name: "Take it, by phone" }).click();
  await card(ben, "Ben Park").getByText("by phone, for Ana Ruiz").waitFor();
  await until("Ana's screen follows", async () => (await ana.page.getByText(/^You offer/).count()) === 0);
  const { standing, shifts } = await world.organizer.desk("roster");
  const ends = standing.find(({ person }) => person !== shifts[0].person);
  assert.ok(ends.until - ends.from > 7 * HOUR_MS, "all that is left of it");
  assert.deepEqual([ana.complaints, ben.complaints], [[], []]);
});

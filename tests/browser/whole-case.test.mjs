// A report from its call to its end, in the real build: two members on two phones take it through, a third steps out and
// finds nothing of it from then on. At the size of a phone, and again at that of a laptop.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mintId } from "./support/caller.mjs";
import { Member } from "./support/member.mjs";
import { LAPTOP, PHONE, openBrowser } from "./support/phone.mjs";
import { Steps } from "./support/steps.mjs";
import { until } from "./support/until.mjs";
import { World } from "./support/world.mjs";

const NOTE = "Somebody at the pottery table keeps commenting on Marguerite's body, she asked him twice to stop";
const WHERE = "At the pottery table, beside the lifts";
const PURPOSE = "To hear his side";
const SAID = "He says that he meant it kindly. We told him that it has to stop, and he agreed.";
const FOUND = "He commented on her body four times after she had asked him to stop.";
const WHY = "She had asked him to stop, twice.";
const DONE = "we told him that it has to stop";
const BECAUSE = "he went on after you had asked him to stop";
const FOR_NOW = "He keeps away from the pottery table";
const TASK = "Ask the caterers who stood at the lifts";
const STEPS_MIN = 22;

/** The words by which one would know the story again. */
const tellingWords = ["pottery", "marguerite", "lifts", "caterers"];

const assertTellsNothing = (text, what) => {
  for (const word of tellingWords) assert.ok(!text.toLowerCase().includes(word), `${what} holds "${word}"`);
};

/** A CARE member with a phone that pages reach. */
const member = async (world, name, shape) => {
  const phone = await world.phone({ push: true, shape });
  await phone.signIn(await world.invite("care_member", name));
  await phone.restart();
  await phone.turnPagesOn();
  return new Member(phone, name);
};

/** The next push to a member that was not there before. */
const pushTo = async (world, { phone }, before) => {
  const come = () => world.push.to(phone.endpoint)[before];
  return (await until("a push is there", come)).text;
};

const pushesTo = (world, { phone }) => world.push.to(phone.endpoint).length;

/** A volunteer's note with a private link; the link's words. */
const reports = async (world) => {
  const ana = await world.phone();
  await ana.signIn(await world.invite("volunteer", "Ana Silva"));
  await ana.open("/app/note");
  await ana.page.getByLabel("What happened?").fill(NOTE);
  await ana.page.getByText("A private link for the reporter").click();
  await ana.page.getByRole("button", { name: "Make a private link" }).click();
  const words = await ana.page.locator(".words li").allInnerTexts();
  await ana.page.getByRole("button", { name: "It is scanned or written down" }).click();
  await ana.page.getByRole("button", { name: "Save the note" }).click();
  await ana.page.waitForURL(/\/app\/outbox\/./);
  await ana.page.locator("#main .state").filter({ hasText: /^On the server/ }).first().waitFor();
  return words;
};

/** What the reporter reads who types the six words. */
const readsThePage = async (browser, world, words) => {
  const page = await browser.newPage();
  await page.goto(`${world.server.origin}/r`);
  await page.getByLabel("Your six words").fill(words.join(" "));
  await page.getByRole("button", { name: "Show my report" }).click();
  await page.getByRole("heading", { name: "Your report" }).waitFor();
  return page;
};

/** Whoever stepped out finds nothing: not in the list, not by searching, not at the address, not on the home screen. */
const findsNothing = async ({ phone, page, pane }, { incident, codeName }) => {
  await phone.open("/app/inbox");
  await page.getByText("Nothing has been reported").waitFor();
  for (const words of ["pottery", codeName]) {
    await page.getByLabel("Search the cases").fill(words);
    await page.getByText("Nothing has all of these words").waitFor();
  }
  await phone.open(`/app/i/${incident}`);
  await pane.getByText("There is nothing here.").waitFor();
  const there = await page.locator("#main").innerText();
  await phone.open(`/app/i/${mintId()}`);
  await pane.getByText("There is nothing here.").waitFor();
  assert.equal(await page.locator("#main").innerText(), there, "as of a case that never was");
  await phone.open("/app/");
  const home = await page.locator("#main").innerText();
  assertTellsNothing(home, "the home screen");
  assert.ok(!home.toLowerCase().includes(codeName.toLowerCase()), "nor is it asked about");
};

/** The world with three members, and a report on its way to them. */
const begins = async (t, size, shape) => {
  const world = await World.open(t);
  const steps = await Steps.of(`whole-case-${size}`);
  const names = ["Bea Lind", "Dana Ruiz", "Cleo Park"];
  const [bea, dana, cleo] = [await member(world, names[0], shape), await member(world, names[1], shape), await member(world, names[2], shape)];
  for (const { name } of [bea, cleo]) await world.putOnDuty(await world.personNamed(name));
  return { world, steps, bea, dana, cleo, words: await reports(world) };
};

/** The page tells nothing and is accepted; the question comes before the content; the third member steps out. */
const isTakenInHand = async (story) => {
  const { world, steps, bea, dana, cleo } = story;
  await bea.opensPush(await pushTo(world, bea, 0));
  await bea.page.getByRole("heading", { name: "Somebody is needed" }).waitFor();
  assertTellsNothing(await bea.page.content(), "a page before it is accepted");
  await steps.see(bea.page, "the-page");
  await bea.page.getByRole("button", { name: "I have it" }).click();
  await bea.page.waitForURL(/\/app\/i\/./);
  story.incident = new URL(bea.page.url()).pathname.split("/")[3];
  await bea.pane.getByText("Before you read it").waitFor();
  assertTellsNothing(await bea.page.locator("#main").innerText(), "the question");
  await steps.see(bea.page, "the-question");
  await bea.hasNoConflict();
  await bea.pane.getByText(NOTE).first().waitFor();
  story.codeName = await bea.page.getByRole("heading", { level: 1 }).innerText();
  await bea.ahead.getByText("A first word to the reporter").waitFor();
  await steps.see(bea.page, "the-case");
  await cleo.phone.open(`/app/i/${story.incident}`);
  await cleo.stepsOut();
  await findsNothing(cleo, story);
  story.pushesToCleo = pushesTo(world, cleo);
  await steps.see(cleo.page, "stepped-out");
  await dana.phone.open(`/app/i/${story.incident}`);
  await dana.hasNoConflict();
  await bea.confirmsReceipt();
  await bea.ahead.getByText("Meet, two of you or more").waitFor();
  await steps.see(bea.page, "reporter-told");
};

/** Who is in it, what is known, a conversation of two with its notes, what holds for now, a task. */
const isLookedInto = async ({ steps, bea, dana }) => {
  await bea.goesTo("People");
  const himself = await bea.addsPerson("It is about what they did");
  await bea.knows("Where", WHERE);
  await dana.goesTo("People");
  const where = dana.pane.getByRole("region", { name: "What is known" }).getByLabel("Where", { exact: true });
  await until("a colleague reads it", async () => (await where.inputValue()) === WHERE);
  await steps.see(bea.page, "people");
  await bea.plansConversation({ with: himself, talks: bea.name, notes: dana.name, purpose: PURPOSE, place: "Green room" });
  await steps.see(bea.page, "conversation-planned");
  await bea.sendsPlan();
  await dana.ahead.getByText(`Talk with ${himself}`).waitFor();
  await dana.writesNotes(SAID);
  await bea.pane.getByText(SAID).waitFor();
  await steps.see(dana.page, "conversation-held");

  await bea.goesTo("Review");
  await bea.setsMeasure(FOR_NOW);
  await steps.see(bea.page, "for-now");
  await bea.goesTo("To do");
  await bea.givesTask(TASK, dana.name);
  await dana.ahead.getByText(`Task: ${TASK}`).waitFor();
  await dana.goesTo("To do");
  await steps.see(dana.page, "task");
  await dana.finishesTask("Nobody saw more.");
  return himself;
};

/** The review: the roll-call, the four questions, a decision, and where it leads. */
const isReviewed = async ({ steps, bea, dana, cleo }, himself) => {
  await bea.goesTo("Review");
  await bea.startsReview();
  await dana.ahead.getByText("Say at the review how you stand").waitFor();
  await dana.goesTo("Review");
  await steps.see(dana.page, "roll-call");
  assert.ok(!(await dana.page.locator("#main").innerText()).includes(`Nothing new from ${cleo.name}`), "whoever is out is not at it");
  await dana.hasNothingNew();
  await bea.hasNothingNew();
  await bea.finds("What happened?", FOUND);
  await dana.finds("Is it a violation of the Code of Conduct?", "Yes, of its second point.");
  await bea.finds("Who did it, if anybody?", himself);
  await dana.finds("What is the right resolution?", "He stops, and hears it from two of us.");
  await until("each sees what the other wrote", async () => (await dana.pane.getByLabel("What happened?", { exact: true }).inputValue()) === FOUND);
  await steps.see(dana.page, "four-questions");
  await bea.writesDecision({ violation: "It is a violation", resolution: "The behavior has to stop", whom: himself, why: WHY });
  await steps.see(bea.page, "decision-written");
};

/** What one has written the other agrees to: the push tells nothing, a tap leads to the case, one more agrees. */
const agreesFromAPush = async ({ world, steps }, writer, second, { sends, agreed, name }) => {
  const before = pushesTo(world, second);
  await sends();
  const text = await pushTo(world, second, before);
  assertTellsNothing(text, "a push that asks to agree");
  await second.opensPush(text);
  await second.page.waitForURL(/\/app\/i\/./);
  await second.pane.getByRole("button", { name: "Agree", exact: true }).waitFor();
  await steps.see(second.page, `${name}-to-agree-to`);
  await second.agrees();
  await agreed();
  await steps.see(writer.page, `${name}-agreed-to`);
};

/** The closing gate names what is in the way, and lets it through when nothing is. */
const isClosed = async ({ steps, bea, dana, codeName }) => {
  await bea.goesOn();
  await bea.beginsToClose("They were told what was done and why");
  await bea.page.locator("dialog#close").getByRole("button", { name: "Close the case" }).click();
  const against = bea.page.locator("dialog#anyway");
  await against.getByText("Something that holds for now has not been released yet.").waitFor();
  await steps.see(bea.page, "closing-gate");
  await against.getByRole("button", { name: "Not now" }).click();
  await bea.page.locator("dialog#close").getByRole("button", { name: "Not now" }).click();
  await bea.goesTo("Review");
  await bea.releasesMeasure(FOR_NOW, "The pottery table is closed");
  await bea.ahead.getByText("Close the case").waitFor();
  await bea.ahead.getByRole("link", { name: "Close it" }).click();
  await bea.beginsToClose("They were told what was done and why");
  await bea.closes();
  for (const { ahead } of [bea, dana]) await ahead.getByText("Nothing, it is closed").waitFor();
  await steps.see(bea.page, "closed");
  await dana.phone.open("/app/inbox");
  await dana.page.getByRole("heading", { name: /^Closed/ }).waitFor();
  await dana.page.getByText(codeName).waitFor();
  await steps.see(dana.page, "the-inbox");
};

const wholeCase = async (t, size, shape) => {
  const story = await begins(t, size, shape);
  const { world, steps, bea, dana, cleo, words } = story;
  await isTakenInHand(story);
  const himself = await isLookedInto(story);
  await isReviewed(story, himself);
  await agreesFromAPush(story, bea, dana, { sends: () => bea.sendsDecision(), agreed: () => bea.pane.getByText("Counts", { exact: true }).waitFor(), name: "decision" });
  await bea.endsReview("We have a resolution");
  await bea.ahead.getByText("Tell the reporter what was done and why").waitFor();

  // Words to the reporter, drafted by the other of the two and agreed to by the first.
  await dana.goesTo("Words");
  const told = await dana.writesToReporter("What was done and why", { "[what was done]": DONE, "[why]": BECAUSE });
  await steps.see(dana.page, "words-written");
  await agreesFromAPush(story, dana, bea, { sends: () => dana.sendsLetter(), agreed: () => dana.ahead.getByText("Release what holds for now").waitFor(), name: "words" });
  const browser = await openBrowser(t);
  const reporter = await readsThePage(browser, world, words);
  await reporter.getByText(told).waitFor();
  const page = await reporter.content();
  for (const { name } of [bea, dana, cleo]) assert.ok(!page.includes(name), "no member's name goes with it");
  await steps.see(reporter, "reporters-page");

  await isClosed(story);
  const finished = await readsThePage(browser, world, words);
  await finished.getByText("The team has finished").waitFor();
  await findsNothing(cleo, story);
  assert.equal(pushesTo(world, cleo), story.pushesToCleo, "whoever stepped out is asked for nothing");
  assertTellsNothing(world.server.log, "the server's log");
  assert.deepEqual([bea, dana, cleo].flatMap(({ phone }) => phone.complaints), []);
  steps.assertAllClean(STEPS_MIN);
};

test("two members take a report from its call to its end on their phones, and a third who steps out finds nothing", (t) => wholeCase(t, "phone", PHONE));

test("the same on laptops", (t) => wholeCase(t, "laptop", LAPTOP));

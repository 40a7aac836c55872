// A reporter's whole journey: on a borrowed laptop whose browser runs no scripts, and with scripts, which must leave nothing
// behind.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Caller, mintId } from "./support/caller.mjs";
import { Demo } from "./support/demo.mjs";
import { PHONE, openBrowser } from "./support/phone.mjs";
import { shared } from "./support/shared.mjs";

let demo;
let browser;

before(async () => {
  demo = await Demo.open(shared, { flags: ["--log", "debug"] });
  browser = await openBrowser(shared);
});

/** A photo as a phone makes it, with the place where it was taken. */
const PHOTO = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 28]), Buffer.from("Exif\0\0" + "48.2082N 16.3738E..."), Buffer.from([0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 7, 7, 0xff, 0xd9]),
]);

const visit = async (t, options = {}) => {
  const context = await browser.newContext({ ...PHONE, locale: "en-GB", ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const foreign = [];
  page.on("request", (request) => request.url().startsWith(demo.origin) || foreign.push(request.url()));
  return { context, page, foreign };
};

const care = async () => {
  const caller = new Caller(demo.origin);
  await caller.signIn(demo.way("care_member").join.code);
  return caller;
};

const sendButton = (page) => page.getByRole("button", { name: "Send to the CARE team" });

test("the whole journey without JavaScript: report, keep the words, look up with slips, answer, attach, correct, take back", async (t) => {
  const { context, page, foreign } = await visit(t, { javaScriptEnabled: false });
  await page.goto(`${demo.origin}/`);
  await page.getByRole("link", { name: "Report something" }).first().click();
  await page.getByLabel("What happened?").fill("Somebody blocked the door & said <things>.");
  await page.getByLabel("Photos", { exact: true }).setInputFiles({ name: "p.jpg", mimeType: "image/jpeg", buffer: PHOTO });
  await sendButton(page).click();
  await page.getByText("Your report has arrived").waitFor();

  // Keeping the words is part of the way.
  const words = await page.locator(".words").first().locator("li").allInnerTexts();
  assert.equal(words.length, 6);
  await page.getByLabel("The second word").fill("nothing");
  await page.getByLabel("The fifth word").fill("either");
  await page.getByRole("button", { name: "Check, and go on" }).click();
  await page.getByText("These are others.").waitFor();
  await page.getByLabel("The second word").fill(words[1].toUpperCase());
  await page.getByLabel("The fifth word").fill(words[4]);
  await page.getByRole("button", { name: "Check, and go on" }).click();
  await page.getByText("You have them.").waitFor();

  // The team asks something.
  const caller = await care();
  const { incident } = (await caller.desk("inbox")).sort((one, other) => other.opened_at - one.opened_at)[0];
  await caller.desk("declare", { incident, standing: "clear", why: "" });
  await caller.desk("take_in_hand", { incident });
  const { links } = await caller.opens(incident);
  const draft = mintId();
  const says = { message: { to: links[0].link, purpose: "ask", text: "Was it before lunch?" } };
  await caller.desk("work_on", { incident, deed: { id: draft, deed: { draft: { write: { draft: null, says, over: [] } } } } });
  const other = new Caller(demo.origin);
  await other.signIn(demo.ways("care_member")[1].join.code);
  await other.desk("declare", { incident, standing: "clear", why: "" });
  await other.desk("work_on", { incident, deed: { id: mintId(), deed: { draft: { agree: { draft, version: draft } } } } });

  // Looked up on another day, as somebody types who is shaken: other case, commas, a letter doubled, one left out.
  const slip = [words[0].toUpperCase(), `${words[1][0]}${words[1]}`, words[2], words[3], words[4], words[5]].join(",  ");
  await page.goto(`${demo.origin}/r`);
  await page.getByLabel("Your six words").fill(slip);
  await page.getByRole("button", { name: "Show my report" }).click();
  const unsure = page.getByText("Which word did you mean?");
  await page.getByText("It is being looked at").or(unsure).first().waitFor();
  if (await unsure.count()) {
    await page.getByLabel("Word 2").selectOption(words[1]);
    await page.getByRole("button", { name: "Go on" }).click();
  }
  await page.getByText("Was it before lunch?").waitFor();

  // Answer, attach, correct, take back.
  await page.getByLabel("Your answer").fill("At eleven.");
  await sendButton(page).first().click();
  await page.getByText("What you sent has arrived").waitFor();
  await page.getByLabel("Photos", { exact: true }).setInputFiles({ name: "q.jpg", mimeType: "image/jpeg", buffer: PHOTO });
  await sendButton(page).click();
  await page.getByText("What you sent has arrived").waitFor();
  await page.getByText("Correct this · Take this back").first().click();
  await page.getByLabel("Correct this").first().fill("Two people blocked the door.");
  await sendButton(page).first().click();
  await page.getByText("You corrected").waitFor();
  await page.getByText("Take everything back").first().click();
  await page.getByText("What stays on the record").waitFor();
  await page.getByRole("button", { name: "Take everything back" }).click();
  await page.getByText("You took everything back").waitFor();

  const { timeline } = await caller.opens(incident);
  const notes = timeline.map(({ what }) => what.note).filter((note) => note);
  assert.ok(notes.filter((note) => note.taken_back).length >= 4, "the team does not see the words any more");
  assert.ok(!JSON.stringify(timeline).includes("blocked the door"));
  assert.deepEqual(await context.cookies(), []);
  assert.deepEqual(foreign, []);
});

test("with JavaScript what is typed outlives a reload of its tab, and the quick exit forgets all of it", async (t) => {
  const { context, page } = await visit(t);
  await context.route(/^https:/, (route) => route.fulfill({ contentType: "text/html", body: "<title>Elsewhere</title>" }));
  await page.goto(`${demo.origin}/report`);
  await page.getByLabel("What happened?").fill("Half a sentence");
  await page.getByText("May the team reach you?").first().click();
  await page.getByLabel("In person").check();
  await page.reload();
  assert.equal(await page.getByLabel("What happened?").inputValue(), "Half a sentence");
  assert.ok(await page.getByLabel("In person").isChecked());
  const kept = () => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  assert.match(await kept(), /Half a sentence/);
  await page.getByLabel("Others use this device: keep nothing").check();
  assert.doesNotMatch(await kept(), /Half/, "told so, it keeps nothing");
  await page.getByLabel("Others use this device: keep nothing").uncheck();
  await page.getByLabel("What happened?").fill("Once more");
  await page.getByRole("link", { name: "Leave this page" }).click();
  await page.waitForURL(/^https:/);
  await page.goto(`${demo.origin}/r`);
  assert.equal(await kept(), "{}", "nothing is left");
  const { cookies, origins } = await context.storageState({ indexedDB: true });
  assert.deepEqual({ cookies, origins }, { cookies: [], origins: [] });
  await page.goBack();
  assert.ok(!(await page.content()).includes("Once more"));
});

test("with JavaScript a report leaves no secret in the history, asks nobody else, and forgets its draft", async (t) => {
  const { context, page, foreign } = await visit(t);
  await page.goto(`${demo.origin}/report`);
  await page.getByLabel("What happened?").fill("By a browser that runs scripts.");
  await sendButton(page).click();
  await page.getByText("Your report has arrived").waitFor();
  const words = await page.locator(".words").first().locator("li").allInnerTexts();
  await page.getByRole("button", { name: "Go on without checking" }).click();
  await page.getByText("It has arrived").waitFor();
  const { entries } = await (await context.newCDPSession(page)).send("Page.getNavigationHistory");
  assert.deepEqual(entries.map(({ url }) => url).filter((url) => url !== "about:blank"), [`${demo.origin}/report`], "the whole visit is one entry");
  assert.equal(await page.evaluate(() => sessionStorage.length + localStorage.length), 0);
  assert.deepEqual(foreign, []);
  assert.ok(!demo.server.log.includes(words.join("-")) && !demo.server.log.includes("runs scripts"));
  // What the team takes it for is set back, so that no call of this report disturbs another test.
  const caller = await care();
  const { incident } = (await caller.desk("inbox")).sort((one, other) => other.opened_at - one.opened_at)[0];
  await caller.desk("declare", { incident, standing: "clear", why: "" });
  await caller.desk("take_in_hand", { incident });
});

test("the report form is read in a sensible order, and nothing in it is required", async (t) => {
  const { page } = await visit(t, { javaScriptEnabled: false });
  await page.goto(`${demo.origin}/report`);
  const tree = await page.locator("body").ariaSnapshot();
  const order = ["Skip to the content", "Leave this page", "Report something", "Somebody of the team should not see it", "What happened?", "More, if you like", "May the team reach you?", "Photos", "Send to the CARE team", "If somebody is in danger"];
  let from = 0;
  for (const words of order) {
    const at = tree.indexOf(words, from);
    assert.ok(at >= 0, `${words} does not come after what stands before it:\n${tree}`);
    from = at;
  }
  assert.equal(await page.locator("[required], [aria-required=true]").count(), 0);
});

test("a language from right to left breaks no public page", async (t) => {
  const { page } = await visit(t);
  const paths = ["/", "/about", "/team", "/privacy", "/report", "/r", "/poster?size=a6"];
  const lost = [];
  const look = async (path) => {
    const found = await page.evaluate(() => {
      const root = document.documentElement;
      root.dir = "rtl";
      for (const each of document.querySelectorAll("details")) each.open = true;
      const sticksOut = (each) => {
        const { left, right, height } = each.getBoundingClientRect();
        return height > 0 && !each.closest(".skip, .sr") && (left < -1 || right > root.clientWidth + 1);
      };
      return [...document.querySelectorAll("body *")].filter(sticksOut).slice(0, 3).map((each) => each.outerHTML.slice(0, 120));
    });
    if (found.length) lost.push(`${path}: ${found.join(" | ")}`);
  };
  for (const path of paths) {
    await page.goto(demo.origin + path);
    await look(path);
  }
  await page.goto(`${demo.origin}/r`);
  await page.getByLabel("Your six words").fill(demo.words);
  await page.getByRole("button", { name: "Show my report" }).click();
  await page.getByText("It is being looked at").waitFor();
  await look("the reporter's page");
  assert.deepEqual(lost, []);
});

test("the language is chosen without a cookie and goes along", async (t) => {
  const { context, page } = await visit(t, { javaScriptEnabled: false, locale: "de-DE" });
  await page.goto(`${demo.origin}/`);
  await page.getByRole("heading", { name: "Du möchtest uns etwas erzählen" }).waitFor();
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("link", { name: "Report something" }).first().click();
  assert.equal(new URL(page.url()).search, "?lang=en");
  await page.getByLabel("What happened?").waitFor();
  assert.deepEqual(await context.cookies(), []);
});

// The public pages: what a reporter on a borrowed laptop or in a hardened browser relies on.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Demo } from "./support/demo.mjs";
import { openBrowser } from "./support/phone.mjs";
import { shared } from "./support/shared.mjs";

let demo;
let browser;

before(async () => {
  demo = await Demo.open(shared, { flags: ["--log", "debug"] });
  browser = await openBrowser(shared);
});

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A visitor's browser, with what its pages complained of and asked other hosts for. */
const visit = async (t, options = {}) => {
  const context = await browser.newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  const seen = { foreign: [], addresses: [], referrers: [], complaints: [] };
  page.on("request", (request) => {
    seen.addresses.push(request.url());
    if (!request.url().startsWith(demo.origin)) seen.foreign.push(request.url());
  });
  page.on("requestfinished", async (request) => {
    const { referer } = await request.allHeaders().catch(() => ({}));
    if (referer) seen.referrers.push(referer);
  });
  page.on("console", (message) => message.type() === "error" && seen.complaints.push(message.text()));
  page.on("pageerror", (error) => seen.complaints.push(error.message));
  return { context, page, seen };
};

const lookUp = async (page, words) => {
  await page.goto(`${demo.origin}/r`);
  await page.getByLabel("Your six words").fill(words);
  await page.getByRole("button", { name: "Show my report" }).click();
};

const form = (fields) => ({
  method: "POST", body: new URLSearchParams(fields).toString(), headers: { "content-type": "application/x-www-form-urlencoded" },
});

test("no public page may be kept, told on, found or framed, and none sets a cookie", async () => {
  const { words } = demo;
  const answers = {
    "the front page": await fetch(`${demo.origin}/`),
    "the look-up form": await fetch(`${demo.origin}/r`),
    "a report": await fetch(`${demo.origin}/r`, form({ words })),
    "words that lead nowhere": await fetch(`${demo.origin}/r`, form({ words: "no such words in any list" })),
    "an empty addition": await fetch(`${demo.origin}/r/say`, form({ words, text: "" })),
    "what happens then": await fetch(`${demo.origin}/about`),
    "the team": await fetch(`${demo.origin}/team`),
    "the privacy notice": await fetch(`${demo.origin}/privacy`),
    "a poster": await fetch(`${demo.origin}/poster`),
    "the report form": await fetch(`${demo.origin}/report`),
    "nothing here": await fetch(`${demo.origin}/nothing`),
  };
  for (const [which, answer] of Object.entries(answers)) {
    const html = await answer.text();
    const header = (name) => answer.headers.get(name);
    assert.match(header("content-type"), /^text\/html/, which);
    assert.equal(header("cache-control"), "no-store", which);
    assert.equal(header("referrer-policy"), "no-referrer", which);
    assert.match(header("x-robots-tag"), /noindex/, which);
    assert.equal(header("content-security-policy"), POLICY, which);
    assert.equal(header("x-content-type-options"), "nosniff", which);
    assert.equal(header("set-cookie"), null, which);
    assert.match(html, /<title>Careline<\/title>/, which);
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    assert.ok(scripts.every((tag) => /src="\/assets\/r\.[0-9a-f]+\.js"/.test(tag)), `${which}: ${scripts}`);
    assert.doesNotMatch(html, /<style\b|\sstyle=|\son\w+=|javascript:|<link[^>]*manifest/, which);
  }
});

test("without JavaScript a report is looked up by its words, and added to once", async (t) => {
  const { context, page, seen } = await visit(t, { javaScriptEnabled: false });
  await lookUp(page, demo.words.toUpperCase().replaceAll(" ", ", "));
  await page.getByText("It is being looked at").waitFor();
  const text = "One more thing: the talk after lunch, second row. <b>&amp;";
  await page.getByLabel("Add something").fill(text);
  await page.getByRole("button", { name: "Send to the CARE team" }).click();
  await page.getByText("What you sent has arrived").waitFor();
  assert.deepEqual(await page.locator("blockquote.said").filter({ hasText: "second row" }).allInnerTexts(), [text]);
  // The very same form again, as when somebody presses twice on a slow network.
  const [words, note] = await Promise.all(["words", "note"].map((name) => page.locator(`input[name=${name}]`).inputValue()));
  for (let again = 0; again < 2; again += 1) await fetch(`${demo.origin}/r/say`, form({ words, note, text: "Pressed twice." }));
  await lookUp(page, demo.words);
  assert.equal(await page.locator("blockquote.said").filter({ hasText: "Pressed twice." }).count(), 1);
  assert.deepEqual(await context.cookies(), []);
  assert.deepEqual(seen.foreign, []);
});

test("a private link opens by itself, and its key leaves the address and the history", async (t) => {
  const { context, page, seen } = await visit(t);
  await page.goto(demo.told.reporter.link);
  await page.getByText("It is being looked at").waitFor();
  assert.equal(page.url(), `${demo.origin}/r`);
  const history = await context.newCDPSession(page).then((cdp) => cdp.send("Page.getNavigationHistory"));
  assert.deepEqual(history.entries.filter(({ url }) => url.includes("#")), [], "the way back does not show the key");
  const word = demo.words.split(" ")[0];
  assert.ok(seen.addresses.every((address) => !new URL(address).pathname.concat(new URL(address).search).includes(word)));
  assert.ok(!demo.server.log.toLowerCase().includes(word), "the server logs no word of a key");
  const { cookies, origins } = await context.storageState({ indexedDB: true });
  assert.deepEqual({ cookies, origins }, { cookies: [], origins: [] }, "nothing stays in the browser");
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length), 0);
  assert.deepEqual([seen.foreign, seen.referrers, seen.complaints], [[], [], []]);
});

test("one tap leaves for a neutral page, and the way back does not lead to the report", async (t) => {
  const { context, page } = await visit(t);
  await context.route(/^https:/, (route) => route.fulfill({ contentType: "text/html", body: "<title>Elsewhere</title>" }));
  await page.goto(`${demo.origin}/`);
  await lookUp(page, demo.words);
  await page.getByText("It is being looked at").waitFor();
  for (const text of ["The door to the balcony.", "And the time: noon."]) {
    await page.getByLabel("Add something").fill(text);
    await page.getByRole("button", { name: "Send to the CARE team" }).click();
    await page.locator("blockquote.said").filter({ hasText: text }).waitFor();
  }
  const entries = async () => {
    const cdp = await context.newCDPSession(page);
    return (await cdp.send("Page.getNavigationHistory")).entries.map(({ url }) => url).filter((url) => url !== "about:blank");
  };
  assert.deepEqual(await entries(), [`${demo.origin}/`, `${demo.origin}/r`], "the whole visit is one entry");
  await page.getByLabel("Add something").fill("half a sentence");
  await page.getByRole("link", { name: "Leave this page" }).click();
  await page.waitForURL(/^https:/);
  assert.equal(await page.title(), "Elsewhere");
  assert.ok(!(await entries()).includes(`${demo.origin}/r`), "and leaving replaces it");
  await page.goBack();
  assert.equal(page.url(), `${demo.origin}/`);
  assert.ok(!(await page.content()).includes("half a sentence"));
});

test("what the server cannot take is said above the form, and nothing typed is lost", async (t) => {
  const { context, page } = await visit(t);
  await lookUp(page, demo.words);
  const box = page.getByLabel("Add something");
  await box.fill("A long story.");
  const ill = await fetch(`${demo.origin}/r/say`, form({ words: demo.words, text: "x".repeat(600_000) }));
  assert.equal(ill.status, 413);
  const body = await ill.text();
  await context.route(/[/]r[/]say$/, (route) => route.fulfill({ status: 413, contentType: "text/html", body }));
  await page.getByRole("button", { name: "Send to the CARE team" }).click();
  await page.getByRole("alert").getByText("What you wrote is still where you wrote it").waitFor();
  assert.equal(await box.inputValue(), "A long story.");
  await context.unroute(/[/]r[/]say$/);
  await page.getByRole("button", { name: "Send to the CARE team" }).click();
  await page.getByText("What you sent has arrived").waitFor();
});

test("what is no answer of ours is left to the browser, by the plain form", async (t) => {
  const { context, page } = await visit(t);
  let asked = 0;
  await context.route(/[/]r$/, (route) => {
    if (route.request().resourceType() !== "fetch") return route.continue();
    asked += 1;
    return route.abort();
  });
  await lookUp(page, demo.words);
  await page.getByText("It is being looked at").waitFor();
  assert.equal(asked, 1);
});

test("misspelt and unknown words get the same sentence, and a slip in a word is forgiven", async (t) => {
  const { page } = await visit(t, { javaScriptEnabled: false });
  const said = async (words) => {
    await lookUp(page, words);
    return page.locator(".error").innerText();
  };
  const unknown = await said(demo.words.split(" ").reverse().join(" "));
  assert.match(unknown, /lead to no report/);
  assert.equal(await said("xxxx yyyy zzzz xxxx yyyy zzzz"), unknown);
  assert.equal(await said(""), unknown);
});

// Everybody can use every screen: axe on all of them in light and dark, by keyboard alone, and with text at twice its size.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { axeFinds } from "./support/axe.mjs";
import { Demo } from "./support/demo.mjs";
import { PHONE, appIsThere, openBrowser } from "./support/phone.mjs";
import { bringAllIntoView, everyScreen } from "./support/screens.mjs";
import { shared } from "./support/shared.mjs";

let demo;
let browser;

before(async () => {
  demo = await Demo.open(shared);
  browser = await openBrowser(shared);
});

test("axe finds nothing on any screen or public page, and text at 200 % loses nothing", async () => {
  const found = [];
  let looked = 0;
  await everyScreen(browser, demo, async (page, screen, theme) => {
    looked += 1;
    await bringAllIntoView(page, { spare: 200 });
    for (const one of await axeFinds(page)) found.push(`${screen.name} (${theme}): ${one}`);
    await page.setViewportSize(PHONE.viewport);
    if (theme === "light") for (const lost of await lostAtTwiceTheSize(page)) found.push(`${screen.name}: ${lost}`);
  });
  assert.ok(looked > 60, `only ${looked} looks`);
  assert.deepEqual(found, []);
});

/** What can no longer be reached or read when text is twice as large. */
const lostAtTwiceTheSize = (page) => page.evaluate(() => {
  const root = document.documentElement;
  root.style.fontSize = "200%";
  const lost = [];
  if (root.scrollWidth > root.clientWidth + 1) {
    const sticksOut = (each) => each.getBoundingClientRect().right > root.clientWidth + 1 && each.offsetHeight > 0 && !each.closest(".toasts");
    const wide = [...document.querySelectorAll("body *")].filter((each) => sticksOut(each) && ![...each.children].some(sticksOut));
    lost.push(`the page is ${root.scrollWidth - root.clientWidth}px too wide: ${wide.slice(0, 2).map((each) => each.outerHTML.slice(0, 120)).join(" | ")}`);
  }
  for (const each of document.querySelectorAll("button, .btn, a.row, label, h1, h2")) {
    const { overflowX, overflowY } = getComputedStyle(each);
    const cut = (overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1) || (overflowY !== "visible" && each.scrollHeight > each.clientHeight + 1);
    if (each.offsetHeight > 0 && cut && !each.classList.contains("cut") && !each.closest(".sr, .cut")) lost.push(`cut off: ${each.outerHTML.slice(0, 120)}`);
  }
  root.style.fontSize = "";
  return lost;
});

test("a note is written and saved with the keyboard alone, with the focus in sight", async (t) => {
  const context = await browser.newContext(PHONE);
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${demo.origin}/app/`);
  await appIsThere(page);
  const STEPS_MAX = 60;
  const tabTo = async (what, isThere) => {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(() => {
        const active = document.activeElement;
        const style = getComputedStyle(active);
        const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
        return { text: active.innerText ?? "", id: active.id, seen };
      });
      if (isThere(focus)) {
        assert.ok(focus.seen, `${what} shows that it has the focus`);
        return;
      }
    }
    assert.fail(`${what} cannot be reached`);
  };
  await tabTo("the door", ({ text }) => text.startsWith("Write a note"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/app\/note$/);
  await tabTo("the box", ({ id }) => id === "note-text");
  await page.keyboard.type("By keyboard alone");
  await tabTo("the button", ({ text }) => text === "Save the note");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/app\/outbox\/./);
  await page.locator(".said").getByText("By keyboard alone").waitFor();
});

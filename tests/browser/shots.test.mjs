// Pictures of every screen in both themes, so that anybody can look at the whole product in a minute.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Demo } from "./support/demo.mjs";
import { LAPTOP, PHONE, openBrowser } from "./support/phone.mjs";
import { bringAllIntoView, everyScreen } from "./support/screens.mjs";
import { shared } from "./support/shared.mjs";

const FOLDER = process.env.CARELINE_SHOTS ?? fileURLToPath(new URL("./shots", import.meta.url));

let demo;
let browser;

before(async () => {
  demo = await Demo.open(shared);
  browser = await openBrowser(shared);
  await mkdir(path.join(FOLDER, "readme"), { recursive: true });
});

test("every screen has its picture in light and dark", async () => {
  let pictures = 0;
  const shoot = async (page, name, options) => {
    const bytes = await page.screenshot({ path: path.join(FOLDER, name), animations: "disabled", caret: "initial", ...options });
    assert.ok(bytes.length > 2_000, `${name} is not blank`);
    pictures += 1;
  };
  await everyScreen(browser, demo, async (page, screen, theme) => {
    if (screen.readme === theme) await shoot(page, `readme/${screen.name}-${theme}.png`);
    await bringAllIntoView(page);
    await shoot(page, `${screen.name}-${theme}.png`);
    await page.setViewportSize(PHONE.viewport);
    if (!screen.wide) return;
    await page.setViewportSize(LAPTOP.viewport);
    const name = `${screen.name}-${theme}-wide.png`;
    await shoot(page, name, { scale: "css" });
    if (screen.readme === `${theme}-wide`) await shoot(page, `readme/${name}`, { scale: "css" });
    await page.setViewportSize(PHONE.viewport);
  });
  assert.ok(pictures > 80, `only ${pictures} pictures`);
});

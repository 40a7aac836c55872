// A story told step by step: each step has its picture in light and dark, and axe finds nothing on it.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { axeFinds } from "./axe.mjs";
import { until } from "./until.mjs";

const THEMES = ["light", "dark"];
const FOLDER = process.env.CARELINE_SHOTS ?? fileURLToPath(new URL("../shots", import.meta.url));
/** Longer than any screen of a story; what lies lower is scrolled to. */
const HIGHEST = 4_000;

export class Steps {
  #number = 0;
  #found = [];

  /** Steps of a story, whose pictures go into a folder of its own among the pictures of the screens. */
  static async of(story) {
    const steps = new Steps();
    steps.folder = path.join(FOLDER, story);
    await mkdir(steps.folder, { recursive: true });
    return steps;
  }

  /** Takes the step's pictures as the person sees it, and lets axe look at all of it. */
  async see(page, name) {
    this.#number += 1;
    const file = `${String(this.#number).padStart(2, "0")}-${name}`;
    await until("nothing is on its way", async () => (await page.locator("#app .skel, #app [aria-busy=true]").count()) === 0);
    const seen = page.viewportSize();
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      const picture = await page.screenshot({ path: path.join(this.folder, `${file}-${colorScheme}.png`), animations: "disabled", scale: "css" });
      assert.ok(picture.length > 2_000, `${file} is not blank`);
      // Nothing may lie under a bar that stays in place, or its contrast is not looked at.
      await page.setViewportSize({ ...seen, height: await heightOf(page, seen.height) });
      for (const one of await axeFinds(page)) this.#found.push(`${file} (${colorScheme}): ${one}`);
      await page.setViewportSize(seen);
    }
    await page.emulateMedia({ colorScheme: "light" });
  }

  /** Fails with everything that axe has found on the way. */
  assertAllClean(atLeast) {
    assert.deepEqual(this.#found, []);
    assert.ok(this.#number >= atLeast, `only ${this.#number} steps`);
  }
}

const heightOf = async (page, atLeast) => {
  const whole = await page.evaluate(() => Math.max(document.documentElement.scrollHeight, ...[...document.querySelectorAll("main, .pane, dialog[open]")].map((each) => each.scrollHeight + 120)));
  return Math.min(HIGHEST, Math.max(atLeast, whole));
};

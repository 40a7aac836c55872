// Measures the public pages as a phone on a slow network sees them for the first time: what each weighs with all its parts,
// and when it is painted. Run by `cargo xtask bench`; prints one JSON object.
import { Demo } from "./demo.mjs";
import { openBrowser, PHONE } from "./phone.mjs";
import { slowDown, tidy } from "./typing.mjs";
import { until } from "./until.mjs";
import { Scales } from "./weight.mjs";

const PAGES = ["/", "/about", "/team", "/privacy", "/report", "/report?lang=de", "/r", "/poster?size=a4&for=door"];
const RUNS = 3;

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** What a first visit to a page weighs, and after how many milliseconds it is painted; `then` goes on to another page. */
const firstVisit = async (browser, origin, path, then) => {
  const scales = await Scales.open(origin);
  const context = await browser.newContext({ ...PHONE, locale: "en-GB" });
  try {
    const page = await context.newPage();
    await slowDown({ context, page }, false);
    await page.goto(scales.origin + path, { waitUntil: "load" });
    await until("nothing is on its way", () => scales.isStill);
    const painted = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity);
    if (then) await then(page);
    await until("nothing is on its way", () => scales.isStill);
    return { bytes: scales.read().total, painted };
  } finally {
    await context.close();
    await scales.close();
  }
};

const measure = async () => {
  const t = tidy();
  try {
    const demo = await Demo.open(t);
    const browser = await openBrowser(t);
    const lookUp = async (page) => {
      await page.getByLabel("Your six words").fill(demo.words);
      await page.getByRole("button", { name: "Show my report" }).click();
      await page.locator(".timeline").first().waitFor();
    };
    let [heaviest, slowest] = [0, 0];
    for (const [path, then] of [...PAGES.map((path) => [path]), ["/r", lookUp]]) {
      console.error(`  ${path}`);
      const runs = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await firstVisit(browser, demo.origin, path, then));
      heaviest = Math.max(heaviest, ...runs.map(({ bytes }) => bytes));
      slowest = Math.max(slowest, median(runs.map(({ painted }) => painted)));
    }
    return { public_page_bytes_max: heaviest, public_first_paint_ms_max: Math.round(slowest) };
  } finally {
    await t.done();
  }
};

console.log(JSON.stringify(await measure()));

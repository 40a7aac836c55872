// What axe has against a screen: the rules of WCAG 2.2 AA and its own best practice.
import { readFile } from "node:fs/promises";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let source = null;

/** One sentence for each thing that axe finds on the page as it stands. */
export const axeFinds = async (page) => {
  source ??= await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
  await page.evaluate(source);
  // A colour half way from the other theme is nobody's colour.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)));
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), TAGS);
  return violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} — ${failureSummary.split("\n").slice(1, 3).join(" ").trim()}`);
    return `${id}: ${places.join(" | ")}`;
  });
};

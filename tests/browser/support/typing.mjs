// Measures the way to a text box that takes typing, on a phone with a slow processor and a slow network, and what the first
// visit weighs. Run by `cargo xtask bench`; prints one JSON object. Medians, because single runs spread.
import { fileURLToPath } from "node:url";
import { Careline, folderFor, freePort } from "./careline.mjs";
import { PHONE, Phone, appIsThere } from "./phone.mjs";
import { until } from "./until.mjs";
import { Scales } from "./weight.mjs";

const RUNS = 5;
const SLOWER_TIMES = 4;
const ROUND_TRIP_MS = 150;
const BITS_PER_S = 1_600_000;
const ADDRESS = "/app/note";

/** Runs in the page: notes when a text box was first painted and could take a key. */
const watchForBox = () => {
  const look = () => {
    const box = [...document.querySelectorAll("textarea")].find((each) => each.offsetHeight > 0 && !each.disabled && !each.readOnly);
    if (!box) return requestAnimationFrame(look);
    // The frame with the box in it is on screen when the next one begins.
    return requestAnimationFrame(() => { window.typingMs ??= performance.now(); });
  };
  look();
};

export const slowDown = async (phone, offline) => {
  const cdp = await phone.context.newCDPSession(phone.page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER_TIMES });
  if (!offline) {
    const throughput = BITS_PER_S / 8;
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: ROUND_TRIP_MS, downloadThroughput: throughput, uploadThroughput: throughput });
  }
};

/** Opens the note screen and says after how many milliseconds it took typing; the key that is typed must reach the app. */
const timeToTyping = async (phone, key, offline = false) => {
  await phone.context.addInitScript(watchForBox);
  await slowDown(phone, offline);
  await phone.page.goto(phone.origin + ADDRESS, { waitUntil: "commit" });
  const took = await (await phone.page.waitForFunction(() => window.typingMs)).jsonValue();
  await phone.page.locator("textarea").first().focus();
  await phone.page.keyboard.type(key);
  await appIsThere(phone.page);
  await phone.page.waitForFunction((typed) => [...document.querySelectorAll("textarea")].some((box) => box.value.includes(typed)), key);
  return took;
};

const oneRun = async (t, server) => {
  const scales = await Scales.open(server.origin);
  t.after(() => scales.close());
  const phone = await Phone.get(t, { origin: scales.origin, shape: PHONE });
  const restart = async (options) => {
    await phone.kill();
    await phone.start(options);
  };
  await phone.start();
  const first = await timeToTyping(phone, "f");
  await phone.isInstalled();
  await until("nothing is on its way", () => scales.isStill);
  const weight = scales.read();
  await restart();
  const warm = await timeToTyping(phone, "w");
  await restart({ offline: true });
  const offline = await timeToTyping(phone, "o", true);
  await phone.kill();
  return { first, warm, offline, weight };
};

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** What is to be tidied up, in the shape that tests give it. */
export const tidy = () => {
  const jobs = [];
  return { after: (job) => jobs.unshift(job), done: async () => { for (const job of jobs) await job(); } };
};

const measure = async () => {
  const t = tidy();
  try {
    const server = new Careline(await folderFor(t), await freePort());
    await server.start();
    t.after(() => server.stop());
    const runs = [];
    for (let run = 1; run <= RUNS; run += 1) {
      console.error(`  visits: run ${run} of ${RUNS}`);
      runs.push(await oneRun(t, server));
    }
    const { total, ...kinds } = runs[0].weight;
    return {
      first_visit_bytes: total,
      ...Object.fromEntries(Object.entries(kinds).map(([kind, bytes]) => [`first_visit_bytes_${kind}`, bytes])),
      first_visit_typing_ms: Math.round(median(runs.map(({ first }) => first))),
      warm_visit_typing_ms: Math.round(median(runs.map(({ warm }) => warm))),
      offline_typing_ms: Math.round(median(runs.map(({ offline }) => offline))),
    };
  } finally {
    await t.done();
  }
};

if (import.meta.main ?? process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await measure()));

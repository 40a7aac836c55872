// Waiting without sleeping: a condition is asked again until it holds or is overdue.
import { setTimeout as pause } from "node:timers/promises";

const OVERDUE_MS = 20_000;
const AGAIN_MS = 40;

/** The first truthy answer of `condition`, which may throw while it does not hold yet. */
export const until = async (what, condition, overdueMs = OVERDUE_MS) => {
  const end = Date.now() + overdueMs;
  let last = "";
  for (;;) {
    try {
      const answer = await condition();
      if (answer) return answer;
      last = "";
    } catch (error) {
      last = `: ${error.message}`;
    }
    if (Date.now() > end) throw new Error(`waited in vain until ${what}${last}`);
    await pause(AGAIN_MS);
  }
};

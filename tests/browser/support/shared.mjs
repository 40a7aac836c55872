// What all tests of a file share is tidied up after the last of them.
import { after } from "node:test";

const jobs = [];

after(async () => {
  for (const job of jobs.reverse()) await job();
});

/** In place of a test's own context. */
export const shared = { after: (job) => { jobs.push(job); } };

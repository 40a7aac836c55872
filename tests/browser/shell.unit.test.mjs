// Runs public/boot.js and public/r.js in a context of fakes and checks the files around them:
// `node --test tests/browser/shell.unit.test.mjs`. No browser, no build.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const file = (name) => readFileSync(new URL(`../../public/${name}`, import.meta.url), "utf8");

// ------------------------------------------------------------------ boot.js

/** The shell at one address. `glue` is what importing the app gives: a module, or an error to throw. */
const bootAt = (pathname, glue, { build = null, glueOf = () => glue } = {}) => {
  const listeners = [];
  const elements = {
    "boot-text": { value: "", selectionStart: 0, selectionEnd: 0, focused: 0, focus() { this.focused += 1; }, select() {} },
    "boot-failed": { hidden: true, scrollIntoView() {} },
    boot: { remove() { for (const id of Object.keys(elements)) delete elements[id]; } },
  };
  const shell = { elements, imported: [], worn: [], registered: [], pushed: [], reloads: 0, root: { dataset: {} } };
  const location = { pathname, reload: () => { shell.reloads += 1; } };
  const window = {};
  vm.runInNewContext(file("boot.js").replace("import(glue", "importModule(glue"), {
    window, location, AbortController, AbortSignal,
    localStorage: { getItem: (name) => (name === "careline-build" ? build : null) },
    fetch: async (address) => address,
    console: { error() {} },
    document: {
      documentElement: shell.root,
      getElementById: (id) => elements[id] ?? null,
      createElement: () => ({}),
      head: { append: ({ href, onload }) => { shell.worn.push(href); onload(); } },
    },
    history: { pushState: (_state, _title, href) => { shell.pushed.push(href); location.pathname = href; } },
    navigator: { serviceWorker: { register: async (...all) => { shell.registered.push(all); } } },
    importModule: async (address) => {
      shell.imported.push(address);
      const found = glueOf(address);
      if (found instanceof Error) throw found;
      return found;
    },
    addEventListener: (type, listener, { signal } = {}) => listeners.push({ type, listener, signal }),
  });
  shell.boot = window.carelineBoot;
  /** Lets every listener that is still there run, and says whether one of them prevented the default. */
  shell.raise = async (type, fields = {}) => {
    const event = { defaultPrevented: false, preventDefault() { this.defaultPrevented = true; }, ...fields };
    for (const each of listeners) if (each.type === type && !each.signal?.aborted) await each.listener(event);
    return event.defaultPrevented;
  };
  shell.click = (target) => shell.raise("click", { target: { closest: () => null, ...target } });
  return shell;
};

const workingGlue = () => {
  const calls = [];
  return { calls, default: async (options) => { calls.push(await options.module_or_path); } };
};

test("the address decides what the shell shows, before the markup is there", () => {
  const places = { "/app/": "home", "/app": "home", "/app/note": "note", "/app/note/": "note", "/app/note/0190": "page", "/app/care": "page" };
  for (const [path, at] of Object.entries(places)) assert.equal(bootAt(path, workingGlue()).root.dataset.at, at, path);
});

test("the app is started with the WASM's own address, and the worker is registered after load", async () => {
  const glue = workingGlue();
  const shell = bootAt("/app/", glue);
  assert.deepEqual([shell.imported, shell.registered], [[], []]);
  await shell.raise("DOMContentLoaded");
  assert.deepEqual([shell.imported, glue.calls], [["{{asset:phone.js}}"], ["{{asset:phone_bg.wasm}}"]]);
  await shell.raise("load");
  assert.equal(JSON.stringify(shell.registered), JSON.stringify([["/sw.js", { scope: "/app/", updateViaCache: "none" }]]));
});

test("the desk's build is loaded by its addresses and on devices that use it, and by no others", async () => {
  const loaded = async (path, build) => {
    const shell = bootAt(path, workingGlue(), { build });
    await shell.raise("DOMContentLoaded");
    assert.deepEqual(shell.worn, shell.imported.map((glue) => glue.replace(".js", ".css")).filter((style) => style.includes("desk")));
    return shell.imported;
  };
  const [phones, desks] = file("../app/src/table.rs").split("fn of_the_desk(");
  const addresses = (source) =>
    [...source.matchAll(/^ {8}\[(.*?)\] => screens/gm)].map(([, segments]) =>
      "/app/" + segments.split(", ").filter(Boolean).map((each) => (each.startsWith('"') ? each.slice(1, -1) : "0190")).join("/"));
  assert.ok(addresses(phones).length > 10 && addresses(desks).length > 8, "the table was read");
  for (const path of addresses(phones)) assert.deepEqual(await loaded(path), ["{{asset:phone.js}}"], path);
  for (const path of addresses(desks)) assert.deepEqual(await loaded(path), ["{{asset:desk.js}}"], path);
  assert.deepEqual(await loaded("/app/", '"desk"'), ["{{asset:desk.js}}"]);
  assert.deepEqual(await loaded("/app/", '"phone"'), ["{{asset:phone.js}}"]);
});

test("a desk's build that cannot be had gives way to the phone's, which is told", async () => {
  const phone = workingGlue();
  const shell = bootAt("/app/note", null, { build: '"desk"', glueOf: (address) => (address.includes("desk") ? new TypeError("no network") : phone) });
  await shell.raise("DOMContentLoaded");
  assert.deepEqual(phone.calls, ["{{asset:phone_bg.wasm}}"]);
  assert.equal(shell.root.dataset.deskMissing, "");
  assert.equal(shell.elements["boot-failed"].hidden, true);
});

test("a desk's build that failed after it had taken the place over is not joined by a second app", async () => {
  const shell = bootAt("/app/inbox", null, { glueOf: () => ({ default: async () => { shell.boot.done(); throw new Error("late"); } }) });
  await shell.raise("DOMContentLoaded");
  assert.equal(shell.imported.length, 1);
});

test("what was typed is handed over with its selection, and the boot markup goes", () => {
  const shell = bootAt("/app/note", workingGlue());
  Object.assign(shell.elements["boot-text"], { value: "at the stairs", selectionStart: 3, selectionEnd: 6 });
  assert.equal(shell.boot.text(), "at the stairs");
  assert.deepEqual([...shell.boot.selection()], [3, 6]);
  shell.boot.done();
  assert.deepEqual([Object.keys(shell.elements), shell.root.dataset.at, shell.boot.text(), [...shell.boot.selection()]], [[], undefined, "", [0, 0]]);
});

test("leaving asks first while only the shell holds the text", async () => {
  const shell = bootAt("/app/note", workingGlue());
  assert.equal(await shell.raise("beforeunload"), false, "nothing was typed");
  shell.elements["boot-text"].value = "a few words";
  assert.equal(await shell.raise("beforeunload"), true);
  shell.boot.done();
  assert.equal(await shell.raise("beforeunload"), false, "the app has it");
});

test("a door opens without a reload and keeps the text", async () => {
  const shell = bootAt("/app/", workingGlue());
  shell.elements["boot-text"].value = "a few words";
  const door = { href: "/app/note" };
  assert.equal(await shell.click({ closest: () => door }), true);
  assert.deepEqual([shell.pushed, shell.root.dataset.at, shell.elements["boot-text"].focused], [["/app/note"], "note", 1]);
  assert.equal(shell.boot.text(), "a few words");
  assert.equal(await shell.raise("click", { ctrlKey: true, target: { closest: () => door } }), false, "a new tab stays a new tab");
});

test("an app that does not load is said in words, keeps the text and can be tried again", async () => {
  const shell = bootAt("/app/note", new TypeError("no network"));
  shell.elements["boot-text"].value = "a few words";
  await shell.raise("DOMContentLoaded");
  assert.equal(shell.elements["boot-failed"].hidden, false);
  await shell.click({ id: "boot-retry" });
  assert.equal(shell.imported.length, 2);
  assert.notEqual(shell.imported[0], shell.imported[1], "a remembered failure is not asked for again");
  assert.deepEqual([shell.reloads, shell.boot.text()], [0, "a few words"]);
  shell.elements["boot-text"].value = "";
  await shell.click({ id: "boot-retry" });
  assert.equal(shell.reloads, 1, "with nothing to lose the whole page is loaded again");
});

// ------------------------------------------------------------------ r.js

const openReporterPage = (hash, answer = () => new Promise(() => {})) => {
  const seen = { replaced: [], sent: [], submitted: [], left: [], signals: [], put: [] };
  const form = { method: "post", action: "/r/say", dataset: {}, submit: () => seen.submitted.push(field.value) };
  const field = { value: "", form };
  const listeners = {};
  const main = { querySelector: () => null, matches: () => false, focus: () => {} };
  const location = { pathname: "/r", search: "", hash, replace: (to) => seen.left.push(to) };
  const context = {
    location,
    history: { replaceState: (_state, _title, to) => { seen.replaced.push(to); location.hash = ""; } },
    document: {
      querySelector: (wanted) => (wanted.includes("data-report") ? null : field), querySelectorAll: () => [field], documentElement: {}, body: { replaceWith: (body) => seen.put.push(body) },
    },
    fetch: (to, { body, signal }) => {
      seen.sent.push([to, `${body}`]);
      seen.signals.push(signal);
      return answer();
    },
    // A page is "main" and its body; what is no page of ours has no main part.
    DOMParser: class {
      parseFromString(text) {
        return { querySelectorAll: () => [], querySelector: (wanted) => (text.startsWith("main") && wanted.startsWith("main") ? main : null), body: text };
      }
    },
    FormData: class { toString() { return `text=${field.value}`; } },
    URLSearchParams, AbortController, scrollTo: () => {},
    addEventListener: (type, listener) => { listeners[type] = listener; },
  };
  vm.runInNewContext(file("r.js"), context);
  const send = () => listeners.submit({ target: form, preventDefault: () => {} });
  return { seen, field, listeners, send };
};

const settled = () => new Promise((done) => { setImmediate(done); });
const leaving = { target: { closest: () => ({ dataset: { quickExit: "https://weather.example/" } }) }, preventDefault: () => {} };

test("a private link gives its key to the form and leaves the address at once", async () => {
  const { seen } = openReporterPage("#amber-Drop-down-lake-mild-oval-sun");
  await settled();
  assert.deepEqual(seen.replaced, ["/r"]);
  assert.deepEqual(seen.sent, [["/r", "words=amber-drop-down-lake-mild-oval-sun"]]);
});

test("what is no key leaves the address too, and waits in the field", () => {
  const { seen, field } = openReporterPage("#amber-lake");
  assert.deepEqual([seen.replaced, seen.sent, field.value], [["/r"], [], "amber-lake"]);
  const broken = openReporterPage("#%E0%A4%A");
  assert.deepEqual([broken.seen.replaced, broken.seen.sent], [["/r"], []]);
  assert.deepEqual(openReporterPage("").seen.replaced, []);
});

test("quick exit clears the fields and leaves no way back", () => {
  const { seen, field, listeners } = openReporterPage("");
  field.value = "something private";
  let prevented = false;
  const exit = { dataset: { quickExit: "https://weather.example/" } };
  listeners.click({ target: { closest: () => exit }, preventDefault: () => { prevented = true; } });
  assert.deepEqual([prevented, field.value, seen.left], [true, "", ["https://weather.example/"]]);
});

test("an answer is put in the page's place, and a second press while it is on its way sends nothing", async () => {
  const { seen, field, send } = openReporterPage("", async () => ({ ok: true, text: async () => "main: the report" }));
  field.value = "more";
  send();
  send();
  await settled();
  assert.deepEqual([seen.sent, seen.put, seen.submitted], [[["/r/say", "text=more"]], ["main: the report"], []]);
  send();
  await settled();
  assert.equal(seen.sent.length, 2, "the next one is sent again");
});

test("what fails or is no answer of ours goes by the plain form", async () => {
  for (const answer of [async () => { throw new TypeError("no network"); }, async () => ({ ok: true, text: async () => "a portal" })]) {
    const { seen, field, send } = openReporterPage("", answer);
    field.value = "more";
    send();
    await settled();
    assert.deepEqual([seen.put, seen.submitted], [[], ["more"]]);
  }
});

test("an answer that comes after the quick exit is shown no more", async () => {
  let arrive;
  const { seen, listeners, send } = openReporterPage("", () => new Promise((done) => { arrive = done; }));
  send();
  await settled();
  listeners.click(leaving);
  arrive({ ok: true, text: async () => "main: the report" });
  await settled();
  assert.equal(seen.signals[0].aborted, true);
  assert.deepEqual([seen.put, seen.submitted, seen.left], [[], [], ["https://weather.example/"]]);
});

// ------------------------------------------------------------------ the files around

test("the shell needs no exception from the content security policy", () => {
  const shell = file("index.html");
  assert.doesNotMatch(shell, /<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)/);
  assert.doesNotMatch(shell, /(?:src|href)="(?:https?:)?\/\//, "and nothing from elsewhere");
  for (const style of ["style.css", "public.css"]) assert.doesNotMatch(file(style), /@import|url\(/);
});

test("name, icon text and shortcuts say nothing to a bystander", () => {
  const manifest = JSON.parse(file("manifest.webmanifest"));
  assert.deepEqual([manifest.name, manifest.id, manifest.start_url, manifest.scope, manifest.display], ["Careline", "/app/", "/app/", "/app/", "standalone"]);
  assert.doesNotMatch(JSON.stringify(manifest) + file("index.html"), /conduct|incident|harass|violat/i);
  for (const { url } of manifest.shortcuts) assert.ok(file("index.html").includes(`href="${url}"`), url);
});

const luminance = (hex) => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

test("every pair of colours that may meet keeps WCAG AA in light and dark", () => {
  const colours = [...file("style.css").matchAll(/:root \{([^}]*)\}/g)].slice(0, 2)
    .map(([, block]) => Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex])));
  const [light, dark] = [colours[0], { ...colours[0], ...colours[1] }];
  assert.notEqual(light.bg, dark.bg, "both themes were found");
  const pairs = ["ink", "soft", "accent", "alert-ink"].flatMap((ink) => ["bg", "surface", "sunken", "accent-soft"].map((ground) => [ink, ground, 4.5]));
  pairs.push(["ink", "warm", 4.5], ["ink", "alert-soft", 4.5], ["alert-ink", "alert-soft", 4.5], ["on-accent", "accent", 4.5], ["on-accent", "accent-press", 4.5]);
  pairs.push(["on-alert", "alert", 4.5], ["on-alert", "alert-press", 4.5], ["on-inverse", "inverse", 4.5], ["warm-edge", "warm", 3], ["alert", "bg", 3]);
  for (const ground of ["bg", "surface", "sunken"]) pairs.push(["edge", ground, 3]);
  for (const [theme, of] of Object.entries({ light, dark })) {
    for (const [one, other, least] of pairs) {
      const found = contrast(of[one], of[other]);
      assert.ok(found >= least, `${theme}: --${one} on --${other} is ${found.toFixed(2)}:1, not ${least}:1`);
    }
  }
});

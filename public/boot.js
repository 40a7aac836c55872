// Runs before the first paint, from the <head> of the one shell, so it is a classic script and tiny.
// It shows what the address asks for, takes typing before the WASM arrives, and hands both over.
//
// The contract with the app:
//   carelineBoot.text()       what was typed so far; "" when nothing. It may be non-empty on any address,
//                             because the person may have gone back: it is an unsaved draft, never to be dropped.
//   carelineBoot.selection()  [start, end] in UTF-16 units
//   carelineBoot.done()       removes the boot markup (#boot) and every listener of this file
// The app reads text and selection, puts them into its own box, focuses it and calls done(), all in one task:
// no key can fall between them.
(() => {
  const root = document.documentElement;
  const find = (id) => document.getElementById(id);
  const text = () => find("boot-text")?.value ?? "";
  const listening = new AbortController();
  const { signal } = listening;
  let attempt = 0;

  const place = () => {
    const path = location.pathname.replace(/\/+$/, "");
    root.dataset.at = path === "/app" ? "home" : path === "/app/note" ? "note" : "page";
  };

  // Every phone has its own build. The desk's, with the screens of the CARE team and of organizers, is for devices that
  // use them; while it cannot be had, the phone's does what must always work.
  const BUILDS = {
    phone: { glue: "{{asset:phone.js}}", wasm: "{{asset:phone_bg.wasm}}" },
    desk: { glue: "{{asset:desk.js}}", wasm: "{{asset:desk_bg.wasm}}", style: "{{asset:desk.css}}" },
  };
  const DESK_SCREENS = /^\/app\/(inbox|i|p|asks|conference|setup|people|invites|roster|me\/reach|guide\/edit)(\/|$)/;
  const DESK_TIMEOUT_MS = 8_000;

  const wantsDesk = () => {
    if (DESK_SCREENS.test(location.pathname)) return true;
    try {
      return localStorage.getItem("careline-build") === '"desk"';
    } catch {
      return false;
    }
  };

  const wear = (href) => href && new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload, onerror }));
  });

  const load = async ({ glue, wasm, style }, bound) => {
    // A browser may remember a failed import by its address: another try needs another one.
    const again = attempt > 1 ? `?again=${attempt}` : "";
    const late = new Promise((_, reject) => bound?.addEventListener("abort", () => reject(bound.reason)));
    const [module] = await Promise.race([Promise.all([import(glue + again), wear(style)]), late]);
    await module.default({ module_or_path: bound ? fetch(wasm, { signal: bound }) : wasm });
  };

  const start = async () => {
    attempt += 1;
    if (wantsDesk()) {
      try {
        return await load(BUILDS.desk, AbortSignal.timeout(DESK_TIMEOUT_MS));
      } catch {
        // Once the app has taken the place over, a second one must not.
        if (!find("boot")) return;
        root.dataset.deskMissing = "";
      }
    }
    try {
      await load(BUILDS.phone);
    } catch (error) {
      // The name alone: an error's message could repeat private text.
      console.error("Careline did not start:", error?.name);
      const failed = find("boot-failed");
      if (!failed) return;
      failed.hidden = false;
      failed.scrollIntoView({ block: "nearest" });
    }
  };

  // The doors and the way back work without a reload, which would fetch the app from the start and drop the text.
  const follow = (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.("#boot a[href^='/app/']");
    if (!link) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    place();
    if (root.dataset.at === "note") find("boot-text")?.focus();
  };

  const press = async (event) => {
    const box = find("boot-text");
    if (event.target.id === "boot-retry") {
      if (!text()) return location.reload();
      return start();
    }
    if (event.target.id === "boot-copy") {
      box.focus();
      box.select();
      await navigator.clipboard?.writeText(box.value).catch(() => {});
    }
  };

  // Until the app has the text, only this page holds it.
  const guard = (event) => {
    if (text()) event.preventDefault();
  };

  window.carelineBoot = {
    text,
    selection: () => {
      const box = find("boot-text");
      return box ? [box.selectionStart, box.selectionEnd] : [0, 0];
    },
    done: () => {
      listening.abort();
      find("boot")?.remove();
      delete root.dataset.at;
    },
  };

  place();
  addEventListener("popstate", place, { signal });
  addEventListener("click", follow, { signal });
  addEventListener("click", press, { signal });
  addEventListener("beforeunload", guard, { signal });
  // The module waits for the markup, because the app mounts into #app.
  addEventListener("DOMContentLoaded", start, { once: true });
  // After load, so that the worker's install reads the assets from the browser's cache and not from the network again.
  addEventListener("load", () => {
    navigator.serviceWorker?.register("/sw.js", { scope: "/app/", updateViaCache: "none" }).catch(() => {});
  }, { once: true });
})();

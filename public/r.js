// The reporters' pages work without this file. With it, a private link (/r#word-word-word-word-word-word) opens by
// itself, its secret leaves the address bar and the history at once, the whole visit is one entry of the history (each
// answer is put in place of the page before), what is typed into the report form outlives a reload of its tab, and
// leaving is one tap that replaces that entry and forgets all of it.
(() => {
  // Some words of the list carry a hyphen of their own, so the server alone decides where a word ends.
  const SIX_WORDS_OR_MORE = /^[a-z]{1,16}([-+ ][a-z]{1,16}){5,11}$/;
  const DRAFT = "careline-report";
  // As many zero bits as the server asks for (server/src/http/public/patience.rs).
  const WORK_BITS = 17;
  let underWay;
  let work;

  /** Storage of this tab alone; some browsers have none. */
  const draft = (text) => {
    try {
      if (text === null) sessionStorage.removeItem(DRAFT);
      else if (text !== undefined) sessionStorage.setItem(DRAFT, text);
      return sessionStorage.getItem(DRAFT);
    } catch {
      return null;
    }
  };

  const typed = (form) => [...form.elements].filter(({ name, type }) => name && !["hidden", "file", "submit"].includes(type));

  /** Keeps what is typed in this tab, unless somebody says not to. */
  const keep = (form) => {
    if (form.querySelector("[data-keep-nothing]").checked) draft(null);
    else draft(JSON.stringify(typed(form).map(({ name, type, value, checked }) => [name, value, type === "checkbox" || type === "radio" ? checked : null])));
  };

  const restore = (form) => {
    let kept = [];
    try {
      kept = JSON.parse(draft()) ?? [];
    } catch {
      // What cannot be read is forgotten with the next letter.
    }
    for (const field of typed(form)) {
      const [, value, checked] = kept.find(([name, known, chosen]) => name === field.name && (chosen === null || known === field.value)) ?? [];
      if (value === undefined) continue;
      if (checked === null) field.value ||= value;
      else field.checked = checked;
      if (value && checked !== false) field.closest("details")?.setAttribute("open", "");
    }
  };

  /** Looks for the work that a form asks for under a rush. */
  const search = async (proof) => {
    for (let tried = 0; ; tried += 1) {
      const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${proof}:${tried}`));
      if (Math.clz32(new DataView(hash).getUint32(0)) >= WORK_BITS) return `${proof}:${tried}`;
    }
  };

  /** What a page needs once it is there. */
  const ready = () => {
    const form = document.querySelector("form[data-report]");
    work = undefined;
    if (!form) return;
    const kept = form.querySelector("[data-kept]");
    kept.hidden = false;
    restore(form);
    const proof = form.querySelector("[name=proof]");
    if (proof) work = search(proof.value).then((found) => { proof.value = found; }, () => {});
  };

  /** Puts the answer in the page's place. What was not taken is said above the form, which keeps what was typed. */
  const show = (answer, taken) => {
    // The parser takes a page for one without scripts.
    for (const unneeded of answer.querySelectorAll("noscript")) unneeded.remove();
    let main = answer.querySelector("main");
    if (taken) {
      if (!answer.querySelector("form[data-report]")) draft(null);
      document.body.replaceWith(answer.body);
      scrollTo(0, 0);
      ready();
      main = main.querySelector("[aria-invalid]") ?? main;
    } else {
      const said = document.createElement("div");
      said.className = "banner";
      said.setAttribute("role", "alert");
      said.append(document.createElement("div"));
      said.firstChild.append(...main.querySelectorAll("p:not(.acts)"));
      document.querySelector("[data-refused]")?.remove();
      said.dataset.refused = "";
      document.querySelector("form[method=post]").before(said);
      main = said;
    }
    if (!main.matches("input, textarea")) main.tabIndex = -1;
    main.focus();
  };

  /** Sends a form's fields. What is no answer of ours is left to the browser, by the plain form. */
  const send = async (form, to, fields) => {
    if (underWay) return;
    underWay = new AbortController();
    const { signal } = underWay;
    try {
      await work;
      const sent = await fetch(to, { method: "POST", body: fields(), signal });
      const answer = new DOMParser().parseFromString(await sent.text(), "text/html");
      if (!answer.querySelector("main#main")) throw new Error("no answer of ours");
      if (!signal.aborted) show(answer, sent.ok);
    } catch {
      if (!signal.aborted) form.submit();
    } finally {
      underWay = undefined;
    }
  };

  const takeKey = () => {
    if (!location.hash || location.pathname !== "/r") return;
    let words = "";
    try {
      words = decodeURIComponent(location.hash.slice(1)).trim().toLowerCase();
    } catch {
      // A broken link is no key: the empty field is shown.
    }
    history.replaceState(null, "", location.pathname + location.search);
    const field = document.querySelector("form[method=post] [name=words]");
    // Where a link within the page led to its content.
    if (!field || !words || words === "main") return;
    // What does not look like a key stays in the field, for the person to look at.
    field.value = words;
    if (SIX_WORDS_OR_MORE.test(words)) send(field.form, `/r${location.search}`, () => new URLSearchParams({ words }));
  };

  const submit = (event) => {
    const form = event.target;
    // A card to print opens in a window of its own.
    if (form.method !== "post" || form.dataset.plain !== undefined) return;
    event.preventDefault();
    send(form, form.action, () => new FormData(form));
  };

  const leave = (event) => {
    const exit = event.target.closest?.("[data-quick-exit]");
    if (!exit) return;
    event.preventDefault();
    // An answer that is still on its way would put the report back.
    underWay?.abort();
    draft(null);
    document.documentElement.hidden = true;
    for (const field of document.querySelectorAll("input:not([type=hidden]), textarea")) field.value = "";
    // `replace`: the way back does not lead here.
    location.replace(exit.dataset.quickExit || exit.href);
  };

  addEventListener("click", leave);
  addEventListener("submit", submit);
  addEventListener("hashchange", takeKey);
  addEventListener("input", ({ target: { form } }) => { if (form?.dataset.report !== undefined) keep(form); });
  ready();
  takeKey();
})();

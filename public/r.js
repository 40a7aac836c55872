// The reporter's pages work without this file. With it, a private link (/r#word-word-word-word-word-word) opens by
// itself, its secret leaves the address bar and the history at once, the whole visit is one entry of the history (each
// answer is put in place of the page before), and leaving is one tap that replaces that entry.
(() => {
  // Some words of the list carry a hyphen of their own, so the server alone decides where a word ends.
  const SIX_WORDS_OR_MORE = /^[a-z]{1,16}([-+ ][a-z]{1,16}){5,11}$/;
  let underWay;

  /** Puts the answer in the page's place. What was not taken is said above the form, which keeps what was typed. */
  const show = (answer, taken) => {
    // The parser takes a page for one without scripts.
    for (const unneeded of answer.querySelectorAll("noscript")) unneeded.remove();
    let main = answer.querySelector("main");
    if (taken) {
      document.body.replaceWith(answer.body);
      scrollTo(0, 0);
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
      const sent = await fetch(to, { method: "POST", body: fields, signal });
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
    if (!location.hash) return;
    let words = "";
    try {
      words = decodeURIComponent(location.hash.slice(1)).trim().toLowerCase();
    } catch {
      // A broken link is no key: the empty field is shown.
    }
    history.replaceState(null, "", location.pathname + location.search);
    const field = document.querySelector("form[method=post] [name=words]");
    if (!field || !words) return;
    // What does not look like a key stays in the field, for the person to look at.
    field.value = words;
    if (SIX_WORDS_OR_MORE.test(words)) send(field.form, "/r", new URLSearchParams({ words }));
  };

  const submit = (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    send(form, form.action, new URLSearchParams(new FormData(form)));
  };

  const leave = (event) => {
    const exit = event.target.closest?.("[data-quick-exit]");
    if (!exit) return;
    event.preventDefault();
    // An answer that is still on its way would put the report back.
    underWay?.abort();
    document.documentElement.hidden = true;
    for (const field of document.querySelectorAll("input:not([type=hidden]), textarea")) field.value = "";
    // `replace`: the way back does not lead here.
    location.replace(exit.dataset.quickExit || exit.href);
  };

  addEventListener("click", leave);
  addEventListener("submit", submit);
  addEventListener("hashchange", takeKey);
  takeKey();
})();

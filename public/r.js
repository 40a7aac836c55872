// The reporter's page works without this file. With it, a private link (/r#word-word-word-word-word-word) opens by
// itself, its secret leaves the address bar and the history at once, and leaving is one tap.
(() => {
  // Some words of the list carry a hyphen of their own, so the server alone decides where a word ends.
  const SIX_WORDS_OR_MORE = /^[a-z]{1,16}([-+ ][a-z]{1,16}){5,11}$/;

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
    if (SIX_WORDS_OR_MORE.test(words)) field.form.submit();
  };

  const leave = (event) => {
    const exit = event.target.closest?.("[data-quick-exit]");
    if (!exit) return;
    event.preventDefault();
    document.documentElement.hidden = true;
    for (const field of document.querySelectorAll("input:not([type=hidden]), textarea")) field.value = "";
    // `replace`: the way back does not lead here.
    location.replace(exit.dataset.quickExit || exit.href);
  };

  addEventListener("click", leave);
  addEventListener("hashchange", takeKey);
  takeKey();
})();

// YASGUI on the page of the query editor. It asks this endpoint and no other, completes with our own
// prefixes and terms, and takes no endpoint from a shared link. The plain form stays at hand.
"use strict";

(async () => {
  const host = document.getElementById("yasgui");
  const form = document.getElementById("plain");
  if (!host || typeof Yasgui === "undefined") return;
  const endpoint = new URL(host.dataset.endpoint, window.location.href).href;
  const prefixes = JSON.parse(document.getElementById("prefixes").textContent);

  // A link may bring a query, but the endpoint in it is dropped before YASGUI reads it.
  const shared = new URLSearchParams(window.location.hash.slice(1));
  const query = shared.get("query") || form.elements.query.value;
  if (window.location.hash) {
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }

  const own = Object.entries(prefixes)
    .filter(([name]) => name)
    .map(([name, iri]) => `${name}: <${iri}>`);
  Yasgui.Yasqe.forkAutocompleter(
    "prefixes",
    { name: "own-prefixes", persistenceId: null, get: () => Promise.resolve(own) },
    true,
  );
  let terms = null;
  const known = async (kinds) => {
    terms = terms || fetch("/schema.json").then((answer) => (answer.ok ? answer.json() : []));
    return (await terms).filter((one) => kinds.includes(one.kind)).map((one) => one.term);
  };
  Yasgui.Yasqe.forkAutocompleter(
    "property",
    {
      name: "own-properties",
      persistenceId: null,
      bulk: true,
      get: () => known(["object-property", "datatype-property", "annotation-property"]),
    },
    true,
  );
  Yasgui.Yasqe.forkAutocompleter(
    "class",
    { name: "own-classes", persistenceId: null, bulk: true, get: () => known(["class"]) },
    true,
  );
  Yasgui.Yasqe.defaults.autocompleters = [
    "variables",
    "own-prefixes",
    "own-properties",
    "own-classes",
  ];

  const yasgui = new Yasgui(host, {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [endpoint] },
    copyEndpointOnNewTab: false,
    persistenceId: null,
    persistencyExpire: 0,
    autofocus: false,
    yasqe: { value: query },
  });
  const only = (tab) => {
    tab.setEndpoint(endpoint);
  };
  const tab = yasgui.getTab() || yasgui.addTab(true);
  only(tab);
  tab.setQuery(query);
  yasgui.on("tabSelect", () => {
    const now = yasgui.getTab();
    if (now) only(now);
  });

  // What it draws has no names for those who have the page read to them.
  const name = () => {
    for (const field of host.querySelectorAll("textarea, select, input")) {
      if (!field.labels?.length && !field.hasAttribute("aria-label")) {
        field.setAttribute("aria-label", field.placeholder || host.dataset.wordQuery);
      }
    }
  };
  name();
  new MutationObserver(name).observe(host, { childList: true, subtree: true });

  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  const rich = (on) => {
    host.hidden = !on;
    form.hidden = on;
    button.textContent = on ? host.dataset.wordPlain : host.dataset.wordEditor;
    if (on && form.elements.query.value !== query) tab.setQuery(form.elements.query.value);
    if (!on) form.elements.query.value = tab.getQuery();
  };
  button.addEventListener("click", () => rich(host.hidden));
  host.before(button);
  rich(true);
})();

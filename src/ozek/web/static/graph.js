// The neighbourhood of a thing on a canvas, beside the list that says the same. A click selects and
// shows in the list, a double click brings the neighbours of a node; the address keeps what is open.
"use strict";

(async () => {
  const host = document.getElementById("graph");
  const list = document.getElementById("neighbours");
  if (!host || typeof cytoscape === "undefined") return;
  const MOST = 300;
  const word = (name) => host.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const source = new URL(host.dataset.src, window.location.href);
  source.searchParams.set("lang", host.dataset.lang);
  const focus = source.searchParams.get("focus");
  const groups = {
    state: "--blue-line", science: "--violet-line", business: "--amber-line",
    finance: "--green-line", infrastructure: "--teal-line", other: "--grey-line",
  };

  const note = document.createElement("p");
  note.setAttribute("role", "status");
  const tools = document.createElement("p");
  host.after(tools, note);
  host.hidden = false;
  document.getElementById("picture").hidden = true;

  const graph = cytoscape({
    container: host,
    minZoom: 0.2,
    maxZoom: 3,
    style: [
      {
        selector: "node",
        style: {
          "background-color": (node) => colour(groups[node.data("group")] || groups.other),
          label: "data(label)", color: colour("--ink"), "font-size": 11,
          "text-wrap": "wrap", "text-max-width": 130, "text-valign": "bottom", "text-margin-y": 3,
          "text-outline-color": colour("--paper"), "text-outline-width": 2.5,
          "min-zoomed-font-size": 7, width: 16, height: 16,
        },
      },
      { selector: "node[?open]", style: { width: 24, height: 24, "font-weight": "bold" } },
      { selector: "node:selected", style: { "border-width": 4, "border-color": colour("--focus") } },
      {
        selector: "edge",
        style: {
          width: 1.5, "line-color": colour("--edge"), "target-arrow-color": colour("--edge"),
          "target-arrow-shape": "triangle", "curve-style": "bezier", "arrow-scale": 0.8,
        },
      },
      {
        selector: "edge:selected, edge.near",
        style: {
          label: "data(label)", "font-size": 10, color: colour("--ink"),
          "text-outline-color": colour("--paper"), "text-outline-width": 2.5, width: 2.5,
          "line-color": colour("--accent"), "target-arrow-color": colour("--accent"),
        },
      },
    ],
  });
  host.cytoscape = graph;

  const load = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const add = (data, centre) => {
    const room = MOST - graph.nodes().length;
    const fresh = data.nodes.filter((one) => graph.getElementById(one.id).empty()).slice(0, room);
    if (fresh.length < data.nodes.filter((one) => graph.getElementById(one.id).empty()).length) {
      note.textContent = word("full");
    }
    // Neighbours stand on two rings around their thing, so that labels have room.
    const known = graph.getElementById(centre);
    const home = known.nonempty() ? known.position() : { x: 0, y: 0 };
    const around = fresh.filter((one) => one.id !== centre);
    const radius = around.length > 12 ? 130 : 105;
    graph.add(
      fresh.map((one) => {
        const at = around.indexOf(one);
        const angle = (2 * Math.PI * at) / Math.max(around.length, 1) - Math.PI / 2;
        const far = at < 0 ? 0 : radius * (at % 2 && around.length > 6 ? 1.6 : 1);
        return {
          group: "nodes",
          data: one,
          position: { x: home.x + far * 2 * Math.cos(angle), y: home.y + far * Math.sin(angle) },
        };
      }),
    );
    graph.add(
      data.edges
        .filter((one) => graph.getElementById(one.id).empty())
        .filter((one) => graph.getElementById(one.source).nonempty())
        .filter((one) => graph.getElementById(one.target).nonempty())
        .map((one) => ({ group: "edges", data: one })),
    );
    const node = graph.getElementById(centre);
    node.data("open", true);
    const left = data.more[centre] || 0;
    note.textContent = left ? `${node.data("label")}: ${word("more")} ${left}` : note.textContent;
    if (opened().length > 1) {
      graph.layout({
        name: "cose", animate: false, randomize: false, fit: false,
        nodeRepulsion: 60000, idealEdgeLength: 110, nodeOverlap: 30,
      }).run();
    }
    graph.fit(undefined, 40);
  };

  const opened = () => graph.nodes("[?open]").map((one) => one.id());
  const keep = () => {
    const url = new URL(window.location.href);
    url.searchParams.delete("open");
    for (const id of opened()) if (id !== focus) url.searchParams.append("open", id);
    window.history.replaceState(null, "", url);
  };
  const expand = async (id) => {
    try {
      const url = new URL("/graph.json", window.location.href);
      url.searchParams.set("focus", id);
      url.searchParams.set("lang", host.dataset.lang);
      const data = await load(url);
      add(data, id);
      extend(data, id);
      keep();
    } catch {
      note.textContent = word("failed");
    }
  };

  // The list: the server made its first lines; what is expanded is added below.
  const extend = (data, centre) => {
    const listed = new Set([...list.children].map((one) => one.dataset.key || one.dataset.id));
    for (const edge of data.edges) {
      const other = edge.source === centre ? edge.target : edge.source;
      const key = edge.id;
      if (listed.has(key) || graph.getElementById(other).empty()) continue;
      const item = document.createElement("li");
      item.dataset.id = other;
      item.dataset.key = key;
      const name = (id) => graph.getElementById(id).data("label") || id;
      item.textContent = `${name(edge.source)} – ${edge.label}: ${name(edge.target)} `;
      list.append(item);
      item.append(button(word("expand"), () => expand(other)));
    }
  };
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  for (const link of list.querySelectorAll("a.expand")) {
    const id = link.closest("li").dataset.id;
    link.replaceWith(button(word("expand"), () => expand(id)));
  }

  const select = (node) => {
    graph.edges().removeClass("near");
    node.connectedEdges().addClass("near");
    for (const item of list.children) {
      item.toggleAttribute("data-selected", item.dataset.id === node.id());
    }
    tools.replaceChildren(
      document.createTextNode(`${node.data("label")} `),
      button(word("expand"), () => expand(node.id())),
      document.createTextNode(" "),
      button(word("hide"), () => {
        node.remove();
        tools.replaceChildren();
        keep();
      }),
    );
  };
  graph.on("select", "node", (event) => select(event.target));
  graph.on("dbltap", "node", (event) => expand(event.target.id()));
  list.addEventListener("mouseover", (event) => {
    const item = event.target.closest("li");
    if (!item || !item.dataset.id) return;
    graph.edges().removeClass("near");
    graph.getElementById(item.dataset.id).connectedEdges().addClass("near");
  });

  try {
    add(await load(source), focus);
    for (const id of new URLSearchParams(window.location.search).getAll("open")) await expand(id);
    host.dataset.ready = "true";
  } catch {
    note.textContent = word("failed");
  }
})();

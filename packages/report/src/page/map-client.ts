/**
 * What draws the maps on the page. Runs in the reader's browser.
 */

/** The script; it uses `all` of the page's other script. */
export const mapClient = String.raw`
const SVG = "http://www.w3.org/2000/svg";
const make = (name, attributes, text) => {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  if (text !== undefined) element.textContent = text;
  return element;
};
const draw = (name, attributes, text) => {
  const element = document.createElementNS(SVG, name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  if (text !== undefined) element.textContent = text;
  return element;
};
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

for (const view of all(document, "[data-map]")) {
  const data = JSON.parse(view.querySelector("[data-payload]").textContent);
  const part = (name) => view.querySelector("[data-" + name + "]");
  const choice = (name) => view.querySelector("[data-choice=" + name + "]");
  const plane = part("plane"), rounds = part("rounds"), item = part("item"), why = part("why");
  const spriteAt = new Map((data.images ? data.images.of : []).map((i, at) => [i, at]));
  const className = (c) => c < 0 ? "declined" : data.classNames[c];
  let chosen;

  const thumb = (i, large) => {
    const at = spriteAt.get(i);
    if (at === undefined) return undefined;
    const { across, of, tall, url, wide } = data.images;
    const rows = Math.ceil(of.length / across), x = at % across, y = Math.floor(at / across);
    const size = large ? 5.6 : 2.8, w = size * Math.min(1, wide / tall), h = size * Math.min(1, tall / wide);
    const element = make("span", { class: large ? "thumb large" : "thumb", "aria-hidden": "true" });
    Object.assign(element.style, {
      width: w + "rem", height: h + "rem", backgroundImage: "url(" + url + ")",
      backgroundSize: across * w + "rem " + rows * h + "rem", backgroundPosition: -x * w + "rem " + -y * h + "rem"
    });
    return element;
  };

  const reasons = (pick) => [
    ...(pick.branch ? ["by " + pick.branch] : []),
    ...(pick.cluster ? ["cluster " + pick.cluster[0] + " of " + pick.cluster[1] + " items, " + pick.cluster[2] + " labeled"] : []),
    ...pick.scores.map(([name, value, rank, of]) => name + " " + value + (of > 0 ? ", rank " + rank + " of " + of : ""))
  ];

  const describe = (pick, round) => {
    item.replaceChildren();
    if (!pick) { item.append("No pick is chosen."); return; }
    const image = thumb(pick.i, true);
    if (image) item.append(image);
    item.append(make("strong", {}, className(pick.label)), make("br", {}), "item " + data.ids[pick.i] + ", round " + round);
    for (const reason of reasons(pick)) item.append(make("br", {}), reason);
  };

  const select = (pick, round) => {
    chosen = pick;
    all(view, "[data-pick]").forEach((e) => e.classList.toggle("chosen", e.dataset.pick === String(pick.i)));
    describe(pick, round);
  };
  const reachable = (element, pick, round, label) => {
    element.setAttribute("data-pick", pick.i);
    element.setAttribute("aria-label", label);
    element.addEventListener("click", () => select(pick, round));
  };

  const color = (round, count) => {
    const share = count < 2 ? 0 : Math.round(100 * round / (count - 1));
    return share < 50
      ? "color-mix(in oklab, var(--c3) " + 2 * share + "%, var(--c0))"
      : "color-mix(in oklab, var(--c1) " + (2 * share - 100) + "%, var(--c3))";
  };

  const drawMap = (run, upto, layout) => {
    const { places, title } = data.layouts.find(({ key }) => key === layout);
    const x = (i) => places[2 * i], y = (i) => places[2 * i + 1];
    const size = plane.clientWidth < 500 ? 20 : 13;
    plane.style.setProperty("--size", size + "px");
    plane.replaceChildren();
    plane.setAttribute("aria-label", title + " of the pool with the picks of " + run.strategy + ", seed " + run.seed);
    plane.append(draw("path", { class: "pool", d: data.ids.map((_, i) => "M" + x(i) + " " + y(i) + "h0").join("") }));
    data.classNames.forEach((name, c) => {
      const mine = data.ids.map((_, i) => i).filter((i) => data.truth[i] === c);
      if (mine.length === 0 || data.classNames.length > 30) return;
      plane.append(draw("text", { class: "name", x: median(mine.map(x)), y: median(mine.map(y)) }, name));
    });
    const count = run.rounds.length, shown = run.rounds.slice(0, upto);
    const numbered = shown.reduce((sum, { picks }) => sum + picks.length, 0) <= 250;
    shown.forEach(({ picks }, round) => picks.forEach((pick) => {
      const mark = draw("g", { class: "pick", fill: color(round, count), transform: "translate(" + x(pick.i) + "," + y(pick.i) + ")" });
      mark.append(draw("circle", { r: numbered ? size : 9 }));
      if (numbered) mark.append(draw("text", {}, round));
      reachable(mark, pick, round, "");
      plane.append(mark);
    }));
  };

  const drawRounds = (run, upto) => {
    rounds.replaceChildren();
    run.rounds.slice(0, upto).forEach(({ labels, picks }, round) => {
      const batch = make("div", { class: "batch" }), items = make("div", {});
      const head = make("b", {}, "round " + round);
      const dot = make("i", { class: "dot" });
      dot.style.background = color(round, run.rounds.length);
      head.prepend(dot);
      batch.append(head, items);
      for (const pick of picks) {
        const button = make("button", { type: "button", class: "item" });
        const image = thumb(pick.i, false);
        if (image) button.append(image);
        button.append(image ? className(pick.label) : data.ids[pick.i] + " " + className(pick.label));
        reachable(button, pick, round, "item " + data.ids[pick.i] + ", " + className(pick.label) + ", round " + round);
        items.append(button);
      }
      rounds.append(batch);
    });
  };

  const drawTable = (run, upto) => {
    const rows = run.rounds.slice(0, upto).flatMap(({ picks }, round) => picks.map((pick) => {
      const row = make("tr", {});
      row.append(make("th", { scope: "row" }, "round " + round));
      for (const cell of [data.ids[pick.i], className(pick.label), reasons(pick).join("; ")]) row.append(make("td", { class: "left" }, cell));
      return row;
    }));
    const head = make("tr", {}), table = make("table", {}), thead = make("thead", {}), body = make("tbody", {});
    for (const title of ["round", "item", "label", "why"]) head.append(make("th", { scope: "col", class: "left" }, title));
    thead.append(head);
    body.append(...rows);
    table.append(thead, body);
    why.replaceChildren(table);
  };

  const update = () => {
    const strategy = choice("strategy").value, seed = Number(choice("seed").value);
    const run = data.runs.find((r) => r.strategy === strategy && r.seed === seed);
    part("upto").textContent = choice("upto").value;
    if (!run) { plane.replaceChildren(); rounds.replaceChildren(); why.replaceChildren(); item.textContent = strategy + " has no seed " + seed + "."; return; }
    const upto = Number(choice("upto").value);
    drawMap(run, upto, choice("layout").value);
    drawRounds(run, upto);
    drawTable(run, upto);
    const round = run.rounds.findIndex(({ picks }) => picks.includes(chosen));
    if (round >= 0 && round < upto) select(chosen, round); else if (run.rounds[0]) select(run.rounds[0].picks[0], 0);
  };
  all(view, "[data-choice]").forEach((e) => e.addEventListener("input", update));
  update();
}
`

// The page: hands the files to the worker and shows what it says. Everything a folder says is
// put in as text, never as markup.

const MARKS = {
  passed: ["✓", "通过"],
  failed: ["✕", "不通过"],
  "self-asserted": ["！", "仅自述"],
  "by-eye": ["…", "请目测"],
};
const TITLES = {
  "folder-files": "文件齐全", "manifest-canonical": "清单和结果的写法", "roster-format": "名单的写法",
  "roster-digests": "名单没有改过", "candidates-root": "名单树根", "strata-counts": "家数和应抽数",
  "log-key": "日志公钥", "log-order": "记录的次序", "commitment-logged": "封存码在日志里",
  "sealed-before-t0": "先封存，后有随机数", "reveals-before-t0": "各方按时给数", uniqueness: "一个任务只抽一次",
  "source-values": "随机来源的数", "witness-commitments": "见证人没有换数", "drand-signature": "公开数的签名",
  "lottery-notice": "开奖公告", "secret-commitment": "密数", assurance: "保证级别", seed: "种子",
  numbers: "签值", selection: "抽取", "assignment-complete": "派员合规", "assignment-quotas": "任务均匀",
  "assignment-order": "派员次序", replacements: "递补", "result-logged": "结果在日志里",
  "log-consistency": "日志没有改过", deadline: "按时出结果", voids: "作废次数",
};

// A published record is JSON, and no zip begins so.
const BRACE = 0x7b;
// The verification in five plain sentences, each with the checks that decide it.
const SENTENCES = [
  ["名单、规则和人员在公开数产生以前就封存了，之后没有改过一个字。",
    ["folder-files", "manifest-canonical", "roster-format", "roster-digests", "candidates-root", "strata-counts", "commitment-logged", "sealed-before-t0"]],
  ["随机数由封存时约定的各方给出，没有人换过，也没有人事先知道。",
    ["reveals-before-t0", "source-values", "witness-commitments", "drand-signature", "lottery-notice", "secret-commitment", "assurance", "seed"]],
  ["抽中的就是按公布的公式算出的那些家，一家不多，一家不少；只抽过一次。",
    ["numbers", "selection", "uniqueness", "voids"]],
  ["派谁去也是公式算出的；换人和递补按公布的次序。",
    ["assignment-complete", "assignment-quotas", "assignment-order", "replacements"]],
  ["结果和每一步都按时记进了公开的日志，没有删改。",
    ["log-key", "log-order", "log-consistency", "result-logged", "deadline"]],
];
// Checks that pass because there is nothing of their kind, and how their finding then begins.
const ABSENT = {
  "witness-commitments": "没有见证人", "drand-signature": "没有 drand", "lottery-notice": "没有彩票",
  "secret-commitment": "公开方式", replacements: "没有递补",
};
// The worst outcome of its checks is that of a sentence.
const WORST = ["failed", "self-asserted", "by-eye", "passed"];

const $ = (id) => document.getElementById(id);
const worker = new Worker(URL.createObjectURL(new Blob([$("library").textContent], { type: "text/javascript" })));

worker.onmessage = ({ data }) => {
  ({ progress: showProgress, verified: showVerified, disclosed: showDisclosed, explained: showExplained, refused: showRefused })[data.kind](data);
};
worker.onerror = (event) => showRefused({ says: `核对程序出错：${event.message}` });

function element(name, classes, ...children) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const grouped = (hex) => hex.match(/.{1,8}/g).join(" ");

async function take(list) {
  const files = [...list];
  if (files.length === 0) return;
  $("report").hidden = true;
  $("record").hidden = true;
  $("refused").hidden = true;
  showProgress({ what: "读取", done: 0, all: 1 });
  const policy = $("policy").value;
  if (files.length === 1 && !files[0].webkitRelativePath) {
    const zip = new Uint8Array(await files[0].arrayBuffer());
    if (zip[0] === BRACE) {
      worker.postMessage({ kind: "verify", record: zip }, [zip.buffer]);
      return;
    }
    worker.postMessage({ kind: "verify", zip, policy }, [zip.buffer]);
    return;
  }
  const named = await Promise.all(
    files.map(async (file) => [file.webkitRelativePath.split("/").slice(1).join("/"), new Uint8Array(await file.arrayBuffer())]),
  );
  const isPublic = ([name]) => !name.startsWith("private/") && !name.startsWith("阅读/");
  worker.postMessage({ kind: "verify", files: named.filter(isPublic), policy });
}

function showProgress({ what, done, all }) {
  $("progress").hidden = false;
  $("bar").max = Math.max(all, 1);
  $("bar").value = done;
  $("doing").textContent = `${what} ${done} / ${all}`;
}

function showRefused({ says }) {
  $("progress").hidden = true;
  $("refused").hidden = false;
  const next = says.includes("请") ? "" : "。请重新下载，再试一次";
  $("refused").textContent = `打不开这份证据：${says}${next}。`;
}

function showVerified({ report, verdict, draw }) {
  $("progress").hidden = true;
  $("report").hidden = false;
  showVerdict(report.checks, verdict);
  $("sentences").replaceChildren(...SENTENCES.map((sentence) => sentenceItem(sentence, report.checks)));
  $("checks").replaceChildren(...report.checks.map(checkItem));
  $("details").open = report.checks.some((check) => check.outcome === "failed");
  $("notes").replaceChildren(...report.notes.map((note) => element("li", "", note)));
  $("draw").hidden = draw === null;
  $("why").hidden = draw === null;
  if (draw !== null) showDraw(draw);
  $("verdict").focus();
}

function showDisclosed({ record }) {
  $("progress").hidden = true;
  $("record").hidden = false;
  $("record-number").textContent = `${record.number} · 第 ${record.version} 版`;
  $("record-verdict").textContent =
    `公开的 ${record.opened.length} 项与批准时封存的一样，另有 ${record.withheld.length} 项不公开。`;
  $("record-fields").replaceChildren(
    ...record.opened.map(([name, value]) => row([name, value, "与封存一致"], [])),
    ...record.withheld.map(([name, reason]) => row([name, `不公开：${reason}`, "已封存"], [])),
  );
  $("record-digest").textContent = grouped(record.digest);
  $("record-verdict").focus();
}

// Green only when every check passed; what is self-asserted stands in red like a failure (spec 7.2).
function showVerdict(checks, { status, says }) {
  const count = (outcome) => checks.filter((check) => check.outcome === outcome).length;
  $("counts").textContent =
    `${count("passed")} 项通过，${count("failed")} 项不通过，${count("self-asserted")} 项仅为自述，${count("by-eye")} 项请目测`;
  $("verdict").textContent = says;
  const calm = count("by-eye") > 0 ? "look" : "ok";
  $("verdict").className = `verdict ${{ 1: "bad", 3: "asserted" }[status] || calm}`;
}

// What is folded away still says by name why a sentence does not simply hold.
function sentenceItem([text, names], checks) {
  const own = checks.filter((check) => names.includes(check.name));
  const outcome = WORST.find((one) => own.some((check) => check.outcome === one));
  const [glyph, word] = MARKS[outcome];
  const why = own.filter((check) => check.outcome !== "passed").map((check) => TITLES[check.name]);
  return element(
    "li", `check ${outcome}`,
    element("span", "mark", glyph),
    element("b", "", text),
    element("span", `tag ${outcome}`, word),
    why.length > 0 ? element("p", "says", `见：${why.join("、")}`) : null,
  );
}

function isAbsent(check) {
  return check.outcome === "passed" && check.name in ABSENT && check.says.startsWith(ABSENT[check.name]);
}

function checkItem(check) {
  const [glyph, word] = isAbsent(check) ? ["—", "不适用"] : MARKS[check.outcome];
  const says = element("p", "says", check.says);
  const item = element(
    "li", `check ${check.outcome}`,
    element("span", "mark", glyph),
    element("b", "", TITLES[check.name], " ", element("small", "", check.name)),
    element("span", `tag ${check.outcome}`, word),
    says,
  );
  if (check.where) says.append(element("br"), `处：${check.where}`);
  if (check.expected !== null || check.found !== null) {
    says.append(element("br"), `应为 ${check.expected}`, element("br"), `实为 ${check.found}`);
  }
  return item;
}

function showDraw(draw) {
  const mode = draw.mode === "sealed" ? "密封方式" : "公开方式";
  $("organisation").textContent = draw.organisation;
  $("title").textContent = draw.title;
  $("numbers").textContent = `抽取编号 ${draw.draw} · 任务编号 ${draw.task} · ${mode} · 作废 ${draw.voids} 次`;
  $("commitment").textContent = grouped(draw.commitment);
  $("seed").textContent = grouped(draw.seed);
  const figures = [["参加抽取", draw.subjects, "家"], ["抽中", draw.visits.length, "家"], ["递补", draw.replacements, "次"], ["作废", draw.voids, "次"]];
  $("figures").replaceChildren(
    ...figures.map(([label, value, unit]) =>
      element("div", "fig", element("span", "", label), element("b", "", value.toLocaleString("en-US")), element("i", "", unit))),
  );
  $("strata").replaceChildren(...draw.strata.map((one) => row([one.title, one.size, one.draw, one.mean], [1, 2])));
  const titles = new Map(draw.strata.map((one) => [one.code, one.title]));
  $("visits").replaceChildren(...draw.visits.map((visit) => visitRow(visit, titles)));
  $("drawn").textContent = `抽中的 ${draw.visits.length} 家`;
  $("equal").textContent = draw.base > 1
    ? "各家签数不同：数除以签数，小的抽中；签数多的机会大。"
    : "每家签数相同：同一层里每家的机会一样。";
}

function row(cells, numeric) {
  return element("tr", "", ...cells.map((cell, at) => element("td", numeric.includes(at) ? "n" : "", String(cell))));
}

function visitRow(visit, titles) {
  const team = visit.team.map(([who, leader]) => (who === null ? "(空缺)" : who + (leader ? "(组长)" : ""))).join("、");
  const link = element("button", "link", visit.subject);
  link.type = "button";
  link.addEventListener("click", () => ask(visit.subject));
  return element("tr", "", element("td", "code", link), element("td", "", visit.strata.map((one) => titles.get(one)).join("、")), element("td", "", team));
}

function ask(id) {
  $("id").value = id;
  worker.postMessage({ kind: "explain", id });
  $("why").scrollIntoView();
}

function showExplained({ found }) {
  const box = $("answer");
  if (found.outcome === "unknown") {
    box.replaceChildren(element("p", "", `${found.id} 不在这次抽取的名单里。请核对代码；也可能不属于本次名录。`));
    return;
  }
  if (found.outcome === "excluded") {
    box.replaceChildren(element("p", "", `${found.id} 不参加这次抽取：${found.reason}。`), proofOf(found.proof));
    return;
  }
  const formula = found.base > 1
    ? `签数 ${found.tickets}：前 12 位 × ${found.base} ÷ ${found.tickets} = ${found.value}`
    : `前 12 位写成十进制是 ${found.value}`;
  box.replaceChildren(
    ...found.standings.map((one) => standing(found, one)),
    element("p", "cap", "自己算一遍(不需要相信本页):"),
    element("pre", "", `printf '%s,%s' ${found.key} ${found.id} | sha256sum`),
    element("p", "code", grouped(found.number)),
    element("p", "formula", formula),
    proofOf(found.proof),
  );
}

function standing(found, one) {
  const words = { drawn: "抽中", reserve: `未抽中，备选第 ${one.rank} 位`, "not-drawn": "未抽中" };
  const line = one.cutoff === null ? "这一层应抽 0 家。" : one.outcome === "drawn"
    ? `本家 ${found.value} 不高于入选线 ${one.cutoff}。` : `本家 ${found.value} 高于入选线 ${one.cutoff}。`;
  const box = element(
    "div", "standing",
    element("p", "", element("b", "", one.title), " ", element("span", `tag ${one.outcome === "drawn" ? "passed" : "plain"}`, words[one.outcome])),
    element("p", "", `${one.size} 家里应抽 ${one.draw} 家，签值小的抽中。${line}没有人挑选，也没有人能改。`),
  );
  if (one.cutoff !== null) box.append(ruler(found.value, one.cutoff));
  return box;
}

// A scale from 0 to a little beyond both values; the vermilion line is the cut-off.
function ruler(value, cutoff) {
  const [mine, line] = [Number(value), Number(cutoff)];
  const end = Math.max(mine, line) * 1.15;
  const at = (number) => Math.round((number / end) * 1000);
  const draw = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, given] of Object.entries(attributes)) made.setAttribute(key, given);
    if (text) made.textContent = text;
    return made;
  };
  const svg = draw("svg", { viewBox: "0 -18 1000 128", class: "ruler", role: "img", "aria-label": `本家 ${value}，入选线 ${cutoff}` });
  const side = (x) => ({ "text-anchor": x > 800 ? "end" : "start", x: x > 800 ? x - 10 : x + 10 });
  svg.append(
    draw("rect", { x: 0, y: 40, width: at(line), height: 45, class: "in" }),
    draw("line", { x1: 0, y1: 85, x2: 1000, y2: 85, class: "axis" }),
    draw("line", { x1: at(line), y1: 8, x2: at(line), y2: 92, class: "cut" }),
    draw("text", { ...side(at(line)), y: 26, class: "cut-word" }, "入选线"),
    draw("rect", { x: Math.max(0, at(mine) - 4), y: 50, width: 8, height: 35, class: "me" }),
    draw("text", { ...side(at(mine)), y: 70, class: "me-word" }, "本家"),
  );
  return svg;
}

function proofOf(proof) {
  const text = [proof.row, `序号 ${proof.index}，共 ${proof.size} 行`, ...proof.hashes, `树根 ${proof.root}`].join("\n");
  return element("details", "", element("summary", "", "名单里确有这一行的证明"), element("pre", "", text));
}

$("file").addEventListener("change", (event) => take(event.target.files));
$("folder").addEventListener("change", (event) => take(event.target.files));
$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  worker.postMessage({ kind: "explain", id: $("id").value });
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    $("drop").classList.add("over");
  });
}
document.addEventListener("dragleave", () => $("drop").classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").classList.remove("over");
  take(event.dataTransfer.files);
});

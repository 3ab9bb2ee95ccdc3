// The record's verification: everything is computed again in this browser, in a worker.
const box = document.getElementById("verify");
const go = document.getElementById("verify-go");
const checks = document.getElementById("verify-checks");
const progress = document.getElementById("verify-progress");
const verdict = document.getElementById("verdict");
const MARKS = { passed: ["✓", ""], failed: ["✕", "bad"], "self-asserted": ["！", "wait"], "by-eye": ["…", "wait"] };
const WORDS = { passed: "一样", failed: "不一样", "self-asserted": "仅自述", "by-eye": "请目测" };

function element(name, classes, text) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text) made.textContent = text;
  return made;
}

function line(check) {
  const [glyph, kind] = MARKS[check.outcome];
  const item = element("li");
  item.append(element("span", `mark ${kind}`, glyph), element("span", "", check.says), element("span", "mq-cap", WORDS[check.outcome]));
  return item;
}

function say(words, kind) {
  verdict.textContent = words;
  verdict.className = `mq-tag ms-auto ${kind}`;
}

function show({ report }) {
  progress.hidden = true;
  const count = (outcome) => report.checks.filter((one) => one.outcome === outcome).length;
  const order = ["failed", "self-asserted", "by-eye", "passed"];
  const sorted = [...report.checks].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  checks.replaceChildren(...sorted.map(line));
  const failed = count("failed");
  const open = count("by-eye") + count("self-asserted");
  if (failed) say(`${failed} 项不一样`, "bad");
  else say(open ? `${count("passed")} 项一样，${open} 项请照所写核对` : `${count("passed")} 项都一样`, "ok");
  go.disabled = false;
}

function refuse(words) {
  progress.hidden = true;
  say("没有算成", "bad");
  checks.replaceChildren(element("li", "", words));
  go.disabled = false;
}

go.hidden = false;
go.addEventListener("click", async () => {
  go.disabled = true;
  progress.hidden = false;
  const [bar, words] = [progress.querySelector("progress"), progress.querySelector("span")];
  words.textContent = "下载材料…";
  try {
    const answer = await fetch(box.dataset.evidence);
    if (!answer.ok) throw new Error("材料下载不了，请稍后再试");
    const zip = new Uint8Array(await answer.arrayBuffer());
    const worker = new Worker(box.dataset.worker, { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.kind === "progress") {
        bar.max = Math.max(data.all, 1);
        bar.value = data.done;
        words.textContent = `${data.what} ${data.done} / ${data.all}`;
      } else if (data.kind === "verified") show(data);
      else if (data.kind === "refused") refuse(data.says);
    };
    worker.onerror = () => refuse("这个浏览器算不了；请下载材料，用离线验证页打开。");
    worker.postMessage({ kind: "verify", zip, policy: "" }, [zip.buffer]);
  } catch (error) {
    refuse(error.message);
  }
});

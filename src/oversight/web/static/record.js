// The record's verification: everything is computed again in this browser, in a worker.
const box = document.getElementById("verify");
const go = document.getElementById("verify-go");
const checks = document.getElementById("verify-checks");
const progress = document.getElementById("verify-progress");
const details = document.getElementById("verify-details");
const verdict = document.getElementById("verdict");
const sentences = [...document.querySelectorAll("[data-checks]")];
const MARKS = {
  passed: ["✓", ""], failed: ["✕", "bad"], "self-asserted": ["！", "wait"], "by-eye": ["看", "wait"], absent: ["—", "wait"],
};
const WORDS = { passed: "一样", failed: "不一样", "self-asserted": "只有本机构自己的话", "by-eye": "请照所写核对", absent: "不适用" };
const TONES = { passed: "ok", failed: "bad", "self-asserted": "due", "by-eye": "due", absent: "plain" };
const WORST = ["failed", "self-asserted", "by-eye", "passed", "absent"];
const ABSENT = JSON.parse(document.getElementById("not-applicable").textContent);

function element(name, classes, text) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text) made.textContent = text;
  return made;
}

// A check that passed because there is nothing of its kind is no agreement.
function outcomeOf(check) {
  const nothing = ABSENT[check.name];
  return check.outcome === "passed" && nothing && check.says.startsWith(nothing) ? "absent" : check.outcome;
}

// Words for people: Beijing time, short digests, no names of the specification.
function plain(text) {
  return text
    .replace(/(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):\d\dZ/g, (stamp) => {
      const at = new Date(new Date(stamp).getTime() + 8 * 3600 * 1000);
      return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${at.toISOString().slice(11, 16)}`;
    })
    .replace(/\b([0-9a-f]{8})[0-9a-f]{48}([0-9a-f]{8})\b/g, "$1…$2")
    .replace(/\s?\bt0\b\s?/g, "公开数产生的时间");
}

function line(check) {
  const outcome = outcomeOf(check);
  const [glyph, kind] = MARKS[outcome];
  const item = element("li");
  item.append(element("span", `mark ${kind}`, glyph), element("span", "", plain(check.says)), element("span", "mq-cap", WORDS[outcome]));
  return item;
}

// A sentence is as good as the worst of its checks; what must be looked at is written below it.
function tell(sentence, all) {
  const own = all.filter((check) => sentence.dataset.checks.split(" ").includes(check.name));
  const outcome = WORST.find((kind) => own.some((check) => outcomeOf(check) === kind)) || "absent";
  const [glyph, kind] = MARKS[outcome];
  const [mark, tag, more] = [".mark", ".mq-tag", ".more"].map((part) => sentence.querySelector(part));
  mark.textContent = glyph;
  mark.className = `mark ${kind}`;
  tag.textContent = WORDS[outcome];
  tag.className = `mq-tag ${TONES[outcome]}`;
  tag.hidden = false;
  const said = own.filter((check) => ["failed", "self-asserted", "by-eye"].includes(outcomeOf(check)));
  more.replaceChildren(...said.map((check) => element("p", "mq-cap mb-1", plain(check.says))));
}

function say(words, kind) {
  verdict.textContent = words;
  verdict.className = `mq-tag ms-auto ${kind}`;
}

function show({ report }) {
  progress.hidden = true;
  const count = (...outcomes) => report.checks.filter((check) => outcomes.includes(outcomeOf(check))).length;
  const sorted = [...report.checks].sort((a, b) => WORST.indexOf(outcomeOf(a)) - WORST.indexOf(outcomeOf(b)));
  checks.replaceChildren(...sorted.map(line));
  details.hidden = false;
  sentences.forEach((sentence) => tell(sentence, report.checks));
  const [failed, open, absent] = [count("failed"), count("by-eye", "self-asserted"), count("absent")];
  const rest = [open && `${open} 项请照所写核对`, absent && `${absent} 项不适用`].filter(Boolean).map((words) => `，${words}`).join("");
  if (failed) say(`${failed} 项不一样`, "bad");
  else say(`${count("passed")} 项一样${rest}`, open ? "due" : "ok");
  go.disabled = false;
}

function refuse(words) {
  progress.hidden = true;
  say("没有算成", "bad");
  details.hidden = false;
  details.open = true;
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

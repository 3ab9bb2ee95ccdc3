/* 明签 site.js. Everything here is an enhancement: each page works without it.
   [data-copy] · [data-check-all] · [data-bulk] · form[data-once] · [data-poll] · [data-left] · details.mq-menu · [data-print] ·
   [data-filter-list] · [data-results] · [data-keys] · details.mq-data · form[data-live][data-live-into] */
(function () {
  "use strict";
  var doc = document;
  function all(sel, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(sel)); }

  /* one polite live region for short notices */
  var live = null;
  function say(words) {
    if (!live) {
      live = doc.createElement("div");
      live.className = "mq-live";
      live.setAttribute("role", "status");
      doc.body.appendChild(live);
    }
    live.textContent = "";
    setTimeout(function () { live.textContent = words; }, 50);
  }

  /* copy. navigator.clipboard is missing over plain http, so there is an older way behind it */
  function copyOld(text) {
    var box = doc.createElement("textarea");
    var back = doc.activeElement;
    var done = false;
    box.value = text;
    box.className = "mq-live";
    box.setAttribute("readonly", "");
    doc.body.appendChild(box);
    box.select();
    try { done = doc.execCommand("copy"); } catch (e) { done = false; }
    box.remove();
    if (back && back.focus) { back.focus(); }
    return done;
  }
  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text).then(function () { return true; }, function () { return copyOld(text); });
    }
    return Promise.resolve(copyOld(text));
  }
  function onCopy(btn) {
    copy(btn.getAttribute("data-copy")).then(function (ok) {
      var label = btn.querySelector("[data-label]") || btn;
      var word = ok ? "已复制" : "请选中后自己复制";
      if (!btn.hasAttribute("data-word")) { btn.setAttribute("data-word", label.textContent); }
      if (label !== btn || !btn.firstElementChild) { label.textContent = word; }
      say(word);
      clearTimeout(btn.mqTimer);
      btn.mqTimer = setTimeout(function () {
        if (label !== btn || !btn.firstElementChild) { label.textContent = btn.getAttribute("data-word"); }
        btn.removeAttribute("data-word");
      }, 2000);
    });
  }

  /* selected rows: the check-all box, the row boxes and the bulk bar share a form (or [data-bulk-scope], or a card) */
  function scopeOf(el) { return el.closest("[data-bulk-scope]") || el.closest("form") || el.closest(".card") || doc; }
  function boxesIn(scope) { return all("tbody input[type=checkbox]:not(:disabled)", scope); }
  function refresh(scope) {
    var boxes = boxesIn(scope);
    var on = boxes.filter(function (b) { return b.checked; }).length;
    boxes.forEach(function (b) {
      var tr = b.closest("tr");
      if (tr) { tr.classList.toggle("mq-on", b.checked); }
    });
    all("[data-check-all]", scope).forEach(function (a) {
      a.checked = boxes.length > 0 && on === boxes.length;
      a.indeterminate = on > 0 && on < boxes.length;
    });
    all("[data-bulk]", scope).forEach(function (bar) {
      bar.hidden = on === 0;
      all("[data-bulk-count]", bar).forEach(function (c) { c.textContent = String(on); });
    });
  }
  function refreshAll() { all("[data-bulk], [data-check-all]").forEach(function (el) { refresh(scopeOf(el)); }); }

  /* a list of checkboxes, filtered by what is typed */
  function listFilter(input) {
    var target = doc.querySelector(input.getAttribute("data-filter-list"));
    if (!target) { return; }
    var words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    all("li, .mq-check, .form-check", target).forEach(function (item) {
      if (item.parentElement.closest("li, .mq-check, .form-check") && target.contains(item.parentElement.closest("li, .mq-check, .form-check"))) { return; }
      var text = item.textContent.toLowerCase();
      var hit = words.every(function (w) { return text.indexOf(w) >= 0; });
      item.hidden = !hit;
      if (hit) { shown += 1; }
    });
    all('[data-filter-count="' + input.getAttribute("data-filter-list") + '"]').forEach(function (c) { c.textContent = String(shown); });
  }

  /* send once: the buttons are disabled after the submission, so that the pressed button still goes along */
  function release(form) {
    form.removeAttribute("data-sent");
    all("[data-was]", form).forEach(function (b) {
      b.disabled = false;
      if (b.mqBusy) { b.mqBusy.textContent = b.getAttribute("data-was"); b.mqBusy = null; }
      b.removeAttribute("data-was");
    });
  }
  function sent(form, pressed) {
    var buttons = all("button:not([type]), button[type=submit], input[type=submit]", form);
    if (form.id) { buttons = buttons.concat(all('button[form="' + form.id + '"]')); }
    buttons.forEach(function (b) {
      if (b.disabled) { return; }
      var label = b.querySelector("[data-label]") || b;
      b.setAttribute("data-was", label.textContent);
      var busy = b.getAttribute("data-busy") || (b === pressed && form.getAttribute("data-busy"));
      if (busy && (b === pressed || (!pressed && b === buttons[0]))) {
        if (b.tagName === "INPUT") { b.setAttribute("aria-label", busy); } else { label.textContent = busy; b.mqBusy = label; }
        say(busy);
      }
      b.disabled = true;
    });
    var seconds = parseFloat(form.getAttribute("data-once"));
    if (seconds > 0) { setTimeout(function () { release(form); }, seconds * 1000); }   /* downloads stay on the page */
  }
  var lastPressed = null;

  /* regions that ask again */
  function poll(region) {
    var url;
    try { url = new URL(region.getAttribute("data-poll"), location.href); } catch (e) { return; }
    if (url.origin !== location.origin) { return; }
    var every = Math.max(500, parseInt(region.getAttribute("data-every"), 10) || 2000);
    var misses = 0;
    function later() { setTimeout(ask, Math.min(every * Math.pow(2, misses), 60000)); }
    function ask() {
      if (!doc.contains(region)) { return; }
      if (doc.hidden) { doc.addEventListener("visibilitychange", ask, { once: true }); return; }
      fetch(url.href, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" }, cache: "no-store" }).then(function (res) {
        if (res.redirected) { location.reload(); return null; }      /* signed out meanwhile */
        if (!res.ok) { throw new Error(String(res.status)); }
        return res.text();
      }).then(function (html) {
        if (html === null) { return; }
        misses = 0;
        var body = new DOMParser().parseFromString(html, "text/html").body;
        var root = body.firstElementChild;
        var done = !!root && root.hasAttribute("data-done");
        var focusId = region.contains(doc.activeElement) ? doc.activeElement.id : "";
        if (region.mqLast !== html) {
          region.mqLast = html;
          region.textContent = "";
          Array.prototype.slice.call(body.childNodes).forEach(function (n) { region.appendChild(doc.importNode(n, true)); });
          if (focusId && doc.getElementById(focusId)) { doc.getElementById(focusId).focus(); }
        }
        if (!done) { later(); return; }
        if (root.hasAttribute("data-reload") || region.hasAttribute("data-reload")) { location.reload(); }
      }).catch(function () { misses += 1; later(); });
    }
    setTimeout(ask, every);
  }

  /* a form that is looked at while somebody types; nothing is saved */
  function live_(form) {
    var into = doc.querySelector(form.getAttribute("data-live-into"));
    var timer = null;
    function ask() {
      var pairs = new URLSearchParams(new FormData(form));
      pairs.delete("csrfmiddlewaretoken");
      fetch(form.getAttribute("data-live") + "?" + pairs.toString(), { credentials: "same-origin", cache: "no-store" }).then(function (res) {
        return res.ok && !res.redirected ? res.text() : null;
      }).then(function (html) {
        if (html === null || !into) { return; }
        into.textContent = "";
        Array.prototype.slice.call(new DOMParser().parseFromString(html, "text/html").body.childNodes).forEach(function (n) { into.appendChild(doc.importNode(n, true)); });
      }).catch(function () {});
    }
    form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 500); });
    ask();
  }

  /* what is left until a moment: the server's seconds, counted on by this machine */
  function leftWords(seconds) {
    var total = Math.floor(Math.abs(seconds));
    var days = Math.floor(total / 86400);
    var hours = Math.floor(total % 86400 / 3600);
    var minutes = Math.floor(total % 3600 / 60);
    var words = days ? days + " 天 " + hours + " 小时" : hours ? hours + " 小时 " + minutes + " 分钟" : minutes + " 分钟";
    return (seconds > 0 ? "还有 " : "已过 ") + words;
  }
  function tick(el) {
    var seconds = parseInt(el.getAttribute("data-left"), 10);
    var from = Date.now();
    if (isNaN(seconds)) { return; }
    setInterval(function () { el.textContent = leftWords(seconds - (Date.now() - from) / 1000); }, 15000);
  }

  function closeMenus(except) {
    all("details.mq-menu[open]").forEach(function (m) { if (m !== except && !m.contains(except)) { m.open = false; } });
  }

  doc.addEventListener("keydown", function (e) {
    if (e.key === "Enter" && (e.isComposing || e.keyCode === 229)) { e.preventDefault(); e.stopImmediatePropagation(); }   /* Enter that only ends a pinyin word */
  }, true);
  /* the keyboard in lists: / to the search, arrows from it through the first link of each row */
  function hasKeys() { try { return localStorage.getItem("mq-keys") !== "off"; } catch (e) { return true; } }
  function keysSwitch(card) {
    var box = card.querySelector("input");
    card.hidden = false;
    box.checked = hasKeys();
    box.addEventListener("change", function () { try { localStorage.setItem("mq-keys", box.checked ? "on" : "off"); } catch (e) { box.checked = true; } });
  }
  function isTyping(el) { return !!el.closest && !!el.closest("input, textarea, select, [contenteditable]"); }
  function step(from, by) {
    var isSearch = from.matches && from.matches("main input[type=search]");
    var links = all("[data-results] tbody tr, [data-results] > li").map(function (row) { return row.querySelector("a"); }).filter(Boolean);
    var at = links.indexOf(from);
    if (!links.length || (at < 0 && !(isSearch && by > 0))) { return false; }
    if (at === 0 && by < 0) { doc.querySelector("main input[type=search]").focus(); return true; }
    if (links[at + by]) { links[at + by].focus(); }
    return true;
  }
  doc.addEventListener("keydown", function (e) {
    if (e.key === "Escape") {
      var open = doc.activeElement && doc.activeElement.closest ? doc.activeElement.closest("details.mq-menu[open]") : null;
      closeMenus(null);
      if (open) { open.querySelector("summary").focus(); }
    }
    if (e.key === "Enter" && e.target.matches && e.target.matches("[data-filter-list]")) { e.preventDefault(); }
    if (hasKeys() && e.key === "/" && !isTyping(e.target) && !e.ctrlKey && !e.altKey && !e.metaKey) {
      var search = doc.querySelector("main input[type=search]") || doc.getElementById("topsearch");
      if (search) { e.preventDefault(); search.focus(); search.select(); }
    }
    if (hasKeys() && (e.key === "ArrowDown" || e.key === "ArrowUp") && step(e.target, e.key === "ArrowDown" ? 1 : -1)) { e.preventDefault(); }
  });
  doc.addEventListener("click", function (e) {
    var t = e.target.closest ? e.target : e.target.parentElement;
    if (!t) { return; }
    closeMenus(t.closest("details.mq-menu"));
    var btn = t.closest("[data-copy]");
    if (btn) { e.preventDefault(); onCopy(btn); return; }
    if (t.closest("[data-print]")) { e.preventDefault(); window.print(); return; }
    var press = t.closest("button, input[type=submit]");
    if (press && press.form) { lastPressed = press; }
  });
  doc.addEventListener("focusin", function (e) {
    if (e.target.closest) { closeMenus(e.target.closest("details.mq-menu")); }
  });
  doc.addEventListener("change", function (e) {
    var el = e.target;
    if (!el.matches || !el.matches("input[type=checkbox]")) { return; }
    var scope = scopeOf(el);
    if (el.hasAttribute("data-check-all")) { boxesIn(scope).forEach(function (b) { b.checked = el.checked; }); refresh(scope); } else if (el.closest("tbody")) { refresh(scope); }
  });
  doc.addEventListener("input", function (e) {
    if (e.target.matches && e.target.matches("[data-filter-list]")) { listFilter(e.target); }
  });
  doc.addEventListener("submit", function (e) {
    var form = e.target;
    if (!form.hasAttribute("data-once") || e.defaultPrevented) { return; }
    if (form.hasAttribute("data-sent")) { e.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    var pressed = e.submitter || (lastPressed && lastPressed.form === form ? lastPressed : null);
    setTimeout(function () { sent(form, pressed); }, 0);
  });
  /* what the browser finds missing is said in Chinese, whatever the language of the browser */
  function problem(field) {
    var v = field.validity;
    if (v.valueMissing) { return /^(checkbox|radio|file)$/.test(field.type) || field.tagName === "SELECT" ? "请选这一项" : "请填这一项"; }
    if (v.rangeUnderflow) { return "不能小于 " + field.min; }
    if (v.rangeOverflow) { return "不能大于 " + field.max; }
    return "写法不对，请照说明改";
  }
  function forget(form) { all("[data-faulty]", form).forEach(function (f) { f.setCustomValidity(""); f.removeAttribute("data-faulty"); }); }
  doc.addEventListener("invalid", function (e) {
    if (e.target.validity.customError) { return; }
    e.target.setCustomValidity(problem(e.target));
    e.target.setAttribute("data-faulty", "");
  }, true);
  ["input", "change"].forEach(function (type) { doc.addEventListener(type, function (e) { if (e.target.form) { forget(e.target.form); } }, true); });
  doc.addEventListener("click", function (e) {
    var press = e.target.closest("button, input[type=submit]");
    if (press && press.form) { forget(press.form); }
  }, true);
  window.addEventListener("beforeprint", function () {      /* paper shows the tables of the pictures */
    all("details.mq-data:not([open])").forEach(function (d) { d.open = true; d.mqPrinted = true; });
  });
  window.addEventListener("afterprint", function () {
    all("details.mq-data[open]").forEach(function (d) { if (d.mqPrinted) { d.open = false; d.mqPrinted = false; } });
  });
  window.addEventListener("pageshow", function (e) {      /* back button */
    if (e.persisted) { all("form[data-sent]").forEach(release); }
    refreshAll();
  });

  function start() {
    refreshAll();
    all("[data-keys]").forEach(keysSwitch);
    all("[data-poll]").forEach(poll);
    all("[data-left]").forEach(tick);
    all("form[data-live]").forEach(live_);
    all("[data-filter-list]").forEach(function (i) { if (i.value) { listFilter(i); } });
    all(".mq-nav a[aria-current], .mq-cover nav a[aria-current], .mq-tabs a[aria-current]").forEach(function (a) {     /* bring the current entry of a scrolled bar into view */
      var bar = a.closest(".mq-nav, .mq-cover nav, .mq-tabs");
      if (bar.scrollWidth > bar.clientWidth) { bar.scrollLeft = Math.max(0, a.getBoundingClientRect().left - bar.getBoundingClientRect().left + bar.scrollLeft - 24); }
    });
  }
  if (doc.readyState === "loading") { doc.addEventListener("DOMContentLoaded", start); } else { start(); }
})();

/* 会议室屏幕: keys step on and back; a screen that follows turns its
   pages by itself; rows come one by one only to be readable. */
(function () {
  "use strict";
  var screen = document.getElementById("screen");
  document.addEventListener("keydown", function (e) {
    var there = "";
    if (e.key === " " || e.key === "ArrowRight" || e.key === "PageDown") { there = screen.getAttribute("data-after"); }
    if (e.key === "ArrowLeft" || e.key === "PageUp") { there = screen.getAttribute("data-before"); }
    if (there) { e.preventDefault(); location.href = there; }
  });
  var onward = screen.getAttribute("data-onward");
  if (onward) {
    setTimeout(function go() {
      if (document.hidden) { setTimeout(go, 2000); return; }
      location.replace(onward);
    }, 1000 * parseInt(screen.getAttribute("data-seconds"), 10));
  }
  var still = window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still) { return; }
  Array.prototype.forEach.call(document.querySelectorAll("[data-rows]"), function (table) {
    var rows = Array.prototype.slice.call(table.querySelectorAll("tr"));
    rows.forEach(function (row) { row.classList.add("mq-coming"); });
    rows.forEach(function (row, at) { setTimeout(function () { row.classList.remove("mq-coming"); }, 120 * at); });
  });
})();

/* 会议室屏幕: keys step on and back; rows come one by one only to be readable. */
(function () {
  "use strict";
  var screen = document.getElementById("screen");
  document.addEventListener("keydown", function (e) {
    var there = "";
    if (e.key === " " || e.key === "ArrowRight" || e.key === "PageDown") { there = screen.getAttribute("data-after"); }
    if (e.key === "ArrowLeft" || e.key === "PageUp") { there = screen.getAttribute("data-before"); }
    if (there) { e.preventDefault(); location.href = there; }
  });
  var still = window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still) { return; }
  Array.prototype.forEach.call(document.querySelectorAll("[data-rows]"), function (table) {
    var rows = Array.prototype.slice.call(table.querySelectorAll("tr"));
    rows.forEach(function (row) { row.classList.add("mq-coming"); });
    rows.forEach(function (row, at) { setTimeout(function () { row.classList.remove("mq-coming"); }, 250 * at); });
  });
})();

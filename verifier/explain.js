// 我为什么被抽中： one hash, one row, one cut-off (spec 4.6).

import { toHex } from "./bytes.js";
import { inclusionProof } from "./log.js";
import { compareTickets, numberOf, valueOf } from "./selection.js";

export function explain(c, wanted) {
  const id = wanted.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  const { manifest, rosters, result } = c;
  const at = rosters.subjects.findIndex((row) => row.id === id);
  if (at >= 0) return ofSubject(c, rosters.subjects[at], at);
  const excluded = rosters.exclusions.findIndex((row) => row.id === id);
  if (excluded < 0) return { id, outcome: "unknown" };
  const reason = manifest.exclusionReasons.find((one) => one.code === rosters.exclusions[excluded].reason);
  const leaf = rosters.subjects.length + excluded;
  return { id, outcome: "excluded", reason: reason.text, proof: proofOf(c, leaf, `${id},${reason.code}`), draw: result.draw };
}

function ofSubject(c, subject, leaf) {
  const { manifest, result } = c;
  const number = numberOf(c.subjectsKey, subject.id);
  const ticket = { id: subject.id, number, value: valueOf(number, subject.tickets, manifest.ticketBase) };
  const standings = result.strata
    .filter((stratum) => subject.strata.includes(stratum.code))
    .map((stratum) => standing(manifest, stratum, ticket));
  return {
    id: subject.id, outcome: standings.some((one) => one.outcome === "drawn") ? "drawn" : "not-drawn",
    tickets: subject.tickets, base: manifest.ticketBase, key: c.subjectsKey, number, value: String(ticket.value),
    standings, proof: proofOf(c, leaf, `${subject.id},${subject.tickets},${subject.strata.join(" ")}`),
  };
}

function standing(manifest, stratum, ticket) {
  const { title, size, draw } = manifest.strata.find((one) => one.code === stratum.code);
  const rank = stratum.reserves.findIndex((one) => one.id === ticket.id) + 1;
  let outcome = rank > 0 ? "reserve" : "not-drawn";
  if (stratum.cutoff !== null) {
    const last = stratum.drawn[stratum.drawn.length - 1];
    const line = { ...stratum.cutoff, id: last.id };
    if (compareTickets(ticket, line) <= 0) outcome = "drawn";
  }
  const cutoff = stratum.cutoff === null ? null : String(stratum.cutoff.value);
  return { stratum: stratum.code, title, size, draw, outcome, rank, cutoff };
}

// The row's proof under candidates_root (2.4).
function proofOf(c, leaf, row) {
  return {
    row, index: leaf, size: c.leaves.length, root: c.manifest.candidatesRoot,
    hashes: inclusionProof(c.leaves, leaf).map(toHex),
  };
}

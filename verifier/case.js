// One evidence folder under verification; each thing is read once, and reading what a check
// refuses blocks every later check that needs it (spec 7.6).

import { assign, barredOf, demandsOf } from "./assignment.js";
import { fromUtf8 } from "./bytes.js";
import { BlockedError, refuse } from "./errors.js";
import * as evidence from "./evidence.js";
import { parseEntry, parseProof, parseVkey } from "./log.js";
import { readManifest, readResult } from "./manifest.js";
import * as roster from "./roster.js";
import { inspectorsKey, select, seedOf, subjectsKey, visitsOf } from "./selection.js";

export class Case {
  constructor(files, crypto, policy, tell) {
    this.files = files;
    this.crypto = crypto;
    this.policy = policy;
    this.tell = tell;
    this.failed = new Set();
    this.known = new Map();
  }

  requirePassed(...checks) {
    for (const check of checks) if (this.failed.has(check)) throw new BlockedError(check);
  }

  file(name) {
    if (!this.files.has(name)) throw new BlockedError("folder-files");
    return this.files.get(name);
  }

  once(name, make) {
    if (!this.known.has(name)) this.known.set(name, make());
    return this.known.get(name);
  }

  // What a check reads, that check reports; all others are blocked by it.
  own(check, name, read) {
    this.requirePassed(check);
    return this.once(name, () => read(this.file(name)));
  }

  // What could be read serves every check, also when the same check then refused something else:
  // a damaged result takes nothing away from manifest, rosters and log (spec 7.6).
  whole(check, name, read) {
    return this.known.has(name) ? this.known.get(name) : this.own(check, name, read);
  }

  get manifest() { return this.whole("manifest-canonical", "manifest.json", readManifest); }
  get result() { return this.whole("manifest-canonical", "result.json", readResult); }

  get rosters() {
    this.requirePassed("roster-format");
    return this.once("rosters", () => {
      roster.NAMES.forEach((name) => this.file(name));
      const found = roster.read(this.files);
      roster.requireDeclared(this.manifest, found);
      return found;
    });
  }

  stratumSize(code) {
    const sizes = this.once("sizes", () => {
      const found = new Map();
      for (const subject of this.rosters.subjects) for (const one of subject.strata) found.set(one, (found.get(one) || 0) + 1);
      return found;
    });
    return sizes.get(code) || 0;
  }

  ticketsOf(id) {
    const tickets = this.once("tickets", () => new Map(this.rosters.subjects.map((s) => [s.id, s.tickets])));
    if (!tickets.has(id)) refuse(`抽中了不在可抽名单里的对象 ${id}`, "result.json");
    return tickets.get(id);
  }

  // Pairs of source and value, in the order of the manifest.
  get valued() {
    this.requirePassed("manifest-canonical");
    return this.manifest.sources.map((source, at) => ({ source, given: this.result.sources[at], position: at + 1 }));
  }

  seed() {
    return seedOf(this.manifest, this.valued.map((one) => one.given.value), this.result.secret);
  }

  // The keys by the seed that the result states; the check `seed` recomputes it.
  get subjectsKey() { return subjectsKey(this.result.seed); }
  get inspectorsKey() { return inspectorsKey(this.result.seed); }

  get drawn() {
    this.requirePassed("manifest-canonical", "roster-format", "strata-counts");
    return this.once("drawn", () =>
      select(this.manifest, this.rosters.subjects, this.subjectsKey, (done, all) => this.tell("抽取对象", done, all)),
    );
  }

  get visits() { return this.once("visits", () => visitsOf(this.drawn)); }

  get demands() {
    this.requirePassed("selection");
    return this.once("demands", () => demandsOf(this.manifest, this.visits));
  }

  get assignment() {
    const { demands } = this;
    return this.once("assignment", () =>
      assign(demands, this.rosters.inspectors, this.rosters.conflicts, this.inspectorsKey, this.manifest.relaxSoft,
        (done, all) => this.tell("派员", done, all)),
    );
  }

  get leaves() {
    const all = this.rosters.subjects.length + this.rosters.exclusions.length;
    return this.once("leaves", () => roster.candidateLeaves(this.files, (done) => this.tell("名单树根", done, all)));
  }

  get barred() { return this.once("barred", () => barredOf(this.rosters.conflicts, this.result.relaxed)); }
  get replacements() { return evidence.replacementsIn(this.files.keys()); }
  get events() { return evidence.eventsOf(this.manifest, this.replacements); }

  get logKey() {
    return this.own("log-key", "log/vkey", (bytes) => {
      const text = fromUtf8(bytes);
      if (!text.endsWith("\n")) refuse("应以换行符(LF)结束", "log/vkey");
      return parseVkey(text.slice(0, -1), "log/vkey");
    });
  }

  entry(event) {
    const name = evidence.entryFile(event);
    return this.own("log-order", name, (bytes) => parseEntry(bytes, name));
  }

  proof(name) { return this.own("log-consistency", name, (bytes) => parseProof(bytes, name)); }
  finalProof(event) { return this.proof(evidence.finalProofFile(event)); }

  earlyProofs() {
    const names = evidence.datable(this.manifest).filter((event) => this.files.has(evidence.earlyProofFile(event)));
    return names.map((event) => [event, this.proof(evidence.earlyProofFile(event))]);
  }
}

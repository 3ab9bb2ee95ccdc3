// Verify an evidence zip in Node; used by bench/verification.py.

import fs from "node:fs";
import * as crypto from "../verifier/crypto.js";
import { verify } from "../verifier/verify.js";
import { readZip } from "../verifier/zip.js";

const files = readZip(new Uint8Array(fs.readFileSync(process.argv[2])));
const { report } = verify(files, { crypto });
const failed = report.checks.filter((check) => check.outcome === "failed").map((check) => check.name);
if (failed.length > 0) throw new Error(`failed: ${failed}`);

// SHA-256 (FIPS 180-4). Written here because crypto.subtle is missing on plain http and costs a
// promise for every call; this one is fast enough for half a million subjects.

import { concat, toHex, utf8 } from "./bytes.js";

const K = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const START = new Int32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);
const W = new Int32Array(64);

// Work one block of 64 bytes into the state.
function compress(state, data, at) {
  for (let i = 0; i < 16; i++, at += 4) {
    W[i] = (data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < 64; i++) {
    const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + S1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] = (state[0] + a) | 0; state[1] = (state[1] + b) | 0;
  state[2] = (state[2] + c) | 0; state[3] = (state[3] + d) | 0;
  state[4] = (state[4] + e) | 0; state[5] = (state[5] + f) | 0;
  state[6] = (state[6] + g) | 0; state[7] = (state[7] + h) | 0;
}

export function sha256(data) {
  const state = START.slice();
  const whole = data.length - (data.length % 64);
  for (let at = 0; at < whole; at += 64) compress(state, data, at);
  const tail = new Uint8Array(data.length % 64 < 56 ? 64 : 128);
  tail.set(data.subarray(whole));
  tail[data.length % 64] = 0x80;
  const view = new DataView(tail.buffer);
  view.setUint32(tail.length - 8, Math.floor(data.length / 0x20000000));
  view.setUint32(tail.length - 4, (data.length << 3) >>> 0);
  for (let at = 0; at < tail.length; at += 64) compress(state, tail, at);
  return stateBytes(state);
}

// H of spec 1.1: of a text, or of bytes, as 64 lower-case hex digits.
export function digest(value) {
  return toHex(sha256(typeof value === "string" ? utf8(value) : value));
}

// Hashes many short ASCII texts behind one prefix; each must fit one block (55 bytes in all).
export class OneBlock {
  constructor(prefix) {
    this.prefix = prefix.length;
    this.block = new Uint8Array(64);
    this.block.set(utf8(prefix));
    this.state = new Int32Array(8);
  }

  fits(length) {
    return this.prefix + length <= 55;
  }

  // The state is the digest as eight signed 32-bit words; it is overwritten by the next call.
  hash(id) {
    const { block, prefix, state } = this;
    const length = prefix + id.length;
    for (let i = 0; i < id.length; i++) block[prefix + i] = id.charCodeAt(i);
    block[length] = 0x80;
    block.fill(0, length + 1, 62);
    block[62] = length >> 5;
    block[63] = (length << 3) & 255;
    state.set(START);
    compress(state, block, 0);
    return state;
  }
}

export function stateHex(state) {
  return toHex(stateBytes(state));
}

function stateBytes(state) {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 8; i++) {
    const word = state[i];
    bytes[4 * i] = word >>> 24;
    bytes[4 * i + 1] = word >>> 16;
    bytes[4 * i + 2] = word >>> 8;
    bytes[4 * i + 3] = word;
  }
  return bytes;
}

// Trees hash millions of short texts: these share one buffer instead of making new ones.
const SHORT = 119;
const SCRATCH = new Uint8Array(128);
const STATE = new Int32Array(8);

function shortHash(length) {
  const end = length < 56 ? 64 : 128;
  SCRATCH[length] = 0x80;
  for (let i = length + 1; i < end - 2; i++) SCRATCH[i] = 0;
  SCRATCH[end - 2] = length >> 5;
  SCRATCH[end - 1] = (length << 3) & 255;
  STATE.set(START);
  compress(STATE, SCRATCH, 0);
  if (end === 128) compress(STATE, SCRATCH, 64);
  return stateBytes(STATE);
}

export function leafHash(data) {
  if (data.length >= SHORT) return sha256(concat(Uint8Array.of(0), data));
  SCRATCH[0] = 0;
  SCRATCH.set(data, 1);
  return shortHash(data.length + 1);
}

// The same of a part of a larger array, without making a view of it.
export function leafHashOf(bytes, start, end) {
  if (end - start >= SHORT) return leafHash(bytes.subarray(start, end));
  SCRATCH[0] = 0;
  for (let at = start; at < end; at++) SCRATCH[at - start + 1] = bytes[at];
  return shortHash(end - start + 1);
}

export function nodeHash(left, right) {
  SCRATCH[0] = 1;
  for (let i = 0; i < 32; i++) {
    SCRATCH[1 + i] = left[i];
    SCRATCH[33 + i] = right[i];
  }
  return shortHash(65);
}

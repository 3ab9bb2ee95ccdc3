// DEFLATE (RFC 1951), since older browsers cannot unpack a zip by themselves.

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const MAX_CODES = 286;
const END_OF_BLOCK = 256;
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// Unpack into exactly `size` bytes, using up all that is packed; `fail` throws. What zlib refuses
// is refused here as well, so that no two programs unpack two things.
export function inflate(packed, size, fail) {
  const stream = new Bits(packed, fail);
  const out = new Uint8Array(size);
  let at = 0;
  for (let last = 0; !last; ) {
    last = stream.take(1);
    const kind = stream.take(2);
    if (kind === 0) at = stored(stream, out, at, fail);
    else if (kind === 1) at = block(stream, out, at, FIXED, FIXED_DISTANCES, fail);
    else if (kind === 2) at = block(stream, out, at, ...dynamic(stream, fail), fail);
    else fail();
  }
  if (at !== size || stream.at !== packed.length) fail();
  return out;
}

class Bits {
  constructor(bytes, fail) {
    this.bytes = bytes;
    this.fail = fail;
    this.at = 0;
    this.held = 0;
    this.count = 0;
  }

  take(n) {
    while (this.count < n) {
      if (this.at >= this.bytes.length) this.fail();
      this.held |= this.bytes[this.at++] << this.count;
      this.count += 8;
    }
    const found = this.held & ((1 << n) - 1);
    this.held >>>= n;
    this.count -= n;
    return found;
  }

  align() {
    this.held = 0;
    this.count = 0;
  }
}

// A canonical Huffman code: how many codes of each length, and the symbols in their order.
// No code may be left over, but for a single one of one bit where that is allowed.
function table(lengths, fail, mayBeSingle = true) {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  counts[0] = 0;
  let left = 1;
  for (let length = 1; length < 16; length++) {
    left = left * 2 - counts[length];
    if (left < 0) fail();
  }
  const longest = Math.max(0, ...lengths);
  if (left > 0 && longest > 0 && !(mayBeSingle && longest === 1)) fail();
  const next = new Uint16Array(16);
  for (let i = 1; i < 16; i++) next[i] = next[i - 1] + counts[i - 1];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length) symbols[next[length]++] = symbol;
  });
  return { counts, symbols };
}

function symbol(stream, { counts, symbols }, fail) {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length < 16; length++) {
    code |= stream.take(1);
    const count = counts[length];
    if (code - first < count) return symbols[index + code - first];
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return fail();
}

function stored(stream, out, at, fail) {
  stream.align();
  const length = stream.take(8) | (stream.take(8) << 8);
  if ((stream.take(8) | (stream.take(8) << 8)) !== (length ^ 0xffff) || at + length > out.length) fail();
  if (stream.at + length > stream.bytes.length) fail();
  out.set(stream.bytes.subarray(stream.at, stream.at + length), at);
  stream.at += length;
  return at + length;
}

function block(stream, out, at, codes, distances, fail) {
  for (;;) {
    const found = symbol(stream, codes, fail);
    if (found < 256) {
      if (at >= out.length) fail();
      out[at++] = found;
    } else if (found === END_OF_BLOCK) {
      return at;
    } else {
      at = copy(stream, out, at, found - 257, distances, fail);
    }
  }
}

function copy(stream, out, at, kind, distances, fail) {
  if (kind >= LENGTHS.length) fail();
  const length = LENGTHS[kind] + stream.take(LENGTH_BITS[kind]);
  const far = symbol(stream, distances, fail);
  if (far >= DISTANCES.length) fail();
  const distance = DISTANCES[far] + stream.take(DISTANCE_BITS[far]);
  if (distance > at || at + length > out.length) fail();
  for (let i = 0; i < length; i++, at++) out[at] = out[at - distance];
  return at;
}

function dynamic(stream, fail) {
  const codes = stream.take(5) + 257;
  const distances = stream.take(5) + 1;
  if (codes > MAX_CODES || distances > DISTANCES.length) fail();
  const lengths = new Array(19).fill(0);
  const given = stream.take(4) + 4;
  for (let i = 0; i < given; i++) lengths[ORDER[i]] = stream.take(3);
  const all = codeLengths(stream, table(lengths, fail, false), codes + distances, fail);
  if (all[END_OF_BLOCK] === 0) fail();
  return [table(all.slice(0, codes), fail), table(all.slice(codes), fail)];
}

function codeLengths(stream, codes, count, fail) {
  const found = [];
  while (found.length < count) {
    const one = symbol(stream, codes, fail);
    if (one < 16) found.push(one);
    else if (one === 16) {
      if (found.length === 0) fail();
      repeat(found, found[found.length - 1], 3 + stream.take(2));
    } else repeat(found, 0, one === 17 ? 3 + stream.take(3) : 11 + stream.take(7));
  }
  if (found.length !== count) fail();
  return found;
}

function repeat(list, value, times) {
  for (let i = 0; i < times; i++) list.push(value);
}

const FIXED = table([
  ...new Array(144).fill(8), ...new Array(112).fill(9), ...new Array(24).fill(7), ...new Array(8).fill(8),
]);
const FIXED_DISTANCES = table(new Array(32).fill(5));

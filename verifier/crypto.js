// Signatures, by the one library that is vendored here.

import { bls12_381, ed25519 } from "./vendor/curves.js";

const DST = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const P = 2n ** 255n - 19n;
// The y of the points whose order divides 8: under such a key anybody can sign.
const SMALL_ORDER = new Set([
  0n, 1n, P - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
]);

export function verifyEd25519(publicKey, message, signature) {
  const y = [...publicKey].reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) & (2n ** 255n - 1n);
  if (y >= P || SMALL_ORDER.has(y)) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

export function verifyBlsG1(publicKey, message, signature) {
  try {
    const { hash, verify } = bls12_381.shortSignatures;
    return verify(signature, hash(message, DST), publicKey);
  } catch {
    return false;
  }
}

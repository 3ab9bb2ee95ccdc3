// Bytes and their texts, without anything that differs between browsers.

const HEX = "0123456789abcdef";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function toHex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte >> 4] + HEX[byte & 15];
  return text;
}

export function fromHex(text) {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export const utf8 = (text) => new TextEncoder().encode(text);

// ignoreBOM keeps a BOM visible: a decoder drops it unless told not to (spec 9).
export function fromUtf8(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

export function ascii(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + 8192));
  }
  return text;
}

export function isAscii(bytes) {
  for (const byte of bytes) if (byte > 127) return false;
  return true;
}

export function toBase64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const n = (bytes[i] << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0);
    text += BASE64[n >> 18] + BASE64[(n >> 12) & 63];
    text += left > 1 ? BASE64[(n >> 6) & 63] : "=";
    text += left > 2 ? BASE64[n & 63] : "=";
  }
  return text;
}

// Gives null for anything that is not standard base64 with padding, written in the only way.
export function fromBase64(text) {
  if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || /[\r\n]/.test(text)) return null;
  const bytes = [];
  for (let i = 0; i < text.length; i += 4) {
    let n = 0;
    for (let j = 0; j < 4; j++) n = n * 64 + Math.max(0, BASE64.indexOf(text[i + j]));
    bytes.push(n >> 16, (n >> 8) & 255, n & 255);
  }
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const found = Uint8Array.from(bytes.slice(0, bytes.length - padding));
  return toBase64(found) === text ? found : null;
}

export function equalBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// Names for changes, and digests of pictures.

export function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// crypto.randomUUID is missing in older kernels.
export function fresh() {
  return crypto.randomUUID ? crypto.randomUUID() : hex(crypto.getRandomValues(new Uint8Array(16)));
}

export async function digest(bytes) {
  return hex(await crypto.subtle.digest("SHA-256", bytes));
}

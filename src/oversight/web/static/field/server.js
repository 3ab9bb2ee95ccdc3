// The site as the telephone sees it. A redirect is an error: it leads to the sign-in page.

const ROOT = "/field/";
const PIECE = 256 * 1024;
const PATIENCE = 60000;

export class RefusedError extends Error {}

async function call(path, options = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(ROOT + path, {
      credentials: "same-origin", cache: "no-store", redirect: "error", signal: patience.signal, ...options,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf(response, ...statuses) {
  const isJson = (response.headers.get("Content-Type") || "").includes("json");
  if (!isJson) throw new Error(`网站没有答复（${response.status}）`);
  const answer = await response.json();
  if (response.ok || statuses.includes(response.status)) return answer;
  throw new RefusedError(answer.problem || `网站没有收下（${response.status}）`);
}

export const now = async () => answerOf(await call("now"));
export const tasks = async () => (await answerOf(await call("tasks.json"))).tasks;
export const record = async (visit) => answerOf(await call(`record/${visit}`));

export const report = async (visit) => answerOf(await call(`report/${visit}`));

// Gives the answer and whether somebody else was faster.
export async function putRecord(visit, document, token) {
  const response = await call(`record/${visit}`, {
    method: "PUT", body: JSON.stringify(document),
    headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
  });
  return { answer: await answerOf(response, 409), isConflict: response.status === 409 };
}

const putTo = (name) => async (visit, document, token) => answerOf(await call(`${name}/${visit}`, {
  method: "PUT", body: JSON.stringify(document),
  headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
}));
export const putAct = putTo("act");
export const putClosing = putTo("closing");
export const putReport = putTo("report");

// Piece by piece, going on where the last attempt was cut.
export async function putPicture(digest, bytes, token) {
  let state = await answerOf(await call(`picture/${digest}`));
  while (!state.done) {
    const response = await call(`picture/${digest}`, {
      method: "PUT", body: bytes.slice(state.have, state.have + PIECE),
      headers: {
        "X-CSRFToken": token, "X-Offset": state.have, "X-Total": bytes.byteLength,
        "Content-Type": "application/octet-stream",
      },
    });
    state = await answerOf(response, 409);
  }
}

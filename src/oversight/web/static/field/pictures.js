// A picture from the camera: made smaller, named by its digest, kept before anything is sent.
import { digest } from "./ids.js";
import * as store from "./store.js";

const EDGE = 2560;
const THUMB = 160;
const QUALITY = 0.85;

async function drawn(bitmap, edge) {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  canvas.width = canvas.height = 0;  // iOS gives the memory back only so
  if (!blob) throw new Error("照片读不出来，请重拍一张");
  return blob.arrayBuffer();
}

// A canvas drops what the camera wrote into the picture, so its time is kept beside it.
export async function keep(who, visit, file, point) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const bytes = await drawn(bitmap, EDGE);
  const thumb = await drawn(bitmap, THUMB);
  bitmap.close();
  const taken = new Date(file.lastModified).toISOString();
  await store.keepPicture({ who, visit, digest: await digest(bytes), point, taken, thumb }, bytes);
}

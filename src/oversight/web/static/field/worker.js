/* The shell holds no data and needs no sign-in; everything else goes to the network. */
const KEPT = "mingqian-field-@@VERSION@@";
const SHELL = ["@@SHELL@@"];

// Never keep a sign-in page, or what a proxy says instead of a file, as the shell.
async function keep(cache, address) {
  const response = await fetch(address, { cache: "no-cache", redirect: "error" });
  if (!response.ok) throw new Error(`${address} ${response.status}`);
  await cache.put(address, response);
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => Promise.all(SHELL.map((address) => keep(cache, address)))));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("mingqian-field-") && name !== KEPT;
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || !SHELL.includes(url.pathname)) return;
  event.respondWith(caches.open(KEPT)
    .then((cache) => cache.match(url.pathname))
    .then((kept) => kept || fetch(event.request)));
});

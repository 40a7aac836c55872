// The way back from a broken release. `careline serve --recovery-worker` answers /sw.js with this file in place of
// sw.js. Phones look for a new worker at each start of the app and every few hours while it is open; this one takes
// over at once, removes the stored files of the app and itself, and so lets every phone load the app from the server
// again. Notes are safe: IndexedDB, where the outbox lives, is left alone, and no open page is reloaded.
//
// Removing a worker ends its push subscription: a phone cannot be paged by push until the switch is off again and the
// app was opened once on it. Use it for as short a time as possible, and page by other channels meanwhile.
"use strict";

const CACHE_PREFIX = "app-";

const recover = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHE_PREFIX)) await caches.delete(name);
  }
  await self.registration.unregister();
};

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(recover()));

// A page that is still on its way is shown all the same.
self.addEventListener("push", (event) => {
  event.waitUntil(self.registration.showNotification("You may be needed", { body: "Open the app." }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/app/"));
});

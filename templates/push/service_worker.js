{% load static %}{% theme_url as theme %}{% static "css/rsn.css" as css %}{% static "icons/favicon.svg" as favicon %}// Wakes for pushes, and has a page for when there is no network.
//
// It keeps that page, its stylesheet and its icon: the same for everybody. It never keeps a page of
// the inside: what a page says is for who asked, and must not come back after signing out.

const LANGUAGES = [{% for language in languages %}"{{ language }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const ICON = "{% static "icons/app-192.png" %}";
const BADGE = "{% static "icons/badge-96.png" %}";
const CACHE = "rsn-offline";
const SPOKEN = "/offline/language";
const pages = LANGUAGES.map((language) => `/offline/?lang=${language}`);
const kept = [...pages, "{{ css }}", "{{ favicon }}"{% if theme %}, "{{ theme|escapejs }}"{% endif %}];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => event.waitUntil(drop()));

self.addEventListener("message", (event) => {
  const { language } = event.data ?? {};
  if (LANGUAGES.includes(language)) event.waitUntil(speak(language));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(offline));
  else if (kept.includes(placeOf(request))) {
    event.respondWith(fetch(request).catch(() => caches.match(placeOf(request))));
  }
});

self.addEventListener("push", (event) => event.waitUntil(show(event.data)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(go(event.notification.data.url));
});

function placeOf(request) {
  const { origin, pathname, search } = new URL(request.url);
  return origin === self.location.origin ? pathname + search : "";
}

async function keep() {
  const cache = await caches.open(CACHE);
  // Without cookies: what is kept must not depend on who is signed in.
  await cache.addAll(kept.map((place) => new Request(place, { credentials: "omit" })));
}

async function drop() {
  const cache = await caches.open(CACHE);
  const wanted = new Set([...kept, SPOKEN]);
  const gone = (await cache.keys()).filter((request) => !wanted.has(placeOf(request)));
  await Promise.all(gone.map((request) => cache.delete(request)));
}

async function speak(language) {
  const cache = await caches.open(CACHE);
  await cache.put(SPOKEN, new Response(language));
}

async function offline() {
  const cache = await caches.open(CACHE);
  const spoken = await (await cache.match(SPOKEN))?.text();
  return (await cache.match(`/offline/?lang=${spoken ?? LANGUAGES[0]}`)) ?? Response.error();
}

// A push names what it is about; its words are asked for with the session of this browser, or come
// with it where every employee may read them. Nothing to say any more: nothing is shown.
async function show(message) {
  const { id, shown, fallback } = message.json();
  const words = shown ?? (await ask(id, fallback));
  if (!words) return;
  const { title, body, tag, url } = words;
  await self.registration.showNotification(title, { body, tag, icon: ICON, badge: BADGE, data: { url } });
}

async function ask(id, fallback) {
  try {
    const answer = await fetch(`/notifications/push/${encodeURIComponent(id)}/`, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
    });
    if (answer.ok) return await answer.json();
    return answer.status === 404 ? null : fallback;
  } catch {
    return fallback;
  }
}

// In the tab that is there already, or in a new one: a tab in which somebody writes is left alone.
async function go(url) {
  const place = new URL(url, self.location.origin).href;
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = tabs.find((tab) => tab.url === place);
  return there ? there.focus() : self.clients.openWindow(place);
}

// The service worker of every page, and a browser that was allowed to be woken comes back by itself:
// after a new session, or when its push service gave it another address.
import { forget, recall, remember } from "../parts/storage.js";

const HOUR = 3_600_000;
const { person } = document.body.dataset;
const key = `rsn.push.${person}`;

// `null`, or what this person allowed in this browser: { key, told }.
export const allowed = () => recall(key);
export const allow = (publicKey) => remember(key, { key: publicKey, told: 0 });
export const forbid = () => forget(key);

export async function worker() {
  if (!("serviceWorker" in navigator)) return null;
  await navigator.serviceWorker.register("/service-worker.js");
  return navigator.serviceWorker.ready;
}

export function subscribe(registration, publicKey) {
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
}

function send(token, values) {
  return fetch("/settings/notifications/devices/", {
    method: "POST",
    headers: { "X-CSRFToken": token ?? "" },
    body: new URLSearchParams(values),
    redirect: "manual",
  });
}

async function comeBack(registration) {
  const last = allowed();
  if (!last || Date.now() - last.told < HOUR || self.Notification?.permission !== "granted") return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const subscription = await subscribe(registration, last.key);
  const { endpoint, keys } = subscription.toJSON();
  const answer = await send(token, { endpoint, ...keys, again: "on" });
  if (answer.ok) remember(key, { ...last, told: Date.now() });
  else if (answer.status === 410) {
    // Taken off the list from another device.
    await letGo(token, subscription);
    forbid();
  }
}

async function letGo(token, subscription) {
  await send(token, { endpoint: subscription.endpoint, _method: "DELETE" });
  await subscription.unsubscribe();
}

if (person) {
  worker()
    .then((registration) => {
      registration?.active?.postMessage({ language: document.documentElement.lang });
      return registration && comeBack(registration);
    })
    // Without it the product works as before.
    .catch(() => {});
}

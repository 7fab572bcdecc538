// In the settings: this browser may be woken, or no longer.
import { allow, forbid, subscribe, worker } from "./keep.js";

const place = document.querySelector("[data-push]");

function show(state) {
  for (const piece of place.querySelectorAll("[data-push-state]")) piece.hidden = piece.dataset.pushState !== state;
}

function fill(form, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  for (const [name, value] of Object.entries({ endpoint, ...keys })) {
    if (form.elements[name]) form.elements[name].value = value;
  }
}

async function state(registration) {
  if (!registration?.pushManager || !self.Notification) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  const subscription = await registration.pushManager.getSubscription();
  const listed = [...place.querySelectorAll("[data-endpoint]")];
  const here = listed.find((line) => line.dataset.endpoint === subscription?.endpoint);
  if (here) here.querySelector("[data-here]").hidden = false;
  return here ? "on" : "off";
}

async function turnOn(registration, form) {
  if ((await Notification.requestPermission()) !== "granted") return show("denied");
  const publicKey = place.dataset.push;
  try {
    fill(form, await subscribe(registration, publicKey));
  } catch (problem) {
    // Bound to other keys of this server, which were replaced since.
    if (problem.name !== "InvalidStateError") return show("failed");
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    fill(form, await subscribe(registration, publicKey));
  }
  allow(publicKey);
  form.submit();
}

async function turnOff(registration, form) {
  const subscription = await registration.pushManager.getSubscription();
  if (subscription) {
    fill(form, subscription);
    await subscription.unsubscribe();
  }
  forbid();
  form.submit();
}

if (place) {
  const registration = await worker().catch(() => null);
  show(await state(registration));
  place.addEventListener("submit", (event) => {
    const act = { on: turnOn, off: turnOff }[event.target.dataset.pushTurn];
    if (!act) return;
    event.preventDefault();
    act(registration, event.target).catch(() => show("failed"));
  });
}

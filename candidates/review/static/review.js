// The keys of the review page, and paper after paper without loading the frame anew. Everything here has a plain form or link behind
// it: without this file the page works the same, a little slower.
"use strict";

const KEYS_OFF = "covenue-keys-off";
// A word that the work is going on, when an answer takes longer than a person notices, in milliseconds.
const NOTICED = 400;
// Keys that come closer than this upon one that came too early are the rest of what was typed for the page before, in milliseconds.
const PAUSE = 500;

const main = document.getElementById("main");
const status = document.getElementById("status");
let busy = false;
let early = -Infinity;
let openedFrom = null;
let shownAddress = here(location);

function here(place) {
  return place.pathname + place.search;
}

function say(text) {
  status.textContent = "";
  // A live region speaks when its text changes; the same words twice would stay silent.
  requestAnimationFrame(() => { status.textContent = text; });
}

// Seen and heard: a button pressed once more would only wait as long again.
function working() {
  say("Working …");
  status.classList.add("busy");
  for (const each of main.querySelectorAll("button")) {
    if (!each.disabled) { each.disabled = true; each.dataset.waits = ""; }
  }
}

function rested() {
  if (!status.classList.contains("busy")) return;
  status.classList.remove("busy");
  if (status.textContent === "Working …") status.textContent = "";
  for (const each of main.querySelectorAll("[data-waits]")) { each.disabled = false; delete each.dataset.waits; }
}

function keysOn() {
  try { return localStorage.getItem(KEYS_OFF) === null; } catch { return true; }
}

// ---- The next paper, in place

async function load(address, options, remember) {
  if (busy) return;
  busy = true;
  const slow = setTimeout(working, NOTICED);
  try {
    const answer = await fetch(address, { ...options, headers: { Accept: "text/html" }, credentials: "same-origin" });
    const text = await answer.text();
    if (!(answer.headers.get("content-type") || "").startsWith("text/html")) throw new Error(text.trim(), { cause: answer.status });
    const page = new DOMParser().parseFromString(text, "text/html");
    const state = answer.ok ? answer.url : location.href;
    if (remember && answer.ok) history.pushState({ swapped: true }, "", state);
    shownAddress = here(remember ? location : new URL(address));
    show(page);
  } catch (problem) {
    failed(options, problem);
    shownAddress = here(location);
  } finally {
    clearTimeout(slow);
    rested();
    busy = false;
  }
  followHistory();
}

function show(page) {
  document.title = page.title;
  main.replaceChildren(...document.importNode(page.getElementById("main"), true).childNodes);
  const who = document.querySelector(".who");
  if (who.textContent !== page.querySelector(".who").textContent) who.replaceWith(document.importNode(page.querySelector(".who"), true));
  prepare();
  window.scrollTo(0, 0);
  const told = main.querySelector("[role=alert], .announce");
  const heading = document.getElementById("paper-title");
  // The heading takes the focus, so that a reader of the screen hears the new paper and Tab goes on from there; a field that is asked for
  // goes before it.
  const first = main.querySelector("[autofocus]") || heading;
  if (first) first.focus({ preventScroll: true });
  say(told ? told.textContent.trim() : "");
}

function failed(options, problem) {
  const posted = options.method === "POST";
  let said = problem.message;
  if (problem instanceof TypeError) {
    // Of a form whose answer was lost on the way nobody knows.
    said = posted ? "Not stored, as far as is known: no answer came. " : "No answer came. ";
    said += `When the network is back, or \`covenue review\` runs again, do it once more${posted ? "; it counts once" : ""}.`;
  } else if (posted && !(problem.cause >= 500)) {
    said = "Not stored: " + said;
  }
  let box = document.getElementById("failure");
  if (!box) {
    box = document.createElement("p");
    box.id = "failure";
    box.className = "notice problem";
    box.setAttribute("role", "alert");
    main.prepend(box);
  }
  box.textContent = said;
}

function post(form, button) {
  // A request that is under way is waited for: the form would be sent twice.
  if (busy) return undefined;
  const fields = new URLSearchParams(new FormData(form));
  if (button && button.name) fields.set(button.name, button.value);
  return load(form.action, { method: "POST", body: fields }, true);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-swap]")) return;
  event.preventDefault();
  post(form, event.submitter);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  if (link.dataset.dialog) {
    event.preventDefault();
    openHelp();
  } else if (link.hasAttribute("data-swap")) {
    event.preventDefault();
    load(link.href, { method: "GET" }, true);
  }
});

// A link to a place within the page is a step of the history too; the page is there already. Where an answer is under way the page that
// was gone back to is asked for after it: else it would stand at the address of another.
function followHistory() {
  if (!busy && here(location) !== shownAddress) load(location.href, { method: "GET" }, false);
}

window.addEventListener("popstate", followHistory);

// ---- Keys

function target(key) {
  return [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key.split(" ").includes(key));
}

// The letter that is on the key; for a keyboard without Latin letters the one that stands at its place, and small ones with Caps Lock too.
function keysOf(event) {
  const keys = [event.key];
  if (event.key.length === 1 && !event.shiftKey) keys.push(event.key.toLowerCase());
  const place = /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/.exec(event.code || "");
  if (place && !/^[a-z0-9]$/i.test(event.key) && !event.shiftKey) keys.push((place[1] || place[2] || place[3]).toLowerCase());
  if (event.code === "Slash" && !/^[ -~]$/.test(event.key)) keys.push(event.shiftKey ? "?" : "/");
  return keys;
}

// In a small window the field stands behind "More". What is hidden takes no focus, and the letters of a note would each act as a key.
function unfold(element) {
  const more = document.getElementById("more");
  if (more && !element.getClientRects().length) more.checked = true;
}

function press(element) {
  if (element.matches("summary, input")) unfold(element);
  if (element.tagName === "SUMMARY") {
    const details = element.parentElement;
    details.open = true;
    (details.querySelector("input[type=search]:not([hidden])") || details.querySelector("button") || element).focus();
  } else if (element.tagName === "INPUT") {
    element.focus();
    element.select();
  } else {
    element.click();
  }
}

function leave(element) {
  const details = element.closest("details[open]");
  if (details && details.querySelector("summary")) {
    details.open = false;
    details.querySelector("summary").focus();
  } else {
    element.blur();
  }
}

// While an answer is under way no key acts, nor do those that follow at once: the letters of a note that was begun on the page before would
// each decide on the next paper.
document.addEventListener("keydown", (event) => {
  if (busy || event.timeStamp - early < PAUSE) early = event.timeStamp;
}, true);

document.addEventListener("keydown", (event) => {
  const focused = event.target;
  const typing = focused.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    leave(focused);
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !keysOn() || document.querySelector("dialog[open]")) return;
  const found = keysOf(event).map(target).find(Boolean);
  if (!found) return;
  event.preventDefault();
  if (event.timeStamp !== early) press(found);
});

// ---- Narrowing the categories

function shownNames(field) {
  return [...field.form.querySelectorAll(".names button:not([hidden])")];
}

// The first ten that are shown have a number, 0 for the tenth.
function number(field) {
  for (const each of field.form.querySelectorAll(".names kbd")) each.textContent = "";
  shownNames(field).slice(0, 10).forEach((button, place) => { button.querySelector("kbd").textContent = (place + 1) % 10; });
}

function matches(name, text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean).every((word) => name.toLowerCase().includes(word));
}

function narrow(field) {
  for (const button of field.form.querySelectorAll(".names button")) button.hidden = !matches(button.value, field.value);
  number(field);
  const left = shownNames(field).length;
  say(left === 1 ? "1 category" : `${left} categories`);
}

// Enter takes the first, but not in an empty field, where it would accept with whatever stands first. A digit takes the name at its number,
// unless letters and digit together are in a name ("ann2").
function picked(field, key) {
  const names = shownNames(field);
  if (key === "Enter") return field.value.trim() ? names[0] : undefined;
  if (!/^[0-9]$/.test(key)) return undefined;
  const typed = field.value.trim() && names.some((button) => matches(button.value, field.value + key));
  return typed ? undefined : names.slice(0, 10).find((button) => button.querySelector("kbd").textContent === key);
}

function prepare() {
  for (const each of main.querySelectorAll(".needs-script")) each.hidden = false;
  prepareTable();
  const field = document.getElementById("narrow");
  if (!field) return;
  number(field);
  field.addEventListener("input", () => narrow(field));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and digits choose among the signs that an input method offers
    const button = picked(field, event.key);
    if (button || event.key === "Enter") event.preventDefault();
    if (button && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat) post(field.form, button);
  });
}

// ---- Several papers at once

function prepareTable() {
  const form = document.getElementById("together");
  if (!form) return;
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const every = document.getElementById("every");
  const count = () => {
    const ticked = boxes.filter((each) => each.checked).length;
    document.getElementById("ticked").textContent = ticked ? `${ticked} ticked` : "none ticked";
    every.checked = ticked === boxes.length;
    every.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  form.addEventListener("change", (event) => {
    if (event.target === every) for (const each of boxes) each.checked = every.checked;
    count();
  });
  count();
}

// ---- Help

const help = document.getElementById("help");
const keys = document.getElementById("keys-on");

function openHelp() {
  keys.closest("label").hidden = false;
  keys.checked = keysOn();
  openedFrom = document.activeElement;
  help.showModal();
  // Not the switch: a space pressed at once would turn all keys off.
  document.getElementById("help-title").focus();
}

help.addEventListener("close", () => {
  const back = openedFrom && openedFrom.isConnected && openedFrom !== document.body ? openedFrom : document.getElementById("paper-title");
  (back || main).focus({ preventScroll: true });
});

keys.addEventListener("change", () => {
  try {
    if (keys.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  } catch {
    say("This browser keeps no settings for this page.");
  }
});

prepare();

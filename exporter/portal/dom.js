// The little of a framework that the page needs.

/**
 * An element. Text is set as text: what hosts and nodes say is never read as HTML.
 * @param {string} tag
 * @param {Readonly<Record<string, string>>} attributes
 * @param {readonly (Node | string | null)[]} children null is left out
 * @returns {HTMLElement}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * A state: glyph and word, so that colour is never alone.
 * @param {readonly [glyph: string, word: string, kind: string] | undefined} state
 * @returns {HTMLElement}
 */
export function mark(state) {
  const [glyph, word, kind] = state ?? ["?", "unknown", "warn"];
  return element("span", { class: kind }, element("span", { "aria-hidden": "true" }, `${glyph} `), word);
}

/**
 * A moment, with its UTC time on hover.
 * @param {string} words
 * @param {string | null} iso
 */
export const moment = (words, iso) =>
  iso === null ? words : element("time", { datetime: iso, title: `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC` }, words);

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/**
 * Puts children into a place when they are others than before: what did not change keeps its focus and its text selection. The element
 * that had the focus, by its id, has it again.
 * @param {Element} place
 * @param {readonly Node[]} children
 */
export function put(place, children) {
  const box = document.createElement("div");
  box.append(...children);
  if (shown.get(place) === box.innerHTML) return;
  shown.set(place, box.innerHTML);
  const focused = document.activeElement;
  const id = focused !== null && place.contains(focused) ? focused.id : "";
  place.replaceChildren(...box.childNodes);
  if (id !== "") document.getElementById(id)?.focus();
}

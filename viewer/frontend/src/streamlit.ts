/**
 * The bundle as a Streamlit component (custom components, version 2): Streamlit calls the default
 * export with every rerun; the element is made once and only its attributes follow the data. Events
 * that the page asks for (`showroom-<name>`) go back to Python as triggers.
 */

import { tabThrough } from "./tab_through";

interface ComponentArguments {
  readonly parentElement: HTMLElement | ShadowRoot;
  readonly data: {
    readonly element: string;
    readonly attributes: Record<string, string>;
    readonly height_px: number;
    readonly events?: readonly string[];
  };
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

type Trigger = ComponentArguments["setTriggerValue"];

const ELEMENTS = new Set([
  "showroom-view",
  "product-view",
  "parts-view",
  "cutout-editor",
  "plan-editor",
  "room-designer",
]);
const mounted = new WeakMap<HTMLElement | ShadowRoot, HTMLElement>();
/** Each rerun brings functions of its own; the listeners are attached once and use the newest. */
const triggers = new WeakMap<HTMLElement, Trigger>();
const heard = new WeakMap<HTMLElement, Set<string>>();

export function streamlitComponent({ parentElement, data, setTriggerValue }: ComponentArguments): () => void {
  if (!ELEMENTS.has(data.element)) throw new Error(`unknown viewer element ${data.element}`);
  let element = mounted.get(parentElement);
  const fresh = !element || element.localName !== data.element || !element.isConnected;
  if (!element || fresh) {
    element?.remove();
    element = document.createElement(data.element);
    element.style.setProperty("--showroom-radius", "16px");
    mounted.set(parentElement, element);
  }
  triggers.set(element, setTriggerValue);
  listen(element, data.events ?? []);
  element.style.height = `min(${data.height_px}px, 78vh)`;
  for (const name of element.getAttributeNames())
    if (!(name in data.attributes) && OURS.has(name)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(data.attributes))
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  for (const name of Object.keys(data.attributes)) OURS.add(name);
  if (fresh) parentElement.append(element);
  const root = element.getRootNode();
  if (root instanceof ShadowRoot) tabThrough(root.host as HTMLElement, root);
  return () => {
    mounted.get(parentElement)?.remove();
    mounted.delete(parentElement);
  };
}

/** Attributes that Python has set at some time; the element's own (`data-state`, `style`) are left alone. */
const OURS = new Set<string>();

function listen(element: HTMLElement, events: readonly string[]): void {
  const known = heard.get(element) ?? new Set<string>();
  heard.set(element, known);
  for (const name of events) {
    if (known.has(name)) continue;
    known.add(name);
    element.addEventListener(`showroom-${name}`, (event) =>
      triggers.get(element)?.(name, (event as CustomEvent<unknown>).detail ?? {}),
    );
  }
}

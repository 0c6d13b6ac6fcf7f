/**
 * The bundle as a Streamlit component (custom components, version 2): Streamlit calls the default
 * export with every rerun; the element is made once and only its attributes follow the data.
 */

interface ComponentArguments {
  readonly parentElement: HTMLElement | ShadowRoot;
  readonly data: { readonly element: string; readonly attributes: Record<string, string>; readonly height_px: number };
  setStateValue(name: string, value: unknown): void;
}

const ELEMENTS = new Set(["showroom-view", "product-view"]);
const mounted = new WeakMap<HTMLElement | ShadowRoot, HTMLElement>();

export function streamlitComponent({ parentElement, data }: ComponentArguments): () => void {
  if (!ELEMENTS.has(data.element)) throw new Error(`unknown viewer element ${data.element}`);
  let element = mounted.get(parentElement);
  if (!element || element.localName !== data.element || !element.isConnected) {
    element?.remove();
    element = document.createElement(data.element);
    element.style.setProperty("--showroom-radius", "16px");
    mounted.set(parentElement, element);
    for (const [name, value] of Object.entries(data.attributes)) element.setAttribute(name, value);
    parentElement.append(element);
  }
  element.style.height = `min(${data.height_px}px, 78vh)`;
  for (const [name, value] of Object.entries(data.attributes))
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  return () => {
    mounted.get(parentElement)?.remove();
    mounted.delete(parentElement);
  };
}

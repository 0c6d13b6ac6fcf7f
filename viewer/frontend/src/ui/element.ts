/** HTML built from code: text goes in as text nodes only, so a product's name can never become markup. */

type Attributes = Record<string, string | boolean | null>;
type Child = Node | string | null;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Node[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A 24 px line icon from path data of ours. */
export function icon(path: string): SVGSVGElement {
  return svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }, svg("path", { d: path }));
}

export const ICONS = {
  walk: "M13 4.5a1.5 1.5 0 1 1-3 0a1.5 1.5 0 0 1 3 0M11.5 8.5L8 10.5v3.5M11.5 8.5l-.8 6L8 20.5M10.7 14.5l3.3 2.5l1 3.5M11.5 8.5l2.5 3l3 .8",
  orbit: "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5l8-4.5M12 12v9",
  plan: "M4 4h16v16H4zM4 13h6m3 0h7M13 4v5m0 4v7",
  day: "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  evening: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  fullscreen: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  more: "M5.500 12h.01M12 12h.01M18.500 12h.01",
  close: "M6 6l12 12M18 6L6 18",
  list: "M4 6.5h.01M4 12h.01M4 17.5h.01M8 6.5h12M8 12h12M8 17.5h12",
  marker: "M12 21s7-6.2 7-11.2A7 7 0 0 0 5 9.800C5 14.8 12 21 12 21zM12 7.500a2.500 2.500 0 1 0 0 5a2.500 2.500 0 0 0 0-5",
  dimensions: "M3 8.500h18v7H3zM7 8.500v3M11 8.500v4M15 8.500v3M19 8.500v4",
  measure: "M4 20L20 4M4 20v-4.500M4 20h4.500M20 4v4.500M20 4h-4.500",
  camera: "M4 8h3.500l1.500-2.500h6L16.500 8H20v11H4zM12 10.500a3 3 0 1 0 0 6a3 3 0 0 0 0-6",
  pause: "M9 5v14M15.500 5v14",
  previous: "M15 5l-7 7l7 7",
  tour: "M7 4.500v15l12-7.500z",
  speaker: "M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4.200 4.200 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
  external: "M10 5H5v14h14v-5M13.500 4.500h6v6M19.500 4.500L11 13",
  chevron: "M9 5l7 7l-7 7",
} as const;

export function iconButton(name: keyof typeof ICONS, label: string, attributes: Attributes = {}): HTMLButtonElement {
  const button = el("button", { type: "button", class: "tool", "aria-label": label, title: label, ...attributes });
  button.append(icon(ICONS[name]), el("span", { class: "tool-label", "aria-hidden": "true" }, label));
  return button;
}

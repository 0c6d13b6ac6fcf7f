/** SVG built from code; text goes in as text nodes only. */
import type { Point } from "./plan";

const SVG = "http://www.w3.org/2000/svg";
export const PX_PER_M = 100;

type Attributes = Record<string, string | number | boolean | null>;

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string | null)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element;
}

export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value === null || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
}

export const px = (value_m: number): number => value_m * PX_PER_M;
export const points = (ring: readonly Point[]): string => ring.map(([x, z]) => `${px(x).toFixed(1)},${px(z).toFixed(1)}`).join(" ");

/** The layout's own drawing of a piece. It comes from our code and never holds a merchant's text. */
export function drawing(markup: string): SVGGElement {
  const parsed = new DOMParser().parseFromString(`<svg xmlns="${SVG}"><g>${markup}</g></svg>`, "image/svg+xml");
  const group = parsed.documentElement.firstElementChild;
  if (!(group instanceof Element) || parsed.querySelector("parsererror, script, foreignObject, image, a")) return svg("g");
  return document.importNode(group, true) as SVGGElement;
}

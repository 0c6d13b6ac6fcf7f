/** A product's other looks: to choose among where its files have them, otherwise listed with their links. */
import type { Words } from "../i18n";
import { priceText, safeLink } from "../model/format";
import type { Product, Variant } from "../model/showroom";
import { el } from "./element";

export interface LookChoice {
  /** The product's own look first. */
  readonly names: readonly string[];
  readonly worn: string | null;
  readonly colours: Promise<ReadonlyMap<string, string>>;
}

/** One line of the choice: the product itself (`variant` null) or a variant of it. */
export interface Offer {
  readonly look: string;
  readonly variant: Variant | null;
}

/** What can be chosen: looks of the file that are the product or one of its variants. */
export function offers(product: Product, names: readonly string[]): Offer[] {
  return names.map((look) => ({ look, variant: product.variants.find((variant) => variant.name === look) ?? null }));
}

export function variantChoice(
  product: Product,
  looks: LookChoice,
  t: Words,
  locale: string,
  choose: (offer: Offer) => void,
): HTMLElement {
  const swatches = new Map<string, HTMLElement>();
  const lines = offers(product, looks.names).map((offer, i) => {
    const { look, variant } = offer;
    const price = variant ? variant.price : product.price;
    const swatch = el("span", { class: "swatch" });
    swatches.set(look, swatch);
    const checked = looks.worn === null ? i === 0 : looks.worn === look;
    const radio = el("input", { type: "radio", name: "look", value: look, checked });
    radio.addEventListener("change", () => choose(offer));
    return el(
      "label",
      { class: "look" },
      radio,
      swatch,
      el("span", { class: "look-name" }, look),
      price ? el("span", { class: "muted small" }, priceText(price, locale)) : null,
    );
  });
  void looks.colours.then((colours) => {
    for (const [look, colour] of colours) swatches.get(look)?.style.setProperty("background", colour);
  });
  return el("fieldset", { class: "looks" }, el("legend", {}, t("looks")), ...lines);
}

export function variantList(
  product: Product,
  t: Words,
  locale: string,
  followed: (variant: Variant, url: string) => void,
): HTMLElement {
  const lines = product.variants.map((variant) => {
    const url = safeLink(variant.url);
    const name = url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, variant.name) : variant.name;
    if (url && name instanceof HTMLElement) name.addEventListener("click", () => followed(variant, url));
    const price = variant.price ? priceText(variant.price, locale) : "";
    return el("li", {}, name, price ? el("span", { class: "muted small" }, price) : null);
  });
  return el("div", { class: "looks" }, el("h3", {}, t("looks")), el("ul", {}, ...lines));
}

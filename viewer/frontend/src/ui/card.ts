/** What a shopper reads about one product: picture, name, price, size, variants, links. */
import type { ArKind } from "../model/ar_address";
import { priceText, safeLink, sizeInches, sizeText, titleText } from "../model/format";
import type { Ar, Price, Product } from "../model/showroom";
import type { Words } from "../i18n";
import { arLink } from "./ar_link";
import { el, icon, iconButton, ICONS } from "./element";
import { type LookChoice, type Offer, variantChoice, variantList } from "./variants";

export interface CardContext {
  readonly t: Words;
  readonly locale: string;
  /** Whole address of the product's picture. */
  readonly poster: string | null;
  /** Whole addresses. */
  readonly ar: Ar | null;
  /** The looks that its files have; null while there are none. */
  readonly looks: LookChoice | null;
  /** Whether its dimensions are shown in the room. */
  readonly dimensions: boolean;
}

export interface CardEvents {
  close(): void;
  /** The product, or a variant of it, is looked up in the store. */
  link(sku: string, url: string): void;
  look(offer: Offer): void;
  dimensions(on: boolean): void;
  ar(kind: ArKind): void;
}

export function productCard(product: Product, context: CardContext, events: CardEvents): HTMLElement {
  const { t, locale, looks, poster } = context;
  const close = iconButton("close", t("close"), { class: "tool card-close" });
  close.addEventListener("click", () => events.close());
  const price = el("p", {});
  const number = el("dd", { class: "sku" });
  const link = el(
    "a",
    { class: "button primary", target: "_blank", rel: "noopener noreferrer" },
    t("to_shop"),
    icon(ICONS.external),
    el("span", { class: "visually-hidden" }, ` (${t("opens_new_tab")})`),
  );
  let offered = { sku: product.sku, url: safeLink(product.url) };
  const offer = (sku: string, cost: Price | null, url: string | null) => {
    offered = { sku, url: safeLink(url) };
    price.className = cost ? "price" : "price muted";
    price.textContent = cost ? priceText(cost, locale) : t("price_on_request");
    number.textContent = sku;
    link.hidden = offered.url === null;
    if (offered.url) link.href = offered.url;
  };
  offer(product.sku, product.price, product.url);
  link.addEventListener("click", () => offered.url && events.link(offered.sku, offered.url));
  const dress = (chosen: Offer) => {
    const { variant } = chosen;
    offer(variant?.sku ?? product.sku, variant ? variant.price : product.price, variant ? variant.url : product.url);
    events.look(chosen);
  };
  const worn = product.variants.find(({ name }) => name === looks?.worn);
  if (worn) offer(worn.sku, worn.price, worn.url);
  const variants = looks
    ? variantChoice(product, looks, t, locale, dress)
    : product.variants.length > 0
      ? variantList(product, t, locale, (variant, url) => events.link(variant.sku, url))
      : null;
  const ruler = el(
    "button",
    { type: "button", class: "ruler-button", "aria-pressed": String(context.dimensions) },
    icon(ICONS.dimensions),
    t("dimensions"),
  );
  ruler.addEventListener("click", () => {
    const on = ruler.getAttribute("aria-pressed") !== "true";
    ruler.setAttribute("aria-pressed", String(on));
    events.dimensions(on);
  });
  const inches = sizeInches(product.size_m, locale);
  return el(
    "section",
    { class: "card", role: "dialog", "aria-label": product.name, "data-sku": product.sku },
    close,
    poster ? picture(poster, "card-picture") : null,
    product.category ? el("p", { class: "eyebrow" }, titleText(product.category)) : null,
    el("h2", { class: "card-name" }, product.name),
    price,
    product.description ? el("p", { class: "description" }, product.description) : null,
    variants,
    el(
      "dl",
      { class: "facts" },
      el("dt", {}, t("size")),
      el(
        "dd",
        {},
        el("span", { class: "size" }, sizeText(product.size_m, locale)),
        inches ? el("span", { class: "size" }, inches) : null,
        el("span", { class: "muted small" }, t("width_height_depth")),
        ruler,
      ),
      el("dt", {}, t("sku")),
      number,
    ),
    link,
    arLink(product, context.ar, poster, t, (kind) => events.ar(kind)),
  );
}

/** A picture that is no picture without its file. */
export function picture(url: string, name: string): HTMLImageElement {
  const image = el("img", { class: name, src: url, alt: "", loading: "lazy", decoding: "async" });
  image.addEventListener("error", () => image.remove());
  return image;
}

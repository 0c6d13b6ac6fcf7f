/** What a shopper reads about one product: name, price, size, link. */
import { priceText, safeLink, sizeText, titleText } from "../model/format";
import type { Product } from "../model/showroom";
import type { Words } from "../i18n";
import { el, icon, iconButton, ICONS } from "./element";

export interface CardEvents {
  close(): void;
  link(product: Product, url: string): void;
}

export function productCard(product: Product, t: Words, lang: string, events: CardEvents): HTMLElement {
  const close = iconButton("close", t("close"), { class: "tool card-close" });
  close.addEventListener("click", () => events.close());
  const card = el(
    "section",
    { class: "card", role: "dialog", "aria-label": product.name, "data-sku": product.sku },
    close,
    product.category ? el("p", { class: "eyebrow" }, titleText(product.category)) : null,
    el("h2", { class: "card-name" }, product.name),
    el(
      "p",
      { class: product.price ? "price" : "price muted" },
      product.price ? priceText(product.price, lang) : t("price_on_request"),
    ),
    product.description ? el("p", { class: "description" }, product.description) : null,
    el(
      "dl",
      { class: "facts" },
      el("dt", {}, t("size")),
      el(
        "dd",
        {},
        el("span", { class: "size" }, sizeText(product.size_m, lang)),
        el("span", { class: "muted small" }, t("width_height_depth")),
      ),
      el("dt", {}, t("sku")),
      el("dd", { class: "sku" }, product.sku),
    ),
  );
  const url = safeLink(product.url);
  if (url) {
    const link = el(
      "a",
      { class: "button primary", href: url, target: "_blank", rel: "noopener noreferrer" },
      t("to_shop"),
      icon(ICONS.external),
      el("span", { class: "visually-hidden" }, ` (${t("opens_new_tab")})`),
    );
    link.addEventListener("click", () => events.link(product, url));
    card.append(link);
  }
  return card;
}

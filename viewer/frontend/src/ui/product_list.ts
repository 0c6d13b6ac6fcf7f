/** Every product of the room as a button: the keyboard's and the screen reader's way in. */
import { priceText, sizeText } from "../model/format";
import type { Product } from "../model/showroom";
import type { Words } from "../i18n";
import { picture } from "./card";
import { el, iconButton } from "./element";

export class ProductList {
  readonly element: HTMLElement;
  private readonly buttons = new Map<string, HTMLButtonElement>();

  constructor(
    products: readonly Product[],
    t: Words,
    locale: string,
    /** Whole address of a product's picture. */
    poster: (product: Product) => string | null,
    choose: (sku: string) => void,
    close: () => void,
  ) {
    const closeButton = iconButton("close", t("close"));
    closeButton.addEventListener("click", close);
    const items = products.map((product) => {
      const count = product.placements.length;
      const url = poster(product);
      const button = el(
        "button",
        { type: "button", class: "item", "data-sku": product.sku },
        url ? picture(url, "item-picture") : null,
        el(
          "span",
          { class: "item-text" },
          el("span", { class: "item-name" }, product.name),
          el(
            "span",
            { class: "muted small" },
            sizeText(product.size_m, locale) + (count > 1 ? ` · ${t("pieces", { count })}` : ""),
          ),
        ),
        el("span", { class: "item-price" }, product.price ? priceText(product.price, locale) : ""),
      );
      button.addEventListener("click", () => choose(product.sku));
      this.buttons.set(product.sku, button);
      return el("li", {}, button);
    });
    this.element = el(
      "aside",
      { class: "drawer", "aria-label": t("products_in_room"), hidden: true },
      el("header", { class: "drawer-head" }, el("h2", {}, t("products_in_room")), closeButton),
      el("ul", { class: "items" }, ...items),
    );
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  show(open: boolean): void {
    this.element.hidden = !open;
    if (open) this.element.querySelector<HTMLButtonElement>(".item")?.focus();
  }

  mark(sku: string | null): void {
    for (const [key, button] of this.buttons)
      if (key === sku) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
  }
}

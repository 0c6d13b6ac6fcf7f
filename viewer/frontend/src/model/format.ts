/** Sizes, prices and links as a shopper reads them. Conversion from metres happens only here. */
import type { Price, Vec3 } from "./showroom";

/** "180 × 85 × 92 cm": width, height, depth, whole centimetres, half ones below 10 cm. */
export function sizeText(size_m: Vec3, lang: string): string {
  const cm = size_m.map((m) => {
    const value = m * 100;
    const digits = value < 10 ? 1 : 0;
    return new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value);
  });
  return `${cm.join(" × ")} cm`;
}

/** A length label: "92 cm" below two metres, "2.35 m" above. */
export function lengthText(length_m: number, lang: string): string {
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value);
  return length_m < 2 ? `${number(length_m * 100, 0)} cm` : `${number(length_m, 2)} m`;
}

/** The price in the shopper's notation; an unknown currency code is shown as it stands. */
export function priceText(price: Price, lang: string): string {
  const amount = Number(price.amount);
  if (!Number.isFinite(amount)) return `${price.amount} ${price.currency}`;
  try {
    return new Intl.NumberFormat(lang, {
      style: "currency",
      currency: price.currency,
      minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    }).format(amount);
  } catch {
    return `${new Intl.NumberFormat(lang).format(amount)} ${price.currency}`;
  }
}

/** The link when it is a web address, else nothing: `javascript:` and its like never reach an href. */
export function safeLink(url: string | null): string | null {
  if (!url) return null;
  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
  } catch {
    return null;
  }
}

/** "living_room" as "Living room", for a type that has no translation. */
export function titleText(identifier: string): string {
  const words = identifier.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Sizes, prices and links as a shopper reads them. Conversion from metres happens only here. */
import { inches } from "./language";
import type { Price, Vec3 } from "./showroom";

const INCH_M = 0.0254;

function decimal(value: number, digits: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** "180 × 85 × 92 cm": width, height, depth, whole centimetres, half ones below 10 cm. */
export function sizeText(size_m: Vec3, locale: string): string {
  return `${size_m.map((m) => decimal(m * 100, m < 0.1 ? 1 : 0, locale)).join(" × ")} cm`;
}

/** "70.9 × 33.5 × 36.2 in" for a visitor who measures so, else nothing. */
export function sizeInches(size_m: Vec3, locale: string): string | null {
  return inches(locale) ? `${size_m.map((m) => decimal(m / INCH_M, 1, locale)).join(" × ")} in` : null;
}

/** A length label: "92 cm" below two metres, "2.35 m" above; "92 cm · 36.2 in" and "2.35 m · 7 ft 8.5 in" where used. */
export function lengthText(length_m: number, locale: string): string {
  const metric = length_m < 2 ? `${decimal(length_m * 100, length_m < 0.1 ? 1 : 0, locale)} cm` : `${decimal(length_m, 2, locale)} m`;
  if (!inches(locale)) return metric;
  if (length_m < 2) return `${metric} · ${decimal(length_m / INCH_M, 1, locale)} in`;
  // Rounded before it is parted, so that no label says "7 ft 12 in".
  const tenths = Math.round((length_m / INCH_M) * 10);
  const feet = Math.floor(tenths / 120);
  return `${metric} · ${feet} ft ${decimal((tenths - feet * 120) / 10, 1, locale)} in`;
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

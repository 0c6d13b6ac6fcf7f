/** Words in the visitor's language, and the units of the visitor's country. */
import type { Texts } from "./fields";
import type { Product } from "./product";

/** The text in the first of the languages that there is one for: "pt-BR" is content with "pt" or "pt-PT". */
export function textIn(texts: Texts, wanted: readonly string[]): { tag: string; text: string } | null {
  const tags = Object.keys(texts);
  const base = (tag: string) => tag.split("-")[0]!;
  for (const want of wanted) {
    const lower = want.toLowerCase();
    const find = (tag: string) => tags.find((candidate) => candidate.toLowerCase() === tag);
    const tag = find(lower) ?? find(base(lower)) ?? tags.find((candidate) => base(candidate.toLowerCase()) === base(lower));
    if (tag !== undefined) return { tag, text: texts[tag]! };
  }
  return null;
}

/** The product as it is called in a language; the catalog's own words where it has no others. */
export function inWords(product: Product, locale: string): Product {
  const name = textIn(product.names, [locale])?.text ?? product.name;
  const description = textIn(product.descriptions, [locale])?.text ?? product.description;
  return { ...product, name, description };
}

const FEET_AND_INCHES = new Set(["US", "LR", "MM"]);

/** Whether lengths are told in inches too: where the tag names a country that measures in them. */
export function inches(locale: string): boolean {
  const region = new Intl.Locale(locale).region;
  return region !== undefined && FEET_AND_INCHES.has(region);
}

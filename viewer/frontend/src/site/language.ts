/**
 * The page in the visitor's language. The server's text is in one language; the interface's other languages lie in a
 * data block of the page, the merchant's own texts in `data-texts` beside each text. Only text nodes and attributes
 * are written, never markup.
 */
import { priceText } from "../model/format";

export type Texts = Readonly<Record<string, string>>;
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The first of `wanted` that `available` has, exactly or by its first part ("zh-CN" gets "zh", "pt" gets "pt-BR"). */
export function bestTag(wanted: readonly string[], available: readonly string[]): string | null {
  const base = (tag: string) => tag.toLowerCase().split("-")[0];
  for (const tag of wanted) {
    const found =
      available.find((one) => one.toLowerCase() === tag.toLowerCase()) ??
      available.find((one) => base(one) === base(tag));
    if (found) return found;
  }
  return null;
}

export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** The page's words by language, as the data block holds them. */
export function readWords(block: string | null | undefined): Record<string, Texts> {
  return block ? (JSON.parse(block) as Record<string, Texts>) : {};
}

export function translator(words: Record<string, Texts>, tag: string, fallback: string): Translate {
  return (key, values = {}) => filled(words[tag]?.[key] ?? words[fallback]?.[key] ?? key, values);
}

/** Languages that the visitor reads: `?lang=` of the address first, then the browser's. */
export function wantedLanguages(search: string, browser: readonly string[]): readonly string[] {
  const asked = new URLSearchParams(search).get("lang");
  return asked ? [asked, ...browser] : browser;
}

function parsed(text: string | null): Texts {
  return text ? (JSON.parse(text) as Texts) : {};
}

/** Write the page's words and the merchant's texts in the visitor's language. */
export function translatePage(root: Document, t: Translate, interfaceTag: string, wanted: readonly string[]): void {
  const pageTag = root.documentElement.lang;
  if (interfaceTag !== pageTag) {
    root.documentElement.lang = interfaceTag;
    for (const element of root.querySelectorAll<HTMLElement>("[data-word]"))
      element.textContent = t(element.dataset.word!, parsed(element.dataset.values ?? null));
    for (const element of root.querySelectorAll<HTMLElement>("[data-word-label]"))
      element.setAttribute("aria-label", t(element.dataset.wordLabel!, parsed(element.dataset.values ?? null)));
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-texts]")) {
    const texts: Texts = { [pageTag]: element.textContent ?? "", ...parsed(element.dataset.texts!) };
    const tag = bestTag(wanted, Object.keys(texts)) ?? pageTag;
    if (tag !== pageTag) element.textContent = texts[tag]!;
    if (tag !== root.documentElement.lang) element.lang = tag;
  }
}

/** Write prices in the visitor's notation, a few at a time while nothing else is to do: number formats are slow to make. */
export function writePrices(root: Document, tag: string): void {
  const waiting = [...root.querySelectorAll<HTMLDataElement>("data[data-currency]")];
  const next = () => {
    const element = waiting.shift();
    if (!element) return;
    element.textContent = priceText({ amount: element.value, currency: element.dataset.currency! }, tag);
    later(next);
  };
  later(next);
}

const later = (task: () => void): void =>
  void ("requestIdleCallback" in window ? requestIdleCallback(task) : setTimeout(task, 0));

/** The interface's words: the part `viewer` of each file of `viewer/languages`; adding a file adds a language. */
import { titleText } from "../model/format";
import { viewer as en } from "../../../languages/en.json";

export type Key = keyof typeof en;
export type Words = (key: Key, values?: Record<string, string | number>) => string;

const FOLDER = "../../../languages/";
const files = import.meta.glob<Record<string, string>>("../../../languages/*.json", { eager: true, import: "viewer" });
const languages = new Map(
  Object.entries(files).map(([path, words]) => [path.slice(FOLDER.length, -".json".length), words]),
);

/** The best language we have for what the visitor asks ("zh-CN" gets "zh"), English failing that. */
export function language(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const lower = tag.toLowerCase();
    for (const candidate of [lower, lower.split("-")[0]!])
      if (languages.has(candidate)) return candidate;
  }
  return "en";
}

/** The first of the visitor's tags that is of this language, one that names a region before one that does not. */
export function localeOf(lang: string, wanted: readonly string[]): string {
  const tags = wanted.filter((tag) => tag.toLowerCase().split("-")[0] === lang.split("-")[0]);
  return tags.find((tag) => tag.includes("-")) ?? tags[0] ?? lang;
}

export function words(lang: string): Words {
  const own = languages.get(lang);
  return (key, values = {}) =>
    (own?.[key] ?? en[key]).replace(/\{(\w+)\}/g, (hole, name: string) =>
      String(values[name] ?? hole),
    );
}

/** A room type's name; a type without a translation is shown as its own words. */
export function roomName(t: Words, type: string): string {
  const key = `room_${type}`;
  return key in en ? t(key as Key) : titleText(type);
}

export const availableLanguages = (): string[] => [...languages.keys()].sort();

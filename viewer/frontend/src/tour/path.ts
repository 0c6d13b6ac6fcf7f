/** Where the camera is on a tour at a time, and what a visitor reads there. Nothing here knows three.js. */
import type { Pose } from "../navigate/walk";
import type { Texts } from "../model/fields";
import { textIn } from "../model/language";
import type { TourPath } from "./read_tour";

/** The camera's pose at a time; before the first key and after the last it stands still. */
export function poseAt(path: TourPath, time_s: number): Pose {
  const { times_s, positions_m, yaw_rad, pitch_rad } = path;
  let low = 0;
  let high = times_s.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times_s[middle]! <= time_s) low = middle;
    else high = middle;
  }
  const span = times_s[high]! - times_s[low]!;
  const share = span <= 0 ? 0 : Math.min(1, Math.max(0, (time_s - times_s[low]!) / span));
  const between = (a: number, b: number) => a + (b - a) * share;
  const from = positions_m[low]!;
  const to = positions_m[high]!;
  return {
    position_m: [between(from[0], to[0]), between(from[1], to[1]), between(from[2], to[2])],
    yaw_rad: between(yaw_rad[low]!, yaw_rad[high]!),
    pitch_rad: between(pitch_rad[low]!, pitch_rad[high]!),
  };
}

/** The text in the first language that the visitor wants and the tour has; English, or any, failing that. */
export function inLanguage(texts: Texts, wanted: readonly string[]): { tag: string; text: string } {
  const any = Object.keys(texts)[0] ?? "";
  return textIn(texts, [...wanted, "en"]) ?? { tag: any || "en", text: texts[any] ?? "" };
}

/** How long a text takes to read: 15 letters a second, or 6 of a script that writes whole words. */
export function readingSeconds(text: string): number {
  const dense = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  return 1.5 + (text.length - dense) / 15 + dense / 6;
}

/** Words to speak, one breath at a time: Chrome falls silent after some 15 s of one utterance. */
import { readingSeconds } from "./path";

/** The longest that one utterance may take; a text is spoken about as fast as it is read. */
const LONGEST_S = 10;
const PAUSES = /(?<=[,;:，、；：])\s*/u;

/** The sentences of a text; one that is too long is parted at its commas, then between its words. */
export function sentences(text: string, tag: string): string[] {
  const whole = [...new Intl.Segmenter(tag, { granularity: "sentence" }).segment(text)];
  return whole.flatMap(({ segment }) => parted(segment.trim(), tag)).filter((sentence) => sentence !== "");
}

function parted(sentence: string, tag: string): string[] {
  if (readingSeconds(sentence) <= LONGEST_S) return [sentence];
  const clauses = joined(sentence.split(PAUSES).map((clause) => `${clause} `));
  return clauses.flatMap((clause) => (readingSeconds(clause) <= LONGEST_S ? [clause] : joined(words(clause, tag))));
}

function words(clause: string, tag: string): string[] {
  return [...new Intl.Segmenter(tag, { granularity: "word" }).segment(clause)].map(({ segment }) => segment);
}

/** Neighbours put together again while they are short enough. */
function joined(parts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && readingSeconds(last + part) <= LONGEST_S) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.map((line) => line.trim());
}

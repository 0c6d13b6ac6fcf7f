/** Speaks the tour's words with the browser's own synthesizer. */
import { readingSeconds } from "./path";
import { sentences } from "./sentences";
import { bestVoice } from "./voice";

export type Synthesizer = Pick<
  SpeechSynthesis,
  "speak" | "cancel" | "getVoices" | "addEventListener" | "removeEventListener"
>;

export interface Spoken {
  readonly tag: string;
  readonly text: string;
}

/** Voices may come late; without them the browser chooses one by the language. */
const VOICES_WITHIN_MS = 1000;
/** A synthesizer that never says that it ended must not hold the tour. */
const bound_ms = (text: string): number => readingSeconds(text) * 3000 + 3000;

export class Narrator {
  private turn = 0;
  /** Kept, since Chrome forgets an utterance that nobody holds, and its end with it. */
  private utterance: SpeechSynthesisUtterance | null = null;
  private release: () => void = () => {};

  constructor(
    private readonly synthesizer: Synthesizer,
    private readonly utter = (text: string) => new SpeechSynthesisUtterance(text),
  ) {}

  /** The browser's, if it can speak. */
  static ofBrowser(): Narrator | null {
    return typeof speechSynthesis === "undefined" ? null : new Narrator(speechSynthesis);
  }

  /** Speak the texts one after another in place of whatever is spoken; false when cut short. */
  async say(texts: readonly Spoken[]): Promise<boolean> {
    this.hush();
    const { turn } = this;
    // Safari speaks only within the visitor's own click, so nothing is awaited without need.
    if (this.synthesizer.getVoices().length === 0) await this.voices();
    for (const { tag, text } of texts)
      for (const sentence of sentences(text, tag)) {
        if (turn !== this.turn) return false;
        await this.one(sentence, tag);
      }
    return turn === this.turn;
  }

  /** Fall silent at once. */
  hush(): void {
    this.turn += 1;
    this.synthesizer.cancel();
    this.release();
  }

  private one(text: string, tag: string): Promise<void> {
    const utterance = this.utter(text);
    utterance.lang = tag;
    utterance.voice = bestVoice(this.synthesizer.getVoices(), tag);
    this.utterance = utterance;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.synthesizer.cancel();
        this.release();
      }, bound_ms(text));
      this.release = () => {
        clearTimeout(timer);
        this.release = () => {};
        this.utterance = null;
        resolve();
      };
      const ended = () => {
        if (this.utterance === utterance) this.release();
      };
      utterance.onend = ended;
      utterance.onerror = ended;
      this.synthesizer.speak(utterance);
    });
  }

  private voices(): Promise<void> {
    return new Promise((resolve) => {
      const here = () => {
        clearTimeout(timer);
        this.synthesizer.removeEventListener("voiceschanged", here);
        resolve();
      };
      const timer = setTimeout(here, VOICES_WITHIN_MS);
      this.synthesizer.addEventListener("voiceschanged", here);
    });
  }
}

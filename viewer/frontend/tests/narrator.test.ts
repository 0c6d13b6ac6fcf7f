import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Narrator, type Synthesizer } from "../src/tour/narrator";
import { readingSeconds } from "../src/tour/path";
import { sentences } from "../src/tour/sentences";
import { bestVoice } from "../src/tour/voice";

interface Heard {
  text: string;
  lang: string;
  voice: unknown;
  onend: (() => void) | null;
  onerror: (() => void) | null;
}

/** A synthesizer that notes what it is told and ends a sentence only when asked. */
function spied(voices: { lang: string; default: boolean; localService: boolean }[]) {
  const heard: Heard[] = [];
  let listener: (() => void) | null = null;
  const calls = { cancel: 0 };
  const synthesizer = {
    speak: (utterance: unknown) => void heard.push(utterance as Heard),
    cancel: () => void calls.cancel++,
    getVoices: () => voices,
    addEventListener: (_: string, heardOf: () => void) => void (listener = heardOf),
    removeEventListener: () => void (listener = null),
  } as unknown as Synthesizer;
  const utter = (text: string) =>
    ({ text, lang: "", voice: null, onend: null, onerror: null }) as unknown as SpeechSynthesisUtterance;
  return { narrator: new Narrator(synthesizer, utter), heard, calls, come: () => listener?.() };
}

const voice = (lang: string, localService = true) => ({ lang, localService, default: false });
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the narrator", () => {
  test("says title and sentences one after another, in their language", async () => {
    const german = voice("de-DE");
    const { narrator, heard } = spied([voice("en-US"), german]);
    const said = narrator.say([{ tag: "de", text: "Sofa" }, { tag: "de", text: "Es ist weich. Es ist blau." }]);
    for (const text of ["Sofa", "Es ist weich.", "Es ist blau."]) {
      expect(heard.at(-1)).toMatchObject({ text, lang: "de", voice: german });
      heard.at(-1)!.onend!();
      await settle();
    }
    expect(await said).toBe(true);
    expect(heard).toHaveLength(3);
  });

  test("is cut short by silence, and says nothing further", async () => {
    const { narrator, heard, calls } = spied([voice("en-US")]);
    const said = narrator.say([{ tag: "en", text: "One. Two." }]);
    const before = calls.cancel;
    narrator.hush();
    expect(calls.cancel).toBe(before + 1);
    expect(await said).toBe(false);
    expect(heard.map(({ text }) => text)).toEqual(["One."]);
  });

  test("goes on after a fault, and after a synthesizer that never ends", async () => {
    const { narrator, heard } = spied([voice("en-US")]);
    const said = narrator.say([{ tag: "en", text: "One. Two." }]);
    heard[0]!.onerror!();
    await settle();
    expect(heard).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(readingSeconds("Two.") * 3000 + 3000);
    expect(await said).toBe(true);
  });

  test("waits a second for voices that load late", async () => {
    const voices: ReturnType<typeof voice>[] = [];
    const { narrator, heard, come } = spied(voices);
    void narrator.say([{ tag: "zh", text: "欢迎。" }]);
    expect(heard).toHaveLength(0);
    voices.push(voice("zh-CN"));
    come();
    await settle();
    expect(heard[0]).toMatchObject({ text: "欢迎。", voice: { lang: "zh-CN" } });
    const without = spied([]);
    void without.narrator.say([{ tag: "zh", text: "欢迎。" }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(without.heard[0]).toMatchObject({ lang: "zh", voice: null });
  });

  test("a late end of an old sentence ends no new one", async () => {
    const { narrator, heard } = spied([voice("en-US")]);
    void narrator.say([{ tag: "en", text: "Old." }]);
    const said = narrator.say([{ tag: "en", text: "New. Newer." }]);
    await settle();
    heard[0]!.onend!();
    await settle();
    expect(heard.map(({ text }) => text)).toEqual(["Old.", "New."]);
    heard[1]!.onend!();
    await settle();
    heard[2]!.onend!();
    expect(await said).toBe(true);
  });
});

describe("sentences", () => {
  test("of English and of Chinese", () => {
    expect(sentences("It is soft. It is blue!  ", "en")).toEqual(["It is soft.", "It is blue!"]);
    expect(sentences("欢迎光临。请坐。", "zh")).toEqual(["欢迎光临。", "请坐。"]);
  });

  test("that are too long for one breath are parted, and lose no word", () => {
    const list = `${Array.from({ length: 40 }, (_, i) => `piece ${i}`).join(", ")}.`;
    const endless = "abcde ".repeat(100).trim();
    for (const text of [list, endless]) {
      const parts = sentences(text, "en");
      expect(parts.length).toBeGreaterThan(1);
      expect(Math.max(...parts.map(readingSeconds))).toBeLessThanOrEqual(10);
      expect(parts.join(" ").replace(/\s+/g, " ")).toBe(text);
    }
  });
});

describe("the voice", () => {
  test("is of the language, then of script and region, then the device's own", () => {
    const remote = voice("zh-CN", false);
    const voices = [voice("en-GB"), voice("zh-HK"), remote, voice("zh_TW")];
    expect(bestVoice(voices, "zh")).toBe(remote);
    expect(bestVoice([...voices, voice("zh-CN")], "zh")?.localService).toBe(true);
    expect(bestVoice(voices, "zh-TW")?.lang).toBe("zh_TW");
    expect(bestVoice(voices, "en-US")?.lang).toBe("en-GB");
    expect(bestVoice(voices, "fr")).toBeNull();
    expect(bestVoice([voice("cmn-Hans-CN")], "zh")?.lang).toBe("cmn-Hans-CN");
    expect(bestVoice([voice("not a tag")], "en")).toBeNull();
  });
});

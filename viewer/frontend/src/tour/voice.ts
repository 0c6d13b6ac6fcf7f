/** Which of the browser's voices speaks a language best. */

export interface VoiceLike {
  readonly lang: string;
  readonly default: boolean;
  readonly localService: boolean;
}

/** A voice of the language, best of its region too; null where none speaks it, and the browser chooses by `lang`. */
export function bestVoice<V extends VoiceLike>(voices: readonly V[], tag: string): V | null {
  const wanted = parts(tag);
  let best: V | null = null;
  let most = 0;
  for (const voice of voices) {
    const spoken = parts(voice.lang);
    if (!wanted || !spoken || spoken.language !== wanted.language) continue;
    const sameScript = spoken.script === wanted.script ? 4 : 0;
    const sameRegion = spoken.region === wanted.region ? 2 : 0;
    // A voice of the device's own says nothing to a server.
    const score = 1 + sameScript + sameRegion + (voice.localService ? 1 : 0) + (voice.default ? 0.5 : 0);
    if (score > most) [best, most] = [voice, score];
  }
  return best;
}

/** "zh" is the Chinese of China, "en" the English of the United States: what CLDR calls likely. */
function parts(tag: string): Intl.Locale | null {
  try {
    const locale = new Intl.Locale(tag.replaceAll("_", "-")).maximize();
    return locale.language === "cmn" ? new Intl.Locale(locale, { language: "zh" }).maximize() : locale;
  } catch {
    return null;
  }
}
